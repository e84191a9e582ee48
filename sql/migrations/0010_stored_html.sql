-- The page of an issued register is kept as it was first printed, like its PDF: a later form does not change an old reprint.

create table tiepdan.weekly_register_html (
    register bigint primary key references tiepdan.weekly_register,
    sha256 text not null,
    html text not null,
    rendered_at timestamptz not null
);
create trigger weekly_register_html_append_only before update or delete or truncate on tiepdan.weekly_register_html
    for each statement execute function tiepdan.append_only();
grant select, insert on tiepdan.weekly_register_html to tiepdan_app;
