using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Ports;
using Supervision.Ingest.Devices.Hikvision;
using Supervision.Ingest.Devices.ZkTeco;

namespace Supervision.Ingest.Devices;

/// <summary>The doors of attendance terminals (domain.md section 12).</summary>
public static class DeviceDoors
{
    /// <summary>Registers them. The host adds <see cref="IDevices"/> and the door for facts.</summary>
    public static IServiceCollection AddDeviceDoors(this IServiceCollection services) => services
        .AddSingleton<PunchDoor>().AddSingleton<ZkBackfill>().AddSingleton<ZkDoor>();

    /// <summary>Maps them. They do their own authorisation.</summary>
    public static void MapDevices(this IEndpointRouteBuilder endpoints)
    {
        ZkDoor.Map(endpoints);
        HikvisionDoor.Map(endpoints);
    }
}
