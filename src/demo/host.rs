//! One session after the other on the same page: begins them, ends them, and tells the page which one runs. Start with [`Host`].

use std::sync::Arc;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::sync::{Mutex, watch};

use super::error::DemoError;
use super::session::Session;
use crate::run::clock::Clock;

/// Runs one session at a time; never two, so that no two bots share a page.
pub struct Host {
    clock: fn() -> Clock,
    /// Held while a new session begins, so that there is one at a time.
    chance: Mutex<StdRng>,
    current: watch::Sender<Current>,
}

/// The session that runs, and how many there were before it.
#[derive(Clone)]
pub struct Current {
    pub number: u64,
    pub session: Arc<Session>,
}

impl Host {
    /// Begins the first session.
    pub async fn open(clock: fn() -> Clock, mut chance: StdRng) -> Result<Host, DemoError> {
        let session = Session::begin(clock(), StdRng::from_rng(&mut chance)).await?;
        let current = Current {
            number: 0,
            session: Arc::new(session),
        };
        Ok(Host {
            clock,
            chance: Mutex::new(chance),
            current: watch::Sender::new(current),
        })
    }

    /// The session that runs.
    pub fn session(&self) -> Arc<Session> {
        self.current.borrow().session.clone()
    }

    /// Follows the sessions.
    pub fn follow(&self) -> watch::Receiver<Current> {
        self.current.subscribe()
    }

    /// Begins anew, in an empty world with an empty database; the session before is ended and what it stored destroyed.
    pub async fn start_over(&self) -> Result<(), DemoError> {
        let mut chance = self.chance.lock().await;
        let session = Session::begin((self.clock)(), StdRng::from_rng(&mut *chance)).await?;
        let before = self.session();
        self.current.send_modify(|current| {
            current.number += 1;
            current.session = Arc::new(session);
        });
        // A skip that is on its way comes to its end first.
        let _skipping = before.skip_lock.lock().await;
        before.end().await;
        Ok(())
    }

    /// Ends the session.
    pub async fn close(&self) {
        let _chance = self.chance.lock().await;
        self.session().end().await;
    }
}
