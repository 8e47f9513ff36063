//! One prompt put to one couple: open, then revealed, or closed unopened.
//!
//! Transitions take the round by value, so a refusal changes nothing. Times are the moments that count for the author
//! (a message's own date), never a clock of its own. Start with [`Round::reveal_due`]: the one condition of a reveal.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::core::model::group::Post;
use crate::core::model::ids::{CoupleId, MessageId, PartId, QuestionId, RoundId, ScheduleId, Seat};
use crate::core::model::tap::{Tap, Tapped};
use crate::core::model::time::later;
use crate::library::{ButtonId, KindId, PromptId, Reveals, Shape};

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

impl Round {
    /// The question of their own that this round asks.
    pub fn own_question(&self) -> Option<QuestionId> {
        self.prompt.own_question().map(QuestionId)
    }
}

/// The row that carries the first message of a reveal.
pub fn reveal_key(round: RoundId, seat: Seat) -> String {
    format!("reveal:{round}:{}", seat.index())
}

/// An answer has at most this many parts (section 4 rule 9): an album and some words, not a novel.
pub const PARTS_MAX: usize = 20;

/// … and this many UTF-16 units: five full Telegram messages.
pub const UNITS_MAX: u32 = 20_000;

/// A round that nothing succeeds stays answerable this long after the later of the two was asked.
pub const OPEN_FOR: SignedDuration = SignedDuration::from_hours(72);

/// A close is committed this long after its time, so that words written just before it can still arrive.
pub const CLOSE_GRACE: SignedDuration = SignedDuration::from_mins(2);

/// A reveal waits at most this long after the second person's first part, however much is added.
pub const SETTLE_MAX: SignedDuration = SignedDuration::from_secs(90);

/// *Still writing* holds a reveal at most this long.
pub const WRITING_MAX: SignedDuration = SignedDuration::from_mins(10);

/// The parts are touched before a reveal; whatever has not answered by then lets the reveal go.
pub const TOUCH_MAX: SignedDuration = SignedDuration::from_secs(10);

/// An unopened half nobody decided about is erased after this long.
pub const HALF_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// *Another one* works this often a slot.
pub const ANOTHER_MAX: u8 = 2;

/// Answers sealed within the same minute are twins.
pub const TWIN: SignedDuration = SignedDuration::from_secs(60);

/// One prompt put to one couple. The words of its answers are in the store.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Round {
    pub id: RoundId,
    pub couple: CoupleId,
    pub kind: KindId,
    pub prompt: PromptId,
    /// How it is answered, as it was when it was asked.
    #[serde(default = "text")]
    pub shape: Shape,
    /// What its reveal shows of a choice.
    #[serde(default)]
    pub reveals: Reveals,
    pub origin: Origin,
    pub opened_at: Timestamp,
    pub phase: RoundPhase,
    /// Unanswered, it closes at this time. `None` while the second seat is not taken.
    pub close_at: Option<Timestamp>,
    /// How often *another one* was used since the first round of this slot; [`ANOTHER_MAX`] once it was used on this one.
    pub swaps: u8,
    /// How many choices without a match went before this one.
    #[serde(default)]
    pub tries: u8,
    /// What followed its reveal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequel: Option<Sequel>,
    pub seats: [SeatRound; 2],
    /// Its message in the group of the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted: Option<Post>,
}

/// What follows a reveal in which the two had picked nothing in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sequel {
    /// Other ideas, as a round of its own.
    Others,
    /// The lot fell on this seat, which surprises the other one.
    Lot { surprises: Seat },
}

/// Rounds from before there were shapes.
fn text() -> Shape {
    Shape::Text
}

