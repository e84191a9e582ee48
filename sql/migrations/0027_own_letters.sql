-- A letter of the office has its place in the book of what goes out whichever way it was numbered, each paper of a step is a document of its
-- own, and papers of a denunciation go out without a name being kept.

-- A number given at a step of a case: no draft went before it. What was numbered before stands as it was.
alter table tiepdan.outgoing_number
    drop constraint outgoing_number_check,
    add column case_id bigint,
    add column seq int,
    add foreign key (case_id, seq) references tiepdan.journal deferrable initially deferred,
    add check (num_nonnulls(case_id, seq) in (0, 2)),
    add check (num_nonnulls(draft, invitation, case_id) = 1);
create index outgoing_number_step on tiepdan.outgoing_number (case_id, seq) where case_id is not null;

-- A paper that is numbered after its step.
grant update (number, issued_on) on tiepdan.document to tiepdan_app;
grant update (letter_number) on tiepdan.task to tiepdan_app;

-- Whom a paper of a denunciation is for, without a name or an address (Luật Tố cáo Đ.9, Đ.56): these are written on the paper by hand.
alter table tiepdan.draft
    add column party text check (party in ('denouncer', 'denounced')),
    add column recipient bigint references tiepdan.organisation,
    add check (party is null or recipient is null);
alter table tiepdan.dispatch
    add column party text check (party in ('denouncer', 'denounced')),
    add check (party is null or (organisation is null and address = ''));
grant update (party, recipient) on tiepdan.draft to tiepdan_app;
