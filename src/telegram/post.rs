//! One call of the Bot API, and what became of it.
//!
//! Nothing here repeats a call or waits: it makes one and says its [`Outcome`]. Telegram's error codes are few and its
//! descriptions many and changing, so they are told apart by what they begin with or contain, never by equality.

use std::fmt;

use serde_json::Value;
use serde_json::value::RawValue;

use super::client::{Client, Complaint, Cut, Envelope, Lost, Reply};
use super::fields::Fields;
use crate::core::model::delivery::{Call, Outcome, Refused};

/// What to wait when a 429 does not say how long, in seconds.
const DEFAULT_RETRY_S: u32 = 5;

/// An outcome, and what the method answered when it succeeded.
pub struct Answer {
    pub outcome: Outcome,
    /// The raw `result`; absent when the call did not succeed or the answer came incomplete.
    pub result: Option<Box<RawValue>>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({:?})", self.outcome)
    }
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Answer {
        Answer {
            outcome,
            result: None,
        }
    }
}

impl Client {
    /// Makes one call, once. Takes at most the client's timeout. Dropping the future leaves the outcome unknown.
    pub async fn post(&self, call: &Call) -> Outcome {
        self.call_raw(&call.method, &call.params).await.outcome
    }

    /// The same for a caller who wants to read the result.
    pub async fn call_raw(&self, method: &str, params: &Value) -> Answer {
        if !may_be_called(method) {
            return Outcome::Refused(Refused::Other).into();
        }
        let answer = match self.exchange(method, params.to_string().into_bytes()).await {
            Ok(reply) => answer(&reply),
            Err(Lost::NotSent) => Outcome::NotSent.into(),
            Err(Lost::TimedOut | Lost::Broken) => Outcome::Unknown.into(),
        };
        tracing::debug!(method, outcome = ?answer.outcome, "bot api call");
        answer
    }
}

/// `logOut` and `close` take a bot away from its server for ten minutes; no row may do that.
fn may_be_called(method: &str) -> bool {
    let is_name =
        (1..=64).contains(&method.len()) && method.bytes().all(|b| b.is_ascii_alphabetic());
    is_name && !["logout", "close"].contains(&method.to_ascii_lowercase().as_str())
}

/// What an answer with this status and body means: the reading of [`Client::post`], for who makes calls by another way.
pub fn outcome(status: u16, body: &str) -> Outcome {
    let reply = Reply {
        status,
        wait_s: None,
        body: body.to_owned(),
        cut: None,
    };
    answer(&reply).outcome
}

fn answer(reply: &Reply) -> Answer {
    if reply.cut == Some(Cut::TooLong) {
        return Outcome::Unknown.into();
    }
    match Envelope::read(&reply.body) {
        Some(Envelope::Ok { result }) => {
            let message = result.and_then(|raw| Fields::read(raw.get()));
            let number = |name: &str| message.as_ref().and_then(|fields| fields.int(name));
            Answer {
                outcome: Outcome::Sent {
                    message_id: number("message_id"),
                    date: number("date"),
                },
                result: result.map(ToOwned::to_owned),
            }
        }
        Some(Envelope::Error(complaint)) => classify(&complaint, reply).into(),
        None if reply.body.starts_with(DELIVERED) => delivered_in_part(&reply.body).into(),
        // Only the rate limiter in front of the server answers like this, before the server sees the call.
        None if reply.status == 429 => Outcome::RetryAfter {
            seconds: reply.wait_s.unwrap_or(DEFAULT_RETRY_S),
        }
        .into(),
        None => Outcome::Unknown.into(),
    }
}

const DELIVERED: &str = r#"{"ok":true"#;