/// Why a round exists.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The first prompt, under an invite.
    First,
    /// A slot of a schedule.
    Slot {
        schedule: ScheduleId,
        slot: DateTime,
    },
    /// `/prompt`.
    Asked { by: Seat },
    /// *Another one*, under this round; where the first of the chain came from goes along.
    Another {
        of: RoundId,
        schedule: Option<ScheduleId>,
        asked_by: Option<Seat>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundPhase {
    Open,
    /// A reveal is due and every part is touched to see whether it still stands.
    Touching {
        since: Timestamp,
    },
    Revealed {
        at: Timestamp,
    },
    Closed {
        at: Timestamp,
        how: Closed,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// Its time was over.
    Unopened,
    /// Both chose to talk instead.
    Talked,
    /// One of the two left, or the pairing came to nothing.
    Ended,
    /// Its prompt reached nobody in time.
    Dropped,
}

/// What one round is for one of the two.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SeatRound {
    /// When this person is, or was, to be asked. `None` while nobody sits here.
    pub ask_at: Option<Timestamp>,
    /// The prompt was handed to the outbox.
    pub asked: bool,
    /// The outbox key of the message that shows the prompt, and since when it stands for this round.
    pub card: Option<Card>,
    /// When the prompt arrived, by Telegram's date.
    pub delivered_at: Option<Timestamp>,
    /// The prompt's text as it was shown, in this person's language.
    pub shown: Option<String>,
    /// The options of a choice, as they were shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The two ends of a scale, as they were shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<[String; 2]>,
    /// The prompt carries the how-to line.
    pub how_to: bool,
    pub parts: Vec<Part>,
    /// What was tapped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tapped: Option<Tapped>,
    /// The card of this sealed answer shows its buttons, so that it can be changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub choosing: bool,
    /// The first part of the present answer, and the last part or edit.
    pub first_at: Option<Timestamp>,
    pub last_at: Option<Timestamp>,
    pub passed: bool,
    pub talk: bool,
    /// *Still writing* until then.
    pub writing_until: Option<Timestamp>,
    pub half: Option<Half>,
    /// The later round whose question about its half asks about this one too.
    pub offered_with: Option<RoundId>,
    /// When the one nudge of this round comes.
    pub nudge_at: Option<Timestamp>,
    /// An earlier prompt was still open when this one came, which its card says.
    pub last_open: bool,
    /// The message that showed this prompt stands for another round now.
    pub moved: bool,
    /// This person left; the card shows a round that is over.
    pub gone: bool,
    /// The response buttons pressed under the reveal.
    pub responded: Vec<ButtonId>,
    /// This person marked its prompt as a favourite.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub favourite: bool,
    /// Its question is in the couple's own deck, as far as this person was told.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub kept: bool,
}

/// The message that shows a prompt to one person.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Card {
    pub key: String,
    pub since: Timestamp,
    /// How many messages have shown it: the newest is the one that is edited.
    pub n: u32,
}

/// One message of an answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Part {
    pub id: PartId,
    pub message: MessageId,
    pub at: Timestamp,
    /// Length of its text or caption in UTF-16 units.
    pub units: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    /// Touched in the present touching.
    #[serde(default)]
    pub touched: bool,
    /// Its message was taken out of the chat at its author's wish; there is nothing left to touch.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub covered: bool,
}

/// What becomes of an answer that was never opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// Its author was asked; untouched it is erased then.
    Offered {
        until: Timestamp,
    },
    Given,
    Kept,
    LetGo,
}

impl SeatRound {
    /// Something was written or tapped.
    pub fn has_answered(&self) -> bool {
        self.tapped.is_some() || !self.parts.is_empty()
    }

    /// Nothing was written beside what was tapped.
    pub fn only_tapped(&self) -> bool {
        self.tapped.is_some() && self.parts.is_empty()
    }

    /// Messages and taps of the answer; all taps are one.
    pub(in crate::core) fn parts_held(&self) -> usize {
        self.parts.len() + usize::from(self.tapped.is_some())
    }

    /// No answer is here any more.
    pub fn empty(&mut self) {
        self.parts.clear();
        self.tapped = None;
        self.choosing = false;
        self.first_at = None;
        self.last_at = None;
        self.writing_until = None;
    }
}

impl Round {
    pub fn seat(&self, seat: Seat) -> &SeatRound {
        &self.seats[seat.index()]
    }

    pub fn seat_mut(&mut self, seat: Seat) -> &mut SeatRound {
        &mut self.seats[seat.index()]
    }

    /// Answers can be added and taken back.
    pub fn is_open(&self) -> bool {
        matches!(self.phase, RoundPhase::Open | RoundPhase::Touching { .. })
    }

    pub fn is_revealed(&self) -> bool {
        matches!(self.phase, RoundPhase::Revealed { .. })
    }

    pub fn is_closed(&self) -> bool {
        matches!(self.phase, RoundPhase::Closed { .. })
    }

    pub fn answered(&self, seat: Seat) -> bool {
        self.seat(seat).has_answered()
    }

    /// What somebody tapped, where it is still there.
    pub fn tap_of(&self, seat: Seat) -> Option<&Tap> {
        self.seat(seat).tapped.as_ref()?.tap.as_ref()
    }

