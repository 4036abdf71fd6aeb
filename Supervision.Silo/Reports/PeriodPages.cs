using Supervision.Silo.Views;

namespace Supervision.Silo.Reports;

/// <summary>
/// Brings what a walk through a period will read into memory, by several readers at once: a disk that answers one
/// question in milliseconds answers many in hardly more, and the pages of a month lie all over a file that grew with
/// other things. Where they are in memory already, this costs a fraction of the walk.
/// </summary>
internal static class PeriodPages
{
    private const int Readers = 16;

    private static readonly string[] OfTheSlice =
    [
        "SELECT count(*) FROM cases INDEXED BY cases_sort WHERE sort >= ?1 AND sort < ?2",
        "SELECT count(*) FROM cases INDEXED BY cases_ended WHERE ended >= ?1 AND ended < ?2",
        "SELECT count(*) FROM rating INDEXED BY rating_at WHERE at >= ?1 AND at < ?2",
        "SELECT sum(state) FROM alert INDEXED BY alert_at WHERE at >= ?1 AND at < ?2",
    ];

    /// <summary>Returns when it is done.</summary>
    /// <param name="views">The lists.</param>
    /// <param name="start">Inclusive.</param>
    /// <param name="end">Exclusive.</param>
    public static void ReadAhead(ViewDatabase views, DateTimeOffset start, DateTimeOffset end)
    {
        var slice = (end - start) / Readers;
        Task.WhenAll(Enumerable.Range(0, Readers).Select(i => Task.Factory.StartNew(
            () => Read(views, start + i * slice, start + (i + 1) * slice),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();
    }

    private static void Read(ViewDatabase views, DateTimeOffset start, DateTimeOffset end) => views.Read(reader =>
    {
        foreach (var question in OfTheSlice)
        {
            using var select = reader.Prepare(question);
            select.Bind(1, start.UtcTicks).Bind(2, end.UtcTicks).Step();
        }

        return 0;
    });
}
