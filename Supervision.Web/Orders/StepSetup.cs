using Supervision.Silo.Attachments;
using Supervision.Silo.Hosting;
using Supervision.Web.Draws;
using Supervision.Web.Exports;

namespace Supervision.Web.Orders;

/// <summary>Adds the steps of orders and draws, and their attachments to the composition root.</summary>
internal static class StepSetup
{
    public static IServiceCollection AddStepDoor(
        this IServiceCollection services, DataFolder folder, AttachmentOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new AttachmentStore(
            folder.Attachments, options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AttachmentSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<AttachmentSweeper>());
        services.AddSingleton<StepBodies>();
        services.AddSingleton<StepAudit>();
        services.AddSingleton<StepDoor>();
        services.AddSingleton<PoolDesk>();
        services.AddSingleton<PlanDesk>();
        services.AddSingleton<DrawDoor>();
        services.AddSingleton<FreezeDoor>();
        services.AddSingleton<DrawOdds>();
        services.AddSingleton<PoolExport>();
        services.AddSingleton<DrawFigures>();
        return services;
    }
}
