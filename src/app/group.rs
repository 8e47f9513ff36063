//! What a turn does with what waits in the outbox, and with what a group still shows.

use super::runner::EffectRunner;
use crate::core::model::about::Role;
use crate::core::model::delivery::InGroup;
use crate::core::model::ids::{ChatId, CoupleId};
use crate::core::protocol::effect::{QueueChange, Send};
use crate::core::protocol::group::GroupSay;
use crate::core::protocol::say::{ChatSay, Say};
use crate::store::{StoreError, messages, outbox};

impl EffectRunner<'_> {
    pub(super) async fn run_queue(&mut self, what: QueueChange) -> Result<(), StoreError> {
        match what {
            QueueChange::Unsend { to, thread } => {
                outbox::unsend(self.tx, to, thread, self.now).await?;
                Ok(())
            }
            QueueChange::HideShown { to, thread } => {
                outbox::hasten_deletions(self.tx, to, thread).await
            }
            QueueChange::Unpark { person } => {
                let chat = self.person(person)?.user;
                outbox::unpark(self.tx, chat, self.now).await
            }
            QueueChange::EmptyGroup { chat, all: true } => {
                outbox::drop_lane(self.tx, chat, self.now).await
            }
            QueueChange::EmptyGroup { chat, all: false } => {
                outbox::drop_guarded(self.tx, chat, self.now).await
            }
            QueueChange::OpenGroup { chat } => outbox::unpark(self.tx, chat, self.now).await,
            QueueChange::MoveGroup { from, to } => outbox::lanes::move_to(self.tx, from, to).await,
            QueueChange::CoverGroup { couple, chat } => self.cover_group(couple, chat).await,
        }
    }

    /// Each message with something opened becomes its date; media go, as far as Telegram still lets them.
    async fn cover_group(&mut self, couple: CoupleId, chat: ChatId) -> Result<(), StoreError> {
        let speaker = self.couple(couple)?.a;
        for (message, role, opened_at) in messages::take_opened(self.tx, chat).await? {
            let say = match role {
                Role::Reveal => Say::Group(GroupSay::CoveredPage { opened_at }),
                _ => Say::Chat(ChatSay::Delete),
            };
            let group = InGroup {
                couple: Some(couple),
                guard: None,
            };
            let cover = Send {
                chat: Some(chat),
                group: Some(group),
                ..Send::edit(speaker, message, say)
            };
            self.enqueue_one(&cover.scheduled()).await?;
        }
        Ok(())
    }
}
