//! What is said around a reflection: the question put alone, the invitation and its answers, what becomes of it afterwards.
//!
//! The pages people write on, and the steps that open, are in `steps`. Nothing here tells one person what the other did, wrote
//! or left unwritten. Start with [`View::reflection`].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::lines::Line;
use super::names::label;
use super::piece::{Button, Keyboard, Piece};
use super::rich::Rich;
use super::view::View;
use super::week::clock;
use crate::core::model::ids::{MessageId, PersonId, ReflectionId, Seat};
use crate::core::model::local_time;
use crate::core::model::person::{Settings, Switch};
use crate::core::model::reflection::{OneSided, Phase, Reflection};
use crate::core::protocol::press::Press;
use crate::core::protocol::reflection::{
    Act, Offer, ReflectPress, ReflectSay, Screened, TimerTurn,
};
use crate::core::protocol::safety::SafetyPress;
use crate::core::protocol::settings::SettingsPress;
use crate::library::{Flavour, PARTNER, ReflectionGuide, StepId, TIME, fill};

/// From this many minutes on a break is told in hours.
const IN_HOURS_FROM: i64 = 60;
/// Hours of the day: before this one it is still night …
const MORNING_FROM: i8 = 5;
/// … and from here on it is no longer morning.
const NOON: i8 = 12;
/// At night, what comes sooner than this is told in hours.
const LATER_FROM: i64 = 4 * 60;

