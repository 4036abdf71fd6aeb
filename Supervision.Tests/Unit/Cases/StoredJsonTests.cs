using System.Text.Json;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Reading;

namespace Supervision.Tests.Unit.Cases;

public sealed class StoredJsonTests
{
    [Fact]
    public void Read_TheSameTextsAgain_SharesThem()
    {
        var stored = JsonSerializer.SerializeToUtf8Bytes(
            new CaseMoved(null, new CaseRow { No = "C-1", State = CaseStatus.Accepted, Hall = "市政务服务中心" }),
            StoredJson.Storage.CaseMoved);
        _ = Row(stored); // a text is kept from the second time on
        Assert.Same(Row(stored).Hall, Row(stored).Hall);
        Assert.Null(Row(stored).Window);
    }

    private static CaseRow Row(byte[] stored) =>
        JsonSerializer.Deserialize(stored, StoredJson.Storage.CaseMoved)!.After;
}
