-- A closed office has nobody and nothing open, and no column that names an office is forgotten when one is closed.
select o.code as office, 'somebody has a role in a closed office' as finding
  from tiepdan.organisation o
 where o.valid_to is not null and exists (select from tiepdan.officer_role r where r.organisation = o.id)
union all
select o.code, 'a closed office has an open case'
  from tiepdan.organisation o
 where o.valid_to is not null and exists (select from tiepdan.case_file f where f.organisation = o.id and not f.final)
union all
select o.code, 'a closed office sees a case'
  from tiepdan.organisation o
 where o.valid_to is not null and exists (select from tiepdan.case_access a where a.organisation = o.id)
union all
select r.relname || '.' || a.attname, 'a column names an office and office_columns() does not know it'
  from pg_constraint k
  join pg_class r on r.oid = k.conrelid
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
 where k.contype = 'f' and k.confrelid = 'tiepdan.organisation'::regclass
   and not exists (select from tiepdan.office_columns() n where n.relation = r.relname and n.attribute = a.attname)
