//! How fast calls go: Telegram's rate limits, what a 429 means for other chats, and the slow pace of an outage, in which every call
//! fails.
//!
//! Times are [`crate::run::clock::Clock::elapsed`]. All of it is in memory: after a restart the limits begin anew, and a 429 that
//! follows is obeyed. Nothing here reads the outbox or a clock. Start at [`Pace::capacity`].

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use crate::core::model::delivery::Urgency;
use crate::core::model::ids::ChatId;

/// Limits are counted over a little more than a second, because calls overtake each other on the way.
const SECOND: Duration = Duration::from_millis(1_050);
const MINUTE: Duration = Duration::from_millis(60_050);
/// A 429 longer than this is meant for everything, as is one that two chats meet within [`TOGETHER`].
const FOR_A_CHAT_S: u32 = 5;
const TOGETHER: Duration = Duration::from_secs(1);
/// From so many failures in a row, of more than one row, everything slows down.
const OUTAGE: u32 = 5;
/// The longest pause between two attempts while everything fails.
const OUTAGE_PAUSE: Duration = Duration::from_secs(30);
/// Chats that have been quiet are forgotten when more than this many are remembered.
const REMEMBERED: usize = 1_024;

/// How much may be sent (Bots FAQ, "My bot is hitting limits").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Calls a second in all.
    pub per_second: usize,
    /// Calls a second that come by the clock: two thirds, so that what people wait for always finds room.
    pub scheduled_per_second: usize,
    /// Between two messages in one chat …
    pub chat_interval: Duration,
    /// … of which so many may come at once. Telegram allows short bursts and publishes no number.
    pub chat_burst: u32,
    /// Messages a minute in one group.
    pub group_per_minute: usize,
    /// Calls in flight at once: 30 a second at four seconds each.
    pub in_flight: usize,
    /// Those of them that came by the clock.
    pub scheduled_in_flight: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            per_second: 30,
            scheduled_per_second: 20,
            chat_interval: Duration::from_secs(1),
            chat_burst: 3,
            group_per_minute: 20,
            in_flight: 120,
            scheduled_in_flight: 80,
        }
    }
}

/// How many calls may begin now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Capacity {
    pub any: usize,
    /// Of them, by the clock.
    pub scheduled: usize,
}

/// What was sent lately, and how it went.
pub struct Pace {
    limits: Limits,
    all: VecDeque<Duration>,
    scheduled: VecDeque<Duration>,
    /// When a chat's allowance is whole again.
    chats: HashMap<ChatId, Duration>,
    groups: HashMap<ChatId, VecDeque<Duration>>,
    last_429: Option<(ChatId, Duration)>,
    failures: Failures,
}

/// Calls that failed since the last answer of any kind.
#[derive(Default)]
struct Failures {
    count: u32,
    first: Option<i64>,
    of_several_rows: bool,
    last: Duration,
    /// Attempts that failed since everything slowed down.
    probes: u32,
}

impl Pace {
    /// A pace at which nothing was sent yet.
    pub fn new(limits: Limits) -> Pace {
        Pace {
            limits,
            all: VecDeque::new(),
            scheduled: VecDeque::new(),
            chats: HashMap::new(),
            groups: HashMap::new(),
            last_429: None,
            failures: Failures::default(),
        }
    }

    /// How many calls may begin at `t` beside those in flight.
    pub fn capacity(
        &mut self,
        t: Duration,
        in_flight: usize,
        scheduled_in_flight: usize,
    ) -> Capacity {
        if self.is_outage() {
            let one = usize::from(in_flight == 0 && t >= self.failures.last + self.outage_pause());
            return Capacity {
                any: one,
                scheduled: one,
            };
        }
        let left = |limit: usize, used: usize| limit.saturating_sub(used);
        let any = left(self.limits.per_second, recent(&mut self.all, t, SECOND))
            .min(left(self.limits.in_flight, in_flight));
        let scheduled = left(
            self.limits.scheduled_per_second,
            recent(&mut self.scheduled, t, SECOND),
        )
        .min(left(self.limits.scheduled_in_flight, scheduled_in_flight));
        Capacity {
            any,
            scheduled: scheduled.min(any),
        }
    }

    /// How long from `t` until there is more room than [`Pace::capacity`] says; `None` when only a call that ends makes some.
    pub fn until_capacity(
        &mut self,
        t: Duration,
        in_flight: usize,
        scheduled_in_flight: usize,
    ) -> Option<Duration> {
        if self.is_outage() {
            let next = self.failures.last + self.outage_pause();
            return (in_flight == 0).then(|| next.saturating_sub(t));
        }
        let frees = |times: &mut VecDeque<Duration>, limit: usize| {
            let is_full = recent(times, t, SECOND) >= limit;
            let first = times.front().filter(|_| is_full)?;
            Some((*first + SECOND).saturating_sub(t))
        };
        if in_flight >= self.limits.in_flight {
            return None;
        }
        if let Some(wait) = frees(&mut self.all, self.limits.per_second) {
            return Some(wait);
        }
        if scheduled_in_flight >= self.limits.scheduled_in_flight {
            return None;
        }
        frees(&mut self.scheduled, self.limits.scheduled_per_second).or(Some(Duration::ZERO))
    }

