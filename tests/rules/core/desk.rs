//! A desk at which people, the clock and the post meet the pure step.
//!
//! It keeps everything in one [`State`] and hands each event only what [`needs`] says, as the application does, so a rule that
//! leans on something that is never loaded fails here too. What people are sent is rendered at once: nobody may read words
//! of the other before they were opened, given or passed on, and every step checks that. Chance is seeded anew for each
//! event from what it is and when, so two worlds that differ in one person's doing stay comparable byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::StdRng;

use twofold::core::model::about::{About, Role};
use twofold::core::model::couple::Phase;
use twofold::core::model::ids::{
    AsideId, ChatId, CoupleId, MessageId, PartId, PersonId, ReflectionId, RoundId, ScheduleId,
    Seat, ThreadId,
};
use twofold::core::model::invite::{InviteHash, invite_hash};
use twofold::core::model::need::Need;
use twofold::core::model::person::Person;
use twofold::core::model::reflection::Reflection;
use twofold::core::model::rhythm::{EVENING, Rhythm, WEEK};
use twofold::core::model::round::{Half, Origin, Round};
use twofold::core::model::schedule::{Plan, Schedule};
use twofold::core::model::state::State;
use twofold::core::model::tap::Tap;
use twofold::core::model::words::{Name, Words};
use twofold::core::needs::{needs, picks_by_clock};
use twofold::core::protocol::command::Command;
use twofold::core::protocol::couple::{CouplePress, CoupleSay};
use twofold::core::protocol::effect::{Effect, QueueChange, Send, Target, Toast};
use twofold::core::protocol::event::{Event, EventKind, Reaction};
use twofold::core::protocol::group::GroupSay;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{ReflectSay, ReflectWords};
use twofold::core::protocol::round::{RoundSay, RoundWords};
use twofold::core::protocol::say::{ChatSay, Say};
use twofold::core::{Rules, World, next_due, respond};
use twofold::library::{self, KindId, Library, NowId, Source};
use twofold::texts;

pub const ANA: PersonId = PersonId(11);
pub const BEN: PersonId = PersonId(22);
pub const CLEO: PersonId = PersonId(33);
pub const DAN: PersonId = PersonId(44);

pub fn shipped() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| library::load(Source::embedded()).expect("the shipped library loads"))
}

pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub fn secs(n: i64) -> SignedDuration {
    SignedDuration::from_secs(n)
}

pub fn mins(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

pub fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

pub fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).expect("a second")
}

/// One message or change of a message as a person got it.
#[derive(Clone, PartialEq, Debug)]
pub struct Got {
    pub send: Send,
    pub at: Timestamp,
    /// Every call it takes, rendered.
    pub shown: Vec<String>,
}

impl Got {
    pub fn is_new(&self) -> bool {
        self.send.target == Target::New
    }

    /// What it was in one word: `~` an edit, `♪` with a sound.
    pub fn word(&self) -> String {
        if let Say::Chat(ChatSay::Reaction { emoji }) = &self.send.say {
            return emoji.clone().unwrap_or_else(|| "no reaction".into());
        }
        let first = |said: String| {
            let name = said.split([' ', '{', '(']).next().unwrap_or_default();
            name.to_owned()
        };
        let name = match &self.send.say {
            Say::Round(say) => first(format!("{say:?}")),
            Say::Couple(say) => first(format!("{say:?}")),
            Say::Plan(say) => first(format!("{say:?}")),
            Say::Choice(say) => first(format!("{say:?}")),
            Say::Place(say) => first(format!("{say:?}")),
            Say::Settings(say) => first(format!("{say:?}")),
            Say::Reflect(say) => first(format!("{say:?}")),
            // The "no" itself, not the feature it belongs to.
            Say::Chat(ChatSay::Refused(refusal)) => {
                let name = format!("{refusal:?}");
                let name = name.split('(').next_back().unwrap_or_default();
                name.trim_end_matches(')').to_owned()
            }
            Say::Chat(say) => first(format!("{say:?}")),
            Say::Deck(_) => "Own".to_owned(),
            Say::Group(_) => "Group".to_owned(),
            Say::Safety(_) => "Safety".to_owned(),
        };
        match (self.is_new(), self.send.sound) {
            (false, _) => format!("~{name}"),
            (true, true) => format!("♪{name}"),
            (true, false) => name,
        }
    }
}

pub struct Kept {
    pub round: RoundId,
    pub seat: Seat,
    pub author: PersonId,
    pub words: Words,
}

/// Words of a reflection.
pub struct KeptInReflection {
    pub reflection: ReflectionId,
    pub seat: Seat,
    pub author: PersonId,
    pub words: Words,
}

pub struct Desk {
    pub now: Timestamp,
    /// Everything that is stored.
    pub all: State,
    pub rules: Rules,
    /// The clock is believed from then on when something is to be erased.
    pub erase_from: Timestamp,
    /// The clock may ask by schedule.
    pub may_ask: bool,
    pub names: BTreeMap<PersonId, Name>,
    pub kept: BTreeMap<PartId, Kept>,
    /// What was tapped and is still kept.
    pub taps: BTreeMap<PartId, (RoundId, Seat, Tap)>,
    pub asides: BTreeMap<(AsideId, MessageId), (PersonId, Words)>,
    /// Words of reflections that are still kept, and where it is sealed what was tapped in them.
    pub reflected: BTreeMap<PartId, KeptInReflection>,
    pub felt: BTreeSet<PartId>,
    pub now_words: BTreeMap<PartId, NowId>,
    /// The moments of what people write alone.
    pub due_alone: BTreeMap<ReflectionId, Timestamp>,
    /// What is stored as `due_at`.
    pub due: BTreeMap<CoupleId, Timestamp>,
    /// … and as `due_braked_at`.
    pub due_braked: BTreeMap<CoupleId, Timestamp>,
    /// Prompts and reveals arrive in the second they are sent.
    pub post_works: bool,
    /// A touched part answers at once.
    pub touch_answers: bool,
    pub log: Vec<Got>,
    pub effects: Vec<Effect>,
    read: BTreeMap<PersonId, usize>,
    under_way: Vec<(PersonId, About)>,
    touches: Vec<(ThreadId, PartId, PersonId, MessageId)>,
    deleted: BTreeSet<(PersonId, MessageId)>,
    found_gone: usize,
    keys: BTreeSet<String>,
    happened: BTreeMap<u64, u32>,
    next_message: BTreeMap<PersonId, i64>,
}

