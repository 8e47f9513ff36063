-- Messages of a round are kept as long as somebody may answer or change them; only the others are removed by age.
drop index message_known_at;

create index message_line_known_at on message (known_at) where round is null;
