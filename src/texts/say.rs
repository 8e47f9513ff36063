//! Each thing the core can say, and the lines, names and buttons it takes.
//!
//! Cards are in `card`, answers in `reveal`. Start with [`View::render`].

use super::card::Standing;
use super::lines::{Lang, Line};
use super::names::{LABEL_CHARS_MAX, label, shorten};
use super::piece::{Body, Button, Keyboard, Piece};
use super::rich::{Rich, Style, TEXT_UNITS_MAX};
use super::view::View;
use crate::core::model::ids::{AsideId, CoupleId, PersonId, RoundId, Seat};
use crate::core::model::person::Switch;
use crate::core::model::refusal::{
    CoupleRefusal, DeckRefusal, PlanRefusal, ReflectRefusal, Refusal, RoundRefusal,
};
use crate::core::protocol::choice::{ChoicePress, ChoiceSay};
use crate::core::protocol::couple::{CouplePress, CoupleSay};
use crate::core::protocol::deck::DeckPress;
use crate::core::protocol::effect::Toast;
use crate::core::protocol::place::PlaceSay;
use crate::core::protocol::plan::{PlanPress, PlanSay};
use crate::core::protocol::press::Press;
use crate::core::protocol::round::{RoundPress, RoundSay};
use crate::core::protocol::say::{AsideDone, ChatSay, Say};
use crate::core::protocol::settings::{SettingsPress, SettingsSay};
use crate::library::KindId;
use crate::places::zone_name;

/// Telegram shows at most this many characters over the chat when a button was pressed.
pub const TOAST_UNITS_MAX: usize = 200;

/// A name inside a button leaves room for the rest of the label.
const NAME_IN_LABEL_CHARS: usize = 40;
/// A prompt inside a button.
const PROMPT_IN_LABEL_CHARS: usize = LABEL_CHARS_MAX - 16;

/// The line a pressed button answers with; `None` when it only stops waiting. At most [`TOAST_UNITS_MAX`].
pub fn toast(toast: &Toast, lang: Option<&str>) -> Option<String> {
    let line = match toast {
        Toast::Quiet => return None,
        Toast::Told => Line::ToastTold,
        Toast::AlreadyTold => Line::ToastAlreadyTold,
        Toast::TakenBack => Line::ToastTakenBack,
        Toast::TakeYourTime => Line::ToastTakeYourTime,
        Toast::QuestionKept => Line::ToastQuestionKept,
        Toast::QuestionKeptBefore => Line::ToastQuestionKeptBefore,
        Toast::OursBefore => Line::ToastOursBefore,
        Toast::StepCleared => Line::ReflectToastCleared,
        Toast::StepsTakenBack => Line::ReflectTakenBack,
        Toast::CoversNow => Line::ToastCoversNow,
        Toast::OtherOne => Line::ToastOtherOne,
        Toast::Refused(refusal) => refused(*refusal),
    };
    Some(Lang::of(lang).say(line))
}

