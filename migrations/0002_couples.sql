-- People, couples, rounds and what they wrote. `doc` columns hold the small state of an aggregate as JSON: never words, never
-- names. What people wrote is sealed, under the key of whoever wrote it.

-- One Telegram user who has started the bot. name: sealed.
create table person (
    id bigint primary key,
    user_id bigint not null unique,
    name text not null,
    doc text not null
);

-- Two seats. due_at: when the clock has something to do here.
create table couple (
    id bigint primary key,
    a bigint not null,
    b bigint,
    ended bigint not null,
    due_at bigint,
    doc text not null
);

create index couple_a on couple (a) where ended = 0;
create index couple_b on couple (b) where ended = 0;
create index couple_due on couple (due_at) where due_at is not null;

-- A live link; only the SHA-256 of its token.
create table invite (
    hash text primary key,
    couple bigint not null,
    made_at bigint not null
);

create index invite_couple on invite (couple);

-- One prompt put to one couple. live: something can still happen to it. counts: its prompt was used up. slot: the schedule and
-- the local date, once for ever.
create table round (
    id bigint primary key,
    couple bigint not null,
    prompt text not null,
    slot text unique,
    opened_at bigint not null,
    live bigint not null,
    counts bigint not null,
    doc text not null
);

create index round_live on round (couple) where live = 1;
create index round_prompt on round (couple, prompt);

-- One message of an answer. words: sealed.
create table part (
    id bigint primary key,
    round bigint not null,
    couple bigint not null,
    seat bigint not null,
    author bigint not null,
    words text not null
);

create index part_round on part (round, seat);
create index part_author on part (author);

-- Words whose author has not said what they are for. words: sealed.
create table aside (
    aside bigint not null,
    message bigint not null,
    author bigint not null,
    put_at bigint not null,
    words text not null,
    primary key (aside, message)
);

create index aside_author on aside (author);
create index aside_put_at on aside (put_at);

-- Updates that could not be applied, sealed under the system key, for whoever repairs the bot.
create table set_aside (
    update_id bigint not null,
    at bigint not null,
    why text not null,
    body text not null
);

create index set_aside_at on set_aside (at);
