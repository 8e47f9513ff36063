//! The things an event may have to look at. Which event needs which is said in [`needs`](crate::core::needs).

use crate::core::model::ids::{
    AsideId, ChatId, CoupleId, PersonId, ReflectionId, RoundId, ThreadId,
};
use crate::core::model::invite::InviteHash;

/// One thing to have at hand. They are met in their order: a later one may name what an earlier one brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Need {
    /// A couple that has not ended or is named by a button: its two people, its group, its open rounds and those with a half to
    /// decide, and its reflections.
    Couple(CoupleId),
    /// Every couple of this person that has not ended.
    CouplesOf(PersonId),
    /// A round, whatever became of it, with its couple.
    Round(RoundId),
    /// A reflection, with everyone it concerns.
    Reflection(ReflectionId),
    /// The round under whose id a part was touched, or else the reflection.
    Thread(ThreadId),
    /// The pairing that a link leads to.
    Invite(InviteHash),
    /// The live links of the pairings at hand that nobody has confirmed.
    UnfinishedInvites,
    /// A group, whoever lives there, and who tapped *I'm in*.
    Group(ChatId),
    /// What a prompt is picked by, for the couple of whoever does this: when each was used, what the couple keeps, and what the two
    /// marked.
    MyChoice,
    /// The same for the couple of a round at hand.
    ChoiceOf(RoundId),
    /// The same where a reveal may now bring another prompt to that couple.
    ChoiceAfter(RoundId),
    /// The same where the clock may open a round for this couple now.
    ChoiceByClock(CoupleId),
    /// The questions that the couple of whoever does this keeps.
    MyDeck,
    /// Of the words put aside under this question only those that are still kept.
    Aside(AsideId),
}
