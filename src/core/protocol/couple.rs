//! What is pressed and said from the first invitation to the end.

use crate::core::model::ids::{CoupleId, PersonId};
use crate::core::protocol::wire::buttons;

buttons! {
    /// The buttons of invitations, of pairing and of leaving.
    pub enum CouplePress {
        "inv" => Invite,
        "acc" => Accept(id: CoupleId),
        "dec" => Decline(id: CoupleId),
        "yes" => Confirm(id: CoupleId, arg: PersonId),
        "no" => RefusePerson(id: CoupleId, arg: PersonId),
        /// The same two for everything left unopened by a leave.
        "kpa" => KeepAll(id: CoupleId),
        "lta" => LetGoAll(id: CoupleId),
        "lea" => Leave(id: CoupleId),
        "leq" => LeaveQuietly(id: CoupleId),
        "sty" => Stay(id: CoupleId),
        /// Ends one's own open invites, or takes back an acceptance.
        "wdr" => Withdraw(id: CoupleId),
    }
}

/// What the bot says about invitations, pairing and leaving.
#[derive(Clone, PartialEq, Debug)]
pub enum CoupleSay {
    /// What this is, in three lines, with the first buttons.
    Welcome,
    /// The same for someone who is in a couple.
    WelcomeBack,
    /// The link and its share button. The token lives only here.
    InviteLink {
        token: String,
    },
    /// To the opener: who invited, what that person will see, that leaving takes one tap; whether an answer waits.
    InviteOpened {
        couple: CoupleId,
        inviter: PersonId,
        waits: bool,
    },
    InviteDeclined,
    /// To the accepter: waiting for the inviter's yes.
    InviteAccepted {
        couple: CoupleId,
        inviter: PersonId,
    },
    /// To the inviter: is this the right person?
    ConfirmPerson {
        couple: CoupleId,
        person: PersonId,
    },
    ConfirmedPerson {
        person: PersonId,
    },
    RefusedPerson,
    /// To the inviter: who accepted has stepped back; the link works again.
    AccepterGone {
        person: PersonId,
    },
    /// The one friendly line for every link that does not work.
    InviteUnusable,
    /// To the inviter: nobody came in seven days; what was written under it is erased.
    InviteLapsed,
    InviteWithdrawn,
    /// To both: now you are two.
    Together {
        partner: PersonId,
    },
    LeaveAsk {
        couple: CoupleId,
    },
    /// For someone who only has invites or an acceptance to take back.
    WithdrawAsk {
        couple: CoupleId,
    },
    Left {
        quietly: bool,
    },
    Stayed,
    /// The one neutral line, with *keep it for me · let it go* when something unopened is theirs.
    PartnerLeft {
        couple: CoupleId,
        halves: bool,
    },
    HalvesDone {
        kept: bool,
    },
}
