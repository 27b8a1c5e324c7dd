-- Why the standing decision is negative; and which force was told, from the notice to the police: the notice and the case of one
-- referral are found together by a pseudonym of its reference. Rows of before hold nothing here until the views are made
-- again from the journal.
alter table statistics add column reason_for_negative text not null default '';
alter table statistics add column referral text not null default '';

create table statistics_notice (
    notice text not null primary key,
    referral text not null,
    force text not null default '',
    passed_at text not null default ''
) strict;

create unique index statistics_notice_of_a_referral on statistics_notice (referral);
