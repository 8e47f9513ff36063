//! What is read in a group of two: the lines in both languages, and pages with both answers, which never say *you* for one.

use insta::assert_snapshot;
use jiff::SignedDuration;

use crate::texts::world::{ANA, BEN, COUPLE, ROUND, World, as_read, now, text};
use twofold::core::model::ids::{ChatId, PartId, Seat};
use twofold::core::model::round::Sequel;
use twofold::core::model::tap::{Tap, Tapped};
use twofold::core::model::words::{FileKind, Name, Words};
use twofold::core::protocol::group::GroupSay;
use twofold::core::protocol::say::Say;
use twofold::library::{FeelingId, KindId, PromptId, Reveals, Shape};

const HOME: ChatId = ChatId(-1_000);

/// Ana speaks for the group.
fn shown(w: &World, say: GroupSay) -> String {
    as_read(&w.show(&Say::Group(say), ANA))
}

fn speaking(language: &str) -> World {
    let mut w = World::new();
    w.couple().group = Some(HOME);
    w.person(ANA).lang = Some(language.into());
    w
}

/// Both have tapped, and it is open.
fn tapped(kind: &str, prompt: &str, shape: Shape, taps: [Tap; 2]) -> World {
    let mut w = speaking("en");
    let round = w.round();
    round.kind = KindId::parse(kind).expect("a kind");
    round.prompt = PromptId::parse(prompt).expect("a prompt");
    round.shape = shape;
    for (seat, tap) in Seat::BOTH.into_iter().zip(taps) {
        let mine = w.round().seat_mut(seat);
        mine.tapped = Some(Tapped {
            id: PartId(7),
            at: now() - SignedDuration::from_mins(10 * (seat.index() as i64 + 1)),
            tap: Some(tap),
        });
        mine.shown = None;
    }
    w.reveal();
    w
}

fn every_line(w: &World) -> String {
    let says = [
        GroupSay::Hello,
        GroupSay::HelloDone,
        GroupSay::Needs,
        GroupSay::MovedIn,
        GroupSay::Prompt(ROUND),
        GroupSay::Emptied,
        GroupSay::Below,
        GroupSay::Over,
        GroupSay::Elsewhere,
        GroupSay::BackHome,
        GroupSay::Gone,
        GroupSay::Help,
        GroupSay::Resting,
        GroupSay::Resumed,
        GroupSay::NotResting,
        GroupSay::Private,
        GroupSay::CoverAsk(COUPLE),
        GroupSay::CoverDone { covered: true },
        GroupSay::CoverDone { covered: false },
        GroupSay::CoveredPage { opened_at: now() },
    ];
    let pages = says.map(|say| format!("# {say:?}\n{}", shown(w, say.clone())));
    pages.join("\n\n")
}

