namespace Supervision.Tests.Crash;

/// <summary>Tests that kill server processes run one after another, beside all others.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessSuite
{
    public const string Name = "processes";
}
