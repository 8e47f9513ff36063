//! What was opened in a group can be covered: each message is edited to a date. One of the two suffices.

use crate::core::delivery::Class;
use crate::core::effect::{Effect, Say, Send, Target, Toast};
use crate::core::group::{GroupPress, GroupSay};
use crate::core::ids::{ChatId, CoupleId, MessageId, Seat};
use crate::core::refusal::Refusal;
use crate::core::turn::Turn;

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
    pub fn group_pressed(&mut self, press: GroupPress, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let couple = press.couple();
        let at_hand = self.couple(couple).ok_or(Refusal::OldButton)?;
        let seat = at_hand.seat_of(me).ok_or(Refusal::OldButton)?;
        let chat = at_hand.group.ok_or(Refusal::OldButton)?;
        let group = self.state.groups.get(&chat).ok_or(Refusal::OldButton)?;
        if group.couple != Some(couple) || !at_hand.is_together() {
            return Err(Refusal::OldButton);
        }
        let (opened, gone, asked) = (group.opened, group.gone, group.cover_asks);
        match press {
            GroupPress::GoPrivate(_) => {
                self.go_private(couple, chat);
                self.toast(Toast::Quiet);
                self.send(Send::edit(me, on, Say::Settings));
            }
            GroupPress::LeaveOpen(_) => {
                self.toast(Toast::Quiet);
                let kept = GroupSay::CoverDone { covered: !opened };
                self.send(Send::edit(me, on, Say::Group(kept)));
            }
            // Where the bot is no more it can change nothing.
            GroupPress::Cover(_) if gone => return Err(Refusal::OldButton),
            GroupPress::Cover(_) => {
                if let Some(group) = self.state.groups.get_mut(&chat) {
                    group.opened = false;
                }
                if opened {
                    self.effects.push(Effect::CoverGroup { couple, chat });
                }
                self.toast(Toast::Quiet);
                let done = || Say::Group(GroupSay::CoverDone { covered: true });
                self.send(Send::edit(me, on, done()));
                let partner = self.partner(couple, seat);
                if let Some(partner) = partner.filter(|_| opened && asked > 0) {
                    let edit = Send::line(partner, done());
                    self.send(Send {
                        target: Target::Sent(cover_key(couple, asked, seat.other())),
                        class: Class::Set,
                        ..edit
                    });
                }
            }
        }
        Ok(())
    }
}

/// The row that asks this person.
fn cover_key(couple: CoupleId, asked: u32, seat: Seat) -> String {
    format!("cover:{couple}:{asked}:{}", seat.index())
}
