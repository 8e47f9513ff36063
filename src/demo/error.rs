//! Errors of the demonstration: why there is none, or no longer, and why time was not skipped. They name nothing else of this
//! folder.

use crate::library::BadLibrary;
use crate::store::{OpenError, StoreError};
use crate::telegram::BadClient;

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
    Skip(#[from] SkipError),
    #[error("the page cannot be served any more: {0}")]
    Page(std::io::Error),
}

/// Why time was not skipped.
#[derive(Debug, thiserror::Error)]
pub enum SkipError {
    #[error("time is being skipped already")]
    Busy,
    #[error("nothing is planned in the next five weeks: somebody has to begin")]
    NothingPlanned,
    #[error("the bot does not come to rest")]
    Restless,
    #[error("the bot has ended: {0}")]
    Ended(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}
