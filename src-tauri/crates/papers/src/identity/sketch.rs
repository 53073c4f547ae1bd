//! Two numbers that say which abstracts may be the same text, without comparing all with all.
//!
//! Each is the least of a hash over the abstract's runs of six words (min-wise hashing: Broder,
//! *On the resemblance and containment of documents*, 1997). Two abstracts that share the share r
//! of their runs share each number with probability r, so near-copies nearly always meet in one of
//! two; unrelated abstracts share none. The numbers are kept in libraries: this never changes.

/// Words in a run.
const RUN: usize = 6;
/// Abstracts of fewer words say too little.
const FEWEST_WORDS: usize = 25;
/// Words looked at.
const MOST_WORDS: usize = 2_000;

/// The two numbers; `None` for a text that is too short to be told apart by them.
pub fn sketch(text: &str) -> Option<[i64; 2]> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(hash)
        .collect();
    if words.len() < FEWEST_WORDS {
        return None;
    }
    let (mut first, mut second) = (u64::MAX, u64::MAX);
    for run in words.windows(RUN) {
        let whole = run
            .iter()
            .fold(0, |known: u64, word| mix(known.rotate_left(5) ^ word));
        first = first.min(whole);
        second = second.min(mix(whole ^ 0x9e37_79b9_7f4a_7c15));
    }
    Some([first, second].map(|least| i64::from_ne_bytes(least.to_ne_bytes())))
}

/// FNV-1a over the lower-case letters of a word.
fn hash(word: &str) -> u64 {
    word.chars()
        .flat_map(char::to_lowercase)
        .fold(0xcbf2_9ce4_8422_2325, |known: u64, c| {
            (known ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3)
        })
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit depends on every bit.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(seed: usize, words: usize) -> String {
        (0..words)
            .map(|at| format!("w{}", (at + 1) * (seed * seed + 7919) % 5003))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn near_copies_meet_and_others_do_not() {
        let one = text(1, 120);
        let copy = format!("Abstract: {}!", one.to_uppercase());
        let shared = |a: &str, b: &str| {
            let (a, b) = (sketch(a).unwrap(), sketch(b).unwrap());
            a[0] == b[0] || a[1] == b[1]
        };
        assert!(shared(&one, &copy));
        assert!((2..200).all(|seed| !shared(&one, &text(seed, 120))));
    }

    #[test]
    fn a_short_text_has_no_sketch() {
        assert_eq!(sketch("We propose a method."), None);
    }

    #[test]
    fn the_numbers_never_change() {
        assert_eq!(
            sketch(&text(0, 30)),
            Some([1_177_795_502_669_633_312, 1_141_717_099_251_484_139]),
            "libraries hold these numbers"
        );
    }
}
