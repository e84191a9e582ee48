-- The database's people. Run once per cluster, by a superuser, before the first migration:
--   tiepdan_owner  owns every object and runs migrations; the SECURITY DEFINER functions act as it
--   tiepdan_app    what the daemon signs in as: it cannot write a case's state, nor change or delete an entry of the journal
do $$
begin
    if not exists (select from pg_roles where rolname = 'tiepdan_owner') then
        create role tiepdan_owner login;
    end if;
    if not exists (select from pg_roles where rolname = 'tiepdan_app') then
        create role tiepdan_app login;
    end if;
end
$$;
alter role tiepdan_owner set search_path = tiepdan, public;
alter role tiepdan_owner set timezone = 'Asia/Ho_Chi_Minh';
alter role tiepdan_app set search_path = tiepdan, public;
-- many small questions: compiling one costs more than answering it
alter role tiepdan_app set jit = off;
alter role tiepdan_app set timezone = 'Asia/Ho_Chi_Minh';
