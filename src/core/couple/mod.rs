//! Two people, from the first invitation to the end.
//!
//! `pair` invites, proposes, confirms and refuses; `leave` ends it, at once or quietly. Start with [`Turn::couple_pressed`].

pub mod leave;
pub mod pair;

use crate::core::model::ids::MessageId;
use crate::core::model::need::Need;
use crate::core::model::refusal::Refusal;
use crate::core::protocol::couple::CouplePress;
use crate::core::protocol::effect::Toast;
use crate::core::turn::Turn;

/// What a button of this feature looks at besides the couple it names.
pub(in crate::core) fn needs(press: &CouplePress) -> Vec<Need> {
    match press {
        CouplePress::Invite | CouplePress::Withdraw(_) => vec![Need::UnfinishedInvites],
        // Whoever becomes a couple ends their other pairings: those of both, with everyone in them.
        CouplePress::Confirm(_, other) => vec![Need::CouplesOf(*other), Need::UnfinishedInvites],
        _ => Vec::new(),
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// One of this feature's buttons.
    pub(in crate::core) fn couple_pressed(
        &mut self,
        press: CouplePress,
        on: MessageId,
    ) -> Result<(), Refusal> {
        match press {
            CouplePress::Invite => {
                self.toast(Toast::Quiet);
                if self.pay() { self.invite() } else { Ok(()) }
            }
            CouplePress::Accept(couple) => self.accept(couple, on),
            CouplePress::Decline(couple) => self.decline(couple, on),
            CouplePress::Confirm(couple, person) => self.confirm(couple, person, on),
            CouplePress::RefusePerson(couple, person) => self.refuse_person(couple, person, on),
            CouplePress::KeepAll(couple) => self.decide_halves(couple, true, on),
            CouplePress::LetGoAll(couple) => self.decide_halves(couple, false, on),
            CouplePress::Leave(couple) => self.leave(couple, false, on),
            CouplePress::LeaveQuietly(couple) => self.leave(couple, true, on),
            CouplePress::Stay(_) => self.stay(on),
            CouplePress::Withdraw(couple) => self.withdraw(couple, on),
        }
    }
}
