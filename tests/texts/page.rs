//! The main texts as people read them. Spoilers stand between `‖`, buttons in brackets, messages between lines.

use jiff::SignedDuration;
use twofold::core::effect::{AsideDone, Say, Toast, WordsOf};
use twofold::core::ids::{MessageId, Seat};
use twofold::core::refusal::Refusal;
use twofold::core::round::{Closed, Half, RoundPhase};
use twofold::core::words::{FileKind, Text, Words};
use twofold::library::{ButtonId, KindId};
use twofold::texts::{menu, toast};

use crate::world::{ANA, ASIDE, BEN, COUPLE, ROUND, World, as_read, now, text};

fn page(texts: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let texts = texts
        .into_iter()
        .map(|(title, text)| format!("# {title}\n{text}"));
    texts.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn before_being_two() {
    let w = World::new();
    let mut inviting = World::new();
    inviting.inviting();
    let mut proposed = World::new();
    proposed.proposed();
    let ana = |say| as_read(&w.show(&say, ANA));
    let ben = |say| as_read(&w.show(&say, BEN));
    insta::assert_snapshot!(page([
        ("welcome", ana(Say::Welcome)),
        ("welcome back", ana(Say::WelcomeBack)),
        ("privacy", ana(Say::Privacy)),
        ("help", ana(Say::Help)),
        ("link", ana(Say::InviteLink { token: "a-token".into() })),
        ("first card, inviting", as_read(&inviting.show(&Say::Card { round: ROUND, seat: Seat::A }, ANA))),
        ("opened", ben(Say::InviteOpened { couple: COUPLE, inviter: ANA, waits: true })),
        ("declined", ben(Say::InviteDeclined)),
        ("accepted", ben(Say::InviteAccepted { couple: COUPLE, inviter: ANA })),
        ("first card, accepted", as_read(&proposed.show(&Say::Card { round: ROUND, seat: Seat::B }, BEN))),
        ("confirm", ana(Say::ConfirmPerson { couple: COUPLE, person: BEN })),
        ("confirmed", ana(Say::ConfirmedPerson { person: BEN })),
        ("refused", ana(Say::RefusedPerson)),
        ("accepter gone", ana(Say::AccepterGone { person: BEN })),
        ("unusable", ben(Say::InviteUnusable)),
        ("lapsed", ana(Say::InviteLapsed)),
        ("withdraw?", as_read(&inviting.show(&Say::WithdrawAsk { couple: COUPLE }, ANA))),
        ("withdraw, accepter?", as_read(&proposed.show(&Say::WithdrawAsk { couple: COUPLE }, BEN))),
        ("withdrawn", ana(Say::InviteWithdrawn)),
        ("together", ana(Say::Together { partner: BEN })),
    ]), @"");
}

#[test]
fn a_card_in_each_of_its_states() {
    let card = |change: &dyn Fn(&mut World)| {
        let mut w = World::new();
        change(&mut w);
        as_read(&w.show(
            &Say::Card {
                round: ROUND,
                seat: Seat::A,
            },
            ANA,
        ))
    };
    insta::assert_snapshot!(page([
        ("open", card(&|_| {})),
        ("open, the first times", card(&|w| w.round().seat_mut(Seat::A).how_to = true)),
        ("an answer waits", card(&|w| w.answer(Seat::B, vec![text("hush")]))),
        ("sealed", card(&|w| w.answer(Seat::A, vec![text("hush")]))),
        ("still writing", card(&|w| {
            w.answer(Seat::A, vec![text("hush")]);
            w.round().seat_mut(Seat::A).writing_until = Some(now() + SignedDuration::from_mins(9));
        })),
        ("not tonight", card(&|w| w.round().seat_mut(Seat::A).passed = true)),
        ("would rather talk", card(&|w| w.round().seat_mut(Seat::A).talk = true)),
        ("talked", card(&|w| w.round().phase = RoundPhase::Closed { at: now(), how: Closed::Talked })),
        ("revealed", card(&|w| w.reveal())),
        ("closed", card(&|w| w.round().phase = RoundPhase::Closed { at: now(), how: Closed::Unopened })),
        ("over", card(&|w| w.round().seat_mut(Seat::A).gone = true)),
        ("sealed, inviting", card(&|w| { w.inviting(); w.answer(Seat::A, vec![text("hush")]); })),
        ("talked, the message", as_read(&World::new().show(&Say::Talked { round: ROUND }, ANA))),
    ]), @"");
}

#[test]
fn opening() {
    let mut short = World::new();
    short.answer(Seat::A, vec![text("You called your sister first.")]);
    short.answer(
        Seat::B,
        vec![text("You asked.\n\nThat is all."), text("And you stayed.")],
    );
    short.reveal();
    let reveal = |w: &World, seat, to| as_read(&w.show(&Say::Reveal { round: ROUND, seat }, to));

    let mut media = World::new();
    let file = |kind, caption: Option<&str>| Words::File {
        kind,
        file_id: "file".into(),
        caption: caption.map(Text::plain),
        album: None,
    };
    media.answer(
        Seat::A,
        vec![
            file(FileKind::Photo, None),
            file(FileKind::Photo, None),
            file(FileKind::Voice, Some("listen")),
        ],
    );
    media.answer(
        Seat::B,
        vec![
            text("Look:"),
            file(FileKind::Photo, Some("this one")),
            file(FileKind::VideoNote, None),
            Words::Copied {
                kind: "location".into(),
            },
        ],
    );
    media.reveal();
    let at = media.round().seats[0].first_at;
    media.round().seats[1].first_at = at;
    media.round().seats[0].responded = vec![ButtonId::parse("touched").expect("a button")];

    let mut relay = World::new();
    relay.event_words = Some(text("Thank you. I had no idea."));
    relay.asides.insert(
        (ASIDE, MessageId(9)),
        file(FileKind::Photo, Some("the view")),
    );
    relay
        .asides
        .insert((ASIDE, MessageId(10)), file(FileKind::Sticker, None));
    relay
        .asides
        .insert((ASIDE, MessageId(11)), file(FileKind::Voice, None));
    let aside = |message| {
        let words = WordsOf::Aside {
            aside: ASIDE,
            message: MessageId(message),
        };
        as_read(&relay.show(&Say::Relay { from: ANA, words }, BEN))
    };
    insta::assert_snapshot!(page([
        ("reveal, to Ana", reveal(&short, Seat::A, ANA)),
        ("reveal, to Ben", reveal(&short, Seat::B, BEN)),
        ("with media, to Ana", reveal(&media, Seat::A, ANA)),
        ("with media, to Ben", reveal(&media, Seat::B, BEN)),
        ("buttons after a press", as_read(&media.show(&Say::RevealButtons { round: ROUND, seat: Seat::A }, ANA))),
        ("response", as_read(&relay.show(&Say::Response { from: ANA, round: ROUND, button: ButtonId::parse("touched").expect("a button") }, BEN))),
        ("relay", as_read(&relay.show(&Say::Relay { from: ANA, words: WordsOf::Event }, BEN))),
        ("relay of a photo", aside(9)),
        ("relay of a sticker", aside(10)),
        ("relay of a voice message", aside(11)),
        ("gift", as_read(&short.show(&Say::Gift { round: ROUND, from: Seat::A }, BEN))),
        ("a part is missing", as_read(&short.show(&Say::PartMissing { round: ROUND }, BEN))),
        ("half", as_read(&short.show(&Say::HalfOffer { round: ROUND, seat: Seat::A }, ANA))),
        ("given", as_read(&short.show(&Say::HalfDone { round: ROUND, half: Half::Given }, ANA))),
        ("kept", as_read(&short.show(&Say::HalfDone { round: ROUND, half: Half::Kept }, ANA))),
        ("let go", as_read(&short.show(&Say::HalfDone { round: ROUND, half: Half::LetGo }, ANA))),
    ]), @"");
}

#[test]
fn everything_around() {
    let mut w = World::new();
    let which = |city| Say::WhichFor {
        aside: ASIDE,
        partner: Some(BEN),
        rounds: vec![ROUND],
        city,
    };
    let kind = |id| KindId::parse(id).expect("a kind");
    let today = as_read(&w.show(
        &Say::Today {
            rounds: vec![ROUND],
        },
        ANA,
    ));
    w.answer(Seat::B, vec![text("hush")]);
    let today_waits = as_read(&w.show(
        &Say::Today {
            rounds: vec![ROUND],
        },
        ANA,
    ));
    let ana = |say| as_read(&w.show(&say, ANA));
    let mut off = World::new();
    off.person(ANA).settings.tell_sealed = false;
    off.person(ANA).zone = None;
    insta::assert_snapshot!(page([
        ("which for", ana(which(false))),
        ("which for, or a city", ana(which(true))),
        ("passed on", ana(Say::AsideDone { what: AsideDone::PassedOn })),
        ("sealed", ana(Say::AsideDone { what: AsideDone::Sealed })),
        ("dropped", ana(Say::AsideDone { what: AsideDone::Dropped })),
        ("today", today),
        ("today, an answer waits", today_waits),
        ("today, nothing", ana(Say::Today { rounds: vec![] })),
        ("kinds", ana(Say::KindsOffer { kinds: vec![kind("check-in"), kind("gratitude")] })),
        ("settings", ana(Say::Settings)),
        ("settings, off", as_read(&off.show(&Say::Settings, ANA))),
        ("zone", ana(Say::ZoneAsk { couple: Some(COUPLE), same_as: None })),
        ("same zone", ana(Say::ZoneAsk { couple: Some(COUPLE), same_as: Some(BEN) })),
        ("zone set", ana(Say::ZoneSet)),
        ("zone unknown", ana(Say::ZoneUnknown)),
        ("leave?", ana(Say::LeaveAsk { couple: COUPLE })),
        ("left", ana(Say::Left { quietly: false })),
        ("left quietly", ana(Say::Left { quietly: true })),
        ("stayed", ana(Say::Stayed)),
        ("partner left", ana(Say::PartnerLeft { couple: COUPLE, halves: false })),
        ("partner left, halves", ana(Say::PartnerLeft { couple: COUPLE, halves: true })),
        ("cancelled", ana(Say::Cancelled)),
        ("too fast", ana(Say::TooFast)),
    ]), @"");
}

#[test]
fn every_no_and_every_toast() {
    let w = World::new();
    let mut alone = World::new();
    alone.state.couples.clear();
    let mut lines: Vec<String> = crate::rules::REFUSALS
        .iter()
        .map(|refusal| {
            format!(
                "{refusal:?}: {}",
                as_read(&w.show(&Say::Refused(*refusal), ANA))
            )
        })
        .collect();
    let nothing_open = alone.show(&Say::Refused(Refusal::NothingOpen), ANA);
    lines.push(format!("NothingOpen, alone: {}", as_read(&nothing_open)));
    for said in [
        Toast::Quiet,
        Toast::Told,
        Toast::AlreadyTold,
        Toast::TakenBack,
        Toast::TakeYourTime,
    ] {
        lines.push(format!(
            "{said:?}: {}",
            toast(&said, None).unwrap_or_default()
        ));
    }
    insta::assert_snapshot!(lines.join("\n"), @"");
}

#[test]
fn the_menu() {
    let menu = menu(Some("en"));
    let commands = menu
        .commands
        .iter()
        .map(|(command, what)| format!("/{command}: {what}\n"));
    insta::assert_snapshot!(format!(
        "{}\n{}\n\n{}",
        commands.collect::<String>(),
        menu.description,
        menu.short_description
    ), @"");
}
