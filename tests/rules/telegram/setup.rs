//! What is said at start, against a server that remembers it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::{Value, json};

use crate::telegram::server::{client, nowhere, serve};
use twofold::telegram::setup::{Me, Profile, SetupFault, announce, me, remove_webhook};

fn ok(result: Value) -> (u16, String) {
    (200, json!({"ok": true, "result": result}).to_string())
}

fn profiles() -> Vec<Profile> {
    let in_language = |language: Option<&str>, help: &str| Profile {
        language: language.map(str::to_owned),
        commands: vec![
            ("start".into(), "begin".into()),
            ("help".into(), help.into()),
        ],
        description: format!("{help}: one small question"),
        short_description: help.into(),
    };
    vec![in_language(None, "Help"), in_language(Some("de"), "Hilfe")]
}

/// Remembers menu and descriptions by language, as Telegram does.
async fn remembering() -> (String, crate::telegram::server::Requests) {
    let said: Mutex<BTreeMap<(String, String), Value>> = Mutex::default();
    serve(move |method, params| {
        let method = method.to_ascii_lowercase();
        let language = params["language_code"].as_str().unwrap_or("").to_owned();
        let (field, none) = match &method[3..] {
            "mycommands" => ("commands", json!([])),
            "mydescription" => ("description", json!("")),
            _ => ("short_description", json!("")),
        };
        let key = (field.to_owned(), language);
        let mut said = said.lock().unwrap();
        if method.starts_with("set") {
            said.insert(key, params[field].clone());
            return ok(json!(true));
        }
        let value = said.get(&key).cloned().unwrap_or(none);
        ok(if field == "commands" {
            value
        } else {
            json!({field: value})
        })
    })
    .await
}

#[tokio::test]
async fn the_menu_is_written_once_and_again_only_where_it_changed() {
    let (url, requests) = remembering().await;
    let client = client(&url);
    assert_eq!(announce(&client, &profiles()).await, Ok(6));
    assert_eq!(announce(&client, &profiles()).await, Ok(0));
    let mut changed = profiles();
    changed[1].description.push('!');
    assert_eq!(announce(&client, &changed).await, Ok(1));
    let requests = requests.lock().unwrap();
    let (_, last) = requests
        .iter()
        .rfind(|(method, _)| method.eq_ignore_ascii_case("setMyDescription"))
        .unwrap();
    assert_eq!(
        last,
        &json!({"description": "Hilfe: one small question!", "language_code": "de"})
    );
}

#[tokio::test]
async fn we_learn_who_we_are() {
    let (url, _) = serve(|_, _| {
        ok(json!({"id": 42, "is_bot": true, "first_name": "Twofold", "username": "TwofoldBot"}))
    })
    .await;
    let expected = Me {
        id: 42,
        username: "TwofoldBot".into(),
    };
    assert_eq!(me(&client(&url)).await, Ok(expected));
}

#[tokio::test]
async fn a_wrong_token_a_dead_line_and_a_strange_answer_are_told_apart() {
    for (code, text) in [(401, "Unauthorized"), (404, "Not Found")] {
        let body = json!({"ok": false, "error_code": code, "description": text}).to_string();
        let (url, _) = serve(move |_, _| (code, body.clone())).await;
        assert_eq!(me(&client(&url)).await, Err(SetupFault::Unauthorized));
        assert_eq!(
            announce(&client(&url), &profiles()).await,
            Err(SetupFault::Unauthorized)
        );
    }
    let url = nowhere().await;
    assert_eq!(me(&client(&url)).await, Err(SetupFault::Network));
    assert_eq!(
        announce(&client(&url), &profiles()).await,
        Err(SetupFault::Network)
    );
    let (url, _) = serve(|_, _| ok(json!("CANARY"))).await;
    assert_eq!(me(&client(&url)).await, Err(SetupFault::Malformed));
    let fault = announce(&client(&url), &profiles()).await.unwrap_err();
    assert_eq!(fault, SetupFault::Malformed);
    assert!(!format!("{fault} {fault:?}").contains("CANARY"));
}

#[tokio::test]
async fn removing_a_webhook_keeps_what_waits_for_it() {
    let (url, requests) = serve(|_, _| ok(json!(true))).await;
    assert_eq!(remove_webhook(&client(&url)).await, Ok(()));
    let requests = requests.lock().unwrap();
    assert_eq!(
        requests[0],
        (
            "deleteWebhook".into(),
            json!({"drop_pending_updates": false})
        )
    );
}
