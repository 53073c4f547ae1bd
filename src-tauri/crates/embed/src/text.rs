//! What of a paper is embedded, and the hash that tells whether it has changed.

use sha2::{Digest, Sha256};

/// The text that stands for a paper: its title, a line break, its abstract, runs of white space
/// made one space so that a re-wrapped abstract counts as unchanged. Empty when both are.
pub fn text_of(title: &str, summary: &str) -> String {
    let title = one_spaced(title);
    let summary = one_spaced(summary);
    match (title.is_empty(), summary.is_empty()) {
        (false, false) => format!("{title}\n{summary}"),
        (false, true) => title,
        (true, _) => summary,
    }
}

/// The first eight bytes of the text's SHA-256, read as a little-endian number: the same on every
/// machine and in every release.
pub fn text_hash(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_le_bytes(first)
}

fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_and_abstract_are_joined_and_respaced() {
        assert_eq!(
            text_of(" A  title\n", "Two\r\n lines."),
            "A title\nTwo lines."
        );
        assert_eq!(text_of("Only a title", " \n"), "Only a title");
        assert_eq!(text_of("", "Only an abstract"), "Only an abstract");
        assert_eq!(text_of("", ""), "");
    }

    #[test]
    fn hash_is_the_head_of_sha_256() {
        // SHA-256 of the empty text begins e3b0c442 98fc1c14, of "abc" ba7816bf 8f01cfea (FIPS 180-4).
        assert_eq!(text_hash(""), 0x141c_fc98_42c4_b0e3);
        assert_eq!(text_hash("abc"), 0xeacf_018f_bf16_78ba);
    }
}
