//! What an event may look at, said once for everyone who has to have it at hand: `app` reads it from the store, and the tests'
//! harness takes it from what it keeps.
//!
//! It is never more than an event can touch, and never words. A rule that looks at something which is not named here finds nothing,
//! in the program as in the tests. Start with [`needs`].

use jiff::Timestamp;

use crate::core::model::about::About;
use crate::core::model::ids::{ChatId, CoupleId, RoundId};
use crate::core::model::need::Need;
use crate::core::model::person::{Expected, Person};
use crate::core::model::state::State;
use crate::core::protocol::command::Command;
use crate::core::protocol::event::EventKind;
use crate::core::protocol::group::{GroupDeed, GroupFact};
use crate::core::protocol::press::Press;
use crate::core::{choice, couple, deck, plan, round};

/// What this event may look at. `me` is whose event it is.
pub fn needs(what: &EventKind, me: Option<&Person>) -> Vec<Need> {
    let mut needs = Vec::new();
    if let Some(me) = me {
        needs.push(Need::CouplesOf(me.id));
        needs.extend(me.alone.iter().copied().map(Need::Reflection));
    }
    match what {
        EventKind::Said { reply, .. } => {
            needs.extend(reply.as_ref().into_iter().flat_map(of_reply));
            let expects = me.and_then(|me| me.expecting.as_ref());
            if matches!(
                expects.map(|expects| &expects.what),
                Some(Expected::Wording { .. })
            ) {
                needs.push(Need::MyDeck);
            }
        }
        EventKind::Shared { reply: on, .. } | EventKind::Reacted { on, .. } => {
            needs.extend(on.as_ref().and_then(About::round).map(Need::Round));
        }
        EventKind::Command(command) => needs.extend(of_command(command)),
        EventKind::Pressed { press, .. } => needs.extend(of_press(press)),
        EventKind::Delivered { about } => needs.extend(about.round().map(Need::Round)),
        EventKind::Touched { thread, .. } => {
            needs.extend([Need::Thread(*thread), Need::ChoiceAfter(thread.round())]);
        }
        EventKind::InGroup { chat, deed } => {
            needs.push(Need::Group(*chat));
            match deed {
                GroupDeed::Commanded(command) => needs.extend(of_command(command)),
                GroupDeed::Responded { round, .. } => needs.push(Need::Round(*round)),
                GroupDeed::Added { .. }
                | GroupDeed::Started
                | GroupDeed::ImIn
                | GroupDeed::AskedPrivately => {}
            }
        }
        EventKind::Group(fact) => needs.extend(of_fact(fact)),
        EventKind::Tick(couple) | EventKind::Outage { couple, .. } => needs.extend([
            Need::Couple(*couple),
            Need::UnfinishedInvites,
            Need::ChoiceByClock(*couple),
        ]),
        EventKind::TickAlone(reflection) => needs.push(Need::Reflection(*reflection)),
        EventKind::Edited { .. }
        | EventKind::SaidUncopyable
        | EventKind::CouldNotApply
        | EventKind::PressedGarbage
        | EventKind::WentAway
        | EventKind::CameBack => {}
    }
    needs
}

/// What belongs to the message that somebody replied to.
fn of_reply(reply: &About) -> Option<Need> {
    let round = reply.round().map(Need::Round);
    let reflection = reply.reflection().map(Need::Reflection);
    round.or(reflection)
}

fn of_command(command: &Command) -> Option<Need> {
    match command {
        Command::Open(hash) => Some(Need::Invite(hash.clone())),
        Command::Answer(round) => Some(Need::Round(*round)),
        Command::Invite => Some(Need::UnfinishedInvites),
        Command::Prompt(_) => Some(Need::MyChoice),
        Command::Start
        | Command::OpenGarbage
        | Command::Today
        | Command::Ask(_)
        | Command::Timezone(_)
        | Command::Settings
        | Command::Schedule(_)
        | Command::Pause
        | Command::Resume
        | Command::Leave
        | Command::Reflect
        | Command::Privacy
        | Command::Safety(_)
        | Command::Help
        | Command::Cancel
        | Command::NotYet
        | Command::Unknown => None,
    }
}

/// Whatever a button names, and what its feature looks at besides.
fn of_press(press: &Press) -> Vec<Need> {
    let mut needs = Vec::new();
    needs.extend(press.round().map(Need::Round));
    needs.extend(press.couple().map(Need::Couple));
    match press {
        Press::Round(press) => needs.extend(round::needs(press)),
        Press::Couple(press) => needs.extend(couple::needs(press)),
        Press::Choice(press) => needs.extend(choice::wishes::needs(press)),
        Press::Deck(press) => needs.extend(deck::needs(press)),
        Press::Reflect(press) => needs.extend(press.reflection().map(Need::Reflection)),
        Press::Plan(_)
        | Press::Group(_)
        | Press::Place(_)
        | Press::Safety(_)
        | Press::Settings(_) => {}
    }
    needs
}

fn of_fact(fact: &GroupFact) -> Vec<Need> {
    let (chat, unsent): (ChatId, &[RoundId]) = match fact {
        GroupFact::Seen { chat, unsent, .. } | GroupFact::Gone { chat, unsent } => (*chat, unsent),
        GroupFact::Moved { from, .. } => (*from, &[]),
        GroupFact::Changed { chat } | GroupFact::Faceless { chat, .. } => (*chat, &[]),
    };
    // Two who become a couple end what else they had begun.
    let mut needs = vec![Need::Group(chat), Need::UnfinishedInvites];
    needs.extend(unsent.iter().copied().map(Need::Round));
    needs
}

/// Whether the clock may pick a prompt for this couple now: a slot of theirs has come, or a reveal that may come brings another.
pub fn picks_by_clock(state: &State, couple: CoupleId, now: Timestamp, may_ask: bool) -> bool {
    let opens = may_ask && !plan::tick::opening(state, couple, now).is_empty();
    let mut rounds = state.rounds.values();
    opens || rounds.any(|round| round.couple == couple && round.may_bring_others())
}
