using System.Net;
using Microsoft.AspNetCore.Http;
using Supervision.Web.Security;

namespace Supervision.Tests.Unit.Pages;

public class LoopbackOnlyTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost:5080", null, null, 200)]
    [InlineData("::1", "[::1]:5080", null, null, 200)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1", null, null, 200)]
    [InlineData("127.0.0.1", "localhost:5080", "http://localhost:5080", null, 200)]
    [InlineData("10.1.2.3", "localhost:5080", null, null, 403)]
    [InlineData("127.0.0.1", "rebound.example", null, null, 403)]
    [InlineData("127.0.0.1", "localhost:5080", "http://evil.example", null, 403)]
    [InlineData("127.0.0.1", "localhost:5080", "null", null, 403)]
    [InlineData("127.0.0.1", "localhost:5080", null, "10.1.2.3", 403)]
    public async Task Invoke_MarkedEndpoint_AnswersCallersOfThisMachineAlone(
        string address, string host, string? origin, string? forwardedFor, int status)
    {
        Assert.Equal(status, await StatusAsync(address, host, origin, forwardedFor, marked: true));
    }

    [Fact]
    public async Task Invoke_UnmarkedEndpoint_AnswersEverybody()
    {
        Assert.Equal(200, await StatusAsync("10.1.2.3", "city.example", null, null, marked: false));
    }

    private static async Task<int> StatusAsync(
        string address, string host, string? origin, string? forwardedFor, bool marked)
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

        var metadata = marked
            ? new EndpointMetadataCollection(LoopbackOnlyAttribute.Instance)
            : EndpointMetadataCollection.Empty;
        context.SetEndpoint(new Endpoint(null, metadata, "test"));
        await new LoopbackOnly(_ => Task.CompletedTask).InvokeAsync(context);
        return context.Response.StatusCode;
    }
}
