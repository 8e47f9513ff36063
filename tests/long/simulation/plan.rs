//! What the world of a seed is like: who lives in it, for how long, and what goes wrong.
//!
//! The last digit of a seed (base eight) says what goes wrong, so that a failure has few suspects: 0 nothing, 1 calls,
//! 2 crashes, 3 updates, 4 outages, 5 the clock, 6 and 7 everything. Where the digit before it is odd, couples look at arguments
//! as well; where it is 2, 3, 6 or 7, they make groups for two. Seeds from [`LONG`] on are years of people who are slow to answer.

use super::chance::Chance;

/// From this seed on worlds are long and quiet.
pub const LONG: u64 = 1_000_000;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A stretch of time, in milliseconds since the world began.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub from: i64,
    pub to: i64,
}

/// The machine's clock is wrong by `by_ms` for a while.
#[derive(Clone, Copy, Debug)]
pub struct Jump {
    pub during: Stretch,
    pub by_ms: i64,
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub days: i64,
    pub couples: usize,
    pub strangers: usize,
    /// How often a person looks at Telegram by themselves, a day.
    pub sessions: f64,
    /// How soon and how surely people look when something came, from 0 to 1: each draws one of these.
    pub keen: [f64; 3],
    /// Of couples, how many never say where they live: they have no schedule.
    pub nowhere: f64,
    /// A call meets a fault.
    pub call: f64,
    /// A poll meets one.
    pub poll: f64,
    /// The process ends at a step.
    pub crash: f64,
    /// Updates come again, or in another order, after a poll.
    pub muddle: f64,
    /// Update ids begin anew after a quiet week.
    pub new_ids: bool,
    /// Messages that were written a while before they come.
    pub late: f64,
    /// Neither polls nor calls get through.
    pub dark: Vec<Stretch>,
    /// Polls do not.
    pub deaf: Vec<Stretch>,
    /// The process is not running.
    pub down: Vec<Stretch>,
    pub jumps: Vec<Jump>,
    /// The sandbox answers 429 where Telegram's limits are exceeded.
    pub flood: bool,
    /// People who leave, block, forge and flood.
    pub mischief: f64,
    /// How much people want to look at an argument; nobody does where it is 0.
    pub reflects: f64,
    /// People make groups for two.
    pub groups: bool,
    /// Everybody waits until the bot has come to rest, and calls take no time: for comparing two worlds.
    pub tidy: bool,
}

impl Plan {
    pub fn of(seed: u64) -> Plan {
        let mut chance = Chance::new(seed, 1);
        let long = seed >= LONG;
        let mut plan = Plan {
            days: if long {
                chance.between(250, 400)
            } else {
                chance.between(10, 32)
            },
            couples: if long {
                chance.below(3) + 4
            } else {
                chance.below(3) + 1
            },
            strangers: chance.below(3),
            sessions: if long {
                0.03
            } else {
                [0.4, 1.0, 2.5][chance.below(3)]
            },
            keen: if long {
                [0.02, 0.1, 0.25]
            } else {
                [0.2, 0.6, 0.95]
            },
            nowhere: if long { 0.8 } else { 0.1 },
            call: 0.0,
            poll: 0.0,
            crash: 0.0,
            muddle: 0.0,
            new_ids: false,
            late: 0.0,
            dark: Vec::new(),
            deaf: Vec::new(),
            down: Vec::new(),
            jumps: Vec::new(),
            flood: chance.p(0.5),
            mischief: if long {
                0.2
            } else {
                [0.3, 1.0, 2.0][chance.below(3)]
            },
            reflects: 0.0,
            groups: seed / 16 % 2 == 1,
            tidy: false,
        };
        if seed / 8 % 2 == 1 {
            // A chance of its own: worlds without it stay what they are.
            plan.reflects = [6.0, 15.0][Chance::new(seed, 8).below(2)];
        }
        let all = seed % 8 >= 6;
        let is = |digit: u64| all || seed % 8 == digit;
        let scale = if all { 0.6 } else { 1.0 };
        if is(1) {
            plan.call = scale * [0.01, 0.08, 0.3][chance.below(3)];
        }
        if is(2) {
            plan.crash = scale
                * if long {
                    0.0005
                } else {
                    [0.0008, 0.004, 0.02][chance.below(3)]
                };
        }
        if is(3) {
            plan.poll = scale * [0.01, 0.1][chance.below(2)];
            plan.muddle = scale * [0.02, 0.2][chance.below(2)];
            plan.new_ids = chance.p(0.5);
            plan.late = scale * 0.03;
        }
        let end = plan.days * DAY;
        if is(4) {
            for _ in 0..=chance.below(3) {
                plan.dark
                    .push(stretch(&mut chance, end, 2 * MINUTE, 3 * HOUR));
            }
            for _ in 0..=chance.below(3) {
                let longest = if chance.p(0.5) { 5 * HOUR } else { 2 * DAY };
                plan.deaf
                    .push(stretch(&mut chance, end, 2 * MINUTE, longest));
            }
            for _ in 0..=chance.below(3) {
                let longest = if chance.p(0.5) { HOUR } else { 2 * DAY };
                plan.down.push(stretch(&mut chance, end, MINUTE, longest));
            }
        }
        if is(5) {
            let far = [DAY, 366 * DAY, 3 * HOUR];
            for _ in 0..=chance.below(2) {
                let by_ms = far[chance.below(3)] * if chance.p(0.5) { 1 } else { -1 };
                let during = stretch(&mut chance, end, MINUTE, 2 * DAY);
                let apart =
                    |jump: &Jump| during.to < jump.during.from || jump.during.to < during.from;
                if plan.jumps.iter().all(apart) {
                    plan.jumps.push(Jump { during, by_ms });
                }
            }
        }
        plan
    }

    /// The same people without any fault.
    pub fn calm(mut self) -> Plan {
        self.call = 0.0;
        self.poll = 0.0;
        self.crash = 0.0;
        self.muddle = 0.0;
        self.late = 0.0;
        self.new_ids = false;
        self.flood = false;
        for stretches in [&mut self.dark, &mut self.deaf, &mut self.down] {
            stretches.clear();
        }
        self.jumps.clear();
        self
    }

    /// The machine's clock is right the whole time.
    pub fn clock_is_right(&self) -> bool {
        self.jumps.is_empty()
    }
}

fn stretch(chance: &mut Chance, end: i64, shortest: i64, longest: i64) -> Stretch {
    let from = chance.between(0, end);
    // Short ones more often than long ones.
    let share = chance.unit() * chance.unit();
    let to = from + shortest + ((longest - shortest) as f64 * share) as i64;
    Stretch { from, to }
}
