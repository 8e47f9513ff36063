//! What two people make their own: questions they ask each other, the deck of those they keep, and favourites.
//!
//! A question is a person's words: it is never here. What is here says whose it is, how often somebody asked today, and what
//! is to be sealed, copied or destroyed ([`DeckWords`]). Rituals are in `ritual`. Start with [`Turn::ask_question`].

pub mod favourite;
pub mod question;
pub mod ritual;

use jiff::{SignedDuration, Timestamp};

use crate::core::model::deck::{DECK_MAX, DECK_PAGE, Kept};
use crate::core::model::ids::{CoupleId, MessageId, QuestionId, RoundId, Seat};
use crate::core::model::need::Need;
use crate::core::model::refusal::{DeckRefusal, Refusal};
use crate::core::model::round::Round;
use crate::core::model::time::later;
use crate::core::protocol::deck::{DeckPress, DeckSay, DeckWords};
use crate::core::protocol::effect::{Effect, QueueChange, Send, Toast};
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::{KindId, PromptId};

/// What a button of this feature looks at besides the round it names.
pub(in crate::core) fn needs(press: &DeckPress) -> Option<Need> {
    match press {
        DeckPress::Keep(_)
        | DeckPress::Deck(_)
        | DeckPress::Question(_)
        | DeckPress::Reword(_)
        | DeckPress::Remove(_) => Some(Need::MyDeck),
        DeckPress::Favourite(_) | DeckPress::Ritual(_) | DeckPress::LetRest(_) => None,
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    pub(in crate::core) fn deck_pressed(
        &mut self,
        press: DeckPress,
        on: MessageId,
    ) -> Result<(), Refusal> {
        match press {
            DeckPress::Keep(round) => self.keep_question(round, on),
            DeckPress::Favourite(round) => self.toggle_favourite(round, on),
            DeckPress::Ritual(round) => self.make_ritual(round, on),
            DeckPress::LetRest(ritual) => self.let_rest(ritual, on),
            DeckPress::Deck(page) => {
                self.together()?;
                self.show_deck_page(on, DeckSay::Deck { page })
            }
            DeckPress::Question(question) => {
                self.kept(question)?;
                self.show_deck_page(on, DeckSay::OneOfDeck { question })
            }
            DeckPress::Reword(question) => self.ask_wording(question, on),
            DeckPress::Remove(question) => self.remove_question(question, on),
        }
    }

    fn show_deck_page(&mut self, on: MessageId, say: DeckSay) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Deck(say)));
        Ok(())
    }

    /// A kept question, where it is the deck's turn: between two prompts of the kind that own questions belong to, each rested
    /// as long as that kind wants it. Two hundred of them would else wait behind all of the library.
    pub(in crate::core) fn deck_turn(&self, couple: CoupleId, kind: &KindId) -> Option<PromptId> {
        let this_couple = self.couple(couple)?;
        let kind = self
            .world
            .library
            .kind_of_own()
            .filter(|own| own.id == *kind)?;
        let used = self.state.used.get(&couple)?;
        let last = |own: bool| {
            let uses = used.iter().filter(|(id, _)| match own {
                true => id.own_question().is_some(),
                false => id.kind() == kind.id.as_str(),
            });
            uses.map(|(_, at)| *at).max()
        };
        if last(false) <= last(true) {
            return None;
        }
        let rest = SignedDuration::from_hours(24 * i64::from(kind.cooldown_days));
        let rested = |at: Option<&Timestamp>| at.is_none_or(|at| later(*at, rest) <= self.now);
        let deck = self.state.decks.get(&couple)?;
        let rested = deck
            .iter()
            .filter(|kept| this_couple.seat_of(kept.by).is_some())
            .map(|kept| PromptId::own(kept.question.0))
            .filter(|id| rested(used.get(id)) && !self.is_asked_now(couple, id));
        rested.min_by_key(|id| used.get(id).copied())
    }

    fn is_asked_now(&self, couple: CoupleId, prompt: &PromptId) -> bool {
        let mut rounds = self.state.rounds.values();
        rounds.any(|round| round.couple == couple && round.is_open() && round.prompt == *prompt)
    }

    /// An opened round of the couple I am together in.
    pub(in crate::core) fn opened_round(&self, id: RoundId) -> Result<(Round, Seat), Refusal> {
        let (round, seat) = self.my_round(id)?;
        let (couple, _) = self.together().map_err(|_| Refusal::OldButton)?;
        if round.is_revealed() && round.couple == couple {
            Ok((round, seat))
        } else {
            Err(Refusal::OldButton)
        }
    }

    /// *Keep it*: what was asked goes into the couple's own deck.
    fn keep_question(&mut self, id: RoundId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (round, seat) = self.opened_round(id)?;
        let question = round.own_question().ok_or(Refusal::OldButton)?;
        let couple = round.couple;
        let deck = self.state.decks.get(&couple);
        let is_kept = deck.is_some_and(|deck| deck.iter().any(|kept| kept.question == question));
        if !is_kept {
            if deck.is_some_and(|deck| deck.len() >= DECK_MAX) {
                return Err(Refusal::Deck(DeckRefusal::DeckFull));
            }
            let keep = DeckWords::Keep {
                round: id,
                question,
            };
            self.effects.push(Effect::Deck(keep));
        }
        if let Some(couple) = self.couple_mut(couple) {
            couple.ours.deck = true;
        }
        if let Some(round) = self.round_mut(id) {
            for seat in Seat::BOTH {
                round.seat_mut(seat).kept = true;
            }
        }
        self.toast(if is_kept {
            Toast::QuestionKeptBefore
        } else {
            Toast::QuestionKept
        });
        self.send(Send::edit(
            me,
            on,
            Say::Round(RoundSay::RevealButtons { round: id, seat }),
        ));
        Ok(())
    }

    /// The deck and the entry, if it is this couple's.
    fn kept(&self, question: QuestionId) -> Result<(CoupleId, Kept), Refusal> {
        let (couple, _) = self.together()?;
        let deck = self.state.decks.get(&couple).ok_or(Refusal::OldButton)?;
        let kept = deck.iter().find(|kept| kept.question == question);
        Ok((couple, *kept.ok_or(Refusal::OldButton)?))
    }

    /// *Remove it*: either of the two may. Rounds that asked it keep their own copy.
    fn remove_question(&mut self, question: QuestionId, on: MessageId) -> Result<(), Refusal> {
        let (couple, _) = self.kept(question)?;
        let mut page = 0;
        if let Some(deck) = self.state.decks.get_mut(&couple) {
            let at = deck.iter().position(|kept| kept.question == question);
            deck.retain(|kept| kept.question != question);
            let last = deck.len().saturating_sub(1);
            page = at.unwrap_or(0).min(last) / DECK_PAGE;
        }
        self.effects
            .push(Effect::Deck(DeckWords::Drop { question }));
        let page = u8::try_from(page).unwrap_or(0);
        self.show_deck_page(on, DeckSay::Deck { page })
    }

    /// A couple ends: what the leaver asked and nobody opened, and what they kept, goes with them. Until then the other has
    /// it on the screen, and must not see a quiet leave by its absence.
    pub(in crate::core) fn forget_questions(&mut self, couple: CoupleId, leaver: Seat) {
        let stays = leaver.other();
        let to = self.couple(couple).and_then(|couple| couple.present(stays));
        for round in self.open_rounds(couple) {
            let waits = self.round(round).is_some_and(|round| {
                let theirs = round.seat(stays);
                round.own_question().is_some()
                    && round.started_by() == Some(leaver)
                    && theirs.delivered_at.is_none()
            });
            if let Some(to) = to.filter(|_| waits) {
                self.effects.push(Effect::Queue(QueueChange::Unsend {
                    to,
                    thread: round.thread(),
                }));
            }
        }
        let left_before = self.couple(couple).and_then(|couple| couple.leaving);
        let left_before = left_before.map(|leaving| leaving.seat);
        for seat in Seat::BOTH {
            if seat == leaver || left_before == Some(seat) {
                let erase = DeckWords::EraseOf { couple, seat };
                self.effects.push(Effect::Deck(erase));
            }
        }
    }
}
