### Eine Gruppe zu zweit. Zwei Menschen lesen mit: nie „du“ für einen von beiden.

group-hello =
    Hallo! Ich stelle euch beiden immer eine kleine Frage. Jeder von euch antwortet mir für sich, und erst wenn beide Antworten da sind, gehen beide auf, hier.

    Gut zu wissen: Wer später in diese Gruppe kommt, kann vielleicht nachlesen, was hier aufgegangen ist.
group-hello-ask = Das geht nur mit genau euch beiden und mir. Seid ihr das? Dann tippt jeder einmal auf den Knopf.
button-im-in = Ich bin dabei
button-use-group = Eine Gruppe zu zweit nutzen
group-needs = Hier brauche ich eine einfache Gruppe mit genau zwei Menschen und mir: kein Kanal, keine Themen, keine anonymen Admins. Bis dahin könnt ihr mir jeder für sich schreiben.
group-moved-in = Schön, da sind wir. Ab jetzt kommen meine Fragen hierher, und jeder von euch antwortet mir für sich.

button-answer-privately = Für sich antworten
group-sealed-one = 🙊 Eine von zwei Antworten ist versiegelt.
group-sealed-both = 🙊 Beide sind versiegelt.
group-opened = Geöffnet.
group-over = Diese Frage ist zu.
group-emptied = Mit dieser Frage ging es in euren privaten Chats weiter.
group-elsewhere = Hallo! Ab jetzt bin ich in euren privaten Chats.
group-back-home = Ich bin wieder hier bei euch.
group-gone = In eure Gruppe kann ich nicht mehr schreiben, also geht es hier weiter.

group-help =
    Meine Fragen kommen hierher. Tippt auf „Für sich antworten“ und schreibt mir dort; wenn beide Antworten da sind, gehen sie hier auf. Was ihr einander hier schreibt, gehört euch, da mische ich mich nicht ein.

    /prompt: jetzt eine Frage
    /pause und /resume: Pause machen und weitermachen

    Alles andere ist im privaten Chat mit mir, dort zählt /help es auf.
group-resting = Pause, bis jemand von euch /resume sagt. Was offen ist, bleibt offen.
group-not-resting = Ihr macht gerade keine Pause, also gibt es nichts fortzusetzen.
group-private = Das gehört in den privaten Chat mit mir.
button-private-chat = Privater Chat
toast-other-one = Du bist dabei. Jetzt noch der andere Mensch von euch beiden.

## Was dort aufgeht

# Steht für jeden der beiden, wo ein Name nicht zu sehen ist. „Sag, was die andere Person braucht.“
group-the-other = die andere Person
group-media-of = Von { $name }:
group-lot = Wieder nichts Gemeinsames, also entscheidet das Los: Diese Woche überrascht { $name } { $other }. Etwas Kleines reicht völlig.
group-differ-place = Beides ist Liebe. Welche Kleinigkeit täte deiner Seite gut, und welche der anderen?
group-differ-picks = Beides ist Liebe. { $a }, merk dir fürs nächste Mal etwas von dem, was { $b } ausgesucht hat, und { $b } etwas von { $a }.

## Zudecken

group-cover-ask =
    In unserer Gruppe sind nicht mehr nur ihr beide und ich. Soll ich zudecken, was dort aufgegangen ist? Dann steht dort nur noch das Datum.

    Ein Ja von einem von euch reicht. Fotos und Sprachnachrichten kann ich nur zwei Tage lang wegnehmen.
button-group-cover = Zudecken
button-group-leave-open = So lassen
button-group-cover-all = Zudecken, was in der Gruppe aufging
group-covered = Was in der Gruppe aufgegangen ist, ist jetzt zugedeckt: Dort steht nur noch das Datum.
group-not-covered = Es bleibt, wie es ist. Zudecken kannst du es auch später, unter /settings.
group-covered-page = Geöffnet am { $day }. { $month } { $year }.
button-go-private = Zurück in unsere privaten Chats

## Months

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
