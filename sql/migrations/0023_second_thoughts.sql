-- What is put right afterwards: a letter is taken out of a bundle that was filed, an invitation gets its number after it was signed, and a
-- leave is told from one case that is lent.

-- The signed paper keeps what lay in it; beside it stands what was taken out again, by whom, when and why.
create table tiepdan.filing_take_out (
    proposal bigint not null,
    envelope bigint not null,
    taken_on date not null,
    taken_by bigint not null references tiepdan.officer,
    taken_at timestamptz not null,
    -- of a letter that denounces nothing (Luật Tố cáo Đ.56); its seal is in the envelope's history
    reason text check (length(reason) between 1 and 2000),
    primary key (proposal, envelope),
    foreign key (proposal, envelope) references tiepdan.filing_item (proposal, envelope)
);
create index filing_take_out_envelope on tiepdan.filing_take_out (envelope, taken_at desc);
grant select, insert on tiepdan.filing_take_out to tiepdan_app;
grant update (reason) on tiepdan.filing_take_out to tiepdan_app;

-- A number of the book of what goes out is a document's or an invitation's; one letter may invite several bodies, its row names the first.
alter table tiepdan.outgoing_number
    alter column draft drop not null,
    add column invitation bigint unique references tiepdan.session_invitation,
    add check (num_nonnulls(draft, invitation) = 1);
alter table tiepdan.session_invitation
    add column numbered_by bigint references tiepdan.officer,
    add column numbered_at timestamptz,
    add check (num_nonnulls(numbered_by, numbered_at) in (0, 2)),
    add check (numbered_by is null or num_nonnulls(letter_number, letter_date) = 2);
create index session_invitation_letter on tiepdan.session_invitation (letter_number) where letter_number is not null;

-- All the work of somebody who is away; false: one case alone was lent.
alter table tiepdan.hand_over add column whole boolean not null default true;
