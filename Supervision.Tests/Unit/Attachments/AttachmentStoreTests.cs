using System.Security.Cryptography;
using Supervision.Core.Reading;
using Supervision.Silo.Attachments;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Attachments;

public sealed class AttachmentStoreTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new(ClockSamples.At("2026-11-20 10:00"));

    private string[] Kept => [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Take_AFile_KeepsItOnceUnderItsHash()
    {
        var store = Open();
        var (first, _) = await store.TakeAsync(new MemoryStream(SampleFiles.Pdf), "一.pdf", None);
        var (second, _) = await store.TakeAsync(new MemoryStream(SampleFiles.Pdf), "二.pdf", None);
        var hash = Convert.ToHexStringLower(SHA256.HashData(SampleFiles.Pdf));
        Assert.Equal(new Attachment(hash, "一.pdf", SampleFiles.Pdf.Length, "application/pdf"), first);
        Assert.Equal(hash, second!.Hash);
        Assert.Equal([AttachmentStore.PathOf(folder.Path, hash)], Kept);
        await using var read = await store.OpenAsync(first!, None);
        var copy = new MemoryStream();
        await read!.CopyToAsync(copy);
        Assert.Equal(SampleFiles.Pdf, copy.ToArray());
    }

    [Fact]
    public async Task Take_WhatIsRefused_LeavesNothing()
    {
        var store = Open();
        Assert.Equal("attachment.type", (await store.TakeAsync(new MemoryStream(), "a.pdf", None)).Refusal!.Code);
        var endless = new Endless();
        Assert.Equal("attachment.tooLarge", (await store.TakeAsync(endless, "a.txt", None)).Refusal!.Code);
        Assert.InRange(endless.Given, Attachment.SizeBytesMax, Attachment.SizeBytesMax + (64 * 1024));
        await Assert.ThrowsAsync<IOException>(() => store.TakeAsync(new Endless(breaksOff: true), "a.txt", None));
        Assert.Empty(Kept);
        var full = Open(freeMiBMin: long.MaxValue / 1024 / 1024);
        var (_, refusal) = await full.TakeAsync(new MemoryStream(SampleFiles.Pdf), "a.pdf", None);
        Assert.Equal("attachment.noRoom", refusal!.Code);
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task Take_OfTheLargestSize_IsTaken()
    {
        var text = new byte[Attachment.SizeBytesMax];
        text.AsSpan().Fill((byte)'a');
        var (taken, refusal) = await Open().TakeAsync(new MemoryStream(text), "a.txt", None);
        Assert.Equal((Attachment.SizeBytesMax, null), (taken?.SizeBytes, refusal));
    }

    [Fact]
    public async Task Open_OfAChangedOrMissingFile_IsNull()
    {
        var store = Open();
        var taken = (await store.TakeAsync(new MemoryStream(SampleFiles.Pdf), "a.pdf", None)).Taken!;
        var path = AttachmentStore.PathOf(folder.Path, taken.Hash);
        await File.WriteAllBytesAsync(path, SampleFiles.Png);
        Assert.Null(await store.OpenAsync(taken, None));
        File.Delete(path);
        Assert.Null(await store.OpenAsync(taken, None));
    }

    [Fact]
    public async Task Sweep_RemovesWhatIsOldAndNamedByNoStep()
    {
        var store = Open();
        var named = (await store.TakeAsync(new MemoryStream(SampleFiles.Pdf), "a.pdf", None)).Taken!.Hash;
        await store.TakeAsync(new MemoryStream(SampleFiles.Png), "a.png", None);
        await store.TakeAsync(new MemoryStream(SampleFiles.Jpeg), "a.jpg", None);
        var draft = Path.Combine(folder.Path, "drafts", "left by a crash");
        await File.WriteAllTextAsync(draft, "x");
        File.SetLastWriteTimeUtc(draft, time.GetUtcNow().UtcDateTime);
        Assert.Equal(0, store.Sweep(_ => false));
        time.Advance(TimeSpan.FromMinutes(61));
        await store.TakeAsync(new MemoryStream(SampleFiles.Jpeg), "again.jpg", None); // young once more
        Assert.Equal(2, store.Sweep(hash => hash == named));
        Assert.Equal(2, Kept.Length);
        Assert.Contains(AttachmentStore.PathOf(folder.Path, named), Kept);
    }

    private AttachmentStore Open(long freeMiBMin = 0) =>
        new(folder.Path, new AttachmentOptions { FreeMiBMin = freeMiBMin }, time);

    /// <summary>Gives a's for ever, or until it breaks off in the middle.</summary>
    private sealed class Endless(bool breaksOff = false) : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (breaksOff && Given > 100_000)
            {
                throw new IOException("The sender is gone.");
            }

            buffer.AsSpan(offset, count).Fill((byte)'a');
            Given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