impl View<'_> {
    pub(super) fn reflection(&self, say: &ReflectSay) -> Vec<Piece> {
        match say {
            ReflectSay::Menu { alone_only } => self.reflect_menu(*alone_only),
            ReflectSay::Running => self.with(
                Line::ReflectRefusalRunning,
                Keyboard::column([self.alone_button(Line::ReflectButtonAlone)]),
            ),
            ReflectSay::Screening { of } => self.screening(*of),
            ReflectSay::WasScreened => {
                let after = self.words().screening(&self.library_lang()).after;
                vec![Piece::text(Rich::plain(after), Keyboard::default())]
            }
            ReflectSay::NotSafe { question } => self.not_safe(*question),
            ReflectSay::When {
                couple,
                flavour,
                offers,
                late,
            } => {
                let line = if *late {
                    Line::ReflectWhenAskLate
                } else {
                    Line::ReflectWhenAsk
                };
                let times = offers.iter().map(|offer| {
                    let press = ReflectPress::At(*couple, *flavour, *offer);
                    self.button(self.offer(*offer).line(), Press::Reflect(press))
                });
                let now = self.alone_button(Line::ReflectButtonWriteNow);
                self.with(line, Keyboard::column(times.chain([now, self.cancel()])))
            }
            ReflectSay::Withdrawn => self.line(Line::ReflectWithdrawn),
            ReflectSay::NotNow => self.with(
                Line::ReflectNotNow,
                Keyboard::column([self.alone_button(Line::ReflectButtonWriteNow)]),
            ),
            ReflectSay::InvitationOver => self.line(Line::ReflectInvitationOver),
            ReflectSay::NoMoreInvitations => self.line(Line::ReflectNoMoreInvitations),
            ReflectSay::EarlierNoted => self.line(Line::ReflectEarlierNoted),
            ReflectSay::ReadyPassed => self.line(Line::ReflectReady),
            ReflectSay::Kept { alone: true } => self.line(Line::ReflectKeptAlone),
            ReflectSay::Kept { alone: false } => self.line(Line::ReflectKept),
            ReflectSay::Erased { at } => {
                let date = self.date(*at);
                self.line(Line::ReflectErased { date: &date })
            }
            ReflectSay::Over => self.line(Line::ReflectOver),
            ReflectSay::Stopped => self.line(Line::ReflectStopped),
            ReflectSay::Offer => self.line(Line::ReflectOffer),
            ReflectSay::VoiceRefused { reflection } => {
                let again = Press::Reflect(ReflectPress::On(*reflection, Act::Again));
                let again = self.button(Line::ButtonVoicesAgain, again);
                self.with(Line::PartMissingVoice, Keyboard::column([again]))
            }
            ReflectSay::WordsOrVoice => self.line(Line::ReflectRefusalWordsOrVoice),
            of_one => match of_one
                .of()
                .and_then(|id| self.ctx.state.reflections.get(&id))
            {
                Some(at_hand) => self.of_reflection(at_hand, of_one),
                None => Vec::new(),
            },
        }
    }

    /// What belongs to one reflection.
    fn of_reflection(&self, at_hand: &Reflection, say: &ReflectSay) -> Vec<Piece> {
        let act = |line: Line<'_>, act: Act| {
            self.button(line, Press::Reflect(ReflectPress::On(at_hand.id, act)))
        };
        let stop = || act(Line::ReflectButtonStop, Act::StopAsk);
        let name = self.other_name(at_hand);
        let name = name.as_str();
        let when = self.return_of(at_hand);
        let when = when.as_str();
        match say {
            ReflectSay::Sent { .. } => {
                let waits = matches!(at_hand.phase, Phase::Invited { invite_at, .. } if invite_at > self.ctx.now);
                let line = if waits {
                    Line::ReflectSentMorning { when }
                } else {
                    Line::ReflectSent { when }
                };
                let withdraw = act(Line::ReflectButtonWithdraw, Act::Withdraw);
                let alone = self.alone_button(Line::ReflectButtonWriteNow);
                self.with(line, Keyboard::column([withdraw, alone]))
            }
            ReflectSay::TheySaidYes { .. } => {
                let mut text = Rich::plain(&self.say(Line::ReflectTheySaidYes { name, when }));
                text.below(Rich::plain(&self.say(Line::ReflectRoundsWait)));
                vec![Piece::text(text, Keyboard::column([stop()]))]
            }
            ReflectSay::YesPassedOn { .. } => {
                let mut text = Rich::plain(&self.say(Line::ReflectYesPassedOn { when }));
                text.below(Rich::plain(&self.say(Line::ReflectRoundsWait)));
                vec![Piece::text(text, Keyboard::column([stop()]))]
            }
            ReflectSay::Invitation { .. } => self.invitation(at_hand, when),
            ReflectSay::Declined { .. } => {
                let no_more = Press::Reflect(ReflectPress::NoMoreInvitations);
                let no_more = self.button(Line::ReflectButtonNoMoreInvitations, no_more);
                self.with(
                    Line::ReflectDeclined { name, when },
                    Keyboard::column([no_more]),
                )
            }
            ReflectSay::EarlierAsk { .. } => self.with(
                Line::ReflectEarlierAsk { when },
                Keyboard::column([act(Line::ReflectButtonEarlier, Act::Earlier), stop()]),
            ),
            ReflectSay::EarlierBoth { .. } => self.line(Line::ReflectEarlierBoth { when }),
            ReflectSay::Card { seat, show, .. } => self.page(at_hand, *seat, show),
            ReflectSay::Shown { seat, .. } => self.own_words_shown(at_hand, *seat),
            ReflectSay::Ready { .. } => self.with(
                Line::ReflectReady,
                Keyboard::column([act(Line::ReflectButtonOpenFirst, Act::Open(0)), stop()]),
            ),
            ReflectSay::Opened { seat, step, .. } => self.opened_step(at_hand, *seat, *step),
            ReflectSay::File { from, part, .. } => self.opened_file(at_hand, *from, *part),
            ReflectSay::Listen { step, newest, .. } => self.listening(at_hand, *step, *newest),
            ReflectSay::OneSided { step, what, .. } => self.one_sided(at_hand, *step, *what),
            ReflectSay::Given { from, step, .. } => self.given_step(at_hand, *from, *step),
            ReflectSay::Timer {
                seat, turn, first, ..
            } => {
                let mine = seat == first;
                self.line(match turn {
                    TimerTurn::First if mine => Line::ReflectTimerMine { name },
                    TimerTurn::First => Line::ReflectTimerTheirs { name },
                    TimerTurn::Second if mine => Line::ReflectTimerSwapTheirs { name },
                    TimerTurn::Second => Line::ReflectTimerSwapMine { name },
                    TimerTurn::End => Line::ReflectTimerEnd,
                    TimerTurn::Ended => Line::ReflectTimerEnded,
                })
            }
            ReflectSay::Closing { .. } => {
                self.with(Line::ReflectClosing, Keyboard::column([stop()]))
            }
            ReflectSay::KeepAsk { .. } | ReflectSay::KeepNoted { .. } => {
                let date = at_hand.erase_at.map(|at| self.date(at)).unwrap_or_default();
                let date = date.as_str();
                let line = match say {
                    ReflectSay::KeepNoted { .. } => Line::ReflectKeepNoted { date },
                    _ if at_hand.is_alone() => Line::ReflectKeepAskAlone { date },
                    _ => Line::ReflectKeepAsk { date },
                };
                let buttons = [
                    act(Line::ReflectButtonKeep, Act::Keep(true)),
                    act(Line::ReflectButtonLetGo, Act::Keep(false)),
                ];
                let mut text = Rich::plain(&self.say(line));
                let steps = 0..at_hand.steps.len();
                let mut files = steps.flat_map(|step| Seat::BOTH.map(|seat| (seat, step)));
                if files.any(|(seat, step)| at_hand.shows_files(seat, step))
                    && matches!(say, ReflectSay::KeepAsk { .. })
                {
                    text.below(Rich::plain(&self.say(Line::ReflectKeepFiles)));
                }
                let keyboard = Keyboard::default().row(buttons);
                vec![Piece::text(text, keyboard)]
            }
            ReflectSay::HowNow { seat, .. } => self.how_now(at_hand, *seat),
            ReflectSay::DayAfter { better, .. } => {
                let words = self.words().day_after(&self.library_lang());
                let line = if *better {
                    words.closing_better
                } else {
                    words.closing
                };
                let text = Rich::plain(&self.filled(line, name));
                vec![Piece::text(text, Keyboard::default())]
            }
            ReflectSay::Person { .. } => {
                let lang = self.library_lang();
                let text = self.filled(self.words().day_after(&lang).person, name);
                let more = Button::Press {
                    label: label(self.ctx.library.safety().afraid(&lang).more),
                    press: Press::Safety(SafetyPress::OpenPerson),
                };
                vec![Piece::text(Rich::plain(&text), Keyboard::column([more]))]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn words(&self) -> &ReflectionGuide {
        self.ctx.library.reflection()
    }

    /// A text of the library with the other one's name.
    pub(super) fn filled(&self, text: &str, name: &str) -> String {
        let filled = fill(text, name);
        if text.starts_with(PARTNER) {
            super::view::capitalise(&filled)
        } else {
            filled
        }
    }

    /// The other one's name, left or not.
    pub(super) fn other_name(&self, at_hand: &Reflection) -> String {
        let mut people = at_hand.people.into_iter().flatten();
        self.name_of(people.find(|person| *person != self.to))
    }

    pub(super) fn step_title(&self, at_hand: &Reflection, step: &StepId) -> String {
        let title = self.words().title(step, &self.library_lang());
        self.filled(title, &self.other_name(at_hand))
    }

    fn alone_button(&self, line: Line<'_>) -> Button {
        self.button(line, Press::Reflect(ReflectPress::Choose(Flavour::Alone)))
    }

    fn cancel(&self) -> Button {
        self.button(Line::ButtonNeverMind, Press::Reflect(ReflectPress::Cancel))
    }

    fn reflect_menu(&self, alone_only: bool) -> Vec<Piece> {
        let choose = |line: Line<'_>, flavour: Flavour| {
            self.button(line, Press::Reflect(ReflectPress::Choose(flavour)))
        };
        let alone = self.alone_button(Line::ReflectButtonAlone);
        if alone_only {
            let keyboard = Keyboard::column([alone, self.cancel()]);
            return self.with(Line::ReflectMenuAloneOnly, keyboard);
        }
        let keyboard = Keyboard::column([
            choose(Line::ReflectButtonArgument, Flavour::Argument),
            choose(Line::ReflectButtonAvoided, Flavour::Avoided),
            alone,
            self.cancel(),
        ]);
        self.with(Line::ReflectMenu, keyboard)
    }

    /// The question put alone, to the one who asks and to the one who is invited in the same words.
    fn screening(&self, of: Screened) -> Vec<Piece> {
        let lang = self.library_lang();
        let words = self.words().screening(&lang);
        let (press, other): (Box<dyn Fn(bool) -> ReflectPress>, Option<PersonId>) = match of {
            Screened::Asker { couple, flavour } => {
                let seat = self.seat_in(couple);
                let at_hand = self.ctx.state.couples.get(&couple);
                let other = at_hand
                    .zip(seat)
                    .and_then(|(c, seat)| c.person(seat.other()));
                let press = move |yes| ReflectPress::Screened(couple, flavour, yes);
                (Box::new(press), other)
            }
            Screened::Invited { reflection } => {
                let at_hand = self.ctx.state.reflections.get(&reflection);
                let other = at_hand.and_then(|at_hand| at_hand.person(at_hand.asked_by));
                let press = move |yes| ReflectPress::On(reflection, Act::Screened(yes));
                (Box::new(press), other)
            }
        };
        let mut text = Rich::plain(words.first_line);
        text.below(Rich::plain(&self.filled(words.ask, &self.name_of(other))));
        let button = |text: &str, yes: bool| Button::Press {
            label: label(text),
            press: Press::Reflect(press(yes)),
        };
        let keyboard = Keyboard::column([button(words.yes, true), button(words.no, false)]);
        vec![Piece::text(text, keyboard)]
    }

    /// One tap takes it away, and with it the question: what is left is what a no leaves.
    fn not_safe(&self, question: MessageId) -> Vec<Piece> {
        let lang = self.library_lang();
        let text = Rich::plain(self.words().screening(&lang).not_safe);
        let away = Button::Press {
            label: label(self.ctx.library.safety().afraid(&lang).delete),
            press: Press::Safety(SafetyPress::Delete {
                asked: Some(question),
            }),
        };
        vec![Piece::text(text, Keyboard::column([away]))]
    }

    fn invitation(&self, at_hand: &Reflection, when: &str) -> Vec<Piece> {
        let lang = self.library_lang();
        let words = self.words().invitation(&lang);
        let asker = self.name_of(at_hand.person(at_hand.asked_by));
        let text = self.filled(&words.text.replace(TIME, when), &asker);
        let button = |text: &str, act: Act| Button::Press {
            label: label(text),
            press: Press::Reflect(ReflectPress::On(at_hand.id, act)),
        };
        let keyboard = Keyboard::column([button(words.yes, Act::Yes), button(words.no, Act::No)]);
        vec![Piece::text(Rich::plain(&text), keyboard)]
    }

    fn one_sided(&self, at_hand: &Reflection, step: usize, what: OneSided) -> Vec<Piece> {
        match what {
            OneSided::Given => self.line(Line::ReflectGiven),
            OneSided::Closed => self.line(Line::ReflectKeptClosed),
            OneSided::Offered => {
                let Some(id) = at_hand.steps.get(step).map(|step| &step.id) else {
                    return Vec::new();
                };
                let title = self.step_title(at_hand, id);
                let n = u8::try_from(step).unwrap_or(u8::MAX);
                let act = |line: Line<'_>, act: Act| {
                    self.button(line, Press::Reflect(ReflectPress::On(at_hand.id, act)))
                };
                let keyboard = Keyboard::default().row([
                    act(Line::ReflectButtonGive, Act::Give(n)),
                    act(Line::ReflectButtonKeepClosed, Act::KeepClosed(n)),
                ]);
                self.with(Line::ReflectStepMineOnly { title: &title }, keyboard)
            }
        }
    }

    /// A day later; what was tapped is marked.
    fn how_now(&self, at_hand: &Reflection, seat: Seat) -> Vec<Piece> {
        let lang = self.library_lang();
        let ask = self.filled(self.words().day_after(&lang).ask, &self.other_name(at_hand));
        let mine = at_hand.side(seat).now.as_ref();
        let mine = mine.and_then(|now| now.what.as_ref());
        let buttons = self.words().nows().iter().map(|now| {
            let word = self.words().now_word(&now.id, &lang);
            let marked = match mine == Some(&now.id) {
                true => format!("✓ {word}"),
                false => word.to_owned(),
            };
            let press = ReflectPress::On(at_hand.id, Act::Now(now.id.clone()));
            Button::Press {
                label: label(&marked),
                press: Press::Reflect(press),
            }
        });
        let keyboard = Keyboard::column(buttons);
        let keyboard = if at_hand.is_over() {
            Keyboard::default()
        } else {
            keyboard
        };
        vec![Piece::text(Rich::plain(&ask), keyboard)]
    }

    /// The two switches of the settings.
    pub(super) fn reflect_settings(&self, settings: &Settings) -> [Button; 2] {
        let switch = |line: Line<'_>, switch: Switch| {
            self.button(line, Press::Settings(SettingsPress::Toggle(switch)))
        };
        let invitations = match settings.reflections {
            true => Line::ReflectButtonInvitationsOn,
            false => Line::ReflectButtonInvitationsOff,
        };
        let offers = match settings.reflect_offers {
            true => Line::ReflectButtonOfferOn,
            false => Line::ReflectButtonOfferOff,
        };
        [
            switch(invitations, Switch::Reflections),
            switch(offers, Switch::ReflectOffers),
        ]
    }

    fn zone_here(&self) -> Option<TimeZone> {
        local_time::zone_of(self.ctx.state, self.to)
    }

    /// When both come back, as a phrase.
    fn return_of(&self, at_hand: &Reflection) -> String {
        at_hand
            .return_at()
            .map(|at| self.when_phrase(at))
            .unwrap_or_default()
    }

    fn when_phrase(&self, at: Timestamp) -> String {
        let Some(zone) = self.zone_here() else {
            let minutes = minutes_until(at, self.ctx.now);
            return self.say(if minutes < IN_HOURS_FROM {
                let count = usize::try_from(minutes).unwrap_or(1);
                Line::ReflectWhenMinutes { count }
            } else {
                Line::ReflectWhenHours {
                    count: hours(minutes),
                }
            });
        };
        let (local, now) = (zone.to_datetime(at), zone.to_datetime(self.ctx.now));
        let time = clock(local.time());
        let time = time.as_str();
        if local.date() == now.date() {
            self.say(Line::ReflectWhenToday { time })
        } else if now.date().tomorrow().ok() == Some(local.date()) {
            self.say(Line::ReflectWhenTomorrow { time })
        } else {
            let day = self.weekday(local.weekday());
            self.say(Line::ReflectWhenDay { day: &day, time })
        }
    }

    /// A date in the reader's words.
    fn date(&self, at: Timestamp) -> String {
        let zone = self.zone_here().unwrap_or(TimeZone::UTC);
        let date = zone.to_datetime(at).date();
        let month = self.say(match date.month() {
            1 => Line::ReflectMonth1,
            2 => Line::ReflectMonth2,
            3 => Line::ReflectMonth3,
            4 => Line::ReflectMonth4,
            5 => Line::ReflectMonth5,
            6 => Line::ReflectMonth6,
            7 => Line::ReflectMonth7,
            8 => Line::ReflectMonth8,
            9 => Line::ReflectMonth9,
            10 => Line::ReflectMonth10,
            11 => Line::ReflectMonth11,
            _ => Line::ReflectMonth12,
        });
        self.say(Line::ReflectDate {
            month: &month,
            day: usize::from(date.day().unsigned_abs()),
        })
    }

    fn offer(&self, offer: Offer) -> OfferLabel {
        let at = offer.time().unwrap_or(self.ctx.now);
        let minutes = minutes_until(at, self.ctx.now);
        let Some(zone) = self.zone_here() else {
            return OfferLabel {
                minutes,
                time: String::new(),
                day: None,
            };
        };
        let (local, now) = (zone.to_datetime(at), zone.to_datetime(self.ctx.now));
        let morning = local.hour() < NOON;
        // Half past midnight is tomorrow to no one; and to who lies awake then, the coming morning is today's.
        let day = match local.date() == now.date() {
            _ if local.hour() < MORNING_FROM => None,
            true if now.hour() >= MORNING_FROM => None,
            true if minutes < LATER_FROM => None,
            true => Some(Day::Today { morning }),
            false => Some(Day::Tomorrow { morning }),
        };
        OfferLabel {
            minutes,
            time: clock(local.time()),
            day,
        }
    }
}

