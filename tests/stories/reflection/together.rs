//! The whole way of a reflection, in both chats.

use super::{asks, at_home, own, says_yes};
use crate::world::Story;

/// A page without the first step's question, which the library may word anew.
fn without_question(story: &Story, who: i64, since: u64) -> String {
    let guide = story.app.library().reflection();
    let step = guide.steps().first().expect("a step");
    let ask = guide.ask(&step.id, twofold::library::Flavour::Argument, "en");
    let page = story.page_since(who, since);
    assert!(page.contains(ask), "{page}");
    page.replace(ask, "(the question)")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_look_at_an_argument_from_the_first_word_to_the_day_after() {
    let (story, ana, ben) = at_home().await;
    let (hers, his) = (own(&story, ana).len(), own(&story, ben).len());
    let since = story.revision();
    story.says(ana, "/reflect").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /reflect
    bot What would you like to look at?

          For two: each of you writes alone and sealed, then it opens step by step. It happens only if you both want it, and either can stop at any point. Nobody judges it. It can’t be forwarded, and after seven days it is erased unless you both keep it.
          [After an argument]
          [Something we step around]
          [Only for me]
          [Never mind]
    ");
    story.presses(ana, "After an argument").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /reflect
    bot One short question before it starts.

          Can you say what you really think here, even what won’t be welcome, without being afraid of what comes after? Being nervous is normal. This is about being made to pay for it later. Nobody is told what you tap.
          [Yes, I can]
          [No, or I’m not sure]
    ");
    assert!(
        story.page_since(ben, since).is_empty(),
        "nothing is sent yet"
    );
    story.presses(ana, "Yes, I can").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /reflect
    bot Thank you. That was the question.
    bot When would you like to begin? First comes a pause for both of you. A body needs twenty minutes at least to settle, and a night is fine, too.
          [In 30 minutes · 12:30]
          [In 1 hour · 13:00]
          [In 3 hours · 15:00]
          [Tomorrow morning · 09:00]
          [Write for myself now]
          [Never mind]
    ");
    story.presses(ana, "In 1 hour · 13:00").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
      > /reflect
    bot Thank you. That was the question.
    bot On its way. You’ll hear at 13:00, or sooner.
          [Take the invitation back]
          [Write for myself now]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ Ana would like to look at something with you, in peace, at 13:00.

          Until then there is nothing to do. Then you each write for yourselves, and after that you open it together, step by step. It isn’t about who was right, and either of you can stop at any point.

          If it doesn’t suit you, that’s fine. “Not now” and no answer read exactly the same.
          [Yes, let’s]
          [Not now]
    ");

    says_yes(&story, ben).await;
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ Passed on. You begin at 13:00.
          Until then, try not to go over it again. A walk, a shower, the dishes: anything that isn’t this.

          Until the day after, nothing else opens between you. Other answers stay sealed, you can still take yours back, and only check-ins come.
          [Stop]
    bot Thank you. That was the question.
    ");
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot ♪ Ben says yes. You begin at 13:00.
          Until then, try not to go over it again. A walk, a shower, the dishes: anything that isn’t this.

          Until the day after, nothing else opens between you. Other answers stay sealed, you can still take yours back, and only check-ins come.
          [Stop]
    ");

    let since = story.revision();
    story.until("2026-03-03T13:00:10Z").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ It’s time, if you’re ready.

          First each of you writes alone: 4 small steps, in your own time. Nothing opens until you have both sealed. You can skip a step, go back, take a break, or stop.
          [Begin]
          [Stop]
    ");
    story.presses(ana, "Begin").await;
    insta::assert_snapshot!(without_question(&story, ana, since), @"
    bot ♪ 1 of 4 · What I felt

          (the question)
          [😊 glad] [🌿 calm]
          [💞 close] [🌧 sad]
          [🌀 anxious] [🔥 angry]
          [🫣 ashamed] [🌙 tired]
          [Skip]
          [How?]
          [Take a break] [Stop]
    ");
    story.presses(ana, "🔥 angry").await;
    insta::assert_snapshot!(without_question(&story, ana, since), @"
    bot ♪ 1 of 4 · What I felt

          (the question)
          [annoyed] [frustrated]
          [impatient] [resentful]
          [treated unfairly] [furious]
          [Back]
    ");
    story.presses(ana, "annoyed").await;
    story.presses(ana, "Back").await;
    story.presses(ana, "Next").await;
    story
        .says(ana, "We were both tired, and dinner was late.")
        .await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ 2 of 4 · The way a friend of us both tells it

          Picture a friend who likes you both, saw it all, and takes no side. How does this friend tell what happened? And what good might still come of it? A few minutes’ writing is plenty.

          ✓ 1 message here. More can follow.
          [Back] [Next]
          [How?] [Start this step over]
          [Take a break] [Stop]
      > We were both tired, and dinner was late. ✍
    ");
    story.presses(ana, "How?").await;
    story.presses(ana, "Close").await;
    story.presses(ana, "Next").await;
    story.says(ana, "That I go quiet when I am hungry.").await;
    story.presses(ana, "Next").await;
    story.says(ana, "I will say so, and come back.").await;
    story.presses(ana, "Next").await;
    insta::assert_snapshot!(story.shows(&story.last(ana)), @"
    bot So far you have:

          ✓ What I felt
          ✓ The way a friend of us both tells it
          ✓ What I learned
          ✓ One thing I will do

          Something missing? Go back any time. If not, seal it. Your messages then disappear from this chat, and I keep them sealed.

          If you like, you can add one of these. Nothing is missing without them.
          [What I felt] [The way a friend of us both tells it]
          [What I learned] [One thing I will do]
          [+ An old sore spot]
          [+ My part in it]
          [+ One thing I ask]
          [Seal it]
          [Take a break] [Stop]
    ");
    story.presses(ana, "+ One thing I ask").await;
    story.says(ana, "Would you phone when it gets late?").await;
    story.presses(ana, "Next").await;
    story.presses(ana, "Seal it").await;
    assert_eq!(own(&story, ana).len(), hers, "her messages left the chat");
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ The way a friend of us both tells it
    bot What I learned
    bot One thing I will do
    bot One thing I ask
    bot 🙊 Sealed. It opens, step by step, once you have both sealed. There’s no hurry.
          [Show me] [Take back]
          [Stop]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot ♪ It’s time, if you’re ready.

          First each of you writes alone: 4 small steps, in your own time. Nothing opens until you have both sealed. You can skip a step, go back, take a break, or stop.
          [Begin]
          [Stop]
    ");

    story.presses(ben, "Begin").await;
    story.presses(ben, "🌧 sad").await;
    story.presses(ben, "lonely").await;
    story.presses(ben, "Back").await;
    story.presses(ben, "Next").await;
    story.says(ben, "Two hungry people met in a kitchen.").await;
    story.presses(ben, "Next").await;
    story.presses(ben, "Skip").await;
    story.says(ben, "I will put the bread out first.").await;
    story.presses(ben, "Next").await;
    let since = story.revision();
    story.presses(ben, "Seal it").await;
    assert_eq!(own(&story, ben).len(), his);
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ You have both sealed.

          Take it in ten quiet minutes, side by side or apart. One step opens at a time, for both of you. Either of you can tap.
          [Open the first step]
          [Stop]
    ");

    story.presses(ana, "Open the first step").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot ♪ You have both sealed.

          Take it in ten quiet minutes, side by side or apart. One step opens at a time, for both of you. Either of you can tap.
    bot 1 of 3 · What I felt. Open for you both. Tap to read.

          Ben
          lonely

          Ana (you)
          annoyed
    bot These are Ben’s feelings, not a charge against you. Say back the words you read, just those, and ask: “Is that it?”

          How to read it: twice. Then say back what you heard, until Ben says “yes, that’s it”. Nothing to mend. Then swap.
          [Open the next step]
          [Ten minutes each]
          [Stop]
    ");
    story.presses(ben, "Open the next step").await;
    let since = story.revision();
    story.presses(ben, "Open the next step").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot “What I learned” would open only from your side. It stays closed unless you give it. Both are fine.
          [Give it] [Keep it closed]
    bot “One thing I ask” would open only from your side. It stays closed unless you give it. Both are fine.
          [Give it] [Keep it closed]
    bot ♪ 3 of 3 · One thing I will do. Open for you both. Tap to read.

          Ben
          I will put the bread out first.

          Ana (you)
          I will say so, and come back.
    bot Take it as a gift, not a contract. Don’t ask for more, and don’t keep count. If you see it happen, say so.

          How to read it: twice. Then say back what you heard, until Ben says “yes, that’s it”. Nothing to mend. Then swap.
          [Go on]
          [Ten minutes each]
          [Stop]
    ");
    let since = story.revision();
    story.presses(ana, "Go on").await;
    insta::assert_snapshot!(story.page_since(ana, since), @"
    bot That was the last step. It’s enough for today.

          A hug, if you’d both like one. Or just a glass of water and something nice and ordinary. Tomorrow I’ll ask each of you how it is.
          [Stop]
    bot What you opened is erased on March 10. It stays only if you would both like to keep it. What one of you taps is shown to nobody.
          [Keep it] [Let it go]
    ");
    insta::assert_snapshot!(story.page_since(ben, since), @"
    bot That was the last step. It’s enough for today.

          A hug, if you’d both like one. Or just a glass of water and something nice and ordinary. Tomorrow I’ll ask each of you how it is.
          [Stop]
    bot What you opened is erased on March 10. It stays only if you would both like to keep it. What one of you taps is shown to nobody.
          [Keep it] [Let it go]
    ");

    let since = story.revision();
    story.hours(24).await;
    insta::assert_snapshot!(story.shows(&story.seen(ana, "How is it now")), @"
    bot ♪ How is it now, the thing you two looked at? Only you know what you tap.
          [Lighter]
          [A little easier]
          [About the same]
          [Still sore]
          [Heavier]
    ");
    story.presses(ana, "Lighter").await;
    story.presses(ben, "A little easier").await;
    let last = story.seen(ana, "It has eased");
    assert_eq!(
        story.shows(&last),
        story.shows(&story.seen(ben, "It has eased"))
    );
    assert!(
        story
            .news(ben, since)
            .iter()
            .all(|seen| !seen.text.contains("Lighter"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_with_words_in_it_can_be_passed_on() {
    let (story, ana, ben) = super::sealed().await;
    story.presses(ana, "Show me").await;
    story.presses(ben, "Open the first step").await;
    for who in [ana, ben] {
        let calls = story.calls_to(who);
        let words = ["We were both tired.", "Two hungry people.", "I will phone."];
        let with_words = calls.iter().filter(|call| {
            let params = call.params.to_string();
            call.method.eq_ignore_ascii_case("sendMessage")
                && words.iter().any(|words| params.contains(words))
        });
        let mut any = false;
        for call in with_words {
            any = true;
            assert_eq!(call.params["protect_content"], true);
        }
        assert!(any);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn something_we_step_around_has_words_of_its_own() {
    let (story, ana, ben) = at_home().await;
    story.says(ana, "/reflect").await;
    story.presses(ana, "Something we step around").await;
    story.presses(ana, "Yes, I can").await;
    story.presses(ana, "In 1 hour · 13:00").await;
    says_yes(&story, ben).await;
    story.until("2026-03-03T13:00:10Z").await;
    story.presses(ana, "Begin").await;
    let card = story.last(ana).text;
    assert!(card.contains("step around"), "{card}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_goes_on_where_it_was_after_a_restart() {
    let (mut story, ana, ben) = super::time_to_write().await;
    story.presses(ana, "Begin").await;
    story.presses(ana, "🔥 angry").await;
    story.presses(ana, "annoyed").await;
    story.presses(ana, "Back").await;
    story.presses(ana, "Next").await;
    story.says(ana, "Before the restart.").await;
    story.start_again().await;
    story.says(ana, "After the restart.").await;
    assert!(story.last(ana).text.contains("2 messages here"));
    story.presses(ana, "Back").await;
    assert!(story.last(ana).text.contains("annoyed"));
    assert!(!story.sees(ben, "restart"));
    asks_again_shows_the_page(&story, ana).await;
}

async fn asks_again_shows_the_page(story: &Story, who: i64) {
    story.says(who, "/reflect").await;
    assert!(story.last(who).text.starts_with("1 of 4"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_german_it_is_german() {
    let (story, ana, ben) = at_home().await;
    let cleo = story.telegram.with(|world, _| world.person("Cleo", "de"));
    story.starts(cleo).await;
    story.says(cleo, "/reflect").await;
    assert!(story.last(cleo).labels().contains(&"Nur für mich"));
    story.presses(cleo, "Nur für mich").await;
    assert!(story.last(cleo).text.contains("Nur für dich"));
    asks(&story, ana).await;
    assert!(story.sees(ben, "would like to look at something"));
}
