//! The lines of invitations, pairing and leaving, each with the arguments it takes. Their words are in the `.ftl` files.
//!
//! A line that another feature says too stands in `base::common`. Start with [`Line`].

use crate::texts::base::lines::lines;

lines! {
    Line<'a>;

    Welcome = "welcome";
    WelcomeBack { name: &'a str } = "welcome-back";
    ButtonInvite = "button-invite";
    ButtonPrivacy = "button-privacy";
    InviteLink { link: &'a str } = "invite-link";
    InviteShare = "invite-share";
    ButtonShare = "button-share";
    ButtonCopyLink = "button-copy-link";
    InviteOpened { name: &'a str } = "invite-opened";
    InviteOpenedWaits { name: &'a str } = "invite-opened-waits";
    ButtonAccept = "button-accept";
    ButtonDecline = "button-decline";
    InviteDeclined = "invite-declined";
    InviteAccepted { name: &'a str } = "invite-accepted";
    ConfirmPerson { name: &'a str } = "confirm-person";
    ButtonConfirm = "button-confirm";
    ButtonRefusePerson = "button-refuse-person";
    ConfirmedPerson { name: &'a str } = "confirmed-person";
    RefusedPerson = "refused-person";
    AccepterGone { name: &'a str } = "accepter-gone";
    InviteUnusable = "invite-unusable";
    InviteLapsed = "invite-lapsed";
    InviteWithdrawn = "invite-withdrawn";
    Together { name: &'a str } = "together";
    LeaveAsk { name: &'a str } = "leave-ask";
    ButtonLeave = "button-leave";
    ButtonLeaveQuietly = "button-leave-quietly";
    ButtonStay = "button-stay";
    WithdrawAskInviter = "withdraw-ask-inviter";
    WithdrawAskAccepter = "withdraw-ask-accepter";
    ButtonWithdraw = "button-withdraw";
    ButtonKeepWaiting = "button-keep-waiting";
    Left = "left";
    LeftQuietly = "left-quietly";
    Stayed = "stayed";
    PartnerLeft { name: &'a str } = "partner-left";
    PartnerLeftHalves = "partner-left-halves";
    RefusalAlreadyTogether = "refusal-already-together";
    RefusalNotTogether = "refusal-not-together";
}
