-- The entries. Every value is what the hash chain covers (docs/adr/0004): instants are UTC ticks of 100 ns since
-- 0001-01-01, because a timestamp would round them; a body is the bytes of the events' JSON.
CREATE TABLE journal.entry (
    sequence bigint PRIMARY KEY,
    stream text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    previous bigint NOT NULL,
    occurred bigint NOT NULL,
    recorded bigint NOT NULL,
    identity uuid,
    body bytea NOT NULL,
    hash bytea NOT NULL
);

-- One version of a stream is written once, one fact is taken once, for ever and by whichever process.
CREATE UNIQUE INDEX entry_stream ON journal.entry (stream, version);
CREATE UNIQUE INDEX entry_identity ON journal.entry (identity) WHERE identity IS NOT NULL;

-- The end of the chain. Whoever appends locks this row, so sequences have no gaps; a lost tail shows.
CREATE TABLE journal.head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    sequence bigint NOT NULL,
    hash bytea NOT NULL
);
INSERT INTO journal.head (sequence, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION journal.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'Entries of the journal are never changed or removed; append a correction instead.';
END
$$;
CREATE TRIGGER entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal.entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal.refuse_change();
