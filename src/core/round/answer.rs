//! What people write, and which round it is for.
//!
//! An answer names its round: the message it replies to; else what the bot is expecting of this person; else the round
//! last delivered to them before the message's own date. It is judged at that date. Whatever cannot be placed is put
//! aside and asked about, never guessed and never lost.

use jiff::{SignedDuration, Timestamp};

use crate::core::model::about::{Ref, Role};
use crate::core::model::ids::{MessageId, PartId, PersonId, RoundId, Seat};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::model::round::{Part, RoundPhase, WRITING_MAX};
use crate::core::model::time::{later, whole_second};
use crate::core::model::words::{Words, can_be_covered, typed};
use crate::core::place::tells_place;
use crate::core::protocol::effect::{Effect, QueueChange, Send, Toast};
use crate::core::protocol::round::RoundWords;
use crate::core::turn::{SEAL, Turn};

/// Unthreaded words this soon after a reveal may be meant for the partner.
const AFTER_REVEAL: SignedDuration = SignedDuration::from_mins(10);

impl<R: rand::Rng> Turn<'_, R> {
    /// A message that is not a command.
    pub(in crate::core) fn said(
        &mut self,
        message: MessageId,
        words: &Words,
        reply: Option<Ref>,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        if self.is_known(me, message) {
            return Ok(());
        }
        if let Some(reply) = reply {
            match reply.role {
                Role::Card => return self.said_to_card(message, words, &reply),
                Role::Reveal | Role::Relay | Role::Gift => {
                    return self.relay_reply(message, &reply);
                }
                Role::ZoneAsk => return self.said_place(message, words, true),
                // A reply that names no round is no answer to another one.
                Role::Line => {
                    return match reply.round() {
                        Some(round) => self.answer_or_ask(round, message, words),
                        None => self.put_aside(message, words, None),
                    };
                }
                Role::Touch | Role::Probe | Role::Medium => {}
                Role::Reflection => {
                    let step = reply.reflection().and_then(|id| self.step_of_reply(id));
                    return match step {
                        Some(step) => self.said_in_step(step, message, words),
                        None => self.put_aside(message, words, None),
                    };
                }
            }
        }
        let expecting = self.person(me).and_then(|person| person.expecting.clone());
        let expecting = expecting.filter(|expecting| self.at <= expecting.until);
        if let Some(expecting) = expecting {
            return self.said_as_asked(message, words, expecting.what);
        }
        // A step of a reflection is expected until it is left, whatever was delivered meanwhile.
        if let Some(step) = self.my_step() {
            return self.said_in_step(step, message, words);
        }
        self.said_unthreaded(message, words)
    }

    /// The same message again: it was redelivered.
    fn is_known(&self, me: PersonId, message: MessageId) -> bool {
        let part = |part: &Part| part.message == message;
        let sealed = self
            .state
            .rounds_of(me)
            .any(|(round, seat)| round.seat(seat).parts.iter().any(part));
        let aside = self.person(me).and_then(|person| person.aside.as_ref());
        sealed
            || self.is_in_reflection(message)
            || aside.is_some_and(|aside| aside.messages.iter().any(|held| held.message == message))
    }

    fn said_to_card(
        &mut self,
        message: MessageId,
        words: &Words,
        reply: &Ref,
    ) -> Result<(), Refusal> {
        match self.round_of_card(reply) {
            Some(round) => self.answer_or_ask(round, message, words),
            None => self.put_aside(message, words, None),
        }
    }

    /// The round a prompt message stood for at the moment of the message.
    fn round_of_card(&self, reply: &Ref) -> Option<RoundId> {
        let me = self.state.me?;
        let at = whole_second(self.at);
        let stood_for = |key: &str| {
            let rounds = self.state.rounds_of(me);
            let cards = rounds.filter_map(|(round, seat)| {
                let card = round
                    .seat(seat)
                    .card
                    .as_ref()
                    .filter(|card| card.key == key)?;
                let stands = !round.seat(seat).moved;
                Some(((card.since, stands, round.opened_at), round.id))
            });
            let (before, after): (Vec<_>, Vec<_>) =
                cards.partition(|((since, ..), _)| *since <= at);
            before
                .into_iter()
                .max()
                .or_else(|| after.into_iter().min())
                .map(|(_, round)| round)
        };
        stood_for(&reply.key).or(reply.round())
    }

    /// Words that do not say what they belong to.
    pub(in crate::core) fn said_unthreaded(
        &mut self,
        message: MessageId,
        words: &Words,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let person = self
            .state
            .persons
            .get(&me)
            .ok_or(Refusal::Round(RoundRefusal::NothingOpen))?;
        let at = whole_second(self.at);
        let last_card = person.last_card.filter(|came| came.at <= at);
        let last_reveal = person.last_reveal.filter(|came| came.at <= at);
        let reveal_was_last = last_reveal.is_some_and(|reveal| {
            at.duration_since(reveal.at) < AFTER_REVEAL
                && last_card.is_none_or(|card| card.at <= reveal.at)
        });
        let round = if reveal_was_last {
            None
        } else {
            self.last_delivered(me, at)
        };
        match round {
            Some(round) => self.answer_or_ask(round, message, words),
            None if self.is_late_place(words) => self.set_zone(typed(words)),
            None => self.put_aside(message, words, None),
        }
    }

    /// Words that belong to nothing else name a place, and where this half of a couple lives was asked and is not known yet.
    fn is_late_place(&self, words: &Words) -> bool {
        let me = self.state.me();
        let asked = me.is_some_and(|me| me.zone.is_none() && me.zone_asked);
        asked && self.together().is_ok() && tells_place(typed(words))
    }

    /// The round last delivered to a person before a date, if words of that date still count there.
    pub(in crate::core) fn last_delivered(&self, me: PersonId, at: Timestamp) -> Option<RoundId> {
        let delivered = self.state.rounds_of(me).filter_map(|(round, seat)| {
            let mine = round.seat(seat);
            let since = mine.delivered_at?;
            let until_moved =
                !mine.moved || self.moved_at(round.id, seat).is_none_or(|moved| at < moved);
            (since <= at && until_moved).then_some((since, false, round.id))
        });
        let shown_last = self.person(me)?.last_card.filter(|came| came.at <= at);
        // Of two that came in the same second it is the later one.
        let shown_last = shown_last.map(|came| (came.at, true, came.round));
        let (_, _, round) = delivered.chain(shown_last).max()?;
        // What came last may be a round of a couple that has ended since.
        let came = self.state.rounds.get(&round);
        came.filter(|round| round.takes(self.at))
            .map(|round| round.id)
    }

    /// When the message that showed this round began to stand for another.
    fn moved_at(&self, round: RoundId, seat: Seat) -> Option<Timestamp> {
        let mine = self.round(round)?;
        let key = &mine.seat(seat).card.as_ref()?.key;
        let newer = self
            .state
            .rounds
            .values()
            .filter(|other| other.id != round && other.opened_at >= mine.opened_at);
        let cards = newer.filter_map(|other| other.seat(seat).card.as_ref());
        cards
            .filter(|card| card.key == *key)
            .map(|card| card.since)
            .min()
    }

    fn answer_or_ask(
        &mut self,
        round: RoundId,
        message: MessageId,
        words: &Words,
    ) -> Result<(), Refusal> {
        match self.seal(round, message, words) {
            Err(Refusal::Round(RoundRefusal::RoundOver) | Refusal::OldButton) => {
                self.put_aside(message, words, None)
            }
            other => other,
        }
    }

    /// One message becomes a part of my answer.
    fn seal(&mut self, round: RoundId, message: MessageId, words: &Words) -> Result<(), Refusal> {
        let me = self.me()?;
        let part = PartId::random(self.rng);
        let album = words.album().map(str::to_owned);
        let part = Part {
            id: part,
            message,
            at: self.at,
            units: words.units(),
            album,
            touched: false,
            covered: can_be_covered(words) && self.covers(me, self.at),
        };
        let seat = self.seal_part(round, part.clone())?;
        self.effects.push(Effect::Round(RoundWords::KeepPart {
            round,
            seat,
            part: part.id,
        }));
        Ok(())
    }

    /// The part of sealing that does not care where the words are.
    pub(super) fn seal_part(&mut self, round: RoundId, part: Part) -> Result<Seat, Refusal> {
        let me = self.me()?;
        let (this_round, seat) = self.my_round(round)?;
        if this_round.seat(seat).gone {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        let before = this_round.clone();
        let (id, message, covered) = (part.id, part.message, part.covered);
        let this_round = this_round.answer(seat, part)?;
        self.put(this_round);
        if covered {
            self.cover(me, message);
        } else {
            let react = Send::react(me, message, Some(SEAL)).key(format!("seal:{id}"));
            self.send(react);
        }
        if before.seat(seat).moved {
            self.show_moved_card_again(round, seat);
        }
        let first = !before.answered(seat);
        let joins_a_tap = before.seat(seat).parts.is_empty();
        // Of covered messages only the card says that they arrived.
        if first || joins_a_tap || covered || before.seat(seat).moved {
            self.refresh(round, seat);
        }
        if first {
            self.refresh_waiting(round, seat);
        }
        Ok(seat)
    }

    /// The author changed a message: the answer changes with it until it is opened.
    pub(in crate::core) fn edited(
        &mut self,
        message: MessageId,
        words: &Words,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        if self.edited_in_step(message, words)? {
            return Ok(());
        }
        let found = self.state.rounds_of(me).find_map(|(round, seat)| {
            let part = round
                .seat(seat)
                .parts
                .iter()
                .find(|part| part.message == message)?;
            round.is_open().then_some((round.id, seat, part.id))
        });
        if let Some((round, seat, part)) = found {
            let (this_round, _) = self.my_round(round)?;
            // A Telegram edit carries no date of its own here that could lie before a close; it counts when it comes.
            let this_round = this_round.edit(seat, message, words.units(), self.now)?;
            self.put(this_round);
            self.effects
                .push(Effect::Round(RoundWords::ReplacePart { part }));
            return Ok(());
        }
        let aside = self.person(me).and_then(|person| person.aside.as_ref());
        if let Some(aside) = aside
            && aside.messages.iter().any(|held| held.message == message)
        {
            let aside = aside.id;
            self.effects
                .push(Effect::Round(RoundWords::ReplaceAside { aside, message }));
            if let Some(held) = self.me_mut().and_then(|person| person.aside.as_mut()) {
                for held in held
                    .messages
                    .iter_mut()
                    .filter(|held| held.message == message)
                {
                    held.units = words.units();
                }
            }
        }
        Ok(())
    }

    /// *Take back*: the whole answer is destroyed, and a reveal that was due is due no more.
    pub(super) fn take_back(&mut self, id: RoundId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (round, seat) = self.my_round(id)?;
        let parts = round.seat(seat).parts.iter();
        let uncovered = parts.filter(|part| !part.covered);
        let messages: Vec<MessageId> = uncovered.map(|part| part.message).collect();
        if round.covered(seat) > 0 {
            self.effects.push(Effect::Queue(QueueChange::HideShown {
                to: me,
                thread: id.thread(),
            }));
        }
        let round = round.take_back(seat)?;
        self.put(round);
        self.effects
            .push(Effect::Round(RoundWords::EraseParts { round: id, seat }));
        for message in messages {
            self.send(Send::react(me, message, None));
        }
        self.toast(Toast::TakenBack);
        self.refresh(id, seat);
        self.refresh_waiting(id, seat);
        Ok(())
    }

    /// *Still writing* holds the reveal for up to ten minutes; *done* lets it go.
    pub(super) fn still_writing(&mut self, id: RoundId, on: bool) -> Result<(), Refusal> {
        let (mut round, seat) = self.my_round(id)?;
        if !round.is_open() {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        if !round.answered(seat) {
            return Err(Refusal::Round(RoundRefusal::NothingSealed));
        }
        round.seat_mut(seat).writing_until = on.then(|| later(self.now, WRITING_MAX));
        if on && matches!(round.phase, RoundPhase::Touching { .. }) {
            round.phase = RoundPhase::Open;
        }
        self.put(round);
        self.toast(if on {
            Toast::TakeYourTime
        } else {
            Toast::Quiet
        });
        self.refresh(id, seat);
        Ok(())
    }
}
