//! What the reader would like to be asked: kinds, topics, depth, and the sealed question whether to go deeper.
//!
//! Shows the reader's own switches only: nothing here may depend on what the other switched or said. Start with [`render`].

pub(in crate::texts) mod lines;

use crate::core::model::choice::Asked;
use crate::core::model::ids::CoupleId;
use crate::core::model::local_time::live_far_apart;
use crate::core::protocol::choice::{ChoicePress, ChoiceSay};
use crate::core::protocol::press::Press;
use crate::core::protocol::settings::SettingsPress;
use crate::library::{Depth, KindId, Tag};
use crate::texts::base::common::Common;
use crate::texts::base::names::{label, ticked};
use crate::texts::base::piece::{Button, Keyboard, Piece};
use crate::texts::base::view::View;
use crate::texts::choice::lines::Line;

/// The messages that say it to the view's reader.
pub(super) fn render(view: &View<'_>, say: &ChoiceSay) -> Vec<Piece> {
    match say {
        ChoiceSay::Asked => view.asked(),
        ChoiceSay::Topics => view.topics(),
        ChoiceSay::DeeperOffer { couple, depth } => view.deeper_offer(*couple, *depth),
        ChoiceSay::DeeperSaid { couple, depth, yes } => view.deeper_said(*couple, *depth, *yes),
        ChoiceSay::DeeperTogether { depth } => view.deeper_together(*depth),
        ChoiceSay::KindsOffer { kinds } => view.kinds_offer(kinds),
    }
}

fn topic(tag: Tag) -> Line<'static> {
    match tag {
        Tag::Touch => Line::TopicTouch,
        Tag::SharedHome => Line::TopicSharedHome,
        Tag::LongDistance => Line::TopicLongDistance,
        Tag::Children => Line::TopicChildren,
        Tag::Marriage => Line::TopicMarriage,
        Tag::Religion => Line::TopicReligion,
        Tag::Money => Line::TopicMoney,
        Tag::Intimacy => Line::TopicIntimacy,
        Tag::Family => Line::TopicFamily,
        Tag::Work => Line::TopicWork,
        Tag::Health => Line::TopicHealth,
        Tag::Grief => Line::TopicGrief,
        Tag::Pets => Line::TopicPets,
        Tag::Alcohol => Line::TopicAlcohol,
    }
}

impl View<'_> {
    fn my_wishes(&self) -> Asked {
        let me = self.person(self.to);
        me.map(|me| me.settings.asked.clone()).unwrap_or_default()
    }

    /// *What we are asked*: the kinds and the depth.
    fn asked(&self) -> Vec<Piece> {
        let wishes = self.my_wishes();
        let (depth, deeper, lighter) = match wishes.depth {
            Depth::One => (Line::AskedDepthOne, Some(Depth::Two), None),
            Depth::Two => (Line::AskedDepthTwo, Some(Depth::Three), Some(Depth::One)),
            Depth::Three => (Line::AskedDepthThree, None, Some(Depth::Two)),
        };
        let deeper = deeper
            .map(|to| self.button(Line::ButtonDeeper, Press::Choice(ChoicePress::SetDepth(to))));
        let lighter = lighter.map(|to| {
            self.button(
                Line::ButtonLighter,
                Press::Choice(ChoicePress::SetDepth(to)),
            )
        });
        let kinds = self.ctx.library.kinds().iter();
        let kinds = kinds.filter(|kind| !kind.prompts().is_empty());
        let kinds: Vec<Button> = kinds
            .map(|kind| {
                let on = !wishes.kinds_off.contains(&kind.id);
                Button::Press {
                    label: label(&ticked(on, &self.kind_title(&kind.id))),
                    press: Press::Choice(ChoicePress::SwitchKind(kind.id.clone(), !on)),
                }
            })
            .collect();
        let mut keyboard = Keyboard::default().row(lighter.into_iter().chain(deeper));
        for row in kinds.chunks(2) {
            keyboard = keyboard.row(row.iter().cloned());
        }
        let keyboard = keyboard
            .row([self.button(Line::ButtonTopics, Press::Choice(ChoicePress::Topics))])
            .row([self.button(
                Common::ButtonBack,
                Press::Settings(SettingsPress::SettingsAgain),
            )]);
        let depth = self.say(depth);
        self.with(Line::Asked { depth: &depth }, keyboard)
    }

    /// The topics that any question touches on.
    fn topics(&self) -> Vec<Piece> {
        let wishes = self.my_wishes();
        let together = self.ctx.state.together(self.to);
        let far_apart = together
            .is_some_and(|(couple, _)| live_far_apart(self.ctx.state, couple, self.ctx.now));
        let kinds = self.ctx.library.kinds();
        let prompts = || kinds.iter().flat_map(|kind| kind.prompts());
        let topics: Vec<Button> = Tag::ALL
            .into_iter()
            .filter(|tag| prompts().any(|prompt| prompt.has_tag(*tag)))
            .map(|tag| {
                let on = wishes.has_on(tag, far_apart);
                Button::Press {
                    label: label(&ticked(on, &self.say(topic(tag)))),
                    press: Press::Choice(ChoicePress::SwitchTopic(tag, !on)),
                }
            })
            .collect();
        let mut keyboard = Keyboard::default();
        for row in topics.chunks(2) {
            keyboard = keyboard.row(row.iter().cloned());
        }
        let keyboard =
            keyboard.row([self.button(Common::ButtonBack, Press::Choice(ChoicePress::Asked))]);
        self.with(Line::Topics, keyboard)
    }

    fn deeper_offer(&self, couple: CoupleId, depth: Depth) -> Vec<Piece> {
        let line = match depth {
            Depth::One | Depth::Two => Line::DeeperOfferTwo,
            Depth::Three => Line::DeeperOfferThree,
        };
        let keyboard = Keyboard::column([
            self.button(
                Line::ButtonDeeperYes,
                Press::Choice(ChoicePress::Deeper(couple, depth, true)),
            ),
            self.button(
                Line::ButtonDeeperNo,
                Press::Choice(ChoicePress::Deeper(couple, depth, false)),
            ),
        ]);
        self.with(line, keyboard)
    }

    fn deeper_said(&self, couple: CoupleId, depth: Depth, yes: bool) -> Vec<Piece> {
        if !yes {
            return self.line(Line::DeeperNo);
        }
        let undo = self.button(
            Common::ButtonTakeBack,
            Press::Choice(ChoicePress::Deeper(couple, depth, false)),
        );
        self.with(Line::DeeperYes, Keyboard::column([undo]))
    }

    fn deeper_together(&self, depth: Depth) -> Vec<Piece> {
        self.line(match depth {
            Depth::One | Depth::Two => Line::DeeperTogetherTwo,
            Depth::Three => Line::DeeperTogetherThree,
        })
    }

    fn kinds_offer(&self, kinds: &[KindId]) -> Vec<Piece> {
        let lang = self.library_lang();
        let kinds = kinds.iter().filter_map(|id| self.ctx.library.kind(id));
        let buttons = kinds.map(|kind| Button::Press {
            label: label(&format!("{} {}", kind.emoji, kind.words(&lang).title)),
            press: Press::Choice(ChoicePress::Ask(kind.id.clone())),
        });
        self.with(Line::KindsOffer, Keyboard::column(buttons))
    }
}
