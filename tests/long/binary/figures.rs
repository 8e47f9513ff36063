//! How soon and how small: `cargo test --release --test long figures -- --nocapture` prints figures that mean something.
//! What is asserted here only catches what no machine could excuse.

use std::time::Duration;

use super::{WELCOME, newcomer, reads};
use crate::common::contract;
use crate::common::process::{PATIENCE, Stopwatch, Twofold, telegram};
use twofold::sandbox::Outgoing;

/// The design wants 300 ms.
const START_AT_MOST: Duration = Duration::from_secs(20);
/// The design wants 20 MiB idle, and never more than this.
const RESIDENT_AT_MOST_KIB: u64 = 64 * 1024;

contract! {
    async fn the_first_poll_comes_soon_and_an_idle_bot_is_small(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server);
        for start in ["first", "later"] {
            let began = Stopwatch::start();
            let process = program.start();
            assert!(telegram.wait_for_poll(PATIENCE).await);
            let took = began.read();
            let who = newcomer(&telegram);
            reads(&telegram, who, WELCOME).await;
            assert!(telegram.wait_for_poll(PATIENCE).await);
            let resident = process.resident_kib();
            println!("{:?}, {start} start: first poll after {took:?}, {resident:?} KiB resident", db.engine);
            // Every table of places is read, and the clocks of the world are looked at.
            telegram.with(|world, now| {
                world.say(who, "/timezone", now).expect("says");
                world.send(who, Outgoing::location(38.7, -9.1), now).expect("sends");
                world.say(who, "/timezone united states", now).expect("says");
                world.say(who, "/timezone", now).expect("says");
                world.say(who, "9:00", now).expect("says");
            });
            reads(&telegram, who, "What does your clock show").await;
            assert!(telegram.wait_for_poll(PATIENCE).await);
            let knows = process.resident_kib();
            println!("{:?}, {start} start: {knows:?} KiB resident after looking for places", db.engine);
            assert!(took < START_AT_MOST);
            assert!(resident.is_none_or(|kib| kib < RESIDENT_AT_MOST_KIB));
            assert!(knows.is_none_or(|kib| kib < RESIDENT_AT_MOST_KIB));
            process.signal("TERM").await;
            assert!(process.ends_within(PATIENCE).await.success());
        }
    }
}
