-- Names are UUIDs in text, digests hexadecimal, moments milliseconds since 1970 (UTC).

-- Single values: epoch, board_version.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A stream and its last op. The chain's link is over the digests of all its ops.
CREATE TABLE stream (
    name  TEXT PRIMARY KEY NOT NULL,
    head  INTEGER NOT NULL,
    chain TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The log. An op's bytes are exactly those that its device made; an erasure empties them, nothing else.
CREATE TABLE op (
    stream    TEXT NOT NULL REFERENCES stream (name),
    number    INTEGER NOT NULL,
    id        TEXT NOT NULL,
    record    TEXT NOT NULL,
    digest    TEXT NOT NULL,
    chain     TEXT NOT NULL,
    effective INTEGER NOT NULL,
    late      INTEGER NOT NULL,
    received  INTEGER NOT NULL,
    bytes     TEXT,
    PRIMARY KEY (stream, number)
) STRICT;
CREATE UNIQUE INDEX op_id ON op (id);
CREATE INDEX op_record ON op (record, number);

-- What the ops about one thing add up to. `board` is the board version that last changed it; empty for
-- records of work streams.
CREATE TABLE record (
    id     TEXT PRIMARY KEY NOT NULL,
    kind   TEXT NOT NULL,
    stream TEXT NOT NULL REFERENCES stream (name),
    cycle  TEXT,
    number INTEGER NOT NULL,
    board  INTEGER,
    json   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_number ON record (stream, number);
CREATE INDEX record_cycle ON record (stream, cycle);
CREATE INDEX record_board ON record (board) WHERE board IS NOT NULL;

-- Items that a piece of evidence serves or ever served.
CREATE TABLE record_item (
    cycle  TEXT NOT NULL,
    item   TEXT NOT NULL,
    record TEXT NOT NULL REFERENCES record (id),
    PRIMARY KEY (cycle, item, record)
) STRICT, WITHOUT ROWID;

-- Files that a piece of evidence names or ever named.
CREATE TABLE record_file (
    office TEXT NOT NULL,
    digest TEXT NOT NULL,
    record TEXT NOT NULL REFERENCES record (id),
    PRIMARY KEY (office, digest, record)
) STRICT, WITHOUT ROWID;

-- Ops of revoked devices, until somebody admits them.
CREATE TABLE held (
    id        TEXT NOT NULL UNIQUE,
    device    TEXT NOT NULL,
    person    TEXT NOT NULL,
    bytes     TEXT NOT NULL,
    offset_ms INTEGER NOT NULL,
    received  INTEGER NOT NULL,
    place     INTEGER PRIMARY KEY AUTOINCREMENT
) STRICT;
CREATE INDEX held_device ON held (device);

-- Instruments, by the digest of their exact bytes.
CREATE TABLE document (
    digest TEXT PRIMARY KEY NOT NULL,
    text   TEXT NOT NULL
) STRICT;

-- Files of an office: how far their bytes have come.
CREATE TABLE file (
    office TEXT NOT NULL,
    digest TEXT NOT NULL,
    size   INTEGER NOT NULL,
    media  TEXT NOT NULL,
    offset INTEGER NOT NULL,
    parts  INTEGER NOT NULL,
    state  TEXT NOT NULL CHECK (state IN ('waiting', 'complete', 'refused')),
    reason TEXT,
    PRIMARY KEY (office, digest)
) STRICT, WITHOUT ROWID;

-- Upload addresses, by the hash of their token.
CREATE TABLE address (
    token   TEXT PRIMARY KEY NOT NULL,
    office  TEXT NOT NULL,
    digest  TEXT NOT NULL,
    expires INTEGER NOT NULL,
    FOREIGN KEY (office, digest) REFERENCES file (office, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX address_expires ON address (expires);

CREATE TABLE credential (
    person      TEXT PRIMARY KEY NOT NULL,
    hash        TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    changed     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sessions, by the hash of their token.
CREATE TABLE session (
    token       TEXT PRIMARY KEY NOT NULL,
    person      TEXT NOT NULL,
    created     INTEGER NOT NULL,
    password_at INTEGER NOT NULL,
    expires     INTEGER NOT NULL,
    device      TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires ON session (expires);

-- One-time links, by the hash of their key.
CREATE TABLE link (
    key     TEXT PRIMARY KEY NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Failed sign-ins.
CREATE TABLE tries (
    key      TEXT PRIMARY KEY NOT NULL,
    failures INTEGER NOT NULL,
    until    INTEGER NOT NULL,
    last     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tries_last ON tries (last);

-- What is known of a device beside its record.
CREATE TABLE device (
    device    TEXT PRIMARY KEY NOT NULL,
    person    TEXT NOT NULL,
    signed_in INTEGER NOT NULL,
    seen      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
