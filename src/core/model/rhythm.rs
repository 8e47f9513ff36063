//! The plans a couple can choose from, and the cron lines of those who want it exact.
//!
//! A schedule comes at one local time on the days its expression names: at most once a day, by construction. People type the
//! usual five fields (minute, hour, day of the month, month, day of the week, 0 and 7 both Sunday); the `cron` crate wants six
//! and counts Sunday as 1, so weekdays are always written by name.

use jiff::civil::{Time, Weekday};

/// Half past eight in the evening, unless said otherwise.
pub const EVENING: Time = Time::constant(20, 30, 0, 0);

/// Monday to Sunday.
pub const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// One local time on certain days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rhythm {
    pub time: Time,
    /// On these weekdays, Monday first; all seven for every day.
    pub weekdays: Vec<Weekday>,
    /// Only on these days of the month and in these months, as typed; `*` for all.
    pub days: String,
    pub months: String,
}

/// The field of a cron line that is wrong, and how.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadCron {
    pub field: Field,
    pub why: Why,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// There are not five fields.
    Count,
    Minute,
    Hour,
    Day,
    Month,
    Weekday,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// It cannot be read, or is out of its range.
    Unreadable,
    /// It would come more than once a day.
    TooOften,
    /// Days of the month and of the week cannot both be chosen: cron's own readers disagree on what that means.
    Both,
}

impl Rhythm {
    /// Every week on these days.
    pub fn weekly(time: Time, days: &[Weekday]) -> Rhythm {
        let weekdays = WEEK.into_iter().filter(|day| days.contains(day)).collect();
        Rhythm {
            time,
            weekdays,
            days: "*".into(),
            months: "*".into(),
        }
    }

    /// Whether it is only a matter of weekdays.
    pub fn is_weekly(&self) -> bool {
        self.days == "*" && self.months == "*"
    }

    /// The expression as crate `cron` reads it.
    pub fn expression(&self) -> String {
        let weekdays = if self.weekdays.len() == WEEK.len() {
            "*".to_owned()
        } else {
            self.weekdays
                .iter()
                .map(|day| short_name(*day))
                .collect::<Vec<_>>()
                .join(",")
        };
        let (minute, hour) = (self.time.minute(), self.time.hour());
        format!("0 {minute} {hour} {} {} {weekdays}", self.days, self.months)
    }

    /// Reads what [`Rhythm::expression`] wrote.
    pub fn of(expression: &str) -> Option<Rhythm> {
        let five = expression.strip_prefix("0 ")?;
        Rhythm::parse(five).ok()
    }

    /// Reads the usual five fields.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn parse(line: &str) -> Result<Rhythm, BadCron> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [minute, hour, days, months, weekdays] = fields[..] else {
            return Err(BadCron {
                field: Field::Count,
                why: Why::Unreadable,
            });
        };
        let minute = once(minute, 59, Field::Minute)?;
        let hour = once(hour, 23, Field::Hour)?;
        let days = range(days, 1, 31, Field::Day)?;
        let months = range(months, 1, 12, Field::Month)?;
        let weekdays = weekdays_of(weekdays)?;
        if days != "*" && weekdays.len() < WEEK.len() {
            return Err(BadCron {
                field: Field::Weekday,
                why: Why::Both,
            });
        }
        let time = Time::new(hour, minute, 0, 0).map_err(|_| BadCron {
            field: Field::Hour,
            why: Why::Unreadable,
        })?;
        Ok(Rhythm {
            time,
            weekdays,
            days,
            months,
        })
    }
}

/// A field that must be one number, or it would come several times a day.
fn once(typed: &str, max: i8, field: Field) -> Result<i8, BadCron> {
    match typed.parse::<i8>() {
        Ok(number) if (0..=max).contains(&number) => Ok(number),
        _ => {
            let many = !typed.is_empty()
                && typed
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b"*,-/".contains(&b));
            let why = if many && !typed.bytes().all(|b| b.is_ascii_digit()) {
                Why::TooOften
            } else {
                Why::Unreadable
            };
            Err(BadCron { field, why })
        }
    }
}

