using System.Text;
using System.Text.Json;
using Supervision.Ingest.Files;
using Supervision.Tests.Support;

namespace Supervision.Tests.Scores;

/// <summary>A case of the receipt log as its facts tell it, read here without any rule of the product.</summary>
internal sealed record ReceiptCase(
    string No, string? Department, string? Channel, string? Handler, DateTimeOffset AcceptedAt,
    DateTimeOffset PromisedDueAt, DateTimeOffset StatutoryDueAt, DateTimeOffset? FinishedAt)
{
    /// <summary>The last instant of the log.</summary>
    public static DateTimeOffset End { get; } =
        DateTimeOffset.Parse("2012-01-23T15:42:54.644+01:00", System.Globalization.CultureInfo.InvariantCulture);

    public DateTimeOffset DueAt => PromisedDueAt < StatutoryDueAt ? PromisedDueAt : StatutoryDueAt;

    public bool IsOverdue => (FinishedAt ?? End) > DueAt;

    /// <summary>The facts of the log, one JSON line each.</summary>
    public static string[] Lines()
    {
        var log = LogFile.Find(SharedFiles.Require("data/receipt.xes.gz"));
        var plan = ReplayPlan.Make(log, null, ReplayOrder.Parse("event-time")!);
        return [.. plan.Lines.Select(line => Encoding.UTF8.GetString(line.Utf8.Span))];
    }

    /// <summary>The cases those facts tell of.</summary>
    public static ReceiptCase[] Of(string[] lines)
    {
        var facts = lines.Select(line => JsonDocument.Parse(line).RootElement)
            .GroupBy(fact => fact.GetProperty("subject").GetString()!, StringComparer.Ordinal);
        return [.. facts.Select(Read)];
    }

    private static ReceiptCase Read(IGrouping<string, JsonElement> facts)
    {
        var accepted = facts.Single(fact => fact.GetProperty("type").GetString() == "case.accepted");
        var finished = facts.Where(fact => fact.GetProperty("type").GetString() == "case.finished").ToArray();
        return new(
            facts.Key, Text(accepted, "department"), Text(accepted, "channel"),
            finished.Select(fact => Text(fact, "handler")).SingleOrDefault() ?? Text(accepted, "handler"),
            accepted.GetProperty("time").GetDateTimeOffset(),
            accepted.GetProperty("data").GetProperty("promisedDueAt").GetDateTimeOffset(),
            accepted.GetProperty("data").GetProperty("statutoryDueAt").GetDateTimeOffset(),
            finished.Length == 0 ? null : finished.Single().GetProperty("time").GetDateTimeOffset());
    }

    private static string? Text(JsonElement fact, string field) =>
        fact.GetProperty("data").TryGetProperty(field, out var value) ? value.GetString() : null;
}
