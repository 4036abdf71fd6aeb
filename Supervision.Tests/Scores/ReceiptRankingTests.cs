using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Supervision.Tests.Support;

namespace Supervision.Tests.Scores;

/// <summary>
/// Rankings of a real municipal log by department, channel and responsible person, month by month, against a
/// computation written here: it reads the facts and the list of cards, and uses no scoring code of the product.
/// </summary>
public sealed class ReceiptRankingTests : IAsyncLifetime
{
    private readonly RealSystem system = new() { Arguments = ["--Supervision:Clock", "Replay"] };
    private ReceiptCase[] cases = [];
    private List<JsonElement> cards = [];

    public async ValueTask InitializeAsync()
    {
        var lines = ReceiptCase.Lines();
        cases = ReceiptCase.Of(lines);
        await system.InitializeAsync();
        var (status, _) = await system.PostAsync(string.Join('\n', lines));
        Assert.Equal(System.Net.HttpStatusCode.OK, status);
        using var moved = await system.Feed.PostAsJsonAsync("/api/clock", new { now = ReceiptCase.End });
        moved.EnsureSuccessStatusCode();
        cards = await AllAsync("/api/alerts?kind=card&state=open");
    }

    public async ValueTask DisposeAsync() => await system.DisposeAsync();

    [Fact]
    public async Task Rankings_ByDepartmentChannelAndPerson_EqualAComputationOfTheirOwn()
    {
        Assert.Equal(1434, cases.Length);
        var compared = 0;
        for (var month = new DateOnly(2010, 10, 1); month <= new DateOnly(2012, 1, 1); month = month.AddMonths(1))
        {
            foreach (var of in (string[])["department", "channel", "staff"])
            {
                var shown = await AllAsync($"/api/rankings?period={month:yyyy-MM}&of={of}");
                var expected = Expected(of, month);
                Assert.Equal(expected, shown.Select(Line).ToArray());
                compared += expected.Length;
            }
        }

        Assert.InRange(compared, 200, 2000);
    }

    private string[] Expected(string of, DateOnly month)
    {
        var units = cases.GroupBy(one => KeyOf(one, of)).Where(unit => unit.Key is not null)
            .Select(unit => Score(of, unit.Key!, [.. unit], month)).OfType<Unit>().ToArray();
        var ranked = units.Where(unit => unit is { Score: not null, Sample: >= 5 })
            .OrderByDescending(unit => unit.Score).ThenBy(unit => unit.Id, StringComparer.Ordinal);
        var apart = units.Where(unit => unit is not { Score: not null, Sample: >= 5 })
            .OrderBy(unit => unit.Id, StringComparer.Ordinal);
        return
        [
            .. ranked.Select(unit => unit.Line(1 + units.Count(other =>
                other is { Score: not null, Sample: >= 5 } && other.Score > unit.Score))),
            .. apart.Select(unit => unit.Line(null)),
        ];
    }

    private static string? KeyOf(ReceiptCase one, string of) => of switch
    {
        "department" => one.Department,
        "channel" => one.Channel,
        _ => one.Handler,
    };

