//! What one input can touch, read from the store: never more, and words never at all.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use rand::rngs::StdRng;

use super::{Deed, GroupNews, Heard, Input, deck as own, reflection};
use crate::core::model::about::{About, Role};
use crate::core::model::ids::{
    ChatId, CoupleId, MessageId, PersonId, ReflectionId, RoundId, ScheduleId,
};
use crate::core::model::person::Person;
use crate::core::model::reflection::Reflection;
use crate::core::model::round::Round;
use crate::core::model::schedule::Schedule;
use crate::core::model::state::State;
use crate::core::model::words::{Name, Words};
use crate::core::plan::rest;
use crate::core::plan::slots::{self, Due};
use crate::core::protocol::choice::ChoicePress;
use crate::core::protocol::command::Command;
use crate::core::protocol::couple::CouplePress;
use crate::core::protocol::event::{Event, EventKind};
use crate::core::protocol::group::{GroupDeed, GroupFact};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::RoundPress;
use crate::store::couples::{self, batch};
use crate::store::{StoreError, Tx, groups, messages, outbox, people, words};

/// The state an input meets, and the event it is for the core.
pub(super) struct Loaded {
    pub state: State,
    pub names: BTreeMap<PersonId, Name>,
    pub event: Event,
    /// The button press to answer.
    pub callback: Option<String>,
    /// The person is new.
    pub is_new: bool,
    /// Telegram gives another name, or another language, now.
    pub renamed: bool,
    pub changed: bool,
    /// False only for a tick that may not ask by schedule.
    pub may_ask: bool,
    /// Slots that are known to have had no round.
    pub free: BTreeSet<(ScheduleId, Date)>,
}

/// `None` when there is nobody it concerns.
pub(super) async fn load(
    tx: &mut Tx,
    input: Input,
    now: Timestamp,
    rng: &mut StdRng,
) -> Result<Option<Loaded>, StoreError> {
    match input {
        Input::Heard(heard) => load_heard(tx, heard, now, rng).await,
        Input::Group { chat, news } => load_news(tx, chat, news, now, rng).await,
        Input::Outage { couple, lost } => {
            let mut loaded = load_tick(tx, couple, true, now).await?;
            loaded.event.what = EventKind::Outage { couple, lost };
            Ok(Some(loaded))
        }
        Input::Tick { couple, may_ask } => load_tick(tx, couple, may_ask, now).await.map(Some),
        Input::TickAlone { reflection } => {
            let mut state = State::default();
            let mut names = BTreeMap::new();
            reflection::load_one(tx, reflection, &mut state, &mut names).await?;
            let what = EventKind::TickAlone(reflection);
            Ok(Some(plain(state, names, Event { at: now, what })))
        }
        Input::Report { to, event } => load_report(tx, to, event).await,
    }
}

fn plain(state: State, names: BTreeMap<PersonId, Name>, event: Event) -> Loaded {
    Loaded {
        state,
        names,
        event,
        callback: None,
        is_new: false,
        renamed: false,
        changed: false,
        may_ask: true,
        free: BTreeSet::new(),
    }
}