/// What a button with a time says.
struct OfferLabel {
    minutes: i64,
    time: String,
    /// After the night; sooner it is told in hours.
    day: Option<Day>,
}

enum Day {
    /// The same date, seen from after midnight.
    Today {
        morning: bool,
    },
    Tomorrow {
        morning: bool,
    },
}

impl OfferLabel {
    fn line(&self) -> Line<'_> {
        let time = self.time.as_str();
        match self.day {
            Some(Day::Today { morning: true }) => Line::ReflectButtonMorning { time },
            Some(Day::Today { morning: false }) => Line::ReflectButtonToday { time },
            Some(Day::Tomorrow { morning: true }) => Line::ReflectButtonTomorrowMorning { time },
            Some(Day::Tomorrow { morning: false }) => Line::ReflectButtonTomorrow { time },
            None if self.time.is_empty() && self.minutes < IN_HOURS_FROM => {
                let count = usize::try_from(self.minutes).unwrap_or(1);
                Line::ReflectWhenMinutes { count }
            }
            None if self.time.is_empty() => Line::ReflectWhenHours {
                count: hours(self.minutes),
            },
            None if self.minutes < IN_HOURS_FROM => {
                let count = usize::try_from(self.minutes).unwrap_or(1);
                Line::ReflectButtonMinutes { count, time }
            }
            None => {
                let count = hours(self.minutes);
                Line::ReflectButtonHours { count, time }
            }
        }
    }
}

