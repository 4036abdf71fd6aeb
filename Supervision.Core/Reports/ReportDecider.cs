using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Core.People;
using Supervision.Core.Presence;

namespace Supervision.Core.Reports;

/// <summary>Issue a report. The first version is issued once; another needs somebody and a reason.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Period">Of which period.</param>
/// <param name="Investment">Its lines, if it is one about investment.</param>
/// <param name="Figures">Its figures, if it is a bulletin.</param>
/// <param name="By">Who corrects it; null when it was due.</param>
/// <param name="Reason">Why it is corrected.</param>
public sealed record IssueReport(
    ReportKind Kind, Cycle Period, ImmutableArray<InvestmentLine> Investment, ImmutableArray<BulletinFigure> Figures,
    Actor? By, string? Reason) : Command;

/// <summary>
/// Note beforehand when a report is due, so that somebody hears of it when it is not issued on its day.
/// </summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Period">Of which period.</param>
/// <param name="DueAt">When it is due; it is late once that day is over.</param>
public sealed record ExpectReport(ReportKind Kind, Cycle Period, DateTimeOffset DueAt) : Command;

/// <summary>Note that a report was sent.</summary>
/// <param name="Sending">Whom to, by which way, and what became of it.</param>
/// <param name="By">Who did it; null for the system.</param>
public sealed record NoteSending(Sending Sending, Actor? By) : Command;

/// <summary>A report was issued.</summary>
/// <param name="Report">The version.</param>
/// <param name="SendBy">
/// When the day it is to be sent on is over, exclusive; null for a report that is sent to nobody, and in older entries.
/// </param>
public sealed record ReportIssued(Report Report, DateTimeOffset? SendBy = null) : DomainEvent;

/// <summary>A report will be due.</summary>
/// <param name="Number">Issue number it will have.</param>
/// <param name="IssueBy">When the day it is due on is over, exclusive.</param>
public sealed record ReportExpected(string Number, DateTimeOffset IssueBy) : DomainEvent;

/// <summary>The day a report was due on passed, and it was not issued. Said once.</summary>
/// <param name="At">When the day was over.</param>
/// <param name="Number">Issue number it would have.</param>
public sealed record ReportMissed(DateTimeOffset At, string Number) : DomainEvent;

/// <summary>A report was sent, or could not be.</summary>
public sealed record ReportSent(Sending Sending) : DomainEvent;

/// <summary>The day of a report passed, and nothing proves that it reached anybody.</summary>
/// <param name="At">When the day was over.</param>
/// <param name="Number">Issue number of the version that is in force.</param>
public sealed record ReportUnsent(DateTimeOffset At, string Number) : DomainEvent;

/// <summary>What is remembered of a report.</summary>
/// <param name="Report">The newest version; null before the first.</param>
/// <param name="Sendings">The latest, oldest first.</param>
public sealed record ReportState(Report? Report, ImmutableArray<Sending> Sendings) : EntityState
{
    /// <summary>Sendings that are remembered.</summary>
    public const int SendingsMax = 200;

    /// <summary>When its day is over while nobody has it; null when somebody has, or it was said already.</summary>
    public DateTimeOffset? SendBy { get; init; }

    /// <summary>The report that is waited for; null when none is, it was issued, or was said to be missed.</summary>
    public ReportExpected? Expected { get; init; }

    /// <summary>Whether it was said that its day passed without it.</summary>
    public bool IsMissed { get; init; }

    /// <summary>Whether a version has reached somebody by a way.</summary>
    public bool HasReached(int version, string to, string channel) => Sendings.Any(sending =>
        sending is { State: "delivered" } && (sending.Version, sending.To, sending.Channel) == (version, to, channel));
}

/// <summary>The rules of one report: issued once, corrected by versions, with proof of what was sent to whom.</summary>
public sealed class ReportDecider : IDecider
{
    private const int ReasonMax = 500;

