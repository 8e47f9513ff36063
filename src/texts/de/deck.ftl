### What two people make their own: questions they ask each other, favourites, rituals. In German.

## A question of one's own

# Stands above the question, in the words of whoever asked it.
own-asks = { $name } fragt:
own-asks-me = Du fragst:
own-gone = (Diese Frage gibt es hier nicht mehr.)
own-ask =
    Was möchtest du gern fragen? Schick es mir hierher, in einer Nachricht.
    Die Frage geht unter deinem Namen an euch beide. Ihr antwortet beide, und beide Antworten öffnen sich zusammen, wie immer.
own-wording-ask = Schick mir die neuen Worte, in einer Nachricht. Was schon gefragt wurde, bleibt, wie es war.
refusal-question-too-long = Das ist ein bisschen lang für eine Frage: Bei 240 Zeichen ist Schluss. Schickst du sie noch einmal, etwas kürzer?
refusal-asked-enough = Das waren heute fünf eigene Fragen, und fünf sind genug für einen Tag. Diese hält sich bis morgen.
refusal-one-at-a-time = Eine Frage, die du angestoßen hast, ist noch offen, deshalb muss diese ein wenig warten. Hier ist die offene:

## Under a reveal

button-favourite = ♡ Favorit
button-favourite-on = ♥ Favorit
favourites-none =
    Du hast noch keine Favoriten. Tipp unter etwas, das sich geöffnet hat, auf „{ button-favourite }“, und /prompt favourites bringt es eines Tages zurück.
    Was du dir gemerkt hast, weißt nur du.
button-keep-question = Behalten
button-question-kept = ✓ Behalten
toast-question-kept = Behalten. Jetzt gehört sie zu euren eigenen Fragen: /settings
toast-question-kept-before = Sie gehört schon zu euren eigenen Fragen: /settings

## The questions a couple keeps

button-own-questions = Unsere eigenen Fragen
deck-title = Eure eigenen Fragen. Sie kommen von Zeit zu Zeit wieder.
deck-empty =
    Ihr habt noch keine eigenen Fragen behalten.
    /ask stellt euch beiden eine. Wenn sie sich geöffnet hat, tipp auf „{ button-keep-question }“, dann kommt sie von Zeit zu Zeit wieder.
button-page-back = ←
button-page-on = →
button-reword = Anders formulieren
button-remove-question = Entfernen
refusal-deck-full = Ihr habt zweihundert Fragen behalten, mehr gehen nicht. Wenn eine weicht, ist wieder Platz: /settings

## Rituals

button-make-ours = Das wird unser Ritual
button-is-ours = ✓ Unser Ritual
toast-ours-before = Das ist schon eins eurer Rituale.
ritual-made = Das gehört jetzt euch. Es kommt jede Woche wieder, { $day } um { $time } Uhr, als eine leise Zeile. Zu beantworten ist nichts, gezählt wird nichts.
ritual-made-by = { $name } hat daraus ein Ritual für euch zwei gemacht. Es kommt jede Woche wieder, { $day } um { $time } Uhr, als eine leise Zeile. Zu beantworten ist nichts, gezählt wird nichts.
ritual-line = Euer Ritual:
button-let-rest = Ruhen lassen
ritual-rests = Jetzt darf es ruhen. Wenn es dir fehlt: „{ button-make-ours }“ bringt es zurück.
refusal-rituals-full = Ihr habt zwölf Rituale, mehr gehen nicht. Wenn eins ruhen darf, ist wieder Platz.

command-ask = Eine eigene Frage stellen
