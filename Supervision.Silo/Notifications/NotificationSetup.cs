using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Supervision.Silo.Hosting;
using Supervision.Silo.Notifications.Channels;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Notifications;

/// <summary>Adds notifications to the composition root.</summary>
public static class NotificationSetup
{
    /// <summary>
    /// Registers the inbox and, where people are to be told, what tells them. Needs a journal, its feed, an engine, a
    /// rule shelf and <see cref="IReceivers"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">Where the file lies.</param>
    /// <param name="options">Channels and limits.</param>
    /// <param name="runs">
    /// Whether this process follows the journal and sends. Not in Replay: what happens there is not news to anybody.
    /// </param>
    /// <param name="isSole">Whether this is the only process that does.</param>
    public static IServiceCollection AddNotifications(
        this IServiceCollection services, DataFolder folder, NotificationOptions options, bool runs, bool isSole)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => new NotificationFile(folder.Notifications));
        services.AddSingleton<ReceiverBook>();
        services.AddSingleton<Inbox>();
        if (runs)
        {
            services.AddChannels(options);
            services.AddSingleton<Happenings>();
            services.AddSingleton<Outbox>();
            services.AddSingleton<JournalNotifications>();
            services.AddSingleton(provider => new MessageSender(
                provider.GetRequiredService<Outbox>(), provider.GetRequiredService<Inbox>(),
                provider.GetServices<IChannel>(), options, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<MessageSender>>(), Random.Shared.NextDouble));
            services.AddErrand<JournalNotifications>(isSole);
            services.AddErrand<MessageSender>(isSole);
        }

        return services;
    }

    private static void AddChannels(this IServiceCollection services, NotificationOptions options)
    {
        // A gateway that answers with another address is not followed there: the message was signed for this one.
        services.AddKeyedSingleton(
            typeof(HttpChannel), (_, _) => new HttpClient(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }));
        Add(ChannelKind.Sms, options.Sms);
        Add(ChannelKind.Webhook, options.Webhook);
        if (options.Mail.Host is not null)
        {
            services.AddSingleton<IChannel>(_ => new MailChannel(options.Mail, options.AttemptFor));
        }

        void Add(ChannelKind kind, HttpChannelOptions channel)
        {
            if (channel.Url is not null)
            {
                services.AddSingleton<IChannel>(provider => new HttpChannel(
                    kind, channel, provider.GetRequiredKeyedService<HttpClient>(typeof(HttpChannel)),
                    provider.GetRequiredService<TimeProvider>()));
            }
        }
    }
}
