//! The state of one simulated world, its one clock, and the loop that asks what comes next.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::chance::Chance;
use super::groups::Home;
use super::ledger::{Ledger, Message};
use super::people::Agent;
use super::plan::{Plan, Stretch};
use super::probe::Probe;
use super::pump::{Bot, Heard, RowTale};
use super::{Report, finish, rules};
use twofold::library::{self, Library, Source};
use twofold::sandbox::{Config, World};

/// How much of a world's story a failure shows.
const STORY: usize = 70;
/// A Monday morning in March: the clocks of Europe and America change within the month.
const BEGIN: &str = "2026-03-02T09:00:00Z";
/// A world that takes more steps than this in a minute goes round in circles.
const STEPS_A_MINUTE: u64 = 5_000;

/// A rule that does not hold.
#[derive(Clone, Debug)]
pub struct Broken {
    pub rule: &'static str,
    pub what: String,
}

pub type Held<T = ()> = Result<T, Broken>;

pub fn broken<T>(rule: &'static str, what: impl Into<String>) -> Held<T> {
    Err(Broken {
        rule,
        what: what.into(),
    })
}

/// What the bot or a person could do at this moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    Poll,
    Apply,
    Mend,
    Tick,
    House,
    LookAgain,
    Desk,
    Flight(usize),
    Act(usize),
    Start,
    GoDown,
}

pub struct Sim {
    pub seed: u64,
    pub plan: Plan,
    /// For the order of things and what goes wrong.
    pub chance: Chance,
    /// For what people do.
    pub folk: Chance,
    pub telegram: World,
    /// True time, which is also Telegram's.
    pub now: Timestamp,
    pub begin: Timestamp,
    pub end: Timestamp,
    pub people: Vec<Agent>,
    pub ledger: Ledger,
    pub probe: Probe,
    pub bot: Option<Bot>,
    pub start_at: Timestamp,
    pub faults_on: bool,
    pub people_on: bool,
    pub rows: BTreeMap<i64, RowTale>,
    /// Which row's call a message of the bot is as it stands, by chat and message.
    pub made_by: BTreeMap<(i64, i64), i64>,
    /// What of others each person has seen.
    pub shown: BTreeSet<(Message, usize)>,
    /// What the last step applied.
    pub heard: Vec<Heard>,
    pub seen_revision: u64,
    pub began: u64,
    /// Updates the bot was given and has not applied.
    pub given: BTreeSet<i64>,
    pub links: Vec<(usize, String)>,
    pub group: Option<i64>,
    /// Groups that people made for two.
    pub homes: Vec<Home>,
    /// Rows with words for a group, before which a look found the two alone.
    pub looked: BTreeSet<i64>,
    /// Words that stand in a group.
    pub there: BTreeSet<(i64, i64, String)>,
    /// Reveals that were opened in a group.
    pub opened_there: u64,
    pub fragile: u32,
    pub steps: u64,
    /// A minute, and the steps taken in it.
    hurry: (i64, u64),
    pub crashes: u64,
    pub faults: u64,
    pub reveals: u64,
    /// Steps of reflections that opened.
    pub opened_steps: u64,
    pub couple_ms: i64,
    pub url: String,
    pub library: Arc<Library>,
    pub folder: TempDir,
    story: VecDeque<String>,
    hasher: DefaultHasher,
    /// Prints every event as it happens.
    aloud: bool,
}

/// The shipped prompts, read once.
fn shipped() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    let load =
        || Arc::new(library::load(Source::embedded()).expect("the shipped prompts are sound"));
    LIBRARY.get_or_init(load).clone()
}

