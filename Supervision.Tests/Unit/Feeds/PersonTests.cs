using System.Text.Json;
using Supervision.Core.Facts;
using Supervision.Ingest.Feeds;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Unit.Feeds;

public class PersonTests
{
    private static PersonMark Applicant(string json) =>
        Assert.IsType<CaseReceived>(
            FeedSamples.Fact(Event("case.received", $$"""{"applicant":{{json}}}""")).Data).Applicant!;

    [Fact]
    public void Applicant_TextOrObject_IsHashedAndMasked()
    {
        var named = Applicant("\"王小明\"");
        Assert.Equal("王*", named.Masked);
        Assert.Equal(64, named.Hash!.Length);
        Assert.Equal(named, Applicant("""{"name":" 王小明 "}"""));
        var numbered = Applicant("""{"name":"王小明","id":"51010419900101123x","phone":"13800000000","age":[1]}""");
        Assert.NotEqual(named.Hash, numbered.Hash);
        Assert.Equal(numbered.Hash, Applicant("""{"id":"51010419900101123X"}""").Hash);
        Assert.Equal("*", Applicant("""{"id":"51010419900101123X"}""").Masked);
        Assert.Equal("*", Applicant("\"13800000000\"").Masked);
        Assert.Equal(Applicant("""{"phone":"138-0000-0000"}"""), Applicant("""{"phone":"138 0000 0000"}"""));
    }

    [Fact]
    public void Hash_OtherKey_Differs()
    {
        var other = new KeyedPersonMarker("another key of 16"u8).Mark("王小明", null, null);
        Assert.NotEqual(other!.Hash, Applicant("\"王小明\"").Hash);
        Assert.Throws<ArgumentException>(() => new KeyedPersonMarker("short"u8));
    }

    [Fact]
    public void TryRead_PersonalUnknownFields_AreDroppedAtAnyDepth()
    {
        var fact = FeedSamples.Fact(Event("case.received", """
            {"id_card":"5101","applicantName":"王小明","手机号":"138","batch":7,
             "form":{"no":1,"contact":[{"Phone":"138","role":"owner"}]}}
            """));
        Assert.Equal("""{"batch":7,"form":{"no":1,"contact":[{"role":"owner"}]}}""",
            JsonSerializer.Serialize(fact.Data.Extra));
        Assert.Null(FeedSamples.Fact(Event(content: """{"phone":"138"}""")).Data.Extra);
    }

    [Fact]
    public void TryRead_ClearTextOfAPerson_LeavesNoTraceInFactOrFault()
    {
        var fact = FeedSamples.Fact(
            Event("case.received", """{"applicant":"王小明","agent":{"name":"李大"},"name":"王小明"}"""));
        Assert.DoesNotContain("小明", Text(fact), StringComparison.Ordinal);
        Assert.DoesNotContain("李大", Text(fact), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "小明", Reason(Event("case.received", """{"applicant":{"name":["王小明"]}}""")), StringComparison.Ordinal);
    }
}