impl Desk {
    /// Nobody has said a word yet.
    pub fn empty(now: &str) -> Desk {
        let names = [(ANA, "Ana"), (BEN, "Ben"), (CLEO, "Cleo"), (DAN, "Dan")];
        Desk {
            now: at(now),
            all: State::default(),
            rules: Rules::default(),
            erase_from: Timestamp::MIN,
            may_ask: true,
            names: names.map(|(id, name)| (id, Name(name.into()))).into(),
            kept: BTreeMap::new(),
            taps: BTreeMap::new(),
            asides: BTreeMap::new(),
            reflected: BTreeMap::new(),
            felt: BTreeSet::new(),
            now_words: BTreeMap::new(),
            due_alone: BTreeMap::new(),
            due: BTreeMap::new(),
            due_braked: BTreeMap::new(),
            post_works: true,
            touch_answers: true,
            log: Vec::new(),
            effects: Vec::new(),
            read: BTreeMap::new(),
            under_way: Vec::new(),
            touches: Vec::new(),
            deleted: BTreeSet::new(),
            found_gone: 0,
            keys: BTreeSet::new(),
            happened: BTreeMap::new(),
            next_message: BTreeMap::new(),
        }
    }

    /// Ana and Ben are a couple in Lisbon since Sunday noon; their first round is over. It is Monday 2026-11-23, noon.
    pub fn couple() -> Desk {
        let mut desk = Desk::pair("2026-11-22T12:00:00Z");
        desk.lives(ANA, "Europe/Lisbon");
        desk.lives(BEN, "Europe/Lisbon");
        desk.says(ANA, "ana's very first words");
        desk.says(BEN, "ben's very first words");
        desk.goes_on_to("2026-11-23T12:00:00Z");
        desk.forget_the_past();
        desk
    }

    /// Ana invited Ben, who accepted, and she confirmed; the first round is open and unanswered. Their plan is their own:
    /// gratitude and check-in in turn at half past eight, every evening, so that a round has its successor the next day.
    pub fn pair(now: &str) -> Desk {
        let mut desk = Desk::pair_as_shipped(now);
        let couple = desk.couple_of(ANA);
        let couple = desk.all.couples.get_mut(&couple).expect("a couple");
        couple.plan = Plan::Own;
        couple.schedules = vec![Schedule {
            id: ScheduleId(1),
            kinds: ["gratitude", "check-in"]
                .map(|kind| KindId::parse(kind).expect("a kind"))
                .into(),
            cron: Rhythm::weekly(EVENING, &WEEK).expression(),
            // The first prompt was gratitude.
            turn: 1,
            last_slot: None,
            off: false,
        }];
        desk
    }

    /// The same, with the plan that every couple begins with.
    pub fn pair_as_shipped(now: &str) -> Desk {
        let mut desk = Desk::empty(now);
        let link = desk.invites(ANA);
        desk.opens(BEN, &link);
        let couple = desk.couple_of(ANA);
        desk.presses(BEN, Press::Couple(CouplePress::Accept(couple)));
        desk.presses(ANA, Press::Couple(CouplePress::Confirm(couple, BEN)));
        desk.forget_the_past();
        desk
    }

    /// A couple with one open round that both were just asked, at half past eight on Monday.
    pub fn evening() -> (Desk, RoundId) {
        let mut desk = Desk::couple();
        desk.goes_on_to("2026-11-23T20:30:00Z");
        desk.forget_the_past();
        let round = desk.only_open();
        desk.passes(mins(1));
        (desk, round)
    }

    // ---- what happened, looked at

    /// What this person got since the last look, in words.
    pub fn reads(&mut self, who: PersonId) -> Vec<String> {
        self.got(who).iter().map(Got::word).collect()
    }

    /// What this person got since the last look.
    pub fn got(&mut self, who: PersonId) -> Vec<Got> {
        let from = self.read.insert(who, self.log.len()).unwrap_or(0);
        self.log[from..]
            .iter()
            .filter(|got| got.send.to == who)
            .cloned()
            .collect()
    }

    pub fn forget_the_past(&mut self) {
        for who in [ANA, BEN, CLEO, DAN] {
            self.read.insert(who, self.log.len());
        }
    }

    pub fn round(&self, round: RoundId) -> &Round {
        &self.all.rounds[&round]
    }

    pub fn rounds(&self) -> impl Iterator<Item = &Round> {
        self.all.rounds.values()
    }

    /// The open rounds, oldest first.
    pub fn open(&self) -> Vec<RoundId> {
        let mut open: Vec<&Round> = self.rounds().filter(|round| round.is_open()).collect();
        open.sort_by_key(|round| (round.opened_at, self.depth(round)));
        open.iter().map(|round| round.id).collect()
    }

    /// How many rounds *another one* led through to this one.
    fn depth(&self, round: &Round) -> usize {
        match round.origin {
            Origin::Another { of, .. } => 1 + self.depth(self.round(of)),
            _ => 0,
        }
    }

    pub fn only_open(&self) -> RoundId {
        let open = self.open();
        assert_eq!(open.len(), 1, "one open round");
        open[0]
    }

    pub fn newest_round(&self) -> RoundId {
        let newest = self
            .rounds()
            .max_by_key(|round| (round.opened_at, self.depth(round)));
        newest.expect("a round").id
    }