#[test]
fn every_line_of_a_group_in_english() {
    assert_snapshot!(every_line(&speaking("en")), @"
    # Hello
    Hello! I ask the two of you one small question at a time. You each answer me in private, and only when both answers are in do both open, here.

    One thing to know: whoever joins this group later may be able to read back what was opened here.

    This works with exactly the two of you and me. Is it you two? Then each tap the button once.
    [I’m in]

    # HelloDone
    Hello! I ask the two of you one small question at a time. You each answer me in private, and only when both answers are in do both open, here.

    One thing to know: whoever joins this group later may be able to read back what was opened here.

    # Needs
    To work here I need a plain group with exactly two people and me: no other bot, no channel, no topics, no anonymous admins. Until then each of you can write to me in private.

    # MovedIn
    Lovely, here we are. From now on my questions come here, and you each answer me in private.

    # Prompt(RoundId(301))
    🙏 Ana: What has Ben dared lately that looked small from outside and wasn’t?
    Ben: What has Ana dared lately that looked small from outside and wasn’t?
    [Answer privately]

    # Emptied
    This question went on in your private chats.

    # Below
    This question stands further down now.

    # Over
    This question is closed.

    # Elsewhere
    Hello! I’ll be in your private chats from now on.

    # BackHome
    I’m here with you again.

    # Gone
    I can’t write in your group any more, so we go on here.

    # Help
    My questions come here. Tap “Answer privately” and write to me there; when both answers are in, they open here. What you write to each other here is yours, I leave it alone.

    /prompt: a question now
    /pause and /resume: rest, and go on

    Everything else is in the private chat with me, where /help lists it.

    # Resting
    Resting until one of you says /resume. What is open stays open.

    # Resumed
    Back again. Questions come as planned.

    # NotResting
    You two are not resting, so there is nothing to resume.

    # Private
    That belongs in the private chat with me.
    [Private chat]

    # CoverAsk(CoupleId(201))
    Our group isn’t the two of you and me any more. Shall I cover what was opened there? Then only the dates stay.

    One yes from either of you is enough. Photos and voice messages I can only take away for two days.
    [Cover it] [Leave it as it is]

    # CoverDone { covered: true }
    What was opened in the group is covered now: only the dates are there. Photos and voice messages older than two days I can’t take away any more.

    # CoverDone { covered: false }
    It stays as it is. You can still cover it in /settings.

    # CoveredPage { opened_at: 2026-11-23T20:04:00Z }
    Opened on 23 November 2026.
    ");
}

#[test]
fn every_line_of_a_group_in_german() {
    assert_snapshot!(every_line(&speaking("de")), @"
    # Hello
    Hallo! Ich stelle euch beiden immer eine kleine Frage. Jeder von euch antwortet mir für sich, und erst wenn beide Antworten da sind, gehen beide auf, hier.

    Gut zu wissen: Wer später in diese Gruppe kommt, kann vielleicht nachlesen, was hier aufgegangen ist.

    Das geht nur mit genau euch beiden und mir. Seid ihr das? Dann tippt jeder einmal auf den Knopf.
    [Ich bin dabei]

    # HelloDone
    Hallo! Ich stelle euch beiden immer eine kleine Frage. Jeder von euch antwortet mir für sich, und erst wenn beide Antworten da sind, gehen beide auf, hier.

    Gut zu wissen: Wer später in diese Gruppe kommt, kann vielleicht nachlesen, was hier aufgegangen ist.

    # Needs
    Hier brauche ich eine einfache Gruppe mit genau zwei Menschen und mir: kein anderer Bot, kein Kanal, keine Themen, keine anonymen Admins. Bis dahin könnt ihr mir jeder für sich schreiben.

    # MovedIn
    Schön, da sind wir. Ab jetzt kommen meine Fragen hierher, und jeder von euch antwortet mir für sich.

    # Prompt(RoundId(301))
    🙏 Ana: Was hat Ben in letzter Zeit gewagt, das von außen klein aussah und es nicht war?
    Ben: Was hat Ana in letzter Zeit gewagt, das von außen klein aussah und es nicht war?
    [Für sich antworten]

    # Emptied
    Mit dieser Frage ging es in euren privaten Chats weiter.

    # Below
    Diese Frage steht jetzt weiter unten.

    # Over
    Diese Frage ist zu.

    # Elsewhere
    Hallo! Ab jetzt bin ich in euren privaten Chats.

    # BackHome
    Ich bin wieder hier bei euch.

    # Gone
    In eure Gruppe kann ich nicht mehr schreiben, also geht es hier weiter.

    # Help
    Meine Fragen kommen hierher. Tippt auf „Für sich antworten“ und schreibt mir dort; wenn beide Antworten da sind, gehen sie hier auf. Was ihr einander hier schreibt, gehört euch, da mische ich mich nicht ein.

    /prompt: jetzt eine Frage
    /pause und /resume: Pause machen und weitermachen

    Alles andere ist im privaten Chat mit mir, dort zählt /help es auf.

    # Resting
    Pause, bis jemand von euch /resume sagt. Was offen ist, bleibt offen.

    # Resumed
    Wieder da. Die Fragen kommen wie geplant.

    # NotResting
    Ihr macht gerade keine Pause, also gibt es nichts fortzusetzen.

    # Private
    Das gehört in den privaten Chat mit mir.
    [Privater Chat]

    # CoverAsk(CoupleId(201))
    In unserer Gruppe sind nicht mehr genau ihr beide und ich. Soll ich zudecken, was dort aufgegangen ist? Dann steht dort nur noch das Datum.

    Ein Ja von einem von euch reicht. Fotos und Sprachnachrichten kann ich nur zwei Tage lang wegnehmen.
    [Zudecken] [So lassen]

    # CoverDone { covered: true }
    Was in der Gruppe aufgegangen ist, ist jetzt zugedeckt: Dort steht nur noch das Datum. Fotos und Sprachnachrichten, die älter als zwei Tage sind, kann ich nicht mehr wegnehmen.

    # CoverDone { covered: false }
    Es bleibt, wie es ist. Zudecken kannst du es auch später, unter /settings.

    # CoveredPage { opened_at: 2026-11-23T20:04:00Z }
    Geöffnet am 23. November 2026.
    ");
}

#[test]
fn a_page_with_both_answers_has_both_names_and_buttons_that_take_names() {
    let mut w = speaking("en");
    w.answer(Seat::A, vec![text("The bike."), photo()]);
    w.answer(Seat::B, vec![text("The soup."), photo()]);
    w.reveal();
    let open = shown(&w, GroupSay::Reveal(ROUND));
    let button = w.round().kind.clone();
    let button = crate::texts::world::shipped()
        .kind(&button)
        .expect("a kind")
        .buttons[0]
        .clone();
    w.round().seat_mut(Seat::A).responded.push(button.clone());
    w.round().seat_mut(Seat::B).responded.push(button);
    let pressed = shown(&w, GroupSay::RevealButtons(ROUND));
    assert_snapshot!(format!("{open}\n=====\n{pressed}"), @"
    💌 Both answers are in. Tap to read.

    ‖🙏 Ana: What has Ben dared lately that looked small from outside and wasn’t?
    Ben: What has Ana dared lately that looked small from outside and wasn’t?‖

    Ana
    ‖The bike.‖

    ‖(a photo)‖

    Ben
    ‖The soup.‖

    ‖(a photo)‖

    ‖Read it twice, and don’t wave it away. You’re allowed to enjoy it.‖

    ↓ The rest follows right below.
    [That touched me]
    -----
    From Ana:
    -----
    <Photo, covered>
    -----
    From Ben:
    -----
    <Photo, covered>
    =====
    <buttons>
    [✓ That touched me · Ana, Ben]
    ");
}

fn photo() -> Words {
    Words::File {
        kind: FileKind::Photo,
        file_id: "photo".into(),
        caption: None,
        album: None,
    }
}

#[test]
fn what_was_tapped_stands_side_by_side_by_name() {
    let pages = [
        (
            "apart",
            tapped(
                "needs",
                "needs-0001",
                Shape::Scale,
                [Tap::Place(2), Tap::Place(5)],
            ),
        ),
        (
            "alike",
            tapped(
                "needs",
                "needs-0001",
                Shape::Scale,
                [Tap::Place(3), Tap::Place(3)],
            ),
        ),
        (
            "one feeling",
            tapped(
                "check-in",
                "check-in-0001",
                Shape::Feeling,
                [feeling(), feeling()],
            ),
        ),
    ];
    let pages = pages.map(|(name, w)| format!("# {name}\n{}", shown(&w, GroupSay::Reveal(ROUND))));
    assert_snapshot!(pages.join("\n\n"), @"
    # apart
    💌 Both answers are in. Tap to read.

    ‖🧭 You’ve been apart all day and now you’re both free. What feels like arriving?‖

    ‖◂ a little while to myself first
    straight to each other ▸
    ○●○○○  Ana
    ○○○○●  Ben‖

    ‖Ana: Nothing to settle yet. First say in your own words what Ben needs.
    Ben: Nothing to settle yet. First say in your own words what Ana needs.‖

    ‖Both are love. One small thing that would do your side good, and one for the other?‖
    [I understand]
    [Thanks for telling me]

    # alike
    💌 Both answers are in. Tap to read.

    ‖🧭 You’ve been apart all day and now you’re both free. What feels like arriving?‖

    ‖◂ a little while to myself first
    straight to each other ▸
    ○○●○○  Ana
    ○○●○○  Ben‖

    ‖✨ The very same place, both of you.‖

    ‖Ana: Nothing to settle yet. First say in your own words what Ben needs.
    Ben: Nothing to settle yet. First say in your own words what Ana needs.‖
    [I understand]
    [Thanks for telling me]

    # one feeling
    💌 Both answers are in. Tap to read.

    ‖🌤 Ana: Give Ben tonight’s inner weather forecast, and the feeling behind it.
    Ben: Give Ana tonight’s inner weather forecast, and the feeling behind it.‖

    Ana
    ‖🌿 peaceful‖

    Ben
    ‖🌿 peaceful‖

    ‖✨ The very same word, from both of you.‖

    ‖Ana: No advice needed. Say back what you heard, or just keep Ben company with it.
    Ben: No advice needed. Say back what you heard, or just keep Ana company with it.‖
    [I hear you]
    [I’m here]
    ");
}

fn feeling() -> Tap {
    Tap::Feeling(FeelingId::parse("peaceful").expect("a feeling"))
}

#[test]
fn picks_show_what_both_picked_or_whom_the_lot_chose() {
    let picks = |numbers: &[u8]| Tap::Picks(numbers.iter().copied().collect());
    let date = |taps: [Tap; 2]| {
        let mut w = tapped("date", "date-0001", Shape::Choice, taps);
        w.round().reveals = Reveals::Matches;
        w
    };
    let both = date([picks(&[1, 2]), picks(&[1, 2])]);
    let mut lot = date([picks(&[]), picks(&[])]);
    lot.round().sequel = Some(Sequel::Lot { surprises: Seat::B });
    let pages = [("both", both), ("the lot", lot)];
    let pages = pages.map(|(name, w)| format!("# {name}\n{}", shown(&w, GroupSay::Reveal(ROUND))));
    assert_snapshot!(pages.join("\n\n"), @"
    # both
    💌 Both answers are in. Tap to read.

    ‖🕯 Twenty minutes after dinner, and nobody needs either of you. What would you like to do with them?‖

    ‖You both picked:
    · Once round the block, the longer way
    · Hot drinks at a window, lamps off, watching the street‖
    [Let’s do it]
    [Looking forward to it]

    # the lot
    💌 Both answers are in. Tap to read.

    ‖🕯 Twenty minutes after dinner, and nobody needs either of you. What would you like to do with them?‖

    ‖Still no match, so the lot decides: this week Ben surprises Ana. Small is plenty.‖
    [Let’s do it]
    [Looking forward to it]
    ");
}

#[test]
fn who_has_no_name_to_be_seen_is_the_other_one_and_never_your_partner() {
    for language in ["en", "de"] {
        for (ana, ben) in [("Ana", "\u{200b}"), ("\u{200b}", "\u{200b}")] {
            let mut w = speaking(language);
            w.names.insert(ANA, Name(ana.into()));
            w.names.insert(BEN, Name(ben.into()));
            w.answer(Seat::A, vec![text("The bike.")]);
            w.answer(Seat::B, vec![text("The soup.")]);
            let mut all = shown(&w, GroupSay::Prompt(ROUND));
            w.reveal();
            all.push_str(&shown(&w, GroupSay::Reveal(ROUND)));
            for never in [
                "your partner",
                "Your partner",
                "dein Gegenüber",
                "Dein Gegenüber",
            ] {
                assert!(!all.contains(never), "{all}");
            }
        }
    }
}
