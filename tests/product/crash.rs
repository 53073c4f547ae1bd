//! A process killed during an import leaves the digest wholly in or wholly out.

use std::time::Duration;

use crate::support::Desk;

#[test]
fn an_import_killed_at_any_moment_is_wholly_in_or_wholly_out() {
    let desk = Desk::new();
    let records = 2_000;
    let entries: String = (0..records)
        .map(|number| {
            format!(
                "@article{{key{number},\n title = {{A Study of Subject Number {number} in Its Season}},\n \
                 author = {{Author{number}, Anna}},\n year = {{{}}},\n abstract = {{Subject {number} is described.}}\n}}\n",
                1900 + number % 120
            )
        })
        .collect();
    let file = desk.file("many.bib", entries);
    let file = file.to_str().expect("plain");
    let (mut inside, mut outside) = (0, 0);
    // Moments spread over the run's length, which differs from machine to machine.
    for moment in 0..12_u64 {
        let fresh = Desk::new();
        let mut child = fresh
            .command(&["--quiet", "import", "--no-embed", file])
            .spawn()
            .expect("starts");
        std::thread::sleep(Duration::from_millis(5 + moment * moment * 12));
        // Already at its end is as good a moment as any.
        let _ = child.kill();
        child.wait().expect("ends");
        let total = fresh.json(&["list", "--limit", "1"])["total"]
            .as_u64()
            .expect("a number");
        assert!(
            total == 0 || total == records,
            "half an import: {total} of {records}"
        );
        if total == 0 {
            outside += 1
        } else {
            inside += 1
        }
        let again = fresh.json(&["import", "--no-embed", file]);
        assert_eq!(again["papers"], records);
        assert_eq!(fresh.json(&["doctor"])["healthy"], true);
    }
    assert!(
        outside > 0,
        "every import was too quick to be killed: {inside} inside"
    );
}
