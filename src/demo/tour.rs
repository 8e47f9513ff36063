//! The tour: two evenings and a reflection, played by a script through the same actions as the page, with the real bot
//! answering. Start with [`Session::tour`]. Each step waits for what it should lead to; the first that does not happen ends the
//! tour.

use std::time::Duration;

use jiff::SignedDuration;

use super::actions::{NotDone, PageAction};
use super::error::SkipError;
use super::session::{Phone, Session, Upcoming};
use super::skip::Skip;
use crate::sandbox::{Leads, Seen, World};

/// How many things may come between two that the tour waits for.
const SKIPS_MAX: usize = 12;
/// To look at what has come, at a readable pace.
const LOOK: Duration = Duration::from_millis(1_800);
/// Between reaching for a button and pressing it.
const REACH: Duration = Duration::from_millis(900);
/// For one letter.
const LETTER: Duration = Duration::from_millis(38);

/// What they write: true of nearly everything one can be asked to be grateful for, because the question is drawn.
const HERS: &str =
    "I knew it at once, and had to smile. You get the whole story tonight. Thank you for it.";
const HIS: &str =
    "I had to think, and then there were three. I’ll begin with the one you have forgotten.";
/// What they write about a small argument.
const HER_STORY: &str =
    "Two hungry people met in a kitchen. One was late, one had cooked. Nobody meant it badly.";
const HIS_STORY: &str =
    "He came late and made a joke. She had looked forward to that dinner all day. So had he.";
const HER_INSIGHT: &str = "That I go quiet when I’m hurt, and that you can’t see why.";
const HIS_INSIGHT: &str = "That I joke when I feel guilty.";
const HER_WILL: &str = "When I go quiet, I’ll say that I need ten minutes.";
const HIS_WILL: &str = "When it gets late, I’ll write you a line.";
/// A night has passed.
const A_NIGHT: SignedDuration = SignedDuration::from_hours(14);
/// Ben comes home a little later.
const A_WHILE: SignedDuration = SignedDuration::from_mins(7);

/// How fast the tour goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// For people who watch.
    Readable,
    /// For machines.
    Fast,
}

/// A step that did not happen.
#[derive(Debug, thiserror::Error)]
#[error("the tour ended early, at “{step}”: {why}")]
pub struct TourError {
    step: &'static str,
    why: String,
}

