//! *Cover what I write*: once sealed, a person's own message is taken out of their chat, and the card brings it back for a
//! minute when they want to read it.
//!
//! Only what the bot can show again is covered: text, or anything with a file id. A covered part cannot be deleted by its
//! author any more, so it is not touched before a reveal, and the author takes it back by the card alone. Start with
//! [`Turn::cover`].

use jiff::{SignedDuration, Timestamp};

use crate::core::effect::{Effect, Say, Send, Toast};
use crate::core::ids::{MessageId, PersonId, RoundId, Seat};
use crate::core::refusal::Refusal;
use crate::core::round::{Half, Round};
use crate::core::turn::Turn;
use crate::core::words::Words;

/// Telegram lets a bot delete a message for 48 hours (Bot API, `deleteMessage`); the call itself may have to wait a while.
const COVERED_WITHIN: SignedDuration = SignedDuration::from_hours(47);
/// So long one's own words stand in the chat again.
pub const SHOWN_FOR: SignedDuration = SignedDuration::from_mins(1);

/// The buttons that belong to covered words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CoverPress {
    /// The setting, on or off.
    Toggle,
    /// *Show me*: my own answer to this round.
    Show(RoundId),
    /// Covers it again before its minute is over.
    Hide(RoundId),
}

impl CoverPress {
    /// The callback data; see [`crate::core::event::Press::data`].
    pub fn data(self) -> String {
        match self {
            CoverPress::Toggle => "cov".into(),
            CoverPress::Show(round) => format!("shw:{:x}", round.0),
            CoverPress::Hide(round) => format!("hid:{:x}", round.0),
        }
    }

    /// Reads callback data that was taken apart.
    pub fn read(verb: &str, id: Option<i64>) -> Option<CoverPress> {
        let round = id.map(RoundId);
        Some(match verb {
            "cov" => CoverPress::Toggle,
            "shw" => CoverPress::Show(round?),
            "hid" => CoverPress::Hide(round?),
            _ => return None,
        })
    }

    /// The round a button names.
    pub fn round(self) -> Option<RoundId> {
        match self {
            CoverPress::Toggle => None,
            CoverPress::Show(round) | CoverPress::Hide(round) => Some(round),
        }
    }
}

/// Whether words can be shown again once their message is gone.
pub fn can_be_covered(words: &Words) -> bool {
    match words {
        Words::Text { .. } | Words::File { .. } => true,
        Words::Copied { .. } => false,
    }
}

impl Round {
    /// How many messages of this seat's answer were taken out of the chat.
    pub fn covered(&self, seat: Seat) -> usize {
        let parts = self.seat(seat).parts.iter();
        parts.filter(|part| part.covered).count()
    }

    /// Whether its author may have a covered answer shown again. After the reveal too, for it says of one's own pictures only
    /// that they were there; not once it was given or let go.
    pub fn shows_own(&self, seat: Seat) -> bool {
        let mine = self.seat(seat);
        let kept = matches!(mine.half, Some(Half::Offered { .. } | Half::Kept));
        let whole = self.is_open() || self.is_revealed() || kept;
        whole && self.covered(seat) > 0 && !mine.gone
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Whether a message that its author sent at `sent_at` is to be covered once it is sealed in an everyday round.
    pub fn covers(&self, author: PersonId, sent_at: Timestamp) -> bool {
        let person = self.person(author);
        person.is_some_and(|person| person.settings.cover) && self.can_still_cover(sent_at)
    }

    /// Whether Telegram still lets the bot delete a message of this date.
    pub fn can_still_cover(&self, sent_at: Timestamp) -> bool {
        self.now.duration_since(sent_at) < COVERED_WITHIN
    }

    /// Takes an author's own message out of their chat. Only for words that [`can_be_covered`], while it
    /// [`Turn::can_still_cover`] them; whoever calls it keeps the words sealed and shows them again when asked.
    pub fn cover(&mut self, author: PersonId, message: MessageId) {
        self.send(Send::delete(author, message));
    }

    pub fn cover_pressed(&mut self, press: CoverPress, on: MessageId) -> Result<(), Refusal> {
        match press {
            CoverPress::Toggle => self.toggle_cover(on),
            CoverPress::Show(round) => self.show_covered(round),
            CoverPress::Hide(round) => self.hide_covered(round, on),
        }
    }

    /// From now on; what was sealed before stays where it is.
    fn toggle_cover(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let Some(person) = self.me_mut() else {
            return Ok(());
        };
        person.settings.cover = !person.settings.cover;
        let covers = person.settings.cover;
        self.toast(if covers {
            Toast::CoversNow
        } else {
            Toast::Quiet
        });
        self.send(Send::edit(me, on, Say::Settings));
        Ok(())
    }

    fn show_covered(&mut self, round: RoundId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (at_hand, seat) = self.my_round(round)?;
        if !at_hand.shows_own(seat) {
            return Err(Refusal::OldButton);
        }
        self.toast(Toast::Quiet);
        if !self.pay() {
            return Ok(());
        }
        let mut copy = Send::line(me, Say::Covered { round, seat });
        copy.about.round = Some(round);
        copy.about.seat = Some(seat);
        copy.gone_after = Some(SHOWN_FOR);
        self.send(copy);
        Ok(())
    }

    fn hide_covered(&mut self, round: RoundId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.my_round(round)?;
        self.toast(Toast::Quiet);
        self.effects.push(Effect::HideShown { to: me, round });
        // The copy whose button it is may not be known any more.
        self.send(Send::delete(me, on));
        Ok(())
    }
}
