//! The one clock of the program, built in `main` from the system's functions and handed to whatever needs to know the time.
//!
//! [`Clock::now`] is wall-clock time, which people and Telegram speak of and which may jump; [`Clock::elapsed`] only grows and is
//! for pacing and waiting. A demonstration moves the wall clock on with [`Clock::shift`].

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

/// A wall clock that is set while somebody waits is noticed after this long.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// Clones are the same clock.
#[derive(Clone)]
pub struct Clock {
    inner: Arc<Inner>,
}

struct Inner {
    wall: fn() -> SystemTime,
    monotonic: fn() -> Instant,
    started: Instant,
    shift_ms: AtomicI64,
    moved: Notify,
}

impl Clock {
    /// A clock that reads these two functions: the system's own, except in tests.
    pub fn new(wall: fn() -> SystemTime, monotonic: fn() -> Instant) -> Clock {
        Clock {
            inner: Arc::new(Inner {
                wall,
                monotonic,
                started: monotonic(),
                shift_ms: AtomicI64::new(0),
                moved: Notify::new(),
            }),
        }
    }

    /// The present, with every shift so far.
    pub fn now(&self) -> Timestamp {
        let wall = match Timestamp::try_from((self.inner.wall)()) {
            Ok(wall) => wall,
            // A machine in no year that has a name; whatever is due is due.
            Err(_) => Timestamp::MAX,
        };
        let shift = SignedDuration::from_millis(self.inner.shift_ms.load(Ordering::Relaxed));
        wall.saturating_add(shift).unwrap_or(wall)
    }

    /// Time since the clock was built, by which no setting of the wall clock goes back.
    pub fn elapsed(&self) -> Duration {
        (self.inner.monotonic)().saturating_duration_since(self.inner.started)
    }

    /// What the wall clock showed when this clock was built, by both clocks' reading of now: always the same while they agree.
    /// Shifts count for both.
    pub fn began(&self) -> Timestamp {
        let shift = SignedDuration::from_millis(self.inner.shift_ms.load(Ordering::Relaxed));
        let elapsed = SignedDuration::try_from(self.elapsed()).unwrap_or(SignedDuration::MAX);
        let apart = shift.checked_add(elapsed).unwrap_or(SignedDuration::MAX);
        self.now().saturating_sub(apart).unwrap_or(Timestamp::MIN)
    }

    /// Moves the wall clock, and wakes everybody who waits for it.
    pub fn shift(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        // The function always gives a value, so the update always happens.
        let _ = self
            .inner
            .shift_ms
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |ms| {
                Some(ms.saturating_add(by))
            });
        self.wake();
    }

    /// Lets everybody who waits for a time look again.
    pub fn wake(&self) {
        self.inner.moved.notify_waiters();
    }

    /// Waits until the wall clock shows `at`, also when it is set or shifted meanwhile.
    pub async fn sleep_until(&self, at: Timestamp) {
        loop {
            let moved = self.inner.moved.notified();
            tokio::pin!(moved);
            // Before the clock is read, or a shift in between would be missed.
            moved.as_mut().enable();
            let Ok(left) = Duration::try_from(at.duration_since(self.now())) else {
                return;
            };
            if left.is_zero() {
                return;
            }
            let _ = tokio::time::timeout(left.min(LOOK_AGAIN), moved).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(
        clippy::disallowed_methods,
        reason = "the real clocks are what is tested"
    )]
    fn clock() -> Clock {
        Clock::new(SystemTime::now, Instant::now)
    }

    #[tokio::test]
    async fn a_moment_that_has_passed_is_not_waited_for() {
        let clock = clock();
        clock.sleep_until(clock.now()).await;
        clock.sleep_until(Timestamp::MIN).await;
    }

    #[tokio::test]
    async fn whoever_waits_wakes_when_the_clock_is_shifted_past_the_moment() {
        let clock = clock();
        let at = clock.now() + SignedDuration::from_hours(30);
        let waits = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(at).await }
        });
        tokio::task::yield_now().await;
        clock.shift(SignedDuration::from_hours(10));
        tokio::task::yield_now().await;
        assert!(!waits.is_finished());
        clock.shift(SignedDuration::from_hours(21));
        tokio::time::timeout(Duration::from_secs(10), waits)
            .await
            .expect("it wakes")
            .expect("it ends");
        assert!(clock.now() >= at);
    }

    #[test]
    fn a_shift_moves_the_wall_clock_and_not_the_one_that_only_grows() {
        let clock = clock();
        let (wall, elapsed) = (clock.now(), clock.elapsed());
        clock.shift(SignedDuration::from_hours(-1));
        assert!(clock.now() < wall);
        assert!(clock.elapsed() >= elapsed && clock.elapsed() < Duration::from_secs(60));
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "it is read and plays no part")]
    fn a_wall_clock_past_all_years_shows_the_last_one() {
        let far = || SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40);
        let clock = Clock::new(far, Instant::now);
        assert_eq!(clock.now(), Timestamp::MAX);
    }
}
