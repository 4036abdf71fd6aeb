using System.Collections.Concurrent;

namespace Supervision.Web.Identity;

/// <summary>
/// Lets each caller's refusals add so many audit lines a minute, so that a program in a loop cannot fill the disk. What
/// is left out is counted, and the caller's next line says how many there were. Safe for concurrent use.
/// </summary>
internal sealed class AuditQuota(TimeProvider time)
{
    /// <summary>Lines of one caller in one minute.</summary>
    public const int LinesMax = 30;

    private const int CallersMax = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Spending> callers = new(StringComparer.Ordinal);

    /// <summary>Writes a line if the caller has any left.</summary>
    /// <param name="caller">Who was refused.</param>
    /// <param name="write">Given how many refusals before this one got no line.</param>
    public void Spend(Caller caller, Action<long> write)
    {
        if (callers.Count >= CallersMax)
        {
            Forget();
        }

        var spending = callers.GetOrAdd(
            $"{caller.Who} {caller.Person?.Id ?? caller.Key?.Name}", _ => new Spending(time.GetTimestamp()));
        long untold;
        lock (spending)
        {
            if (time.GetElapsedTime(spending.Since) >= Window)
            {
                (spending.Since, spending.Lines) = (time.GetTimestamp(), 0);
            }

            if (spending.Lines == LinesMax)
            {
                spending.Untold++;
                return;
            }

            spending.Lines++;
            (untold, spending.Untold) = (spending.Untold, 0);
        }

        write(untold);
    }

    /// <summary>Makes room for others: callers that have been quiet for a minute.</summary>
    private void Forget()
    {
        foreach (var (name, spending) in callers)
        {
            if (time.GetElapsedTime(spending.Since) >= Window)
            {
                callers.TryRemove(name, out _);
            }
        }
    }

    private sealed class Spending(long since)
    {
        public long Since { get; set; } = since;

        public int Lines { get; set; }

        public long Untold { get; set; }
    }
}
