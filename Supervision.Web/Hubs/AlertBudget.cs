namespace Supervision.Web.Hubs;

/// <summary>Lets a fixed number of alerts pass each second, so that a storm cannot drown the clients.</summary>
/// <param name="time">Where seconds are measured.</param>
/// <param name="perSecond">Alerts that pass in one second; positive.</param>
public sealed class AlertBudget(TimeProvider time, int perSecond)
{
    private long? secondStart;
    private int taken;

    /// <summary>Takes one place in the running second, or says that there is none left. One caller at a time.</summary>
    public bool TryTake()
    {
        if (secondStart is not { } start || time.GetElapsedTime(start) >= TimeSpan.FromSeconds(1))
        {
            secondStart = time.GetTimestamp();
            taken = 0;
        }

        if (taken >= perSecond)
        {
            return false;
        }

        taken++;
        return true;
    }
}
