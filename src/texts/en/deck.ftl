### What two people make their own: questions they ask each other, favourites, rituals.

## A question of one's own

# Stands above the question, in the words of whoever asked it.
own-asks = { $name } asks:
own-asks-me = You ask:
own-gone = (This question is no longer here.)
own-ask =
    What would you like to ask? Send it here, in one message.
    It goes to both of you under your name. You both answer, and both answers open together, as always.
own-wording-ask = Send me the new words, in one message. What was asked before stays as it was.
refusal-question-too-long = That is a little long for one question: 240 characters is as far as it goes. Would you send it once more, shorter?
refusal-asked-enough = That makes five questions of your own today, and five is enough for a day. This one will keep until tomorrow.
refusal-one-at-a-time = One question that you started is still open, so this one has to wait a little. Here is the open one:

## Under a reveal

button-favourite = ♡ Favourite
button-favourite-on = ♥ Favourite
favourites-none =
    You have no favourites yet. Tap “{ button-favourite }” under something that has opened, and /prompt favourites brings it back one day.
    Only you know what you marked.
button-keep-question = Keep it
button-question-kept = ✓ Kept
toast-question-kept = Kept. It is one of your own questions now: /settings
toast-question-kept-before = It is one of your own questions already: /settings

## The questions a couple keeps

button-own-questions = Our own questions
deck-title = Your own questions. They come back from time to time.
deck-empty =
    You have not kept any questions of your own yet.
    /ask puts one to both of you. Once it has opened, tap “{ button-keep-question }”, and it comes back from time to time.
button-page-back = ←
button-page-on = →
button-reword = Change the words
button-remove-question = Remove it
refusal-deck-full = You have kept two hundred questions, as many as there can be. Removing one makes room: /settings

## Rituals

button-make-ours = Make it ours
button-is-ours = ✓ Ours
toast-ours-before = It is one of your rituals already.
ritual-made = It is yours now. It comes back every { $day } at { $time }, as one quiet line. Nothing to answer, nothing counted.
ritual-made-by = { $name } has made this a ritual for you two. It comes back every { $day } at { $time }, as one quiet line. Nothing to answer, nothing counted.
ritual-line = Your ritual:
button-let-rest = Let it rest
ritual-rests = It rests now. If you miss it, “{ button-make-ours }” brings it back.
refusal-rituals-full = You have twelve rituals, as many as there can be. Letting one rest makes room.

command-ask = A question of your own
