//! What one turn looks at and may change: persons, their couples, the open rounds, the invite at hand. Never words.
//!
//! Every map is ordered, so that a seed replays step for step. Start with [`State`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::core::choosing::{Asked, Choosing};
use crate::core::group::Group;
use crate::core::ids::{
    AsideId, ChatId, CoupleId, MessageId, OwnId, PersonId, ReflectionId, RoundId, ScheduleId, Seat,
};
use crate::core::own::{AskedToday, Kept, Ours};
use crate::core::plan::Plan;
use crate::core::reflection::{Reflecting, Reflection};
use crate::core::round::Round;
use crate::library::{KindId, PromptId};

/// The small part of the world that one event can touch.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct State {
    /// Whose event this is; nobody's for a tick.
    pub me: Option<PersonId>,
    pub persons: BTreeMap<PersonId, Person>,
    pub couples: BTreeMap<CoupleId, Couple>,
    /// The groups of these couples, and the one an event comes from.
    pub groups: BTreeMap<ChatId, Group>,
    /// The open rounds of these couples, and those an event names (a button under an old reveal).
    pub rounds: BTreeMap<RoundId, Round>,
    /// Those of these couples that something can still happen to, and what the person whose event it is writes alone.
    pub reflections: BTreeMap<ReflectionId, Reflection>,
    /// The live links of these couples, and the one an opener followed.
    pub invites: BTreeMap<InviteHash, Invite>,
    /// Slots that already had their round, found when one was about to be opened again.
    pub taken: BTreeSet<(ScheduleId, Date)>,
    /// When each prompt was last used by a couple; loaded only for events that may pick one.
    pub used: BTreeMap<CoupleId, BTreeMap<PromptId, Timestamp>>,
    /// When a prompt was last asked, where neither answered it then; loaded with `used`.
    pub unanswered: BTreeMap<CoupleId, BTreeMap<PromptId, Timestamp>>,
    /// The questions a couple keeps, in the order in which they were kept; loaded only for events that look at them.
    pub decks: BTreeMap<CoupleId, Vec<Kept>>,
    /// Who marked which prompt; loaded only for events that may pick one.
    pub favourites: BTreeMap<CoupleId, BTreeSet<(PersonId, PromptId)>>,
}

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
    Wording { question: OwnId },
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

/// SHA-256 of an invite token, in lower-case hex. The token itself is never kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InviteHash(pub String);

/// One link to a pairing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Invite {
    pub hash: InviteHash,
    pub couple: CoupleId,
    pub made_at: Timestamp,
}

/// Two seats, from the first invitation to the end.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Couple {
    pub id: CoupleId,
    pub phase: Phase,
    pub a: PersonId,
    pub b: Option<PersonId>,
    pub made_at: Timestamp,
    /// While inviting or proposed: when this pairing comes to nothing.
    pub expires_at: Option<Timestamp>,
    pub schedules: Vec<Schedule>,
    /// The seat that left quietly, and when the other reads the one line.
    pub leaving: Option<Leaving>,
    /// Resting since then …
    #[serde(default)]
    pub paused_at: Option<Timestamp>,
    /// … and until then; without it, until resumed.
    pub paused_until: Option<Timestamp>,
    /// The plan that was chosen.
    #[serde(default)]
    pub plan: Plan,
    /// Who set the plan last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_by: Option<Seat>,
    /// The group the two chose; whether they live there now is [`State::home`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ChatId>,
    /// Rounds in a row that closed unopened.
    #[serde(default)]
    pub unopened: u8,
    #[serde(default)]
    pub mood: Mood,
    /// When the partner was last told that the plan changed.
    #[serde(default)]
    pub plan_told_at: Option<Timestamp>,
    /// While inviting: who accepted and was not the right person. Links made before that do not let them in again.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub refused: BTreeSet<PersonId>,
    /// What was asked last, and how deep the questions have gone.
    #[serde(default)]
    pub choosing: Choosing,
    /// What the two have made their own.
    #[serde(default, skip_serializing_if = "Ours::is_empty")]
    pub ours: Ours,
    /// Reflections, as far as every turn must know of them.
    #[serde(default, skip_serializing_if = "Reflecting::is_empty")]
    pub reflect: Reflecting,
}

/// How much of the plan is followed.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    #[default]
    Awake,
    /// Little opened lately: one prompt on Sundays.
    Sundays { schedule: Schedule },
    /// Nothing until one of them writes.
    Asleep,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// A link is out.
    Inviting,
    /// Someone accepted; the inviter has not said whether it is the right person.
    Proposed {
        at: Timestamp,
    },
    Together {
        at: Timestamp,
    },
    Ended {
        at: Timestamp,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Leaving {
    pub seat: Seat,
    pub line_at: Timestamp,
}

/// Local wall-clock times at which a couple is asked something.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Schedule {
    pub id: ScheduleId,
    /// One kind, or several in turn.
    pub kinds: Vec<KindId>,
    /// A cron expression (crate `cron`, six fields) over local time without a zone, at most one time a day.
    pub cron: String,
    /// How many rounds it has opened: whose turn it is.
    pub turn: u32,
    /// The last slot that was opened or passed over.
    pub last_slot: Option<DateTime>,
    /// Switched off, but kept.
    #[serde(default)]
    pub off: bool,
}

impl Couple {
    /// Who sits there.
    pub fn person(&self, seat: Seat) -> Option<PersonId> {
        match seat {
            Seat::A => Some(self.a),
            Seat::B => self.b,
        }
    }

    /// Where this person sits and has not left.
    pub fn seat_of(&self, person: PersonId) -> Option<Seat> {
        let seat = if self.a == person {
            Seat::A
        } else if self.b == Some(person) {
            Seat::B
        } else {
            return None;
        };
        (!self.has_left(seat)).then_some(seat)
    }

    /// This seat left quietly.
    pub fn has_left(&self, seat: Seat) -> bool {
        self.leaving.is_some_and(|leaving| leaving.seat == seat)
    }

    /// Only this counts as being in a couple.
    pub fn is_together(&self) -> bool {
        matches!(self.phase, Phase::Together { .. })
    }

    /// Nothing happens here any more.
    pub fn is_ended(&self) -> bool {
        matches!(self.phase, Phase::Ended { .. })
    }

    /// The person in this seat is there to be told things.
    pub fn present(&self, seat: Seat) -> Option<PersonId> {
        if self.has_left(seat) {
            None
        } else {
            self.person(seat)
        }
    }
}

impl State {
    /// The person whose event this is.
    pub fn me(&self) -> Option<&Person> {
        self.persons.get(&self.me?)
    }

    /// The couple a person is together in, and the seat.
    pub fn together(&self, person: PersonId) -> Option<(&Couple, Seat)> {
        self.couples.values().find_map(|couple| {
            let seat = couple.seat_of(person)?;
            couple.is_together().then_some((couple, seat))
        })
    }

    /// Couples of this person that have not ended and that the person has not left.
    pub fn couples_of(&self, person: PersonId) -> impl Iterator<Item = (&Couple, Seat)> {
        self.couples
            .values()
            .filter(|couple| !couple.is_ended())
            .filter_map(move |couple| Some((couple, couple.seat_of(person)?)))
    }

    /// The unanswered, answered and revealed rounds of a person, with the seat.
    pub fn rounds_of(&self, person: PersonId) -> impl Iterator<Item = (&Round, Seat)> {
        self.rounds.values().filter_map(move |round| {
            let couple = self.couples.get(&round.couple)?;
            Some((round, couple.seat_of(person)?))
        })
    }
}
