//! The picture in the README. `cargo test --test demo -- --ignored` draws it anew.

use std::path::Path;

use crate::browser::{Browser, Screen};
use crate::{Played, screen};
use twofold::demo::{Pace, Phone, Session};

/// Whoever reads the README on a slow line waits for this.
const BYTES_MAX: usize = 300 * 1024;

/// Questions to which the answers of the tour go especially well, and how many evenings to look for one.
const APT: [&str; 4] = [
    "was the best “yes” you ever got",
    "said in passing, has stayed with you",
    "turned out to be a kindness",
    "would you two never have done",
];
const EVENINGS_MAX: usize = 900;

fn place() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/demo.png")
}

#[test]
fn the_picture_is_small_and_a_picture() {
    let picture = std::fs::read(place()).expect("the picture");
    assert!(picture.starts_with(b"\x89PNG"));
    assert!(picture.len() < BYTES_MAX, "{} bytes", picture.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it draws the picture in docs/ anew"]
async fn the_picture_is_drawn_from_the_tour() {
    let played = Played::begin().await;
    let is_apt = |session: &Session| {
        let screen = screen(session, Phone::B);
        let reveal = screen.iter().find(|seen| seen.text.starts_with('💌'));
        let reveal = reveal.expect("a reveal");
        APT.iter().any(|words| reveal.text.contains(words))
    };
    for _ in 0..EVENINGS_MAX {
        let session = played.session();
        session
            .tour_to_the_reveal(Pace::Fast)
            .await
            .expect("a reveal");
        if is_apt(&session) {
            break;
        }
        played.host.start_over().await.expect("another evening");
    }
    assert!(is_apt(&played.session()), "no evening had such a question");
    let browser = Browser::open(Screen::Wide).await.expect("a browser");
    browser.goes(&played.url).await;
    let covers =
        "document.querySelectorAll('.phone[data-phone=b] .spoiler[role=button]').length > 2";
    browser.until(covers).await;
    // Ben has tapped to read; Anna has not yet.
    browser
        .clicks("document.querySelector('.phone[data-phone=b] .spoiler[role=button]')")
        .await;
    browser
        .script(
            "for (const log of document.querySelectorAll('.log')) {\
               const reveal = [...log.querySelectorAll('.message')].find(m => m.textContent.startsWith('💌'));\
               log.scrollTop += reveal.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;\
             }\
             document.activeElement.blur();",
        )
        .await;
    let still = "document.getAnimations().every(a => a.playState === 'finished' || a.effect.getComputedTiming().iterations === Infinity)";
    browser.until(still).await;
    let picture = browser.picture().await;
    assert!(picture.len() < BYTES_MAX, "{} bytes", picture.len());
    std::fs::write(place(), picture).expect("the picture is kept");
    browser.ends(&played.url).await;
    played.end().await;
}
