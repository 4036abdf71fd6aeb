using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Silo.Attachments;
using Supervision.Silo.Auditing;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;

namespace Supervision.Tests.Api;

/// <summary>Steps with files over real HTTP.</summary>
public sealed class AttachmentsApiTests : IAsyncLifetime
{
    private static readonly Actor Manager = new("M1", "王经理", Role.Manager, "W01");
    private static readonly Actor Elsewhere = new("M2", "李经理", Role.Manager, "W02");

    private readonly RealSystem system = new() { Arguments = SignedIn.Arguments };

    private string Folder => system.Services.GetRequiredService<DataFolder>().Attachments;

    private string[] Kept => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)];

    public ValueTask InitializeAsync() => system.InitializeAsync();

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Fact]
    public async Task Step_WithFiles_NamesThemAndHandsThemOutSafely()
    {
        var no = await system.OpenOrderAsync("T-1");
        const string name = "<img src=x onerror=alert(1)>\"情况.pdf";
        using var taken = await SendAsync(Manager, no, Form((name, SampleFiles.Pdf), ("b.png", SampleFiles.Png)));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        var files = await FilesAsync(no);
        Assert.Equal(
            ["<img src=x onerror=alert(1)>\"情况.pdf application/pdf", "b.png image/png"],
            files.Select(file => $"{file.GetProperty("name")} {file.GetProperty("type")}"));
        var path = $"/api/orders/{no}/attachments/{files[0].GetProperty("hash")}";
        using var download = await system.Reader.GetAsync(path);
        Assert.Equal(SampleFiles.Pdf, await download.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", download.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", download.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", download.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'; sandbox", download.Headers.GetValues("Content-Security-Policy").Single());
        var line = system.Services.GetRequiredService<AuditLog>().Find(new(AuditKind.AttachmentRead)).Items.Single();
        Assert.Equal((no, "reader"), (line.Entry.Subject, line.Entry.Who));

        using var other = system.ClientOf(Elsewhere);
        using var foreign = await other.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        var second = await system.OpenOrderAsync("T-2");
        using var wrongOrder = await system.Reader.GetAsync(path.Replace(no, second, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, wrongOrder.StatusCode);
    }

    [Fact]
    public async Task File_ThatIsGoneOrChanged_IsNotHandedOut()
    {
        var no = await system.OpenOrderAsync("T-1");
        using var taken = await SendAsync(Manager, no, Form(("a.pdf", SampleFiles.Pdf)));
        var hash = (await FilesAsync(no))[0].GetProperty("hash").GetString()!;
        await File.WriteAllTextAsync(AttachmentStore.PathOf(Folder, hash), "changed");
        using var changed = await system.Reader.GetAsync($"/api/orders/{no}/attachments/{hash}");
        Assert.Equal(HttpStatusCode.InternalServerError, changed.StatusCode);
        Assert.DoesNotContain("changed", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.exe", 415, "attachment.type")]
    [InlineData("a.pdf", 400, "attachment.suspicious")]
    [InlineData("a.html", 400, "attachment.name")]
    [InlineData("a.txt", 413, "attachment.tooLarge")]
    public async Task File_ThatIsNotTaken_RefusesTheStepAndLeavesNothing(string name, int status, string code)
    {
        byte[] content = name switch
        {
            "a.exe" => [(byte)'M', (byte)'Z', 0, 0, 1],
            "a.pdf" => [.. SampleFiles.Pdf, .. SampleFiles.Zip("x")],
            "a.html" => SampleFiles.Text,
            _ => new byte[(20 * 1024 * 1024) + 1],
        };
        var no = await system.OpenOrderAsync("T-1");
        using var answer = await SendAsync(Manager, no, Form((name, content)));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Empty(Kept);
        Assert.Equal(0, (await OrderAsync(no)).GetProperty("order").GetProperty("steps").GetInt32());
        var line = system.Services.GetRequiredService<AuditLog>().Find(new(AuditKind.StepRefused)).Items.Single();
        Assert.Equal((no, $"acknowledge {code}", "M1"), (line.Entry.Subject, line.Entry.Detail, line.Entry.Who));
    }

    [Fact]
    public async Task Files_MoreThanAStepMayHave_AreRefused()
    {
        var no = await system.OpenOrderAsync("T-1");
        var six = Enumerable.Range(0, 6).Select(i => ($"{i}.txt", Encoding.UTF8.GetBytes($"file {i}"))).ToArray();
        using var answer = await SendAsync(Manager, no, Form(six));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("attachment.tooMany", problem.GetProperty("code").GetString());
        Assert.Equal(0, (await OrderAsync(no)).GetProperty("order").GetProperty("steps").GetInt32());
    }

    [Fact]
    public async Task Step_ThatIsRefused_LeavesItsFilesToTheSweep()
    {
        var no = await system.OpenOrderAsync("T-1");
        using var answer = await SendAsync(Manager, no, Form(("a.pdf", SampleFiles.Pdf)), "verify?passed=true");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode); // the field 'passed' is in no address
        using var taken = await SendAsync(Manager, no, Form(("b.png", SampleFiles.Png)));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        foreach (var path in Kept)
        {
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        }

        Assert.Equal(2, Kept.Length);
        Assert.Equal(1, await system.Services.GetRequiredService<AttachmentSweeper>().SweepAsync(default));
        var named = (await FilesAsync(no))[0].GetProperty("hash").GetString()!;
        Assert.Equal([AttachmentStore.PathOf(Folder, named)], Kept);
    }

    /// <summary>One says how long it is, the other does not: neither is read to its end.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_OfAGigabyte_IsRefusedEarly(bool saysSo)
    {
        var no = await system.OpenOrderAsync("T-1");
        const long gigabyte = 1L << 30;
        using var client = new TcpClient();
        await client.ConnectAsync(system.Address.Host, system.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /api/orders/{no}/acknowledge HTTP/1.1\r\nHost: {system.Address.Authority}\r\n"
            + $"{SignedIn.Header}: {SignedIn.ValueOf(Manager)}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            + (saysSo ? $"Content-Length: {gigabyte}\r\n\r\n" : "Transfer-Encoding: chunked\r\n\r\n")
            + (saysSo ? "" : "64\r\n" + FilePart.PadRight(100) + "\r\n")));
        var reading = ReadHeadAsync(stream);
        var sent = 0L;
        if (!saysSo)
        {
            var piece = Encoding.ASCII.GetBytes("10000\r\n" + new string('a', 65536) + "\r\n");
            try
            {
                for (; sent < gigabyte && !reading.IsCompleted; sent += 65536)
                {
                    await stream.WriteAsync(piece);
                }
            }
            catch (IOException)
            {
                // the server has closed the connection: that is what this is about
            }
        }

        Assert.StartsWith("HTTP/1.1 413", await reading, StringComparison.Ordinal);
        Assert.InRange(sent, 0, 64L << 20); // what is taken, and what waits in the sockets between
        Assert.Empty(Kept);
        Assert.Equal(0, (await OrderAsync(no)).GetProperty("order").GetProperty("steps").GetInt32());
    }

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=words\r\n\r\nhalf")]
    [InlineData("multipart/form-data; boundary=b", "no parts at all")]
    [InlineData("application/json", "{\"words\":")]
    [InlineData("application/json", "[]")]
    public async Task Body_ThatCannotBeRead_IsRefused(string type, string body)
    {
        var no = await system.OpenOrderAsync("T-1");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await SendAsync(Manager, no, content);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            (400, "attachment.unreadable"), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
    }

    private const string FilePart =
        "--b\r\nContent-Disposition: form-data; name=f; filename=a.txt\r\n\r\n";

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new byte[64];
        var length = await stream.ReadAtLeastAsync(head, 12, throwOnEndOfStream: false);
        return Encoding.ASCII.GetString(head, 0, length);
    }

    private static MultipartFormDataContent Form(params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent("见附件"), "words" } };
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentDisposition = new("form-data") { Name = "files", FileNameStar = name };
            form.Add(part);
        }

        return form;
    }

    private async Task<HttpResponseMessage> SendAsync(
        Actor by, string no, HttpContent content, string step = "acknowledge")
    {
        using var client = system.ClientOf(by);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/orders/{no}/{step}") { Content = content };
        request.Headers.ExpectContinue = true;
        return await client.SendAsync(request);
    }

    private async Task<JsonElement> OrderAsync(string no) => (await system.GetAsync($"/api/orders/{no}")).Answer;

    private async Task<JsonElement[]> FilesAsync(string no) =>
        [.. (await OrderAsync(no)).GetProperty("timeline").EnumerateArray()
            .SelectMany(line => line.GetProperty("attachments").EnumerateArray())];
}
