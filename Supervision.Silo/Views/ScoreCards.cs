using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Scores;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// Remembers of each card that counts where and for which month it does: later events name it by its key alone.
/// </summary>
internal sealed class ScoreCards(SqliteDatabase writer, WorkCalendar calendar)
{
    public const string Schema =
        """
        CREATE TABLE IF NOT EXISTS score_card(
            id TEXT PRIMARY KEY, input INTEGER NOT NULL, period INTEGER, window TEXT, department TEXT, hall TEXT,
            staff TEXT
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS score_card_period ON score_card(period, input);
        """;

    private readonly SqliteStatement find = writer.Prepare(
        "SELECT input, period, window, department, hall, staff FROM score_card WHERE id = ?1");

    private readonly SqliteStatement save = writer.Prepare(
        "INSERT INTO score_card(id, input, period, window, department, hall, staff) " +
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(id) DO UPDATE SET period = ?3");

    /// <summary>Takes one event over.</summary>
    public void Take(CardChange change, Contributions contributions)
    {
        switch (change.Event)
        {
            case AlertRaised e:
                var staff = change.Stream.Kind == EntityKind.Staff ? change.Stream.Key : e.Place.Staff;
                var place = new AlertPlace(
                    AlertPlace.InputOf(e.Alert)!, e.Place.Window, e.Place.Department, e.Place.Hall, staff);
                Move(Id(change, e.Alert.Key), place, null, e.Alert.At, contributions);
                break;
            case AlertRevoked e:
                Move(Id(change, e.Key), null, contributions);
                break;
            case AlertWaived e:
                Move(Id(change, e.Key), null, contributions);
                break;
            case AlertRestored e:
                Move(Id(change, e.Key), e.At, contributions);
                break;
            case AlertMovedInTime e:
                Move(Id(change, e.Key), e.At, contributions);
                break;
        }
    }

    /// <summary>Moves a card to the month of an instant, or to none.</summary>
    private void Move(string id, DateTimeOffset? at, Contributions contributions)
    {
        find.Bind(1, id);
        if (!find.Step())
        {
            find.Reset();
            return; // it counts nowhere
        }

        var place = new AlertPlace(
            ScoreInputs.All[(int)find.Int64(0)], find.TextOrNull(2), find.TextOrNull(3), find.TextOrNull(4),
            find.TextOrNull(5));
        var before = find.Int64OrNull(1);
        find.Reset();
        Move(id, place, before is { } number ? new Period((int)number) : null, at, contributions);
    }

    private void Move(
        string id, AlertPlace place, Period? before, DateTimeOffset? at, Contributions contributions)
    {
        Period? after = at is { } instant ? Period.Of(instant, calendar) : null;
        if (before is { } old)
        {
            contributions.Count(place, old, -1);
        }

        if (after is { } period)
        {
            contributions.Count(place, period, +1);
        }

        save.Bind(1, id).Bind(2, place.Input.Slot).Bind(3, (long?)after?.Number).Bind(4, place.Window);
        save.Bind(5, place.Department).Bind(6, place.Hall).Bind(7, place.Staff).Run();
    }

    private static string Id(CardChange change, string key) => $"{change.Stream}:{key}";
}
