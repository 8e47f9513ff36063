### Where people live, and what time it is there.

zone-ask =
    One small thing: what time is it where you are?
    Send me a big city near you, Lisbon for example, or your location (📎), and questions will come in your own evening.
zone-ask-same = { $name } goes by { $city } time, where it is { $time } now. The same for you?
button-zone-same = The same for me
button-zone-other = Somewhere else
button-clocks = Pick the time
zone-set = { $place }: it is { $time } where you are? Then all is set.
zone-set-others = { $place }: it is { $time } where you are? Then all is set. Or did you mean one of these?
zone-set-fixed = { $place }: it is { $time } where you are? Then all is set. This stays { $place } all year; a city brings its summer time along.
zone-same = All set: { $place }, where it is { $time } now. When you move, /timezone is enough.
button-zone-right = Yes, that's it
button-place = { $place } ({ $time })
zone-unknown = I don't know that place. Which bigger city is near you? Send it like this: /timezone Lisbon
clock-ask = What does your clock show right now?
place-ask = About { $time }, then. Which of these is yours, or changes its clocks when yours do?
button-more-places = More places
button-other-clock = Another time

## Above a reveal of two who live far apart

reveal-clocks = { $here } { $time } · { $there } { $theirs }
reveal-clocks-tomorrow = { $here } { $time } · { $there } { $theirs } tomorrow
reveal-clocks-yesterday = { $here } { $time } · { $there } { $theirs } yesterday
