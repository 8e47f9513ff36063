//! The reflection: two people look at an argument, or at something they step around, each alone first; or one does, for
//! themselves.
//!
//! asked → invited → (not now | taken back) → a break until the stated return → writing → opening, step by step → a day later →
//! over. Nothing of it opens before both have sealed and the step's turn has come; either can stop at any step. Nothing here is
//! scored or judged, and what people write or tap in it is never here: [`ReflectWords`](crate::core::protocol::reflection::ReflectWords) says what is to be sealed or destroyed.
//! Before an invitation there is no state at all: what was chosen stands in the buttons, so that whoever cannot speak freely
//! leaves nothing behind. Start with [`Reflection`]; `asking` and `agreeing` lead to the second yes, `writing` and `sealing` to the
//! seal, `opening` through the steps, `after` to the next day, `ending` to the end; `life` says when something is due, and
//! `buttons` holds what is pressed and said.

pub mod keys;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::core::model::ids::{CoupleId, PartId, PersonId, ReflectionId, Seat};
use crate::core::model::round::{Part, TOUCH_MAX};
use crate::core::model::time::later;
use crate::library::{FeelingId, Flavour, Library, NowId, StepAnswer, StepId};

/// The shortest break: a body needs about this long to settle (see `docs/`, *What the prompts are built on*).
pub const BREAK_MIN: SignedDuration = SignedDuration::from_mins(20);

/// The longest: a promised return that lies further ahead is none.
pub const BREAK_MAX: SignedDuration = SignedDuration::from_hours(24);

/// Without a word from either it ends.
pub const SILENT_FOR: SignedDuration = SignedDuration::from_hours(72);

/// What was opened, or written alone, is erased so long after the end.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// *How is it now?* comes so long after the last step.
pub const ASK_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// One turn of the timer.
pub const TURN: SignedDuration = SignedDuration::from_mins(10);

/// Invitations to the same person …
pub const INVITATIONS_MAX: usize = 3;

/// … in this time.
pub const INVITATIONS_IN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Messages and UTF-16 units of one step: two full Telegram messages.
pub const PARTS_MAX: usize = 10;

pub const UNITS_MAX: u32 = 8_000;

/// Files of an opened step leave the chat after this long: Telegram lets nobody take them away after 48 hours, nor empty them.
pub const MEDIA_FOR: SignedDuration = SignedDuration::from_hours(46);

/// One reflection. Its words are in the store.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reflection {
    pub id: ReflectionId,
    pub flavour: Flavour,
    /// None for one that somebody does alone.
    pub couple: Option<CoupleId>,
    /// By seat; alone, the first.
    pub people: [Option<PersonId>; 2],
    pub asked_by: Seat,
    pub phase: Phase,
    /// The last word or tap of either.
    pub last_at: Timestamp,
    /// As the library had them when it was begun, in order.
    pub steps: Vec<Step>,
    pub sides: [Side; 2],
    /// Where the opening goes on.
    #[serde(default)]
    pub next: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer: Option<Timer>,
    /// When what was opened is erased, unless it is kept; none before the end and once it is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erase_at: Option<Timestamp>,
    /// What each tapped a day after the one before.
    #[serde(default)]
    pub before: [Option<Felt<NowId>>; 2],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The invitation goes at `invite_at`; without a yes it reads *not now* at `return_at`, whatever the reason.
    Invited {
        invite_at: Timestamp,
        /// Its moment has come, whether it was sent or the invited one wants none.
        gone_out: bool,
        /// It stands in the invited one's chat.
        shown: bool,
        /// A no, or *not safe*: the same.
        declined: bool,
        /// How often it was shown once more, further down.
        #[serde(default)]
        copies: u32,
        return_at: Timestamp,
    },
    /// Both said yes.
    Break {
        since: Timestamp,
        return_at: Timestamp,
    },
    Writing,
    Opening,
    /// The last step was opened; each is asked at their moment.
    Resting {
        ask_at: [Timestamp; 2],
    },
    /// *How is it now?* was put to both.
    Asking {
        since: Timestamp,
    },
    Over {
        at: Timestamp,
        how: End,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    NotNow,
    Withdrawn,
    Stopped,
    /// Nobody wrote for too long.
    Silent,
    /// One of the two left.
    Left,
    Done,
}

/// One step of a reflection, and whether it was opened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Step {
    pub id: StepId,
    pub offered: bool,
    /// Feelings can be tapped.
    pub taps: bool,
    /// Both sides are open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opened: bool,
}

