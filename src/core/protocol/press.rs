use jiff::civil::{Time, Weekday};

use crate::core::model::ids::{AsideId, CoupleId, PersonId, RoundId, ScheduleId};
use crate::core::model::schedule::Plan;
use crate::core::model::tap::Tip;
use crate::core::protocol::deck::OwnPress;
use crate::core::protocol::group::GroupPress;
use crate::core::protocol::place::Where;
use crate::core::protocol::plan::Change;
use crate::core::protocol::reflection::ReflectPress;
use crate::core::protocol::round::CoverPress;
use crate::core::protocol::safety::SafetyPress;
use crate::library::{ButtonId, Depth, KindId, Tag};

/// A button. On the wire: `verb:id:argument`, at most 64 bytes; the id is random and checked against person and state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Press {
    Invite,
    Privacy,
    Accept(CoupleId),
    Decline(CoupleId),
    Confirm(CoupleId, PersonId),
    RefusePerson(CoupleId, PersonId),
    Another(RoundId),
    NotTonight(RoundId),
    Talk(RoundId),
    /// Takes a *not tonight* or a *let's talk instead* back.
    Reopen(RoundId),
    TakeBack(RoundId),
    /// A button of a shape: what it says.
    Tap(RoundId, Tip),
    /// Shows the buttons of a shape again, with what was tapped.
    Change(RoundId),
    /// Covers what was tapped.
    Chosen(RoundId),
    /// *In my own words*.
    OwnWords(RoundId),
    StillWriting(RoundId),
    DoneWriting(RoundId),
    /// A response after a reveal, by the button's id.
    Respond(RoundId, ButtonId),
    GiveAnyway(RoundId),
    KeepForMe(RoundId),
    LetGo(RoundId),
    /// The voice and video notes of a reveal once more.
    VoicesAgain(RoundId),
    /// The same two for everything left unopened by a leave.
    KeepAll(CoupleId),
    LetGoAll(CoupleId),
    ForPartner(AsideId),
    MyAnswer(AsideId, RoundId),
    NeverMind(AsideId),
    /// The words put aside were meant as a city after all.
    TryAgain(AsideId),
    SameZone(CoupleId),
    OtherZone(CoupleId),
    Where(Where),
    ToggleTellSealed,
    ToggleNudges,
    /// The settings' quiet hours: the choices, one of them, or typed.
    QuietHours,
    SetQuietHours(Time, Time),
    TypeQuietHours,
    /// The pause: the choices, so many days, or without an end.
    PauseAsk,
    PauseFor(u8),
    PauseOpen,
    Resume,
    SettingsAgain,
    /// The week at a glance.
    Week,
    ChoosePlan(Plan),
    ShowSchedule(ScheduleId),
    AddSchedule,
    AskTime(ScheduleId),
    ChangeSchedule(ScheduleId, Change),
    Leave(CoupleId),
    LeaveQuietly(CoupleId),
    Stay(CoupleId),
    /// Ends one's own open invites, or takes back an acceptance.
    Withdraw(CoupleId),
    /// *What we are asked*: the kinds and the depth, the topics; each on or off for me.
    Asked,
    Topics,
    SwitchKind(KindId, bool),
    SwitchTopic(Tag, bool),
    SetDepth(Depth),
    /// Yes or no to going so deep.
    Deeper(CoupleId, Depth, bool),
    /// A kind chosen from `/prompt`.
    Ask(KindId),
    /// What belongs to questions of one's own, favourites and rituals.
    Own(OwnPress),
    Safety(SafetyPress),
    Cover(CoverPress),
    /// *I'm in*, in a group.
    ImIn,
    /// What is decided about a group in a direct chat.
    Group(GroupPress),
    Reflect(ReflectPress),
}

