use jiff::civil::Time;

use crate::core::model::ids::{MessageId, RoundId, Seat};
use crate::core::model::person::{EXPECT_FOR, Expected, Expecting};
use crate::core::model::refusal::Refusal;
use crate::core::model::rhythm::parse_time;
use crate::core::model::time::later;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

impl<R: rand::Rng> Turn<'_, R> {
    /// Turns the message under the button into another one.
    pub(in crate::core) fn show(&mut self, on: MessageId, say: Say) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, say));
        Ok(())
    }

    /// Gentle reminders, on or off.
    pub(in crate::core) fn toggle_nudges(&mut self, on: MessageId) -> Result<(), Refusal> {
        if let Some(person) = self.me_mut() {
            person.settings.nudges = !person.settings.nudges;
        }
        self.show(on, Say::Settings)
    }

    /// From when to when it shall be quiet; the same time twice is never.
    pub(in crate::core) fn set_quiet_hours(&mut self, from: Time, to: Time, on: MessageId) -> Result<(), Refusal> {
        if let Some(person) = self.me_mut() {
            person.settings.quiet_from = from;
            person.settings.quiet_to = to;
        }
        self.show(on, Say::Settings)
    }

    pub(in crate::core) fn type_quiet_hours(&mut self, on: MessageId) -> Result<(), Refusal> {
        let until = later(self.now, EXPECT_FOR);
        if let Some(person) = self.me_mut() {
            person.expecting = Some(Expecting {
                what: Expected::QuietHours,
                until,
            });
        }
        self.show(on, Say::QuietHoursType)
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
        self.send(Send::line(me, Say::Settings));
        true
    }

    /// *Say when I have sealed mine*: on or off, at once.
    pub(in crate::core) fn toggle_tell(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        if let Some(person) = self.me_mut() {
            person.settings.tell_sealed = !person.settings.tell_sealed;
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Settings));
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
        Ok(())
    }

    /// From now on; what was sealed before stays where it is.
    pub(in crate::core) fn toggle_cover(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let Some(person) = self.me_mut() else {
            return Ok(());
        };
        person.settings.cover = !person.settings.cover;
        let covers = person.settings.cover;
        self.toast(if covers {
            Toast::CoversNow
        } else {
            Toast::Quiet
        });
        self.send(Send::edit(me, on, Say::Settings));
        Ok(())
    }
}