    /// <inheritdoc />
    public EntityState Initial(string key) => new ReportState(null, []);

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(
        EntityState state, EntityInput input, DecisionContext context) => input switch
        {
            Tick when state is ReportState { SendBy: { } sendBy, Report: { } report } && sendBy <= context.Now =>
                [new ReportUnsent(sendBy, report.Number)],
            Tick when state is ReportState { Expected: { } expected } && expected.IssueBy <= context.Now =>
                [new ReportMissed(expected.IssueBy, expected.Number)],
            Tick or Recompute => [],
            _ => throw new UnreachableException(input.GetType().Name),
        };

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        var report = (ReportState)state;
        return command switch
        {
            IssueReport issue => Issue(report, issue, context),
            NoteSending note => Note(report, note, context.Now),
            ExpectReport expect => Expect(report, expect, context),
            _ => Decision.Refused("command.unknown", "A report knows no such command.", "Issue or send it."),
        };
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event)
    {
        var report = (ReportState)state;
        return @event switch
        {
            ReportExpected e => report with { Expected = e },
            ReportMissed => report with { Expected = null, IsMissed = true },
            ReportIssued e => report with { Report = e.Report, SendBy = e.SendBy, Expected = null },
            ReportSent e => report with
            {
                Sendings = [.. report.Sendings.TakeLast(ReportState.SendingsMax - 1), e.Sending],
                SendBy = e.Sending.State == "delivered" ? null : report.SendBy,
            },
            ReportUnsent => report with { SendBy = null },
            _ => throw new UnreachableException(@event.GetType().Name),
        };
    }

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) =>
        ((ReportState)state).SendBy ?? ((ReportState)state).Expected?.IssueBy;

    private static Decision Expect(ReportState state, ExpectReport expect, DecisionContext context)
    {
        var expected = new ReportExpected(
            Report.NumberOf(expect.Kind, expect.Period, 1), DayAfter(expect.DueAt, context.Calendars.Common));
        return state.Report is not null || state.IsMissed || state.Expected == expected
            ? Decision.Of()
            : Decision.Of(expected);
    }

    private static Decision Issue(ReportState state, IssueReport issue, DecisionContext context)
    {
        if (issue.Period.EndsAt(context.Calendars.Common) > context.Now)
        {
            return Decision.Refused(
                "report.early", $"{issue.Period} is not over.", "A report tells what a period came to.");
        }

        if (issue.Investment.Length > ReportText.LinesMax)
        {
            return Decision.Refused(
                "report.long", $"It has {issue.Investment.Length} lines.", $"Keep it to {ReportText.LinesMax}.");
        }

        if (state.Report is not null && (issue.By is null || string.IsNullOrWhiteSpace(issue.Reason)))
        {
            return Decision.Refused(
                "report.issued", $"{state.Report.Number} was issued.", "A correction says who makes it and why.");
        }

        if (issue.By is { } person && !MaySend(person) || issue.Reason?.Length > ReasonMax)
        {
            return Decision.Refused(
                "report.notYours", "This account may not issue it.", "An inspector of the whole city does that.");
        }

        var hash = ReportText.HashOf(issue.Kind == ReportKind.Investment
            ? ReportText.Csv(issue.Investment)
            : ReportText.Csv(issue.Figures));
        var report = new Report(
            issue.Kind, issue.Period, (state.Report?.Version ?? 0) + 1, context.Now, issue.By?.Name,
            state.Report is null ? null : issue.Reason!.Trim(), hash)
        {
            Investment = issue.Investment,
            Figures = issue.Figures,
        };
        return Decision.Of(new ReportIssued(
            report,
            issue.Kind == ReportKind.Investment ? DayAfter(context.Now, context.Calendars.Common) : null));
    }

    private static Decision Note(ReportState state, NoteSending note, DateTimeOffset now)
    {
        if (state.Report is not { } report || note.Sending.Version != report.Version
            || note.Sending.Hash != report.Hash)
        {
            return Decision.Refused(
                "report.other", "That is not the version that is in force.", "Send what was issued last.");
        }

        if (note.By is { } person && !MaySend(person) || string.IsNullOrWhiteSpace(note.Sending.To))
        {
            return Decision.Refused(
                "report.notYours", "This account may not send it.", "An inspector of the whole city does that.");
        }

        return state.HasReached(report.Version, note.Sending.To, note.Sending.Channel)
            ? Decision.Of()
            : Decision.Of(new ReportSent(note.Sending with { At = now, By = note.By?.Name }));
    }

    /// <summary>When the day of an instant is over.</summary>
    private static DateTimeOffset DayAfter(DateTimeOffset instant, WorkCalendar calendar) =>
        LocalDays.Instant(calendar.DateOf(instant).AddDays(1), 0, calendar);

    private static bool MaySend(Actor person) =>
        person is { Organisation: null, Role: Role.Inspector or Role.Admin };
}
