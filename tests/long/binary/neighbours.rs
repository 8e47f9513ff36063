//! One process a token: standing by, taking over, and another program that polls with the same token.

use std::time::Duration;

use serde_json::json;
use sqlx::Connection as _;

use super::{WELCOME, count, newcomer, plain_lines, reads};
use crate::common::contract;
use crate::common::process::{PATIENCE, Stopwatch, Twofold, telegram};
use twofold::sandbox::Config;

contract! {
    async fn a_second_process_stands_by_and_takes_over_within_five_seconds_of_a_crash(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let mut first = Twofold::on(db, &server).start();
        first.says("is awake", 1).await;
        let standby = Twofold::on(db, &server).named("standby");
        let mut second = standby.start();
        second.says("standing by", 1).await;
        let early = newcomer(&telegram);
        reads(&telegram, early, WELCOME).await;
        assert!(!standby.log().contains("is awake"));

        first.kill().await;
        let crash = Stopwatch::start();
        let late = newcomer(&telegram);
        reads(&telegram, late, WELCOME).await;
        let took = crash.read();
        println!("{:?}: the standby served somebody {took:?} after the crash", db.engine);
        assert!(took < Duration::from_secs(5), "{took:?}");
        assert!(second.is_running());
        assert_eq!(standby.log().matches("standing by").count(), 1, "it says so once");
        assert_eq!(telegram.with(|world, _| count(world, early, WELCOME)), 1);
    }

    on postgres: async fn a_process_whose_hold_on_the_database_is_cut_ends(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server);
        let mut process = program.start();
        process.says("is awake", 1).await;
        let mut conn = db.raw().await;
        sqlx::raw_sql(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' \
             and database = (select oid from pg_database where datname = current_database())",
        )
        .execute(&mut conn)
        .await
        .unwrap();
        conn.close().await.unwrap();
        let status = process.ends_within(PATIENCE).await;
        assert_eq!(status.code(), Some(1));
        let log = program.log();
        assert_eq!(plain_lines(&log).len(), 1, "{log}");
        assert!(plain_lines(&log)[0].contains("no longer holds the database"));
    }

    on sqlite: async fn another_poller_is_named_and_the_bot_tries_less_and_less_often(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server);
        let mut process = program.start();
        process.says("is awake", 1).await;
        let rival = tokio::spawn(poll_for_ever(server.url()));
        process.says("another program polls with this bot token: stop the other one", 3).await;
        let (since, before) = (Stopwatch::start(), warnings(&program));
        process.says("another program polls", before + 1).await;
        // The fourth comes no sooner than half of the third wait, which is two seconds.
        assert!(since.read() > Duration::from_millis(500), "{}", program.log());

        rival.abort();
        let who = newcomer(&telegram);
        reads(&telegram, who, WELCOME).await;
        assert!(process.is_running());
    }
}

fn warnings(program: &Twofold) -> usize {
    program.log().matches("another program polls").count()
}

/// A second bot program that does not give way.
async fn poll_for_ever(url: String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{url}/bot{}/getUpdates", Config::default().token);
    loop {
        // Being thrown out is no reason for it to stop.
        let _ = client
            .post(&url)
            .json(&json!({"offset": 0, "timeout": 50}))
            .send()
            .await;
    }
}
