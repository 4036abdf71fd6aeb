using System.CommandLine;
using Supervision.Silo.Hosting;

namespace Supervision.Web.Commands;

/// <summary>The <c>--data DIR</c> option, the same everywhere.</summary>
internal static class DataOption
{
    public static Option<string?> Create() => new("--data")
    {
        Description = "Data directory; default: Supervision__DataDirectory, else 'data'.",
        HelpName = "DIR",
    };

    /// <summary>The folder an administrative command works on, by the same rules as the running system.</summary>
    public static DataFolder FolderOf(string? option) => new(option ?? Configured().DataDirectory);

    /// <summary>Which journal an administrative command works on, by the same rules as the running system.</summary>
    public static JournalOptions JournalOf() => Configured().Journal;

    private static WebOptions Configured()
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
        return OptionsReader.Read<WebOptions>(configuration);
    }
}
