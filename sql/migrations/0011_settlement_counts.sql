-- What 04/KQGQ counts beside what 0004 has: rights still to be restored, organisations held to account.

alter table tiepdan.settlement
    add column organisations_to_restore int not null default 0,
    add column persons_to_restore int not null default 0,
    add column organisations_to_discipline int not null default 0,
    add column organisations_disciplined int not null default 0;
