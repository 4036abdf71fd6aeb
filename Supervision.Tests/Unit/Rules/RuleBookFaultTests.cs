using Supervision.Core.Rules;

namespace Supervision.Tests.Unit.Rules;

public class RuleBookFaultTests
{
    /// <summary>One change of the small book, the place it should be found at, and words of the message.</summary>
    public static TheoryData<string, string, string> Faults { get; } = new()
    {
        { "$.colour=1", "$.colour", "not a known key" },
        { "$.items[0].limit=1", "$.items[0].limit", "not a known key" },
        { "$.items", "$.items", "missing" },
        { "$.items=[]", "$.items", "empty" },
        { "$.items={}", "$.items", "should be a list" },
        { "$.organisation", "$.organisation", "missing" },
        { "$.organisation.halls=[]", "$.organisation.halls", "empty" },
        { "$.items[3].statutory", "$.items[3]", "no limit" },
        { "$.items[1].immediate", "$.items[1]", "immediate without a limit" },
        { "$.items[0].promised.amount=0", "$.items[0].promised.amount", "from 1 to 2500" },
        { "$.items[0].promised.amount=-7", "$.items[0].promised.amount", "from 1 to 2500" },
        { "$.items[0].promised.amount=1e30", "$.items[0].promised.amount", "from 1 to 2500" },
        { "$.items[0].promised.amount=2501", "$.items[0].promised.amount", "from 1 to 2500" },
        { "$.items[0].promised.amount=7.5", "$.items[0].promised.amount", "whole number" },
        { "$.items[0].promised.amount=\"7\"", "$.items[0].promised.amount", "whole number" },
        { "$.items[0].promised.amount", "$.items[0].promised.amount", "missing" },
        { "$.items[0].promised.unit=\"天\"", "$.items[0].promised.unit", "calendarDay" },
        { "$.items[0].promised.unit=\"WorkingDay\"", "$.items[0].promised.unit", "workingDay" },
        { "$.items[0].promised=null", "$.items[0].promised", "should be an object" },
        { "$.items[0].promised.amount=11", "$.items[0]", "more than the law's" },
        { """$.items[0].promised={"amount":1,"unit":"month"}""", "$.items[0]", "more than the law's" },
        { "$.items[0].fee=-1", "$.items[0].fee", "from 0" },
        { "$.items[0].fee=0.001", "$.items[0].fee", "two decimals" },
        { "$.items[0].caseType=\"instant\"", "$.items[0].caseType", "immediate, joint, promised, referred" },
        { "$.items[0].convention=\"B\"", "$.items[0].convention", "elapsed, statutory" },
        { "$.items[0].department=\"D9\"", "$.items[0].department", "not a known department" },
        { "$.items[0].riskPoints=[\"Z1\"]", "$.items[0]", "not a known risk point" },
        { "$.items[0].stages[0].name=\"喝茶\"", "$.items[0].stages[0]", "not a known stage" },
        { "$.items[0].stages[1].name=\"受理\"", "$.items[0].stages[1]", "repeats the stage" },
        { "$.items[0].stages[0].handlers=[\"U9\"]", "$.items[0].stages[0]", "no member of staff" },
        { "$.items[0].stages[0].handlers=[\"U1\",\"U1\"]", "$.items[0].stages[0].handlers[1]", "repeats" },
        { "$.items[1].id=\"PROMISED\"", "$.items[1]", "repeats the identifier" },
        { "$.items[1].id=\"\"", "$.items[1].id", "empty" },
        { "$.items[1].id=\"A 1\"", "$.items[1].id", "white space" },
        { "$.items[1].name=\"a\\u0007\"", "$.items[1].name", "control character" },
        { """$.items[1].immediate={"amount":1,"unit":"month"}""", "$.items[1].immediate", "minute or workingHour" },
        {
            """$.organisation.departments[2]={"id":"D1","name":"丙局"}""", "$.organisation.departments[2]",
            "repeats the identifier"
        },
        { "$.organisation.windows[0].hall=\"H9\"", "$.organisation.windows[0].hall", "not a known hall" },
        { "$.organisation.windows[0].staff=[\"U9\"]", "$.organisation.windows[0]", "no member of staff" },
        { "$.organisation.windows[0].kind=\"big\"", "$.organisation.windows[0].kind", "comprehensive" },
        { "$.organisation.staff[0].department=\"D9\"", "$.organisation.staff[0].department", "not a known department" },
        { "$.findings.feeWindows=[\"W9\"]", "$.findings", "not a known window" },
        { "$.findings.lateRecordingHours=0", "$.findings.lateRecordingHours", "from 1 to 8760" },
        { "$.hours=[]", "$.hours", "no office hours" },
        { """$.hours=[{"from":"09:00","to":"09:00"}]""", "$.hours[0]", "not after its opening" },
        { """$.hours=[{"from":"9","to":"12:00"}]""", "$.hours[0].from", "no time of day" },
        {
            """$.hours=[{"from":"09:00","to":"12:00"},{"from":"11:59","to":"17:00"}]""", "$.hours[1]",
            "begins before 12:00"
        },
        { """$.hallHours={"H1":[]}""", "$.hallHours.H1", "no office hours" },
        { """$.hallHours={"X":[{"from":"09:00","to":"12:00"}]}""", "$.hallHours.X", "no hall" },
        { "$.zone=\"Asia/Atlantis\"", "$.zone", "no zone" },
        { """$.calendar={"notices":"moon"}""", "$.calendar.notices", "no calendar" },
        {
            """$.calendar={"overlays":[{"date":"2026-02-30","working":true,"reason":"x"}]}""",
            "$.calendar.overlays[0].date", "no day"
        },
        {
            """$.calendar={"overlays":[{"date":"2026-05-08","working":true,"reason":"x"},"""
                + """{"date":"2026-05-08","working":false,"reason":"y"}]}""",
            "$.calendar.overlays[1]", "a second time"
        },
        {
            """$.levels={"promised":[{"level":"red","days":1},{"level":"red","days":2}]}""", "$.levels.promised[1]",
            "repeats the level"
        },
        {
            """$.levels={"promised":[{"level":"yellow","days":2},{"level":"red","days":1}]}""", "$.levels.promised[1]",
            "graver level"
        },
        {
            """$.levels={"promised":[{"level":"red","days":1},{"level":"yellow","days":1}]}""", "$.levels.promised[1]",
            "graver level"
        },
        { """$.levels={"promised":[{"level":"red","days":61}]}""", "$.levels.promised[0].days", "from -60 to 60" },
        { """$.levels={"immediate":[{"level":"warning","days":-1}]}""", "$.levels.immediate[0].days", "from 1 to 60" },
        { """$.levels={"case":[]}""", "$.levels.case", "not a known key" },
        { """$.limits={"promised":{"amount":1,"unit":"month"}}""", "$.limits.promised", "not a known key" },
        { """$.limits={"immediate":{"amount":1,"unit":"month"}}""", "$.limits.immediate", "minute or workingHour" },
        { """$.looks={"red":{"colour":"red"}}""", "$.looks.red.colour", "no colour" },
        { "$.riskPoints[0].grade=\"D\"", "$.riskPoints[0].grade", "A, B, C" },
        { "$.stageNames=[\"受理\",\"受理\",\"审查\",\"踏勘\",\"决定\"]", "$.stageNames[1]", "repeats" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_OneFault_IsFoundAtItsPlaceAndAlone(string change, string path, string words)
    {
        var (book, faults) = RuleBookReader.Check(RuleBookText.With(change));

        Assert.Null(book);
        if (path is not ("$.organisation" or "$.organisation.halls")) Assert.Single(faults);
        Assert.Equal(path, faults[0].Path);
        Assert.Contains(words, faults[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("// no\n{}")]
    [InlineData("{\"zone\":NaN}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"zone\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"zone\":\"\ud800\"}")]
    public void Check_TextThatIsNoRuleBook_IsAFaultAndNoOtherException(string json)
    {
        var (book, faults) = RuleBookReader.Check(json);
        Assert.Null(book);
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void Check_KeyGivenTwice_IsAFault()
    {
        var json = RuleBookText.With().Insert(1, "\"zone\":\"UTC\",\"zone\":\"Asia/Shanghai\",");
        var (_, faults) = RuleBookReader.Check(json);
        Assert.Equal("$.zone", Assert.Single(faults).Path);
    }

    [Fact]
    public void Check_JsonNestedTooDeep_IsAFault()
    {
        var json = new string('[', 10_000) + new string(']', 10_000);
        Assert.Equal("$", Assert.Single(RuleBookReader.Check(json).Faults).Path);
    }

    [Fact]
    public void Check_CalendarThatIsLoaded_IsAccepted()
    {
        var json = RuleBookText.With("""$.calendar={"notices":"moon"}""");
        var (book, faults) = RuleBookReader.Check(json, new HashSet<string>(StringComparer.Ordinal) { "moon" });
        Assert.Empty(faults);
        Assert.Equal("moon", book!.Calendar.Notices);
    }
}
