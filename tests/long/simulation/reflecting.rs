//! What people do in a reflection: they ask, say yes, no or nothing, cannot speak freely, write, go back, seal, take back, open,
//! give, stop, say how it is and keep.
//!
//! Here only what each button is worth to them, and what a press says of their will; they choose as they do elsewhere. In worlds
//! whose plan has no reflections nothing here draws a number.

use jiff::SignedDuration;

use super::people::Deed;
use super::sim::Sim;
use twofold::core::model::ids::ReflectionId;
use twofold::core::model::person::Switch;
use twofold::core::model::reflection::{Phase, Place};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, ReflectPress};
use twofold::core::protocol::settings::SettingsPress;
use twofold::library::Flavour;
use twofold::sandbox::{Action, Seen};

/// How often somebody who is in the midst of it goes on at once.
const STAYS: f64 = 0.9;
/// How often they do what comes next.
const GOES_ON: f64 = 0.6;
/// How much more surely than otherwise somebody comes who is waited for.
const COMES: f64 = 0.5;

/// What a button is, if it is one of a reflection.
pub fn read(data: &str) -> Option<ReflectPress> {
    match Press::parse(data) {
        Some(Press::Reflect(press)) => Some(press),
        _ => None,
    }
}

/// The same, and the switches of the settings that are about reflections.
pub fn read_all(data: &str) -> Option<Press> {
    Press::parse(data).filter(|press| {
        matches!(
            press,
            Press::Reflect(_)
                | Press::Settings(SettingsPress::Toggle(
                    Switch::Reflections | Switch::ReflectOffers
                ))
        )
    })
}

fn buttons(seen: &Seen) -> impl Iterator<Item = ReflectPress> {
    let buttons = seen.buttons.iter().flatten();
    buttons.filter_map(|button| match &button.action {
        Action::Callback(data) => read(data),
        _ => None,
    })
}

/// A page that somebody writes on.
fn is_page(seen: &Seen) -> bool {
    buttons(seen).any(|press| matches!(press, ReflectPress::On(_, Act::Next(_) | Act::Clear(_))))
}

impl Sim {
    /// What else this person could do, and how much they want to.
    pub fn could_reflect(&self, screen: &[Seen], together: bool) -> Vec<(f64, Deed)> {
        let wants = self.plan.reflects;
        if wants == 0.0 {
            return Vec::new();
        }
        let asks = if together { wants } else { 0.2 * wants };
        let mut could = vec![(asks, Deed::Command("/reflect".to_owned()))];
        if let Some(page) = screen.iter().find(|seen| is_page(seen)) {
            could.push((12.0, Deed::Answer { card: None }));
            let card = Some(page.message_id);
            could.push((4.0, Deed::Answer { card }));
        }
        could
    }

    /// Mostly somebody in the midst of it does what comes next, as far as there is a button for it; else they look for it.
    pub fn goes_on_with_it(&mut self, who: usize, screen: &[Seen]) -> Option<Deed> {
        if self.plan.reflects == 0.0 || !self.folk.p(GOES_ON) {
            return None;
        }
        if let Some(deed) = self.goes_on_asking(screen) {
            return Some(deed);
        }
        let person = self.person_id(self.people[who].id)?;
        let live = self.probe.reflections.values();
        let live = live.filter(|held| held.reflection.seat_of(person).is_some());
        let live =
            live.filter(|held| !held.reflection.is_over() || held.reflection.erase_at.is_some());
        let at_hand =
            live.max_by_key(|held| (!held.reflection.is_alone(), held.reflection.last_at))?;
        let at_hand = at_hand.reflection.clone();
        let seat = at_hand.seat_of(person)?;
        let side = at_hand.side(seat);
        let mut wanted = Vec::new();
        match at_hand.phase {
            Phase::Invited { shown: true, .. } if seat != at_hand.asked_by && self.folk.p(0.8) => {
                wanted = vec![Act::Screened(true), Act::Yes];
            }
            Phase::Writing if side.sealed_at.is_none() => match side.place {
                Place::Start => wanted.push(Act::GoOn),
                Place::Step(step) if !at_hand.wrote(seat, step) && self.folk.p(0.75) => {
                    return Some(Deed::Answer { card: None });
                }
                Place::Step(step) => wanted.push(Act::Next(step as u8)),
                Place::Overview => wanted.push(Act::Seal),
            },
            Phase::Opening => wanted.push(Act::Open(at_hand.open_steps() as u8)),
            Phase::Resting { .. } | Phase::Asking { .. } if side.asked && side.now.is_none() => {
                let words = self.library.reflection().nows();
                let word = words.get(self.folk.below(words.len()));
                wanted.extend(word.map(|word| Act::Now(word.id.clone())));
            }
            Phase::Resting { .. } | Phase::Over { .. } if side.keep.is_none() => {
                wanted.push(Act::Keep(self.folk.p(0.7)));
            }
            _ => {}
        }
        let first = wanted.first()?;
        let mine =
            |press: &ReflectPress, act: &Act| *press == ReflectPress::On(at_hand.id, act.clone());
        for act in &wanted {
            for seen in screen {
                if let Some(press) = buttons(seen).find(|press| mine(press, act)) {
                    let (on, data) = (seen.message_id, press.data());
                    return Some(Deed::Press { on, data });
                }
            }
        }
        let lost = !matches!(first, Act::Keep(_) | Act::Now(_)) && self.folk.p(0.3);
        lost.then(|| Deed::Command("/reflect".to_owned()))
    }

