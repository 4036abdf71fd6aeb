using System.Text.Json;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Views;

namespace Supervision.Silo.Reactions;

/// <summary>
/// What became of causes their entities no longer remember, or that do not say which entity they are of. Answers are as
/// new as the journal is when they are asked for.
/// </summary>
public sealed class CauseViews(ViewDatabase database, ViewFeeder feeder, IJournal journal)
{
    /// <summary>An alert as lists show it; null when there never was such a one.</summary>
    public async ValueTask<AlertMark?> AlertAsync(CauseReference reference)
    {
        await feeder.ReachEndAsync(journal, CancellationToken.None);
        return database.Read(reader =>
        {
            using var select = reader.Prepare("SELECT kind, level, at, state, times FROM alert WHERE id = ?1");
            select.Bind(1, reference.Alert);
            return select.Step()
                ? new AlertMark(
                    reference.Key, (AlertKind)select.Int64(0), (AlertLevel)select.Int64(1),
                    new DateTimeOffset(select.Int64(2), TimeSpan.Zero),
                    (AlertState)select.Int64(3) != AlertState.Revoked, Times: (int)select.Int64(4))
                : null;
        });
    }

    /// <summary>The rating an order names so; null when another of its visit is cause by now.</summary>
    public async ValueTask<RatingRow?> RatingAsync(string cause)
    {
        await feeder.ReachEndAsync(journal, CancellationToken.None);
        return database.Read(reader =>
        {
            using var select = reader.Prepare("SELECT row FROM rating WHERE cause = ?1");
            select.Bind(1, cause);
            return select.Step()
                ? JsonSerializer.Deserialize(select.Blob(0), StoredJson.Storage.RatingRow)
                : null;
        });
    }
}
