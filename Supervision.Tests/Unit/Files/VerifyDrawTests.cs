using System.CommandLine;
using Supervision.Ingest.Files;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Draws;

namespace Supervision.Tests.Unit.Files;

public sealed class VerifyDrawTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task GenuineRecord_IsZero_AndShowsTheDigestToCompare()
    {
        var record = DrawSamples.Amended();
        var (code, output) = await RunAsync(DrawSamples.Bytes(record));
        Assert.Equal(0, code);
        Assert.Equal(10, Lines(output, "holds  "));
        Assert.Contains("5 of 20 drawn in SJ-2026-0001", output, StringComparison.Ordinal);
        Assert.EndsWith(record.Digest, output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pool", "FAILS  pool: The hash of objects", 9)]
    [InlineData("half", "FAILS  form: ", 0)]
    public async Task ForgedRecord_IsOne_AndNamesTheStep(string which, string line, int holding)
    {
        var (code, output) = await RunAsync(RecordVerifierTests.Forge(which));
        Assert.Equal(1, code);
        Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.Equal(holding, Lines(output, "holds  "));
    }

    [Fact]
    public async Task FileThatIsNotThere_IsTwo() => Assert.Equal(
        2, await InvokeAsync(folder.File("none.json"), TextWriter.Null));

    private static int Lines(string output, string start) =>
        output.Split('\n').Count(line => line.StartsWith(start, StringComparison.Ordinal));

    private async Task<(int Code, string Output)> RunAsync(byte[] record)
    {
        var path = folder.File("record.json");
        await File.WriteAllBytesAsync(path, record, TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        return (await InvokeAsync(path, output), output.ToString());
    }

    private static Task<int> InvokeAsync(string path, TextWriter output) =>
        new RootCommand { VerifyDrawCommand.Create() }.Parse(["verify-draw", path]).InvokeAsync(
            new() { Output = output, Error = TextWriter.Null }, TestContext.Current.CancellationToken);
}
