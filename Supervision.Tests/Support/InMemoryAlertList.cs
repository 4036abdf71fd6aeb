using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Reading;

namespace Supervision.Tests.Support;

/// <summary>An alert list that a test fills; the same questions and order as the real view.</summary>
public sealed class InMemoryAlertList : IAlertList
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, AlertRow> rows = new(StringComparer.Ordinal);

    public event Action<AlertRow>? Changed;

    public void Put(params ReadOnlySpan<AlertRow> alerts)
    {
        foreach (var alert in alerts)
        {
            lock (gate)
            {
                rows[alert.Id] = alert;
            }

            Changed?.Invoke(alert);
        }
    }

    public AlertRow? Find(string id)
    {
        lock (gate)
        {
            return rows.GetValueOrDefault(id);
        }
    }

    public IReadOnlyDictionary<string, long> OpenByWindow(string hall)
    {
        lock (gate)
        {
            return rows.Values
                .Where(row => row.Hall == hall && row.State == AlertState.Open && row.Window is not null)
                .CountBy(row => row.Window!).ToDictionary(pair => pair.Key, pair => (long)pair.Value);
        }
    }

    public Page<AlertRow> Find(AlertQuery query)
    {
        List<AlertRow> matching;
        lock (gate)
        {
            matching = [.. rows.Values.Where(row => Matches(row, query)).OrderByDescending(row => row.At)
                .ThenByDescending(row => row.Id, StringComparer.Ordinal)];
        }

        var start = query.After is null ? 0 : int.Parse(query.After, CultureInfo.InvariantCulture);
        var end = Math.Min(matching.Count, start + query.Limit);
        return new(matching[start..end], end < matching.Count ? $"{end}" : null, matching.Count);
    }

    private static bool Matches(AlertRow row, AlertQuery query) =>
        (query.Level is null || row.Level == query.Level)
        && (query.State is null || row.State == query.State)
        && (query.Kind is null || row.Kind == query.Kind)
        && (query.Clock is null || row.Clock == query.Clock)
        && (query.Hall is null || row.Hall == query.Hall)
        && (query.Since is null || row.At >= query.Since)
        && (query.Text is null || row.Subject.Contains(query.Text, StringComparison.OrdinalIgnoreCase));
}
