//! What was opened in a group can be covered: each message is edited to a date. One of the two suffices.

use crate::core::model::delivery::Class;
use crate::core::model::ids::{ChatId, CoupleId, MessageId, Seat};
use crate::core::model::refusal::Refusal;
use crate::core::protocol::effect::{Effect, QueueChange, Send, Target, Toast};
use crate::core::protocol::group::{GroupPress, GroupSay};
use crate::core::protocol::say::Say;
use crate::core::protocol::settings::SettingsSay;
use crate::core::turn::Turn;

/// The row that asks this person.
fn cover_key(couple: CoupleId, asked: u32, seat: Seat) -> String {
    format!("cover:{couple}:{asked}:{}", seat.index())
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Asks each of the two privately, if there is anything to cover.
    pub(super) fn ask_to_cover(&mut self, couple: CoupleId, chat: ChatId) {
        let Some(group) = self.state.groups.get_mut(&chat) else {
            return;
        };
        if !group.opened {
            return;
        }
        group.cover_asks = group.cover_asks.saturating_add(1);
        let asked = group.cover_asks;
        for seat in Seat::BOTH {
            if let Some(to) = self.couple(couple).and_then(|couple| couple.present(seat)) {
                let ask = Send::line(to, Say::Group(GroupSay::CoverAsk(couple)));
                self.send(ask.key(cover_key(couple, asked, seat)));
            }
        }
    }

    /// A button about the group, pressed in a direct chat.
    pub(in crate::core) fn group_pressed(
        &mut self,
        press: GroupPress,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        // *I'm in* stands in groups alone.
        let id = press.couple().ok_or(Refusal::OldButton)?;
        let couple = self.state.couples.get(&id).ok_or(Refusal::OldButton)?;
        let seat = couple.seat_of(me).ok_or(Refusal::OldButton)?;
        if !couple.is_together() {
            return Err(Refusal::OldButton);
        }
        let home = couple.group.and_then(|chat| self.state.groups.get(&chat));
        let home = home.filter(|group| group.couple == Some(id));
        let chat = home.map(|group| group.chat);
        // Where the bot is no more it can change nothing.
        let is_gone = home.is_some_and(|group| group.gone);
        let open = home.filter(|group| group.opened && !group.gone);
        let mut open: Vec<(ChatId, u32)> = open
            .map(|group| (group.chat, group.cover_asks))
            .into_iter()
            .collect();
        open.extend(couple.left_open.iter().map(|(chat, asked)| (*chat, *asked)));
        match press {
            GroupPress::ImIn => return Err(Refusal::OldButton),
            GroupPress::GoPrivate(_) => {
                self.go_private(id, chat.ok_or(Refusal::OldButton)?);
                self.toast(Toast::Quiet);
                self.send(Send::edit(me, on, Say::Settings(SettingsSay::Settings)));
            }
            GroupPress::LeaveOpen(_) => {
                self.toast(Toast::Quiet);
                let covered = open.is_empty();
                let kept = GroupSay::CoverDone { covered };
                self.send(Send::edit(me, on, Say::Group(kept)));
            }
            GroupPress::Cover(_) if is_gone && open.is_empty() => return Err(Refusal::OldButton),
            GroupPress::Cover(_) => {
                self.toast(Toast::Quiet);
                let done = || Say::Group(GroupSay::CoverDone { covered: true });
                self.send(Send::edit(me, on, done()));
                for (chat, asked) in open {
                    self.cover_all_of(id, chat);
                    let partner = self.partner(id, seat).filter(|_| asked > 0);
                    if let Some(partner) = partner {
                        let edit = Send::line(partner, done());
                        self.send(Send {
                            target: Target::Sent(cover_key(id, asked, seat.other())),
                            class: Class::Set,
                            ..edit
                        });
                    }
                }
            }
        }
        Ok(())
    }

    fn cover_all_of(&mut self, couple: CoupleId, chat: ChatId) {
        if let Some(group) = self.state.groups.get_mut(&chat) {
            group.opened = false;
        }
        if let Some(couple) = self.couple_mut(couple) {
            couple.left_open.remove(&chat);
        }
        self.effects
            .push(Effect::Queue(QueueChange::CoverGroup { couple, chat }));
    }
}