impl Press {
    /// The callback data. Telegram allows 1 to 64 bytes.
    pub fn data(&self) -> String {
        let id = |verb: &str, id: i64| format!("{verb}:{id:x}");
        let two = |verb: &str, id: i64, other: i64| format!("{verb}:{id:x}:{other:x}");
        match self {
            Press::Invite => "inv".into(),
            Press::Privacy => "prv".into(),
            Press::Accept(c) => id("acc", c.0),
            Press::Decline(c) => id("dec", c.0),
            Press::Confirm(c, p) => two("yes", c.0, p.0),
            Press::RefusePerson(c, p) => two("no", c.0, p.0),
            Press::Another(r) => id("oth", r.0),
            Press::NotTonight(r) => id("not", r.0),
            Press::Talk(r) => id("tlk", r.0),
            Press::Reopen(r) => id("reo", r.0),
            Press::TakeBack(r) => id("tkb", r.0),
            Press::Tap(r, tip) => format!("tap:{:x}:{}", r.0, tip.data()),
            Press::Change(r) => id("alt", r.0),
            Press::Chosen(r) => id("fit", r.0),
            Press::OwnWords(r) => id("wds", r.0),
            Press::StillWriting(r) => id("wrt", r.0),
            Press::DoneWriting(r) => id("don", r.0),
            Press::Respond(r, button) => format!("rsp:{:x}:{button}", r.0),
            Press::GiveAnyway(r) => id("giv", r.0),
            Press::KeepForMe(r) => id("kep", r.0),
            Press::LetGo(r) => id("let", r.0),
            Press::VoicesAgain(r) => id("voi", r.0),
            Press::KeepAll(c) => id("kpa", c.0),
            Press::LetGoAll(c) => id("lta", c.0),
            Press::ForPartner(a) => id("for", a.0),
            Press::MyAnswer(a, r) => two("ans", a.0, r.0),
            Press::NeverMind(a) => id("nvm", a.0),
            Press::TryAgain(a) => id("try", a.0),
            Press::SameZone(c) => id("szn", c.0),
            Press::OtherZone(c) => id("ozn", c.0),
            Press::Where(button) => button.data(),
            Press::ToggleTellSealed => "tel".into(),
            Press::ToggleNudges => "ndg".into(),
            Press::QuietHours => "qui".into(),
            Press::SetQuietHours(from, to) => format!("qui::{}-{}", hhmm(*from), hhmm(*to)),
            Press::TypeQuietHours => "qty".into(),
            Press::PauseAsk => "pau".into(),
            Press::PauseFor(days) => format!("pau::{days}"),
            Press::PauseOpen => "pau::open".into(),
            Press::Resume => "res".into(),
            Press::SettingsAgain => "set".into(),
            Press::Week => "wek".into(),
            Press::ChoosePlan(plan) => format!("pln::{}", plan.name()),
            Press::ShowSchedule(s) => id("sch", s.0),
            Press::AddSchedule => "sad".into(),
            Press::AskTime(s) => id("sti", s.0),
            Press::ChangeSchedule(s, change) => {
                let change = match change {
                    Change::Time(time) => format!("t{}", hhmm(*time)),
                    Change::Day(day) => format!("d{}", day.to_monday_one_offset()),
                    Change::Kind(kind) => format!("k{kind}"),
                    Change::OnOff => "o".to_owned(),
                    Change::Remove => "r".to_owned(),
                };
                format!("chg:{:x}:{change}", s.0)
            }
            Press::Leave(c) => id("lea", c.0),
            Press::LeaveQuietly(c) => id("leq", c.0),
            Press::Stay(c) => id("sty", c.0),
            Press::Withdraw(c) => id("wdr", c.0),
            Press::Asked => "wha".into(),
            Press::Topics => "top".into(),
            Press::SwitchKind(kind, on) => format!("knd::{}{kind}", sign(*on)),
            Press::SwitchTopic(topic, on) => format!("tag::{}{topic}", sign(*on)),
            Press::SetDepth(depth) => format!("dpt::{}", u8::from(*depth)),
            Press::Deeper(c, depth, yes) => {
                format!("dep:{:x}:{}{}", c.0, sign(*yes), u8::from(*depth))
            }
            Press::Ask(kind) => format!("ask::{kind}"),
            Press::Own(press) => press.data(),
            Press::Safety(press) => press.data(),
            Press::Cover(press) => press.data(),
            Press::ImIn => "gin".into(),
            Press::Group(press) => press.data(),
            Press::Reflect(press) => press.data(),
        }
    }

