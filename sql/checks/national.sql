-- Every step that is asked for the national database is an event of its procedure, in some version.
select s.procedure, s.event from tiepdan.national_step s
 where not exists (select from tiepdan.procedure_version v join tiepdan.procedure_transition t on t.version = v.id
                    where v.procedure = s.procedure and t.event = s.event)
   and exists (select from tiepdan.procedure_version v where v.procedure = s.procedure)
