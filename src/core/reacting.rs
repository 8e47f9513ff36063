//! A reaction on something of the partner's, shown to the partner where it belongs.

use crate::core::answering::reveal_key;
use crate::core::delivery::Class;
use crate::core::effect::{Say, Send, Target};
use crate::core::event::{Reaction, Ref, Role};
use crate::core::refusal::Refusal;
use crate::core::turn::{PASSED_ON, SEAL, Turn};

impl<R: rand::Rng> Turn<'_, R> {
    /// A reaction on something of the partner's becomes the bot's reaction on the partner's own message.
    pub fn reacted(&mut self, on: Ref, reaction: Option<Reaction>) -> Result<(), Refusal> {
        if !matches!(on.role, Role::Reveal | Role::Gift | Role::Relay) {
            return Ok(());
        }
        self.still_ours(&on)?;
        let (couple, seat) = self.together()?;
        let Some(partner) = self.partner(couple, seat) else {
            return Ok(());
        };
        let first_part = || {
            let round = self.round(on.round?)?;
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
        if let Some(message) = source.or_else(first_part) {
            self.send(Send::react(partner, message, Some(emoji)));
        } else if let (Role::Reveal, Some(round)) = (on.role, on.round) {
            // A tap is no message that could carry a reaction: the partner's own copy of the reveal does.
            let emoji = reaction.is_some().then(|| emoji.to_owned());
            let react = Send::line(partner, Say::Reaction { emoji });
            self.send(Send {
                target: Target::Sent(reveal_key(round, seat.other())),
                class: Class::Set,
                ..react
            });
        }
        Ok(())
    }
}
