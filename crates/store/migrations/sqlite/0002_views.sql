-- The views, folded from the journal: streams and what people call them, duties, stages, and the statistical rows.

-- References are drawn at random: an index of them alone is a third of one that also holds the names of streams. So this
-- table keeps its row identifiers.
create table stream (
    stream text not null primary key,
    kind text not null,
    compartment text not null,
    version integer not null,
    first_recorded_at text not null,
    last_recorded_at text not null,
    reference text unique
) strict;

create table duty (
    stream text not null,
    opened_version integer not null,
    kind text not null,
    subject text not null,
    owner text not null,
    opened_on text not null,
    due_on text,
    rule text not null,
    closed_on text,
    closing_reason text,
    primary key (stream, opened_version, kind, subject)
) strict, without rowid;

create index duty_open on duty (owner, due_on) where closed_on is null;

create table case_stage (
    stream text not null,
    version integer not null,
    reference text not null,
    received_on text not null,
    nation text not null,
    stage text not null,
    authority text not null,
    hosted_by text not null,
    entered_on text not null,
    left_on text,
    primary key (stream, version)
) strict, without rowid;

create table statistics (
    pseudonym text not null,
    version integer not null,
    recorded_from text not null,
    recorded_to text,
    received_on text not null,
    organisation text not null,
    age_group text not null,
    sex text not null,
    nationality text not null,
    nationality_as_recorded text not null,
    nationality_claimed text not null,
    nationality_suspected text not null,
    exploitation_type text not null,
    territory text not null,
    region_of_referral text not null,
    region_of_exploitation text not null,
    competent_authority text not null,
    hosted_by text not null,
    immigration_interest text not null,
    screening text not null,
    reasonable_grounds text not null,
    reasonable_grounds_on text not null,
    conclusive_grounds text not null,
    conclusive_grounds_on text not null,
    primary key (pseudonym, version)
) strict;
