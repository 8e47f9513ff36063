//! What is typed or pressed in a group. Whatever would show something private only gets the way to the private chat.

use crate::core::deck::favourite::asks_for_favourite;
use crate::core::model::ids::{ChatId, CoupleId, MessageId, PersonId, RoundId, Seat};
use crate::core::model::refusal::Refusal;
use crate::core::protocol::command::Command;
use crate::core::protocol::effect::{Send, Target, Toast};
use crate::core::protocol::group::GroupSay;
use crate::core::turn::Turn;
use crate::library::{ButtonId, KindId};

impl<R: rand::Rng> Turn<'_, R> {
    /// A command that works in a group, and there for both. It is paid for like any other.
    pub(super) fn command_in_group(
        &mut self,
        me: PersonId,
        chat: ChatId,
        command: Command,
    ) -> Result<(), Refusal> {
        let Some(group) = self.state.groups.get(&chat) else {
            self.added(me, chat);
            return Ok(());
        };
        let couple = group.couple;
        if !self.may_answer(me, chat) {
            return Ok(());
        }
        if command == Command::Help {
            self.tell_group(me, chat, GroupSay::Help);
            return Ok(());
        }
        let Some(couple) = couple else {
            self.say_hello(me, chat);
            return Ok(());
        };
        let at_home = self
            .couple(couple)
            .filter(|couple| self.state.home(couple) == Some(chat))
            .and_then(|couple| couple.chair_of(me));
        let Some(seat) = at_home else {
            self.tell_group(me, chat, GroupSay::Private);
            return Ok(());
        };
        match command {
            Command::Prompt(typed) => self.prompt_in_group(couple, seat, typed.as_deref(), chat),
            Command::Pause => {
                let now = self.now;
                if let Some(couple) = self.couple_mut(couple) {
                    couple.paused_at.get_or_insert(now);
                    couple.paused_until = None;
                }
                self.tell_group(me, chat, GroupSay::Resting);
                Ok(())
            }
            Command::Resume => {
                let rests = self
                    .couple(couple)
                    .is_some_and(|couple| couple.paused_at.is_some());
                self.end_pause(couple);
                let say = match rests {
                    true => GroupSay::Resumed,
                    false => GroupSay::NotResting,
                };
                self.tell_group(me, chat, say);
                Ok(())
            }
            _ => {
                self.tell_group(me, chat, GroupSay::Private);
                Ok(())
            }
        }
    }

    /// `/prompt [kind]`: a round now, asked in the group. What somebody likes is their own affair, so that favourites are asked
    /// for in the private chat; a word that is no kind stands for any.
    fn prompt_in_group(
        &mut self,
        couple: CoupleId,
        seat: Seat,
        typed: Option<&str>,
        chat: ChatId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        if typed.is_some_and(asks_for_favourite) {
            self.tell_group(me, chat, GroupSay::Private);
            return Ok(());
        }
        let kind: Option<KindId> = typed.and_then(|typed| self.kind_named(me, couple, typed));
        if self.start_round(couple, seat, kind).is_err() {
            self.tell_group(me, chat, GroupSay::Private);
        }
        Ok(())
    }

    /// A response button under a reveal in the group: the button carries the name from now on, and nothing new appears.
    pub(super) fn respond_in_group(
        &mut self,
        id: RoundId,
        button: &ButtonId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let (round, seat) = self.opened_round(id)?;
        let couple = round.couple;
        let known = self
            .world
            .library
            .kind(&round.kind)
            .is_some_and(|kind| kind.buttons.contains(button));
        let theirs = self.couple(couple).and_then(|couple| couple.group);
        // Under what is covered no buttons appear again, whatever an old screen still shows.
        let group = theirs.and_then(|chat| self.state.groups.get(&chat));
        let shows = group.is_some_and(|group| group.opened);
        if !known || !shows || theirs != self.here {
            return Err(Refusal::OldButton);
        }
        if round.seat(seat).responded.contains(button) {
            self.toast(Toast::AlreadyTold);
            return Ok(());
        }
        if let Some(round) = self.round_mut(id) {
            round.seat_mut(seat).responded.push(button.clone());
        }
        self.toast(Toast::Quiet);
        // It holds two names and nothing else, so that nobody has to look first.
        if let Some(edit) = self.to_group(couple, GroupSay::RevealButtons(id), false) {
            self.send(Send {
                target: Target::Message(on),
                class: crate::core::model::delivery::Class::Set,
                ..edit
            });
        }
        Ok(())
    }
}
