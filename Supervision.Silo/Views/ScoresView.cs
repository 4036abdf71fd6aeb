using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Complaints;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Ratings;
using Supervision.Core.Scores;
using Supervision.Core.Staff;

namespace Supervision.Silo.Views;

/// <summary>
/// The figures of every unit by month, kept by differences: what changed is taken away as it was and added as it is, in
/// memory, and written once per transaction. A closed month is a copy that nothing touches any more.
/// </summary>
public sealed class ScoresView : IView
{
    private readonly WorkCalendar calendar;
    private readonly ScoreRows rows;
    private readonly ScoreCards cards;
    private ScoreTally pending = new();
    private ScoreTally sealedTally = new();
    private List<CardChange> pendingCards = [];
    private List<CardChange> sealedCards = [];
    private List<MonthChangeOf> pendingMonths = [];
    private List<MonthChangeOf> sealedMonths = [];
    private long revision;

    /// <summary>Prepares the view on the writing connection.</summary>
    /// <param name="database">The view database.</param>
    /// <param name="calendar">Tells the month of an instant.</param>
    public ScoresView(ViewDatabase database, WorkCalendar calendar)
    {
        this.calendar = calendar;
        database.Writer.Execute(Schema);
        rows = new(database.Writer);
        cards = new(database.Writer, calendar);
    }

    /// <summary>Moves on whenever a figure has changed and can be read.</summary>
    public long Revision => Interlocked.Read(ref revision);

    /// <inheritdoc />
    public string Schema => ScoreRows.Schema + ScoreCards.Schema;

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        var contributions = new Contributions(pending, calendar);
        foreach (var @event in entry.Turn.Events)
        {
            Take(entry, @event, contributions);
        }
    }

    /// <inheritdoc />
    public void Seal()
    {
        (pending, sealedTally) = (sealedTally, pending);
        (pendingCards, sealedCards) = (sealedCards, pendingCards);
        (pendingMonths, sealedMonths) = (sealedMonths, pendingMonths);
    }

    /// <inheritdoc />
    public void Flush()
    {
        rows.Add(sealedTally);
        var ofCards = new ScoreTally(); // anew each time: the transaction before may have failed
        var contributions = new Contributions(ofCards, calendar);
        sealedCards.ForEach(change => cards.Take(change, contributions));
        rows.Add(ofCards);
        sealedMonths.ForEach(month => rows.Close(month.Period, month.Closed));
    }

    /// <inheritdoc />
    public void Announce()
    {
        if (!sealedTally.IsEmpty || sealedCards.Count > 0 || sealedMonths.Count > 0)
        {
            Interlocked.Increment(ref revision);
        }

        sealedTally.Clear();
        sealedCards.Clear();
        sealedMonths.Clear();
    }

    private void Take(JournalEntry entry, DomainEvent @event, Contributions contributions)
    {
        switch (@event)
        {
            case CaseMoved moved:
                contributions.Move(moved.Before, moved.After);
                break;
            case RatingMoved moved:
                Replace(moved.Before, moved.Mark.Row, contributions.Count);
                break;
            case OrderMoved moved:
                Replace(moved.Before, moved.After, contributions.Count);
                break;
            case AttendanceMoved moved:
                Replace(moved.Before, moved.After, contributions.Count);
                break;
            case ComplaintMoved moved:
                Replace(moved.Before, moved.After, contributions.Count);
                break;
            case AlertRaised { Alert: var alert } when AlertPlace.InputOf(alert) is null:
                break;
            case AlertRaised or AlertRevoked or AlertRestored or AlertMovedInTime or AlertWaived:
                pendingCards.Add(new(entry.Turn.Stream, @event));
                break;
            case MonthClosed closed:
                pendingMonths.Add(new(Period.Parse(entry.Turn.Stream.Key)!.Value, closed));
                break;
        }
    }

    private static void Replace<T>(T? before, T after, Action<T, int> count) where T : class
    {
        if (before is not null)
        {
            count(before, -1);
        }

        count(after, +1);
    }

    private readonly record struct MonthChangeOf(Period Period, MonthClosed Closed);
}

/// <summary>An event about a card or finding, without the rest of its entry: many may wait.</summary>
internal readonly record struct CardChange(StreamId Stream, DomainEvent Event);
