//! The lines of the settings, and of the pages for everybody, each with the arguments it takes. Their words are in the `.ftl` files.
//!
//! A line that another feature says too stands in `base::common`. Start with [`Line`].

use crate::texts::base::lines::lines;

lines! {
    Line<'a>;

    Privacy = "privacy";
    Help = "help";
    Settings { zone: &'a str, quiet: &'a str } = "settings";
    SettingsZone { city: &'a str, time: &'a str } = "settings-zone";
    SettingsNoZone = "settings-no-zone";
    ButtonTellOn = "button-tell-on";
    ButtonTellOff = "button-tell-off";
    ButtonWeek = "button-week";
    ButtonNudgesOn = "button-nudges-on";
    ButtonNudgesOff = "button-nudges-off";
    ButtonQuietHours = "button-quiet-hours";
    QuietHoursAsk = "quiet-hours-ask";
    QuietHoursType = "quiet-hours-type";
    QuietNone = "quiet-none";
    ButtonPause = "button-pause";
    ButtonAsked = "button-asked";
    ButtonOwnQuestions = "button-own-questions";
    ButtonCoverOn = "button-cover-on";
    ButtonCoverOff = "button-cover-off";
    ReflectButtonInvitationsOn = "reflect-button-invitations-on";
    ReflectButtonInvitationsOff = "reflect-button-invitations-off";
    ReflectButtonOfferOn = "reflect-button-offer-on";
    ReflectButtonOfferOff = "reflect-button-offer-off";
}
