//! SIGTERM and SIGINT: within five seconds, with 0, with nothing lost and nothing twice.

use std::time::Duration;

use super::{WELCOME, count, newcomer, reads};
use crate::common::contract;
use crate::common::process::{PATIENCE, Twofold, telegram};
use twofold::sandbox::{Fault, When, World};

/// Several seconds' worth of Telegram's limit, so that a stop comes in the midst of it.
const PEOPLE: usize = 200;
const SOON: Duration = Duration::from_secs(5);

contract! {
    async fn a_stop_in_the_midst_of_work_loses_nothing_and_repeats_nothing_that_ended_in_time(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server);
        let people: Vec<i64> = (0..PEOPLE).map(|_| newcomer(&telegram)).collect();
        for (signal, some) in [("TERM", 5), ("INT", 80)] {
            let process = program.start();
            let at_work = |world: &World| (world.calls_of("sendMessage").len() >= some).then_some(());
            telegram.wait_for(PATIENCE, at_work).await.expect("it works");
            process.signal(signal).await;
            let status = process.ends_within(SOON).await;
            assert_eq!(status.code(), Some(0), "{signal}: {}", program.log());
            let welcomed = telegram.with(|world, _| welcomed(world, &people));
            assert!(welcomed < PEOPLE, "{signal} came too late to show anything");
        }
        let _process = program.start();
        let all = |world: &World| (welcomed(world, &people) == PEOPLE).then_some(());
        telegram.wait_for(PATIENCE, all).await.expect("everybody is welcomed");
        // A call whose outcome could not be put down in the time there is for a stop is made again, and the log says so.
        let in_time = !program.log().contains("stopped while something was still under way");
        for who in people {
            let welcomes = telegram.with(|world, _| count(world, who, WELCOME));
            assert!(welcomes == 1 || !in_time, "{welcomes} welcomes:\n{}", program.log());
        }
    }

    on sqlite: async fn a_call_that_never_ends_does_not_hold_up_a_stop(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let program = Twofold::on(db, &server);
        telegram.with(|world, _| {
            world.faults.add(When::method_is("sendMessage"), Fault::Hang { delivered: false });
        });
        let who = newcomer(&telegram);
        let process = program.start();
        let called = |world: &World| (!world.calls_of("sendMessage").is_empty()).then_some(());
        telegram.wait_for(PATIENCE, called).await.expect("it calls");
        process.signal("TERM").await;
        let status = process.ends_within(SOON).await;
        assert_eq!(status.code(), Some(0), "{}", program.log());

        let _process = program.start();
        reads(&telegram, who, WELCOME).await;
    }

    async fn a_standby_stops_when_it_is_told_to(db) {
        let telegram = telegram();
        let server = telegram.serve().await.unwrap();
        let mut first = Twofold::on(db, &server).start();
        first.says("is awake", 1).await;
        let mut second = Twofold::on(db, &server).named("standby").start();
        second.says("standing by", 1).await;
        second.signal("TERM").await;
        assert_eq!(second.ends_within(SOON).await.code(), Some(0));
        assert!(first.is_running());
    }
}

fn welcomed(world: &World, people: &[i64]) -> usize {
    let has = |who: &&i64| count(world, **who, WELCOME) > 0;
    people.iter().filter(has).count()
}
