using System.Globalization;
using System.Text.Json;
using Supervision.Tests.Support;

namespace Supervision.Tests.Api;

public sealed class DeadlineVectorTests(RealSystem system) : IClassFixture<RealSystem>
{
    [Fact]
    public async Task Deadline_OfEverySharedVector_IsTheNamedDay()
    {
        using var document = JsonDocument.Parse(
            await File.ReadAllTextAsync(SharedFiles.Require("data/clock-vectors.json")));
        var asked = 0;
        List<string> wrong = [];
        foreach (var vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            foreach (var field in vector.EnumerateObject().Where(field => field.Name[0] == '+'))
            {
                var accepted = vector.GetProperty("acceptedOn").GetString()!;
                var due = await DueAsync(accepted, field.Name[1..^2]);
                asked++;
                if (due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) != field.Value.GetString())
                {
                    wrong.Add($"{accepted} {field.Name}: {due:O}, not {field.Value}");
                }
            }
        }

        Assert.Equal(80, asked);
        Assert.Empty(wrong);
    }

    private async Task<DateTimeOffset> DueAsync(string acceptedOn, string days)
    {
        var at = Uri.EscapeDataString(acceptedOn + "T10:00:00+08:00");
        var (_, clock) = await system.GetAsync(
            $"/api/deadline?acceptedAt={at}&amount={days}&unit=workingDay&convention=statutory");
        return clock.GetProperty("dueAt").GetDateTimeOffset();
    }
}
