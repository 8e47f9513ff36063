//! The lines of when a couple is asked, each with the arguments it takes. Their words are in the `.ftl` files.
//!
//! A line that another feature says too stands in `base::common`. Start with [`Line`].

use crate::texts::base::lines::lines;

lines! {
    Line<'a>;

    TimeAsk = "time-ask";
    CronCount = "cron-count";
    CronMinute = "cron-minute";
    CronHour = "cron-hour";
    CronDay = "cron-day";
    CronMonth = "cron-month";
    CronWeekday = "cron-weekday";
    CronUnreadable { field: &'a str } = "cron-unreadable";
    CronTooOften { field: &'a str } = "cron-too-often";
    CronBoth = "cron-both";
    PlanChanged = "plan-changed";
    PlanGentle = "plan-gentle";
    PlanDaily = "plan-daily";
    PlanFull = "plan-full";
    WeekTitle { city: &'a str } = "week-title";
    WeekTitleNoZone = "week-title-no-zone";
    WeekSundays = "week-sundays";
    WeekAsleep = "week-asleep";
    WeekEmpty = "week-empty";
    WeekOff { line: &'a str } = "week-off";
    RhythmDaily { time: &'a str } = "rhythm-daily";
    RhythmDays { days: &'a str, time: &'a str } = "rhythm-days";
    RhythmMonthDays { days: &'a str, time: &'a str } = "rhythm-month-days";
    RhythmMonths { months: &'a str, time: &'a str } = "rhythm-months";
    RhythmDates { days: &'a str, months: &'a str, time: &'a str } = "rhythm-dates";
    ButtonAddSchedule = "button-add-schedule";
    ButtonScheduleOn = "button-schedule-on";
    ButtonScheduleOff = "button-schedule-off";
    ButtonScheduleRemove = "button-schedule-remove";
    PauseAsk = "pause-ask";
    ButtonPauseDay = "button-pause-day";
    ButtonPauseDays { count: &'a str } = "button-pause-days";
    ButtonPauseOpen = "button-pause-open";
    RestingUntil { day: &'a str, time: &'a str } = "resting-until";
    RestingOpen = "resting-open";
    Quieter = "quieter";
    RefusalNotResting = "refusal-not-resting";
    RefusalSchedulesFull = "refusal-schedules-full";
    RefusalLastOne = "refusal-last-one";
    WeekNothing = "week-nothing";
}
