use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use teloxide::payloads::GetUpdatesSetters;
use teloxide::prelude::*;
use teloxide::types::{
    AllowedUpdate, BotCommand, CallbackQueryId, ChatAction, InlineKeyboardButton,
    InlineKeyboardMarkup, InputFile, InputMedia, InputMediaPhoto, MessageEntity, MessageId,
    ReactionType, ReplyParameters, UpdateKind,
};
use teloxide::{ApiError, RequestError};

use twofold::sandbox::{Config, Fault, Media, Outgoing, Pressed, Sandbox, Server, When, World};

const PATIENCE: Duration = Duration::from_secs(10);

/// A sandbox with one person who has started the bot, served; and the real client, pointed at it.
struct Served {
    sandbox: Sandbox,
    server: Server,
    bot: Bot,
    anna: i64,
}

/// A client that asks no proxy: one meant for the world outside cannot reach this machine.
fn direct() -> reqwest::Client {
    let settings = teloxide::net::default_reqwest_settings();
    settings.no_proxy().build().unwrap()
}

async fn served() -> Served {
    let mut world = World::new(Config::default());
    let token = world.token().to_owned();
    let anna = world.person("Anna", "en");
    let now = Timestamp::from_second(1_795_000_000).unwrap();
    world.start(anna, None, now).unwrap();
    let sandbox = Sandbox::new(world, move || now);
    let server = sandbox.serve().await.unwrap();
    assert!(server.address().ip().is_loopback());
    let bot = Bot::with_client(token, direct()).set_api_url(server.url().parse().unwrap());
    Served {
        sandbox,
        server,
        bot,
        anna,
    }
}

impl Served {
    fn chat(&self) -> ChatId {
        ChatId(self.anna)
    }

    /// The file id of a new message of Anna's.
    fn file(&self, media: Media) -> String {
        self.sandbox.with(|world, now| {
            let id = world.send(self.anna, Outgoing::file(media), now).unwrap();
            world
                .message(self.anna, self.anna, id)
                .unwrap()
                .media
                .unwrap()
                .1
        })
    }

    /// A raw call, past the client's types.
    async fn raw(&self, path: &str, body: Value) -> reqwest::Result<reqwest::Response> {
        let url = format!("{}{path}", self.server.url());
        direct().post(url).json(&body).send().await
    }

    fn path(&self, method: &str) -> String {
        let token = self.sandbox.with(|world, _| world.token().to_owned());
        format!("/bot{token}/{method}")
    }
}

#[tokio::test]
async fn the_real_client_sends_a_text_with_everything_and_reads_the_answer() {
    let s = served().await;
    let me = s.bot.get_me().await.unwrap();
    assert_eq!(me.username(), "twofold_sandbox_bot");
    let first = s.bot.send_message(s.chat(), "first").await.unwrap();
    let keyboard = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("yes", "y")]]);
    let sent = s
        .bot
        .send_message(s.chat(), "second")
        .entities([MessageEntity::spoiler(0, 6)])
        .reply_parameters(ReplyParameters::new(first.id).allow_sending_without_reply())
        .reply_markup(keyboard)
        .disable_notification(true)
        .protect_content(true)
        .await
        .unwrap();
    assert_eq!(sent.text(), Some("second"));
    assert_eq!(sent.entities().unwrap().len(), 1);
    let seen = s.sandbox.with(|world, _| world.last(s.anna)).unwrap();
    assert_eq!(seen.message_id, i64::from(sent.id.0));
    assert_eq!(seen.reply_to, Some(i64::from(first.id.0)));
    assert_eq!(seen.labels(), ["yes"]);
    assert!(seen.silent && seen.protected);
    s.server.stop(PATIENCE).await;
}

#[tokio::test]
async fn the_real_client_sends_files_and_albums_as_forms() {
    let s = served().await;
    let photo = s.file(Media::Photo);
    let input = || InputFile::file_id(photo.clone().into());
    s.bot
        .send_photo(s.chat(), input())
        .caption("look")
        .caption_entities([MessageEntity::bold(0, 4)])
        .has_spoiler(true)
        .await
        .unwrap();
    let seen = s.sandbox.with(|world, _| world.last(s.anna)).unwrap();
    assert_eq!((seen.text.as_str(), seen.has_spoiler), ("look", true));
    assert_eq!(seen.media, Some((Media::Photo, photo.clone())));
    assert_eq!(seen.marked("bold"), ["look"]);
    let item = || InputMedia::Photo(InputMediaPhoto::new(input()));
    let album = s
        .bot
        .send_media_group(s.chat(), [item(), item()])
        .await
        .unwrap();
    assert_eq!(album.len(), 2);
    let voice = s.file(Media::Voice);
    let error = s
        .bot
        .send_audio(s.chat(), InputFile::file_id(voice.into()))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("can't use file of type VoiceNote as Audio"),
        "{error}"
    );
}