impl Sim {
    pub async fn new(seed: u64, plan: Plan) -> Sim {
        let folder = scratch();
        let url = format!("sqlite://{}", folder.path().join("twofold.db").display());
        let begin: Timestamp = BEGIN.parse().expect("a time");
        let mut telegram = World::new(Config::default());
        telegram.rules.flood = plan.flood;
        let end = begin + SignedDuration::from_hours(24 * plan.days);
        let mut sim = Sim {
            seed,
            chance: Chance::new(seed, 2),
            folk: Chance::new(seed, 3),
            telegram,
            now: begin,
            begin,
            end,
            people: Vec::new(),
            ledger: Ledger::default(),
            bot: None,
            start_at: begin,
            faults_on: true,
            people_on: true,
            rows: BTreeMap::new(),
            made_by: BTreeMap::new(),
            shown: BTreeSet::new(),
            heard: Vec::new(),
            seen_revision: 0,
            began: 0,
            given: BTreeSet::new(),
            links: Vec::new(),
            group: None,
            homes: Vec::new(),
            looked: BTreeSet::new(),
            there: BTreeSet::new(),
            opened_there: 0,
            fragile: 0,
            steps: 0,
            hurry: (0, 0),
            crashes: 0,
            faults: 0,
            reveals: 0,
            opened_steps: 0,
            couple_ms: 0,
            library: shipped(),
            story: VecDeque::new(),
            hasher: DefaultHasher::new(),
            aloud: aloud(),
            // The store makes the file; the probe only opens it.
            probe: {
                std::fs::File::create(folder.path().join("twofold.db")).expect("a file");
                Probe::open(&url).await
            },
            url,
            folder,
            plan,
        };
        sim.populate();
        sim
    }

    /// Lives through the whole plan and what comes after.
    pub async fn live(&mut self) -> Held {
        while self.now < self.end {
            self.step().await?;
        }
        finish::come_to_rest(self).await
    }

    /// One thing happens, or time passes.
    pub async fn step(&mut self) -> Held {
        let could = self.could();
        let next = if self.plan.tidy {
            could.first().copied()
        } else {
            let at = self.chance.below(could.len());
            could.get(at).copied()
        };
        let Some(next) = next else {
            self.pass_time();
            return Ok(());
        };
        self.steps += 1;
        let minute = self.now.as_second() / 60;
        let (of, steps) = self.hurry;
        self.hurry = if of == minute {
            (of, steps + 1)
        } else {
            (minute, 1)
        };
        if self.hurry.1 > STEPS_A_MINUTE {
            return broken(
                "the bot comes to rest",
                format!("still {could:?}, now {next:?}"),
            );
        }
        self.heard.clear();
        self.fragile = self.fragile.saturating_sub(1);
        self.do_next(next).await?;
        rules::check(self).await?;
        self.now += SignedDuration::from_millis(1);
        Ok(())
    }

    fn could(&self) -> Vec<Next> {
        let mut could = Vec::new();
        let in_down = self.within(&self.plan.down);
        match &self.bot {
            Some(_) if in_down => could.push(Next::GoDown),
            Some(bot) => bot.could(self, &mut could),
            None if !in_down && self.start_at <= self.now => could.push(Next::Start),
            None => {}
        }
        // In a tidy world people wait until the bot has nothing to do.
        if self.people_on && (!self.plan.tidy || could.is_empty()) {
            let due = |agent: &Agent| agent.next_act <= self.now;
            could.extend(self.people.iter().position(due).map(Next::Act));
        }
        could
    }

    /// On to the next moment at which something can happen.
    fn pass_time(&mut self) {
        let mut next = self.end;
        let mut at = |moment: Timestamp| {
            if moment > self.now {
                next = next.min(moment);
            }
        };
        if self.people_on {
            self.people.iter().for_each(|agent| at(agent.next_act));
        }
        match &self.bot {
            Some(bot) => bot.moments(self, &mut at),
            None => at(self.start_at),
        }
        if self.faults_on {
            let jumps = self.plan.jumps.iter().map(|jump| &jump.during);
            let all = self
                .plan
                .dark
                .iter()
                .chain(&self.plan.deaf)
                .chain(&self.plan.down);
            for stretch in all.chain(jumps) {
                at(self.moment(stretch.from));
                at(self.moment(stretch.to));
            }
        }
        let together = self
            .probe
            .couples
            .values()
            .filter(|pair| pair.couple.is_together());
        let passed = next.duration_since(self.now).as_millis() as i64;
        self.couple_ms += passed * together.count() as i64;
        self.now = next;
    }

