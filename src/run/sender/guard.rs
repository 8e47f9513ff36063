//! The checks right before a call with people's words for a group: are the two and the bot the only ones there?
//!
//! Pure: [`Check::call`] says what to ask Telegram, [`Check::judge`] what its answer means. Whatever is not a clear yes keeps the
//! call from being made.

use serde_json::{Value, json};

use crate::core::model::delivery::{Call, Outcome};
use crate::core::model::ids::ChatId;

/// The two and the bot.
const THREE: i64 = 3;

/// Who must be there, and nobody else but the bot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guard {
    pub chat: ChatId,
    /// Telegram's user ids.
    pub two: [ChatId; 2],
}

/// One thing to ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Check {
    MemberCount,
    IsMember(ChatId),
}

impl Guard {
    /// In this order; the call may be made when none of them objects.
    pub fn checks(&self) -> [Check; 3] {
        let [a, b] = self.two;
        [Check::IsMember(a), Check::IsMember(b), Check::MemberCount]
    }
}

impl Check {
    /// What to ask Telegram.
    pub fn call(self, guard: &Guard) -> Call {
        let chat = guard.chat.0;
        match self {
            Check::MemberCount => Call {
                method: "getChatMemberCount".into(),
                params: json!({ "chat_id": chat }),
            },
            Check::IsMember(user) => Call {
                method: "getChatMember".into(),
                params: json!({ "chat_id": chat, "user_id": user.0 }),
            },
        }
    }

    /// What becomes of the guarded call after this answer; `None` when nothing speaks against it. `result` is the raw result.
    pub fn judge(self, outcome: Outcome, result: Option<&str>) -> Option<Outcome> {
        match outcome {
            Outcome::Sent { .. } => {
                let value: Option<Value> = result.and_then(|raw| serde_json::from_str(raw).ok());
                match value {
                    Some(value) if self.is_fine(&value) => None,
                    Some(_) => Some(Outcome::NotTwo),
                    // The answer came in part: the call itself never left.
                    None => Some(Outcome::NotSent),
                }
            }
            // A check changes nothing, and the call it guards was not made.
            Outcome::Unknown => Some(Outcome::NotSent),
            // Telegram knows of no such member, or does not tell.
            Outcome::Refused(_) => Some(Outcome::NotTwo),
            other => Some(other),
        }
    }

    fn is_fine(self, result: &Value) -> bool {
        match self {
            Check::MemberCount => result.as_i64() == Some(THREE),
            Check::IsMember(user) => {
                let status = result["status"].as_str();
                let is_member = result["is_member"].as_bool() == Some(true);
                result["user"]["id"].as_i64() == Some(user.0)
                    && (matches!(status, Some("creator" | "administrator" | "member"))
                        || (status == Some("restricted") && is_member))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::delivery::Refused;

    const ANNA: ChatId = ChatId(11);
    const GUARD: Guard = Guard {
        chat: ChatId(-100),
        two: [ANNA, ChatId(12)],
    };
    const DONE: Outcome = Outcome::Sent {
        message_id: None,
        date: None,
    };

    fn is_there(result: &str) -> Option<Outcome> {
        Check::IsMember(ANNA).judge(DONE, Some(result))
    }

    #[test]
    fn both_are_looked_for_and_then_all_are_counted() {
        let calls: Vec<String> = GUARD
            .checks()
            .map(|check| check.call(&GUARD))
            .map(|call| format!("{} {}", call.method, call.params))
            .into();
        assert_eq!(
            calls,
            [
                r#"getChatMember {"chat_id":-100,"user_id":11}"#,
                r#"getChatMember {"chat_id":-100,"user_id":12}"#,
                r#"getChatMemberCount {"chat_id":-100}"#,
            ]
        );
    }

    #[test]
    fn members_of_every_standing_are_there() {
        for standing in [
            r#""creator""#,
            r#""administrator""#,
            r#""member""#,
            r#""restricted","is_member":true"#,
        ] {
            let member = format!(r#"{{"user":{{"id":11}},"status":{standing}}}"#);
            assert_eq!(is_there(&member), None, "{standing}");
        }
    }

    #[test]
    fn who_left_or_was_removed_or_is_somebody_else_is_not_there() {
        for member in [
            r#"{"user":{"id":11},"status":"left"}"#,
            r#"{"user":{"id":11},"status":"kicked"}"#,
            r#"{"user":{"id":11},"status":"restricted","is_member":false}"#,
            r#"{"user":{"id":11},"status":"restricted"}"#,
            r#"{"user":{"id":11},"status":"of next year"}"#,
            r#"{"user":{"id":13},"status":"member"}"#,
            r#"{}"#,
        ] {
            assert_eq!(is_there(member), Some(Outcome::NotTwo), "{member}");
        }
        let refused = Outcome::Refused(Refused::Other);
        let judged = Check::IsMember(ANNA).judge(refused, None);
        assert_eq!(judged, Some(Outcome::NotTwo));
    }

    #[test]
    fn only_three_are_two_and_the_bot() {
        for (count, fine) in [("2", false), ("3", true), ("4", false), ("null", false)] {
            let judged = Check::MemberCount.judge(DONE, Some(count));
            assert_eq!(judged, (!fine).then_some(Outcome::NotTwo), "{count}");
        }
    }

    #[test]
    fn a_look_without_an_answer_leaves_the_call_unsent_and_without_doubt() {
        for (outcome, result) in [
            (Outcome::Unknown, None),
            (Outcome::NotSent, None),
            (DONE, None),
            (DONE, Some("{")),
        ] {
            let judged = Check::MemberCount.judge(outcome, result);
            assert_eq!(judged, Some(Outcome::NotSent), "{outcome:?}");
        }
    }

    #[test]
    fn what_telegram_says_of_the_chat_counts_for_the_call() {
        for outcome in [
            Outcome::Unreachable,
            Outcome::RetryAfter { seconds: 9 },
            Outcome::Migrated { chat: -200 },
            Outcome::Unauthorized,
        ] {
            assert_eq!(Check::MemberCount.judge(outcome, None), Some(outcome));
        }
    }
}
