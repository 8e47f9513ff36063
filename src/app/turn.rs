//! One turn: load → step → render → save and enqueue. The caller's transaction decides whether it happened.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;

use super::load::{Loaded, Ticks, load};
use super::{Answer, App, Deed, Heard, Input};
use crate::core::model::about::{About, Role};
use crate::core::model::delivery::{Call, Class, InGroup, Outgoing};
use crate::core::model::ids::{
    AsideId, ChatId, CoupleId, MessageId, PartId, PersonId, ReflectionId, RoundId, Seat,
};
use crate::core::model::round::{Half, Part, Round};
use crate::core::model::state::State;
use crate::core::model::time::later;
use crate::core::model::words::{Name, Words};
use crate::core::protocol::effect::{Effect, QueueChange, ReplyTo, Send, Target, Toast};
use crate::core::protocol::event::Event;
use crate::core::protocol::group::GroupSay;
use crate::core::protocol::reflection::ReflectSay;
use crate::core::protocol::round::{RoundSay, RoundWords};
use crate::core::protocol::say::{ChatSay, Say, WordsOf};
use crate::core::{NextDue, next_due, respond};
use crate::store::words::{self, PartOf};
use crate::store::{StoreError, Tx, couples, messages, outbox, people, reflections};
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
        let before = loaded.state.clone();
        let (after, effects) = self.decide(tx, &loaded, now, &mut rng).await?;
        self.save(tx, &loaded, &before, &after, now, &mut rng)
            .await?;
        let mut turn = Carrying {
            app: self,
            tx,
            cause,
            loaded: &loaded,
            after: &after,
            now,
            rng,
            rows: 0,
        };
        let toast = turn.carry_out(effects).await?;
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

    /// The line that stands for something which could not be shown to this person; `voice` when their privacy setting refuses
    /// voice and video notes.
    pub async fn part_missing(
        &self,
        tx: &mut Tx,
        to: PersonId,
        about: &About,
        voice: bool,
        now: Timestamp,
    ) -> Result<Option<Call>, StoreError> {
        let Some((person, name)) = people::by_id(tx, to).await? else {
            return Ok(None);
        };
        let chat = person.user;
        let state = State {
            me: Some(to),
            persons: BTreeMap::from([(to, person)]),
            ..State::default()
        };
        let names = BTreeMap::from([(to, name)]);
        let context = texts::Context {
            state: &state,
            library: self.library(),
            now,
            bot: self.bot(),
            names: &names,
            parts: &Parts::new(),
            event_words: None,
            event_message: None,
            asides: &Asides::new(),
            own: &texts::OwnQuestions::default(),
        };
        let round = about.round.filter(|_| about.role == Role::Reveal);
        let say = match about.round.filter(|_| about.role == Role::Reflection) {
            Some(thread) if voice => Say::Reflect(ReflectSay::VoiceRefused {
                reflection: ReflectionId(thread.0),
            }),
            _ => Say::Round(RoundSay::PartMissing { voice, round }),
        };
        let pieces = texts::render(&say, to, &context);
        let call = pieces.first().and_then(|piece| piece.call(&Target::New));
        Ok(call.map(|call| addressed(call, chat.0, Some(&Send::line(to, say)), true)))
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
            deed: Deed::CouldNotBeApplied,
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
        loaded: &Loaded,
        now: Timestamp,
        rng: &mut StdRng,
    ) -> Result<(State, Vec<Effect>), StoreError> {
        let world = self.world(now, loaded.may_ask);
        let mut state = loaded.state.clone();
        for _ in 0..SLOT_TRIES {
            let (after, effects) = respond(state.clone(), loaded.event.clone(), now, rng, world);
            let mut taken = BTreeSet::new();
            for round in after
                .rounds
                .values()
                .filter(|round| !state.rounds.contains_key(&round.id))
            {
                let is_free = round.slot().is_some_and(|slot| loaded.free.contains(&slot));
                if !is_free && couples::slot_taken(tx, round).await? {
                    taken.extend(round.slot());
                }
            }
            if taken.is_empty() {
                return Ok((after, effects));
            }
            state.taken.extend(taken);
        }
        Ok((state, Vec::new()))
    }

    async fn save(
        &self,
        tx: &mut Tx,
        loaded: &Loaded,
        before: &State,
        after: &State,
        now: Timestamp,
        rng: &mut StdRng,
    ) -> Result<(), StoreError> {
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

/// The carrying out of one turn's effects, in their order.
pub(super) struct Carrying<'a> {
    app: &'a App,
    pub(super) tx: &'a mut Tx,
    cause: &'a str,
    pub(super) loaded: &'a Loaded,
    pub(super) after: &'a State,
    pub(super) now: Timestamp,
    pub(super) rng: StdRng,
    rows: u32,
}

