//! Two phones in a browser, without a token: the real bot in a sandbox Telegram, and one page to try it on.
//!
//! [`Demo`] is the whole of it. [`show`] starts a sandbox, a temporary database and the bot between them, and [`skip`] lets its
//! time pass; [`deeds`] is what the page may do, [`view`] what it shows, [`traffic`] the calls of the bot with what is sealed left
//! out; [`web`] serves the page on the loopback address, to nobody but itself; [`tour`] plays by itself.
//!
//! Nothing here reads a setting: no token, database or key file of an operator can be reached from it. All that is stored lies
//! in one [`folder`], which goes when the demonstration ends.

mod deeds;
mod folder;
mod show;
mod skip;
mod stage;
mod tour;
mod traffic;
mod view;
mod web;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use rand::rngs::StdRng;
use tokio::net::TcpListener;

use crate::library::BadLibrary;
use crate::run::clock::Clock;
use crate::store::OpenError;
use crate::telegram::BadClient;

pub use deeds::Deed;
pub use show::{Phone, Show};
pub use skip::{Skip, Trouble};
pub use stage::Stage;
pub use tour::{Missed, Pace};

/// Where the page is unless another port is asked for.
pub const PORT: u16 = 8787;

/// Why there is no demonstration, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("nothing can listen on 127.0.0.1:{0} ({1}): choose another port with --port")]
    Port(u16, std::io::Error),
    #[error("the sandbox has no port: {0}")]
    Sandbox(std::io::Error),
    #[error("no temporary folder can be made: {0}")]
    Folder(std::io::Error),
    #[error(transparent)]
    Store(#[from] OpenError),
    #[error(transparent)]
    Client(#[from] BadClient),
    #[error("{0}")]
    Library(BadLibrary),
    #[error(transparent)]
    Trouble(#[from] Trouble),
    #[error("the page cannot be served any more: {0}")]
    Page(std::io::Error),
}

/// A page with two phones and a bot behind it.
pub struct Demo {
    listener: TcpListener,
    address: SocketAddr,
    stage: Arc<Stage>,
}

impl Demo {
    /// Takes the port (0: any that is free) on the loopback address, and starts the bot. `clock` makes the clock of each
    /// evening that is begun; it is set to the coming Monday evening.
    pub async fn open(port: u16, clock: fn() -> Clock, chance: StdRng) -> Result<Demo, DemoError> {
        let taken = |error| DemoError::Port(port, error);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let stage = Stage::open(clock, chance).await?;
        Ok(Demo {
            listener,
            address,
            stage: Arc::new(stage),
        })
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What is played.
    pub fn stage(&self) -> Arc<Stage> {
        self.stage.clone()
    }

    /// Serves the page until `end` ends, then stops the bot and destroys what it stored; what `end` ended with.
    pub async fn serve<R>(self, end: impl Future<Output = R>) -> Result<R, DemoError> {
        let page = web::serve(self.listener, self.address, self.stage.clone());
        let ended = tokio::select! {
            served = page => Err(DemoError::Page(served)),
            ended = end => Ok(ended),
        };
        self.stage.close().await;
        ended
    }
}
