//! What is pressed and said on the pages of `/safety`. Nothing of it is ever stored.

use crate::core::model::ids::MessageId;
use crate::core::protocol::wire::Fields;
use crate::library::CountryId;

/// Countries offered at once, in rows of two.
pub const COUNTRIES_PAGE: usize = 20;

/// A page of `/safety`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SafetyPage {
    /// What to do when someone is afraid, with the help lines of this country.
    Afraid(Option<CountryId>),
    /// A person to talk to; the country is the one to go back to.
    Person(Option<CountryId>),
    /// Which country? A page of them, counted from 0.
    Countries(u8),
}

/// The buttons of `/safety`. `asked` is the command's own message, which is taken away with the rest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SafetyPress {
    /// A first page as a message of its own, from wherever the bot offers it: of *afraid*, or of *a person to talk to*.
    Open,
    OpenPerson,
    /// The message turns to another page.
    Turn {
        asked: Option<MessageId>,
        page: SafetyPage,
    },
    /// Take it all away.
    Delete {
        asked: Option<MessageId>,
    },
}

impl SafetyPress {
    /// The callback data; see [`crate::core::protocol::press::Press::data`].
    pub fn data(&self) -> String {
        let asked = |asked: &Option<MessageId>| match asked {
            Some(message) => format!("{:x}", message.0),
            None => String::new(),
        };
        match self {
            SafetyPress::Open => "saf".into(),
            SafetyPress::OpenPerson => "saf::person".into(),
            SafetyPress::Turn { asked: from, page } => {
                let page = match page {
                    SafetyPage::Afraid(None) => "a".to_owned(),
                    SafetyPage::Afraid(Some(country)) => format!("a{country}"),
                    SafetyPage::Person(None) => "p".to_owned(),
                    SafetyPage::Person(Some(country)) => format!("p{country}"),
                    SafetyPage::Countries(page) => format!("c{page}"),
                };
                format!("sfp:{}:{page}", asked(from))
            }
            SafetyPress::Delete { asked: from } => format!("sfd:{}", asked(from)),
        }
    }

    /// Reads callback data that was taken apart.
    pub(in crate::core) fn read(fields: &Fields<'_>) -> Option<SafetyPress> {
        let asked = fields.number().map(MessageId);
        Some(match (fields.verb, fields.argument) {
            ("saf", None) => SafetyPress::Open,
            ("saf", Some("person")) => SafetyPress::OpenPerson,
            ("sfp", Some(page)) => {
                let (which, rest) = page.split_at_checked(1)?;
                let country = match rest {
                    "" => Some(None),
                    code => CountryId::parse(code).ok().map(Some),
                };
                let page = match which {
                    "a" => SafetyPage::Afraid(country?),
                    "p" => SafetyPage::Person(country?),
                    "c" => SafetyPage::Countries(rest.parse().ok()?),
                    _ => return None,
                };
                SafetyPress::Turn { asked, page }
            }
            ("sfd", None) => SafetyPress::Delete { asked },
            _ => return None,
        })
    }
}

/// What the bot says under `/safety`.
#[derive(Clone, PartialEq, Debug)]
pub enum SafetySay {
    Page {
        asked: Option<MessageId>,
        page: SafetyPage,
    },
    /// In its place, where Telegram lets nobody take the message away any more: nothing that says what stood there.
    Gone,
}
