### Settings, time, leaving, and every friendly no. In German.

name-unknown = dein Gegenüber

settings =
    Deine Einstellungen

    Wo du bist: { $zone }
    Ruhezeit: { $quiet }
settings-zone = { $city }, dort ist es jetzt { $time } Uhr
settings-no-zone = noch nicht eingestellt. Das geht mit /timezone und einer Stadt.
button-tell-on = ✓ Zeigen, dass ich geantwortet habe
button-tell-off = Zeigen, dass ich geantwortet habe: aus

## Leaving

leave-ask =
    Du kannst jetzt gehen, ohne einen Grund zu nennen. Alles von dir, was nie geöffnet wurde, wird gelöscht. Was geöffnet wurde, behaltet ihr beide.

    Gehen: Das erfährt { $name } gleich jetzt, in einer neutralen Zeile.
    Leise gehen: Das erfährt { $name } in sieben Tagen.
button-leave = Gehen
button-leave-quietly = Leise gehen
button-stay = Bleiben
withdraw-ask-inviter =
    Deine Einladung ist noch unterwegs. Möchtest du sie zurücknehmen?
    Der Link gilt dann nicht mehr, und was darunter versiegelt war, wird gelöscht.
withdraw-ask-accepter =
    Du hast zu einer Einladung Ja gesagt. Möchtest du das zurücknehmen?
    Was du versiegelt hast, wird dann gelöscht.
button-withdraw = Zurücknehmen
button-keep-waiting = So lassen
left = Du bist gegangen. Alles von dir, was nie geöffnet wurde, ist gelöscht. Pass gut auf dich auf.
left-quietly = Du bist gegangen. Alles von dir, was nie geöffnet wurde, ist gelöscht. Die eine Zeile darüber kommt in sieben Tagen an, nicht früher. Pass gut auf dich auf.
stayed = Alles bleibt, wie es ist.
partner-left = Du und { $name }, ihr seid hier nicht mehr zu zweit. Was sich für euch beide geöffnet hat, bleibt in diesem Chat.
partner-left-halves = Etwas von dir wurde nie geöffnet. Es gehört nur dir: Was möchtest du damit machen?

words-may-be-missing =
    Ich war länger als einen Tag weg, deshalb habe ich vielleicht nicht alles bekommen, was du geschrieben hast.
    /today zeigt, was offen ist. Nachrichten ohne 🙊 wurden nicht versiegelt: Schick die bitte noch einmal.
ask-again = Mit dem, was du gerade geschickt hast, ist bei mir etwas schiefgegangen. Niemand hat etwas davon gesehen. Schickst du es noch einmal?
cancelled = Alles klar, schon vergessen.
too-fast = Das war viel auf einmal. Gib mir eine Minute, dann versuch es noch einmal.

## The short line over the chat when a button was pressed

toast-told = Weitergegeben
toast-already-told = Ist schon weitergegeben
toast-taken-back = Zurückgenommen
toast-take-your-time = Lass dir Zeit

## Every "no". Nothing has changed; each says what to do instead, where there is something.

refusal-already-together = Du bist hier schon mit jemandem zu zweit. Wenn du mit jemand anderem anfangen möchtest, kommt zuerst /leave.
refusal-not-together = Das geht, sobald ihr zu zweit seid. /invite macht einen Link, mit dem jemand dazukommt.
refusal-round-over = Diese Frage ist vorbei, also hat sich nichts geändert.
refusal-answer-full = Das passt nicht mehr hinein: Eine Antwort fasst 20 Nachrichten und 20.000 Zeichen. Was schon versiegelt war, bleibt versiegelt.
refusal-nothing-sealed = Hier gibt es nichts zurückzunehmen.
refusal-no-other = Diesmal gibt es keine andere.
refusal-old-button = Dieser Knopf hat ausgedient. /today zeigt, was offen ist.
refusal-cannot-travel = So eine Nachricht lässt Telegram mich nicht weitergeben. Worte, ein Foto oder eine Sprachnachricht gehen immer.
refusal-nobody-there = Das lässt sich gerade nicht weitergeben, und nichts davon wurde behalten.
refusal-not-resting = Du machst gerade keine Pause, also gibt es nichts fortzusetzen.
refusal-schedules-full = Mehr als sechs gehen nicht. Entferne zuerst eine Zeit.
refusal-last-one = Eins muss übrig bleiben. Du kannst das Ganze aber ausschalten oder entfernen.
refusal-unknown-kind = Diese Art von Frage kenne ich nicht. /prompt allein bringt immer eine.
refusal-unknown-command = Das kenne ich nicht. /help zeigt, was geht.
refusal-nothing-to-cancel = Es gibt nichts abzubrechen.
refusal-nothing-open = Gerade ist keine Frage offen, deshalb wurde nichts davon behalten. /today zeigt, was offen ist.
refusal-nothing-open-alone = Twofold ist für zwei, und für dich ist noch nichts offen. /invite macht einen Link, mit dem jemand dazukommt.
refusal-no-prompt = Dafür gibt es gerade keine Frage. Versuch es mit /prompt und einer anderen Art.

## What Telegram shows about the bot

bot-description =
    Eine kleine Frage am Abend, für euch zwei. Ihr antwortet getrennt, im eigenen Chat. Nichts öffnet sich, bevor ihr beide geantwortet habt; dann öffnen sich beide Antworten, für euch beide.

    Tipp auf Starten und schick deinem Lieblingsmenschen einen Link.
bot-short-description = Eine kleine Frage für zwei. Versiegelt, bis ihr beide geantwortet habt.
command-start = Was das hier ist
command-invite = Jemanden einladen
command-prompt = Sofort eine Frage
command-today = Was für dich offen ist
command-timezone = Wo du bist
command-schedule = Eure Woche
command-pause = Eine Weile Pause
command-resume = Nach der Pause weiter
command-settings = Was du umstellen kannst
command-leave = Gehen, mit einem Fingertipp
command-privacy = Was privat bleibt
command-help = Wie es geht
command-cancel = Schon gut, doch nicht
