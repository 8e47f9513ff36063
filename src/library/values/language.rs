//! The base language, the order in which a text is looked up in the others, and the one placeholder a prompt may hold.

use std::collections::BTreeMap;

/// The language every prompt has.
pub const BASE_LANGUAGE: &str = "en";

/// The one placeholder: the partner's name, filled in by [`fill`].
pub const PARTNER: &str = "{partner}";

/// A text of the library with the partner's name in place of `{partner}`. The result holds a name: never print it.
pub fn fill(text: &str, partner: &str) -> String {
    text.replace(PARTNER, partner)
}

/// The codes under which a text is looked up for a language (`pt-br`): its own, that of its first part, English.
pub fn fallbacks(language: &str) -> [&str; 3] {
    let part = language.split('-').next().unwrap_or(language);
    [language, part, BASE_LANGUAGE]
}

/// A value for each language: always one in English, perhaps others.
#[derive(Clone, Debug)]
pub struct ByLanguage<T> {
    pub base: T,
    /// By language code; English is not among them.
    pub others: BTreeMap<String, T>,
}

impl<T> ByLanguage<T> {
    /// The value for a language code (`de`, `pt-br`), else for its first part, else in English.
    pub fn get(&self, language: &str) -> &T {
        fallbacks(language)
            .into_iter()
            .find_map(|code| self.others.get(code))
            .unwrap_or(&self.base)
    }
}
