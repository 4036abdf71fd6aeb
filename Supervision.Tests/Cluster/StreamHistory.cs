using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Ports;

namespace Supervision.Tests.Cluster;

/// <summary>A journal as its streams tell it: what two hosts must agree on, whichever stream came first.</summary>
internal static class StreamHistory
{
    /// <summary>Every entry as a line of text, by stream and version.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAsync(IJournal journal)
    {
        var streams = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var sequence = 0L; sequence < journal.Head.Sequence;)
        {
            foreach (var entry in await journal.ReadAsync(sequence, 10_000, CancellationToken.None))
            {
                Assert.Equal(++sequence, entry.Sequence);
                var turn = entry.Turn;
                var text = System.Text.Encoding.UTF8.GetString(turn.Body.Span);
                streams.Add(
                    $"{turn.Stream} {turn.Version:D5}",
                    $"{turn.OccurredAt.UtcDateTime:O} {turn.RecordedAt.UtcDateTime:O} {turn.Identity:x} {text}");
            }
        }

        return streams;
    }

    /// <summary>Every card that was raised: its stream, its key and the instant its limit was crossed.</summary>
    public static async Task<SortedSet<string>> CardsAsync(IJournal journal)
    {
        var cards = new SortedSet<string>(StringComparer.Ordinal);
        for (var sequence = 0L; sequence < journal.Head.Sequence;)
        {
            foreach (var entry in await journal.ReadAsync(sequence, 10_000, CancellationToken.None))
            {
                sequence = entry.Sequence;
                cards.UnionWith(entry.Turn.Events.OfType<AlertRaised>()
                    .Where(raised => raised.Alert.Kind == AlertKind.Card)
                    .Select(raised => $"{entry.Turn.Stream} {raised.Alert.Key} {raised.Alert.At.UtcDateTime:O}"));
            }
        }

        return cards;
    }
}
