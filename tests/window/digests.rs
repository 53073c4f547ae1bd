//! Five digests of one week, as five programs write them, with papers in common.

use std::path::{Path, PathBuf};

/// Records in all five files, and papers among them.
pub const RECORDS: usize = 10;
pub const PAPERS: usize = 6;

const TIDES: &str = "Tidal Sorting of Sand and Silt in Three Northern Estuaries";
const GULLS: &str = "A Grammar for the Calls of Gulls in Threatened Colonies";
const MOSS: &str = "Moss Bags as Cheap Sensors of Metals in City Air";

const TIDES_TOLD: &str = "We follow sand and silt through three estuaries over two winters and find that grains sort themselves within eleven tides of a storm. A balance of settling and drag explains the pattern, needs two measured constants, and predicts where dredging will have to be repeated.";
const GULLS_TOLD: &str = "Gulls do not merely cry. In recordings of two colonies we find sequences whose order changes with the kind of threat, and which neighbours answer in kind. A grammar of nine rules produces four fifths of what we heard, and playback begins to say whether the birds know it.";

/// Writes the five files into a folder.
pub fn write(folder: &Path) -> Vec<PathBuf> {
    let page = format!(
        "new\n\nGet trending papers in your email inbox once a day!\n\nSubscribe\n\nbyAK and the research community\n\nNov 20\n\n{TIDES}\n\n{TIDES_TOLD}\n\nLedgers of Kindness: Who Cleans for Whom in Shared Kitchens\n\nShared kitchens are laboratories of cooperation. Over one year we count who cleans for whom in sixty flats. Favours are returned with a delay of about a week, and the ledger balances without anybody keeping it.\n"
    );
    let mailing = format!(
        "------------------------------------------------------------------------------\n\\\\\narXiv:2611.00123\nDate: Thu, 19 Nov 2026 09:12:44 GMT   (210kb)\n\nTitle: {TIDES}\nAuthors: Ada Lund, Ben Okafor\nCategories: physics.geo-ph\n\\\\\n  {TIDES_TOLD}\n\\\\ ( https://arxiv.org/abs/2611.00123 ,  210kb)\n------------------------------------------------------------------------------\n\\\\\narXiv:2611.00456\nDate: Thu, 19 Nov 2026 10:02:10 GMT   (98kb)\n\nTitle: {GULLS}\nAuthors: Jonna Moewe\nCategories: q-bio.NC\n\\\\\n  {GULLS_TOLD}\n\\\\ ( https://arxiv.org/abs/2611.00456 ,  98kb)\n"
    );
    let references = format!(
        "@article{{moewe2026grammar,\n  title = {{{GULLS}}},\n  author = {{Moewe, Jonna}},\n  year = 2026,\n  eprint = {{2611.00456}},\n  archiveprefix = {{arXiv}}\n}}\n\n@article{{brandt2025moss,\n  title = {{{MOSS}}},\n  author = {{Brandt, Ida}},\n  year = 2025,\n  journal = {{Urban Air}},\n  doi = {{10.5555/moss.7}}\n}}\n"
    );
    let database = format!(
        "TY  - JOUR\nTI  - {MOSS}\nAU  - Brandt, Ida\nPY  - 2025\nVL  - 12\nDO  - 10.5555/MOSS.7\nER  - \n\nTY  - JOUR\nTI  - Verified Software and the Slow Drift of Its Surroundings\nAU  - Sato, Kenji\nPY  - 2024\nER  - \n"
    );
    let table = "Title,Authors,Year,DOI\n\"Verified Software and the Slow Drift of Its Surroundings\",\"Sato, Kenji\",2024,10.5555/drift.1\n\"Listening for Leaks in Buried Water Mains\",\"Reyes, Pia\",2023,10.5555/leaks.2\n".to_owned();
    [
        ("Trending.txt", page),
        ("arXiv mailing.txt", mailing),
        ("references.bib", references),
        ("database.ris", database),
        ("screening.csv", table),
    ]
    .into_iter()
    .map(|(name, text)| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a digest can be written");
        path
    })
    .collect()
}

/// A digest whose papers come and go while one query is typed.
pub fn for_typing(folder: &Path) -> PathBuf {
    let titles = [
        "Reinforcement Learning from Human Feedback for Kitchen Robots",
        "Reinforcement Learning from Human Feed Rates in Milling",
        "Reinforcement Learning from Logged Bandits",
        "Reinforcement of Sea Walls with Oyster Shells",
        "Reindeer Herds and the Price of Lichen",
        "Relearning a Second Language After Forty Years",
        "Learning from Human Mistakes in Crossword Solving",
        "Human Feeding Habits Along Iron Age Rivers",
        "Rain Gauges Built from Phone Microphones",
        "From Humming to Harmony: Transcribing Tunes",
    ];
    let mut references = String::new();
    for (number, title) in titles.iter().enumerate() {
        references.push_str(&format!(
            "@article{{typed{number},\n  title = {{{title}}},\n  author = {{Okafor, Ben}},\n  year = 2025\n}}\n\n"
        ));
    }
    let path = folder.join("typed.bib");
    std::fs::write(&path, references).expect("a digest can be written");
    path
}
