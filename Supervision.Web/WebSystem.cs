using System.Text.Json;
using System.Text.Json.Serialization;
using Supervision.Core.Ports;
using Supervision.Ingest.Feeds;
using Supervision.Ingest.Simulation;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Web.Api;
using Supervision.Web.Components;
using Supervision.Web.Components.Text;
using Supervision.Web.Hubs;

namespace Supervision.Web;

/// <summary>The composition root: the whole system in one process.</summary>
public static class WebSystem
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <summary>Puts the system together; nothing listens before it is run.</summary>
    /// <param name="args">Command line, for ASP.NET's own options.</param>
    /// <param name="dataDirectory">Overrides the configured data directory; null leaves it.</param>
    /// <param name="demo">Whether to run a generated city on a throw-away directory.</param>
    public static WebApplication Build(string[] args, string? dataDirectory, bool demo)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.UseStaticWebAssets();
        var options = OptionsReader.Read(builder.Configuration);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var folder = demo ? DemoCity.NewFolder() : new DataFolder(dataDirectory ?? options.DataDirectory);
        Directory.CreateDirectory(folder.Path);
        var rules = demo ? CityRules.Text() : RulesOf(options, folder);
        builder.Services.AddSupervision(folder, rules, options.Engine, TimeProvider.System);
        AddFeeds(builder.Services, folder, options);
        AddWeb(builder.Services, demo);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static string RulesOf(WebOptions options, DataFolder folder) =>
        options.Rules is { } path ? File.ReadAllText(path) : StarterRules.ReadOrWrite(folder.Rules);

    private static void AddFeeds(IServiceCollection services, DataFolder folder, WebOptions options)
    {
        services.AddSingleton<IPersonMarker>(new KeyedPersonMarker(PersonSecret.ReadOrCreate(folder.PersonSecret)));
        services.AddFacts(new FeedLimits { BatchesInFlightMax = options.Clock == ClockMode.Replay ? 1 : 4 });
    }

    private static void AddWeb(IServiceCollection services, bool demo)
    {
        services.AddSingleton<INames>(provider => new RuleBookNames(() => provider.GetRequiredService<IRuleShelf>().Current));
        services.AddSupervisionPages();
        services.AddBoardHub();
        services.AddProblemDetails();
        services.AddOpenApi();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        });
        services.AddHealthChecks().AddCheck<EngineHealth>("engine").AddCheck<ViewsHealth>("views");
        if (demo)
        {
            services.AddHostedService<DemoCity>();
        }
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapSupervisionPages();
        app.MapBoardHub();
        app.MapFacts();
        app.MapReading();
        app.MapDeadline();
        app.MapJournal();
        app.MapOpenApi();
        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready");
    }
}