#[tokio::test]
async fn the_real_client_edits_reacts_and_deletes() {
    let s = served().await;
    let sent = s.bot.send_message(s.chat(), "old").await.unwrap();
    s.bot
        .edit_message_text(s.chat(), sent.id, "new")
        .await
        .unwrap();
    let again = s
        .bot
        .edit_message_text(s.chat(), sent.id, "new")
        .await
        .unwrap_err();
    assert!(matches!(
        again,
        RequestError::Api(ApiError::MessageNotModified)
    ));
    s.bot
        .set_message_reaction(s.chat(), sent.id)
        .reaction([ReactionType::Emoji {
            emoji: "😘".into()
        }])
        .await
        .unwrap();
    let bot = s.sandbox.with(|world, _| world.bot_id());
    let seen = s.sandbox.with(|world, _| world.last(s.anna)).unwrap();
    assert_eq!(
        (seen.text.as_str(), seen.reaction_of(bot)),
        ("new", Some("😘"))
    );
    s.bot.delete_message(s.chat(), sent.id).await.unwrap();
    let gone = s.bot.delete_message(s.chat(), sent.id).await.unwrap_err();
    assert!(matches!(
        gone,
        RequestError::Api(ApiError::MessageToDeleteNotFound)
    ));
    let copy = s
        .bot
        .copy_message(s.chat(), s.chat(), MessageId(999))
        .await
        .unwrap_err();
    assert!(matches!(
        copy,
        RequestError::Api(ApiError::MessageToCopyNotFound)
    ));
    s.sandbox
        .with(|world, now| world.block(s.anna, now))
        .unwrap();
    let blocked = s.bot.send_message(s.chat(), "hello?").await.unwrap_err();
    assert!(matches!(blocked, RequestError::Api(ApiError::BotBlocked)));
}

#[tokio::test]
async fn the_real_client_reads_what_chats_and_profile_say() {
    let s = served().await;
    let (group, ben) = s.sandbox.with(|world, now| {
        let ben = world.person("Ben", "de");
        let group = world.group("Two", &[s.anna, ben], now).unwrap();
        world.add_bot(group, s.anna, None, now).unwrap();
        (ChatId(group), UserId(u64::try_from(ben).unwrap()))
    });
    let private = s.bot.get_chat(s.chat()).await.unwrap();
    assert_eq!(private.first_name(), Some("Anna"));
    assert!(s.bot.get_chat(group).await.unwrap().is_group());
    assert_eq!(s.bot.get_chat_member_count(group).await.unwrap(), 3);
    assert!(
        s.bot
            .get_chat_member(group, ben)
            .await
            .unwrap()
            .is_present()
    );
    let admins = s.bot.get_chat_administrators(group).await.unwrap();
    assert!(admins[0].is_owner());
    let bot = s.sandbox.with(|world, now| {
        let bot = world.bot_id();
        world.set_admin(group.0, bot, s.anna, true, now).unwrap();
        UserId(u64::try_from(bot).unwrap())
    });
    assert!(
        s.bot
            .get_chat_member(group, bot)
            .await
            .unwrap()
            .is_administrator()
    );
    s.bot.leave_chat(group).await.unwrap();
    assert!(
        !s.sandbox
            .with(|world, _| world.is_inside(group.0, world.bot_id()))
    );

    let commands = [BotCommand::new("help", "Help")];
    s.bot
        .set_my_commands(commands.clone())
        .language_code("")
        .await
        .unwrap();
    assert_eq!(s.bot.get_my_commands().await.unwrap(), commands);
    s.bot
        .set_my_description()
        .description("A bot")
        .await
        .unwrap();
    assert_eq!(
        s.bot.get_my_description().await.unwrap().description,
        "A bot"
    );
    s.bot
        .set_my_short_description()
        .short_description("Bot")
        .await
        .unwrap();
    assert_eq!(
        s.bot
            .get_my_short_description()
            .await
            .unwrap()
            .short_description,
        "Bot"
    );
    s.bot
        .send_chat_action(s.chat(), ChatAction::Typing)
        .await
        .unwrap();
    s.bot.delete_webhook().await.unwrap();
}

