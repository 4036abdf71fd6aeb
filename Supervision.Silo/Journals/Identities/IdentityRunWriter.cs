using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Journals.Identities;

/// <summary>Writes run files: whole and durable under their name, or not at all.</summary>
internal static class IdentityRunWriter
{
    /// <summary>Ending of a file that is being written; one found at start is a leftover.</summary>
    public const string DraftEnding = ".draft";

    private const int BufferBytes = 1 << 18;

    /// <summary>Writes keys that come in ascending order, without repetition.</summary>
    /// <param name="count">How many come.</param>
    public static IdentityRun Write(string folder, IdentityRange range, long count, IEnumerable<UInt128> ascending)
    {
        var path = Path.Combine(folder, $"identity-{range.From}-{range.To}.run");
        var header = new IdentityRunHeader(range, count, new byte[SHA256.HashSizeInBytes]);
        using (var file = File.OpenHandle(path + DraftEnding, FileMode.Create, FileAccess.ReadWrite))
        {
            var written = WriteContent(file, header, ascending);
            if (written != count)
                throw new InvalidOperationException($"{written} identities came where {count} were announced.");

            header = header with { ContentDigest = IdentityRun.DigestOf(file, header) };
            RandomAccess.Write(file, header.ToBytes(), 0);
        }

        DurableFile.Rename(path + DraftEnding, path);
        return IdentityRun.Open(path) ?? throw new IOException($"{path} reads back differently from what was written.");
    }

    private static long WriteContent(SafeFileHandle file, IdentityRunHeader header, IEnumerable<UInt128> ascending)
    {
        var keys = new Section(file, IdentityRunHeader.KeysAt);
        var filter = new Section(file, header.FilterAt);
        var block = new ulong[IdentityFilter.BlockWords];
        long blocksDone = 0, count = 0;
        foreach (var key in ascending)
        {
            BinaryPrimitives.WriteUInt128BigEndian(keys.Take(IdentityRunHeader.KeyBytes), key);
            count++;
            for (var at = IdentityFilter.BlockOf(key, header.Blocks); blocksDone < at; blocksDone++)
                PutBlock();

            IdentityFilter.Add(block, key);
        }

        for (; blocksDone < header.Blocks; blocksDone++)
            PutBlock();

        keys.Flush();
        filter.Flush();
        return count;

        void PutBlock()
        {
            MemoryMarshal.AsBytes(block.AsSpan()).CopyTo(filter.Take(IdentityFilter.BlockWords * sizeof(ulong)));
            block.AsSpan().Clear();
        }
    }

    /// <summary>Part of a file that is written from front to back.</summary>
    private sealed class Section(SafeFileHandle file, long position)
    {
        private readonly byte[] buffer = new byte[BufferBytes];
        private long at = position;
        private int used;

        public Span<byte> Take(int length)
        {
            if (used + length > buffer.Length)
                Flush();

            used += length;
            return buffer.AsSpan(used - length, length);
        }

        public void Flush()
        {
            RandomAccess.Write(file, buffer.AsSpan(0, used), at);
            at += used;
            used = 0;
        }
    }
}
