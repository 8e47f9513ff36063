//! The program opens the database of the program before, and obeys its buttons.
//!
//! `tests/data/before/` holds a database made by the program as it was before its core was sorted by feature, and `record.txt`:
//! what can be done to that world, and what the program of then did. Each entry is done here to a fresh copy, at the moment at
//! which the world stands still and with the same chance, and must do the same: the same rows in the outbox, opened, in the
//! same order, the same answers to presses, the same changes of what is stored. Rows are read past the program, sealed ones
//! opened by [`seal`], so that what is stored is compared and not what the program makes of it.
//!
//! Where something is meant to change: `UPDATE=1 cargo test --test store before::` writes the outcomes anew, and the difference
//! of the file shows what that is for people. The database stays as it is. It was made by living through the stories of all features in that program.
//!
//! Start with [`program`], the only part that names what is tested. In the record a line that begins with `=` is the answer to a
//! press, `+` a row that is new (a call shows its text behind `|` and its buttons in brackets), `~` one that is changed, `-` one
//! that is gone. Behind a document stands a mark of its bytes (`~3f2a91`), which holds the order of its fields as well.

mod held;
mod rows;
mod script;
mod seal;
mod shown;
mod sorts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use program::Program;
use rows::Rows;
use script::{Entry, Script};
use sorts::sort;

/// The program under test: what it is called may change, what it does may not.
mod program {
    use std::path::Path;
    use std::sync::Arc;

    use jiff::Timestamp;
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;
    use serde::Deserialize as _;
    use serde_json::Value;
    use twofold::app::{App, Input, Wakers};
    use twofold::core::Rules;
    use twofold::core::model::about::About;
    use twofold::core::model::ids::{
        ChatId, CoupleId, PartId, PersonId, ReflectionId, RoundId, ThreadId,
    };
    use twofold::core::protocol::event::{Event, EventKind};
    use twofold::core::protocol::group::GroupFact;
    use twofold::core::protocol::press::Press;
    pub use twofold::library::Library;
    use twofold::library::{self, Source};
    use twofold::store::{Options, Store};
    use twofold::telegram::apply;
    use twofold::telegram::decode::Incoming;
    use twofold::telegram::poll::Batch;

    /// Any number; the record was made with it.
    const SEED: u64 = 8;

    /// The prompts that ship.
    pub fn prompts() -> Library {
        library::load(Source::embedded()).expect("the prompts are sound")
    }

    /// Whether callback data is a button of the program's.
    pub fn is_button(data: &str) -> bool {
        Press::parse(data).is_some()
    }

    fn app(store: &Store, prompts: &Arc<Library>, bot: &str) -> App {
        let (rules, chance) = (Rules::default(), StdRng::seed_from_u64(SEED));
        let app = App::new(
            store.clone(),
            prompts.clone(),
            rules,
            bot,
            chance,
            Wakers::default(),
        );
        // The clock was right for long enough.
        app.set_erase_from(Timestamp::UNIX_EPOCH);
        app
    }

    /// One process.
    pub struct Program {
        store: Store,
        prompts: Arc<Library>,
        bot: String,
        app: App,
    }

    impl Program {
        pub async fn open(
            database: &Path,
            key_file: &Path,
            bot: &str,
            bot_id: i64,
            prompts: Arc<Library>,
        ) -> Program {
            let options = Options {
                url: format!("sqlite://{}", database.display()),
                key_file: key_file.to_owned(),
                bot_id,
            };
            let store = Store::open(&options, &mut StdRng::seed_from_u64(SEED))
                .await
                .expect("the database of before opens");
            let bot = bot.to_owned();
            let app = app(&store, &prompts, &bot);
            Program {
                store,
                prompts,
                bot,
                app,
            }
        }

        /// The same chance once more.
        pub fn begins_anew(&mut self) {
            self.app = app(&self.store, &self.prompts, &self.bot);
        }

        pub async fn close(self) {
            self.store.close().await;
        }

