use super::*;
use crate::paper::Record;

fn first(item: &str) -> Record {
    let text =
        format!("<rss version='2.0'><channel><title>C</title><item>{item}</item></channel></rss>");
    read(&text).records.remove(0)
}

#[test]
fn a_description_is_an_abstract_only_when_that_is_clear() {
    let long = "A sentence of an abstract that says something. ".repeat(8);
    let told = |item: String| first(&item).paper.abstract_text.is_some();
    assert!(told(format!(
        "<title>T</title><doi>10.1000/x</doi><description>{long}</description>"
    )));
    assert!(!told(format!(
        "<title>T</title><description>{long}</description>"
    )));
    assert!(!told(format!(
        "<title>T</title><doi>10.1000/x</doi><description>{long} Read more</description>"
    )));
    assert!(!told(
        "<title>T</title><doi>10.1000/x</doi><description>A teaser.</description>".to_owned()
    ));
    assert!(told("<title>T</title><doi>10.1000/x</doi><description>&lt;b>Abstract&lt;/b>&lt;br/>Short.</description>".to_owned()));
}

#[test]
fn markup_is_unescaped_once() {
    let paper = first("<title>a &amp;lt; b, &lt;i&gt;c&lt;/i&gt; &amp;amp; d</title>").paper;
    assert_eq!(paper.title, "a < b, c & d");
}

#[test]
fn other_xml_is_nobodys() {
    for text in [
        "<rdf:RDF xmlns:rdf='x'><item/></rdf:RDF>",
        "<?xml version='1.0'?><project/>",
        "<html><rss>",
        "rss",
    ] {
        assert_eq!(evidence(text), Evidence::None, "{text}");
    }
    assert_eq!(
        evidence("<!-- made by hand -->\n<rss version=\"0.91\"><channel/></rss>"),
        Evidence::Plain
    );
}
