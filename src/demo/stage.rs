//! What is played now: one show after the other on the same page.

use std::sync::Arc;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::sync::{Mutex, watch};

use super::DemoError;
use super::show::Show;
use crate::run::clock::Clock;

/// The show of the moment.
pub struct Stage {
    clock: fn() -> Clock,
    /// Held while a new show begins, so that there is one at a time.
    chance: Mutex<StdRng>,
    playing: watch::Sender<Playing>,
}

/// A show, and how many there were before it.
#[derive(Clone)]
pub struct Playing {
    pub number: u64,
    pub show: Arc<Show>,
}

impl Stage {
    /// Begins the first show.
    pub async fn open(clock: fn() -> Clock, mut chance: StdRng) -> Result<Stage, DemoError> {
        let show = Show::begin(clock(), StdRng::from_rng(&mut chance)).await?;
        let playing = Playing {
            number: 0,
            show: Arc::new(show),
        };
        Ok(Stage {
            clock,
            chance: Mutex::new(chance),
            playing: watch::Sender::new(playing),
        })
    }

    /// The show that is on.
    pub fn show(&self) -> Arc<Show> {
        self.playing.borrow().show.clone()
    }

    /// Follows the shows.
    pub fn follow(&self) -> watch::Receiver<Playing> {
        self.playing.subscribe()
    }

    /// Begins anew, in an empty world with an empty database; the show before is ended and what it stored destroyed.
    pub async fn start_over(&self) -> Result<(), DemoError> {
        let mut chance = self.chance.lock().await;
        let show = Show::begin((self.clock)(), StdRng::from_rng(&mut *chance)).await?;
        let before = self.show();
        self.playing.send_modify(|playing| {
            playing.number += 1;
            playing.show = Arc::new(show);
        });
        // A skip that is on its way comes to its end first.
        let _walking = before.walking.lock().await;
        before.end().await;
        Ok(())
    }

    /// Ends the show.
    pub async fn close(&self) {
        let _chance = self.chance.lock().await;
        self.show().end().await;
    }
}
