//! A reaction on something of the partner's, shown to the partner where it belongs.

use crate::core::model::about::{Ref, Role};
use crate::core::model::delivery::Class;
use crate::core::model::ids::{MessageId, RoundId, Seat};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::model::round::reveal_key;
use crate::core::protocol::effect::{ReplyTo, Send, Target, Toast};
use crate::core::protocol::event::Reaction;
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::{ChatSay, Say};
use crate::core::turn::{PASSED_ON, SEAL, Turn};
use crate::library::ButtonId;

impl<R: rand::Rng> Turn<'_, R> {
    /// A response button under a reveal.
    pub(super) fn respond_to(
        &mut self,
        id: RoundId,
        button: &ButtonId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (round, seat) = self.my_round(id)?;
        let known = self
            .world
            .library
            .kind(&round.kind)
            .is_some_and(|kind| kind.buttons.contains(button));
        if !round.is_revealed() || !known {
            return Err(Refusal::OldButton);
        }
        if round.seat(seat).responded.contains(button) {
            self.toast(Toast::AlreadyTold);
            return Ok(());
        }
        let couple = round.couple;
        if !self
            .couple(couple)
            .is_some_and(|couple| couple.is_together())
        {
            return Err(Refusal::Round(RoundRefusal::NobodyThere));
        }
        if let Some(round) = self.round_mut(id) {
            round.seat_mut(seat).responded.push(button.clone());
        }
        if let Some(partner) = self.partner(couple, seat) {
            let say = Say::Round(RoundSay::Response {
                from: me,
                round: id,
                button: button.clone(),
            });
            let mut response = Send::line(partner, say).role(Role::Relay, id, seat.other());
            response.reply = Some(ReplyTo::Sent(reveal_key(id, seat.other())));
            self.send(response.key(format!("respond:{id}:{}:{button}", seat.index())));
        }
        self.toast(Toast::Told);
        self.send(Send::edit(
            me,
            on,
            Say::Round(RoundSay::RevealButtons { round: id, seat }),
        ));
        Ok(())
    }

    /// A reaction on something of the partner's becomes the bot's reaction on the partner's own message.
    pub(in crate::core) fn reacted(
        &mut self,
        on: Ref,
        reaction: Option<Reaction>,
    ) -> Result<(), Refusal> {
        if !matches!(on.role, Role::Reveal | Role::Gift | Role::Relay) {
            return Ok(());
        }
        self.still_ours(&on)?;
        let (couple, seat) = self.together()?;
        let Some(partner) = self.partner(couple, seat) else {
            return Ok(());
        };
        let first_part = || {
            let round = self.round(on.round()?)?;
            round
                .seat(seat.other())
                .parts
                .first()
                .map(|part| part.message)
        };
        let source = on
            .source
            .filter(|(author, _)| *author == partner)
            .map(|(_, message)| message);
        let quiet = if on.role == Role::Relay {
            PASSED_ON
        } else {
            SEAL
        };
        let emoji = match &reaction {
            None => quiet,
            Some(Reaction::Emoji(emoji)) => emoji,
            Some(Reaction::Other) => "❤",
        };
        let still_there = |message: &MessageId| !self.is_covered(&on, seat.other(), *message);
        if let Some(message) = source.or_else(first_part).filter(still_there) {
            self.send(Send::react(partner, message, Some(emoji)));
        } else if let Some(key) = self.stands_for_answer(&on, seat.other()) {
            let emoji = reaction.is_some().then(|| emoji.to_owned());
            let react = Send::line(partner, Say::Chat(ChatSay::Reaction { emoji }));
            self.send(Send {
                target: Target::Sent(key),
                class: Class::Set,
                ..react
            });
        }
        Ok(())
    }

    /// Whether this message of an answer was taken out of its author's chat.
    fn is_covered(&self, on: &Ref, author: Seat, message: MessageId) -> bool {
        let round = on.round().and_then(|round| self.round(round));
        round.is_some_and(|round| {
            let mut parts = round.seat(author).parts.iter();
            parts.any(|part| part.message == message && part.covered)
        })
    }

    /// A tap is no message that could carry a reaction, and a covered one is gone: the author's own copy of the reveal does
    /// instead, or, of what was given, the question it answered.
    fn stands_for_answer(&self, on: &Ref, author: Seat) -> Option<String> {
        let round = on.round()?;
        match on.role {
            Role::Reveal => Some(reveal_key(round, author)),
            Role::Gift => {
                let card = self.round(round)?.seat(author).card.as_ref()?;
                Some(card.key.clone())
            }
            _ => None,
        }
    }
}
