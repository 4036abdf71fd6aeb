namespace Supervision.Tests.Crash;

/// <summary>Tests with server processes run one after another: two at once would only slow each other down.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessSuite
{
    public const string Name = "processes";
}
