//! The retry policy: what happens to an outbox row and its lane after a call. A function of the row, the outcome, the time and
//! chance; nothing here reads or writes anything. [`refused`] has the calls that Telegram answered with an error of its own.
//! Start at [`decide`].

mod refused;

pub use refused::reason;

use std::time::Duration;

use jiff::Timestamp;

use crate::core::model::delivery::{Class, Outcome};
use crate::core::model::ids::ChatId;
use crate::run::later;
use crate::store::outbox::sending::Less;

/// The first wait after a failure; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait of a lane: when Telegram is back, nobody waits longer for it.
const LANE_WAITS_AT_MOST: Duration = Duration::from_secs(60);
/// The longest wait of a row that has let its lane go on.
const ROW_WAITS_AT_MOST: Duration = Duration::from_secs(3600);
/// A row whose calls stay without an answer lets its lane go on after this many, about a minute.
const PATIENCE: u32 = 6;
/// A call that may not go into a group now is looked at again after this long, if nobody decided otherwise meanwhile.
const NOT_TWO_WAITS: Duration = Duration::from_secs(60);
/// A row that never gets an answer is given up after this many calls; for an owed one that is about four days.
const OWED_TRIES: u32 = 100;
const SET_TRIES: u32 = 12;

/// What [`decide`] has to know of a row.
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
    pub outage: bool,
}

/// What happens next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decision {
    pub row: RowNext,
    pub lane: LaneNext,
}

/// What happens to the row.
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
    ReplaceCall { voice_forbidden: bool },
    /// It has no object any more, or has been tried as often as it may.
    Dropped,
    /// Given up; a word for the log.
    Dead(&'static str),
}

/// What happens to the lane of the row.
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
pub fn decide(row: &RowState, outcome: Outcome, now: Timestamp, jitter: f64) -> Decision {
    let Decision { row: fate, lane } = judge(row, outcome, now, jitter);
    let fate = match (row.touch, fate) {
        (true, RowNext::Sent { message_id, date }) => RowNext::Sent { message_id, date },
        (true, _) => RowNext::Dropped,
        (false, fate) => fate,
    };
    Decision { row: fate, lane }
}

fn judge(row: &RowState, outcome: Outcome, now: Timestamp, jitter: f64) -> Decision {
    let goes = |fate| Decision {
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
        Outcome::NotSent => Decision {
            row: RowNext::Again {
                tries: row.tries.saturating_add(1),
                doubts: row.doubts,
                less: row.less,
                not_before: None,
            },
            lane: LaneNext::Rests(later(now, wait(row.tries, LANE_WAITS_AT_MOST, jitter))),
        },
        Outcome::Unknown => unknown(row, now, jitter),
        Outcome::RetryAfter { seconds } => Decision {
            row: again,
            lane: LaneNext::Rests(later(now, Duration::from_secs(seconds.into()))),
        },
        Outcome::Unreachable => Decision {
            row: again,
            lane: LaneNext::Parks,
        },
        Outcome::Migrated { chat } if ChatId(chat) != row.lane => Decision {
            row: again,
            lane: LaneNext::Moves(ChatId(chat)),
        },
        Outcome::Migrated { .. } => goes(RowNext::Dead("moved to where it is")),
        Outcome::NotTwo => goes(RowNext::Again {
            tries: row.tries,
            doubts: row.doubts,
            less: row.less,
            not_before: Some(later(now, NOT_TWO_WAITS)),
        }),
        Outcome::Refused(why) => goes(refused::decide(row, why)),
        // The process ends; the row waits for the next one.
        Outcome::Unauthorized => goes(again),
    }
}