    /// A call begins.
    pub fn call_begins(&mut self, urgency: Urgency, t: Duration) {
        self.all.push_back(t);
        if urgency == Urgency::Scheduled {
            self.scheduled.push_back(t);
        }
    }

    /// A message goes to this chat: answers from when the next one may. In a direct chat, edits, reactions and deletions do not
    /// come here: its limits are about what rings a phone, and a button must answer at once even after a long reveal. In a group
    /// they do: Telegram counts them there.
    pub fn message_to(&mut self, chat: ChatId, t: Duration) -> Duration {
        let whole = self.chats.get(&chat).copied().unwrap_or(t).max(t) + self.limits.chat_interval;
        let burst = self.limits.chat_interval * self.limits.chat_burst.saturating_sub(1);
        let mut next = whole.saturating_sub(burst);
        self.chats.insert(chat, whole);
        if self.chats.len() > REMEMBERED {
            self.chats.retain(|_, whole| *whole > t);
        }
        if chat.0 < 0 {
            let group = self.groups.entry(chat).or_default();
            group.push_back(t);
            if recent(group, t, MINUTE) >= self.limits.group_per_minute
                && let Some(first) = group.front()
            {
                next = next.max(*first + MINUTE);
            }
            if self.groups.len() > REMEMBERED {
                self.groups
                    .retain(|_, group| group.back().is_some_and(|last| *last + MINUTE > t));
            }
        }
        next
    }

    /// A 429 came for this chat; whether everything has to wait, which Telegram does not say.
    pub fn rate_limited(&mut self, chat: ChatId, seconds: u32, t: Duration) -> bool {
        let together = self
            .last_429
            .is_some_and(|(other, at)| other != chat && t.saturating_sub(at) <= TOGETHER);
        self.last_429 = Some((chat, t));
        together || seconds > FOR_A_CHAT_S
    }

    /// A call had no answer.
    pub fn failed(&mut self, row: i64, t: Duration) {
        let is_probe = self.is_outage() && t >= self.failures.last + self.outage_pause();
        let failures = &mut self.failures;
        failures.probes += u32::from(is_probe);
        failures.count = failures.count.saturating_add(1);
        failures.of_several_rows |= failures.first.is_some_and(|first| first != row);
        failures.first.get_or_insert(row);
        failures.last = t;
    }

    /// A call had an answer, whatever it was.
    pub fn answered(&mut self) {
        self.failures = Failures::default();
    }

    /// Everything fails.
    pub fn is_outage(&self) -> bool {
        self.failures.count >= OUTAGE && self.failures.of_several_rows
    }

    fn outage_pause(&self) -> Duration {
        Duration::from_secs(1)
            .saturating_mul(2u32.saturating_pow(self.failures.probes))
            .min(OUTAGE_PAUSE)
    }
}

