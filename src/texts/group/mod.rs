//! What the bot says in a group of two, and about it in the direct chats.
//!
//! Never *you* and *your partner* in the group: two people read it. Start with [`render`].

pub(in crate::texts) mod lines;
mod round;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::core::model::couple::Couple;
use crate::core::protocol::group::{GroupPress, GroupSay};
use crate::core::protocol::press::Press;
use crate::texts::base::common::Common;
use crate::texts::base::piece::{Body, Button, Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::view::View;
use crate::texts::group::lines::Line;

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &GroupSay) -> Vec<Piece> {
    match say {
        GroupSay::Hello => {
            let mut hello = Rich::plain(&view.say(Line::GroupHello));
            hello.below(Rich::plain(&view.say(Line::GroupHelloAsk)));
            let im_in = view.button(Line::ButtonImIn, Press::Group(GroupPress::ImIn));
            vec![Piece::text(hello, Keyboard::column([im_in]))]
        }
        GroupSay::HelloDone => view.line(Line::GroupHello),
        GroupSay::Needs => view.line(Line::GroupNeeds),
        GroupSay::MovedIn => view.line(Line::GroupMovedIn),
        GroupSay::Prompt(round) => view.group_prompt(*round),
        GroupSay::Emptied => view.line(Line::GroupEmptied),
        GroupSay::Over => view.line(Line::GroupOver),
        GroupSay::Below => view.line(Line::GroupBelow),
        GroupSay::TakenAway => vec![Piece::of(Body::Delete)],
        GroupSay::Reveal(round) => view.group_reveal(*round),
        GroupSay::RevealButtons(round) => {
            let round = view.the_round(*round);
            let keyboard = round.map(|round| view.group_keyboard(round));
            keyboard
                .map(|keyboard| Piece::of(Body::Keyboard(keyboard)))
                .into_iter()
                .collect()
        }
        GroupSay::Elsewhere => view.line(Line::GroupElsewhere),
        GroupSay::BackHome => view.line(Line::GroupBackHome),
        GroupSay::Gone => view.line(Line::GroupGone),
        GroupSay::Help => view.line(Line::GroupHelp),
        GroupSay::Resting => view.line(Line::GroupResting),
        GroupSay::Resumed => view.line(Common::Resumed),
        GroupSay::NotResting => view.line(Line::GroupNotResting),
        GroupSay::Private => {
            let url = format!("https://t.me/{}", view.ctx.bot);
            let there = view.link(Line::ButtonPrivateChat, url);
            view.with(Line::GroupPrivate, Keyboard::column([there]))
        }
        GroupSay::Look => vec![Piece::of(Body::Look)],
        GroupSay::CoverAsk(couple) => view.with(
            Line::GroupCoverAsk,
            Keyboard::default().row([
                view.button(
                    Line::ButtonGroupCover,
                    Press::Group(GroupPress::Cover(*couple)),
                ),
                view.button(
                    Line::ButtonGroupLeaveOpen,
                    Press::Group(GroupPress::LeaveOpen(*couple)),
                ),
            ]),
        ),
        GroupSay::CoverDone { covered: true } => view.line(Line::GroupCovered),
        GroupSay::CoverDone { covered: false } => view.line(Line::GroupNotCovered),
        GroupSay::CoveredPage { opened_at } => view.covered_page(*opened_at),
    }
}

fn month(number: i8) -> Line<'static> {
    match number {
        1 => Line::January,
        2 => Line::February,
        3 => Line::March,
        4 => Line::April,
        5 => Line::May,
        6 => Line::June,
        7 => Line::July,
        8 => Line::August,
        9 => Line::September,
        10 => Line::October,
        11 => Line::November,
        _ => Line::December,
    }
}

impl View<'_> {
    /// In place of something opened: when that was.
    fn covered_page(&self, at: Timestamp) -> Vec<Piece> {
        let zone = self.person(self.to).and_then(|reader| reader.zone.clone());
        let zone = zone.and_then(|zone| TimeZone::get(&zone).ok());
        let date = zone.unwrap_or(TimeZone::UTC).to_datetime(at).date();
        self.line(Line::GroupCoveredPage {
            day: &date.day().to_string(),
            month: &self.say(month(date.month())),
            year: &date.year().to_string(),
        })
    }

    /// *Use a group for two*: Telegram lets the reader choose or make one, and adds the bot.
    pub(in crate::texts) fn group_link(&self) -> Button {
        let url = format!("https://t.me/{}?startgroup=two", self.ctx.bot);
        self.link(Line::ButtonUseGroup, url)
    }

    /// The group in the settings.
    pub(in crate::texts) fn group_settings(&self, couple: &Couple) -> Vec<Button> {
        let state = self.ctx.state;
        let group = couple.group.and_then(|chat| state.groups.get(&chat));
        let group = group.filter(|group| group.couple == Some(couple.id));
        let is_there = group.filter(|group| !group.gone);
        let mut buttons = Vec::new();
        if is_there.is_none() {
            buttons.push(self.group_link());
        }
        let mut press = |label, press| buttons.push(self.button(label, Press::Group(press)));
        if group.is_some() {
            press(Line::ButtonGoPrivate, GroupPress::GoPrivate(couple.id));
        }
        if is_there.is_some_and(|group| group.opened) || !couple.left_open.is_empty() {
            press(Line::ButtonGroupCoverAll, GroupPress::Cover(couple.id));
        }
        buttons
    }
}
