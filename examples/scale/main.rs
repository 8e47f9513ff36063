//! How the program keeps up with very many couples: prints figures, each with its target, and the memory used.
//!
//! `cargo run --release --example scale [-- --couples N --stored N --seconds N --rate N --parts abcd]`. The parts:
//!
//! * a: a tick with nothing due, beside very many couples;
//! * b: very many couples due in the same minute become rounds, without the brake, and what reading for a batch at once is worth;
//! * c: the same couples with the brake and the sender's pace: how soon a person's own message is served meanwhile;
//! * d: answers: how soon they are durable, and how many a second in batches.
//!
//! Figures depend on the disk and on what else runs: the machine's load stands beside them. Nothing here fails for being slow.

#![expect(
    clippy::disallowed_methods,
    reason = "it measures time, on a clock of its own"
)]

#[path = "../../tests/store/ticker/crowd.rs"]
mod crowd;
mod figures;
mod server;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use clap::Parser;
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use sqlx::{AnyConnection, Connection as _, Row as _};
use tokio::sync::oneshot;
use twofold::app::{App, Wakers};
use twofold::core::Rules;
use twofold::core::model::ids::{ChatId, CoupleId};
use twofold::library::{self, Library, Source};
use twofold::run::bot::{self, Bot};
use twofold::run::clock::Clock;
use twofold::run::sender::pace::Limits;
use twofold::run::ticker::{self, BacklogLimit, Next};
use twofold::store::outbox::backlog;
use twofold::store::{Options, Store, couples};
use twofold::telegram::poll::{BATCH_LIMIT, batch};
use twofold::telegram::{Client, apply};

use crowd::{Evening, Pair, SLOT, at};
use figures::{Disk, Figures, machine, median};
use server::{Sent, Server, TOKEN};

/// Couples stored in one transaction.
const CHUNK: usize = 1_000;
/// Ticks with nothing due that are measured.
const IDLE_TICKS: usize = 2_000;
/// Couples whose people write while the others are asked.
const TALKERS: usize = 200;
/// How long what was sent last is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Parser, Clone)]
struct Args {
    /// Couples that are due in the same minute.
    #[arg(long, default_value_t = 100_000)]
    couples: usize,
    /// Couples stored while nothing is due.
    #[arg(long, default_value_t = 1_000_000)]
    stored: usize,
    /// How long messages are sent for, in each part that does.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Answers a second.
    #[arg(long, default_value_t = 200)]
    rate: u64,
    /// Which parts to measure.
    #[arg(long, default_value = "abcd")]
    parts: String,
}

fn main() {
    let args = Args::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(measure(&args));
}

/// What was done, as far as it can be counted.
#[derive(Debug, Default, PartialEq)]
struct Done {
    rounds: usize,
    served: usize,
    unserved: usize,
    acknowledged: usize,
    answers: usize,
}

async fn measure(args: &Args) -> Done {
    let mut done = Done::default();
    if args.parts.contains('a') {
        nothing_due(args).await;
    }
    if args.parts.contains(['b', 'c']) {
        let bed = Bed::new();
        println!("storing {} couples …", args.couples);
        let begun = Instant::now();
        bed.settle(Evening::Ahead, 0, args.couples).await;
        let talkers = bed.settle(Evening::Begun, args.couples, TALKERS).await;
        println!("  in {:.1} s; {}", begun.elapsed().as_secs_f64(), machine());
        if args.parts.contains('b') {
            done.rounds = all_at_once(args, &bed.copy()).await;
        }
        if args.parts.contains('c') {
            (done.served, done.unserved) = own_messages(args, &bed, &talkers).await;
        }
    }
    if args.parts.contains('d') {
        (done.acknowledged, done.answers) = answers(args).await;
    }
    done
}

/// A database of its own.
struct Bed {
    folder: tempfile::TempDir,
    library: Arc<Library>,
}

impl Bed {
    fn new() -> Bed {
        sqlx::any::install_default_drivers();
        Bed {
            folder: tempfile::tempdir().expect("a folder"),
            library: library::load(Source::embedded()).expect("prompts").into(),
        }
    }

    fn copy(&self) -> Bed {
        let copy = Bed {
            folder: tempfile::tempdir().expect("a folder"),
            library: self.library.clone(),
        };
        for file in std::fs::read_dir(self.path()).expect("the folder") {
            let file = file.expect("a file").path();
            let name = file.file_name().expect("a name");
            std::fs::copy(&file, copy.path().join(name)).expect("a copy");
        }
        copy
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.path().join("twofold.db").display())
    }

    async fn open(&self) -> Store {
        let options = Options {
            url: self.url(),
            key_file: self.path().join("twofold.key"),
            bot_id: 42,
        };
        Store::open(&options, &mut chance()).await.expect("a store")
    }

    fn app(&self, store: &Store) -> App {
        App::new(
            store.clone(),
            self.library.clone(),
            Rules::default(),
            "twofold_bot",
            chance(),
            Wakers::default(),
        )
    }

    async fn settle(&self, evening: Evening, from: usize, count: usize) -> Vec<Pair> {
        let store = self.open().await;
        let mut rng = chance();
        let mut pairs = Vec::with_capacity(count);
        for first in (from..from + count).step_by(CHUNK) {
            let some = CHUNK.min(from + count - first);
            let mut tx = store.begin_write().await.expect("a transaction");
            let settled = crowd::settle(&mut tx, &self.library, evening, first, some, &mut rng);
            pairs.extend(settled.await);
            tx.commit().await.expect("a commit");
        }
        store.close().await;
        pairs
    }

    async fn raw(&self) -> AnyConnection {
        AnyConnection::connect(&self.url())
            .await
            .expect("a connection")
    }
}