/// Forgets what is older than `span`; how many are left.
fn recent(times: &mut VecDeque<Duration>, t: Duration, span: Duration) -> usize {
    while times.front().is_some_and(|at| *at + span <= t) {
        times.pop_front();
    }
    times.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAT: ChatId = ChatId(5);
    const GROUP: ChatId = ChatId(-5);

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    fn pace() -> Pace {
        Pace::new(Limits::default())
    }

    /// Begins calls whenever there is room, for so long, each ended at once; the times of those that began.
    fn flood(pace: &mut Pace, urgency: Urgency, for_ms: u64) -> Vec<u64> {
        let mut times = Vec::new();
        for t in 0..for_ms {
            let capacity = pace.capacity(ms(t), 0, 0);
            let here = match urgency {
                Urgency::Waited => capacity.any,
                Urgency::Scheduled => capacity.scheduled,
            };
            for _ in 0..here {
                pace.call_begins(urgency, ms(t));
                times.push(t);
            }
        }
        times
    }

    fn most_in_a_second(times: &[u64]) -> usize {
        let after = |from: u64| {
            times
                .iter()
                .filter(|t| (from..from + 1000).contains(*t))
                .count()
        };
        times.iter().map(|from| after(*from)).max().unwrap_or(0)
    }

    #[test]
    fn no_second_sees_more_than_thirty_calls() {
        let times = flood(&mut pace(), Urgency::Waited, 10_000);
        assert_eq!(most_in_a_second(&times), 30);
        assert!(times.len() >= 280, "{}", times.len());
    }

    #[test]
    fn a_scheduled_burst_leaves_a_third_for_what_people_wait_for() {
        let mut pace = pace();
        let times = flood(&mut pace, Urgency::Scheduled, 10_000);
        assert_eq!(most_in_a_second(&times), 20);
        assert!(pace.capacity(ms(10_000), 0, 0).any >= 10);
    }

    #[test]
    fn no_more_calls_are_under_way_than_allowed() {
        let mut pace = pace();
        assert_eq!(
            pace.capacity(ms(0), 115, 79),
            Capacity {
                any: 5,
                scheduled: 1
            }
        );
        assert_eq!(
            pace.capacity(ms(0), 120, 80),
            Capacity {
                any: 0,
                scheduled: 0
            }
        );
        assert_eq!(
            pace.until_capacity(ms(0), 120, 0),
            None,
            "a call must end first"
        );
    }

    #[test]
    fn it_says_when_there_is_room_again() {
        let mut pace = pace();
        for _ in 0..20 {
            pace.call_begins(Urgency::Scheduled, ms(100));
        }
        assert_eq!(pace.until_capacity(ms(500), 0, 0), Some(ms(650)));
        for _ in 0..10 {
            pace.call_begins(Urgency::Waited, ms(200));
        }
        assert_eq!(pace.capacity(ms(1_149), 0, 0).any, 0);
        assert_eq!(pace.until_capacity(ms(1_149), 0, 0), Some(ms(1)));
        assert_eq!(
            pace.capacity(ms(1_150), 0, 0),
            Capacity {
                any: 20,
                scheduled: 20
            }
        );
    }

    /// When messages go to a chat that always has one more.
    fn messages(chat: ChatId, count: usize) -> Vec<u64> {
        let mut pace = pace();
        let mut t = ms(0);
        let mut times = Vec::new();
        for _ in 0..count {
            times.push(t.as_millis() as u64);
            t = pace.message_to(chat, t).max(t);
        }
        times
    }

    #[test]
    fn a_chat_gets_three_messages_at_once_and_then_one_a_second() {
        assert_eq!(messages(CHAT, 6), [0, 0, 0, 1_000, 2_000, 3_000]);
    }

    #[test]
    fn a_chat_that_was_quiet_has_its_burst_again() {
        let mut pace = pace();
        for _ in 0..3 {
            pace.message_to(CHAT, ms(0));
        }
        assert!(pace.message_to(CHAT, ms(10_000)) <= ms(10_000));
    }

    #[test]
    fn a_group_gets_twenty_messages_a_minute() {
        let times = messages(GROUP, 41);
        for from in 0..=20 {
            assert!(times[from + 20] - times[from] > 60_000, "{times:?}");
        }
        assert!(times[40] < 125_000, "{times:?}");
        assert!(messages(CHAT, 41)[40] < 40_000, "only a group");
    }

    #[test]
    fn chats_that_are_quiet_are_forgotten() {
        let mut pace = pace();
        for chat in 0..10_000 {
            pace.message_to(ChatId(-chat), ms(100 * chat as u64));
        }
        assert!(pace.chats.len() <= REMEMBERED + 1 && pace.groups.len() <= REMEMBERED + 1);
    }

    #[test]
    fn a_429_is_for_its_chat_unless_it_is_long_or_two_chats_meet_it_at_once() {
        let mut pace = pace();
        assert!(!pace.rate_limited(CHAT, 5, ms(0)));
        assert!(!pace.rate_limited(CHAT, 5, ms(500)), "the same chat");
        assert!(!pace.rate_limited(GROUP, 1, ms(1_501)), "too late");
        assert!(pace.rate_limited(CHAT, 1, ms(2_501)));
        assert!(pace.rate_limited(CHAT, 6, ms(90_000)));
    }

    #[test]
    fn when_everything_fails_one_call_at_a_time_is_tried_ever_more_rarely() {
        let mut pace = pace();
        for row in 0..20 {
            pace.failed(row, ms(100));
        }
        assert!(pace.is_outage());
        let mut t = ms(100);
        let mut waits = Vec::new();
        for row in 0..8 {
            assert_eq!(pace.capacity(t, 0, 0).any, 0);
            let wait = pace.until_capacity(t, 0, 0).unwrap();
            t += wait;
            waits.push(wait.as_secs());
            assert_eq!(
                pace.capacity(t, 0, 0),
                Capacity {
                    any: 1,
                    scheduled: 1
                }
            );
            assert_eq!(pace.capacity(t, 1, 0).any, 0, "one at a time");
            assert_eq!(pace.until_capacity(t, 1, 0), None);
            pace.failed(row, t);
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30, 30]);
        pace.answered();
        assert_eq!(pace.capacity(t, 0, 0).any, 30);
    }

    #[test]
    fn one_row_that_always_fails_slows_nobody_down() {
        let mut pace = pace();
        for _ in 0..100 {
            pace.failed(1, ms(0));
        }
        assert!(!pace.is_outage());
        pace.failed(2, ms(0));
        assert!(pace.is_outage());
    }
}
