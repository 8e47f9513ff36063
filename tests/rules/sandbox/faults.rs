use serde_json::json;

use crate::sandbox::common::scene;
use twofold::sandbox::{Fault, Reply, When};

#[test]
fn a_fault_without_delivery_leaves_the_world_as_it_was() {
    let mut s = scene();
    let faults = [
        Fault::RetryAfter { seconds: 7 },
        Fault::ServerError {
            status: 502,
            delivered: false,
        },
        Fault::Reset { delivered: false },
        Fault::Hang { delivered: false },
        Fault::Html {
            status: 502,
            delivered: false,
        },
        Fault::Malformed { delivered: false },
        Fault::bad_request("Bad Request: as you like it"),
    ];
    for fault in faults {
        s.world.faults.add(When::any(), fault);
        let reply = s.call("sendMessage", json!({"chat_id": s.anna, "text": "x"}));
        assert!(!reply.took_effect() && !reply.is_ok(), "{reply:?}");
    }
    assert!(s.world.from_bot_since(s.anna, 0).is_empty());
    assert!(s.world.faults.is_empty());
}

#[test]
fn a_fault_with_delivery_carries_the_call_out_and_hides_it() {
    let mut s = scene();
    let faults = [
        Fault::ServerError {
            status: 500,
            delivered: true,
        },
        Fault::Reset { delivered: true },
        Fault::Hang { delivered: true },
        Fault::Html {
            status: 200,
            delivered: true,
        },
        Fault::Malformed { delivered: true },
    ];
    for (at, fault) in faults.into_iter().enumerate() {
        s.world.faults.add(When::any(), fault);
        let reply = s.call("sendMessage", json!({"chat_id": s.anna, "text": "x"}));
        assert!(reply.took_effect() && !reply.is_ok(), "{reply:?}");
        assert_eq!(s.world.from_bot_since(s.anna, 0).len(), at + 1);
    }
}

#[test]
fn a_delivered_fault_of_a_refused_call_took_no_effect() {
    let mut s = scene();
    s.world
        .faults
        .add(When::any(), Fault::Reset { delivered: true });
    let reply = s.call("sendMessage", json!({"chat_id": 1, "text": "x"}));
    assert_eq!(reply, Reply::Reset { took_effect: false });
}

#[test]
fn a_fault_waits_for_its_method_chat_and_turn() {
    let mut s = scene();
    let when = When::method_is("SendMessage").chat(s.ben).after(1).times(2);
    s.world.faults.add(when, Fault::RetryAfter { seconds: 3 });
    let mut statuses = Vec::new();
    for chat in [s.anna, s.ben, s.ben, s.anna, s.ben, s.ben] {
        let reply = s.call("sendMessage", json!({"chat_id": chat, "text": "x"}));
        statuses.push(reply.status().unwrap());
        if reply.status() == Some(429) {
            assert_eq!(reply.retry_after_s(), Some(3));
            assert_eq!(
                reply.description(),
                Some("Too Many Requests: retry after 3")
            );
        }
    }
    assert_eq!(statuses, [200, 200, 429, 200, 429, 200]);
}

#[test]
fn a_simulation_brings_its_own_fault() {
    let mut s = scene();
    let params = json!({"chat_id": s.anna, "text": "x"});
    let fault = Some(Fault::Hang { delivered: true });
    let reply = s
        .world
        .call_under(fault.clone(), "sendMessage", &params, s.now);
    assert_eq!(reply, Reply::Hang { took_effect: true });
    let call = s.world.calls().last().unwrap();
    assert_eq!(call.fault, fault);
    assert!(
        s.world
            .call_under(None, "sendMessage", &params, s.now)
            .is_ok()
    );
}

#[test]
fn an_answer_that_breaks_off_begins_like_the_true_one() {
    let mut s = scene();
    s.world
        .faults
        .add(When::any(), Fault::Malformed { delivered: true });
    let Reply::Garbage { status, body, .. } =
        s.call("sendMessage", json!({"chat_id": s.anna, "text": "x"}))
    else {
        panic!("a broken answer is garbage");
    };
    assert_eq!(status, 200);
    assert!(body.starts_with(r#"{"ok":true,"#), "{body}");
    assert!(serde_json::from_str::<serde_json::Value>(&body).is_err());
}

#[test]
fn a_lasting_fault_ends_when_it_is_cleared() {
    let mut s = scene();
    let params = json!({"chat_id": s.anna, "text": "x"});
    s.world.faults.add(
        When::any().always(),
        Fault::ServerError {
            status: 503,
            delivered: false,
        },
    );
    for _ in 0..5 {
        assert_eq!(s.call("sendMessage", params.clone()).status(), Some(503));
    }
    s.world.faults.clear();
    s.ok("sendMessage", params);
}
