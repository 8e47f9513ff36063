//! Texts by path, in every language: what people read of the reflection and of `/safety`.

use std::collections::BTreeMap;

use super::language::fallbacks;

/// The texts, by language and path (`steps.felt.ask`).
#[derive(Default, Debug)]
pub struct Sheet(pub BTreeMap<String, BTreeMap<String, String>>);

impl Sheet {
    /// A text in a language, else in its first part, else in English.
    pub fn find(&self, path: &str, language: &str) -> Option<&str> {
        fallbacks(language)
            .into_iter()
            .find_map(|language| self.0.get(language)?.get(path))
            .map(String::as_str)
    }

    /// The same for a text that English has: a library without it is refused.
    pub fn get(&self, path: &str, language: &str) -> &str {
        self.find(path, language).unwrap_or_default()
    }
}
