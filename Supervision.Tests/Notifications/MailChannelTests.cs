using System.Net;
using System.Net.Sockets;
using Supervision.Silo.Notifications;
using Supervision.Silo.Notifications.Channels;
using Supervision.Tests.Support;

namespace Supervision.Tests.Notifications;

/// <summary>Mail over a real connection to a server that speaks just enough SMTP.</summary>
public class MailChannelTests
{
    [Theory]
    [InlineData("250 ok", null, false)]
    [InlineData("550 no such box w@city.cn", "smtp:550", false)]
    [InlineData("451 later", "smtp:451", true)]
    public async Task Mail_IsTakenOrRefusedByCodeAlone(string answer, string? fault, bool mayPass)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var talk = MailTalk.TakeAsync(listener, answer);
        var channel = new MailChannel(
            new MailOptions
            {
                Host = "127.0.0.1",
                Port = ((IPEndPoint)listener.LocalEndpoint).Port,
                Tls = false,
                From = "jc@city.cn",
            },
            TimeSpan.FromSeconds(30));
        var result = await channel.SendAsync(
            new Envelope(
                "00ff", "w@city.cn", "U1", "王", "climbed", new MessageText("升级", "请办理。"),
                "https://jc.city.cn/orders/1", 1, DateTimeOffset.UnixEpoch, new Dictionary<string, string>()),
            CancellationToken.None);
        Assert.Equal(new SendResult(fault, mayPass), result);
        var heard = await talk;
        Assert.Contains("RCPT TO:<w@city.cn>", heard, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(fault is null, heard.Contains("Message-ID: <00ff@city.cn>", StringComparison.OrdinalIgnoreCase));
    }
}
