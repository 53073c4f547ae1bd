//! Answers that are dear to compute and often asked again: the few newest, each under everything it
//! depends on, so that none is ever old.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    most: usize,
    /// Newest first.
    answers: Mutex<VecDeque<(K, Arc<V>)>>,
}

impl<K: PartialEq, V> Recent<K, V> {
    pub(crate) fn new(most: usize) -> Recent<K, V> {
        Recent {
            most,
            answers: Mutex::new(VecDeque::new()),
        }
    }

    pub(crate) fn get(&self, key: &K) -> Option<Arc<V>> {
        self.find(|known| known == key)
    }

    /// The newest answer whose key is as wanted.
    pub(crate) fn find(&self, wanted: impl Fn(&K) -> bool) -> Option<Arc<V>> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers
            .iter()
            .find(|(key, _)| wanted(key))
            .map(|(_, value)| value.clone())
    }

    pub(crate) fn put(&self, key: K, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.retain(|(known, _)| *known != key);
        answers.push_front((key, value.clone()));
        answers.truncate(self.most);
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_answers_are_kept_and_older_ones_forgotten() {
        let recent = Recent::new(2);
        recent.put(1, "one");
        recent.put(2, "two");
        recent.put(1, "one again");
        recent.put(3, "three");
        assert_eq!(recent.get(&1).as_deref(), Some(&"one again"));
        assert_eq!(recent.get(&2), None);
        assert_eq!(recent.find(|key| *key < 9).as_deref(), Some(&"three"));
    }
}
