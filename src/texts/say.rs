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
use crate::core::model::refusal::Refusal;
use crate::core::protocol::deck::OwnPress;
use crate::core::protocol::effect::Toast;
use crate::core::protocol::press::Press;
use crate::core::protocol::say::{AsideDone, Say};
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
        Refusal::InviteUnusable => Line::InviteUnusable,
        Refusal::AlreadyTogether => Line::RefusalAlreadyTogether,
        Refusal::NotTogether => Line::RefusalNotTogether,
        Refusal::RoundOver => Line::RefusalRoundOver,
        Refusal::AnswerFull => Line::RefusalAnswerFull,
        Refusal::NothingSealed => Line::RefusalNothingSealed,
        Refusal::NoOther => Line::RefusalNoOther,
        Refusal::OldButton => Line::RefusalOldButton,
        Refusal::NobodyThere => Line::RefusalNobodyThere,
        Refusal::UnknownKind => Line::RefusalUnknownKind,
        Refusal::UnknownZone => Line::ZoneUnknown,
        Refusal::UnknownCommand => Line::RefusalUnknownCommand,
        Refusal::NothingToCancel => Line::RefusalNothingToCancel,
        Refusal::NothingOpen => Line::RefusalNothingOpen,
        Refusal::NotResting => Line::RefusalNotResting,
        Refusal::CronLine => Line::CronCount,
        Refusal::SchedulesFull => Line::RefusalSchedulesFull,
        Refusal::LastOne => Line::RefusalLastOne,
        Refusal::CannotTravel => Line::RefusalCannotTravel,
        Refusal::NoPrompt => Line::RefusalNoPrompt,
        Refusal::QuestionTooLong => Line::RefusalQuestionTooLong,
        Refusal::AskedEnough => Line::RefusalAskedEnough,
        Refusal::OneAtATime => Line::RefusalOneAtATime,
        Refusal::DeckFull => Line::RefusalDeckFull,
        Refusal::RitualsFull => Line::RefusalRitualsFull,
        Refusal::InvitedEnough => Line::ReflectRefusalEnough,
        Refusal::StepFull => Line::ReflectRefusalFull,
        Refusal::NothingToSeal => Line::ReflectRefusalEmpty,
        Refusal::StepOpened => Line::ReflectRefusalOpenAlready,
    }
}

