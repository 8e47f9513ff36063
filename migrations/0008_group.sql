-- A couple may share a chat with the bot. couple: whose key seals the call, when it goes into their group. guard: the two Telegram
-- users who, with the bot, must be the only ones there when it is made, as "a b"; absent where it holds nobody's words.
alter table outbox add column couple bigint;
alter table outbox add column guard text;

-- The groups that the bot was added to. doc: who tapped, and who lives there.
create table grp (
    chat bigint primary key,
    doc text not null
);
