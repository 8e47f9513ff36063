//! The bot as the simulation drives it: each step is one call of the program's own, and each may meet a fault or a crash.
//!
//! A crash drops the application, the sender and the store. Within a step it happens after one of its commits: what is not
//! committed is rolled back, so that a crash at any other point of a transaction is a crash after the commit before it.

use std::collections::BTreeMap;
use std::future::Future;
use std::task::Poll;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::chance::generator;
use super::probe::Probe;
use super::sim::{Held, Next, Sim, broken};
use super::{homes, rules};
use twofold::app::{App, Wakers};
use twofold::core::Rules;
use twofold::core::model::delivery::{Call, Outcome};
use twofold::run::sender::bind::makes_message;
use twofold::run::sender::dispatcher::{Dispatcher, Finished, Plan as Calls};
use twofold::run::sender::guard::Guard;
use twofold::run::sender::pace::Limits;
use twofold::run::trust::Trust;
use twofold::run::{housekeeping, ticker};
use twofold::sandbox::{Fault, Reply, What};
use twofold::store::{Options, Store, StoreError};
use twofold::telegram::decode::{ALLOWED_UPDATES, Incoming, IncomingKind};
use twofold::telegram::poll::{self, Batch};
use twofold::telegram::{apply, intake, post};

/// Housekeeping on days on which nothing else happens.
const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// As `telegram::poll` asks.
const BATCH: usize = 100;
/// As `telegram::client` gives up a call.
const GIVE_UP: SignedDuration = SignedDuration::from_secs(20);
/// A step that takes longer than this, on a real clock, never ends.
const FOR_EVER: Duration = Duration::from_secs(60);

/// A call on its way.
pub struct Flight {
    pub at: Timestamp,
    /// `None` for the answer to a pressed button, which no row holds.
    row: Option<i64>,
    /// Who must be alone in the group right before it.
    guard: Option<Guard>,
    call: Call,
    fault: Option<Fault>,
    never_left: bool,
    /// It has arrived, and its caller waits for an answer that does not come.
    hangs: bool,
}

/// What became of a row's calls.
#[derive(Default, Debug)]
pub struct RowTale {
    pub begun: u32,
    /// Calls that took effect.
    pub arrived: u32,
    /// Calls of which the bot could not know whether they did.
    pub doubtful: u32,
    pub makes_message: bool,
}

/// Something a person did, as the bot was told of it.
#[derive(Clone, Debug)]
pub struct Heard {
    pub update: i64,
    pub who: usize,
    pub what: HeardWhat,
}

#[derive(Clone, Debug)]
pub enum HeardWhat {
    Message { message: i64, date: Timestamp },
    Pressed { data: String },
    Other,
}

/// One process.
pub struct Bot {
    app: App,
    desk: Dispatcher<App>,
    offset: i64,
    careful: bool,
    drained: bool,
    suspect: bool,
    noted_at: Timestamp,
    mending: bool,
    batch: Option<Batch>,
    again_at: Timestamp,
    finished: Vec<Finished>,
    flights: Vec<Flight>,
    desk_at: Option<Timestamp>,
    desk_after: Option<Timestamp>,
    woken: bool,
    house_at: Timestamp,
    /// What the clock showed last; nothing at first.
    saw: Option<Timestamp>,
    trust: Trust,
    /// When messages began to go to each chat, and to all.
    pub begun: BTreeMap<i64, Vec<Duration>>,
    pub begun_all: Vec<Duration>,
}

impl Bot {
    pub fn could(&self, sim: &Sim, could: &mut Vec<Next>) {
        let wall = sim.wall();
        if self.batch.is_some() {
            could.push(Next::Apply);
        } else if self.wants_to_poll(sim) && self.again_at <= sim.now {
            could.push(Next::Poll);
        }
        if self.mending {
            could.push(Next::Mend);
        }
        let desk_is_due = self.woken
            || !self.finished.is_empty()
            || self.desk_at.is_some_and(|at| at <= wall)
            || self.desk_after.is_some_and(|at| at <= sim.now);
        if desk_is_due {
            could.push(Next::Desk);
        }
        let landing = |flight: &Flight| flight.at <= sim.now;
        could.extend(self.flights.iter().position(landing).map(Next::Flight));
        if !self.drained {
            return;
        }
        if self.clock_went_back(wall) {
            could.push(Next::LookAgain);
            return;
        }
        if self.first_due(sim).is_some_and(|due| due <= wall) {
            could.push(Next::Tick);
        }
        // Really hourly; here when there is something to do anyway, or half a day passed.
        let late = wall.duration_since(self.house_at) >= IDLE;
        if self.house_at <= wall && (late || !could.is_empty()) {
            could.push(Next::House);
        }
    }