/// `*`, numbers, ranges and steps, each within its bounds. Kept as typed.
fn range(typed: &str, min: u8, max: u8, field: Field) -> Result<String, BadCron> {
    let bad = BadCron {
        field,
        why: Why::Unreadable,
    };
    let number = |text: &str| text.parse::<u8>().ok().filter(|n| (min..=max).contains(n));
    for item in typed.split(',') {
        let (span, step) = match item.split_once('/') {
            Some((span, step)) => (span, Some(step)),
            None => (item, None),
        };
        if step.is_some_and(|step| {
            step.parse::<u8>()
                .ok()
                .is_none_or(|step| step == 0 || step > max)
        }) {
            return Err(bad);
        }
        let good = match span.split_once('-') {
            _ if span == "*" => true,
            Some((from, to)) => {
                matches!((number(from), number(to)), (Some(from), Some(to)) if from <= to)
            }
            None => number(span).is_some(),
        };
        if !good {
            return Err(bad);
        }
    }
    Ok(typed.to_owned())
}

fn weekdays_of(typed: &str) -> Result<Vec<Weekday>, BadCron> {
    let bad = BadCron {
        field: Field::Weekday,
        why: Why::Unreadable,
    };
    if typed == "*" {
        return Ok(WEEK.to_vec());
    }
    let mut chosen = Vec::new();
    for item in typed.split(',') {
        match item.split_once('-') {
            Some((from, to)) => {
                let (from, to) = (weekday(from).ok_or(bad)?, weekday(to).ok_or(bad)?);
                let mut day = from;
                chosen.push(day);
                while day != to {
                    day = day.next();
                    chosen.push(day);
                }
            }
            None => chosen.push(weekday(item).ok_or(bad)?),
        }
    }
    Ok(WEEK
        .into_iter()
        .filter(|day| chosen.contains(day))
        .collect())
}

/// 0 and 7 are Sunday, as `cron` has it since Unix; or a name of at least three letters.
fn weekday(typed: &str) -> Option<Weekday> {
    if let Ok(number) = typed.parse::<i8>() {
        return match number {
            0 => Some(Weekday::Sunday),
            1..=7 => Weekday::from_monday_one_offset(number).ok(),
            _ => None,
        };
    }
    let typed = typed.to_lowercase();
    WEEK.into_iter()
        .find(|day| short_name(*day).to_lowercase() == typed)
}

fn short_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

