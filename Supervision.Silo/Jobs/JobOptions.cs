using Supervision.Core.Jobs;

namespace Supervision.Silo.Jobs;

/// <summary>What is done by itself and when, bound from <c>Supervision:Jobs</c>.</summary>
public sealed class JobOptions
{
    /// <summary>Whether this process runs jobs. Default true; in Replay it never does.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Times of the day, in the zone of the halls.</summary>
    public JobTimes Times { get; set; } = new();

    /// <summary>
    /// Folder of the daily backups; default <c>backups</c> in the data directory. Another disk is better.
    /// </summary>
    public string? BackupFolder { get; set; }

    /// <summary>Backups that are kept, from 1 to 365; older ones are deleted. Default 7.</summary>
    public int BackupsKept { get; set; } = 7;

    /// <summary>
    /// Whom the investment report is mailed to: addresses separated by blanks; default nobody. Needs a mail server
    /// under <c>Supervision:Notifications:Mail</c>.
    /// </summary>
    public string InvestmentTo { get; set; } = "";

    /// <summary>The addresses of <see cref="InvestmentTo"/>.</summary>
    public IReadOnlyList<string> InvestmentReceivers =>
        InvestmentTo.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal IEnumerable<string> Faults(string section)
    {
        if (BackupsKept is < 1 or > 365)
        {
            yield return $"{section}:{nameof(BackupsKept)}: {BackupsKept} should be from 1 to 365";
        }

        foreach (var to in InvestmentReceivers.Where(to => !System.Net.Mail.MailAddress.TryCreate(to, out _)))
        {
            yield return $"{section}:{nameof(InvestmentTo)}: '{to}' is no address";
        }
    }
}
