-- What people at a desk need beside the journal: accounts, sessions, drafts, grants, and the trail of what they did.

-- Who may open a record by what the journal says: folded from events.
create table access_grant (
    stream text not null,
    organisation text not null,
    post text not null,
    standing text not null,
    kind text not null,
    primary key (stream, organisation, post, standing)
) strict, without rowid;

-- What an organisation reaches, and what a post reaches: names of streams grow with time, so the latest come last.
create index access_grant_organisation on access_grant (organisation, standing, kind, stream);
create index access_grant_post on access_grant (organisation, standing, kind, post, stream);

-- What is owed, the earliest due first, each kind for itself: what has no day comes last.
drop index duty_open;
create index duty_owed on duty (owner, kind, coalesce(due_on, '9999-12-31'), opened_on, stream, subject)
where closed_on is null;

-- Which records a referral opened: its case, its notice, its request for support.
create table opened_from (
    referral text not null,
    kind text not null,
    stream text not null,
    primary key (referral, kind)
) strict, without rowid;

create table account (
    id text not null primary key,
    sign_in blob not null unique,
    organisation text not null,
    post text not null,
    role text not null,
    lead integer not null,
    state text not null,
    sealed blob not null,
    password text,
    invitation blob unique,
    invited_until text,
    changed_at text not null
) strict, without rowid;

create index account_post on account (organisation, post);

create table second_factor_use (
    account text not null,
    step integer not null,
    primary key (account, step)
) strict, without rowid;

create table sign_in_failure (
    sign_in blob not null,
    at text not null,
    number integer not null,
    primary key (sign_in, at, number)
) strict, without rowid;

create table session (
    token blob not null primary key,
    account text not null,
    began_at text not null,
    seen_at text not null
) strict, without rowid;

create index session_account on session (account);

-- Tokens of other systems: each acts for one account, for one purpose, until a day.
create table api_token (
    id text not null primary key,
    token blob not null unique,
    account text not null,
    purpose text not null,
    made_at text not null,
    until_at text not null,
    ended_at text
) strict, without rowid;

-- Drafts stand apart from the journal: nothing refers to them, and they are thrown away whole.
create table draft (
    id text not null primary key,
    organisation text not null,
    post text not null,
    question_set text not null,
    version text not null,
    begun_at text not null
) strict, without rowid;

create index draft_organisation on draft (organisation);

create table draft_revision (
    draft text not null,
    number integer not null,
    at text not null,
    post text not null,
    state text not null,
    sealed blob not null,
    primary key (draft, number)
) strict, without rowid;

create table attachment (
    digest blob not null,
    holder text not null,
    name blob not null,
    kind text not null,
    size integer not null,
    at text not null,
    sealed blob not null,
    primary key (holder, digest)
) strict, without rowid;

-- A post that opened a record against the rule, for a reason and a time.
create table break_glass (
    stream text not null,
    organisation text not null,
    post text not null,
    from_at text not null,
    until_at text not null,
    reason blob not null,
    reviewed_at text,
    reviewed_by text,
    primary key (stream, organisation, post, from_at)
) strict, without rowid;

-- Appended to, never changed: sign-ins, refusals, changes of accounts.
create table trail (
    id integer primary key not null,
    at text not null,
    organisation text not null,
    post text not null,
    role text not null,
    action text not null,
    about text not null,
    outcome text not null,
    rule text not null
) strict;

create index trail_at on trail (at);

-- Who read what, as an auditor asks: by post, by organisation, and by time.
create index access_log_post on access_log (organisation, post, id);
create index access_log_at on access_log (at);
create index trail_organisation on trail (organisation, post, id);
