//! What happens to an outbox row and its lane after a call: a function of the row, the outcome, the time and chance.
//!
//! Start at [`next`]. Nothing here reads or writes anything.

use std::time::Duration;

use jiff::Timestamp;

use crate::core::delivery::{Class, Outcome, Refused};
use crate::core::ids::ChatId;
use crate::run::later;
use crate::store::outbox::sending::Less;

/// The first wait after a failure; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait of a lane: when Telegram is back, nobody waits longer for it.
const LANE_WAITS_AT_MOST: Duration = Duration::from_secs(60);
/// The longest wait of a row that has let its lane go on.
const ROW_WAITS_AT_MOST: Duration = Duration::from_secs(3600);
/// A row whose calls stay without an answer lets its lane go on after this many tries, about a minute.
const PATIENCE: u32 = 6;
/// A row that never gets an answer is given up after this many tries; for an owed one that is about four days.
const OWED_TRIES: u32 = 100;
const SET_TRIES: u32 = 12;

/// What [`next`] has to know of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RowState {
    pub class: Class,
    /// It only asks whether a message is there: whatever the answer, it is not repeated.
    pub touch: bool,
    pub lane: ChatId,
    /// Calls before this one that failed, or may have.
    pub tries: u32,
    /// Those of them that may have arrived.
    pub doubts: u32,
    /// What was taken away from the call already.
    pub less: Less,
    /// What the call just made had.
    pub had_reply: bool,
    pub had_entities: bool,
    /// Calls of other rows fail as well: it is not this row's fault.
    pub storm: bool,
}

/// What happens next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Next {
    pub row: RowNext,
    pub lane: LaneNext,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowNext {
    /// It arrived, with this message id and Telegram's `date` where it told them.
    Sent {
        message_id: Option<i64>,
        date: Option<i64>,
    },
    /// It is queued again.
    Again {
        tries: u32,
        doubts: u32,
        less: Less,
        /// Held alone, so that its lane goes on.
        not_before: Option<Timestamp>,
    },
    /// A line of the application takes its place, or it is given up.
    GiveWay { voice_forbidden: bool },
    /// It has no object any more, or has been tried as often as it may.
    Dropped,
    /// Given up; a word for the log.
    Dead(&'static str),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LaneNext {
    Goes,
    /// Nothing of this chat before then.
    Rests(Timestamp),
    /// Nobody is there.
    Parks,
    /// The chat has another id.
    Moves(ChatId),
}

/// Decides what one outcome means. `jitter` is from 0 to 1.
pub fn next(row: &RowState, outcome: Outcome, now: Timestamp, jitter: f64) -> Next {
    let Next { row: fate, lane } = judge(row, outcome, now, jitter);
    let fate = match (row.touch, fate) {
        (true, RowNext::Sent { message_id, date }) => RowNext::Sent { message_id, date },
        (true, _) => RowNext::Dropped,
        (false, fate) => fate,
    };
    Next { row: fate, lane }
}

fn judge(row: &RowState, outcome: Outcome, now: Timestamp, jitter: f64) -> Next {
    let goes = |fate| Next {
        row: fate,
        lane: LaneNext::Goes,
    };
    let again = RowNext::Again {
        tries: row.tries,
        doubts: row.doubts,
        less: row.less,
        not_before: None,
    };
    match outcome {
        Outcome::Sent { message_id, date } => goes(RowNext::Sent { message_id, date }),
        Outcome::NotSent => Next {
            row: RowNext::Again {
                tries: row.tries.saturating_add(1),
                doubts: row.doubts,
                less: row.less,
                not_before: None,
            },
            lane: LaneNext::Rests(later(now, wait(row.tries, LANE_WAITS_AT_MOST, jitter))),
        },
        Outcome::Unknown => unknown(row, now, jitter),
        Outcome::RetryAfter { seconds } => Next {
            row: again,
            lane: LaneNext::Rests(later(now, Duration::from_secs(seconds.into()))),
        },
        Outcome::Unreachable => Next {
            row: again,
            lane: LaneNext::Parks,
        },
        Outcome::Migrated { chat } if ChatId(chat) != row.lane => Next {
            row: again,
            lane: LaneNext::Moves(ChatId(chat)),
        },
        Outcome::Migrated { .. } => goes(RowNext::Dead("moved to where it is")),
        Outcome::Refused(why) => goes(refused(row, why)),
        // The process ends; the row waits for the next one.
        Outcome::Unauthorized => goes(again),
    }
}

fn unknown(row: &RowState, now: Timestamp, jitter: f64) -> Next {
    let (tries, doubts) = (row.tries.saturating_add(1), row.doubts.saturating_add(1));
    let given_up = match row.class {
        Class::Once => (doubts >= 2).then_some(RowNext::Dropped),
        Class::Set => (!row.storm && doubts >= SET_TRIES).then_some(RowNext::Dropped),
        Class::Owed => {
            (!row.storm && doubts >= OWED_TRIES).then_some(RowNext::Dead("never an answer"))
        }
    };
    if let Some(fate) = given_up {
        return Next {
            row: fate,
            lane: LaneNext::Goes,
        };
    }
    let alone = !row.storm && tries >= PATIENCE;
    let at_most = if alone {
        ROW_WAITS_AT_MOST
    } else {
        LANE_WAITS_AT_MOST
    };
    let at = later(now, wait(row.tries, at_most, jitter));
    Next {
        row: RowNext::Again {
            tries,
            doubts,
            less: row.less,
            not_before: alone.then_some(at),
        },
        lane: if alone {
            LaneNext::Goes
        } else {
            LaneNext::Rests(at)
        },
    }
}

/// A call that Telegram understood and did not like.
fn refused(row: &RowState, why: Refused) -> RowNext {
    let without = |reply: bool, entities: bool| RowNext::Again {
        tries: row.tries,
        doubts: row.doubts,
        less: Less {
            reply: row.less.reply || reply,
            entities: row.less.entities || entities,
            line: row.less.line,
        },
        not_before: None,
    };
    let reply_left = row.had_reply && !row.less.reply;
    let entities_left = row.had_entities && !row.less.entities;
    match (why, row.class) {
        (Refused::ReplyGone, _) if reply_left => return without(true, false),
        (Refused::Entities, _) if entities_left => return without(false, true),
        (Refused::TargetGone, Class::Set) => return RowNext::Dropped,
        (_, Class::Set | Class::Once) => return RowNext::Dead(word(why)),
        (_, Class::Owed) => {}
    }
    let voice_forbidden = why == Refused::VoiceForbidden;
    if row.less.line {
        RowNext::Dead(word(why))
    } else if voice_forbidden {
        RowNext::GiveWay { voice_forbidden }
    } else if reply_left {
        without(true, false)
    } else if entities_left {
        without(false, true)
    } else {
        RowNext::GiveWay { voice_forbidden }
    }
}

/// A refusal in a word for dead letters and the log.
pub fn word(why: Refused) -> &'static str {
    match why {
        Refused::TargetGone => "its message is gone",
        Refused::ReplyGone => "the message replied to is gone",
        Refused::Entities => "entities refused",
        Refused::VoiceForbidden => "voice refused by the recipient",
        Refused::Other => "refused",
    }
}

/// Between half and the whole of the doubled wait, so that what failed together does not come again together.
fn wait(tries: u32, at_most: Duration, jitter: f64) -> Duration {
    let whole = FIRST_WAIT
        .saturating_mul(2u32.saturating_pow(tries))
        .min(at_most);
    whole.mul_f64(0.5 + 0.5 * jitter.clamp(0.0, 1.0))
}
