### The reflection: everything around the texts of prompts/<language>/reflection.toml. In German.
### A name stands where it needs no case: never after „mit“, „von“, „bei“, „zu“, „an“, never in the genitive.
### $when is a whole phrase, made of one of the lines below it; $title is a step's title.

reflect-when-today = um { $time } Uhr
reflect-when-tomorrow = morgen um { $time } Uhr

# Further away than tomorrow, or where no clock is known.
reflect-when-day = am { $day } um { $time } Uhr
reflect-when-minutes = in { $count } Minuten
reflect-when-hours =
    { $count ->
        [one] in 1 Stunde
       *[other] in { $count } Stunden
    }
reflect-date = { $day }. { $month }
reflect-month-1 = Januar
reflect-month-2 = Februar
reflect-month-3 = März
reflect-month-4 = April
reflect-month-5 = Mai
reflect-month-6 = Juni
reflect-month-7 = Juli
reflect-month-8 = August
reflect-month-9 = September
reflect-month-10 = Oktober
reflect-month-11 = November
reflect-month-12 = Dezember

reflect-command = Nach einem Streit, oder nur für dich

## /reflect: what is it about

reflect-menu =
    Was möchtest du dir anschauen?

    Zu zweit schreibt ihr erst getrennt und versiegelt, dann öffnet es sich Schritt für Schritt. Das geht nur, wenn ihr es beide möchtet, und aufhören könnt ihr jederzeit, auch allein. Niemand bewertet etwas. Nichts lässt sich weiterleiten, und nach sieben Tagen wird es gelöscht, außer ihr möchtet es beide behalten.
reflect-menu-alone-only =
    Zu zweit geht das, sobald ihr hier zu zweit seid. Nur für dich geht es sofort: ein paar Minuten schreiben, und niemand sonst liest es.
reflect-button-argument = Nach einem Streit
reflect-button-avoided = Worum wir einen Bogen machen
reflect-button-alone = Nur für mich

## When: a pause first, with a time to come back. Only times that are possible are offered.

reflect-when-ask = Wann möchtest du anfangen? Vorher habt ihr beide Pause. Bis ein Körper sich beruhigt, dauert es mindestens zwanzig Minuten, und eine Nacht darf es auch sein.
reflect-when-ask-late = Es ist spät, und wer müde ist, wird schnell hart. Nimmst du eine Zeit nach dem Schlafen, wartet auch die Einladung bis zum Morgen. Wenn dein Kopf keine Ruhe gibt, kannst du jetzt schon für dich schreiben.
reflect-button-minutes = In { $count } Minuten · { $time }
reflect-button-hours =
    { $count ->
        [one] In 1 Stunde · { $time }
       *[other] In { $count } Stunden · { $time }
    }
reflect-button-tomorrow-morning = Morgen früh · { $time }
reflect-button-tomorrow = Morgen · { $time }
# After midnight, of the day that has begun.
reflect-button-morning = Am Morgen · { $time }
reflect-button-today = Heute · { $time }
reflect-button-write-now = Jetzt für mich schreiben

## The one who asks, until the answer

reflect-sent = Ist unterwegs. Du erfährst es { $when } oder schon früher.
reflect-sent-morning = Die Einladung geht hinaus, sobald sie niemanden weckt. Du erfährst es { $when } oder schon früher.
reflect-button-withdraw = Einladung zurücknehmen
reflect-withdrawn = Zurückgenommen.
# The same after a no, no answer, not safe, and invitations switched off. Not a word more in any of the four.
reflect-not-now = Jetzt nicht. Das kann viele Gründe haben, und keinen davon muss jemand nennen. Wenn es dir guttut, kannst du für dich schreiben.
reflect-they-said-yes =
    { $name } sagt Ja. Ihr fangt { $when } an.
    Geh es bis dahin möglichst nicht noch einmal durch. Ein Spaziergang, eine Dusche, der Abwasch: irgendetwas, das nicht das hier ist.

## The one who is invited

reflect-yes-passed-on =
    Weitergegeben. Ihr fangt { $when } an.
    Geh es bis dahin möglichst nicht noch einmal durch. Ein Spaziergang, eine Dusche, der Abwasch: irgendetwas, das nicht das hier ist.
reflect-declined = In Ordnung, jetzt nicht. { $name } liest { $when } „Jetzt nicht“, in denselben Worten wie ohne Antwort.
reflect-invitation-over = Diese Einladung ist vorbei, und das ist in Ordnung.
reflect-button-no-more-invitations = Davon keine mehr
reflect-no-more-invitations = Es kommen keine mehr, und niemand erfährt davon. Unter /settings kannst du sie wieder einschalten.

## Earlier, if both want

reflect-earlier-ask = Ihr fangt { $when } an. Wenn ihr beide lieber früher möchtet, geht das. Möchte es nur eine Seite, erfährt es niemand.
reflect-button-earlier = Früher, wenn wir beide wollen
reflect-earlier-noted = 🙊 Versiegelt. Wenn ihr es beide möchtet, erfahrt ihr es beide.
reflect-earlier-both = Ihr möchtet beide lieber früher. Ihr fangt { $when } an.