/// What one of the two has done in it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Side {
    pub place: Place,
    /// Taking a break: words are not for this.
    pub away: bool,
    /// How many messages have been this person's card; the newest is the one that is edited.
    pub cards: u32,
    /// Something stands below the card.
    pub below: bool,
    /// One for each step.
    pub written: Vec<Written>,
    pub sealed_at: Option<Timestamp>,
    /// Would begin sooner; shown to nobody until both would.
    pub earlier: bool,
    /// Would keep it; shown to nobody until both would.
    pub keep: Option<bool>,
    /// *How is it now?* was put.
    pub asked: bool,
    pub now: Option<Felt<NowId>>,
    /// This person has left.
    pub gone: bool,
}

/// Which page of it somebody has open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Start,
    Step(usize),
    Overview,
}

/// What one person wrote and tapped in one step.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    pub bits: Vec<Bit>,
    pub felt: Option<Felt<BTreeSet<FeelingId>>>,
    /// An offered step, taken up.
    pub added: bool,
    /// What becomes of it when only this person wrote it.
    pub alone: Option<OneSided>,
}

/// One message of a step.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bit {
    pub part: Part,
    /// It is a file rather than text.
    pub file: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OneSided {
    Offered,
    Given,
    Closed,
}

/// Something tapped: kept sealed like words, and in no document.
#[derive(Clone, PartialEq, Serialize, Deserialize, derive_more::Debug)]
#[debug("Felt({id})")]
#[serde(bound = "")]
pub struct Felt<T> {
    pub id: PartId,
    /// Read from where it is sealed; empty when that is gone.
    #[serde(skip)]
    pub what: Option<T>,
}

/// Ten minutes each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Timer {
    pub first: Seat,
    pub since: Timestamp,
    /// The second one's turn has come.
    pub swapped: bool,
}

impl Timer {
    pub fn due(&self) -> Timestamp {
        let turns = if self.swapped { 2 } else { 1 };
        later(self.since, TURN * turns)
    }
}

/// What a couple's reflections leave for the next turn.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reflecting {
    /// The one under way.
    pub on: Option<ReflectionId>,
    /// From the second yes until the day after: no other reveal opens, and only check-ins are sent.
    pub held: bool,
    /// Over, with something that is still to be erased.
    pub ending: BTreeSet<ReflectionId>,
    /// When each seat was invited lately.
    pub invited: [Vec<Timestamp>; 2],
    /// How often the lot let each seat begin.
    pub began: [u32; 2],
    /// When the last one that came about was over.
    pub last_at: Option<Timestamp>,
    /// The quiet offer after three months was made.
    pub offered: [bool; 2],
    /// Where it is sealed what each tapped a day after the last one.
    pub before: [Option<PartId>; 2],
}

impl Reflecting {
    pub fn is_empty(&self) -> bool {
        *self == Reflecting::default()
    }

    /// Every reflection that something can still happen to.
    pub fn live(&self) -> impl Iterator<Item = ReflectionId> {
        self.on.into_iter().chain(self.ending.iter().copied())
    }
}

impl Written {
    pub fn is_there(&self) -> bool {
        !self.bits.is_empty() || self.felt.is_some()
    }

    /// Every row that holds something of it.
    fn rows(&self) -> impl Iterator<Item = PartId> {
        let bits = self.bits.iter().map(|bit| bit.part.id);
        bits.chain(self.felt.iter().map(|felt| felt.id))
    }

    pub(in crate::core) fn clear(&mut self) -> Vec<PartId> {
        let rows = self.rows().collect();
        self.bits.clear();
        self.felt = None;
        rows
    }
}

impl Side {
    pub(in crate::core) fn new(steps: usize) -> Side {
        Side {
            place: Place::Start,
            away: false,
            cards: 0,
            below: false,
            written: vec![Written::default(); steps],
            sealed_at: None,
            earlier: false,
            keep: None,
            asked: false,
            now: None,
            gone: false,
        }
    }

    /// Messages that stand in the chat and were not taken out of it yet.
    pub(in crate::core) fn uncovered(&self) -> impl Iterator<Item = &Part> {
        let bits = self.written.iter().flat_map(|written| &written.bits);
        bits.map(|bit| &bit.part).filter(|part| !part.covered)
    }

    /// Something can be sealed.
    pub(in crate::core) fn has_words(&self) -> bool {
        self.written.iter().any(Written::is_there)
    }
}

impl Reflection {
    /// The steps of a flavour, as the library has them now.
    pub(in crate::core) fn steps_of(library: &Library, flavour: Flavour) -> Vec<Step> {
        let feelings = !library.feelings().cores().is_empty();
        let steps = library.reflection().steps_of(flavour);
        let steps = steps.map(|step| Step {
            id: step.id.clone(),
            offered: step.offered,
            taps: step.answer == StepAnswer::Feelings && feelings,
            opened: false,
        });
        steps.collect()
    }

