//! How two people who know nothing of a bot become a couple there, and every way in which they do not.

use std::collections::BTreeSet;

use crate::world::{HERS, HIS, Story};
use twofold::sandbox::{Action, Outgoing};

const UNUSABLE: &str =
    "This invite can't be used. Whoever sent it can make a new one with /invite.";
const YES: &str = "Yes, let's try it";
const NO: &str = "No, thanks";
const RIGHT: &str = "Yes, that's right";
const WRONG: &str = "No, somebody else";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn start_says_in_three_lines_what_this_is_and_its_buttons_work() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    let welcome = story.last(ana);
    assert_eq!(welcome.text.lines().count(), 3, "{}", welcome.text);
    assert_eq!(
        welcome.labels(),
        [
            "Invite my partner",
            "Use a group for two",
            "How private is this?"
        ]
    );
    story.presses(ana, "How private is this?").await;
    let privacy = story.last(ana).text;
    assert!(privacy.starts_with("How private is this?"), "{privacy}");
    for named in ["Telegram", "whoever runs this bot", "/leave", "/settings"] {
        assert!(privacy.contains(named), "{named}: {privacy}");
    }
    story.says(ana, "/privacy").await;
    assert_eq!(story.last(ana).text, privacy);
    story.presses(ana, "Invite my partner").await;
    assert!(story.link(ana).starts_with("https://t.me/"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_that_help_names_works_and_is_in_the_menu() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    story.says(ana, "/help").await;
    let help = story.last(ana).text;
    let named: BTreeSet<&str> = help
        .split(|c: char| !(c.is_ascii_lowercase() || c == '/'))
        .filter(|word| word.len() > 1 && word.starts_with('/'))
        .collect();
    assert!(named.len() >= 8, "{named:?}");
    for command in &named {
        story.says(ana, command).await;
        let answer = story.last(ana).text;
        assert!(!answer.contains("I don't know that one"), "{command}");
    }
    let menu = story
        .telegram
        .wait_for(std::time::Duration::from_secs(20), |world| {
            let calls = world.calls_of("setMyCommands");
            calls.first().map(|call| call.params["commands"].clone())
        })
        .await
        .expect("a menu");
    let menu: BTreeSet<String> = menu
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| format!("/{}", entry["command"].as_str().unwrap_or_default()))
        .collect();
    for command in named {
        assert!(menu.contains(command), "{command} is not in {menu:?}");
    }
    for command in menu {
        story.says(ana, &command).await;
        let answer = story.last(ana).text;
        assert!(!answer.contains("I don't know that one"), "{command}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invite_is_a_link_and_a_share_button_with_the_first_prompt_under_it() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    let before = story.revision();
    story.presses(ana, "Invite my partner").await;
    let [invite, prompt] = &story.news(ana, before)[..] else {
        panic!("{}", story.page(ana));
    };
    let link = story.link(ana);
    let token = link.split_once("?start=").expect("a payload").1;
    assert_eq!(token.len(), 22, "128 bits");
    let share = invite.url().expect("a share button");
    let query = share
        .strip_prefix("https://t.me/share/url?url=")
        .expect("Telegram's share page");
    let (url, text) = query.split_once("&text=").expect("a text");
    for encoded in [url, text] {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
        assert!(encoded.chars().all(plain), "{encoded}");
    }
    assert_eq!(decoded(url), link);
    assert_eq!(
        decoded(text),
        "One small question in the evening. We both answer, and only then we both see. Want to try it with me?"
    );
    assert!(
        invite
            .buttons
            .iter()
            .flatten()
            .any(|button| matches!(&button.action, Action::Copy(copied) if *copied == link))
    );
    assert!(prompt.text.contains("This is your first question"));
    assert!(prompt.buttons.is_empty(), "nobody is there to pass to");
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next(), rest.next()].map(|d| char::from(d.expect("two digits")));
        let digits: String = digits.iter().collect();
        bytes.push(u8::from_str_radix(&digits, 16).expect("hex"));
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_invites_may_seal_an_answer_while_waiting_and_take_it_back() {
    let story = Story::begin().await;
    let ana = story.newcomer("Ana").await;
    story.invites(ana).await;
    let prompt = story.last(ana).message_id;
    let before = story.revision();
    let answer = story.says(ana, HERS).await;
    assert_eq!(story.reaction(ana, answer).as_deref(), Some("🙊"));
    assert!(
        story.news(ana, before).is_empty(),
        "the seal is quiet:\n{}",
        story.page(ana)
    );
    let sealed = story.message(ana, prompt);
    assert!(
        sealed
            .text
            .contains("It opens once somebody has joined you")
    );
    assert_eq!(sealed.labels(), ["Take back", "Still writing"]);
    story.presses(ana, "Take back").await;
    assert_eq!(story.reaction(ana, answer), None);
    assert!(story.message(ana, prompt).text.contains("first question"));
    story.days(3).await;
    assert!(story.news(ana, before).is_empty(), "alone, nothing comes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invite_again_is_another_link_to_the_same_pairing_with_the_prompt_and_the_sealed_answer() {
    let story = Story::begin().await;
    let (ana, ben, cleo) = (
        story.newcomer("Ana").await,
        story.person("Ben"),
        story.person("Cleo"),
    );
    let first = story.invites(ana).await;
    let question = question_of(&story.last(ana).text);
    story.says(ana, HERS).await;
    let before = story.revision();
    let second = story.invites(ana).await;
    assert_ne!(first, second);
    let again = story.last(ana);
    assert!(again.appeared > before && question_of(&again.text) == question);
    assert!(again.text.contains("🙊 Sealed"), "{}", again.text);
    for one in ["select doc from couple", "select doc from round"] {
        assert_eq!(story.sealed(one).await.len(), 1, "{one}");
    }

    for (reader, link) in [(ben, &first), (ben, &second), (cleo, &second)] {
        let before = story.revision();
        story.opens(reader, link).await;
        let [invited] = &story.texts(reader, before)[..] else {
            panic!("{}", story.page(reader));
        };
        assert!(invited.starts_with("Ana invites you to Twofold"));
        assert!(invited.contains("Ana has sealed an answer for you"));
        assert_eq!(story.sounds(reader, before), 0);
    }
    story.presses(ben, YES).await;
    story.presses(cleo, YES).await;
    assert_eq!(story.newest_toast(cleo).await, UNUSABLE);
    assert!(!story.sees(cleo, "How nice"));
    story.presses(ana, RIGHT).await;
    story.says(ben, HIS).await;
    story.minutes(1).await;
    assert!(story.reveal(ben).text.contains(HERS));
}

/// The first line of a prompt message; whom it names is still "your partner" for who does not know yet.
fn question_of(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.replace("Ana", "your partner")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opening_a_link_uses_nothing_up_and_is_told_to_nobody() {
    let story = Story::begin().await;
    let (ana, ben, cleo) = (
        story.newcomer("Ana").await,
        story.person("Ben"),
        story.person("Cleo"),
    );
    let link = story.invites(ana).await;
    let page = story.page(ana);
    for opener in [ben, cleo, ben] {
        let before = story.revision();
        story.opens(opener, &link).await;
        let [opened] = &story.texts(opener, before)[..] else {
            panic!("{}", story.page(opener));
        };
        assert!(opened.starts_with("Ana invites you to Twofold."));
        assert_eq!(story.sounds(opener, before), 0);
    }
    assert_eq!(story.page(ana), page);
    let opened = story.last(ben);
    assert!(opened.text.contains("Ana only ever sees what opens"));
    assert!(opened.text.contains("Leaving takes one tap"));
    assert!(!opened.text.contains("has sealed"), "{}", opened.text);
    assert_eq!(opened.labels(), [YES, NO, "How private is this?"]);
    story.presses(ben, YES).await;
    assert!(story.sees(ben, "Your first question is here already"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_an_answer_waits_is_told_to_the_opener_only_if_the_inviter_allows() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let link = story.invites(ana).await;
    story.says(ana, HERS).await;
    story.says(ana, "/settings").await;
    story.presses(ana, "✓ Say when I have sealed mine").await;
    story.opens(ben, &link).await;
    assert!(!story.page(ben).contains("sealed an answer"));
    story.presses(ben, YES).await;
    assert!(
        !story.page(ben).contains("sealed an answer"),
        "{}",
        story.page(ben)
    );
    story.presses(ana, "Say when I have sealed mine: off").await;
    assert!(story.last(ben).text.contains("Ana has sealed an answer"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decline_is_told_to_nobody_and_changes_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let link = story.invites(ana).await;
    let (page, before) = (story.page(ana), story.revision());
    let stored = story.sealed("select doc from couple").await;
    story.opens(ben, &link).await;
    story.presses(ben, NO).await;
    assert_eq!(
        story.texts(ben, before),
        ["All right. Nobody will hear of it."]
    );
    assert!(story.last(ben).buttons.is_empty());
    assert_eq!(story.sounds(ben, before), 0);
    assert_eq!(story.page(ana), page);
    assert_eq!(story.sealed("select doc from couple").await, stored);
    // It can be thought over.
    let before = story.revision();
    story.opens(ben, &link).await;
    let [again] = &story.texts(ben, before)[..] else {
        panic!("{}", story.page(ben));
    };
    assert!(again.starts_with("Ana invites you to Twofold."), "{again}");
    assert_eq!(story.sounds(ben, before), 0);
    story.presses(ben, YES).await;
    assert!(story.sees(ana, "Ben has said yes"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accepting_gives_the_first_prompt_at_once_and_asks_the_inviter() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let link = story.invites(ana).await;
    let question = question_of(&story.last(ana).text);
    story.opens(ben, &link).await;
    let before = story.revision();
    story.presses(ben, YES).await;
    assert_eq!(question_of(&story.last(ben).text), question);
    assert_eq!(story.sounds(ben, before), 0, "Ben looks at the chat");
    let asked = story.last(ana);
    assert!(asked.text.starts_with("Ben has said yes to your invite."));
    assert_eq!(asked.labels(), [RIGHT, WRONG]);
    assert_eq!(story.sounds(ana, before), 1);
    // The link once more changes nothing.
    story.opens(ben, &link).await;
    assert!(story.last(ben).text.starts_with("How nice."));
    assert_eq!(story.sounds(ana, before), 1);
    // They are not a couple before Ana says so.
    story.says(ben, "/prompt").await;
    assert!(
        story
            .last(ben)
            .text
            .starts_with("This works once you are two")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_opens_before_the_inviter_has_confirmed_and_then_what_both_answered_does() {
    let story = Story::begin().await;
    let (ana, ben) = story.accepted().await;
    story.says(ana, HERS).await;
    story.says(ben, HIS).await;
    story.hours(2).await;
    for reader in [ana, ben] {
        assert!(!story.sees(reader, "Both answers are in"));
    }
    assert!(!story.page(ana).contains("waited in the rain"));
    let before = story.revision();
    story.presses(ana, RIGHT).await;
    assert!(story.sees(ana, "Ben it is."));
    for (reader, partner) in [(ana, "Ben"), (ben, "Ana")] {
        let together = format!("You and {partner} are together here now.");
        let lines = story.texts(reader, before);
        let at = |part: &str| lines.iter().position(|line| line.contains(part));
        let (told, opened) = (at(&together), at("Both answers are in"));
        assert!(told.is_some() && told < opened, "{lines:?}");
        let reveal = story.reveal(reader);
        assert!(
            reveal.text.contains("carried the boxes") && reveal.text.contains("waited in the rain")
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_pair_answer_and_both_read_both_answers() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    story
        .both_answer(
            ana,
            ben,
            "He fixed my bike without a word.",
            "She laughed at my worst joke.",
        )
        .await;
    for (reader, name) in [(ana, "Ana"), (ben, "Ben")] {
        let reveal = story.reveal(reader);
        assert!(
            reveal.text.contains("He fixed my bike without a word."),
            "{name}"
        );
        assert!(
            reveal.text.contains("She laughed at my worst joke."),
            "{name}"
        );
        assert!(!reveal.on_lock_screen().contains("bike"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn becoming_a_couple_ends_the_open_invites_of_both() {
    let story = Story::begin().await;
    let (ana, ben, cleo) = (
        story.newcomer("Ana").await,
        story.newcomer("Ben").await,
        story.person("Cleo"),
    );
    let ben_link = story.invites(ben).await;
    story.says(ben, "Under my own invite.").await;
    let link = story.invites(ana).await;
    let spare = story.invites(ana).await;
    story.opens(ben, &link).await;
    story.presses(ben, YES).await;
    story.presses(ana, RIGHT).await;
    for dead in [&ben_link, &link, &spare] {
        story.opens(cleo, dead).await;
        assert_eq!(story.last(cleo).text, UNUSABLE);
    }
    let rows = story.sealed("select words from part").await;
    assert!(
        rows.is_empty(),
        "what Ben wrote under his own invite is gone"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_frees_the_link_and_destroys_what_the_accepter_wrote() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let link = story.invites(ana).await;
    story.says(ana, HERS).await;
    let hers = story.sealed("select words from part").await;
    story.opens(ben, &link).await;
    story.presses(ben, YES).await;
    story.says(ben, HIS).await;
    let his = story.sealed("select words from part where seat = 1").await;
    assert_eq!(his.len(), 1);
    assert!(story.is_on_disk(&his[0]));
    let card = story.seen(ben, "🙊 Sealed").message_id;
    let before = story.revision();
    story.presses(ana, WRONG).await;
    assert_eq!(story.texts(ben, before), [UNUSABLE]);
    assert_eq!(story.message(ben, card).text, "This question is over.");
    assert!(story.message(ben, card).buttons.is_empty());
    assert!(story.sees(ana, "All right, somebody else then. Your link works again."));
    assert_eq!(story.sealed("select words from part").await, hers);
    story.erased_from_disk(&his).await;

    let cleo = story.person("Cleo");
    story.opens(cleo, &link).await;
    story.presses(cleo, YES).await;
    story.presses(ana, RIGHT).await;
    story.says(cleo, "You came at once.").await;
    story.minutes(1).await;
    let reveal = story.reveal(ana).text;
    assert!(reveal.contains("carried the boxes") && reveal.contains("You came at once."));
    assert!(!reveal.contains("waited in the rain"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_and_presses_after_a_refusal_reach_nobody() {
    let story = Story::begin().await;
    let (ana, ben) = story.accepted().await;
    story.says(ben, HIS).await;
    let (message, take_back) = story.data_of(ben, "Take back");
    let sealed = story.data_of(ana, RIGHT);
    story.presses(ana, WRONG).await;
    let page = story.page(ana);
    let toast = story.sends_data(ben, message, &take_back).await;
    assert!(toast.contains("had its day"), "{toast}");
    story.says(ben, "Are you still there?").await;
    assert!(story.last(ben).text.contains("nothing is open for you yet"));
    // The question of the inviter is answered.
    let toast = story.sends_data(ana, sealed.0, &sealed.1).await;
    assert!(toast.contains("had its day"), "{toast}");
    assert_eq!(story.page(ana), page);
    assert!(story.sealed("select words from part").await.is_empty());
    assert!(story.sealed("select words from aside").await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_inviter_can_withdraw_and_everything_under_the_invite_is_gone() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let link = story.invites(ana).await;
    story.says(ana, HERS).await;
    story.opens(ben, &link).await;
    story.presses(ben, YES).await;
    story.says(ben, HIS).await;
    let words = story.sealed("select words from part").await;
    assert_eq!(words.len(), 2);
    let (confirm_on, confirm) = story.data_of(ana, RIGHT);
    story.says(ana, "/leave").await;
    assert!(
        story
            .last(ana)
            .text
            .starts_with("Your invite is still on its way.")
    );
    story.presses(ana, "Leave it as it is").await;
    assert_eq!(story.sealed("select words from part").await.len(), 2);
    let before = story.revision();
    story.says(ana, "/leave").await;
    story.presses(ana, "Take it back").await;
    assert!(story.sees(ana, "Taken back. What you had sealed under it is erased."));
    assert_eq!(story.texts(ben, before), [UNUSABLE]);
    assert!(story.sealed("select words from part").await.is_empty());
    story.erased_from_disk(&words).await;
    let toast = story.sends_data(ana, confirm_on, &confirm).await;
    assert!(toast.contains("had its day"), "{toast}");
    let cleo = story.person("Cleo");
    story.opens(cleo, &link).await;
    assert_eq!(story.last(cleo).text, UNUSABLE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_accepted_can_step_back_and_the_link_works_again() {
    let story = Story::begin().await;
    let (ana, ben) = story.accepted().await;
    let link = story.link(ana);
    story.says(ben, HIS).await;
    let his = story.sealed("select words from part").await;
    let before = story.revision();
    story.says(ben, "/leave").await;
    assert!(
        story
            .last(ben)
            .text
            .starts_with("You have said yes to an invite.")
    );
    story.presses(ben, "Take it back").await;
    assert!(story.sees(ben, "Taken back."));
    assert!(story.sees(ana, "Ben has stepped back. Your link works again."));
    assert_eq!(story.sounds(ana, before), 0);
    assert!(
        !story
            .screen(ana)
            .iter()
            .any(|seen| seen.button(RIGHT).is_some())
    );
    story.erased_from_disk(&his).await;
    let cleo = story.person("Cleo");
    story.opens(cleo, &link).await;
    story.presses(cleo, YES).await;
    assert!(story.sees(ana, "Cleo has said yes"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_that_does_not_work_reads_the_same() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let cleo = story.newcomer("Cleo").await;
    let mut read = BTreeSet::new();
    let bot = story
        .telegram
        .with(|world, _| world.bot_username().to_owned());
    let link_of = |payload: &str| format!("https://t.me/{bot}?start={payload}");

    let expired = story.invites(ana).await;
    story.opens(ana, &expired).await;
    read.insert(story.last(ana).text);
    story.days(8).await;
    let held = story.invites(ana).await;
    story.opens(ben, &held).await;
    story.presses(ben, YES).await;
    let unknown = link_of("AbCdEfGhIjKlMnOpQrStUv");
    let garbage = [link_of("x"), link_of("-"), link_of(&"z".repeat(64))];
    let own = story.invites(cleo).await;
    let dead = [&expired, &held, &unknown, &own]
        .into_iter()
        .chain(&garbage);
    for link in dead.clone() {
        story.opens(cleo, link).await;
        read.insert(story.last(cleo).text);
    }
    for typed in ["/start ключ", "/start two words", "/start <b>"] {
        story.says(cleo, typed).await;
        assert!(story.last(cleo).text.starts_with("Hello!"), "{typed}");
    }
    story.presses(ana, RIGHT).await;
    story.opens(cleo, &held).await;
    read.insert(story.last(cleo).text);
    assert_eq!(read, BTreeSet::from([UNUSABLE.to_owned()]));

    // Whoever is in a couple learns that, in their own chat alone.
    let page = story.page(cleo);
    let mut told = BTreeSet::new();
    for link in dead {
        story.opens(ben, link).await;
        told.insert(story.last(ben).text);
    }
    assert_eq!(
        told.into_iter().collect::<Vec<_>>(),
        [
            "You are together with somebody here already. To begin with somebody else, /leave comes first."
        ]
    );
    assert_eq!(story.page(cleo), page);
    let page = story.page(ben);
    story.says(ana, "/invite").await;
    assert!(story.last(ana).text.starts_with("You are together"));
    assert_eq!(story.page(ben), page);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invite_nobody_accepted_expires_after_seven_days_with_the_answer_under_it() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let link = story.invites(ana).await;
    story.says(ana, HERS).await;
    let words = story.sealed("select words from part").await;
    let card = story.seen(ana, "🙊 Sealed").message_id;
    let before = story.revision();
    story.hours(7 * 24 - 1).await;
    assert!(story.news(ana, before).is_empty());
    story.opens(ben, &link).await;
    assert!(story.last(ben).text.starts_with("Ana invites you"));
    story.hours(2).await;
    let [lapsed] = &story.texts(ana, before)[..] else {
        panic!("{}", story.page(ana));
    };
    assert!(lapsed.contains("your link has expired"), "{lapsed}");
    assert_eq!(story.sounds(ana, before), 0);
    assert_eq!(story.message(ana, card).text, "This question is over.");
    story.presses(ben, YES).await;
    assert_eq!(story.newest_toast(ben).await, UNUSABLE);
    assert!(story.sealed("select words from part").await.is_empty());
    story.erased_from_disk(&words).await;
    // A new one begins afresh.
    story.invites(ana).await;
    assert!(story.last(ana).text.contains("This is your first question"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acceptance_nobody_confirmed_expires_after_seven_days_for_both() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let link = story.invites(ana).await;
    story.says(ana, HERS).await;
    story.days(6).await;
    story.opens(ben, &link).await;
    story.presses(ben, YES).await;
    story.says(ben, HIS).await;
    let words = story.sealed("select words from part").await;
    let before = story.revision();
    story.hours(7 * 24 - 1).await;
    assert!(story.news(ben, before).is_empty());
    story.hours(2).await;
    assert_eq!(story.texts(ben, before), [UNUSABLE]);
    assert!(story.texts(ana, before)[0].contains("your link has expired"));
    assert!(story.sealed("select words from part").await.is_empty());
    story.erased_from_disk(&words).await;
    story.presses(ana, RIGHT).await;
    assert!(story.newest_toast(ana).await.contains("had its day"));
    assert!(!story.sees(ben, "together here now"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_accept_at_the_same_moment_one_is_asked_about() {
    let story = Story::begin().await;
    let (ana, ben, cleo) = (
        story.newcomer("Ana").await,
        story.person("Ben"),
        story.person("Cleo"),
    );
    let link = story.invites(ana).await;
    story
        .at_once(|world, now| {
            for who in [ben, cleo] {
                world.open_link(who, &link, now).expect("opens");
            }
        })
        .await;
    let before = story.revision();
    story
        .at_once(|world, now| {
            for who in [ben, cleo] {
                world.press(who, YES, now).expect("presses");
            }
        })
        .await;
    assert_eq!(story.sounds(ana, before), 1);
    assert!(story.sees(ana, "Ben has said yes"));
    assert!(story.sees(ben, "How nice."));
    assert_eq!(story.newest_toast(cleo).await, UNUSABLE);
    assert!(story.news(cleo, before).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_invite_each_other_become_one_couple() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.newcomer("Ben").await);
    let (hers, his) = (story.invites(ana).await, story.invites(ben).await);
    story.opens(ben, &hers).await;
    story.opens(ana, &his).await;
    story.presses(ben, YES).await;
    story.presses(ana, YES).await;
    let before = story.revision();
    story.presses(ana, RIGHT).await;
    for (reader, partner) in [(ana, "Ben"), (ben, "Ana")] {
        assert!(story.sees(reader, &format!("You and {partner} are together")));
        assert!(
            !story.page(reader).contains("stepped back"),
            "{}",
            story.page(reader)
        );
        assert!(
            !story.page(reader).contains("can't be used"),
            "{}",
            story.page(reader)
        );
        assert!(story.sounds(reader, before) <= 1);
        assert!(
            !story
                .screen(reader)
                .iter()
                .any(|seen| seen.button(RIGHT).is_some()),
            "no question is left:\n{}",
            story.page(reader)
        );
    }
    story.says(ana, HERS).await;
    story.says(ben, HIS).await;
    story.minutes(1).await;
    let reveals = |who| {
        let page = story.page(who);
        page.matches("Both answers are in").count()
    };
    assert_eq!((reveals(ana), reveals(ben)), (1, 1), "{}", story.page(ana));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_invite_each_other_may_confirm_at_the_same_moment() {
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.newcomer("Ben").await);
    let (hers, his) = (story.invites(ana).await, story.invites(ben).await);
    story.opens(ben, &hers).await;
    story.opens(ana, &his).await;
    story.presses(ben, YES).await;
    story.presses(ana, YES).await;
    story
        .at_once(|world, now| {
            world.press(ana, RIGHT, now).expect("presses");
            world.press(ben, RIGHT, now).expect("presses");
        })
        .await;
    for reader in [ana, ben] {
        let page = story.page(reader);
        assert_eq!(page.matches("are together here now").count(), 1, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_pairs_while_holding_anothers_link_frees_it() {
    let story = Story::begin().await;
    let (ana, ben, dan) = (
        story.newcomer("Ana").await,
        story.person("Ben"),
        story.newcomer("Dan").await,
    );
    let dans = story.invites(dan).await;
    let anas = story.invites(ana).await;
    story.opens(ben, &dans).await;
    story.presses(ben, YES).await;
    story.says(ben, "For Dan alone.").await;
    story.opens(ben, &anas).await;
    story.presses(ben, YES).await;
    story.presses(ana, RIGHT).await;
    assert!(story.sees(ben, "You and Ana are together"));
    assert!(story.sees(dan, "Ben has stepped back. Your link works again."));
    assert!(!story.page(dan).contains("Ana"));
    assert!(story.sealed("select words from part").await.is_empty());
    let cleo = story.person("Cleo");
    story.opens(cleo, &dans).await;
    story.presses(cleo, YES).await;
    story.presses(dan, RIGHT).await;
    assert!(story.sees(cleo, "You and Dan are together"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sealed_answer_of_someone_who_waits_may_be_anything_and_opens_whole() {
    use twofold::sandbox::Media;
    let story = Story::begin().await;
    let (ana, ben) = (story.newcomer("Ana").await, story.person("Ben"));
    let link = story.invites(ana).await;
    story
        .sends(ana, Outgoing::file(Media::Photo).caption("us, 2019"))
        .await;
    story.says(ana, "I love you <3 *_[x](y)_* & \\").await;
    story.opens(ben, &link).await;
    story.presses(ben, YES).await;
    story.presses(ana, RIGHT).await;
    story.says(ben, "Yes.").await;
    story.minutes(1).await;
    let page = story.page(ben);
    assert!(page.contains("I love you <3 *_[x](y)_* & \\"), "{page}");
    assert!(
        page.contains("us, 2019") && page.contains("<Photo, covered>"),
        "{page}"
    );
}
