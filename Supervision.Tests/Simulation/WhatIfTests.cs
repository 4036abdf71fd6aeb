using Supervision.Core.Calendars;
using Supervision.Core.Facts;
using Supervision.Silo.Hosting;
using Supervision.Silo.Views;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>What other rules would change, without changing anything.</summary>
public sealed class WhatIfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task Compare_ShorterLimit_NamesTheCardsThatWouldAppear(int casesPerPass)
    {
        await using var replay = await ReplayEngine.StartAsync(TestRules.Json);
        await replay.SubmitAsync(
        [
            Fact("1", "C-1", "2018-10-15 10:00", new CaseAccepted { Item = "PROMISED" }),
            Fact("2", "C-1", "2018-10-19 10:00", new CaseFinished()),
            Fact("3", "C-2", "2018-10-15 10:00", new CaseAccepted { Item = "PROMISED" }),
            Fact("4", "C-2", "2018-10-16 10:00", new CaseFinished()),
        ]);
        var head = replay.Journal.Head;
        var shorter = TestRules.Json.Replace(
            "\"promised\": {\"amount\": 7", "\"promised\": {\"amount\": 3", StringComparison.Ordinal);
        var whatIf = new WhatIf(replay.Journal, Shelf("a", TestRules.Json), Shelf("b", shorter), casesPerPass);

        List<WhatIfChange> changes = [];
        await foreach (var change in whatIf.CompareAsync(ClockSamples.At("2018-10-20 10:00")))
        {
            changes.Add(change);
        }

        Assert.Equal(
            ["C-1 promised.warning 10-16 09:00", "C-1 promised.yellow 10-18 17:00", "C-2 promised.warning 10-16 09:00"],
            changes
                .Where(change => change is { Appears: true, Key: "promised.warning" or "promised.yellow" })
                .Select(change => $"{change.Case} {change.Key} {ClockSamples.Text(change.At)}")
                .Order(StringComparer.Ordinal));
        Assert.DoesNotContain(changes, change => !change.Appears);
        Assert.Equal(head, replay.Journal.Head);
    }

    private RuleShelf Shelf(string name, string json) =>
        RuleShelf.Open(Path.Combine(folder.Path, name), json, HolidayBook.Embedded);

    private static Fact Fact(string id, string no, string at, FactData data) =>
        new("/test", id, no, ClockSamples.At(at), data);

    public void Dispose() => folder.Dispose();
}
