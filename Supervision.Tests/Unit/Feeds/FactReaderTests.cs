using System.Text;
using System.Text.Json;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Ingest.Feeds;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Unit.Feeds;

public class FactReaderTests
{
    [Fact]
    public void TryRead_TheContractsExample_GivesTheFact()
    {
        var fact = FeedSamples.Fact("""
            {"specversion":"1.0","id":"8f0c","source":"/halls/h1/approval","type":"case.accepted",
             "subject":"2026-000123",
             "time":"2026-11-20T09:31:05+08:00","data":{"item":"ITEM-7","window":"W01","department":"HR","hall":"H1",
             "handler":"U17","caseType":"joint","promised":{"amount":7,"unit":"workingDay"},"riskPoints":["A1"]}}
            """);
        Assert.Equal(("/halls/h1/approval", "8f0c", "2026-000123"), (fact.Source, fact.Id, fact.Subject));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 31, 5, TimeSpan.FromHours(8)), fact.OccurredAt);
        Assert.Equal(TimeSpan.FromHours(8), fact.OccurredAt.Offset);
        var accepted = Assert.IsType<CaseAccepted>(fact.Data);
        Assert.Equal(("ITEM-7", "W01", "HR"), (accepted.Item, accepted.Window, accepted.Department));
        Assert.Equal(new Limit(7, LimitUnit.WorkingDay), accepted.Promised);
        Assert.Equal(CaseType.Joint, accepted.CaseType);
        Assert.Equal(["A1"], accepted.RiskPoints!);
    }

    [Fact]
    public void TryRead_EveryTypeOfTheContract_IsKnown()
    {
        foreach (var type in FactTypes.All)
        {
            var read = Reader().TryRead(Encoding.UTF8.GetBytes(Event(type, null)), 0, out var fact, out var fault);
            if (read) Assert.Equal(type, fact!.Type);
            else Assert.EndsWith(": is required", fault!.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TryRead_DataBeforeTypeAndUnknownAttributes_ReadsAlike()
    {
        var fact = FeedSamples.Fact("""
            {"data":{"stage":"审核"},"traceparent":{"a":[1]},"time":"2026-11-20T01:31:05Z","type":"case.stage.entered",
             "subject":"\u529e1","source":"s","id":"1","specversion":"1.0",
             "datacontenttype":"application/json; charset=utf-8"}
            """);
        Assert.Equal("办1", fact.Subject);
        Assert.Equal("审核", Assert.IsType<CaseStageEntered>(fact.Data).Stage);
    }

    [Theory]
    [InlineData("specversion", "specversion: is required and must be 1.0")]
    [InlineData("id", "id: is required and must not be empty")]
    [InlineData("source", "source: is required and must not be empty")]
    [InlineData("type", "type: is required and must not be empty")]
    [InlineData("subject", "subject: is required and must not be empty")]
    [InlineData("time", "time: is required")]
    public void TryRead_AttributeMissingNullEmptyOrTwice_NamesIt(string name, string reason)
    {
        var whole = JsonDocument.Parse(Event("heartbeat", null)).RootElement;
        string With(string? raw) => "{" + string.Join(',', whole.EnumerateObject()
            .Where(field => field.Name != name || raw is not null)
            .Select(field => $"\"{field.Name}\":" + (field.Name == name ? raw : field.Value.GetRawText()))) + "}";
        Assert.Equal(reason, Reason(With(null)));
        Assert.Equal(reason, Reason(With("null")));
        Assert.StartsWith(name + ": ", Reason(With("\"\"")), StringComparison.Ordinal);
        Assert.Equal(name + ": must be text", Reason(With("12")));
        Assert.Equal(name + ": is given twice", Reason(Event("heartbeat", null, more: $",\"{name}\":\"x\"")));
    }

    [Theory]
    [InlineData("case.accepted", """{"promised":{"amount":"7","unit":"workingDay"}}""",
        "data.promised.amount: must be a whole number that fits 32 bits")]
    [InlineData("case.accepted", """{"promised":{"amount":7.5,"unit":"workingDay"}}""",
        "data.promised.amount: must be a whole number that fits 32 bits")]
    [InlineData("case.accepted", """{"promised":{"amount":7,"unit":"天"}}""",
        "data.promised.unit: must be workingDay, calendarDay, month, workingHour or minute")]
    [InlineData("case.accepted", """{"promised":{"amount":7,"unit":0}}""",
        "data.promised.unit: must be workingDay, calendarDay, month, workingHour or minute")]
    [InlineData("case.accepted", """{"promised":{"amount":7}}""", "data.promised.unit: is required")]
    [InlineData("case.accepted", """{"promised":7}""", "data.promised: must be an object of amount and unit")]
    [InlineData("case.accepted", """{"item":7}""", "data.item: must be text")]
    [InlineData("case.accepted", """{"item":"a","item":"b"}""", "data.item: is given twice")]
    [InlineData("case.accepted", """{"caseType":"later"}""",
        "data.caseType: must be immediate, promised, joint or referred")]
    [InlineData("case.accepted", """{"promisedDueAt":"2026-11-20T09:31:05"}""",
        "data.promisedDueAt: has no offset; add Z or an offset such as +08:00")]
    [InlineData("case.accepted", """{"riskPoints":"A"}""", "data.riskPoints: must be a list of texts")]
    [InlineData("case.accepted", """{"riskPoints":["A",1]}""", "data.riskPoints[1]: must be text")]
    [InlineData("case.accepted", """[1]""", "data: must be an object")]
    [InlineData("case.refused", """{}""", "data.reason: is required")]
    [InlineData("case.refused", """{"reason":null}""", "data.reason: must not be null")]
    [InlineData("case.decided", """{"outcome":"perhaps"}""", "data.outcome: must be granted or denied")]
    [InlineData("case.fee.charged", """{"amount":1e40}""", "data.amount: must be a number of at most 28 digits")]
    [InlineData("rating.given", """{"score":5,"named":"yes"}""", "data.named: must be true or false")]
    [InlineData("case.received", """{"applicant":7}""", "data.applicant: must be a name or an object")]
    [InlineData("case.received", """{"applicant":{"name":7}}""", "data.applicant: name must be text")]
    [InlineData("case.invented", """{}""", "type: 'case.invented' is not a fact type of the contract")]
    public void TryRead_DataAtFault_NamesTheField(string type, string content, string reason) =>
        Assert.Equal(reason, Reason(Event(type, content)));

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("\"NaN\"")]
    [InlineData("01")]
    public void TryRead_NotANumber_IsAFault(string amount) =>
        Assert.Matches("^(event: is not valid JSON at byte|data.amount: must be)",
            Reason(Event("case.fee.charged", $$"""{"amount":{{amount}}}""")));

    [Theory]
    [InlineData("", "event: is not valid JSON")]
    [InlineData("12", "event: must be a JSON object")]
    [InlineData("{\"id\":\"1\"} x", "event: is not valid JSON")]
    [InlineData("{\"id\":\"1\",}", "event: is not valid JSON")]
    public void TryRead_NotOneObject_IsAFault(string json, string reason) =>
        Assert.StartsWith(reason, Reason(json), StringComparison.Ordinal);

    [Fact]
    public void TryRead_NestedSixteenDeep_IsReadAndSeventeenIsNot()
    {
        string Nested(int levels) =>
            Event(content: "{\"x\":" + new string('[', levels) + new string(']', levels) + "}");
        Assert.NotNull(FeedSamples.Fact(Nested(FactReader.DepthMax - 2)).Data.Extra);
        Assert.StartsWith("event: ", Reason(Nested(FactReader.DepthMax - 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_InvalidTextAnywhere_IsAFault()
    {
        byte[] broken = [.. Encoding.UTF8.GetBytes("{\"id\":\"1\",\"x\":\""), 0xC3, 0x28, .. "\"}"u8];
        Assert.Equal("event: is not valid UTF-8", Fault(broken).Reason);
        Assert.Equal("event: holds an escape that is half a character",
            Reason(Event(content: "{\"new\":\"\\uD800\"}")));
        Assert.Equal("id: holds a control character", Reason(Event(id: "a\\u0000b")));
        Assert.Equal("id: is longer than 256 characters", Reason(Event(id: new string('x', 257))));
        Assert.Equal(256, FeedSamples.Fact(Event(id: new string('办', 256))).Id.Length);
    }

    [Fact]
    public void TryRead_FaultAfterTheId_TellsIdAndIndex()
    {
        var fault = Fault(Encoding.UTF8.GetBytes(Event(id: "8f0c", time: "\"soon\"")));
        Assert.Equal((7, "8f0c"), (fault.Index, fault.Id));
        Assert.True(Reason(Event(new string('t', 60_000))).Length <= 300);
    }

    [Fact]
    public void TryRead_SameIdentifiersAgain_ShareTheirTexts()
    {
        var reader = Reader();
        var json = Encoding.UTF8.GetBytes(Event(content: """{"item":"ITEM-7","window":"窗口01"}"""));
        CaseAccepted Read() => reader.TryRead(json, 0, out var fact, out _) ? (CaseAccepted)fact.Data
            : throw new InvalidOperationException();
        var (first, second) = (Read(), Read());
        Assert.Same(first.Window, second.Window);
        Assert.Same(first.Item, second.Item);
    }
}
