using System.Collections.Immutable;

namespace Supervision.Core.Draws;

/// <summary>How the parts of a draw are written; what is read back and written again is the same bytes.</summary>
public static class DrawJson
{
    /// <summary>The objects of a pool.</summary>
    public static void Write(CanonicalWriter writer, ImmutableArray<PoolObject> objects) =>
        WriteAll(writer, objects, Write);

    /// <summary>The inspectors.</summary>
    public static void Write(CanonicalWriter writer, ImmutableArray<Inspector> inspectors) =>
        WriteAll(writer, inspectors, Write);

    internal static void Write(CanonicalWriter writer, DrawRule rule)
    {
        writer.BeginObject().Name("perObject").Whole(rule.PerObject).Name("recuseOwn").Truth(rule.RecuseOwn)
            .Name("strata").BeginObject();
        foreach (var (name, count) in rule.Strata)
        {
            writer.Name(name).Whole(count);
        }

        writer.EndObject().Name("weighted").Truth(rule.Weighted).EndObject();
    }

    internal static void Write(CanonicalWriter writer, PoolObject one)
    {
        writer.BeginObject().Name("id").Text(one.Id).Name("organisation").Text(one.Organisation);
        Write(writer.Name("related"), one.Related);
        Write(writer.Name("skills"), one.Skills);
        writer.Name("stratum").Text(one.Stratum).Name("weight").Whole(one.Weight).EndObject();
    }

    internal static void Write(CanonicalWriter writer, Inspector one)
    {
        writer.BeginObject().Name("id").Text(one.Id).Name("organisation").Text(one.Organisation);
        Write(writer.Name("relations"), one.Relations);
        Write(writer.Name("skills"), one.Skills);
        writer.Name("workload").Whole(one.Workload).EndObject();
    }

    internal static void Write(CanonicalWriter writer, Drawn drawn)
    {
        Write(writer.BeginObject().Name("inspectors"), drawn.Inspectors);
        writer.Name("object").Text(drawn.Object).Name("stratum").Text(drawn.Stratum)
            .Name("ticket").Text(drawn.Ticket).EndObject();
    }

    internal static void Write(CanonicalWriter writer, Amendment amendment) => writer.BeginObject()
        .Name("at").Text(amendment.At).Name("inspector").Text(amendment.Inspector)
        .Name("object").Text(amendment.Object).Name("reason").Text(amendment.Reason)
        .Name("replacement").Text(amendment.Replacement).EndObject();

    internal static void Write(CanonicalWriter writer, PartyRecord party) => writer.BeginObject()
        .Name("commitment").Text(party.Commitment).Name("committedAt").Text(party.CommittedAt)
        .Name("party").Text(party.Party).Name("revealedAt").Text(party.RevealedAt)
        .Name("secret").Text(party.Secret).EndObject();

    internal static void Write(CanonicalWriter writer, BeaconRecord? beacon)
    {
        if (beacon is null)
        {
            writer.Null();
            return;
        }

        writer.BeginObject().Name("chain").Text(beacon.Chain).Name("randomness").Text(beacon.Randomness)
            .Name("round").Whole(beacon.Round).Name("signature").Text(beacon.Signature).EndObject();
    }

    internal static void WriteAll<T>(
        CanonicalWriter writer, ImmutableArray<T> all, Action<CanonicalWriter, T> write)
    {
        writer.BeginArray();
        foreach (var one in all)
        {
            write(writer, one);
        }

        writer.EndArray();
    }

    private static void Write(CanonicalWriter writer, ImmutableArray<string> texts)
    {
        writer.BeginArray();
        foreach (var text in texts)
        {
            writer.Text(text);
        }

        writer.EndArray();
    }
}
