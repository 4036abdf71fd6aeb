using System.Buffers;
using System.Collections.Immutable;

namespace Supervision.Core.Draws;

/// <summary>
/// Everything there is to know about a finished draw: what anybody needs to do it again. Instants are RFC 3339 in UTC.
/// </summary>
/// <param name="No">Number of the draw.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Previous">The draw that it repeats; null when it repeats none.</param>
/// <param name="Reason">Why it repeats it; empty when it repeats none.</param>
/// <param name="Rule">How was drawn.</param>
/// <param name="Pool">From what.</param>
/// <param name="Frozen">Hashes of rule and pool.</param>
/// <param name="FrozenAt">When they were frozen: after every commitment, before every reveal.</param>
/// <param name="Parties">Who committed and revealed, in the order they were named.</param>
/// <param name="Beacon">The public beacon's round; null in a draw without.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Drawn">What was drawn.</param>
/// <param name="DrawnAt">When.</param>
/// <param name="Amendments">Inspectors replaced later, in order.</param>
public sealed record DrawRecord(
    string No, string Title, string? Previous, string Reason, DrawRule Rule, DrawPool Pool, FrozenDigests Frozen,
    string FrozenAt, ImmutableArray<PartyRecord> Parties, BeaconRecord? Beacon, string Seed,
    ImmutableArray<Drawn> Drawn, string DrawnAt, ImmutableArray<Amendment> Amendments)
{
    /// <summary>Name and version of the form.</summary>
    public const string Format = "supervision-draw-record-1";

    /// <summary>
    /// Hash of the record without objects and inspectors, which have hashes of their own in it: what the journal keeps.
    /// </summary>
    public string Digest => Digests.Of(writer => Write(writer, digest: null));

    /// <summary>Writes the record, its digest included.</summary>
    public void WriteTo(CanonicalWriter writer) => Write(writer, Digest);

    /// <summary>
    /// What stands before the objects in the record, and after them: between both belong the objects exactly as they
    /// were frozen, which whoever has them as bytes need not read.
    /// </summary>
    public (ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After) AroundObjects()
    {
        var (output, begin, end) = (new ArrayBufferWriter<byte>(), 0, 0);
        Write(new CanonicalWriter(output), Digest, writer =>
        {
            begin = output.WrittenCount;
            DrawJson.Write(writer, ImmutableArray<PoolObject>.Empty);
            end = output.WrittenCount;
        });
        return (output.WrittenMemory[..begin], output.WrittenMemory[end..]);
    }

    private void Write(CanonicalWriter writer, string? digest, Action<CanonicalWriter>? writeObjects = null)
    {
        var isWhole = digest is not null;
        DrawJson.WriteAll(writer.BeginObject().Name("amendments"), Amendments, DrawJson.Write);
        DrawJson.Write(writer.Name("beacon"), Beacon);
        if (isWhole)
        {
            writer.Name("digest").Text(digest);
        }

        DrawJson.WriteAll(writer.Name("drawn"), Drawn, DrawJson.Write);
        writer.Name("drawnAt").Text(DrawnAt).Name("format").Text(Format).Name("frozenAt").Text(FrozenAt)
            .Name("hashes").BeginObject().Name("inspectors").Text(Frozen.Inspectors)
            .Name("objects").Text(Frozen.Objects).Name("rule").Text(Frozen.Rule).EndObject();
        if (isWhole)
        {
            DrawJson.Write(writer.Name("inspectors"), Pool.Inspectors);
        }

        writer.Name("no").Text(No);
        if (isWhole)
        {
            writer.Name("objects");
            (writeObjects ?? (to => DrawJson.Write(to, Pool.Objects)))(writer);
        }

        DrawJson.WriteAll(writer.Name("parties"), Parties, DrawJson.Write);
        DrawJson.Write(writer.Name("previous").Text(Previous).Name("reason").Text(Reason).Name("rule"), Rule);
        writer.Name("seed").Text(Seed).Name("title").Text(Title).EndObject();
    }
}

/// <summary>What one party gave to the seed.</summary>
/// <param name="Party">Name.</param>
/// <param name="Commitment">Hash it published first.</param>
/// <param name="CommittedAt">When.</param>
/// <param name="Secret">What it revealed later, 64 hexadecimal digits.</param>
/// <param name="RevealedAt">When.</param>
public sealed record PartyRecord(
    string Party, string Commitment, string CommittedAt, string Secret, string RevealedAt);

/// <summary>A round of a public beacon (drand), fixed before the pool was frozen.</summary>
/// <param name="Chain">Hash of the chain.</param>
/// <param name="Round">The round.</param>
/// <param name="Randomness">Its value.</param>
/// <param name="Signature">The signature whose SHA-256 the value is. That relation is checked; the signature itself
/// can be checked against the chain's public key by whoever doubts it.</param>
public sealed record BeaconRecord(string Chain, long Round, string Randomness, string Signature);

/// <summary>An inspector who was replaced after the draw.</summary>
/// <param name="Object">For which object.</param>
/// <param name="Inspector">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Replacement">Who is sent instead: the next ticket.</param>
/// <param name="At">When.</param>
public sealed record Amendment(string Object, string Inspector, string Reason, string Replacement, string At);
