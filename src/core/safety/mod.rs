//! `/safety`: what to do when someone is afraid, and a person to talk to.
//!
//! Available to anyone, in the direct chat alone. Nothing about who asked, or from where, is kept: the state stays as it is,
//! not even a plan that sleeps is woken by it, and what has to be known later (which message asked, which country is shown)
//! stands in the buttons themselves. Start with [`Turn::safety`].

use crate::core::model::ids::MessageId;
use crate::core::model::refusal::Refusal;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::safety::{SafetyPage, SafetyPress, SafetySay};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::CountryId;
use crate::places;

impl<R: rand::Rng> Turn<'_, R> {
    /// `/safety`, typed in the direct chat.
    pub(in crate::core) fn safety(&mut self, asked: MessageId) -> Result<(), Refusal> {
        let page = SafetyPage::Afraid(self.my_country());
        self.open_safety(Some(asked), page)
    }

    pub(in crate::core) fn safety_pressed(
        &mut self,
        press: SafetyPress,
        on: MessageId,
    ) -> Result<(), Refusal> {
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
