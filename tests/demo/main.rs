//! The demonstration: its page in a real browser, its server asked as nobody should ask it, its skips, its tour, and the program
//! as somebody starts it who has a bot of their own beside it.
//!
//! The browser is Debian's Chromium with its ChromeDriver. Where they are missing, the tests that need them say so and pass,
//! unless `TWOFOLD_REQUIRE_CHROMIUM=1` makes that a failure.

#[path = "../common/mod.rs"]
mod common;

mod browser;
mod page;
mod picture;
mod program;
mod served;
mod skips;

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use twofold::demo::{Demo, Host, PageAction, Phone, Session};
use twofold::run::clock::Clock;
use twofold::sandbox::Seen;

/// A demonstration in this process, on a port of its own.
pub struct Played {
    pub url: String,
    pub host: Arc<Host>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a demonstration begins on the Monday that comes"
)]
fn clock() -> Clock {
    Clock::new(SystemTime::now, Instant::now)
}

impl Played {
    pub async fn begin() -> Played {
        let demo = Demo::open(0, clock, StdRng::seed_from_u64(seed())).await;
        let demo = demo.expect("a demonstration");
        let (stop, stopped) = oneshot::channel();
        let (url, host) = (demo.url(), demo.host());
        let task = tokio::spawn(async move {
            let served = demo.serve(async {
                let _ = stopped.await;
            });
            served.await.expect("it is served to the end");
        });
        Played {
            url,
            host,
            stop,
            task,
        }
    }

    pub fn session(&self) -> Arc<Session> {
        self.host.session()
    }

    pub async fn end(self) {
        let _ = self.stop.send(());
        self.task.await.expect("it ends");
    }
}

/// Another one for each test, so that no two take the same folder.
fn seed() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    (u64::from(std::process::id()) << 32) | NEXT.fetch_add(1, Ordering::Relaxed)
}

/// What a phone shows.
pub fn screen(session: &Session, phone: Phone) -> Vec<Seen> {
    let who = session.person(phone);
    session.telegram.with(|world, _| world.screen(who))
}

/// Does it, and waits until the bot has answered.
pub async fn does(session: &Session, action: serde_json::Value) {
    let action: PageAction = serde_json::from_value(action).expect("an action");
    session.act(action).await.expect("it can be done");
    session.settle().await.expect("the bot comes to rest");
}
