### Settings, time, leaving, and every friendly no.

name-unknown = your partner

settings =
    Your settings

    Where you are: { $zone }
    Quiet hours: { $quiet }
settings-zone = { $city }, where it is { $time } now
settings-no-zone = not set. /timezone and a city sets it.
button-tell-on = ✓ Say when I have sealed mine
button-tell-off = Say when I have sealed mine: off

## Leaving

leave-ask =
    You can leave now, without a reason. Whatever you wrote that was never opened is erased. What was opened stays with both of you.

    Leave: { $name } reads one neutral line about it now.
    Leave quietly: { $name } reads it in seven days.
button-leave = Leave
button-leave-quietly = Leave quietly
button-stay = Stay
withdraw-ask-inviter =
    Your invite is still on its way. Do you want to take it back?
    The link will stop working, and what was sealed under it is erased.
withdraw-ask-accepter =
    You have said yes to an invite. Do you want to take that back?
    What you sealed is then erased.
button-withdraw = Take it back
button-keep-waiting = Leave it as it is
left = You have left. Whatever you wrote that was never opened is erased. Take good care.
left-quietly = You have left. Whatever you wrote that was never opened is erased. The one line about it goes out in seven days, not before. Take good care.
stayed = All stays as it is.
partner-left = You and { $name } are no longer together here. What you opened together stays in this chat.
partner-left-halves = Something you wrote was never opened. It is yours alone: what would you like to do with it?

words-may-be-missing =
    I was away for more than a day, so something you wrote meanwhile may not have reached me.
    /today shows what is open. Messages without a 🙊 were not sealed: please send those again.
ask-again = Something went wrong on my side with what you just sent. Nothing of it was shown to anyone. Would you send it once more?
cancelled = All right, never mind.
too-fast = That was a lot at once. Give me a minute, then try again.

## The short line over the chat when a button was pressed

toast-told = Passed on
toast-already-told = Passed on already
toast-taken-back = Taken back
toast-take-your-time = Take your time

## Every "no". Nothing has changed; each says what to do instead, where there is something.

refusal-already-together = You are together with somebody here already. To begin with somebody else, /leave comes first.
refusal-not-together = This works once you are two. /invite makes a link for your partner.
refusal-round-over = This question is over, so nothing was changed.
refusal-answer-full = That no longer fits: an answer holds up to 20 messages and 20,000 characters. What was sealed before stays sealed.
refusal-nothing-sealed = There is nothing to take back.
refusal-no-other = There is no other one this time.
refusal-old-button = This button has had its day. /today shows what is open.
refusal-cannot-travel = Telegram won't let me pass this kind of message on. Words, a photo or a voice message always work.
refusal-nobody-there = This can't be passed on right now, and nothing of it was kept.
refusal-not-resting = You are not resting, so there is nothing to resume.
refusal-schedules-full = Six is as many as there can be. Remove one first.
refusal-last-one = The last one stays. You can switch it off, or remove it.
refusal-unknown-kind = I don't know that kind. /prompt alone always brings a question.
refusal-unknown-command = I don't know that one. /help shows what works.
refusal-nothing-to-cancel = There is nothing to cancel.
refusal-nothing-open = No question is open right now, so nothing of this was kept. /today shows what is open.
refusal-nothing-open-alone = Twofold is for two, and nothing is open for you yet. /invite makes a link for your partner.
refusal-no-prompt = There is no question for this right now. Try another kind with /prompt.

## What Telegram shows about the bot

bot-description =
    One small question in the evening, for the two of you. You each answer in private. Nothing opens until you have both answered; then both answers open, for both of you.

    Tap Start, and send your partner a link.
bot-short-description = One small question for two. Sealed until you have both answered.
command-start = What this is
command-invite = Invite your partner
command-prompt = A question now
command-today = What is open for you
command-timezone = Where you are
command-schedule = Your week
command-pause = Rest for a while
command-resume = Go on after a rest
command-settings = What you can switch
command-leave = Leave, with one tap
command-privacy = What stays private
command-help = How it works
command-cancel = Never mind
