-- The next number of an office's book. Taken last in the transaction: the row lock lives until COMMIT, and a rollback gives the number back.
-- A number that was typed in is passed over.
create or replace function tiepdan.next_number(organisation bigint, book text, year int) returns int
    language plpgsql volatile security definer set search_path = tiepdan, pg_temp as $$
declare
    taken int;
begin
    loop
        insert into book_number as b (organisation, book, year, last) values ($1, $2, $3, 1)
        on conflict on constraint book_number_pkey do update set last = b.last + 1
        returning b.last into taken;
        exit when not exists (select from typed_number t
                               where t.organisation = $1 and t.book = $2 and t.year = $3 and t.number = taken);
    end loop;
    return taken;
end
$$;
grant execute on function tiepdan.next_number to tiepdan_app;
