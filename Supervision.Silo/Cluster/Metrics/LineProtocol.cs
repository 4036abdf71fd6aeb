using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Supervision.Silo.Cluster.Metrics;

/// <summary>Reads every instrument of a meter once and writes what it says as InfluxDB's line protocol.</summary>
internal sealed class LineProtocol : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly string node;
    private readonly List<string> lines = [];
    private string at = "";

    /// <param name="meter">The instruments.</param>
    /// <param name="node">Value of the tag <c>node</c>: which process tells.</param>
    public LineProtocol(Meter meter, string node)
    {
        this.node = node;
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Write(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Write(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Write(instrument, value, tags));
        listener.Start();
    }

    /// <summary>One line for each figure, with the time in milliseconds.</summary>
    public IReadOnlyList<string> Collect(DateTimeOffset now)
    {
        at = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        lines.Clear();
        listener.RecordObservableInstruments();
        return [.. lines];
    }

    public void Dispose() => listener.Dispose();

    private void Write(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = new StringBuilder(instrument.Name).Append(",node=").Append(Escaped(node));
        foreach (var (key, tag) in tags)
        {
            line.Append(',').Append(key).Append('=').Append(Escaped($"{tag}"));
        }

        line.Append(" value=").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append(' ').Append(at);
        lines.Add(line.ToString());
    }

    /// <summary>A tag must not be empty, end in a backslash or break the line.</summary>
    private static string Escaped(string tag)
    {
        var text = new StringBuilder();
        foreach (var letter in tag)
        {
            text.Append(letter switch
            {
                ',' or '=' or ' ' => $"\\{letter}",
                '\\' or '\n' or '\r' or '\t' => "_",
                _ => letter.ToString(),
            });
        }

        return text.Length == 0 ? "_" : text.ToString();
    }
}
