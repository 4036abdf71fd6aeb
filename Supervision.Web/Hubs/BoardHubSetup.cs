using System.Text.Json;

namespace Supervision.Web.Hubs;

/// <summary>Adds the live board to the composition root.</summary>
public static class BoardHubSetup
{
    /// <summary>Path of the hub.</summary>
    public const string Path = "/hubs/board";

    private const int MessageSizeMaxBytes = 4096;

    /// <summary>
    /// Registers the hub and its push. Needs <c>IBoard</c>, <c>IAlertList</c> and <c>TimeProvider</c>.
    /// </summary>
    public static IServiceCollection AddBoardHub(this IServiceCollection services)
    {
        services.AddOptions<BoardPushOptions>()
            .BindConfiguration(BoardPushOptions.Section)
            .ValidateDataAnnotations()
            .Validate(
                options => options.Spacing >= TimeSpan.FromMilliseconds(250),
                $"{BoardPushOptions.Section}:Spacing must be 00:00:00.250 or more: at most 4 deltas a second.")
            .Validate(
                options => options.Beat > TimeSpan.Zero && options.Beat <= TimeSpan.FromSeconds(10),
                $"{BoardPushOptions.Section}:Beat must be more than 0 and at most 10 s: 15 s of silence are stale.")
            .ValidateOnStart();
        services.AddSingleton<BoardAudience>();
        services.AddSingleton<LiveChanges>();
        services.AddHostedService<BoardPush>();
        services.AddSignalR(options =>
            {
                options.KeepAliveInterval = TimeSpan.FromSeconds(5);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
                options.MaximumReceiveMessageSize = MessageSizeMaxBytes;
            })
            .AddJsonProtocol(options =>
                options.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        return services;
    }

    /// <summary>Maps the hub.</summary>
    public static IEndpointConventionBuilder MapBoardHub(this WebApplication app) => app.MapHub<BoardHub>(Path);
}
