use crate::world::Story;

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
        let reveal = story.seen(reader, "Both answers are in");
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
    println!("{}\n-----\n{}", story.page(ana), story.page(ben));
}
