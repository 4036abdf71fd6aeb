using Supervision.Silo.Metrics;
using Supervision.Tests.Engine;
using Supervision.Tests.Support;

namespace Supervision.Tests.Metrics;

/// <summary>Instruments over a board whose figures a test writes, at a time it moves.</summary>
internal sealed class MetricsStory : IDisposable
{
    private readonly EngineStory story = new();

    public MetricsStory()
    {
        Board = new InMemoryBoard(Time);
        Instruments = new Instruments(
            Board, story.System.Journal, story.System.Views, story.System.Rules, story.Engine, Time);
    }

    public ManualTime Time { get; } = new(ClockSamples.At("2018-10-15 10:00"));

    public InMemoryBoard Board { get; }

    public Instruments Instruments { get; }

    public MetricsOptions Options { get; } = new();

    public void Dispose()
    {
        Instruments.Dispose();
        story.Dispose();
    }

    /// <summary>Lets the time of one look pass; then so many cases are open in the city.</summary>
    public void Pass(long open)
    {
        Time.Advance(Options.Every);
        Board.Set(InMemoryBoard.Empty with { Open = open });
    }
}