async fn load_heard(
    tx: &mut Tx,
    heard: Heard,
    now: Timestamp,
    rng: &mut StdRng,
) -> Result<Option<Loaded>, StoreError> {
    let Heard {
        user,
        name,
        lang,
        at,
        deed,
    } = heard;
    let mut state = State::default();
    let mut names = BTreeMap::new();
    let found = people::by_user(tx, user).await?;
    let is_new = found.is_none();
    let (mut person, known_as) = match found {
        Some(found) => found,
        None if matches!(
            deed,
            Deed::WentAway | Deed::CameBack | Deed::Reacted { .. } | Deed::Edited { .. }
        ) =>
        {
            return Ok(None);
        }
        None => (
            Person::new(PersonId::random(rng), user, lang.clone(), now),
            name.clone(),
        ),
    };
    let changed = lang.is_some() && person.lang != lang;
    if changed {
        person.lang = lang;
    }
    let me = person.id;
    let renamed = known_as != name;
    state.me = Some(me);
    names.insert(me, name);
    state.persons.insert(me, person);
    if !is_new {
        couples::load_for_person(tx, me, &mut state, &mut names).await?;
    }
    let mut callback = None;
    let what = match deed {
        Deed::Said {
            words: Words::Copied { .. },
            can_be_copied: false,
            ..
        } => EventKind::SaidUncopyable,
        Deed::Said {
            message,
            words: said,
            point,
            reply,
            ..
        } => {
            let reply = match reply {
                Some(reply) => about(tx, user, reply, &mut state, &mut names).await?,
                None => None,
            };
            match point {
                Some(point) => EventKind::Shared {
                    message,
                    words: said,
                    reply,
                    point,
                },
                None => EventKind::Said {
                    message,
                    words: said,
                    reply,
                },
            }
        }
        Deed::Edited {
            message,
            words: said,
        } => EventKind::Edited {
            message,
            words: said,
        },
        Deed::Commanded(command) => {
            load_for_command(tx, &command, me, &mut state, &mut names).await?;
            EventKind::Command(command)
        }
        Deed::Pressed {
            press,
            on,
            callback: query,
        } => {
            callback = Some(query);
            match (press, on) {
                (Some(press), Some(on)) => {
                    load_for_press(tx, &press, &mut state, &mut names).await?;
                    forget_lost_asides(tx, &press, &mut state).await?;
                    teach(tx, user, on, &press, &state, now).await?;
                    EventKind::Pressed { press, on }
                }
                _ => EventKind::PressedGarbage,
            }
        }
        Deed::Reacted { message, reaction } => {
            match about(tx, user, message, &mut state, &mut names).await? {
                Some(on) => EventKind::Reacted { on, reaction },
                None => return Ok(None),
            }
        }
        Deed::InGroup {
            chat,
            deed,
            callback: query,
        } => {
            callback = query;
            load_group(tx, chat, &mut state, &mut names).await?;
            match &deed {
                GroupDeed::Commanded(command) => {
                    load_for_command(tx, command, me, &mut state, &mut names).await?;
                }
                GroupDeed::Responded { round, .. } => {
                    couples::load_round(tx, *round, &mut state, &mut names).await?;
                }
                _ => {}
            }
            EventKind::InGroup { chat, deed }
        }
        Deed::CouldNotBeApplied => EventKind::CouldNotApply,
        Deed::WentAway => EventKind::WentAway,
        Deed::CameBack => EventKind::CameBack,
    };
    own::load_for(tx, &what, &mut state).await?;
    reflection::load_alone(tx, &mut state).await?;
    if let Some(thread) = reflection::thread_of(&what) {
        reflection::load_one(tx, thread, &mut state, &mut names).await?;
    }
    let event = Event { at, what };
    Ok(Some(Loaded {
        state,
        names,
        event,
        callback,
        is_new,
        renamed,
        changed,
        may_ask: true,
        free: BTreeSet::new(),
    }))
}

/// A group, whoever lives there, and who tapped *I'm in*.
async fn load_group(
    tx: &mut Tx,
    chat: ChatId,
    state: &mut State,
    names: &mut BTreeMap<PersonId, Name>,
) -> Result<(), StoreError> {
    groups::load(tx, chat, state).await?;
    let Some(group) = state.groups.get(&chat).cloned() else {
        return Ok(());
    };
    if let Some(couple) = group.couple {
        couples::load(tx, couple, state, names).await?;
    }
    for person in [group.first, group.second].into_iter().flatten() {
        couples::load_for_person(tx, person, state, names).await?;
        if !state.persons.contains_key(&person)
            && let Some((found, name)) = people::by_id(tx, person).await?
        {
            names.insert(person, name);
            state.persons.insert(person, found);
        }
    }
    Ok(())
}

