### *Zudecken, was ich schreibe*: Was jemand schreibt, verschwindet aus dem Chat, sobald es versiegelt ist.

card-covered = { $count ->
        [one] Eine Nachricht, zugedeckt.
       *[other] { $count } Nachrichten, zugedeckt.
    }
covered-shown = Das siehst nur du, und in einer Minute ist es weg.
button-show-me = Zeig es mir
button-hide = Wieder zudecken
button-cover-on = ✓ Zudecken, was ich schreibe
button-cover-off = Zudecken, was ich schreibe: aus
toast-covers-now = Ab jetzt nehme ich deine Antworten aus diesem Chat, sobald sie versiegelt sind. „Zeig es mir“ holt sie für eine Minute zurück.
