using System.Text;
using Supervision.Ingest.Feeds;

namespace Supervision.Tests.Unit.Feeds;

public class InstantsTests
{
    [Theory]
    [InlineData("2026-11-20T09:31:05+08:00", "2026-11-20T09:31:05.0000000+08:00")]
    [InlineData("2026-11-20t09:31:05z", "2026-11-20T09:31:05.0000000+00:00")]
    [InlineData("2026-11-20T09:31:05.1Z", "2026-11-20T09:31:05.1000000+00:00")]
    [InlineData("2026-11-20T09:31:05.123456789-03:30", "2026-11-20T09:31:05.1234567-03:30")]
    [InlineData("2026-11-20T09:31:05.999999999999Z", "2026-11-20T09:31:05.9999999+00:00")]
    [InlineData("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00.0000000+00:00")]
    [InlineData("1970-01-01T00:00:00+14:00", "1970-01-01T00:00:00.0000000+14:00")]
    [InlineData("2199-12-31T23:59:59-14:00", "2199-12-31T23:59:59.0000000-14:00")]
    public void TryRead_Instant_KeepsOffsetAndTicks(string text, string expected)
    {
        Assert.True(Instants.TryRead(Encoding.UTF8.GetBytes(text), out var at, out _));
        Assert.Equal(expected, at.ToString("O"));
    }

    [Theory]
    [InlineData("2026-11-20T09:31:05", "has no offset")]
    [InlineData("2026-11-20T09:31:05.5", "has no offset")]
    [InlineData("9999-12-31T23:59:59Z", "year 9999 is outside")]
    [InlineData("1969-12-31T23:59:59Z", "year 1969 is outside")]
    [InlineData("0000-01-01T00:00:00Z", "year 0 is outside")]
    [InlineData("2026-06-30T23:59:60Z", "second 60 (a leap second)")]
    [InlineData("2026-06-30T23:59:61Z", "second 61 does not exist")]
    [InlineData("2026-06-30T24:00:00Z", "hour 24 does not exist")]
    [InlineData("2026-06-30T23:60:00Z", "minute 60 does not exist")]
    [InlineData("2026-02-29T00:00:00Z", "day 29 does not exist")]
    [InlineData("2026-13-01T00:00:00Z", "month 13 does not exist")]
    [InlineData("2026-11-20T09:31:05.Z", "has a dot without digits")]
    [InlineData("2026-11-20T09:31:05+0800", "does not end in an offset")]
    [InlineData("2026-11-20T09:31:05+08:00x", "does not end in an offset")]
    [InlineData("2026-11-20T09:31:05+14:01", "offset is beyond")]
    [InlineData("2026-11-20T09:31:05+08:60", "offset is beyond")]
    [InlineData("2026-11-20 09:31:05Z", "is not an RFC 3339 instant")]
    [InlineData("20261120T093105Z", "is not an RFC 3339 instant")]
    [InlineData("", "is not an RFC 3339 instant")]
    [InlineData("２026-11-20T09:31:05Z", "is not an RFC 3339 instant")]
    [InlineData("2026-11-20T09:31:05.0000000000000000000000000000000000000000000000Z", "is too long")]
    public void TryRead_NotAnInstant_SaysWhy(string text, string reason)
    {
        Assert.False(Instants.TryRead(Encoding.UTF8.GetBytes(text), out _, out var said));
        Assert.StartsWith(reason, said, StringComparison.Ordinal);
    }
}
