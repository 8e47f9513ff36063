//! Where help is for someone who is afraid: help lines by country, emergency numbers, international directories, each with its
//! source and the day it was read there, and the words around them.
//!
//! Start with [`Safety`]. Nothing here is made up or guessed: a line without a source is an error.

use std::collections::BTreeMap;

use jiff::civil::Date;
use strum::{EnumCount, IntoStaticStr, VariantArray};

use super::sheet::Sheet;
use super::variants::array;
use crate::library::ids::CountryId;

/// Whom a help line says it serves.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, EnumCount, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Serves {
    Everyone,
    Women,
    Men,
    Lgbt,
}

impl Serves {
    pub const ALL: [Serves; Serves::COUNT] = array(Serves::VARIANTS);

    /// As the files write it.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// One service that answers someone who is afraid. At least one of `phone`, `sms`, `chat` and `url` is there.
#[derive(Debug)]
pub struct HelpLine {
    pub country: CountryId,
    /// As it names itself.
    pub name: String,
    pub serves: Serves,
    pub phone: Option<String>,
    pub sms: Option<String>,
    pub chat: Option<String>,
    pub url: Option<String>,
    pub hours: Option<String>,
    pub source: String,
    pub checked: Date,
    /// The month, as `2025-09`, that the source gives for itself, where it is older than the day it was read.
    pub as_of: Option<String>,
}

/// A directory of help in many countries.
#[derive(Debug)]
pub struct Directory {
    pub name: String,
    pub url: String,
    pub source: String,
    pub checked: Date,
    /// The month, as `2025-09`, that the source gives for itself, where it is older than the day it was read.
    pub as_of: Option<String>,
}

/// The number for help at once.
#[derive(Debug)]
pub struct Emergency {
    pub number: String,
    pub source: String,
    pub checked: Date,
    /// The month, as `2025-09`, that the source gives for itself, where it is older than the day it was read.
    pub as_of: Option<String>,
}

/// Everything `/safety` shows.
#[derive(Default, Debug)]
pub struct Safety {
    pub(in crate::library) lines: Vec<HelpLine>,
    pub(in crate::library) directories: Vec<Directory>,
    pub(in crate::library) emergency: BTreeMap<CountryId, Emergency>,
    pub(in crate::library) countries: Vec<CountryId>,
    pub(in crate::library) words: Sheet,
}

/// The words of the first page: what to do when someone is afraid. Nothing here holds a placeholder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Afraid<'a> {
    pub title: &'a str,
    pub text: &'a str,
    /// Stands over the help lines.
    pub lines_intro: &'a str,
    /// In their place, where no country is known or it has none.
    pub no_country: &'a str,
    /// Stands over the directories.
    pub directory_intro: &'a str,
    /// Buttons: take this message away · a person to talk to · another country.
    pub delete: &'a str,
    pub more: &'a str,
    pub other_country: &'a str,
}

/// The words of the second page: a person to talk to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PersonPage<'a> {
    pub title: &'a str,
    pub text: &'a str,
}

impl HelpLine {
    /// From when what is said here is at the latest, as `2025-09`.
    pub fn stands(&self) -> String {
        let read = format!("{:04}-{:02}", self.checked.year(), self.checked.month());
        self.as_of.clone().map_or(read.clone(), |of| of.min(read))
    }
}

impl Safety {
    /// The help lines of a country, in the order of the list; perhaps none.
    pub fn lines_of(&self, country: &CountryId) -> impl Iterator<Item = &HelpLine> {
        let lines = self.lines.iter();
        lines.filter(move |line| line.country == *country)
    }

    /// All help lines.
    pub fn lines(&self) -> &[HelpLine] {
        &self.lines
    }

    /// International directories; at least one.
    pub fn directories(&self) -> &[Directory] {
        &self.directories
    }

    /// The number for help at once in a country, if the list has it.
    pub fn emergency(&self, country: &CountryId) -> Option<&Emergency> {
        self.emergency.get(country)
    }

    /// Every country with a help line or an emergency number, by code.
    pub fn countries(&self) -> &[CountryId] {
        &self.countries
    }

    /// What a country is called in a language; empty for one that is not listed.
    pub fn country_name(&self, country: &CountryId, language: &str) -> &str {
        self.words.get(&format!("countries.{country}"), language)
    }

    pub fn afraid(&self, language: &str) -> Afraid<'_> {
        let text = |key: &str| self.words.get(&format!("afraid.{key}"), language);
        Afraid {
            title: text("title"),
            text: text("text"),
            lines_intro: text("lines_intro"),
            no_country: text("no_country"),
            directory_intro: text("directory_intro"),
            delete: text("delete"),
            more: text("more"),
            other_country: text("other_country"),
        }
    }

    pub fn person(&self, language: &str) -> PersonPage<'_> {
        let text = |key: &str| self.words.get(&format!("person.{key}"), language);
        PersonPage {
            title: text("title"),
            text: text("text"),
        }
    }
}
