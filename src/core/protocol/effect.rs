//! What a turn wants done, all of it in the turn's own transaction.
//!
//! The application seals and erases words as told, renders each [`Say`] from the state after the step, and writes one
//! outbox row for each call. Nothing else reaches a chat, the answer to a button press aside.

use jiff::{SignedDuration, Timestamp};

use crate::core::model::about::{About, Role};
use crate::core::model::delivery::{Class, InGroup, Urgency};
use crate::core::model::ids::{ChatId, CoupleId, MessageId, PersonId, RoundId, Seat, ThreadId};
use crate::core::model::refusal::Refusal;
use crate::core::protocol::deck::DeckWords;
use crate::core::protocol::reflection::ReflectWords;
use crate::core::protocol::round::RoundWords;
use crate::core::protocol::say::{ChatSay, Say};

/// One thing that a turn wants done.
#[derive(Clone, PartialEq, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a turn has a handful of effects, most of them the large one, and they live for a moment"
)]
pub enum Effect {
    /// What becomes of the words of a round, and of those put aside.
    Round(RoundWords),
    /// What becomes of the words of own questions, and of favourites.
    Deck(DeckWords),
    /// What becomes of the words of a reflection.
    Reflect(ReflectWords),
    /// What becomes of what is queued already.
    Queue(QueueChange),
    /// One or more outbox rows.
    Send(Send),
    /// What the pressed button answers: a short line over the chat.
    Toast(Toast),
}

impl Effect {
    /// Whether sealed words are gone once this is carried out, or were replaced by others: the files of the database hold their
    /// bytes until the eraser has run. Each feature says it of its own words.
    pub fn destroys(&self) -> bool {
        match self {
            Effect::Round(words) => words.destroys(),
            Effect::Deck(words) => words.destroys(),
            Effect::Reflect(words) => words.destroys(),
            Effect::Queue(change) => change.destroys(),
            // An edit replaces one that is still queued; the words in that one stay where they are sealed, or go by an effect
            // of their own.
            Effect::Send(_) | Effect::Toast(_) => false,
        }
    }
}

/// A change of what waits in the outbox, or of what a group shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QueueChange {
    /// Drop what is queued for this person about this round or reflection and was not sent yet.
    Unsend { to: PersonId, thread: ThreadId },
    /// What was shown of this person's own covered answer to this round goes at once.
    HideShown { to: PersonId, thread: ThreadId },
    /// This person can be written to again: what was kept for them may go.
    Unpark { person: PersonId },
    /// Drop what is queued for a group and holds words of the two; with `all`, everything that is.
    EmptyGroup { chat: ChatId, all: bool },
    /// The bot may be heard in this group again: what waits for it may go.
    OpenGroup { chat: ChatId },
    /// What waits for this group goes to its new id.
    MoveGroup { from: ChatId, to: ChatId },
    /// Of everything that was opened in a couple's group only the date is left.
    CoverGroup { couple: CoupleId, chat: ChatId },
}

impl QueueChange {
    /// Whether it empties rows with people's words in them. Words that are passed on are nowhere but in their row.
    pub fn destroys(&self) -> bool {
        match self {
            QueueChange::Unsend { .. } | QueueChange::EmptyGroup { .. } => true,
            // What waited too long for somebody who could not be reached is dropped.
            QueueChange::Unpark { .. } | QueueChange::OpenGroup { .. } => true,
            // What is hidden is taken out of a chat, not out of the database.
            QueueChange::HideShown { .. } | QueueChange::CoverGroup { .. } => false,
            QueueChange::MoveGroup { .. } => false,
        }
    }
}

