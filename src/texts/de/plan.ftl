### The week at a glance, quiet hours, nudges and resting. In German.

week-title = Eure Woche, nach deiner Uhr ({ $city }):
week-title-no-zone = Eure Woche. Schick /timezone und eine Stadt, dann fängt sie an.
week-sundays = Zuletzt war es still hier, deshalb gibt es gerade nur sonntags eine Frage. Alles andere kommt wieder, sobald ihr das nächste Mal etwas miteinander öffnet.
week-asleep = Es ist still. Schreib irgendetwas, dann kommt am Sonntag eine Frage.
week-empty = Es ist nichts geplant. Wähl einen Plan, oder füg eine Zeit hinzu.
week-off = { $line } (aus)
weekday-mon = Mo
weekday-tue = Di
weekday-wed = Mi
weekday-thu = Do
weekday-fri = Fr
weekday-sat = Sa
weekday-sun = So
rhythm-daily = Jeden Tag um { $time }
rhythm-days = { $days } um { $time }
rhythm-month-days = Jeden Monat an Tag { $days } um { $time }
rhythm-months = Jeden Tag in Monat { $months } um { $time }
rhythm-dates = An Tag { $days } in Monat { $months } um { $time }

plan-gentle = Sanft
plan-daily = Täglich
plan-full = Reichlich
plan-changed = Eure Woche sieht jetzt ein bisschen anders aus. /schedule zeigt sie.

button-add-schedule = Zeit hinzufügen
button-other-time = Andere Zeit
button-schedule-on = Einschalten
button-schedule-off = Ausschalten
button-schedule-remove = Entfernen
button-back = Zurück
button-week = Unsere Woche

time-ask = Welche Zeit passt dir? Schreib sie so: 20:30

## A cron line: /schedule gratitude 30 21 * * *

cron-count =
    So bitte: eine Art von Frage, dann fünf Felder: Minute, Stunde, Tag, Monat, Wochentag.
    /schedule gratitude 30 21 * * * heißt: Dankbarkeit, jeden Tag um 21:30.
cron-minute = Minute
cron-hour = Stunde
cron-day = Tag im Monat
cron-month = Monat
cron-weekday = Wochentag
cron-unreadable = Ein Feld in dieser Zeile kann ich nicht lesen: { $field }. Es hat sich nichts geändert.
cron-too-often = So käme es öfter als einmal am Tag, und öfter geht es nicht. Es liegt an diesem Feld: { $field }. Es hat sich nichts geändert.
cron-both = Tage im Monat und Wochentage zusammen lassen sich auf zwei Arten verstehen, also nimm bitte nur eins davon. Es hat sich nichts geändert.

## Quiet hours and nudges

button-nudges-on = ✓ Einmal sanft erinnern
button-nudges-off = Einmal sanft erinnern: aus
button-quiet-hours = Ruhezeit
quiet-hours-ask = Wann soll es still sein, ohne Ton und ohne Erinnerung?
quiet-hours-type = Von wann bis wann? Schreib es so: 22:30 - 7:30
quiet-none = keine
nudge =
    Noch da, wann immer du magst:

    { $prompt }

## Resting

button-pause = Eine Weile Pause machen
pause-ask = Wie lange möchtest du Pause machen? Bis dahin kommt nichts Neues, und niemand wird erinnert. Was offen ist, bleibt offen.
button-pause-day = 1 Tag
button-pause-days = { $count } Tage
button-pause-open = Bis jemand von uns weitermacht
button-resume = Weitermachen
resting-until = Pause bis { $day }, { $time } Uhr. Was offen ist, bleibt offen.
resting-open = Pause, bis jemand von euch weitermacht. Was offen ist, bleibt offen.
resumed = Wieder da. Die Fragen kommen wie geplant.
quieter = Hier war es still, und das ist völlig in Ordnung. Von jetzt an kommt sonntags eine Frage. Alles andere kommt von selbst wieder, sobald ihr das nächste Mal etwas miteinander öffnet.
