//! The pause: its choices, and until when the two rest.
//!
//! Start with [`View::pause_ask`].

use jiff::Timestamp;

use crate::core::model::schedule::PAUSE_DAYS;
use crate::core::protocol::plan::PlanPress;
use crate::core::protocol::press::Press;
use crate::core::protocol::settings::SettingsPress;
use crate::texts::base::common::Common;
use crate::texts::base::piece::{Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::times::clock;
use crate::texts::base::view::View;
use crate::texts::plan::lines::Line;

impl View<'_> {
    pub(super) fn pause_ask(&self) -> Vec<Piece> {
        let days = PAUSE_DAYS.map(|days| {
            let count = days.to_string();
            let line = if days == 1 {
                Line::ButtonPauseDay
            } else {
                Line::ButtonPauseDays { count: &count }
            };
            self.button(line, Press::Plan(PlanPress::PauseFor(days)))
        });
        let keyboard = Keyboard::default()
            .row(days)
            .row([self.button(Line::ButtonPauseOpen, Press::Plan(PlanPress::PauseOpen))])
            .row([self.button(
                Common::ButtonBack,
                Press::Settings(SettingsPress::SettingsAgain),
            )]);
        vec![Piece::text(
            Rich::plain(&self.say(Line::PauseAsk)),
            keyboard,
        )]
    }

    pub(super) fn resting(&self, until: Option<Timestamp>) -> Vec<Piece> {
        let keyboard =
            Keyboard::column([self.button(Common::ButtonResume, Press::Plan(PlanPress::Resume))]);
        let text = match until {
            None => self.say(Line::RestingOpen),
            Some(until) => {
                let zone = self
                    .my_zone()
                    .and_then(|zone| jiff::tz::TimeZone::get(&zone).ok());
                let local = until.to_zoned(zone.unwrap_or(jiff::tz::TimeZone::UTC));
                let (day, at) = (self.weekday(local.weekday()), clock(local.time()));
                self.say(Line::RestingUntil {
                    day: &day,
                    time: &at,
                })
            }
        };
        vec![Piece::text(Rich::plain(&text), keyboard)]
    }
}
