-- No number of a book is missing or doubled: 1…n without a hole, n being the counter. What lies beyond it was typed from the office's own
-- document system; up to `carried_to` the book was kept elsewhere before.
select b.organisation, b.book, b.year, b.last, n.used, n.beyond
  from tiepdan.book_number b
  left join lateral (
        select count(*) filter (where e.number > b.carried_to and e.number <= b.last) as used,
               count(*) filter (where e.number > b.last
                                  and not exists (select from tiepdan.typed_number t
                                                   where t.organisation = b.organisation and t.book = b.book and t.year = b.year
                                                     and t.number = e.number)) as beyond
          from (select r.number from tiepdan.registration r
                 where b.book = 'petition' and r.book = b.organisation and r.book_year = b.year
                union all
                select v.number from tiepdan.visit v
                 where b.book = 'visit' and v.book = b.organisation and v.book_year = b.year
                union all
                select w.number from tiepdan.weekly_register w
                 where b.book = 'register' and w.organisation = b.organisation and w.year = b.year
                union all
                -- several series of typed letters may share a number
                select distinct substring(o.number from '^\d{1,9}')::int from tiepdan.outgoing_number o
                 where b.book = 'outgoing' and o.organisation = b.organisation and o.year = b.year and o.number ~ '^\d'
                   and (o.position is not null or substring(o.number from '^\d{1,9}')::int <= b.last)
                union all
                select a.number from tiepdan.arrival_numbers() a
                 where b.book = 'incoming' and a.book = b.organisation and a.year = b.year) e (number)) n on true
 where n.used is distinct from b.last - b.carried_to or n.beyond > 0
