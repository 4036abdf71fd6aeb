using System.Globalization;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Ratings;
using Supervision.Core.Staff;
using Supervision.Core.Windows;

namespace Supervision.Silo.Reactions;

/// <summary>
/// Tells windows what other streams know: punches and leave of their people, cases taken there; halls, that their
/// windows are patrolled; and ratings of cases to whom they belong. Every command's identity is derived
/// from the entry behind it: however often that is seen again, each is carried out once.
/// </summary>
public sealed class PresenceReaction(IEngine engine, IRuleShelf rules, CommandsUnderWay underWay) : IReaction
{
    private const string Source = "/reactions/presence";

    /// <inheritdoc />
    public Task ReactAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var stream = entry.Turn.Stream;
        for (var i = 0; i < entry.Turn.Events.Length; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{stream}:{entry.Turn.Version}:{i}");
            switch (entry.Turn.Events[i])
            {
                case FactRecorded { Fact: { Data: AttendancePunched punched } fact }:
                    var kind = punched.Direction is "in" or "breakIn" ? SignalKind.In : SignalKind.Out;
                    foreach (var window in WindowsOf(stream.Key))
                    {
                        Send(window, Signal(id, window, fact.OccurredAt, kind, stream.Key));
                    }

                    break;
                case LeaveStated { Statement: var statement }:
                    foreach (var window in WindowsOf(stream.Key))
                    {
                        var note = new NoteLeave(statement) { Source = Source, Id = $"{id}:{window}" };
                        Send(window, note);
                    }

                    break;
                case FactRecorded { Fact: { Data: CaseReceived { Window: { } window } } fact } when IsKnown(window):
                    Send(window, Signal(id, window, fact.OccurredAt, SignalKind.Case, null));
                    break;
                case FactRecorded { Fact: { Data: CaseAccepted { Window: { } window } } fact } when IsKnown(window):
                    Send(window, Signal(id, window, fact.OccurredAt, SignalKind.Case, null));
                    break;
                case FactRecorded { Fact: { Data: PatrolRecorded patrol } fact } when HallOf(stream.Key) is { } hall:
                    Send(hall, new NotePatrol(
                        patrol.SignedAt ?? fact.OccurredAt, patrol.Kind, patrol.Inspector)
                    { Source = Source, Id = id });
                    break;
                case RatingMoved { Mark.Row: { Hall: null, Window: null } row }:
                    underWay.Add(AttributeAsync(id, stream.Key, row.Id));
                    break;
            }
        }

        return Task.CompletedTask;
    }

    private static NoteSignal Signal(string id, string window, DateTimeOffset at, SignalKind kind, string? who) =>
        new(at, kind, who) { Source = Source, Id = $"{id}:{window}" };

    private IEnumerable<string> WindowsOf(string staff) =>
        rules.Current.Organisation.PostsOf(staff).Select(post => post.Id);

    private string? HallOf(string window) => rules.Current.Organisation.Windows.GetValueOrDefault(window)?.Hall;

    private bool IsKnown(string window) => rules.Current.Organisation.Windows.ContainsKey(window);

    /// <summary>The rating of a case belongs to whoever has the case.</summary>
    private async Task AttributeAsync(string id, string subject, string visit)
    {
        // Without a token: waiting with one would leave the caller's scheduler, and the engine answers soon.
        var found = await engine.ReadAsync(new StreamId(EntityKind.Case, subject), CancellationToken.None);
        if (found?.State is CaseState { Row: var row })
        {
            await engine.CommandAsync(WindowStream(subject), new AttributeRating(
                visit, row.Hall, row.Window, row.Department, row.Handler, row.Item)
            { Source = Source, Id = id }, CancellationToken.None);
        }
    }

    private void Send(string window, Command command) => underWay.Add(
        engine.CommandAsync(WindowStream(window), command, CancellationToken.None).AsTask());

    private static StreamId WindowStream(string window) => new(EntityKind.Window, window);
}
