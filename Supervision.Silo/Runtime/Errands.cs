using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Supervision.Silo.Runtime;

/// <summary>
/// What one process does for all that share a journal: it follows the journal and sends what follows from it. It may
/// be started again after it was stopped.
/// </summary>
public interface IErrand : IHostedService;

/// <summary>Adds errands to the composition root.</summary>
internal static class Errands
{
    /// <summary>Has a registered errand run: always where this process is alone, else while it holds them.</summary>
    /// <param name="services">Has the errand registered.</param>
    /// <param name="isSole">Whether no other process runs it.</param>
    public static void AddErrand<TErrand>(this IServiceCollection services, bool isSole)
        where TErrand : class, IErrand
    {
        if (isSole)
        {
            services.AddHostedService(provider => provider.GetRequiredService<TErrand>());
        }
        else
        {
            services.AddSingleton<IErrand>(provider => provider.GetRequiredService<TErrand>());
        }
    }
}