    /// From when it can do something.
    pub fn moments(&self, sim: &Sim, at: &mut impl FnMut(Timestamp)) {
        if self.batch.is_none() && self.wants_to_poll(sim) {
            at(self.again_at);
        }
        self.flights.iter().for_each(|flight| at(flight.at));
        self.desk_after.into_iter().for_each(&mut *at);
        if let Some(moment) = self.desk_at {
            at(sim.when_wall(moment));
        }
        if self.drained {
            at(sim.when_wall(self.house_at + IDLE));
            if let Some(due) = self.first_due(sim) {
                at(sim.when_wall(due));
            }
        }
    }

    /// As `run::eraser` does after a turn that deleted words.
    pub async fn erase(&self) -> Result<(), StoreError> {
        self.app.store().erase().await
    }

    fn clock_went_back(&self, wall: Timestamp) -> bool {
        let step = SignedDuration::from_secs(1);
        self.saw.is_none_or(|saw| saw.duration_since(wall) > step)
    }

    fn wants_to_poll(&self, sim: &Sim) -> bool {
        self.suspect || !self.drained || sim.telegram.pending_updates() > 0
    }

    fn first_due(&self, sim: &Sim) -> Option<Timestamp> {
        let couples = sim.probe.couples.values().filter_map(|pair| pair.due_at);
        let alone = sim.probe.reflections.values();
        let alone = alone.filter_map(|held| held.due_at);
        couples.chain(alone).min()
    }
}

impl Sim {
    pub async fn do_next(&mut self, next: Next) -> Held {
        let wall = self.wall();
        if let Some(bot) = &mut self.bot
            && next != Next::LookAgain
            && !bot.clock_went_back(wall)
        {
            bot.saw = Some(wall);
        }
        match next {
            Next::Act(who) => {
                self.act(who).await;
                Ok(())
            }
            Next::Start => self.start().await,
            Next::GoDown => self.go_down().await,
            Next::Flight(index) => self.land(index),
            Next::Poll => self.poll().await,
            Next::Apply => self.apply().await,
            Next::Mend => self.mend().await,
            Next::Tick => self.tick().await,
            Next::House => self.house(false).await,
            Next::LookAgain => self.house(true).await,
            Next::Desk => self.desk().await,
        }
    }

    /// Whether the process ends at this step, and after how many of its commits.
    fn crash(&mut self) -> Option<u32> {
        if !self.faults_on || self.plan.crash == 0.0 {
            return None;
        }
        let often = if self.fragile > 0 {
            0.1
        } else {
            self.plan.crash
        };
        if !self.chance.p(often) {
            return None;
        }
        Some([0, 1, 1, 1, 2, 3, u32::MAX][self.chance.below(7)])
    }

