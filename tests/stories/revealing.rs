//! The one moment both answers open: what stands there, letter for letter, and what a lock screen shows of it.

use jiff::SignedDuration;
use serde_json::json;
use twofold::core::Rules;
use twofold::library::Source;
use twofold::sandbox::{Media, Outgoing, Seen};

use crate::world::Story;

fn secs(secs: i64) -> SignedDuration {
    SignedDuration::from_secs(secs)
}

/// Everything people type that has broken a bot before.
const TYPED: [&str; 10] = [
    "I love you <3 *_[x](y)_* & \\",
    "<b>not bold</b> &amp; `not code` ~~no~~ ||no||",
    "{partner} { $name } %s ${HOME} {{0}}",
    "👩‍👩‍👧‍👦 🇵🇹 ❤️‍🔥 👍🏽",
    "אני אוהב אותך, Ben, 100%",
    "أحبك <3 (جدا)",
    "one\n\n\ntwo   three spaces",
    "https://example.com/?a=1&b=2 and @someone and #us",
    "zwj\u{200d}zwnj\u{200c}end",
    "'; drop table round; -- \u{1F44D}",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_read_both_answers_and_a_lock_screen_neither() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let since = story.revision();
    story.says(ana, "Tired, but glad.").await;
    story.later(secs(120)).await;
    story.says(ben, "Restless. The deadline.").await;
    story.later(secs(20)).await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > Tired, but glad. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ana (you)
          Tired, but glad.

          Ben
          Restless. The deadline.

          No fixing, no advice. Say back what you heard, or just stay close to it.
          [I hear you] [I’m here]
          [♡ Favourite]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
      > Restless. The deadline. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ben (you)
          Restless. The deadline.

          Ana
          Tired, but glad.

          No fixing, no advice. Say back what you heard, or just stay close to it.
          [I hear you] [I’m here]
          [♡ Favourite]
    ");
    insta::assert_snapshot!(story.reveal(ben).on_lock_screen(), @r"
        💌 Both answers are in. Tap to read.

        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒

        Ben (you)
        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒

        Ana
        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒

        ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
        ");
    insta::assert_snapshot!(story.shows(&story.card(ben)), @r"
        bot ♪ 🌤 One feeling, the one that’s here.
              “Fine, actually” is a whole answer.

              Opened, for both of you.
        ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_text_arrives_exactly_as_typed() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    for typed in TYPED {
        story.says(ana, typed).await;
    }
    for typed in TYPED {
        story.says(ben, typed).await;
    }
    story.later(secs(20)).await;
    for reader in [ana, ben] {
        let text = story.reveal(reader).text;
        for typed in TYPED {
            assert_eq!(text.matches(typed).count(), 2, "{typed:?} in:\n{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_screen_shows_nothing_of_it_whatever_was_typed() {
    // The prompt may be seen there, so it must not hold any of these words by chance.
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.pair().await;
    for typed in TYPED {
        story.says(ana, typed).await;
    }
    story.says(ben, "Secretword.").await;
    story.later(secs(20)).await;
    for seen in story.screen(ben) {
        let shown = seen.on_lock_screen();
        if !seen.is_from_bot() {
            continue;
        }
        for secret in [
            "love",
            "bold",
            "drop table",
            "example.com",
            "אוהב",
            "Secretword",
        ] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
}

/// The messages of the newest reveal.
fn opened(story: &Story, who: i64, since: u64) -> Vec<Seen> {
    story.news(who, since)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_answers_of_4096_characters_arrive_whole_and_covered() {
    for letter in ["m", "😀", "ж"] {
        let story = Story::begin().await;
        let (ana, ben) = story.pair().await;
        let units = letter.encode_utf16().count();
        let hers = letter.repeat(4096 / units);
        let his: String = "wurd ".repeat(900).chars().take(4095).collect::<String>() + ".";
        let since = story.revision();
        story.says(ana, &hers).await;
        story.says(ben, &his).await;
        story.later(secs(20)).await;
        for reader in [ana, ben] {
            let messages = opened(&story, reader, since);
            let all: String = messages.iter().map(|m| m.text.as_str()).collect();
            assert!(all.matches(letter).count() >= 4096 / units, "all of hers");
            assert_eq!(all.matches("wurd").count(), his.matches("wurd").count());
            for message in &messages {
                let shown = message.on_lock_screen();
                assert!(!shown.contains("wurd"), "{shown}");
                assert!(!shown.contains(&letter.repeat(3)), "{shown}");
            }
            let sounds = messages.iter().filter(|m| !m.silent).count();
            assert_eq!(sounds, 1, "however many messages, one sound");
            let has_its_buttons = |m: &&Seen| m.labels().contains(&"That touched me");
            assert_eq!(
                messages.iter().filter(has_its_buttons).count(),
                1,
                "the buttons come once"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_bold_stays_bold_and_what_nobody_knows_loses_nothing() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let marked = vec![
        json!({"type": "bold", "offset": 0, "length": 4}),
        json!({"type": "text_link", "offset": 5, "length": 4, "url": "https://example.com/"}),
        json!({"type": "code", "offset": 10, "length": 4}),
        json!({"type": "custom_emoji", "offset": 15, "length": 2, "custom_emoji_id": "5368324170671202286"}),
        json!({"type": "hologram", "offset": 18, "length": 4, "depth": 3}),
    ];
    story
        .sends(
            ana,
            Outgoing::text("bold link code 😀 more").entities(marked),
        )
        .await;
    story.says(ben, "Plain.").await;
    story.later(secs(20)).await;
    for reader in [ana, ben] {
        let reveal = story.reveal(reader);
        assert!(reveal.text.contains("bold link code 😀 more"));
        assert!(reveal.marked("bold").contains(&"bold".to_owned()));
        assert_eq!(reveal.marked("text_link"), ["link"]);
        assert!(
            reveal.marked("code").is_empty(),
            "no spoiler lies over code"
        );
        for word in ["bold", "link", "code", "😀", "more"] {
            assert!(!reveal.on_lock_screen().contains(word), "{word} is covered");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_arrive_by_their_id_and_pictures_under_a_cover() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let mut sent = Vec::new();
    for media in Media::ALL {
        let mut file = Outgoing::file(media);
        if !matches!(media, Media::Sticker | Media::VideoNote) {
            file = file.caption(format!("my {}", media.field()));
        }
        let id = story.sends(ana, file).await;
        sent.push(story.message(ana, id).media.expect("a file"));
    }
    let since = story.revision();
    story.says(ben, "Words.").await;
    story.later(secs(20)).await;
    let news = story.news(ben, since);
    let got: Vec<_> = news.iter().filter_map(|m| m.media.clone()).collect();
    assert_eq!(got, sent, "the same files, in their order");
    for message in &news {
        let Some((media, _)) = message.media else {
            continue;
        };
        let covered = matches!(media, Media::Photo | Media::Video | Media::Animation);
        assert_eq!(message.has_spoiler, covered, "{media:?}");
        assert!(!message.on_lock_screen().contains("my "), "{media:?}");
        assert!(message.silent, "{media:?}: the reveal itself has rung");
    }
    assert!(
        story
            .calls_to(ben)
            .iter()
            .all(|call| call.method != "copyMessage"),
        "whatever has a file id goes by it"
    );
    insta::assert_snapshot!(story.page_since(ben, since), @"
      > Words. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ben (you)
          Words.

          Ana
          (a photo)

          (a video)

          (a GIF)

          (a voice message)

          (a video message)

          (some music)

          (a file)

          (a sticker)

          ✨ You both sealed your answers within the same minute.

          No fixing, no advice. Say back what you heard, or just stay close to it.

          ↓ The rest follows right below.
          [I hear you] [I’m here]
          [♡ Favourite]
    bot my photo <Photo, covered>
    bot my video <Video, covered>
    bot my animation <Animation, covered>
    bot my voice <Voice>
    bot  <VideoNote>
    bot my audio <Audio>
    bot my document <Document>
    bot  <Sticker>
    ");
    insta::assert_snapshot!(story.reveal(ana).text, @r"
        💌 Both answers are in. Tap to read.

        🌤 One feeling, the one that’s here.
        “Fine, actually” is a whole answer.

        Ana (you)
        (your photo)
        my photo

        (your video)
        my video

        (your GIF)
        my animation

        (your voice message)
        my voice

        (your video message)

        (your music)
        my audio

        (your file)
        my document

        (your sticker)

        Ben
        Words.

        ✨ You both sealed your answers within the same minute.

        No fixing, no advice. Say back what you heard, or just stay close to it.
        ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_what_has_no_file_id_is_copied() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    story.sends(ana, Outgoing::location(38.72, -9.14)).await;
    story
        .sends(ana, Outgoing::contact("Eva", "+351210000000"))
        .await;
    story
        .sends(ana, Outgoing::poll("Soup or bread?", &["Soup", "Bread"]))
        .await;
    story.sends(ana, Outgoing::dice(4)).await;
    let since = story.revision();
    story.says(ben, "Words.").await;
    story.later(secs(20)).await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
      > Words. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ben (you)
          Words.

          Ana
          (4 messages)

          ✨ You both sealed your answers within the same minute.

          No fixing, no advice. Say back what you heard, or just stay close to it.

          ↓ The rest follows right below.
          [I hear you] [I’m here]
          [♡ Favourite]
    bot  <location>
    bot  <contact>
    bot  <poll>
    bot  <dice>
    ");
    insta::assert_snapshot!(story.reveal(ana).text, @r"
        💌 Both answers are in. Tap to read.

        🌤 One feeling, the one that’s here.
        “Fine, actually” is a whole answer.

        Ana (you)
        (your 4 messages)

        Ben
        Words.

        ✨ You both sealed your answers within the same minute.

        No fixing, no advice. Say back what you heard, or just stay close to it.
        ");
    let came: Vec<&str> = story
        .news(ben, since)
        .iter()
        .filter_map(|m| Some(m.other.as_ref()?.0))
        .collect();
    assert_eq!(came, ["location", "contact", "poll", "dice"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caption_of_full_length_arrives_whole() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let caption = "captions ".repeat(113) + "the end";
    assert_eq!(caption.len(), 1024);
    story
        .sends(ana, Outgoing::file(Media::Photo).caption(caption.clone()))
        .await;
    story
        .sends(ana, Outgoing::file(Media::Voice).caption(caption.clone()))
        .await;
    story.says(ben, "Words.").await;
    story.later(secs(20)).await;
    let whole = story
        .screen(ben)
        .iter()
        .filter(|m| m.is_from_bot() && m.text.contains(&caption))
        .count();
    assert_eq!(whole, 2, "{}", story.page(ben));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_message_ever_shows_a_preview_of_a_link() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story
        .both_answer(ana, ben, "https://example.com", "http://example.org/x")
        .await;
    let reveal = story.reveal(ben).message_id;
    story.replies(ben, reveal, "https://example.net").await;
    for call in story.calls_to(ana).iter().chain(&story.calls_to(ben)) {
        if matches!(call.method.as_str(), "sendMessage" | "editMessageText") {
            assert_eq!(
                call.params["link_preview_options"]["is_disabled"], true,
                "{}",
                call.method
            );
        }
        assert!(call.params.get("parse_mode").is_none());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sealed_within_a_minute_of_each_other_gets_a_glad_line() {
    for (apart, glad) in [(40, true), (80, false)] {
        let story = Story::begin().await;
        let (ana, ben) = story.pair().await;
        story.says(ana, "One").await;
        story.later(secs(apart)).await;
        story.says(ben, "Two").await;
        story.later(secs(20)).await;
        for reader in [ana, ben] {
            let text = story.reveal(reader).text;
            assert_eq!(text.contains("within the same minute"), glad, "{apart} s");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reveal_at_night_makes_no_sound() {
    let story = Story::begin().await;
    let (ana, ben) = story.evening().await;
    story.says(ana, "Early.").await;
    story.until("2026-03-03T23:15:00Z").await;
    story.says(ben, "Late.").await;
    story.later(secs(20)).await;
    for reader in [ana, ben] {
        assert!(story.reveal(reader).text.contains("Late."));
        assert!(story.reveal(reader).silent);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_album_deleted_as_a_whole_is_taken_back() {
    let story = Story::begin().await;
    let (ana, ben) = story.pair().await;
    let album = story
        .sends_album(
            ana,
            vec![Outgoing::file(Media::Photo), Outgoing::file(Media::Photo)],
        )
        .await;
    story.says(ben, "Mine.").await;
    for picture in album {
        story.deletes(ana, picture);
    }
    story.later(secs(60)).await;
    assert_eq!((story.reveals(ana), story.reveals(ben)), (0, 0));
    story.says(ana, "Words, then.").await;
    story.later(secs(20)).await;
    assert!(story.reveal(ben).text.contains("Words, then."));
    assert!(story.screen(ben).iter().all(|m| m.media.is_none()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_voice_that_a_privacy_setting_refuses_is_named_and_can_be_tried_again() {
    let story = Story::of_known_prompts().await;
    let (ana, ben) = story.evening().await;
    let refuses = |refuses: bool| {
        story
            .telegram
            .with(|world, _| world.set_person(ben, |ben| ben.refuses_voice = refuses))
            .expect("a setting");
    };
    refuses(true);
    story.says(ana, "And out loud:").await;
    story.sends(ana, Outgoing::file(Media::Voice)).await;
    let since = story.revision();
    story.says(ben, "Words.").await;
    story.later(secs(20)).await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
      > Words. 🙊
    bot ♪ 💌 Both answers are in. Tap to read.

          🌤 One feeling, the one that’s here.
          “Fine, actually” is a whole answer.

          Ben (you)
          Words.

          Ana
          And out loud:

          (a voice message)

          ✨ You both sealed your answers within the same minute.

          No fixing, no advice. Say back what you heard, or just stay close to it.

          ↓ The rest follows right below.
          [I hear you] [I’m here]
          [♡ Favourite]
    bot Here would be a voice or video message, but your Telegram does not let me send you any.
          You can allow it under Settings, Privacy and Security, Voice Messages. Then tap below.
          [Try again]
    ");
    assert!(story.reveal(ana).text.contains("Words."));
    refuses(false);
    let since = story.revision();
    story.presses(ben, "Try again").await;
    let voice = |m: &Seen| {
        m.media
            .as_ref()
            .is_some_and(|(media, _)| *media == Media::Voice)
    };
    assert!(
        story.news(ben, since).iter().any(voice),
        "{}",
        story.page_since(ben, since)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_delay_both_answers_open_at_once() {
    let at_once = Rules {
        reveal_delay: SignedDuration::ZERO,
    };
    let story = Story::with(at_once, Source::embedded).await;
    let (ana, ben) = story.pair().await;
    story.says(ana, "One.").await;
    story.says(ben, "Two.").await;
    assert!(story.reveal(ana).text.contains("Two."));
    assert!(story.reveal(ben).text.contains("One."));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_of_one_name_can_tell_whose_words_are_whose() {
    let story = Story::begin().await;
    let (one, other) = (story.person("Sam"), story.person("Sam"));
    story.starts(one).await;
    story.presses(one, "Invite my partner").await;
    story.opens(other, &story.link(one)).await;
    story.presses(other, "Yes, let's try it").await;
    story.presses(one, "Yes, that's right").await;
    story.both_answer(one, other, "Mine.", "Yours.").await;
    let text = story.reveal(one).text;
    assert!(
        text.contains("Sam (you)\nMine.") && text.contains("Sam\nYours."),
        "{text}"
    );
}
