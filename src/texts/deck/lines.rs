//! The lines of what people make their own, each with the arguments it takes. Their words are in the `.ftl` files.
//!
//! A line that another feature says too stands in `base::common`. Start with [`Line`].

use crate::texts::base::lines::lines;

lines! {
    Line<'a>;

    OwnAsk = "own-ask";
    OwnWordingAsk = "own-wording-ask";
    ButtonFavourite = "button-favourite";
    ButtonFavouriteOn = "button-favourite-on";
    FavouritesNone = "favourites-none";
    ButtonKeepQuestion = "button-keep-question";
    ButtonQuestionKept = "button-question-kept";
    DeckTitle = "deck-title";
    DeckEmpty = "deck-empty";
    ButtonReword = "button-reword";
    ButtonRemoveQuestion = "button-remove-question";
    ButtonMakeOurs = "button-make-ours";
    ButtonIsOurs = "button-is-ours";
    RitualMade { day: &'a str, time: &'a str } = "ritual-made";
    RitualMadeBy { name: &'a str, day: &'a str, time: &'a str } = "ritual-made-by";
    RitualNow = "ritual-line";
    ButtonLetRest = "button-let-rest";
    RitualRests = "ritual-rests";
    RefusalQuestionTooLong = "refusal-question-too-long";
    RefusalAskedEnough = "refusal-asked-enough";
    RefusalDeckFull = "refusal-deck-full";
    RefusalRitualsFull = "refusal-rituals-full";
}
