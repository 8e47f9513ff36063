//! What the bot says from the first word to the last: the welcome, the invitation, being two, leaving.
//!
//! The token of an invitation stands here and in the link, nowhere else. Start with [`render`].

pub(in crate::texts) mod lines;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::core::model::ids::{CoupleId, PersonId, Seat};
use crate::core::model::refusal::CoupleRefusal;
use crate::core::protocol::couple::{CouplePress, CoupleSay};
use crate::core::protocol::press::Press;
use crate::core::protocol::settings::SettingsPress;
use crate::texts::base::common::Common;
use crate::texts::base::names::label;
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::view::View;
use crate::texts::couple::lines::Line;

/// What a query may not hold as it is (RFC 3986: everything but the unreserved characters).
const QUERY: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &CoupleSay) -> Vec<Piece> {
    match say {
        CoupleSay::Welcome => view.welcome(),
        CoupleSay::WelcomeBack => view.named(view.partner_now(), |name| Line::WelcomeBack { name }),
        CoupleSay::InviteLink { token } => view.invite_link(token),
        CoupleSay::InviteOpened {
            couple,
            inviter,
            waits,
        } => view.invite_opened(*couple, *inviter, *waits),
        CoupleSay::InviteDeclined => view.line(Line::InviteDeclined),
        CoupleSay::InviteAccepted { couple: _, inviter } => {
            view.named(Some(*inviter), |name| Line::InviteAccepted { name })
        }
        CoupleSay::ConfirmPerson { couple, person } => view.confirm_person(*couple, *person),
        CoupleSay::ConfirmedPerson { person } => {
            view.named(Some(*person), |name| Line::ConfirmedPerson { name })
        }
        CoupleSay::RefusedPerson => view.line(Line::RefusedPerson),
        CoupleSay::AccepterGone { person } => {
            view.named(Some(*person), |name| Line::AccepterGone { name })
        }
        CoupleSay::InviteUnusable => view.line(Line::InviteUnusable),
        CoupleSay::InviteLapsed => view.line(Line::InviteLapsed),
        CoupleSay::InviteWithdrawn => view.line(Line::InviteWithdrawn),
        CoupleSay::Together { partner } => {
            view.named(Some(*partner), |name| Line::Together { name })
        }
        CoupleSay::LeaveAsk { couple } => view.leave_ask(*couple),
        CoupleSay::WithdrawAsk { couple } => view.withdraw_ask(*couple),
        CoupleSay::Left { quietly: true } => view.line(Line::LeftQuietly),
        CoupleSay::Left { quietly: false } => view.line(Line::Left),
        CoupleSay::Stayed => view.line(Line::Stayed),
        CoupleSay::PartnerLeft { couple, halves } => view.partner_left(*couple, *halves),
        CoupleSay::HalvesDone { kept: true } => view.line(Common::HalfKept),
        CoupleSay::HalvesDone { kept: false } => view.line(Common::HalfLetGo),
    }
}

/// A "no" of this feature.
pub(in crate::texts) fn refused(refusal: CoupleRefusal) -> Line<'static> {
    match refusal {
        CoupleRefusal::InviteUnusable => Line::InviteUnusable,
        CoupleRefusal::AlreadyTogether => Line::RefusalAlreadyTogether,
        CoupleRefusal::NotTogether => Line::RefusalNotTogether,
    }
}

