//! Whatever people type arrives exactly as typed, wholly covered, in messages that Telegram takes.

use proptest::prelude::*;
use serde_json::Value;

use crate::texts::rules::within_limits;
use crate::texts::world::{ANA, BEN, ROUND, World, text};
use twofold::core::model::ids::Seat;
use twofold::core::model::words::{Text, Words};
use twofold::core::protocol::round::RoundSay;
use twofold::core::protocol::say::{Say, WordsOf};
use twofold::texts::{Body, Piece};

/// Pieces of text that have broken bots before.
const HARD: [&str; 14] = [
    "I love you <3 *_[x](y)_* & \\ ",
    "🙂",
    "👩‍❤️‍👨",
    "🇵🇹🇩🇪",
    "e\u{301}\u{323}",
    "שלום עולם",
    "مرحبا",
    "\u{202E}",
    "\u{2067}",
    "\u{2069}\u{202C}",
    "\n",
    "\n\n  ",
    "`code` ||x|| <b>",
    "{$name} { -x }",
];

fn typed() -> impl Strategy<Value = String> {
    let any = prop_oneof![
        prop::sample::select(&HARD[..]).prop_map(str::to_owned),
        "\\PC{1,40}",
        "[a-z ]{1,80}",
    ];
    // Telegram trims what people send, and sends nothing blank.
    (prop::collection::vec(any, 1..160), 0usize..=1).prop_map(|(bits, whole)| {
        let mut bits = bits.concat();
        if whole == 1 {
            bits = bits.repeat(1 + 4096 / bits.len().max(1));
        }
        let mut units = 0;
        let fits = bits.chars().take_while(|c| {
            units += c.len_utf16();
            units <= 4094
        });
        let fits: String = fits.collect();
        format!("a{}z", fits.trim())
    })
}

fn with_entities(text: String, seeds: Vec<(u16, u16, u8)>) -> Words {
    let kinds = [
        "bold",
        "italic",
        "text_link",
        "code",
        "custom_emoji",
        "blockquote",
        "mention",
        "new",
    ];
    let entities = seeds.iter().map(|(at, length, kind)| {
        serde_json::json!({
            "type": kinds[usize::from(*kind) % kinds.len()],
            "offset": at,
            "length": length,
            "url": "https://example.org",
        })
    });
    let entities = entities.collect();
    Words::Text {
        text: Text { text, entities },
    }
}

fn answer() -> impl Strategy<Value = Vec<Words>> {
    let seeds = prop::collection::vec((0u16..5000, 0u16..5000, any::<u8>()), 0..6);
    let part = (typed(), seeds).prop_map(|(text, seeds)| with_entities(text, seeds));
    prop::collection::vec(part, 1..5)
}

/// Each unit of the texts, one after the other, and whether a spoiler covers it.
fn chat(pieces: &[Piece]) -> (Vec<u16>, Vec<bool>) {
    let mut all = Vec::new();
    let mut covered = Vec::new();
    for piece in pieces {
        let Body::Text { text, entities, .. } = &piece.body else {
            continue;
        };
        let start = all.len();
        all.extend(text.encode_utf16());
        covered.resize(all.len(), false);
        for entity in entities.iter().filter(|entity| entity["type"] == "spoiler") {
            let at = start + field(entity, "offset");
            covered[at..at + field(entity, "length")].fill(true);
        }
    }
    (all, covered)
}

fn field(entity: &Value, name: &str) -> usize {
    entity[name].as_u64().expect("a number") as usize
}

fn find(all: &[u16], wanted: &[u16], from: usize) -> Option<usize> {
    (from..=all.len().checked_sub(wanted.len())?).find(|at| all[*at..].starts_with(wanted))
}

