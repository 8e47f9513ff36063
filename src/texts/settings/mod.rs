//! The settings page, its personal switches and quiet hours, and the pages for everybody.
//!
//! Shows the reader's own settings only. To add a switch: its two lines in [`switch_lines`], and its place on the page.
//! Start with [`render`].

pub(in crate::texts) mod lines;

use crate::core::model::person::Switch;
use crate::core::protocol::choice::ChoicePress;
use crate::core::protocol::deck::DeckPress;
use crate::core::protocol::plan::PlanPress;
use crate::core::protocol::press::Press;
use crate::core::protocol::settings::{SettingsPress, SettingsSay};
use crate::places::zone_name;
use crate::texts::base::common::Common;
use crate::texts::base::names::ticked;
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::times::{clock, time};
use crate::texts::base::view::View;
use crate::texts::settings::lines::Line;

/// Quiet hours offered by button; from and to the same means none.
const QUIET: [((i8, i8), (i8, i8)); 4] = [
    ((21, 30), (8, 0)),
    ((22, 30), (7, 30)),
    ((23, 30), (8, 30)),
    ((0, 0), (0, 0)),
];

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &SettingsSay) -> Vec<Piece> {
    match say {
        SettingsSay::Settings => view.settings(),
        SettingsSay::QuietHoursAsk => view.quiet_hours_ask(),
        SettingsSay::QuietHoursType => view.line(Line::QuietHoursType),
        SettingsSay::Privacy => view.line(Line::Privacy),
        SettingsSay::Help => view.line(Line::Help),
    }
}

/// What the button of a switch says while it is on, and while it is off.
fn switch_lines(switch: Switch) -> [Line<'static>; 2] {
    match switch {
        Switch::TellSealed => [Line::ButtonTellOn, Line::ButtonTellOff],
        Switch::Nudges => [Line::ButtonNudgesOn, Line::ButtonNudgesOff],
        Switch::Cover => [Line::ButtonCoverOn, Line::ButtonCoverOff],
        Switch::Reflections => [
            Line::ReflectButtonInvitationsOn,
            Line::ReflectButtonInvitationsOff,
        ],
        Switch::ReflectOffers => [Line::ReflectButtonOfferOn, Line::ReflectButtonOfferOff],
    }
}

impl View<'_> {
    fn switch_button(&self, switch: Switch, on: bool) -> Button {
        let [line_on, line_off] = switch_lines(switch);
        let line = if on { line_on } else { line_off };
        self.button(line, Press::Settings(SettingsPress::Toggle(switch)))
    }

    fn settings(&self) -> Vec<Piece> {
        let person = self.person(self.to);
        let settings = person.map(|p| p.settings.clone()).unwrap_or_default();
        let zone = person.and_then(|p| p.zone.as_deref());
        let place = zone.and_then(|zone| {
            let time = self.clock(zone)?;
            Some(self.say(Line::SettingsZone {
                city: &zone_name(zone),
                time: &time,
            }))
        });
        let place = place.unwrap_or_else(|| self.say(Line::SettingsNoZone));
        let quiet = if settings.quiet_from == settings.quiet_to {
            self.say(Line::QuietNone)
        } else {
            format!(
                "{} – {}",
                clock(settings.quiet_from),
                clock(settings.quiet_to)
            )
        };
        let line = Line::Settings {
            zone: &place,
            quiet: &quiet,
        };
        let switch = |switch: Switch| self.switch_button(switch, settings.is_on(switch));
        let mut buttons = vec![
            switch(Switch::TellSealed),
            switch(Switch::Nudges),
            switch(Switch::Cover),
            self.button(
                Line::ButtonQuietHours,
                Press::Settings(SettingsPress::QuietHours),
            ),
        ];
        if let Some((couple, _)) = self.ctx.state.together(self.to) {
            buttons.push(self.button(Line::ButtonAsked, Press::Choice(ChoicePress::Asked)));
            buttons.push(self.button(Line::ButtonWeek, Press::Plan(PlanPress::Week)));
            let own = Press::Deck(DeckPress::Deck(0));
            buttons.push(self.button(Line::ButtonOwnQuestions, own));
            buttons.push(switch(Switch::Reflections));
            buttons.push(switch(Switch::ReflectOffers));
            buttons.extend(self.group_settings(couple));
            buttons.push(if couple.paused_at.is_some() {
                self.button(Common::ButtonResume, Press::Plan(PlanPress::Resume))
            } else {
                self.button(Line::ButtonPause, Press::Plan(PlanPress::PauseAsk))
            });
        }
        self.with(line, Keyboard::column(buttons))
    }

    fn quiet_hours_ask(&self) -> Vec<Piece> {
        let settings = self
            .person(self.to)
            .map(|person| person.settings.clone())
            .unwrap_or_default();
        let buttons = QUIET.map(|(from, to)| {
            let (from, to) = (time(from.0, from.1), time(to.0, to.1));
            let on = settings.quiet_from == from && settings.quiet_to == to;
            let text = if from == to {
                self.say(Line::QuietNone)
            } else {
                format!("{} – {}", clock(from), clock(to))
            };
            let label = ticked(on, &text);
            Button::Press {
                label,
                press: Press::Settings(SettingsPress::SetQuietHours(from, to)),
            }
        });
        let keyboard = Keyboard::column(buttons)
            .row([self.button(
                Common::ButtonOtherTime,
                Press::Settings(SettingsPress::TypeQuietHours),
            )])
            .row([self.button(
                Common::ButtonBack,
                Press::Settings(SettingsPress::SettingsAgain),
            )]);
        vec![Piece::text(
            Rich::plain(&self.say(Line::QuietHoursAsk)),
            keyboard,
        )]
    }
}