    pub fn moment(&self, ms: i64) -> Timestamp {
        self.begin + SignedDuration::from_millis(ms)
    }

    /// Whether it is the time of one of these.
    pub fn within(&self, stretches: &[Stretch]) -> bool {
        let at = self.now.duration_since(self.begin).as_millis() as i64;
        self.faults_on && stretches.iter().any(|s| s.from <= at && at < s.to)
    }

    /// The end of the stretch it is in, or now.
    pub fn until(&self, stretches: &[Stretch]) -> Timestamp {
        let at = self.now.duration_since(self.begin).as_millis() as i64;
        let ends = stretches
            .iter()
            .filter(|s| s.from <= at && at < s.to)
            .map(|s| s.to);
        ends.max().map_or(self.now, |end| self.moment(end))
    }

    /// How wrong the machine's clock is.
    pub fn skew(&self) -> SignedDuration {
        let at = self.now.duration_since(self.begin).as_millis() as i64;
        let on = |stretch: &Stretch| stretch.from <= at && at < stretch.to;
        let jump = self.plan.jumps.iter().find(|jump| on(&jump.during));
        let jump = jump.filter(|_| self.faults_on);
        SignedDuration::from_millis(jump.map_or(0, |jump| jump.by_ms))
    }

    /// What the machine's clock shows.
    pub fn wall(&self) -> Timestamp {
        self.now + self.skew()
    }

    /// When it is this on the machine's clock, as far as it stays as wrong as it is.
    pub fn when_wall(&self, at: Timestamp) -> Timestamp {
        at.saturating_sub(self.skew()).expect("a time")
    }

    /// What the machine's clock showed at the beginning, by what both its clocks show now.
    pub fn began_by_both_clocks(&self) -> Timestamp {
        self.begin + self.skew()
    }

    /// Time that only grows.
    pub fn elapsed(&self) -> Duration {
        Duration::try_from(self.now.duration_since(self.begin)).unwrap_or_default()
    }

    /// Notes what happened, for whoever reads a failure.
    pub fn tell(&mut self, what: impl Into<String>) {
        let at = self.now.duration_since(self.begin);
        let day = at.as_hours() / 24;
        let line = format!(
            "{day:3}d {} {}",
            self.now.strftime("%H:%M:%S%.3f"),
            what.into()
        );
        line.hash(&mut self.hasher);
        if self.aloud {
            println!("{line}");
        }
        self.story.push_back(line);
        if self.story.len() > STORY {
            self.story.pop_front();
        }
    }

    /// The index of a person by their Telegram id.
    pub fn who(&self, user: i64) -> Option<usize> {
        self.people.iter().position(|agent| agent.id == user)
    }

    pub fn report(self, broken: Option<Broken>) -> Report {
        Report {
            seed: self.seed,
            couple_days: self.couple_ms as f64 / 86_400_000.0,
            steps: self.steps,
            day: self.now.duration_since(self.begin).as_hours() / 24,
            crashes: self.crashes,
            faults: self.faults,
            reveals: self.reveals,
            reflections: self.probe.reflections.len() as u64,
            opened_steps: self.opened_steps,
            opened_there: self.opened_there,
            broken,
            story: self.story.into(),
            fingerprint: self.hasher.finish(),
        }
    }
}

/// In memory where the system offers that: thousands of durable commits need not wait for a disk.
fn scratch() -> TempDir {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    folder.expect("a folder")
}

/// ALOUD prints each step as it happens.
#[expect(
    clippy::disallowed_methods,
    reason = "a switch for whoever replays a seed"
)]
fn aloud() -> bool {
    std::env::var_os("ALOUD").is_some()
}
