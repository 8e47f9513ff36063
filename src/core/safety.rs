//! `/safety`: what to do when someone is afraid, and a person to talk to.
//!
//! Available to anyone, in the direct chat alone. Nothing about who asked, or from where, is kept: the state stays as it is,
//! not even a plan that sleeps is woken by it, and what has to be known later (which message asked, which country is shown)
//! stands in the buttons themselves. Start with [`Turn::safety`].

use crate::core::effect::{Say, Send, Toast};
use crate::core::ids::MessageId;
use crate::core::refusal::Refusal;
use crate::core::turn::Turn;
use crate::library::CountryId;
use crate::places;

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
    /// The callback data; see [`crate::core::event::Press::data`].
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
    pub fn read(verb: &str, id: Option<i64>, argument: Option<&str>) -> Option<SafetyPress> {
        let asked = id.map(MessageId);
        Some(match (verb, argument) {
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

impl<R: rand::Rng> Turn<'_, R> {
    /// `/safety`, typed in the direct chat.
    pub fn safety(&mut self, asked: MessageId) -> Result<(), Refusal> {
        let page = SafetyPage::Afraid(self.my_country());
        self.open_safety(Some(asked), page)
    }

    pub fn safety_pressed(&mut self, press: SafetyPress, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        match press {
            SafetyPress::Open | SafetyPress::OpenPerson if !self.pay() => Ok(()),
            SafetyPress::Open => self.safety_from_elsewhere(SafetyPage::Afraid),
            SafetyPress::OpenPerson => self.safety_from_elsewhere(SafetyPage::Person),
            SafetyPress::Turn { asked, page } => {
                let say = Say::Safety(SafetySay::Page { asked, page });
                self.send(Send::edit(me, on, say));
                Ok(())
            }
            SafetyPress::Delete { asked } => {
                // Of a message older than two days the deletion is refused; what it showed is gone then all the same.
                self.send(Send::edit(me, on, Say::Safety(SafetySay::Gone)));
                self.send(Send::delete(me, on));
                if let Some(asked) = asked {
                    self.send(Send::delete(me, asked));
                }
                Ok(())
            }
        }
    }

    fn safety_from_elsewhere(
        &mut self,
        page: fn(Option<CountryId>) -> SafetyPage,
    ) -> Result<(), Refusal> {
        let page = page(self.my_country());
        self.open_safety(None, page)
    }

    fn open_safety(&mut self, asked: Option<MessageId>, page: SafetyPage) -> Result<(), Refusal> {
        let me = self.me()?;
        let say = Say::Safety(SafetySay::Page { asked, page });
        self.send(Send::line(me, say));
        Ok(())
    }

    /// Where I am, as far as my clock or my phone's language says it, and help is known there.
    fn my_country(&self) -> Option<CountryId> {
        let me = self.state.me()?;
        let by_clock = me.zone.as_deref().and_then(places::country_of);
        let by_language = || {
            let (_, region) = me.lang.as_deref()?.rsplit_once('-')?;
            Some(region.to_ascii_uppercase())
        };
        let code = by_clock.map(str::to_owned).or_else(by_language)?;
        let country = CountryId::parse(&code).ok()?;
        let known = self.world.library.safety().countries();
        known.contains(&country).then_some(country)
    }
}
