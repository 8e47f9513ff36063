//! The vocabulary of the stories: two people in a sandbox Telegram, the whole bot over real HTTP, a real database, and a clock
//! that can be turned.
//!
//! Every deed waits until the bot has nothing left to do ([`Story::settle`]); [`Story::later`] walks the clock from one due
//! moment to the next. Nothing sleeps for luck: waiting asks again until the answer is there, and gives up loudly.

mod hands;
pub mod prompts;

use std::time::{Duration, Instant, SystemTime};

use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use twofold::app::{App, Wakers};
use twofold::core::Rules;
use twofold::library::{self, Source};
use twofold::run::bot::{self, Bot, Ended};
use twofold::run::clock::Clock;
use twofold::run::sender::pace::Limits;
use twofold::sandbox::{Called, Outgoing, Sandbox, Seen, Server, World};
use twofold::store::{Options, Read, Store, couples, outbox, reflections};
use twofold::telegram::Client;

/// A Monday evening, half an hour before the question in Lisbon.
pub const BEGIN: &str = "2026-03-02T20:00:00Z";
/// The next evening's question in Lisbon, which is the first that comes by the clock.
pub const EVENING: &str = "2026-03-03T20:30:00Z";
/// What Ana answers where it matters only that she did.
pub const HERS: &str = "You carried the boxes.";
/// What Ben answers there.
pub const HIS: &str = "You waited in the rain.";
/// How long the bot may take to come to rest. Generous: a busy machine is no fault of the bot.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A running bot and the people it knows.
pub struct Story {
    pub telegram: Sandbox,
    pub app: App,
    pub clock: Clock,
    pub url: String,
    server: Option<Server>,
    running: Option<Running>,
    folder: TempDir,
    rules: Rules,
    prompts: fn() -> Source,
}

struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), Ended>>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "stories turn the machine's clock to their own date"
)]
fn clock() -> Clock {
    let clock = Clock::new(SystemTime::now, Instant::now);
    let begin: Timestamp = BEGIN.parse().expect("a time");
    let real = Timestamp::try_from(SystemTime::now()).expect("a time");
    clock.shift(begin.duration_since(real));
    clock
}

impl Story {
    /// A bot that nobody has talked to yet.
    pub async fn begin() -> Story {
        Story::with(Rules::default(), Source::embedded).await
    }

    /// The same with one prompt of each kind, so that a page reads the same every time.
    pub async fn of_known_prompts() -> Story {
        Story::with(Rules::default(), prompts::one_of_each).await
    }

