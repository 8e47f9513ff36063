### Questions that are answered by a tap: a feeling, a place on a scale, a choice, something done.

## Under a prompt

card-how-to-feeling = Tap the word that comes closest, then a finer one. Or answer in your own words, written or spoken. It stays sealed until you have both answered.
card-how-to-scale = Tap a number between the two ends. Words can come along, or do instead. It stays sealed until you have both answered.
card-how-to-choice = Tap whatever fits, one or several. Words can come along, or do instead. It stays sealed until you have both answered.
card-how-to-done = Words or a photo can come along. Nothing shows until you have both done it.
card-sealed-tap = 🙊 Sealed. A few words can come along, if you like. It opens when both answers are in.
card-sealed-done = 🙊 Noted, and sealed. It shows when you have both done it.
card-passed-today = Not today, and that's fine. If you change your mind, just tap or write.
card-closed-done = This one is closed. What you did still counts.
finer-ask = { $feeling }. Which comes closest?
own-words = Then just write it here, or say it. One word is plenty.

button-own-words = In my own words
button-change = Change
button-chosen = That's it
button-did = Done
button-not-today = Not today

## At the reveal

reveal-same-feeling = ✨ The very same word, from both of you.
reveal-same-place = ✨ The very same place, both of you.
reveal-same-picks = ✨ You picked exactly the same.
reveal-differ-place = Both are love. One small thing that would do your side good, and one for { $name }'s?
reveal-differ-picks = Both are love. Keep one of { $name }'s in mind for the next time.
reveal-done-both = You both did it. 💛
reveal-done-one = ✓ Done
reveal-matches = You both picked:
reveal-no-match = No match this time, and no harm done.
reveal-no-match-others = No match this time, and no harm done. Here come a few other ideas.
reveal-lot-me = Still no match, so the lot decides: this week you surprise { $name }. Small is plenty.
reveal-lot-them = Still no match, so the lot decides: this week { $name } surprises you. All you do is let it happen.
reveal-picked = (picked from the list; only what you both pick is shown)

## A half that nobody opened

half-offer-tap =
    This question is closed. Your answer is still sealed, and it is yours alone:

    { $prompt }

    What would you like to do with it? Untouched, it is erased in seven days.