/// Why a step did not happen.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("{0}'s phone never shows “{1}”")]
    NotShown(&'static str, String),
    #[error("{0}'s phone has no button “{1}”")]
    NoButton(&'static str, String),
    #[error(transparent)]
    NotDone(#[from] NotDone),
    #[error(transparent)]
    Skip(#[from] SkipError),
}

impl Session {
    /// Plays the whole tour.
    ///
    /// # Errors
    /// [`TourError`] names the first step that did not happen.
    pub async fn tour(&self, pace: Pace) -> Result<(), TourError> {
        let tour = Tour {
            session: self,
            pace,
        };
        let played = async {
            tour.step("pairing", tour.pairing()).await?;
            tour.step("a round of gratitude", tour.gratitude()).await?;
            tour.step("the reveal", tour.reveal()).await?;
            tour.step("a response", tour.response()).await?;
            tour.step("where they live", tour.places()).await?;
            tour.step("the next evening", tour.next_evening()).await?;
            tour.step("an invitation to reflect", tour.invitation())
                .await?;
            tour.step("each alone first", tour.alone()).await?;
            tour.step("step by step", tour.together()).await
        };
        let played = played.await;
        self.update_status(|status| status.upcoming = None);
        played
    }

    /// The first half of it: until both answers have opened.
    pub async fn tour_to_the_reveal(&self, pace: Pace) -> Result<(), TourError> {
        let tour = Tour {
            session: self,
            pace,
        };
        tour.step("pairing", tour.pairing()).await?;
        tour.step("a round of gratitude", tour.gratitude()).await?;
        tour.step("the reveal", tour.reveal()).await
    }
}

struct Tour<'a> {
    session: &'a Session,
    pace: Pace,
}

impl Tour<'_> {
    async fn step(
        &self,
        step: &'static str,
        played: impl Future<Output = Result<(), Fault>>,
    ) -> Result<(), TourError> {
        let missed = |fault: Fault| TourError {
            step,
            why: fault.to_string(),
        };
        played.await.map_err(missed)
    }

    async fn pairing(&self) -> Result<(), Fault> {
        let (anna, ben) = (Phone::A, Phone::B);
        self.does(PageAction::Start {
            phone: anna.key().to_owned(),
        })
        .await?;
        self.presses(anna, "Invite my partner").await?;
        let link = self.link(anna).await?;
        self.does(PageAction::Open {
            phone: ben.key().to_owned(),
            url: link,
        })
        .await?;
        self.presses(ben, "Yes, let's try it").await?;
        self.presses(anna, "Yes, that's right").await?;
        for phone in Phone::BOTH {
            self.reads(phone, "are together here now").await?;
        }
        Ok(())
    }

    async fn gratitude(&self) -> Result<(), Fault> {
        for phone in Phone::BOTH {
            self.reads(phone, "🙏").await?;
        }
        self.types(Phone::A, HERS).await?;
        self.reads(Phone::A, "Sealed").await?;
        self.session.skip(Skip::By(A_WHILE)).await?;
        self.types(Phone::B, HIS).await?;
        Ok(())
    }

    async fn reveal(&self) -> Result<(), Fault> {
        self.session.skip(Skip::Next).await?;
        for phone in Phone::BOTH {
            for words in [HERS, HIS] {
                self.reads(phone, words).await?;
            }
        }
        self.rests(LOOK).await;
        Ok(())
    }

    async fn response(&self) -> Result<(), Fault> {
        self.presses(Phone::B, "That touched me").await?;
        self.reads(Phone::A, "That touched me").await?;
        let reveal = self.reads(Phone::A, "Both answers are in").await?;
        self.does(PageAction::React {
            phone: Phone::A.key().to_owned(),
            chat: Phone::A.key().to_owned(),
            message: reveal.message_id,
            emoji: Some("❤".to_owned()),
        })
        .await?;
        // It arrives as the bot's reaction on what Ben wrote.
        let (ben, bot) = (
            self.session.person(Phone::B),
            self.session.telegram.with(|world, _| world.bot_id()),
        );
        let arrives = |world: &World| {
            let screen = world.screen(ben);
            let mut own = screen.iter().filter(|seen| !seen.is_from_bot());
            own.any(|seen| seen.reaction_of(bot) == Some("❤"))
                .then_some(())
        };
        let arrived = self.finds(arrives).await?;
        arrived.ok_or_else(|| self.not_shown(Phone::B, "❤"))
    }

    async fn places(&self) -> Result<(), Fault> {
        self.reads(Phone::A, "where you are").await?;
        self.types(Phone::A, "Lisbon").await?;
        self.presses(Phone::A, "Yes, that's it").await?;
        self.presses(Phone::B, "The same for me").await?;
        Ok(())
    }

    async fn next_evening(&self) -> Result<(), Fault> {
        let cards = |world: &World, phone| {
            let screen = world.screen(self.session.person(phone));
            let mut cards = screen.iter().filter(|seen| seen.is_from_bot());
            let last = cards.next_back();
            last.is_some_and(|seen| seen.labels().contains(&"Another one"))
        };
        let is_asked = || {
            let both = |world: &World| Phone::BOTH.into_iter().all(|phone| cards(world, phone));
            self.session.telegram.with(|world, _| both(world))
        };
        for _ in 0..SKIPS_MAX {
            if is_asked() {
                self.rests(LOOK).await;
                return Ok(());
            }
            self.session.skip(Skip::Next).await?;
            self.rests(REACH).await;
        }
        Err(self.not_shown(Phone::A, "Another one"))
    }

    async fn invitation(&self) -> Result<(), Fault> {
        let (anna, ben) = (Phone::A, Phone::B);
        self.session.skip(Skip::By(A_NIGHT)).await?;
        self.types(anna, "/reflect").await?;
        self.presses(anna, "After an argument").await?;
        self.presses(anna, "Yes, I can").await?;
        self.presses(anna, "In 30 minutes").await?;
        self.reads(ben, "would like to look at something with you")
            .await?;
        self.presses(ben, "Yes, let’s").await?;
        self.presses(ben, "Yes, I can").await?;
        self.reads(anna, "says yes").await?;
        for _ in 0..SKIPS_MAX {
            let begins = |world: &World| {
                is_labelled(world, self.session.person(anna), "Begin").then_some(())
            };
            if self.finds(begins).await?.is_some() {
                return Ok(());
            }
            self.session.skip(Skip::Next).await?;
        }
        Err(Fault::NoButton(self.name(anna), "Begin".to_owned()))
    }

    async fn alone(&self) -> Result<(), Fault> {
        let hers = ["🌧 sad", "hurt", HER_STORY, HER_INSIGHT, HER_WILL];
        let his = ["🫣 ashamed", "guilty", HIS_STORY, HIS_INSIGHT, HIS_WILL];
        for (phone, [group, feeling, story, insight, will]) in [(Phone::A, hers), (Phone::B, his)] {
            self.presses(phone, "Begin").await?;
            self.presses(phone, group).await?;
            self.presses(phone, feeling).await?;
            self.presses(phone, "Back").await?;
            self.presses(phone, "Next").await?;
            for words in [story, insight, will] {
                self.types(phone, words).await?;
                self.presses(phone, "Next").await?;
            }
            self.presses(phone, "Seal it").await?;
        }
        for phone in Phone::BOTH {
            self.reads(phone, "You have both sealed").await?;
        }
        Ok(())
    }

    async fn together(&self) -> Result<(), Fault> {
        self.presses(Phone::A, "Open the first step").await?;
        let opened = [
            (Phone::B, HER_STORY, HIS_STORY),
            (Phone::A, HER_INSIGHT, HIS_INSIGHT),
            (Phone::B, HER_WILL, HIS_WILL),
        ];
        for (phone, hers, his) in opened {
            self.rests(LOOK).await;
            self.presses(phone, "Open the next step").await?;
            for reader in Phone::BOTH {
                for words in [hers, his] {
                    self.reads(reader, words).await?;
                }
            }
        }
        self.rests(LOOK).await;
        self.presses(Phone::A, "Go on").await?;
        for phone in Phone::BOTH {
            self.reads(phone, "That was the last step").await?;
        }
        self.rests(LOOK).await;
        Ok(())
    }

    /// Looks once the bot has done all it has to do: what is not there then does not come.
    async fn finds<R>(&self, look: impl Fn(&World) -> Option<R>) -> Result<Option<R>, Fault> {
        self.session.settle().await?;
        Ok(self.session.telegram.with(|world, _| look(world)))
    }

    /// The bot's newest message with these words.
    async fn reads(&self, phone: Phone, part: &str) -> Result<Seen, Fault> {
        let who = self.session.person(phone);
        let shown = |world: &World| {
            let screen = world.screen(who).into_iter().rev();
            let mut from_bot = screen.filter(Seen::is_from_bot);
            from_bot.find(|seen| seen.text.contains(part))
        };
        let seen = self.finds(shown).await?;
        seen.ok_or_else(|| self.not_shown(phone, part))
    }

    /// The link that somebody was given to pass on.
    async fn link(&self, phone: Phone) -> Result<String, Fault> {
        let who = self.session.person(phone);
        let given = |world: &World| {
            let screen = world.screen(who);
            let mut links = screen.iter().rev().flat_map(Seen::links);
            links.find(|url| matches!(world.leads(url), Leads::Start(Some(_))))
        };
        let link = self.finds(given).await?;
        link.ok_or_else(|| self.not_shown(phone, "t.me/"))
    }

    /// Presses the newest button with this label, whatever time of day may stand behind it.
    async fn presses(&self, phone: Phone, label: &str) -> Result<(), Fault> {
        let who = self.session.person(phone);
        let place = |world: &World| {
            let screen = world.screen(who).into_iter().rev();
            let mut places = screen.filter_map(|seen| {
                let mut rows = seen.buttons.iter().enumerate();
                let (row, column) = rows.find_map(|(row, buttons)| {
                    let column = buttons.iter().position(|b| is_called(&b.label, label))?;
                    Some((row, column))
                })?;
                let whole = seen.buttons[row][column].label.clone();
                Some((seen.message_id, row, column, whole))
            });
            places.next()
        };
        let place = self.finds(place).await?;
        let (message, row, column, label) =
            place.ok_or_else(|| Fault::NoButton(self.name(phone), label.to_owned()))?;
        self.rests(LOOK).await;
        self.shows(Upcoming::Taps { phone, label });
        self.rests(REACH).await;
        self.does(PageAction::Press {
            phone: phone.key().to_owned(),
            chat: phone.key().to_owned(),
            message,
            row,
            column,
        })
        .await
    }

    /// Writes a message, letter by letter where somebody watches.
    async fn types(&self, phone: Phone, text: &str) -> Result<(), Fault> {
        self.rests(LOOK).await;
        self.shows(Upcoming::Types {
            phone,
            text: text.to_owned(),
        });
        let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        self.rests(REACH + LETTER.saturating_mul(letters)).await;
        self.does(PageAction::Say {
            phone: phone.key().to_owned(),
            chat: phone.key().to_owned(),
            text: text.to_owned(),
            reply_to: None,
            quote: None,
        })
        .await
    }

    async fn does(&self, action: PageAction) -> Result<(), Fault> {
        self.session.update_status(|status| status.upcoming = None);
        self.session.act(action).await?;
        Ok(self.session.settle().await?)
    }

    fn shows(&self, upcoming: Upcoming) {
        if self.pace == Pace::Readable {
            self.session
                .update_status(|status| status.upcoming = Some(upcoming));
        }
    }

    /// Gives people time to read; machines need none.
    async fn rests(&self, time: Duration) {
        if self.pace == Pace::Readable {
            tokio::time::sleep(time).await;
        }
    }

    fn name(&self, phone: Phone) -> &'static str {
        match phone {
            Phone::A => "Anna",
            Phone::B => "Ben",
        }
    }

    fn not_shown(&self, phone: Phone, part: &str) -> Fault {
        Fault::NotShown(self.name(phone), part.to_owned())
    }
}

/// Whether a button has this name, alone or with a time of day behind it.
fn is_called(label: &str, name: &str) -> bool {
    label
        .strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(" · "))
}

/// Whether somebody's chat has a button with this name.
fn is_labelled(world: &World, who: i64, name: &str) -> bool {
    let screen = world.screen(who);
    let mut labels = screen.iter().flat_map(Seen::labels);
    labels.any(|label| is_called(label, name))
}
