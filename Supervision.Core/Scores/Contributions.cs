using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Facts;
using Supervision.Core.Reading;

namespace Supervision.Core.Scores;

/// <summary>
/// What a case, rating, order and so on adds to the figures of the units it belongs to, by month of its own time. Pure:
/// what changes is taken away as it was and added as it is, so late facts, reversals and won appeals need no rule of
/// their own.
/// </summary>
/// <param name="tally">Takes the contributions.</param>
/// <param name="calendar">Days and months of the halls.</param>
public sealed class Contributions(ScoreTally tally, WorkCalendar calendar)
{
    /// <summary>A case finished with so much of its promised time left is early.</summary>
    private const int EarlyShare = 10;

    /// <summary>Adds the difference between two readings of a case.</summary>
    public void Move(CaseRow? before, CaseRow after)
    {
        if (before is not null && IsCountedAlike(before, after))
        {
            return;
        }

        if (before is not null)
        {
            Count(before, -1);
        }

        Count(after, +1);
    }

    /// <summary>Adds a case (+1) or takes it away (−1).</summary>
    public void Count(CaseRow row, int sign)
    {
        Count(row, sign, ScoreOf.Window, row.Window);
        Count(row, sign, ScoreOf.Department, row.Department);
        Count(row, sign, ScoreOf.Hall, row.Hall);
        Count(row, sign, ScoreOf.Staff, row.Handler);
        Count(row, sign, ScoreOf.Channel, row.Channel);
    }

    /// <summary>Adds a rating or takes it away.</summary>
    public void Count(RatingRow row, int sign)
    {
        if (row.IsDefault)
        {
            return;
        }

        foreach (var unit in Units(row.Window, row.Department, row.Hall, row.Staff))
        {
            Add(unit, Period.Of(row.Day), ScoreInputs.Ratings, sign);
            Add(unit, Period.Of(row.Day), row.IsSatisfied ? ScoreInputs.Satisfied : ScoreInputs.BadRatings, sign);
            AddIf(row.CallbackDueAt is not null, unit, Period.Of(row.Day), ScoreInputs.Callbacks, sign);
            AddIf(
                row is { CallbackDueAt: not null, CalledAt: not null }, unit, Period.Of(row.Day),
                ScoreInputs.CallbacksDone, sign);
        }
    }

    /// <summary>Adds a supervision order or takes it away.</summary>
    public void Count(OrderRow row, int sign)
    {
        if (row.State == OrderStatus.Revoked)
        {
            return;
        }

        var rectified = row.State is OrderStatus.Rectified or OrderStatus.Verified or OrderStatus.Closed;
        var period = Period.Of(row.IssuedAt, calendar);
        foreach (var unit in Units(row.Unit.Window, row.Unit.Department, row.Unit.Hall, row.Person))
        {
            Add(unit, period, ScoreInputs.Orders, sign);
            AddIf(rectified, unit, period, ScoreInputs.OrdersRectified, sign);
            AddIf(row.Source == OrderSource.SpotCheck, unit, period, ScoreInputs.SpotChecks, sign);
        }
    }

    /// <summary>Adds a day of a member of staff or takes it away.</summary>
    public void Count(AttendanceRow row, int sign)
    {
        foreach (var unit in Units(null, row.Department, row.Hall, row.Staff))
        {
            foreach (var half in row.Halves)
            {
                Count(half.Status, unit, Period.Of(row.Date), sign);
            }
        }
    }

    /// <summary>Adds a complaint or takes it away.</summary>
    public void Count(ComplaintRow row, int sign)
    {
        if (row.FiledAt is not { } filedAt)
        {
            return;
        }

        var period = Period.Of(filedAt, calendar);
        foreach (var unit in Units(row.Window, row.Department, row.Hall, null))
        {
            Add(unit, period, ScoreInputs.Complaints, sign);
            AddIf(row.Overdue, unit, period, ScoreInputs.ComplaintsLate, sign);
        }
    }

    /// <summary>Adds a standing card or finding or takes it away.</summary>
    /// <param name="mark">What it is and whom it counts against.</param>
    /// <param name="period">Month of the instant it holds from.</param>
    /// <param name="sign">+1 or −1.</param>
    public void Count(AlertPlace mark, Period period, int sign)
    {
        foreach (var unit in Units(mark.Window, mark.Department, mark.Hall, mark.Staff))
        {
            Add(unit, period, mark.Input, sign);
        }
    }

    private void Count(AttendanceStatus status, ScoreUnit unit, Period period, int sign)
    {
        AddIf(
            status is not (AttendanceStatus.Due or AttendanceStatus.Leave), unit, period,
            ScoreInputs.AttendanceExpected, sign);
        var input = status switch
        {
            AttendanceStatus.Late or AttendanceStatus.LateAndEarly => ScoreInputs.AttendanceLate,
            AttendanceStatus.Early => ScoreInputs.AttendanceEarly,
            AttendanceStatus.Absent => ScoreInputs.AttendanceAbsent,
            _ => null,
        };
        if (input is not null)
        {
            Add(unit, period, input, sign);
        }
    }

    private void Count(CaseRow row, int sign, ScoreOf of, string? id)
    {
        if (id is null || row.AcceptedAt is not { } acceptedAt)
        {
            return;
        }

        var unit = new ScoreUnit(of, id);
        CountAcceptance(row, acceptedAt, unit, sign);
        CountOverdue(row, unit, sign);
        if (row is { IsFinished: true, EndedAt: { } endedAt })
        {
            CountFinish(row, acceptedAt, endedAt, unit, sign);
        }
    }