    private Unit? Score(string of, string id, ReceiptCase[] own, DateOnly month)
    {
        var accepted = own.Where(one => MonthOf(one.AcceptedAt) == month).ToArray();
        var finished = own.Where(one => one.FinishedAt is { } at && MonthOf(at) == month).ToArray();
        var end = month.AddMonths(1);
        var overdueOpen = own.Count(one => one.IsOverdue && MonthOf(one.DueAt) < end
            && (one.FinishedAt is null || MonthOf(one.FinishedAt.Value) >= end));
        int CardsOf(string level) => of == "channel" ? 0 : cards.Count(card =>
            card.GetProperty("level").GetString() == level
            && MonthOf(card.GetProperty("at").GetDateTimeOffset()) == month
            && own.Any(one => one.No == card.GetProperty("subject").GetString()));
        var (warnings, yellow, red) = (CardsOf("warning"), CardsOf("yellow"), CardsOf("red"));
        if (accepted.Length + finished.Length + overdueOpen + warnings + yellow + red == 0)
        {
            return null;
        }

        var onTime = finished.Count(one => !one.IsOverdue);
        var sample = finished.Length + overdueOpen;
        decimal? work = Mean((3, Rate(onTime, sample)), (1, Cut(Rate(finished.Length, accepted.Length))));
        decimal? reform = Mean(
            (1, Rate(finished.Count(one => DayOf(one.AcceptedAt) == DayOf(one.FinishedAt!.Value)), finished.Length)),
            (1, Cut(1 - Rate(accepted.Sum(one => Days(one, one.PromisedDueAt)),
                accepted.Sum(one => Days(one, one.StatutoryDueAt))))));
        (int Weight, decimal? Value)[] areas = of == "department"
            ? [(40, work), (20, reform), (20, 1m)] // nobody watches the windows: no finding, full points
            : [(40, work), (20, reform)];
        var points = -Math.Min(15, 3 * (warnings / 3)) - Math.Min(40, 5 * yellow) - Math.Min(60, 10 * red)
            - Math.Min(5, 100 * accepted.Count(one => one.Department is null || one.Handler is null)
                / Math.Max(1, accepted.Length))
            + 10 * finished.Count(IsEarly) / Math.Max(1, finished.Length);
        var score = Mean(areas) is { } mean ? (decimal?)Math.Clamp(100 * mean + points, 0, 100) : null;
        return new(
            id, score is { } exact ? Math.Round(exact, 1, MidpointRounding.AwayFromZero) : null, onTime, sample);
    }

    private static bool IsEarly(ReceiptCase one) => one.PromisedDueAt > one.AcceptedAt
        && (one.PromisedDueAt - one.FinishedAt!.Value).Ticks >= (one.PromisedDueAt - one.AcceptedAt).Ticks / 10;

    private static decimal? Rate(int part, int whole) => whole == 0 ? null : (decimal)part / whole;

    private static decimal? Cut(decimal? value) => value is { } number ? Math.Clamp(number, 0, 1) : null;

    private static decimal? Mean(params (int Weight, decimal? Value)[] shares)
    {
        var weights = shares.Where(share => share.Value is not null).Sum(share => share.Weight);
        return weights == 0 ? null : shares.Sum(share => share.Weight * share.Value ?? 0) / weights;
    }

    private static int Days(ReceiptCase one, DateTimeOffset due)
    {
        var days = 0;
        for (var day = DayOf(one.AcceptedAt).AddDays(1); day <= DayOf(due); day = day.AddDays(1))
        {
            days += ClockSamples.Calendar.IsWorkingDay(day) ? 1 : 0;
        }

        return days;
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime.AddHours(8));

    private static DateOnly MonthOf(DateTimeOffset at) => DayOf(at).AddDays(1 - DayOf(at).Day);

    private static string Line(JsonElement row)
    {
        var rate = row.GetProperty("onTimeRate");
        var score = row.GetProperty("score");
        return new Unit(
            row.GetProperty("id").GetString()!, score.ValueKind == JsonValueKind.Null ? null : score.GetDecimal(),
            rate.GetProperty("numerator").GetInt32(), rate.GetProperty("denominator").GetInt32())
            .Line(row.GetProperty("rank").ValueKind == JsonValueKind.Null ? null : row.GetProperty("rank").GetInt32());
    }

    private async Task<List<JsonElement>> AllAsync(string list)
    {
        List<JsonElement> items = [];
        for (string? after = ""; after is not null;)
        {
            var (status, page) = await system.GetAsync(
                $"{list}&limit=1000" + (after.Length > 0 ? $"&after={Uri.EscapeDataString(after)}" : ""));
            Assert.Equal(System.Net.HttpStatusCode.OK, status);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").GetString();
        }

        return items;
    }

    private sealed record Unit(string Id, decimal? Score, int OnTime, int Sample)
    {
        public string Line(int? rank) =>
            string.Create(CultureInfo.InvariantCulture, $"{rank} {Id} {Score:0.0} {OnTime}/{Sample}");
    }
}
