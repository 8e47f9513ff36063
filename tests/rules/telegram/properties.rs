//! Whatever arrives, reading it neither panics nor loses what a person wrote.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use twofold::core::model::words::Words;
use twofold::telegram::decode::{Incoming, IncomingKind, updates};

const FIELDS: &str = include_str!("fields.txt");

fn name() -> impl Strategy<Value = String> {
    let known: Vec<&'static str> = FIELDS.split_whitespace().collect();
    prop_oneof![
        4 => proptest::sample::select(known).prop_map(str::to_owned),
        1 => ".{0,12}",
        1 => "[a-z]{1,8}_[a-z]{1,8}",
    ]
}

/// Any JSON, with the Bot API's own names more often than others.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        proptest::sample::select(vec!["private", "group", "emoji", "member", "restricted"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((name(), inner), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = Map<String, Value>> {
    proptest::collection::vec((name(), json()), 0..12)
        .prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_update_with_an_id_is_read_and_kept_whole(mut update in object(), id in any::<i64>()) {
        update.insert("update_id".into(), id.into());
        let text = Value::Object(update).to_string();
        let read = Incoming::read(&text).unwrap();
        prop_assert_eq!(read.update_id, id);
        prop_assert_eq!(read.raw.as_str(), text);
    }

    #[test]
    fn a_text_is_kept_exactly_whatever_the_other_fields_hold(mut message in object(), text in any::<String>(), edited in any::<bool>()) {
        message.insert("message_id".into(), 1.into());
        message.insert("date".into(), 1.into());
        message.insert("chat".into(), json!({"id": 7, "type": "private"}));
        message.insert("text".into(), text.clone().into());
        let kind = if edited { "edited_message" } else { "message" };
        let update = json!({"update_id": 1, kind: message}).to_string();
        let read = match Incoming::read(&update).unwrap().kind {
            IncomingKind::Message(message) | IncomingKind::EditedMessage(message) => *message,
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        };
        match read.words {
            Some(Words::Text { text: read }) => prop_assert_eq!(read.text, text),
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        }
    }

    #[test]
    fn no_message_is_nothing(mut message in object()) {
        message.insert("message_id".into(), 1.into());
        message.insert("date".into(), 1.into());
        message.insert("chat".into(), json!({"id": 7, "type": "private"}));
        let update = json!({"update_id": 1, "message": message}).to_string();
        match Incoming::read(&update).unwrap().kind {
            IncomingKind::Message(message) => {
                prop_assert!(message.words.is_some() || message.service.is_some());
            }
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        }
    }

    #[test]
    fn a_batch_counts_every_item(items in proptest::collection::vec(json(), 0..8)) {
        let read = updates(&Value::from(items.clone()).to_string()).unwrap();
        prop_assert_eq!(read.incoming.len() + read.nameless, items.len());
    }

    #[test]
    fn garbage_is_read_without_a_panic(text in "[\\[\\]{}:,\"\\\\a-z0-9 ]{0,80}") {
        let _ = updates(&text);
        let _ = Incoming::read(&text);
    }
}