/// What happened to a group, as what is known of it from now on.
async fn load_news(
    tx: &mut Tx,
    chat: ChatId,
    news: GroupNews,
    now: Timestamp,
    rng: &mut StdRng,
) -> Result<Option<Loaded>, StoreError> {
    let mut state = State::default();
    let mut names = BTreeMap::new();
    let mut fact = match news {
        GroupNews::Removed => GroupFact::Gone {
            chat,
            unsent: outbox::unsent_reveals(tx, chat).await?,
        },
        GroupNews::Changed => GroupFact::Changed { chat },
        GroupNews::MovedTo(to) => GroupFact::Moved {
            from: chat,
            to,
            shown: Vec::new(),
        },
        GroupNews::Faceless => {
            // Nobody who is kept: it only stands for whoever reads the line.
            let anybody = Person::new(PersonId::random(rng), chat, None, now);
            let to = anybody.id;
            state.persons.insert(to, anybody);
            GroupFact::Faceless { chat, to }
        }
    };
    load_fact(tx, &mut fact, &mut state, &mut names).await?;
    let what = EventKind::Group(fact);
    Ok(Some(plain(state, names, Event { at: now, what })))
}

async fn load_fact(
    tx: &mut Tx,
    fact: &mut GroupFact,
    state: &mut State,
    names: &mut BTreeMap<PersonId, Name>,
) -> Result<(), StoreError> {
    let none = Vec::new();
    let (chat, unsent) = match fact {
        GroupFact::Seen { chat, unsent, .. } | GroupFact::Gone { chat, unsent } => {
            (*chat, &*unsent)
        }
        GroupFact::Moved { from, .. } => (*from, &none),
        GroupFact::Changed { chat } | GroupFact::Faceless { chat, .. } => (*chat, &none),
    };
    load_group(tx, chat, state, names).await?;
    // Two who become a couple end what else they had begun.
    load_unfinished_invites(tx, state).await?;
    for round in unsent {
        couples::load_round(tx, *round, state, names).await?;
    }
    if let GroupFact::Moved { shown, .. } = fact {
        let posts: Vec<_> = state
            .rounds
            .values()
            .filter_map(|round| Some((round.id, round.posted.as_ref()?.key.clone())))
            .collect();
        for (round, key) in posts {
            if messages::id_of(tx, &key).await?.is_some() {
                shown.push(round);
            }
        }
    }
    Ok(())
}

/// What a message of the bot was, and the round it belongs to.
async fn about(
    tx: &mut Tx,
    chat: ChatId,
    message: MessageId,
    state: &mut State,
    names: &mut BTreeMap<PersonId, Name>,
) -> Result<Option<About>, StoreError> {
    let about = messages::by_id(tx, chat, message).await?;
    if let Some(round) = about.as_ref().and_then(|about| about.round) {
        couples::load_round(tx, round, state, names).await?;
    }
    Ok(about)
}