/// Each of the words stands in the chat exactly, in order, and under a spoiler from its first unit to its last.
fn arrives(pieces: &[Piece], words: &[&Words]) -> Result<(), TestCaseError> {
    within_limits(pieces);
    let (all, covered) = chat(pieces);
    let mut from = 0;
    for words in words {
        let wanted: Vec<u16> = words.typed().expect("text").text.encode_utf16().collect();
        let at = find(&all, &wanted, from);
        prop_assert!(at.is_some(), "the words are not there as typed");
        let at = at.unwrap_or_default();
        prop_assert!(
            covered[at..at + wanted.len()]
                .iter()
                .all(|covered| *covered)
        );
        from = at + wanted.len();
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_reveal_shows_both_answers_exactly_as_typed(mine in answer(), theirs in answer()) {
        let mut w = World::new();
        w.answer(Seat::A, mine.clone());
        w.answer(Seat::B, theirs.clone());
        w.reveal();
        let in_order: Vec<&Words> = mine.iter().chain(&theirs).collect();
        let pieces = w.show(&Say::Round(RoundSay::Reveal { round: ROUND, seat: Seat::A }), ANA);
        arrives(&pieces, &in_order)?;
        let in_order: Vec<&Words> = theirs.iter().chain(&mine).collect();
        let pieces = w.show(&Say::Round(RoundSay::Reveal { round: ROUND, seat: Seat::B }), BEN);
        arrives(&pieces, &in_order)?;
        let buttons = pieces.iter().filter(|piece| matches!(&piece.body, Body::Text { keyboard, .. } if !keyboard.is_empty()));
        prop_assert_eq!(buttons.count(), 1);
    }

    #[test]
    fn what_is_passed_on_arrives_exactly_as_typed(words in answer()) {
        let mut w = World::new();
        w.answer(Seat::A, words.clone());
        let pieces = w.show(&Say::Round(RoundSay::Gift { round: ROUND, from: Seat::A }), BEN);
        arrives(&pieces, &words.iter().collect::<Vec<_>>())?;
        w.event_words = words.first().cloned();
        let pieces = w.show(&Say::Round(RoundSay::Relay { from: ANA, words: WordsOf::Event }), BEN);
        arrives(&pieces, &[&words[0]])?;
        prop_assert!(pieces.iter().all(|piece| piece.authors == [ANA]));
    }
}

#[test]
fn twenty_full_messages_from_each_arrive_whole_and_in_order() {
    // 20 parts and 20,000 units, the most an answer may hold.
    let long = |mark: char| -> Vec<Words> {
        (0..20)
            .map(|n| text(&format!("{mark}{n} {}", "I love you <3 ".repeat(69))))
            .collect()
    };
    let (mine, theirs) = (long('m'), long('t'));
    let mut w = World::new();
    w.answer(Seat::A, mine.clone());
    w.answer(Seat::B, theirs.clone());
    w.reveal();
    let pieces = w.show(
        &Say::Round(RoundSay::Reveal {
            round: ROUND,
            seat: Seat::A,
        }),
        ANA,
    );
    let in_order: Vec<&Words> = mine.iter().chain(&theirs).collect();
    arrives(&pieces, &in_order).expect("everything arrives");
    assert!(pieces.len() <= 12, "{} messages", pieces.len());
    assert!(
        pieces
            .iter()
            .all(|piece| piece.source.is_some_and(|(author, _)| author == BEN))
    );
    let (first, last) = (&pieces[0], &pieces[pieces.len() - 1]);
    assert_eq!(first.authors, [ANA]);
    assert_eq!(last.authors, [BEN]);
}

#[test]
fn one_word_of_4096_units_is_cut_between_signs_only() {
    let mut w = World::new();
    w.answer(Seat::A, vec![text(&"👩‍❤️‍👨".repeat(512))]);
    w.answer(Seat::B, vec![text("yes")]);
    w.reveal();
    let pieces = w.show(
        &Say::Round(RoundSay::Reveal {
            round: ROUND,
            seat: Seat::A,
        }),
        ANA,
    );
    within_limits(&pieces);
    for piece in &pieces {
        if let Body::Text { text, .. } = &piece.body {
            assert!(!text.starts_with(['\u{200D}', '\u{FE0F}']) && !text.ends_with('\u{200D}'));
        }
    }
}

#[test]
fn words_close_the_directions_they_open_behind_themselves() {
    let mut w = World::new();
    w.answer(Seat::A, vec![text("one \u{202E}"), text("two \u{2067}")]);
    w.answer(Seat::B, vec![text("three")]);
    w.reveal();
    let (all, covered) = chat(&w.show(
        &Say::Round(RoundSay::Reveal {
            round: ROUND,
            seat: Seat::B,
        }),
        BEN,
    ));
    for wanted in ["one \u{202E}\u{202C}", "two \u{2067}\u{2069}"] {
        let wanted: Vec<u16> = wanted.encode_utf16().collect();
        let at = find(&all, &wanted, 0).expect("closed");
        assert!(
            covered[at..at + wanted.len()]
                .iter()
                .all(|covered| *covered)
        );
    }
}
