//! Words without an address: they are put aside and their author is asked what they are for.
//!
//! Nothing is guessed and nothing is lost. Start with `put_aside`.

use jiff::SignedDuration;

use crate::core::model::about::{Ref, Role};
use crate::core::model::couple::Phase;
use crate::core::model::ids::{AsideId, MessageId, PartId, PersonId, RoundId, Seat};
use crate::core::model::person::{Aside, AsideMessage, EXPECT_FOR, Expected, Expecting, Person};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::model::round::{Part, reveal_key};
use crate::core::model::time::later;
use crate::core::model::words::{Words, can_be_covered};
use crate::core::protocol::deck::DeckSay;
use crate::core::protocol::effect::{Effect, ReplyTo, Send, Toast};
use crate::core::protocol::place::PlaceSay;
use crate::core::protocol::plan::PlanSay;
use crate::core::protocol::round::{RoundSay, RoundWords};
use crate::core::protocol::say::{AsideDone, Say, WordsOf};
use crate::core::protocol::settings::SettingsSay;
use crate::core::turn::{PASSED_ON, Turn};

/// Words that follow each other this closely are asked about once.
const ASIDE_JOINS: SignedDuration = SignedDuration::from_mins(10);

/// Messages one question may hold; past that nothing is put aside any more.
const ASIDE_MAX: usize = 20;

/// What was put aside and never decided about is destroyed after this long, and its question with it.
pub const ASIDE_FOR: SignedDuration = SignedDuration::from_hours(24);

