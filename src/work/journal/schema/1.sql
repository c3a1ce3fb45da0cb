-- Version 1 of the journal. Times are microseconds since 1970.

CREATE TABLE runs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    verb          TEXT    NOT NULL,
    tenant        TEXT    NOT NULL,
    tenant_user   TEXT,
    os_user       TEXT    NOT NULL,
    host          TEXT    NOT NULL,
    version       TEXT    NOT NULL,
    ticket        TEXT,
    reason        TEXT,
    options       TEXT    NOT NULL,
    started       INTEGER NOT NULL,
    confirmed     INTEGER NOT NULL,
    parked        INTEGER,
    ended         INTEGER,
    -- Who carries the run out; all null where nobody does.
    lease_host    TEXT,
    lease_boot    TEXT,
    lease_process TEXT,
    lease_token   TEXT,
    CHECK ((lease_host IS NULL) = (lease_token IS NULL)),
    CHECK (ended IS NULL OR lease_token IS NULL)
) STRICT;

CREATE TABLE submissions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    run         INTEGER NOT NULL REFERENCES runs (id),
    tenant      TEXT    NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('account', 'new account', 'identity', 'source')),
    target      TEXT    NOT NULL,
    name        TEXT,
    native_id   TEXT,
    expected    TEXT,
    body        TEXT,
    outcome     TEXT    NOT NULL CHECK (outcome IN
                    ('planned', 'sent', 'unknown', 'refused', 'failed', 'completed', 'verified', 'skipped')),
    skip        TEXT    CHECK (skip IN ('already', 'in-flight', 'impossible', 'drift', 'held', 'dropped')),
    reason      TEXT,
    status      INTEGER,
    task_id     TEXT,
    tracking_id TEXT,
    sent        INTEGER,
    answered    INTEGER,
    ended       INTEGER,
    after       TEXT,
    -- The submission by which a person sent the same again, knowing that this one is unknown.
    replaced_by INTEGER REFERENCES submissions (id),
    UNIQUE (run, kind, target),
    CHECK ((outcome = 'skipped') = (skip IS NOT NULL)),
    CHECK (outcome NOT IN ('sent', 'unknown', 'failed', 'completed', 'verified') OR sent IS NOT NULL)
) STRICT;

-- What keeps two hands, two runs and two instances from acting on one account twice.
CREATE UNIQUE INDEX one_unfinished ON submissions (tenant, kind, target)
    WHERE outcome IN ('sent', 'unknown') AND replaced_by IS NULL;

CREATE TABLE entries (
    seq         INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    tenant      TEXT    NOT NULL,
    tenant_user TEXT,
    os_user     TEXT    NOT NULL,
    host        TEXT    NOT NULL,
    version     TEXT    NOT NULL,
    run         INTEGER NOT NULL REFERENCES runs (id),
    submission  INTEGER REFERENCES submissions (id),
    kind        TEXT    NOT NULL,
    -- How the run or the submission stood after it: JSON without names or values.
    facts       TEXT    NOT NULL,
    -- Names and values, which may be forgotten: the chain holds their salted hash only.
    details     TEXT,
    salt        BLOB,
    digest      BLOB,
    previous    BLOB    NOT NULL,
    hash        BLOB    NOT NULL
) STRICT;

CREATE INDEX entries_of_submission ON entries (submission, seq);
CREATE INDEX entries_of_run ON entries (run, seq);

CREATE TRIGGER entries_are_not_taken_away BEFORE DELETE ON entries BEGIN
    SELECT RAISE(ABORT, 'entries of the journal are not taken away');
END;

CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
    WHEN NEW.details IS NOT NULL OR NEW.salt IS NOT NULL
      OR (NEW.seq, NEW.at, NEW.tenant, NEW.tenant_user, NEW.os_user, NEW.host, NEW.version, NEW.run, NEW.submission,
          NEW.kind, NEW.facts, NEW.digest, NEW.previous, NEW.hash)
  IS NOT (OLD.seq, OLD.at, OLD.tenant, OLD.tenant_user, OLD.os_user, OLD.host, OLD.version, OLD.run, OLD.submission,
          OLD.kind, OLD.facts, OLD.digest, OLD.previous, OLD.hash)
BEGIN
    SELECT RAISE(ABORT, 'entries of the journal are not changed');
END;
