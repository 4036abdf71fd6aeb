using Npgsql;
using NpgsqlTypes;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>A batch as one array per column, so that any number of turns is one statement.</summary>
internal static class TurnColumns
{
    private const string Insert =
        "INSERT INTO journal.entry "
        + "(sequence, stream, version, previous, occurred, recorded, identity, body, hash) "
        + "SELECT $1 + number, stream, version, previous, occurred, recorded, identity, body, hash "
        + "FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY "
        + "AS turn (stream, version, previous, occurred, recorded, identity, body, hash, number)";

    /// <summary>The statement that writes a batch.</summary>
    /// <param name="head">The end of the chain before it.</param>
    /// <param name="turns">The batch.</param>
    /// <param name="chain">Carries the chain on over the batch.</param>
    public static NpgsqlBatchCommand InsertOf(JournalHead head, IReadOnlyList<JournalTurn> turns, ChainHasher chain)
    {
        var command = new NpgsqlBatchCommand(Insert);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = head.Sequence });
        Add(command, NpgsqlDbType.Text, Column(turns, turn => turn.Stream.ToString()));
        Add(command, NpgsqlDbType.Bigint, Column(turns, turn => turn.Version));
        Add(command, NpgsqlDbType.Bigint, Column(turns, turn => turn.PreviousSequence));
        Add(command, NpgsqlDbType.Bigint, Column(turns, turn => turn.OccurredAt.UtcTicks));
        Add(command, NpgsqlDbType.Bigint, Column(turns, turn => turn.RecordedAt.UtcTicks));
        Add(command, NpgsqlDbType.Uuid, Column(turns, KeyOf));
        Add(command, NpgsqlDbType.Bytea, Column(turns, turn => turn.Body));
        Add(command, NpgsqlDbType.Bytea, HashesOf(head, turns, chain));
        return command;
    }

    private static T[] Column<T>(IReadOnlyList<JournalTurn> turns, Func<JournalTurn, T> of)
    {
        var column = new T[turns.Count];
        for (var index = 0; index < column.Length; index++)
            column[index] = of(turns[index]);

        return column;
    }

    private static Guid? KeyOf(JournalTurn turn) =>
        turn.Identity == UInt128.Zero ? null : PostgresRows.GuidOf(turn.Identity);

    private static byte[][] HashesOf(JournalHead head, IReadOnlyList<JournalTurn> turns, ChainHasher chain)
    {
        var column = new byte[turns.Count][];
        byte[] name = [];
        chain.Start(head);
        for (var index = 0; index < column.Length; index++)
        {
            chain.Add(head.Sequence + 1 + index, turns[index], Utf8.Of(turns[index].Stream, ref name));
            column[index] = chain.Hash.ToArray();
        }

        return column;
    }

    private static void Add<T>(NpgsqlBatchCommand command, NpgsqlDbType type, T[] column) => command.Parameters.Add(
        new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = column });
}
