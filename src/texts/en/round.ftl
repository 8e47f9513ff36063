### One question from its prompt to the response: the card with its states, the reveal, what happens to a half.

## Under a prompt

card-how-to = Just answer here: words, a voice message, a photo, whatever fits. It stays sealed until you have both answered.
card-first-inviting = This is your first question. You can answer it now if you like: it stays sealed, and opens once somebody has joined you and answered too.
card-first-accepted = This is your first question. Answer whenever you like: it stays sealed until { $name } has confirmed that it's you and you have both answered.
card-waits = { $name } has sealed an answer. It opens together with yours.
card-waits-accepted = { $name } has sealed an answer. It opens together with yours, once { $name } has confirmed that it's you.
card-last-open = (The last one is still open, too.)
card-sealed = 🙊 Sealed. It opens when both answers are in.
card-sealed-inviting = 🙊 Sealed. It opens once somebody has joined you and answered too.
card-sealed-accepted = 🙊 Sealed. It opens once { $name } has confirmed that it's you and both answers are in.
card-writing = 🙊 Sealed so far. Take your time: for ten minutes nothing opens unless you tap “{ button-done }”.
card-passed = Not tonight, and that's fine. If you change your mind, just write.
card-talk = You would rather talk. If you both tap that, you will both hear of it. If not, nobody does.
card-talked = You chose to talk instead.
card-revealed = Opened, for both of you.
card-closed = This one is closed.
card-over = This question is over.

button-another = Another one
button-not-tonight = Not tonight
button-talk = Let's talk instead
button-take-back = Take back
button-still-writing = Still writing
button-done = Done
button-after-all = Answer after all
button-never-mind = Never mind

talked =
    You would both rather talk. Phones down, then.
    Five minutes each: one of you speaks, the other only listens. Then swap.

## The reveal. The first line is what a lock screen shows.

reveal-header = 💌 Both answers are in. Tap to read.
reveal-twins = ✨ You both sealed your answers within the same minute.
reveal-more = ↓ The rest follows right below.
reveal-nothing = (This could not be shown here.)
reveal-me = { $name } (you)

reveal-my-photo =
    { $count ->
        [one] (your photo)
       *[other] (your { $count } photos)
    }
reveal-my-video =
    { $count ->
        [one] (your video)
       *[other] (your { $count } videos)
    }
reveal-my-animation =
    { $count ->
        [one] (your GIF)
       *[other] (your { $count } GIFs)
    }
reveal-my-voice =
    { $count ->
        [one] (your voice message)
       *[other] (your { $count } voice messages)
    }
reveal-my-video-note =
    { $count ->
        [one] (your video message)
       *[other] (your { $count } video messages)
    }
reveal-my-audio =
    { $count ->
        [one] (your music)
       *[other] (your { $count } pieces of music)
    }
reveal-my-document =
    { $count ->
        [one] (your file)
       *[other] (your { $count } files)
    }
reveal-my-sticker =
    { $count ->
        [one] (your sticker)
       *[other] (your { $count } stickers)
    }
reveal-my-other =
    { $count ->
        [one] (your message)
       *[other] (your { $count } messages)
    }

reveal-their-photo =
    { $count ->
        [one] (a photo)
       *[other] ({ $count } photos)
    }
reveal-their-video =
    { $count ->
        [one] (a video)
       *[other] ({ $count } videos)
    }
reveal-their-animation =
    { $count ->
        [one] (a GIF)
       *[other] ({ $count } GIFs)
    }
reveal-their-voice =
    { $count ->
        [one] (a voice message)
       *[other] ({ $count } voice messages)
    }
reveal-their-video-note =
    { $count ->
        [one] (a video message)
       *[other] ({ $count } video messages)
    }
reveal-their-audio =
    { $count ->
        [one] (some music)
       *[other] ({ $count } pieces of music)
    }
reveal-their-document =
    { $count ->
        [one] (a file)
       *[other] ({ $count } files)
    }
reveal-their-sticker =
    { $count ->
        [one] (a sticker)
       *[other] ({ $count } stickers)
    }
reveal-their-other =
    { $count ->
        [one] (a message)
       *[other] ({ $count } messages)
    }

part-missing = One part of what was opened could not be shown here.
part-missing-voice =
    Here would be a voice or video message, but your Telegram does not let me send you any.
    You can allow it under Settings, Privacy and Security, Voice Messages. Then tap below.
button-voices-again = Try again

## A half that nobody opened

half-offer =
    This question is closed. What you wrote is still sealed, and it is yours alone:

    { $prompt }

    What would you like to do with it? Untouched, it is erased in seven days.
half-offer-several =
    These questions are closed. Your answers are still sealed, and they are yours alone:

    { $prompts }

    What would you like to do with each? Untouched, each is erased seven days after it closed.
half-moved = The buttons for this one are further down now.
half-given = Given. It goes to { $name } as a gift, with nothing to answer.
half-kept = Kept, just for you.
half-let-go = Let go. It is erased.
button-give = Give it anyway
button-give-of = { $number }: give it
button-keep-of = { $number }: keep it
button-let-go-of = { $number }: let it go
button-keep = Keep it for me
button-let-go = Let it go

gift-header = 🎁 A gift from { $name }: an answer to an earlier question. There is nothing to answer. Tap to read.

## Words from one to the other

relay-name = { $name }:
relay-caption = From { $name }

## Words without an address

which-for = What is this for?
which-for-retry = I can't read that. Was it an answer, or shall we try again?
button-for-partner = For { $name }
button-my-answer = My answer to “{ $prompt }”
button-try-again = Try again
aside-passed-on = Passed on.
aside-sealed = 🙊 Sealed, as your answer.
aside-dropped = All right. Nothing of it is kept.

today-title = Open for you:
today-none = Nothing is open right now.
today-none-together = Nothing is open right now. If you both feel like it, /prompt brings a question.
today-open = Open
today-waits = Open. { $name } has sealed an answer.
today-sealed = 🙊 Sealed
today-passed = Not tonight
today-talk = You would rather talk

kinds-offer = Which kind would you like?