    /// The newest reflection that somebody sits in.
    pub fn reflection(&self, who: PersonId) -> &Reflection {
        let all = self.all.reflections.values();
        let newest = all.filter(|one| one.people.contains(&Some(who)));
        newest
            .max_by_key(|one| (!one.is_over(), one.last_at))
            .expect("a reflection")
    }

    pub fn couple_of(&self, who: PersonId) -> CoupleId {
        self.all.couples_of(who).next().expect("a couple").0.id
    }

    pub fn person(&self, who: PersonId) -> &Person {
        &self.all.persons[&who]
    }

    /// The words of one seat that are still kept.
    pub fn kept_of(&self, round: RoundId, seat: Seat) -> Vec<String> {
        self.kept
            .values()
            .filter(|kept| kept.round == round && kept.seat == seat)
            .map(|kept| {
                kept.words
                    .typed()
                    .map(|text| text.text.clone())
                    .unwrap_or_default()
            })
            .collect()
    }

    pub fn last_card(&self, who: PersonId, round: RoundId) -> About {
        let couple = &self.all.couples[&self.round(round).couple];
        let seat = Seat::BOTH
            .into_iter()
            .find(|seat| couple.person(*seat) == Some(who))
            .expect("a seat");
        let card = self.round(round).seat(seat).card.as_ref().expect("a card");
        About {
            role: Role::Card,
            key: card.key.clone(),
            thread: Some(round.thread()),
            seat: Some(seat),
            source: None,
            part: None,
        }
    }

    /// The newest message of a role that a person got.
    pub fn last_of(&self, who: PersonId, role: Role) -> About {
        let found = self
            .log
            .iter()
            .rev()
            .find(|got| got.send.to == who && got.is_new() && got.send.about.role == role);
        let send = &found.expect("a message of this role").send;
        About {
            key: send.key.clone().unwrap_or_default(),
            ..send.about.clone()
        }
    }

    // ---- what people do

    pub fn commands(&mut self, who: PersonId, command: Command) {
        self.takes(who);
        self.step(
            Some(who),
            whole_second(self.now),
            EventKind::Command(command),
            None,
        );
    }

    /// `/invite`; the hash of the link it made.
    pub fn invites(&mut self, who: PersonId) -> InviteHash {
        self.commands(who, Command::Invite);
        let link = self.log.iter().rev().find_map(|got| match &got.send.say {
            Say::Couple(CoupleSay::InviteLink { token }) if got.send.to == who => {
                Some(token.clone())
            }
            _ => None,
        });
        invite_hash(&link.expect("a link"))
    }

    pub fn opens(&mut self, who: PersonId, link: &InviteHash) {
        self.commands(who, Command::Open(link.clone()));
    }

    pub fn lives(&mut self, who: PersonId, zone: &str) {
        self.commands(who, Command::Timezone(Some(zone.into())));
    }

    /// The answer of the button.
    pub fn presses(&mut self, who: PersonId, press: Press) -> Option<Toast> {
        self.takes(who);
        let on = MessageId(900_000);
        let before = self.effects.len();
        self.step(Some(who), self.now, EventKind::Pressed { press, on }, None);
        self.effects[before..]
            .iter()
            .find_map(|effect| match effect {
                Effect::Toast(toast) => Some(*toast),
                _ => None,
            })
    }

    pub fn says(&mut self, who: PersonId, text: &str) -> MessageId {
        self.says_at(who, text, self.now)
    }

    /// Words that carry an earlier date.
    pub fn says_at(&mut self, who: PersonId, text: &str, at: Timestamp) -> MessageId {
        self.hears(who, Words::text(text), None, at)
    }

    pub fn replies(&mut self, who: PersonId, to: About, text: &str) -> MessageId {
        self.hears(who, Words::text(text), Some(to), self.now)
    }

    pub fn replies_at(&mut self, who: PersonId, to: About, text: &str, at: Timestamp) -> MessageId {
        self.hears(who, Words::text(text), Some(to), at)
    }

    pub fn hears(
        &mut self,
        who: PersonId,
        words: Words,
        reply: Option<About>,
        at: Timestamp,
    ) -> MessageId {
        let message = self.takes(who);
        self.hears_again(who, message, words, reply, at);
        message
    }

    /// The very same update once more.
    pub fn hears_again(
        &mut self,
        who: PersonId,
        message: MessageId,
        words: Words,
        reply: Option<About>,
        at: Timestamp,
    ) {
        let what = EventKind::Said {
            message,
            words: words.clone(),
            reply,
        };
        self.step(Some(who), whole_second(at), what, Some((message, words)));
    }

    pub fn edits(&mut self, who: PersonId, message: MessageId, text: &str) {
        let words = Words::text(text);
        let what = EventKind::Edited {
            message,
            words: words.clone(),
        };
        self.step(Some(who), self.now, what, Some((message, words)));
    }

    /// Telegram tells nobody; it shows when the message is touched.
    pub fn deletes(&mut self, who: PersonId, message: MessageId) {
        self.deleted.insert((who, message));
    }

    pub fn reacts(&mut self, who: PersonId, on: About, emoji: Option<&str>) {
        let reaction = emoji.map(|emoji| Reaction::Emoji(emoji.into()));
        self.step(
            Some(who),
            self.now,
            EventKind::Reacted {
                on: Some(on),
                reaction,
            },
            None,
        );
    }

    // ---- the clock and the post

    pub fn goes_on_to(&mut self, moment: &str) {
        let until = at(moment);
        assert!(until >= self.now);
        self.passes(until.duration_since(self.now));
    }

    /// Time passes, and all that falls due meanwhile happens at its moment.
    pub fn passes(&mut self, time: SignedDuration) {
        let until = self.now + time;
        self.ticks();
        for _ in 0..100_000 {
            let alone = self.due_alone.values().copied();
            let next = self.moments().values().copied().chain(alone).min();
            let Some(next) = next.filter(|next| *next <= until) else {
                self.now = until;
                return;
            };
            self.now = self.now.max(next);
            self.ticks();
        }
        panic!("time stands still");
    }

