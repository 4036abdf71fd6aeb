using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Supervision.Bench.Reporting;

/// <summary>What a figure was measured on: enough to compare, nothing that names a host or a path.</summary>
internal static class Machine
{
    public static IEnumerable<string> Describe()
    {
        var memoryGb = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        yield return "commit: " + Commit();
        yield return FormattableString.Invariant($"date: {DateTime.UtcNow:yyyy-MM-dd}");
        yield return FormattableString.Invariant(
            $"machine: {Environment.ProcessorCount} cores, {CpuModel()}, {memoryGb:0} GB");
        yield return "system: " + RuntimeInformation.OSDescription;
        yield return $"runtime: {RuntimeInformation.FrameworkDescription}, {Configuration()} build";
        if (LoadAverage() is { } load)
        {
            yield return FormattableString.Invariant($"load average of the minute when it ended: {load:0.0}");
        }
    }

    private static string Commit()
    {
        var version = typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? "unknown" : version[(plus + 1)..];
    }

    private static string Configuration() =>
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static string CpuModel() =>
        File.Exists("/proc/cpuinfo")
        && Array.Find(File.ReadAllLines("/proc/cpuinfo"), IsModel) is { } model
            ? model[(model.IndexOf(':', StringComparison.Ordinal) + 2)..]
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static bool IsModel(string line) => line.StartsWith("model name", StringComparison.Ordinal);

    private static double? LoadAverage() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : null;
}
