-- Where and at what age a person was exploited, as far as the events say it in codes. Rows of before hold nothing here
-- until the views are made again from the journal.
alter table statistics add column location_of_exploitation text not null default '';
alter table statistics add column age_at_exploitation text not null default '';
