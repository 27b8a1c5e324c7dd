-- On which day and in which operation a person was found: the operation as a keyed mark, never its name. Rows of before hold
-- nothing here until the views are made again from the journal.
alter table statistics add column found_on text collate "C" not null default '';
alter table statistics add column operation text collate "C" not null default '';