pub(super) type Parts = BTreeMap<(RoundId, Seat), Vec<(Part, Words)>>;
type Asides = BTreeMap<(AsideId, MessageId), Words>;

impl Carrying<'_> {
    async fn carry_out(&mut self, effects: Vec<Effect>) -> Result<Option<Toast>, StoreError> {
        let mut toast = None;
        for effect in effects {
            if erases(&effect) {
                // Before the commit, so that nothing can come between: the eraser waits for the end of this transaction.
                self.app.wakers().eraser.notify_one();
            }
            match effect {
                Effect::Round(RoundWords::KeepPart { round, seat, part }) => {
                    if let Some((_, words)) = &self.loaded.words {
                        self.keep(round, seat, part, words).await?;
                    }
                }
                Effect::Round(RoundWords::KeepTap { round, seat, part }) => {
                    self.keep_tap(round, seat, part).await?
                }
                Effect::Round(RoundWords::ReplacePart { part }) => {
                    if let (Some((_, said)), Some(me)) = (&self.loaded.words, self.after.me) {
                        words::replace_part(self.tx, part, me, said, &mut self.rng).await?;
                    }
                }
                Effect::Round(RoundWords::ErasePart { part }) => {
                    words::drop_part(self.tx, part).await?
                }
                Effect::Round(RoundWords::EraseParts { round, seat }) => {
                    words::drop_parts(self.tx, round, seat).await?
                }
                Effect::Round(RoundWords::EraseUnrevealed { couple, seat }) => {
                    self.erase_unrevealed(couple, seat).await?
                }
                Effect::Round(RoundWords::PutAside { aside, message }) => {
                    if let (Some((_, said)), Some(me)) = (&self.loaded.words, self.after.me) {
                        let rng = &mut self.rng;
                        words::put_aside(self.tx, aside, message, me, said, self.now, rng).await?;
                    }
                }
                Effect::Round(RoundWords::AsideToPart {
                    aside,
                    message,
                    round,
                    seat,
                    part,
                }) => {
                    let asides = self.asides(aside).await?;
                    if let Some(said) = asides.get(&(aside, message)) {
                        self.keep(round, seat, part, said).await?;
                    }
                }
                Effect::Round(RoundWords::EraseAside { aside }) => {
                    words::drop_aside(self.tx, aside).await?
                }
                Effect::Queue(QueueChange::Unsend { to, round }) => {
                    outbox::unsend(self.tx, to, round, self.now).await?;
                }
                Effect::Queue(QueueChange::HideShown { to, round }) => {
                    outbox::hasten_deletions(self.tx, to, round).await?;
                }
                Effect::Queue(QueueChange::Unpark { person }) => {
                    if let Some(person) = self.after.persons.get(&person) {
                        outbox::unpark(self.tx, person.user, self.now).await?;
                    }
                }
                Effect::Queue(QueueChange::EmptyGroup { chat, all: true }) => {
                    outbox::drop_lane(self.tx, chat, self.now).await?
                }
                Effect::Queue(QueueChange::EmptyGroup { chat, all: false }) => {
                    outbox::drop_guarded(self.tx, chat, self.now).await?
                }
                Effect::Queue(QueueChange::OpenGroup { chat }) => {
                    outbox::unpark(self.tx, chat, self.now).await?
                }
                Effect::Queue(QueueChange::MoveGroup { from, to }) => {
                    outbox::lanes::move_to(self.tx, from, to).await?
                }
                Effect::Queue(QueueChange::CoverGroup { couple, chat }) => {
                    self.cover_group(couple, chat).await?
                }
                Effect::Deck(what) => self.carry_own(what).await?,
                Effect::Reflect(what) => self.carry_reflection(what).await?,
                Effect::Send(send) => self.enqueue(&send).await?,
                Effect::Toast(said) => toast = Some(said),
            }
        }
        Ok(toast)
    }

    async fn keep(
        &mut self,
        round: RoundId,
        seat: Seat,
        part: PartId,
        said: &Words,
    ) -> Result<(), StoreError> {
        let Some(author) = self.after.me else {
            return Ok(());
        };
        let Some(at_hand) = self.after.rounds.get(&round) else {
            return Ok(());
        };
        let of = PartOf {
            part,
            round,
            couple: at_hand.couple,
            seat,
            author,
        };
        words::put_part(self.tx, of, said, &mut self.rng).await
    }

    async fn keep_tap(
        &mut self,
        round: RoundId,
        seat: Seat,
        part: PartId,
    ) -> Result<(), StoreError> {
        let Some(at_hand) = self.after.rounds.get(&round) else {
            return Ok(());
        };
        let couple = self.after.couples.get(&at_hand.couple);
        let author = couple.and_then(|couple| couple.person(seat));
        let (Some(author), Some(tap)) = (author, at_hand.tap_of(seat)) else {
            return Ok(());
        };
        let of = PartOf {
            part,
            round,
            couple: at_hand.couple,
            seat,
            author,
        };
        words::put_tap(self.tx, of, tap, &mut self.rng).await
    }

    /// Everything one seat wrote that was neither opened nor given, and what still waits to reach who leaves it.
    async fn erase_unrevealed(&mut self, couple: CoupleId, seat: Seat) -> Result<(), StoreError> {
        let leaver = self.after.couples.get(&couple);
        if let Some(leaver) = leaver.and_then(|couple| couple.person(seat)) {
            outbox::unsend_talk(self.tx, leaver, self.now).await?;
        }
        for round in words::rounds_with_parts(self.tx, couple, seat).await? {
            let mut state = State::default();
            let mut names = BTreeMap::new();
            couples::load_round(self.tx, round, &mut state, &mut names).await?;
            let opened =
                |round: &Round| round.is_revealed() || round.seat(seat).half == Some(Half::Given);
            if !state.rounds.get(&round).is_some_and(opened) {
                words::drop_parts(self.tx, round, seat).await?;
            }
        }
        Ok(())
    }

    async fn enqueue(&mut self, send: &Send) -> Result<(), StoreError> {
        self.enqueue_one(send).await?;
        for piece in self.further_pieces(send).await? {
            let target = Target::Sent(piece);
            self.enqueue_one(&Send {
                target,
                ..send.clone()
            })
            .await?;
        }
        Ok(())
    }

    async fn enqueue_one(&mut self, send: &Send) -> Result<(), StoreError> {
        let Some(person) = self.after.persons.get(&send.to) else {
            return Ok(());
        };
        let chat = send.chat.unwrap_or(person.user);
        let parts = self.parts_for(&send.say).await?;
        let own = self.own_questions(&send.say).await?;
        let asides = match &send.say {
            Say::Round(RoundSay::Relay {
                words: WordsOf::Aside { aside, .. },
                ..
            }) => self.asides(*aside).await?,
            _ => Asides::new(),
        };
        let context = texts::Context {
            state: self.after,
            library: self.app.library(),
            now: self.now,
            bot: self.app.bot(),
            names: &self.loaded.names,
            parts: &parts,
            event_words: self.loaded.words.as_ref().map(|(_, words)| words),
            event_message: self.loaded.words.as_ref().map(|(message, _)| *message),
            asides: &asides,
            own: &own,
        };
        self.rows += 1;
        let key = match &send.key {
            Some(key) => key.clone(),
            None => format!("{}:{}", self.cause, self.rows),
        };
        for (n, piece) in texts::render(&send.say, send.to, &context)
            .into_iter()
            .enumerate()
        {
            let Some(call) = piece.call(&send.target) else {
                continue;
            };
            let key = if n == 0 {
                key.clone()
            } else {
                format!("{key}/{n}")
            };
            let mut about = send.about.clone();
            about.key = key.clone();
            about.source = piece.source.or(about.source);
            if send.group.is_some() && about.role == Role::Reveal && !piece.is_text() {
                about.role = Role::Medium;
            }
            let is_new = send.target == Target::New;
            if let (true, Some(after)) = (is_new, send.gone_after) {
                self.take_away_later(send, &about, chat, after).await?;
            }
            let looks = send.say == Say::Group(GroupSay::Look);
            let row = Outgoing {
                key,
                to: send.to,
                group: send.group,
                lane: chat,
                class: send.class,
                urgency: send.urgency,
                // However many join, one look at them all is enough.
                target: match looks {
                    true => Some("look".to_owned()),
                    false => target_name(&send.target, send.class, &call),
                },
                call: addressed(call, chat.0, (is_new && !looks).then_some(send), n == 0),
                not_before: send.not_before,
                about,
                authors: piece.authors,
            };
            outbox::enqueue(self.tx, &row, self.now, &mut self.rng).await?;
        }
        Ok(())
    }

    /// What a row sends is taken out of the chat again.
    async fn take_away_later(
        &mut self,
        send: &Send,
        of: &About,
        chat: ChatId,
        after: SignedDuration,
    ) -> Result<(), StoreError> {
        let target = Target::Sent(of.key.clone());
        let Some(call) = texts::taking_away(&target) else {
            return Ok(());
        };
        let key = format!("{}/gone", of.key);
        let row = Outgoing {
            to: send.to,
            group: send.group,
            lane: chat,
            class: Class::Set,
            urgency: send.urgency,
            target: target_name(&target, Class::Set, &call),
            call: addressed(call, chat.0, None, false),
            not_before: Some(later(self.now, after)),
            about: About {
                role: Role::Line,
                key: key.clone(),
                source: None,
                ..of.clone()
            },
            key,
            authors: Vec::new(),
        };
        outbox::enqueue(self.tx, &row, self.now, &mut self.rng).await?;
        Ok(())
    }

    /// Each message with something opened becomes its date; media go, as far as Telegram still lets them.
    async fn cover_group(&mut self, couple: CoupleId, chat: ChatId) -> Result<(), StoreError> {
        let Some(speaker) = self.after.couples.get(&couple).map(|couple| couple.a) else {
            return Ok(());
        };
        for (message, role, opened_at) in messages::take_opened(self.tx, chat).await? {
            let say = match role {
                Role::Reveal => Say::Group(GroupSay::CoveredPage { opened_at }),
                _ => Say::Chat(ChatSay::Delete),
            };
            let group = InGroup {
                couple: Some(couple),
                guard: None,
            };
            let cover = Send {
                chat: Some(chat),
                group: Some(group),
                ..Send::edit(speaker, message, say)
            };
            self.enqueue_one(&cover.scheduled()).await?;
        }
        Ok(())
    }

    /// The words a message shows.
    async fn parts_for(&mut self, say: &Say) -> Result<Parts, StoreError> {
        let (round, seats): (RoundId, &[Seat]) = match say {
            Say::Round(RoundSay::Reveal { round, .. })
            | Say::Round(RoundSay::VoicesAgain { round, .. })
            | Say::Group(GroupSay::Reveal(round)) => (*round, &Seat::BOTH),
            Say::Round(RoundSay::Gift {
                round,
                from: Seat::A,
            })
            | Say::Round(RoundSay::Covered {
                round,
                seat: Seat::A,
            }) => (*round, &[Seat::A]),
            Say::Round(RoundSay::Gift {
                round,
                from: Seat::B,
            })
            | Say::Round(RoundSay::Covered {
                round,
                seat: Seat::B,
            }) => (*round, &[Seat::B]),
            Say::Reflect(say) => return self.reflected(say).await,
            _ => return Ok(Parts::new()),
        };
        let Some(at_hand) = self.after.rounds.get(&round) else {
            return Ok(Parts::new());
        };
        let mut parts = Parts::new();
        for seat in seats {
            let mut stored: BTreeMap<_, _> = words::parts(self.tx, round, *seat)
                .await?
                .into_iter()
                .collect();
            let in_order = at_hand.seat(*seat).parts.iter();
            let held = in_order
                .filter_map(|part| Some((part.clone(), stored.remove(&part.id)?)))
                .collect();
            parts.insert((round, *seat), held);
        }
        Ok(parts)
    }

    async fn asides(&mut self, aside: AsideId) -> Result<Asides, StoreError> {
        let held = words::asides(self.tx, aside).await?;
        Ok(held
            .into_iter()
            .map(|(message, words)| ((aside, message), words))
            .collect())
    }
}

