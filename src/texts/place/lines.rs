//! The lines of where people live, each with the arguments it takes. Their words are in the `.ftl` files.
//!
//! A line that another feature says too stands in `base::common`. Start with [`Line`].

use crate::texts::base::lines::lines;

lines! {
    Line<'a>;

    ZoneAsk = "zone-ask";
    ZoneAskSame { name: &'a str, city: &'a str, time: &'a str } = "zone-ask-same";
    ButtonZoneSame = "button-zone-same";
    ButtonZoneOther = "button-zone-other";
    ButtonClocks = "button-clocks";
    ZoneSet { place: &'a str, time: &'a str } = "zone-set";
    ZoneSetOthers { place: &'a str, time: &'a str } = "zone-set-others";
    ZoneSetFixed { place: &'a str, time: &'a str } = "zone-set-fixed";
    ZoneSame { place: &'a str, time: &'a str } = "zone-same";
    ButtonZoneRight = "button-zone-right";
    ButtonPlace { place: &'a str, time: &'a str } = "button-place";
    ClockAsk = "clock-ask";
    PlaceAsk { time: &'a str } = "place-ask";
    ButtonMorePlaces = "button-more-places";
    ButtonOtherClock = "button-other-clock";
    RevealClocks { here: &'a str, time: &'a str, there: &'a str, theirs: &'a str } = "reveal-clocks";
    RevealClocksTomorrow { here: &'a str, time: &'a str, there: &'a str, theirs: &'a str } = "reveal-clocks-tomorrow";
    RevealClocksYesterday { here: &'a str, time: &'a str, there: &'a str, theirs: &'a str } = "reveal-clocks-yesterday";
}