/// A press from a copy whose id was never learned teaches it.
async fn teach(
    tx: &mut Tx,
    chat: ChatId,
    on: MessageId,
    press: &Press,
    state: &State,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (Some(round), Some(me)) = (press.round(), state.me) else {
        return Ok(());
    };
    let card = matches!(
        press,
        Press::Round(RoundPress::Another(_))
            | Press::Round(RoundPress::NotTonight(_))
            | Press::Round(RoundPress::Talk(_))
            | Press::Round(RoundPress::Reopen(_))
            | Press::Round(RoundPress::TakeBack(_))
            | Press::Round(RoundPress::Tap(..))
            | Press::Round(RoundPress::Change(_))
            | Press::Round(RoundPress::Chosen(_))
            | Press::Round(RoundPress::OwnWords(_))
            | Press::Round(RoundPress::StillWriting(_))
            | Press::Round(RoundPress::DoneWriting(_))
    );
    let role = match press {
        _ if card => Role::Card,
        Press::Round(RoundPress::Respond(..)) => Role::Reveal,
        Press::Deck(press) if press.round().is_some() => Role::Reveal,
        _ => return Ok(()),
    };
    let Some(at_hand) = state.rounds.get(&round) else {
        return Ok(());
    };
    let Some(seat) = state
        .couples
        .get(&at_hand.couple)
        .and_then(|couple| couple.seat_of(me))
    else {
        return Ok(());
    };
    if messages::by_id(tx, chat, on).await?.is_some() {
        return Ok(());
    }
    let key = match (role, &at_hand.seat(seat).card) {
        (Role::Card, Some(card)) => card.key.clone(),
        (Role::Card, None) => return Ok(()),
        _ => format!("reveal:{round}:{}", seat.index()),
    };
    let about = About {
        role,
        key,
        round: Some(round),
        seat: Some(seat),
        source: None,
        part: None,
    };
    messages::remember(tx, chat, on, &about, now).await
}

