//! What is missing or wrong is said in one line, before anything is made.

use super::{newcomer, plain_lines, reads};
use crate::common::contract;
use crate::common::process::{Ended, Twofold, telegram};
use twofold::sandbox::Config;

fn one_line(ended: &Ended) -> &str {
    let lines = plain_lines(&ended.err);
    assert_eq!(lines.len(), 1, "{}", ended.err);
    lines[0]
}

#[tokio::test]
async fn without_a_token_one_line_says_where_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    for program in [
        Twofold::at(folder.path()),
        Twofold::at(folder.path()).env("TELOXIDE_TOKEN", ""),
    ] {
        let ended = program.run().await;
        assert_eq!(ended.code, Some(2));
        assert!(one_line(&ended).contains("@BotFather"));
    }
    let made: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name != "log.out" && name != "log.err")
        .collect();
    assert!(made.is_empty(), "{made:?}");
}

#[tokio::test]
async fn what_cannot_be_a_token_is_refused_and_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let program = Twofold::at(folder.path()).env("TELOXIDE_TOKEN", "hello:my secret");
    let ended = program.run().await;
    assert_eq!(ended.code, Some(2));
    assert!(one_line(&ended).contains("does not look like a bot token"));
    assert!(!ended.err.contains("secret"));
}

#[tokio::test]
async fn a_bad_folder_of_prompts_stops_the_start_with_the_whole_list() {
    let folder = tempfile::tempdir().unwrap();
    let english = folder.path().join("prompts/en");
    std::fs::create_dir_all(&english).unwrap();
    let kinds = "[[kind]]\nid = \"memory\"\nemoji = \"📷\"\nshape = \"text\"\ndepth = 1\n";
    let memory = "[[prompt]]\nid = \"memory-1\"\ncolour = 3\n";
    std::fs::write(folder.path().join("prompts/kinds.toml"), kinds).unwrap();
    std::fs::write(english.join("memory.toml"), memory).unwrap();
    let program = Twofold::at(folder.path())
        .env("TELOXIDE_TOKEN", "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        .env("TWOFOLD_PROMPTS_DIR", english.parent().unwrap());
    let ended = program.run().await;
    assert_eq!(ended.code, Some(2));
    assert!(plain_lines(&ended.err).len() > 1, "{}", ended.err);
    assert!(ended.err.contains("memory.toml:"), "{}", ended.err);
    assert!(!folder.path().join("twofold.db").exists());
}

contract! {
    on sqlite: async fn a_token_telegram_does_not_know_ends_the_start(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server).env("TELOXIDE_TOKEN", "4242:AAwrong");
        let ended = program.run().await;
        assert_eq!(ended.code, Some(2));
        assert!(one_line(&ended).contains("@BotFather"), "{}", ended.err);
        assert!(!ended.err.contains("AAwrong"));
    }

    on sqlite: async fn a_token_that_is_withdrawn_while_the_bot_runs_ends_it_in_one_line(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let mut process = Twofold::on(db, &server).start();
        process.says("is awake", 1).await;
        telegram.with(|world, _| {
            let gone = twofold::sandbox::Fault::Refuse {
                status: 401,
                description: "Unauthorized".into(),
            };
            world.faults.add(twofold::sandbox::When::any().always(), gone);
        });
        // A poll that is held already is answered as soon as there is something.
        newcomer(&telegram);
        let status = process.ends_within(super::PATIENCE).await;
        assert_eq!(status.code(), Some(1));
        let log = Twofold::on(db, &server).log();
        let lines = plain_lines(&log);
        assert_eq!(lines.len(), 1, "{log}");
        assert!(lines[0].contains("@BotFather"));
    }

    on sqlite: async fn a_file_named_env_is_read(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let settings = format!(
            "TELOXIDE_TOKEN={}\nTELOXIDE_API_URL={}\nDATABASE_URL=sqlite://kept.db\n",
            Config::default().token,
            server.url()
        );
        std::fs::write(db.folder().join(".env"), settings).unwrap();
        let who = newcomer(&telegram);
        let _process = Twofold::at(db.folder()).start();
        reads(&telegram, who, super::WELCOME).await;
        for made in ["kept.db", "twofold.key"] {
            assert!(db.folder().join(made).is_file(), "{made}");
        }
    }

    async fn a_missing_key_file_beside_what_people_wrote_stops_the_start(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server);
        let who = newcomer(&telegram);
        let process = program.start();
        reads(&telegram, who, super::WELCOME).await;
        process.kill().await;
        std::fs::remove_file(db.key_file()).unwrap();

        let ended = program.named("second").run().await;
        assert_eq!(ended.code, Some(1));
        let line = one_line(&ended);
        assert!(line.contains("key file") && line.contains("is missing"), "{line}");
        assert!(!db.key_file().exists(), "a second key must never be made");
    }

    async fn another_bots_token_is_refused_on_the_same_database(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server);
        let mut process = program.start();
        process.says("is awake", 1).await;
        process.kill().await;
        let ended = program.named("second").env("TELOXIDE_TOKEN", "4242:AAother").run().await;
        assert_eq!(ended.code, Some(1));
        let line = one_line(&ended);
        assert!(line.contains("belongs to another bot"), "{line}");
        assert!(!ended.err.contains("AAother"));
    }
}

#[tokio::test]
async fn the_check_of_the_library_ends_with_0_or_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let good = Twofold::at(folder.path()).args(["check"]).run().await;
    assert_eq!(good.code, Some(0), "{}", good.out);
    let broken = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/library/broken");
    let bad = Twofold::at(folder.path())
        .args(["check", broken])
        .run()
        .await;
    assert_eq!(bad.code, Some(1));
    assert!(bad.out.contains("gratitude.toml:"), "{}", bad.out);
}

#[tokio::test]
async fn a_command_that_does_not_exist_ends_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let ended = Twofold::at(folder.path()).args(["fly"]).run().await;
    assert_eq!(ended.code, Some(2));
}
