//! What holds for every text: Telegram's limits, the files and the code agree, nothing told that must not be.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::texts::world::{ANA, ASIDE, BEN, COUPLE, ROUND, World, as_read, now, text};
use twofold::core::model::couple::Leaving;
use twofold::core::model::ids::{MessageId, PersonId, QuestionId, RitualId, RoundId, Seat};
use twofold::core::model::refusal::{
    CoupleRefusal, DeckRefusal, ReflectRefusal, Refusal, RoundRefusal,
};
use twofold::core::model::round::{ANOTHER_MAX, Closed, Half, Origin, RoundPhase};
use twofold::core::model::words::{FileKind, Name, Text, Words};
use twofold::core::protocol::choice::ChoiceSay;
use twofold::core::protocol::couple::CoupleSay;
use twofold::core::protocol::deck::DeckSay;
use twofold::core::protocol::effect::{Target, Toast};
use twofold::core::protocol::group::GroupSay;
use twofold::core::protocol::place::{Clock, PlaceSay};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundSay;
use twofold::core::protocol::say::{AsideDone, ChatSay, Say, WordsOf};
use twofold::core::protocol::settings::SettingsSay;
use twofold::library::{ButtonId, Depth, KindId};
use twofold::places::{find, offsets};
use twofold::texts::{
    Body, Button, CAPTION_UNITS_MAX, ENTITIES_MAX, Keyboard, Piece, TEXT_UNITS_MAX,
    TOAST_UNITS_MAX, languages, lines, menu, sources, toast,
};

pub const REFUSALS: [Refusal; 25] = [
    Refusal::Reflect(ReflectRefusal::InvitedEnough),
    Refusal::Reflect(ReflectRefusal::StepFull),
    Refusal::Reflect(ReflectRefusal::NothingToSeal),
    Refusal::Reflect(ReflectRefusal::StepOpened),
    Refusal::Couple(CoupleRefusal::InviteUnusable),
    Refusal::Couple(CoupleRefusal::AlreadyTogether),
    Refusal::Couple(CoupleRefusal::NotTogether),
    Refusal::Round(RoundRefusal::RoundOver),
    Refusal::Round(RoundRefusal::AnswerFull),
    Refusal::Round(RoundRefusal::NothingSealed),
    Refusal::Round(RoundRefusal::NoOther),
    Refusal::OldButton,
    Refusal::Round(RoundRefusal::NobodyThere),
    Refusal::UnknownKind,
    Refusal::UnknownZone,
    Refusal::UnknownCommand,
    Refusal::NothingToCancel,
    Refusal::Round(RoundRefusal::NothingOpen),
    Refusal::Round(RoundRefusal::CannotTravel),
    Refusal::Round(RoundRefusal::NoPrompt),
    Refusal::Deck(DeckRefusal::QuestionTooLong),
    Refusal::Deck(DeckRefusal::AskedEnough),
    Refusal::Round(RoundRefusal::OneAtATime),
    Refusal::Deck(DeckRefusal::DeckFull),
    Refusal::Deck(DeckRefusal::RitualsFull),
];

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Panics where Telegram would refuse a piece, or show it otherwise than meant.
pub fn within_limits(pieces: &[Piece]) {
    for piece in pieces {
        match &piece.body {
            Body::Text {
                text,
                entities,
                keyboard,
            } => {
                assert!(!text.trim().is_empty());
                assert!(units(text) <= TEXT_UNITS_MAX);
                entities_fit(text, entities);
                buttons_fit(keyboard);
            }
            Body::File {
                caption, entities, ..
            } => {
                let caption = caption.as_deref().unwrap_or_default();
                assert!(units(caption) <= CAPTION_UNITS_MAX);
                entities_fit(caption, entities);
            }
            Body::Keyboard(keyboard) => buttons_fit(keyboard),
            Body::Copy { .. } | Body::Reaction(_) | Body::Delete | Body::Look => {}
        }
        let target = match piece.body {
            Body::Keyboard(_) | Body::Reaction(_) | Body::Delete => Target::Message(MessageId(1)),
            _ => Target::New,
        };
        assert!(piece.call(&target).is_some());
    }
}