    /// Reads callback data; `None` for anything that is not, to the letter, what [`Press::data`] writes.
    pub fn parse(data: &str) -> Option<Press> {
        Press::read(data).filter(|press| press.data() == data)
    }

    fn read(data: &str) -> Option<Press> {
        let mut fields = data.splitn(3, ':');
        let verb = fields.next()?;
        let id = fields.next().and_then(hex);
        let argument = fields.next();
        let other = argument.and_then(hex);
        let round = || id.map(RoundId);
        let couple = || id.map(CoupleId);
        let aside = || id.map(AsideId);
        Some(match verb {
            "inv" => Press::Invite,
            "prv" => Press::Privacy,
            "acc" => Press::Accept(couple()?),
            "dec" => Press::Decline(couple()?),
            "yes" => Press::Confirm(couple()?, PersonId(other?)),
            "no" => Press::RefusePerson(couple()?, PersonId(other?)),
            "oth" => Press::Another(round()?),
            "not" => Press::NotTonight(round()?),
            "tlk" => Press::Talk(round()?),
            "reo" => Press::Reopen(round()?),
            "tkb" => Press::TakeBack(round()?),
            "tap" => Press::Tap(round()?, Tip::read(argument?)?),
            "alt" => Press::Change(round()?),
            "fit" => Press::Chosen(round()?),
            "wds" => Press::OwnWords(round()?),
            "wrt" => Press::StillWriting(round()?),
            "don" => Press::DoneWriting(round()?),
            "rsp" => Press::Respond(round()?, ButtonId::parse(argument?).ok()?),
            "giv" => Press::GiveAnyway(round()?),
            "kep" => Press::KeepForMe(round()?),
            "let" => Press::LetGo(round()?),
            "voi" => Press::VoicesAgain(round()?),
            "kpa" => Press::KeepAll(couple()?),
            "lta" => Press::LetGoAll(couple()?),
            "for" => Press::ForPartner(aside()?),
            "ans" => Press::MyAnswer(aside()?, RoundId(other?)),
            "nvm" => Press::NeverMind(aside()?),
            "try" => Press::TryAgain(aside()?),
            "szn" => Press::SameZone(couple()?),
            "ozn" => Press::OtherZone(couple()?),
            "tel" => Press::ToggleTellSealed,
            "ndg" => Press::ToggleNudges,
            "qui" => match argument {
                None => Press::QuietHours,
                Some(span) => {
                    let (from, to) = span.split_once('-')?;
                    Press::SetQuietHours(read_hhmm(from)?, read_hhmm(to)?)
                }
            },
            "qty" => Press::TypeQuietHours,
            "pau" => match argument {
                None => Press::PauseAsk,
                Some("open") => Press::PauseOpen,
                Some(days) => Press::PauseFor(days.parse().ok()?),
            },
            "res" => Press::Resume,
            "set" => Press::SettingsAgain,
            "wek" => Press::Week,
            "pln" => Press::ChoosePlan(Plan::named(argument?)?),
            "sch" => Press::ShowSchedule(id.map(ScheduleId)?),
            "sad" => Press::AddSchedule,
            "sti" => Press::AskTime(id.map(ScheduleId)?),
            "chg" => {
                let change = argument?;
                let (what, rest) = change.split_at_checked(1)?;
                let change = match what {
                    "t" => Change::Time(read_hhmm(rest)?),
                    "d" => Change::Day(Weekday::from_monday_one_offset(rest.parse().ok()?).ok()?),
                    "k" => Change::Kind(KindId::parse(rest).ok()?),
                    "o" => Change::OnOff,
                    "r" => Change::Remove,
                    _ => return None,
                };
                Press::ChangeSchedule(id.map(ScheduleId)?, change)
            }
            "lea" => Press::Leave(couple()?),
            "leq" => Press::LeaveQuietly(couple()?),
            "sty" => Press::Stay(couple()?),
            "wdr" => Press::Withdraw(couple()?),
            "wha" => Press::Asked,
            "top" => Press::Topics,
            "knd" => {
                let (on, kind) = signed(argument?)?;
                Press::SwitchKind(KindId::parse(kind).ok()?, on)
            }
            "tag" => {
                let (on, topic) = signed(argument?)?;
                Press::SwitchTopic(Tag::named(topic)?, on)
            }
            "dpt" => Press::SetDepth(read_depth(argument?)?),
            "dep" => {
                let (yes, depth) = signed(argument?)?;
                Press::Deeper(couple()?, read_depth(depth)?, yes)
            }
            "gin" => Press::ImIn,
            "ask" => Press::Ask(KindId::parse(argument?).ok()?),
            verb => {
                let own = || OwnPress::read(verb, id, argument).map(Press::Own);
                let safety = || SafetyPress::read(verb, id, argument).map(Press::Safety);
                let place = || Where::read(data).map(Press::Where);
                let cover = || CoverPress::read(verb, id).map(Press::Cover);
                let reflect = || ReflectPress::read(verb, id, argument).map(Press::Reflect);
                let group = || GroupPress::read(verb, id).map(Press::Group);
                let known = own().or_else(safety).or_else(cover).or_else(reflect);
                let known = known.or_else(group);
                known.or_else(place)?
            }
        })
    }

