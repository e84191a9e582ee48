-- A letter of several contents is split: each part is a petition of its own that knows the letter it came from.

alter table tiepdan.petition add column part_of bigint references tiepdan.petition;
create index petition_part on tiepdan.petition (part_of) where part_of is not null;