    /// Whoever has just typed `/reflect` chooses, answers, and names a time.
    fn goes_on_asking(&mut self, screen: &[Seen]) -> Option<Deed> {
        let newest = screen.first()?;
        let asks = |press: &ReflectPress| {
            use ReflectPress::{At, Cancel, Choose, Screened};
            matches!(press, At(..) | Cancel | Choose(_) | Screened(..))
        };
        // Under other messages *write for myself* stands alone.
        let could: Vec<ReflectPress> = buttons(newest).filter(asks).collect();
        if could.len() < 2 {
            return None;
        }
        let wishes: Vec<f64> = could
            .iter()
            .map(|press| self.reflective_wish(&Press::Reflect(press.clone())))
            .collect();
        let press = could.get(self.folk.weighted(&wishes)?)?;
        let (on, data) = (newest.message_id, press.data());
        Some(Deed::Press { on, data })
    }

    /// How much this person wants to press a button of a reflection.
    pub fn reflective_wish(&self, press: &Press) -> f64 {
        let press = match press {
            Press::Settings(SettingsPress::Toggle(Switch::ReflectOffers)) => return 0.2,
            Press::Reflect(press) => press,
            _ => return 0.1,
        };
        match press {
            ReflectPress::Choose(Flavour::Alone) => 0.7,
            ReflectPress::Choose(_) => 8.0,
            ReflectPress::Screened(_, _, true) => 16.0,
            ReflectPress::Screened(_, _, false) => 1.5,
            ReflectPress::At(..) => 3.0,
            ReflectPress::Cancel => 0.7,
            ReflectPress::NoMoreInvitations => 0.1,
            ReflectPress::On(_, act) => match act {
                Act::Yes | Act::Screened(true) => 16.0,
                Act::GoOn | Act::Seal | Act::Open(_) => 14.0,
                Act::Next(_) => 9.0,
                Act::Give(_) | Act::Now(_) | Act::Keep(true) => 4.0,
                Act::No
                | Act::Screened(false)
                | Act::KeepClosed(_)
                | Act::Keep(false)
                | Act::Stop
                | Act::Earlier
                | Act::Timer
                | Act::Plain => 1.5,
                Act::Again
                | Act::Back(_)
                | Act::ShowMe
                | Act::Cover
                | Act::Add(_)
                | Act::EndTimer => 1.0,
                Act::TakeBack | Act::Clear(_) | Act::Feel(_) | Act::Overview => 0.7,
                Act::How | Act::Break | Act::Page(_) => 0.4,
                Act::Withdraw | Act::StopAsk => 0.25,
            },
        }
    }

    /// In a reflection people look at what came last; `above` messages came since.
    pub fn attention(&self, data: &str, above: usize) -> f64 {
        if self.plan.reflects > 0.0 && above > 2 && read_all(data).is_some() {
            0.15
        } else {
            1.0
        }
    }