    pub fn side(&self, seat: Seat) -> &Side {
        &self.sides[seat.index()]
    }

    pub fn side_mut(&mut self, seat: Seat) -> &mut Side {
        &mut self.sides[seat.index()]
    }

    pub fn person(&self, seat: Seat) -> Option<PersonId> {
        self.people[seat.index()]
    }

    /// Whoever sits there, unless they have left.
    pub fn reader(&self, seat: Seat) -> Option<PersonId> {
        self.person(seat).filter(|_| !self.side(seat).gone)
    }

    /// Where this person sits and has not left.
    pub fn seat_of(&self, person: PersonId) -> Option<Seat> {
        Seat::BOTH
            .into_iter()
            .find(|seat| self.reader(*seat) == Some(person))
    }

    pub fn is_alone(&self) -> bool {
        self.couple.is_none()
    }

    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over { .. })
    }

    pub fn return_at(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Invited { return_at, .. } | Phase::Break { return_at, .. } => Some(return_at),
            _ => None,
        }
    }

    /// What this seat wrote in a step.
    pub fn written(&self, seat: Seat, step: usize) -> Option<&Written> {
        self.side(seat).written.get(step)
    }

    pub fn wrote(&self, seat: Seat, step: usize) -> bool {
        self.written(seat, step).is_some_and(Written::is_there)
    }

    /// The steps that one of the two goes through: those that are not offered only, and those taken up.
    pub fn path(&self, seat: Seat) -> Vec<usize> {
        let side = self.side(seat);
        let on_it = |(step, written): (&Step, &Written)| !step.offered || written.added;
        let steps = self.steps.iter().zip(&side.written).map(on_it);
        let numbered = steps.enumerate().filter(|(_, on_it)| *on_it);
        numbered.map(|(step, _)| step).collect()
    }

    /// The step that this seat is writing now: words without an address are for it.
    pub fn writes_at(&self, seat: Seat) -> Option<usize> {
        let side = self.side(seat);
        match side.place {
            Place::Step(step) if self.can_write(seat) && !side.away => Some(step),
            _ => None,
        }
    }

    /// This seat's words can be changed.
    pub fn can_write(&self, seat: Seat) -> bool {
        self.phase == Phase::Writing && self.side(seat).sealed_at.is_none()
    }

    /// Both have sealed, and every message that stood in a chat was looked at.
    pub(in crate::core) fn is_ready(&self, now: Timestamp) -> bool {
        let seats = Seat::BOTH.into_iter();
        self.phase == Phase::Writing
            && seats
                .filter(|seat| self.person(*seat).is_some())
                .all(|seat| {
                    let side = self.side(seat);
                    side.sealed_at.is_some_and(|sealed| {
                        let untouched = side.uncovered().any(|part| !part.touched);
                        !untouched || later(sealed, TOUCH_MAX) <= now
                    })
                })
    }

    /// Whether `step` opens from both sides.
    pub(in crate::core) fn is_mutual(&self, step: usize) -> bool {
        Seat::BOTH.iter().all(|seat| self.wrote(*seat, step))
    }

    /// Whether further steps will open for both.
    pub fn opens_more(&self) -> bool {
        (self.next..self.steps.len()).any(|step| self.is_mutual(step))
    }

    /// How many steps are open.
    pub fn open_steps(&self) -> usize {
        self.steps.iter().filter(|step| step.opened).count()
    }

    /// This seat's words of a step may be read by the other.
    pub fn is_open(&self, seat: Seat, step: usize) -> bool {
        let opened = self.steps.get(step).is_some_and(|step| step.opened);
        let given = self
            .written(seat, step)
            .is_some_and(|written| written.alone == Some(OneSided::Given));
        opened || given
    }

    /// The other one was shown files of this seat's step.
    pub fn shows_files(&self, from: Seat, step: usize) -> bool {
        let written = self.written(from, step);
        let files = written.is_some_and(|written| written.bits.iter().any(|bit| bit.file));
        files && !self.is_alone() && self.is_open(from, step)
    }

    /// How many of this seat's sealed messages still stand in the chat: Telegram lets the bot take away none older than two days.
    pub fn left_standing(&self, seat: Seat) -> usize {
        self.side(seat)
            .uncovered()
            .filter(|part| part.touched)
            .count()
    }

    /// Both would keep what was opened; alone, its one author would.
    pub fn is_kept(&self) -> bool {
        let seats = Seat::BOTH.into_iter();
        seats
            .filter(|seat| self.person(*seat).is_some())
            .all(|seat| self.side(seat).keep == Some(true))
    }
}
