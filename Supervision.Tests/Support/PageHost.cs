using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Silo.Auditing;
using Supervision.Silo.Notifications;
using Supervision.Web.Components;
using Supervision.Web.Components.Text;
using Supervision.Web.Hubs;
using Supervision.Web.Identity;

namespace Supervision.Tests.Support;

/// <summary>
/// The pages and the hub on a loopback port, over read models in memory, as an inspector of the whole city sees them.
/// </summary>
public sealed class PageHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private PageHost(WebApplication app)
    {
        this.app = app;
        Address = app.Urls.First();
    }

    /// <summary>Where it listens; known after it stopped, too.</summary>
    public string Address { get; }

    /// <summary>Starts on <paramref name="port"/>; 0 finds a free one.</summary>
    public static async Task<PageHost> StartAsync(
        IBoard board, IAlertList alerts, ICaseList cases, INames? names = null, int port = 0,
        LevelColours? colours = null)
    {
        // The pages' own assembly name makes its static assets and translations the application's.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SupervisionPages).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        PageAssets.Use(builder);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(board);
        builder.Services.AddSingleton(alerts);
        builder.Services.AddSingleton(cases);
        if (names is not null)
        {
            builder.Services.AddSingleton(names);
        }

        if (colours is not null)
        {
            builder.Services.AddSingleton(colours);
        }

        builder.Services.AddSingleton(_ => new AuditLog(":memory:", TimeProvider.System));
        builder.Services.AddSingleton(new NotificationOptions());
        builder.Services.AddSingleton(_ => new NotificationFile(":memory:"));
        builder.Services.AddSingleton<Inbox>();
        builder.Services.AddSupervisionPages();
        builder.Services.AddBoardHub();
        var web = builder.Build();
        web.UseSupervisionPages();
        web.Use((context, next) =>
        {
            Caller.Of(new Actor("U1", "监察员", Role.Inspector, null)).Attach(context);
            return next(context);
        });
        web.MapSupervisionPages();
        web.MapBoardHub();
        await web.StartAsync();
        return new(web);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
