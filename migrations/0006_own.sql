-- What a couple makes its own. What people wrote is sealed, under the key of whoever asked it first.

-- The words of somebody's own question, as one round asks it. question: the same for every round that asks it again.
create table question (
    round bigint primary key,
    question bigint not null,
    couple bigint not null,
    author bigint not null,
    asked_at bigint not null,
    words text not null
);

create index question_question on question (question);
create index question_author on question (author);

-- Questions a couple keeps. Rounds have copies of their own, so rewording one changes nothing that was asked.
create table deck (
    question bigint primary key,
    couple bigint not null,
    author bigint not null,
    kept_at bigint not null,
    words text not null
);

create index deck_couple on deck (couple);
create index deck_author on deck (author);

-- Who marked which prompt.
create table favourite (
    couple bigint not null,
    person bigint not null,
    prompt text not null,
    primary key (couple, person, prompt)
);

create index favourite_person on favourite (person);
