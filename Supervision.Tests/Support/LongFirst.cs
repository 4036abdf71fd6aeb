using Supervision.Tests.Browser;
using Supervision.Tests.Crash;
using Supervision.Tests.Postgres;
using Supervision.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongFirst))]

namespace Supervision.Tests.Support;

/// <summary>
/// Begins with the collections that take minutes: begun last, the longest would run alone while a processor is idle.
/// </summary>
public sealed class LongFirst : ITestCollectionOrderer
{
    /// <summary>Longest first; of collections without a name the display name holds the class.</summary>
    private static readonly string[] Long =
    [
        ProcessSuite.Name, PostgresSuite.Name, BrowserSuite.Name, nameof(StoredScriptWalkTests), nameof(HallWalkTests),
        ".Simulation.", ".Browser.",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(RankOf)];

    private static int RankOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var name = collection.TestCollectionDisplayName;
        var rank = Array.FindIndex(Long, text => name.Contains(text, StringComparison.Ordinal));
        return rank < 0 ? Long.Length : rank;
    }
}
