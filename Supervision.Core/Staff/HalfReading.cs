using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Presence;
using Supervision.Core.Reading;

namespace Supervision.Core.Staff;

/// <summary>
/// One half day. Leave at its start or end shortens it; a half day that is all leave is leave. Who comes exactly on the
/// limit is in time, who comes a second later is not.
/// </summary>
internal sealed class HalfReading
{
    private readonly Duty duty;
    private readonly int part;
    private readonly int passed;
    private readonly DaySpan worked;
    private readonly int? arrivedAt;
    private readonly int? cameAt;
    private readonly int? leftAt;

    public HalfReading(
        Duty duty, int part, ImmutableArray<DaySpan> present, ImmutableArray<DaySpan> leave, int passed)
    {
        (this.duty, this.part, this.passed) = (duty, part, passed);
        var half = duty.Halves[part];
        var left = DaySpans.Without([half], leave);
        if (left.IsEmpty)
        {
            Result = new(half.From, half.To, AttendanceStatus.Leave, null, null);
            return;
        }

        worked = new(left[0].From, left[^1].To);
        var until = Math.Min(worked.To, Math.Max(passed, worked.From + 1));
        var there = DaySpans.Within(present, worked with { To = until });
        if (!there.IsEmpty)
        {
            arrivedAt = there[0].From;
            cameAt = present.First(span => span.To > there[0].From).From;
            var end = present.Last(span => span.From < there[^1].To).To;
            leftAt = end < worked.To ? end : null;
        }

        var morning = part == 0 ? 0 : duty.Halves[part - 1].To;
        Result = new(half.From, half.To, StatusNow(), cameAt >= morning ? cameAt : arrivedAt, leftAt);
    }

    /// <summary>Where it stands.</summary>
    public HalfDay Result { get; }

    /// <summary>The next second after which it may stand elsewhere by itself; the largest integer for never.</summary>
    public int NextLook
    {
        get
        {
            if (Result.Status == AttendanceStatus.Leave)
            {
                return int.MaxValue;
            }

            var next = int.MaxValue;
            Look(worked.From, part > 0);
            Look(LateAfter, arrivedAt is null);
            Look(AbsentAfter, arrivedAt is null);
            Look(worked.To, leftAt is not null);
            return next;

            void Look(int second, bool matters)
            {
                if (matters && second >= passed && second < next)
                {
                    next = second;
                }
            }
        }
    }

    private int LateAfter => worked.From + duty.Late;

    private int AbsentAfter => worked.From + duty.Absent;

    private bool IsEarly => leftAt < worked.To - duty.Early && passed > worked.To;

    /// <summary>Adds what is found.</summary>
    public void Found(DateOnly date, WorkCalendar calendar, List<Alert> alerts)
    {
        switch (Result.Status)
        {
            case AttendanceStatus.Absent:
                Add("attendance.absent", AlertLevel.Yellow, AbsentAfter);
                break;
            case AttendanceStatus.Late or AttendanceStatus.LateAndEarly when arrivedAt is { } arrived:
                Add("attendance.late", AlertLevel.Warning, arrived);
                break;
        }

        if (Result.Status is AttendanceStatus.Early or AttendanceStatus.LateAndEarly && leftAt is { } left)
        {
            Add("attendance.early", AlertLevel.Warning, left);
        }

        void Add(string code, AlertLevel level, int second) => alerts.Add(new(
            AlertKind.Finding, level, null, LocalDays.Key(code, date, part),
            LocalDays.Instant(date, second, calendar), Because.Of(
                ("from", LocalDays.Time(worked.From)), ("to", LocalDays.Time(worked.To)),
                ("arrived", arrivedAt is { } a ? LocalDays.Time(a) : null),
                ("left", leftAt is { } l ? LocalDays.Time(l) : null),
                ("limitSeconds", duty.Late.ToString(CultureInfo.InvariantCulture)))));
    }

    private AttendanceStatus StatusNow()
    {
        if (arrivedAt is not { } arrived)
        {
            return passed > AbsentAfter ? AttendanceStatus.Absent
                : passed > LateAfter ? AttendanceStatus.Late
                : AttendanceStatus.Due;
        }

        if (part > 0 && passed <= worked.From)
        {
            return AttendanceStatus.Due; // who stays over lunch is not there in the afternoon yet
        }

        return (arrived > AbsentAfter, arrived > LateAfter, IsEarly) switch
        {
            (true, _, _) => AttendanceStatus.Absent,
            (_, true, true) => AttendanceStatus.LateAndEarly,
            (_, true, _) => AttendanceStatus.Late,
            (_, _, true) => AttendanceStatus.Early,
            _ => AttendanceStatus.Present,
        };
    }
}
