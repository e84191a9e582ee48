-- Gives the open cases of the measured database :clocks running clocks of ten working days, counted by the calendar in force: begun in the
-- last nine days, due in the days to come. Run as the superuser, triggers asleep; sql/checks looks after what they would have kept true.
set session_replication_role = replica;
set search_path = tiepdan, public;
set timezone = 'Asia/Ho_Chi_Minh';

create temporary table redate_day as
select s.start_on, w.day as due
  from (select current_date - n as start_on from generate_series(0, 8) n) s
  cross join lateral (
        select d::date as day
          from generate_series(s.start_on + 1, s.start_on + 60, interval '1 day') d
          left join calendar_day c on c.version = (select max(version) from calendar_version) and c.day = d::date
         where coalesce(c.kind = 'work', extract(isodow from d) < 6)
         order by d offset 9 limit 1) w;

update clock set state = 'stopped', ended_seq = started_seq, ended_on = start_on where state in ('running', 'paused');
insert into clock (case_id, rule, title, started_seq, start_on, amount, unit, nominal, due, provisional, calendar_version)
select f.id, 'BENCH-' || round, 'Mười ngày làm việc', 1, d.start_on, 10, 'working_days', d.due, d.due, false,
       (select max(version) from calendar_version)
  from generate_series(1, (select ceil(:clocks / count(*)::numeric)::int from case_file where not final)) round
  cross join (select id, current_date - (id % 9)::int as start_on from case_file where not final order by id) f
  join redate_day d on d.start_on = f.start_on
 order by round, f.id limit :clocks;
update case_file f set next_due = n.due, next_provisional = coalesce(n.provisional, false)
  from (select c.id, (select min(k.due) from clock k where k.case_id = c.id and k.state = 'running') as due, false as provisional from case_file c) n
 where n.id = f.id and f.next_due is distinct from n.due;
reset session_replication_role;
vacuum analyze clock, case_file;