        /// Applies an update as Telegram sends it; answers what was answered to a press: nothing, or perhaps words.
        pub async fn hears(&self, update: &Value, now: Timestamp) -> Option<Option<String>> {
            let incoming = Incoming::read(&update.to_string()).expect("an update");
            let batch = Batch {
                updates: vec![incoming],
                next_offset: None,
                full: false,
                nameless: 0,
            };
            let answers = apply::together(&self.app, &batch, now).await;
            let answer = answers.expect("the store works").pop();
            answer.map(|answer| answer.text)
        }

        /// The clock, for a couple.
        pub async fn ticks(&self, couple: i64, now: Timestamp) {
            let mut tx = self.app.store().begin_write().await.expect("a turn");
            let couples = [CoupleId(couple)];
            let ticked = self.app.ticks(&mut tx, &couples, true, now);
            ticked.await.expect("ticks");
            tx.commit().await.expect("commits");
        }

        /// The clock, for what somebody writes alone.
        pub async fn ticks_alone(&self, reflection: i64, now: Timestamp) {
            let reflection = ReflectionId(reflection);
            self.takes(Input::TickAlone { reflection }, now).await;
        }

        /// Telegram was out of reach for longer than messages live there.
        pub async fn was_away(&self, couple: i64, now: Timestamp) {
            let couple = CoupleId(couple);
            self.takes(Input::Outage { couple, lost: true }, now).await;
        }

        /// The program was away, and looks who is in a group.
        pub async fn looks_into(&self, group: i64, now: Timestamp) {
            let chat = ChatId(group);
            self.takes(Input::Group(GroupFact::Changed { chat }), now)
                .await;
        }

        async fn takes(&self, input: Input, now: Timestamp) {
            let mut tx = self.app.store().begin_write().await.expect("a turn");
            let turn = self.app.turn(&mut tx, "the-clock", input, now).await;
            assert!(turn.expect("the store works").is_none());
            tx.commit().await.expect("commits");
        }

        /// What became of a call to a person.
        pub async fn reports(&self, to: i64, what: &Value, now: Timestamp) {
            let id = |name: &str| what[name].as_i64().expect("an id");
            let rounds = || {
                let rounds = what["unsent"].as_array().into_iter().flatten();
                rounds
                    .filter_map(|round| round.as_i64().map(RoundId))
                    .collect()
            };
            let what = match what["what"].as_str() {
                Some("arrived") => EventKind::Delivered {
                    about: About::deserialize(&what["about"]).expect("what it carries"),
                },
                Some("touched") => EventKind::Touched {
                    thread: ThreadId(id("round")),
                    part: PartId(id("part")),
                    gone: what["gone"] == true,
                },
                Some("seen") => EventKind::Group(GroupFact::Seen {
                    chat: ChatId(id("chat")),
                    of: [ChatId(id("one")), ChatId(id("other"))],
                    two: what["two"] == true,
                    unsent: rounds(),
                }),
                Some("gone") => EventKind::Group(GroupFact::Gone {
                    chat: ChatId(id("chat")),
                    unsent: rounds(),
                }),
                Some("nobody") => EventKind::WentAway,
                other => panic!("{other:?} is no report"),
            };
            let event = Event { at: now, what };
            let mut tx = self.app.store().begin_write().await.expect("a turn");
            let report = self.app.report(&mut tx, PersonId(to), event, now);
            report.await.expect("the store works");
            tx.commit().await.expect("commits");
        }
    }
}

/// Copies of the database that are in use at once.
const COPIES: usize = 4;
/// Differences that are shown.
const SHOWN: usize = 5;

fn data(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/before");
    folder.join(name)
}

#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the test says whether the record is to be written anew"
)]
fn is_to_be_updated() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}

/// What all copies come from.
struct Stage {
    folder: tempfile::TempDir,
    script: Script,
    prompts: Arc<program::Library>,
}