impl<R: rand::Rng> Turn<'_, R> {
    /// Words go beside everything else, and their author is asked what they are for.
    pub(in crate::core) fn put_aside(
        &mut self,
        message: MessageId,
        words: &Words,
        retry: Option<Expected>,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let partner = match self.together() {
            Ok((couple, seat)) => self
                .couple(couple)
                .and_then(|couple| couple.person(seat.other())),
            Err(_) => None,
        };
        let rounds: Vec<RoundId> = self
            .state
            .rounds_of(me)
            .filter(|(round, seat)| self.could_answer(round.id, *seat))
            .map(|(round, _)| round.id)
            .collect();
        if partner.is_none() && rounds.is_empty() {
            return Err(Refusal::Round(RoundRefusal::NothingOpen));
        }
        let now = self.now;
        let may_retry = retry.is_some();
        let held = AsideMessage {
            message,
            date: self.at,
            units: words.units(),
            album: words.album().map(str::to_owned),
            can_be_covered: can_be_covered(words),
        };
        let Some(person) = self.me_mut() else {
            return Err(Refusal::Round(RoundRefusal::NothingOpen));
        };
        let joins = person
            .aside
            .as_mut()
            .filter(|aside| now.duration_since(aside.asked_at) < ASIDE_JOINS);
        if let Some(aside) = joins {
            if aside.messages.len() >= ASIDE_MAX {
                return Err(Refusal::Round(RoundRefusal::AnswerFull));
            }
            aside.messages.push(held);
            let aside = aside.id;
            self.effects
                .push(Effect::Round(RoundWords::PutAside { aside, message }));
            return Ok(());
        }
        if !self.pay() {
            return Ok(());
        }
        self.forget_aside();
        let aside = AsideId::random(self.rng);
        if let Some(person) = self.me_mut() {
            person.aside = Some(Aside {
                id: aside,
                messages: vec![held],
                asked_at: now,
                retry,
            });
        }
        self.effects
            .push(Effect::Round(RoundWords::PutAside { aside, message }));
        let question = Say::Round(RoundSay::WhichFor {
            aside,
            partner,
            rounds,
            retry: may_retry,
        });
        self.send(
            Send::line(me, question)
                .reply(ReplyTo::Message(message))
                .key(format!("aside:{aside}")),
        );
        Ok(())
    }

    /// A round I was asked and could still answer or add to.
    pub(in crate::core) fn could_answer(&self, round: RoundId, seat: Seat) -> bool {
        self.state.rounds.get(&round).is_some_and(|round| {
            let mine = round.seat(seat);
            round.takes(self.now) && mine.asked && !mine.gone && !mine.moved
        })
    }

    /// What was put aside and never decided is destroyed.
    pub(in crate::core) fn forget_aside(&mut self) {
        if let Some(aside) = self.me_mut().and_then(|person| person.aside.take()) {
            self.effects
                .push(Effect::Round(RoundWords::EraseAside { aside: aside.id }));
        }
    }

    fn my_aside(&self, aside: AsideId) -> Result<Aside, Refusal> {
        let me = self.me()?;
        let held = self
            .person(me)
            .and_then(|person: &Person| person.aside.clone());
        let lasts = |held: &Aside| self.now.duration_since(held.asked_at) < ASIDE_FOR;
        held.filter(|held| held.id == aside && lasts(held))
            .ok_or(Refusal::OldButton)
    }

    /// *For {partner}*: what was put aside is passed on.
    pub(super) fn aside_for_partner(
        &mut self,
        aside: AsideId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let held = self.my_aside(aside)?;
        let (couple, _) = self
            .together()
            .map_err(|_| Refusal::Round(RoundRefusal::NobodyThere))?;
        // Words meant for one partner never go to the next.
        let since = self.state.couples.get(&couple).map(|couple| couple.phase);
        if !matches!(since, Some(Phase::Together { at }) if at <= held.asked_at) {
            return Err(Refusal::OldButton);
        }
        if !self.pay() {
            self.toast(Toast::Quiet);
            return Ok(());
        }
        for held in &held.messages {
            self.pass_on(
                held.message,
                WordsOf::Aside {
                    aside,
                    message: held.message,
                },
                None,
            )?;
        }
        self.close_aside(me, on, AsideDone::PassedOn);
        Ok(())
    }

    /// *My answer to "…"*: what was put aside is sealed there.
    pub(super) fn aside_for_round(
        &mut self,
        aside: AsideId,
        id: RoundId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let held = self.my_aside(aside)?;
        let (round, seat) = self.my_round(id)?;
        if !round.seat(seat).asked {
            return Err(Refusal::OldButton);
        }
        // The author decided now: the round must still be there now, and it settles from now.
        if !round.takes(self.now) {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        for held in held.messages {
            let part = PartId::random(self.rng);
            let message = held.message;
            let sealed = Part {
                id: part,
                message,
                at: self.now,
                units: held.units,
                album: held.album,
                touched: false,
                covered: held.can_be_covered && self.covers(me, held.date),
            };
            let seat = self.seal_part(id, sealed)?;
            self.effects.push(Effect::Round(RoundWords::AsideToPart {
                aside,
                message,
                round: id,
                seat,
                part,
            }));
        }
        self.close_aside(me, on, AsideDone::Sealed);
        Ok(())
    }

    pub(super) fn aside_dropped(&mut self, aside: AsideId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.my_aside(aside)?;
        self.close_aside(me, on, AsideDone::Dropped);
        Ok(())
    }

    fn close_aside(&mut self, me: PersonId, on: MessageId, what: AsideDone) {
        self.forget_aside();
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Round(RoundSay::AsideDone { what })));
    }

    /// A reply to a reveal, a gift or a relay goes to the partner.
    pub(super) fn relay_reply(&mut self, message: MessageId, to: &Ref) -> Result<(), Refusal> {
        self.still_ours(to)?;
        if !self.pay() {
            return Ok(());
        }
        self.pass_on(message, WordsOf::Event, Some(to))
    }

    /// The message belongs to the couple I am in now, not to one that ended.
    pub(super) fn still_ours(&self, on: &Ref) -> Result<(), Refusal> {
        let (couple, _) = self
            .together()
            .map_err(|_| Refusal::Round(RoundRefusal::NobodyThere))?;
        let same = match on.thread {
            Some(thread) => {
                let round = self.state.rounds.get(&thread.round());
                round.is_some_and(|round| round.couple == couple)
            }
            None => match (on.source, self.couple(couple)) {
                (Some((author, _)), Some(couple)) => couple.a == author || couple.b == Some(author),
                _ => true,
            },
        };
        if same {
            Ok(())
        } else {
            Err(Refusal::Round(RoundRefusal::NobodyThere))
        }
    }

    /// Sends words to the partner, or, to one who left quietly, only says so.
    fn pass_on(
        &mut self,
        message: MessageId,
        words: WordsOf,
        reply: Option<&Ref>,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (couple, seat) = self
            .together()
            .map_err(|_| Refusal::Round(RoundRefusal::NobodyThere))?;
        if let Some(partner) = self.partner(couple, seat) {
            let say = Say::Round(RoundSay::Relay { from: me, words });
            let mut relay = Send::line(partner, say).key(format!("relay:{me}:{}", message.0));
            relay.about.role = Role::Relay;
            relay.about.source = Some((me, message));
            relay.reply = match reply {
                Some(Ref {
                    source: Some((author, original)),
                    role: Role::Relay,
                    ..
                }) if *author == partner => Some(ReplyTo::Message(*original)),
                Some(Ref {
                    role: Role::Reveal,
                    thread: Some(thread),
                    ..
                }) => Some(ReplyTo::Sent(reveal_key(thread.round(), seat.other()))),
                _ => None,
            };
            self.send(relay);
        }
        let react =
            Send::react(me, message, Some(PASSED_ON)).key(format!("passed:{me}:{}", message.0));
        self.send(react);
        Ok(())
    }

    /// *Try again*: it was meant as what the bot had asked for.
    pub(super) fn aside_try_again(&mut self, aside: AsideId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let what = self.my_aside(aside)?.retry.ok_or(Refusal::OldButton)?;
        self.forget_aside();
        let say = match what {
            Expected::City { .. } => {
                let couple = self.together().ok().map(|(couple, _)| couple);
                Say::Place(PlaceSay::ZoneAsk {
                    couple,
                    same_as: None,
                })
            }
            Expected::Time { .. } => Say::Plan(PlanSay::TimeAsk),
            Expected::QuietHours => Say::Settings(SettingsSay::QuietHoursType),
            Expected::Question => Say::Deck(DeckSay::QuestionAsk),
            Expected::Wording { .. } => Say::Deck(DeckSay::WordingAsk),
        };
        let until = later(self.now, EXPECT_FOR);
        if let Some(person) = self.me_mut() {
            person.expecting = Some(Expecting { what, until });
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, say));
        Ok(())
    }
}