fn entities_fit(text: &str, entities: &[Value]) {
    let units: Vec<u16> = text.encode_utf16().collect();
    let is_border = |at: u64| {
        let inside = |unit: &u16| (0xDC00..0xE000).contains(unit);
        at as usize <= units.len() && !units.get(at as usize).is_some_and(inside)
    };
    assert!(entities.len() <= ENTITIES_MAX);
    for entity in entities {
        let offset = entity["offset"].as_u64().expect("an offset");
        let length = entity["length"].as_u64().expect("a length");
        assert!(length > 0);
        assert!(is_border(offset) && is_border(offset + length));
        assert!(!["code", "pre"].contains(&entity["type"].as_str().expect("a type")));
    }
}

fn buttons_fit(keyboard: &Keyboard) {
    for button in keyboard.0.iter().flatten() {
        assert!(!button.label().trim().is_empty());
        assert!(button.label().chars().count() <= 64, "{}", button.label());
        match button {
            Button::Press { press, .. } => {
                let data = press.data();
                assert!((1..=64).contains(&data.len()), "{data}");
                assert_eq!(Press::parse(&data).as_ref(), Some(press));
            }
            Button::Url { url, .. } => assert!(url.starts_with("https://t.me/") && url.is_ascii()),
            Button::CopyText { text, .. } => assert!((1..=256).contains(&text.chars().count())),
        }
    }
    assert!(keyboard.0.iter().all(|row| !row.is_empty()));
}

