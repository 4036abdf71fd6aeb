using System.Collections.Immutable;
using System.Globalization;
using System.Net.Mail;
using System.Text;
using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reports;
using Supervision.Silo.Jobs;
using Supervision.Silo.Notifications;
using Supervision.Silo.Notifications.Channels;
using Supervision.Silo.Views;

namespace Supervision.Silo.Reports;

/// <summary>Issues reports, sends them, and keeps the proof of both in the journal. Safe for concurrent use.</summary>
public sealed class ReportDesk(
    IEngine engine, IJournal journal, ViewFeeder feeder, InvestmentLines investment, JobOptions options,
    NotificationOptions notifications)
{
    private const string Source = "/reports";

    private readonly MailServer? mail =
        notifications.Mail.Host is null ? null : new MailServer(notifications.Mail, notifications.AttemptFor);

    /// <summary>A report with its sendings; without a report while none was issued.</summary>
    public async Task<ReportState> ReadAsync(
        ReportKind kind, Cycle period, CancellationToken cancellationToken) =>
        (await engine.ReadAsync(ReportText.StreamOf(kind, period), cancellationToken))?.State as ReportState
        ?? new ReportState(null, []);

    /// <summary>Lines as the facts stand now, after the lists hold what is durable.</summary>
    public async Task<ImmutableArray<InvestmentLine>> PreviewAsync(Cycle month, CancellationToken cancellationToken)
    {
        await feeder.ReachEndAsync(journal, cancellationToken);
        return await investment.OfAsync(month, cancellationToken);
    }

    /// <summary>Has it noticed when a report is not issued on the day it is due.</summary>
    internal async Task ExpectAsync(
        ReportKind kind, Cycle period, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var stream = ReportText.StreamOf(kind, period);
        var expect = new ExpectReport(kind, period, dueAt)
        {
            Source = Source,
            Id = string.Create(CultureInfo.InvariantCulture, $"{stream}/due/{dueAt.UtcTicks}"),
        };
        await engine.CommandAsync(stream, expect, cancellationToken); // never refused
    }

    /// <summary>Issues the investment report of a month.</summary>
    /// <param name="month">The month.</param>
    /// <param name="correction">Who makes a new version, why, and the number of the command; null when it is
    /// due.</param>
    /// <param name="cancellationToken">Ends the wait; it may still be issued.</param>
    /// <returns>The refusal; null when it is issued, now or before.</returns>
    public async Task<Refusal?> IssueInvestmentAsync(
        Cycle month, (Actor By, string Reason, string Id)? correction, CancellationToken cancellationToken) =>
        await IssueAsync(
            ReportKind.Investment, month, await PreviewAsync(month, cancellationToken), [], correction,
            cancellationToken);

    /// <summary>Issues a report.</summary>
    internal async Task<Refusal?> IssueAsync(
        ReportKind kind, Cycle period, ImmutableArray<InvestmentLine> lines, ImmutableArray<BulletinFigure> figures,
        (Actor By, string Reason, string Id)? correction, CancellationToken cancellationToken)
    {
        var issue = new IssueReport(kind, period, lines, figures, correction?.By, correction?.Reason)
        {
            Source = Source,
            Id = correction?.Id ?? $"{ReportText.StreamOf(kind, period)}/first",
        };
        var refusal = await engine.CommandAsync(ReportText.StreamOf(kind, period), issue, cancellationToken);
        return refusal is { Code: "report.issued" } && correction is null ? null : refusal;
    }

    /// <summary>
    /// Mails the version in force to everybody who is to have it and has it not yet. Each attempt is noted; what came
    /// to nothing may be tried again, and who has it is left alone.
    /// </summary>
    /// <returns>How many have it, and how many should.</returns>
    public async Task<(int Reached, int Wanted)> SendAsync(Cycle month, CancellationToken cancellationToken)
    {
        var receivers = options.InvestmentReceivers;
        foreach (var to in receivers)
        {
            var state = await ReadAsync(ReportKind.Investment, month, cancellationToken);
            if (state.Report is { } report && !state.HasReached(report.Version, to, "mail"))
            {
                await SendAsync(report, to, state.Sendings.Length, cancellationToken);
            }
        }

        var after = await ReadAsync(ReportKind.Investment, month, cancellationToken);
        return (receivers.Count(to => after.Report is { } report && after.HasReached(report.Version, to, "mail")),
            receivers.Count);
    }

    /// <summary>Notes that somebody carried a report there.</summary>
    /// <param name="report">What was carried.</param>
    /// <param name="to">Whom to.</param>
    /// <param name="by">Who notes it.</param>
    /// <param name="id">Number of the command.</param>
    /// <param name="cancellationToken">Ends the wait; it may still be noted.</param>
    public async Task<Refusal?> NoteByHandAsync(
        Report report, string to, Actor by, string id, CancellationToken cancellationToken) =>
        await engine.CommandAsync(
            ReportText.StreamOf(report.Kind, report.Period),
            new NoteSending(new(report.Version, to, "hand", default, report.Hash, "delivered", null, null), by)
            {
                Source = Source,
                Id = id,
            },
            cancellationToken);

    private async Task SendAsync(Report report, string to, int before, CancellationToken cancellationToken)
    {
        var result = mail is null
            ? new SendResult("mail:none", MayPass: false)
            : await MailAsync(report, to, cancellationToken);
        var note = new NoteSending(
            new(report.Version, to, "mail", default, report.Hash, result.Fault is null ? "delivered" : "failed",
                result.Fault, null),
            null)
        {
            Source = Source,
            Id = $"{ReportText.StreamOf(report.Kind, report.Period)}/{report.Version}/{to}/{before}",
        };
        await engine.CommandAsync(
            ReportText.StreamOf(report.Kind, report.Period), note, cancellationToken);
    }

    private async Task<SendResult> MailAsync(Report report, string to, CancellationToken cancellationToken)
    {
        var text = ReportText.Csv(report.Investment);
        using var file = new MemoryStream(text);
        using var message = new MailMessage(mail!.From, new MailAddress(to))
        {
            Subject = report.Number,
            SubjectEncoding = Encoding.UTF8,
            Body = $"{report.Number}\r\n{report.Period}: {report.Investment.Length}\r\nSHA-256 {report.Hash}",
            BodyEncoding = Encoding.UTF8,
        };
        message.Attachments.Add(new Attachment(file, $"investment-{report.Period}.csv", "text/csv"));
        var copy = ReportText.HashOf(Encoding.UTF8.GetBytes($"{report.Hash}/{report.Version}/{to}"));
        message.Headers.Add("Message-ID", $"<{copy}@{mail.From.Host}>"); // the same when it is sent again
        return await mail.SendAsync(message, cancellationToken);
    }
}