    /// Time passes while the program is down.
    pub fn sleeps(&mut self, time: SignedDuration) {
        self.now += time;
    }

    /// The moments the clock goes by: while it may not ask, those of everything else.
    fn moments(&self) -> &BTreeMap<CoupleId, Timestamp> {
        if self.may_ask {
            &self.due
        } else {
            &self.due_braked
        }
    }

    /// Does all that is due now. After one tick of a couple nothing of it is due any more.
    pub fn ticks(&mut self) {
        let alone = self.due_alone.iter().filter(|(_, at)| **at <= self.now);
        for id in alone.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.step(None, self.now, EventKind::TickAlone(id), None);
            let next = self.due_alone.get(&id);
            assert!(next.is_none_or(|next| *next > self.now), "still due");
        }
        let due: Vec<CoupleId> = self
            .moments()
            .iter()
            .filter(|(_, at)| **at <= self.now)
            .map(|(couple, _)| *couple)
            .collect();
        for couple in due {
            let found_gone = self.found_gone;
            self.tick(couple);
            if self.found_gone > found_gone {
                // The touch found an answer deleted, and the time of its round may be long over.
                self.tick(couple);
            }
            let next = self.moments().get(&couple);
            assert!(
                next.is_none_or(|next| *next > self.now),
                "a tick at {} leaves something undone: {next:?}",
                self.now
            );
        }
    }

    pub fn tick(&mut self, couple: CoupleId) {
        self.step(None, self.now, EventKind::Tick(couple), None);
    }

    fn world(&self) -> World<'_> {
        World {
            library: shipped(),
            rules: &self.rules,
            erase_from: self.erase_from,
            may_ask: self.may_ask,
        }
    }

    pub fn delivers(&mut self, about: About, at: Timestamp) {
        self.step(None, whole_second(at), EventKind::Delivered { about }, None);
    }

    /// Everything under way arrives.
    pub fn delivers_all(&mut self) {
        for (_, about) in std::mem::take(&mut self.under_way) {
            self.delivers(about, self.now);
        }
    }

    pub fn answers_touches(&mut self) {
        for (thread, part, who, message) in std::mem::take(&mut self.touches) {
            let gone = self.deleted.contains(&(who, message));
            self.found_gone += usize::from(gone);
            self.step(
                None,
                self.now,
                EventKind::Touched { thread, part, gone },
                None,
            );
        }
    }

    pub fn untouched(&self) -> usize {
        self.touches.len()
    }

    // ---- one step

    /// The id of the next message of a person's chat.
    pub fn takes(&mut self, who: PersonId) -> MessageId {
        let next = self.next_message.entry(who).or_insert(who.0 * 100_000);
        *next += 1;
        MessageId(*next)
    }

    /// Applies one event the way the application does.
    pub fn step(
        &mut self,
        me: Option<PersonId>,
        at: Timestamp,
        what: EventKind,
        words: Option<(MessageId, Words)>,
    ) {
        if let Some(me) = me {
            let now = self.now;
            let person = Person::new(me, ChatId(me.0), Some("en".into()), now);
            self.all.persons.entry(me).or_insert(person);
        }
        let mut hash = DefaultHasher::new();
        (self.now.as_nanosecond(), me, format!("{what:?}")).hash(&mut hash);
        let hash = hash.finish();
        let times = self.happened.entry(hash).or_default();
        *times += 1;
        let seed = hash ^ u64::from(*times);
        let mut before = self.slice(me, &what);
        let event = Event { at, what };
        let world = self.world();
        let (after, effects) = loop {
            let mut rng = StdRng::seed_from_u64(seed);
            let (after, effects) = respond(&before, &event, self.now, &mut rng, world);
            let slots: BTreeSet<_> = self.rounds().filter_map(Round::slot).collect();
            let taken: Vec<_> = after
                .rounds
                .values()
                .filter(|round| !self.all.rounds.contains_key(&round.id))
                .filter_map(Round::slot)
                .filter(|slot| slots.contains(slot))
                .collect();
            if taken.is_empty() {
                break (after, effects);
            }
            before.taken.extend(taken);
        };
        let changed: Vec<RoundId> = after
            .rounds
            .iter()
            .filter(|(id, round)| self.all.rounds.get(id) != Some(round))
            .map(|(id, _)| *id)
            .collect();
        self.saves(&before, &after);
        for effect in effects {
            self.carries_out(&effect, &after, words.as_ref());
            self.effects.push(effect);
        }
        self.checks(&changed);
        if self.touch_answers {
            self.answers_touches();
        }
        if self.post_works {
            let persons = &self.all.persons;
            let (arriving, parked) = std::mem::take(&mut self.under_way)
                .into_iter()
                .partition(|(to, _)| persons[to].reachable);
            self.under_way = arriving;
            self.delivers_all_now();
            self.under_way.extend::<Vec<_>>(parked);
        }
    }

    fn delivers_all_now(&mut self) {
        for (_, about) in std::mem::take(&mut self.under_way) {
            self.delivers(about, self.now);
        }
    }

    fn saves(&mut self, before: &State, after: &State) {
        for (id, round) in &before.rounds {
            let now = &after.rounds[id];
            let terminal = |round: &Round| (!round.is_open()).then_some(round.phase);
            if let Some(phase) = terminal(round) {
                assert_eq!(phase, now.phase, "a round that is over stays as it is");
            }
        }
        for (id, couple) in &before.couples {
            if couple.is_ended() {
                assert_eq!(couple.phase, after.couples[id].phase, "an end is an end");
            }
        }
        self.all.persons.extend(after.persons.clone());
        self.all.couples.extend(after.couples.clone());
        self.all.rounds.extend(after.rounds.clone());
        for (id, at_hand) in &after.reflections {
            if let Some(before) = self.all.reflections.get(id).filter(|one| one.is_over()) {
                assert_eq!(before.phase, at_hand.phase, "what is over stays over");
            }
            let due = at_hand.due(false, self.erase_from);
            match due.filter(|_| at_hand.is_alone()) {
                Some(due) => self.due_alone.insert(*id, due),
                None => self.due_alone.remove(id),
            };
        }
        self.all.reflections.extend(after.reflections.clone());
        self.all
            .groups
            .retain(|chat, _| !before.groups.contains_key(chat));
        self.all.groups.extend(after.groups.clone());
        self.all
            .invites
            .retain(|hash, _| !before.invites.contains_key(hash));
        self.all.invites.extend(after.invites.clone());
        let full = State {
            me: None,
            ..self.all.clone()
        };
        for couple in after.couples.keys() {
            let due = next_due(after, *couple, self.now, &self.world());
            let known = next_due(&full, *couple, self.now, &self.world());
            assert_eq!(due, known, "what was loaded is enough to say what is due");
            assert!(due.braked_at.is_none_or(|braked| due.at <= Some(braked)));
            for (all, at) in [
                (&mut self.due, due.at),
                (&mut self.due_braked, due.braked_at),
            ] {
                match at {
                    Some(at) => all.insert(*couple, at),
                    None => all.remove(couple),
                };
            }
        }
    }

    fn carries_out(&mut self, effect: &Effect, after: &State, words: Option<&(MessageId, Words)>) {
        match effect {
            Effect::Round(RoundWords::KeepPart { round, seat, part }) => {
                let kept = Kept {
                    round: *round,
                    seat: *seat,
                    author: after.me.expect("an author"),
                    words: words.expect("words").1.clone(),
                };
                assert!(
                    self.kept.insert(*part, kept).is_none(),
                    "a part is kept once"
                );
            }
            Effect::Round(
                RoundWords::KeepTap { round, seat, part }
                | RoundWords::ReplaceTap { round, seat, part },
            ) => {
                let tap = after.rounds[round].tap_of(*seat).expect("a tap").clone();
                self.taps.insert(*part, (*round, *seat, tap));
            }
            Effect::Round(RoundWords::ReplacePart { part }) => {
                let kept = self.kept.get_mut(part).expect("a part to replace");
                kept.words = words.expect("words").1.clone();
            }
            Effect::Round(RoundWords::ErasePart { part }) => {
                let words = self.kept.remove(part).is_some();
                let tap = self.taps.remove(part).is_some();
                assert!(words || tap, "a part to erase");
            }
            Effect::Round(RoundWords::EraseParts { round, seat }) => {
                self.kept
                    .retain(|_, kept| kept.round != *round || kept.seat != *seat);
                self.taps.retain(|_, (of, by, _)| of != round || by != seat);
            }
            Effect::Round(RoundWords::EraseUnrevealed { couple, seat }) => {
                let rounds = &self.all.rounds;
                let opened = |round: &RoundId, seat: &Seat| {
                    let round = &rounds[round];
                    round.is_revealed() || round.seat(*seat).half == Some(Half::Given)
                };
                let stays = |of: &RoundId, by: &Seat| {
                    rounds[of].couple != *couple || by != seat || opened(of, by)
                };
                self.kept.retain(|_, kept| stays(&kept.round, &kept.seat));
                self.taps.retain(|_, (of, by, _)| stays(of, by));
            }
            Effect::Round(
                RoundWords::PutAside { aside, message }
                | RoundWords::ReplaceAside { aside, message },
            ) => {
                let me = after.me.expect("an author");
                let words = words.expect("words").1.clone();
                self.asides.insert((*aside, *message), (me, words));
            }
            Effect::Round(RoundWords::AsideToPart {
                aside,
                message,
                round,
                seat,
                part,
            }) => {
                let (author, words) = &self.asides[&(*aside, *message)];
                let kept = Kept {
                    round: *round,
                    seat: *seat,
                    author: *author,
                    words: words.clone(),
                };
                assert!(
                    self.kept.insert(*part, kept).is_none(),
                    "a part is kept once"
                );
            }
            Effect::Round(RoundWords::EraseAside { aside }) => {
                self.asides.retain(|(id, _), _| id != aside)
            }
            Effect::Queue(QueueChange::Unsend { to, thread }) => self
                .under_way
                .retain(|(who, about)| who != to || about.thread != Some(*thread)),
            Effect::Send(send) => self.sends(send, after, words),
            // The words of own questions are shown by the stories.
            Effect::Reflect(what) => self.carries_out_reflection(what, after, words),
            Effect::Deck(_)
            | Effect::Queue(QueueChange::EmptyGroup { .. })
            | Effect::Queue(QueueChange::OpenGroup { .. })
            | Effect::Queue(QueueChange::MoveGroup { .. })
            | Effect::Queue(QueueChange::CoverGroup { .. })
            | Effect::Queue(QueueChange::HideShown { .. })
            | Effect::Queue(QueueChange::Unpark { .. })
            | Effect::Toast(_) => {}
        }
    }

    fn carries_out_reflection(
        &mut self,
        what: &ReflectWords,
        after: &State,
        words: Option<&(MessageId, Words)>,
    ) {
        match what {
            ReflectWords::Keep {
                reflection,
                seat,
                part,
            } => {
                let kept = KeptInReflection {
                    reflection: *reflection,
                    seat: *seat,
                    author: after.me.expect("an author"),
                    words: words.expect("words").1.clone(),
                };
                let before = self.reflected.insert(*part, kept);
                assert!(before.is_none(), "a part is kept once");
            }
            ReflectWords::Replace { part, .. } => {
                let kept = self.reflected.get_mut(part).expect("a part to replace");
                kept.words = words.expect("words").1.clone();
            }
            ReflectWords::KeepFelt {
                reflection,
                seat,
                part,
            }
            | ReflectWords::ReplaceFelt {
                reflection,
                seat,
                part,
            } => {
                self.felt.insert(*part);
                let now = after.reflections[reflection].side(*seat).now.as_ref();
                if let Some(now) = now.filter(|now| now.id == *part) {
                    let word = now.what.clone().expect("a word");
                    self.now_words.insert(*part, word);
                }
            }
            ReflectWords::Erase { parts } => {
                for part in parts {
                    let words = self.reflected.remove(part).is_some();
                    assert!(words || self.felt.remove(part), "something to erase");
                }
            }
        }
    }

    fn sends(&mut self, send: &Send, after: &State, words: Option<&(MessageId, Words)>) {
        if let Say::Group(say @ (GroupSay::Prompt(round) | GroupSay::Reveal(round))) = &send.say {
            let over = !after.rounds[round].is_open() && matches!(say, GroupSay::Prompt(_));
            let guard = send.group.and_then(|group| group.guard);
            assert!(over || guard.is_some(), "words for a group without a look");
        }
        assert!(
            after.persons.contains_key(&send.to),
            "whoever is written to was loaded: {:?}",
            send.say
        );
        if let (Target::New, Some(key)) = (&send.target, &send.key)
            && !self.keys.insert(key.clone())
        {
            // The row exists already: it is not written again.
            return;
        }
        let shown = self.renders(send, after, words);
        self.nothing_leaks(send, &shown);
        self.log.push(Got {
            send: send.clone(),
            at: self.now,
            shown,
        });
        let about = About {
            key: send.key.clone().unwrap_or_default(),
            ..send.about.clone()
        };
        match (send.about.role, &send.target) {
            (Role::Touch, Target::Theirs(message)) => {
                let thread = about.thread.expect("a round or a reflection");
                let part = about.part.expect("a part");
                self.touches.push((thread, part, send.to, *message));
            }
            (Role::Card | Role::Reveal, Target::New) => self.under_way.push((send.to, about)),
            _ => {}
        }
    }

    fn renders(
        &self,
        send: &Send,
        after: &State,
        words: Option<&(MessageId, Words)>,
    ) -> Vec<String> {
        let mut parts = BTreeMap::new();
        for (id, round) in &after.rounds {
            for seat in Seat::BOTH {
                let held = round.seat(seat).parts.iter();
                let held = held.filter_map(|part| {
                    let kept = self.kept.get(&part.id)?;
                    Some((part.clone(), kept.words.clone()))
                });
                parts.insert((id.thread(), seat), held.collect());
            }
        }
        for at_hand in after.reflections.values() {
            for seat in Seat::BOTH {
                let written = at_hand.side(seat).written.iter();
                let bits = written.flat_map(|written| &written.bits);
                let held = bits.filter_map(|bit| {
                    let kept = self.reflected.get(&bit.part.id)?;
                    Some((bit.part.clone(), kept.words.clone()))
                });
                parts.insert((at_hand.id.thread(), seat), held.collect());
            }
        }
        let asides = self
            .asides
            .iter()
            .map(|(key, (_, words))| (*key, words.clone()))
            .collect();
        let context = texts::Context {
            state: after,
            library: shipped(),
            now: self.now,
            bot: "twofold_bot",
            names: &self.names,
            parts: &parts,
            event_words: words.map(|(_, words)| words),
            event_message: words.map(|(message, _)| *message),
            asides: &asides,
            own: &texts::OwnQuestions::default(),
        };
        texts::render(&send.say, send.to, &context)
            .into_iter()
            .filter_map(|piece| piece.call(&send.target))
            .map(|call| format!("{} {}", call.method, call.params))
            .collect()
    }

    /// Nobody reads words of the other, unless they were opened, given or passed on.
    fn nothing_leaks(&self, send: &Send, shown: &[String]) {
        let said = |words: &Words| {
            let typed = words.typed().map(|text| text.text.clone());
            typed.is_some_and(|typed| {
                typed.len() >= 4 && shown.iter().any(|shown| shown.contains(&typed))
            })
        };
        for kept in self.kept.values() {
            if kept.author == send.to || !said(&kept.words) {
                continue;
            }
            let round = self.round(kept.round);
            let may = match &send.say {
                Say::Round(RoundSay::Reveal { round: shown, .. })
                | Say::Group(GroupSay::Reveal(shown)) => {
                    *shown == kept.round && round.is_revealed()
                }
                Say::Round(RoundSay::Gift { round: given, from }) => {
                    *given == kept.round
                        && *from == kept.seat
                        && round.seat(kept.seat).half == Some(Half::Given)
                }
                _ => false,
            };
            assert!(may, "sealed words are shown by {:?}", send.say);
        }
        for (part, kept) in &self.reflected {
            if kept.author == send.to || !said(&kept.words) {
                continue;
            }
            let at_hand = &self.all.reflections[&kept.reflection];
            let written = at_hand.side(kept.seat).written.iter();
            let mut steps = written.map(|written| &written.bits);
            let step = steps.position(|bits| bits.iter().any(|bit| bit.part.id == *part));
            let step = step.expect("words belong to a step");
            let may = match &send.say {
                Say::Reflect(ReflectSay::Opened { step: shown, .. }) => *shown == step,
                Say::Reflect(ReflectSay::Given {
                    from, step: shown, ..
                }) => *shown == step && *from == kept.seat,
                Say::Reflect(ReflectSay::File { part: shown, .. }) => shown == part,
                _ => false,
            };
            assert!(
                may && at_hand.is_open(kept.seat, step),
                "sealed words of a reflection are shown by {:?}",
                send.say
            );
        }
        for (author, words) in self.asides.values() {
            let passed =
                matches!(send.say, Say::Round(RoundSay::Relay { from, .. }) if from == *author);
            assert!(
                *author == send.to || passed || !said(words),
                "put aside, and shown"
            );
        }
    }

    /// What holds after every step.
    fn checks(&self, changed: &[RoundId]) {
        self.checks_reflections();
        for (id, kept) in &self.kept {
            let mine = self.round(kept.round).seat(kept.seat);
            assert!(
                mine.parts.iter().any(|part| part.id == *id),
                "words are kept that no answer names"
            );
        }
        for (id, (round, seat, tap)) in &self.taps {
            let mine = self.round(*round).seat(*seat);
            let known = mine.tapped.as_ref().filter(|tapped| tapped.id == *id);
            assert!(
                known.is_some_and(|tapped| tapped.tap.as_ref() == Some(tap)),
                "a tap is kept that no answer names"
            );
        }
        for round in changed.iter().map(|round| self.round(*round)) {
            let couple = &self.all.couples[&round.couple];
            let erased = |seat: Seat| match round.seat(seat).half {
                Some(Half::LetGo | Half::Given) => true,
                // Kept for oneself, until one leaves.
                Some(Half::Kept) => couple.has_left(seat) || couple.is_ended(),
                _ => false,
            };
            for seat in Seat::BOTH.into_iter().filter(|seat| !erased(*seat)) {
                for part in &round.seat(seat).parts {
                    assert!(self.kept.contains_key(&part.id), "an answer without words");
                }
                if let Some(tapped) = &round.seat(seat).tapped {
                    assert!(
                        self.taps.contains_key(&tapped.id),
                        "a tap that is kept nowhere"
                    );
                }
            }
            if round.is_revealed() {
                let reveals: Vec<&Got> = self
                    .log
                    .iter()
                    .filter(|got| matches!(got.send.say, Say::Round(RoundSay::Reveal { round: id, .. }) if id == round.id))
                    .collect();
                let there = Say::Group(GroupSay::Reveal(round.id));
                let there = self.log.iter().filter(|got| got.send.say == there).count();
                if there > 0 {
                    assert_eq!(
                        (there, reveals.len()),
                        (1, 0),
                        "a reveal goes to the group, once"
                    );
                } else {
                    assert_eq!(reveals.len(), 2, "a reveal goes to both, once");
                    assert_ne!(reveals[0].send.to, reveals[1].send.to);
                    assert_eq!(reveals[0].at, reveals[1].at);
                }
            }
            if !self.all.couples[&round.couple].is_together()
                && !self.all.couples[&round.couple].is_ended()
            {
                assert!(
                    !round.is_revealed(),
                    "nothing opens before both are a couple"
                );
            }
        }
        let mut slots: Vec<_> = self.rounds().filter_map(Round::slot).collect();
        let count = slots.len();
        slots.sort();
        slots.dedup();
        assert_eq!(slots.len(), count, "one round a schedule a local date");
        for person in self.all.persons.values() {
            let couples = self.all.couples_of(person.id);
            assert!(couples.filter(|(couple, _)| couple.is_together()).count() <= 1);
            if let Some(aside) = &person.aside {
                for held in &aside.messages {
                    assert!(self.asides.contains_key(&(aside.id, held.message)));
                }
            }
        }
        assert!(self.all.invites.values().all(|invite| {
            let phase = self.all.couples[&invite.couple].phase;
            matches!(phase, Phase::Inviting | Phase::Proposed { .. })
        }));
    }

    fn checks_reflections(&self) {
        let mut named = BTreeSet::new();
        for at_hand in self.all.reflections.values() {
            for side in &at_hand.sides {
                for written in &side.written {
                    for bit in &written.bits {
                        assert!(
                            self.reflected.contains_key(&bit.part.id),
                            "a step without words"
                        );
                        named.insert(bit.part.id);
                    }
                    if let Some(felt) = &written.felt {
                        assert!(
                            self.felt.contains(&felt.id),
                            "a feeling that is kept nowhere"
                        );
                        named.insert(felt.id);
                    }
                }
                if !at_hand.is_over() {
                    named.extend(side.now.iter().map(|now| now.id));
                }
            }
            if !at_hand.is_over() {
                named.extend(at_hand.before.iter().flatten().map(|felt| felt.id));
            }
        }
        for couple in self.all.couples.values() {
            if couple.is_together() {
                named.extend(couple.reflect.before.iter().flatten().copied());
            }
            let on = couple.reflect.on.map(|id| &self.all.reflections[&id]);
            let held = on.is_some_and(|on| {
                use twofold::core::model::reflection::Phase;
                !on.is_over() && !matches!(on.phase, Phase::Invited { .. } | Phase::Asking { .. })
            });
            assert_eq!(
                couple.reflect.held, held,
                "everyday rounds wait for it, no longer"
            );
        }
        for part in self.reflected.keys().chain(&self.felt) {
            assert!(
                named.contains(part),
                "something of a reflection is kept that nothing names"
            );
        }
    }

    // ---- what the application would load

    fn slice(&self, me: Option<PersonId>, what: &EventKind) -> State {
        let mut state = State {
            me,
            ..State::default()
        };
        let person = me.map(|me| &self.all.persons[&me]);
        if let Some(person) = person {
            state.persons.insert(person.id, person.clone());
        }
        // Of somebody who could not be reached the application looks at nothing else.
        let doing = person.filter(|_| !matches!(what, EventKind::WentAway));
        for need in needs(what, doing) {
            self.meet(&need, &mut state);
        }
        state
    }

    fn meet(&self, need: &Need, state: &mut State) {
        let couple_of = |round: &RoundId, state: &State| Some(state.rounds.get(round)?.couple);
        let mine = state.me.and_then(|me| state.together(me));
        let mine = mine.map(|(couple, _)| couple.id);
        match need {
            Need::Couple(couple) => self.load(*couple, state),
            Need::CouplesOf(person) => self.load_of(*person, state),
            Need::Round(round) => self.load_round(*round, state),
            Need::Reflection(id) => self.load_reflection(*id, state),
            Need::Thread(thread) => {
                self.load_round(thread.round(), state);
                if !state.rounds.contains_key(&thread.round()) {
                    self.load_reflection(thread.reflection(), state);
                }
            }
            Need::Invite(hash) => {
                if let Some(invite) = self.all.invites.get(hash) {
                    state.invites.insert(hash.clone(), invite.clone());
                    self.load(invite.couple, state);
                }
            }
            Need::UnfinishedInvites => self.load_unfinished(state),
            Need::Group(chat) => self.load_group(*chat, state),
            Need::MyChoice => self.load_choice(mine, state),
            Need::ChoiceOf(round) => self.load_choice(couple_of(round, state), state),
            Need::ChoiceAfter(round) => {
                let picks = |id: &CoupleId| picks_by_clock(state, *id, self.now, false);
                self.load_choice(couple_of(round, state).filter(picks), state);
            }
            Need::ChoiceByClock(couple) => {
                let picks = picks_by_clock(state, *couple, self.now, self.may_ask);
                self.load_choice(Some(*couple).filter(|_| picks), state);
            }
            Need::MyDeck => self.load_deck(mine, state),
            Need::Aside(aside) => self.load_aside(*aside, state),
        }
    }

    fn load_of(&self, who: PersonId, state: &mut State) {
        let mine = self
            .all
            .couples
            .values()
            .filter(|couple| !couple.is_ended() && (couple.a == who || couple.b == Some(who)));
        for couple in mine {
            self.load(couple.id, state);
        }
    }

    fn load(&self, couple: CoupleId, state: &mut State) {
        if state.couples.contains_key(&couple) {
            return;
        }
        let Some(couple) = self.all.couples.get(&couple) else {
            return;
        };
        state.couples.insert(couple.id, couple.clone());
        if let Some(chat) = couple.group {
            self.load_group(chat, state);
        }
        for seat in Seat::BOTH {
            if let Some(person) = couple.person(seat) {
                let stored = &self.all.persons[&person];
                state
                    .persons
                    .entry(person)
                    .or_insert_with(|| stored.clone());
            }
        }
        for id in couple.reflect.live() {
            self.load_reflection(id, state);
        }
        for round in self.rounds().filter(|round| round.couple == couple.id) {
            let undecided =
                |seat: &Seat| matches!(round.seat(*seat).half, Some(Half::Offered { .. }));
            if round.is_open() || Seat::BOTH.iter().any(undecided) {
                state
                    .rounds
                    .entry(round.id)
                    .or_insert_with(|| round.clone());
            }
        }
    }

    fn load_group(&self, chat: ChatId, state: &mut State) {
        if let Some(group) = self.all.groups.get(&chat)
            && !state.groups.contains_key(&chat)
        {
            state.groups.insert(chat, group.clone());
            if let Some(couple) = group.couple {
                self.load(couple, state);
            }
            for person in [group.first, group.second].into_iter().flatten() {
                state
                    .persons
                    .entry(person)
                    .or_insert_with(|| self.all.persons[&person].clone());
                self.load_of(person, state);
            }
        }
    }

    fn load_reflection(&self, id: ReflectionId, state: &mut State) {
        let Some(at_hand) = self.all.reflections.get(&id) else {
            return;
        };
        if state.reflections.contains_key(&id) {
            return;
        }
        let mut loaded = at_hand.clone();
        for felt in loaded.before.iter_mut().flatten() {
            felt.what = self.now_words.get(&felt.id).cloned();
        }
        state.reflections.insert(id, loaded);
        if let Some(couple) = at_hand.couple {
            self.load(couple, state);
        }
        for person in at_hand.people.into_iter().flatten() {
            let stored = self.all.persons[&person].clone();
            state.persons.entry(person).or_insert(stored);
        }
    }

    fn load_round(&self, round: RoundId, state: &mut State) {
        if let Some(round) = self.all.rounds.get(&round)
            && !state.rounds.contains_key(&round.id)
        {
            state.rounds.insert(round.id, round.clone());
            self.load(round.couple, state);
        }
    }

    fn load_unfinished(&self, state: &mut State) {
        let unfinished: BTreeSet<CoupleId> = state
            .couples
            .values()
            .filter(|couple| !couple.is_together() && !couple.is_ended())
            .map(|couple| couple.id)
            .collect();
        for invite in self.all.invites.values() {
            if unfinished.contains(&invite.couple) {
                state.invites.insert(invite.hash.clone(), invite.clone());
            }
        }
    }

    fn load_choice(&self, couple: Option<CoupleId>, state: &mut State) {
        let Some(id) = couple else { return };
        self.load_used(id, state);
        self.load_deck(couple, state);
        let marks = state.couples.get(&id);
        if marks.is_some_and(|couple| couple.ours.favourites)
            && let Some(marked) = self.all.favourites.get(&id)
        {
            state.favourites.insert(id, marked.clone());
        }
    }

    fn load_deck(&self, couple: Option<CoupleId>, state: &mut State) {
        let couple = couple.and_then(|id| state.couples.get(&id));
        if let Some(couple) = couple.filter(|couple| couple.ours.deck) {
            let kept = self.all.decks.get(&couple.id);
            state
                .decks
                .insert(couple.id, kept.cloned().unwrap_or_default());
        }
    }

    /// Words put aside are there only as long as they are kept.
    fn load_aside(&self, aside: AsideId, state: &mut State) {
        let me = state.me.and_then(|me| state.persons.get_mut(&me));
        let Some(me) = me else { return };
        if let Some(held) = me.aside.as_mut().filter(|held| held.id == aside) {
            held.messages
                .retain(|held| self.asides.contains_key(&(aside, held.message)));
            if held.messages.is_empty() {
                me.aside = None;
            }
        }
    }

    fn load_used(&self, couple: CoupleId, state: &mut State) {
        let used = state.used.entry(couple).or_default();
        let unanswered = state.unanswered.entry(couple).or_default();
        for round in self.rounds().filter(|round| round.couple == couple) {
            let answered = round.seats.iter().any(|seat| seat.has_answered());
            if !round.is_closed() || answered {
                let last = used.entry(round.prompt.clone()).or_insert(round.opened_at);
                *last = (*last).max(round.opened_at);
            } else {
                let last = unanswered
                    .entry(round.prompt.clone())
                    .or_insert(round.opened_at);
                *last = (*last).max(round.opened_at);
            }
        }
        unanswered.retain(|prompt, at| used.get(prompt).is_none_or(|used| used < at));
    }
}
