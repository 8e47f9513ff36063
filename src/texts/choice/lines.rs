//! The lines of what people would like to be asked, each with the arguments it takes. Their words are in the `.ftl` files.
//!
//! A line that another feature says too stands in `base::common`. Start with [`Line`].

use crate::texts::base::lines::lines;

lines! {
    Line<'a>;

    KindsOffer = "kinds-offer";
    Asked { depth: &'a str } = "asked";
    AskedDepthOne = "asked-depth-one";
    AskedDepthTwo = "asked-depth-two";
    AskedDepthThree = "asked-depth-three";
    ButtonDeeper = "button-deeper";
    ButtonLighter = "button-lighter";
    ButtonTopics = "button-topics";
    Topics = "topics";
    TopicTouch = "topic-touch";
    TopicSharedHome = "topic-shared-home";
    TopicLongDistance = "topic-long-distance";
    TopicChildren = "topic-children";
    TopicMarriage = "topic-marriage";
    TopicReligion = "topic-religion";
    TopicMoney = "topic-money";
    TopicIntimacy = "topic-intimacy";
    TopicFamily = "topic-family";
    TopicWork = "topic-work";
    TopicHealth = "topic-health";
    TopicGrief = "topic-grief";
    TopicPets = "topic-pets";
    TopicAlcohol = "topic-alcohol";
    DeeperOfferTwo = "deeper-offer-two";
    DeeperOfferThree = "deeper-offer-three";
    ButtonDeeperYes = "button-deeper-yes";
    ButtonDeeperNo = "button-deeper-no";
    DeeperYes = "deeper-yes";
    DeeperNo = "deeper-no";
    DeeperTogetherTwo = "deeper-together-two";
    DeeperTogetherThree = "deeper-together-three";
}
