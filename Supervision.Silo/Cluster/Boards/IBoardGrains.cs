using System.Text.Json;
using Orleans.Concurrency;
using Supervision.Core.Reading;

namespace Supervision.Silo.Cluster.Boards;

/// <summary>The live figures of one hall; its key is the hall.</summary>
public interface IBoardGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that it runs, and reports to this life of the city's board.</summary>
    /// <param name="life">Another one than before has to be told everything.</param>
    Task KeepAliveAsync(Guid life);
}

/// <summary>The live figures of the city, which halls roll up to and Web nodes follow; its key is 0.</summary>
public interface ICityBoardGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that it runs.</summary>
    Task KeepAliveAsync();

    /// <summary>Takes over the figures of a hall.</summary>
    /// <param name="hall">The hall.</param>
    /// <param name="cells">All its figures by department, as stored.</param>
    Task ReportAsync(string hall, [Immutable] Dictionary<string, string> cells);

    /// <summary>Tells the observer of every change from now on; to be repeated before a minute is over.</summary>
    /// <param name="observer">Who is told.</param>
    /// <param name="known">What the observer holds already; null for nothing.</param>
    /// <returns>What the observer lacks: nothing, or everything.</returns>
    Task<BoardChange> FollowAsync(IBoardObserver observer, BoardMark? known);
}

/// <summary>A Web node that shows the board.</summary>
public interface IBoardObserver : IGrainObserver
{
    /// <summary>Something changed.</summary>
    [OneWay]
    Task ChangedAsync(BoardChange change);
}

/// <summary>How far somebody has followed the city's board.</summary>
/// <param name="Life">Which life of the grain, as each counts anew.</param>
/// <param name="Number">Changes so far.</param>
[GenerateSerializer, Immutable, Alias("supervision.board.mark")]
public sealed record BoardMark([property: Id(0)] Guid Life, [property: Id(1)] long Number);

/// <summary>What changed on the board.</summary>
/// <param name="After">What must be known for the change to fit; null when it holds everything.</param>
/// <param name="Mark">What is known then.</param>
/// <param name="Halls">Figures by hall and department, as stored: all of a hall's, for every hall that changed.</param>
/// <param name="Sources">Every source, when one of them spoke; else null.</param>
[GenerateSerializer, Immutable, Alias("supervision.board.change")]
public sealed record BoardChange(
    [property: Id(0)] BoardMark? After, [property: Id(1)] BoardMark Mark,
    [property: Id(2)] Dictionary<string, Dictionary<string, string>> Halls,
    [property: Id(3)] SourceFigure[]? Sources);

/// <summary>A source's figure between processes.</summary>
[GenerateSerializer, Alias("supervision.board.source")]
public struct SourceFigureSurrogate
{
    /// <summary>The figure as JSON.</summary>
    [Id(0)]
    public byte[] Json { get; set; }
}

/// <summary>To and from <see cref="SourceFigureSurrogate"/>.</summary>
[RegisterConverter]
public sealed class SourceFigureConverter : IConverter<SourceFigure, SourceFigureSurrogate>
{
    /// <inheritdoc />
    public SourceFigure ConvertFromSurrogate(in SourceFigureSurrogate surrogate) =>
        JsonSerializer.Deserialize<SourceFigure>(surrogate.Json)!;

    /// <inheritdoc />
    public SourceFigureSurrogate ConvertToSurrogate(in SourceFigure value) =>
        new() { Json = JsonSerializer.SerializeToUtf8Bytes(value) };
}
