//! Calls that Telegram understood and refused: what is taken away before the next try, and when a row is given up.
//!
//! An owed row loses first what the refusal names, then its reply, its entities, and at last all but a line of the application in
//! its place. Nothing here reads or writes anything. Start at [`decide`].

use super::{RowNext, RowState};
use crate::core::model::delivery::{Class, Refused};
use crate::store::outbox::sending::Less;

/// A call that Telegram understood and did not like.
pub(super) fn decide(row: &RowState, why: Refused) -> RowNext {
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
        (_, Class::Set | Class::Once) => return RowNext::Dead(reason(why)),
        (_, Class::Owed) => {}
    }
    let voice_forbidden = why == Refused::VoiceForbidden;
    if row.less.line {
        RowNext::Dead(reason(why))
    } else if voice_forbidden {
        RowNext::ReplaceCall { voice_forbidden }
    } else if reply_left {
        without(true, false)
    } else if entities_left {
        without(false, true)
    } else {
        RowNext::ReplaceCall { voice_forbidden }
    }
}

/// A refusal in a word for dead letters and the log.
pub fn reason(why: Refused) -> &'static str {
    match why {
        Refused::TargetGone => "its message is gone",
        Refused::ReplyGone => "the message replied to is gone",
        Refused::Entities => "entities refused",
        Refused::VoiceForbidden => "voice refused by the recipient",
        Refused::Other => "refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::delivery::Outcome;
    use crate::run::sender::retry::LaneNext;
    use crate::run::sender::retry::tests::{CLASSES, decide, row};

    /// What a row is refused until it ends, as it is tried again.
    fn walk(mut state: RowState, why: Refused) -> Vec<String> {
        let mut steps = Vec::new();
        loop {
            let done = decide(state, Outcome::Refused(why));
            assert_eq!(
                done.lane,
                LaneNext::Goes,
                "another message is never blocked"
            );
            match done.row {
                RowNext::Again { less, .. } => {
                    steps.push(format!(
                        "{}{}",
                        u8::from(less.reply),
                        u8::from(less.entities)
                    ));
                    state.less = less;
                }
                RowNext::ReplaceCall { voice_forbidden } => {
                    steps.push(format!("line {voice_forbidden}"));
                    state.less.line = true;
                    (state.had_reply, state.had_entities) = (false, false);
                }
                other => {
                    steps.push(format!("{other:?}"));
                    return steps;
                }
            }
        }
    }

    #[test]
    fn an_owed_row_that_is_refused_walks_down_and_then_dies() {
        let full = RowState {
            had_reply: true,
            had_entities: true,
            ..row(Class::Owed)
        };
        let dead = r#"Dead("refused")"#;
        assert_eq!(walk(full, Refused::Other), ["10", "11", "line false", dead]);
        let plain = row(Class::Owed);
        assert_eq!(walk(plain, Refused::Other), ["line false", dead]);
        let entities = RowState {
            had_reply: false,
            ..full
        };
        assert_eq!(walk(entities, Refused::Other), ["01", "line false", dead]);
        assert_eq!(
            walk(full, Refused::VoiceForbidden)[0],
            "line true",
            "the recipient has to allow it; nothing else helps"
        );
        assert_eq!(walk(plain, Refused::TargetGone)[0], "line false");
    }

    #[test]
    fn a_refusal_that_names_its_cause_takes_only_that_away() {
        for class in CLASSES {
            let full = RowState {
                had_reply: true,
                had_entities: true,
                ..row(class)
            };
            assert_eq!(walk(full, Refused::ReplyGone)[0], "10");
            assert_eq!(walk(full, Refused::Entities)[0], "01");
        }
    }

    #[test]
    fn a_change_of_a_message_that_is_gone_is_dropped_and_a_refused_one_dies() {
        let set = row(Class::Set);
        assert_eq!(
            decide(set, Outcome::Refused(Refused::TargetGone)).row,
            RowNext::Dropped
        );
        assert_eq!(walk(set, Refused::Other), [r#"Dead("refused")"#]);
        assert_eq!(
            walk(row(Class::Once), Refused::Other),
            [r#"Dead("refused")"#]
        );
    }

    #[test]
    fn what_was_taken_away_stays_away() {
        let less = Less {
            entities: true,
            ..Less::default()
        };
        let state = RowState {
            less,
            had_reply: true,
            ..row(Class::Owed)
        };
        assert_eq!(walk(state, Refused::Other)[0], "11");
        for outcome in [
            Outcome::Unknown,
            Outcome::NotSent,
            Outcome::RetryAfter { seconds: 1 },
            Outcome::Unreachable,
            Outcome::Migrated { chat: 4 },
        ] {
            let RowNext::Again { less: kept, .. } = decide(state, outcome).row else {
                panic!("{outcome:?}");
            };
            assert_eq!(kept, less, "{outcome:?}");
        }
    }
}