    async fn start(&mut self) -> Held {
        let options = Options {
            url: self.url.clone(),
            key_file: self.folder.path().join("twofold.key"),
            bot_id: self.telegram.bot_id(),
        };
        self.began += 1;
        let mut chance = generator(self.seed, 100 + self.began);
        let wall = self.wall();
        let (library, name) = (
            self.library.clone(),
            self.telegram.bot_username().to_owned(),
        );
        let starting = async move {
            let store = Store::open(&options, &mut chance).await;
            let store = store.map_err(|error| error.to_string())?;
            let app = App::new(
                store,
                library,
                Rules::default(),
                name,
                chance,
                Wakers::default(),
            );
            let begin = async {
                let careful = intake::begin(&app, wall).await?;
                Ok::<_, StoreError>((careful, intake::stored_offset(&app).await?))
            };
            let (careful, offset) = begin.await.map_err(|error| error.to_string())?;
            Ok::<_, String>((app, careful, offset))
        };
        let crash = self.crash();
        let Some(started) = until(&mut self.probe, crash, starting).await? else {
            self.tell("the bot starts and ends at once");
            self.fell();
            return Ok(());
        };
        let (app, careful, offset) = match started {
            Ok(started) => started,
            Err(error) => return broken("the bot starts on what it left", error),
        };
        self.tell(format!(
            "the bot starts{}",
            if careful { ", carefully" } else { "" }
        ));
        self.bot = Some(Bot {
            desk: Dispatcher::new(
                app.store().clone(),
                app.clone(),
                Box::new(app.chance()),
                Limits::default(),
            ),
            app,
            offset,
            careful,
            drained: false,
            suspect: true,
            noted_at: wall,
            mending: false,
            batch: None,
            again_at: self.now,
            finished: Vec::new(),
            flights: Vec::new(),
            desk_at: None,
            desk_after: None,
            woken: true,
            house_at: wall,
            saw: None,
            trust: Trust::default(),
            begun: BTreeMap::new(),
            begun_all: Vec::new(),
        });
        Ok(())
    }

    /// The process is gone. Calls under way may still arrive.
    fn fell(&mut self) {
        self.crashes += 1;
        if let Some(bot) = self.bot.take() {
            let known = |done: &&Finished| done.outcome != Outcome::Unknown;
            for done in bot.finished.iter().filter(known) {
                self.rows.entry(done.row).or_default().doubtful += 1;
            }
            for flight in bot.flights {
                if let Some(row) = flight.row {
                    self.rows.entry(row).or_default().doubtful += 1;
                }
                // What is guarded has not been looked after yet: its call is not made.
                let guarded = flight.guard.is_some();
                if !flight.never_left && !flight.hangs && !guarded && self.chance.p(0.5) {
                    let _ = self.call(&flight.call, None, flight.row);
                }
            }
        }
        let pause = match self.chance.below(10) {
            0 => self.chance.between(60_000, 4 * 3_600_000),
            1..3 => self.chance.between(1_000, 300_000),
            _ => self.chance.between(50, 5_000),
        };
        self.start_at = self.now + SignedDuration::from_millis(pause);
        self.fragile = 15;
    }

    /// The bot was polling all the while: it noted that within the last half minute.
    async fn note_lull(&mut self) {
        let wall = self.wall();
        let Some(bot) = &mut self.bot else { return };
        let heard_until = wall - SignedDuration::from_secs(5);
        if bot.drained && !bot.suspect && heard_until > bot.noted_at {
            // An error here is met again by the next step.
            let _ = intake::note_hearing(&bot.app, heard_until).await;
            bot.noted_at = heard_until;
        }
    }

    async fn go_down(&mut self) -> Held {
        self.note_lull().await;
        let cleanly = self.chance.p(0.5);
        let to = self.until(&self.plan.down);
        self.tell(if cleanly {
            "the bot is stopped"
        } else {
            "the machine goes off"
        });
        if !cleanly {
            self.fell();
            self.start_at = to;
            return Ok(());
        }
        while self.bot.as_ref().is_some_and(|bot| !bot.flights.is_empty()) {
            self.land(0)?;
        }
        let (wall, elapsed) = (self.wall(), self.elapsed());
        if let Some(mut bot) = self.bot.take() {
            let finishing = bot.desk.turn(&mut bot.finished, wall, elapsed, false);
            let ended = async {
                finishing.await?;
                intake::end(&bot.app).await
            };
            if let Err(error) = ended.await {
                return broken("the store works", error.to_string());
            }
            let store = bot.app.store().clone();
            drop(bot);
            store.close().await;
        }
        self.start_at = to;
        Ok(())
    }

