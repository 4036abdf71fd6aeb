using Npgsql;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>
/// What a batch stands on, read while the head is locked so that nobody can change it: the end of the chain, the newest
/// entry of each stream it extends, and which of its facts are in the journal already.
/// </summary>
internal sealed class BatchFooting
{
    private readonly Dictionary<string, (long Version, long Sequence)> streams = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> known = [];

    /// <summary>The end of the chain.</summary>
    public required JournalHead Head { get; init; }

    /// <summary>The streams to ask for, each once.</summary>
    public static string[] StreamsOf(IReadOnlyList<JournalTurn> turns) =>
        [.. turns.Select(turn => turn.Stream).Distinct().Select(stream => stream.ToString())];

    /// <summary>The identities to ask for.</summary>
    public static Guid[] KeysOf(IReadOnlyList<JournalTurn> turns) =>
    [
        .. turns.Where(turn => turn.Identity != UInt128.Zero).Select(turn => PostgresRows.GuidOf(turn.Identity)),
    ];

    /// <summary>Takes the three answers over.</summary>
    public static async Task<BatchFooting> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        if (!await rows.ReadAsync(cancellationToken))
            throw new JournalUnusableException("The PostgreSQL journal has lost its head row.");

        var footing = new BatchFooting { Head = new(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)) };
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            footing.streams.Add(rows.GetString(0), (rows.GetInt64(1), rows.GetInt64(2)));

        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            footing.known.Add(rows.GetGuid(0));

        return footing;
    }

    /// <summary>Gives the turns as they will be written, each naming the entry before it.</summary>
    /// <exception cref="JournalDuplicateException">A fact is known.</exception>
    /// <exception cref="JournalConflictException">A turn cannot follow.</exception>
    public IReadOnlyList<JournalTurn> Check(IReadOnlyList<JournalTurn> turns)
    {
        RequireNewFacts(turns);
        var numbered = new JournalTurn[turns.Count];
        List<int> stray = [];
        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            var stream = turn.Stream.ToString();
            var (version, sequence) = streams.GetValueOrDefault(stream);
            var isNumbered = turn.PreviousSequence != JournalTurn.Unnumbered || sequence <= Head.Sequence;
            if (turn.Version != version + 1 || (isNumbered && turn.PreviousSequence != sequence))
            {
                stray.Add(index);
                continue;
            }

            numbered[index] = isNumbered ? turn : turn with { PreviousSequence = sequence };
            streams[stream] = (turn.Version, Head.Sequence + 1 + index);
        }

        return stray.Count == 0 ? numbered : throw Conflict(turns[stray[0]], stray);
    }

    private void RequireNewFacts(IReadOnlyList<JournalTurn> turns)
    {
        List<int> duplicates = [];
        for (var index = 0; index < turns.Count; index++)
        {
            var identity = turns[index].Identity;
            if (identity != UInt128.Zero && !known.Add(PostgresRows.GuidOf(identity)))
                duplicates.Add(index);
        }

        if (duplicates.Count > 0)
        {
            throw new JournalDuplicateException(
                $"{duplicates.Count} of {turns.Count} turns come from facts that are in the journal.", duplicates);
        }
    }

    private JournalConflictException Conflict(JournalTurn turn, List<int> stray)
    {
        var (version, sequence) = streams.GetValueOrDefault(turn.Stream.ToString());
        return new(
            $"Version {turn.Version} of {turn.Stream} cannot follow entry {turn.PreviousSequence}: the newest is "
            + $"version {version} in entry {sequence}.", stray);
    }
}
