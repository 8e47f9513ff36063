### What the two are asked: kinds, topics, depth. Each page shows the reader's own switches and nothing of the other's. In German.

button-asked = Was wir gefragt werden
asked =
    Was wir gefragt werden

    Diese Schalter gehören nur dir. Eine Frage kommt nur, wenn sie für euch beide passt, und niemand erfährt, wer was umgestellt hat.

    Wie tief: { $depth }
asked-depth-one = leicht, für jeden Abend
asked-depth-two = ein bisschen tiefer, sobald ihr das beide möchtet
asked-depth-three = so tief es geht, sobald ihr das beide möchtet
button-deeper = Ein bisschen tiefer
button-lighter = Ein bisschen leichter
button-topics = Themen

topics =
    Was eine Frage berühren darf. Auch diese Schalter gehören nur dir: Ein Thema kommt nur vor, wenn es für euch beide passt.
topic-touch = Berührung
topic-shared-home = Unter einem Dach
topic-long-distance = An zwei Orten
topic-children = Kinder
topic-marriage = Verheiratet sein
topic-religion = Glaube
topic-money = Geld, oder was welches kostet
topic-intimacy = Intimes
topic-family = Familie
topic-work = Arbeit
topic-health = Gesundheit
topic-grief = Trauer
topic-pets = Haustiere
topic-alcohol = Alkohol

## Going deeper. What one says to it is sealed: only two yeses are ever shown.

deeper-offer-two =
    Ihr zwei habt inzwischen schon einige Fragen geöffnet. Hättest du gern welche, die ein bisschen tiefer gehen?

    Sagt ihr beide Ja, erfahrt ihr es beide. Wenn nicht, erfährt niemand etwas.
deeper-offer-three =
    Hättest du gern Fragen, die noch tiefer gehen, zu Ängsten, Sehnsüchten und alten Verletzungen?

    Sagt ihr beide Ja, erfahrt ihr es beide. Wenn nicht, erfährt niemand etwas.
button-deeper-yes = Ja, ein bisschen tiefer
button-deeper-no = Es ist gut, wie es ist
deeper-yes = 🙊 Ein versiegeltes Ja. Sagt ihr es beide, erfahrt ihr es beide.
deeper-no = Dann nicht tiefer, und niemand erfährt davon. Wenn du es dir anders überlegst: /settings.
deeper-together-two =
    Wie schön: Ihr möchtet beide ein bisschen tiefer gehen. Bald werden manche eurer Fragen das auch tun.
    Unter /settings könnt ihr es jederzeit wieder leichter machen, auch allein.
deeper-together-three =
    Wie schön: Ihr möchtet beide noch tiefer gehen. Bald werden manche eurer Fragen das auch tun.
    Unter /settings könnt ihr es jederzeit wieder leichter machen, auch allein.

week-nothing = Gerade gibt es nichts, was ihr beide gefragt werden möchtet. Also kommt nichts, und das ist völlig in Ordnung. Unter /settings lässt sich etwas einschalten.
