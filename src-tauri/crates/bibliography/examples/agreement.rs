//! Prints how far references agree with those of pandoc's citeproc; with a style's name, each
//! difference in it.
//!
//!     cargo run -p bibliography --release --example agreement [STYLE]

#[path = "../tests/bibliography/agreement.rs"]
mod agreement;

use std::collections::BTreeMap;

fn main() {
    let asked = std::env::args().nth(1);
    let compared = agreement::compare();
    let listed = agreement::listed();
    let (mut same, mut formed, mut all, mut ours) = (0, 0, 0, 0);
    println!(
        "{:<26} {:>7} {:>11} {:>9}",
        "style", "equal", "formatted", "in order"
    );
    for one in &compared {
        let text = one.rows.iter().filter(|row| row.same_text()).count();
        let form = one.rows.iter().filter(|row| row.same_form()).count();
        let share = |count: usize| 100.0 * count as f64 / one.rows.len() as f64;
        println!(
            "{:<26} {:>6.1}% {:>10.1}% {:>8.1}%",
            one.style,
            share(text),
            share(form),
            share(one.in_order)
        );
        same += text;
        formed += form;
        all += one.rows.len();
        if asked.as_deref() == Some(one.style.as_str()) {
            for row in one.rows.iter().filter(|row| !row.same_form()) {
                let [ours, theirs] = [&row.ours, &row.theirs].map(|text| agreement::normal(text));
                println!("{}\n  ours   {ours}\n  theirs {theirs}", row.id);
            }
        }
    }
    let share = |count: usize| 100.0 * count as f64 / all as f64;
    println!(
        "{:<26} {:>6.1}% {:>10.1}%",
        "all",
        share(same),
        share(formed)
    );
    let mut whose: BTreeMap<&str, usize> = BTreeMap::new();
    let differences = agreement::differences(&compared);
    for key in &differences {
        let name = listed.get(key).map_or("not listed", |(whose, _)| whose);
        ours += usize::from(!["theirs", "legitimate"].contains(&name));
        *whose.entry(name).or_default() += 1;
    }
    println!("{:.1}% are equal, or differ with reason", share(all - ours));
    for (whose, count) in whose {
        println!("{count} differences are {whose}");
    }
    let gone = listed
        .keys()
        .filter(|key| !differences.contains(*key))
        .count();
    if gone > 0 {
        println!("{gone} listed differences no longer occur");
    }
}