    async fn poll(&mut self) -> Held {
        if let Some(offset) = self.bot.as_ref().map(|bot| bot.offset) {
            rules::what_is_acknowledged_is_applied(self, offset).await?;
        }
        let silent = self.within(&self.plan.dark) || self.within(&self.plan.deaf);
        if silent {
            self.note_lull().await;
        }
        if self.faults_on && self.chance.p(self.plan.muddle) {
            self.muddle();
        }
        let fault = if silent {
            Some(Fault::Reset { delivered: false })
        } else if self.faults_on && self.chance.p(self.plan.poll) {
            self.faults += 1;
            Some(self.draw_fault())
        } else {
            None
        };
        let Some(bot) = &mut self.bot else {
            return Ok(());
        };
        let offset = bot.offset;
        let params = json!({
            "offset": offset, "limit": BATCH, "timeout": 0, "allowed_updates": ALLOWED_UPDATES,
        });
        let reply = self
            .telegram
            .call_under(fault, "getUpdates", &params, self.now);
        let batch = match &reply {
            Reply::Answer { status, body, .. } => poll::batch(*status, &body.to_string(), BATCH),
            Reply::Garbage { status, body, .. } => poll::batch(*status, body, BATCH),
            Reply::Reset { .. } | Reply::Hang { .. } => Err(poll::PollFault::Network),
        };
        match batch {
            Ok(batch) => {
                self.given
                    .extend(batch.updates.iter().map(|update| update.update_id));
                if let Some(bot) = &mut self.bot {
                    bot.batch = Some(batch);
                }
                return Ok(());
            }
            Err(fault) => {
                let wait_ms = self.chance.between(500, 30_000);
                let again_at = self.now + SignedDuration::from_millis(wait_ms);
                let ends = self.until(&self.plan.dark).max(self.until(&self.plan.deaf));
                let Some(bot) = &mut self.bot else {
                    return Ok(());
                };
                bot.drained = false;
                bot.suspect = true;
                bot.again_at = again_at;
                // Nothing else would come of asking all the while.
                if silent && ends > self.now + SignedDuration::from_mins(5) {
                    bot.again_at = ends + SignedDuration::from_millis(wait_ms);
                }
                self.tell(format!("a poll fails: {fault}"));
            }
        }
        Ok(())
    }

    /// Updates come once more, or in another order.
    fn muddle(&mut self) {
        match self.chance.below(3) {
            0 => {
                let count = self.chance.below(6) + 1;
                self.telegram.redeliver_last(count);
                self.tell(format!("{count} updates come again"));
            }
            1 => self.telegram.reverse_next_updates(),
            _ => {
                // What was read must be confirmed first, or its ids would be dealt to what was not.
                let Some(bot) = &self.bot else { return };
                let params = json!({ "offset": bot.offset, "limit": 1 });
                let lost = Some(Fault::Reset { delivered: true });
                self.telegram
                    .call_under(lost, "getUpdates", &params, self.now);
                let deal = self.chance.number();
                self.telegram.shuffle_pending_updates(deal);
                self.tell("updates come in another order");
            }
        }
    }

    async fn apply(&mut self) -> Held {
        let crash = self.crash();
        let wall = self.wall();
        let Some(bot) = &mut self.bot else {
            return Ok(());
        };
        let Some(batch) = bot.batch.take() else {
            return Ok(());
        };
        let (app, careful) = (bot.app.clone(), bot.careful);
        let mut heard = Vec::new();
        for update in &batch.updates {
            heard.extend(self.read(update));
        }
        let mut fresh = Vec::new();
        for one in heard {
            if !self.probe.is_applied(one.update).await {
                fresh.push(one);
            }
        }
        let applying = async {
            if batch.updates.is_empty() {
                Ok(Vec::new())
            } else if careful {
                apply::one_by_one(&app, &batch, wall).await
            } else {
                apply::together(&app, &batch, wall).await
            }
        };
        if !batch.updates.is_empty() {
            let what: Vec<String> = batch
                .updates
                .iter()
                .map(|u| u.update_id.to_string())
                .collect();
            self.tell(format!("the bot reads {}", what.join(" ")));
        }
        let applied = until(&mut self.probe, crash, applying).await?;
        drop(app);
        for one in fresh {
            if self.probe.is_applied(one.update).await {
                self.heard.push(one);
            }
        }
        let answers = match applied {
            None => {
                self.tell("… and the process ends");
                self.fell();
                return rules::what_is_acknowledged_is_applied(self, 0).await;
            }
            Some(Ok(answers)) => answers,
            Some(Err(error)) => return broken("the store works", error.to_string()),
        };
        let mut flights = Vec::new();
        for answer in answers {
            let mut params = json!({ "callback_query_id": answer.callback });
            if let Some(text) = answer.text {
                params["text"] = text.into();
            }
            let call = Call {
                method: "answerCallbackQuery".to_owned(),
                params,
            };
            flights.push(self.flight(None, None, call));
        }
        let wall = self.wall();
        let Some(bot) = &mut self.bot else {
            return Ok(());
        };
        bot.flights.extend(flights);
        bot.offset = batch.next_offset.unwrap_or(bot.offset);
        bot.careful = bot.careful && batch.full;
        bot.woken |= !batch.updates.is_empty();
        if !batch.full {
            bot.drained = true;
            if bot.suspect {
                if let Err(error) = intake::hear_again(&bot.app, wall).await {
                    return broken("the store works", error.to_string());
                }
                bot.suspect = false;
                bot.noted_at = wall;
                bot.mending = true;
            }
        }
        let offset = bot.offset;
        rules::what_is_acknowledged_is_applied(self, offset).await
    }