/// Everything that can be said about the one round of a world, to either of the two.
fn everything() -> Vec<Say> {
    let round = ROUND;
    let button = ButtonId::parse("touched").expect("a button");
    let mut says = vec![
        Say::Couple(CoupleSay::Welcome),
        Say::Couple(CoupleSay::WelcomeBack),
        Say::Settings(SettingsSay::Privacy),
        Say::Settings(SettingsSay::Help),
        Say::Couple(CoupleSay::InviteLink {
            token: "x".repeat(64),
        }),
        Say::Couple(CoupleSay::InviteDeclined),
        Say::Couple(CoupleSay::RefusedPerson),
        Say::Couple(CoupleSay::InviteUnusable),
        Say::Couple(CoupleSay::InviteLapsed),
        Say::Couple(CoupleSay::InviteWithdrawn),
        Say::Group(GroupSay::Hello),
        Say::Group(GroupSay::HelloDone),
        Say::Group(GroupSay::Needs),
        Say::Group(GroupSay::MovedIn),
        Say::Group(GroupSay::Prompt(round)),
        Say::Group(GroupSay::Emptied),
        Say::Group(GroupSay::Over),
        Say::Group(GroupSay::TakenAway),
        Say::Group(GroupSay::Below),
        Say::Group(GroupSay::Reveal(round)),
        Say::Group(GroupSay::RevealButtons(round)),
        Say::Group(GroupSay::Elsewhere),
        Say::Group(GroupSay::BackHome),
        Say::Group(GroupSay::Gone),
        Say::Group(GroupSay::Help),
        Say::Group(GroupSay::Resting),
        Say::Group(GroupSay::Resumed),
        Say::Group(GroupSay::NotResting),
        Say::Group(GroupSay::Private),
        Say::Group(GroupSay::Look),
        Say::Group(GroupSay::CoverAsk(COUPLE)),
        Say::Group(GroupSay::CoverDone { covered: true }),
        Say::Group(GroupSay::CoverDone { covered: false }),
        Say::Group(GroupSay::CoveredPage { opened_at: now() }),
        Say::Round(RoundSay::CardOver),
        Say::Round(RoundSay::Talked { round }),
        Say::Settings(SettingsSay::Settings),
        Say::Choice(ChoiceSay::Asked),
        Say::Choice(ChoiceSay::Topics),
        Say::Choice(ChoiceSay::KindsOffer {
            kinds: vec![KindId::parse("check-in").expect("a kind")],
        }),
        Say::Place(PlaceSay::ZoneSet {
            place: None,
            others: Vec::new(),
        }),
        Say::Place(PlaceSay::ZoneSet {
            place: find("utc-3").pop(),
            others: find("usa"),
        }),
        Say::Place(PlaceSay::ZoneRight),
        Say::Place(PlaceSay::ZoneUnknown),
        Say::Place(PlaceSay::ClockAsk {
            clocks: offsets(now())
                .into_iter()
                .map(|local| Clock::showing(local, now()))
                .collect(),
        }),
        Say::Place(PlaceSay::PlaceAsk {
            clock: Clock::showing(0, now()),
            places: find("usa"),
            more: Some(u8::MAX),
        }),
        Say::Couple(CoupleSay::LeaveAsk { couple: COUPLE }),
        Say::Couple(CoupleSay::WithdrawAsk { couple: COUPLE }),
        Say::Couple(CoupleSay::Stayed),
        Say::Chat(ChatSay::Cancelled),
        Say::Chat(ChatSay::AskAgain),
        Say::Chat(ChatSay::TooFast),
        Say::Chat(ChatSay::Reaction {
            emoji: Some("🙊".into()),
        }),
        Say::Chat(ChatSay::Reaction { emoji: None }),
        Say::Round(RoundSay::PartMissing {
            voice: true,
            round: Some(round),
        }),
        Say::Round(RoundSay::PartMissing {
            voice: false,
            round: None,
        }),
        Say::Round(RoundSay::VoicesAgain {
            round,
            seat: Seat::A,
        }),
        Say::Round(RoundSay::Today { rounds: vec![] }),
        Say::Round(RoundSay::Today {
            rounds: vec![round; 60],
        }),
    ];
    for yes in [true, false] {
        says.extend([
            Say::Couple(CoupleSay::Left { quietly: yes }),
            Say::Couple(CoupleSay::PartnerLeft {
                couple: COUPLE,
                halves: yes,
            }),
            Say::Couple(CoupleSay::HalvesDone { kept: yes }),
        ]);
        for person in [ANA, BEN] {
            says.push(Say::Couple(CoupleSay::InviteOpened {
                couple: COUPLE,
                inviter: person,
                waits: yes,
            }));
            says.push(Say::Round(RoundSay::WhichFor {
                aside: ASIDE,
                partner: yes.then_some(person),
                rounds: vec![round, RoundId(i64::MAX)],
                retry: yes,
            }));
        }
    }
    for person in [ANA, BEN] {
        let from = person;
        says.extend([
            Say::Couple(CoupleSay::InviteAccepted {
                couple: COUPLE,
                inviter: person,
            }),
            Say::Couple(CoupleSay::ConfirmPerson {
                couple: COUPLE,
                person,
            }),
            Say::Couple(CoupleSay::ConfirmedPerson { person }),
            Say::Couple(CoupleSay::AccepterGone { person }),
            Say::Couple(CoupleSay::Together { partner: person }),
            Say::Place(PlaceSay::ZoneAsk {
                couple: Some(COUPLE),
                same_as: Some(person),
            }),
            Say::Round(RoundSay::Relay {
                from,
                words: WordsOf::Event,
            }),
            Say::Round(RoundSay::Relay {
                from,
                words: WordsOf::Aside {
                    aside: ASIDE,
                    message: MessageId(9),
                },
            }),
            Say::Round(RoundSay::Response {
                from,
                round,
                button: button.clone(),
            }),
        ]);
    }
    for seat in Seat::BOTH {
        says.extend([
            Say::Round(RoundSay::Card { round, seat }),
            Say::Round(RoundSay::Reveal { round, seat }),
            Say::Round(RoundSay::RevealButtons { round, seat }),
            Say::Round(RoundSay::HalfOffer { round, seat }),
            Say::Round(RoundSay::Gift { round, from: seat }),
            Say::Round(RoundSay::Covered { round, seat }),
        ]);
    }
    for depth in [Depth::One, Depth::Two, Depth::Three] {
        let couple = COUPLE;
        says.push(Say::Choice(ChoiceSay::DeeperOffer { couple, depth }));
        says.push(Say::Choice(ChoiceSay::DeeperTogether { depth }));
        says.extend(
            [true, false].map(|yes| Say::Choice(ChoiceSay::DeeperSaid { couple, depth, yes })),
        );
    }
    for half in [
        Half::Given,
        Half::Kept,
        Half::LetGo,
        Half::Offered { until: now() },
    ] {
        says.push(Say::Round(RoundSay::HalfDone { round, half }));
    }
    for what in [AsideDone::PassedOn, AsideDone::Sealed, AsideDone::Dropped] {
        says.push(Say::Round(RoundSay::AsideDone { what }));
    }
    says.push(Say::Place(PlaceSay::ZoneAsk {
        couple: None,
        same_as: None,
    }));
    says.extend(
        [
            DeckSay::QuestionAsk,
            DeckSay::NoFavourites,
            DeckSay::Deck { page: 0 },
            DeckSay::Deck { page: u8::MAX },
            DeckSay::OneOfDeck {
                question: QuestionId(1),
            },
            DeckSay::WordingAsk,
            DeckSay::RitualRests,
            DeckSay::Ritual {
                couple: COUPLE,
                ritual: RitualId(1),
            },
        ]
        .map(Say::Deck),
    );
    for by in [ANA, BEN] {
        says.push(Say::Deck(DeckSay::RitualMade {
            couple: COUPLE,
            ritual: RitualId(1),
            by,
        }));
    }
    says.extend(REFUSALS.map(|of| Say::Chat(ChatSay::Refused(of))));
    says
}

