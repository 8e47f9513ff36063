//! Before anybody writes: the menu, the question put alone, the invitation, the times to come back.
//!
//! The one who asks and the one who is invited are asked in the same words. Start with [`View::reflect_menu`].

use crate::core::model::ids::{CoupleId, MessageId};
use crate::core::model::reflection::{Phase, Reflection};
use crate::core::protocol::press::Press;
use crate::core::protocol::reflection::{Act, Offer, ReflectPress, Screened};
use crate::core::protocol::safety::SafetyPress;
use crate::library::{Flavour, TIME};
use crate::texts::base::common::Common;
use crate::texts::base::names::label;
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::rich::Rich;
use crate::texts::base::view::{View, must_be_there};
use crate::texts::reflection::lines::Line;

impl View<'_> {
    fn alone_button(&self, line: Line<'_>) -> Button {
        self.button(line, Press::Reflect(ReflectPress::Choose(Flavour::Alone)))
    }

    fn cancel(&self) -> Button {
        self.button(
            Common::ButtonNeverMind,
            Press::Reflect(ReflectPress::Cancel),
        )
    }

    pub(super) fn reflect_menu(&self, alone_only: bool) -> Vec<Piece> {
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
    pub(super) fn screening(&self, of: Screened) -> Vec<Piece> {
        let lang = self.library_lang();
        let words = self.words().screening(&lang);
        let other = match of {
            Screened::Asker { couple, flavour: _ } => self.partner_in(couple),
            Screened::Invited { reflection } => {
                let reflection = self.ctx.state.reflections.get(&reflection);
                must_be_there("reflection", reflection)
                    .and_then(|reflection| reflection.person(reflection.asked_by))
            }
        };
        let mut text = Rich::plain(words.first_line);
        text.below(Rich::plain(&self.filled(words.ask, &self.name_of(other))));
        let button = |text: &str, yes: bool| Button::Press {
            label: label(text),
            press: Press::Reflect(match of {
                Screened::Asker { couple, flavour } => ReflectPress::Screened(couple, flavour, yes),
                Screened::Invited { reflection } => {
                    ReflectPress::On(reflection, Act::Screened(yes))
                }
            }),
        };
        let keyboard = Keyboard::column([button(words.yes, true), button(words.no, false)]);
        vec![Piece::text(text, keyboard)]
    }

    /// One tap takes it away, and with it the question: what is left is what a no leaves.
    pub(super) fn not_safe(&self, question: MessageId) -> Vec<Piece> {
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

    pub(super) fn running(&self) -> Vec<Piece> {
        let alone = self.alone_button(Line::ReflectButtonAlone);
        self.with(Line::ReflectRefusalRunning, Keyboard::column([alone]))
    }

    pub(super) fn not_now(&self) -> Vec<Piece> {
        let alone = self.alone_button(Line::ReflectButtonWriteNow);
        self.with(Line::ReflectNotNow, Keyboard::column([alone]))
    }

    /// What is left of the question, whatever was tapped.
    pub(super) fn was_screened(&self) -> Vec<Piece> {
        let after = self.words().screening(&self.library_lang()).after;
        vec![Piece::text(Rich::plain(after), Keyboard::default())]
    }

    pub(super) fn when_ask(
        &self,
        couple: CoupleId,
        flavour: Flavour,
        offers: &[Offer],
        late: bool,
    ) -> Vec<Piece> {
        let line = if late {
            Line::ReflectWhenAskLate
        } else {
            Line::ReflectWhenAsk
        };
        let times = offers.iter().map(|offer| {
            let press = ReflectPress::At(couple, flavour, *offer);
            self.button(self.offer(*offer).line(), Press::Reflect(press))
        });
        let now = self.alone_button(Line::ReflectButtonWriteNow);
        self.with(line, Keyboard::column(times.chain([now, self.cancel()])))
    }

    pub(super) fn sent(&self, reflection: &Reflection) -> Vec<Piece> {
        let when = self.return_of(reflection);
        let when = when.as_str();
        let waits = matches!(reflection.phase, Phase::Invited { invite_at, .. } if invite_at > self.ctx.now);
        let line = if waits {
            Line::ReflectSentMorning { when }
        } else {
            Line::ReflectSent { when }
        };
        let withdraw = self.act(reflection, Line::ReflectButtonWithdraw, Act::Withdraw);
        let alone = self.alone_button(Line::ReflectButtonWriteNow);
        self.with(line, Keyboard::column([withdraw, alone]))
    }

    pub(super) fn they_said_yes(&self, reflection: &Reflection) -> Vec<Piece> {
        self.agreed(
            reflection,
            Line::ReflectTheySaidYes {
                name: &self.other_name(reflection),
                when: &self.return_of(reflection),
            },
        )
    }

    pub(super) fn yes_passed_on(&self, reflection: &Reflection) -> Vec<Piece> {
        let when = self.return_of(reflection);
        self.agreed(reflection, Line::ReflectYesPassedOn { when: &when })
    }

    /// Both said yes: until they come back, no questions.
    fn agreed(&self, reflection: &Reflection, line: Line<'_>) -> Vec<Piece> {
        let mut text = Rich::plain(&self.say(line));
        text.below(Rich::plain(&self.say(Line::ReflectRoundsWait)));
        let stop = self.act(reflection, Line::ReflectButtonStop, Act::StopAsk);
        vec![Piece::text(text, Keyboard::column([stop]))]
    }

    pub(super) fn declined(&self, reflection: &Reflection) -> Vec<Piece> {
        let no_more = Press::Reflect(ReflectPress::NoMoreInvitations);
        let no_more = self.button(Line::ReflectButtonNoMoreInvitations, no_more);
        self.with(
            Line::ReflectDeclined {
                name: &self.other_name(reflection),
                when: &self.return_of(reflection),
            },
            Keyboard::column([no_more]),
        )
    }

    pub(super) fn earlier_ask(&self, reflection: &Reflection) -> Vec<Piece> {
        let when = self.return_of(reflection);
        let keyboard = Keyboard::column([
            self.act(reflection, Line::ReflectButtonEarlier, Act::Earlier),
            self.act(reflection, Line::ReflectButtonStop, Act::StopAsk),
        ]);
        self.with(Line::ReflectEarlierAsk { when: &when }, keyboard)
    }

    pub(super) fn invitation(&self, reflection: &Reflection) -> Vec<Piece> {
        let when = self.return_of(reflection);
        let lang = self.library_lang();
        let words = self.words().invitation(&lang);
        let asker = self.name_of(reflection.person(reflection.asked_by));
        let text = self.filled(&words.text.replace(TIME, &when), &asker);
        let keyboard = Keyboard::column([
            self.act_named(reflection, words.yes, Act::Yes),
            self.act_named(reflection, words.no, Act::No),
        ]);
        vec![Piece::text(Rich::plain(&text), keyboard)]
    }
}
