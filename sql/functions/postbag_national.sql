-- Letters without an entry of their own, a copy tied to its petition and a letter filed by a signed proposal: what the national database should
-- hold of each (`event`; `removed`: nothing any more) and what it was told last (`told`). Whose letter it is and what it says is not asked;
-- of a denunciation there is nothing (Luật Tố cáo Đ.56), but what was entered before it was known for one is struck out. Without a search path of
-- its own, so that a question's conditions reach into it.
create or replace function tiepdan.national_arrivals()
    returns table (envelope bigint, book bigint, number int, year int, in_book text, arrived_on date, event text, occurred_on date, ground text,
                   copy_of text, mark bigint, told text, entered_on date, entered_by bigint, reference text, basis text)
    language sql stable as $$
    select e.id, e.book, e.arrival_number, e.arrival_year, nullif(tiepdan.book_of(e.organisation, e.book), ''), e.arrived_on, w.event,
           coalesce(e.filed_on, e.tied_on, (select max(t.taken_on) from tiepdan.filing_take_out t where t.envelope = e.id), m.entered_on),
           case when w.event = 'filed' then f.ground end,
           case when w.event <> 'removed' and e.tied_on is not null
                then r.number || '/' || r.book_year || coalesce(' (' || nullif(tiepdan.book_of(r.organisation, r.book), '') || ')', '') end,
           m.id, m.told, m.entered_on, m.entered_by, m.reference, 'NĐ 154/2026/NĐ-CP Đ.35; NĐ 55/2022/NĐ-CP Đ.6, Đ.8'
      from tiepdan.envelope e
      left join tiepdan.registration r on r.id = e.registration
      left join tiepdan.petition p on p.id = r.petition
      left join tiepdan.filing_proposal f on f.id = e.proposal
      left join lateral (select a.id, a.told, a.entered_on, a.entered_by, a.reference from tiepdan.national_arrival a
                          where a.envelope = e.id and a.taken_back_at is null order by a.id desc limit 1) m on true
      cross join lateral (
            select case when e.state in ('tied', 'filed') and e.marking = 'none' and not e.denunciation
                             and not coalesce(p.reference_only, false) and r.kind is distinct from 'denunciation'
                             and coalesce(e.filed_on, e.tied_on) >= '2026-07-01'
                        then e.state else 'removed' end as event) w
     where e.organisation = tiepdan.scope_organisation() and (w.event <> 'removed' or m.id is not null)
$$;
grant execute on function tiepdan.national_arrivals to tiepdan_app;