/// A time as people type it: `21:30`, `21.30`, `2130`, `9`, `9pm`, `9:15 pm`.
pub fn parse_time(typed: &str) -> Option<Time> {
    let typed = typed.trim().to_lowercase().replace([' ', '.', 'h'], ":");
    let (digits, half) = match (typed.strip_suffix("pm"), typed.strip_suffix("am")) {
        (Some(rest), _) => (rest, Some(12)),
        (_, Some(rest)) => (rest, Some(0)),
        _ => (typed.as_str(), None),
    };
    let digits = digits.trim_matches(':');
    if digits.is_empty() || digits.len() > 5 {
        return None;
    }
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, minute)) if minute.len() == 2 => (hour.parse().ok()?, minute.parse().ok()?),
        Some(_) => return None,
        None if digits.len() > 2 => {
            let (hour, minute) = digits.split_at_checked(digits.len() - 2)?;
            (hour.parse().ok()?, minute.parse().ok()?)
        }
        None => (digits.parse().ok()?, 0),
    };
    let hour: i8 = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;
    use crate::core::model::schedule::Plan;

    fn wrong(line: &str) -> BadCron {
        Rhythm::parse(line).unwrap_err()
    }

    #[test]
    fn a_cron_line_is_read_and_written_with_weekdays_by_name() {
        let every_day = Rhythm::parse("30 21 * * *").unwrap();
        assert_eq!(every_day.expression(), "0 30 21 * * *");
        assert_eq!(
            Rhythm::parse("5 7 * * 1-5").unwrap().expression(),
            "0 5 7 * * Mon,Tue,Wed,Thu,Fri"
        );
        assert_eq!(
            Rhythm::parse("0 12 * * 0,7,wed").unwrap().expression(),
            "0 0 12 * * Wed,Sun"
        );
        assert_eq!(
            Rhythm::parse("0 12 1,15 */2 *").unwrap().expression(),
            "0 0 12 1,15 */2 *"
        );
        assert_eq!(
            Rhythm::parse("0 9 * * fri-mon").unwrap().expression(),
            "0 0 9 * * Mon,Fri,Sat,Sun"
        );
    }

    #[test]
    fn a_wrong_cron_line_names_its_field() {
        let unreadable = |field| BadCron {
            field,
            why: Why::Unreadable,
        };
        assert_eq!(wrong("30 21 * *"), unreadable(Field::Count));
        assert_eq!(wrong("61 21 * * *"), unreadable(Field::Minute));
        assert_eq!(wrong("x 21 * * *"), unreadable(Field::Minute));
        assert_eq!(wrong("30 24 * * *"), unreadable(Field::Hour));
        assert_eq!(wrong("30 21 32 * *"), unreadable(Field::Day));
        assert_eq!(wrong("30 21 * 13 *"), unreadable(Field::Month));
        assert_eq!(wrong("30 21 * * 8"), unreadable(Field::Weekday));
        assert_eq!(wrong("30 21 5-1 * *"), unreadable(Field::Day));
        assert_eq!(
            wrong("30 21 1 * mon"),
            BadCron {
                field: Field::Weekday,
                why: Why::Both
            }
        );
    }

    #[test]
    fn more_than_one_time_a_day_is_refused() {
        for line in ["* 21 * * *", "0,30 21 * * *", "*/5 21 * * *"] {
            assert_eq!(
                wrong(line),
                BadCron {
                    field: Field::Minute,
                    why: Why::TooOften
                },
                "{line}"
            );
        }
        for line in ["0 * * * *", "0 9-17 * * *", "0 8,20 * * *"] {
            assert_eq!(
                wrong(line),
                BadCron {
                    field: Field::Hour,
                    why: Why::TooOften
                },
                "{line}"
            );
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_comes_on_those_days() {
        let mut rng = rand::rngs::StdRng::seed_from_u64(1);
        let counts = [(Plan::Gentle, 3), (Plan::Daily, 6), (Plan::Full, 6)];
        for (plan, count) in counts {
            let schedules = plan.schedules(&mut rng);
            assert_eq!(schedules.len(), count, "{plan:?}");
            for schedule in schedules {
                let rhythm = Rhythm::of(&schedule.cron).unwrap();
                assert_eq!(rhythm.expression(), schedule.cron);
                let monday = jiff::civil::date(2026, 3, 2).at(0, 0, 0, 0);
                let mut at = monday;
                let mut days = Vec::new();
                while let Some(slot) = crate::core::plan::slots::next_slot(&schedule.cron, at)
                    && slot.duration_since(monday) < jiff::SignedDuration::from_hours(7 * 24)
                {
                    assert_eq!(slot.time(), rhythm.time);
                    days.push(slot.weekday());
                    at = slot;
                }
                assert_eq!(days, rhythm.weekdays, "{}", schedule.cron);
            }
        }
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        let at = |hour, minute| Some(Time::constant(hour, minute, 0, 0));
        for typed in ["21:30", "21.30", "2130", "9:30pm", "9.30 pm", " 21h30 "] {
            assert_eq!(parse_time(typed), at(21, 30), "{typed}");
        }
        assert_eq!(parse_time("7"), at(7, 0));
        assert_eq!(parse_time("12am"), at(0, 0));
        assert_eq!(parse_time("12 pm"), at(12, 0));
        assert_eq!(parse_time("0:05"), at(0, 5));
        for typed in [
            "",
            "24:00",
            "9:5",
            "13pm",
            "half nine",
            "99999",
            "-1",
            "21:61",
        ] {
            assert_eq!(parse_time(typed), None, "{typed}");
        }
    }
}
