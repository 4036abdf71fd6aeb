using System.Text.Json;
using System.Text.Json.Serialization;
using Supervision.Core.Ports;
using Supervision.Ingest.Devices;
using Supervision.Ingest.Feeds;
using Supervision.Ingest.Simulation;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Jobs;
using Supervision.Silo.Metrics;
using Supervision.Silo.Notifications;
using Supervision.Silo.Storage;
using Supervision.Web.Api;
using Supervision.Web.Components;
using Supervision.Web.Components.Halls;
using Supervision.Web.Components.History;
using Supervision.Web.Components.Scores;
using Supervision.Web.Components.Text;
using Supervision.Web.Disclosure;
using Supervision.Web.Hubs;
using Supervision.Web.Identity;
using Supervision.Web.Orders;

namespace Supervision.Web;

/// <summary>The composition root: the whole system in one process.</summary>
public static partial class WebSystem
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <summary>Puts the system together; nothing listens before it is run.</summary>
    /// <param name="args">Command line, for ASP.NET's own options.</param>
    /// <param name="dataDirectory">Overrides the configured data directory; null leaves it.</param>
    /// <param name="time">The wall clock; null means the machine's.</param>
    public static WebApplication Build(string[] args, string? dataDirectory, TimeProvider? time = null)
    {
        var (builder, options) = Begin(args);
        var folder = new DataFolder(dataDirectory ?? options.DataDirectory);
        PrivateFile.CreateFolder(folder.Path);
        if (options.Engine.Kind == EngineKind.Orleans)
        {
            AddClusterNode(builder, folder, options);
        }
        else
        {
            builder.Services.AddSupervision(
                folder, options.ReadRules(folder), options.Journal, options.Engine, time ?? TimeProvider.System);
        }

        AddAll(builder.Services, folder, options, options.Journal, new DemoMode(IsOn: false));
        return Finish(builder);
    }

    /// <summary>The same on a throw-away directory with a generated city that lives on.</summary>
    public static async Task<WebApplication> BuildDemoAsync(string[] args)
    {
        var (builder, options) = Begin(args);
        var (city, folder) = await DemoCity.PrepareAsync(TimeProvider.System);
        var journal = new JournalOptions(); // none that is real
        builder.Services.AddSupervision(folder, CityRules.Text(), journal, options.Engine, TimeProvider.System);
        AddAll(builder.Services, folder, options, journal, new DemoMode(IsOn: true));
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
            ContentRootPath = AppContext.BaseDirectory, // its settings lie beside it, wherever it is started from
        });
        PageAssets.Use(builder);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        return (builder, OptionsReader.Read<WebOptions>(builder.Configuration));
    }

    private static void AddAll(
        IServiceCollection services, DataFolder folder, WebOptions options, JournalOptions journal, DemoMode demo)
    {
        services.AddFactDoor(PersonSecret.ReadOrCreate(folder.PersonSecret), options.Clock == ClockMode.Replay);
        services.AddDeviceDoors();
        services.AddSignIn(folder, journal, options.SignIn, demo);
        services.AddSingleton<IReceivers, AccountReceivers>();
        var isSole = options.Engine.Kind == EngineKind.Embedded || options.Cluster.Connection is null;
        services.AddNotifications(folder, options.Notifications, runs: options.Clock == ClockMode.Live, isSole);
        services.AddStepDoor(folder, options.Attachments);
        services.AddJobs(
            folder, options.Jobs, journal, runs: options.Clock == ClockMode.Live, isSole);
        services.AddDisclosure(options.Public);
        services.AddSupervisionMetrics(options.Metrics);
        AddHistory(services, options, isSole);
        AddWeb(services);
    }

    /// <summary>Compiled in the Cluster profile; in any other, reading the options refuses what leads here.</summary>
    static partial void AddClusterNode(WebApplicationBuilder builder, DataFolder folder, WebOptions options);

    /// <summary>Compiled in the Cluster profile; in any other there is no history store.</summary>
    static partial void AddHistory(IServiceCollection services, WebOptions options, bool isSole);

    private static WebApplication Finish(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        Map(app);
        CheckAccess(app);
        return app;
    }

    private static void AddWeb(IServiceCollection services)
    {
        services.AddSingleton<INames>(
            provider => new RuleBookNames(() => provider.GetRequiredService<IRuleShelf>().Current));
        services.AddSingleton(
            provider => new LevelColours(() => provider.GetRequiredService<IRuleShelf>().Current));
        services.AddSupervisionPages();
        services.AddBoardHub();
        services.AddHostedService<ChangePush>();
        services.AddHostedService<InboxPush>();
        services.AddProblemDetails();
        services.AddExceptionHandler<UnavailableAnswers>();
        services.AddOpenApi(options => options.AddOperationTransformer(QueryFields.DescribeAsync));
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        });
        services.AddSupervisionHealth();
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSupervisionPages();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<PublicCache>();
        app.MapSupervisionPages();
        app.MapSignIn();
        app.MapPasskeys();
        app.MapBoardHub();
        app.MapFacts();
        app.MapDevices();
        app.MapReading();
        app.MapOrders();
        app.MapDraws();
        app.MapWindows();
        app.MapHallDownloads();
        app.MapDisclosure();
        app.MapReports();
        app.MapBulletins();
        app.MapScores();
        app.MapScoreDownloads();
        app.MapQuestionDownloads();
        app.MapSilences();
        app.MapDeadline();
        app.MapJournal();
        app.MapOpenApi();
        app.MapSupervisionHealth();
    }

    /// <summary>An endpoint that nobody thought about is found now, not by whoever finds it first.</summary>
    private static void CheckAccess(IEndpointRouteBuilder app)
    {
        var unlisted = app.ServiceProvider.GetRequiredService<AccessTable>()
            .Unlisted(app.DataSources.SelectMany(source => source.Endpoints)).ToArray();
        if (unlisted.Length > 0)
        {
            throw new InvalidOperationException(
                $"{nameof(AccessTable)} has no line for {string.Join(", ", unlisted)}.");
        }
    }
}
