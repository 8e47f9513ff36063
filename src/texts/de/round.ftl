### One question from its prompt to the response: the card with its states, the reveal, what happens to a half. In German.

## Under a prompt

card-how-to = Antworte einfach hier: mit Worten, einer Sprachnachricht, einem Foto, was eben passt. Es bleibt versiegelt, bis ihr beide geantwortet habt.
card-first-inviting = Das ist deine erste Frage. Wenn du magst, antworte gleich: Es bleibt versiegelt und öffnet sich, wenn jemand dazugekommen ist und auch geantwortet hat.
card-first-accepted = Das ist deine erste Frage. Antworte, wann du magst: Es bleibt versiegelt, bis { $name } bestätigt hat, dass du es bist, und ihr beide geantwortet habt.
card-waits = { $name } hat schon eine Antwort versiegelt. Sie öffnet sich zusammen mit deiner.
card-waits-accepted = { $name } hat schon eine Antwort versiegelt. Sie öffnet sich zusammen mit deiner, sobald { $name } bestätigt hat, dass du es bist.
card-last-open = (Die vorige Frage ist auch noch offen.)
card-sealed = 🙊 Versiegelt. Öffnet sich, wenn beide Antworten da sind.
card-sealed-inviting = 🙊 Versiegelt. Öffnet sich, wenn jemand dazugekommen ist und auch geantwortet hat.
card-sealed-accepted = 🙊 Versiegelt. Öffnet sich, sobald { $name } bestätigt hat, dass du es bist, und beide Antworten da sind.
card-writing = 🙊 Bis hierher versiegelt. Lass dir Zeit: Zehn Minuten lang öffnet sich nichts, außer du tippst auf „{ button-done }“.
card-passed = Heute nicht, und das ist völlig in Ordnung. Wenn du es dir anders überlegst, schreib einfach.
card-talk = Du möchtest lieber reden. Tippt ihr das beide an, erfahrt ihr es beide. Sonst erfährt es niemand.
card-talked = Ihr habt lieber geredet.
card-revealed = Geöffnet, für euch beide.
card-closed = Diese Frage ist geschlossen.
card-over = Diese Frage ist vorbei.

button-another = Eine andere
button-not-tonight = Heute nicht
button-talk = Lieber reden
button-take-back = Zurücknehmen
button-still-writing = Ich schreibe noch
button-done = Fertig
button-after-all = Doch antworten
button-never-mind = Schon gut

talked =
    Ihr möchtet beide lieber reden. Dann weg mit den Handys.
    Fünf Minuten für jede Stimme: Wer nicht dran ist, hört nur zu. Dann tauscht ihr.

## The reveal. The first line is what a lock screen shows.

reveal-header = 💌 Beide Antworten sind da. Zum Lesen antippen.
reveal-twins = ✨ Ihr habt eure Antworten in derselben Minute versiegelt.
reveal-more = ↓ Gleich darunter geht es weiter.
reveal-nothing = (Das ließ sich hier nicht zeigen.)
reveal-me = { $name } (du)

reveal-my-photo =
    { $count ->
        [one] (dein Foto)
       *[other] (deine { $count } Fotos)
    }
reveal-my-video =
    { $count ->
        [one] (dein Video)
       *[other] (deine { $count } Videos)
    }
reveal-my-animation =
    { $count ->
        [one] (dein GIF)
       *[other] (deine { $count } GIFs)
    }
reveal-my-voice =
    { $count ->
        [one] (deine Sprachnachricht)
       *[other] (deine { $count } Sprachnachrichten)
    }
reveal-my-video-note =
    { $count ->
        [one] (deine Videonachricht)
       *[other] (deine { $count } Videonachrichten)
    }
reveal-my-audio =
    { $count ->
        [one] (deine Musik)
       *[other] (deine { $count } Musikstücke)
    }
reveal-my-document =
    { $count ->
        [one] (deine Datei)
       *[other] (deine { $count } Dateien)
    }
reveal-my-sticker =
    { $count ->
        [one] (dein Sticker)
       *[other] (deine { $count } Sticker)
    }
