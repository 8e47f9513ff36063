-- A couple has a second moment: when the clock has something to do here besides asking by schedule, which waits while the sender
-- is behind. Those of one moment are taken in the order of their ids, so both indexes hold the ids.
alter table couple add column due_braked_at bigint;

update couple set due_braked_at = due_at;

drop index couple_due;

create index couple_due on couple (due_at, id) where due_at is not null;
create index couple_due_braked on couple (due_braked_at, id) where due_braked_at is not null;

-- What a couple was asked is read from the index alone.
drop index round_prompt;

create index round_used on round (couple, prompt, opened_at, counts);

-- Who leaves does not wait until everybody's answers were looked at.
create index part_couple on part (couple, seat);