/// Worlds that differ in everything a text looks at.
fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    let long_name = "*_[x](y)_* \u{202E}👩‍❤️‍👨".repeat(9);
    let names: [(&str, &str); 3] = [
        ("Ana", "Ben"),
        (&long_name, "\u{3164}"),
        ("שרה", "Alex\nAlex"),
    ];
    let file = |kind, caption: &str| Words::File {
        kind,
        file_id: "file".into(),
        caption: Some(Text::plain(caption)),
        album: None,
    };
    let answers: [Vec<Words>; 4] = [
        vec![],
        vec![text("yes")],
        vec![text(&"long ".repeat(800)); 5],
        [
            FileKind::Photo,
            FileKind::Video,
            FileKind::Animation,
            FileKind::Voice,
            FileKind::VideoNote,
            FileKind::Audio,
            FileKind::Document,
            FileKind::Sticker,
        ]
        .into_iter()
        .flat_map(|kind| {
            [
                file(kind, ""),
                file(kind, "so"),
                file(kind, &"caption ".repeat(250)),
            ]
        })
        .chain([Words::Copied {
            kind: "poll".into(),
        }])
        .collect(),
    ];
    let phases = [
        RoundPhase::Open,
        RoundPhase::Touching { since: now() },
        RoundPhase::Revealed { at: now() },
        RoundPhase::Closed {
            at: now(),
            how: Closed::Unopened,
        },
        RoundPhase::Closed {
            at: now(),
            how: Closed::Talked,
        },
        RoundPhase::Closed {
            at: now(),
            how: Closed::Ended,
        },
    ];
    for (a, b) in names {
        for (n, answer) in answers.iter().enumerate() {
            for phase in phases {
                let plain = a == "Ana";
                for pairing in (0..4).filter(|n| plain || n % 2 == 0) {
                    let mut w = World::new();
                    w.names.insert(ANA, Name(a.into()));
                    w.names.insert(BEN, Name(b.into()));
                    if !answer.is_empty() {
                        w.answer(Seat::A, answer.clone());
                        w.answer(Seat::B, answers[(n + 1) % 4].clone());
                    }
                    w.round().phase = phase;
                    w.round().seat_mut(Seat::A).how_to = true;
                    w.round().seat_mut(Seat::B).writing_until =
                        Some(now() + SignedDuration::from_mins(1));
                    match pairing {
                        0 => {}
                        1 => w.inviting(),
                        2 => w.proposed(),
                        _ => {
                            w.couple().leaving = Some(Leaving {
                                seat: Seat::A,
                                line_at: now(),
                            })
                        }
                    }
                    w.event_words = answer.first().cloned();
                    if let Some(last) = answer.last() {
                        w.asides.insert((ASIDE, MessageId(9)), last.clone());
                    }
                    if n % 2 == 1 {
                        let times = if n == 1 { 1 } else { 15 };
                        w.makes_its_own(&"*Why* \u{202E}👩‍❤️‍👨? ".repeat(times));
                    }
                    worlds.push(w);
                }
            }
        }
    }
    worlds
}

#[test]
fn everything_that_can_be_said_is_within_telegrams_limits() {
    for w in worlds() {
        for say in everything() {
            for to in [ANA, BEN] {
                let pieces = w.show(&say, to);
                within_limits(&pieces);
                for piece in &pieces {
                    let (Body::Text { text, .. }
                    | Body::File {
                        caption: Some(text),
                        ..
                    }) = &piece.body
                    else {
                        continue;
                    };
                    assert!(!text.contains('\u{2068}'), "{say:?} isolates");
                    assert!(!text.contains('{'), "{say:?} leaves a placeholder");
                }
            }
        }
    }
}

