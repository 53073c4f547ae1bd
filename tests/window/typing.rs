//! Types a query key by key into the real window and takes the time of each key, from its event to
//! the frame in which its answer is drawn.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::driver::Session;

/// What one key brought.
#[derive(Clone, Debug, Deserialize)]
pub struct Key {
    /// The titles of the first rows drawn.
    pub titles: Vec<String>,
    /// From the key's event to after the frame with its answer, in milliseconds.
    pub milliseconds: f64,
}

/// Follows the search box in the page: an entry a key; it is whole when its answer is on screen. The
/// box says how many papers were found only while that is said of the words in it.
const FOLLOW: &str = r#"
const box = document.querySelector('[role=searchbox]');
if (!box) return false;
box.focus();
const keys = (window.typedKeys = []);
box.addEventListener('input', () => {
  keys.push({ query: box.value, at: performance.now(), titles: null, milliseconds: null, drawing: false });
}, true);
new MutationObserver(() => {
  const key = keys.at(-1);
  if (!key || key.drawing || !document.querySelector('search .found')) return;
  key.drawing = true;
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => {
      key.milliseconds = performance.now() - key.at;
      const rows = [...document.querySelectorAll('#papers [role=option]')].slice(0, 8);
      key.titles = rows.map((row) => row.querySelector('.title')?.innerText ?? '');
    };
    after.port2.postMessage(null);
  });
}).observe(document.body, { childList: true, subtree: true, characterData: true });
return true;
"#;

/// Types `query`, waiting after each key for its answer. Spaces change nothing and bring no entry.
pub async fn type_slowly(session: &Session, query: &str) -> Vec<Key> {
    session.until("the search box", FOLLOW).await;
    let mut typed = String::new();
    let mut keys = Vec::new();
    for letter in query.chars() {
        let active = session.client.active_element().await.expect("a focus");
        active
            .send_keys(&letter.to_string())
            .await
            .expect("takes keys");
        typed.push(letter);
        if letter == ' ' {
            continue;
        }
        let script = format!(
            "const key = window.typedKeys.at(-1); \
             return key?.query === {typed:?} && key.titles !== null && key"
        );
        let answer = session
            .until(&format!("the answer to {typed:?}"), &script)
            .await;
        keys.push(serde_json::from_value(answer).expect("a key's entry"));
    }
    keys
}

/// In how many ways the list stood while the query was typed.
pub fn different_lists(keys: &[Key]) -> usize {
    keys.iter()
        .map(|key| &key.titles)
        .collect::<BTreeSet<_>>()
        .len()
}

/// The middle and the 95th percentile of a key's time, in milliseconds.
pub fn middle_and_late(keys: &[Key]) -> (f64, f64) {
    let mut times: Vec<f64> = keys.iter().map(|key| key.milliseconds).collect();
    times.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let place = (times.len().saturating_sub(1) as f64 * part).round() as usize;
        times.get(place).copied().unwrap_or_default()
    };
    (at(0.5), at(0.95))
}
