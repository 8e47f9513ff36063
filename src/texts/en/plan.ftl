### The week at a glance, quiet hours, nudges and resting.

week-title = Your week, at your own time ({ $city }):
week-title-no-zone = Your week. /timezone and a city, and it begins.
week-sundays = It has been quiet lately, so there is one question on Sundays. The rest comes back when you next open something together.
week-asleep = It is quiet. Write anything, and there will be a question on Sunday.
week-empty = Nothing is planned. Choose a plan, or add a time.
week-off = { $line } (off)
weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun
rhythm-daily = Every day at { $time }
rhythm-days = { $days } at { $time }
rhythm-month-days = On day { $days } of each month at { $time }
rhythm-months = Every day of month { $months } at { $time }
rhythm-dates = On day { $days } of month { $months } at { $time }

plan-gentle = Gentle
plan-daily = Daily
plan-full = Full
plan-changed = Your week looks a little different now. /schedule shows it.

button-add-schedule = Add one
button-other-time = Another time
button-schedule-on = Switch on
button-schedule-off = Switch off
button-schedule-remove = Remove
button-back = Back
button-week = Our week

time-ask = What time suits you? Write it like this: 20:30

## A cron line: /schedule gratitude 30 21 * * *

cron-count =
    Like this, please: a kind, then five fields: minute, hour, day, month, weekday.
    /schedule gratitude 30 21 * * * means gratitude, every day at 21:30.
cron-minute = minute
cron-hour = hour
cron-day = day of the month
cron-month = month
cron-weekday = weekday
cron-unreadable = I can't read the { $field } in that line. Nothing was changed.
cron-too-often = The { $field } in that line would make it come more than once a day. Once a day is as often as it goes. Nothing was changed.
cron-both = Days of the month and weekdays together can be read in two ways, so please use one of them. Nothing was changed.

## Quiet hours and nudges

button-nudges-on = ✓ Remind me gently, once
button-nudges-off = Remind me gently, once: off
button-quiet-hours = Quiet hours
quiet-hours-ask = When should nothing make a sound, and nobody remind you?
quiet-hours-type = From when to when? Write it like this: 22:30 - 7:30
quiet-none = none
nudge =
    Still here, whenever you like:

    { $prompt }

## Resting

button-pause = Rest for a while
pause-ask = How long would you like to rest? Nothing new is asked meanwhile, and nobody is reminded. What is open stays open.
button-pause-day = 1 day
button-pause-days = { $count } days
button-pause-open = Until one of us resumes
button-resume = Resume
resting-until = Resting until { $day }, { $time }. What is open stays open.
resting-open = Resting until one of you resumes. What is open stays open.
resumed = Back again. Questions come as planned.
quieter = It has been quiet here, and that's fine. From now on there is one question on Sundays. The rest comes back by itself when you next open something together.
