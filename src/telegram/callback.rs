//! What a button carries: `verb:row:argument`, at most 64 bytes.
//!
//! A person's app can send any data, so decoding takes only what [`CallbackData::encode`] can have made, and says nothing
//! about whether the row exists or the press is allowed: that is for `core` to judge, against person, couple and state.

use std::fmt;

use thiserror::Error;

/// The longest data of a button, in bytes (Bot API, `InlineKeyboardButton.callback_data`).
pub const MAX_BYTES: usize = 64;

/// Sixteen letters name any verb and leave 33 bytes for an argument beside the longest id.
const MAX_VERB_BYTES: usize = 16;

/// One button's data.
#[derive(Clone, PartialEq, Eq)]
pub struct CallbackData {
    /// 1 to 16 letters, a to z.
    pub verb: String,
    /// The row the button is about; 0 when there is none.
    pub id: i64,
    /// Printable ASCII, no spaces.
    pub arg: Option<String>,
}

/// Why data cannot be put on a button.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum BadCallbackData {
    #[error("a callback verb has 1 to 16 letters from a to z")]
    Verb,
    #[error("a row id is not negative")]
    Id,
    #[error("a callback argument is printable ASCII without spaces")]
    Argument,
    #[error("callback data has at most 64 bytes")]
    TooLong,
}

impl CallbackData {
    pub fn new(verb: &str, id: i64, arg: Option<&str>) -> CallbackData {
        CallbackData {
            verb: verb.to_owned(),
            id,
            arg: arg.map(str::to_owned),
        }
    }

    /// The text for `callback_data`.
    pub fn encode(&self) -> Result<String, BadCallbackData> {
        if !is_verb(&self.verb) {
            return Err(BadCallbackData::Verb);
        }
        let id = u64::try_from(self.id).map_err(|_| BadCallbackData::Id)?;
        let mut data = format!("{}:{}", self.verb, base36(id));
        if let Some(arg) = &self.arg {
            if !is_argument(arg) {
                return Err(BadCallbackData::Argument);
            }
            data.push(':');
            data.push_str(arg);
        }
        if data.len() > MAX_BYTES {
            return Err(BadCallbackData::TooLong);
        }
        Ok(data)
    }

    /// Reads exactly what [`encode`](CallbackData::encode) writes.
    pub fn decode(data: &str) -> Option<CallbackData> {
        if data.len() > MAX_BYTES {
            return None;
        }
        let mut pieces = data.splitn(3, ':');
        let (verb, id, arg) = (pieces.next()?, pieces.next()?, pieces.next());
        let read = CallbackData {
            verb: verb.to_owned(),
            id: from_base36(id)?,
            arg: arg.map(str::to_owned),
        };
        (is_verb(verb) && arg.is_none_or(is_argument)).then_some(read)
    }
}

impl fmt::Debug for CallbackData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallbackData({}:{})", self.verb, self.id)
    }
}

fn is_verb(verb: &str) -> bool {
    (1..=MAX_VERB_BYTES).contains(&verb.len()) && verb.bytes().all(|b| b.is_ascii_lowercase())
}

fn is_argument(arg: &str) -> bool {
    arg.bytes().all(|b| b.is_ascii_graphic())
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = (number % 36) as u32;
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// Only the one form `base36` writes: no sign, no capitals, no leading zero.
fn from_base36(text: &str) -> Option<i64> {
    let number = i64::from_str_radix(text, 36).ok()?;
    let canonical = base36(u64::try_from(number).ok()?) == text;
    canonical.then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_longest_id_leaves_room_for_an_argument() {
        let arg = "x".repeat(33);
        let data = CallbackData::new(&"v".repeat(16), i64::MAX, Some(&arg));
        let text = data.encode().unwrap();
        assert_eq!(text.len(), MAX_BYTES);
        assert_eq!(CallbackData::decode(&text), Some(data));
    }

    #[test]
    fn what_does_not_fit_a_button_is_refused_with_a_reason() {
        let encode = |verb: &str, id, arg| CallbackData::new(verb, id, arg).encode();
        let long = "x".repeat(62);
        assert_eq!(encode("", 1, None), Err(BadCallbackData::Verb));
        assert_eq!(encode("Seal", 1, None), Err(BadCallbackData::Verb));
        assert_eq!(encode("seal", -1, None), Err(BadCallbackData::Id));
        assert_eq!(encode("seal", 1, Some("ä")), Err(BadCallbackData::Argument));
        assert_eq!(
            encode("seal", 1, Some(&long)),
            Err(BadCallbackData::TooLong)
        );
        assert_eq!(encode("seal", 0, Some("")), Ok("seal:0:".into()));
    }

    #[test]
    fn data_in_any_other_form_is_nobodys_button() {
        for data in [
            "",
            ":",
            "seal",
            "seal:",
            "seal:+1",
            "seal:-1",
            "seal:01",
            "seal:A",
            "seal:1:a b",
            "SEAL:1",
            "seal:zzzzzzzzzzzzzz",
            "seal :1",
        ] {
            assert_eq!(CallbackData::decode(data), None, "{data}");
        }
        assert!(CallbackData::decode("seal:1:a:b").is_some());
    }

    proptest! {
        #[test]
        fn what_was_put_on_a_button_comes_back(verb in "[a-z]{1,16}", id in 0..=i64::MAX, arg in proptest::option::of("[!-~]{0,33}")) {
            let data = CallbackData { verb, id, arg };
            let text = data.encode().unwrap();
            prop_assert!(text.len() <= MAX_BYTES);
            prop_assert_eq!(CallbackData::decode(&text), Some(data));
        }

        #[test]
        fn whatever_is_decoded_is_what_it_encodes_to(text in ".{0,70}") {
            if let Some(data) = CallbackData::decode(&text) {
                prop_assert_eq!(data.encode(), Ok(text));
            }
        }

        #[test]
        fn near_misses_never_panic_and_never_change(text in "[a-zA-Z]{0,4}:[0-9a-zA-Z+-]{0,14}(:[ -~]{0,40})?") {
            if let Some(data) = CallbackData::decode(&text) {
                prop_assert_eq!(data.encode(), Ok(text));
            }
        }
    }
}