impl Stage {
    /// The database as it is once the program has opened it: whatever a start changes is no part of an outcome.
    async fn set() -> Stage {
        let stage = Stage {
            folder: tempfile::tempdir().expect("a folder"),
            script: Script::read(&data("record.txt")),
            prompts: Arc::new(program::prompts()),
        };
        std::fs::copy(data("before.sqlite"), stage.file("base")).expect("copies");
        std::fs::copy(data("before.master"), stage.key_file()).expect("copies");
        rows::with_usual_pages(&stage.file("base")).await;
        stage.open("base").await.close().await;
        stage
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.sqlite"))
    }

    fn key_file(&self) -> PathBuf {
        self.folder.path().join("master")
    }

    async fn open(&self, name: &str) -> Program {
        let (bot, bot_id) = (&self.script.bot, self.script.bot_id);
        let (file, prompts) = (self.file(name), self.prompts.clone());
        Program::open(&file, &self.key_file(), bot, bot_id, prompts).await
    }

    /// Does every so-manieth entry to one copy, which is put back each time; each with its number.
    async fn outcomes(self: Arc<Stage>, nth: usize) -> Vec<(usize, String)> {
        let (name, last) = (format!("copy-{nth}"), format!("last-{nth}"));
        for copy in [&name, &last] {
            std::fs::copy(self.file("base"), self.file(copy)).expect("copies");
        }
        let (base, key_file) = (self.file("base"), self.key_file());
        let mut program = self.open(&name).await;
        let mut rows = Rows::of(&self.file(&name), &self.file(&last), &base, &key_file).await;
        let mut outcomes = Vec::new();
        for number in (nth..self.script.entries.len()).step_by(COPIES) {
            program.begins_anew();
            let entry = &self.script.entries[number];
            outcomes.push((number, self.outcome(&program, &mut rows, entry).await));
            if rows.start_over().await {
                program.close().await;
                program = self.open(&name).await;
            }
        }
        program.close().await;
        outcomes
    }

