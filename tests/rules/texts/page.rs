//! The main texts as people read them. Spoilers stand between `‖`, buttons in brackets, messages between lines.

use jiff::SignedDuration;

use crate::texts::world::{ANA, ASIDE, BEN, COUPLE, ROUND, World, as_read, now, text};
use twofold::core::model::ids::{MessageId, RoundId, Seat};
use twofold::core::model::refusal::{Refusal, RoundRefusal};
use twofold::core::model::round::{Closed, Half, RoundPhase};
use twofold::core::model::words::{FileKind, Text, Words};
use twofold::core::protocol::choice::ChoiceSay;
use twofold::core::protocol::couple::CoupleSay;
use twofold::core::protocol::effect::Toast;
use twofold::core::protocol::place::{Clock, PlaceSay};
use twofold::core::protocol::round::RoundSay;
use twofold::core::protocol::say::{AsideDone, ChatSay, Say, WordsOf};
use twofold::core::protocol::settings::SettingsSay;
use twofold::library::{ButtonId, KindId};
use twofold::places::{self, Place};
use twofold::texts::{menu, toast};

fn a_place(typed: &str) -> Option<Place> {
    places::find(typed).into_iter().next()
}

fn page(texts: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let texts = texts
        .into_iter()
        .map(|(title, text)| format!("# {title}\n{text}"));
    texts.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn before_being_two() {
    let w = World::new();
    let mut inviting = World::new();
    inviting.inviting();
    let mut proposed = World::new();
    proposed.proposed();
    let ana = |say| as_read(&w.show(&say, ANA));
    let ben = |say| as_read(&w.show(&say, BEN));
    insta::assert_snapshot!(page([
        ("welcome", ana(Say::Couple(CoupleSay::Welcome))),
        ("welcome back", ana(Say::Couple(CoupleSay::WelcomeBack))),
        ("privacy", ana(Say::Settings(SettingsSay::Privacy))),
        ("help", ana(Say::Settings(SettingsSay::Help))),
        ("link", ana(Say::Couple(CoupleSay::InviteLink { token: "a-token".into() }))),
        ("first card, inviting", as_read(&inviting.show(&Say::Round(RoundSay::Card { round: ROUND, seat: Seat::A }), ANA))),
        ("opened", ben(Say::Couple(CoupleSay::InviteOpened { couple: COUPLE, inviter: ANA, waits: true }))),
        ("declined", ben(Say::Couple(CoupleSay::InviteDeclined))),
        ("accepted", ben(Say::Couple(CoupleSay::InviteAccepted { couple: COUPLE, inviter: ANA }))),
        ("first card, accepted", as_read(&proposed.show(&Say::Round(RoundSay::Card { round: ROUND, seat: Seat::B }), BEN))),
        ("confirm", ana(Say::Couple(CoupleSay::ConfirmPerson { couple: COUPLE, person: BEN }))),
        ("confirmed", ana(Say::Couple(CoupleSay::ConfirmedPerson { person: BEN }))),
        ("refused", ana(Say::Couple(CoupleSay::RefusedPerson))),
        ("accepter gone", ana(Say::Couple(CoupleSay::AccepterGone { person: BEN }))),
        ("unusable", ben(Say::Couple(CoupleSay::InviteUnusable))),
        ("lapsed", ana(Say::Couple(CoupleSay::InviteLapsed))),
        ("withdraw?", as_read(&inviting.show(&Say::Couple(CoupleSay::WithdrawAsk { couple: COUPLE }), ANA))),
        ("withdraw, accepter?", as_read(&proposed.show(&Say::Couple(CoupleSay::WithdrawAsk { couple: COUPLE }), BEN))),
        ("withdrawn", ana(Say::Couple(CoupleSay::InviteWithdrawn))),
        ("together", ana(Say::Couple(CoupleSay::Together { partner: BEN }))),
    ]), @"
    # welcome
    Hello! Twofold is for two people.
    In the evening it asks you both one small question, and you each answer in private.
    Nothing opens until you have both answered. Then both answers open, for both of you.
    [Invite my partner]
    [Use a group for two]
    [How private is this?]

    # welcome back
    Hello again. You and Ben are together here.
    /today shows what is open, /prompt brings a question now.

    # privacy
    How private is this?

    Your answer is sealed as soon as it arrives: stored encrypted, and shown to nobody. It opens when both answers are in, or when you choose to give it. Until then you can change it or take it back.

    What nobody can promise: chats with a bot are not end-to-end encrypted. Telegram could see plain text, and so could whoever runs this bot.

    Whether your partner may see that you have sealed an answer is yours to choose: /settings.

    Leaving takes one tap and no reason: /leave. Whatever you wrote that was never opened is then erased.

    # help
    Answering is just writing. Words, a voice message, a photo, a video: anything counts, and several messages add up. Until both answers open you can edit a message, delete it, or take the whole answer back.

    When several questions are open, reply to the one you mean. When something has opened, a reaction or a reply to it goes to the other one.

    /prompt: a question now
    /ask: a question of your own, for both of you
    /reflect: after an argument, together or alone
    /today: what is open for you
    /invite: a link for your partner
    /timezone: where you are
    /settings: what you can switch, and a group for two
    /privacy: what stays private, and what cannot
    /safety: help, and people to talk to
    /leave: leave, with one tap
    /cancel: never mind what you were just asked

    # link
    Here is your link. Send it to the one person you want to do this with:

    https://t.me/twofold_bot?start=a-token

    It works for one person, for seven days. Before anything opens you are asked whether the right person has come.
    [Send it]
    [Copy the link]

    # first card, inviting
    🙏 What has your partner dared lately that looked small from outside?

    This is your first question. You can answer it now if you like: it stays sealed, and opens once somebody has joined you and answered too.

    # opened
    Ana invites you to Twofold.

    One small question in the evening, the same for both of you. You each answer in private, in your own chat. Nothing opens until you have both answered; then both answers open, for both of you. Ana only ever sees what opens.

    Leaving takes one tap, whenever you like.

    Ana has sealed an answer for you.
    [Yes, let's try it]
    [No, thanks]
    [How private is this?]

    # declined
    All right. Nobody will hear of it.

    # accepted
    How nice. Now Ana is asked to confirm that it's you, and then you are two.
    Your first question is here already.

    # first card, accepted
    🙏 What has Ana dared lately that looked small from outside?

    This is your first question. Answer whenever you like: it stays sealed until Ana has confirmed that it's you and you have both answered.

    # confirm
    Ben has said yes to your invite. Is this the right person?
    Nothing opens before you say so.
    [Yes, that's right] [No, somebody else]

    # confirmed
    Ben it is.

    # refused
    All right, somebody else then. Your link works again.

    # accepter gone
    Ben has stepped back. Your link works again.

    # unusable
    This invite can't be used. Whoever sent it can make a new one with /invite.

    # lapsed
    Seven days are over, so your link has expired, and what was sealed under it is erased.
    /invite makes a new one, whenever you like.

    # withdraw?
    Your invite is still on its way. Do you want to take it back?
    The link will stop working, and what was sealed under it is erased.
    [Take it back] [Leave it as it is]

    # withdraw, accepter?
    You have said yes to an invite. Do you want to take that back?
    What you sealed is then erased.
    [Take it back] [Leave it as it is]

    # withdrawn
    Taken back. What you had sealed under it is erased.

    # together
    You and Ben are together here now.
    There will be one small question in the evening. Whenever you have both answered, both answers open.
    ");
}

#[test]
fn a_card_in_each_of_its_states() {
    let card = |change: &dyn Fn(&mut World)| {
        let mut w = World::new();
        change(&mut w);
        as_read(&w.show(
            &Say::Round(RoundSay::Card {
                round: ROUND,
                seat: Seat::A,
            }),
            ANA,
        ))
    };
    insta::assert_snapshot!(page([
        ("open", card(&|_| {})),
        ("open, the first times", card(&|w| w.round().seat_mut(Seat::A).how_to = true)),
        ("an answer waits", card(&|w| w.answer(Seat::B, vec![text("hush")]))),
        ("sealed", card(&|w| w.answer(Seat::A, vec![text("hush")]))),
        ("still writing", card(&|w| {
            w.answer(Seat::A, vec![text("hush")]);
            w.round().seat_mut(Seat::A).writing_until = Some(now() + SignedDuration::from_mins(9));
        })),
        ("not tonight", card(&|w| w.round().seat_mut(Seat::A).passed = true)),
        ("would rather talk", card(&|w| w.round().seat_mut(Seat::A).talk = true)),
        ("talked", card(&|w| w.round().phase = RoundPhase::Closed { at: now(), how: Closed::Talked })),
        ("revealed", card(&|w| w.reveal())),
        ("closed", card(&|w| w.round().phase = RoundPhase::Closed { at: now(), how: Closed::Unopened })),
        ("over", card(&|w| w.round().seat_mut(Seat::A).gone = true)),
        ("sealed, inviting", card(&|w| { w.inviting(); w.answer(Seat::A, vec![text("hush")]); })),
        ("talked, the message", as_read(&World::new().show(&Say::Round(RoundSay::Talked { round: ROUND }), ANA))),
    ]), @r#"
# open
🙏 What has Ben dared lately that looked small from outside?
[Another one]
[Not tonight] [Let's talk instead]

# open, the first times
🙏 What has Ben dared lately that looked small from outside?

One thing Ben did, or simply is. Say what it took of them, and why it mattered to you.
Just answer here: words, a voice message, a photo, whatever fits. It stays sealed until you have both answered.
[Another one]
[Not tonight] [Let's talk instead]

# an answer waits
🙏 What has Ben dared lately that looked small from outside?

Ben has sealed an answer. It opens together with yours.
[Another one]
[Not tonight] [Let's talk instead]

# sealed
🙏 What has Ben dared lately that looked small from outside?

🙊 Sealed. It opens when both answers are in.
[Take back] [Still writing]

# still writing
🙏 What has Ben dared lately that looked small from outside?

🙊 Sealed so far. Take your time: for ten minutes nothing opens unless you tap “Done”.
[Take back] [Done]

# not tonight
🙏 What has Ben dared lately that looked small from outside?

Not tonight, and that's fine. If you change your mind, just write.
[Answer after all]

# would rather talk
🙏 What has Ben dared lately that looked small from outside?

You would rather talk. If you both tap that, you will both hear of it. If not, nobody does.
[Never mind]

# talked
🙏 What has Ben dared lately that looked small from outside?

You chose to talk instead.

# revealed
🙏 What has Ben dared lately that looked small from outside?

Opened, for both of you.

# closed
🙏 What has Ben dared lately that looked small from outside?

This one is closed.

# over
This question is over.

# sealed, inviting
🙏 What has your partner dared lately that looked small from outside?

🙊 Sealed. It opens once somebody has joined you and answered too.
[Take back] [Still writing]

# talked, the message
You would both rather talk. Phones down, then.
Five minutes each: one of you speaks, the other only listens. Then swap.
"#);
}

#[test]
fn opening() {
    let mut short = World::new();
    short.answer(Seat::A, vec![text("You called your sister first.")]);
    short.answer(
        Seat::B,
        vec![text("You asked.\n\nThat is all."), text("And you stayed.")],
    );
    short.reveal();
    let reveal = |w: &World, seat, to| {
        as_read(&w.show(&Say::Round(RoundSay::Reveal { round: ROUND, seat }), to))
    };

    let mut media = World::new();
    let file = |kind, caption: Option<&str>| Words::File {
        kind,
        file_id: "file".into(),
        caption: caption.map(Text::plain),
        album: None,
    };
    media.answer(
        Seat::A,
        vec![
            file(FileKind::Photo, None),
            file(FileKind::Photo, None),
            file(FileKind::Voice, Some("listen")),
        ],
    );
    media.answer(
        Seat::B,
        vec![
            text("Look:"),
            file(FileKind::Photo, Some("this one")),
            file(FileKind::VideoNote, None),
            Words::Copied {
                kind: "location".into(),
            },
        ],
    );
    media.reveal();
    let at = media.round().seats[0].first_at;
    media.round().seats[1].first_at = at;
    media.round().seats[0].responded = vec![ButtonId::parse("touched").expect("a button")];

    let mut relay = World::new();
    relay.event_words = Some(text("Thank you. I had no idea."));
    relay.asides.insert(
        (ASIDE, MessageId(9)),
        file(FileKind::Photo, Some("the view")),
    );
    relay
        .asides
        .insert((ASIDE, MessageId(10)), file(FileKind::Sticker, None));
    relay
        .asides
        .insert((ASIDE, MessageId(11)), file(FileKind::Voice, None));
    let mut half = World::new();
    half.round().seats[0].half = Some(Half::Offered { until: now() });
    let mut halves = World::new();
    halves.round().seats[0].half = Some(Half::Offered { until: now() });
    let mut earlier = halves.round().clone();
    earlier.id = RoundId(2);
    earlier.seats[0].offered_with = Some(ROUND);
    earlier.seats[0].shown = Some("What made {partner} laugh today?".into());
    earlier.opened_at -= SignedDuration::from_hours(24);
    halves.state.rounds.insert(RoundId(2), earlier);
    let aside = |message| {
        let words = WordsOf::Aside {
            aside: ASIDE,
            message: MessageId(message),
        };
        as_read(&relay.show(&Say::Round(RoundSay::Relay { from: ANA, words }), BEN))
    };
    insta::assert_snapshot!(page([
        ("reveal, to Ana", reveal(&short, Seat::A, ANA)),
        ("reveal, to Ben", reveal(&short, Seat::B, BEN)),
        ("with media, to Ana", reveal(&media, Seat::A, ANA)),
        ("with media, to Ben", reveal(&media, Seat::B, BEN)),
        ("buttons after a press", as_read(&media.show(&Say::Round(RoundSay::RevealButtons { round: ROUND, seat: Seat::A }), ANA))),
        ("response", as_read(&relay.show(&Say::Round(RoundSay::Response { from: ANA, round: ROUND, button: ButtonId::parse("touched").expect("a button") }), BEN))),
        ("relay", as_read(&relay.show(&Say::Round(RoundSay::Relay { from: ANA, words: WordsOf::Event }), BEN))),
        ("relay of a photo", aside(9)),
        ("relay of a sticker", aside(10)),
        ("relay of a voice message", aside(11)),
        ("gift", as_read(&short.show(&Say::Round(RoundSay::Gift { round: ROUND, from: Seat::A }), BEN))),
        ("a part is missing", as_read(&short.show(&Say::Round(RoundSay::PartMissing { voice: true, round: Some(ROUND) }), BEN))),
        ("half", as_read(&half.show(&Say::Round(RoundSay::HalfOffer { round: ROUND, seat: Seat::A }), ANA))),
        ("halves", as_read(&halves.show(&Say::Round(RoundSay::HalfOffer { round: ROUND, seat: Seat::A }), ANA))),
        ("kept, and one more", as_read(&half.show(&Say::Round(RoundSay::HalfDone { round: ROUND, half: Half::Kept }), ANA))),
        ("moved", as_read(&half.show(&Say::Round(RoundSay::HalfMoved), ANA))),
        ("given", as_read(&short.show(&Say::Round(RoundSay::HalfDone { round: ROUND, half: Half::Given }), ANA))),
        ("kept", as_read(&short.show(&Say::Round(RoundSay::HalfDone { round: ROUND, half: Half::Kept }), ANA))),
        ("let go", as_read(&short.show(&Say::Round(RoundSay::HalfDone { round: ROUND, half: Half::LetGo }), ANA))),
    ]), @"
    # reveal, to Ana
    💌 Both answers are in. Tap to read.

    ‖🙏 What has Ben dared lately that looked small from outside?‖

    Ana (you)
    ‖You called your sister first.‖

    Ben
    ‖You asked.

    That is all.‖

    ‖And you stayed.‖

    ‖Read it twice, and don’t wave it away. You’re allowed to enjoy it.‖
    [That touched me]
    [♡ Favourite]

    # reveal, to Ben
    💌 Both answers are in. Tap to read.

    ‖🙏 What has Ana dared lately that looked small from outside?‖

    Ben (you)
    ‖You asked.

    That is all.‖

    ‖And you stayed.‖

    Ana
    ‖You called your sister first.‖

    ‖Read it twice, and don’t wave it away. You’re allowed to enjoy it.‖
    [That touched me]
    [♡ Favourite]

    # with media, to Ana
    💌 Both answers are in. Tap to read.

    ‖🙏 What has Ben dared lately that looked small from outside?‖

    Ana (you)
    ‖(your 2 photos)‖

    ‖(your voice message)‖
    ‖listen‖

    Ben
    ‖Look:‖

    ‖(a photo)‖

    ‖(a video message)‖

    ‖(a message)‖

    ✨ You both sealed your answers within the same minute.

    ‖Read it twice, and don’t wave it away. You’re allowed to enjoy it.‖

    ↓ The rest follows right below.
    [✓ That touched me]
    [♡ Favourite]
    -----
    <Photo, covered> ‖this one‖
    -----
    <VideoNote>
    -----
    <copy of 2003 from 22>

    # with media, to Ben
    💌 Both answers are in. Tap to read.

    ‖🙏 What has Ana dared lately that looked small from outside?‖

    Ben (you)
    ‖Look:‖

    ‖(your photo)‖
    ‖this one‖

    ‖(your video message)‖

    ‖(your message)‖

    Ana
    ‖(2 photos)‖

    ‖(a voice message)‖

    ✨ You both sealed your answers within the same minute.

    ‖Read it twice, and don’t wave it away. You’re allowed to enjoy it.‖

    ↓ The rest follows right below.
    [That touched me]
    [♡ Favourite]
    -----
    <Photo, covered>
    -----
    <Photo, covered>
    -----
    <Voice> ‖listen‖

    # buttons after a press
    <buttons>
    [✓ That touched me]
    [♡ Favourite]

    # response
    Ana: ‖That touched me‖

    # relay
    Ana:
    ‖Thank you. I had no idea.‖

    # relay of a photo
    <Photo, covered> Ana:
    ‖the view‖

    # relay of a sticker
    Ana:
    -----
    <Sticker>

    # relay of a voice message
    <Voice> From Ana

    # gift
    🎁 A gift from Ana: an answer to an earlier question. There is nothing to answer. Tap to read.

    ‖🙏 What has Ana dared lately that looked small from outside?‖

    Ana
    ‖You called your sister first.‖

    # a part is missing
    Here would be a voice or video message, but your Telegram does not let me send you any.
    You can allow it under Settings, Privacy and Security, Voice Messages. Then tap below.
    [Try again]

    # half
    This question is closed. What you wrote is still sealed, and it is yours alone:

    🙏 What has Ben dared lately that looked small from outside?

    What would you like to do with it? Untouched, it is erased in seven days.
    [Give it anyway]
    [Keep it for me]
    [Let it go]

    # halves
    These questions are closed. Your answers are still sealed, and they are yours alone:

    1. 🙏 What made Ben laugh today?
    2. 🙏 What has Ben dared lately that looked small from outside?

    What would you like to do with each? Untouched, each is erased seven days after it closed.
    [1: give it] [1: keep it] [1: let it go]
    [2: give it] [2: keep it] [2: let it go]

    # kept, and one more
    Kept, just for you.

    This question is closed. What you wrote is still sealed, and it is yours alone:

    🙏 What has Ben dared lately that looked small from outside?

    What would you like to do with it? Untouched, it is erased in seven days.
    [Give it anyway]
    [Keep it for me]
    [Let it go]

    # moved
    The buttons for this one are further down now.

    # given
    Given. It goes to Ben as a gift, with nothing to answer.

    # kept
    Kept, just for you.

    # let go
    Let go. It is erased.
    ");
}

#[test]
fn everything_around() {
    let mut w = World::new();
    let which = |retry| {
        Say::Round(RoundSay::WhichFor {
            aside: ASIDE,
            partner: Some(BEN),
            rounds: vec![ROUND],
            retry,
        })
    };
    let kind = |id| KindId::parse(id).expect("a kind");
    let today = as_read(&w.show(
        &Say::Round(RoundSay::Today {
            rounds: vec![ROUND],
        }),
        ANA,
    ));
    w.answer(Seat::B, vec![text("hush")]);
    let today_waits = as_read(&w.show(
        &Say::Round(RoundSay::Today {
            rounds: vec![ROUND],
        }),
        ANA,
    ));
    let ana = |say| as_read(&w.show(&say, ANA));
    let mut off = World::new();
    off.person(ANA).settings.tell_sealed = false;
    off.person(ANA).zone = None;
    insta::assert_snapshot!(page([
        ("which for", ana(which(false))),
        ("which for, or a city", ana(which(true))),
        ("passed on", ana(Say::Round(RoundSay::AsideDone { what: AsideDone::PassedOn }))),
        ("sealed", ana(Say::Round(RoundSay::AsideDone { what: AsideDone::Sealed }))),
        ("dropped", ana(Say::Round(RoundSay::AsideDone { what: AsideDone::Dropped }))),
        ("today", today),
        ("today, an answer waits", today_waits),
        ("today, nothing", ana(Say::Round(RoundSay::Today { rounds: vec![] }))),
        ("kinds", ana(Say::Choice(ChoiceSay::KindsOffer { kinds: vec![kind("check-in"), kind("gratitude")] }))),
        ("settings", ana(Say::Settings(SettingsSay::Settings))),
        ("settings, off", as_read(&off.show(&Say::Settings(SettingsSay::Settings), ANA))),
        ("zone", ana(Say::Place(PlaceSay::ZoneAsk { couple: Some(COUPLE), same_as: None }))),
        ("same zone", ana(Say::Place(PlaceSay::ZoneAsk { couple: Some(COUPLE), same_as: Some(BEN) }))),
        ("zone set", ana(Say::Place(PlaceSay::ZoneSet { place: a_place("Lisbon"), others: Vec::new() }))),
        ("zone set, others", ana(Say::Place(PlaceSay::ZoneSet { place: a_place("Paris, France"), others: places::find("Paris, Texas") }))),
        ("zone set, offset", ana(Say::Place(PlaceSay::ZoneSet { place: a_place("UTC+1"), others: Vec::new() }))),
        ("zone set, same", ana(Say::Place(PlaceSay::ZoneSet { place: None, others: Vec::new() }))),
        ("zone unknown", ana(Say::Place(PlaceSay::ZoneUnknown))),
        ("clocks", ana(Say::Place(PlaceSay::ClockAsk { clocks: [75, 120, 135, 180, 1439].map(|local| Clock { local, utc: 60 }).into() }))),
        ("places", ana(Say::Place(PlaceSay::PlaceAsk { clock: Clock { local: 120, utc: 60 }, places: places::find("Paris"), more: Some(1) }))),
        ("leave?", ana(Say::Couple(CoupleSay::LeaveAsk { couple: COUPLE }))),
        ("left", ana(Say::Couple(CoupleSay::Left { quietly: false }))),
        ("left quietly", ana(Say::Couple(CoupleSay::Left { quietly: true }))),
        ("stayed", ana(Say::Couple(CoupleSay::Stayed))),
        ("partner left", ana(Say::Couple(CoupleSay::PartnerLeft { couple: COUPLE, halves: false }))),
        ("partner left, halves", ana(Say::Couple(CoupleSay::PartnerLeft { couple: COUPLE, halves: true }))),
        ("cancelled", ana(Say::Chat(ChatSay::Cancelled))),
        ("send it again", ana(Say::Chat(ChatSay::AskAgain))),
        ("too fast", ana(Say::Chat(ChatSay::TooFast))),
    ]), @"
    # which for
    What is this for?
    [For Ben]
    [My answer to “What has Ben dared lately that looked small…”]
    [Never mind]

    # which for, or a city
    I can't read that. Was it an answer, or shall we try again?
    [For Ben]
    [My answer to “What has Ben dared lately that looked small…”]
    [Try again]
    [Never mind]

    # passed on
    Passed on.

    # sealed
    🙊 Sealed, as your answer.

    # dropped
    All right. Nothing of it is kept.

    # today
    Open for you:

    🙏 What has Ben dared lately that looked small from outside?
    Open

    # today, an answer waits
    Open for you:

    🙏 What has Ben dared lately that looked small from outside?
    Open. Ben has sealed an answer.

    # today, nothing
    Nothing is open right now. If you both feel like it, /prompt brings a question.

    # kinds
    Which kind would you like?
    [🌤 Check-in]
    [🙏 Gratitude]

    # settings
    Your settings

    Where you are: Berlin, where it is 21:04 now
    Quiet hours: 22:30 – 07:30
    [✓ Say when I have sealed mine]
    [✓ Remind me gently, once]
    [Cover what I write: off]
    [Quiet hours]
    [What we are asked]
    [Our week]
    [Our own questions]
    [✓ Invitations after an argument]
    [Ask us, every three months: off]
    [Use a group for two]
    [Rest for a while]

    # settings, off
    Your settings

    Where you are: not set. /timezone and a city sets it.
    Quiet hours: 22:30 – 07:30
    [Say when I have sealed mine: off]
    [✓ Remind me gently, once]
    [Cover what I write: off]
    [Quiet hours]
    [What we are asked]
    [Our week]
    [Our own questions]
    [✓ Invitations after an argument]
    [Ask us, every three months: off]
    [Use a group for two]
    [Rest for a while]

    # zone
    One small thing: what time is it where you are?
    Send me a big city near you, Lisbon for example, or your location (📎), and questions will come in your own evening.
    [Pick the time]

    # same zone
    Ben goes by Berlin time, where it is 21:04 now. The same for you?
    [The same for me] [Somewhere else]

    # zone set
    Lisbon, Portugal: it is 21:04 where you are? Then all is set.
    [Yes, that's it] [Somewhere else]

    # zone set, others
    Paris, France: it is 21:04 where you are? Then all is set. Or did you mean one of these?
    [Paris, Texas (14:04)]
    [Yes, that's it] [Somewhere else]

    # zone set, offset
    UTC+1: it is 21:04 where you are? Then all is set. This stays UTC+1 all year; a city brings its summer time along.
    [Yes, that's it] [Somewhere else]

    # zone set, same
    All set: Berlin, where it is 21:04 now. When you move, /timezone is enough.

    # zone unknown
    I don't know that place. Which bigger city is near you? Send it like this: /timezone Lisbon
    [Pick the time]

    # clocks
    What does your clock show right now?
    [01:15] [02:00] [02:15] [03:00]
    [23:59]

    # places
    About 02:00, then. Which of these is yours, or changes its clocks when yours do?
    [Paris, France]
    [Paris, Texas]
    [More places]
    [Another time]

    # leave?
    You can leave now, without a reason. Whatever you wrote that was never opened is erased. What was opened stays with both of you.

    Leave: Ben reads one neutral line about it now.
    Leave quietly: Ben reads it in seven days.
    [Leave] [Leave quietly]
    [Stay]

    # left
    You have left. Whatever you wrote that was never opened is erased. Take good care.

    # left quietly
    You have left. Whatever you wrote that was never opened is erased. The one line about it goes out in seven days, not before. Take good care.

    # stayed
    All stays as it is.

    # partner left
    You and Ben are no longer together here. What you opened together stays in this chat.

    # partner left, halves
    You and Ben are no longer together here. What you opened together stays in this chat.

    Something you wrote was never opened. It is yours alone: what would you like to do with it?
    [Keep it for me] [Let it go]

    # cancelled
    All right, never mind.

    # send it again
    Something went wrong on my side with what you just sent. Nothing of it was shown to anyone. Would you send it once more?

    # too fast
    That was a lot at once. Give me a minute, then try again.
    ");
}

#[test]
fn every_no_and_every_toast() {
    let w = World::new();
    let mut alone = World::new();
    alone.state.couples.clear();
    let mut lines: Vec<String> = crate::texts::rules::REFUSALS
        .iter()
        .map(|refusal| {
            // The "no" itself, not the feature it belongs to.
            let name = format!("{refusal:?}");
            let name = name.split('(').next_back().unwrap_or_default();
            format!(
                "{}: {}",
                name.trim_end_matches(')'),
                as_read(&w.show(&Say::Chat(ChatSay::Refused(*refusal)), ANA))
            )
        })
        .collect();
    let nothing_open = alone.show(
        &Say::Chat(ChatSay::Refused(Refusal::Round(RoundRefusal::NothingOpen))),
        ANA,
    );
    lines.push(format!("NothingOpen, alone: {}", as_read(&nothing_open)));
    for said in [
        Toast::Quiet,
        Toast::Told,
        Toast::AlreadyTold,
        Toast::TakenBack,
        Toast::TakeYourTime,
    ] {
        lines.push(format!(
            "{said:?}: {}",
            toast(&said, None).unwrap_or_default()
        ));
    }
    insta::assert_snapshot!(lines.join("\n"), @"
    InvitedEnough: That’s three invitations in a week, and three is enough. You can still write for yourself.
    StepFull: That no longer fits into this step. What was there before is still there.
    NothingToSeal: There is nothing to seal yet. One line in one step is enough.
    StepOpened: You have both sealed, and it has begun to open. It can’t be changed any more.
    InviteUnusable: This invite can't be used. Whoever sent it can make a new one with /invite.
    AlreadyTogether: You are together with somebody here already. To begin with somebody else, /leave comes first.
    NotTogether: This works once you are two. /invite makes a link for your partner.
    RoundOver: This question is over, so nothing was changed.
    AnswerFull: That no longer fits: an answer holds up to 20 messages and 20,000 characters. What was sealed before stays sealed.
    NothingSealed: There is nothing to take back.
    NoOther: There is no other one this time.
    OldButton: This button has had its day. /today shows what is open.
    NobodyThere: This can't be passed on right now, and nothing of it was kept.
    UnknownKind: I don't know that kind. /prompt alone always brings a question.
    UnknownZone: I don't know that place. Which bigger city is near you? Send it like this: /timezone Lisbon
    UnknownCommand: I don't know that one. /help shows what works.
    NothingToCancel: There is nothing to cancel.
    NothingOpen: No question is open right now, so nothing of this was kept. /today shows what is open.
    CannotTravel: Telegram won't let me pass this kind of message on. Words, a photo or a voice message always work.
    NoPrompt: There is no question for this right now. Try another kind with /prompt.
    QuestionTooLong: That is a little long for one question: 240 characters is as far as it goes. Would you send it once more, shorter?
    AskedEnough: That makes five questions of your own today, and five is enough for a day. This one will keep until tomorrow.
    OneAtATime: One question that you started is still open, so this one has to wait a little. Here is the open one:
    DeckFull: You have kept two hundred questions, as many as there can be. Removing one makes room: /settings
    RitualsFull: You have twelve rituals, as many as there can be. Letting one rest makes room.
    NothingOpen, alone: Twofold is for two, and nothing is open for you yet. /invite makes a link for your partner.
    Quiet: 
    Told: Passed on
    AlreadyTold: Passed on already
    TakenBack: Taken back
    TakeYourTime: Take your time
    ");
}

#[test]
fn the_menu() {
    let menu = menu(Some("en"));
    let commands = menu
        .commands
        .iter()
        .map(|(command, what)| format!("/{command}: {what}\n"));
    insta::assert_snapshot!(format!(
        "{}\n{}\n\n{}",
        commands.collect::<String>(),
        menu.description,
        menu.short_description
    ), @"
    /start: What this is
    /invite: Invite your partner
    /prompt: A question now
    /today: What is open for you
    /reflect: After an argument, or alone
    /ask: A question of your own
    /timezone: Where you are
    /schedule: Your week
    /settings: What you can switch
    /pause: Rest for a while
    /resume: Go on after a rest
    /leave: Leave, with one tap
    /privacy: What stays private
    /safety: Help, and people to talk to
    /help: How it works
    /cancel: Never mind

    One small question in the evening, for the two of you. You each answer in private. Nothing opens until you have both answered; then both answers open, for both of you.

    Tap Start, and send your partner a link.

    One small question for two. Sealed until you have both answered.
    ");
}
