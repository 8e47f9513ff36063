//! The lines of a group of two, each with the arguments it takes. Their words are in the `.ftl` files.
//!
//! A line that another feature says too stands in `base::common`. Start with [`Line`].

use crate::texts::base::lines::lines;

lines! {
    Line<'a>;

    GroupHello = "group-hello";
    GroupHelloAsk = "group-hello-ask";
    ButtonImIn = "button-im-in";
    GroupNeeds = "group-needs";
    GroupMovedIn = "group-moved-in";
    ButtonAnswerPrivately = "button-answer-privately";
    GroupSealedOne = "group-sealed-one";
    GroupSealedBoth = "group-sealed-both";
    GroupOpened = "group-opened";
    GroupOver = "group-over";
    GroupEmptied = "group-emptied";
    GroupBelow = "group-below";
    GroupElsewhere = "group-elsewhere";
    GroupBackHome = "group-back-home";
    GroupGone = "group-gone";
    GroupPrivate = "group-private";
    GroupHelp = "group-help";
    GroupResting = "group-resting";
    GroupNotResting = "group-not-resting";
    GroupMediaOf { name: &'a str } = "group-media-of";
    GroupCoverAsk = "group-cover-ask";
    GroupCovered = "group-covered";
    GroupNotCovered = "group-not-covered";
    GroupCoveredPage { day: &'a str, month: &'a str, year: &'a str } = "group-covered-page";
    January = "month-1";
    February = "month-2";
    March = "month-3";
    April = "month-4";
    May = "month-5";
    June = "month-6";
    July = "month-7";
    August = "month-8";
    September = "month-9";
    October = "month-10";
    November = "month-11";
    December = "month-12";
    ButtonGroupCover = "button-group-cover";
    ButtonGroupLeaveOpen = "button-group-leave-open";
    ButtonGroupCoverAll = "button-group-cover-all";
    ButtonUseGroup = "button-use-group";
    ButtonGoPrivate = "button-go-private";
    ButtonPrivateChat = "button-private-chat";
}
