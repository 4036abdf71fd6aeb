using Supervision.Core.Facts;

namespace Supervision.Ingest.Simulation;

/// <summary>From the first paper to acceptance: receipt, corrections, refusal (L32, L38).</summary>
internal static class CaseEntrance
{
    private static readonly string[] Materials = ["申请表", "身份证明", "营业执照副本", "场地证明", "平面布局图", "授权委托书", "承诺书"];
    private static readonly string[] Reasons = ["不属于本机关职权范围", "申请事项依法不需要取得许可", "材料不齐全且逾期未补正"];

    /// <summary>Brings the case to acceptance.</summary>
    /// <returns>Whether it was accepted; otherwise the plan is complete.</returns>
    public static bool Pass(Course course)
    {
        var dice = course.Dice;
        var online = dice.Chance(0.35);
        if (online || dice.Chance(0.4)) Receive(course, online);
        if (online) course.AfterWorkingDays(course.Wrong(0.02) ? dice.Between(6, 8) : dice.Between(0, 2));
        else course.After(dice.Seconds(120, 900));

        if (dice.Chance(0.08) && !Correct(course)) return false;
        if (dice.Chance(0.02))
        {
            Refuse(course);
            return false;
        }

        if (!online) CaseEndings.Queue(course, dice.Seconds(120, 1200));
        Accept(course, online);
        return true;
    }

    private static void Receive(Course course, bool online) => course.Reports(
        online ? course.Map.Sources.Online : course.Map.Sources.Approval(course.Window.Hall),
        TimeSpan.Zero,
        new CaseReceived
        {
            Item = course.Item.Id,
            Hall = course.Window.Hall,
            Window = course.Window.Id,
            Department = course.Item.Department,
            Channel = online ? "online" : "window",
            Applicant = new($"{course.Dice.Next():x16}", $"{course.Dice.Pick(CityNames.Families)}*"),
        });

    /// <summary>One notice, as the law wants it, or sometimes two.</summary>
    /// <returns>Whether the applicant came back.</returns>
    private static bool Correct(Course course)
    {
        var dice = course.Dice;
        var notices = course.Wrong(0.12) ? 2 : 1;
        for (var i = 1; i <= notices; i++)
        {
            var notice = $"补{course.At:yyyyMMdd}{dice.Between(1, 9999):0000}";
            string[] missing = [dice.Pick(Materials)];
            course.After(dice.Seconds(600, 3600)).Does(
                new CaseCorrectionRequested { Notice = notice, Materials = missing });
            if (dice.Chance(0.08)) return false;
            course.AfterWorkingDays(dice.Between(1, 5)).Does(
                new CaseCorrectionFiled { Notice = notice, Materials = missing });
        }

        course.After(dice.Seconds(300, 3600));
        return true;
    }

    /// <summary>A refusal names reason, basis and remedy; a bad one leaves some of it out.</summary>
    private static void Refuse(Course course)
    {
        var silent = course.Wrong(0.4);
        course.Does(new CaseRefused
        {
            Reason = course.Dice.Pick(Reasons),
            Basis = silent ? null : "《中华人民共和国行政许可法》第三十二条",
            Remedy = silent && course.Dice.Chance(0.5) ? null : "可在六十日内申请行政复议，或六个月内提起行政诉讼",
            Handler = course.Clerk,
        });
    }

    private static void Accept(Course course, bool online) => course.Does(new CaseAccepted
    {
        Item = course.Item.Id,
        CaseType = course.Item.CaseType,
        Window = course.Window.Id,
        Department = course.Item.Department,
        Hall = course.Window.Hall,
        Handler = course.Clerk,
        Channel = online ? "online" : "window",
        RiskPoints = course.Item.RiskPoints.IsEmpty ? null : course.Item.RiskPoints,
    });
}
