namespace Supervision.Silo.Devices;

/// <summary>
/// How far a terminal's clock is ahead, judged by what it uploads. A record is sent when it is made or later, never
/// earlier, so among many records the one that is newest against its arrival shows the clock: the others waited.
/// </summary>
public sealed class DriftGauge
{
    /// <summary>Records that are looked back at.</summary>
    private const int Window = 32;

    /// <summary>Records older than this on arrival were waiting for a connection and say nothing.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromHours(6);

    private readonly Queue<TimeSpan> recent = new(Window);

    /// <summary>The clock's lead, negative when it is behind; null before anything was seen.</summary>
    public TimeSpan? Reading => recent.Count == 0 ? null : recent.Max();

    /// <summary>Takes a record's instant less the instant of its arrival.</summary>
    public void Add(TimeSpan lead)
    {
        if (lead < -LateMax)
        {
            return;
        }

        if (recent.Count == Window)
        {
            recent.Dequeue();
        }

        recent.Enqueue(lead);
    }
}
