namespace Supervision.Silo.Runtime;

/// <summary>What health asks of an engine.</summary>
public interface IEngineState
{
    /// <summary>Why it stopped by itself; null while all is well.</summary>
    Exception? Fault { get; }

    /// <summary>How far a wall clock that was set back is behind now; zero while all is well.</summary>
    TimeSpan ClockBehind { get; }
}
