namespace Supervision.Silo.Runtime;

/// <summary>How an engine fares: what health asks, and whoever can wait.</summary>
public interface IEngineState
{
    /// <summary>Why it stopped by itself; null while all is well.</summary>
    Exception? Fault { get; }

    /// <summary>
    /// Why the newest attempt to make something durable failed, such as a full disk; null once one has succeeded.
    /// </summary>
    Exception? JournalFault { get; }

    /// <summary>How far a wall clock that was set back is behind now; zero while all is well.</summary>
    TimeSpan ClockBehind { get; }

    /// <summary>Whether so much is due at once that what can wait should.</summary>
    bool InStorm => false;
}
