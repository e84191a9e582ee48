-- Every task has a case of its assignee's, whose giver can see it. Who has a task that goes on or was done reads the giver's case, and nobody
-- else does so by a task; nobody has one in a denunciation of himself (Luật Tố cáo Đ.12). Where an office has closed, the sight is its
-- successor's.
select t.id, 'task without a case' as finding from tiepdan.task t
 where not exists (select from tiepdan.case_file f where f.task = t.id)
union all
select t.id, 'task whose giver cannot see it'
  from tiepdan.task t
  join tiepdan.case_file f on f.task = t.id
  join tiepdan.organisation g on g.id = t.giver and g.valid_to is null
 where not exists (select from tiepdan.case_access a where a.case_id = f.id and a.organisation = t.giver and a.relation = 'sender')
union all
select t.id, 'task whose assignee cannot see the case'
  from tiepdan.task t
  join tiepdan.organisation e on e.id = t.assignee and e.valid_to is null
  join tiepdan.case_file f on f.task = t.id and f.state not in ('declined', 'recalled')
  left join tiepdan.case_file s on s.id = t.parent_case
  left join tiepdan.registration r on r.id = s.registration
  left join tiepdan.petition p on p.id = r.petition
 where not (coalesce(r.kind, '') = 'denunciation' and tiepdan.barred_from_denunciation(t.assignee, p.denounced_body, p.denounced_rank))
   and (not exists (select from tiepdan.case_access a where a.case_id = f.id and a.organisation = t.assignee and a.relation = 'owner')
        or (s.id is not null and not exists (
            select from tiepdan.case_access a where a.case_id = s.id and a.organisation = t.assignee and a.relation = 'tasked')))
union all
select a.case_id, 'case open to an office without a task in it'
  from tiepdan.case_access a
 where a.relation = 'tasked'
   and not exists (select from tiepdan.task t
                     join tiepdan.case_file f on f.task = t.id and f.state not in ('declined', 'recalled')
                     join tiepdan.organisation e on e.id = t.assignee
                    where t.parent_case = a.case_id and (e.id = a.organisation or e.valid_to is not null))
union all
select t.id, 'task in a denunciation open to the office of the denounced'
  from tiepdan.task t
  join tiepdan.case_file f on f.task = t.id
  join tiepdan.case_file s on s.id = t.parent_case
  join tiepdan.registration r on r.id = s.registration and r.kind = 'denunciation'
  join tiepdan.petition p on p.id = r.petition
 where tiepdan.barred_from_denunciation(t.assignee, p.denounced_body, p.denounced_rank)
   and (not f.final
        or exists (select from tiepdan.case_access a where a.organisation = t.assignee
                      and ((a.case_id = s.id and a.relation = 'tasked') or (a.case_id = f.id and a.relation = 'owner'))))
