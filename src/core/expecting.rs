//! What the bot is waiting to read from a person: a place, a time, quiet hours, a question of their own.
//!
//! One thing at a time, for ten minutes. Words that are not what was asked for may be an answer to an open prompt: then their
//! author is asked. Start with [`Turn::said_as_asked`].

use crate::core::model::ids::MessageId;
use crate::core::model::person::Expected;
use crate::core::model::refusal::Refusal;
use crate::core::model::words::{Words, typed};
use crate::core::protocol::effect::Send;
use crate::core::protocol::place::PlaceSay;
use crate::core::protocol::plan::PlanSay;
use crate::core::protocol::say::Say;
use crate::core::protocol::settings::SettingsSay;
use crate::core::turn::Turn;
use crate::places;

impl<R: rand::Rng> Turn<'_, R> {
    /// Words that came while the bot was waiting for something.
    pub(super) fn said_as_asked(
        &mut self,
        message: MessageId,
        words: &Words,
        expected: Expected,
    ) -> Result<(), Refusal> {
        let understood = match &expected {
            Expected::City { asked } => return self.said_place(message, words, *asked),
            Expected::Question | Expected::Wording { .. } => {
                return self.said_question(message, words, expected);
            }
            Expected::Time { schedule } => self.said_time(*schedule, typed(words)),
            Expected::QuietHours => self.said_quiet_hours(typed(words)),
        };
        if understood {
            Ok(())
        } else {
            self.not_understood(message, words, expected)
        }
    }

    /// Words that should name a place.
    pub(super) fn said_place(
        &mut self,
        message: MessageId,
        words: &Words,
        asked: bool,
    ) -> Result<(), Refusal> {
        let typed = typed(words);
        // Nobody asked for the question, so a word that people say all day is more likely just that.
        if (asked || !places::is_everyday(typed)) && self.tell_place(typed) {
            return Ok(());
        }
        if !asked {
            return self.said_unthreaded(message, words);
        }
        self.not_understood(message, words, Expected::City { asked })
    }

    /// Words that are not what was asked for: perhaps an answer to an open prompt, else one more try.
    pub(super) fn not_understood(
        &mut self,
        message: MessageId,
        words: &Words,
        expected: Expected,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let could_answer = self
            .state
            .rounds_of(me)
            .any(|(round, seat)| self.could_answer(round.id, seat));
        if could_answer {
            return self.put_aside(message, words, Some(expected));
        }
        match expected {
            Expected::City { .. } => {
                self.send(Send::line(me, Say::Place(PlaceSay::ZoneUnknown)).zone_question())
            }
            Expected::Time { .. } => self.send(Send::line(me, Say::Plan(PlanSay::TimeAsk))),
            Expected::QuietHours => {
                self.send(Send::line(me, Say::Settings(SettingsSay::QuietHoursType)))
            }
            Expected::Question | Expected::Wording { .. } => {
                return self.question_again(&expected, typed(words));
            }
        }
        Ok(())
    }
}