fn refused(refusal: Refusal) -> Line<'static> {
    match refusal {
        Refusal::Couple(CoupleRefusal::InviteUnusable) => Line::InviteUnusable,
        Refusal::Couple(CoupleRefusal::AlreadyTogether) => Line::RefusalAlreadyTogether,
        Refusal::Couple(CoupleRefusal::NotTogether) => Line::RefusalNotTogether,
        Refusal::Round(RoundRefusal::RoundOver) => Line::RefusalRoundOver,
        Refusal::Round(RoundRefusal::AnswerFull) => Line::RefusalAnswerFull,
        Refusal::Round(RoundRefusal::NothingSealed) => Line::RefusalNothingSealed,
        Refusal::Round(RoundRefusal::NoOther) => Line::RefusalNoOther,
        Refusal::OldButton => Line::RefusalOldButton,
        Refusal::Round(RoundRefusal::NobodyThere) => Line::RefusalNobodyThere,
        Refusal::UnknownKind => Line::RefusalUnknownKind,
        Refusal::UnknownZone => Line::ZoneUnknown,
        Refusal::UnknownCommand => Line::RefusalUnknownCommand,
        Refusal::NothingToCancel => Line::RefusalNothingToCancel,
        Refusal::Round(RoundRefusal::NothingOpen) => Line::RefusalNothingOpen,
        Refusal::Plan(PlanRefusal::NotResting) => Line::RefusalNotResting,
        Refusal::Plan(PlanRefusal::CronLine) => Line::CronCount,
        Refusal::Plan(PlanRefusal::SchedulesFull) => Line::RefusalSchedulesFull,
        Refusal::Plan(PlanRefusal::LastOne) => Line::RefusalLastOne,
        Refusal::Round(RoundRefusal::CannotTravel) => Line::RefusalCannotTravel,
        Refusal::Round(RoundRefusal::NoPrompt) => Line::RefusalNoPrompt,
        Refusal::Deck(DeckRefusal::QuestionTooLong) => Line::RefusalQuestionTooLong,
        Refusal::Deck(DeckRefusal::AskedEnough) => Line::RefusalAskedEnough,
        Refusal::Round(RoundRefusal::OneAtATime) => Line::RefusalOneAtATime,
        Refusal::Deck(DeckRefusal::DeckFull) => Line::RefusalDeckFull,
        Refusal::Deck(DeckRefusal::RitualsFull) => Line::RefusalRitualsFull,
        Refusal::Reflect(ReflectRefusal::InvitedEnough) => Line::ReflectRefusalEnough,
        Refusal::Reflect(ReflectRefusal::StepFull) => Line::ReflectRefusalFull,
        Refusal::Reflect(ReflectRefusal::NothingToSeal) => Line::ReflectRefusalEmpty,
        Refusal::Reflect(ReflectRefusal::StepOpened) => Line::ReflectRefusalOpenAlready,
    }
}

