using Supervision.Silo.Embedded;
using Supervision.Silo.History;
using Supervision.Silo.Jobs;
using Supervision.Silo.Metrics;
using Supervision.Silo.Notifications;

namespace Supervision.Silo.Hosting;

/// <summary>What an administrator may set for any process of the system, bound from <c>Supervision</c>.</summary>
public class SupervisionOptions
{
    /// <summary>Where the data lies; default <c>data</c> under the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The rule book file; default <c>rules.json</c> in the data directory, written at first start.</summary>
    public string? Rules { get; set; }

    /// <summary>How now moves.</summary>
    public ClockMode Clock { get; set; } = ClockMode.Live;

    /// <summary>Where the journal lies; default a file in the data directory.</summary>
    public JournalOptions Journal { get; set; } = new();

    /// <summary>Which host decides, and its limits.</summary>
    public EngineOptions Engine { get; set; } = new();

    /// <summary>How people are told what happens.</summary>
    public NotificationOptions Notifications { get; set; } = new();

    /// <summary>What is done by itself and when.</summary>
    public JobOptions Jobs { get; set; } = new();

    /// <summary>Where figures of the board and of the system are sent.</summary>
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary>Where history is kept for questions over years.</summary>
    public HistoryOptions History { get; set; } = new();

    /// <summary>How the processes of a cluster find each other.</summary>
    public ClusterOptions Cluster { get; set; } = new();

    /// <summary>The text of the rule book in force.</summary>
    /// <param name="folder">Where it lies unless <see cref="Rules"/> says otherwise.</param>
    public string ReadRules(DataFolder folder) =>
        Rules is { } path ? File.ReadAllText(path) : StarterRules.ReadOrWrite(folder.Rules);

    /// <summary>Faults of options that only one kind of process has, each beginning with its key.</summary>
    /// <param name="section">Where they are bound from.</param>
    public virtual IEnumerable<string> FaultsOfOthers(string section) => [];
}
