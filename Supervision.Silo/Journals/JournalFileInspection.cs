using System.Buffers.Binary;
using System.Security.Cryptography;
using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Journals;

/// <summary>
/// Decides whether a file may be opened as our journal before SQLite touches it: opening a foreign file would already
/// leave a log beside it, or rewrite it.
/// </summary>
internal static class JournalFileInspection
{
    private const int HeaderBytes = 100;
    private const int UserVersionAt = 60;
    private const int ApplicationIdAt = 68;

    /// <summary>Checks header, size, schema and newest entry, reading alone.</summary>
    /// <exception cref="JournalUnusableException">The file is none this version can use; it is as it was.</exception>
    public static void Check(string path)
    {
        CheckHeader(path);
        try
        {
            using var database = SqliteDatabase.Open(path, readOnly: true);
            CheckContent(path, database);
            CheckReach(path, database);
        }
        catch (SqliteException failure) when (failure.IsCorruption)
        {
            throw Unusable(path, $"is damaged ({failure.Message}). Restore a backup.", failure);
        }
    }

    private static void CheckHeader(string path)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        long fileBytes;
        using (var file = File.OpenHandle(path, share: FileShare.ReadWrite))
        {
            fileBytes = RandomAccess.GetLength(file);
            if (RandomAccess.Read(file, header, 0) < HeaderBytes || !header.StartsWith("SQLite format 3\0"u8))
                throw Unusable(path, "is not an SQLite file.");
        }

        var applicationId = BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdAt..]);
        if (applicationId != JournalSchema.ApplicationId)
            throw Unusable(path, $"belongs to another program (application id 0x{applicationId:X8}).");

        var version = BinaryPrimitives.ReadInt32BigEndian(header[UserVersionAt..]);
        if (version != JournalSchema.Version)
        {
            throw Unusable(path, $"has format {version}, and this version reads format {JournalSchema.Version}"
                + (version > JournalSchema.Version ? ": it was written by a newer version." : "."));
        }

        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is 1 and var one
            ? one << 16
            : BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        var expectedBytes = BinaryPrimitives.ReadUInt32BigEndian(header[28..]) * (long)pageSize;
        var log = new FileInfo(JournalFolder.LogOf(path));
        if (fileBytes != expectedBytes && (!log.Exists || log.Length == 0)) // the log may hold what is missing
        {
            throw Unusable(
                path, $"has {fileBytes} bytes, and its header says {expectedBytes}: it was cut off. Restore a backup.");
        }
    }

    private static void CheckContent(string path, SqliteDatabase database)
    {
        using (var schema = database.Prepare("SELECT sql FROM sqlite_schema"))
        {
            if (!schema.Step() || schema.Text(0) != JournalSchema.CreateEntry || schema.Step())
                throw Unusable(path, "does not have the tables of a journal.");
        }

        using var newest = database.Prepare(
            $"SELECT {JournalSchema.EntryColumns}, hash FROM entry ORDER BY seq DESC LIMIT 2");
        if (!newest.Step())
            return;

        Span<byte> digest = stackalloc byte[JournalChain.HashBytes];
        byte[] buffer = [];
        JournalChain.Digest(JournalSchema.ColumnsOf(newest), ref buffer, digest);
        var sequence = newest.Int64(0);
        var stored = newest.Blob(8).ToArray();
        var hash = newest.Step() ? newest.Blob(8).ToArray() : new byte[JournalChain.HashBytes];
        if (hash.Length == JournalChain.HashBytes)
            JournalChain.Link(hash, digest);

        if (!CryptographicOperations.FixedTimeEquals(hash, stored))
            throw Unusable(path, $"is damaged: entry {sequence} does not match its hash. Restore a backup.");
    }

    /// <summary>
    /// Refuses a journal shorter than it once was: going on would fork the chain and forget acknowledged facts.
    /// </summary>
    private static void CheckReach(string path, SqliteDatabase database)
    {
        if (JournalHeadFile.Read(JournalFolder.HeadOf(path)) is not { Head: { Sequence: > 0 } recorded })
            return;

        using var at = database.Prepare("SELECT hash FROM entry WHERE seq = ?");
        if (!at.Bind(1, recorded.Sequence).Step() || !at.Blob(0).SequenceEqual(recorded.Hash.Span))
        {
            throw Unusable(path, $"does not hold entry {recorded.Sequence} as {JournalFolder.HeadOf(path)} recorded "
                + "it: its newest entries are lost or replaced. After restoring a backup, remove that file.");
        }
    }

    private static JournalUnusableException Unusable(string path, string why, Exception? inner = null) =>
        new($"{path} {why}", inner);
}
