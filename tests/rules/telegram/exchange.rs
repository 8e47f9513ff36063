//! Calls and polls against servers that behave, and against servers that do not.

use std::time::Duration;

use serde_json::{Value, json};

use crate::telegram::server::{TOKEN, Trick, client, crooked, nowhere, serve};
use twofold::core::model::delivery::{Call, Outcome, Refused};
use twofold::telegram::poll::{BATCH_LIMIT, Malformed, PollFault, Poller};
use twofold::telegram::{BadClient, Client};

const SHORT: Duration = Duration::from_millis(300);

fn call() -> Call {
    Call {
        method: "sendMessage".into(),
        params: json!({"chat_id": 7001, "text": "CANARY words"}),
    }
}

async fn outcome_of(trick: Trick) -> Outcome {
    let url = crooked(trick).await;
    let client = Client::with_timeout(TOKEN, Some(&url), SHORT).unwrap();
    client.post(&call()).await
}

async fn polled(status: u16, body: String) -> Result<twofold::telegram::poll::Batch, PollFault> {
    let (url, _) = serve(move |_, _| (status, body.clone())).await;
    Poller::new(&client(&url)).unwrap().next(0).await
}

#[tokio::test]
async fn a_call_reaches_its_method_with_its_parameters_and_tells_the_message() {
    let answer = json!({"ok": true, "result": {"message_id": 512, "date": 1795000000,
        "chat": {"id": 7001, "type": "private"}, "text": "CANARY words"}});
    let (url, requests) = serve(move |_, _| (200, answer.to_string())).await;
    for url in [url.clone(), format!("{url}/")] {
        let outcome = client(&url).post(&call()).await;
        let sent = Outcome::Sent {
            message_id: Some(512),
            date: Some(1795000000),
        };
        assert_eq!(outcome, sent);
    }
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1], ("sendMessage".into(), call().params));
}