/// One message or change of a message.
#[derive(Clone, PartialEq, Debug)]
pub struct Send {
    pub to: PersonId,
    /// Where, if not in the person's direct chat.
    pub chat: Option<ChatId>,
    /// It goes into the group of a couple.
    pub group: Option<InGroup>,
    /// Unique for ever; a second row with it is not written. A message that takes several calls appends to it. `None`: named
    /// after the turn.
    pub key: Option<String>,
    pub target: Target,
    pub class: Class,
    pub urgency: Urgency,
    pub sound: bool,
    pub not_before: Option<Timestamp>,
    pub reply: Option<ReplyTo>,
    /// Every message of it is taken out of the chat again after this long.
    pub gone_after: Option<SignedDuration>,
    pub about: About,
    pub say: Say,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Target {
    /// A new message.
    New,
    /// The message that the row with this key sent; a newer edit replaces a queued one.
    Sent(String),
    /// A message of the bot with this id (the one a pressed button stands under).
    Message(MessageId),
    /// The person's own message, for a reaction or to take it away.
    Theirs(MessageId),
}

#[derive(Clone, PartialEq, Debug)]
pub enum ReplyTo {
    Sent(String),
    Message(MessageId),
}

impl Send {
    /// A silent new message that somebody waits for.
    pub fn line(to: PersonId, say: Say) -> Send {
        Send {
            to,
            chat: None,
            group: None,
            key: None,
            target: Target::New,
            class: Class::Owed,
            urgency: Urgency::Waited,
            sound: false,
            not_before: None,
            reply: None,
            gone_after: None,
            about: About {
                role: Role::Line,
                key: String::new(),
                thread: None,
                seat: None,
                source: None,
                part: None,
            },
            say,
        }
    }

    /// An edit of the message a pressed button stands under.
    pub fn edit(to: PersonId, on: MessageId, say: Say) -> Send {
        Send {
            target: Target::Message(on),
            class: Class::Set,
            ..Send::line(to, say)
        }
    }

    /// The bot's reaction on a person's own message; `None` takes it away.
    pub fn react(to: PersonId, message: MessageId, emoji: Option<&str>) -> Send {
        Send {
            target: Target::Theirs(message),
            class: Class::Set,
            ..Send::line(
                to,
                Say::Chat(ChatSay::Reaction {
                    emoji: emoji.map(str::to_owned),
                }),
            )
        }
    }

    /// Takes a message out of a person's direct chat, theirs or the bot's. Telegram allows it for 48 hours (Bot API,
    /// `deleteMessage`); later it stays, and nothing else happens.
    pub fn delete(to: PersonId, message: MessageId) -> Send {
        Send {
            target: Target::Theirs(message),
            class: Class::Set,
            ..Send::line(to, Say::Chat(ChatSay::Delete))
        }
    }

    pub fn key(mut self, key: impl Into<String>) -> Send {
        self.key = Some(key.into());
        self
    }

    pub fn role(mut self, role: Role, round: RoundId, seat: Seat) -> Send {
        self.about.role = role;
        self.about.thread = Some(round.thread());
        self.about.seat = Some(seat);
        self
    }

    pub fn source(mut self, author: PersonId, message: MessageId) -> Send {
        self.about.source = Some((author, message));
        self
    }

    pub fn reply(mut self, reply: ReplyTo) -> Send {
        self.reply = Some(reply);
        self
    }

    /// A reply to it is a place, not an answer.
    pub fn zone_question(mut self) -> Send {
        self.about.role = Role::ZoneAsk;
        self
    }

    pub fn with_sound(mut self, sound: bool) -> Send {
        self.sound = sound;
        self
    }

    pub fn scheduled(mut self) -> Send {
        self.urgency = Urgency::Scheduled;
        self
    }
}

/// The short line a pressed button answers with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Toast {
    /// Nothing to say: the message changes.
    Quiet,
    Told,
    AlreadyTold,
    TakenBack,
    TakeYourTime,
    QuestionKept,
    QuestionKeptBefore,
    OursBefore,
    /// *I'm in* was tapped by one of two.
    OtherOne,
    StepCleared,
    StepsTakenBack,
    /// From now on what is sealed is taken out of the chat.
    CoversNow,
    Refused(Refusal),
}
