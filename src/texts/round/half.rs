//! The half nobody opened: the question what becomes of it, alone or together with others, and what was chosen.
//!
//! Start with [`View::half_offer`].

use crate::core::model::ids::{RoundId, Seat};
use crate::core::model::round::{Half, Round};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::texts::base::common::Common;
use crate::texts::base::names::shorten;
use crate::texts::base::piece::{Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::view::View;
use crate::texts::round::lines::Line;

/// Of several prompts in one message each is shown so far; twenty of them stay within one message.
const PROMPT_IN_LIST_CHARS: usize = 150;

impl View<'_> {
    /// What becomes of the half of this round, and of those its message asks about too?
    pub(super) fn half_offer(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let question = self.half_question(round, seat);
        question.map_or_else(Vec::new, |(text, keyboard)| {
            vec![Piece::text(Rich::plain(&text), keyboard)]
        })
    }

    /// What was chosen, and the question about the rest.
    pub(super) fn half_done(&self, round: RoundId, half: Half) -> Vec<Piece> {
        let found = self.the_round(round);
        let seat = found.and_then(|round| self.seat(round));
        let chosen = match half {
            Half::Given => {
                let partner = found.zip(seat);
                let partner = partner.and_then(|(round, seat)| self.partner(round, seat));
                let name = self.name_of(partner);
                self.say(Line::HalfGiven { name: &name })
            }
            Half::Kept => self.say(Common::HalfKept),
            Half::LetGo => self.say(Common::HalfLetGo),
            // Not decided: the question stands.
            Half::Offered { .. } => String::new(),
        };
        let mut text = Rich::plain(&chosen);
        let rest = found.zip(seat);
        let rest = rest.and_then(|(round, seat)| self.half_question(round.offered_by(seat), seat));
        let keyboard = match rest {
            Some((question, keyboard)) => {
                text.below(Rich::plain(&question));
                keyboard
            }
            None => Keyboard::default(),
        };
        if text.is_empty() {
            return Vec::new();
        }
        vec![Piece::text(text, keyboard)]
    }

    fn half_question(&self, asked_by: RoundId, seat: Seat) -> Option<(String, Keyboard)> {
        let several = match self.undecided(asked_by, seat).as_slice() {
            [] => return None,
            [one] => {
                let prompt = self.prompt_with_emoji(one, seat);
                let decide = [
                    self.button(
                        Line::ButtonGive,
                        Press::Round(RoundPress::GiveAnyway(one.id)),
                    ),
                    self.button(
                        Common::ButtonKeep,
                        Press::Round(RoundPress::KeepForMe(one.id)),
                    ),
                    self.button(Common::ButtonLetGo, Press::Round(RoundPress::LetGo(one.id))),
                ];
                let keyboard = Keyboard::column(decide).row(self.show_button(one, seat));
                let only_tapped = one.seat(seat).only_tapped();
                let said = self.around(&prompt, |prompt| match only_tapped {
                    true => Line::HalfOfferTap { prompt },
                    false => Line::HalfOffer { prompt },
                });
                return Some((said, keyboard));
            }
            several => several.to_vec(),
        };
        let mut prompts = Vec::new();
        let mut keyboard = Keyboard::default();
        for (i, one) in several.into_iter().enumerate() {
            let number = (i + 1).to_string();
            let prompt = shorten(&self.prompt_with_emoji(one, seat), PROMPT_IN_LIST_CHARS);
            prompts.push(format!("{number}. {prompt}"));
            let give = Line::ButtonGiveOf { number: &number };
            let keep = Line::ButtonKeepOf { number: &number };
            let let_go = Line::ButtonLetGoOf { number: &number };
            keyboard = keyboard.row([
                self.button(give, Press::Round(RoundPress::GiveAnyway(one.id))),
                self.button(keep, Press::Round(RoundPress::KeepForMe(one.id))),
                self.button(let_go, Press::Round(RoundPress::LetGo(one.id))),
            ]);
        }
        let prompts = prompts.join("\n");
        Some((
            self.around(&prompts, |prompts| Line::HalfOfferSeveral { prompts }),
            keyboard,
        ))
    }

    /// The rounds one message asks about that are not decided, the oldest first.
    fn undecided(&self, asked_by: RoundId, seat: Seat) -> Vec<&Round> {
        let mut rounds: Vec<&Round> = self
            .ctx
            .state
            .rounds
            .values()
            .filter(|round| round.offered_by(seat) == asked_by && round.is_half_offered(seat))
            .filter(|round| self.seat(round) == Some(seat))
            .collect();
        rounds.sort_by_key(|round| (round.opened_at, round.id));
        rounds
    }
}