## Writing

reflect-begin =
    Es ist so weit, wenn du magst.

    Erst schreibt ihr getrennt: { $count } kleine Schritte, so schnell oder langsam du willst. Nichts öffnet sich, bevor ihr beide versiegelt habt. Du kannst Schritte überspringen, zurückgehen, Pause machen oder aufhören.
reflect-begin-alone =
    Nur für dich. Niemand liest es, und niemand erfährt, dass du geschrieben hast. { $count } kleine Schritte, ein paar Minuten reichen.

    Wenn dir jemand Angst macht, ist das hier nicht die richtige Übung. Dafür gibt es /safety.
reflect-button-begin = Anfangen
reflect-step-title = { $number } von { $count } · { $title }
reflect-step-title-offered = Wenn du magst · { $title }
reflect-step-how-to = Schreib es einfach hier, oder sprich es ein. Mehrere Nachrichten gehören zusammen.
reflect-step-written =
    { $count ->
        [one] ✓ 1 Nachricht. Es darf noch mehr kommen.
       *[other] ✓ { $count } Nachrichten. Es darf noch mehr kommen.
    }
reflect-step-felt = ✓ { $feelings }
reflect-button-next = Weiter
reflect-button-back = Zurück
reflect-button-skip = Überspringen
reflect-button-how = Wie geht das?
reflect-button-less = Zuklappen
reflect-button-break = Pause machen
reflect-button-stop = Aufhören
reflect-button-clear = Diesen Schritt neu beginnen
reflect-toast-cleared = Dieser Schritt ist wieder leer
reflect-paused = Pause. Was du bis jetzt hast, bleibt versiegelt aufgehoben. /reflect bringt dich hierher zurück. Kommt von euch beiden drei Tage lang kein Wort, endet es von selbst.
reflect-paused-alone = Pause. Was du bis jetzt hast, bleibt versiegelt aufgehoben. /reflect bringt dich hierher zurück. Kommt eine Woche lang kein Wort, wird es gelöscht.
reflect-button-go-on = Weiter

# Before sealing: what is there, and what could be added.
reflect-overview =
    Das hast du bisher:

    { $steps }

    Fehlt noch etwas? Zurück geht es jederzeit. Wenn nicht, versiegle es. Deine Nachrichten verschwinden dann aus diesem Chat, und ich hebe sie versiegelt auf.
reflect-overview-alone =
    Das hast du bisher:

    { $steps }

    Fehlt noch etwas? Zurück geht es jederzeit. Wenn nicht, versiegle es. Deine Nachrichten verschwinden dann aus diesem Chat, und ich hebe sie für dich auf.
reflect-overview-written = ✓ { $title }
reflect-overview-skipped = · { $title }
reflect-offered = Wenn du magst, nimm eins davon dazu. Ohne fehlt nichts.
reflect-button-offered = + { $title }
reflect-button-seal = Versiegeln

## Sealed, and waiting

reflect-sealed = 🙊 Versiegelt. Es öffnet sich Schritt für Schritt, sobald ihr beide versiegelt habt. Das hat Zeit.
# Messages older than two days: Telegram lets the bot take none of them away.
reflect-sealed-left =
    { $count ->
        [one] Eine ältere Nachricht von dir steht noch weiter oben. Wegnehmen lässt Telegram sie jetzt nur noch dich.
       *[other] { $count } ältere Nachrichten von dir stehen noch weiter oben. Wegnehmen lässt Telegram sie jetzt nur noch dich.
    }
reflect-button-show-me = Zeig es mir
reflect-button-take-back = Zurücknehmen
reflect-shown = Das hast du versiegelt. Zum Lesen antippen.
reflect-button-cover = Wieder zudecken
reflect-taken-back = Zurückgenommen. Du kannst es wieder ändern, und nur du.
reflect-rounds-wait = Bis zum Tag danach öffnet sich zwischen euch sonst nichts. Andere Antworten bleiben versiegelt, deine kannst du weiter zurücknehmen, und außer „Wie’s dir geht“ kommt keine neue Frage.

## Opening. The first line is what a lock screen shows.

reflect-ready =
    Ihr habt beide versiegelt.

    Nehmt euch zehn ruhige Minuten, nebeneinander oder an zwei Orten. Es öffnet sich immer ein Schritt, für euch beide. Antippen könnt ihr ihn beide.
reflect-button-open-first = Den ersten Schritt öffnen
reflect-button-open-next = Den nächsten Schritt öffnen
reflect-step-open = { $number } von { $count } · { $title }. Offen für euch beide. Zum Lesen antippen.
reflect-listen-how = So liest du es: zweimal. Dann sag, was du gehört hast, bis { $name } sagt: „Ja, genau.“ Zu reparieren ist nichts. Danach tauscht ihr.
# A step that only one of the two wrote: to whoever wrote it, and nothing at all to the other.
reflect-step-mine-only = „{ $title }“ käme nur von deiner Seite. Es bleibt geschlossen, außer du gibst es weiter. Beides ist gut.
reflect-button-give = Weitergeben
reflect-button-keep-closed = Geschlossen lassen
reflect-given = Weitergegeben.
reflect-kept-closed = Es bleibt geschlossen, und niemand erfährt davon.
reflect-step-given = { $title }: { $name } gibt dir das hier. Du musst nichts erwidern. Zum Lesen antippen.

