### The reflection: everything around the texts of prompts/<language>/reflection.toml.
### Read in a bad hour: short, calm, nobody at fault. Nothing here tells one person what the other did, wrote or left unwritten.
### $when is a whole phrase, made of one of the lines below it; $title is a step's title.

reflect-when-today = at { $time }
reflect-when-tomorrow = tomorrow at { $time }

# Further away than tomorrow, or where no clock is known.
reflect-when-day = on { $day } at { $time }
reflect-when-minutes = in { $count } minutes
reflect-when-hours =
    { $count ->
        [one] in 1 hour
       *[other] in { $count } hours
    }
reflect-date = { $month } { $day }
reflect-month-1 = January
reflect-month-2 = February
reflect-month-3 = March
reflect-month-4 = April
reflect-month-5 = May
reflect-month-6 = June
reflect-month-7 = July
reflect-month-8 = August
reflect-month-9 = September
reflect-month-10 = October
reflect-month-11 = November
reflect-month-12 = December

reflect-command = After an argument, or alone

## /reflect: what is it about

reflect-menu =
    What would you like to look at?

    For two: each of you writes alone and sealed, then it opens step by step. It happens only if you both want it, and either can stop at any point. Nobody judges it. It can’t be forwarded, and after seven days it is erased unless you both keep it.
reflect-menu-alone-only =
    This can be done by two, once you are two here. For yourself it works right now: a few minutes’ writing, which nobody else reads.
reflect-button-argument = After an argument
reflect-button-avoided = Something we step around
reflect-button-alone = Only for me

## When: a pause first, with a time to come back. Only times that are possible are offered.

reflect-when-ask = When would you like to begin? First comes a pause for both of you. A body needs twenty minutes at least to settle, and a night is fine, too.
reflect-when-ask-late = It’s late, and tired people are hard on each other. Choose a time after you’ve slept, and the invitation waits for morning, too. If your head won’t be quiet, you can write for yourself now.
reflect-button-minutes = In { $count } minutes · { $time }
reflect-button-hours =
    { $count ->
        [one] In 1 hour · { $time }
       *[other] In { $count } hours · { $time }
    }
reflect-button-tomorrow-morning = Tomorrow morning · { $time }
reflect-button-tomorrow = Tomorrow · { $time }
# After midnight, of the day that has begun.
reflect-button-morning = In the morning · { $time }
reflect-button-today = Today · { $time }
reflect-button-write-now = Write for myself now

## The one who asks, until the answer

reflect-sent = On its way. You’ll hear { $when }, or sooner.
reflect-sent-morning = The invitation goes out as soon as it won’t wake anybody. You’ll hear { $when }, or sooner.
reflect-button-withdraw = Take the invitation back
reflect-withdrawn = Taken back.
# The same after a no, no answer, not safe, and invitations switched off. Not a word more in any of the four.
reflect-not-now = Not now. There can be many reasons, and none has to be given. If it would do you good, you can write for yourself.
reflect-they-said-yes =
    { $name } says yes. You begin { $when }.
    Until then, try not to go over it again. A walk, a shower, the dishes: anything that isn’t this.

## The one who is invited

reflect-yes-passed-on =
    Passed on. You begin { $when }.
    Until then, try not to go over it again. A walk, a shower, the dishes: anything that isn’t this.
reflect-declined = All right, not now. { $name } reads “Not now” { $when }, in the same words as with no answer.
reflect-invitation-over = This invitation is over, and that’s fine.
reflect-button-no-more-invitations = No more of these
reflect-no-more-invitations = No more will come, and nobody hears of it. Under /settings they can be switched on again.

## Earlier, if both want

reflect-earlier-ask = You begin { $when }. If you’d both like to begin sooner, you will. If only one of you would, nobody hears of it.
reflect-button-earlier = Sooner, if we both want
reflect-earlier-noted = 🙊 Sealed. If you both want it, you’ll both hear.
reflect-earlier-both = You’d both like to begin sooner. You begin { $when }.

## Writing

reflect-begin =
    It’s time, if you’re ready.

    First each of you writes alone: { $count } small steps, in your own time. Nothing opens until you have both sealed. You can skip a step, go back, take a break, or stop.
reflect-begin-alone =
    Only for you. Nobody reads it, and nobody hears that you wrote. { $count } small steps; a few minutes are plenty.

    If you’re afraid of somebody, this isn’t the exercise for that. /safety is.
reflect-button-begin = Begin
reflect-step-title = { $number } of { $count } · { $title }
reflect-step-title-offered = If you like · { $title }
reflect-step-how-to = Just write here, or say it. Several messages add up.
reflect-step-written =
    { $count ->
        [one] ✓ 1 message here. More can follow.
       *[other] ✓ { $count } messages here. More can follow.
    }
reflect-step-felt = ✓ { $feelings }
reflect-button-next = Next
reflect-button-back = Back
reflect-button-skip = Skip
reflect-button-how = How?
reflect-button-less = Close
reflect-button-break = Take a break
reflect-button-stop = Stop
reflect-button-clear = Start this step over
reflect-toast-cleared = This step is empty again
reflect-paused = Taking a break. What you have so far is kept, sealed. /reflect brings you back here. After three days without a word from either of you, it ends by itself.
reflect-paused-alone = Taking a break. What you have so far is kept, sealed. /reflect brings you back here. After a week without a word it is erased.
reflect-button-go-on = Go on

# Before sealing: what is there, and what could be added.
reflect-overview =
    So far you have:

    { $steps }

    Something missing? Go back any time. If not, seal it. Your messages then disappear from this chat, and I keep them sealed.