impl View<'_> {
    pub(super) fn render(&self, say: &Say) -> Vec<Piece> {
        match say {
            Say::Chat(ChatSay::WordsMayBeMissing) => self.line(Line::WordsMayBeMissing),
            Say::Chat(ChatSay::AskAgain) => self.line(Line::AskAgain),
            Say::Couple(CoupleSay::Welcome) => self.with(
                Line::Welcome,
                Keyboard::column([
                    self.button(Line::ButtonInvite, Press::Couple(CouplePress::Invite)),
                    self.group_link(),
                    self.button(Line::ButtonPrivacy, Press::Settings(SettingsPress::Privacy)),
                ]),
            ),
            Say::Couple(CoupleSay::WelcomeBack) => {
                self.named(self.partner_now(), |name| Line::WelcomeBack { name })
            }
            Say::Settings(SettingsSay::Privacy) => self.line(Line::Privacy),
            Say::Settings(SettingsSay::Help) => self.line(Line::Help),
            Say::Couple(CoupleSay::InviteLink { token }) => self.invite_link(token),
            Say::Couple(CoupleSay::InviteOpened {
                couple,
                inviter,
                waits,
            }) => self.invite_opened(*couple, *inviter, *waits),
            Say::Couple(CoupleSay::InviteDeclined) => self.line(Line::InviteDeclined),
            Say::Couple(CoupleSay::InviteAccepted { inviter, .. }) => {
                self.named(Some(*inviter), |name| Line::InviteAccepted { name })
            }
            Say::Couple(CoupleSay::ConfirmPerson { couple, person }) => {
                let name = self.name(*person);
                self.with(
                    Line::ConfirmPerson { name: &name },
                    Keyboard::default().row([
                        self.button(
                            Line::ButtonConfirm,
                            Press::Couple(CouplePress::Confirm(*couple, *person)),
                        ),
                        self.button(
                            Line::ButtonRefusePerson,
                            Press::Couple(CouplePress::RefusePerson(*couple, *person)),
                        ),
                    ]),
                )
            }
            Say::Couple(CoupleSay::ConfirmedPerson { person }) => {
                self.named(Some(*person), |name| Line::ConfirmedPerson { name })
            }
            Say::Couple(CoupleSay::RefusedPerson) => self.line(Line::RefusedPerson),
            Say::Couple(CoupleSay::AccepterGone { person }) => {
                self.named(Some(*person), |name| Line::AccepterGone { name })
            }
            Say::Couple(CoupleSay::InviteUnusable) => self.line(Line::InviteUnusable),
            Say::Couple(CoupleSay::InviteLapsed) => self.line(Line::InviteLapsed),
            Say::Couple(CoupleSay::InviteWithdrawn) => self.line(Line::InviteWithdrawn),
            Say::Couple(CoupleSay::Together { partner }) => {
                self.named(Some(*partner), |name| Line::Together { name })
            }
            Say::Round(RoundSay::Card { round, seat }) => self.card(*round, *seat),
            Say::Round(RoundSay::FinerFeelings { round, seat, core }) => {
                self.finer_feelings(*round, *seat, core)
            }
            Say::Round(RoundSay::OwnWords { round, seat }) => self.own_words(*round, *seat),
            Say::Round(RoundSay::CardOver) => self.card_over(),
            Say::Round(RoundSay::Reveal { round, seat }) => self.reveal(*round, *seat),
            Say::Round(RoundSay::Talked { .. }) => self.line(Line::Talked),
            Say::Round(RoundSay::HalfOffer { round, seat }) => self.half_offer(*round, *seat),
            Say::Round(RoundSay::HalfMoved) => self.line(Line::HalfMoved),
            Say::Round(RoundSay::HalfDone { round, half }) => self.half_done(*round, *half),
            Say::Round(RoundSay::Gift { round, from }) => self.gift(*round, *from),
            Say::Round(RoundSay::WhichFor {
                aside,
                partner,
                rounds,
                retry,
            }) => self.which_for(*aside, *partner, rounds, *retry),
            Say::Round(RoundSay::AsideDone { what }) => self.line(match what {
                AsideDone::PassedOn => Line::AsidePassedOn,
                AsideDone::Sealed => Line::AsideSealed,
                AsideDone::Dropped => Line::AsideDropped,
            }),
            Say::Round(RoundSay::Relay { from, words }) => self.relay(*from, *words),
            Say::Round(RoundSay::Response {
                from,
                round,
                button,
            }) => self.response(*from, *round, button),
            Say::Round(RoundSay::RevealButtons { round, seat }) => {
                let round = self.round(*round);
                let keyboard = round.map(|round| self.reveal_keyboard(round, *seat));
                let body = keyboard.map(Body::Keyboard);
                body.map(Piece::of).into_iter().collect()
            }
            Say::Round(RoundSay::Today { rounds }) => self.today(rounds),
            Say::Plan(PlanSay::Week) => self.week(),
            Say::Plan(PlanSay::OneSchedule { schedule }) => self.one_schedule(*schedule),
            Say::Plan(PlanSay::TimeAsk) => self.line(Line::TimeAsk),
            Say::Plan(PlanSay::CronWrong { bad }) => self.cron_wrong(*bad),
            Say::Plan(PlanSay::PlanChanged) => self.line(Line::PlanChanged),
            Say::Round(RoundSay::Nudge { round, seat }) => self.nudge(*round, *seat),
            Say::Plan(PlanSay::Quieter) => self.line(Line::Quieter),
            Say::Plan(PlanSay::PauseAsk) => self.pause_ask(),
            Say::Plan(PlanSay::Resting { until }) => self.resting(*until),
            Say::Plan(PlanSay::Resumed) => self.line(Line::Resumed),
            Say::Settings(SettingsSay::QuietHoursAsk) => self.quiet_hours_ask(),
            Say::Settings(SettingsSay::QuietHoursType) => self.line(Line::QuietHoursType),
            Say::Settings(SettingsSay::Settings) => self.settings(),
            Say::Choice(ChoiceSay::Asked) => self.asked(),
            Say::Choice(ChoiceSay::Topics) => self.topics(),
            Say::Choice(ChoiceSay::DeeperOffer { couple, depth }) => {
                self.deeper_offer(*couple, *depth)
            }
            Say::Choice(ChoiceSay::DeeperSaid { couple, depth, yes }) => {
                self.deeper_said(*couple, *depth, *yes)
            }
            Say::Choice(ChoiceSay::DeeperTogether { depth }) => self.deeper_together(*depth),
            Say::Choice(ChoiceSay::KindsOffer { kinds }) => self.kinds_offer(kinds),
            Say::Place(PlaceSay::ZoneAsk { couple, same_as }) => self.zone_ask(*couple, *same_as),
            Say::Place(PlaceSay::ZoneSet { place, others }) => {
                self.zone_set(place.as_ref(), others)
            }
            Say::Place(PlaceSay::ZoneRight) => vec![Piece::of(Body::Keyboard(Keyboard::default()))],
            Say::Place(PlaceSay::ZoneUnknown) => self.zone_unknown(),
            Say::Place(PlaceSay::ClockAsk { clocks }) => self.clock_ask(clocks),
            Say::Place(PlaceSay::PlaceAsk {
                clock,
                places,
                more,
            }) => self.place_ask(*clock, places, *more),
            Say::Couple(CoupleSay::LeaveAsk { couple }) => self.leave_ask(*couple),
            Say::Couple(CoupleSay::WithdrawAsk { couple }) => self.withdraw_ask(*couple),
            Say::Couple(CoupleSay::Left { quietly }) => self.line(if *quietly {
                Line::LeftQuietly
            } else {
                Line::Left
            }),
            Say::Couple(CoupleSay::Stayed) => self.line(Line::Stayed),
            Say::Couple(CoupleSay::PartnerLeft { couple, halves }) => {
                self.partner_left(*couple, *halves)
            }
            Say::Couple(CoupleSay::HalvesDone { kept }) => self.line(if *kept {
                Line::HalfKept
            } else {
                Line::HalfLetGo
            }),
            Say::Chat(ChatSay::Cancelled) => self.line(Line::Cancelled),
            Say::Chat(ChatSay::TooFast) => self.line(Line::TooFast),
            Say::Chat(ChatSay::Refused(Refusal::Round(RoundRefusal::NothingOpen)))
                if self.partner_now().is_none() =>
            {
                self.line(Line::RefusalNothingOpenAlone)
            }
            Say::Chat(ChatSay::Refused(refusal)) => self.line(refused(*refusal)),
            Say::Chat(ChatSay::Reaction { emoji }) => {
                vec![Piece::of(Body::Reaction(emoji.clone()))]
            }
            Say::Round(RoundSay::PartMissing { voice, round }) => self.part_missing(*voice, *round),
            Say::Round(RoundSay::VoicesAgain { round, seat }) => self.voices_again(*round, *seat),
            Say::Deck(say) => self.own(say),
            Say::Reflect(say) => self.reflection(say),
            Say::Safety(say) => self.safety(say),
            Say::Group(say) => self.group(say),
            Say::Round(RoundSay::Covered { round, seat }) => self.covered(*round, *seat),
            Say::Chat(ChatSay::Delete) => vec![Piece::of(Body::Delete)],
        }
    }

    /// One line of ours, without buttons.
    pub(super) fn line(&self, line: Line<'_>) -> Vec<Piece> {
        self.with(line, Keyboard::default())
    }

    pub(super) fn with(&self, line: Line<'_>, keyboard: Keyboard) -> Vec<Piece> {
        vec![Piece::text(Rich::plain(&self.say(line)), keyboard)]
    }

    fn named(&self, person: Option<PersonId>, line: impl Fn(&str) -> Line<'_>) -> Vec<Piece> {
        let name = self.name_of(person);
        self.line(line(&name))
    }

    /// Whoever the reader is together with, even if that person left quietly.
    fn partner_now(&self) -> Option<PersonId> {
        let (couple, seat) = self.ctx.state.together(self.to)?;
        couple.person(seat.other())
    }

    fn partner_in(&self, couple: CoupleId) -> Option<PersonId> {
        let seat = self.seat_in(couple)?;
        self.ctx.state.couples.get(&couple)?.person(seat.other())
    }

    fn invite_link(&self, token: &str) -> Vec<Piece> {
        let link = format!("https://t.me/{}?start={token}", self.ctx.bot);
        let share = format!(
            "https://t.me/share/url?url={}&text={}",
            percent(&link),
            percent(&self.say(Line::InviteShare))
        );
        self.with(
            Line::InviteLink { link: &link },
            Keyboard::column([
                Button::Url {
                    label: label(&self.say(Line::ButtonShare)),
                    url: share,
                },
                Button::CopyText {
                    label: label(&self.say(Line::ButtonCopyLink)),
                    text: link.clone(),
                },
            ]),
        )
    }

    fn invite_opened(&self, couple: CoupleId, inviter: PersonId, waits: bool) -> Vec<Piece> {
        let name = self.name(inviter);
        let mut text = Rich::plain(&self.say(Line::InviteOpened { name: &name }));
        if waits {
            let line = self.say(Line::InviteOpenedWaits { name: &name });
            text.below(Rich::plain(&line));
        }
        let keyboard = Keyboard::column([
            self.button(
                Line::ButtonAccept,
                Press::Couple(CouplePress::Accept(couple)),
            ),
            self.button(
                Line::ButtonDecline,
                Press::Couple(CouplePress::Decline(couple)),
            ),
            self.button(Line::ButtonPrivacy, Press::Settings(SettingsPress::Privacy)),
        ]);
        vec![Piece::text(text, keyboard)]
    }

    fn which_for(
        &self,
        aside: AsideId,
        partner: Option<PersonId>,
        rounds: &[RoundId],
        retry: bool,
    ) -> Vec<Piece> {
        let mut buttons = Vec::new();
        if let Some(partner) = partner {
            let name = shorten(&self.name(partner), NAME_IN_LABEL_CHARS);
            let line = Line::ButtonForPartner { name: &name };
            buttons.push(self.button(line, Press::Round(RoundPress::ForPartner(aside))));
        }
        let rounds = rounds.iter().filter_map(|round| self.round(*round));
        for round in rounds {
            let Some(seat) = self.seat(round) else {
                continue;
            };
            let prompt = shorten(&self.prompt(round, seat), PROMPT_IN_LABEL_CHARS);
            let said = self.around(&prompt, |prompt| Line::ButtonMyAnswer { prompt });
            buttons.push(Button::Press {
                label: label(&said),
                press: Press::Round(RoundPress::MyAnswer(aside, round.id)),
            });
        }
        if retry {
            buttons.push(self.button(
                Line::ButtonTryAgain,
                Press::Round(RoundPress::TryAgain(aside)),
            ));
        }
        buttons.push(self.button(
            Line::ButtonNeverMind,
            Press::Round(RoundPress::NeverMind(aside)),
        ));
        let line = if retry {
            Line::WhichForRetry
        } else {
            Line::WhichFor
        };
        self.with(line, Keyboard::column(buttons))
    }

    fn today(&self, rounds: &[RoundId]) -> Vec<Piece> {
        let mut text = Rich::styled(&self.say(Line::TodayTitle), &[Style::Bold]);
        let mut any = false;
        for round in rounds.iter().filter_map(|round| self.round(*round)) {
            let Some(seat) = self.seat(round) else {
                continue;
            };
            let name = self.name_of(self.partner(round, seat));
            let line = match self.standing(round, seat) {
                Standing::Open => Line::TodayOpen,
                Standing::Waits => Line::TodayWaits { name: &name },
                Standing::Sealed | Standing::Writing => Line::TodaySealed,
                Standing::Passed => Line::TodayPassed,
                Standing::WouldTalk => Line::TodayTalk,
                Standing::Talked | Standing::Revealed | Standing::Closed => continue,
            };
            any = true;
            let mut item = Rich::plain(&self.prompt_with_emoji(round, seat));
            item.push("\n");
            item.push_styled(&self.say(line), &[Style::Italic]);
            text.below(item);
        }
        if !any {
            return self.line(match self.partner_now() {
                Some(_) => Line::TodayNoneTogether,
                None => Line::TodayNone,
            });
        }
        let pieces = text.split(TEXT_UNITS_MAX).into_iter();
        pieces
            .map(|rich| Piece::text(rich, Keyboard::default()))
            .collect()
    }

    fn settings(&self) -> Vec<Piece> {
        let person = self.person(self.to);
        let settings = person.map(|p| p.settings.clone()).unwrap_or_default();
        let zone = person.and_then(|p| p.zone.as_deref());
        let place = zone.and_then(|zone| {
            let time = self.clock(zone)?;
            Some(self.say(Line::SettingsZone {
                city: &zone_name(zone),
                time: &time,
            }))
        });
        let place = place.unwrap_or_else(|| self.say(Line::SettingsNoZone));
        let clock = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let quiet = if settings.quiet_from == settings.quiet_to {
            self.say(Line::QuietNone)
        } else {
            format!(
                "{} – {}",
                clock(settings.quiet_from),
                clock(settings.quiet_to)
            )
        };
        let line = Line::Settings {
            zone: &place,
            quiet: &quiet,
        };
        let tell = if settings.tell_sealed {
            Line::ButtonTellOn
        } else {
            Line::ButtonTellOff
        };
        let nudges = if settings.nudges {
            Line::ButtonNudgesOn
        } else {
            Line::ButtonNudgesOff
        };
        let mut buttons = vec![
            self.button(
                tell,
                Press::Settings(SettingsPress::Toggle(Switch::TellSealed)),
            ),
            self.button(
                nudges,
                Press::Settings(SettingsPress::Toggle(Switch::Nudges)),
            ),
            self.cover_setting(settings.cover),
            self.button(
                Line::ButtonQuietHours,
                Press::Settings(SettingsPress::QuietHours),
            ),
        ];
        if let Some((couple, _)) = self.ctx.state.together(self.to) {
            buttons.push(self.button(Line::ButtonAsked, Press::Choice(ChoicePress::Asked)));
            buttons.push(self.button(Line::ButtonWeek, Press::Plan(PlanPress::Week)));
            let own = Press::Deck(DeckPress::Deck(0));
            buttons.push(self.button(Line::ButtonOwnQuestions, own));
            buttons.extend(self.reflect_settings(&settings));
            buttons.extend(self.group_settings(couple.id));
            buttons.push(if couple.paused_at.is_some() {
                self.button(Line::ButtonResume, Press::Plan(PlanPress::Resume))
            } else {
                self.button(Line::ButtonPause, Press::Plan(PlanPress::PauseAsk))
            });
        }
        self.with(line, Keyboard::column(buttons))
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

    fn leave_ask(&self, couple: CoupleId) -> Vec<Piece> {
        let name = self.name_of(self.partner_in(couple));
        self.with(
            Line::LeaveAsk { name: &name },
            Keyboard::default()
                .row([
                    self.button(Line::ButtonLeave, Press::Couple(CouplePress::Leave(couple))),
                    self.button(
                        Line::ButtonLeaveQuietly,
                        Press::Couple(CouplePress::LeaveQuietly(couple)),
                    ),
                ])
                .row([self.button(Line::ButtonStay, Press::Couple(CouplePress::Stay(couple)))]),
        )
    }

    fn withdraw_ask(&self, couple: CoupleId) -> Vec<Piece> {
        let line = match self.seat_in(couple) {
            Some(Seat::B) => Line::WithdrawAskAccepter,
            _ => Line::WithdrawAskInviter,
        };
        self.with(
            line,
            Keyboard::default().row([
                self.button(
                    Line::ButtonWithdraw,
                    Press::Couple(CouplePress::Withdraw(couple)),
                ),
                self.button(
                    Line::ButtonKeepWaiting,
                    Press::Couple(CouplePress::Stay(couple)),
                ),
            ]),
        )
    }

    fn partner_left(&self, couple: CoupleId, halves: bool) -> Vec<Piece> {
        let name = self.name_of(self.partner_in(couple));
        let mut text = Rich::plain(&self.say(Line::PartnerLeft { name: &name }));
        let mut keyboard = Keyboard::default();
        if halves {
            text.below(Rich::plain(&self.say(Line::PartnerLeftHalves)));
            keyboard = keyboard.row([
                self.button(
                    Line::ButtonKeep,
                    Press::Couple(CouplePress::KeepAll(couple)),
                ),
                self.button(
                    Line::ButtonLetGo,
                    Press::Couple(CouplePress::LetGoAll(couple)),
                ),
            ]);
        }
        vec![Piece::text(text, keyboard)]
    }
}

/// Percent-encoding for a query (RFC 3986: everything but the unreserved characters).
fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