    pub async fn with(rules: Rules, prompts: fn() -> Source) -> Story {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("twofold.db").display());
        let telegram = twofold::sandbox::Config::default();
        Story::in_place(folder, url, rules, prompts, telegram).await
    }

    /// A bot with a database of its own, elsewhere.
    pub async fn at(url: &str) -> Story {
        let folder = tempfile::tempdir().expect("a folder");
        let telegram = twofold::sandbox::Config::default();
        let (rules, prompts) = (Rules::default(), Source::embedded as fn() -> Source);
        Story::in_place(folder, url.to_owned(), rules, prompts, telegram).await
    }

    async fn in_place(
        folder: TempDir,
        url: String,
        rules: Rules,
        prompts: fn() -> Source,
        telegram: twofold::sandbox::Config,
    ) -> Story {
        let clock = clock();
        let at = clock.clone();
        let telegram = Sandbox::new(World::new(telegram), move || at.now());
        let server = telegram.serve().await.expect("a port");
        let app = open(&folder, &url, &rules, prompts, &telegram).await;
        let mut story = Story {
            telegram,
            app,
            clock,
            url,
            server: Some(server),
            running: None,
            folder,
            rules,
            prompts,
        };
        story.run();
        story.settle().await;
        story
    }

    fn run(&mut self) {
        let server = self.server.as_ref().expect("a server");
        let token = self.telegram.with(|world, _| world.token().to_owned());
        let client = Client::new(&token, Some(&server.url())).expect("a client");
        let (stop, stopped) = oneshot::channel();
        let bot = Bot {
            app: self.app.clone(),
            client,
            clock: self.clock.clone(),
            poll_wait_s: 20,
            limits: lively(),
        };
        let task = tokio::spawn(bot::serve(bot, async {
            let _ = stopped.await;
        }));
        self.running = Some(Running { stop, task });
    }

    /// Stops the bot as SIGTERM would.
    pub async fn stop(&mut self) {
        let Some(Running { stop, task }) = self.running.take() else {
            return;
        };
        let _ = stop.send(());
        task.await
            .expect("the bot does not panic")
            .expect("the bot ends well");
    }

    /// Starts the bot again on the same database, as a new process would.
    pub async fn start_again(&mut self) {
        self.stop().await;
        self.app.store().clone().close().await;
        let (folder, rules) = (&self.folder, &self.rules);
        self.app = open(folder, &self.url, rules, self.prompts, &self.telegram).await;
        self.run();
        self.settle().await;
    }

    /// The prompts are others from the next start on.
    pub fn reads_prompts(&mut self, prompts: fn() -> Source) {
        self.prompts = prompts;
    }

    /// Waits until every update is applied, every call is made, and nothing is due.
    pub async fn settle(&self) {
        let quiet = async {
            loop {
                if self.is_quiet().await {
                    return;
                }
                if let Some(running) = &self.running
                    && running.task.is_finished()
                {
                    panic!("the bot has ended");
                }
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, quiet).await.is_err() {
            let waiting = self.telegram.with(|world, _| world.pending_updates());
            let mut read = self.app.store().read().await.expect("a snapshot");
            let pending = outbox::backlog::pending(&mut read, self.clock.now())
                .await
                .expect("a count");
            let due = couples::first_due(&mut read).await.expect("a moment");
            panic!(
                "the bot does not come to rest: {waiting} updates wait, {pending:?}, due {due:?}"
            );
        }
    }

    async fn is_quiet(&self) -> bool {
        if self.telegram.with(|world, _| world.pending_updates()) > 0 {
            return false;
        }
        let now = self.clock.now();
        let mut read = self.app.store().read().await.expect("a snapshot");
        let due = first_due(&mut read).await;
        let pending = outbox::backlog::pending(&mut read, now)
            .await
            .expect("a count");
        pending.is_quiet() && due.is_none_or(|due| due > now)
    }

    /// Lets time pass, from one due moment to the next.
    pub async fn later(&self, by: SignedDuration) {
        let target = self.clock.now() + by;
        loop {
            self.settle().await;
            let mut read = self.app.store().read().await.expect("a snapshot");
            let due = first_due(&mut read).await;
            let held = outbox::lanes::next_moment(&mut read)
                .await
                .expect("a moment");
            drop(read);
            let now = self.clock.now();
            if due.is_some_and(|due| due <= now) {
                // It has come since the last look.
                continue;
            }
            let held = held.filter(|at| *at > now);
            match due.into_iter().chain(held).min() {
                Some(next) if next < target => self.turn_to(next),
                _ => break,
            }
        }
        self.turn_to(target);
        self.settle().await;
    }

    /// Turns the clock, which moves in whole milliseconds, to this moment or just after it; never back.
    fn turn_to(&self, at: Timestamp) {
        let left = at.duration_since(self.clock.now());
        if left.is_positive() {
            self.clock.shift(left + SignedDuration::from_millis(1));
        }
    }

    /// Goes to a moment.
    pub async fn until(&self, at: &str) {
        let at: Timestamp = at.parse().expect("a time");
        self.later(at.duration_since(self.clock.now())).await;
    }

    /// Somebody with Telegram and an English phone.
    pub fn person(&self, name: &str) -> i64 {
        self.telegram.with(|world, _| world.person(name, "en"))
    }

    pub async fn starts(&self, who: i64) {
        self.telegram
            .with(|world, now| world.start(who, None, now))
            .expect("starts");
        self.settle().await;
    }

    pub async fn opens(&self, who: i64, link: &str) {
        self.telegram
            .with(|world, now| world.open_link(who, link, now))
            .expect("opens the link");
        self.settle().await;
    }

    /// Writes a message; its id.
    pub async fn says(&self, who: i64, text: &str) -> i64 {
        self.sends(who, Outgoing::text(text)).await
    }

    pub async fn sends(&self, who: i64, outgoing: Outgoing) -> i64 {
        let id = self
            .telegram
            .with(|world, now| world.send(who, outgoing, now))
            .expect("sends");
        self.settle().await;
        id
    }

    pub async fn replies(&self, who: i64, to: i64, text: &str) -> i64 {
        self.sends(who, Outgoing::text(text).reply_to(to)).await
    }

    pub async fn edits(&self, who: i64, message: i64, text: &str) {
        self.telegram
            .with(|world, now| world.edit(who, who, message, text, now))
            .expect("edits");
        self.settle().await;
    }

    /// Sends several files at once; their ids.
    pub async fn sends_album(&self, who: i64, items: Vec<Outgoing>) -> Vec<i64> {
        let ids = self
            .telegram
            .with(|world, now| world.send_album(who, items, now))
            .expect("sends an album");
        self.settle().await;
        ids
    }

    pub fn deletes(&self, who: i64, message: i64) {
        self.telegram
            .with(|world, now| world.delete(who, who, message, now))
            .expect("deletes");
    }

    pub async fn reacts(&self, who: i64, message: i64, emoji: Option<&str>) {
        self.telegram
            .with(|world, now| world.react(who, who, message, emoji, now))
            .expect("reacts");
        self.settle().await;
    }

    /// Presses the newest button with this label.
    pub async fn presses(&self, who: i64, label: &str) {
        let pressed = self
            .telegram
            .with(|world, now| world.press(who, label, now));
        if let Err(error) = pressed {
            panic!("{error}\n{}", self.page(who));
        }
        self.settle().await;
    }

    /// Presses a button under one message.
    pub async fn presses_under(&self, who: i64, message: i64, label: &str) {
        let pressed = self
            .telegram
            .with(|world, now| world.press_on(who, who, message, label, now));
        if let Err(error) = pressed {
            panic!("{error}\n{}", self.page(who));
        }
        self.settle().await;
    }

    /// Sends any callback data, as an old screen or a forged app can.
    pub async fn forges(&self, who: i64, message: i64, data: &str) {
        self.telegram
            .with(|world, now| world.press_data(who, who, message, data, now))
            .expect("presses");
        self.settle().await;
    }

    /// The newest `count` updates come once more, and something of a stranger's behind them: when that is applied, they are.
    pub async fn hears_again(&self, count: usize) {
        self.telegram.with(|world, now| {
            let stranger = world.person("Zoe", "en");
            world.redeliver_last(count);
            world.start(stranger, None, now).expect("starts");
        });
        self.settle().await;
    }

    pub async fn blocks(&self, who: i64) {
        self.telegram
            .with(|world, now| world.block(who, now))
            .expect("blocks");
        self.settle().await;
    }

    pub async fn comes_back(&self, who: i64) {
        self.telegram
            .with(|world, now| world.unblock(who, now))
            .expect("unblocks");
        self.settle().await;
    }

    /// What the bot wrote last.
    pub fn last(&self, who: i64) -> Seen {
        self.telegram
            .with(|world, _| world.last_from_bot(who))
            .expect("a message of the bot")
    }

    /// The newest message of the bot that contains this.
    pub fn seen(&self, who: i64, part: &str) -> Seen {
        let found = self
            .screen(who)
            .into_iter()
            .rev()
            .find(|seen| seen.is_from_bot() && seen.text.contains(part));
        found.unwrap_or_else(|| panic!("{part:?} is not on the screen:\n{}", self.page(who)))
    }

    pub fn sees(&self, who: i64, part: &str) -> bool {
        self.screen(who)
            .iter()
            .any(|seen| seen.is_from_bot() && seen.text.contains(part))
    }

    /// The newest question: its message as it stands now.
    pub fn card(&self, who: i64) -> Seen {
        let mut cards = self.cards(who);
        cards
            .pop()
            .unwrap_or_else(|| panic!("no question:\n{}", self.page(who)))
    }

    /// All questions in the chat, oldest first.
    pub fn cards(&self, who: i64) -> Vec<Seen> {
        let kinds = self.app.library().kinds();
        let is_card = |seen: &Seen| {
            let mut kinds = kinds.iter();
            seen.is_from_bot() && kinds.any(|kind| seen.text.starts_with(&kind.emoji))
        };
        self.screen(who).into_iter().filter(is_card).collect()
    }

    /// The newest message with both answers.
    pub fn reveal(&self, who: i64) -> Seen {
        self.seen(who, "Both answers are in")
    }

    /// How many reveals stand in the chat.
    pub fn reveals(&self, who: i64) -> usize {
        let is_reveal = |seen: &&Seen| seen.is_from_bot() && seen.text.starts_with('💌');
        self.screen(who).iter().filter(is_reveal).count()
    }

    /// What the bot wrote since then.
    pub fn news(&self, who: i64, since: u64) -> Vec<Seen> {
        self.telegram
            .with(|world, _| world.from_bot_since(who, since))
    }

    /// What appeared, was edited or got a reaction since then, the person's own messages too.
    pub fn changes(&self, who: i64, since: u64) -> Vec<Seen> {
        self.telegram
            .with(|world, _| world.changed_since(who, who, since))
    }

    /// Every call that reached this chat, or tried to.
    pub fn calls_to(&self, who: i64) -> Vec<Called> {
        self.telegram.with(|world, _| {
            let calls = world.calls().iter();
            calls
                .filter(|call| call.chat == Some(who))
                .cloned()
                .collect()
        })
    }

    pub fn screen(&self, who: i64) -> Vec<Seen> {
        self.telegram.with(|world, _| world.screen(who))
    }

    /// A message as its reader sees it now.
    pub fn message(&self, who: i64, id: i64) -> Seen {
        self.telegram
            .with(|world, _| world.message(who, who, id))
            .expect("the message")
    }

    pub fn revision(&self) -> u64 {
        self.telegram.with(|world, _| world.revision())
    }

    /// Messages of the bot that made a sound since then.
    pub fn sounds(&self, who: i64, since: u64) -> usize {
        self.telegram
            .with(|world, _| world.sounds_since(who, since))
    }

    /// The last thing a pressed button answered.
    pub fn toast(&self, who: i64) -> String {
        self.telegram
            .with(|world, _| world.toasts(who).last().map(|toast| toast.text.clone()))
            .unwrap_or_default()
    }

    /// The bot's reaction on a message.
    pub fn reaction(&self, who: i64, message: i64) -> Option<String> {
        let bot = self.telegram.with(|world, _| world.bot_id());
        self.message(who, message)
            .reaction_of(bot)
            .map(str::to_owned)
    }

    /// The whole chat in text, for reading and for failures.
    pub fn page(&self, who: i64) -> String {
        let lines: Vec<String> = self
            .screen(who)
            .iter()
            .map(|seen| self.shows(seen))
            .collect();
        lines.join("\n")
    }

    /// The chat from a moment on.
    pub fn page_since(&self, who: i64, since: u64) -> String {
        let screen = self.screen(who);
        let new = screen.iter().filter(|seen| seen.appeared > since);
        let lines: Vec<String> = new.map(|seen| self.shows(seen)).collect();
        lines.join("\n")
    }

    /// One message: who, with or without a sound, what is covered, its reactions and buttons.
    pub fn shows(&self, seen: &Seen) -> String {
        let from = match (seen.is_from_bot(), seen.silent) {
            (true, true) => "bot",
            (true, false) => "bot ♪",
            (false, _) => "  >",
        };
        let mut page = format!("{from} {}", seen.text.replace('\n', "\n      "));
        if let Some((media, _)) = &seen.media {
            let cover = if seen.has_spoiler { ", covered" } else { "" };
            page.push_str(&format!(" <{media:?}{cover}>"));
        }
        if let Some((other, _)) = &seen.other {
            page.push_str(&format!(" <{other}>"));
        }
        for (_, emoji) in &seen.reactions {
            page.push_str(&format!(" {emoji}"));
        }
        for row in &seen.buttons {
            let labels: Vec<&str> = row.iter().map(|button| button.label.as_str()).collect();
            page.push_str(&format!("\n      [{}]", labels.join("] [")));
        }
        let lines: Vec<&str> = page.lines().map(str::trim_end).collect();
        lines.join("\n")
    }

    /// The link that somebody was given.
    pub fn link(&self, who: i64) -> String {
        let text = self.seen(who, "t.me/").text;
        text.split_whitespace()
            .find(|word| word.contains("t.me/"))
            .expect("a link")
            .to_owned()
    }

    /// Ana invites Ben, he accepts, she confirms. Nobody has answered anything.
    pub async fn pair(&self) -> (i64, i64) {
        let (ana, ben) = (self.person("Ana"), self.person("Ben"));
        self.starts(ana).await;
        self.presses(ana, "Invite my partner").await;
        self.opens(ben, &self.link(ana)).await;
        self.presses(ben, "Yes, let's try it").await;
        self.presses(ana, "Yes, that's right").await;
        (ana, ben)
    }

    /// Together, and both answers to their first question have opened: hers is [`HERS`], his [`HIS`].
    pub async fn revealed(&self) -> (i64, i64) {
        let (ana, ben) = self.pair().await;
        self.both_answer(ana, ben, HERS, HIS).await;
        (ana, ben)
    }

    /// Together with a question every evening, the first one opened, both at home in Lisbon, and Tuesday's has just come.
    pub async fn evening(&self) -> (i64, i64) {
        let (ana, ben) = self.at_home().await;
        self.until(EVENING).await;
        self.later(SignedDuration::from_secs(5)).await;
        (ana, ben)
    }

    /// Together with a question every evening, the first one opened, both at home in Lisbon.
    pub async fn at_home(&self) -> (i64, i64) {
        let (ana, ben) = self.at_home_as_shipped().await;
        self.plans_every_evening(ana).await;
        (ana, ben)
    }

    /// The same with the plan that everybody begins with.
    pub async fn at_home_as_shipped(&self) -> (i64, i64) {
        let (ana, ben) = self.pair().await;
        self.both_answer(ana, ben, "For the bike.", "For the soup.")
            .await;
        self.says(ana, "Lisbon").await;
        self.presses(ben, "The same for me").await;
        (ana, ben)
    }

    /// A question now, for both; neither has another one open.
    pub async fn asks(&self, who: i64) {
        self.says(who, "/prompt").await;
    }

    /// Both answer the open question, and both answers open.
    pub async fn both_answer(&self, ana: i64, ben: i64, hers: &str, his: &str) {
        self.says(ana, hers).await;
        self.says(ben, his).await;
        self.later(SignedDuration::from_secs(20)).await;
    }
}

