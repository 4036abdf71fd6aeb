using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;

namespace Supervision.Bench.Journals;

/// <summary>Turns as a city makes them: many open cases, each fact with its identity.</summary>
internal static class BenchmarkTurns
{
    private const int Cases = 100_000;

    public static JournalTurn[] Make(int count, int bodyBytes)
    {
        var start = new DateTimeOffset(2026, 10, 8, 9, 0, 0, TimeSpan.FromHours(8));
        var body = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(bodyBytes));
        var turns = new JournalTurn[count];
        for (var index = 0; index < count; index++)
        {
            var version = index / Cases + 1;
            turns[index] = new JournalTurn(
                new StreamId(EntityKind.Case, $"2026-{index % Cases:D6}"),
                version, version == 1 ? 0 : index + 1 - Cases,
                start.AddMilliseconds(index), start.AddMilliseconds(index + 5),
                FactIdentity.Of("/halls/h1", $"{index}"), body, []);
        }

        return turns;
    }
}
