using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Jobs;

namespace Supervision.Core.Reports;

/// <summary>What a report tells.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportKind>))]
public enum ReportKind
{
    /// <summary>投资项目报告: investment projects of a month, for the discipline commission (S3).</summary>
    [JsonStringEnumMemberName("investment")] Investment,
    /// <summary>通报: what a month, quarter or year came to.</summary>
    [JsonStringEnumMemberName("bulletin")] Bulletin,
}

/// <summary>One investment project: the five columns of the report, and the case they come from.</summary>
/// <param name="Department">责任部门: name of the responsible department; empty when nobody says.</param>
/// <param name="Item">事项: name of the item.</param>
/// <param name="AcceptedOn">受理日期.</param>
/// <param name="FinishedOn">办结日期; null while it had not ended when the month was over.</param>
/// <param name="Promised">承诺时限; null when the source gave an instant instead.</param>
/// <param name="PromisedDueOn">The day that limit is reached; null when nothing was promised.</param>
/// <param name="Case">Number of the case: the evidence, not a column.</param>
public sealed record InvestmentLine(
    string Department, string Item, DateOnly AcceptedOn, DateOnly? FinishedOn, Limit? Promised,
    DateOnly? PromisedDueOn, string Case);

/// <summary>A figure of a bulletin, always with what it was computed from.</summary>
/// <param name="Key">Which, as its definition is named.</param>
/// <param name="Of">Whose: an id by <paramref name="Key"/>'s kind; null for the whole city.</param>
/// <param name="Value">The figure; of a rate its numerator.</param>
/// <param name="Denominator">Of a rate; null for a count.</param>
/// <param name="Before">The same of the period before; null when it is not known.</param>
/// <param name="BeforeDenominator">Of a rate.</param>
public sealed record BulletinFigure(
    string Key, string? Of, long Value, long? Denominator = null, long? Before = null, long? BeforeDenominator = null);

/// <summary>A report as it was issued; a correction is a new version.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Period">Of which period.</param>
/// <param name="Version">From 1.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="By">Who issued it; null when it was due.</param>
/// <param name="Reason">Why there is a new version; null for the first.</param>
/// <param name="Hash">SHA-256 of its text in hex; what was sent is exactly that text.</param>
public sealed record Report(
    ReportKind Kind, Cycle Period, int Version, DateTimeOffset IssuedAt, string? By, string? Reason, string Hash)
{
    /// <summary>Lines of an investment report.</summary>
    public ImmutableArray<InvestmentLine> Investment { get; init; } = [];

    /// <summary>Figures of a bulletin.</summary>
    public ImmutableArray<BulletinFigure> Figures { get; init; } = [];

    /// <summary>
    /// Issue number (期号), such as 〔2026〕10期 for the report of October, with its version from the second on.
    /// </summary>
    public string Number => NumberOf(Kind, Period, Version);

    internal static string NumberOf(ReportKind kind, Cycle period, int version)
    {
        var part = period.Unit switch
        {
            CycleUnit.Month => period.First.ToString("MM", CultureInfo.InvariantCulture) + "期",
            CycleUnit.Quarter => $"{(period.First.Month + 2) / 3}季",
            _ => "年度",
        };
        var name = kind == ReportKind.Investment ? "投资监察" : "监察通报";
        return string.Create(CultureInfo.InvariantCulture, $"{name}〔{period.First.Year}〕{part}")
            + (version > 1 ? $"之{version.ToString(CultureInfo.InvariantCulture)}" : "");
    }

    /// <inheritdoc />
    public bool Equals(Report? other) => other is not null
        && (Kind, Period, Version, IssuedAt, By, Reason, Hash) ==
            (other.Kind, other.Period, other.Version, other.IssuedAt, other.By, other.Reason, other.Hash);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, Period, Version, Hash);
}

/// <summary>That a report was sent: who, when, by which way, exactly what, and what became of it.</summary>
/// <param name="Version">Of the report.</param>
/// <param name="To">Whom to.</param>
/// <param name="Channel"><c>mail</c>, or <c>hand</c> for what people carry and note here.</param>
/// <param name="At">When it was handed over, or refused.</param>
/// <param name="Hash">SHA-256 of what was sent.</param>
/// <param name="State"><c>delivered</c> or <c>failed</c>.</param>
/// <param name="Fault">Code of the reason; null when it was delivered.</param>
/// <param name="By">Who sent it; null when it was due.</param>
public sealed record Sending(
    int Version, string To, string Channel, DateTimeOffset At, string Hash, string State, string? Fault, string? By);

/// <summary>Where a report is kept, and how it is written down.</summary>
public static class ReportText
{
    /// <summary>Lines of one report at most; more than any city's investment projects of a month.</summary>
    public const int LinesMax = 20_000;

    /// <summary>The stream.</summary>
    public static StreamId StreamOf(ReportKind kind, Cycle period) => new(
        EntityKind.Report, $"{(kind == ReportKind.Investment ? "investment" : "bulletin")}/{period}");

    /// <summary>Kind and period that <see cref="StreamOf"/> made a stream of.</summary>
    public static (ReportKind Kind, string Period) Named(StreamId stream)
    {
        var parts = stream.Key.Split('/');
        return (parts[0] == "investment" ? ReportKind.Investment : ReportKind.Bulletin, parts[^1]);
    }

    /// <summary>The promised limit as the report shows it: an amount with its unit, or the day it ends.</summary>
    public static string LimitOf(InvestmentLine line) => line switch
    {
        { Promised: { } limit } => limit.Amount.ToString(CultureInfo.InvariantCulture) + limit.Unit switch
        {
            LimitUnit.WorkingDay => "个工作日",
            LimitUnit.CalendarDay => "个自然日",
            LimitUnit.Month => "个月",
            LimitUnit.WorkingHour => "个工作小时",
            _ => "分钟",
        },
        { PromisedDueOn: { } due } => $"至{Day(due)}",
        _ => "",
    };

    /// <summary>
    /// The investment report as it is sent: RFC 4180 with a byte order mark, five columns, no cell that a spreadsheet
    /// takes for a formula. Equal lines give equal bytes.
    /// </summary>
    public static byte[] Csv(IEnumerable<InvestmentLine> lines)
    {
        var text = new StringBuilder("\uFEFF责任部门,事项,受理日期,办结日期,承诺时限\r\n");
        foreach (var line in lines)
        {
            text.AppendJoin(
                ',', Cell(line.Department), Cell(line.Item), Cell(Day(line.AcceptedOn)),
                Cell(line.FinishedOn is { } finished ? Day(finished) : ""), Cell(LimitOf(line))).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The figures of a bulletin, one to a line; equal figures give equal bytes.</summary>
    public static byte[] Csv(IEnumerable<BulletinFigure> figures)
    {
        var text = new StringBuilder("\uFEFFkey,of,value,denominator,before,beforeDenominator\r\n");
        foreach (var figure in figures)
        {
            text.AppendJoin(
                ',', Cell(figure.Key), Cell(figure.Of ?? ""), Number(figure.Value), Number(figure.Denominator),
                Number(figure.Before), Number(figure.BeforeDenominator)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>SHA-256 in hex.</summary>
    public static string HashOf(byte[] text) => Convert.ToHexStringLower(SHA256.HashData(text));

    /// <summary>A day as reports write it.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
