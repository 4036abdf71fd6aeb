using System.Globalization;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>The end of the chain as one notification carries it: sequence, a space, the hash in hexadecimal.</summary>
internal static class HeadNotice
{
    public static string Of(JournalHead head) =>
        string.Create(CultureInfo.InvariantCulture, $"{head.Sequence} {Convert.ToHexStringLower(head.Hash.Span)}");

    /// <summary>Reads a notice; null when it is not one of ours, since anybody may notify.</summary>
    public static JournalHead? Read(string payload)
    {
        var space = payload.IndexOf(' ', StringComparison.Ordinal);
        var hash = new byte[JournalChain.HashBytes];
        var number = payload.AsSpan(0, Math.Max(space, 0));
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && payload.Length == space + 1 + 2 * hash.Length
            && Convert.FromHexString(payload.AsSpan(space + 1), hash, out _, out _)
                == System.Buffers.OperationStatus.Done
            ? new JournalHead(sequence, hash)
            : null;
    }
}
