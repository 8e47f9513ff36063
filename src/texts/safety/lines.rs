//! The lines of `/safety`, each with the arguments it takes. Their words are in the `.ftl` files.
//!
//! A line that another feature says too stands in `base::common`. Start with [`Line`].

use crate::texts::base::lines::lines;

lines! {
    Line<'a>;

    SafetyEmergency { country: &'a str, number: &'a str } = "safety-emergency";
    SafetyForWomen = "safety-for-women";
    SafetyForMen = "safety-for-men";
    SafetyForLgbt = "safety-for-lgbt";
    SafetySms { number: &'a str } = "safety-sms";
    SafetyChat { url: &'a str } = "safety-chat";
    SafetyStands { year: &'a str, month: &'a str } = "safety-stands";
    SafetyCountries = "safety-countries";
    SafetyGone = "safety-gone";
    ButtonSafetyBack = "button-safety-back";
    ButtonSafetyElsewhere = "button-safety-elsewhere";
}
