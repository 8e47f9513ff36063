### What a person reads before and around being two: the first words, the link, the yes and the no. In German.
### Warm, short, „du“, no gender, no pressure. A name stands where it needs no case: never after „mit“, „von“, „bei“, „zu“.

welcome =
    Hallo! Twofold ist für zwei.
    Am Abend bekommt ihr beide eine kleine Frage, und ihr antwortet getrennt, im eigenen Chat.
    Nichts öffnet sich, bevor ihr beide geantwortet habt. Dann öffnen sich beide Antworten, für euch beide.

welcome-back =
    Schön, dass du wieder da bist. Du und { $name }, ihr seid hier zu zweit.
    /today zeigt, was offen ist, /prompt bringt sofort eine Frage.

button-invite = Lieblingsmenschen einladen
button-privacy = Wie privat ist das?

privacy =
    Wie privat ist das?

    Deine Antwort wird versiegelt, sobald sie ankommt: verschlüsselt gespeichert und niemandem gezeigt. Sie öffnet sich, wenn beide Antworten da sind oder wenn du sie von dir aus verschenkst. Bis dahin kannst du sie ändern oder zurücknehmen.

    Was niemand versprechen kann: Chats mit einem Bot sind nicht Ende-zu-Ende-verschlüsselt. Telegram könnte den Klartext sehen, und wer diesen Bot betreibt, auch.

    Ob dein Gegenüber sehen darf, dass du eine Antwort versiegelt hast, entscheidest du: /settings.

    Gehen kannst du jederzeit, mit einem Fingertipp und ohne Begründung: /leave. Alles von dir, was nie geöffnet wurde, wird dann gelöscht.

help =
    Antworten heißt einfach schreiben. Worte, eine Sprachnachricht, ein Foto, ein Video: Alles zählt, und mehrere Nachrichten gehören zusammen. Bis sich beide Antworten öffnen, kannst du eine Nachricht bearbeiten, löschen oder die ganze Antwort zurücknehmen.

    Sind mehrere Fragen offen, antworte direkt auf die, die du meinst. Hat sich etwas geöffnet, wird deine Reaktion oder deine Antwort darauf weitergegeben.

    /prompt: sofort eine Frage
    /ask: eine eigene Frage, für euch beide
    /reflect: nach einem Streit, zu zweit oder allein
    /today: was für dich offen ist
    /invite: jemanden einladen
    /timezone: wo du bist
    /settings: was du umstellen kannst, und eine Gruppe zu zweit
    /privacy: was privat bleibt, und was nicht
    /safety: Hilfe, und Menschen zum Reden
    /leave: gehen, mit einem Fingertipp
    /cancel: vergiss, was ich dich gerade gefragt habe

## The link

invite-link =
    Hier ist dein Link. Schick ihn dem einen Menschen, mit dem du das machen möchtest:

    { $link }

    Er gilt für eine Person, sieben Tage lang. Bevor sich etwas öffnet, wirst du gefragt, ob es die richtige ist.
invite-share = Eine kleine Frage am Abend. Wir antworten beide, und erst dann sehen wir beide, was da steht. Hast du Lust, das mit mir auszuprobieren?
button-share = Verschicken
button-copy-link = Link kopieren

invite-opened =
    { $name } lädt dich zu Twofold ein.

    Eine kleine Frage am Abend, dieselbe für euch beide. Ihr antwortet getrennt, im eigenen Chat. Nichts öffnet sich, bevor ihr beide geantwortet habt; dann öffnen sich beide Antworten, für euch beide. Mehr als das, was sich öffnet, sieht { $name } nie.

    Gehen kannst du jederzeit, mit einem Fingertipp.
invite-opened-waits = { $name } hat schon eine Antwort für dich versiegelt.
button-accept = Ja, probieren wir’s
button-decline = Nein, danke
invite-declined = In Ordnung. Niemand erfährt davon.

invite-accepted =
    Wie schön. Jetzt wird { $name } noch gefragt, ob du es wirklich bist, und dann seid ihr zu zweit.
    Deine erste Frage ist schon da.
confirm-person =
    { $name } hat deine Einladung angenommen. Ist das der richtige Mensch?
    Bevor du Ja sagst, öffnet sich nichts.
button-confirm = Ja, genau
button-refuse-person = Nein, jemand anderes
confirmed-person = { $name } also. Wie schön.
refused-person = In Ordnung, dann jemand anderes. Dein Link gilt wieder.
accepter-gone = { $name } hat es sich anders überlegt. Dein Link gilt wieder.
invite-unusable = Diese Einladung gilt nicht. Wer sie geschickt hat, bekommt mit /invite eine neue.
invite-lapsed =
    Sieben Tage sind um, dein Link ist abgelaufen, und was darunter versiegelt war, ist gelöscht.
    /invite macht einen neuen, wann immer du magst.
invite-withdrawn = Zurückgenommen. Was du darunter versiegelt hattest, ist gelöscht.

together =
    Du und { $name }, ihr seid jetzt hier zu zweit.
    Am Abend kommt eine kleine Frage. Sobald ihr beide geantwortet habt, öffnen sich beide Antworten.
