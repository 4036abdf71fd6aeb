using System.Text.Json;
using Supervision.Core.Clocks;
using Supervision.Tests.Support;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Clocks;

public class SharedVectorTests
{
    [Fact]
    public void Read_EveryVectorOfConventionA_IsDueAtTheCloseOfTheNamedDay()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedFiles.Require("data/clock-vectors.json")));
        var wrong = new List<string>();
        var checkedCount = 0;
        foreach (var vector in document.RootElement.GetProperty("vectors").EnumerateArray())
            foreach (var field in vector.EnumerateObject().Where(static field => field.Name[0] == '+'))
            {
                var accepted = vector.GetProperty("acceptedOn").GetString()!;
                var days = int.Parse(field.Name[1..^2], System.Globalization.CultureInfo.InvariantCulture);
                var reading = Read(Rule(WorkingDays(days), Convention.Statutory), Times(accepted + " 16:59"));
                checkedCount++;
                if (reading.DueAt != At(field.Value.GetString() + " 17:00"))
                    wrong.Add($"{accepted} {field.Name}: {reading.DueAt:O}, not {field.Value}");
            }

        Assert.Equal(80, checkedCount);
        Assert.Empty(wrong);
    }
}
