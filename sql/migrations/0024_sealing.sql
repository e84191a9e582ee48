-- A letter or a visit that was entered by name and turned out to denounce: what was written down is erased, and nothing leads from it to the
-- entry that is made by reference instead (Luật Tố cáo Đ.9, Đ.56).

-- Since when it says nothing any more. Whatever follows `reference_only` follows this.
alter table tiepdan.petition
    add column sealed_on date,
    add check (sealed_on is null or reference_only);
create index petition_sealed_on on tiepdan.petition (id) where sealed_on is not null;

-- Of an entry that was erased the merges of persons keep its number alone.
alter table tiepdan.person_merge_party drop constraint person_merge_party_party_fkey;

-- Papers whose rows are gone and whose files still lie on disk.
create table tiepdan.erased_blob (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$')
);
grant select, delete on tiepdan.erased_blob to tiepdan_app;
