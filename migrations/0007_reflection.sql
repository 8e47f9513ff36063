-- Reflections: of a couple, or of one person alone. `doc` holds who, when and which steps, as JSON: never words, and nothing of
-- what was tapped. due_at: when the clock has something to do for one that somebody does alone; a couple's moments are in the
-- couple's own row.
create table reflection (
    id bigint primary key,
    couple bigint,
    a bigint not null,
    b bigint,
    due_at bigint,
    doc text not null
);

create index reflection_due on reflection (due_at, id) where due_at is not null;

-- What people write and tap in a reflection, sealed under the key of whoever wrote it.
create table reflection_words (
    id bigint primary key,
    reflection bigint not null,
    seat bigint not null,
    author bigint not null,
    words text not null
);

create index reflection_words_reflection on reflection_words (reflection);
create index reflection_words_author on reflection_words (author);
