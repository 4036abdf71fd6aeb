using System.Reflection;
using System.Text.Json;
using Supervision.Core.Reading;
using Supervision.Tests.Support;
using Supervision.Web.Hubs;

namespace Supervision.Tests.Unit.Hubs;

public class BoardDeltaTests
{
    private static readonly BoardSnapshot Before = new SampleCity(DateTimeOffset.UnixEpoch).Board;

    [Fact]
    public void Between_EqualSnapshots_HoldsNothing()
    {
        var copy = Before with { Sources = [.. Before.Sources], Hours = [.. Before.Hours] };
        Assert.Empty(BoardDelta.Between(Before, copy));
    }

    [Fact]
    public void Between_OneFigureMoved_HoldsThatFieldAlone()
    {
        var changes = BoardDelta.Between(Before, Before with { Open = 7 });
        Assert.Equal("""{"open":7}""", JsonSerializer.Serialize(changes));
    }

    [Fact]
    public void Between_EverythingDifferent_HoldsEveryFieldUnderTheNameOfTheApi()
    {
        var names = typeof(BoardSnapshot).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        var after = Before with
        {
            Open = -1,
            AcceptedToday = -1,
            FinishedToday = -1,
            Warnings = -1,
            Yellow = -1,
            Red = -1,
            OverdueOpen = -1,
            OnTimeRate = new(0, 1),
            OnTheSpotRate = new(0, 1),
            Satisfaction = new(0, 1),
            DefaultRatings = -1,
            Windows = new(0, 0, 1),
            OrdersOpen = -1,
            AsOf = Before.AsOf.AddSeconds(1),
            Sources = [],
            Hours = [],
        };
        Assert.Equal(
            names.Order(StringComparer.Ordinal), BoardDelta.Between(Before, after).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Between_Rate_CarriesNumeratorDenominatorAndValue()
    {
        var changes = BoardDelta.Between(Before, Before with { OnTimeRate = new(1, 4) });
        var interval = new Rate(1, 4).Interval!.Value;
        var bounds = FormattableString.Invariant($"\"low\":{interval.Low:R},\"high\":{interval.High:R}");
        Assert.Equal(
            """{"onTimeRate":{"numerator":1,"denominator":4,"value":0.25,"interval":{""" + bounds + "}}}",
            JsonSerializer.Serialize(changes, JsonSerializerOptions.Web));
    }
}
