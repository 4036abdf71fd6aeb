namespace Supervision.Silo.Embedded;

/// <summary>The commit queue began a new epoch; states of the old one are void.</summary>
internal sealed class StaleEpochException : Exception;

/// <summary>Something that cannot be is: going on could write nonsense. The engine stops and says so.</summary>
public sealed class InvariantException(string message) : Exception(message);
