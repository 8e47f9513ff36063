//! Which rule a command or a button belongs to.

use crate::core::model::ids::MessageId;
use crate::core::model::refusal::{CoupleRefusal, Refusal};
use crate::core::protocol::command::Command;
use crate::core::protocol::effect::Send;
use crate::core::protocol::press::Press;
use crate::core::protocol::say::{ChatSay, Say};
use crate::core::protocol::settings::SettingsSay;
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
                Some(_) => Err(Refusal::Couple(CoupleRefusal::AlreadyTogether)),
                None => Err(Refusal::Couple(CoupleRefusal::InviteUnusable)),
            },
            Command::Invite => self.invite(),
            Command::Prompt(kind) => self.prompt_now(kind.as_deref()),
            Command::Today => self.today(),
            Command::Ask(question) => self.ask_question(question.as_ref()),
            Command::Timezone(None) => self.ask_zone(),
            Command::Timezone(Some(place)) => {
                if !self.tell_place(&place) {
                    self.ask_again();
                }
                Ok(())
            }
            Command::Settings => {
                self.send(Send::line(me, Say::Settings(SettingsSay::Settings)));
                Ok(())
            }
            Command::Schedule(typed) => self.schedule_command(typed.as_deref()),
            Command::Pause => self.pause_ask(),
            Command::Resume => self.resume_now(),
            Command::Leave => self.leave_ask(),
            Command::Reflect => self.reflect(),
            Command::Privacy => {
                self.send(Send::line(me, Say::Settings(SettingsSay::Privacy)));
                Ok(())
            }
            Command::Safety(message) => self.safety(message),
            Command::Help => {
                self.send(Send::line(me, Say::Settings(SettingsSay::Help)));
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
                self.send(Send::line(me, Say::Chat(ChatSay::Cancelled)));
                Ok(())
            }
            Command::NotYet | Command::Unknown => Err(Refusal::UnknownCommand),
        }
    }

    /// A button, wherever it stands.
    pub(super) fn pressed(&mut self, press: Press, on: MessageId) -> Result<(), Refusal> {
        match press {
            Press::Round(press) => self.round_pressed(press, on),
            Press::Couple(press) => self.couple_pressed(press, on),
            Press::Plan(press) => self.plan_pressed(press, on),
            Press::Choice(press) => self.choice_pressed(press, on),
            Press::Deck(press) => self.deck_pressed(press, on),
            Press::Group(press) => self.group_pressed(press, on),
            Press::Reflect(press) => self.reflect_pressed(press, on),
            Press::Place(press) => self.place_pressed(press, on),
            Press::Safety(press) => self.safety_pressed(press, on),
            Press::Settings(press) => self.settings_pressed(press, on),
        }
    }
}
