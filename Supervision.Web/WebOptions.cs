using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;

namespace Supervision.Web;

/// <summary>What an administrator may set, bound from <c>Supervision</c>.</summary>
public sealed class WebOptions
{
    /// <summary>Where the data lies; default <c>data</c> under the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The rule book file; default <c>rules.json</c> in the data directory, written at first start.</summary>
    public string? Rules { get; set; }

    /// <summary>How now moves.</summary>
    public ClockMode Clock { get; set; } = ClockMode.Live;

    /// <summary>Where the journal lies; default a file in the data directory.</summary>
    public JournalOptions Journal { get; set; } = new();

    /// <summary>Limits of the engine.</summary>
    public EngineOptions Engine { get; set; } = new();

    /// <summary>How pages look; read by the pages themselves.</summary>
    public Components.PageOptions Pages { get; set; } = new();

    /// <summary>Limits of the live push; read by the hub itself.</summary>
    public Hubs.BoardPushOptions Push { get; set; } = new();
}
