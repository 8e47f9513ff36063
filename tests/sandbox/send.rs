use serde_json::json;

use crate::common::scene;

#[test]
fn a_text_arrives_as_it_was_sent() {
    let mut s = scene();
    s.sent(s.anna, "I love you <3");
    let seen = s.world.last(s.anna).unwrap();
    assert_eq!(seen.text, "I love you <3");
    assert!(seen.is_from_bot());
    assert!(!seen.silent);
}

#[test]
fn a_method_matches_in_any_case() {
    let mut s = scene();
    let me = s.ok("GetMe", json!({}));
    assert_eq!(me["username"], "twofold_sandbox_bot");
}
