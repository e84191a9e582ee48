-- What an officer leaves behind beside his cases: drafts that are not finished, and work in which he helps. Both go with a hand-over and come
-- back with it; the scan of a leader's note is a kind of paper of its own, which no other office sees.

-- Who has the draft in hand; null: who drafted it.
alter table tiepdan.draft add column held_by bigint references tiepdan.officer;
create index draft_holder on tiepdan.draft (coalesce(held_by, drafted_by)) where state not in ('issued', 'dispatched', 'voided');

-- Who helps in his place, and since when; null: he himself. What the note says stays.
alter table tiepdan.direction_assignee
    add column held_by bigint references tiepdan.officer,
    add column held_on date,
    add check (held_on is not null or held_by is null);
create index direction_assignee_helper on tiepdan.direction_assignee (coalesce(held_by, officer)) where not leads;

create table tiepdan.hand_over_draft (
    hand_over bigint not null references tiepdan.hand_over,
    draft bigint not null references tiepdan.draft,
    back_on date,
    -- it did not come back: finished, or in somebody else's hands meanwhile
    kept_on date,
    primary key (hand_over, draft),
    check (num_nonnulls(back_on, kept_on) <= 1)
);
create index hand_over_draft_draft on tiepdan.hand_over_draft (draft);
create table tiepdan.hand_over_help (
    hand_over bigint not null references tiepdan.hand_over,
    direction bigint not null,
    -- whom the note names
    officer bigint not null,
    back_on date,
    kept_on date,
    primary key (hand_over, direction, officer),
    foreign key (direction, officer) references tiepdan.direction_assignee (direction, officer),
    check (num_nonnulls(back_on, kept_on) <= 1)
);
create index hand_over_help_direction on tiepdan.hand_over_help (direction, officer);

alter table tiepdan.attachment
    drop constraint attachment_kind_check,
    add constraint attachment_kind_check check (kind in ('scan', 'evidence', 'result', 'appointment', 'direction', 'other')),
    add check (kind <> 'direction' or (case_id is not null and draft is null));

grant select, insert, update on tiepdan.hand_over_draft, tiepdan.hand_over_help to tiepdan_app;
grant update (held_by) on tiepdan.draft to tiepdan_app;
grant update (held_by, held_on) on tiepdan.direction_assignee to tiepdan_app;
