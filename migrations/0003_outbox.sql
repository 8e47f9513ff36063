-- Calls decided and not yet made, and for a while those that were. `chat` is the lane: calls of one chat go in the order of
-- `seq`. A row is open until `done_at` is set. Bodies are sealed under the key of `person` and go when the row is sent or dropped.
create table outbox (
    id bigint primary key,
    key text not null unique,
    chat bigint not null,
    seq bigint not null,
    person bigint not null,
    -- set, owed or once
    class text not null,
    -- 0: somebody waits for it; 1: it came by the clock
    urgency bigint not null,
    -- queued, sending, sent, dropped or dead
    state text not null,
    method text not null,
    body text,
    target text,
    -- the key of the row whose message it changes, when that id was not known yet
    changes text,
    -- ids of those whose words the body holds, each between spaces
    authors text not null,
    role text not null,
    round bigint,
    seat bigint,
    source_person bigint,
    source_message bigint,
    part bigint,
    -- calls begun, calls that failed or may have, and those of them that may have arrived
    calls bigint not null,
    tries bigint not null,
    doubts bigint not null,
    -- what was taken away after refusals: 1 the reply, 2 the entities, 4 all but a line in its place; added up
    less bigint not null,
    not_before bigint,
    queued_at bigint not null,
    done_at bigint,
    -- of a dead row, a word that says why
    why text
);

create index outbox_open on outbox (chat, seq) where done_at is null;
create index outbox_open_person on outbox (person) where done_at is null;
create index outbox_done on outbox (done_at) where done_at is not null;
create index outbox_dead on outbox (done_at) where state = 'dead';

-- One row a chat that was ever written to. `waited_at` and `scheduled_at` say from when its open rows of each urgency may go,
-- its own `retry_at` included; both are null while a call is under way or nobody is there.
create table lane (
    chat bigint primary key,
    -- the row whose call is under way
    sending bigint,
    -- nothing goes before, and when that was decided
    retry_at bigint,
    retry_set_at bigint,
    -- nobody is there since
    parked_at bigint,
    waited_at bigint,
    scheduled_at bigint
);

create index lane_waited on lane (waited_at, chat) where waited_at is not null;
create index lane_scheduled on lane (scheduled_at, chat) where scheduled_at is not null;
create index lane_sending on lane (sending) where sending is not null;
create index lane_parked on lane (parked_at) where parked_at is not null;

-- What each message in a chat carries: those the bot sent, and those it was told of.
create table message (
    chat bigint not null,
    message_id bigint not null,
    key text not null,
    role text not null,
    round bigint,
    seat bigint,
    source_person bigint,
    source_message bigint,
    part bigint,
    known_at bigint not null,
    primary key (chat, message_id)
);

create index message_key on message (key);
create index message_round on message (round) where round is not null;
create index message_known_at on message (known_at);
