using System.Net.Sockets;
using System.Text;

namespace Supervision.Tests.Support;

/// <summary>A mail server that speaks just enough SMTP.</summary>
internal static class MailTalk
{
    /// <summary>Takes one message; what it says to the receiver's address is given.</summary>
    public static async Task<string> TakeAsync(TcpListener listener, string toReceiver)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII)
        {
            NewLine = "\r\n",
            AutoFlush = true,
        };
        var heard = new StringBuilder();
        await writer.WriteLineAsync("220 here");
        var inData = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            heard.AppendLine(line);
            inData = inData ? line != "." : line == "DATA";
            if (line == "QUIT") break;
            if (line == "DATA") await writer.WriteLineAsync("354 go on");
            else if (!inData)
                await writer.WriteLineAsync(line.StartsWith("RCPT", StringComparison.Ordinal) ? toReceiver : "250 ok");
        }

        return heard.ToString();
    }
}
