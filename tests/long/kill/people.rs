//! Two people who pair and answer question after question, as people do: they look at their screen, and do the next thing
//! when it is there. Each thing they say is unique, and written down before it is sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use rand::RngExt as _;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use tokio::sync::watch;

use twofold::sandbox::{Outgoing, Sandbox, Seen, World};

/// The longest that anything may take. Kills go on meanwhile, and a call that was cut off again and again waits longer.
const PATIENCE: Duration = Duration::from_secs(120);
/// How soon somebody looks at the screen again for a question about their words.
const LOOK: Duration = Duration::from_millis(250);
const SEAL: &str = "🙊";
/// How another question is asked for.
const PROMPT: &str = "/prompt gratitude";
/// What a person reads whose message could not be applied.
const SEND_AGAIN: &str = "Would you send it once more?";
/// Every part of an answer begins with it, and nothing else does.
pub const CANARY: &str = "canary";

/// One part of an answer.
#[derive(Clone, Debug)]
pub struct Said {
    pub author: i64,
    pub partner: i64,
    /// Numbers the rounds of all couples.
    pub round: usize,
    pub canary: String,
    /// How many calls the bot had made.
    pub after_call: usize,
    pub at: Timestamp,
}

/// What everybody said.
#[derive(Clone, Default)]
pub struct Diary {
    inner: Arc<Mutex<Pages>>,
}

#[derive(Default)]
struct Pages {
    said: Vec<Said>,
    rounds: usize,
}

impl Diary {
    pub fn said(&self) -> Vec<Said> {
        self.inner.lock().expect("the diary").said.clone()
    }

    /// Rounds that were begun.
    pub fn rounds(&self) -> usize {
        self.inner.lock().expect("the diary").rounds
    }

    fn begin_round(&self) -> usize {
        let mut pages = self.inner.lock().expect("the diary");
        pages.rounds += 1;
        pages.rounds
    }
}

/// The life of one couple until the end is announced; the round at hand is finished first.
pub async fn live(
    telegram: Sandbox,
    rng: StdRng,
    diary: Diary,
    over: watch::Receiver<bool>,
) -> Result<(), String> {
    let (ana, ben) =
        telegram.with(|world, _| (world.person("Ana", "en"), world.person("Ben", "en")));
    let mut couple = Couple {
        telegram,
        rng,
        diary,
        ana,
        ben,
    };
    let mut since = 0;
    couple.pair().await?;
    loop {
        couple.round(since).await?;
        if *over.borrow() {
            return Ok(());
        }
        since = couple.ask_for_another()?;
    }
}

struct Couple {
    telegram: Sandbox,
    rng: StdRng,
    diary: Diary,
    ana: i64,
    ben: i64,
}

impl Couple {
    async fn pair(&mut self) -> Result<(), String> {
        let (ana, ben) = (self.ana, self.ben);
        self.telegram
            .with(|world, now| world.start(ana, None, now))
            .map_err(|error| error.to_string())?;
        self.press(ana, "Invite my partner").await?;
        let link = self
            .until(ana, "the link", |world| {
                let written = world.screen(ana).into_iter().filter(Seen::is_from_bot);
                written
                    .flat_map(|seen| seen.links())
                    .chain(world.screen(ana).into_iter().flat_map(|seen| {
                        let words = seen.text.split_whitespace().map(str::to_owned);
                        words.collect::<Vec<_>>()
                    }))
                    .find(|link| link.contains("t.me/") && link.contains("start="))
            })
            .await?;
        self.telegram
            .with(|world, now| world.open_link(ben, &link, now))
            .map_err(|error| error.to_string())?;
        self.press(ben, "Yes, let's try it").await?;
        self.press(ana, "Yes, that's right").await?;
        for who in [ana, ben] {
            let together = |seen: &Seen| seen.text.contains("are together here now");
            self.until(who, "being together", |world| {
                world.screen(who).iter().any(together).then_some(())
            })
            .await?;
        }
        Ok(())
    }

