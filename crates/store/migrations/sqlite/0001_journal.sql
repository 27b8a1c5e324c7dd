-- The journal, what authenticates it, and what lives beside it.

create table journal (
    id text not null primary key,
    key_id text not null,
    lanes integer not null,
    mac blob not null
) strict, without rowid;

-- Not "without rowid": its rows are long, and there every long row would spill into a page of its own.
create table event (
    stream text not null,
    version integer not null,
    kind text not null,
    compartment text not null,
    controller text not null,
    recorded_at text not null,
    occurred_on text not null,
    actor_organisation text not null,
    actor_post text not null,
    actor_role text not null,
    purpose text not null,
    cause text,
    idempotency_key text,
    body text not null,
    sealed blob,
    previous_hash blob not null,
    hash blob not null,
    position integer not null,
    lane integer not null,
    sequence integer not null,
    primary key (stream, version)
) strict;

create unique index event_commit on event (lane, sequence, position);

create table journal_commit (
    lane integer not null,
    sequence integer not null,
    events integer not null,
    digest blob not null,
    previous_mac blob not null,
    mac blob not null,
    primary key (lane, sequence)
) strict, without rowid;

create table journal_head (
    lane integer not null primary key,
    sequence integer not null,
    events integer not null,
    last blob not null,
    mac blob not null
) strict, without rowid;

create table stream_key (
    stream text not null primary key,
    compartment text not null,
    wrapped blob not null
) strict, without rowid;

create table checkpoint (
    number integer not null primary key,
    body text not null,
    signature blob not null
) strict, without rowid;

-- With row identifiers: keys come in random order, and only they are kept in that order, not whole rows.
create table receipt (
    idempotency_key text not null primary key,
    fingerprint text not null,
    recorded_at text not null,
    streams text not null,
    result text not null
) strict;

-- By stream, so that new rows come at the end; found by token, which is random, through a narrow index.
create table search_token (
    stream text not null,
    token blob not null,
    compartment text not null,
    primary key (stream, token)
) strict, without rowid;

create index search_token_token on search_token (token);

create table access_log (
    id integer primary key not null,
    at text not null,
    organisation text not null,
    post text not null,
    role text not null,
    purpose text not null,
    record text not null
) strict;

create index access_log_record on access_log (record, id);

-- One row while the views are being made again; nothing is recorded meanwhile.
create table rebuild (
    since text not null primary key
) strict, without rowid;

create trigger journal_is_never_changed before update on journal
begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_is_never_deleted before delete on journal
begin select raise(abort, 'the journal is append-only'); end;
create trigger event_is_never_changed before update on event
begin select raise(abort, 'the journal is append-only'); end;
create trigger event_is_never_deleted before delete on event
begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_commit_is_never_changed before update on journal_commit
begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_commit_is_never_deleted before delete on journal_commit
begin select raise(abort, 'the journal is append-only'); end;
create trigger journal_head_is_never_deleted before delete on journal_head
begin select raise(abort, 'the journal is append-only'); end;
create trigger stream_key_is_never_changed before update on stream_key
begin select raise(abort, 'a stream key is destroyed, never changed'); end;
create trigger checkpoint_is_never_changed before update on checkpoint
begin select raise(abort, 'the journal is append-only'); end;
create trigger checkpoint_is_never_deleted before delete on checkpoint
begin select raise(abort, 'the journal is append-only'); end;
create trigger receipt_is_never_changed before update on receipt
begin select raise(abort, 'the journal is append-only'); end;
create trigger receipt_is_never_deleted before delete on receipt
begin select raise(abort, 'the journal is append-only'); end;
create trigger access_log_is_never_changed before update on access_log
begin select raise(abort, 'the access log is append-only'); end;
create trigger access_log_is_never_deleted before delete on access_log
begin select raise(abort, 'the access log is append-only'); end;
