-- Every arrival number in use, once: an envelope, the petition that came in it and the parts of a split one share theirs.
create or replace function tiepdan.arrival_numbers()
    returns table (book bigint, year int, number int)
    language sql stable security definer set search_path = tiepdan, pg_temp as $$
    select e.book, e.arrival_year, e.arrival_number from envelope e
    union
    select r.book, r.book_year, r.arrival_number from registration r where r.arrival_number is not null
$$;

-- True when every link of an envelope's history holds and the envelope stands where the last one left it.
create or replace function tiepdan.envelope_chain_is_whole(checked bigint) returns boolean
    language plpgsql stable security definer set search_path = tiepdan, pg_temp as $$
declare
    s envelope_step;
    previous bytea := ''::bytea;
    expected int := 1;
begin
    for s in select * from envelope_step t where t.envelope = checked order by t.seq loop
        if s.seq <> expected or s.hash <> envelope_hash(previous, s) then
            return false;
        end if;
        previous := s.hash;
        expected := expected + 1;
    end loop;
    return expected > 1 and exists (select from envelope e where e.id = checked and e.head = previous and e.seq = expected - 1);
end
$$;
grant execute on function tiepdan.arrival_numbers, tiepdan.envelope_chain_is_whole, tiepdan.envelope_hash to tiepdan_app;
