-- The views, folded from the journal: streams and what people call them, duties, stages, and the statistical rows.

create table stream (
    stream text collate "C" not null primary key,
    kind text collate "C" not null,
    compartment text collate "C" not null,
    version bigint not null,
    first_recorded_at text collate "C" not null,
    last_recorded_at text collate "C" not null,
    reference text collate "C" unique
);

create table duty (
    stream text collate "C" not null,
    opened_version bigint not null,
    kind text collate "C" not null,
    subject text collate "C" not null,
    owner text collate "C" not null,
    opened_on text collate "C" not null,
    due_on text collate "C",
    rule text collate "C" not null,
    closed_on text collate "C",
    closing_reason text collate "C",
    primary key (stream, opened_version, kind, subject)
);

create index duty_open on duty (owner, due_on) where closed_on is null;

create table case_stage (
    stream text collate "C" not null,
    version bigint not null,
    reference text collate "C" not null,
    received_on text collate "C" not null,
    nation text collate "C" not null,
    stage text collate "C" not null,
    authority text collate "C" not null,
    hosted_by text collate "C" not null,
    entered_on text collate "C" not null,
    left_on text collate "C",
    primary key (stream, version)
);

create table statistics (
    pseudonym text collate "C" not null,
    version bigint not null,
    recorded_from text collate "C" not null,
    recorded_to text collate "C",
    received_on text collate "C" not null,
    organisation text collate "C" not null,
    age_group text collate "C" not null,
    sex text collate "C" not null,
    nationality text collate "C" not null,
    nationality_as_recorded text collate "C" not null,
    nationality_claimed text collate "C" not null,
    nationality_suspected text collate "C" not null,
    exploitation_type text collate "C" not null,
    territory text collate "C" not null,
    region_of_referral text collate "C" not null,
    region_of_exploitation text collate "C" not null,
    competent_authority text collate "C" not null,
    hosted_by text collate "C" not null,
    immigration_interest text collate "C" not null,
    screening text collate "C" not null,
    reasonable_grounds text collate "C" not null,
    reasonable_grounds_on text collate "C" not null,
    conclusive_grounds text collate "C" not null,
    conclusive_grounds_on text collate "C" not null,
    primary key (pseudonym, version)
);
