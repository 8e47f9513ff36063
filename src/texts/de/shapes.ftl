### Questions that are answered by a tap: a feeling, a place on a scale, a choice, something done. In German.

## Under a prompt

card-how-to-feeling = Tipp auf das Wort, das am nächsten kommt, dann auf ein feineres. Oder antworte mit eigenen Worten, geschrieben oder gesprochen. Es bleibt versiegelt, bis ihr beide geantwortet habt.
card-how-to-scale = Tipp auf eine Zahl zwischen den beiden Enden. Worte dürfen dazukommen, oder sie genügen allein. Es bleibt versiegelt, bis ihr beide geantwortet habt.
card-how-to-choice = Tipp auf alles, was passt, ob eins oder mehreres. Worte dürfen dazukommen, oder sie genügen allein. Es bleibt versiegelt, bis ihr beide geantwortet habt.
card-how-to-done = Worte oder ein Foto dürfen dazukommen. Zu sehen ist erst etwas, wenn ihr es beide gemacht habt.
card-sealed-tap = 🙊 Versiegelt. Ein paar Worte dürfen noch dazu, wenn du magst. Öffnet sich, wenn beide Antworten da sind.
card-sealed-done = 🙊 Notiert und versiegelt. Zu sehen ist es, wenn ihr es beide gemacht habt.
card-passed-today = Heute nicht, und das ist völlig in Ordnung. Wenn du es dir anders überlegst, tipp oder schreib einfach.
card-closed-done = Das hier ist geschlossen. Was du gemacht hast, zählt trotzdem.
finer-ask = { $feeling }. Was trifft es am besten?
own-words = Dann schreib es einfach hier, oder sprich es ein. Ein Wort ist genug.

button-own-words = Mit eigenen Worten
button-change = Ändern
button-chosen = Passt so
button-did = Gemacht
button-not-today = Heute nicht

## At the reveal

reveal-same-feeling = ✨ Genau dasselbe Wort, von euch beiden.
reveal-same-place = ✨ Genau dieselbe Stelle, ihr beide.
reveal-same-picks = ✨ Ihr habt genau dasselbe ausgesucht.
reveal-differ-place = Beides ist Liebe. Welche Kleinigkeit täte deiner Seite gut, und welche wäre etwas für { $name }?
reveal-differ-picks = Beides ist Liebe. Merk dir fürs nächste Mal etwas von dem, was { $name } ausgesucht hat.
reveal-done-both = Ihr habt es beide gemacht. 💛
reveal-done-one = ✓ Gemacht
reveal-matches = Das habt ihr beide ausgesucht:
reveal-no-match = Diesmal nichts Gemeinsames, und das macht gar nichts.
reveal-no-match-others = Diesmal nichts Gemeinsames, und das macht gar nichts. Hier kommen ein paar andere Ideen.
reveal-lot-me = Wieder nichts Gemeinsames, also entscheidet das Los: Diese Woche überraschst du { $name }. Etwas Kleines reicht völlig.
reveal-lot-them = Wieder nichts Gemeinsames, also entscheidet das Los: Diese Woche überrascht { $name } dich. Du musst es nur geschehen lassen.
reveal-picked = (aus der Liste ausgesucht; zu sehen ist nur, was ihr beide aussucht)

## A half that nobody opened

half-offer-tap =
    Diese Frage ist geschlossen. Deine Antwort ist noch versiegelt und gehört nur dir:

    { $prompt }

    Was möchtest du damit machen? Wenn du nichts tust, wird sie in sieben Tagen gelöscht.
