use std::time::Duration;

use jiff::Timestamp;
use teloxide::prelude::*;
use teloxide::types::InputFile;
use twofold::sandbox::{Config, Media, Outgoing, Sandbox, Server, World};

/// A sandbox with one person who has started the bot, served; and the real client, pointed at it.
async fn served() -> (Sandbox, Server, Bot, i64) {
    let mut world = World::new(Config::default());
    let token = world.token().to_owned();
    let anna = world.person("Anna", "en");
    let now = Timestamp::from_second(1_795_000_000).unwrap();
    world.start(anna, None, now).unwrap();
    let sandbox = Sandbox::new(world, move || now);
    let server = sandbox.serve().await.unwrap();
    assert!(server.address().ip().is_loopback());
    let bot = Bot::new(token).set_api_url(server.url().parse().unwrap());
    (sandbox, server, bot, anna)
}

#[tokio::test]
async fn the_real_client_sends_text_and_reads_the_answer() {
    let (sandbox, server, bot, anna) = served().await;
    let sent = bot.send_message(ChatId(anna), "hello").await.unwrap();
    assert_eq!(sent.text(), Some("hello"));
    let last = sandbox.with(|world, _| world.last(anna)).unwrap();
    assert_eq!(last.message_id, i64::from(sent.id.0));
    server.stop(Duration::from_secs(5)).await;
}

#[tokio::test]
async fn the_real_client_sends_a_file_by_its_id_as_a_form() {
    let (sandbox, server, bot, anna) = served().await;
    let file = sandbox.with(|world, now| {
        let id = world.send(anna, Outgoing::file(Media::Photo), now).unwrap();
        world.message(anna, anna, id).unwrap().media.unwrap().1
    });
    bot.send_photo(ChatId(anna), InputFile::file_id(file.clone().into()))
        .caption("look")
        .has_spoiler(true)
        .await
        .unwrap();
    let last = sandbox.with(|world, _| world.last(anna)).unwrap();
    assert_eq!((last.text.as_str(), last.has_spoiler), ("look", true));
    assert_eq!(last.media, Some((Media::Photo, file)));
    server.stop(Duration::from_secs(5)).await;
}
