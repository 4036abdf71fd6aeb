namespace Supervision.Bench.Load;

/// <summary>A folder that lives as long as a benchmark.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("supervision-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
