use super::*;

#[test]
fn plain_text_keeps_what_looks_like_markup() {
    let text = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='text'>Sets with a&lt;b&gt;c</title><id>10.1000/x</id></entry></feed>";
    assert_eq!(read(text).records[0].paper.title, "Sets with a<b>c");
}
