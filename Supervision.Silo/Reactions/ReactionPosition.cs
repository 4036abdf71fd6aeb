using System.Globalization;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Reactions;

/// <summary>
/// How far reactions have come, in a small file of its own. Lost or of another journal, they go on from where they were
/// switched on (<see cref="ReactionStart"/>): what they did since is known and not done twice.
/// </summary>
public sealed class ReactionPosition(string path, IJournal journal)
{
    /// <summary>The last entry that everything was done for; null when that is not known.</summary>
    public long? Read()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var parts = File.ReadAllText(path).Split(' ');
        return parts.Length == 2 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var sequence)
            && parts[1] == MarkAt(sequence)
            ? sequence
            : null;
    }

    /// <summary>Everything up to this entry is done, and durable.</summary>
    public void Write(long sequence) => DurableFile.Write(
        path, string.Create(CultureInfo.InvariantCulture, $"{sequence} {MarkAt(sequence)}"));

    private string MarkAt(long sequence) => Convert.ToHexStringLower(JournalMark.At(journal, sequence));
}