fn chance() -> StdRng {
    rand::make_rng()
}

/// The clock of the machine, set to another moment.
fn clock_at(moment: Timestamp) -> Clock {
    let clock = Clock::new(SystemTime::now, Instant::now);
    clock.shift(moment.duration_since(clock.now()));
    clock
}

/// a
async fn nothing_due(args: &Args) {
    let bed = Bed::new();
    bed.open().await.close().await;
    let begun = Instant::now();
    let mut raw = bed.raw().await;
    // Bare rows: a tick with nothing due looks at no more of them than this.
    let later = at(SLOT).as_millisecond();
    let rows = format!(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < {}) \
         insert into couple (id, a, b, ended, due_at, due_braked_at, doc) \
         select abs(random()), 2 * i, 2 * i + 1, 0, {later} + i * 977 % 86400000, {later} + i * 611 % 86400000, '{{}}' from n",
        args.stored
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows))
        .execute(&mut raw)
        .await
        .expect("rows");
    raw.close().await.expect("closed");
    println!(
        "a. {} couples stored in {:.1} s, nothing due",
        args.stored,
        begun.elapsed().as_secs_f64()
    );
    let store = bed.open().await;
    let app = bed.app(&store);
    let now = at(SLOT) - SignedDuration::from_secs(1);
    let mut times = Vec::with_capacity(IDLE_TICKS);
    for _ in 0..IDLE_TICKS {
        let begun = Instant::now();
        let next = ticker::tick(&app, now).await.expect("a tick");
        times.push(begun.elapsed());
        assert!(next.is_some_and(|next| next > now), "nothing is due");
    }
    tell("a tick, wanted under 1 ms", times);
    println!("   {}", machine());
    store.close().await;
}

fn tell(what: &str, times: Vec<Duration>) {
    match Figures::of(times) {
        Some(figures) => println!("   {what}: {figures}"),
        None => println!("   {what}: never"),
    }
}

