using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Windows;

namespace Supervision.Silo.Views;

/// <summary>
/// Lists come from the view; one window is read from its entity and its stream, which are never behind.
/// </summary>
public sealed class WindowList : IWindowList
{
    private const int EntriesShown = 300;

    private readonly ViewDatabase database;
    private readonly IEngine engine;
    private readonly IJournal journal;

    /// <summary>Follows the view.</summary>
    public WindowList(ViewDatabase database, WindowsView view, IEngine engine, IJournal journal)
    {
        (this.database, this.engine, this.journal) = (database, engine, journal);
        view.Changed += rows => Changed?.Invoke(rows);
    }

    /// <inheritdoc />
    public event Action<IReadOnlyList<WindowRow>>? Changed;

    /// <inheritdoc />
    public Page<WindowRow> Find(WindowQuery query) => database.Read(reader => RowsView<WindowRow>.Page(
        reader, "window_now", "0 * state", "window", new SqlFilter()
            .And("state = ?", (long?)query.State)
            .And("hall = ?", query.Hall)
            .AndContains("text", query.Text)
            .AndWithin(query.Scope),
        query.After, query.Limit, StoredJson.Storage.WindowRow));

    /// <inheritdoc />
    public async ValueTask<WindowFile?> OpenAsync(string id, CancellationToken cancellationToken)
    {
        var stream = new StreamId(EntityKind.Window, id);
        if (await engine.ReadAsync(stream, cancellationToken) is not { State: WindowState { Row: { } row } } snapshot)
        {
            return null;
        }

        var entries = await journal.ReadStreamAsync(
            stream, snapshot.LastSequence, Math.Max(0, snapshot.Version - EntriesShown), cancellationToken);
        return new(row, [.. entries.SelectMany(LinesOf).Reverse()]);
    }

    private static IEnumerable<WindowLine> LinesOf(JournalEntry entry)
    {
        foreach (var @event in entry.Turn.Events)
        {
            var line = @event switch
            {
                FactRecorded { Fact.Data: Core.Facts.RatingGiven } => null, // who was there could tell who rated
                FactRecorded { Fact: var fact } => (fact.Type, WordOf(fact.Data)),
                SignalPlaced { Signal: { Kind: SignalKind.In or SignalKind.Out } signal } =>
                    ("punch", $"{signal.Who} {(signal.Kind == SignalKind.In ? "in" : "out")}"),
                SignalPlaced { Signal.Kind: SignalKind.Case } => ("case", null),
                WindowLeaveStated { Statement: var said } => ("leave", said.Who),
                WindowMoved e when e.Before?.State != e.After.State => (NameOf(e.After.State), null),
                AlertRaised e => ("raised", e.Alert.Code),
                AlertRevoked e => ("revoked", e.Key),
                AlertRestored e => ("restored", e.Key),
                _ => ((string, string?)?)null,
            };
            if (line is var (change, detail))
            {
                yield return new(entry.Sequence, entry.Turn.OccurredAt, change, detail);
            }
        }
    }

    private static string? WordOf(Core.Facts.FactData data) => data switch
    {
        Core.Facts.QueueIssued e => e.Ticket,
        Core.Facts.QueueCalled e => e.Ticket,
        Core.Facts.QueueServed e => e.Ticket,
        Core.Facts.QueueAbandoned e => e.Ticket,
        Core.Facts.WindowPaused e => e.Reason,
        Core.Facts.WindowOpened { Staff: { } staff } => string.Join('、', staff),
        _ => null,
    };

    private static string NameOf(WindowStatus status) => status switch
    {
        WindowStatus.Staffed => "staffed",
        WindowStatus.Paused => "paused",
        WindowStatus.Unstaffed => "unstaffed",
        WindowStatus.Unknown => "unknown",
        _ => "closed",
    };
}
