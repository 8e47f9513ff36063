//! The lines that more than one feature says, and those the shared parts say.
//!
//! A line that only one feature says does not belong here but in that feature's own `lines`. Start with [`Common`].

use crate::texts::base::lines::lines;

lines! {
    Common<'a>;

    ButtonTakeBack = "button-take-back";
    ButtonNeverMind = "button-never-mind";
    RevealHeader = "reveal-header";
    RevealMore = "reveal-more";
    RevealMe { name: &'a str } = "reveal-me";
    MyPhoto { count: usize } = "reveal-my-photo";
    MyVideo { count: usize } = "reveal-my-video";
    MyAnimation { count: usize } = "reveal-my-animation";
    MyVoice { count: usize } = "reveal-my-voice";
    MyVideoNote { count: usize } = "reveal-my-video-note";
    MyAudio { count: usize } = "reveal-my-audio";
    MyDocument { count: usize } = "reveal-my-document";
    MySticker { count: usize } = "reveal-my-sticker";
    MyOther { count: usize } = "reveal-my-other";
    TheirPhoto { count: usize } = "reveal-their-photo";
    TheirVideo { count: usize } = "reveal-their-video";
    TheirAnimation { count: usize } = "reveal-their-animation";
    TheirVoice { count: usize } = "reveal-their-voice";
    TheirVideoNote { count: usize } = "reveal-their-video-note";
    TheirAudio { count: usize } = "reveal-their-audio";
    TheirDocument { count: usize } = "reveal-their-document";
    TheirSticker { count: usize } = "reveal-their-sticker";
    TheirOther { count: usize } = "reveal-their-other";
    PartMissingVoice = "part-missing-voice";
    ButtonVoicesAgain = "button-voices-again";
    HalfKept = "half-kept";
    HalfLetGo = "half-let-go";
    ButtonKeep = "button-keep";
    ButtonLetGo = "button-let-go";
    NameUnknown = "name-unknown";
    ZoneUnknown = "zone-unknown";
    GroupTheOther = "group-the-other";
    WeekdayMon = "weekday-mon";
    WeekdayTue = "weekday-tue";
    WeekdayWed = "weekday-wed";
    WeekdayThu = "weekday-thu";
    WeekdayFri = "weekday-fri";
    WeekdaySat = "weekday-sat";
    WeekdaySun = "weekday-sun";
    ButtonOtherTime = "button-other-time";
    ButtonBack = "button-back";
    ButtonResume = "button-resume";
    Resumed = "resumed";
    OwnAsks { name: &'a str } = "own-asks";
    OwnAsksMe = "own-asks-me";
    OwnGone = "own-gone";
    ButtonPageBack = "button-page-back";
    ButtonPageOn = "button-page-on";
}
