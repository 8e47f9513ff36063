//! The week at a glance, and the page of one schedule: times are the reader's own.
//!
//! Shows nothing of what the other switched off. Start with [`View::week`].

use crate::core::choice;
use crate::core::choice::pick::has_eligible;
use crate::core::model::couple::{Couple, Mood};
use crate::core::model::ids::ScheduleId;
use crate::core::model::rhythm::{BadCron, Field, Rhythm, WEEK, Why};
use crate::core::model::schedule::{Plan, SCHEDULES_MAX, Schedule};
use crate::core::protocol::plan::{Change, PlanPress};
use crate::core::protocol::press::Press;
use crate::places::zone_name;
use crate::texts::base::common::Common;
use crate::texts::base::names::{label, ticked};
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::times::{clock, time};
use crate::texts::base::view::{View, must_be_there};
use crate::texts::plan::lines::Line;

/// Times offered by button; any other can be typed.
const TIMES: [(i8, i8); 6] = [(7, 45), (12, 0), (18, 30), (20, 30), (21, 30), (22, 0)];

/// A field of a cron line, easier on the eye.
fn listed(field: &str) -> String {
    field.replace(',', ", ").replace('-', "–")
}

impl View<'_> {
    fn my_couple(&self) -> Option<&Couple> {
        self.ctx.state.together(self.to).map(|(couple, _)| couple)
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
        let Some(couple) = must_be_there("couple", self.my_couple()) else {
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
            Button::Press {
                label: ticked(couple.plan == plan, &self.say(line)),
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
        let mut keyboard = Keyboard::default();
        if let Some(rhythm) = &rhythm {
            let times: Vec<Button> = TIMES
                .into_iter()
                .map(|(hour, minute)| {
                    let at = time(hour, minute);
                    let label = ticked(rhythm.time == at, &clock(at));
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
                .row([self.button(Common::ButtonOtherTime, Press::Plan(PlanPress::AskTime(id)))]);
            let days: Vec<Button> = WEEK
                .into_iter()
                .map(|day| {
                    let on = rhythm.is_weekly() && rhythm.weekdays.contains(&day);
                    Button::Press {
                        label: ticked(on, &self.weekday(day)),
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
                let label = label(&ticked(on, &self.kind_title(&kind.id)));
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
            .row([self.button(Common::ButtonBack, Press::Plan(PlanPress::Week))]);
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
}