#[test]
fn nothing_is_said_of_a_round_or_a_person_that_is_not_there() {
    let mut w = World::new();
    w.state.rounds.clear();
    w.state.persons.clear();
    w.state.couples.clear();
    w.names.clear();
    for say in everything() {
        within_limits(&w.show(&say, PersonId(7)));
    }
}

#[test]
fn the_files_and_the_code_name_the_same_lines() {
    for language in languages() {
        let mut in_files = BTreeSet::new();
        for file in sources(language) {
            for line in file
                .lines()
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                let id = line.split(" =").next().expect("an id");
                assert!(in_files.insert(id), "{language} says {id} twice");
            }
        }
        let in_code: BTreeSet<&str> = lines().map(|(id, _)| id).collect();
        if language == twofold::texts::BASE {
            assert_eq!(in_files, in_code);
        } else {
            assert!(in_files.is_subset(&in_code));
        }
    }
}

#[test]
fn every_line_uses_its_arguments_and_no_others() {
    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
    for language in languages() {
        let mut bundle = FluentBundle::new(vec![language.parse().expect("a language")]);
        bundle.set_use_isolating(false);
        for file in sources(language) {
            let resource =
                FluentResource::try_new((*file).to_owned()).expect("a file without faults");
            bundle.add_resource(resource).expect("each line once");
        }
        for (id, names) in lines() {
            let Some(message) = bundle.get_message(id) else {
                continue;
            };
            let pattern = message.value().expect("a text");
            let mut args = FluentArgs::new();
            for name in names {
                match *name {
                    "count" => args.set(*name, 7),
                    _ => args.set(*name, format!("<{name}>")),
                }
            }
            let mut errors = Vec::new();
            let said = bundle.format_pattern(pattern, Some(&args), &mut errors);
            assert!(errors.is_empty(), "{language} {id}: {errors:?}");
            for name in names {
                let mark = match *name {
                    "count" => "7".to_owned(),
                    _ => format!("<{name}>"),
                };
                assert!(said.contains(&mark), "{language} {id} leaves {name} out");
            }
        }
    }
}

#[test]
fn the_menu_and_the_toasts_fit() {
    for language in languages() {
        let menu = menu(Some(language));
        assert!((1..=512).contains(&menu.description.chars().count()));
        assert!((1..=120).contains(&menu.short_description.chars().count()));
        for (command, what) in &menu.commands {
            assert!(command.chars().all(|c| c.is_ascii_lowercase()));
            assert!((1..=256).contains(&what.chars().count()));
        }
        let toasts = REFUSALS.map(Toast::Refused);
        for said in toasts.iter().chain(&[
            Toast::Told,
            Toast::AlreadyTold,
            Toast::TakenBack,
            Toast::TakeYourTime,
            Toast::StepCleared,
            Toast::StepsTakenBack,
        ]) {
            let said = toast(said, Some(language)).expect("a line");
            assert!((1..=TOAST_UNITS_MAX).contains(&units(&said)), "{said}");
        }
        assert_eq!(toast(&Toast::Quiet, Some(language)), None);
    }
}

#[test]
fn a_language_without_texts_is_spoken_to_in_english() {
    let mut w = World::new();
    let english = as_read(&w.show(&Say::Settings(SettingsSay::Help), ANA));
    for lang in [Some("tlh"), Some("EN-gb"), Some(""), None] {
        w.person(ANA).lang = lang.map(str::to_owned);
        assert_eq!(
            as_read(&w.show(&Say::Settings(SettingsSay::Help), ANA)),
            english
        );
    }
}