    /// How much an old button of a reflection is worth: now and then it is pressed, and what would end every other one is not.
    pub fn old_reflective_wish(&self, press: &Press, mischief: f64) -> f64 {
        match press {
            Press::Settings(_) | Press::Reflect(ReflectPress::NoMoreInvitations) => 0.02 * mischief,
            Press::Reflect(ReflectPress::On(_, Act::Stop | Act::Withdraw)) => 0.3 * mischief,
            _ => mischief,
        }
    }

    /// Data for a reflection that nobody was given: of any that there is, or of none.
    pub fn forged_reflection(&mut self) -> String {
        let all: Vec<ReflectionId> = self.probe.reflections.keys().copied().collect();
        let id = match self.folk.pick(&all) {
            Some(id) if self.folk.p(0.8) => *id,
            _ => ReflectionId((self.folk.number() >> 1) as i64),
        };
        let step = self.folk.below(8) as u8;
        let act = match self.folk.below(12) {
            0 => Act::Open(step),
            1 => Act::Give(step),
            2 => Act::Seal,
            3 => Act::ShowMe,
            4 => Act::TakeBack,
            5 => Act::Screened(true),
            6 => Act::Keep(true),
            7 => Act::Page(step),
            8 => Act::Yes,
            9 => Act::Add(step),
            10 => Act::Plain,
            _ => Act::Timer,
        };
        ReflectPress::On(id, act).data()
    }

    /// What a press says of this person's will, whatever becomes of it.
    pub fn note_reflective_press(&mut self, who: usize, press: &ReflectPress) {
        let reflections = &mut self.ledger.reflections;
        match press {
            ReflectPress::At(couple, ..) => {
                reflections.asked.insert((who, *couple));
            }
            ReflectPress::On(id, Act::Screened(true)) => {
                reflections.yes.insert((who, *id));
            }
            ReflectPress::On(id, Act::Seal) => {
                reflections.sealed.insert((who, *id));
            }
            ReflectPress::On(id, Act::Give(step)) => {
                reflections.gave.insert((who, *id, usize::from(*step)));
            }
            _ => {}
        }
    }

    /// Whoever is in the midst of it seldom puts the phone away.
    pub fn stays_with_it(&mut self, who: usize, deed: &Deed) {
        if self.plan.reflects == 0.0 {
            return;
        }
        let reflective = match deed {
            Deed::Press { data, .. } => read_all(data).is_some(),
            Deed::Command(text) => text == "/reflect",
            Deed::Answer { .. } => self.writes_in_a_step(who),
            _ => false,
        };
        if reflective && self.folk.p(STAYS) {
            let agent = &mut self.people[who];
            agent.left = agent.left.max(1);
        }
    }

    /// Something waits for this person, and for nobody else: they look at it sooner than at a question for both.
    pub fn is_called(&mut self, who: usize, seen: &Seen) {
        let calls = |press: ReflectPress| {
            use Act::{GoOn, Open, Screened, Yes};
            matches!(
                press,
                ReflectPress::On(_, Yes | Screened(_) | GoOn | Open(_))
                    | ReflectPress::Screened(..)
                    | ReflectPress::At(..)
            )
        };
        if self.plan.reflects == 0.0 || !buttons(seen).any(calls) {
            return;
        }
        let keen = self.people[who].keen;
        if self.folk.p(keen + (1.0 - keen) * COMES) {
            let soon = self.now + SignedDuration::from_secs(self.folk.between(5, 1_500));
            let agent = &mut self.people[who];
            if soon < agent.next_act {
                agent.next_act = soon;
                agent.left = agent.left.max(2);
            }
        }
    }

    fn writes_in_a_step(&self, who: usize) -> bool {
        let Some(person) = self.person_id(self.people[who].id) else {
            return false;
        };
        self.probe.reflections.values().any(|held| {
            let at_hand = &held.reflection;
            let seat = at_hand.seat_of(person);
            seat.is_some_and(|seat| at_hand.writes_at(seat).is_some())
        })
    }

    /// Whether a message of the bot belongs to a reflection.
    pub async fn is_of_reflection(&mut self, seen: &Seen) -> bool {
        let row = self.made_by.get(&(seen.chat, seen.message_id));
        match row.copied() {
            Some(row) => self.probe.reflection_of_row(row).await.is_some(),
            None => false,
        }
    }
}