    /// One of the two wants a question now; the revision after which it comes.
    fn ask_for_another(&mut self) -> Result<u64, String> {
        let who = *[self.ana, self.ben]
            .choose(&mut self.rng)
            .unwrap_or(&self.ana);
        self.telegram.with(|world, now| {
            let since = world.revision();
            world
                .say(who, PROMPT, now)
                .map_err(|error| error.to_string())?;
            Ok(since)
        })
    }

    /// A question is there: both answer, and both read both answers.
    async fn round(&mut self, since: u64) -> Result<(), String> {
        let round = self.diary.begin_round();
        let mut order = [(self.ana, self.ben), (self.ben, self.ana)];
        order.shuffle(&mut self.rng);
        for (who, _) in order {
            self.card(who, since).await?;
        }
        let mut canaries = Vec::new();
        // Either one writes at length and the other then answers, or both answer at the same moment.
        let parts = self.rng.random_range(1..=3);
        for (turn, (author, partner)) in order.into_iter().enumerate() {
            let first = turn == 0;
            for _ in 0..if first { parts } else { 1 } {
                let card = self.card(author, since).await?;
                canaries.push(self.say(round, author, partner, card)?);
            }
            if first && parts > 1 {
                // Words that the bot has to ask about would otherwise come after the reveal.
                self.wait(round, |world| {
                    let mine = world.screen(author);
                    let sealed = |canary: &String| {
                        mine.iter().any(|seen| {
                            seen.text == *canary && seen.reaction_of(world.bot_id()) == Some(SEAL)
                        })
                    };
                    canaries.iter().all(sealed)
                })
                .await?;
            }
        }
        let (ana, ben) = (self.ana, self.ben);
        self.wait(round, |world| {
            [ana, ben]
                .into_iter()
                .all(|who| opened(world, who, &canaries))
        })
        .await
    }

    /// The newest question on the screen that came after this revision.
    async fn card(&self, who: i64, since: u64) -> Result<i64, String> {
        let card = |world: &World| {
            let screen = world.from_bot_since(who, since);
            let cards = screen.iter().rev().filter(|seen| {
                seen.button("Not tonight").is_some()
                    || seen.button("Not today").is_some()
                    || seen.button("Take back").is_some()
            });
            cards.map(|seen| seen.message_id).next()
        };
        let looks = PATIENCE.as_millis() / LOOK.as_millis();
        for _ in 0..looks {
            if let Some(card) = self.telegram.wait_for(LOOK, card).await {
                return Ok(card);
            }
            for asker in [self.ana, self.ben] {
                self.ask_again(asker, since)?;
            }
        }
        Err(format!("a question never comes\n{}", self.page(who)))
    }

    /// A command can be set aside as words can: whoever is asked to send it once more does.
    fn ask_again(&self, who: i64, since: u64) -> Result<(), String> {
        self.telegram.with(|world, now| {
            let screen = world.screen(who);
            let new = || screen.iter().filter(|seen| seen.appeared > since);
            let typed = new().filter(|seen| !seen.is_from_bot() && seen.text == PROMPT);
            let asked = new().filter(|seen| seen.is_from_bot() && seen.text.contains(SEND_AGAIN));
            let typed = typed.count();
            if typed == 0 || asked.count() < typed {
                return Ok(());
            }
            let said = world.say(who, PROMPT, now).map(|_| ());
            said.map_err(|error| error.to_string())
        })
    }

    fn say(
        &mut self,
        round: usize,
        author: i64,
        partner: i64,
        card: i64,
    ) -> Result<String, String> {
        let canary = format!("{CANARY}{:016x}", self.rng.random::<u64>());
        let outgoing = Outgoing::text(canary.clone());
        let outgoing = match self.rng.random_ratio(1, 3) {
            true => outgoing.reply_to(card),
            false => outgoing,
        };
        self.telegram.with(|world, now| {
            let said = Said {
                author,
                partner,
                round,
                canary: canary.clone(),
                after_call: world.calls().len(),
                at: now,
            };
            self.diary.inner.lock().expect("the diary").said.push(said);
            world
                .send(author, outgoing, now)
                .map_err(|error| error.to_string())
        })?;
        Ok(canary)
    }