    async fn outcome(&self, program: &Program, rows: &mut Rows, entry: &Entry) -> String {
        let mut outcome = String::new();
        for (n, step) in entry.steps.iter().enumerate() {
            if entry.steps.len() > 1 {
                outcome.push_str(&format!("{}.\n", n + 1));
            }
            let answer = self.script.does(program, n, step).await;
            outcome.push_str(&shown::answer(answer));
            outcome.push_str(&shown::changes(&rows.changes().await));
        }
        outcome
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_is_done_to_the_world_of_before_does_what_it_did_then() {
    let stage = Arc::new(Stage::set().await);
    let copies: Vec<_> = (0..COPIES)
        .map(|nth| tokio::spawn(stage.clone().outcomes(nth)))
        .collect();
    let mut outcomes = BTreeMap::new();
    for copy in copies {
        outcomes.extend(copy.await.expect("everything can be done"));
    }
    let outcomes: Vec<String> = outcomes.into_values().collect();
    if is_to_be_updated() {
        stage.script.write(&data("record.txt"), &outcomes);
        return;
    }
    let entries = &stage.script.entries;
    let differ: Vec<String> = (entries.iter().zip(&outcomes))
        .filter(|(entry, outcome)| entry.outcome != **outcome)
        .map(|(entry, outcome)| shown::difference(entry, outcome))
        .collect();
    let some = &differ[..differ.len().min(SHOWN)];
    assert!(
        differ.is_empty(),
        "{} of {} differ:\n{}",
        differ.len(),
        entries.len(),
        some.join("\n")
    );
}

/// Every sort of button that the program of before knew.
const SORTS: &str = "inv prv acc dec yes no oth not tlk reo tkb tap-f tap-n tap-d alt fit wds wrt don rsp giv kep let voi kpa \
    lta for ans nvm try szn ozn wcs wcl wpl wok wel tel ndg qui qui-n qty pau pau-n pau-open res set wek pln sch sad sti \
    chg-t chg-d chg-k chg-o chg-r lea leq sty wdr wha top knd-+ knd-- tag-+ tag-- dpt dep-+ dep-- ask kpq fav rit rst dck que \
    rew rem saf saf-person sfp-a sfp-p sfp-c sfd cov shw hid gin gcv glv gpr rfx rfc rfs-+ rfs-- rft-m rft-n rfi rfn rfo \
    rfl-y rfl-n rfl-s rfl-w rfl-e rfl-g rfl-> rfl-< rfl-c rfl-p rfl-P rfl-a rfl-f rfl-h rfl-l rfl-b rfl-x rfl-X rfl-z rfl-v \
    rfl-u rfl-t rfl-o rfl-r rfl-m rfl-M rfl-+ rfl-- rfl-d rfl-k";

/// Those that no message of the program of before showed, which are pressed all the same.
const NEVER_SHOWN: &str = "";

#[test]
fn every_sort_of_button_is_pressed_and_obeyed() {
    let script = Script::read(&data("record.txt"));
    let known: BTreeSet<String> = SORTS
        .split_whitespace()
        .map(|sort| sort.replacen('-', " ", 1))
        .collect();
    let mut pressed = BTreeSet::new();
    let mut obeyed = BTreeSet::new();
    for entry in &script.entries {
        let first = entry.steps.first().and_then(|step| step["press"].as_str());
        let Some(data) = first.filter(|data| program::is_button(data)) else {
            continue;
        };
        pressed.insert(sort(data));
        // A no is answered, and changes nothing.
        if entry
            .outcome
            .lines()
            .any(|line| line.starts_with(['+', '~', '-']))
        {
            obeyed.insert(sort(data));
        }
    }
    assert_eq!(pressed, known);
    let never: BTreeSet<String> = NEVER_SHOWN.split_whitespace().map(str::to_owned).collect();
    assert_eq!(
        known.difference(&obeyed).collect::<BTreeSet<_>>(),
        never.iter().collect()
    );
}

/// What stands in the documents of that database, as far as there were several kinds of it.
const HELD: &str = "
    person: expecting/what/city expecting/what/question expecting/what/quiet_hours expecting/what/time
        expecting/what/wording aside/retry/city alone settings/cover/true settings/reflect_offers/true
        settings/asked/kinds_off settings/asked/topics/touch
    couple: phase/inviting phase/proposed phase/together phase/ended leaving/line_at paused_at paused_until plan/daily plan/own
        plan_by group left_open mood/awake mood/asleep mood/sundays schedules/off/true choosing/offered/depth choosing/turns
        ours/deck/true ours/favourites/true ours/rituals/prompt reflect/held/true reflect/before
    round: phase/open phase/touching phase/revealed phase/closed/how/unopened phase/closed/how/ended origin/first origin/asked
        origin/slot origin/another shape/text shape/feeling shape/scale shape/choice shape/done reveals/both reveals/matches
        sequel/others posted/key seats/half/offered seats/half/given seats/half/kept seats/half/let_go seats/tapped
        seats/choosing/true seats/writing_until seats/passed/true seats/talk/true seats/gone/true seats/last_open/true
        seats/responded/touched seats/favourite/true seats/kept/true seats/parts/album seats/parts/covered/true
    reflection: flavour/argument flavour/avoided flavour/alone phase/invited phase/break phase/writing phase/opening
        phase/resting phase/asking phase/over/how/done sides/place/start sides/place/step sides/place/overview
        sides/away/true sides/earlier/true sides/keep sides/now sides/written/felt sides/written/alone/offered
        sides/written/bits/file/true steps/opened timer/first
    grp: hello first couple two/true opened/true answered_at";

#[tokio::test]
async fn the_database_of_before_holds_nearly_every_kind_of_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("copy.sqlite");
    std::fs::copy(data("before.sqlite"), &copy).expect("copies");
    let held = held::paths(&copy).await;
    let mut table = "";
    for word in HELD.split_whitespace() {
        if let Some(name) = word.strip_suffix(':') {
            table = name;
        } else {
            assert!(
                held.contains(&format!("{table}/{word}")),
                "no {word} in any {table}"
            );
        }
    }
}
