-- A leader's session: who registered to be received and when, whom the office invites, and the points of the conclusion notice, which
-- become tasks when it is issued (NĐ 154/2026/NĐ-CP Đ.25).

create table tiepdan.session_appointment (
    id bigint generated always as identity primary key,
    session bigint not null references tiepdan.session,
    -- the order in which they registered; it stands on the slip
    number int not null check (number > 0),
    -- of somebody who comes to denounce nothing is written down
    denunciation boolean not null default false,
    full_name text not null default '' check (length(full_name) <= 200),
    phone text check (length(phone) <= 40),
    address text not null default '' check (length(address) <= 500),
    people int not null default 1 check (people between 1 and 10000),
    content text not null default '' check (length(content) <= 5000),
    matter bigint references tiepdan.matter,
    -- the hour given to him, as printed: "8 giờ 30"
    slot text not null default '' check (length(slot) <= 50),
    registered_on date not null,
    registered_by bigint not null references tiepdan.officer,
    state text not null default 'registered' check (state in ('registered', 'came', 'absent', 'withdrawn')),
    visit bigint references tiepdan.visit,
    unique (session, number),
    check (not denunciation or (full_name = '' and phone is null and address = '')),
    check (denunciation or full_name <> ''),
    check (visit is null or state = 'came')
);
create unique index session_appointment_visit on tiepdan.session_appointment (visit) where visit is not null;

create table tiepdan.session_invitation (
    id bigint generated always as identity primary key,
    session bigint not null references tiepdan.session,
    -- a body of the catalogue, or one that is named
    organisation bigint references tiepdan.organisation,
    body text not null check (length(body) between 1 and 300),
    matter bigint references tiepdan.matter,
    content text not null default '' check (length(content) <= 5000),
    letter_number text check (length(letter_number) <= 100),
    letter_date date,
    recorded_by bigint not null references tiepdan.officer,
    recorded_at timestamptz not null,
    reply text check (reply in ('coming', 'substitute', 'declined')),
    replied_on date,
    attendee text not null default '' check (length(attendee) <= 300),
    check ((reply is null) = (replied_on is null))
);
create index session_invitation_session on tiepdan.session_invitation (session, id);

create table tiepdan.conclusion_point (
    id bigint generated always as identity primary key,
    session bigint not null references tiepdan.session,
    visit bigint references tiepdan.visit,
    text text not null check (length(text) between 1 and 5000),
    -- who has to do it, and until when; neither where the leader settled it on the spot
    assignee bigint references tiepdan.organisation,
    due_on date,
    recorded_by bigint not null references tiepdan.officer,
    recorded_at timestamptz not null,
    task bigint references tiepdan.task,
    check ((assignee is null) = (due_on is null)),
    check (task is null or assignee is not null)
);
create index conclusion_point_session on tiepdan.conclusion_point (session, id);

grant select, insert, update on tiepdan.session_appointment, tiepdan.session_invitation, tiepdan.conclusion_point to tiepdan_app;
grant delete on tiepdan.conclusion_point to tiepdan_app;
