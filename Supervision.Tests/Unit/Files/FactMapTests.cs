using System.Text;
using Supervision.Ingest.Files;

namespace Supervision.Tests.Unit.Files;

public class FactMapTests
{
    private static IReadOnlyList<string> Faults(string json) =>
        Assert.Throws<InvalidMapException>(() => FactMapFile.Read("m", Encoding.UTF8.GetBytes(json))).Faults;

    [Fact]
    public void Read_MapWithManyFaults_ListsThemAll() => Assert.Equal(
        [
            "zonne: is not a key of maps; known are name, subject, zone, timeFormat, matches, facts",
            "zone: 'Mars' is not a time zone such as Asia/Shanghai",
            "subject: is required",
            "matches.trace: must be a list of attribute names",
            "facts[0].per: must be trace, row or event",
            "facts[0].type: 'case.begun' is not a fact type of the contract",
            "facts[0].time: is required",
            "facts[1].fields.promised: case.accepted has no such field; put additional ones under extra",
            "facts[1].fields.colour: case.accepted has no such field; put additional ones under extra",
            "facts[1].fields.item: "
                + "'trace' must be trace.NAME, row.NAME, event.NAME, first.NAME, last.NAME or =constant",
            "facts[1].per: event attributes can be used per event only; use first. or last. instead",
            "facts[2].fields.stage: is required by case.stage.completed",
            "facts[3]: must be an object",
        ],
        Faults("""
            { "zonne": 1, "zone": "Mars", "matches": { "trace": "x" }, "facts": [
              { "per": "case", "type": "case.begun", "fields": { "item": "=x" } },
              { "per": "trace", "type": "case.accepted", "time": "event.time",
                "fields": { "promised": "=7", "colour": "=red", "item": "trace" } },
              { "per": "event", "type": "case.stage.completed", "time": "event.time" }, 7 ] }
            """));

    [Theory]
    [InlineData("{", "line 1: not valid JSON")]
    [InlineData("[]", "the map must be a JSON object")]
    [InlineData("{\"subject\":\"trace.x\",\"facts\":[]}", "facts: must list at least one kind of fact")]
    public void Read_NotAMap_SaysSo(string json, string fault) => Assert.Equal([fault], Faults(json));

    [Fact]
    public void Shelf_EveryShippedMap_LoadsAndIsFoundByItsName()
    {
        Assert.Equal(["cases-csv", "receipt", "xes"], MapShelf.All.Select(map => map.Name));
        Assert.Null(MapShelf.Find("nothing"));
    }

    [Fact]
    public void Match_LogThatFitsTwoMaps_TakesTheMoreSpecific()
    {
        Dictionary<string, string> Named(string names) => names.Split(' ').ToDictionary(name => name, _ => "x");
        LogRecord Log(string trace, string entry) => new(1, Named(trace), [Named(entry)]);
        Assert.Equal("xes", MapShelf.Match([Log("concept:name", "concept:name time:timestamp")])!.Name);
        Assert.Equal("receipt", MapShelf.Match(
            [
                Log("concept:name startdate enddate_planned deadline department responsible",
                    "concept:name time:timestamp"),
                Log("concept:name enddate", "org:resource org:group"),
            ])!.Name);
        Assert.Null(MapShelf.Match([Log("concept:name", "concept:name")]));
    }
}
