using System.IO.Compression;
using System.Text;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Ingest.Files;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Feeds;

namespace Supervision.Tests.Unit.Files;

public sealed class LogFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("supervision-files-");

    public void Dispose() => folder.Delete(recursive: true);

    private LogFile Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        using (Stream file = File.Create(path))
        using (var packed = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionLevel.Fastest) : file)
            packed.Write(Encoding.UTF8.GetBytes(text));
        return LogFile.Find(path);
    }

    private static List<Fact> Facts(ReplayPlan plan) =>
        [.. plan.Lines.Select(line => FeedSamples.Fact(Encoding.UTF8.GetString(line.Utf8.Span)))];

    private static ReplayPlan Plan(LogFile file, FactMap? map = null) =>
        ReplayPlan.Make(file, map, new ReplayOrder(ReplayOrderKind.EventTime));

    [Theory]
    [InlineData("cases.csv", ",")]
    [InlineData("cases.csv.gz", ";")]
    public void Csv_ExampleOfTheDocument_BecomesCases(string name, string separator)
    {
        var plan = Plan(Write(name, "\uFEFF" + """"
            case_no,item,window,department,hall,handler,accepted_at,finished_at,promised_days,outcome
            2026-1,ITEM-7,W01,HR,H1,U17,2026-11-20 09:31:05,2026-11-21 10:00:00,7,"granted"
            2026-2,ITEM-7,"W ""2""",HR,H1,,2026-11-20 09:00:00,,,
            2026-3,ITEM-7,W01,HR,H1,,20.11.2026,,,
            """".Replace(",", separator, StringComparison.Ordinal)));
        Assert.Equal("cases-csv", plan.MapName);
        Assert.Equal(
            ["2026-3/case.accepted: time '20.11.2026' cannot be read with the map's zone and timeFormat"],
            plan.Skipped);
        var facts = Facts(plan);
        Assert.Equal(["2026-2/case.accepted", "2026-1/case.accepted", "2026-1/case.finished"],
            facts.Select(fact => fact.Id));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 31, 5, TimeSpan.FromHours(8)), facts[1].OccurredAt);
        Assert.Equal(new Limit(7, LimitUnit.WorkingDay), Assert.IsType<CaseAccepted>(facts[1].Data).Promised);
        Assert.Equal((null, "W \"2\""), (((CaseAccepted)facts[0].Data).Promised, ((CaseAccepted)facts[0].Data).Window));
        Assert.Equal("/files/cases", facts[0].Source);
    }

    [Fact]
    public void Map_WorkedExampleOfTheDocument_GivesExactlyItsLines()
    {
        var page = File.ReadAllText(Path.Combine(SharedFiles.Root, "docs", "feeds.md"));
        var blocks = page[page.IndexOf("This table", StringComparison.Ordinal)..].Split("```");
        var map = FactMapFile.Read("example", Encoding.UTF8.GetBytes(blocks[3]["json".Length..]));
        var plan = Plan(Write("example.csv", blocks[1].Trim()), map);
        Assert.Equal(
            // The page wraps long lines; a line of its own begins at the margin.
            blocks[5]["json".Length..].Trim().Replace("\n ", "", StringComparison.Ordinal).Split('\n'),
            plan.Lines.Select(line => Encoding.UTF8.GetString(line.Utf8.Span)));
    }

    [Fact]
    public void Csv_SubjectOnTwoRows_GivesTwoIdentities()
    {
        var facts = Facts(Plan(Write("c.csv",
            "case_no,item,window,accepted_at,finished_at\nA,I,W,2026-01-01 09:00:00,\nA,I,W,2026-01-02 09:00:00,\n")));
        Assert.Equal(["A/case.accepted", "A#2/case.accepted"], facts.Select(fact => fact.Id));
        Assert.All(facts, fact => Assert.Equal("A", fact.Subject));
    }

    [Fact]
    public void Xes_NestedAttributesEmptyTracesAndGenericMap_AreRead()
    {
        var file = Write("any.xes", """
            <log xmlns="http://www.xes-standard.org/"><string key="concept:name" value="outer"/>
            <trace><string key="concept:name" value="A"><string key="inner" value="x"/></string>
              <event><string key="concept:name" value="审核"/>
                <date key="time:timestamp" value="2026-11-20T09:00:00+08:00"/></event>
              <event/><list key="l"><values><string key="v" value="x"/></values></list>
              <event><date key="time:timestamp" value="2026-11-20T10:00:00"/>
                <string key="concept:name" value="办结"/></event>
            </trace><trace/><trace><event><string key="concept:name" value="x"/></event></trace></log>
            """);
        Assert.Equal([3, 0, 1], file.Records().Select(record => record.Events.Count));
        Assert.Equal(["concept:name"], file.Records().First().Attributes.Keys);
        var facts = Facts(Plan(file));
        Assert.Equal(["case.accepted", "case.stage.completed", "case.stage.completed", "case.finished"],
            facts.Select(fact => fact.Type));
        Assert.Equal("xes", ((CaseAccepted)facts[0].Data).Item);
        Assert.Equal(TimeSpan.FromHours(8), facts[^1].OccurredAt.Offset);
    }

    [Fact]
    public void Ndjson_LinesOutOfOrder_AreSortedAndBadOnesStayNearTheirNeighbours()
    {
        var early = FeedSamples.Event(id: "1", time: "\"2026-01-01T00:00:00Z\"");
        var late = FeedSamples.Event(id: "2", time: "\"2026-01-01T08:00:00+07:00\"");
        var plan = Plan(Write("f.ndjson.gz", $"{late}\r\nbad\n\n{early}\n"));
        Assert.Equal([early, late, "bad"], plan.Lines.Select(line => Encoding.UTF8.GetString(line.Utf8.Span)));
        Assert.Null(plan.MapName);
    }

    [Theory]
    [InlineData("x.xes", "<log><trace>", "The file is not well-formed XML: ")]
    [InlineData("x.xes", "<html/>", "The file is not an XES log")]
    [InlineData("x.xes", "<!DOCTYPE a [<!ENTITY b \"c\">]><log/>", "The file is not well-formed XML: ")]
    [InlineData("x.csv", "a,b\n1,\"open\n", "Malformed")]
    [InlineData("x.csv", "a,b\n1,2\n", "No shipped map fits: the file has [a, b]")]
    [InlineData("x.xlsx", "", "")]
    public void Find_FileThatCannotBeUsed_SaysWhy(string name, string text, string reason)
    {
        var fault = Assert.Throws<UnreadableFileException>(() => Plan(Write(name, text)));
        Assert.StartsWith(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gzip_CutOff_IsUnreadable()
    {
        var whole = Path.Combine(folder.FullName, "w.ndjson.gz");
        Write("w.ndjson.gz",
            string.Join('\n', Enumerable.Range(0, 500).Select(id => FeedSamples.Event(id: Guid.NewGuid().ToString()))));
        var bytes = File.ReadAllBytes(whole);
        bytes[bytes.Length / 2] ^= 0xFF;
        File.WriteAllBytes(whole, bytes);
        Assert.Throws<UnreadableFileException>(() => Plan(LogFile.Find(whole)));
    }
}