    /// What an update says, as far as the rules want to know.
    fn read(&self, update: &Incoming) -> Option<Heard> {
        let (user, what) = match &update.kind {
            IncomingKind::Message(message) => {
                let date = Timestamp::from_second(message.date).ok()?;
                let what = HeardWhat::Message {
                    message: message.id.0,
                    date,
                };
                (message.chat.id.0, what)
            }
            IncomingKind::CallbackQuery(query) => {
                let data = query.data.clone().unwrap_or_default();
                (query.from.id, HeardWhat::Pressed { data })
            }
            IncomingKind::EditedMessage(message) => (message.chat.id.0, HeardWhat::Other),
            _ => return None,
        };
        Some(Heard {
            update: update.update_id,
            who: self.who(user)?,
            what,
        })
    }

    async fn mend(&mut self) -> Held {
        let crash = self.crash();
        let wall = self.wall();
        let Some(app) = self.bot.as_ref().map(|bot| bot.app.clone()) else {
            return Ok(());
        };
        let mended = until(&mut self.probe, crash, intake::mend_some(&app, wall)).await?;
        drop(app);
        match mended {
            None => {
                self.tell("the process ends while it looks after an outage");
                self.fell();
            }
            Some(Ok(more)) => {
                if let Some(bot) = &mut self.bot {
                    bot.mending = more;
                    bot.woken |= more;
                }
            }
            Some(Err(error)) => return broken("the store works", error.to_string()),
        }
        Ok(())
    }

    async fn tick(&mut self) -> Held {
        let crash = self.crash();
        let (wall, began) = (self.wall(), self.began_by_both_clocks());
        let Some(bot) = &mut self.bot else {
            return Ok(());
        };
        let app = bot.app.clone();
        app.set_erase_from(bot.trust.look(wall, began));
        let ticking = ticker::tick(&app, wall);
        let ticked = until(&mut self.probe, crash, ticking).await?;
        drop(app);
        match ticked {
            None => {
                self.tell("the process ends at a tick");
                self.fell();
            }
            Some(Ok(_)) => {
                if let Some(bot) = &mut self.bot {
                    bot.woken = true;
                }
            }
            Some(Err(error)) => return broken("the store works", error.to_string()),
        }
        Ok(())
    }

    /// The hourly work of the ticker, or what it does when its clock went back.
    async fn house(&mut self, look_again: bool) -> Held {
        let crash = self.crash();
        let (wall, began) = (self.wall(), self.began_by_both_clocks());
        let Some(bot) = &mut self.bot else {
            return Ok(());
        };
        let app = bot.app.clone();
        app.set_erase_from(bot.trust.look(wall, began));
        bot.house_at = wall + SignedDuration::from_hours(1);
        bot.saw = Some(wall);
        let keeping = async {
            if look_again {
                ticker::reset_far_due(&app, wall).await?;
            }
            housekeeping::clean_up(&app, wall).await
        };
        let kept = until(&mut self.probe, crash, keeping).await?;
        drop(app);
        match kept {
            None => {
                self.tell("the process ends in its housekeeping");
                self.fell();
            }
            Some(Ok(())) => {}
            Some(Err(error)) => return broken("the store works", error.to_string()),
        }
        Ok(())
    }

