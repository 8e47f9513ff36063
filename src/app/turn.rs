//! One turn: load, step, save, carry out, answer. The caller's transaction decides whether it happened.
//!
//! What the effects do is in the files of their features beside this one, and `enqueue` writes what is sent. Start with
//! [`App::turn`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rand::rngs::StdRng;

use super::load::{Loaded, Ticks, load};
use super::runner::EffectRunner;
use super::views::Opened;
use super::{Answer, App, Heard, Input};
use crate::core::model::ids::{CoupleId, PersonId};
use crate::core::model::state::State;
use crate::core::model::words::Name;
use crate::core::protocol::effect::{Effect, Toast};
use crate::core::protocol::event::{Event, EventKind};
use crate::core::{NextDue, next_due, respond};
use crate::store::{StoreError, Tx, couples, people, reflections};
use crate::texts;

/// A slot that was opened before is passed over; one couple cannot have more than its schedules' number of them at once.
const SLOT_TRIES: usize = 8;

impl App {
    /// Applies one input. `cause` names it for ever (an update's id and the moment, say): the rows it writes are named after it.
    ///
    /// # Errors
    /// Only the store's. A person's mistake is an answer, not an error.
    pub async fn turn(
        &self,
        tx: &mut Tx,
        cause: &str,
        input: Input,
        now: Timestamp,
    ) -> Result<Option<Answer>, StoreError> {
        let mut rng = self.chance();
        match load(tx, input, now, &mut rng).await? {
            Some(loaded) => Ok(self.apply(tx, cause, loaded, now, rng).await?.0),
            None => Ok(None),
        }
    }

    /// The ticks of up to [`couples::batch::BATCH`] couples, one turn each, named after their couples. What they read is read for
    /// all of them at once, so that the one that fails takes the others with it: roll back, and let each have its own
    /// [`Input::Tick`].
    ///
    /// # Errors
    /// Only the store's.
    pub async fn ticks(
        &self,
        tx: &mut Tx,
        couples: &[CoupleId],
        may_ask: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut ticks = Ticks::load(tx, couples, may_ask, now).await?;
        for couple in couples {
            let loaded = ticks.of(tx, *couple).await?;
            let cause = tick_cause(*couple, now);
            let (_, after) = self.apply(tx, &cause, loaded, now, self.chance()).await?;
            ticks.changed(after);
        }
        Ok(())
    }

    /// One turn from what was loaded for it; answers its answer and the state after it.
    async fn apply(
        &self,
        tx: &mut Tx,
        cause: &str,
        mut loaded: Loaded,
        now: Timestamp,
        mut rng: StdRng,
    ) -> Result<(Option<Answer>, State), StoreError> {
        let callback = loaded.callback.take();
        let (after, effects) = self.decide(tx, &mut loaded, now, &mut rng).await?;
        self.save(tx, &loaded, &after, now, &mut rng).await?;
        let mut runner = EffectRunner {
            app: self,
            tx,
            cause,
            loaded: &loaded,
            after: &after,
            now,
            rng,
            rows: 0,
            opened: Opened::default(),
        };
        let toast = runner.carry_out(effects).await?;
        let answer = callback.map(|callback| {
            let lang = after.me().and_then(|me| me.lang.as_deref());
            let text = toast.and_then(|toast| texts::toast(&toast, lang));
            Answer { callback, text }
        });
        Ok((answer, after))
    }

    /// Applies what became of a call to somebody. See [`App::turn`].
    pub async fn report(
        &self,
        tx: &mut Tx,
        to: PersonId,
        event: Event,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let cause = format!("r{:x}", rand::Rng::next_u64(&mut self.chance()));
        self.turn(tx, &cause, Input::Report { to, event }, now)
            .await?;
        Ok(())
    }

