using System.Buffers;
using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Embedded;

/// <summary>
/// Where each entity's newest entry is, its state as of then, and when it is due: what makes a restart short and memory
/// bounded. Derived from the journal up to <see cref="Position"/>; thrown away and rebuilt when in doubt.
/// One writer; every shard reads through a reader of its own.
/// </summary>
internal sealed class EntityIndex : IDisposable
{
    /// <summary>Raised whenever the stored form of a state changes: older files are rebuilt.</summary>
    private const long SchemaVersion = 5;

    private readonly string path;
    private readonly SqliteDatabase database;
    private readonly IJournal journal;
    private readonly SqliteStatement save;
    private readonly SqliteStatement savePosition;
    private readonly ArrayBufferWriter<byte> state = new(4096);
    private readonly Utf8JsonWriter writer = new(Stream.Null, StoredJson.WriterOptions);

    private EntityIndex(string path, SqliteDatabase database, IJournal journal)
    {
        (this.path, this.database, this.journal) = (path, database, journal);
        save = database.Prepare(
            "INSERT INTO entity(stream, version, last, due, state) VALUES(?1, ?2, ?3, ?4, ?5) " +
            "ON CONFLICT(stream) DO UPDATE SET version = ?2, last = ?3, due = ?4, state = ?5");
        savePosition = database.Prepare("UPDATE position SET sequence = ?1, now = ?2, reach = ?3, mark = ?4");
        Position = database.Scalar("SELECT sequence FROM position") ?? 0;
        Now = new DateTimeOffset(database.Scalar("SELECT now FROM position") ?? 0, TimeSpan.Zero);
        Reach = database.Scalar("SELECT reach FROM position") ?? 0;
    }

    /// <summary>Every journal entry up to this one is reflected here; more may be.</summary>
    public long Position { get; private set; }

    /// <summary>The engine's now when it was last saved.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Sequence of the newest entry any saved entity knows; may be beyond <see cref="Position"/>.</summary>
    public long Reach { get; private set; }

    /// <summary>
    /// Opens the index, or begins an empty one when the file is of another version or another journal.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="journal">The journal it is derived from.</param>
    public static EntityIndex Open(string path, IJournal journal)
    {
        DerivedFile.DeleteIfDistrusted(path);
        var index = TryOpen(path, journal);
        if (index is not null && index.IsOfThisJournal())
        {
            return index;
        }

        index?.Dispose();
        DerivedFile.Delete(path);
        return TryOpen(path, journal) ?? throw new InvalidOperationException($"{path} cannot be created.");
    }

    /// <summary>It turned out to be damaged: the next start makes it anew.</summary>
    public void Distrust() => DerivedFile.Distrust(path);

    /// <summary>A reader for one shard.</summary>
    public EntityIndexReader OpenReader() => new(SqliteDatabase.Open(path, readOnly: true));

    /// <summary>Takes entities over and moves the position on, all in one transaction.</summary>
    /// <param name="entities">Durable states.</param>
    /// <param name="position">Every entry up to this one is reflected now.</param>
    /// <param name="now">Everything due up to here was decided, and is durable.</param>
    public void Save(IReadOnlyList<EntitySnapshot> entities, long position, DateTimeOffset now)
    {
        now = now > Now ? now : Now;
        var reach = entities.Select(entity => entity.LastSequence).Append(position).Append(Reach).Max();
        var mark = JournalMark.At(journal, reach);
        database.InTransaction(() =>
        {
            // In the order of the table, so that neighbours share a page: numbers of new cases follow each other.
            foreach (var (stream, entity) in entities
                .Select(entity => (Stream: entity.Stream.ToString(), entity))
                .OrderBy(pair => pair.Stream, StringComparer.Ordinal))
            {
                Save(stream, entity);
            }

            savePosition.Bind(1, position).Bind(2, now.UtcTicks).Bind(3, reach).Bind(4, mark).Run();
        });
        (Position, Now, Reach) = (position, now, reach);
    }

    private bool IsOfThisJournal()
    {
        using var mark = database.Prepare("SELECT mark FROM position");
        return mark.Step() && mark.Blob(0).SequenceEqual(JournalMark.At(journal, Reach));
    }

    private void Save(string stream, EntitySnapshot entity)
    {
        var deadline = Deciders.Of(entity.Stream.Kind).NextDeadline(entity.State);
        save.Bind(1, stream).Bind(2, entity.Version).Bind(3, entity.LastSequence);
        save.Bind(4, deadline?.UtcTicks);
        state.ResetWrittenCount();
        writer.Reset(state);
        JsonSerializer.Serialize(writer, entity.State, StoredJson.Storage.EntityState);
        save.Bind(5, state.WrittenSpan).Run();
    }

    private static EntityIndex? TryOpen(string path, IJournal journal)
    {
        SqliteDatabase? opened = null;
        try
        {
            opened = SqliteDatabase.Open(path);
            opened.Execute(DerivedFile.Settings(cacheKilobytes: 32_000));
            var version = opened.Scalar("PRAGMA user_version");
            if (version is 0)
            {
                opened.Execute(
                    $"""
                    CREATE TABLE entity(
                        stream TEXT PRIMARY KEY, version INTEGER NOT NULL, last INTEGER NOT NULL, due INTEGER,
                        state BLOB NOT NULL
                    ) WITHOUT ROWID;
                    CREATE INDEX entity_due ON entity(due) WHERE due IS NOT NULL;
                    CREATE TABLE position(
                        sequence INTEGER NOT NULL, now INTEGER NOT NULL, reach INTEGER NOT NULL, mark BLOB NOT NULL
                    );
                    INSERT INTO position VALUES(0, 0, 0, x'');
                    PRAGMA user_version = {SchemaVersion};
                    """);
            }
            else if (version != SchemaVersion)
            {
                opened.Dispose();
                return null;
            }

            return new EntityIndex(path, opened, journal);
        }
        catch (SqliteException exception) when (!exception.IsStorageFault)
        {
            opened?.Dispose();
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        writer.Dispose();
        database.Dispose();
    }
}