#[test]
fn my_card_does_not_show_what_the_partner_chose() {
    let card = |w: &World| {
        as_read(&w.show(
            &Say::Round(RoundSay::Card {
                round: ROUND,
                seat: Seat::A,
            }),
            ANA,
        ))
    };
    let mine: [fn(&mut World); 4] = [
        |_| {},
        |w| w.answer(Seat::A, vec![text("hush")]),
        |w| w.round().seat_mut(Seat::A).passed = true,
        |w| w.round().seat_mut(Seat::A).talk = true,
    ];
    for mine in mine {
        let mut w = World::new();
        mine(&mut w);
        let before = card(&w);
        for theirs in [
            |w: &mut World| w.round().seat_mut(Seat::B).passed = true,
            |w: &mut World| w.round().seat_mut(Seat::B).talk = true,
            |w: &mut World| w.round().seat_mut(Seat::B).moved = true,
            |w: &mut World| w.round().seat_mut(Seat::B).gone = true,
            |w: &mut World| {
                w.couple().leaving = Some(Leaving {
                    seat: Seat::B,
                    line_at: now(),
                })
            },
        ] {
            let mut w = World::new();
            mine(&mut w);
            theirs(&mut w);
            assert_eq!(card(&w), before);
        }
    }
}

#[test]
fn an_answer_that_waits_is_told_only_with_its_authors_leave() {
    let card = |w: &World| {
        as_read(&w.show(
            &Say::Round(RoundSay::Card {
                round: ROUND,
                seat: Seat::A,
            }),
            ANA,
        ))
    };
    let open = card(&World::new());
    let mut w = World::new();
    w.answer(Seat::B, vec![text("hush")]);
    assert_ne!(card(&w), open);
    w.person(BEN).settings.tell_sealed = false;
    assert_eq!(card(&w), open);
    w.person(BEN).settings.tell_sealed = true;
    w.couple().leaving = Some(Leaving {
        seat: Seat::B,
        line_at: now(),
    });
    assert_eq!(card(&w), open);
}

#[test]
fn the_inviter_is_not_told_of_an_answer_before_saying_yes() {
    let card = |w: &World, seat, to| {
        as_read(&w.show(&Say::Round(RoundSay::Card { round: ROUND, seat }), to))
    };
    let mut w = World::new();
    w.proposed();
    let before = card(&w, Seat::A, ANA);
    w.answer(Seat::B, vec![text("hush")]);
    assert_eq!(card(&w, Seat::A, ANA), before);
    let mut w = World::new();
    w.proposed();
    let before = card(&w, Seat::B, BEN);
    w.answer(Seat::A, vec![text("hush")]);
    assert_ne!(card(&w, Seat::B, BEN), before);
}

#[test]
fn another_one_is_offered_while_there_is_one() {
    let offered = |change: &dyn Fn(&mut World)| {
        let mut w = World::new();
        change(&mut w);
        as_read(&w.show(
            &Say::Round(RoundSay::Card {
                round: ROUND,
                seat: Seat::A,
            }),
            ANA,
        ))
        .contains("[Another one]")
    };
    assert!(offered(&|_| {}));
    assert!(offered(&|w| w.round().swaps = ANOTHER_MAX - 1));
    assert!(!offered(&|w| w.round().swaps = ANOTHER_MAX));
    assert!(!offered(&|w| w.round().origin = Origin::First));
}

#[test]
fn a_piece_never_prints_what_it_holds() {
    let mut w = World::new();
    w.names.insert(ANA, Name("canary-name".into()));
    let photo = Words::File {
        kind: FileKind::Photo,
        file_id: "canary-file".into(),
        caption: Some(Text::plain("canary-caption")),
        album: None,
    };
    w.answer(Seat::A, vec![text("canary-words"), photo]);
    w.answer(Seat::B, vec![text("yes")]);
    for say in [
        Say::Round(RoundSay::Reveal {
            round: ROUND,
            seat: Seat::B,
        }),
        Say::Couple(CoupleSay::InviteLink {
            token: "canary-token".into(),
        }),
        Say::Couple(CoupleSay::Together { partner: ANA }),
        Say::Round(RoundSay::WhichFor {
            aside: ASIDE,
            partner: Some(ANA),
            rounds: vec![],
            retry: false,
        }),
    ] {
        let pieces = w.show(&say, BEN);
        assert!(as_read(&pieces).contains("canary"));
        assert!(!format!("{pieces:?}").contains("canary"));
    }
}

#[test]
fn a_name_closes_what_it_opens_and_breaks_no_line() {
    let mut w = World::new();
    w.names
        .insert(BEN, Name("\u{2067}B\ne\u{0}n\u{202E}".into()));
    let said = as_read(&w.show(
        &Say::Couple(CoupleSay::ConfirmedPerson { person: BEN }),
        ANA,
    ));
    assert_eq!(said, "\u{2067}B en\u{202E}\u{202C}\u{2069} it is.");
}