    async fn press(&self, who: i64, label: &str) -> Result<(), String> {
        self.until(who, label, |world| {
            world
                .screen(who)
                .iter()
                .any(|seen| seen.button(label).is_some())
                .then_some(())
        })
        .await?;
        self.telegram
            .with(|world, now| world.press(who, label, now))
            .map_err(|error| error.to_string())?;
        Ok(())
    }

    /// Waits, and meanwhile answers the bot's question about words it could not place: a card may arrive although the bot
    /// does not know yet that it did.
    async fn wait(&self, round: usize, is_so: impl Fn(&World) -> bool) -> Result<(), String> {
        let looks = PATIENCE.as_millis() / LOOK.as_millis();
        for _ in 0..looks {
            let so = |world: &World| is_so(world).then_some(());
            if self.telegram.wait_for(LOOK, so).await.is_some() {
                return Ok(());
            }
            for who in [self.ana, self.ben] {
                self.answer_question(who)?;
                self.send_again(who)?;
            }
        }
        let pages = [self.ana, self.ben].map(|who| self.page(who));
        Err(format!(
            "round {round} does not go on\n{}",
            pages.join("\n-----\n")
        ))
    }

    fn answer_question(&self, who: i64) -> Result<(), String> {
        self.telegram.with(|world, now| {
            let asked = world.screen(who).into_iter().rev().find_map(|seen| {
                let labels = seen.labels();
                let mine = labels
                    .into_iter()
                    .find(|label| label.starts_with("My answer to"))?
                    .to_owned();
                Some((seen.message_id, mine))
            });
            if let Some((message, label)) = asked {
                world
                    .press_on(who, who, message, &label, now)
                    .map_err(|error| error.to_string())?;
            }
            Ok(())
        })
    }

    /// An update that is in hand at three kills is set aside unread, and its author asked to send it again: they do, once for
    /// each message that was not sealed.
    fn send_again(&self, who: i64) -> Result<(), String> {
        self.telegram.with(|world, now| {
            let screen = world.screen(who);
            let asks = |seen: &&Seen| seen.is_from_bot() && seen.text.contains(SEND_AGAIN);
            let Some(asked) = screen.iter().rev().find(asks) else {
                return Ok(());
            };
            let lost = screen.iter().find(|seen| {
                let again = screen
                    .iter()
                    .filter(|later| later.text == seen.text && later.message_id > seen.message_id);
                seen.text.starts_with(CANARY)
                    && !seen.is_from_bot()
                    && seen.message_id < asked.message_id
                    && seen.reactions.is_empty()
                    && again.count() == 0
            });
            let Some(lost) = lost else { return Ok(()) };
            world
                .send(who, Outgoing::text(lost.text.clone()), now)
                .map(|_| ())
                .map_err(|error| error.to_string())
        })
    }

    async fn until<R>(
        &self,
        who: i64,
        what: &str,
        question: impl Fn(&World) -> Option<R>,
    ) -> Result<R, String> {
        match self.telegram.wait_for(PATIENCE, question).await {
            Some(answer) => Ok(answer),
            None => Err(format!("{what} never comes\n{}", self.page(who))),
        }
    }

    fn page(&self, who: i64) -> String {
        let screen = self.telegram.with(|world, _| world.screen(who));
        let last = screen.len().saturating_sub(12);
        let lines = screen[last..].iter().map(|seen| {
            let from = if seen.is_from_bot() { "bot" } else { "  >" };
            format!(
                "{from} {} {} {:?} {:?}",
                seen.date,
                seen.text,
                seen.labels(),
                seen.reactions
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Whether a reveal with all these words stands on this screen.
pub fn opened(world: &World, who: i64, canaries: &[String]) -> bool {
    world.screen(who).iter().any(|seen| {
        seen.is_from_bot()
            && seen.text.contains("Both answers are in")
            && canaries
                .iter()
                .all(|canary| seen.text.contains(canary.as_str()))
    })
}
