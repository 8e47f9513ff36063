//! Halves of one week stand in one message.

use crate::core::desk::{BEN, Desk, days, mins};
use twofold::core::model::ids::{RoundId, Seat};
use twofold::core::model::refusal::Refusal;
use twofold::core::model::round::Half;
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;

/// Ben answered two evenings running, Ana neither, and both rounds are over.
fn two_halves() -> (Desk, RoundId, RoundId) {
    let (mut desk, first) = Desk::evening();
    desk.says(BEN, "the first of mine");
    desk.goes_on_to("2026-11-24T20:30:00Z");
    let second = desk.newest_round();
    desk.passes(mins(1));
    desk.says(BEN, "the second of mine");
    desk.goes_on_to("2026-11-24T20:40:00Z");
    assert!(desk.round(first).is_closed() && desk.round(second).is_open());
    desk.goes_on_to("2026-11-25T20:31:00Z");
    desk.forget_the_past();
    desk.passes(mins(2));
    assert!(desk.round(second).is_closed());
    (desk, first, second)
}

fn half(desk: &Desk, round: RoundId) -> Option<Half> {
    desk.round(round).seat(Seat::B).half
}

#[test]
fn a_second_half_in_a_week_is_asked_about_in_one_message_with_the_first() {
    let (mut desk, first, second) = two_halves();
    let got = desk.got(BEN);
    let words: Vec<String> = got.iter().map(|got| got.word()).collect();
    assert_eq!(words, ["~HalfMoved", "HalfOffer", "~Card"]);
    let offer = &got[1].shown.concat();
    for press in [
        Press::Round(RoundPress::GiveAnyway(first)),
        Press::Round(RoundPress::KeepForMe(first)),
        Press::Round(RoundPress::LetGo(second)),
        Press::Round(RoundPress::GiveAnyway(second)),
    ] {
        assert!(offer.contains(&press.data()), "{offer}");
    }
    assert_eq!(desk.round(first).offered_by(Seat::B), second);
}

#[test]
fn each_is_decided_for_itself_and_the_rest_stays_asked_about() {
    let (mut desk, first, second) = two_halves();
    desk.forget_the_past();
    desk.presses(BEN, Press::Round(RoundPress::KeepForMe(second)));
    assert_eq!(half(&desk, second), Some(Half::Kept));
    assert!(matches!(half(&desk, first), Some(Half::Offered { .. })));
    let shown = desk.got(BEN)[0].shown.concat();
    assert!(
        shown.contains(&Press::Round(RoundPress::LetGo(first)).data()),
        "{shown}"
    );
    assert!(
        !shown.contains(&Press::Round(RoundPress::LetGo(second)).data()),
        "{shown}"
    );
    assert_eq!(
        desk.presses(BEN, Press::Round(RoundPress::LetGo(second))),
        Some(Toast::Refused(Refusal::OldButton))
    );
    desk.presses(BEN, Press::Round(RoundPress::LetGo(first)));
    let shown = desk.got(BEN).last().expect("an edit").shown.concat();
    assert!(!shown.contains("callback_data"), "{shown}");
    assert!(desk.kept_of(first, Seat::B).is_empty());
    assert_eq!(desk.kept_of(second, Seat::B), ["the second of mine"]);
}

#[test]
fn each_is_erased_in_its_own_time_and_the_message_shows_it() {
    let (mut desk, first, second) = two_halves();
    desk.forget_the_past();
    desk.goes_on_to("2026-12-01T20:32:00Z");
    assert_eq!(half(&desk, first), Some(Half::LetGo));
    assert!(matches!(half(&desk, second), Some(Half::Offered { .. })));
    let edit = desk
        .got(BEN)
        .into_iter()
        .rfind(|got| got.word() == "~HalfDone")
        .expect("an edit");
    assert!(
        edit.shown
            .concat()
            .contains(&Press::Round(RoundPress::KeepForMe(second)).data())
    );
    desk.passes(days(1) + mins(1));
    assert_eq!(half(&desk, second), Some(Half::LetGo));
}