/// The next moment of anything.
async fn first_due(read: &mut Read) -> Option<Timestamp> {
    let couples = couples::first_due(read).await.expect("a moment");
    let alone = reflections::first_due(read).await.expect("a moment");
    couples.into_iter().chain(alone).min()
}

/// Telegram's limits are shown elsewhere; here nobody waits a second between two messages.
fn lively() -> Limits {
    let much = 1_000;
    Limits {
        per_second: much,
        scheduled_per_second: much,
        chat_interval: Duration::ZERO,
        chat_burst: 100,
        group_per_minute: much,
        ..Limits::default()
    }
}

#[expect(clippy::disallowed_methods, reason = "no story depends on it")]
async fn open(
    folder: &TempDir,
    url: &str,
    rules: &Rules,
    prompts: fn() -> Source,
    telegram: &Sandbox,
) -> App {
    let (bot_id, bot) = telegram.with(|world, _| (world.bot_id(), world.bot_username().to_owned()));
    let options = Options {
        url: url.to_owned(),
        key_file: folder.path().join("twofold.key"),
        bot_id,
    };
    let mut chance: StdRng = rand::make_rng();
    let store = Store::open(&options, &mut chance)
        .await
        .expect("the store opens");
    let library = library::load(prompts()).expect("the prompts are sound");
    App::new(
        store,
        library,
        *rules,
        bot,
        StdRng::from_rng(&mut chance),
        Wakers::default(),
    )
}
