//! Time that is let pass, and the tour.

use jiff::SignedDuration;

use crate::{Played, screen};
use twofold::demo::{Pace, Phone, Skip, SkipError};

fn hours(hours: i64) -> Skip {
    Skip::By(SignedDuration::from_hours(hours))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tour_goes_from_the_first_tap_to_the_end_of_a_reflection() {
    let played = Played::begin().await;
    let session = played.session();
    session.tour(Pace::Fast).await.expect("every step happens");
    for phone in Phone::BOTH {
        let screen = screen(&session, phone);
        let reveals = screen.iter().filter(|seen| seen.text.starts_with('💌'));
        assert_eq!(reveals.count(), 1, "{phone:?}");
        let mut cards = screen
            .iter()
            .filter(|seen| !seen.is_from_bot() || seen.labels().contains(&"Another one"));
        assert!(
            cards.any(|seen| seen.is_from_bot()),
            "the next evening's question"
        );
        let last = screen.last().expect("a message");
        assert!(last.labels().contains(&"Let it go"), "{}", last.text);
        let sealed = screen.iter().filter(|seen| seen.text.starts_with('🙊'));
        assert_eq!(sealed.count(), 1, "{phone:?}");
    }
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tour_that_cannot_go_on_says_at_which_step() {
    let played = Played::begin().await;
    let session = played.session();
    session.telegram.with(|world, _| {
        // Nothing of the bot ever reaches Ben.
        let refusal = twofold::sandbox::Fault::Refuse {
            status: 403,
            description: "Forbidden: bot was blocked by the user".into(),
        };
        let to_ben = twofold::sandbox::When::any().chat(session.person(Phone::B));
        world.faults.add(to_ben.always(), refusal);
    });
    let missed = session
        .tour(Pace::Fast)
        .await
        .expect_err("a step is missed");
    let line = missed.to_string();
    assert!(line.contains("pairing") && !line.contains('\n'), "{line}");
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_is_lived_through_evening_by_evening() {
    let played = Played::begin().await;
    let session = played.session();
    session.tour(Pace::Fast).await.expect("a beginning");
    let before = session.clock.now();
    let shown = screen(&session, Phone::A).len();
    session.skip(hours(7 * 24)).await.expect("a week passes");
    let passed = session.clock.now().duration_since(before);
    assert!(passed >= SignedDuration::from_hours(7 * 24), "{passed}");
    assert!(passed < SignedDuration::from_hours(7 * 24 + 1), "{passed}");
    // Two that wait unanswered are enough, and what is not answered closes at its own time: nothing comes all at once.
    let screen = screen(&session, Phone::A);
    let new = &screen[shown..];
    assert!(new.len() >= 2, "{new:?}");
    let days: std::collections::BTreeSet<_> = new
        .iter()
        .map(|seen| seen.date.duration_since(before).as_hours() / 24)
        .collect();
    assert!(days.len() >= 2, "{days:?}");
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_thing_is_nothing_while_nobody_has_begun() {
    let played = Played::begin().await;
    let session = played.session();
    let before = session.clock.now();
    let skipped = session.skip(Skip::Next).await;
    assert!(matches!(skipped, Err(SkipError::NothingPlanned)));
    let passed = session.clock.now().duration_since(before);
    assert!(passed < SignedDuration::from_mins(5), "time stood still");
    session
        .skip(hours(1))
        .await
        .expect("an hour passes all the same");
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_time_is_skipped_nobody_else_can_skip_it() {
    let played = Played::begin().await;
    let session = played.session();
    session.tour(Pace::Fast).await.expect("a beginning");
    let (first, second) = tokio::join!(session.skip(hours(24)), session.skip(hours(24)));
    let refused = [first, second]
        .into_iter()
        .filter(|skip| matches!(skip, Err(SkipError::Busy)));
    assert_eq!(refused.count(), 1);
    played.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn starting_over_forgets_both_people_and_the_time() {
    let played = Played::begin().await;
    let before = played.session();
    let begun = before.clock.now();
    before.tour(Pace::Fast).await.expect("an evening");
    played.host.start_over().await.expect("another one");
    let session = played.session();
    assert!(!std::sync::Arc::ptr_eq(&before, &session));
    for phone in Phone::BOTH {
        assert!(screen(&session, phone).is_empty());
    }
    assert!(!session.known().await.expect("a look").together);
    let apart = session.clock.now().duration_since(begun).abs();
    assert!(
        apart < SignedDuration::from_mins(5),
        "Monday again: {apart}"
    );
    session.tour(Pace::Fast).await.expect("the same once more");
    played.end().await;
}
