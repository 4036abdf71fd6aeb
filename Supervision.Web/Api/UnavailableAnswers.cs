using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Supervision.Core.Ports;

namespace Supervision.Web.Api;

/// <summary>
/// Operational failures that pass: the journal or a rule book is not there right now. The caller is told what is wrong
/// and to come back, rather than that the program is at fault.
/// </summary>
internal sealed class UnavailableAnswers(IProblemDetailsService problems) : IExceptionHandler
{
    private const string RetryAfterSeconds = "10";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (JournalUnavailableException or RuleBookMissingException))
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails { Title = "Unavailable for now", Detail = exception.Message },
        });
    }
}
