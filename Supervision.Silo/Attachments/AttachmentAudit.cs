using System.Security.Cryptography;
using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Journals;

namespace Supervision.Silo.Attachments;

/// <summary>Compares the files that steps name with those that are there.</summary>
public static class AttachmentAudit
{
    private const int PageEntries = 1000;

    /// <summary>Every attachment that steps in a journal file name, whoever writes it meanwhile.</summary>
    public static IReadOnlyList<NamedAttachment> NamedIn(string journalFile, IEventCodec codec)
    {
        using var database = JournalVerifier.OpenSnapshot(journalFile, JournalLock.IsFreeFor(journalFile));
        using var rows = database.Prepare(
            "SELECT seq, body FROM entry WHERE stream GLOB ?1 OR stream GLOB ?2 OR stream GLOB ?3 ORDER BY seq");
        rows.Bind(1, new StreamId(EntityKind.Order, "*").ToString())
            .Bind(2, new StreamId(EntityKind.Draw, "*").ToString())
            .Bind(3, new StreamId(EntityKind.Window, "*").ToString());
        List<NamedAttachment> named = [];
        while (rows.Step())
        {
            named.AddRange(Of(rows.Int64(0), codec.Decode(rows.Blob(1).ToArray())));
        }

        return named;
    }

    /// <summary>Every attachment that steps in an open journal name.</summary>
    public static async Task<IReadOnlyList<NamedAttachment>> NamedInAsync(
        IJournal journal, CancellationToken cancellationToken)
    {
        List<NamedAttachment> named = [];
        IReadOnlyList<JournalEntry> page;
        for (var after = 0L; (page = await journal.ReadAsync(after, PageEntries, cancellationToken)).Count > 0;
            after = page[^1].Sequence)
        {
            named.AddRange(page.SelectMany(entry => Of(entry.Sequence, entry.Turn.Events)));
        }

        return named;
    }

    /// <summary>What is wrong with the files in a folder, one line for each; reads every byte of them.</summary>
    public static IEnumerable<string> Faults(IEnumerable<NamedAttachment> named, string folder)
    {
        foreach (var (sequence, attachment) in named.DistinctBy(one => one.Attachment.Hash))
        {
            var path = AttachmentStore.PathOf(folder, attachment.Hash);
            if (!File.Exists(path))
            {
                yield return $"entry {sequence} names {path}, which is missing";
                continue;
            }

            using var file = File.OpenRead(path);
            if (Convert.ToHexStringLower(SHA256.HashData(file)) != attachment.Hash)
            {
                yield return $"entry {sequence} names {path}, which is not what was sent";
            }
        }
    }

    private static IEnumerable<NamedAttachment> Of(long sequence, IEnumerable<DomainEvent> events) =>
        Of(events).Select(attachment => new NamedAttachment(sequence, attachment));

    /// <summary>What events name: steps of orders, results of inspections, patrols.</summary>
    internal static IEnumerable<Attachment> Of(IEnumerable<DomainEvent> events) => events.SelectMany(@event =>
        @event switch
        {
            OrderStepTaken taken => taken.Attachments ?? [],
            ObjectInspected inspected => inspected.Result.Attachments,
            FactRecorded { Fact.Data: PatrolRecorded { Photos: { } photos } } => photos,
            _ => [],
        });
}

/// <summary>An attachment with the entry that names it.</summary>
public sealed record NamedAttachment(long Sequence, Attachment Attachment);