/// b: answers how many rounds were opened.
async fn all_at_once(args: &Args, bed: &Bed) -> usize {
    println!("b. {} couples due in one minute, no brake", args.couples);
    let store = bed.open().await;
    let app = bed.app(&store);
    let now = at(SLOT) + SignedDuration::from_secs(1);
    // Turn by turn, so that both meet the same machine.
    let some = (args.couples / 100).clamp(1, 1_000);
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for turn in 0..20 {
        let mut read = store.read().await.expect("a snapshot");
        let due = couples::due(&mut read, now, some as u32)
            .await
            .expect("couples");
        drop(read);
        let begun = Instant::now();
        for batch in due.chunks(couples::batch::BATCH) {
            tick(&app, batch, turn % 2 == 0, now).await;
        }
        let rate = due.len() as f64 / begun.elapsed().as_secs_f64();
        if turn % 2 == 0 {
            alone.push(rate);
        } else {
            together.push(rate);
        }
    }
    let (alone, together) = (median(alone), median(together));
    println!(
        "   each read for itself: {alone:.0} rounds/s; read for a batch: {together:.0} rounds/s; {:.2} times",
        together / alone
    );
    let before = rounds(bed).await;
    let mut batches = 0;
    let begun = Instant::now();
    while ticker::tick_some(&app, now, BacklogLimit::NONE)
        .await
        .expect("a tick")
        == Next::More
    {
        batches += 1;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let all = rounds(bed).await;
    println!(
        "   the rest, wanted at least 1000 rounds/s: {} rounds in {seconds:.1} s ({batches} turns of the loop), {:.0} rounds/s",
        all - before,
        (all - before) as f64 / seconds
    );
    println!("   {}", machine());
    store.close().await;
    all
}

async fn tick(app: &App, batch: &[CoupleId], alone: bool, now: Timestamp) {
    let ticked = if alone {
        ticker::tick_one_by_one(app, batch, true, now).await
    } else {
        ticker::tick_together(app, batch, true, now).await
    };
    ticked.expect("a batch");
}

/// How many rounds tonight's slot has.
async fn rounds(bed: &Bed) -> usize {
    let mut raw = bed.raw().await;
    let row = sqlx::query("select count(*) from round where opened_at >= $1")
        .bind(at(SLOT).as_millisecond())
        .fetch_one(&mut raw)
        .await
        .expect("a number");
    let count: i64 = row.get(0);
    raw.close().await.expect("closed");
    count as usize
}

/// A bot at work.
struct Running {
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<Result<(), bot::Ended>>,
}

async fn set_off(app: &App, clock: &Clock, server: &Server) -> Running {
    let url = server.start().await;
    let (stop, stopped) = oneshot::channel();
    let bot = Bot {
        app: app.clone(),
        client: Client::new(TOKEN, Some(&url)).expect("a client"),
        clock: clock.clone(),
        poll_wait_s: 20,
        limits: Limits::default(),
    };
    let task = tokio::spawn(bot::serve(bot, async {
        let _ = stopped.await;
    }));
    // The second poll comes when the first is applied.
    until(|| server.polls() >= 2).await;
    Running { stop, task }
}

impl Running {
    async fn end(self) {
        let _ = self.stop.send(());
        self.task.await.expect("no panic").expect("it stops");
    }
}

/// Waits for something, for a while.
async fn until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() && begun.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// c: answers how many messages were served, and how many were not.
async fn own_messages(args: &Args, bed: &Bed, talkers: &[Pair]) -> (usize, usize) {
    println!(
        "c. {} couples due in one minute, at Telegram's pace, for {} s",
        args.couples, args.seconds
    );
    let store = bed.open().await;
    let app = bed.app(&store);
    let clock = clock_at(at(SLOT) - SignedDuration::from_secs(1));
    let server = Server::default();
    let running = set_off(&app, &clock, &server).await;
    let disk = Disk::watch(bed.path());
    let mut every = tokio::time::interval(Duration::from_millis(500));
    for n in 0..args.seconds as usize * 2 {
        every.tick().await;
        let pair = talkers[n / 2 % talkers.len()];
        let date = clock.now().as_second();
        if n % 2 == 0 {
            server.push(pair.users[0], Sent::Today, date);
        } else {
            server.push(pair.users[1], Sent::Answer, date);
        }
    }
    until(|| server.awaited() == 0).await;
    let disk = disk.times();
    let mut read = store.read().await.expect("a snapshot");
    let backlog = backlog::scheduled_chats(&mut read, clock.now(), i64::MAX).await;
    let backlog = backlog.expect("a number");
    drop(read);
    println!(
        "   {} rounds opened, {} calls made, {backlog} chats wait for the sender",
        rounds(bed).await,
        server.calls()
    );
    tell(
        "from an update to its acknowledgment",
        server.acknowledged(),
    );
    let (today, sealed) = (server.served(Sent::Today), server.served(Sent::Answer));
    let served = today.len() + sealed.len();
    tell("from /today to its reply, wanted within 1.5 s", today);
    tell("from an answer to its seal, wanted within 1.5 s", sealed);
    tell("the disk by itself, one page", disk);
    println!("   {} not served; {}", server.awaited(), machine());
    running.end().await;
    store.close().await;
    (served, server.awaited())
}

/// d: answers how many updates were acknowledged at the rate, and how many answers were applied in batches.
async fn answers(args: &Args) -> (usize, usize) {
    let bed = Bed::new();
    let seconds = args.seconds.min(20);
    let pairs = bed.settle(Evening::Begun, 0, CHUNK).await;
    let users: Vec<ChatId> = pairs.iter().map(|pair| pair.users[0]).collect();
    let store = bed.open().await;
    let app = bed.app(&store);
    let clock = clock_at(at(SLOT) - SignedDuration::from_mins(50));

    let server = Server::default();
    let running = set_off(&app, &clock, &server).await;
    let disk = Disk::watch(bed.path());
    let mut every = tokio::time::interval(Duration::from_secs(1) / args.rate.max(1) as u32);
    for n in 0..(seconds * args.rate) as usize {
        every.tick().await;
        server.push(
            users[n % users.len()],
            Sent::Answer,
            clock.now().as_second(),
        );
    }
    until(|| server.waiting() == 0).await;
    let disk = disk.times();
    let times = server.acknowledged();
    let acknowledged = times.len();
    println!("d. answers, {} a second for {seconds} s", args.rate);
    tell(
        "from being there to durable and acknowledged, wanted under 50 ms",
        times,
    );
    tell("the disk by itself, one page", disk);
    running.end().await;

    let (mut rates, mut applied) = (Vec::new(), 0);
    for some in users
        .chunks(BATCH_LIMIT)
        .cycle()
        .take(args.seconds as usize)
    {
        let body = server.batch(some, clock.now().as_second());
        let read = batch(200, &body, BATCH_LIMIT).expect("a batch");
        let begun = Instant::now();
        apply::together(&app, &read, clock.now())
            .await
            .expect("applied");
        rates.push(some.len() as f64 / begun.elapsed().as_secs_f64());
        applied += read.updates.len();
    }
    println!(
        "   in batches of {BATCH_LIMIT}, wanted at least 1500/s: median {:.0} answers/s",
        median(rates)
    );
    println!("   {}", machine());
    store.close().await;
    (acknowledged, applied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_does_what_it_measures() {
        let args = Args {
            couples: 120,
            stored: 300,
            seconds: 2,
            rate: 20,
            parts: "abcd".into(),
        };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let done = runtime.block_on(measure(&args));
        let all = Done {
            rounds: 120,
            served: 4,
            unserved: 0,
            acknowledged: 40,
            answers: 200,
        };
        assert_eq!(done, all);
    }
}