    async fn desk(&mut self) -> Held {
        let crash = self.crash();
        let (wall, elapsed) = (self.wall(), self.elapsed());
        let Some(mut bot) = self.bot.take() else {
            return Ok(());
        };
        bot.woken = false;
        let turn = bot.desk.turn(&mut bot.finished, wall, elapsed, true);
        let turned = until(&mut self.probe, crash, turn).await?;
        self.bot = Some(bot);
        let plan: Calls = match turned {
            None => {
                self.tell("the process ends in the sender");
                self.fell();
                return Ok(());
            }
            Some(Ok(plan)) => plan,
            Some(Err(error)) => return broken("the store works", error.to_string()),
        };
        if plan.unauthorized {
            return broken("the token stays valid", "the sender wants to end");
        }
        rules::calls_are_marked(self, &plan).await?;
        rules::pace_is_kept(self, &plan)?;
        let mut flights = Vec::new();
        for due in plan.calls {
            let tale = self.rows.entry(due.row).or_default();
            tale.begun += 1;
            tale.makes_message |= makes_message(&due.call.method);
            flights.push(self.flight(Some(due.row), due.guard, due.call));
        }
        let now = self.now;
        let Some(bot) = &mut self.bot else {
            return Ok(());
        };
        bot.flights.extend(flights);
        bot.desk_at = plan.at;
        bot.desk_after = plan.after.map(|after| {
            now + SignedDuration::try_from(after).unwrap_or_default()
                + SignedDuration::from_millis(1)
        });
        Ok(())
    }

    /// A call sets out.
    fn flight(&mut self, row: Option<i64>, guard: Option<Guard>, call: Call) -> Flight {
        let mut fault = None;
        let mut never_left = false;
        if self.within(&self.plan.dark) {
            match self.chance.below(4) {
                0 => {
                    fault = Some(Fault::Hang {
                        delivered: self.chance.p(0.2),
                    })
                }
                1 => {
                    fault = Some(Fault::Reset {
                        delivered: self.chance.p(0.2),
                    })
                }
                _ => never_left = true,
            }
            self.faults += 1;
        } else if self.faults_on && self.chance.p(self.plan.call) {
            self.faults += 1;
            if self.chance.p(0.15) {
                never_left = true;
            } else {
                fault = Some(self.draw_fault());
            }
        }
        let takes_ms = match () {
            () if self.plan.tidy => 50,
            () if self.chance.p(0.02) => self.chance.between(1_000, 9_000),
            () => self.chance.between(30, 300),
        };
        Flight {
            at: self.now + SignedDuration::from_millis(takes_ms),
            row,
            guard,
            call,
            fault,
            never_left,
            hangs: false,
        }
    }

    fn draw_fault(&mut self) -> Fault {
        let delivered = self.chance.p(0.5);
        match self.chance.below(7) {
            0 => {
                let most = if self.chance.p(0.2) { 600 } else { 20 };
                Fault::RetryAfter {
                    seconds: self.chance.between(1, most),
                }
            }
            1 | 2 => {
                let status = [500, 502, 504][self.chance.below(3)];
                Fault::ServerError { status, delivered }
            }
            3 => Fault::Reset { delivered },
            4 => Fault::Hang { delivered },
            5 => Fault::Html {
                status: 502,
                delivered,
            },
            // The beginning of a success is only ever sent after the call was carried out.
            _ => Fault::Malformed { delivered: true },
        }
    }