#[tokio::test]
async fn the_real_client_answers_a_press() {
    let s = served().await;
    let keyboard = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("yes", "y")]]);
    s.bot
        .send_message(s.chat(), "x")
        .reply_markup(keyboard)
        .await
        .unwrap();
    let pressed = s
        .sandbox
        .with(|world, now| world.press(s.anna, "yes", now))
        .unwrap();
    let Pressed::Query(query) = pressed else {
        panic!("a callback button makes a query");
    };
    let id = CallbackQueryId(query);
    s.bot
        .answer_callback_query(id.clone())
        .text("thanks")
        .await
        .unwrap();
    let again = s.bot.answer_callback_query(id).await.unwrap_err();
    assert!(
        matches!(
            again,
            RequestError::Api(ApiError::InvalidQueryId | ApiError::Unknown(_))
        ),
        "{again:?}"
    );
    let toast = s
        .sandbox
        .with(|world, _| world.toasts(s.anna)[0].text.clone());
    assert_eq!(toast, "thanks");
}

#[tokio::test]
async fn a_server_that_was_stopped_can_come_back_where_it_was() {
    let s = served().await;
    let address = s.server.address();
    s.server.stop(PATIENCE).await;
    let away = s.bot.get_me().await.unwrap_err();
    assert!(
        matches!(&away, RequestError::Network(error) if error.is_connect()),
        "{away:?}"
    );
    let back = s.sandbox.serve_on(address.port()).await.unwrap();
    assert_eq!(back.address(), address);
    s.bot.get_me().await.unwrap();
}

#[tokio::test]
async fn the_real_client_reads_every_kind_of_update() {
    let s = served().await;
    let kinds = [
        AllowedUpdate::Message,
        AllowedUpdate::EditedMessage,
        AllowedUpdate::CallbackQuery,
        AllowedUpdate::MessageReaction,
        AllowedUpdate::MyChatMember,
        AllowedUpdate::ChatMember,
    ];
    s.bot.get_updates().allowed_updates(kinds).await.unwrap();
    let sent = s.bot.send_message(s.chat(), "x").await.unwrap();
    let id = i64::from(sent.id.0);
    s.sandbox.with(|world, now| {
        for media in Media::ALL {
            world.send(s.anna, Outgoing::file(media), now).unwrap();
        }
        for other in [
            Outgoing::location(1.0, 2.0),
            Outgoing::contact("Dora", "+1"),
            Outgoing::dice(3),
        ] {
            world.send(s.anna, other, now).unwrap();
        }
        let own = world.say(s.anna, "mine", now).unwrap();
        world.edit(s.anna, s.anna, own, "mine again", now).unwrap();
        world.react(s.anna, s.anna, id, Some("👍"), now).unwrap();
        world.press_data(s.anna, s.anna, id, "data", now).unwrap();
        let ben = world.person("Ben", "de");
        let group = world.group("Two", &[s.anna, ben], now).unwrap();
        world.add_bot(group, s.anna, Some("payload"), now).unwrap();
        let bot = world.bot_id();
        world.set_admin(group, bot, s.anna, true, now).unwrap();
        world.leave(group, ben, now).unwrap();
        world.migrate(group, s.anna, now).unwrap();
        world.block(s.anna, now).unwrap();
    });
    let updates = s.bot.get_updates().await.unwrap();
    assert!(updates.len() >= 22, "{}", updates.len());
    for update in &updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
    }
    let next = updates.last().unwrap().id.as_offset();
    assert!(s.bot.get_updates().offset(next).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_waiting_poll_wakes_when_someone_writes() {
    let s = served().await;
    let first = s.bot.get_updates().await.unwrap();
    let next = first.last().unwrap().id.as_offset();
    let poll = tokio::spawn(s.bot.get_updates().offset(next).timeout(10).send());
    assert!(s.sandbox.wait_for_poll(PATIENCE).await);
    s.sandbox
        .with(|world, now| world.say(s.anna, "wake up", now))
        .unwrap();
    let woken = tokio::time::timeout(PATIENCE, poll)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    assert_eq!(woken.len(), 1);
}

#[tokio::test]
#[expect(
    clippy::disallowed_methods,
    reason = "how long it takes is what is tested"
)]
async fn a_waiting_poll_ends_when_its_time_is_over_or_the_server_stops() {
    let s = served().await;
    let next = s
        .bot
        .get_updates()
        .await
        .unwrap()
        .last()
        .unwrap()
        .id
        .as_offset();
    let none = s.bot.get_updates().offset(next).timeout(1).await.unwrap();
    assert!(none.is_empty());
    let poll = tokio::spawn(s.bot.get_updates().offset(next).timeout(15).send());
    assert!(s.sandbox.wait_for_poll(PATIENCE).await);
    let started = std::time::Instant::now();
    s.server.stop(PATIENCE).await;
    assert!(poll.await.unwrap().unwrap().is_empty());
    assert!(started.elapsed() < PATIENCE);
}