    pub fn both_answered(&self) -> bool {
        Seat::BOTH.iter().all(|seat| self.answered(*seat))
    }

    /// Its reveal may bring another prompt with it.
    pub fn may_bring_others(&self) -> bool {
        self.is_open()
            && self.shape == Shape::Choice
            && self.reveals == Reveals::Matches
            && self.both_answered()
    }

    /// What a closing leaves of an answer: something for its author to decide about. That something was done is no secret to
    /// keep and no gift to give; only words beside it are.
    pub fn leaves_a_half(&self, seat: Seat) -> bool {
        match self.shape {
            Shape::Done => !self.seat(seat).parts.is_empty(),
            _ => self.answered(seat),
        }
    }

    /// That an answer is here may be told at all: of something done it would tell the answer.
    pub fn may_be_told(&self, seat: Seat) -> bool {
        self.answered(seat) && self.shape != Shape::Done
    }

    /// When both answers open: `delay` after the last part or edit of either, at most [`SETTLE_MAX`] after the second
    /// person's first part, and while someone is still writing at most [`WRITING_MAX`] after it. `None` unless both have
    /// answered.
    pub fn reveal_due(&self, delay: SignedDuration) -> Option<Timestamp> {
        if !self.is_open() || !self.both_answered() {
            return None;
        }
        let [a, b] = &self.seats;
        let last = a.last_at.max(b.last_at)?;
        let second = a.first_at.max(b.first_at)?;
        let settled = later(last, delay).min(later(second, SETTLE_MAX.max(delay)));
        // Pressed again and again it still holds no longer than that.
        let writing = a.writing_until.max(b.writing_until);
        let held = writing.map(|until| until.min(later(second, WRITING_MAX)));
        Some(held.map_or(settled, |held| held.max(settled)))
    }

    /// The moment a round that both have not answered is closed: its time and the grace after it.
    pub fn close_due(&self) -> Option<Timestamp> {
        if !self.is_open() || self.both_answered() {
            return None;
        }
        self.close_at.map(|at| later(at, CLOSE_GRACE))
    }

    /// Words of this date still count here: the round is open and its time was not over.
    pub fn takes(&self, date: Timestamp) -> bool {
        self.is_open() && (self.both_answered() || self.close_at.is_none_or(|close| date < close))
    }

    /// The schedule this round belongs to.
    pub fn schedule(&self) -> Option<ScheduleId> {
        match self.origin {
            Origin::Slot { schedule, .. } => Some(schedule),
            Origin::Another { schedule, .. } => schedule,
            _ => None,
        }
    }

    /// The schedule and local date whose round this is: there is one, for ever.
    pub fn slot(&self) -> Option<(ScheduleId, Date)> {
        match self.origin {
            Origin::Slot { schedule, slot } => Some((schedule, slot.date())),
            _ => None,
        }
    }

    /// This person was asked, has not answered or passed, and still could: a prompt that waits.
    pub fn waits_for(&self, seat: Seat, now: Timestamp) -> bool {
        let mine = self.seat(seat);
        self.takes(now) && mine.asked && !mine.passed && !mine.moved && !mine.has_answered()
    }

    /// Whose own starting this round is, where somebody started it.
    pub fn started_by(&self) -> Option<Seat> {
        match self.origin {
            Origin::Asked { by } => Some(by),
            Origin::Another { asked_by, .. } => asked_by,
            _ => None,
        }
    }

    /// The round whose message asks what becomes of this seat's half.
    pub fn offered_by(&self, seat: Seat) -> RoundId {
        self.seat(seat).offered_with.unwrap_or(self.id)
    }

    /// Its author is asked what becomes of it.
    pub fn is_half_offered(&self, seat: Seat) -> bool {
        matches!(self.seat(seat).half, Some(Half::Offered { .. }))
    }

    /// Every part is touched, or the time for it is over.
    pub fn touched(&self, now: Timestamp) -> bool {
        match self.phase {
            RoundPhase::Touching { since } => {
                now >= later(since, TOUCH_MAX)
                    || self
                        .seats
                        .iter()
                        .flat_map(|seat| &seat.parts)
                        .all(|part| part.touched || part.covered)
            }
            _ => false,
        }
    }

    /// Both were sealed within the same minute.
    pub fn twins(&self) -> bool {
        match (self.seats[0].first_at, self.seats[1].first_at) {
            (Some(a), Some(b)) => a.duration_since(b).abs() < TWIN,
            _ => false,
        }
    }
}
