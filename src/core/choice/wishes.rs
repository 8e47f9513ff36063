//! What each of the two would like to be asked: the pages of the settings and their switches.
//!
//! Nobody ever sees the other's wishes. Start with `choice_pressed`.

use crate::core::model::choice::Asked;
use crate::core::model::ids::{CoupleId, MessageId, Seat};
use crate::core::model::need::Need;
use crate::core::model::refusal::Refusal;
use crate::core::protocol::choice::{ChoicePress, ChoiceSay};
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::{KindId, Tag};

/// What a button of this feature looks at besides the couple it names.
pub(in crate::core) fn needs(press: &ChoicePress) -> Option<Need> {
    match press {
        ChoicePress::Ask(_) => Some(Need::MyChoice),
        _ => None,
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// One of this feature's buttons.
    pub(in crate::core) fn choice_pressed(
        &mut self,
        press: ChoicePress,
        on: MessageId,
    ) -> Result<(), Refusal> {
        match press {
            ChoicePress::Asked => self.show_asked(on),
            ChoicePress::Topics => self.show_topics(on),
            ChoicePress::SwitchKind(kind, to) => self.switch_kind(kind, to, on),
            ChoicePress::SwitchTopic(topic, to) => self.switch_topic(topic, to, on),
            ChoicePress::SetDepth(depth) => self.set_depth(depth, on),
            ChoicePress::Deeper(couple, depth, yes) => self.answer_offer(couple, depth, yes, on),
            ChoicePress::Ask(kind) => {
                if self.pay() {
                    self.ask_kind(&kind)
                } else {
                    self.toast(Toast::Quiet);
                    Ok(())
                }
            }
        }
    }

    /// *What we are asked*: my own switches.
    pub(super) fn show_asked(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.together()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Choice(ChoiceSay::Asked)));
        Ok(())
    }

    fn show_topics(&mut self, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        self.together()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Choice(ChoiceSay::Topics)));
        Ok(())
    }

    /// A kind on or off for me.
    fn switch_kind(&mut self, kind: KindId, to: bool, on: MessageId) -> Result<(), Refusal> {
        if self.world.library.kind(&kind).is_none() {
            return Err(Refusal::OldButton);
        }
        self.show_asked(on)?;
        if let Some(asked) = self.asked_mut() {
            if to {
                asked.kinds_off.remove(&kind);
            } else {
                asked.kinds_off.insert(kind);
            }
        }
        Ok(())
    }

    /// A topic on or off for me.
    fn switch_topic(&mut self, topic: Tag, to: bool, on: MessageId) -> Result<(), Refusal> {
        self.show_topics(on)?;
        if let Some(asked) = self.asked_mut() {
            asked.topics.insert(topic, to);
        }
        Ok(())
    }

    pub(super) fn asked_mut(&mut self) -> Option<&mut Asked> {
        self.me_mut().map(|me| &mut me.settings.asked)
    }

    /// Somebody leaves quietly.
    pub(in crate::core) fn keep_wishes(&mut self, couple: CoupleId) {
        let asked = self.state.me().map(|me| me.settings.asked.clone());
        if let Some(couple) = self.couple_mut(couple) {
            couple.choosing.left = asked;
        }
    }

    /// Two have become a couple.
    pub(in crate::core) fn begin_choosing(&mut self, id: CoupleId) {
        let Some(couple) = self.couple(id) else {
            return;
        };
        for person in Seat::BOTH.map(|seat| couple.person(seat)) {
            if let Some(person) = person.and_then(|person| self.state.persons.get_mut(&person)) {
                person.settings.asked.with_somebody_new();
            }
        }
    }
}
