using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Supervision.Silo.Runtime;

/// <summary>
/// What one process does for all that share a journal: it follows the journal and sends what follows from it. It may
/// be started again after it was stopped.
/// </summary>
public interface IDuty : IHostedService;

/// <summary>Adds duties to the composition root.</summary>
internal static class Duties
{
    /// <summary>Has a registered duty run: always where this process is alone, else while it holds the duties.</summary>
    /// <param name="services">Has the duty registered.</param>
    /// <param name="isSole">Whether no other process runs it.</param>
    public static void AddDuty<TDuty>(this IServiceCollection services, bool isSole)
        where TDuty : class, IDuty
    {
        if (isSole)
        {
            services.AddHostedService(provider => provider.GetRequiredService<TDuty>());
        }
        else
        {
            services.AddSingleton<IDuty>(provider => provider.GetRequiredService<TDuty>());
        }
    }
}