    private void CountAcceptance(CaseRow row, DateTimeOffset acceptedAt, ScoreUnit unit, int sign)
    {
        var day = calendar.DateOf(acceptedAt);
        var period = Period.Of(day);
        Add(unit, period, ScoreInputs.Accepted, sign);
        AddIf(
            row.Department is null || row.Handler is null, unit, period, ScoreInputs.DataIncomplete, sign);
        if (row is { PromisedDueAt: { } promised, StatutoryDueAt: { } statutory })
        {
            Add(unit, period, ScoreInputs.PromisedDays, sign * DaysTo(promised));
            Add(unit, period, ScoreInputs.StatutoryDays, sign * DaysTo(statutory));
        }

        int DaysTo(DateTimeOffset due) => Math.Max(0, calendar.WorkingDaysBetween(day, calendar.DateOf(due)));
    }

    /// <summary>
    /// A case enters the overdue ones at its limit and leaves them when it ends: the sum up to any month is how many
    /// were open and overdue at its end.
    /// </summary>
    private void CountOverdue(CaseRow row, ScoreUnit unit, int sign)
    {
        if (!row.Overdue || Earlier(row.PromisedDueAt, row.StatutoryDueAt) is not { } dueAt)
        {
            return;
        }

        Add(unit, Period.Of(dueAt, calendar), ScoreInputs.OverdueOpen, sign);
        if (row.EndedAt is { } endedAt)
        {
            Add(unit, Period.Of(endedAt, calendar), ScoreInputs.OverdueOpen, -sign);
        }
    }

    private void CountFinish(
        CaseRow row, DateTimeOffset acceptedAt, DateTimeOffset endedAt, ScoreUnit unit, int sign)
    {
        var day = calendar.DateOf(endedAt);
        var period = Period.Of(day);
        Add(unit, period, ScoreInputs.Finished, sign);
        AddIf(row.IsOnTime, unit, period, ScoreInputs.FinishedOnTime, sign);
        AddIf(row.IsOnTheSpot(calendar.DateOf), unit, period, ScoreInputs.OnTheSpot, sign);
        AddIf(IsEarly(row, acceptedAt, endedAt), unit, period, ScoreInputs.FinishedEarly, sign);
        AddIf(row.CaseType == CaseType.Immediate, unit, period, ScoreInputs.Immediate, sign);
        AddIf(row.CaseType == CaseType.Joint, unit, period, ScoreInputs.Joint, sign);
    }

    private static bool IsEarly(CaseRow row, DateTimeOffset acceptedAt, DateTimeOffset endedAt) =>
        row.PromisedDueAt is { } dueAt && dueAt > acceptedAt
        && (dueAt - endedAt).Ticks >= (dueAt - acceptedAt).Ticks / EarlyShare;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;

    private void AddIf(bool condition, ScoreUnit unit, Period period, ScoreInput input, int sign)
    {
        if (condition)
        {
            Add(unit, period, input, sign);
        }
    }

    private void Add(ScoreUnit unit, Period period, ScoreInput input, long amount) =>
        tally.Add(unit.Of, unit.Id, period, input, amount);

    private static IEnumerable<ScoreUnit> Units(string? window, string? department, string? hall, string? staff)
    {
        if (window is not null) yield return new(ScoreOf.Window, window);
        if (department is not null) yield return new(ScoreOf.Department, department);
        if (hall is not null) yield return new(ScoreOf.Hall, hall);
        if (staff is not null) yield return new(ScoreOf.Staff, staff);
    }

    /// <summary>Most moves of a case are none to the figures: they are found before anything is counted.</summary>
    private static bool IsCountedAlike(CaseRow one, CaseRow other) =>
        one.AcceptedAt == other.AcceptedAt && one.EndedAt == other.EndedAt && one.Overdue == other.Overdue
        && one.IsFinished == other.IsFinished && one.CaseType == other.CaseType
        && one.PromisedDueAt == other.PromisedDueAt && one.StatutoryDueAt == other.StatutoryDueAt
        && one.Handler == other.Handler && one.Department == other.Department
        && one.Window == other.Window && one.Hall == other.Hall && one.Channel == other.Channel;
}

/// <summary>An alert as it counts.</summary>
/// <param name="Input">The figure it belongs to.</param>
/// <param name="Window">Window.</param>
/// <param name="Department">Department.</param>
/// <param name="Hall">Hall.</param>
/// <param name="Staff">Handler of the case, or the member of staff it is about.</param>
public sealed record AlertPlace(ScoreInput Input, string? Window, string? Department, string? Hall, string? Staff)
{
    private const string UnstaffedCode = "window.unstaffed";

    /// <summary>The figure an alert belongs to; null when it counts nowhere.</summary>
    public static ScoreInput? InputOf(Alert alert) => (alert.Kind, alert.Level) switch
    {
        (AlertKind.Card, AlertLevel.Warning) => ScoreInputs.Warnings,
        (AlertKind.Card, AlertLevel.Yellow) => ScoreInputs.Yellow,
        (AlertKind.Card, AlertLevel.Red) => ScoreInputs.Red,
        (AlertKind.Finding, _) when alert.Code.StartsWith(UnstaffedCode, StringComparison.Ordinal) =>
            ScoreInputs.Unstaffed,
        (AlertKind.Finding, > AlertLevel.Reminder) => ScoreInputs.Findings,
        _ => null,
    };
}