#[tokio::test]
async fn whoever_wants_the_result_gets_it_raw() {
    let (url, _) = serve(|_, _| (200, r#"{"ok":true,"result": 2}"#.into())).await;
    let answer = client(&url)
        .call_raw("getChatMemberCount", &json!({"chat_id": -5}))
        .await;
    assert!(matches!(answer.outcome, Outcome::Sent { .. }));
    assert_eq!(answer.result.unwrap().get(), "2");
}

#[tokio::test]
async fn an_error_is_classified_and_gives_no_result() {
    let body = json!({"ok": false, "error_code": 400, "description": "Bad Request: message to be replied not found"});
    let (url, _) = serve(move |_, _| (400, body.to_string())).await;
    let answer = client(&url).call_raw("sendMessage", &json!({})).await;
    assert_eq!(answer.outcome, Outcome::Refused(Refused::ReplyGone));
    assert!(answer.result.is_none());
}

#[tokio::test]
async fn a_call_that_never_left_is_not_sent() {
    let url = nowhere().await;
    assert_eq!(client(&url).post(&call()).await, Outcome::NotSent);
}

#[tokio::test]
async fn silence_and_a_reset_leave_the_outcome_unknown() {
    assert_eq!(outcome_of(Trick::Silence).await, Outcome::Unknown);
    assert_eq!(outcome_of(Trick::Reset).await, Outcome::Unknown);
    assert_eq!(outcome_of(Trick::Write("")).await, Outcome::Unknown);
}

#[tokio::test]
async fn a_5xx_is_unknown_at_once() {
    // Some clients wait ten seconds inside such a call before they say anything.
    let page = "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 24\r\n\r\n<html>Bad Gateway</html>";
    let url = crooked(Trick::Write(page)).await;
    let client = Client::new(TOKEN, Some(&url)).unwrap();
    let outcome = tokio::time::timeout(Duration::from_secs(5), client.post(&call())).await;
    assert_eq!(outcome, Ok(Outcome::Unknown));
}

#[tokio::test]
async fn a_success_cut_off_by_the_line_is_a_success() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"ok\":true,\"result\":{\"message_id\":512,\"from\":{\"id\":42},\"date\":1795000000,\"te";
    let sent = Outcome::Sent {
        message_id: Some(512),
        date: Some(1795000000),
    };
    assert_eq!(outcome_of(Trick::Write(cut)).await, sent);
    let too_early = "HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"ok\":";
    assert_eq!(outcome_of(Trick::Write(too_early)).await, Outcome::Unknown);
}

#[tokio::test]
async fn the_rate_limiter_in_front_is_understood_by_its_header() {
    let limited =
        "HTTP/1.1 429 Too Many Requests\r\nretry-after: 31\r\ncontent-length: 6\r\n\r\n<html>";
    let wait = Outcome::RetryAfter { seconds: 31 };
    assert_eq!(outcome_of(Trick::Write(limited)).await, wait);
}

#[tokio::test]
async fn a_poll_names_what_it_wants_and_where_it_goes_on() {
    let update = |id: i64| json!({"update_id": id, "message": {"message_id": id, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}});
    let answer = json!({"ok": true, "result": [update(900), update(901)]});
    let (url, requests) = serve(move |_, _| (200, answer.to_string())).await;
    let batch = Poller::with_wait(&client(&url), 3)
        .unwrap()
        .next(900)
        .await
        .unwrap();
    assert_eq!(batch.updates.len(), 2);
    assert_eq!(batch.next_offset, Some(902));
    assert!(!batch.full);
    let requests = requests.lock().unwrap();
    assert_eq!(requests[0].0, "getUpdates");
    assert_eq!(
        requests[0].1,
        json!({"offset": 900, "limit": 100, "timeout": 0, "allowed_updates":
            ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member", "chat_member"]})
    );
}

#[tokio::test]
async fn a_poll_waits_at_the_server_only_after_one_that_was_answered() {
    let empty = json!({"ok": true, "result": []}).to_string();
    let faulty = 7;
    let (url, requests) = serve(move |_, asked| match asked["offset"] == faulty {
        true => (502, String::new()),
        false => (200, empty.clone()),
    })
    .await;
    let mut poller = Poller::with_wait(&client(&url), 3).unwrap();
    for offset in [1, 2, faulty, 3, 4] {
        assert_eq!(poller.next(offset).await.is_err(), offset == faulty);
    }
    let requests = requests.lock().unwrap();
    let waits: Vec<&Value> = requests
        .iter()
        .map(|(_, asked)| &asked["timeout"])
        .collect();
    assert_eq!(waits, [0, 3, 3, 0, 3]);
}

#[tokio::test]
async fn an_empty_poll_acknowledges_nothing_and_a_full_one_says_so() {
    let empty = polled(200, json!({"ok": true, "result": []}).to_string())
        .await
        .unwrap();
    assert_eq!((empty.next_offset, empty.full), (None, false));
    let many: Vec<Value> = (0..BATCH_LIMIT)
        .map(|id| json!({"update_id": id}))
        .collect();
    let full = polled(200, json!({"ok": true, "result": many}).to_string())
        .await
        .unwrap();
    assert!(full.full);
    assert_eq!(full.next_offset, Some(100));
}

#[tokio::test]
async fn items_without_an_id_are_acknowledged_with_their_neighbours_or_not_at_all() {
    let mixed = json!({"ok": true, "result": [7, {"update_id": 5}]}).to_string();
    let batch = polled(200, mixed).await.unwrap();
    assert_eq!((batch.nameless, batch.next_offset), (1, Some(6)));
    let none = json!({"ok": true, "result": [7]}).to_string();
    let size = none.len();
    let kind = Malformed::NoIds;
    assert_eq!(
        polled(200, none).await.unwrap_err(),
        PollFault::Malformed { kind, size }
    );
}

#[tokio::test]
async fn a_fault_of_a_poll_says_what_to_do() {
    let error = |code: u16, description: &str| {
        let body = json!({"ok": false, "error_code": code, "description": description});
        polled(code, body.to_string())
    };
    let other = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!(error(409, other).await.unwrap_err(), PollFault::Conflict);
    let webhook = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    assert_eq!(error(409, webhook).await.unwrap_err(), PollFault::Webhook);
    assert_eq!(
        error(401, "Unauthorized").await.unwrap_err(),
        PollFault::Unauthorized
    );
    assert_eq!(
        error(404, "Not Found").await.unwrap_err(),
        PollFault::Unauthorized
    );
    let wait = error(429, "Too Many Requests: retry after 9").await;
    assert_eq!(wait.unwrap_err(), PollFault::RetryAfter { seconds: 9 });
    let server = error(500, "Internal Server Error").await;
    assert_eq!(server.unwrap_err(), PollFault::Server { status: 500 });
    let refused = error(400, "Bad Request: CANARY").await;
    assert_eq!(refused.unwrap_err(), PollFault::Refused { code: 400 });
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_told_by_kind_and_size_only() {
    let page = "<html>CANARY</html>";
    let server = polled(502, page.into()).await.unwrap_err();
    assert_eq!(server, PollFault::Server { status: 502 });
    let cases = [
        (page, Malformed::NotJson),
        (
            r#"{"ok":true,"result":[{"update_id":1},{"upd"#,
            Malformed::NotJson,
        ),
        (r#"{"ok":true,"result":"CANARY"}"#, Malformed::NoList),
        (r#"{"ok":true}"#, Malformed::NoList),
    ];
    for (body, kind) in cases {
        let fault = polled(200, body.into()).await.unwrap_err();
        let size = body.len();
        assert_eq!(fault, PollFault::Malformed { kind, size });
        let words = format!("{fault} {fault:?}");
        assert!(!words.contains("CANARY"), "{words}");
    }
}

#[tokio::test]
async fn after_an_answer_too_large_to_read_fewer_updates_are_asked_for() {
    let (url, requests) = serve(|_, params| {
        let text = if params["limit"] == 100 {
            "x".repeat(17 << 20)
        } else {
            "fine".into()
        };
        (
            200,
            json!({"ok": true, "result": [{"update_id": 1, "odd": text}]}).to_string(),
        )
    })
    .await;
    let mut poller = Poller::new(&client(&url)).unwrap();
    let fault = poller.next(0).await.unwrap_err();
    assert!(
        matches!(
            fault,
            PollFault::Malformed {
                kind: Malformed::TooLong,
                ..
            }
        ),
        "{fault:?}"
    );
    assert_eq!(poller.next(0).await.unwrap().next_offset, Some(2));
    assert!(poller.next(2).await.is_err());
    let limits: Vec<_> = requests
        .lock()
        .unwrap()
        .iter()
        .map(|(_, params)| params["limit"].clone())
        .collect();
    assert_eq!(limits, [100, 10, 100]);
}

#[tokio::test]
async fn a_poll_without_a_line_is_a_matter_of_the_network() {
    for url in [nowhere().await, crooked(Trick::Reset).await] {
        let fault = Poller::new(&client(&url))
            .unwrap()
            .next(0)
            .await
            .unwrap_err();
        assert_eq!(fault, PollFault::Network);
    }
    let cut =
        "HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"ok\":true,\"result\":[{\"update_id\":1}";
    let url = crooked(Trick::Write(cut)).await;
    let fault = Poller::new(&client(&url))
        .unwrap()
        .next(0)
        .await
        .unwrap_err();
    assert_eq!(fault, PollFault::Network);
}

#[tokio::test]
async fn neither_token_nor_words_are_ever_shown() {
    let url = nowhere().await;
    let client = client(&url);
    let poller = Poller::new(&client).unwrap();
    let answer = client.call_raw("sendMessage", &call().params).await;
    let shown = format!("{client:?} {poller:?} {answer:?} {:?}", call());
    assert!(
        !shown.contains("CANARY") && !shown.contains("4242"),
        "{shown}"
    );
}

#[test]
fn a_client_needs_a_plausible_token_and_address() {
    let refused = |token: &str, url: Option<&str>| Client::new(token, url).unwrap_err();
    assert_eq!(refused("", None), BadClient::Token);
    assert_eq!(refused("42:a/../b", None), BadClient::Token);
    assert_eq!(refused(TOKEN, Some("not a url")), BadClient::Address);
    assert_eq!(
        refused(TOKEN, Some("ftp://example.org")),
        BadClient::Address
    );
    assert!(Client::new(TOKEN, None).is_ok());
}
