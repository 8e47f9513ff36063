### Where people live, and what time it is there. In German.

zone-ask =
    Eine Kleinigkeit noch: Wie spät ist es bei dir?
    Schick mir eine große Stadt in deiner Nähe, zum Beispiel Berlin, oder deinen Standort (📎), dann kommen die Fragen an deinem Abend.
zone-ask-same = Für { $name } gilt die Uhr in { $city }, dort ist es jetzt { $time } Uhr. Für dich auch?
button-zone-same = Für mich auch
button-zone-other = Woanders
button-clocks = Uhrzeit aussuchen
zone-set = { $place }: Ist es bei dir { $time } Uhr? Dann passt alles.
zone-set-others = { $place }: Ist es bei dir { $time } Uhr? Dann passt alles. Oder meintest du einen von diesen Orten?
zone-set-fixed = { $place }: Ist es bei dir { $time } Uhr? Dann passt alles. So bleibt es das ganze Jahr { $place }; eine Stadt bringt ihre Sommerzeit mit.
zone-same = Alles klar: { $place }, dort ist es jetzt { $time } Uhr. Wenn du umziehst, genügt /timezone.
button-zone-right = Ja, genau
button-place = { $place } ({ $time })
zone-unknown = Den Ort kenne ich nicht. Welche größere Stadt ist in deiner Nähe? Schick sie so: /timezone Berlin
clock-ask = Was zeigt deine Uhr gerade?
place-ask = Also ungefähr { $time } Uhr. Welcher Ort ist deiner, oder wo werden die Uhren umgestellt, wenn auch du es tust?
button-more-places = Weitere Orte
button-other-clock = Andere Uhrzeit

## Above a reveal of two who live far apart

reveal-clocks = { $here } { $time } · { $there } { $theirs }
reveal-clocks-tomorrow = { $here } { $time } · { $there } morgen { $theirs }
reveal-clocks-yesterday = { $here } { $time } · { $there } gestern { $theirs }
