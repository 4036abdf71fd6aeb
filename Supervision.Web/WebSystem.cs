using System.Text.Json;
using System.Text.Json.Serialization;
using Supervision.Core.Facts;
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
    public static WebApplication Build(string[] args, string? dataDirectory)
    {
        var (builder, options) = Begin(args);
        var folder = new DataFolder(dataDirectory ?? options.DataDirectory);
        Directory.CreateDirectory(folder.Path);
        AddAll(builder.Services, folder, RulesOf(options, folder), options);
        return Finish(builder);
    }

    /// <summary>The same on a throw-away directory with a generated city that lives on.</summary>
    public static async Task<WebApplication> BuildDemoAsync(string[] args)
    {
        var (builder, options) = Begin(args);
        var (city, folder) = await DemoCity.PrepareAsync(TimeProvider.System);
        AddAll(builder.Services, folder, CityRules.Text(), options);
        builder.Services.AddHostedService(provider => DemoCity.GoOn(city, provider));
        var app = Finish(builder);
        app.Lifetime.ApplicationStopped.Register(() => Directory.Delete(folder.Path, recursive: true));
        return app;
    }

    private static (WebApplicationBuilder Builder, WebOptions Options) Begin(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(WebSystem).Assembly.GetName().Name, // also when a test is the entry point
        });
        PageAssets.Use(builder);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        return (builder, OptionsReader.Read(builder.Configuration));
    }

    private static void AddAll(IServiceCollection services, DataFolder folder, string rules, WebOptions options)
    {
        services.AddSupervision(folder, rules, options.Engine, TimeProvider.System);
        AddFeeds(services, folder, options);
        AddWeb(services);
    }

    private static WebApplication Finish(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static string RulesOf(WebOptions options, DataFolder folder) =>
        options.Rules is { } path ? File.ReadAllText(path) : StarterRules.ReadOrWrite(folder.Rules);

    private static void AddFeeds(IServiceCollection services, DataFolder folder, WebOptions options)
    {
        services.AddSingleton<IPersonMarker>(new KeyedPersonMarker(PersonSecret.ReadOrCreate(folder.PersonSecret)));
        services.AddSingleton(provider => CheckOf(provider, options.Clock));
        services.AddFacts(new FeedLimits { BatchesInFlightMax = options.Clock == ClockMode.Replay ? 1 : 4 });
    }

    /// <summary>
    /// What cannot be used is refused at the door with a reason; Replay takes any time there is a calendar for.
    /// </summary>
    private static FactCheck CheckOf(IServiceProvider services, ClockMode mode)
    {
        var rules = services.GetRequiredService<IRuleShelf>();
        var engine = services.GetRequiredService<IEngine>();
        var bounds = mode == ClockMode.Replay ? FactBounds.Replay : FactBounds.Default;
        return fact => FactValidator.Check(fact, rules.Current, engine.Now, bounds)?.Reason;
    }

    private static void AddWeb(IServiceCollection services)
    {
        services.AddSingleton<INames>(
            provider => new RuleBookNames(() => provider.GetRequiredService<IRuleShelf>().Current));
        services.AddSingleton(
            provider => new LevelColours(() => provider.GetRequiredService<IRuleShelf>().Current));
        services.AddSupervisionPages();
        services.AddBoardHub();
        services.AddHostedService<OrderPush>();
        services.AddProblemDetails();
        services.AddExceptionHandler<UnavailableAnswers>();
        services.AddOpenApi(options => options.AddOperationTransformer(QueryFields.DescribeAsync));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        });
        services.AddHealthChecks().AddCheck<EngineHealth>("engine").AddCheck<RulesHealth>("rules")
            .AddCheck<ViewsHealth>("views").AddCheck<ReactionsHealth>("reactions");
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapSupervisionPages();
        app.MapBoardHub();
        app.MapFacts();
        app.MapReading();
        app.MapOrders();
        app.MapSilences();
        app.MapDeadline();
        app.MapJournal();
        app.MapOpenApi();
        app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new() { ResponseWriter = HealthText.WriteAsync });
    }
}