impl View<'_> {
    pub(super) fn render(&self, say: &Say) -> Vec<Piece> {
        match say {
            Say::WordsMayBeMissing => self.line(Line::WordsMayBeMissing),
            Say::AskAgain => self.line(Line::AskAgain),
            Say::Welcome => self.with(
                Line::Welcome,
                Keyboard::column([
                    self.button(Line::ButtonInvite, Press::Invite),
                    self.group_link(),
                    self.button(Line::ButtonPrivacy, Press::Privacy),
                ]),
            ),
            Say::WelcomeBack => self.named(self.partner_now(), |name| Line::WelcomeBack { name }),
            Say::Privacy => self.line(Line::Privacy),
            Say::Help => self.line(Line::Help),
            Say::InviteLink { token } => self.invite_link(token),
            Say::InviteOpened {
                couple,
                inviter,
                waits,
            } => self.invite_opened(*couple, *inviter, *waits),
            Say::InviteDeclined => self.line(Line::InviteDeclined),
            Say::InviteAccepted { inviter, .. } => {
                self.named(Some(*inviter), |name| Line::InviteAccepted { name })
            }
            Say::ConfirmPerson { couple, person } => {
                let name = self.name(*person);
                self.with(
                    Line::ConfirmPerson { name: &name },
                    Keyboard::default().row([
                        self.button(Line::ButtonConfirm, Press::Confirm(*couple, *person)),
                        self.button(
                            Line::ButtonRefusePerson,
                            Press::RefusePerson(*couple, *person),
                        ),
                    ]),
                )
            }
            Say::ConfirmedPerson { person } => {
                self.named(Some(*person), |name| Line::ConfirmedPerson { name })
            }
            Say::RefusedPerson => self.line(Line::RefusedPerson),
            Say::AccepterGone { person } => {
                self.named(Some(*person), |name| Line::AccepterGone { name })
            }
            Say::InviteUnusable => self.line(Line::InviteUnusable),
            Say::InviteLapsed => self.line(Line::InviteLapsed),
            Say::InviteWithdrawn => self.line(Line::InviteWithdrawn),
            Say::Together { partner } => self.named(Some(*partner), |name| Line::Together { name }),
            Say::Card { round, seat } => self.card(*round, *seat),
            Say::FinerFeelings { round, seat, core } => self.finer_feelings(*round, *seat, core),
            Say::OwnWords { round, seat } => self.own_words(*round, *seat),
            Say::CardOver => self.card_over(),
            Say::Reveal { round, seat } => self.reveal(*round, *seat),
            Say::Talked { .. } => self.line(Line::Talked),
            Say::HalfOffer { round, seat } => self.half_offer(*round, *seat),
            Say::HalfMoved => self.line(Line::HalfMoved),
            Say::HalfDone { round, half } => self.half_done(*round, *half),
            Say::Gift { round, from } => self.gift(*round, *from),
            Say::WhichFor {
                aside,
                partner,
                rounds,
                retry,
            } => self.which_for(*aside, *partner, rounds, *retry),
            Say::AsideDone { what } => self.line(match what {
                AsideDone::PassedOn => Line::AsidePassedOn,
                AsideDone::Sealed => Line::AsideSealed,
                AsideDone::Dropped => Line::AsideDropped,
            }),
            Say::Relay { from, words } => self.relay(*from, *words),
            Say::Response {
                from,
                round,
                button,
            } => self.response(*from, *round, button),
            Say::RevealButtons { round, seat } => {
                let round = self.round(*round);
                let keyboard = round.map(|round| self.reveal_keyboard(round, *seat));
                let body = keyboard.map(Body::Keyboard);
                body.map(Piece::of).into_iter().collect()
            }
            Say::Today { rounds } => self.today(rounds),
            Say::Week => self.week(),
            Say::OneSchedule { schedule } => self.one_schedule(*schedule),
            Say::TimeAsk => self.line(Line::TimeAsk),
            Say::CronWrong { bad } => self.cron_wrong(*bad),
            Say::PlanChanged => self.line(Line::PlanChanged),
            Say::Nudge { round, seat } => self.nudge(*round, *seat),
            Say::Quieter => self.line(Line::Quieter),
            Say::PauseAsk => self.pause_ask(),
            Say::Resting { until } => self.resting(*until),
            Say::Resumed => self.line(Line::Resumed),
            Say::QuietHoursAsk => self.quiet_hours_ask(),
            Say::QuietHoursType => self.line(Line::QuietHoursType),
            Say::Settings => self.settings(),
            Say::Asked => self.asked(),
            Say::Topics => self.topics(),
            Say::DeeperOffer { couple, depth } => self.deeper_offer(*couple, *depth),
            Say::DeeperSaid { couple, depth, yes } => self.deeper_said(*couple, *depth, *yes),
            Say::DeeperTogether { depth } => self.deeper_together(*depth),
            Say::KindsOffer { kinds } => self.kinds_offer(kinds),
            Say::ZoneAsk { couple, same_as } => self.zone_ask(*couple, *same_as),
            Say::ZoneSet { place, others } => self.zone_set(place.as_ref(), others),
            Say::ZoneRight => vec![Piece::of(Body::Keyboard(Keyboard::default()))],
            Say::ZoneUnknown => self.zone_unknown(),
            Say::ClockAsk { clocks } => self.clock_ask(clocks),
            Say::PlaceAsk {
                clock,
                places,
                more,
            } => self.place_ask(*clock, places, *more),
            Say::LeaveAsk { couple } => self.leave_ask(*couple),
            Say::WithdrawAsk { couple } => self.withdraw_ask(*couple),
            Say::Left { quietly } => self.line(if *quietly {
                Line::LeftQuietly
            } else {
                Line::Left
            }),
            Say::Stayed => self.line(Line::Stayed),
            Say::PartnerLeft { couple, halves } => self.partner_left(*couple, *halves),
            Say::HalvesDone { kept } => self.line(if *kept {
                Line::HalfKept
            } else {
                Line::HalfLetGo
            }),
            Say::Cancelled => self.line(Line::Cancelled),
            Say::TooFast => self.line(Line::TooFast),
            Say::Refused(Refusal::NothingOpen) if self.partner_now().is_none() => {
                self.line(Line::RefusalNothingOpenAlone)
            }
            Say::Refused(refusal) => self.line(refused(*refusal)),
            Say::Reaction { emoji } => vec![Piece::of(Body::Reaction(emoji.clone()))],
            Say::PartMissing { voice, round } => self.part_missing(*voice, *round),
            Say::VoicesAgain { round, seat } => self.voices_again(*round, *seat),
            Say::Own(say) => self.own(say),
            Say::Reflect(say) => self.reflection(say),
            Say::Safety(say) => self.safety(say),
            Say::Group(say) => self.group(say),
            Say::Covered { round, seat } => self.covered(*round, *seat),
            Say::Delete => vec![Piece::of(Body::Delete)],
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
            self.button(Line::ButtonAccept, Press::Accept(couple)),
            self.button(Line::ButtonDecline, Press::Decline(couple)),
            self.button(Line::ButtonPrivacy, Press::Privacy),
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
            buttons.push(self.button(line, Press::ForPartner(aside)));
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
                press: Press::MyAnswer(aside, round.id),
            });
        }
        if retry {
            buttons.push(self.button(Line::ButtonTryAgain, Press::TryAgain(aside)));
        }
        buttons.push(self.button(Line::ButtonNeverMind, Press::NeverMind(aside)));
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
            self.button(tell, Press::ToggleTellSealed),
            self.button(nudges, Press::ToggleNudges),
            self.cover_setting(settings.cover),
            self.button(Line::ButtonQuietHours, Press::QuietHours),
        ];
        if let Some((couple, _)) = self.ctx.state.together(self.to) {
            buttons.push(self.button(Line::ButtonAsked, Press::Asked));
            buttons.push(self.button(Line::ButtonWeek, Press::Week));
            let own = Press::Own(OwnPress::Deck(0));
            buttons.push(self.button(Line::ButtonOwnQuestions, own));
            buttons.extend(self.reflect_settings(&settings));
            buttons.extend(self.group_settings(couple.id));
            buttons.push(if couple.paused_at.is_some() {
                self.button(Line::ButtonResume, Press::Resume)
            } else {
                self.button(Line::ButtonPause, Press::PauseAsk)
            });
        }
        self.with(line, Keyboard::column(buttons))
    }

    fn kinds_offer(&self, kinds: &[KindId]) -> Vec<Piece> {
        let lang = self.library_lang();
        let kinds = kinds.iter().filter_map(|id| self.ctx.library.kind(id));
        let buttons = kinds.map(|kind| Button::Press {
            label: label(&format!("{} {}", kind.emoji, kind.words(&lang).title)),
            press: Press::Ask(kind.id.clone()),
        });
        self.with(Line::KindsOffer, Keyboard::column(buttons))
    }

    fn leave_ask(&self, couple: CoupleId) -> Vec<Piece> {
        let name = self.name_of(self.partner_in(couple));
        self.with(
            Line::LeaveAsk { name: &name },
            Keyboard::default()
                .row([
                    self.button(Line::ButtonLeave, Press::Leave(couple)),
                    self.button(Line::ButtonLeaveQuietly, Press::LeaveQuietly(couple)),
                ])
                .row([self.button(Line::ButtonStay, Press::Stay(couple))]),
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
                self.button(Line::ButtonWithdraw, Press::Withdraw(couple)),
                self.button(Line::ButtonKeepWaiting, Press::Stay(couple)),
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
                self.button(Line::ButtonKeep, Press::KeepAll(couple)),
                self.button(Line::ButtonLetGo, Press::LetGoAll(couple)),
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
