-- What the journal says, for questions over years (ADR 64). Every row follows from one entry of the journal alone:
-- written twice, in any order, it is the same row under the same key, and FINAL counts it once. Months and days are
-- those of the halls' zone; an empty text means that nothing is known.

CREATE TABLE IF NOT EXISTS cases
(
    month Date COMMENT 'Of acceptance, else receipt, else end; 1970-01-01 when none is known',
    no String,
    sequence UInt64 COMMENT 'Journal entry that says so; the newest counts',
    gone UInt8 COMMENT '1: it is counted in another month now',
    state LowCardinality(String),
    type LowCardinality(String),
    item LowCardinality(String),
    hall LowCardinality(String),
    department LowCardinality(String),
    window LowCardinality(String),
    handler LowCardinality(String),
    channel LowCardinality(String),
    received Nullable(DateTime64(7, 'UTC')),
    accepted Nullable(DateTime64(7, 'UTC')),
    ended Nullable(DateTime64(7, 'UTC')),
    promised_due Nullable(DateTime64(7, 'UTC')),
    statutory_due Nullable(DateTime64(7, 'UTC')),
    accepted_on Nullable(Date),
    ended_on Nullable(Date),
    due_on Nullable(Date) COMMENT 'Day of the first of its limits',
    promised_days Nullable(UInt32) COMMENT 'Working days to the promised limit; null unless both limits are known',
    statutory_days Nullable(UInt32) COMMENT 'Working days to the statutory limit; null unless both limits are known',
    overdue Bool,
    level LowCardinality(String) COMMENT 'Highest standing card'
)
ENGINE = ReplacingMergeTree(sequence, gone) PARTITION BY month ORDER BY (month, no)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS ratings
(
    month Date COMMENT 'Of the day it was given',
    id String,
    sequence UInt64,
    gone UInt8,
    day Date,
    at DateTime64(7, 'UTC'),
    score UInt8 COMMENT '1 to 5; 3 and more is satisfied',
    defaulted Bool COMMENT 'Nobody gave it: counted apart',
    named Bool,
    channel LowCardinality(String),
    item LowCardinality(String),
    hall LowCardinality(String),
    department LowCardinality(String),
    window LowCardinality(String),
    staff LowCardinality(String),
    callback_due Nullable(DateTime64(7, 'UTC')),
    called Nullable(DateTime64(7, 'UTC'))
)
ENGINE = ReplacingMergeTree(sequence, gone) PARTITION BY month ORDER BY (month, id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS orders
(
    month Date COMMENT 'Of issue',
    no String,
    sequence UInt64,
    gone UInt8,
    source LowCardinality(String),
    state LowCardinality(String),
    code LowCardinality(String),
    subject String,
    severity LowCardinality(String),
    rung LowCardinality(String),
    hall LowCardinality(String),
    department LowCardinality(String),
    window LowCardinality(String),
    person LowCardinality(String),
    causes UInt32,
    day Date COMMENT 'Of issue',
    issued DateTime64(7, 'UTC'),
    due Nullable(DateTime64(7, 'UTC')),
    ended Nullable(DateTime64(7, 'UTC'))
)
ENGINE = ReplacingMergeTree(sequence, gone) PARTITION BY month ORDER BY (month, no)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS attendance
(
    month Date,
    staff LowCardinality(String),
    day Date,
    half UInt8 COMMENT 'From 0, in the order of the day',
    sequence UInt64,
    gone UInt8,
    status LowCardinality(String),
    hall LowCardinality(String),
    department LowCardinality(String)
)
ENGINE = ReplacingMergeTree(sequence, gone) PARTITION BY month ORDER BY (month, staff, day, half)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS complaints
(
    month Date COMMENT 'Of filing; 1970-01-01 while only an answer is known',
    no String,
    sequence UInt64,
    gone UInt8,
    class LowCardinality(String),
    hall LowCardinality(String),
    department LowCardinality(String),
    window LowCardinality(String),
    day Nullable(Date) COMMENT 'Of filing',
    filed Nullable(DateTime64(7, 'UTC')),
    answered Nullable(DateTime64(7, 'UTC')),
    due Nullable(DateTime64(7, 'UTC')),
    overdue Bool,
    level LowCardinality(String)
)
ENGINE = ReplacingMergeTree(sequence, gone) PARTITION BY month ORDER BY (month, no)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS alert_changes
(
    month Date COMMENT 'Of recording',
    sequence UInt64,
    ordinal UInt32 COMMENT 'Of the event within its entry',
    id String COMMENT 'Of the card or finding',
    change LowCardinality(String) COMMENT 'raised, revoked, waived, restored or moved',
    kind LowCardinality(String) COMMENT 'This and what follows up to staff: of raised alone',
    level LowCardinality(String),
    clock LowCardinality(String),
    code LowCardinality(String),
    subject String,
    item LowCardinality(String),
    hall LowCardinality(String),
    department LowCardinality(String),
    window LowCardinality(String),
    staff LowCardinality(String),
    recorded DateTime64(7, 'UTC'),
    at Nullable(DateTime64(7, 'UTC')) COMMENT 'Instant it holds from; of raised, restored and moved',
    day Nullable(Date) COMMENT 'Day of that instant'
)
ENGINE = ReplacingMergeTree PARTITION BY month ORDER BY (month, sequence, ordinal)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE VIEW IF NOT EXISTS alerts AS
SELECT
    c.id AS id,
    anyIf(c.kind, c.change = 'raised') AS kind,
    anyIf(c.level, c.change = 'raised') AS level,
    anyIf(c.clock, c.change = 'raised') AS clock,
    anyIf(c.code, c.change = 'raised') AS code,
    anyIf(c.subject, c.change = 'raised') AS subject,
    anyIf(c.item, c.change = 'raised') AS item,
    anyIf(c.hall, c.change = 'raised') AS hall,
    anyIf(c.department, c.change = 'raised') AS department,
    anyIf(c.window, c.change = 'raised') AS window,
    anyIf(c.staff, c.change = 'raised') AS staff,
    argMaxIf(c.at, (c.sequence, c.ordinal), c.at IS NOT NULL) AS at,
    argMaxIf(c.day, (c.sequence, c.ordinal), c.day IS NOT NULL) AS day,
    argMax(c.change, (c.sequence, c.ordinal)) NOT IN ('revoked', 'waived') AS standing
FROM alert_changes AS c
GROUP BY c.id;

CREATE TABLE IF NOT EXISTS facts
(
    month Date COMMENT 'Of recording',
    type LowCardinality(String),
    sequence UInt64,
    ordinal UInt32 COMMENT 'Of the event within its entry',
    source LowCardinality(String),
    subject String,
    occurred DateTime64(7, 'UTC'),
    recorded DateTime64(7, 'UTC'),
    occurred_on Date,
    recorded_on Date
)
ENGINE = ReplacingMergeTree PARTITION BY month ORDER BY (month, type, sequence, ordinal)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS progress
(
    id UInt8,
    sequence UInt64 COMMENT 'Everything up to this journal entry has been written',
    mark String COMMENT 'Tells that entry from the one of another journal',
    recorded DateTime64(7, 'UTC') COMMENT 'When that entry was recorded'
)
ENGINE = ReplacingMergeTree(sequence) ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
