using System.Diagnostics.Metrics;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Runtime;
using Supervision.Silo.Views;

namespace Supervision.Silo.Metrics;

/// <summary>
/// Figures of the board, for the city and with the tag <c>hall</c> for each hall, and of the system; how long a source
/// has been silent has the tag <c>source</c>. All are read when somebody collects them, so that measuring is never in
/// the way of supervision.
/// </summary>
public sealed class Instruments : IDisposable
{
    /// <summary>Name of the meter; every instrument begins with <c>supervision.</c>.</summary>
    public const string MeterName = "Supervision";

    /// <summary>Halls beyond are left out, so that tags stay bounded.</summary>
    private const int HallsMax = 500;

    /// <summary>Sources beyond are left out.</summary>
    private const int SourcesMax = 500;

    /// <summary>What is collected together is of one look at the board.</summary>
    private static readonly TimeSpan LookFor = TimeSpan.FromSeconds(1);

    private static readonly (string Name, string Unit, Func<BoardSnapshot, double?> Of)[] Figures =
    [
        ("supervision.cases.open", "{case}", board => board.Open),
        ("supervision.cases.accepted", "{case}", board => board.AcceptedToday),
        ("supervision.cases.finished", "{case}", board => board.FinishedToday),
        ("supervision.cases.warning", "{case}", board => board.Warnings),
        ("supervision.cases.yellow", "{case}", board => board.Yellow),
        ("supervision.cases.red", "{case}", board => board.Red),
        ("supervision.cases.overdue", "{case}", board => board.OverdueOpen),
        ("supervision.orders.open", "{order}", board => board.OrdersOpen),
        ("supervision.windows.staffed", "{window}", board => board.Windows.Staffed),
        ("supervision.windows.paused", "{window}", board => board.Windows.Paused),
        ("supervision.windows.unstaffed", "{window}", board => board.Windows.Unstaffed),
        ("supervision.rates.on_time", "1", board => board.OnTimeRate.Value),
        ("supervision.rates.on_the_spot", "1", board => board.OnTheSpotRate.Value),
        ("supervision.rates.satisfaction", "1", board => board.Satisfaction.Value),
    ];

    private readonly IBoard board;
    private readonly IRuleShelf rules;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private (string? Hall, BoardSnapshot Board)[] looked = [];
    private long lookedAt;

    /// <summary>Creates the instruments; nothing is measured before somebody listens.</summary>
    public Instruments(
        IBoard board, IJournal journal, ViewFeeder views, IRuleShelf rules, IEngineState engine, TimeProvider time)
    {
        (this.board, this.rules, this.time) = (board, rules, time);
        foreach (var (name, unit, of) in Figures)
        {
            Meter.CreateObservableGauge(name, () => Measure(of), unit);
        }

        Meter.CreateObservableGauge("supervision.journal.entries", () => journal.Head.Sequence, "{entry}");
        Meter.CreateObservableGauge(
            "supervision.views.behind", () => Math.Max(0, journal.Head.Sequence - views.Position), "{entry}");
        Meter.CreateObservableGauge("supervision.views.faults", () => views.Fault is null ? 0 : 1, "{fault}");
        Meter.CreateObservableGauge("supervision.engine.faults", () => engine.Fault is null ? 0 : 1, "{fault}");
        Meter.CreateObservableGauge(
            "supervision.journal.faults", () => engine.JournalFault is null ? 0 : 1, "{fault}");
        Meter.CreateObservableGauge("supervision.sources.silence", Silences, "s");
        Meter.CreateObservableGauge("supervision.clock.behind", () => engine.ClockBehind.TotalSeconds, "s");
    }

    /// <summary>What they belong to.</summary>
    internal Meter Meter { get; } = new(MeterName);

    /// <inheritdoc />
    public void Dispose() => Meter.Dispose();

    private IEnumerable<Measurement<double>> Measure(Func<BoardSnapshot, double?> of)
    {
        foreach (var (hall, snapshot) in Look())
        {
            if (of(snapshot) is { } value)
            {
                yield return hall is null
                    ? new Measurement<double>(value)
                    : new Measurement<double>(value, new KeyValuePair<string, object?>("hall", hall));
            }
        }
    }

    /// <summary>How long each source has not been heard, the newest first; with the tag <c>source</c>.</summary>
    private IEnumerable<Measurement<double>> Silences()
    {
        var city = Look()[0].Board;
        return city.Sources.Take(SourcesMax).Select(source => new Measurement<double>(
            Math.Max(0, (city.AsOf - source.LastRecordedAt).TotalSeconds),
            new KeyValuePair<string, object?>("source", source.Source)));
    }

    private (string? Hall, BoardSnapshot Board)[] Look()
    {
        lock (gate)
        {
            if (looked.Length == 0 || time.GetElapsedTime(lookedAt) > LookFor)
            {
                var halls = rules.Current.Organisation.Halls.Keys.Order(StringComparer.Ordinal).Take(HallsMax);
                looked = [(null, board.Current()), .. halls.Select(hall => ((string?)hall, board.Current(hall)))];
                lookedAt = time.GetTimestamp();
            }

            return looked;
        }
    }
}