impl View<'_> {
    fn named(&self, person: Option<PersonId>, line: impl Fn(&str) -> Line<'_>) -> Vec<Piece> {
        let name = self.name_of(person);
        self.line(line(&name))
    }

    fn welcome(&self) -> Vec<Piece> {
        self.with(
            Line::Welcome,
            Keyboard::column([
                self.button(Line::ButtonInvite, Press::Couple(CouplePress::Invite)),
                self.group_link(),
                self.button(Line::ButtonPrivacy, Press::Settings(SettingsPress::Privacy)),
            ]),
        )
    }

    fn confirm_person(&self, couple: CoupleId, person: PersonId) -> Vec<Piece> {
        let name = self.name(person);
        self.with(
            Line::ConfirmPerson { name: &name },
            Keyboard::default().row([
                self.button(
                    Line::ButtonConfirm,
                    Press::Couple(CouplePress::Confirm(couple, person)),
                ),
                self.button(
                    Line::ButtonRefusePerson,
                    Press::Couple(CouplePress::RefusePerson(couple, person)),
                ),
            ]),
        )
    }

    fn invite_link(&self, token: &str) -> Vec<Piece> {
        let link = format!("https://t.me/{}?start={token}", self.ctx.bot);
        let share = format!(
            "https://t.me/share/url?url={}&text={}",
            utf8_percent_encode(&link, &QUERY),
            utf8_percent_encode(&self.say(Line::InviteShare), &QUERY)
        );
        self.with(
            Line::InviteLink { link: &link },
            Keyboard::column([
                Button::Url {
                    label: label(&self.say(Line::ButtonShare)),
                    url: share,
                },
                Button::CopyText {
                    label: label(&self.say(Line::ButtonCopyLink)),
                    text: link.clone(),
                },
            ]),
        )
    }

    fn invite_opened(&self, couple: CoupleId, inviter: PersonId, waits: bool) -> Vec<Piece> {
        let name = self.name(inviter);
        let mut text = Rich::plain(&self.say(Line::InviteOpened { name: &name }));
        if waits {
            let line = self.say(Line::InviteOpenedWaits { name: &name });
            text.below(Rich::plain(&line));
        }
        let keyboard = Keyboard::column([
            self.button(
                Line::ButtonAccept,
                Press::Couple(CouplePress::Accept(couple)),
            ),
            self.button(
                Line::ButtonDecline,
                Press::Couple(CouplePress::Decline(couple)),
            ),
            self.button(Line::ButtonPrivacy, Press::Settings(SettingsPress::Privacy)),
        ]);
        vec![Piece::text(text, keyboard)]
    }

    fn leave_ask(&self, couple: CoupleId) -> Vec<Piece> {
        let name = self.name_of(self.partner_in(couple));
        self.with(
            Line::LeaveAsk { name: &name },
            Keyboard::default()
                .row([
                    self.button(Line::ButtonLeave, Press::Couple(CouplePress::Leave(couple))),
                    self.button(
                        Line::ButtonLeaveQuietly,
                        Press::Couple(CouplePress::LeaveQuietly(couple)),
                    ),
                ])
                .row([self.button(Line::ButtonStay, Press::Couple(CouplePress::Stay(couple)))]),
        )
    }

    fn withdraw_ask(&self, couple: CoupleId) -> Vec<Piece> {
        let line = match self.seat_in(couple) {
            Some(Seat::B) => Line::WithdrawAskAccepter,
            Some(Seat::A) | None => Line::WithdrawAskInviter,
        };
        self.with(
            line,
            Keyboard::default().row([
                self.button(
                    Line::ButtonWithdraw,
                    Press::Couple(CouplePress::Withdraw(couple)),
                ),
                self.button(
                    Line::ButtonKeepWaiting,
                    Press::Couple(CouplePress::Stay(couple)),
                ),
            ]),
        )
    }

    fn partner_left(&self, couple: CoupleId, halves: bool) -> Vec<Piece> {
        let name = self.name_of(self.partner_in(couple));
        let mut text = Rich::plain(&self.say(Line::PartnerLeft { name: &name }));
        let mut keyboard = Keyboard::default();
        if halves {
            text.below(Rich::plain(&self.say(Line::PartnerLeftHalves)));
            keyboard = keyboard.row([
                self.button(
                    Common::ButtonKeep,
                    Press::Couple(CouplePress::KeepAll(couple)),
                ),
                self.button(
                    Common::ButtonLetGo,
                    Press::Couple(CouplePress::LetGoAll(couple)),
                ),
            ]);
        }
        vec![Piece::text(text, keyboard)]
    }
}