/// Whole minutes, to the nearest; at least one.
fn minutes_until(at: Timestamp, now: Timestamp) -> i64 {
    ((at.duration_since(now).as_secs() + 30) / 60).max(1)
}

/// Whole hours, to the nearest.
fn hours(minutes: i64) -> usize {
    usize::try_from((minutes + 30) / 60).unwrap_or(1)
}

impl ReflectSay {
    /// The reflection it is about.
    fn of(&self) -> Option<ReflectionId> {
        match self {
            ReflectSay::Sent { reflection }
            | ReflectSay::TheySaidYes { reflection }
            | ReflectSay::Invitation { reflection }
            | ReflectSay::YesPassedOn { reflection }
            | ReflectSay::Declined { reflection }
            | ReflectSay::EarlierAsk { reflection }
            | ReflectSay::EarlierBoth { reflection }
            | ReflectSay::Card { reflection, .. }
            | ReflectSay::Shown { reflection, .. }
            | ReflectSay::Ready { reflection }
            | ReflectSay::Opened { reflection, .. }
            | ReflectSay::File { reflection, .. }
            | ReflectSay::Listen { reflection, .. }
            | ReflectSay::OneSided { reflection, .. }
            | ReflectSay::Given { reflection, .. }
            | ReflectSay::Timer { reflection, .. }
            | ReflectSay::Closing { reflection }
            | ReflectSay::KeepAsk { reflection }
            | ReflectSay::KeepNoted { reflection }
            | ReflectSay::HowNow { reflection, .. }
            | ReflectSay::DayAfter { reflection, .. }
            | ReflectSay::Person { reflection } => Some(*reflection),
            _ => None,
        }
    }
}
