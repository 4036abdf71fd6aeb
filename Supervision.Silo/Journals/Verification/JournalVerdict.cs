using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Verification;

/// <summary>What a verification found.</summary>
/// <param name="Head">End of the part that is whole; the journal's head when nothing is wrong.</param>
/// <param name="Fault">The first fault, in words; null when there is none.</param>
/// <param name="BrokenSequence">
/// The first entry that cannot be trusted; null when nothing is wrong, or when the fault lies outside the entries.
/// </param>
public sealed record JournalVerdict(JournalHead Head, string? Fault, long? BrokenSequence)
{
    /// <summary>Whether every byte is as it was written.</summary>
    public bool IsWhole => Fault is null;
}

/// <summary>A byte is not as the writer left it.</summary>
internal sealed class AuditException(string message) : Exception(message);