async fn load_for_command(
    tx: &mut Tx,
    command: &Command,
    me: PersonId,
    state: &mut State,
    names: &mut BTreeMap<PersonId, Name>,
) -> Result<(), StoreError> {
    match command {
        Command::Open(hash) => couples::load_invite(tx, hash, state, names).await?,
        Command::Answer(round) => couples::load_round(tx, *round, state, names).await?,
        Command::Invite => load_unfinished_invites(tx, state).await?,
        Command::Prompt(_) => {
            if let Some((couple, _)) = state.together(me) {
                let couple = couple.id;
                own::load_choice(tx, couple, state).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

async fn load_for_press(
    tx: &mut Tx,
    press: &Press,
    state: &mut State,
    names: &mut BTreeMap<PersonId, Name>,
) -> Result<(), StoreError> {
    if let Some(round) = press.round() {
        couples::load_round(tx, round, state, names).await?;
    }
    if let Some(couple) = press.couple() {
        couples::load(tx, couple, state, names).await?;
    }
    if let Press::Reflect(press) = press
        && let Some(id) = press.reflection()
    {
        reflection::load_one(tx, id, state, names).await?;
    }
    match press {
        Press::Couple(CouplePress::Invite) | Press::Couple(CouplePress::Withdraw(_)) => {
            load_unfinished_invites(tx, state).await?
        }
        // Whoever becomes a couple ends their other pairings: those of both, with everyone in them.
        Press::Couple(CouplePress::Confirm(_, other)) => {
            couples::load_for_person(tx, *other, state, names).await?;
            load_unfinished_invites(tx, state).await?;
        }
        Press::Round(RoundPress::Another(round)) => {
            if let Some(couple) = state.rounds.get(round).map(|round| round.couple) {
                own::load_choice(tx, couple, state).await?;
            }
        }
        Press::Choice(ChoicePress::Ask(_)) => {
            let me = state.me;
            let couple = me
                .and_then(|me| state.together(me))
                .map(|(couple, _)| couple.id);
            if let Some(couple) = couple {
                own::load_choice(tx, couple, state).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Words put aside are there only as long as the store keeps them: a late tap finds nothing to seal or to pass on.
async fn forget_lost_asides(
    tx: &mut Tx,
    press: &Press,
    state: &mut State,
) -> Result<(), StoreError> {
    let (Press::Round(RoundPress::ForPartner(aside))
    | Press::Round(RoundPress::MyAnswer(aside, _))) = press
    else {
        return Ok(());
    };
    let me = state.me.and_then(|me| state.persons.get_mut(&me));
    let Some(me) = me else { return Ok(()) };
    if let Some(held) = me.aside.as_mut().filter(|held| held.id == *aside) {
        let kept = words::asides(tx, *aside).await?;
        let is_kept = |message| kept.iter().any(|(other, _)| *other == message);
        held.messages.retain(|held| is_kept(held.message));
        if held.messages.is_empty() {
            me.aside = None;
        }
    }
    Ok(())
}

async fn load_unfinished_invites(tx: &mut Tx, state: &mut State) -> Result<(), StoreError> {
    let unfinished: Vec<CoupleId> = state
        .couples
        .values()
        .filter(|couple| !couple.is_together() && !couple.is_ended())
        .map(|couple| couple.id)
        .collect();
    for couple in unfinished {
        couples::load_invites(tx, couple, state).await?;
    }
    Ok(())
}

async fn load_tick(
    tx: &mut Tx,
    couple: CoupleId,
    may_ask: bool,
    now: Timestamp,
) -> Result<Loaded, StoreError> {
    let mut state = State::default();
    let mut names = BTreeMap::new();
    couples::load(tx, couple, &mut state, &mut names).await?;
    load_unfinished_invites(tx, &mut state).await?;
    let opens = may_ask && !opening(&state, couple, now).is_empty();
    if opens || brings_others(&state, couple) {
        own::load_choice(tx, couple, &mut state).await?;
    }
    Ok(tick(state, names, couple, may_ask, now))
}

fn tick(
    state: State,
    names: BTreeMap<PersonId, Name>,
    couple: CoupleId,
    may_ask: bool,
    now: Timestamp,
) -> Loaded {
    let event = Event {
        at: now,
        what: EventKind::Tick(couple),
    };
    Loaded {
        may_ask,
        ..plain(state, names, event)
    }
}

/// The slots whose moment has come.
fn opening(state: &State, couple: CoupleId, now: Timestamp) -> Vec<(ScheduleId, Date)> {
    let together = state
        .couples
        .get(&couple)
        .filter(|couple| couple.is_together());
    let Some(at_hand) = together else {
        return Vec::new();
    };
    let due = |schedule: &Schedule| match slots::due(state, at_hand, schedule, now) {
        Due::Now(slot) => Some((schedule.id, slot.slot.date())),
        _ => None,
    };
    rest::active(at_hand).iter().filter_map(due).collect()
}

/// What the ticks of a batch of couples can touch, read at once.
pub(super) struct Ticks {
    all: State,
    names: BTreeMap<PersonId, Name>,
    may_ask: bool,
    now: Timestamp,
    free: BTreeMap<CoupleId, BTreeSet<(ScheduleId, Date)>>,
}

impl Ticks {
    pub async fn load(
        tx: &mut Tx,
        couples: &[CoupleId],
        may_ask: bool,
        now: Timestamp,
    ) -> Result<Ticks, StoreError> {
        let mut ticks = Ticks {
            all: State::default(),
            names: BTreeMap::new(),
            may_ask,
            now,
            free: BTreeMap::new(),
        };
        batch::load(tx, couples, &mut ticks.all, &mut ticks.names).await?;
        ticks.load_for_asking(tx, couples).await?;
        Ok(ticks)
    }

    async fn load_for_asking(
        &mut self,
        tx: &mut Tx,
        couples: &[CoupleId],
    ) -> Result<(), StoreError> {
        let mut slots: Vec<(CoupleId, (ScheduleId, Date))> = Vec::new();
        let mut asking = Vec::new();
        for couple in couples {
            let opening = if self.may_ask {
                opening(&self.all, *couple, self.now)
            } else {
                Vec::new()
            };
            if !opening.is_empty() || brings_others(&self.all, *couple) {
                asking.push(*couple);
            }
            slots.extend(opening.into_iter().map(|slot| (*couple, slot)));
        }
        batch::load_used(tx, &asking, &mut self.all).await?;
        for some in slots.chunks(batch::BATCH) {
            let names: Vec<String> = some
                .iter()
                .map(|(_, (schedule, date))| couples::slot_name(*schedule, *date))
                .collect();
            let taken = batch::taken(tx, &names).await?;
            for ((couple, slot), name) in some.iter().zip(&names) {
                if taken.contains(name) {
                    self.all.taken.insert(*slot);
                } else {
                    self.free.entry(*couple).or_default().insert(*slot);
                }
            }
        }
        Ok(())
    }

    /// What one of them meets.
    pub async fn of(&mut self, tx: &mut Tx, couple: CoupleId) -> Result<Loaded, StoreError> {
        let mut state = State::default();
        let mut names = BTreeMap::new();
        if let Some(at_hand) = self.all.couples.remove(&couple) {
            for person in [Some(at_hand.a), at_hand.b].into_iter().flatten() {
                let found = self.all.persons.get(&person).cloned();
                state.persons.extend(found.map(|found| (person, found)));
                let name = self.names.get(&person).cloned();
                names.extend(name.map(|name| (person, name)));
            }
            let group = at_hand
                .group
                .and_then(|chat| self.all.groups.remove_entry(&chat));
            state.groups.extend(group);
            state.couples.insert(couple, at_hand);
        }
        let is_theirs = |_: &ReflectionId, one: &mut Reflection| one.couple == Some(couple);
        state.reflections = self.all.reflections.extract_if(.., is_theirs).collect();
        let is_theirs = |_: &RoundId, round: &mut Round| round.couple == couple;
        state.rounds = self.all.rounds.extract_if(.., is_theirs).collect();
        if let Some(used) = self.all.used.remove(&couple) {
            state.used.insert(couple, used);
            let unanswered = self.all.unanswered.remove(&couple).unwrap_or_default();
            state.unanswered.insert(couple, unanswered);
            own::load_kept(tx, couple, &mut state).await?;
        }
        state.taken = self.all.taken.clone();
        load_unfinished_invites(tx, &mut state).await?;
        Ok(Loaded {
            free: self.free.remove(&couple).unwrap_or_default(),
            ..tick(state, names, couple, self.may_ask, self.now)
        })
    }

    /// What a turn made of them. Somebody may sit in another couple of the batch too.
    pub fn changed(&mut self, after: State) {
        self.all.persons.extend(after.persons);
    }
}

/// Whether a reveal that may come now brings another prompt with it.
fn brings_others(state: &State, couple: CoupleId) -> bool {
    let mut rounds = state.rounds.values();
    rounds.any(|round| round.couple == couple && round.may_bring_others())
}

/// What became of a call: the round it was about, or the person who is not there.
async fn load_report(
    tx: &mut Tx,
    to: PersonId,
    mut event: Event,
) -> Result<Option<Loaded>, StoreError> {
    let mut state = State::default();
    let mut names = BTreeMap::new();
    let round = match &event.what {
        EventKind::Delivered { about } => about.round,
        EventKind::Touched { round, .. } => Some(*round),
        _ => None,
    };
    if let Some(round) = round {
        couples::load_round(tx, round, &mut state, &mut names).await?;
        if let EventKind::Touched { .. } = event.what
            && !state.rounds.contains_key(&round)
        {
            let thread = ReflectionId(round.0);
            reflection::load_one(tx, thread, &mut state, &mut names).await?;
        }
        let couple = state.rounds.get(&round).map(|round| round.couple);
        let touched = matches!(event.what, EventKind::Touched { .. });
        if let Some(couple) = couple.filter(|couple| touched && brings_others(&state, *couple)) {
            own::load_choice(tx, couple, &mut state).await?;
        }
    } else if let EventKind::Group(fact) = &mut event.what {
        load_fact(tx, fact, &mut state, &mut names).await?;
    } else if matches!(event.what, EventKind::WentAway) {
        let Some((person, name)) = people::by_id(tx, to).await? else {
            return Ok(None);
        };
        state.me = Some(to);
        names.insert(to, name);
        state.persons.insert(to, person);
    } else {
        return Ok(None);
    }
    Ok(Some(plain(state, names, event)))
}
