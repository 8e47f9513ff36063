//! Prompts that both marked ♥, and asking one of them again.
//!
//! One mark alone is never shown to the other. Start with `toggle_favourite`.

use crate::core::choice::pick::is_allowed;
use crate::core::model::ids::{CoupleId, MessageId, RoundId, Seat};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::protocol::deck::{DeckSay, DeckWords};
use crate::core::protocol::effect::{Effect, Send, Toast};
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::{KindId, PromptId};

/// What is typed after `/prompt` for a favourite.
const FAVOURITES: [&str; 2] = ["favourites", "favorites"];

/// Whether what was typed after `/prompt` asks for a favourite.
pub fn asks_for_favourite(typed: &str) -> bool {
    let word = typed.split_whitespace().next().unwrap_or_default();
    FAVOURITES.contains(&word.to_lowercase().as_str())
}

impl<R: rand::Rng> Turn<'_, R> {
    /// ♥: mine alone.
    pub(super) fn toggle_favourite(&mut self, id: RoundId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (round, seat) = self.opened_round(id)?;
        let is_on = !round.seat(seat).favourite;
        let couple = round.couple;
        if let Some(round) = self.round_mut(id) {
            round.seat_mut(seat).favourite = is_on;
        }
        if let Some(couple) = self.couple_mut(couple) {
            couple.ours.favourites = true;
        }
        self.effects.push(Effect::Deck(DeckWords::Favourite {
            couple,
            person: me,
            prompt: round.prompt,
            on: is_on,
        }));
        self.toast(Toast::Quiet);
        self.send(Send::edit(
            me,
            on,
            Say::Round(RoundSay::RevealButtons { round: id, seat }),
        ));
        Ok(())
    }

    /// `/prompt favourites`: one that I marked comes again, whether or not its turn is here; the longest unused first.
    pub(in crate::core) fn favourite_now(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self.together()?;
        if let Some(open) = self.own_open_round(couple, seat) {
            self.show_card_again(open, seat);
            return Ok(());
        }
        let marked = self.state.favourites.get(&couple);
        let mine: Vec<PromptId> = marked
            .into_iter()
            .flatten()
            .filter(|(person, prompt)| *person == me && self.may_come_again(couple, prompt))
            .map(|(_, prompt)| prompt.clone())
            .collect();
        if mine.is_empty() {
            self.send(Send::line(me, Say::Deck(DeckSay::NoFavourites)));
            return Ok(());
        }
        let used = self.state.used.get(&couple);
        let last = |prompt: &&PromptId| used.and_then(|used| used.get(*prompt)).copied();
        let free = mine.iter().filter(|id| !self.is_asked_now(couple, id));
        let Some(prompt) = free.min_by_key(last).cloned() else {
            return self.show_open_favourite(couple, seat, &mine);
        };
        let kind = self
            .kind_of(&prompt)
            .ok_or(Refusal::Round(RoundRefusal::NoPrompt))?;
        let round = self.open_asked(couple, seat, &kind, prompt);
        self.ask_words_again(round);
        self.ask_due_seats(round);
        Ok(())
    }

    fn show_open_favourite(
        &mut self,
        couple: CoupleId,
        seat: Seat,
        marked: &[PromptId],
    ) -> Result<(), Refusal> {
        let mut rounds = self.state.rounds.values();
        let open = rounds.find(|round| {
            let shown = round.seat(seat).asked && !round.seat(seat).moved;
            round.couple == couple && round.is_open() && shown && marked.contains(&round.prompt)
        });
        let open = open
            .map(|round| round.id)
            .ok_or(Refusal::Round(RoundRefusal::NoPrompt))?;
        self.show_card_again(open, seat);
        Ok(())
    }

    fn kind_of(&self, prompt: &PromptId) -> Option<KindId> {
        let library = self.world.library;
        let kind = match prompt.own_question() {
            Some(_) => library.kind_of_own(),
            None => library.kind_of(prompt),
        };
        kind.map(|kind| kind.id.clone())
    }

    /// Own questions always; a prompt of the library as long as it is there and lies within what this couple may be asked.
    fn may_come_again(&self, couple: CoupleId, prompt: &PromptId) -> bool {
        let known = self.world.library.prompt(prompt);
        prompt.own_question().is_some()
            || known.is_some_and(|known| is_allowed(known, &self.allowed(couple)))
    }
}
