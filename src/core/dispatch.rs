//! Which rule a command or a button belongs to.

use crate::core::model::ids::{MessageId, RoundId};
use crate::core::model::refusal::Refusal;
use crate::core::model::round::Half;
use crate::core::protocol::command::Command;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::press::Press;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

impl<R: rand::Rng> Turn<'_, R> {
    /// A command in the direct chat. Every command is paid for, and ends what the bot was waiting to read, but for `/safety`.
    pub(super) fn command(&mut self, command: Command) -> Result<(), Refusal> {
        if !self.pay() {
            return Ok(());
        }
        let me = self.me()?;
        let expecting = match command {
            // Asking for help leaves everything as it is.
            Command::Safety(_) => None,
            _ => self.me_mut().and_then(|person| person.expecting.take()),
        };
        match command {
            Command::Start => self.start(),
            Command::Open(hash) => self.open_link(&hash),
            Command::Answer(round) => self.answer_privately(round),
            Command::OpenGarbage => match self.state.together(me) {
                Some(_) => Err(Refusal::AlreadyTogether),
                None => Err(Refusal::InviteUnusable),
            },
            Command::Invite => self.invite(),
            Command::Prompt(kind) => self.prompt_now(kind.as_deref()),
            Command::Today => self.today(),
            Command::Ask(question) => self.ask_own(question.as_ref()),
            Command::Timezone(None) => self.ask_zone(),
            Command::Timezone(Some(place)) => {
                if !self.tell_place(&place) {
                    self.ask_again();
                }
                Ok(())
            }
            Command::Settings => {
                self.send(Send::line(me, Say::Settings));
                Ok(())
            }
            Command::Schedule(typed) => self.schedule_command(typed.as_deref()),
            Command::Pause => self.pause_ask(),
            Command::Resume => self.resume_now(),
            Command::Leave => self.leave_ask(),
            Command::Reflect => self.reflect(),
            Command::Privacy => {
                self.send(Send::line(me, Say::Privacy));
                Ok(())
            }
            Command::Safety(message) => self.safety(message),
            Command::Help => {
                self.send(Send::line(me, Say::Help));
                Ok(())
            }
            Command::Cancel => {
                let aside = self.person(me).is_some_and(|person| person.aside.is_some());
                // What the bot had asked for ends first; a step of a reflection only when nothing else is open.
                if expecting.is_none() && !aside && self.leave_step() {
                    return Ok(());
                }
                if expecting.is_none() && !aside {
                    return Err(Refusal::NothingToCancel);
                }
                self.forget_aside();
                self.send(Send::line(me, Say::Cancelled));
                Ok(())
            }
            Command::Unknown => Err(Refusal::UnknownCommand),
        }
    }

    /// `/today`: what is open for me, each prompt shown again below the list.
    fn today(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        let rounds: Vec<RoundId> = self
            .state
            .rounds_of(me)
            .filter(|(round, seat)| {
                let mine = round.seat(*seat);
                round.is_open() && mine.asked && !mine.moved && !mine.gone
            })
            .map(|(round, _)| round.id)
            .collect();
        self.send(Send::line(
            me,
            Say::Today {
                rounds: rounds.clone(),
            },
        ));
        if let [only] = rounds[..] {
            let (_, seat) = self.my_round(only)?;
            self.show_card_again(only, seat);
        }
        Ok(())
    }

    /// A button, wherever it stands.
    pub(super) fn pressed(&mut self, press: Press, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        match press {
            Press::Invite => {
                self.toast(Toast::Quiet);
                if self.pay() { self.invite() } else { Ok(()) }
            }
            Press::Own(press) => self.own_pressed(press, on),
            Press::Reflect(press) => self.reflect_pressed(press, on),
            Press::Safety(press) => self.safety_pressed(press, on),
            Press::Cover(press) => self.cover_pressed(press, on),
            // It stands in groups alone.
            Press::ImIn => Err(Refusal::OldButton),
            Press::Group(press) => self.group_pressed(press, on),
            Press::Privacy => {
                self.toast(Toast::Quiet);
                if self.pay() {
                    self.send(Send::line(me, Say::Privacy));
                }
                Ok(())
            }
            Press::Accept(couple) => self.accept(couple, on),
            Press::Decline(couple) => self.decline(couple, on),
            Press::Confirm(couple, person) => self.confirm(couple, person, on),
            Press::RefusePerson(couple, person) => self.refuse_person(couple, person, on),
            Press::Another(round) => self.another(round),
            Press::NotTonight(round) => self.not_tonight(round),
            Press::Talk(round) => self.talk(round),
            Press::Reopen(round) => self.reopen(round),
            Press::TakeBack(round) => self.take_back(round),
            Press::Tap(round, tip) => self.tapped(round, &tip),
            Press::Change(round) => self.change_tap(round),
            Press::Chosen(round) => self.chosen(round),
            Press::OwnWords(round) => self.own_words(round),
            Press::StillWriting(round) => self.still_writing(round, true),
            Press::DoneWriting(round) => self.still_writing(round, false),
            Press::Respond(round, button) => self.respond_to(round, &button, on),
            Press::GiveAnyway(round) => self.decide_half(round, Half::Given, on),
            Press::KeepForMe(round) => self.decide_half(round, Half::Kept, on),
            Press::LetGo(round) => self.decide_half(round, Half::LetGo, on),
            Press::VoicesAgain(round) => self.voices_again(round),
            Press::KeepAll(couple) => self.decide_halves(couple, true, on),
            Press::LetGoAll(couple) => self.decide_halves(couple, false, on),
            Press::ForPartner(aside) => self.aside_for_partner(aside, on),
            Press::MyAnswer(aside, round) => self.aside_for_round(aside, round, on),
            Press::NeverMind(aside) => self.aside_dropped(aside, on),
            Press::TryAgain(aside) => self.aside_try_again(aside, on),
            Press::SameZone(couple) => self.same_zone(couple, on),
            Press::OtherZone(couple) => self.other_zone(couple, on),
            Press::Where(button) => self.where_pressed(button, on),
            Press::ToggleTellSealed => self.toggle_tell(on),
            Press::ToggleNudges => self.toggle_nudges(on),
            Press::QuietHours => self.show(on, Say::QuietHoursAsk),
            Press::SetQuietHours(from, to) => self.set_quiet_hours(from, to, on),
            Press::TypeQuietHours => self.type_quiet_hours(on),
            Press::SettingsAgain => self.show(on, Say::Settings),
            Press::PauseAsk => self.show(on, Say::PauseAsk),
            Press::PauseFor(days) => self.pause(Some(days), on),
            Press::PauseOpen => self.pause(None, on),
            Press::Resume => {
                self.toast(Toast::Quiet);
                self.resume_now()
            }
            Press::Week => self.show_week(on),
            Press::ChoosePlan(plan) => self.choose_plan(plan, on),
            Press::ShowSchedule(schedule) => self.show_schedule(schedule, on),
            Press::AddSchedule => self.add_schedule(on),
            Press::AskTime(schedule) => self.ask_time(schedule, on),
            Press::ChangeSchedule(schedule, change) => self.change_schedule(schedule, change, on),
            Press::Leave(couple) => self.leave(couple, false, on),
            Press::LeaveQuietly(couple) => self.leave(couple, true, on),
            Press::Stay(_) => self.stay(on),
            Press::Withdraw(couple) => self.withdraw(couple, on),
            Press::Asked => self.show_asked(on),
            Press::Topics => self.show_topics(on),
            Press::SwitchKind(kind, to) => self.switch_kind(kind, to, on),
            Press::SwitchTopic(topic, to) => self.switch_topic(topic, to, on),
            Press::SetDepth(depth) => self.set_depth(depth, on),
            Press::Deeper(couple, depth, yes) => self.answer_offer(couple, depth, yes, on),
            Press::Ask(kind) => {
                if self.pay() {
                    self.ask_kind(&kind)
                } else {
                    self.toast(Toast::Quiet);
                    Ok(())
                }
            }
        }
    }
}
