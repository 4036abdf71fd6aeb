using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Supervision.Core.Scores;

/// <summary>
/// The figures of every unit in one month as they are stored for good: figures by name, so that the catalogue may grow.
/// </summary>
/// <param name="Inputs">Names of the figures, in the order of <see cref="MonthUnit.Values"/>.</param>
/// <param name="Units">Units by kind and id.</param>
public sealed record MonthFigures(ImmutableArray<string> Inputs, ImmutableArray<MonthUnit> Units)
{
    /// <summary>Puts figures into the stored form; units without any are left out.</summary>
    public static MonthFigures Of(IEnumerable<UnitFigures> figures) => new(
        [.. ScoreInputs.All.Select(input => input.Id)],
        [
            .. figures.Where(unit => !unit.IsEmpty)
                .OrderBy(unit => unit.Unit.Of)
                .ThenBy(unit => unit.Unit.Id, StringComparer.Ordinal)
                .Select(unit => new MonthUnit(unit.Unit.Of, unit.Unit.Id, Trimmed(unit.Inputs))),
        ]);

    /// <summary>The figures as rankings compute with them; figures no longer in the catalogue are left out.</summary>
    public IEnumerable<UnitFigures> Read()
    {
        var slots = Inputs.Select(id => ScoreInputs.Find(id)?.Slot).ToArray();
        foreach (var unit in Units)
        {
            var values = new long[ScoreInputs.All.Length];
            for (var i = 0; i < unit.Values.Length; i++)
            {
                if (slots[i] is { } slot)
                {
                    values[slot] = unit.Values[i];
                }
            }

            yield return new(new(unit.Of, unit.Id), values);
        }
    }

    /// <summary>SHA-256 of all of it, first 16 hex digits: equal figures, equal digest.</summary>
    [JsonIgnore]
    public string Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join(',', Inputs)));
            foreach (var unit in Units)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $"\n{(int)unit.Of}\0{unit.Id}\0{unit.Values.Length}\0")));
                hash.AppendData(MemoryMarshal.AsBytes(unit.Values.AsSpan()));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        }
    }

    /// <summary>Figures that differ between two versions of a month, by unit.</summary>
    public static IEnumerable<MonthChange> Between(IEnumerable<UnitFigures> before, IEnumerable<UnitFigures> after)
    {
        var old = before.ToDictionary(unit => unit.Unit, unit => unit.Inputs);
        var now = after.ToDictionary(unit => unit.Unit, unit => unit.Inputs);
        var nothing = new long[ScoreInputs.All.Length];
        foreach (var unit in old.Keys.Union(now.Keys).OrderBy(unit => unit.Of)
            .ThenBy(unit => unit.Id, StringComparer.Ordinal))
        {
            var (was, isNow) = (old.GetValueOrDefault(unit, nothing), now.GetValueOrDefault(unit, nothing));
            foreach (var input in ScoreInputs.All.Where(input => was[input.Slot] != isNow[input.Slot]))
            {
                yield return new(unit, input, was[input.Slot], isNow[input.Slot]);
            }
        }
    }

    private static ImmutableArray<long> Trimmed(long[] values) =>
        [.. values[..(Array.FindLastIndex(values, value => value != 0) + 1)]];
}

/// <summary>The figures of one unit.</summary>
/// <param name="Of">What kind it is.</param>
/// <param name="Id">As feeds name it.</param>
/// <param name="Values">In the order of <see cref="MonthFigures.Inputs"/>; those left out at the end are 0.</param>
public sealed record MonthUnit(ScoreOf Of, string Id, ImmutableArray<long> Values);

/// <summary>One figure of one unit that a correction changed.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Input">The figure.</param>
/// <param name="Before">In the version before.</param>
/// <param name="After">In this version.</param>
public sealed record MonthChange(ScoreUnit Unit, ScoreInput Input, long Before, long After);
