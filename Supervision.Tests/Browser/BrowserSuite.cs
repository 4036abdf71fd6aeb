using Supervision.Tests.Support;

namespace Supervision.Tests.Browser;

/// <summary>Browser tests share one Chromium and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserSuite : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
