//! The week at a glance, its changes, and resting: times are the reader's own.

use jiff::Timestamp;
use jiff::civil::{Time, Weekday};

use super::lines::Line;
use super::names::label;
use super::piece::{Button, Keyboard, Piece};
use super::rich::Rich;
use super::view::View;
use crate::core::choice;
use crate::core::choice::pick::has_eligible;
use crate::core::model::couple::{Couple, Mood};
use crate::core::model::ids::{RoundId, ScheduleId, Seat};
use crate::core::model::rhythm::{BadCron, Field, Rhythm, WEEK, Why};
use crate::core::model::schedule::{PAUSE_DAYS, Plan, SCHEDULES_MAX, Schedule};
use crate::core::protocol::plan::{Change, PlanPress};
use crate::core::protocol::press::Press;
use crate::core::protocol::settings::SettingsPress;
use crate::library::KindId;
use crate::places::zone_name;

/// Times offered by button; any other can be typed.
const TIMES: [(i8, i8); 6] = [(7, 45), (12, 0), (18, 30), (20, 30), (21, 30), (22, 0)];
/// Quiet hours offered by button; from and to the same means none.
const QUIET: [((i8, i8), (i8, i8)); 4] = [
    ((21, 30), (8, 0)),
    ((22, 30), (7, 30)),
    ((23, 30), (8, 30)),
    ((0, 0), (0, 0)),
];

pub(super) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A field of a cron line, easier on the eye.
fn listed(field: &str) -> String {
    field.replace(',', ", ").replace('-', "–")
}

fn time(hour: i8, minute: i8) -> Time {
    Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight())
}

