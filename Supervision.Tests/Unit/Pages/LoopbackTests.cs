using System.Net;
using Microsoft.AspNetCore.Http;
using Supervision.Web.Security;

namespace Supervision.Tests.Unit.Pages;

public class LoopbackTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost:5080", null, null, true)]
    [InlineData("::1", "[::1]:5080", null, null, true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", null, null, true)]
    [InlineData("127.0.0.1", "localhost:5080", "http://localhost:5080", null, true)]
    [InlineData("10.1.2.3", "localhost:5080", null, null, false)]
    [InlineData("127.0.0.1", "rebound.example", null, null, false)]
    [InlineData("127.0.0.1", "localhost:5080", "http://evil.example", null, false)]
    [InlineData("127.0.0.1", "localhost:5080", "null", null, false)]
    [InlineData("127.0.0.1", "localhost:5080", null, "10.1.2.3", false)]
    public void IsLocal_TellsCallersOfThisMachineFromEverybodyElse(
        string address, string host, string? origin, string? forwardedFor, bool isLocal)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
        context.Request.Host = new HostString(host);
        if (origin is not null)
        {
            context.Request.Headers.Origin = origin;
        }

        if (forwardedFor is not null)
        {
            context.Request.Headers["X-Forwarded-For"] = forwardedFor;
        }

        Assert.Equal(isLocal, Loopback.IsLocal(context));
    }
}
