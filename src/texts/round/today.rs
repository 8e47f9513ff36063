//! `/today`, and the reminder that a question is still there.
//!
//! Neither tells whether the partner has answered, where the partner does not let it be told. Start with [`View::today`].

use crate::core::model::ids::{RoundId, Seat};
use crate::texts::base::piece::{Keyboard, Piece};
use crate::texts::base::rich::{Rich, Style, TEXT_UNITS_MAX};
use crate::texts::base::view::View;
use crate::texts::round::card::Standing;
use crate::texts::round::lines::Line;

impl View<'_> {
    pub(super) fn today(&self, rounds: &[RoundId]) -> Vec<Piece> {
        let mut text = Rich::styled(&self.say(Line::TodayTitle), &[Style::Bold]);
        let mut any = false;
        for round in rounds.iter().filter_map(|round| self.round(*round)) {
            let Some(seat) = self.seat(round) else {
                continue;
            };
            let name = self.name_of(self.partner(round, seat));
            let line = match self.standing(round, seat) {
                Standing::Open => Line::TodayOpen,
                Standing::Waits => Line::TodayWaits { name: &name },
                Standing::Sealed | Standing::Writing => Line::TodaySealed,
                Standing::Passed => Line::TodayPassed,
                Standing::WouldTalk => Line::TodayTalk,
                Standing::Talked | Standing::Revealed | Standing::Closed => continue,
            };
            any = true;
            let mut item = Rich::plain(&self.prompt_with_emoji(round, seat));
            item.push("\n");
            item.push_styled(&self.say(line), &[Style::Italic]);
            text.below(item);
        }
        if !any {
            return self.line(match self.partner_now() {
                Some(_) => Line::TodayNoneTogether,
                None => Line::TodayNone,
            });
        }
        let pieces = text.split(TEXT_UNITS_MAX).into_iter();
        pieces
            .map(|rich| Piece::text(rich, Keyboard::default()))
            .collect()
    }

    /// A question is still there: neutral, and the same whether the partner has answered or not.
    pub(super) fn nudge(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let Some(round) = self.the_round(round) else {
            return Vec::new();
        };
        let prompt = self.prompt_with_emoji(round, seat);
        let said = self.around(&prompt, |prompt| Line::Nudge { prompt });
        vec![Piece::text(Rich::plain(&said), Keyboard::default())]
    }
}
