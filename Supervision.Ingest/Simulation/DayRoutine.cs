using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>What a day has beside cases: windows, punches, leave, patrols, complaints, heartbeats.</summary>
internal sealed class DayRoutine(CityMap map, CityTime time, double misconduct)
{
    private const int PatrolsPerDay = 4;

    /// <summary>Why windows pause.</summary>
    public static IReadOnlyList<string> PauseReasons { get; } = ["会议", "系统升级", "材料送审"];

    /// <summary>Everything that will happen on a day; on a day off only heartbeats do.</summary>
    public IEnumerable<Script> Plan(DateOnly day, Dice dice)
    {
        yield return Heartbeats(day);
        if (!time.IsWorkingDay(day)) yield break;
        foreach (var window in map.Windows) yield return Window(window, day, dice);
        foreach (var member in map.Staff) yield return Attendance(member, day, dice);
        foreach (var hall in map.Halls.Where(hall => hall.Kind == "hall")) yield return Patrols(hall, day, dice);
        if (dice.Chance(0.35)) yield return Complaint(day, dice);
    }

    private Script Heartbeats(DateOnly day)
    {
        var script = new Script($"heartbeat-{day:yyyyMMdd}", isCase: false);
        for (var i = 0; i < map.Sources.All.Count; i++)
        {
            foreach (var hour in (int[])[8, 14, 20])
            {
                var at = time.At(day, new TimeOnly(hour, 0)).AddSeconds(i);
                script.Add(at, map.Sources.All[i], map.Sources.All[i], new Heartbeat());
            }
        }

        return script;
    }

    private Script Window(WindowPost window, DateOnly day, Dice dice)
    {
        var script = new Script($"{window.Id}-{day:yyyyMMdd}", isCase: false);
        if (dice.Chance(0.012 * misconduct)) return script; // nobody came
        var source = map.Sources.Windows(window.Hall);
        var late = dice.Chance(0.02 * misconduct);
        var opening = time.Opening(day, window.Hall) + (late ? dice.Seconds(300, 3000) : dice.Seconds(-600, 120));
        script.Add(opening, source, window.Id, new WindowOpened { Staff = window.Staff });
        if (dice.Chance(0.15))
        {
            var from = time.AnyMoment(day, window.Hall, dice).AddSeconds(60);
            if (from < opening) from = opening.AddMinutes(20);
            script.Add(from, source, window.Id, new WindowPaused { Reason = dice.Pick(PauseReasons) });
            script.Add(from + dice.Seconds(300, 2400), source, window.Id, new WindowResumed { Staff = window.Staff });
        }

        if (dice.Chance(0.02 * misconduct))
        {
            var from = time.AnyMoment(day, window.Hall, dice); // left alone without a word
            if (from < opening) from = opening.AddMinutes(10);
            script.Add(from, source, window.Id, new WindowClosed());
            script.Add(from + dice.Seconds(1200, 3600), source, window.Id, new WindowOpened { Staff = window.Staff });
        }

        var early = dice.Chance(0.015 * misconduct);
        var close = time.Close(day, window.Hall) + (early ? -dice.Seconds(900, 2400) : dice.Seconds(0, 1500));
        script.Add(close, source, window.Id, new WindowClosed());
        return script;
    }

    private Script Attendance(StaffMember member, DateOnly day, Dice dice)
    {
        var script = new Script($"{member.Id}-{day:yyyyMMdd}", isCase: false);
        var hall = member.Hall ?? map.Halls[0].Id;
        var (opening, close) = (time.Opening(day, hall), time.Close(day, hall));
        if (dice.Chance(0.02))
        {
            script.Add(
                opening.AddMinutes(-60), map.Sources.Leave, member.Id,
                new LeaveApproved { From = opening, To = close, Kind = dice.Pick(["年休假", "病假", "事假", "公出"]) });
            return script;
        }

        if (dice.Chance(0.006 * misconduct)) return script; // absent without a word
        var arrives = opening + (dice.Chance(0.02 * misconduct) ? dice.Seconds(60, 2400) : -dice.Seconds(60, 1800));
        var leaves = close + (dice.Chance(0.015 * misconduct) ? -dice.Seconds(300, 3600) : dice.Seconds(0, 1800));
        script.Add(arrives, map.Sources.Faces, member.Id, Punch("in", hall));
        if (dice.Chance(0.05) && time.AnyMoment(day, hall, dice) is var away && away > arrives)
        {
            script.Add(away, map.Sources.Faces, member.Id, Punch("breakOut", hall));
            script.Add(away + dice.Seconds(300, 1500), map.Sources.Faces, member.Id, Punch("breakIn", hall));
        }

        script.Add(leaves, map.Sources.Faces, member.Id, Punch("out", hall));
        return script;
    }

    private static AttendancePunched Punch(string direction, string hall) =>
        new() { Direction = direction, Device = $"FACE-{hall}", Verify = "face" };

    private Script Patrols(Hall hall, DateOnly day, Dice dice)
    {
        var script = new Script($"patrol-{hall.Id}-{day:yyyyMMdd}", isCase: false);
        for (var i = 0; i < PatrolsPerDay; i++)
        {
            if (dice.Chance(0.03 * misconduct)) continue; // a missed slot
            var at = time.AnyMoment(day, hall.Id, dice);
            script.Add(at, map.Sources.Patrols, hall.Id, new PatrolRecorded
            {
                Kind = i == PatrolsPerDay - 1 ? "video"
                    : i == 1 && day.DayOfWeek == DayOfWeek.Wednesday ? "visit" // of a leader, once a week
                    : "patrol",
                Inspector = dice.Pick(map.Staff).Id,
                Findings = dice.Chance(0.1) ? [dice.Pick(["窗口未挂牌", "工作台杂乱", "未着工装"])] : null,
                SignedAt = at,
            });
        }

        return script;
    }

    private Script Complaint(DateOnly day, Dice dice)
    {
        var no = $"TS{day:yyyyMMdd}{dice.Between(1, 999):000}";
        var script = new Script(no, isCase: false);
        var window = dice.Pick(map.Windows);
        var at = time.AnyMoment(day, window.Hall, dice);
        var about = dice.Pick(["village", "town", "departments"]);
        script.Add(at, map.Sources.Hotline, no, new ComplaintFiled
        {
            Hall = window.Hall,
            Window = window.Id,
            Department = window.Department,
            Class = about,
        });
        var answer = time.AnyMoment(time.AddWorkingDays(day, dice.Between(1, 14)), window.Hall, dice);
        script.Add(answer, map.Sources.Hotline, no, new ComplaintAnswered { Hall = window.Hall, Window = window.Id });
        return script;
    }
}
