using System.Collections;
using Microsoft.Extensions.Configuration;
using Supervision.Silo.Embedded;

namespace Supervision.Silo.Hosting;

/// <summary>Reads the options and lists every fault with its key, before anything is opened.</summary>
public static class OptionsReader
{
    private const string Section = "Supervision";

    /// <summary>Reads the options of one kind of process.</summary>
    /// <exception cref="ConfigurationException">There are faults; the message lists them all.</exception>
    public static TOptions Read<TOptions>(IConfiguration configuration)
        where TOptions : SupervisionOptions, new()
    {
        List<string> faults = [];
        var section = configuration.GetSection(Section);
        CheckKeys(section, typeof(TOptions), faults);
        TOptions options = new();
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException exception)
        {
            faults.Add((exception.InnerException ?? exception).Message);
            throw new ConfigurationException(faults);
        }

        options.Engine.Clock = options.Clock;
        CheckEngine(options.Engine, faults);
        faults.AddRange(options.Journal.Faults().Select(
            found => $"{Section}:{nameof(options.Journal)}:{found.Option}: {found.Fault}"));
        CheckCluster(options, faults);
        faults.AddRange(options.Notifications.Faults($"{Section}:{nameof(options.Notifications)}"));
        faults.AddRange(options.Jobs.Faults($"{Section}:{nameof(options.Jobs)}"));
        faults.AddRange(options.Metrics.Faults($"{Section}:{nameof(options.Metrics)}"));
        faults.AddRange(options.History.Faults($"{Section}:{nameof(options.History)}"));
        faults.AddRange(options.FaultsOfOthers(Section));
        return faults.Count == 0 ? options : throw new ConfigurationException(faults);
    }

    private static void CheckCluster(SupervisionOptions options, List<string> faults)
    {
#if !CLUSTER
        if (options.Engine.Kind == EngineKind.Orleans)
        {
            faults.Add(
                $"{Section}:Engine:{nameof(EngineOptions.Kind)}: Orleans needs a build with the Cluster profile");
        }

        if (options.Metrics.Influx is { Url: not null } influx)
        {
            faults.Add($"{Section}:Metrics:Influx:{nameof(influx.Url)}: needs a build with the Cluster profile");
        }
#endif
        faults.AddRange(options.Cluster.Faults().Select(
            found => $"{Section}:{nameof(options.Cluster)}:{found.Option}: {found.Fault}"));
        var isCluster = options is { Engine.Kind: EngineKind.Orleans, Cluster.Connection: not null };
        if (isCluster && options.Journal.Kind == JournalKind.Sqlite)
        {
            faults.Add($"{Section}:Journal:{nameof(JournalOptions.Kind)}: several processes need Postgres");
        }
    }

    private static void CheckEngine(EngineOptions engine, List<string> faults)
    {
        Check(nameof(engine.Shards), engine.Shards, 1, 64);
        Check(nameof(engine.BatchesMax), engine.BatchesMax, 1, 1024);
        Check(nameof(engine.GroupMax), engine.GroupMax, 1, 100_000);
        Check(nameof(engine.CacheMax), engine.CacheMax, 1000, int.MaxValue);
        Check(nameof(engine.DirtyMax), engine.DirtyMax, 100, int.MaxValue);
        if (engine.CheckpointEvery <= TimeSpan.Zero)
        {
            faults.Add($"{Section}:Engine:{nameof(engine.CheckpointEvery)}: should be longer than zero");
        }

        if (engine.Horizon < TimeSpan.FromMinutes(1) || engine.Horizon > TimeSpan.FromDays(365))
        {
            faults.Add($"{Section}:Engine:{nameof(engine.Horizon)}: should be from one minute to 365 days");
        }

        void Check(string name, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                faults.Add($"{Section}:Engine:{name}: {value} should be from {least} to {most}");
            }
        }
    }

    /// <summary>A misspelt key would be ignored silently otherwise.</summary>
    private static void CheckKeys(IConfigurationSection section, Type type, List<string> faults)
    {
        foreach (var child in section.GetChildren())
        {
            var known = type.GetProperties();
            var property = Array.Find(known, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                faults.Add(
                    $"{child.Path}: no such setting; known are {string.Join(", ", known.Select(p => p.Name))}");
            }
            else if (child.GetChildren().Any() && !property.PropertyType.IsAssignableTo(typeof(IDictionary)))
            {
                CheckKeys(child, property.PropertyType, faults);
            }
        }
    }
}

/// <summary>The configuration cannot be used; the message lists every fault with its key.</summary>
public sealed class ConfigurationException(IEnumerable<string> faults)
    : Exception(string.Join(Environment.NewLine, faults));
