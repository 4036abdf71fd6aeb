namespace Supervision.Silo.Journals.Verification;

/// <summary>
/// Reads SQLite's record format (file format document, section 2) strictly: only the one encoding that SQLite itself
/// would choose is accepted, so that no byte of a record can change unseen.
/// </summary>
internal ref struct RecordReader
{
    private readonly ReadOnlySpan<byte> record;
    private int typesAt;
    private int valueAt;
    private readonly int typesEnd;

    public RecordReader(ReadOnlySpan<byte> record)
    {
        this.record = record;
        typesEnd = valueAt = (int)Math.Min(Varint(record, ref typesAt), int.MaxValue);
        Require(typesEnd <= record.Length);
    }

    /// <summary>Reads a NULL, which stands for the row number.</summary>
    public void RowNumber() => Require(NextType() == 0);

    /// <summary>Reads an integer.</summary>
    public long Integer()
    {
        var type = NextType();
        Require(type is (>= 1 and <= 6) or 8 or 9);
        var length = type switch { <= 4 => (int)type, 5 => 6, 6 => 8, _ => 0 };
        var bytes = Take(length);
        if (length == 0)
            return type - 8;

        long value = (sbyte)bytes[0];
        foreach (var next in bytes[1..])
            value = value << 8 | next;

        Require(type == ShortestType(value));
        return value;
    }

    /// <summary>Reads a text as UTF-8.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var type = NextType();
        Require(type >= 13 && (type & 1) == 1);
        return Take((type - 13) / 2);
    }

    /// <summary>Reads bytes.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var type = NextType();
        Require(type >= 12 && (type & 1) == 0);
        return Take((type - 12) / 2);
    }

    /// <summary>Reads bytes; empty for NULL.</summary>
    public ReadOnlySpan<byte> BytesOrNull()
    {
        if (typesAt >= typesEnd || record[typesAt] != 0)
            return Bytes();

        typesAt++;
        return [];
    }

    /// <summary>Requires that nothing is left.</summary>
    public readonly void End() => Require(typesAt == typesEnd && valueAt == record.Length);

    /// <summary>Reads a variable-length integer in its shortest form.</summary>
    public static long Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0L;
        for (var length = 0; at < bytes.Length; length++)
        {
            var next = bytes[at++];
            Require(length < 8 && (length > 0 || next != 0x80)); // nine bytes would be beyond any sequence or size
            value = value << 7 | (long)(next & 0x7F);
            if (next < 0x80)
                return value;
        }

        throw new AuditException("A number reaches beyond its page.");
    }

    private static int ShortestType(long value) => value switch
    {
        0 => 8,
        1 => 9,
        >= sbyte.MinValue and <= sbyte.MaxValue => 1,
        >= short.MinValue and <= short.MaxValue => 2,
        >= -0x800000 and <= 0x7FFFFF => 3,
        >= int.MinValue and <= int.MaxValue => 4,
        >= -0x800000000000 and <= 0x7FFFFFFFFFFF => 5,
        _ => 6,
    };

    private static void Require(bool holds)
    {
        if (!holds)
            throw new AuditException("A record is not in the form SQLite writes.");
    }

    private long NextType()
    {
        Require(typesAt < typesEnd);
        return Varint(record[..typesEnd], ref typesAt);
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        Require(length <= record.Length - valueAt);
        var value = record.Slice(valueAt, (int)length);
        valueAt += (int)length;
        return value;
    }
}
