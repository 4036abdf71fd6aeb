using System.Globalization;
using System.Text.RegularExpressions;
using Supervision.Core.Draws;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Draws;

/// <summary>The numbers of docs/draws.md are those of the code.</summary>
public partial class DrawDocumentTests
{
    private const int PatienceMs = 10_000;

    private static readonly byte[] Example = File.ReadAllBytes(
        Path.Combine(SharedFiles.Root, "docs", "draws-example.json"));

    private static readonly string Document = File.ReadAllText(Path.Combine(SharedFiles.Root, "docs", "draws.md"));

    private static readonly DrawRecord Record = RecordReader.Read(Example).Record;

    [Fact]
    public void Example_Holds() => Assert.Equal("", DrawSamples.Broken(Example));

    [Fact]
    public void Numbers_OfTheDocument_AreThoseOfTheCode()
    {
        string[] rows =
        [
            $"| rule | `{Digests.Of(Record.Rule)}` |",
            $"| objects | `{Digests.Of(Record.Pool.Objects)}` |",
            $"| inspectors | `{Digests.Of(Record.Pool.Inspectors)}` |",
            .. Record.Parties.Select(one =>
                $"| {one.Party} | `{one.Secret[0]}`, 64 times | "
                + $"`{Digests.Commitment(Record.No, one.Party, one.Secret)}` |"),
            $"| `{Seed}` |",
            .. Record.Pool.Objects.SelectMany(RowsOf),
            .. Probability.Of(
                Record.Pool.Objects.CountBy(one => one.Weight).ToDictionary(), Record.Rule.Count).Select(pair =>
                string.Create(CultureInfo.InvariantCulture, $"| {pair.Key} | {pair.Value:0.0000} |")),
            $"| `{Record.Digest}` |",
        ];
        Assert.All(rows, row => Assert.Contains($"\n{row}\n", Document, StringComparison.Ordinal));
    }

    [Fact]
    public void Inspectors_OfTheDocument_AreThoseOfTheCode()
    {
        var tickets = new Tickets(Seed, Record.No);
        var shown = InspectorRow().Matches(Document).Select(match => match.Groups).ToArray();
        Assert.Equal(
            shown.Select(row => tickets.Of(row["object"].Value, row["inspector"].Value).ToString()),
            shown.Select(row => row["ticket"].Value));
        Assert.Equal(
            Lottery.Draw(Record.Rule, Record.Pool, Record.No, Seed).Select(one =>
                $"{one.Object}: {string.Join(' ', one.Inspectors)}"),
            shown.GroupBy(row => row["object"].Value).Select(rows => $"{rows.Key}: {string.Join(' ', rows
                .OrderBy(row => row["work"].Value, StringComparer.Ordinal)
                .ThenBy(row => row["ticket"].Value, StringComparer.Ordinal)
                .Take(Record.Rule.PerObject).Select(row => row["inspector"].Value))}"));
    }

    [Fact]
    public void Json_OfTheDocument_IsThatOfTheRecord()
    {
        var record = System.Text.Encoding.UTF8.GetString(Example);
        var lines = Fenced().Matches(Document).SelectMany(match => match.Groups["json"].Value.Trim().Split('\n'))
            .ToArray();
        Assert.Equal(1 + Record.Pool.Objects.Length + Record.Pool.Inspectors.Length, lines.Length);
        Assert.All(lines, line => Assert.Contains(line, record, StringComparison.Ordinal));
    }

    private static string Seed => Digests.Seed(
        Record.No, FrozenDigests.Of(Record.Rule, Record.Pool),
        Record.Parties.Select(one => (one.Party, one.Secret)), null);

    private static IEnumerable<string> RowsOf(PoolObject one)
    {
        var ticket = new Tickets(Seed, Record.No).Of(one.Id);
        var x = unchecked(0UL - (ulong)(ticket.High >> 64));
        yield return $"| `{one.Id}` | {one.Weight} | `{ticket}` |";
        yield return $"| `{one.Id}` | {x} | {FixedLog.MinusLog2(x)} | {ticket.KeyFor(one.Weight)} |";
    }

    [GeneratedRegex(
        @"^\| `(?<object>W\d+)` \| `(?<inspector>I\d)` \| (?<work>\d) \| `(?<ticket>[0-9a-f]{64})` \|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex InspectorRow();

    [GeneratedRegex(@"```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Fenced();
}