    /// The round a button names.
    pub fn round(&self) -> Option<RoundId> {
        match self {
            Press::Another(r)
            | Press::NotTonight(r)
            | Press::Talk(r)
            | Press::Reopen(r)
            | Press::TakeBack(r)
            | Press::Tap(r, _)
            | Press::Change(r)
            | Press::Chosen(r)
            | Press::OwnWords(r)
            | Press::StillWriting(r)
            | Press::DoneWriting(r)
            | Press::Respond(r, _)
            | Press::GiveAnyway(r)
            | Press::KeepForMe(r)
            | Press::LetGo(r)
            | Press::VoicesAgain(r)
            | Press::MyAnswer(_, r) => Some(*r),
            Press::Own(press) => press.round(),
            Press::Cover(press) => press.round(),
            _ => None,
        }
    }

    /// The couple a button names.
    pub fn couple(&self) -> Option<CoupleId> {
        match self {
            Press::Accept(c)
            | Press::Decline(c)
            | Press::Confirm(c, _)
            | Press::RefusePerson(c, _)
            | Press::KeepAll(c)
            | Press::LetGoAll(c)
            | Press::SameZone(c)
            | Press::OtherZone(c)
            | Press::Leave(c)
            | Press::LeaveQuietly(c)
            | Press::Stay(c)
            | Press::Withdraw(c)
            | Press::Deeper(c, ..) => Some(*c),
            Press::Reflect(press) => press.couple(),
            Press::Group(press) => Some(press.couple()),
            _ => None,
        }
    }
}

fn sign(on: bool) -> char {
    if on { '+' } else { '-' }
}

fn signed(argument: &str) -> Option<(bool, &str)> {
    let off = || Some((false, argument.strip_prefix('-')?));
    argument
        .strip_prefix('+')
        .map(|rest| (true, rest))
        .or_else(off)
}

fn read_depth(digit: &str) -> Option<Depth> {
    Depth::try_from(digit.parse::<u8>().ok()?).ok()
}

fn hhmm(time: Time) -> String {
    format!("{:02}{:02}", time.hour(), time.minute())
}

fn read_hhmm(digits: &str) -> Option<Time> {
    let (hour, minute) = digits.split_at_checked(2).filter(|_| digits.len() == 4)?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn hex(digits: &str) -> Option<i64> {
    if digits.len() > 16 || digits.starts_with(['+', '-']) {
        return None;
    }
    i64::from_str_radix(digits, 16).ok().filter(|id| *id > 0)
}
