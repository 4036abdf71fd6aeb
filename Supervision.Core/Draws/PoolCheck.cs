using System.Collections.Immutable;
using System.Text;

namespace Supervision.Core.Draws;

/// <summary>
/// Looks at rule and pool before anything is frozen. A draw that begins can be finished whatever the seed: every object
/// can be drawn, and has enough inspectors.
/// </summary>
public static class PoolCheck
{
    private const int FaultsMax = 1000;
    private const int IdLengthMax = 200;
    private const NormalizationForm Folding = NormalizationForm.FormKC;

    /// <summary>Everything that is wrong, at most <see cref="FaultsMax"/> faults; none when it can be drawn.</summary>
    public static ImmutableArray<DrawFault> Look(DrawRule rule, DrawPool pool)
    {
        List<DrawFault> faults = [];
        LookAtRule(rule, faults);
        if (pool.Objects.IsEmpty)
        {
            faults.Add(new("pool.empty", "", "The pool holds nothing to draw from."));
        }

        if (faults.Count > 0)
        {
            return [.. faults];
        }

        LookAtIds("object", pool.Objects.Length, place => pool.Objects[place].Id, faults);
        LookAtIds("inspector", pool.Inspectors.Length, place => pool.Inspectors[place].Id, faults);
        LookAtObjects(rule, pool.Objects, faults);
        if (faults.Count == 0)
        {
            LookAtEligibility(rule, pool, faults);
        }

        return [.. faults.Take(FaultsMax)];
    }

    private static void LookAtRule(DrawRule rule, List<DrawFault> faults)
    {
        if (rule.Strata.Any(stratum => stratum.Count < 0) || rule.Strata.All(stratum => stratum.Count == 0))
        {
            faults.Add(new("rule.count", "", "At least one object is to be drawn, and of no stratum fewer than none."));
        }

        for (var i = 1; i < rule.Strata.Length; i++)
        {
            if (string.CompareOrdinal(rule.Strata[i - 1].Name, rule.Strata[i].Name) >= 0)
            {
                faults.Add(new("rule.strata", rule.Strata[i].Name, "Strata ascend by name, each named once."));
            }
        }

        if (rule.PerObject is < 0 or > DrawRule.PerObjectMax)
        {
            faults.Add(new("rule.perObject", "", $"0 to {DrawRule.PerObjectMax} inspectors are sent to an object."));
        }
    }

    /// <summary>Ids that look alike would let one of two be left out unseen.</summary>
    /// <param name="what">What they are ids of.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="idAt">The id at a place; ascending, so that the same stand side by side.</param>
    /// <param name="faults">What was found.</param>
    private static void LookAtIds(string what, int count, Func<int, string> idAt, List<DrawFault> faults)
    {
        var folded = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count && faults.Count <= FaultsMax; i++)
        {
            var id = idAt(i);
            if (id.Length is 0 or > IdLengthMax || !IsPlain(id))
            {
                faults.Add(new(
                    $"{what}.id", id.Length > IdLengthMax ? id[..IdLengthMax] : id,
                    $"An id has 1 to {IdLengthMax} characters, none of them a control character or half of one."));
            }
            else if (i > 0 && string.CompareOrdinal(idAt(i - 1), id) > 0)
            {
                faults.Add(new($"{what}.order", id, "A pool is in the order of its ids."));
            }
            else if ((i > 0 && idAt(i - 1) == id) || (!Ascii.IsValid(id) && IsTwice(id.Normalize(Folding), id)))
            {
                faults.Add(new(
                    $"{what}.twice", id, "This id is there twice, or differs from another in its Unicode form alone."));
            }
        }

        bool IsTwice(string form, string id) => !folded.Add(form) || (form != id && Find(count, idAt, form));
    }

    private static bool Find(int count, Func<int, string> idAt, string id)
    {
        var (low, high) = (0, count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(idAt(middle), id);
            if (order == 0)
            {
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return false;
    }

    private static bool IsPlain(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar)
            {
                return false; // half a character reads as a replacement
            }
        }

        return true;
    }

    private static void LookAtObjects(
        DrawRule rule, ImmutableArray<PoolObject> objects, List<DrawFault> faults)
    {
        var sizes = rule.Strata.ToDictionary(stratum => stratum.Name, _ => 0, StringComparer.Ordinal);
        foreach (var one in objects)
        {
            if (faults.Count > FaultsMax)
            {
                return;
            }

            if (one.Weight is < 1 or > PoolObject.WeightMax || (!rule.Weighted && one.Weight != 1))
            {
                faults.Add(new("object.weight", one.Id, rule.Weighted
                    ? $"A weight is a whole number from 1 to {PoolObject.WeightMax}."
                    : "In a draw without weights every weight is 1."));
            }

            if (!sizes.TryGetValue(one.Stratum, out var size))
            {
                faults.Add(new("object.stratum", one.Id, $"The rule has no stratum '{one.Stratum}'."));
            }

            sizes[one.Stratum] = size + 1;
        }

        foreach (var (name, count) in rule.Strata.Where(stratum => stratum.Count > sizes[stratum.Name]))
        {
            faults.Add(new("stratum.small", name, $"{count} are to be drawn of {sizes[name]}."));
        }
    }

    private static void LookAtEligibility(DrawRule rule, DrawPool pool, List<DrawFault> faults)
    {
        if (rule.PerObject == 0)
        {
            return;
        }

        var named = pool.Inspectors.SelectMany(one => one.Relations).ToHashSet(StringComparer.Ordinal);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var one in pool.Objects)
        {
            var alike = named.Contains(one.Id)
                ? "id\n" + one.Id
                : $"like\n{one.Organisation}\n{string.Join('\t', one.Skills)}\n{string.Join('\t', one.Related)}";
            if (!known.TryGetValue(alike, out var count))
            {
                known[alike] = count = Eligibility.Of(rule, pool.Inspectors, one).Count();
            }

            if (count < rule.PerObject)
            {
                faults.Add(new(
                    "object.inspectors", one.Id,
                    $"{rule.PerObject} inspectors are needed and {count} may inspect it: name more, or leave it out."));
                if (faults.Count > FaultsMax)
                {
                    return;
                }
            }
        }
    }
}
