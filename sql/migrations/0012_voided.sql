-- A number taken by mistake stays in the book as void.

alter table tiepdan.registration drop constraint registration_outcome_check;
alter table tiepdan.registration add constraint registration_outcome_check check (
    outcome in ('guided', 'referred', 'returned', 'filed', 'split', 'handed_over', 'accepted', 'not_accepted', 'merged', 'voided'));