reveal-my-other =
    { $count ->
        [one] (deine Nachricht)
       *[other] (deine { $count } Nachrichten)
    }

reveal-their-photo =
    { $count ->
        [one] (ein Foto)
       *[other] ({ $count } Fotos)
    }
reveal-their-video =
    { $count ->
        [one] (ein Video)
       *[other] ({ $count } Videos)
    }
reveal-their-animation =
    { $count ->
        [one] (ein GIF)
       *[other] ({ $count } GIFs)
    }
reveal-their-voice =
    { $count ->
        [one] (eine Sprachnachricht)
       *[other] ({ $count } Sprachnachrichten)
    }
reveal-their-video-note =
    { $count ->
        [one] (eine Videonachricht)
       *[other] ({ $count } Videonachrichten)
    }
reveal-their-audio =
    { $count ->
        [one] (etwas Musik)
       *[other] ({ $count } Musikstücke)
    }
reveal-their-document =
    { $count ->
        [one] (eine Datei)
       *[other] ({ $count } Dateien)
    }
reveal-their-sticker =
    { $count ->
        [one] (ein Sticker)
       *[other] ({ $count } Sticker)
    }
reveal-their-other =
    { $count ->
        [one] (eine Nachricht)
       *[other] ({ $count } Nachrichten)
    }

part-missing = Ein Teil von dem, was sich geöffnet hat, ließ sich hier nicht zeigen.
part-missing-voice =
    Hier wäre eine Sprach- oder Videonachricht, aber dein Telegram lässt mich dir keine schicken.
    Erlauben kannst du es unter Einstellungen, Privatsphäre und Sicherheit, Sprachnachrichten. Tipp danach unten.
button-voices-again = Noch einmal versuchen

## A half that nobody opened

half-offer =
    Diese Frage ist geschlossen. Was du geschrieben hast, ist noch versiegelt und gehört nur dir:

    { $prompt }

    Was möchtest du damit machen? Wenn du nichts tust, wird es in sieben Tagen gelöscht.
half-offer-several =
    Diese Fragen sind geschlossen. Deine Antworten sind noch versiegelt und gehören nur dir:

    { $prompts }

    Was möchtest du mit jeder davon machen? Bleibt eine liegen, wird sie sieben Tage nach dem Ende ihrer Frage gelöscht.
half-moved = Die Knöpfe dafür stehen jetzt weiter unten.
half-given = Verschenkt. Das bekommt { $name } einfach so, und niemand muss darauf antworten.
half-kept = Aufgehoben, nur für dich.
half-let-go = Losgelassen. Es ist gelöscht.
button-give = Trotzdem verschenken
button-give-of = { $number }: verschenken
button-keep-of = { $number }: behalten
button-let-go-of = { $number }: loslassen
button-keep = Für mich behalten
button-let-go = Loslassen

gift-header = 🎁 Ein Geschenk für dich: { $name } gibt dir eine Antwort auf eine frühere Frage. Du musst nichts erwidern. Zum Lesen antippen.

## Words from one to the other

relay-name = { $name }:
relay-caption = Das schickt dir { $name }

## Words without an address

which-for = Wofür ist das?
which-for-retry = Das kann ich nicht lesen. War es eine Antwort, oder versuchen wir es noch einmal?
button-for-partner = Für { $name }
button-my-answer = Antwort auf „{ $prompt }“
button-try-again = Noch einmal versuchen
aside-passed-on = Weitergegeben.
aside-sealed = 🙊 Versiegelt, als deine Antwort.
aside-dropped = Gut. Davon bleibt nichts.

today-title = Offen für dich:
today-none = Gerade ist nichts offen.
today-none-together = Gerade ist nichts offen. Wenn ihr beide Lust habt, bringt /prompt eine Frage.
today-open = Offen
today-waits = Offen, und { $name } hat schon eine Antwort versiegelt.
today-sealed = 🙊 Versiegelt
today-passed = Heute nicht
today-talk = Du möchtest lieber reden

kinds-offer = Wonach ist dir?