#[tokio::test]
async fn a_second_poller_ends_the_first_with_a_conflict() {
    let s = served().await;
    let next = s.bot.get_updates().await.unwrap().last().unwrap().id.0 + 1;
    let poll = |timeout| json!({"offset": next, "timeout": timeout});
    let path = s.path("getUpdates");
    let (first, second) = tokio::join!(s.raw(&path, poll(10)), async {
        assert!(s.sandbox.wait_for_poll(PATIENCE).await);
        s.raw(&path, poll(1)).await
    });
    let first = first.unwrap();
    assert_eq!(first.status(), 409);
    let body: Value = first.json().await.unwrap();
    assert_eq!(
        body["description"],
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
    assert_eq!(second.unwrap().status(), 200);
}

#[tokio::test]
async fn a_wrong_token_and_a_wrong_path_are_told_apart() {
    let s = served().await;
    let wrong = s.raw("/bot1:wrong/getMe", json!({})).await.unwrap();
    assert_eq!(wrong.status(), 401);
    assert_eq!(
        wrong.json::<Value>().await.unwrap()["description"],
        "Unauthorized"
    );
    let nowhere = s.raw("/", json!({})).await.unwrap();
    assert_eq!(nowhere.status(), 404);
    let method = s.raw(&s.path("getMi"), json!({})).await.unwrap();
    assert_eq!(
        method.json::<Value>().await.unwrap()["description"],
        "Not Found: method not found"
    );
}

#[tokio::test]
async fn parameters_may_stand_in_the_query_or_in_a_form() {
    let s = served().await;
    let url = format!("{}{}", s.server.url(), s.path("sendMessage"));
    let client = direct();
    let pairs = format!(
        "chat_id={}&text=a+b%2Bc%20%F0%9F%98%80&disable_notification=true",
        s.anna
    );
    let query = client.get(format!("{url}?{pairs}")).send().await.unwrap();
    assert_eq!(query.status(), 200);
    let form = client
        .post(&url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(pairs);
    assert_eq!(form.send().await.unwrap().status(), 200);
    let seen = s.sandbox.with(|world, _| world.from_bot_since(s.anna, 0));
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|m| m.text == "a b+c 😀" && m.silent));
    let broken = client
        .post(&url)
        .header("content-type", "application/json")
        .body("{")
        .send()
        .await
        .unwrap();
    assert_eq!(broken.status(), 400);
}

#[tokio::test]
async fn faults_are_acted_out_on_the_socket() {
    let s = served().await;
    let path = s.path("sendMessage");
    let body = json!({"chat_id": s.anna, "text": "x"});
    let queue = |fault| {
        s.sandbox
            .with(|world, _| world.faults.add(When::method_is("sendMessage"), fault))
    };
    let sent = || {
        s.sandbox
            .with(|world, _| world.from_bot_since(s.anna, 0).len())
    };

    queue(Fault::Reset { delivered: false });
    let error = s.raw(&path, body.clone()).await.unwrap_err();
    assert!(!error.is_connect() && error.status().is_none(), "{error:?}");
    assert_eq!(sent(), 0);

    queue(Fault::Reset { delivered: true });
    s.raw(&path, body.clone()).await.unwrap_err();
    assert_eq!(sent(), 1);

    queue(Fault::Html {
        status: 502,
        delivered: true,
    });
    let page = s.raw(&path, body.clone()).await.unwrap();
    assert_eq!(
        (page.status().as_u16(), &page.headers()["content-type"]),
        (502, &"text/html".parse().unwrap())
    );
    assert_eq!(sent(), 2);

    queue(Fault::RetryAfter { seconds: 9 });
    let wait = s.bot.send_message(s.chat(), "x").await.unwrap_err();
    assert!(matches!(wait, RequestError::RetryAfter(seconds) if seconds.seconds() == 9));

    queue(Fault::Malformed { delivered: true });
    let broken = s.bot.send_message(s.chat(), "x").await.unwrap_err();
    assert!(matches!(broken, RequestError::InvalidJson { .. }));
    assert_eq!(sent(), 3);

    queue(Fault::Hang { delivered: true });
    let hanging = s.raw(&path, body.clone());
    let hung = tokio::time::timeout(Duration::from_millis(300), hanging).await;
    assert!(hung.is_err());
    assert_eq!(sent(), 4);
    s.raw(&path, body).await.unwrap();
    s.server.stop(PATIENCE).await;
}
