using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Supervision.Core.Ports;
using Supervision.Silo.Notifications;
using Supervision.Silo.Reactions;
using Supervision.Silo.Runtime;
using Supervision.Silo.Views;

namespace Supervision.Silo.Hosting;

/// <summary>Health as every process of the system tells it.</summary>
public static class Health
{
    /// <summary>Registers the checks of what is registered already: engine, rules, journal, views.</summary>
    public static void AddSupervisionHealth(this IServiceCollection services)
    {
        var checks = services.AddHealthChecks().AddCheck<EngineHealth>("engine").AddCheck<RulesHealth>("rules");
        if (services.Any(service => service.ServiceType == typeof(IJournal)))
        {
            checks.AddCheck<JournalHealth>("journal");
        }

        if (services.Any(service => service.ServiceType == typeof(ViewFeeder)))
        {
            checks.AddCheck<ViewsHealth>("views");
        }

        if (services.Any(service => service.ServiceType == typeof(JournalReactions)))
        {
            checks.AddCheck<ReactionsHealth>("reactions");
        }

        if (services.Any(service => service.ServiceType == typeof(JournalNotifications)))
        {
            checks.AddCheck<NotificationsHealth>("notifications");
        }
    }

    /// <summary>Maps the two questions: whether the process lives, and whether it can do its work.</summary>
    public static void MapSupervisionHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/healthz/live", new() { Predicate = _ => false });
        endpoints.MapHealthChecks("/healthz/ready", new() { ResponseWriter = HealthText.WriteAsync });
    }
}

/// <summary>Whether facts are decided.</summary>
internal sealed class EngineHealth(IEngineState engine) : IHealthCheck
{
    /// <summary>A correction by a time service is shorter.</summary>
    private static readonly TimeSpan ClockBehindMax = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(engine switch
        {
            { Fault: { } fault } =>
                HealthCheckResult.Unhealthy("The engine has stopped by itself; restart it.", fault),
            // Not unhealthy: who is sent nothing any more would never learn that the journal takes it again.
            { JournalFault: { } fault } => HealthCheckResult.Degraded(
                "The journal took nothing at the last attempt: " + fault.Message, fault),
            { ClockBehind: var behind } when behind > ClockBehindMax => HealthCheckResult.Degraded(
                $"The wall clock is {behind:c} behind what was recorded before: now stands still until it has caught "
                + "up. Check this machine's clock."),
            _ => HealthCheckResult.Healthy(),
        });
}

/// <summary>Whether every rule book that cases live under is there.</summary>
internal sealed class RulesHealth(RuleShelf shelf) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Looking makes the shelf try again, so that a restored file turns health green by itself.
        var lost = shelf.Missing.Where(version => shelf.Find(version.Key, default) is null).ToArray();
        return Task.FromResult(lost.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(string.Join(' ', lost.Select(version =>
                $"{new RuleBookMissingException(version.Key).Message} ({version.Value})"))));
    }
}

/// <summary>Writes health as plain text: the verdict, then a line for each part that is not well.</summary>
internal static class HealthText
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var faults = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"\n{entry.Key}: {entry.Value.Description}");
        return context.Response.WriteAsync(report.Status + string.Concat(faults), context.RequestAborted);
    }
}

/// <summary>Whether the journal answers; while it does not, facts are told 503 and nothing is lost.</summary>
internal sealed class JournalHealth(IJournal journal) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await journal.RefreshAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (JournalUnavailableException fault)
        {
            return HealthCheckResult.Unhealthy("The journal does not answer; it is asked again.", fault);
        }
    }
}

/// <summary>Whether pages show what the journal holds.</summary>
internal sealed class ViewsHealth(ViewFeeder feeder, IJournal journal) : IHealthCheck
{
    /// <summary>
    /// Entries the views may be behind before it is worth a word; about two seconds of the fastest feed.
    /// </summary>
    private const long BehindMax = 200_000;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (feeder.Fault is { } fault)
        {
            return Task.FromResult(
                HealthCheckResult.Unhealthy("The views have stopped by themselves; restart.", fault));
        }

        var behind = journal.Head.Sequence - feeder.Position;
        return Task.FromResult(behind > BehindMax
            ? HealthCheckResult.Degraded($"The views are {behind} entries behind.")
            : HealthCheckResult.Healthy());
    }
}

/// <summary>Whether orders are opened for what the journal holds.</summary>
internal sealed class ReactionsHealth(JournalReactions reactions) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(reactions.Fault is { } fault
            ? HealthCheckResult.Unhealthy("Reactions have stopped by themselves; restart.", fault)
            : HealthCheckResult.Healthy());
}

/// <summary>Whether people are told what happens; a gateway that is down is not this process's health.</summary>
internal sealed class NotificationsHealth(JournalNotifications notifications) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(notifications.Fault is { } fault
            ? HealthCheckResult.Unhealthy("Notifications have stopped by themselves; restart.", fault)
            : HealthCheckResult.Healthy());
}
