namespace Supervision.Silo.Attachments;

/// <summary>Limits of attachments beyond those of <see cref="Core.Reading.Attachment"/>.</summary>
public sealed class AttachmentOptions
{
    /// <summary>
    /// Requests that may send attachments at one time, from 1 to 64; default 8. More are told to wait.
    /// </summary>
    public int UploadsMax { get; set; } = 8;

    /// <summary>
    /// Room that stays free on the disk for the journal: below it attachments are refused. From 0 up, in MiB; default
    /// 1024.
    /// </summary>
    public long FreeMiBMin { get; set; } = 1024;

    /// <summary>
    /// A file that no step names is kept for so long, since its step may still be under way; from one minute to a
    /// day, default one hour.
    /// </summary>
    public TimeSpan UnusedKeptFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What is out of bounds, by key.</summary>
    public IEnumerable<string> Faults(string section)
    {
        if (UploadsMax is < 1 or > 64)
        {
            yield return $"{section}:{nameof(UploadsMax)}: {UploadsMax} should be from 1 to 64";
        }

        if (FreeMiBMin < 0)
        {
            yield return $"{section}:{nameof(FreeMiBMin)}: {FreeMiBMin} should not be below 0";
        }

        if (UnusedKeptFor < TimeSpan.FromMinutes(1) || UnusedKeptFor > TimeSpan.FromDays(1))
        {
            yield return $"{section}:{nameof(UnusedKeptFor)}: {UnusedKeptFor:c} should be from one minute to one day";
        }
    }
}
