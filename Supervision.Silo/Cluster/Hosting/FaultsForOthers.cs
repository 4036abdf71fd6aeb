using Microsoft.Extensions.Logging;
using Supervision.Core.Ports;

namespace Supervision.Silo.Cluster.Hosting;

/// <summary>
/// Has a port's fault cross to another process by itself: what caused it, such as a database driver's exception, cannot
/// be told there, and the caller would hear of that instead. It stays in the log of this silo.
/// </summary>
internal sealed partial class FaultsForOthers(ILogger<FaultsForOthers> logger) : IIncomingGrainCallFilter
{
    /// <inheritdoc />
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (JournalUnavailableException fault) when (fault.InnerException is { } cause)
        {
            LogFault(logger, cause);
            throw new JournalUnavailableException(fault.Message);
        }
        catch (JournalUnusableException fault) when (fault.InnerException is { } cause)
        {
            LogFault(logger, cause);
            throw new JournalUnusableException(fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "A call failed because of the journal")]
    private static partial void LogFault(ILogger logger, Exception cause);
}