    /// Tells a person that something they sent could not be applied, in a turn of its own that touches nothing else.
    pub async fn ask_again(
        &self,
        tx: &mut Tx,
        update_id: i64,
        heard: &Heard,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let heard = Heard {
            user: heard.user,
            name: heard.name.clone(),
            lang: heard.lang.clone(),
            at: now,
            event: EventKind::CouldNotApply,
            names: None,
            callback: None,
        };
        let cause = format!("a{update_id}.{:x}", now.as_second());
        match self.turn(tx, &cause, Input::Heard(heard), now).await {
            // The same row may be the reason why nothing could be applied.
            Err(error) if error.is_corrupt() => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// Lets the core decide, again if it would open a slot that was opened before.
    async fn decide(
        &self,
        tx: &mut Tx,
        loaded: &mut Loaded,
        now: Timestamp,
        rng: &mut StdRng,
    ) -> Result<(State, Vec<Effect>), StoreError> {
        let world = self.world(now, loaded.may_ask);
        for _ in 0..SLOT_TRIES {
            let (after, effects) = respond(&loaded.state, &loaded.event, now, rng, world);
            let mut taken = BTreeSet::new();
            for round in after
                .rounds
                .values()
                .filter(|round| !loaded.state.rounds.contains_key(&round.id))
            {
                let is_free = round.slot().is_some_and(|slot| loaded.free.contains(&slot));
                if !is_free && couples::slot_taken(tx, round).await? {
                    taken.extend(round.slot());
                }
            }
            if taken.is_empty() {
                return Ok((after, effects));
            }
            loaded.state.taken.extend(taken);
        }
        Ok((loaded.state.clone(), Vec::new()))
    }

    async fn save(
        &self,
        tx: &mut Tx,
        loaded: &Loaded,
        after: &State,
        now: Timestamp,
        rng: &mut StdRng,
    ) -> Result<(), StoreError> {
        let before = &loaded.state;
        for person in after.persons.values() {
            let is_me = after.me == Some(person.id);
            let nameless = Name(String::new());
            let name = loaded.names.get(&person.id).unwrap_or(&nameless);
            if is_me && loaded.is_new {
                people::insert(tx, person, name, rng).await?;
                continue;
            }
            if before.persons.get(&person.id) != Some(person) || (is_me && loaded.changed) {
                people::update(tx, person).await?;
            }
            if is_me && loaded.renamed {
                people::rename(tx, person.id, name, rng).await?;
            }
        }
        let world = self.world(now, loaded.may_ask);
        let due: BTreeMap<CoupleId, NextDue> = after
            .couples
            .keys()
            .map(|couple| (*couple, next_due(after, *couple, now, &world)))
            .collect();
        for reflection in after.reflections.values() {
            if before.reflections.get(&reflection.id) != Some(reflection) {
                // What belongs to a couple is in the couple's own moments.
                let due = reflection.due(false, world.erase_from);
                let due = due.filter(|_| reflection.is_alone());
                reflections::put(tx, reflection, due).await?;
            }
        }
        couples::save(tx, before, after, &due).await
    }
}

impl EffectRunner<'_> {
    /// Carries out the effects in their order; answers what the pressed button says.
    async fn carry_out(&mut self, effects: Vec<Effect>) -> Result<Option<Toast>, StoreError> {
        let mut toast = None;
        for effect in effects {
            if effect.destroys() {
                // Before the commit, so that nothing can come between: the eraser waits for the end of this transaction.
                self.app.wakers().eraser.notify_one();
            }
            match effect {
                Effect::Round(what) => self.run_round(what).await?,
                Effect::Deck(what) => self.run_deck(what).await?,
                Effect::Reflect(what) => self.run_reflection(what).await?,
                Effect::Queue(what) => self.run_queue(what).await?,
                Effect::Send(send) => self.enqueue(&send).await?,
                Effect::Toast(said) => toast = Some(said),
            }
        }
        Ok(toast)
    }
}

/// What names the rows that a couple's tick writes.
pub fn tick_cause(couple: CoupleId, now: Timestamp) -> String {
    format!("t{couple}:{}", now.as_millisecond())
}
