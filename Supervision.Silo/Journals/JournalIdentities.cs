using System.Buffers.Binary;
using Supervision.Silo.Journals.Identities;

namespace Supervision.Silo.Journals;

/// <summary>The journal as the identity index reads it.</summary>
internal sealed class JournalIdentities(JournalReaders readers) : IIdentitySource
{
    public byte[]? HashAt(long sequence) => readers.Query(database =>
    {
        using var one = database.Prepare("SELECT hash FROM entry WHERE seq = ?");
        return one.Bind(1, sequence).Step() ? one.Blob(0).ToArray() : null;
    });

    public void Read(long afterSequence, Action<long, UInt128> visit) => readers.Query(database =>
    {
        using var rows = database.Prepare("SELECT seq, identity FROM entry WHERE seq > ? ORDER BY seq");
        rows.Bind(1, afterSequence);
        while (rows.Step())
        {
            visit(rows.Int64(0), rows.IsNull(1)
                ? UInt128.Zero
                : BinaryPrimitives.ReadUInt128BigEndian(rows.Blob(1)));
        }

        return true;
    });
}
