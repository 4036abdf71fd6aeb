using System.Globalization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Supervision.Core.Reading;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Pages;
using Supervision.Web.Components.Problems;
using Supervision.Web.Components.Text;
using Supervision.Web.Components.Wall;
using Supervision.Web.Exports;
using Supervision.Web.Identity;
using Supervision.Web.Public;
using Supervision.Web.Scores;
using Supervision.Web.Security;

namespace Supervision.Web.Components;

/// <summary>Adds the pages to the composition root.</summary>
public static class SupervisionPages
{
    /// <summary>
    /// Registers the pages. They need <c>IBoard</c>, <c>IAlertList</c>, <c>ICaseList</c>, <c>IOrderList</c>,
    /// <c>IEngine</c> and <c>TimeProvider</c>;
    /// register <see cref="INames"/> and <see cref="LevelColours"/> before to show names instead of identifiers and the
    /// rule book's colours.
    /// </summary>
    public static IServiceCollection AddSupervisionPages(this IServiceCollection services)
    {
        services.AddOptions<PageOptions>()
            .BindConfiguration(PageOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => TimeZoneInfo.TryFindSystemTimeZoneById(options.Zone, out _),
                $"{PageOptions.Section}:Zone is not a time zone this machine knows.")
            .ValidateOnStart();
        services.TryAddSingleton<INames>(new RuleBookNames(() => null));
        services.TryAddSingleton(new LevelColours(() => null));
        services.AddSingleton<HallTime>();
        services.AddSingleton<FactDetails>();
        services.AddSingleton<ReasonTexts>();
        services.AddSingleton<ListExport>();
        services.AddSingleton<IExport<AlertRow>, AlertExport>();
        services.AddSingleton<IExport<CaseRow>, CaseExport>();
        services.AddSingleton<IExport<AuditLine>, AuditExport>();
        services.AddSingleton<IExport<OrderRow>, OrderExport>();
        services.AddSingleton<IExport<DrawRow>, DrawExport>();
        services.AddSingleton<IExport<AttendanceRow>, AttendanceExport>();
        services.AddSingleton<IExport<ComplaintRow>, ComplaintExport>();
        services.AddSingleton<IExport<SatisfactionFigure>, SatisfactionExport>();
        services.AddSingleton<IExport<LeaveRow>, LeaveExport>();
        services.AddSingleton<IExport<PatrolRow>, PatrolExport>();
        services.AddSingleton<IExport<WindowRow>, WindowExport>();
        services.AddSingleton<InvestmentExport>();
        services.AddSingleton<BulletinExport>();
        services.AddSingleton<IExport<RankRow>, RankingExport>();
        services.AddSingleton<WallAssets>();
        // Chinese is written as it is, not as character references: a third of the size.
        services.AddWebEncoders(options => options.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddRazorComponents();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            CultureInfo[] cultures = [Words.Chinese, Words.English];
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.DefaultRequestCulture = new RequestCulture(Words.Chinese);
            // Chinese comes first whatever the browser prefers; people switch on the page.
            options.RequestCultureProviders =
                [new QueryStringRequestCultureProvider(), new CookieRequestCultureProvider()];
        });
        return services;
    }

    /// <summary>What surrounds a page: language, headers, error pages. Comes before what refuses requests.</summary>
    public static void UseSupervisionPages(this WebApplication app) => app.UseWhen(IsPage, pages =>
    {
        pages.UseRequestLocalization();
        pages.Use(SetHeadersAsync);
        pages.UseExceptionHandler(
            new ExceptionHandlerOptions { CreateScopeForErrors = true, ExceptionHandler = ShowProblemAsync });
        pages.UseStatusCodePages(context => ShowProblemAsync(context.HttpContext));
    });

    /// <summary>Maps every page and its assets. Who may use them is for the caller to settle before.</summary>
    public static void MapSupervisionPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>();
        app.MapGet("/wall", Wall).ExcludeFromDescription();
        app.MapGet(LevelColours.Path, (LevelColours colours) => Results.Text(colours.Css, "text/css"))
            .ExcludeFromDescription();
        app.MapGet("/alerts/download", DownloadAlertsAsync).ExcludeFromDescription();
        app.MapOrderForms().ExcludeFromDescription();
        app.MapVerifierPage().ExcludeFromDescription();
    }

    private static Task DownloadAlertsAsync(
        HttpContext context, IAlertList alerts, ListExport export, IExport<AlertRow> columns, AuditLog audit,
        string? format)
    {
        var filter = AlertFilter.From(context.Request.Query);
        var caller = Caller.Of(context);
        audit.Write(context, AuditKind.Exported, "alerts", context.Request.QueryString.ToString());
        return export.WriteAsync(
            context, format == ExportFormat.Xlsx.Ending ? ExportFormat.Xlsx : ExportFormat.Csv, columns,
            (after, limit) => alerts.Find(filter.Query(after, limit) with
            {
                Scope = caller.Scope,
                Ratings = !caller.IsRated(),
            }));
    }

    private static RazorComponentResult<WallDocument> Wall(HttpContext context, string? hall) =>
        new(new { Hall = string.IsNullOrEmpty(hall) ? BoardParts.HallOf(context) : hall });

    /// <summary>Everything a person reads; machines get their own errors and need none of it.</summary>
    internal static bool IsPage(HttpContext context) =>
        !Machines.Any(prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.Ordinal));

    private static readonly string[] Machines = ["/api", "/hubs", "/healthz", "/openapi", "/iclock", "/devices"];

    private static Task SetHeadersAsync(HttpContext context, RequestDelegate next)
    {
        KeepLanguage(context);
        // Set last of all: the answer to a failed page starts with no headers.
        context.Response.OnStarting(() =>
        {
            var isWall = context.Request.Path.StartsWithSegments("/wall", StringComparison.Ordinal);
            PageHeaders.Set(context.Response.Headers, inlineStyles: isWall);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static Task ShowProblemAsync(HttpContext context) =>
        new RazorComponentResult<Problem>(new { Code = context.Response.StatusCode }).ExecuteAsync(context);

    /// <summary>A language chosen in an address stays chosen.</summary>
    private static void KeepLanguage(HttpContext context)
    {
        if (context.Request.Query.ContainsKey("culture"))
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(Words.First)),
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    MaxAge = TimeSpan.FromDays(365),
                    IsEssential = true,
                });
        }
    }
}
