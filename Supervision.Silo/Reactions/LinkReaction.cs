using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Sources;

namespace Supervision.Silo.Reactions;

/// <summary>
/// Tells sources that they were heard by facts about something else, and the registers of a hall that its link is down
/// or back.
/// </summary>
public sealed class LinkReaction(IEngine engine, IRuleShelf rules) : IReaction
{
    private const string Source = "/reactions/links";

    /// <summary>Sources remembered at most; beyond, all are forgotten, and told once more.</summary>
    private const int SourcesMax = 10_000;

    /// <summary>A source is told this many times in the span of a silence, not at every fact.</summary>
    private const int NotesPerSilence = 12;

    private readonly Dictionary<string, DateTimeOffset> noted = new(StringComparer.Ordinal);

    /// <summary>Sends what follows from an entry, and returns once it is durable.</summary>
    public async Task ReactAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var stream = entry.Turn.Stream;
        foreach (var @event in entry.Turn.Events)
        {
            switch (@event)
            {
                case FactRecorded e:
                    await HearAsync(entry, e);
                    break;
                case AlertRaised { Alert.Code: SourceDecider.Silent } e:
                    await InhibitAsync(stream.Key, e.Alert.Because, entry.Sequence);
                    break;
                case AlertRestored { Key: SourceDecider.Silent } e:
                    await InhibitAsync(stream.Key, e.AlertBecause!, entry.Sequence);
                    break;
                case AlertRevoked { Key: SourceDecider.Silent }:
                    await LiftAsync(stream.Key, entry.Sequence);
                    break;
            }
        }
    }

    private async Task HearAsync(JournalEntry entry, FactRecorded recorded)
    {
        var name = recorded.Fact.Source;
        var isOnTime = recorded.Fact.Data is Heartbeat && recorded.Fact.Subject == name
            && recorded.RecordedAt - recorded.Fact.OccurredAt < Pause;
        if (!isOnTime && noted.TryGetValue(name, out var last) && recorded.RecordedAt - last < Pause)
        {
            return;
        }

        if (noted.Count >= SourcesMax)
        {
            noted.Clear();
        }

        noted[name] = recorded.RecordedAt;
        if (!isOnTime)
        {
            var hear = new HearSource { Source = Source, Id = $"hear:{name}:{entry.Sequence}" };
            await engine.CommandAsync(new StreamId(EntityKind.Source, name), hear, CancellationToken.None);
        }
    }

    private TimeSpan Pause => rules.Current.Findings.SourceSilent / NotesPerSilence;

    private async Task InhibitAsync(string link, string because, long sequence)
    {
        noted.Remove(link); // the next fact of it ends the silence
        foreach (var hall in rules.Current.Organisation.FedBy(link))
        {
            await SendAsync(hall, new InhibitOrders(link, because)
            {
                Source = Source,
                Id = $"inhibit:{hall}:{sequence}",
            });
        }
    }

    private async Task LiftAsync(string link, long sequence)
    {
        foreach (var hall in rules.Current.Organisation.FedBy(link))
        {
            await SendAsync(hall, new LiftInhibition(link) { Source = Source, Id = $"lift:{hall}:{sequence}" });
        }
    }

    private async Task SendAsync(string hall, Command command) =>
        await engine.CommandAsync(new StreamId(EntityKind.Register, hall), command, CancellationToken.None);
}
