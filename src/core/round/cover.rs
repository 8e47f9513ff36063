//! *Cover what I write*: once sealed, a person's own message is taken out of their chat, and the card brings it back for a
//! minute when they want to read it.
//!
//! Only what the bot can show again is covered: text, or anything with a file id. A covered part cannot be deleted by its
//! author any more, so it is not touched before a reveal, and the author takes it back by the card alone. Start with
//! [`Turn::cover`].

use jiff::{SignedDuration, Timestamp};

use crate::core::model::ids::{MessageId, PersonId, RoundId};
use crate::core::model::refusal::Refusal;
use crate::core::protocol::effect::{Effect, QueueChange, Send, Toast};
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// Telegram lets a bot delete a message for 48 hours (Bot API, `deleteMessage`); the call itself may have to wait a while.
const COVERED_WITHIN: SignedDuration = SignedDuration::from_hours(47);

/// So long one's own words stand in the chat again.
pub const SHOWN_FOR: SignedDuration = SignedDuration::from_mins(1);

impl<R: rand::Rng> Turn<'_, R> {
    /// Whether a message that its author sent at `sent_at` is to be covered once it is sealed in an everyday round.
    pub(super) fn covers(&self, author: PersonId, sent_at: Timestamp) -> bool {
        let person = self.person(author);
        person.is_some_and(|person| person.settings.cover) && self.can_still_cover(sent_at)
    }

    /// Whether Telegram still lets the bot delete a message of this date.
    pub(in crate::core) fn can_still_cover(&self, sent_at: Timestamp) -> bool {
        self.now.duration_since(sent_at) < COVERED_WITHIN
    }

    /// Takes an author's own message out of their chat. Only for words that [`can_be_covered`](crate::core::model::words::can_be_covered), while it
    /// [`Turn::can_still_cover`] them; whoever calls it keeps the words sealed and shows them again when asked.
    pub(in crate::core) fn cover(&mut self, author: PersonId, message: MessageId) {
        self.send(Send::delete(author, message));
    }

    /// *Show me*: one's own covered answer, for a minute.
    pub(super) fn show_covered(&mut self, id: RoundId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (round, seat) = self.my_round(id)?;
        if !round.shows_own(seat) {
            return Err(Refusal::OldButton);
        }
        self.toast(Toast::Quiet);
        if !self.pay() {
            return Ok(());
        }
        let mut copy = Send::line(me, Say::Round(RoundSay::Covered { round: id, seat }));
        copy.about.thread = Some(id.thread());
        copy.about.seat = Some(seat);
        copy.gone_after = Some(SHOWN_FOR);
        self.send(copy);
        Ok(())
    }

    /// Covers it again before its minute is over.
    pub(super) fn hide_covered(&mut self, round: RoundId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.my_round(round)?;
        self.toast(Toast::Quiet);
        self.effects.push(Effect::Queue(QueueChange::HideShown {
            to: me,
            thread: round.thread(),
        }));
        // The copy whose button it is may not be known any more.
        self.send(Send::delete(me, on));
        Ok(())
    }
}
