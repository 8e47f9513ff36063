//! What one person sets for themselves: their switches and quiet hours.
//!
//! Nothing of it is ever shown to the partner. Start with [`Turn::settings_pressed`].

use jiff::civil::Time;

use crate::core::model::ids::{MessageId, PersonId, RoundId, Seat};
use crate::core::model::person::{EXPECT_FOR, Expected, Expecting, Switch};
use crate::core::model::refusal::Refusal;
use crate::core::model::rhythm::parse_time;
use crate::core::model::time::later;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::say::Say;
use crate::core::protocol::settings::{SettingsPress, SettingsSay};
use crate::core::turn::Turn;

impl<R: rand::Rng> Turn<'_, R> {
    /// Turns the message under the button into another one.
    pub(in crate::core) fn show(&mut self, on: MessageId, say: Say) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, say));
        Ok(())
    }

    /// One of this feature's buttons.
    pub(in crate::core) fn settings_pressed(
        &mut self,
        press: SettingsPress,
        on: MessageId,
    ) -> Result<(), Refusal> {
        match press {
            SettingsPress::Toggle(switch) => self.toggle(switch, on),
            SettingsPress::Privacy => {
                let me = self.me()?;
                self.toast(Toast::Quiet);
                if self.pay() {
                    self.send(Send::line(me, Say::Settings(SettingsSay::Privacy)));
                }
                Ok(())
            }
            SettingsPress::QuietHours => self.show(on, Say::Settings(SettingsSay::QuietHoursAsk)),
            SettingsPress::SetQuietHours(from, to) => self.set_quiet_hours(from, to, on),
            SettingsPress::TypeQuietHours => self.type_quiet_hours(on),
            SettingsPress::SettingsAgain => self.show(on, Say::Settings(SettingsSay::Settings)),
        }
    }

    /// A personal switch, on or off; what it changes for others is shown at once.
    fn toggle(&mut self, switch: Switch, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let is_on = self.me_mut().map(|person| person.settings.toggle(switch));
        self.toast(match (switch, is_on) {
            // What was sealed before stays where it is.
            (Switch::Cover, Some(true)) => Toast::CoversNow,
            _ => Toast::Quiet,
        });
        self.send(Send::edit(me, on, Say::Settings(SettingsSay::Settings)));
        if switch == Switch::TellSealed {
            self.tell_or_hide(me);
        }
        Ok(())
    }

    /// From when to when it shall be quiet; the same time twice is never.
    fn set_quiet_hours(&mut self, from: Time, to: Time, on: MessageId) -> Result<(), Refusal> {
        if let Some(person) = self.me_mut() {
            person.settings.quiet_from = from;
            person.settings.quiet_to = to;
        }
        self.show(on, Say::Settings(SettingsSay::Settings))
    }

    fn type_quiet_hours(&mut self, on: MessageId) -> Result<(), Refusal> {
        let until = later(self.now, EXPECT_FOR);
        if let Some(person) = self.me_mut() {
            person.expecting = Some(Expecting {
                what: Expected::QuietHours,
                until,
            });
        }
        self.show(on, Say::Settings(SettingsSay::QuietHoursType))
    }

    /// Typed words that may be quiet hours (`22:00 - 7:30`). Whether they were.
    pub(in crate::core) fn said_quiet_hours(&mut self, typed: &str) -> bool {
        let Some((from, to)) = typed.split_once(['-', '–', '—']) else {
            return false;
        };
        let (Some(from), Some(to)) = (parse_time(from), parse_time(to)) else {
            return false;
        };
        let Ok(me) = self.me() else { return false };
        if let Some(person) = self.me_mut() {
            person.settings.quiet_from = from;
            person.settings.quiet_to = to;
            person.expecting = None;
        }
        self.send(Send::line(me, Say::Settings(SettingsSay::Settings)));
        true
    }

    /// The partner's open prompts show that an answer of mine waits, or no longer do.
    fn tell_or_hide(&mut self, me: PersonId) {
        let rounds: Vec<(RoundId, Seat)> = self
            .state
            .rounds_of(me)
            .filter(|(round, seat)| round.is_open() && round.may_be_told(*seat))
            .map(|(round, seat)| (round.id, seat))
            .collect();
        for (round, seat) in rounds {
            let waits = self.round(round).is_some_and(|round| {
                round.seat(seat.other()).asked && !round.answered(seat.other())
            });
            if waits {
                self.refresh(round, seat.other());
            }
        }
    }
}