reflect-overview-alone =
    So far you have:

    { $steps }

    Something missing? Go back any time. If not, seal it. Your messages then disappear from this chat, and I keep them for you, sealed.
reflect-overview-written = ✓ { $title }
reflect-overview-skipped = · { $title }
reflect-offered = If you like, you can add one of these. Nothing is missing without them.
reflect-button-offered = + { $title }
reflect-button-seal = Seal it

## Sealed, and waiting

reflect-sealed = 🙊 Sealed. It opens, step by step, once you have both sealed. There’s no hurry.
# Messages older than two days: Telegram lets the bot take none of them away.
reflect-sealed-left =
    { $count ->
        [one] One older message of yours still stands further up: Telegram lets only you take it away now.
       *[other] { $count } older messages of yours still stand further up: Telegram lets only you take them away now.
    }
reflect-button-show-me = Show me
reflect-button-take-back = Take back
reflect-shown = What you have sealed. Tap to read.
reflect-button-cover = Cover it again
reflect-taken-back = Taken back. It’s open for you to change, and only for you.
reflect-rounds-wait = Until the day after, nothing else opens between you. Other answers stay sealed, you can still take yours back, and only check-ins come.

## Opening. The first line is what a lock screen shows.

reflect-ready =
    You have both sealed.

    Take it in ten quiet minutes, side by side or apart. One step opens at a time, for both of you. Either of you can tap.
reflect-button-open-first = Open the first step
reflect-button-open-next = Open the next step
reflect-step-open = { $number } of { $count } · { $title }. Open for you both. Tap to read.
reflect-listen-how = How to read it: twice. Then say back what you heard, until { $name } says “yes, that’s it”. Nothing to mend. Then swap.
# A step that only one of the two wrote: to whoever wrote it, and nothing at all to the other.
reflect-step-mine-only = “{ $title }” would open only from your side. It stays closed unless you give it. Both are fine.
reflect-button-give = Give it
reflect-button-keep-closed = Keep it closed
reflect-given = Given.
reflect-kept-closed = It stays closed, and nobody hears of it.
reflect-step-given = { $title }: { $name } gives you this one. There is nothing to answer. Tap to read.

## Ten minutes each, if they want it

reflect-button-timer = Ten minutes each
reflect-timer-mine = The lot says: you begin. Ten minutes are yours. { $name } only listens. I’ll say when it’s time to swap.
reflect-timer-theirs = The lot says: { $name } begins. For ten minutes you only listen. I’ll say when it’s time to swap.
reflect-timer-swap-mine = Time to swap. These ten minutes are yours, and { $name } listens.
reflect-timer-swap-theirs = Time to swap. These ten minutes are { $name }’s, and you listen.
reflect-timer-end = That was the time, for both of you. Not everything has to be said today.
reflect-button-timer-end = End the timer
reflect-timer-ended = The timer has ended.

## After the last step

reflect-closing =
    That was the last step. It’s enough for today.

    A hug, if you’d both like one. Or just a glass of water and something nice and ordinary. Tomorrow I’ll ask each of you how it is.
reflect-closing-alone = That’s all. It is yours alone, and it is erased in seven days unless you keep it. Reading it once more tomorrow can be worth it.

## Keep or erase

reflect-keep-ask = What you opened is erased on { $date }. It stays only if you would both like to keep it. What one of you taps is shown to nobody.
# Below it, where files were opened.
reflect-keep-files = Voice messages and pictures leave the chat after two days. If you both keep it, they come back.
reflect-keep-ask-alone = What you wrote for yourself is erased on { $date }, unless you’d like to keep it.
reflect-button-keep = Keep it
reflect-button-let-go = Let it go
# The same whichever was tapped.
reflect-keep-noted = 🙊 Sealed. You can change your mind until { $date }.
reflect-kept = You’d both like to keep it, so it stays.
reflect-kept-alone = It stays, just for you.
# What is left of each message when the seven days are over.
reflect-erased = Something from { $date }. It has been erased, as agreed.

## Stopping. The one line the other reads is the same after a stop and after 72 hours.

reflect-stop-ask = Stop here? Whatever isn’t open is erased at once, for both of you. { $name } reads only this, and no reason: “{ reflect-over }”
reflect-stop-ask-alone = Stop here? What you have written is erased at once.
reflect-button-stop-yes = Yes, stop
reflect-button-stop-no = Go on
reflect-stopped = Stopped. Whatever wasn’t open is erased.
reflect-over = Looking at this together ends here. Whatever wasn’t open is erased, for both of you. It needs no reason.

## In the settings

reflect-button-invitations-on = ✓ Invitations after an argument
reflect-button-invitations-off = Invitations after an argument: off
reflect-button-offer-on = ✓ Ask us, every three months
reflect-button-offer-off = Ask us, every three months: off
reflect-offer = It has been three months. If there’s something between you that would like to be looked at, in peace, /reflect is here, together or just for you. If not, all the better. I’ll leave it at this one time.

## Every friendly no

reflect-refusal-running = One of these is under way already. Here it is:
reflect-refusal-enough = That’s three invitations in a week, and three is enough. You can still write for yourself.
reflect-refusal-empty = There is nothing to seal yet. One line in one step is enough.
reflect-refusal-full = That no longer fits into this step. What was there before is still there.
reflect-refusal-words-or-voice = Words or a voice message fit here, a picture, too. This I couldn’t keep sealed for you.
reflect-refusal-open-already = You have both sealed, and it has begun to open. It can’t be changed any more.
