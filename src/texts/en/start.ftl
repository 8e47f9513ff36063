### What a person reads before and around being two: the first words, the link, the yes and the no.
### Warm, short, the same for both, no gender, no pressure. Read each line aloud.

welcome =
    Hello! Twofold is for two people.
    In the evening it asks you both one small question, and you each answer in private.
    Nothing opens until you have both answered. Then both answers open, for both of you.

welcome-back =
    Hello again. You and { $name } are together here.
    /today shows what is open, /prompt brings a question now.

button-invite = Invite my partner
button-privacy = How private is this?

privacy =
    How private is this?

    Your answer is sealed as soon as it arrives: stored encrypted, and shown to nobody. It opens when both answers are in, or when you choose to give it. Until then you can change it or take it back.

    What nobody can promise: chats with a bot are not end-to-end encrypted. Telegram could see plain text, and so could whoever runs this bot.

    Whether your partner may see that you have sealed an answer is yours to choose: /settings.

    Leaving takes one tap and no reason: /leave. Whatever you wrote that was never opened is then erased.

help =
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

## The link

invite-link =
    Here is your link. Send it to the one person you want to do this with:

    { $link }

    It works for one person, for seven days. Before anything opens you are asked whether the right person has come.
invite-share = One small question in the evening. We both answer, and only then we both see. Want to try it with me?
button-share = Send it
button-copy-link = Copy the link

invite-opened =
    { $name } invites you to Twofold.

    One small question in the evening, the same for both of you. You each answer in private, in your own chat. Nothing opens until you have both answered; then both answers open, for both of you. { $name } only ever sees what opens.

    Leaving takes one tap, whenever you like.
invite-opened-waits = { $name } has sealed an answer for you.
button-accept = Yes, let's try it
button-decline = No, thanks
invite-declined = All right. Nobody will hear of it.

invite-accepted =
    How nice. Now { $name } is asked to confirm that it's you, and then you are two.
    Your first question is here already.
confirm-person =
    { $name } has said yes to your invite. Is this the right person?
    Nothing opens before you say so.
button-confirm = Yes, that's right
button-refuse-person = No, somebody else
confirmed-person = { $name } it is.
refused-person = All right, somebody else then. Your link works again.
accepter-gone = { $name } has stepped back. Your link works again.
invite-unusable = This invite can't be used. Whoever sent it can make a new one with /invite.
invite-lapsed =
    Seven days are over, so your link has expired, and what was sealed under it is erased.
    /invite makes a new one, whenever you like.
invite-withdrawn = Taken back. What you had sealed under it is erased.

together =
    You and { $name } are together here now.
    There will be one small question in the evening. Whenever you have both answered, both answers open.
