-- No number of a book is missing or doubled: 1…n without a hole, n being the counter.
select b.organisation, b.book, b.year, b.last, n.used, n.highest
  from tiepdan.book_number b
  left join lateral (
        select count(*) as used, coalesce(max(number), 0) as highest from tiepdan.registration r
         where b.book = 'petition' and r.organisation = b.organisation and r.book_year = b.year
        having b.book = 'petition'
        union all
        select count(*), coalesce(max(number), 0) from tiepdan.visit v
         where b.book = 'visit' and v.organisation = b.organisation and v.book_year = b.year
        having b.book = 'visit'
        union all
        select count(*), coalesce(max(number), 0) from tiepdan.weekly_register w
         where b.book = 'register' and w.organisation = b.organisation and w.year = b.year
        having b.book = 'register') n on true
 where n.used is distinct from b.last or n.highest is distinct from b.last
