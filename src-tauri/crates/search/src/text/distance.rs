//! How many slips of the finger part two words.

/// The number of insertions, deletions, replacements and swaps of neighbours that turn `typed` into
/// `word` (optimal string alignment), or into the beginning of `word` when `prefix` is set.
/// `None` above `limit`, which is at most a few.
pub(crate) fn distance(typed: &str, word: &str, limit: u8, prefix: bool) -> Option<u8> {
    let typed: Vec<char> = typed.chars().collect();
    let reach = typed.len() + usize::from(limit);
    let word: Vec<char> = word.chars().take(reach + 1).collect();
    if !prefix && word.len() > reach || word.len() + usize::from(limit) < typed.len() {
        return None;
    }
    // Rows run over `word`, columns over `typed`; three rows are enough for a swap.
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=typed.len()).collect();
    let mut best = above.last().copied().unwrap_or(0);
    for (row, &letter) in word.iter().enumerate() {
        let mut current = Vec::with_capacity(typed.len() + 1);
        let mut left = row + 1;
        current.push(left);
        for (column, &wanted) in typed.iter().enumerate() {
            let at =
                |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX - 8);
            let replaced = at(&above, column) + usize::from(wanted != letter);
            let mut cost = replaced.min(left + 1).min(at(&above, column + 1) + 1);
            if row > 0
                && column > 0
                && word.get(row - 1) == Some(&wanted)
                && typed.get(column - 1) == Some(&letter)
            {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            left = cost;
            current.push(cost);
        }
        before = std::mem::replace(&mut above, current);
        let whole = above.last().copied().unwrap_or(0);
        best = if prefix { best.min(whole) } else { whole };
    }
    u8::try_from(best).ok().filter(|&slips| slips <= limit)
}

/// How many slips are forgiven in a word of so many letters: none below 5, one below 9, then two.
pub(crate) fn allowance(letters: usize) -> u8 {
    match letters {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_slip_counts_one() {
        assert_eq!(distance("netwrk", "network", 2, false), Some(1));
        assert_eq!(distance("netwoork", "network", 2, false), Some(1));
        assert_eq!(distance("netwark", "network", 2, false), Some(1));
        assert_eq!(distance("netowrk", "network", 2, false), Some(1));
        assert_eq!(distance("network", "network", 2, false), Some(0));
    }

    #[test]
    fn more_slips_than_the_limit_are_no_match() {
        assert_eq!(distance("abcdef", "network", 2, false), None);
        assert_eq!(distance("ntwrk", "network", 1, false), None);
    }

    #[test]
    fn the_beginning_of_a_longer_word_is_enough_while_typing() {
        assert_eq!(distance("trasnf", "transformer", 1, true), Some(1));
        assert_eq!(distance("trasnf", "transformer", 1, false), None);
    }
}