/// What names the rows that a couple's tick writes.
pub fn tick_cause(couple: CoupleId, now: Timestamp) -> String {
    format!("t{couple}:{}", now.as_millisecond())
}

/// Whether this deletes what a person wrote.
fn erases(effect: &Effect) -> bool {
    super::own::erases(effect)
        || super::reflection::erases(effect)
        || matches!(
            effect,
            Effect::Round(RoundWords::ErasePart { .. })
                | Effect::Round(RoundWords::EraseParts { .. })
                | Effect::Round(RoundWords::EraseUnrevealed { .. })
                | Effect::Round(RoundWords::EraseAside { .. })
                | Effect::Queue(QueueChange::Unsend { .. })
        )
}

/// What a change changes, so that a newer one replaces it.
fn target_name(target: &Target, class: Class, call: &Call) -> Option<String> {
    if class != Class::Set {
        return None;
    }
    let what = match call.method.as_str() {
        "setMessageReaction" => "react",
        "deleteMessage" => "delete",
        _ => "edit",
    };
    match target {
        Target::New => None,
        Target::Sent(key) => Some(format!("{what}:{key}")),
        Target::Message(id) | Target::Theirs(id) => Some(format!("{what}:#{}", id.0)),
    }
}

/// The call with its chat, and for a new message its sound and what it replies to.
fn addressed(mut call: Call, chat: i64, new: Option<&Send>, first: bool) -> Call {
    let Some(params) = call.params.as_object_mut() else {
        return call;
    };
    params.insert("chat_id".to_owned(), chat.into());
    let Some(send) = new else { return call };
    if matches!(&send.say, Say::Reflect(say) if say.is_protected()) {
        params.insert("protect_content".to_owned(), true.into());
    }
    if !(send.sound && first) {
        params.insert("disable_notification".to_owned(), true.into());
    }
    if first && let Some(reply) = &send.reply {
        let message = match reply {
            ReplyTo::Sent(key) => serde_json::json!({ "sent": key }),
            ReplyTo::Message(id) => id.0.into(),
        };
        let reply =
            serde_json::json!({ "message_id": message, "allow_sending_without_reply": true });
        params.insert("reply_parameters".to_owned(), reply);
    }
    call
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_edit_of_the_same_message_has_the_same_target_and_a_reaction_another() {
        let edit = Call {
            method: "editMessageText".into(),
            params: serde_json::json!({}),
        };
        let react = Call {
            method: "setMessageReaction".into(),
            params: serde_json::json!({}),
        };
        let on = Target::Message(MessageId(7));
        assert_eq!(
            target_name(&on, Class::Set, &edit),
            target_name(&on, Class::Set, &edit)
        );
        assert_ne!(
            target_name(&on, Class::Set, &edit),
            target_name(&on, Class::Set, &react)
        );
        assert_eq!(target_name(&on, Class::Owed, &edit), None);
    }
}
