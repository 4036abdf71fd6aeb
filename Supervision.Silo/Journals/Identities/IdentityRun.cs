using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Supervision.Silo.Journals.Identities;

/// <summary>
/// A sorted, immutable file of identities. Only the filter is mapped into memory (1.5 bytes a key, which the system may
/// take back); keys are read when the filter says "maybe". Safe for concurrent use; once disposed, questions throw
/// <see cref="ObjectDisposedException"/> and never read freed memory.
/// </summary>
internal sealed class IdentityRun : IDisposable
{
    private const int WindowKeys = 64;
    private const int GuessesMax = 6;
    private readonly SafeFileHandle file;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor filter;

    private IdentityRun(string path, IdentityRunHeader header, SafeFileHandle file)
    {
        Path = path;
        Header = header;
        this.file = file;
        map = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        filter = map.CreateViewAccessor(header.FilterAt, 0, MemoryMappedFileAccess.Read);
    }

    public string Path { get; }

    public IdentityRunHeader Header { get; }

    /// <summary>Opens a run; null when the file is damaged or none.</summary>
    public static IdentityRun? Open(string path)
    {
        var opened = File.OpenHandle(path, options: FileOptions.RandomAccess, share: FileShare.Read | FileShare.Delete);
        var start = new byte[IdentityRunHeader.KeysAt];
        var length = RandomAccess.Read(opened, start, 0);
        if (IdentityRunHeader.Read(start.AsSpan(0, length)) is { } header
            && RandomAccess.GetLength(opened) == header.FileBytes
            && DigestOf(opened, header).AsSpan().SequenceEqual(header.ContentDigest.Span))
        {
            return new(path, header, opened);
        }

        opened.Dispose();
        return null;
    }

    /// <summary>Whether the run holds a key.</summary>
    /// <exception cref="ObjectDisposedException">A merge has replaced the run.</exception>
    public bool Contains(UInt128 key)
    {
        Span<ulong> block = stackalloc ulong[IdentityFilter.BlockWords];
        var at = IdentityFilter.BlockOf(key, Header.Blocks) * IdentityFilter.BlockWords * sizeof(ulong);
        filter.SafeMemoryMappedViewHandle.ReadSpan((ulong)(filter.PointerOffset + at), block);
        return IdentityFilter.MayHold(block, key) && Find(key);
    }

    /// <summary>Reads keys in order.</summary>
    /// <returns>How many keys were read; 0 at the end.</returns>
    public int ReadKeys(long index, Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length / IdentityRunHeader.KeyBytes, Header.Count - index);
        var bytes = buffer[..(count * IdentityRunHeader.KeyBytes)];
        var read = RandomAccess.Read(file, bytes, IdentityRunHeader.KeysAt + index * IdentityRunHeader.KeyBytes);
        return read == bytes.Length ? count : throw new IOException($"{Path} ends early.");
    }

    public void Dispose()
    {
        filter.Dispose();
        map.Dispose();
        file.Dispose();
    }

    /// <summary>Digest of everything after the header.</summary>
    public static byte[] DigestOf(SafeFileHandle file, IdentityRunHeader header)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        for (long at = IdentityRunHeader.KeysAt; at < header.FileBytes;)
        {
            var read = RandomAccess.Read(file, buffer, at);
            hash.AppendData(buffer, 0, read);
            at += read;
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Interpolation search: keys are digests, so evenly spread; halving when a guess keeps missing.</summary>
    private bool Find(UInt128 key)
    {
        Span<byte> window = stackalloc byte[WindowKeys * IdentityRunHeader.KeyBytes];
        long low = 0, high = Header.Count; // the key is at low or later, and before high
        UInt128 lowKey = 0, highKey = UInt128.MaxValue;
        for (var guess = 0; low < high; guess++)
        {
            var share = guess < GuessesMax ? (double)(key - lowKey) / (double)(highKey - lowKey) : 0.5;
            var middle = low + (long)((high - low) * share);
            var start = Math.Clamp(middle - WindowKeys / 2, low, Math.Max(low, high - WindowKeys));
            var wanted = (int)Math.Min(WindowKeys, high - start);
            var count = ReadKeys(start, window[..(wanted * IdentityRunHeader.KeyBytes)]);
            var first = KeyAt(window, 0);
            var last = KeyAt(window, count - 1);
            if (key < first)
                (high, highKey) = (start, first);
            else if (key > last)
                (low, lowKey) = (start + count, last);
            else
                return Search(window[..(count * IdentityRunHeader.KeyBytes)], key);
        }

        return false;
    }

    private static bool Search(ReadOnlySpan<byte> keys, UInt128 key)
    {
        for (var at = 0; at < keys.Length; at += IdentityRunHeader.KeyBytes)
        {
            if (BinaryPrimitives.ReadUInt128BigEndian(keys[at..]) == key)
                return true;
        }

        return false;
    }

    private static UInt128 KeyAt(ReadOnlySpan<byte> keys, int index) =>
        BinaryPrimitives.ReadUInt128BigEndian(keys[(index * IdentityRunHeader.KeyBytes)..]);
}
