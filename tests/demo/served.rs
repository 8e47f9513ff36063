//! The page's server, asked without a browser: by the page, and by those who should get nothing.

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::Played;
use twofold::demo::{Pace, Phone};

const MARK: (&str, &str) = ("x-twofold-demo", "1");

fn client() -> Client {
    Client::builder().no_proxy().build().expect("a client")
}

async fn deed(played: &Played, deed: Value) -> Value {
    let sent = client()
        .post(format!("{}/act", played.url))
        .header(MARK.0, MARK.1)
        .json(&deed)
        .send()
        .await;
    let answer = sent.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.expect("JSON")
}

/// The first event of the stream: the whole state.
async fn state(played: &Played) -> Value {
    let mut stream = client()
        .get(format!("{}/events", played.url))
        .send()
        .await
        .expect("a stream");
    let mut text = String::new();
    while !text.contains("\n\n") {
        let chunk = stream.chunk().await.expect("more").expect("an event");
        text.push_str(&String::from_utf8_lossy(&chunk));
    }
    let data = text.lines().find_map(|line| line.strip_prefix("data:"));
    serde_json::from_str(data.expect("data")).expect("JSON")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_file_of_the_page_comes_with_a_policy_that_lets_nothing_else_in() {
    let played = Played::begin().await;
    for path in [
        "/",
        "/demo.css",
        "/chat.css",
        "/demo.js",
        "/phone.js",
        "/message.js",
        "/sheet.js",
        "/traffic.js",
        "/icon.svg",
    ] {
        let answer = client().get(format!("{}{path}", played.url)).send().await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let policy = answer.headers()["content-security-policy"].to_str();
        let policy = policy.expect("a policy").to_owned();
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(
            !policy.contains("http") && !policy.contains("unsafe"),
            "{policy}"
        );
        let text = answer.text().await.expect("a text");
        assert!(text.len() > 100, "{path} is empty");
        for outside in ["src=\"http", "href=\"http", "@import", "url(http"] {
            assert!(!text.contains(outside), "{path} names {outside}");
        }
    }
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_hosts_and_other_sites_get_nothing() {
    let played = Played::begin().await;
    let port = played.url.rsplit_once(':').expect("a port").1.to_owned();
    for path in ["/", "/events", "/call/0"] {
        for (name, value) in [
            ("host", format!("evil.example:{port}")),
            ("host", "127.0.0.1:1".to_owned()),
            ("origin", "https://evil.example".to_owned()),
            ("origin", "null".to_owned()),
        ] {
            let asked = client()
                .get(format!("{}{path}", played.url))
                .header(name, &value);
            let answer = asked.send().await.expect("an answer");
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {value}");
        }
    }
    let start = json!({"do": "start", "phone": "a"});
    let forms = [
        client().post(format!("{}/act", played.url)).json(&start),
        client()
            .post(format!("{}/act", played.url))
            .json(&start)
            .header(MARK.0, MARK.1)
            .header("origin", "https://evil.example"),
        client()
            .post(format!("{}/act", played.url))
            .json(&start)
            .header(MARK.0, MARK.1)
            .header("host", format!("evil.example:{port}")),
    ];
    for form in forms {
        let answer = form.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
    let session = played.session();
    let began = session.person(Phone::A);
    let started = session
        .telegram
        .with(|world, _| world.who(began).is_some_and(|who| who.started));
    assert!(!started, "nothing of it was done");
    assert_eq!(deed(&played, start).await["done"], true);
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_listens_on_the_loopback_address_alone() {
    let played = Played::begin().await;
    let port: u16 = played
        .url
        .rsplit_once(':')
        .expect("a port")
        .1
        .parse()
        .expect("a number");
    assert!(played.url.starts_with("http://127.0.0.1:"));
    // Another loopback address would be reached by whoever listens on all of them.
    for other in ["127.0.0.2", "::1"] {
        let address: std::net::IpAddr = other.parse().expect("an address");
        let reached = tokio::net::TcpStream::connect((address, port)).await;
        assert!(reached.is_err(), "{other} answers");
    }
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_can_do_is_refused_in_words() {
    let played = Played::begin().await;
    for impossible in [
        json!({"do": "say", "phone": "a", "chat": "a", "text": "too early", "reply_to": null}),
        json!({"do": "open", "phone": "a", "url": "https://example.org"}),
        json!({"do": "press", "phone": "a", "chat": "a", "message": 1, "row": 0, "column": 0}),
        json!({"do": "say", "phone": "a", "chat": "g", "text": "no group", "reply_to": null}),
        json!({"do": "start", "phone": "c"}),
        json!({"do": "language", "phone": "a", "language": "xx"}),
    ] {
        let answer = deed(&played, impossible.clone()).await;
        assert_eq!(answer["done"], false, "{impossible}");
        assert!(answer["why"].as_str().is_some_and(|why| !why.is_empty()));
    }
    let unknown = client()
        .post(format!("{}/act", played.url))
        .header(MARK.0, MARK.1)
        .json(&json!({"do": "fly"}))
        .send()
        .await
        .expect("an answer");
    assert!(unknown.status().is_client_error());
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_comes_back_gets_the_whole_state_again() {
    let played = Played::begin().await;
    let first = state(&played).await;
    assert_eq!((&first["whole"], &first["step"]), (&json!(true), &json!(0)));
    played.session().tour(Pace::Fast).await.expect("an evening");
    let again = state(&played).await;
    assert_eq!((&again["whole"], &again["step"]), (&json!(true), &json!(3)));
    let texts = again["chats"]["b"]["changed"].to_string();
    assert!(texts.contains("Both answers are in"), "{texts}");
    let commands = again["phones"][0]["commands"].to_string();
    assert!(
        commands.contains("invite"),
        "the bot's own menu: {commands}"
    );
    assert_eq!(again["phones"][0]["told_zone"], true);
    played.end().await;
}

/// All bodies of calls, as the panel would show them.
async fn bodies(played: &Played) -> String {
    let calls = played
        .session()
        .telegram
        .with(|world, _| world.calls().len());
    let mut all = String::new();
    for index in 0..calls {
        let answer = client().get(format!("{}/call/{index}", played.url)).send();
        all.push_str(
            &answer
                .await
                .expect("an answer")
                .text()
                .await
                .expect("a body"),
        );
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_panel_holds_no_word_of_an_answer_before_it_opens() {
    let played = Played::begin().await;
    let session = played.session();
    session
        .tour(Pace::Fast)
        .await
        .expect("an evening, and a question");
    let secret = "a marmalade sky over the harbour";
    let start = json!({"do": "say", "phone": "a", "chat": "a", "text": secret, "reply_to": null});
    crate::does(&session, start).await;
    let sealed = bodies(&played).await;
    assert!(!sealed.contains("marmalade"), "words are in a body");
    assert!(
        sealed.contains("the whole story tonight"),
        "what has opened is"
    );
    let answer =
        json!({"do": "say", "phone": "b", "chat": "b", "text": "me too", "reply_to": null});
    crate::does(&session, answer).await;
    assert!(!bodies(&played).await.contains("marmalade"));
    session
        .skip(twofold::demo::Skip::Next)
        .await
        .expect("the reveal");
    assert!(bodies(&played).await.contains("marmalade"));
    // The same words again are sealed again, although they have been read once.
    crate::does(&session, json!({"do": "say", "phone": "a", "chat": "a", "text": "/prompt gratitude", "reply_to": null})).await;
    let calls = session.telegram.with(|world, _| world.calls().len());
    crate::does(
        &session,
        json!({"do": "say", "phone": "a", "chat": "a", "text": secret, "reply_to": null}),
    )
    .await;
    let after = session.telegram.with(|world, _| world.calls().len());
    assert!(after > calls);
    for index in calls..after {
        let answer = client().get(format!("{}/call/{index}", played.url)).send();
        let body = answer
            .await
            .expect("an answer")
            .text()
            .await
            .expect("a body");
        assert!(!body.contains("marmalade"), "{body}");
    }
    played.end().await;
}
