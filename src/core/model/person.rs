//! A person as a value: settings, what the bot waits to read from them, and what they put aside. Never their words.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::core::model::choice::Asked;
use crate::core::model::deck::AskedToday;
use crate::core::model::ids::{
    AsideId, ChatId, MessageId, PersonId, QuestionId, ReflectionId, RoundId, ScheduleId,
};
use crate::library::KindId;

/// One Telegram user who has started the bot.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    /// Telegram's user id, which is also the id of the direct chat.
    pub user: ChatId,
    /// The language of the person's Telegram, as an IETF tag.
    pub lang: Option<String>,
    /// An IANA zone name.
    pub zone: Option<String>,
    /// False once a message could not be delivered because nobody is there.
    pub reachable: bool,
    pub expecting: Option<Expecting>,
    pub settings: Settings,
    /// How many prompts of each kind came, up to the number that carries a how-to line.
    pub seen: BTreeMap<KindId, u8>,
    /// The prompt that reached this person last, by Telegram's date.
    pub last_card: Option<Came>,
    /// The reveal that reached this person last.
    pub last_reveal: Option<Came>,
    /// Words waiting for their author to say what they are for.
    pub aside: Option<Aside>,
    pub bucket: Bucket,
    /// The zone question was put.
    pub zone_asked: bool,
    /// Questions of their own.
    #[serde(default)]
    pub asked: AskedToday,
    /// What they write for themselves, or wrote and did not decide to keep.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub alone: BTreeSet<ReflectionId>,
}

impl Person {
    /// A person who has just said the first word to the bot.
    pub fn new(id: PersonId, user: ChatId, lang: Option<String>, now: Timestamp) -> Person {
        Person {
            id,
            user,
            lang,
            zone: None,
            reachable: true,
            expecting: None,
            settings: Settings::default(),
            seen: BTreeMap::new(),
            last_card: None,
            last_reveal: None,
            aside: None,
            bucket: Bucket {
                left: Bucket::SIZE,
                filled_at: now,
                told: false,
            },
            zone_asked: false,
            asked: AskedToday::default(),
            alone: BTreeSet::new(),
        }
    }
}

/// What a person can switch.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The partner's open prompt may show that an answer of mine waits.
    pub tell_sealed: bool,
    /// One gentle reminder a round, never in the quiet hours.
    pub nudges: bool,
    /// No sound and nothing a partner triggers from here …
    pub quiet_from: Time,
    /// … to here, in local time.
    pub quiet_to: Time,
    /// What I would like to be asked.
    pub asked: Asked,
    /// What I write is taken out of the chat once it is sealed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cover: bool,
    /// A partner may invite me to a reflection. Off is told to nobody.
    pub reflections: bool,
    /// After three months without one I am offered one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reflect_offers: bool,
}

/// What a person can switch on or off for themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Switch {
    /// *Show when I've answered*.
    TellSealed,
    /// One gentle reminder a round.
    Nudges,
    /// What I write is taken out of the chat once it is sealed.
    Cover,
    /// A partner may invite me to a reflection.
    Reflections,
    /// After three months without one I am offered one.
    ReflectOffers,
}

impl Switch {
    pub const ALL: [Switch; 5] = [
        Switch::TellSealed,
        Switch::Nudges,
        Switch::Cover,
        Switch::Reflections,
        Switch::ReflectOffers,
    ];
}

impl Settings {
    pub fn is_on(&self, switch: Switch) -> bool {
        match switch {
            Switch::TellSealed => self.tell_sealed,
            Switch::Nudges => self.nudges,
            Switch::Cover => self.cover,
            Switch::Reflections => self.reflections,
            Switch::ReflectOffers => self.reflect_offers,
        }
    }

    /// Turns a switch over, and says how it stands now.
    pub fn toggle(&mut self, switch: Switch) -> bool {
        let on = match switch {
            Switch::TellSealed => &mut self.tell_sealed,
            Switch::Nudges => &mut self.nudges,
            Switch::Cover => &mut self.cover,
            Switch::Reflections => &mut self.reflections,
            Switch::ReflectOffers => &mut self.reflect_offers,
        };
        *on = !*on;
        *on
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            tell_sealed: true,
            nudges: true,
            quiet_from: Time::constant(22, 30, 0, 0),
            quiet_to: Time::constant(7, 30, 0, 0),
            asked: Asked::default(),
            cover: false,
            reflections: true,
            reflect_offers: false,
        }
    }
}

/// The one thing the bot waits to read from a person, and until when.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Expecting {
    pub what: Expected,
    pub until: Timestamp,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// A city or zone name. `asked` when the person asked for it, so that text which is no city gets a question back.
    City { asked: bool },
    /// The time of a schedule, typed.
    Time { schedule: ScheduleId },
    /// From when to when it shall be quiet, typed.
    QuietHours,
    /// A question of one's own, for both.
    Question,
    /// New words for one that is kept.
    Wording { question: QuestionId },
}

/// Something of a round that was delivered to a person.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Came {
    pub round: RoundId,
    pub at: Timestamp,
}

/// Messages put aside under one question.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Aside {
    pub id: AsideId,
    /// The messages, oldest first, with Telegram's own date of each and what they weigh.
    pub messages: Vec<AsideMessage>,
    pub asked_at: Timestamp,
    /// What the bot had asked for, when these words did not say it.
    #[serde(default)]
    pub retry: Option<Expected>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AsideMessage {
    pub message: MessageId,
    pub date: Timestamp,
    pub units: u32,
    pub album: Option<String>,
    /// Whether it can be shown again once the message is gone.
    #[serde(default)]
    pub can_be_covered: bool,
}

/// A person's commands, relays and invites: 30 a minute, said once.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bucket {
    pub left: u32,
    pub filled_at: Timestamp,
    pub told: bool,
}

impl Bucket {
    /// Requests in a burst, and in a minute.
    pub const SIZE: u32 = 30;

    /// Takes one; `None` when it is empty, with whether this is the first time it is.
    pub fn take(self, now: Timestamp) -> Result<Bucket, (Bucket, bool)> {
        let ms_each = 60_000 / i64::from(Bucket::SIZE);
        let elapsed_ms = (now.as_millisecond() - self.filled_at.as_millisecond()).max(0);
        let gained = (elapsed_ms / ms_each).min(i64::from(Bucket::SIZE));
        let mut bucket = self;
        if gained > 0 || now < self.filled_at {
            bucket.left = (bucket.left + gained as u32).min(Bucket::SIZE);
            bucket.filled_at = now;
        }
        if bucket.left == 0 {
            let first = !bucket.told;
            bucket.told = true;
            return Err((bucket, first));
        }
        bucket.left -= 1;
        if bucket.left > Bucket::SIZE / 2 {
            bucket.told = false;
        }
        Ok(bucket)
    }
}

/// The bot waits this long for what it asked for.
pub const EXPECT_FOR: SignedDuration = SignedDuration::from_mins(10);
