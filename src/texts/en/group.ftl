### A group of two. Two people read it: never "you" for one of them, never "your partner".

group-hello =
    Hello! I ask the two of you one small question at a time. You each answer me in private, and only when both answers are in do both open, here.

    One thing to know: whoever joins this group later may be able to read back what was opened here.
group-hello-ask = This works with exactly the two of you and me. Is it you two? Then each tap the button once.
button-im-in = I’m in
button-use-group = Use a group for two
group-needs = To work here I need a plain group with exactly two people and me: no channel, no topics, no anonymous admins. Until then each of you can write to me in private.
group-moved-in = Lovely, here we are. From now on my questions come here, and you each answer me in private.

button-answer-privately = Answer privately
group-sealed-one = 🙊 One of two sealed.
group-sealed-both = 🙊 Both sealed.
group-opened = Opened.
group-over = This question is closed.
group-emptied = This question went on in your private chats.
group-elsewhere = Hello! I’ll be in your private chats from now on.
group-back-home = I’m here with you again.
group-gone = I can’t write in your group any more, so we go on here.

group-help =
    My questions come here. Tap “Answer privately” and write to me there; when both answers are in, they open here. What you write to each other here is yours, I leave it alone.

    /prompt: a question now
    /pause and /resume: rest, and go on

    Everything else is in the private chat with me, where /help lists it.
group-resting = Resting until one of you says /resume. What is open stays open.
group-not-resting = You two are not resting, so there is nothing to resume.
group-private = That belongs in the private chat with me.
button-private-chat = Private chat
toast-other-one = You’re in. Now the other one of you.

## What is opened there

# Stands for either of the two, where a name cannot be seen. "Say what the other one needs."
group-the-other = the other one
group-media-of = From { $name }:
group-lot = Still no match, so the lot decides: this week { $name } surprises { $other }. Small is plenty.
group-differ-place = Both are love. One small thing that would do your side good, and one for the other?
group-differ-picks = Both are love. { $a }, keep one of { $b }'s in mind for the next time; { $b }, one of { $a }'s.

## Covering it

group-cover-ask =
    Our group isn’t just the two of you and me any more. Shall I cover what was opened there? Then only the dates stay.

    One yes from either of you is enough. Photos and voice messages I can only take away for two days.
button-group-cover = Cover it
button-group-leave-open = Leave it as it is
button-group-cover-all = Cover what was opened in the group
group-covered = What was opened in the group is covered now: only the dates are there.
group-not-covered = It stays as it is. You can still cover it in /settings.
group-covered-page = Opened on { $day } { $month } { $year }.
button-go-private = Back to our private chats

## Months

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