    /// A call arrives, or its caller gives up.
    fn land(&mut self, index: usize) -> Held {
        let Some(bot) = &mut self.bot else {
            return Ok(());
        };
        let mut flight = bot.flights.swap_remove(index);
        let outcome = if flight.never_left {
            Outcome::NotSent
        } else if flight.hangs {
            Outcome::Unknown
        } else if let Some(outcome) = self.look_first(&mut flight)? {
            outcome
        } else if flight.at > self.now {
            // What it was for is on its way.
            if let Some(bot) = &mut self.bot {
                bot.flights.push(flight);
            }
            return Ok(());
        } else {
            let natural = flight.fault.is_none();
            let reply = self.call(&flight.call, flight.fault.take(), flight.row)?;
            if natural {
                rules::telegram_takes_it(&flight.call, &reply)?;
            }
            match &reply {
                Reply::Answer { status, body, .. } => post::outcome(*status, &body.to_string()),
                Reply::Garbage { status, body, .. } => post::outcome(*status, body),
                Reply::Reset { .. } => Outcome::Unknown,
                Reply::Hang { .. } => {
                    flight.hangs = true;
                    flight.at = self.now + GIVE_UP;
                    if let Some(bot) = &mut self.bot {
                        bot.flights.push(flight);
                    }
                    return Ok(());
                }
            }
        };
        if let Some(row) = flight.row {
            let method = flight.call.method;
            let chat = flight.call.params["chat_id"]
                .as_i64()
                .and_then(|chat| self.who(chat));
            let to = chat.map_or("?", |who| self.people[who].name);
            self.tell(format!("{method} to {to} (row {row:x}): {outcome:?}"));
            if outcome == Outcome::Unknown {
                self.rows.entry(row).or_default().doubtful += 1;
            }
            if let Some(bot) = &mut self.bot {
                bot.finished.push(Finished { row, outcome });
            }
        }
        Ok(())
    }

    /// The looks of a guarded call, as the sender makes them; what becomes of the call if one of them objects. Now and then the
    /// call itself takes a while after them, and somebody comes between.
    fn look_first(&mut self, flight: &mut Flight) -> Held<Option<Outcome>> {
        let Some(guard) = flight.guard.take() else {
            return Ok(None);
        };
        let chat = guard.chat.0;
        for look in guard.checks() {
            let call = look.call(&guard);
            let fault =
                (self.faults_on && self.chance.p(self.plan.call)).then(|| self.draw_fault());
            let natural = fault.is_none();
            let reply = self
                .telegram
                .call_under(fault, &call.method, &call.params, self.now);
            if natural {
                rules::telegram_takes_it(&call, &reply)?;
            }
            let outcome = match &reply {
                Reply::Answer { status, body, .. } => post::outcome(*status, &body.to_string()),
                Reply::Garbage { status, body, .. } => post::outcome(*status, body),
                Reply::Reset { .. } | Reply::Hang { .. } => Outcome::Unknown,
            };
            let result = reply.result().map(|result| result.to_string());
            if let Some(outcome) = look.judge(outcome, result.as_deref()) {
                return Ok(Some(outcome));
            }
        }
        if let Some(row) = flight.row {
            homes::note_look(self, row, &guard)?;
        }
        if self.plan.groups && self.chance.p(0.2) {
            flight.at = self.now + SignedDuration::from_millis(self.chance.between(30, 900));
            if self.chance.p(0.2) {
                self.something_comes_between(chat);
            }
        }
        Ok(None)
    }

    fn call(&mut self, call: &Call, fault: Option<Fault>, row: Option<i64>) -> Held<Reply> {
        let (method, params) = (&call.method, &call.params);
        let before = self.telegram.revision();
        let reply = self.telegram.call_under(fault, method, params, self.now);
        if reply.took_effect()
            && let Some(row) = row
        {
            for change in self.telegram.changes_since(before) {
                if let What::Message { chat, message } | What::Edit { chat, message } = change.what
                {
                    self.made_by.insert((chat, message), row);
                }
            }
            self.rows.entry(row).or_default().arrived += 1;
            rules::copies_are_few(self, row)?;
        }
        Ok(reply)
    }
}

/// Runs a step to its end, or to its `crash`th commit: then it is dropped there and answers `None`. A step with fewer commits
/// ends, and its process after it.
async fn until<T>(
    probe: &mut Probe,
    crash: Option<u32>,
    step: impl Future<Output = T>,
) -> Held<Option<T>> {
    let Some(commits) = crash else {
        return match tokio::time::timeout(FOR_EVER, step).await {
            Ok(done) => Ok(Some(done)),
            Err(_) => broken("every step ends", "this one does not"),
        };
    };
    if commits == 0 {
        return Ok(None);
    }
    let mut step = Box::pin(step);
    let mut version = probe.version().await;
    let mut seen = 0;
    loop {
        let polled = std::future::poll_fn(|context| Poll::Ready(step.as_mut().poll(context))).await;
        if polled.is_ready() {
            return Ok(None);
        }
        let newest = probe.version().await;
        if newest != version {
            version = newest;
            seen += 1;
            if seen == commits {
                return Ok(None);
            }
        }
    }
}
