using System.Globalization;

namespace Supervision.Tests.Crash;

/// <summary>How often processes are killed: a few times, unless SUPERVISION_CRASH_ROUNDS asks for more.</summary>
internal static class CrashRounds
{
    /// <summary>The number asked for, or else <paramref name="usual"/>.</summary>
    public static int Asked(int usual) => int.TryParse(
        Environment.GetEnvironmentVariable("SUPERVISION_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var asked)
        ? asked
        : usual;
}
