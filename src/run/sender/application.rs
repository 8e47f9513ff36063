//! What the sender says to the application, and asks of it.
//!
//! The bot's application is [`App`]. It stands behind a trait because the sender's tests need one that panics in the middle of a
//! turn, which no [`App`] can be told to do. Every method works in the sender's own transaction; none may commit it.

use jiff::Timestamp;

use crate::app::App;
use crate::core::model::about::About;
use crate::core::model::delivery::Call;
use crate::core::model::ids::PersonId;
use crate::core::protocol::event::Event;
use crate::store::{StoreError, Tx};

/// The application, as far as the sender speaks to it.
pub trait Application: Send + Sync {
    /// Applies an event to the person the call was for.
    fn report(
        &self,
        tx: &mut Tx,
        to: PersonId,
        event: Event,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The line that says which part could not be shown and, when `voice` messages were refused, how they could be allowed;
    /// `None` when no line can stand for it.
    fn part_missing(
        &self,
        tx: &mut Tx,
        to: PersonId,
        about: &About,
        voice: bool,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Call>, StoreError>> + Send;

    /// A turn that reported something is committed: it may have made something due sooner.
    fn committed(&self);
}

impl Application for App {
    async fn report(
        &self,
        tx: &mut Tx,
        to: PersonId,
        event: Event,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        // A turn of the application is large: on the heap it does not swell the sender's own future.
        Box::pin(App::report(self, tx, to, event, now)).await
    }

    async fn part_missing(
        &self,
        tx: &mut Tx,
        to: PersonId,
        about: &About,
        voice: bool,
        now: Timestamp,
    ) -> Result<Option<Call>, StoreError> {
        Box::pin(App::part_missing(self, tx, to, about, voice, now)).await
    }

    fn committed(&self) {
        self.wakers().ticker.notify_one();
    }
}