#[test]
fn each_body_becomes_its_call() {
    let mut w = World::new();
    let file = |kind| Words::File {
        kind,
        file_id: "f".into(),
        caption: None,
        album: None,
    };
    w.answer(Seat::A, vec![text("mine")]);
    let kinds = [
        (
            FileKind::Photo,
            "sendPhoto",
            json!({"photo": "f", "has_spoiler": true}),
        ),
        (
            FileKind::Video,
            "sendVideo",
            json!({"video": "f", "has_spoiler": true}),
        ),
        (
            FileKind::Animation,
            "sendAnimation",
            json!({"animation": "f", "has_spoiler": true}),
        ),
        (FileKind::Voice, "sendVoice", json!({"voice": "f"})),
        (
            FileKind::VideoNote,
            "sendVideoNote",
            json!({"video_note": "f"}),
        ),
        (FileKind::Audio, "sendAudio", json!({"audio": "f"})),
        (FileKind::Document, "sendDocument", json!({"document": "f"})),
        (FileKind::Sticker, "sendSticker", json!({"sticker": "f"})),
    ];
    w.answer(
        Seat::B,
        kinds.iter().map(|(kind, ..)| file(*kind)).collect(),
    );
    let pieces = w.show(
        &Say::Round(RoundSay::Reveal {
            round: ROUND,
            seat: Seat::A,
        }),
        ANA,
    );
    for (n, (_, method, params)) in kinds.iter().enumerate() {
        let piece = &pieces[n + 1];
        let call = piece.call(&Target::New).expect("a call");
        assert_eq!((call.method.as_str(), &call.params), (*method, params));
        assert_eq!(piece.source, Some((BEN, MessageId(2000 + n as i64))));
        assert!(piece.call(&Target::Message(MessageId(1))).is_none());
    }
    let said = &w.show(&Say::Couple(CoupleSay::Stayed), ANA)[0];
    let call = said.call(&Target::New).expect("a call");
    assert_eq!(call.method, "sendMessage");
    assert_eq!(
        call.params,
        json!({"text": "All stays as it is.", "link_preview_options": {"is_disabled": true}})
    );
    let call = said.call(&Target::Sent("card:1".into())).expect("a call");
    assert_eq!(call.method, "editMessageText");
    assert_eq!(call.params["message_id"], json!({"sent": "card:1"}));
    assert_eq!(call.params["reply_markup"], json!({"inline_keyboard": []}));
    let reaction = &w.show(
        &Say::Chat(ChatSay::Reaction {
            emoji: Some("🙊".into()),
        }),
        ANA,
    )[0];
    let call = reaction
        .call(&Target::Theirs(MessageId(5)))
        .expect("a call");
    assert_eq!(call.method, "setMessageReaction");
    assert_eq!(
        call.params,
        json!({"message_id": 5, "reaction": [{"type": "emoji", "emoji": "🙊"}]})
    );
    assert!(reaction.call(&Target::New).is_none());
    let buttons = &w.show(
        &Say::Round(RoundSay::RevealButtons {
            round: ROUND,
            seat: Seat::A,
        }),
        ANA,
    )[0];
    let call = buttons
        .call(&Target::Message(MessageId(5)))
        .expect("a call");
    assert_eq!(call.method, "editMessageReplyMarkup");
    assert!(buttons.call(&Target::New).is_none());
}

#[test]
fn a_sentence_that_begins_without_a_name_begins_with_a_capital() {
    let mut w = World::new();
    w.inviting();
    w.round().seat_mut(Seat::A).shown = Some("{partner} is late: what then?".into());
    let card = as_read(&w.show(
        &Say::Round(RoundSay::Card {
            round: ROUND,
            seat: Seat::A,
        }),
        ANA,
    ));
    assert!(card.starts_with("🙏 Your partner is late"), "{card}");
    w.names.clear();
    let said = as_read(&w.show(&Say::Couple(CoupleSay::AccepterGone { person: BEN }), ANA));
    assert!(said.starts_with("Your partner has stepped back"), "{said}");
    w.names.insert(BEN, Name("bell".into()));
    let said = as_read(&w.show(&Say::Couple(CoupleSay::AccepterGone { person: BEN }), ANA));
    assert!(said.starts_with("bell has"), "{said}");
}
