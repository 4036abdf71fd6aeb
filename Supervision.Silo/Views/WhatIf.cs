using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Silo.Views;

/// <summary>A card or finding that other rules would raise, or would not.</summary>
/// <param name="Case">Case number.</param>
/// <param name="Key">Which alert of the case.</param>
/// <param name="At">Its instant under the rules that give it.</param>
/// <param name="Appears">True when only the other rules raise it, false when only the present ones do.</param>
public sealed record WhatIfChange(string Case, string Key, DateTimeOffset At, bool Appears);

/// <summary>
/// Reads every case of a journal under other rules and tells what would differ. Writes nothing. Goes through the
/// journal once per portion of cases, so that memory stays bounded however long it is.
/// </summary>
public sealed class WhatIf(IJournal journal, IRuleShelf present, IRuleShelf other, int casesPerPass = 200_000)
{
    private const int EntriesPerRead = 4096;

    /// <summary>Every difference at <paramref name="now"/>, in no particular order.</summary>
    public async IAsyncEnumerable<WhatIfChange> CompareAsync(DateTimeOffset now)
    {
        var passes = (int)(journal.Head.Sequence / casesPerPass) + 1;
        for (var pass = 0; pass < passes; pass++)
        {
            var states = await FoldAsync(stream => PassOf(stream, passes) == pass);
            foreach (var state in states.Values)
            {
                foreach (var change in Compare(state, now))
                {
                    yield return change;
                }
            }
        }
    }

    private IEnumerable<WhatIfChange> Compare(CaseState state, DateTimeOffset now)
    {
        var before = Read(state, present.ContextOf(state.RulesVersion, now));
        var after = Read(state, other.ContextOf(null, now));
        foreach (var alert in after.Where(alert => !before.ContainsKey(alert.Key)))
        {
            yield return new WhatIfChange(state.Row.No, alert.Key, alert.Value.At, Appears: true);
        }

        foreach (var alert in before.Where(alert => !after.ContainsKey(alert.Key)))
        {
            yield return new WhatIfChange(state.Row.No, alert.Key, alert.Value.At, Appears: false);
        }
    }

    private static ImmutableDictionary<string, Alert> Read(CaseState state, DecisionContext context) => CaseReading
        .Of(state.Row.No, state.History, context).Alerts
        .ToImmutableDictionary(alert => alert.Key, StringComparer.Ordinal);

    private async Task<Dictionary<StreamId, CaseState>> FoldAsync(Func<StreamId, bool> wanted)
    {
        var decider = Deciders.Of(EntityKind.Case);
        Dictionary<StreamId, CaseState> states = [];
        long position = 0;
        while (await journal.ReadAsync(position, EntriesPerRead, CancellationToken.None) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                var stream = entry.Turn.Stream;
                position = entry.Sequence;
                if (stream.Kind == EntityKind.Case && wanted(stream))
                {
                    EntityState state = states.GetValueOrDefault(stream) ?? (CaseState)decider.Initial(stream.Key);
                    states[stream] = (CaseState)entry.Turn.Events.Aggregate(state, decider.Evolve);
                }
            }
        }

        return states;
    }

    private static int PassOf(StreamId stream, int passes)
    {
        var hash = 17u;
        foreach (var character in stream.Key)
        {
            hash = unchecked((hash * 31) + character);
        }

        return (int)(hash % (uint)passes);
    }
}
