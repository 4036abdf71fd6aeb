using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>A case while its course is being planned: the script so far and the moment it has come to.</summary>
internal sealed class Course(
    Script script, CityMap map, CityTime time, double misconduct, ServiceItem item, WindowPost window,
    DateTimeOffset at, Dice dice)
{
    public ServiceItem Item => item;
    public WindowPost Window => window;
    public Dice Dice => dice;
    public CityMap Map => map;
    public CityTime Time => time;

    /// <summary>Where the plan stands.</summary>
    public DateTimeOffset At { get; private set; } = at;

    /// <summary>Who sits at the window.</summary>
    public string? Clerk { get; } = window.Staff.IsEmpty ? null : dice.Pick(window.Staff);

    /// <summary>True with a chance that grows with the city's misconduct.</summary>
    public bool Wrong(double chance) => dice.Chance(chance * misconduct);

    /// <summary>Goes on by a span.</summary>
    public Course After(TimeSpan span)
    {
        At += span;
        return this;
    }

    /// <summary>Goes on to some moment of office hours a number of working days later, never back.</summary>
    public Course AfterWorkingDays(int days)
    {
        var day = time.AddWorkingDays(DateOnly.FromDateTime(At.DateTime), days);
        var moment = time.AnyMoment(day, window.Hall, dice);
        At = moment > At ? moment : At + dice.Seconds(180, 1800);
        return this;
    }

    /// <summary>Goes on to a moment, never back.</summary>
    public Course To(DateTimeOffset moment)
    {
        if (moment > At) At = moment;
        return this;
    }

    /// <summary>Something happens to the case, reported by its hall's approval system.</summary>
    public void Does(FactData data) => script.Add(At, map.Sources.Approval(window.Hall), script.Key, data);

    /// <summary>Something happens that another system reports.</summary>
    public void Reports(string source, string subject, TimeSpan offset, FactData data) =>
        script.Add(At + offset, source, subject, data);

    /// <summary>Something happens to the case that another system reports.</summary>
    public void Reports(string source, TimeSpan offset, FactData data) => Reports(source, script.Key, offset, data);
}
