-- Whether county lines are among the types of exploitation. Rows of before hold nothing here until the views are made again
-- from the journal.
alter table statistics add column county_lines text not null default '';
