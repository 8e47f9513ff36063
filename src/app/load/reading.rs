//! Reading what an event needs, one [`Need`] after the other.
//!
//! Which event needs what is not said here but in [`crate::core::needs`]. Start with [`Reading::meet_all`].

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::core::model::ids::{AsideId, ChatId, CoupleId, PersonId, ReflectionId, RoundId};
use crate::core::model::need::Need;
use crate::core::model::state::State;
use crate::core::model::words::Name;
use crate::core::needs::picks_by_clock;
use crate::store::{StoreError, Tx, couples, deck, groups, people, reflections, words};

/// What was read for one event so far.
pub(in crate::app) struct Reading {
    pub state: State,
    pub names: BTreeMap<PersonId, Name>,
    pub now: Timestamp,
    /// False only for a tick that may not ask by schedule.
    pub may_ask: bool,
}

impl Reading {
    pub fn new(now: Timestamp, may_ask: bool) -> Reading {
        Reading {
            state: State::default(),
            names: BTreeMap::new(),
            now,
            may_ask,
        }
    }

    /// Reads all of it, in this order: what one brings, another may name.
    pub async fn meet_all(&mut self, tx: &mut Tx, needs: Vec<Need>) -> Result<(), StoreError> {
        for need in needs {
            self.meet(tx, need).await?;
        }
        Ok(())
    }

    async fn meet(&mut self, tx: &mut Tx, need: Need) -> Result<(), StoreError> {
        match need {
            Need::Couple(couple) => self.couple(tx, couple).await,
            Need::CouplesOf(person) => {
                couples::load_for_person(tx, person, &mut self.state, &mut self.names).await
            }
            Need::Round(round) => self.round(tx, round).await,
            Need::Reflection(id) => self.reflection(tx, id).await,
            Need::Thread(thread) => {
                self.round(tx, thread.round()).await?;
                match self.state.rounds.contains_key(&thread.round()) {
                    true => Ok(()),
                    false => self.reflection(tx, thread.reflection()).await,
                }
            }
            Need::Invite(hash) => {
                couples::load_invite(tx, &hash, &mut self.state, &mut self.names).await
            }
            Need::UnfinishedInvites => self.unfinished_invites(tx).await,
            Need::Group(chat) => self.group(tx, chat).await,
            Need::MyChoice => match self.my_couple() {
                Some(couple) => self.choice(tx, couple).await,
                None => Ok(()),
            },
            Need::ChoiceOf(round) => match self.couple_of(round) {
                Some(couple) => self.choice(tx, couple).await,
                None => Ok(()),
            },
            Need::ChoiceAfter(round) => match self.couple_of(round) {
                Some(couple) if picks_by_clock(&self.state, couple, self.now, false) => {
                    self.choice(tx, couple).await
                }
                _ => Ok(()),
            },
            Need::ChoiceByClock(couple) => {
                match picks_by_clock(&self.state, couple, self.now, self.may_ask) {
                    true => self.choice(tx, couple).await,
                    false => Ok(()),
                }
            }
            Need::MyDeck => match self.my_couple() {
                Some(couple) => self.deck(tx, couple).await,
                None => Ok(()),
            },
            Need::Aside(aside) => self.aside(tx, aside).await,
        }
    }

    fn my_couple(&self) -> Option<CoupleId> {
        let (couple, _) = self.state.together(self.state.me?)?;
        Some(couple.id)
    }

    fn couple_of(&self, round: RoundId) -> Option<CoupleId> {
        self.state.rounds.get(&round).map(|round| round.couple)
    }

    async fn couple(&mut self, tx: &mut Tx, couple: CoupleId) -> Result<(), StoreError> {
        couples::load(tx, couple, &mut self.state, &mut self.names).await?;
        Ok(())
    }

    async fn round(&mut self, tx: &mut Tx, round: RoundId) -> Result<(), StoreError> {
        couples::load_round(tx, round, &mut self.state, &mut self.names).await
    }

    async fn person(&mut self, tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
        if !self.state.persons.contains_key(&person)
            && let Some((found, name)) = people::by_id(tx, person).await?
        {
            self.names.insert(person, name);
            self.state.persons.insert(person, found);
        }
        Ok(())
    }

    /// One reflection with everyone it concerns.
    async fn reflection(&mut self, tx: &mut Tx, id: ReflectionId) -> Result<(), StoreError> {
        reflections::load(tx, id, &mut self.state).await?;
        let Some(reflection) = self.state.reflections.get(&id) else {
            return Ok(());
        };
        let people = reflection.people;
        if let Some(couple) = reflection.couple {
            self.couple(tx, couple).await?;
        }
        for person in people.into_iter().flatten() {
            self.person(tx, person).await?;
        }
        Ok(())
    }

    pub async fn unfinished_invites(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let couples = self.state.couples.values();
        let unfinished: Vec<CoupleId> = couples
            .filter(|couple| !couple.is_together() && !couple.is_ended())
            .map(|couple| couple.id)
            .collect();
        for couple in unfinished {
            couples::load_invites(tx, couple, &mut self.state).await?;
        }
        Ok(())
    }

    /// A group, whoever lives there, and who tapped *I'm in*.
    async fn group(&mut self, tx: &mut Tx, chat: ChatId) -> Result<(), StoreError> {
        groups::load(tx, chat, &mut self.state).await?;
        let Some(group) = self.state.groups.get(&chat).cloned() else {
            return Ok(());
        };
        if let Some(couple) = group.couple {
            self.couple(tx, couple).await?;
        }
        for person in [group.first, group.second].into_iter().flatten() {
            couples::load_for_person(tx, person, &mut self.state, &mut self.names).await?;
            self.person(tx, person).await?;
        }
        Ok(())
    }

    /// What a prompt is picked by: when each was used, what the couple keeps, and what the two marked.
    async fn choice(&mut self, tx: &mut Tx, couple: CoupleId) -> Result<(), StoreError> {
        couples::load_used(tx, couple, &mut self.state).await?;
        self.kept(tx, couple).await
    }

    /// The same without when each was used.
    pub async fn kept(&mut self, tx: &mut Tx, couple: CoupleId) -> Result<(), StoreError> {
        self.deck(tx, couple).await?;
        let couples = &self.state.couples;
        let marked = couples.get(&couple);
        if marked.is_some_and(|couple| couple.ours.favourites) {
            deck::load_favourites(tx, couple, &mut self.state).await?;
        }
        Ok(())
    }

    async fn deck(&mut self, tx: &mut Tx, couple: CoupleId) -> Result<(), StoreError> {
        let couples = &self.state.couples;
        let keeps = couples.get(&couple);
        if keeps.is_some_and(|couple| couple.ours.deck) {
            deck::load_deck(tx, couple, &mut self.state).await?;
        }
        Ok(())
    }

    /// Words put aside are there only as long as the store keeps them: a late tap finds nothing to seal or to pass on.
    async fn aside(&mut self, tx: &mut Tx, aside: AsideId) -> Result<(), StoreError> {
        let me = self.state.me;
        let Some(me) = me.and_then(|me| self.state.persons.get_mut(&me)) else {
            return Ok(());
        };
        if let Some(held) = me.aside.as_mut().filter(|held| held.id == aside) {
            let kept = words::asides(tx, aside).await?;
            let is_kept = |message| kept.iter().any(|(other, _)| *other == message);
            held.messages.retain(|held| is_kept(held.message));
            if held.messages.is_empty() {
                me.aside = None;
            }
        }
        Ok(())
    }
}
