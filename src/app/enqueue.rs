//! A message that an effect asks for becomes rows of the outbox: rendered, addressed, named.
//!
//! It decides nothing about when or whether a call is made; that is the sender's. Start with [`EffectRunner::enqueue`].

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::runner::EffectRunner;
use super::views::{self, View};
use crate::core::model::about::{About, Role};
use crate::core::model::delivery::{Call, Class, Outgoing};
use crate::core::model::ids::{ChatId, PersonId};
use crate::core::model::time::later;
use crate::core::protocol::effect::{ReplyTo, Send, Target};
use crate::core::protocol::group::GroupSay;
use crate::core::protocol::reflection::ReflectSay;
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::store::{StoreError, Tx, outbox, people};
use crate::texts::{self, Piece};

impl EffectRunner<'_> {
    /// Writes the rows of one message, and of the further texts that an edit empties with it.
    pub(super) async fn enqueue(&mut self, send: &Send) -> Result<(), StoreError> {
        self.enqueue_one(send).await?;
        for piece in self.further_pieces(send).await? {
            let target = Target::Sent(piece);
            self.enqueue_one(&Send {
                target,
                ..send.clone()
            })
            .await?;
        }
        Ok(())
    }

    pub(super) async fn enqueue_one(&mut self, send: &Send) -> Result<(), StoreError> {
        let chat = match send.chat {
            Some(chat) => chat,
            None => self.person(send.to)?.user,
        };
        let view = self.view();
        let pieces = view
            .pieces(self.tx, &mut self.opened, &send.say, send.to)
            .await?;
        self.rows += 1;
        let key = match &send.key {
            Some(key) => key.clone(),
            None => format!("{}:{}", self.cause, self.rows),
        };
        for (n, piece) in pieces.into_iter().enumerate() {
            let key = match n {
                0 => key.clone(),
                n => format!("{key}/{n}"),
            };
            self.enqueue_piece(send, chat, piece, key, n == 0).await?;
        }
        Ok(())
    }

    /// Writes the row of one piece of a message, `first` for the one that replies and sounds.
    async fn enqueue_piece(
        &mut self,
        send: &Send,
        chat: ChatId,
        piece: Piece,
        key: String,
        first: bool,
    ) -> Result<(), StoreError> {
        let Some(call) = piece.call(&send.target) else {
            return Ok(());
        };
        let mut about = send.about.clone();
        about.key = key.clone();
        about.source = piece.source.or(about.source);
        if send.group.is_some() && about.role == Role::Reveal && !piece.is_text() {
            about.role = Role::Medium;
        }
        let is_new = send.target == Target::New;
        if let (true, Some(after)) = (is_new, send.gone_after) {
            self.take_away_later(send, &about, chat, after).await?;
        }
        let looks = send.say == Say::Group(GroupSay::Look);
        let row = Outgoing {
            key,
            to: send.to,
            group: send.group,
            lane: chat,
            class: send.class,
            urgency: send.urgency,
            // However many join, one look at them all is enough.
            target: match looks {
                true => Some("look".to_owned()),
                false => target_name(&send.target, send.class, &call),
            },
            call: addressed(call, chat.0, (is_new && !looks).then_some(send), first),
            not_before: send.not_before,
            about,
            authors: piece.authors,
        };
        outbox::enqueue(self.tx, &row, self.now, &mut self.rng).await?;
        Ok(())
    }

    /// What a row sends is taken out of the chat again.
    async fn take_away_later(
        &mut self,
        send: &Send,
        of: &About,
        chat: ChatId,
        after: SignedDuration,
    ) -> Result<(), StoreError> {
        let target = Target::Sent(of.key.clone());
        let Some(call) = texts::taking_away(&target) else {
            debug_assert!(false, "what a row sends can be taken away");
            return Ok(());
        };
        let key = format!("{}/gone", of.key);
        let row = Outgoing {
            to: send.to,
            group: send.group,
            lane: chat,
            class: Class::Set,
            urgency: send.urgency,
            target: target_name(&target, Class::Set, &call),
            call: addressed(call, chat.0, None, false),
            not_before: Some(later(self.now, after)),
            about: About {
                role: Role::Line,
                key: key.clone(),
                source: None,
                ..of.clone()
            },
            key,
            authors: Vec::new(),
        };
        outbox::enqueue(self.tx, &row, self.now, &mut self.rng).await?;
        Ok(())
    }
}

