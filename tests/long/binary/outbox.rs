//! `twofold outbox`: beside the running bot to look, in its place to queue again.

use super::{newcomer, reads};
use crate::common::process::{Process, Twofold, telegram};
use crate::common::{TestDb, contract};
use twofold::sandbox::{Fault, Sandbox, When};

/// The program as an operator calls it: with the database and nothing else.
fn operator(db: &TestDb) -> Twofold {
    Twofold::at(db.folder())
        .env("DATABASE_URL", &db.url)
        .named("operator")
}

/// What comes in the place of words that Telegram refused.
const IN_ITS_PLACE: &str = "could not be shown here";

/// Somebody whose welcome Telegram refuses, and the line in its place as well.
async fn refused(telegram: &Sandbox, process: &mut Process, db: &TestDb) -> i64 {
    telegram.with(|world, _| {
        let no = Fault::bad_request("Bad Request: the sandbox does not like it");
        world
            .faults
            .add(When::method_is("sendMessage").always(), no);
    });
    let who = newcomer(telegram);
    process.says("a call was given up", 1).await;
    telegram.with(|world, _| world.faults.clear());
    // It says so before it is durable.
    while !operator(db)
        .args(["outbox", "list"])
        .run()
        .await
        .out
        .contains("sendMessage")
    {
        assert!(process.is_running());
    }
    who
}

contract! {
    async fn a_letter_is_listed_shown_and_after_a_stop_queued_again(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server);
        let mut process = program.start();
        process.says("is awake", 1).await;
        let who = refused(&telegram, &mut process, db).await;

        let list = operator(db).args(["outbox", "list"]).run().await;
        assert_eq!(list.code, Some(0), "{}", list.err);
        let mut lines = list.out.lines();
        let sums = lines.next().unwrap();
        assert!(sums.ends_with("1 given up"), "{sums}");
        let letter = lines.next().unwrap();
        assert!(letter.contains("sendMessage"), "{letter}");
        let id = letter.split_whitespace().next().unwrap();

        let show = operator(db).args(["outbox", "show", id]).run().await;
        assert_eq!(show.code, Some(0), "{}", show.err);
        assert!(show.out.contains(&who.to_string()) && show.out.contains("can be queued again"));
        for out in [&list.out, &show.out] {
            assert!(!out.contains("Twofold is for"), "it shows what it says:\n{out}");
        }

        let early = operator(db).args(["outbox", "requeue", id]).run().await;
        assert_eq!(early.code, Some(1));
        assert!(early.err.contains("twofold is running on this database"), "{}", early.err);
        assert_eq!(early.err.lines().count(), 1);
        assert!(process.is_running());

        process.signal("TERM").await;
        assert!(process.ends_within(super::PATIENCE).await.success());
        let again = operator(db).args(["outbox", "requeue", id]).run().await;
        assert_eq!(again.code, Some(0), "{}", again.err);
        let twice = operator(db).args(["outbox", "requeue", id]).run().await;
        assert_eq!(twice.code, Some(1));
        assert!(twice.err.contains("there is no dead letter"));

        let _process = program.start();
        reads(&telegram, who, IN_ITS_PLACE).await;
    }

    async fn the_bot_of_a_process_that_was_killed_can_be_looked_at(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let mut process = Twofold::on(db, &server).start();
        process.says("is awake", 1).await;
        refused(&telegram, &mut process, db).await;
        process.kill().await;
        let list = operator(db).args(["outbox", "list"]).run().await;
        assert_eq!(list.code, Some(0), "{}", list.err);
        assert!(list.out.lines().next().unwrap().ends_with("1 given up"));
    }

    async fn a_database_nobody_set_up_is_told_apart(db) {
        let list = operator(db).args(["outbox", "list"]).run().await;
        assert_eq!(list.code, Some(1));
        assert_eq!(list.err.lines().count(), 1, "{}", list.err);
        assert!(!db.key_file().exists());
    }
}

#[tokio::test]
async fn where_there_is_no_database_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let list = Twofold::at(folder.path())
        .args(["outbox", "list"])
        .run()
        .await;
    assert_eq!(list.code, Some(1));
    assert_eq!(list.err.lines().count(), 1, "{}", list.err);
    assert!(!folder.path().join("twofold.db").exists());
}
