using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;

namespace Supervision.Silo.Cluster.Grains;

/// <summary>Facts on their way to one entity. Never changed once made, so calls within a silo share it.</summary>
/// <param name="Facts">In the order to decide them.</param>
/// <param name="Nows">Replay: the watermark each is decided at. Null when the clock is live.</param>
[GenerateSerializer, Immutable, Alias("supervision.facts")]
public sealed record EntityFacts(
    [property: Id(0)] Fact[] Facts, [property: Id(1)] DateTimeOffset[]? Nows);

/// <summary>A command on its way to one entity, in the form it is stored in.</summary>
/// <param name="Json">The command.</param>
/// <param name="Now">Replay: the watermark it is decided at. Null when the clock is live.</param>
[GenerateSerializer, Immutable, Alias("supervision.command")]
public sealed record EntityCommand([property: Id(0)] byte[] Json, [property: Id(1)] DateTimeOffset? Now)
{
    /// <summary>Puts a command into its form.</summary>
    public static EntityCommand Of(Command command, DateTimeOffset? now) =>
        new(JsonSerializer.SerializeToUtf8Bytes(command, StoredJson.Storage.Command), now);

    /// <summary>The command.</summary>
    public Command Read() => JsonSerializer.Deserialize(Json, StoredJson.Storage.Command)!;
}

/// <summary>What became of a command; without a code it was carried out.</summary>
[GenerateSerializer, Immutable, Alias("supervision.answer")]
public sealed record CommandAnswer(
    [property: Id(0)] string? Code, [property: Id(1)] string? Why, [property: Id(2)] string? Remedy)
{
    /// <summary>Of a refusal; null means that it was carried out.</summary>
    public static CommandAnswer Of(Refusal? refusal) => new(refusal?.Code, refusal?.Why, refusal?.Remedy);

    /// <summary>The refusal; null means that it was carried out.</summary>
    public Refusal? Read() => Code is null ? null : new Refusal(Code, Why!, Remedy!);
}

/// <summary>What became of a batch in Replay, and where the watermark is now.</summary>
[GenerateSerializer, Immutable, Alias("supervision.replayed")]
public sealed record Replayed([property: Id(0)] int Duplicates, [property: Id(1)] DateTimeOffset Now);

/// <summary>A fact crosses between processes in the form it is stored in: one form to keep readable.</summary>
[GenerateSerializer, Alias("supervision.fact")]
public struct FactSurrogate
{
    /// <summary>The fact as JSON.</summary>
    [Id(0)]
    public byte[] Json { get; set; }
}

/// <summary>To and from <see cref="FactSurrogate"/>.</summary>
[RegisterConverter]
public sealed class FactConverter : IConverter<Fact, FactSurrogate>
{
    /// <inheritdoc />
    public Fact ConvertFromSurrogate(in FactSurrogate surrogate) =>
        JsonSerializer.Deserialize(surrogate.Json, StoredJson.Storage.Fact)!;

    /// <inheritdoc />
    public FactSurrogate ConvertToSurrogate(in Fact value) =>
        new() { Json = JsonSerializer.SerializeToUtf8Bytes(value, StoredJson.Storage.Fact) };
}

/// <summary>An entity as a reader gets it; its state in the form snapshots are stored in.</summary>
[GenerateSerializer, Alias("supervision.entity")]
public struct EntitySnapshotSurrogate
{
    /// <summary>Its stream.</summary>
    [Id(0)]
    public string Stream { get; set; }

    /// <summary>The state as JSON.</summary>
    [Id(1)]
    public byte[] State { get; set; }

    /// <summary>Entries in the stream.</summary>
    [Id(2)]
    public long Version { get; set; }

    /// <summary>Sequence of the newest.</summary>
    [Id(3)]
    public long LastSequence { get; set; }
}

/// <summary>To and from <see cref="EntitySnapshotSurrogate"/>.</summary>
[RegisterConverter]
public sealed class EntitySnapshotConverter : IConverter<EntitySnapshot, EntitySnapshotSurrogate>
{
    /// <inheritdoc />
    public EntitySnapshot ConvertFromSurrogate(in EntitySnapshotSurrogate surrogate) => new(
        StreamId.Parse(surrogate.Stream), JsonSerializer.Deserialize(surrogate.State, StoredJson.Storage.EntityState)!,
        surrogate.Version, surrogate.LastSequence);

    /// <inheritdoc />
    public EntitySnapshotSurrogate ConvertToSurrogate(in EntitySnapshot value) => new()
    {
        Stream = value.Stream.ToString(),
        State = JsonSerializer.SerializeToUtf8Bytes(value.State, StoredJson.Storage.EntityState),
        Version = value.Version,
        LastSequence = value.LastSequence,
    };
}
