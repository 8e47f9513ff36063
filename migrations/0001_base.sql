-- Columns are text and bigint only, so that one text serves SQLite and Postgres. Times are milliseconds since 1970, from the
-- program; ids are random, from the program. Sealed columns hold base64 of XChaCha20-Poly1305 (see src/store/seal.rs).

-- One row. The epoch counts the processes that have held this database; a write by an earlier one is refused.
create table lease (
    id bigint primary key check (id = 1),
    epoch bigint not null
);

-- Single facts about this database: whose bot it is, the next update to ask for, whether the last process ended cleanly.
create table meta (
    name text primary key,
    value text not null
);

-- The keys under which words are sealed, each wrapped by the master key. kind: system, person or couple.
create table sealing_key (
    kind text not null,
    owner bigint not null,
    wrapped text not null,
    primary key (kind, owner)
);

-- Updates that were applied, or taken in hand by a process that may have ended over them.
create table applied_update (
    update_id bigint primary key,
    hands bigint not null,
    applied_at bigint
);

create index applied_update_applied_at on applied_update (applied_at);
