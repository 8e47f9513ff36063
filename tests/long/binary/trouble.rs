//! Bad input and bad days: what a server or a disk may do, and the bot goes on.

use std::path::Path;
use std::process::Command;

use sqlx::Connection as _;

use super::{WELCOME, count, newcomer, reads};
use crate::common::contract;
use crate::common::process::{PATIENCE, Twofold, telegram};
use twofold::sandbox::{Fault, Outgoing, When};

const NOTHING_ACKNOWLEDGED: &str = "nothing is acknowledged until the database works again";

contract! {
    on sqlite: async fn broken_json_is_logged_by_kind_and_size_and_polling_goes_on(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server).env("RUST_LOG", "trace");
        telegram.with(|world, _| {
            world.faults.add(When::method_is("getUpdates").times(2), Fault::Malformed { delivered: true });
            world.faults.add(When::method_is("getUpdates"), Fault::Html { status: 502, delivered: false });
        });
        let who = newcomer(&telegram);
        telegram.with(|world, now| {
            let words = Outgoing::text("canary-in-the-garbage ".repeat(40));
            world.send(who, words, now).unwrap();
        });
        let mut process = program.start();
        process.says("the Bot API server's answer cannot be read", 2).await;
        process.says("bytes", 1).await;
        reads(&telegram, who, WELCOME).await;
        assert!(process.is_running());
        assert!(!program.log().contains("canary-in-the-garbage"));
    }

    on sqlite: async fn a_message_telegram_refuses_blocks_no_other_chat_and_no_later_message(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let mut process = Twofold::on(db, &server).start();
        process.says("is awake", 1).await;
        let unlucky = telegram.with(|world, now| {
            let who = world.person("Ana", "en");
            let no = Fault::bad_request("Bad Request: the sandbox does not like it");
            world.faults.add(When::method_is("sendMessage").chat(who), no);
            world.start(who, None, now).unwrap();
            world.say(who, "/help", now).unwrap();
            who
        });
        let lucky = newcomer(&telegram);
        reads(&telegram, lucky, WELCOME).await;
        reads(&telegram, unlucky, "Answering is just writing").await;
        assert_eq!(telegram.with(|world, _| count(world, unlucky, WELCOME)), 0);
        assert_eq!(telegram.with(|world, _| count(world, unlucky, "could not be shown here")), 1);
        assert!(process.is_running());
    }

    on sqlite: async fn a_locked_database_stops_acknowledging_and_the_bot_recovers_by_itself(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let mut process = Twofold::on(db, &server).start();
        process.says("is awake", 1).await;
        assert!(telegram.wait_for_poll(PATIENCE).await);
        let mut conn = db.raw().await;
        sqlx::raw_sql("pragma busy_timeout = 10000; begin immediate").execute(&mut conn).await.unwrap();
        let who = newcomer(&telegram);
        process.says(NOTHING_ACKNOWLEDGED, 1).await;
        assert_eq!(telegram.with(|world, _| world.pending_updates()), 1);

        sqlx::raw_sql("rollback").execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        reads(&telegram, who, WELCOME).await;
        assert!(process.is_running());
        assert_eq!(telegram.with(|world, _| count(world, who, WELCOME)), 1);
    }

    // The kernel refuses every write to a file, as it does on a full disk, with another word for it.
    on sqlite: async fn a_process_that_may_write_no_file_waits_until_it_may(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let mut process = Twofold::on(db, &server).through("trap '' XFSZ").start();
        process.says("is awake", 1).await;
        assert!(telegram.wait_for_poll(PATIENCE).await);
        let id = process.id().to_string();
        // Its log is a file too, so what it says meanwhile is not seen; that nothing is acknowledged is.
        prlimit(&id, "--fsize=0:");
        let who = newcomer(&telegram);
        let polls = |world: &twofold::sandbox::World| {
            let fruitless = world.calls_of("getUpdates");
            (fruitless.len() >= 3).then_some(())
        };
        telegram.wait_for(PATIENCE, polls).await.expect("the same update is asked for again and again");
        assert_eq!(telegram.with(|world, _| world.pending_updates()), 1);
        assert_eq!(telegram.with(|world, _| count(world, who, WELCOME)), 0);
        prlimit(&id, "--fsize=unlimited:");
        reads(&telegram, who, WELCOME).await;
        assert!(process.is_running());
    }
}

fn prlimit(id: &str, limit: &str) {
    let done = Command::new("prlimit").args(["--pid", id, limit]).status();
    assert!(done.expect("prlimit, of util-linux").success());
}

/// A disk of its own, as small as the test wants it.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// None where this user may mount nothing.
    fn mount(megabytes: u32) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"])
            .arg(folder.path())
            .output();
        mounted
            .is_ok_and(|done| done.status.success())
            .then_some(SmallDisk { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        let mut ballast = std::fs::File::create(self.path().join("ballast")).unwrap();
        for size in [64 * 1024, 1024, 1] {
            while std::io::Write::write_all(&mut ballast, &vec![b'x'; size]).is_ok() {}
        }
    }

    fn empty(&self) {
        std::fs::remove_file(self.path().join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

contract! {
    on sqlite: async fn a_full_disk_stops_acknowledging_and_the_bot_recovers_when_space_returns(db) {
        let Some(disk) = SmallDisk::mount(8) else {
            eprintln!("LEFT OUT: the full disk, as this user may mount nothing");
            return;
        };
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server)
            .env("DATABASE_URL", format!("sqlite://{}", disk.path().join("twofold.db").display()));
        let mut process = program.start();
        process.says("is awake", 1).await;
        assert!(telegram.wait_for_poll(PATIENCE).await);
        disk.fill();
        // One alone might still fit into pages that are there.
        let people: Vec<i64> = (0..50).map(|_| newcomer(&telegram)).collect();
        process.says(NOTHING_ACKNOWLEDGED, 2).await;
        let (waiting, log) = (telegram.with(|world, _| world.pending_updates()), program.log());
        assert!(waiting > 0);
        assert!(log.contains("full"), "{log}");

        disk.empty();
        for who in people {
            reads(&telegram, who, WELCOME).await;
            assert_eq!(telegram.with(|world, _| count(world, who, WELCOME)), 1);
        }
        assert!(process.is_running());
    }
}