impl View<'_> {
    fn my_couple(&self) -> Option<&Couple> {
        self.ctx.state.together(self.to).map(|(couple, _)| couple)
    }

    fn my_zone(&self) -> Option<String> {
        let own = |person| self.person(person).and_then(|person| person.zone.clone());
        own(self.to).or_else(|| {
            let (couple, seat) = self.ctx.state.together(self.to)?;
            own(couple.person(seat.other())?)
        })
    }

    pub(super) fn weekday(&self, day: Weekday) -> String {
        self.say(match day {
            Weekday::Monday => Line::WeekdayMon,
            Weekday::Tuesday => Line::WeekdayTue,
            Weekday::Wednesday => Line::WeekdayWed,
            Weekday::Thursday => Line::WeekdayThu,
            Weekday::Friday => Line::WeekdayFri,
            Weekday::Saturday => Line::WeekdaySat,
            Weekday::Sunday => Line::WeekdaySun,
        })
    }

    pub(super) fn kind_title(&self, kind: &KindId) -> String {
        let lang = self.library_lang();
        match self.ctx.library.kind(kind) {
            Some(kind) => format!("{} {}", kind.emoji, kind.words(&lang).title),
            None => kind.to_string(),
        }
    }

    /// When a schedule comes, in words.
    fn rhythm(&self, rhythm: &Rhythm) -> String {
        let at = clock(rhythm.time);
        let (days, months) = (listed(&rhythm.days), listed(&rhythm.months));
        match (rhythm.days.as_str(), rhythm.months.as_str()) {
            ("*", "*") => {}
            (_, "*") => {
                return self.say(Line::RhythmMonthDays {
                    days: &days,
                    time: &at,
                });
            }
            ("*", _) => {
                return self.say(Line::RhythmMonths {
                    months: &months,
                    time: &at,
                });
            }
            _ => {
                return self.say(Line::RhythmDates {
                    days: &days,
                    months: &months,
                    time: &at,
                });
            }
        }
        if rhythm.weekdays.len() == WEEK.len() {
            return self.say(Line::RhythmDaily { time: &at });
        }
        let days: Vec<String> = rhythm
            .weekdays
            .iter()
            .map(|day| self.weekday(*day))
            .collect();
        self.say(Line::RhythmDays {
            days: &days.join(", "),
            time: &at,
        })
    }

    fn kinds(&self, schedule: &Schedule) -> String {
        let titles: Vec<String> = schedule
            .kinds
            .iter()
            .map(|kind| self.kind_title(kind))
            .collect();
        titles.join(", ")
    }

    fn schedule_line(&self, schedule: &Schedule) -> String {
        let when = schedule
            .rhythm()
            .map(|rhythm| self.rhythm(&rhythm))
            .unwrap_or_default();
        let line = format!("{when} · {}", self.kinds(schedule));
        if schedule.off {
            self.say(Line::WeekOff { line: &line })
        } else {
            line
        }
    }

    pub(super) fn week(&self) -> Vec<Piece> {
        let Some(couple) = self.my_couple() else {
            return Vec::new();
        };
        let zone = self.my_zone();
        let title = match &zone {
            Some(zone) => self.say(Line::WeekTitle {
                city: &zone_name(zone),
            }),
            None => self.say(Line::WeekTitleNoZone),
        };
        let mut text = vec![title];
        match &couple.mood {
            Mood::Awake => {}
            Mood::Sundays { .. } => text.push(self.say(Line::WeekSundays)),
            Mood::Asleep => text.push(self.say(Line::WeekAsleep)),
        }
        let allowed = choice::allowed(self.ctx.state, couple, self.ctx.now);
        if !choice::has_anything(self.ctx.library, &allowed) {
            text.push(self.say(Line::WeekNothing));
        }
        text.push(String::new());
        if couple.schedules.is_empty() {
            text.push(self.say(Line::WeekEmpty));
        }
        text.extend(
            couple
                .schedules
                .iter()
                .map(|schedule| self.schedule_line(schedule)),
        );
        let plans = Plan::CHOICES.map(|plan| {
            let line = match plan {
                Plan::Gentle => Line::PlanGentle,
                Plan::Full => Line::PlanFull,
                Plan::Daily | Plan::Own => Line::PlanDaily,
            };
            let mark = if couple.plan == plan { "✓ " } else { "" };
            Button::Press {
                label: format!("{mark}{}", self.say(line)),
                press: Press::Plan(PlanPress::ChoosePlan(plan)),
            }
        });
        let mut keyboard = Keyboard::default().row(plans);
        for schedule in &couple.schedules {
            let line = label(&self.schedule_line(schedule));
            keyboard = keyboard.row([Button::Press {
                label: line,
                press: Press::Plan(PlanPress::ShowSchedule(schedule.id)),
            }]);
        }
        if couple.schedules.len() < SCHEDULES_MAX {
            keyboard = keyboard
                .row([self.button(Line::ButtonAddSchedule, Press::Plan(PlanPress::AddSchedule))]);
        }
        vec![Piece::text(Rich::plain(&text.join("\n")), keyboard)]
    }

    pub(super) fn one_schedule(&self, id: ScheduleId) -> Vec<Piece> {
        let found = self.my_couple().and_then(|couple| {
            let schedule = couple.schedules.iter().find(|one| one.id == id)?;
            let seat = couple.seat_of(self.to)?;
            Some((couple, seat, schedule))
        });
        let Some((couple, seat, schedule)) = found else {
            return self.week();
        };
        let rhythm = schedule.rhythm();
        let change = |change: Change| Press::Plan(PlanPress::ChangeSchedule(id, change));
        let mark = |on: bool, text: String| if on { format!("✓ {text}") } else { text };
        let mut keyboard = Keyboard::default();
        if let Some(rhythm) = &rhythm {
            let times: Vec<Button> = TIMES
                .into_iter()
                .map(|(hour, minute)| {
                    let at = time(hour, minute);
                    let label = mark(rhythm.time == at, clock(at));
                    Button::Press {
                        label,
                        press: change(Change::Time(at)),
                    }
                })
                .collect();
            for row in times.chunks(3) {
                keyboard = keyboard.row(row.iter().cloned());
            }
            keyboard = keyboard
                .row([self.button(Line::ButtonOtherTime, Press::Plan(PlanPress::AskTime(id)))]);
            let days: Vec<Button> = WEEK
                .into_iter()
                .map(|day| {
                    let on = rhythm.is_weekly() && rhythm.weekdays.contains(&day);
                    Button::Press {
                        label: mark(on, self.weekday(day)),
                        press: change(Change::Day(day)),
                    }
                })
                .collect();
            for row in days.chunks(4) {
                keyboard = keyboard.row(row.iter().cloned());
            }
        }
        // As far as the reader may see it: nothing here shows what the other switched off.
        let allowed = choice::allowed_by_one(self.ctx.state, couple, seat, self.ctx.now);
        let kinds: Vec<Button> = self
            .ctx
            .library
            .kinds()
            .iter()
            .filter(|kind| has_eligible(kind, &allowed) || schedule.kinds.contains(&kind.id))
            .map(|kind| {
                let on = schedule.kinds.contains(&kind.id);
                let label = label(&mark(on, self.kind_title(&kind.id)));
                Button::Press {
                    label,
                    press: change(Change::Kind(kind.id.clone())),
                }
            })
            .collect();
        for row in kinds.chunks(2) {
            keyboard = keyboard.row(row.iter().cloned());
        }
        let off = if schedule.off {
            Line::ButtonScheduleOn
        } else {
            Line::ButtonScheduleOff
        };
        keyboard = keyboard
            .row([
                self.button(off, change(Change::OnOff)),
                self.button(Line::ButtonScheduleRemove, change(Change::Remove)),
            ])
            .row([self.button(Line::ButtonBack, Press::Plan(PlanPress::Week))]);
        vec![Piece::text(
            Rich::plain(&self.schedule_line(schedule)),
            keyboard,
        )]
    }

    pub(super) fn cron_wrong(&self, bad: BadCron) -> Vec<Piece> {
        let field = |line: Line<'_>| self.say(line);
        let name = match bad.field {
            Field::Count => return self.line(Line::CronCount),
            Field::Minute => field(Line::CronMinute),
            Field::Hour => field(Line::CronHour),
            Field::Day => field(Line::CronDay),
            Field::Month => field(Line::CronMonth),
            Field::Weekday => field(Line::CronWeekday),
        };
        match bad.why {
            Why::Unreadable => self.line(Line::CronUnreadable { field: &name }),
            Why::TooOften => self.line(Line::CronTooOften { field: &name }),
            Why::Both => self.line(Line::CronBoth),
        }
    }

    pub(super) fn pause_ask(&self) -> Vec<Piece> {
        let days = PAUSE_DAYS.map(|days| {
            let count = days.to_string();
            let line = if days == 1 {
                Line::ButtonPauseDay
            } else {
                Line::ButtonPauseDays { count: &count }
            };
            self.button(line, Press::Plan(PlanPress::PauseFor(days)))
        });
        let keyboard = Keyboard::default()
            .row(days)
            .row([self.button(Line::ButtonPauseOpen, Press::Plan(PlanPress::PauseOpen))])
            .row([self.button(
                Line::ButtonBack,
                Press::Settings(SettingsPress::SettingsAgain),
            )]);
        vec![Piece::text(
            Rich::plain(&self.say(Line::PauseAsk)),
            keyboard,
        )]
    }

    pub(super) fn resting(&self, until: Option<Timestamp>) -> Vec<Piece> {
        let keyboard =
            Keyboard::column([self.button(Line::ButtonResume, Press::Plan(PlanPress::Resume))]);
        let text = match until {
            None => self.say(Line::RestingOpen),
            Some(until) => {
                let zone = self
                    .my_zone()
                    .and_then(|zone| jiff::tz::TimeZone::get(&zone).ok());
                let local = until.to_zoned(zone.unwrap_or(jiff::tz::TimeZone::UTC));
                let (day, at) = (self.weekday(local.weekday()), clock(local.time()));
                self.say(Line::RestingUntil {
                    day: &day,
                    time: &at,
                })
            }
        };
        vec![Piece::text(Rich::plain(&text), keyboard)]
    }

    pub(super) fn quiet_hours_ask(&self) -> Vec<Piece> {
        let settings = self
            .person(self.to)
            .map(|person| person.settings.clone())
            .unwrap_or_default();
        let buttons = QUIET.map(|(from, to)| {
            let (from, to) = (time(from.0, from.1), time(to.0, to.1));
            let on = settings.quiet_from == from && settings.quiet_to == to;
            let text = if from == to {
                self.say(Line::QuietNone)
            } else {
                format!("{} – {}", clock(from), clock(to))
            };
            let label = if on { format!("✓ {text}") } else { text };
            Button::Press {
                label,
                press: Press::Settings(SettingsPress::SetQuietHours(from, to)),
            }
        });
        let keyboard = Keyboard::column(buttons)
            .row([self.button(
                Line::ButtonOtherTime,
                Press::Settings(SettingsPress::TypeQuietHours),
            )])
            .row([self.button(
                Line::ButtonBack,
                Press::Settings(SettingsPress::SettingsAgain),
            )]);
        vec![Piece::text(
            Rich::plain(&self.say(Line::QuietHoursAsk)),
            keyboard,
        )]
    }

    /// A question is still there: neutral, and the same whether the partner has answered or not.
    pub(super) fn nudge(&self, round: RoundId, seat: Seat) -> Vec<Piece> {
        let Some(at_hand) = self.round(round) else {
            return Vec::new();
        };
        let prompt = self.prompt_with_emoji(at_hand, seat);
        let said = self.around(&prompt, |prompt| Line::Nudge { prompt });
        vec![Piece::text(Rich::plain(&said), Keyboard::default())]
    }
}