/// The beginning of a success is one. A message begins with its id; a number counts only when its end is there.
fn delivered_in_part(body: &str) -> Outcome {
    let number = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        text[..end].parse().ok()
    };
    let message_id = body
        .strip_prefix(r#"{"ok":true,"result":{"message_id":"#)
        .and_then(number);
    // Sender and chat stand before the date and have no field of that name; quotes inside a text are escaped.
    let date = message_id
        .and_then(|_| body.split_once(r#""date":"#))
        .and_then(|(_, rest)| number(rest));
    Outcome::Sent { message_id, date }
}

impl Complaint {
    /// How long a 429 wants us to wait, in seconds, from its parameter or its text.
    pub(super) fn seconds(&self) -> Option<u32> {
        let in_text = || {
            let lower = self.description.to_ascii_lowercase();
            let (_, rest) = lower
                .split_once("retry after ")
                .or_else(|| lower.split_once("flood_wait_"))?;
            let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
            digits.parse().ok()
        };
        let seconds = self.retry_after.or_else(in_text)?;
        Some(u32::try_from(seconds.max(1)).unwrap_or(u32::MAX))
    }
}

/// Descriptions, in lower case, that mean that nobody is there.
const UNREACHABLE: [&str; 9] = [
    "chat not found",
    "group is deactivated",
    "user is deactivated",
    "bot was kicked",
    "bot is not a member",
    "peer_id_invalid",
    "chat_write_forbidden",
    "not enough rights to send",
    "have no rights to send",
];

/// The message that is edited, deleted, reacted to or copied is not there, or not ours to change.
const TARGET_GONE: [&str; 10] = [
    "message to edit not found",
    "message to delete not found",
    "message to react not found",
    "message to copy not found",
    "message to forward not found",
    "message not found",
    "message_id_invalid",
    "message can't be edited",
    "message can't be deleted",
    "message_delete_forbidden",
];

/// The message that is replied to, or what is quoted of it, is not there.
const REPLY_GONE: [&str; 6] = [
    "message to be replied not found",
    "message to reply not found",
    "replied message not found",
    "reply message not found",
    "reply_message_id_invalid",
    "quote_text_invalid",
];

/// What we wanted is so already.
const FINE: [&str; 5] = [
    "message is not modified",
    "message_not_modified",
    "query is too old",
    "query id is invalid",
    "query_id_invalid",
];

fn classify(complaint: &Complaint, reply: &Reply) -> Outcome {
    let code = complaint.code.unwrap_or(i64::from(reply.status));
    let text = complaint.description.to_lowercase();
    let any = |texts: &[&str]| texts.iter().any(|part| text.contains(part));
    if let Some(chat) = complaint.migrate_to {
        return Outcome::Migrated { chat };
    }
    if code == 429
        || complaint.retry_after.is_some()
        || text.starts_with("too many requests")
        || text.contains("flood_wait_")
    {
        let seconds = complaint.seconds().or(reply.wait_s);
        return Outcome::RetryAfter {
            seconds: seconds.unwrap_or(DEFAULT_RETRY_S),
        };
    }
    if code >= 500 {
        return Outcome::Unknown;
    }
    if any(&FINE) {
        return Outcome::Sent {
            message_id: None,
            date: None,
        };
    }
    if any(&["voice_messages_forbidden", "video_messages_forbidden"]) {
        return Outcome::Refused(Refused::VoiceForbidden);
    }
    // Before "Unauthorized": older servers say "Unauthorized: bot was kicked from a chat" and the like.
    if code == 403
        || text.starts_with("forbidden")
        || text.starts_with("unauthorized: bot ")
        || any(&UNREACHABLE)
    {
        return Outcome::Unreachable;
    }
    // A token that is not even well-formed is answered with "Not Found"; an unknown method with a longer text.
    if code == 401 || text.starts_with("unauthorized") || text == "not found" {
        return Outcome::Unauthorized;
    }
    let why = if any(&REPLY_GONE) {
        Refused::ReplyGone
    } else if any(&TARGET_GONE) {
        Refused::TargetGone
    } else if text.contains("entit") && !text.contains("request entity") {
        Refused::Entities
    } else {
        Refused::Other
    };
    Outcome::Refused(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(code: i64, description: &str) -> Outcome {
        let body = serde_json::json!({"ok": false, "error_code": code, "description": description});
        judged(code as u16, &body.to_string())
    }

    fn judged(status: u16, body: &str) -> Outcome {
        super::outcome(status, body)
    }

    const NOTHING: Outcome = Outcome::Sent {
        message_id: None,
        date: None,
    };

    /// Each line is one answer: its code and its description.
    fn all_are(expected: Outcome, answers: &str) {
        for answer in answers.lines().map(str::trim) {
            let (code, description) = answer.split_once(' ').unwrap();
            let seen = outcome(code.parse().unwrap(), description);
            assert_eq!(seen, expected, "{description}");
        }
    }

    #[test]
    fn descriptions_lead_to_outcomes() {
        let wait = |seconds| Outcome::RetryAfter { seconds };
        let refused = Outcome::Refused;
        all_are(
            NOTHING,
            "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message
            400 Bad Request: query is too old and response timeout expired or query ID is invalid
            400 Bad Request: QUERY_ID_INVALID",
        );
        all_are(
            Outcome::Unreachable,
            "403 Forbidden: bot was blocked by the user
            403 Forbidden: user is deactivated
            403 Forbidden: bot can't initiate conversation with a user
            403 Forbidden: bot was kicked from the supergroup chat
            403 Forbidden: a text of next year
            400 Bad Request: chat not found
            400 Bad Request: group is deactivated
            403 Unauthorized: bot was kicked from a chat",
        );
        all_are(
            Outcome::Unauthorized,
            "401 Unauthorized
            404 Not Found",
        );
        all_are(
            refused(Refused::Other),
            "404 Not Found: method not found
            413 Request Entity Too Large
            400 Bad Request: message text is empty
            400 Bad Request: BUTTON_DATA_INVALID",
        );
        all_are(wait(17), "429 Too Many Requests: retry after 17");
        all_are(wait(5), "429 Too Many Requests");
        all_are(wait(33), "400 Bad Request: FLOOD_WAIT_33");
        all_are(
            refused(Refused::TargetGone),
            "400 Bad Request: message to edit not found
            400 Bad Request: message to delete not found
            400 Bad Request: message to react not found
            400 Bad Request: MESSAGE_ID_INVALID
            400 Bad Request: message can't be edited
            400 Bad Request: message can't be deleted for everyone
            400 Bad Request: message to copy not found",
        );
        all_are(
            refused(Refused::ReplyGone),
            "400 Bad Request: message to be replied not found
            400 Bad Request: QUOTE_TEXT_INVALID",
        );
        all_are(
            refused(Refused::Entities),
            "400 Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 4
            400 Bad Request: ENTITY_BOUNDS_INVALID",
        );
        all_are(
            refused(Refused::VoiceForbidden),
            "400 Bad Request: VOICE_MESSAGES_FORBIDDEN",
        );
        all_are(
            Outcome::Unknown,
            "500 Internal Server Error: restart
            502 Bad Gateway",
        );
    }

    #[test]
    fn parameters_count_more_than_words_and_survive_new_neighbours() {
        let body = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":10072,"scope":"chat"}}"#;
        assert_eq!(judged(429, body), Outcome::RetryAfter { seconds: 10072 });
        let body = r#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001234567890}}"#;
        let migrated = Outcome::Migrated {
            chat: -1001234567890,
        };
        assert_eq!(judged(400, body), migrated);
        let body = r#"{"ok":false,"description":["?"],"parameters":7}"#;
        assert_eq!(judged(403, body), Outcome::Unreachable);
    }

    #[test]
    fn a_success_that_is_cut_off_is_still_a_success() {
        let whole = r#"{"ok":true,"result":{"message_id":512,"from":{"id":1,"first_name":"\"date\":5,"},"chat":{"id":7,"type":"private"},"date":1795000000,"text":"\"message_id\":9,"}}"#;
        let sent = |message_id, date| Outcome::Sent { message_id, date };
        assert_eq!(judged(200, whole), sent(Some(512), Some(1795000000)));
        for end in DELIVERED.len()..whole.len() {
            let seen = match judged(200, &whole[..end]) {
                Outcome::Sent { message_id, date } => (message_id, date),
                other => panic!("{other:?} after {end} bytes"),
            };
            assert!(
                matches!(
                    seen,
                    (None | Some(512), None) | (Some(512), Some(1795000000))
                ),
                "{seen:?} after {end} bytes"
            );
        }
        assert_eq!(
            judged(200, &whole[..whole.len() - 1]),
            sent(Some(512), Some(1795000000))
        );
        assert_eq!(judged(200, r#"{"ok":true,"result":true}"#), NOTHING);
        assert_eq!(judged(200, r#"{"ok":t"#), Outcome::Unknown);
    }

    #[test]
    fn what_is_no_answer_of_the_bot_api_leaves_the_outcome_unknown() {
        for (status, body) in [
            (502, "<html>Bad Gateway</html>"),
            (403, "<html>Forbidden</html>"),
            (401, "<html>log in to the hotel's network</html>"),
            (200, ""),
            (200, "[]"),
            (200, r#"{"ok":"yes"}"#),
        ] {
            assert_eq!(judged(status, body), Outcome::Unknown, "{status} {body}");
        }
        assert_eq!(judged(429, "<html>"), Outcome::RetryAfter { seconds: 5 });
    }

    #[test]
    fn a_method_that_takes_the_bot_off_its_server_is_never_called() {
        assert!(may_be_called("sendMessage"));
        for method in ["logOut", "close", "LOGOUT", "", "../getMe", "get_me"] {
            assert!(!may_be_called(method), "{method}");
        }
    }
}
