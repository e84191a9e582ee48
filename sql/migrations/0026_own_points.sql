-- A point of the conclusion for the leader's own staff: which unit, which officer. The office itself is the assignee of its task then.
alter table tiepdan.conclusion_point
    add column unit bigint references tiepdan.unit,
    add column handler bigint references tiepdan.officer,
    add check (num_nonnulls(unit, handler) = 0 or assignee is not null);
