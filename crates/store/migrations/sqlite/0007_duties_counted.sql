-- The index of what is owed holds all that counting asks: the records themselves are not read for it.
drop index duty_owed;
create index duty_owed on duty (owner, kind, coalesce(due_on, '9999-12-31'), opened_on, stream, subject, rule, closed_on)
where closed_on is null;