fn unknown(row: &RowState, now: Timestamp, jitter: f64) -> Decision {
    let (tries, doubts) = (row.tries.saturating_add(1), row.doubts.saturating_add(1));
    let given_up = match row.class {
        Class::Once => (doubts >= 2).then_some(RowNext::Dropped),
        Class::Set => (!row.outage && doubts >= SET_TRIES).then_some(RowNext::Dropped),
        Class::Owed => {
            (!row.outage && doubts >= OWED_TRIES).then_some(RowNext::Dead("never an answer"))
        }
    };
    if let Some(fate) = given_up {
        return Decision {
            row: fate,
            lane: LaneNext::Goes,
        };
    }
    // A call that never left says nothing about the row.
    let alone = !row.outage && doubts >= PATIENCE;
    let wait = if alone {
        wait(row.doubts, ROW_WAITS_AT_MOST, jitter)
    } else {
        wait(row.tries, LANE_WAITS_AT_MOST, jitter)
    };
    let at = later(now, wait);
    Decision {
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

/// Between half and the whole of the doubled wait, so that what failed together does not come again together.
fn wait(tries: u32, at_most: Duration, jitter: f64) -> Duration {
    let whole = FIRST_WAIT
        .saturating_mul(2u32.saturating_pow(tries))
        .min(at_most);
    whole.mul_f64(0.5 + 0.5 * jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::delivery::Refused;

    const LANE: ChatId = ChatId(7);

    fn now() -> Timestamp {
        Timestamp::constant(1_795_000_000, 0)
    }

    pub(super) fn row(class: Class) -> RowState {
        RowState {
            class,
            touch: false,
            lane: LANE,
            tries: 0,
            doubts: 0,
            less: Less::default(),
            had_reply: false,
            had_entities: false,
            outage: false,
        }
    }

    pub(super) fn decide(row: RowState, outcome: Outcome) -> Decision {
        super::decide(&row, outcome, now(), 1.0)
    }

    fn again(tries: u32, doubts: u32) -> RowNext {
        RowNext::Again {
            tries,
            doubts,
            less: Less::default(),
            not_before: None,
        }
    }

    fn in_s(seconds: u64) -> Timestamp {
        later(now(), Duration::from_secs(seconds))
    }

    pub(super) const CLASSES: [Class; 3] = [Class::Set, Class::Owed, Class::Once];
    const SENT: Outcome = Outcome::Sent {
        message_id: Some(5),
        date: Some(9),
    };

    #[test]
    fn what_arrived_is_sent() {
        for class in CLASSES {
            let expected = Decision {
                row: RowNext::Sent {
                    message_id: Some(5),
                    date: Some(9),
                },
                lane: LaneNext::Goes,
            };
            assert_eq!(decide(row(class), SENT), expected);
        }
    }

    #[test]
    fn what_never_left_is_queued_again_with_backoff_and_without_doubt() {
        for class in CLASSES {
            for (tries, wait_s) in [(0, 1), (1, 2), (2, 4), (5, 32), (6, 60), (400, 60)] {
                let done = decide(
                    RowState {
                        tries,
                        ..row(class)
                    },
                    Outcome::NotSent,
                );
                assert_eq!(done.row, again(tries + 1, 0));
                assert_eq!(done.lane, LaneNext::Rests(in_s(wait_s)), "{tries}");
            }
        }
    }

    #[test]
    fn a_backoff_is_between_half_and_the_whole_of_its_wait() {
        let wait_ms =
            |jitter| match super::decide(&row(Class::Owed), Outcome::NotSent, now(), jitter).lane {
                LaneNext::Rests(at) => at.as_millisecond() - now().as_millisecond(),
                other => panic!("{other:?}"),
            };
        assert_eq!([wait_ms(0.0), wait_ms(0.5), wait_ms(1.0)], [500, 750, 1000]);
    }

    #[test]
    fn a_429_lets_the_chat_rest_exactly_as_long_as_it_says_and_counts_as_no_failure() {
        for class in CLASSES {
            let done = decide(row(class), Outcome::RetryAfter { seconds: 10_072 });
            assert_eq!(
                (done.row, done.lane),
                (again(0, 0), LaneNext::Rests(in_s(10_072)))
            );
        }
        let done = decide(row(Class::Owed), Outcome::RetryAfter { seconds: u32::MAX });
        assert!(matches!(done.lane, LaneNext::Rests(_)));
    }

    #[test]
    fn changes_and_owed_calls_are_repeated_after_an_unknown_outcome_with_a_doubt() {
        for class in [Class::Set, Class::Owed] {
            let done = decide(row(class), Outcome::Unknown);
            assert_eq!(
                (done.row, done.lane),
                (again(1, 1), LaneNext::Rests(in_s(1)))
            );
        }
    }

    #[test]
    fn a_notice_gets_one_more_try_after_an_unknown_outcome() {
        let first = decide(row(Class::Once), Outcome::Unknown);
        assert_eq!(first.row, again(1, 1));
        let second = RowState {
            tries: 1,
            doubts: 1,
            ..row(Class::Once)
        };
        assert_eq!(decide(second, Outcome::Unknown).row, RowNext::Dropped);
        let not_sent = RowState {
            tries: 30,
            doubts: 0,
            ..second
        };
        assert_eq!(decide(not_sent, Outcome::Unknown).row, again(31, 1));
    }

    #[test]
    fn a_row_that_alone_gets_no_answer_lets_its_lane_go_on() {
        let tired = RowState {
            tries: 6,
            doubts: 6,
            ..row(Class::Owed)
        };
        let done = decide(tired, Outcome::Unknown);
        assert_eq!(done.lane, LaneNext::Goes);
        let RowNext::Again { not_before, .. } = done.row else {
            panic!("{done:?}");
        };
        assert_eq!(not_before, Some(in_s(64)));
        let outage = RowState {
            outage: true,
            ..tired
        };
        assert_eq!(
            decide(outage, Outcome::Unknown).lane,
            LaneNext::Rests(in_s(60))
        );
    }

    #[test]
    fn an_owed_row_is_given_up_only_after_days_without_an_answer_while_others_get_one() {
        let mut at = now();
        let mut state = row(Class::Owed);
        let died = loop {
            match super::decide(&state, Outcome::Unknown, at, 0.0) {
                Decision {
                    row:
                        RowNext::Again {
                            tries,
                            doubts,
                            not_before,
                            ..
                        },
                    lane,
                } => {
                    (state.tries, state.doubts) = (tries, doubts);
                    at = match (not_before, lane) {
                        (Some(until), _) | (None, LaneNext::Rests(until)) => until,
                        other => panic!("{other:?}"),
                    };
                }
                done => break done.row,
            }
        };
        assert_eq!(died, RowNext::Dead("never an answer"));
        let lasted = at.duration_since(now()).as_hours();
        assert!((40..200).contains(&lasted), "{lasted} hours");
        state.outage = true;
        assert!(matches!(
            decide(state, Outcome::Unknown).row,
            RowNext::Again { .. }
        ));
    }

    #[test]
    fn an_edit_that_never_gets_an_answer_is_dropped() {
        let tired = RowState {
            tries: 11,
            doubts: 11,
            ..row(Class::Set)
        };
        assert_eq!(decide(tired, Outcome::Unknown).row, RowNext::Dropped);
    }

    #[test]
    fn who_is_not_there_parks_the_lane_and_the_row_stays() {
        for class in CLASSES {
            let done = decide(row(class), Outcome::Unreachable);
            assert_eq!((done.row, done.lane), (again(0, 0), LaneNext::Parks));
        }
    }

    #[test]
    fn a_chat_that_moved_is_called_again_at_its_new_id() {
        let done = decide(row(Class::Owed), Outcome::Migrated { chat: -100 });
        assert_eq!(
            (done.row, done.lane),
            (again(0, 0), LaneNext::Moves(ChatId(-100)))
        );
        let nowhere = decide(row(Class::Owed), Outcome::Migrated { chat: LANE.0 });
        assert!(matches!(nowhere.row, RowNext::Dead(_)), "never in circles");
    }

    #[test]
    fn a_touch_is_never_repeated_and_still_says_what_the_lane_needs() {
        let touch = RowState {
            touch: true,
            had_reply: true,
            ..row(Class::Once)
        };
        assert!(matches!(decide(touch, SENT).row, RowNext::Sent { .. }));
        let table = [
            (Outcome::NotSent, LaneNext::Rests(in_s(1))),
            (Outcome::Unknown, LaneNext::Rests(in_s(1))),
            (Outcome::RetryAfter { seconds: 3 }, LaneNext::Rests(in_s(3))),
            (Outcome::Unreachable, LaneNext::Parks),
            (Outcome::Refused(Refused::TargetGone), LaneNext::Goes),
            (Outcome::Refused(Refused::ReplyGone), LaneNext::Goes),
            (Outcome::Refused(Refused::Other), LaneNext::Goes),
        ];
        for (outcome, lane) in table {
            let done = decide(touch, outcome);
            assert_eq!(
                (done.row, done.lane),
                (RowNext::Dropped, lane),
                "{outcome:?}"
            );
        }
    }

    #[test]
    fn a_token_that_is_not_accepted_leaves_the_row_as_it_was() {
        let done = decide(row(Class::Once), Outcome::Unauthorized);
        assert_eq!((done.row, done.lane), (again(0, 0), LaneNext::Goes));
    }
}
