using System.Buffers.Binary;
using Npgsql;
using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>Rows of the entry table, as the port and as the chain want them.</summary>
internal static class PostgresRows
{
    /// <summary>What the readers below expect, in this order.</summary>
    public const string Columns = "sequence, stream, version, previous, occurred, recorded, identity, body";

    /// <summary>The entry of the current row.</summary>
    public static JournalEntry EntryOf(NpgsqlDataReader row, IEventCodec codec)
    {
        var body = row.GetFieldValue<byte[]>(7);
        return new(row.GetInt64(0), new JournalTurn(
            StreamId.Parse(row.GetString(1)), row.GetInt64(2), row.GetInt64(3),
            new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero), new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero),
            row.IsDBNull(6) ? UInt128.Zero : IdentityOf(row.GetGuid(6)), body, codec.Decode(body)));
    }

    /// <summary>The bytes of the current row that the chain covers.</summary>
    public static EntryColumns ColumnsOf(NpgsqlDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Stream = System.Text.Encoding.UTF8.GetBytes(row.GetString(1)),
        Version = row.GetInt64(2),
        Previous = row.GetInt64(3),
        OccurredTicks = row.GetInt64(4),
        RecordedTicks = row.GetInt64(5),
        Identity = row.IsDBNull(6) ? [] : row.GetGuid(6).ToByteArray(bigEndian: true),
        Body = row.GetFieldValue<byte[]>(7),
    };

    /// <summary>An identity as the database keeps it: the same 16 bytes in the same order.</summary>
    public static Guid GuidOf(UInt128 identity)
    {
        Span<byte> bytes = stackalloc byte[JournalChain.IdentityBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, identity);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>An identity from the database.</summary>
    public static UInt128 IdentityOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[JournalChain.IdentityBytes];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