impl App {
    /// The line that stands for something which could not be shown to this person; `voice` when their privacy setting refuses
    /// voice and video notes. `None` when there is nobody to read it.
    ///
    /// # Errors
    /// Only the store's.
    pub async fn part_missing(
        &self,
        tx: &mut Tx,
        to: PersonId,
        about: &About,
        voice: bool,
        now: Timestamp,
    ) -> Result<Option<Call>, StoreError> {
        let Some((person, name)) = people::by_id(tx, to).await? else {
            return Ok(None);
        };
        let chat = person.user;
        let state = views::state_of_one(person);
        let names = BTreeMap::from([(to, name)]);
        let round = about.round().filter(|_| about.role == Role::Reveal);
        let say = match about.reflection() {
            Some(reflection) if voice => Say::Reflect(ReflectSay::VoiceRefused { reflection }),
            _ => Say::Round(RoundSay::PartMissing { voice, round }),
        };
        let pieces = View::new(self, &state, &names, now).wordless(&say, to);
        let call = pieces.first().and_then(|piece| piece.call(&Target::New));
        Ok(call.map(|call| addressed(call, chat.0, Some(&Send::line(to, say)), true)))
    }
}

/// What a change changes, so that a newer one replaces it.
fn target_name(target: &Target, class: Class, call: &Call) -> Option<String> {
    if class != Class::Set {
        return None;
    }
    let what = match call.method.as_str() {
        "setMessageReaction" => "react",
        "deleteMessage" => "delete",
        _ => "edit",
    };
    match target {
        Target::New => None,
        Target::Sent(key) => Some(format!("{what}:{key}")),
        Target::Message(id) | Target::Theirs(id) => Some(format!("{what}:#{}", id.0)),
    }
}

/// The call with its chat, and for a new message its sound and what it replies to.
fn addressed(mut call: Call, chat: i64, new: Option<&Send>, first: bool) -> Call {
    let Some(params) = call.params.as_object_mut() else {
        return call;
    };
    params.insert("chat_id".to_owned(), chat.into());
    let Some(send) = new else { return call };
    if matches!(&send.say, Say::Reflect(say) if say.is_protected()) {
        params.insert("protect_content".to_owned(), true.into());
    }
    if !(send.sound && first) {
        params.insert("disable_notification".to_owned(), true.into());
    }
    if first && let Some(reply) = &send.reply {
        let message = match reply {
            ReplyTo::Sent(key) => serde_json::json!({ "sent": key }),
            ReplyTo::Message(id) => id.0.into(),
        };
        let reply =
            serde_json::json!({ "message_id": message, "allow_sending_without_reply": true });
        params.insert("reply_parameters".to_owned(), reply);
    }
    call
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::ids::MessageId;

    #[test]
    fn a_later_edit_of_the_same_message_has_the_same_target_and_a_reaction_another() {
        let edit = Call {
            method: "editMessageText".into(),
            params: serde_json::json!({}),
        };
        let react = Call {
            method: "setMessageReaction".into(),
            params: serde_json::json!({}),
        };
        let on = Target::Message(MessageId(7));
        assert_eq!(
            target_name(&on, Class::Set, &edit),
            target_name(&on, Class::Set, &edit)
        );
        assert_ne!(
            target_name(&on, Class::Set, &edit),
            target_name(&on, Class::Set, &react)
        );
        assert_eq!(target_name(&on, Class::Owed, &edit), None);
    }
}
