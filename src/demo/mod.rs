//! Two phones in a browser, without a token: the real bot in a sandbox Telegram, and one page to try it on.
//!
//! Start with [`Demo`], which takes the port and serves the page. [`Host`] runs one [`Session`] at a time: a sandbox, a temporary
//! database and the bot between them. [`skip`] lets its time pass; [`actions`] is what the page may do, [`view`] what it shows,
//! [`traffic`] the calls of the bot with what is sealed left out; [`web`] serves all of it on the loopback address, to this page
//! alone; [`tour`] plays by itself.
//!
//! Nothing here reads a setting: no token, database or key file of an operator can be reached from it. All that is stored lies
//! in one [`folder`], which goes when the demonstration ends.

mod actions;
mod error;
mod folder;
mod host;
mod session;
mod skip;
mod tour;
mod traffic;
mod view;
mod web;

pub use actions::PageAction;
pub use error::{DemoError, SkipError};
pub use host::Host;
pub use session::{Phone, Session};
pub use skip::Skip;
pub use tour::{Pace, TourError};

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use rand::rngs::StdRng;
use tokio::net::TcpListener;

use crate::run::clock::Clock;

/// Where the page is unless another port is asked for.
pub const PORT: u16 = 8787;

/// A page with two phones and a bot behind it.
pub struct Demo {
    listener: TcpListener,
    address: SocketAddr,
    host: Arc<Host>,
}

impl Demo {
    /// Takes the port (0: any that is free) on the loopback address, and starts the bot. `clock` makes the clock of each
    /// session; it is set to the coming Monday evening.
    pub async fn open(port: u16, clock: fn() -> Clock, chance: StdRng) -> Result<Demo, DemoError> {
        let taken = |error| DemoError::Port(port, error);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let host = Host::open(clock, chance).await?;
        Ok(Demo {
            listener,
            address,
            host: Arc::new(host),
        })
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Who runs the sessions.
    pub fn host(&self) -> Arc<Host> {
        self.host.clone()
    }

    /// Serves the page until `end` ends, then stops the bot and destroys what it stored; what `end` ended with.
    pub async fn serve<R>(self, end: impl Future<Output = R>) -> Result<R, DemoError> {
        let page = web::serve(self.listener, self.address, self.host.clone());
        let ended = tokio::select! {
            served = page => Err(DemoError::Page(served)),
            ended = end => Ok(ended),
        };
        self.host.close().await;
        ended
    }
}