## Ten minutes each, if they want it

reflect-button-timer = Zehn Minuten für jede Seite
reflect-timer-mine = Das Los sagt: Du fängst an. Zehn Minuten gehören dir, und { $name } hört nur zu. Ich melde mich, wenn ihr tauscht.
reflect-timer-theirs = Das Los sagt: { $name } fängt an. Zehn Minuten hörst du nur zu. Ich melde mich, wenn ihr tauscht.
reflect-timer-swap-mine = Jetzt tauscht ihr. Diese zehn Minuten gehören dir, und { $name } hört zu.
reflect-timer-swap-theirs = Jetzt tauscht ihr. Zehn Minuten spricht { $name }, und du hörst zu.
reflect-timer-end = Das war die Zeit, für euch beide. Es muss nicht alles heute gesagt sein.
reflect-button-timer-end = Uhr anhalten
reflect-timer-ended = Die Uhr ist angehalten.

## After the last step

reflect-closing =
    Das war der letzte Schritt. Für heute ist es genug.

    Eine Umarmung, wenn ihr beide mögt. Oder einfach ein Glas Wasser und etwas schön Alltägliches. Morgen frage ich euch einzeln, wie es ist.
reflect-closing-alone = Das war’s. Es gehört nur dir und wird in sieben Tagen gelöscht, außer du behältst es. Vielleicht liest du es morgen noch einmal.

## Keep or erase

reflect-keep-ask = Was ihr geöffnet habt, wird am { $date } gelöscht. Es bleibt nur, wenn ihr es beide behalten möchtet. Was du oder dein Gegenüber antippt, erfährt niemand.
# Below it, where files were opened.
reflect-keep-files = Sprachnachrichten und Bilder verschwinden schon nach zwei Tagen aus dem Chat. Behaltet ihr es beide, kommen sie wieder.
reflect-keep-ask-alone = Was du für dich geschrieben hast, wird am { $date } gelöscht, außer du möchtest es behalten.
reflect-button-keep = Behalten
reflect-button-let-go = Loslassen
# The same whichever was tapped.
reflect-keep-noted = 🙊 Versiegelt. Bis zum { $date } kannst du es dir anders überlegen.
reflect-kept = Ihr möchtet es beide behalten, also bleibt es.
reflect-kept-alone = Es bleibt, nur für dich.
# What is left of each message when the seven days are over.
reflect-erased = Etwas vom { $date }. Es ist gelöscht, wie ausgemacht.

## Stopping. The one line the other reads is the same after a stop and after 72 hours.

reflect-stop-ask = Hier aufhören? Was nicht offen ist, wird sofort gelöscht, für euch beide. { $name } liest nur das hier, und keinen Grund: „{ reflect-over }“
reflect-stop-ask-alone = Hier aufhören? Was du geschrieben hast, wird sofort gelöscht.
reflect-button-stop-yes = Ja, aufhören
reflect-button-stop-no = Weiter
reflect-stopped = Beendet. Was nicht offen war, ist gelöscht.
reflect-over = Der gemeinsame Blick darauf endet hier. Was nicht offen war, ist gelöscht, für euch beide. Einen Grund braucht es dafür nicht.

## In the settings

reflect-button-invitations-on = ✓ Einladungen nach einem Streit
reflect-button-invitations-off = Einladungen nach einem Streit: aus
reflect-button-offer-on = ✓ Alle drei Monate nachfragen
reflect-button-offer-off = Alle drei Monate nachfragen: aus
reflect-offer = Drei Monate sind um. Falls zwischen euch etwas ist, das in Ruhe angeschaut werden möchte: /reflect, zu zweit oder nur für dich. Wenn nicht, umso besser. Bei diesem einen Mal lasse ich es.

## Every friendly no

reflect-refusal-running = So etwas läuft gerade schon. Hier ist es:
reflect-refusal-enough = Das waren drei Einladungen in einer Woche, und drei sind genug. Für dich schreiben kannst du trotzdem.
reflect-refusal-empty = Es gibt noch nichts zu versiegeln. Eine Zeile in einem Schritt genügt.
reflect-refusal-full = In diesen Schritt passt das nicht mehr hinein. Was schon da war, ist noch da.
reflect-refusal-words-or-voice = Hierher passen Worte oder eine Sprachnachricht, auch ein Bild. Das hier könnte ich nicht versiegelt aufheben.
reflect-refusal-open-already = Ihr habt beide versiegelt, und es öffnet sich schon. Ändern lässt es sich nicht mehr.
