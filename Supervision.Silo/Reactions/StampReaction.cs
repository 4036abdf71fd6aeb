using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Staff;

namespace Supervision.Silo.Reactions;

/// <summary>
/// Tells a member of staff of facts on many cases that carry the same second. Books that were filled in afterwards are
/// filled in together, so only the newest <see cref="ActsRemembered"/> acts are compared (ADR 10).
/// </summary>
public sealed class StampReaction(IEngine engine, IRuleShelf rules, IJournal journal, CommandsUnderWay underWay)
    : IReaction
{
    /// <summary>Acts compared with each other; some 10 MB.</summary>
    public const int ActsRemembered = 65_536;

    private const string Source = "/reactions/stamps";
    private const int EntriesPerRead = 4096;

    private readonly Dictionary<Stamp, ImmutableArray<string>> cases = [];
    private readonly Queue<Stamp> order = new();

    /// <summary>Remembers again what was remembered when an entry was reached.</summary>
    public async Task BeginAsync(long reached, CancellationToken cancellationToken)
    {
        cases.Clear();
        order.Clear();
        for (var after = Math.Max(0, reached - ActsRemembered); after < reached;)
        {
            var limit = (int)Math.Min(EntriesPerRead, reached - after);
            var entries = await journal.ReadAsync(after, limit, cancellationToken);
            foreach (var entry in entries)
            {
                Remember(entry);
            }

            after = entries.Count > 0 ? entries[^1].Sequence : reached;
        }
    }

    /// <inheritdoc />
    public Task ReactAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        if (Remember(entry) is { } stamp)
        {
            var note = new NoteStamps(stamp.At, stamp.Act, cases[stamp])
            {
                Source = Source,
                Id = string.Create(CultureInfo.InvariantCulture, $"{stamp.Handler}:{stamp.Act}:{stamp.Second}"),
            };
            underWay.Add(engine.CommandAsync(
                new StreamId(EntityKind.Staff, stamp.Handler), note, CancellationToken.None).AsTask());
        }

        return Task.CompletedTask;
    }

    /// <summary>The stamp of an entry's fact if it makes them many, also when the entry is seen again.</summary>
    private Stamp? Remember(JournalEntry entry)
    {
        var stream = entry.Turn.Stream;
        if (stream.Kind != EntityKind.Case || StampOf(entry.Turn.Events) is not { } stamp)
        {
            return null;
        }

        var many = rules.Current.Findings.StampsMany;
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(cases, stamp, out var isKnown);
        known = isKnown ? known : [];
        if (!known.Contains(stream.Key) && known.Length < many)
        {
            known = known.Add(stream.Key);
            order.Enqueue(stamp);
        }

        var isReached = known.Length == many && known[^1] == stream.Key;
        while (order.Count > ActsRemembered)
        {
            cases.Remove(order.Dequeue());
        }

        return isReached ? stamp : null;
    }

    private static Stamp? StampOf(ImmutableArray<DomainEvent> events)
    {
        foreach (var @event in events)
        {
            if (@event is FactRecorded { Fact: var fact } && HandlerOf(fact.Data) is { } handler)
            {
                return new Stamp(handler, fact.Type, fact.OccurredAt.ToUnixTimeSeconds());
            }
        }

        return null;
    }

    /// <summary>Who did it by hand; null for what nobody does.</summary>
    private static string? HandlerOf(FactData data) => data switch
    {
        CaseAccepted accepted => accepted.Handler,
        CaseRefused refused => refused.Handler,
        CaseStageCompleted completed => completed.Handler,
        CaseDecided decided => decided.Handler,
        CaseFinished finished => finished.Handler,
        _ => null,
    };

    private readonly record struct Stamp(string Handler, string Act, long Second)
    {
        public DateTimeOffset At => DateTimeOffset.FromUnixTimeSeconds(Second);
    }
}
