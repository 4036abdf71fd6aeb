using System.Text.Json;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Ingest.Simulation;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Facts;

public class FactValidatorTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-20T10:00:00+08:00", null);

    /// <summary>Facts that cannot be taken, with the field and words of the reason.</summary>
    public static TheoryData<Fact, string, string> Refused { get; } = Build();

    /// <summary>Facts that break rules, or look odd, and are taken all the same.</summary>
    public static TheoryData<string, FactData> Taken { get; } = new()
    {
        { "unknown item with a limit", new CaseAccepted { Item = "X", Promised = Days(3) } },
        { "unknown item with a due instant", new CaseAccepted { Item = "X", StatutoryDueAt = Now } },
        { "no item with a limit", new CaseAccepted { Statutory = Days(10_000) } },
        { "reason the law does not name", new CaseSuspended { Reason = "领导外出", Days = 400 } },
        { "suspension without days", new CaseSuspended { Reason = "hearing" } },
        { "refusal without a reason", new CaseRefused { Reason = "" } },
        { "opinion in several lines", new CaseStageCompleted { Stage = "审查", Opinion = "一\n二\t三" } },
        { "emoji", new CaseStageCompleted { Stage = "审查", Opinion = "好👍" } },
        { "text as long as allowed", new CaseDecided { Outcome = Outcome.Denied, Reason = new('x', 4000) } },
        { "free of charge", new CaseFeeCharged { Amount = 0 } },
        { "score at the bounds", new RatingGiven { Score = 1 } },
        { "complaint without a class", new ComplaintFiled() },
        { "received for an unknown item", new CaseReceived { Item = "X" } },
        { "heartbeat", new Heartbeat() },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Check_FactThatCannotBeTaken_NamesTheField(Fact fact, string field, string words)
    {
        var fault = FactValidator.Check(fact, TestRules.Book, Now, FactBounds.Default);

        Assert.NotNull(fault);
        Assert.Equal(field, fault.Field);
        Assert.StartsWith($"{field}: ", fault.Reason, StringComparison.Ordinal);
        Assert.Contains(words, fault.Problem, StringComparison.Ordinal);
        Assert.InRange(fault.Reason.Length, 1, 300);
    }

    [Theory]
    [MemberData(nameof(Taken), DisableDiscoveryEnumeration = true)]
    public void Check_FactThatOnlyBreaksRules_IsTaken(string why, FactData data) =>
        Assert.True(FactValidator.Check(Of(data), TestRules.Book, Now, FactBounds.Default) is null, why);

    [Fact]
    public void Check_EveryTypeOfTheContract_IsCheckedSomewhere()
    {
        foreach (var name in FactTypes.All)
        {
            var data = (FactData)JsonSerializer.Deserialize(
                """{"stage":"审查","reason":"hearing","days":1,"outcome":"granted","amount":1,"direction":"in","""
                    + """ "from":"2026-11-20T09:00:00Z","to":"2026-11-20T10:00:00Z","score":5,"kind":"patrol","""
                    + """ "item":"PROMISED","code":21}""",
                FactTypes.Find(name)!,
                JsonSerializerOptions.Web)!;
            Assert.Null(FactValidator.Check(Of(data with { Extra = null }), TestRules.Book, Now, FactBounds.Default));
        }
    }

    [Fact]
    public void Check_TimeAheadOfNow_IsTakenUpToTheBoundAndInReplayBeyondIt()
    {
        var atBound = Of(new Heartbeat()) with { OccurredAt = Now.AddHours(24) };
        var beyond = Of(new Heartbeat()) with { OccurredAt = Now.AddHours(24).AddTicks(1) };

        Assert.Null(FactValidator.Check(atBound, TestRules.Book, Now, FactBounds.Default));
        Assert.Equal("time", FactValidator.Check(beyond, TestRules.Book, Now, FactBounds.Default)?.Field);
        Assert.Null(FactValidator.Check(beyond, TestRules.Book, Now, FactBounds.Replay));
        Assert.Equal(
            "time",
            FactValidator.Check(
                beyond with { OccurredAt = FactBounds.End }, TestRules.Book, Now, FactBounds.Replay)?.Field);
    }

    [Fact]
    public void Check_GeneratedCity_HasNothingToRefuse()
    {
        var book = CityRules.Read();
        var city = new CityFeed(book, day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        var faults = city.History(Now.AddDays(-20), Now)
            .Select(fact => FactValidator.Check(fact, book, Now, FactBounds.Default))
            .Where(fault => fault is not null);
        Assert.Empty(faults);
    }

    private static TheoryData<Fact, string, string> Build()
    {
        var beat = Of(new Heartbeat());
        var data = new TheoryData<Fact, string, string>
        {
            { beat with { Subject = "" }, "subject", "empty" },
            { beat with { Subject = new('x', 201) }, "subject", "201 characters" },
            { beat with { Subject = "2026\n1" }, "subject", "control character" },
            { beat with { Subject = "2026\u0085" }, "subject", "control character" },
            { beat with { Subject = "\ud800" }, "subject", "surrogate" },
            { beat with { Id = " " }, "id", "empty" },
            { beat with { Id = new('x', 201) }, "id", "more than 200" },
            { beat with { Source = "" }, "source", "empty" },
            { beat with { Source = new('x', 10_000_000) }, "source", "more than 200" },
            { beat with { OccurredAt = FactBounds.Earliest.AddTicks(-1) }, "time", "1990" },
            { beat with { OccurredAt = DateTimeOffset.MaxValue }, "time", "9999" },
            { beat with { OccurredAt = Now.AddDays(2) }, "time", "24 h ahead" },
        };
        foreach (var (bad, field, words) in BadData()) data.Add(Of(bad), field, words);
        return data;
    }

    private static IEnumerable<(FactData Data, string Field, string Words)> BadData()
    {
        var farAway = FactBounds.End;
        yield return (new CaseAccepted(), "data.item", "missing");
        yield return (new CaseAccepted { Item = "X" }, "data.item", "'X' is not in the rule book");
        yield return (new CaseAccepted { Item = new('x', 4000) }, "data.item", "more than 200");
        yield return (new CaseAccepted { Promised = Days(0) }, "data.promised.amount", "0 is not from 1");
        yield return (new CaseAccepted { Promised = Days(-5) }, "data.promised.amount", "-5");
        yield return (new CaseAccepted { Statutory = Days(10_001) }, "data.statutory.amount", "10001");
        yield return (new CaseAccepted { Promised = new(1, (LimitUnit)99) }, "data.promised.unit", "unit");
        yield return (new CaseAccepted { PromisedDueAt = farAway }, "data.promisedDueAt", "2101");
        yield return (new CaseAccepted { StatutoryDueAt = default(DateTimeOffset) }, "data.statutoryDueAt", "1990");
        yield return (new CaseAccepted { Promised = Days(1), CaseType = (CaseType)9 }, "data.caseType", "case type");
        yield return (new CaseAccepted { Promised = Days(1), Window = "W\0" }, "data.window", "control character");
        yield return (
            new CaseAccepted { Promised = Days(1), RiskPoints = new string[201] }, "data.riskPoints", "201 elements");
        yield return (new CaseStageEntered { Stage = "" }, "data.stage", "empty");
        yield return (new CaseStageEntered { Stage = "审查", StageLimit = Days(0) }, "data.stageLimit.amount", "0");
        yield return (new CaseStageCompleted { Stage = "审查", Opinion = new('x', 4001) }, "data.opinion", "4001");
        yield return (new CaseSuspended { Reason = "" }, "data.reason", "empty");
        yield return (new CaseSuspended { Reason = "hearing", Days = 0 }, "data.days", "0 is not from 1 to 400");
        yield return (new CaseSuspended { Reason = "hearing", Days = 401 }, "data.days", "401");
        yield return (new CaseResumed { Reason = "hearing", Days = -1 }, "data.days", "-1");
        yield return (new CaseExtended { Days = 0 }, "data.days", "0 is not from 1 to 250");
        yield return (new CaseExtended { Days = 251 }, "data.days", "251");
        yield return (new CaseDecided { Outcome = (Outcome)7 }, "data.outcome", "granted");
        yield return (new CaseFeeCharged { Amount = -0.01m }, "data.amount", "-0.01");
        yield return (new CaseFeeCharged { Amount = 1, Standard = 100_000_001m }, "data.standard", "100000001");
        yield return (new CaseCorrectionRequested { Materials = [""] }, "data.materials[0]", "empty");
        yield return (new CaseReceived { Applicant = new("a", new('x', 4001)) }, "data.applicant.masked", "4001");
        yield return (new AttendancePunched { Direction = "up" }, "data.direction", "'up' is none of in, out");
        yield return (new AttendancePunched { Direction = null! }, "data.direction", "missing");
        yield return (new LeaveApproved { From = Now, To = Now }, "data.to", "not later");
        yield return (new LeaveCancelled { From = Now, To = Now.AddYears(100) }, "data.to", "2126");
        yield return (new RatingGiven { Score = 0 }, "data.score", "0 is not from 1 to 5");
        yield return (new RatingGiven { Score = 6 }, "data.score", "6");
        yield return (new ComplaintFiled { Class = "city" }, "data.class", "village");
        yield return (new PatrolRecorded { Kind = "walk" }, "data.kind", "unannounced");
        yield return (new PatrolRecorded { Kind = "video", SignedAt = farAway }, "data.signedAt", "2101");
        yield return (new WindowPaused { Reason = new('x', 4001) }, "data.reason", "4001");
        yield return (new QueueIssued { Ticket = "" }, "data.ticket", "empty");
        yield return (new Heartbeat { Extra = Unknown(4001) }, "data.more", "unknown fields");
    }

    private static Dictionary<string, JsonElement> Unknown(int length) =>
        new(StringComparer.Ordinal) { ["more"] = JsonSerializer.SerializeToElement(new string('x', length)) };

    private static Limit Days(int amount) => new(amount, LimitUnit.WorkingDay);

    private static Fact Of(FactData data) => new("/halls/H1/approval", "1", "2026-1", Now, data);
}
