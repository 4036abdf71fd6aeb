using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Supervision.Ingest.Feeds;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Property;

/// <summary>What must hold for any bytes a sender may send.</summary>
public class FeedProperties
{
    /// <summary>Pieces of events, so that random bodies reach deep into the reader.</summary>
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\\"", "\\u12", "\\ud800", "\n", "\r\n", " ", "null", "true",
            "-1e9",
            "\"id\":\"1\"", "\"specversion\":\"1.0\"", "\"source\":\"s\"", "\"type\":\"case.accepted\"",
            "\"subject\":\"办\"",
            "\"time\":\"2026-11-20T09:31:05+08:00\"", "\"data\":{", "\"applicant\":{", "\"promised\":", "\uFEFF",
            Event(id: "2"), Event("case.received", "{\"applicant\":\"王\",\"x\":[{\"phone\":1}]}"),
            Event(content: "{\"x\":\"\\ud800\"}"),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0x00], [0xEF, 0xBB],
    ];

    private static Gen<byte[]> Bodies => Gen.OneOf(
        Gen.Elements(Pieces).ListOf().Select(pieces => pieces.SelectMany(piece => piece).ToArray()),
        Gen.Choose(0, 255).ListOf().Select(bytes => bytes.Select(value => (byte)value).ToArray()),
        Gen.Elements(Pieces).ListOf()
            .Select(pieces => (byte[])[(byte)'[', .. pieces.SelectMany(piece => piece), (byte)']']));

    private static Gen<byte[]> Streams => Gen.Elements(Pieces).ListOf()
        .Select(pieces => pieces.SelectMany(piece => (byte[])[.. piece, .. "\n"u8]).ToArray());

    private static Gen<FeedFormat> Formats => Gen.Elements(Enum.GetValues<FeedFormat>());

    private static Gen<int[]> Segments => Gen.Choose(1, 40).NonEmptyListOf().Select(sizes => sizes.ToArray());

    [Fact]
    public void TryRead_AnyBytes_GivesAFactOrAReason() =>
        Prop.ForAll(Bodies.ToArbitrary(), body =>
        {
            var read = Reader().TryRead(body, 0, out var fact, out var fault);
            return read == (fact is not null) && read == (fault is null) && (read || fault!.Reason.Contains(':'));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Bodies_AnyBytesInAnySegments_EndInFactsFaultsOrARefusal() =>
        Prop.ForAll(Bodies.ToArbitrary(), Segments.ToArbitrary(), Formats.ToArbitrary(), (body, segments, format) =>
        {
            try
            {
                Outcome(body, format, segments);
            }
            catch (Exception e) when (e is UnreadableBodyException or BodyTooLargeException)
            {
                Assert.NotEqual(FeedFormat.Lines, format);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Lines_AnySplitIntoSegments_GivesEqualFactsAndFaults() =>
        Prop.ForAll(Streams.ToArbitrary(), Segments.ToArbitrary(), (body, segments) =>
            Assert.Equal(Outcome(body, FeedFormat.Lines, []), Outcome(body, FeedFormat.Lines, segments)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Batch_AnySplitIntoSegments_GivesEqualFactsAndFaultsOrTheSameRefusal() =>
        Prop.ForAll(Bodies.ToArbitrary(), Segments.ToArbitrary(), (body, segments) =>
            Assert.Equal(OutcomeOrRefusal(body, []), OutcomeOrRefusal(body, segments)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static string OutcomeOrRefusal(byte[] body, int[] segments)
    {
        try
        {
            return Outcome(body, FeedFormat.Batch, segments);
        }
        catch (UnreadableBodyException e)
        {
            return e.Message;
        }
    }

    private static string Outcome(byte[] body, FeedFormat format, int[] segments)
    {
        // A small event bound makes skipping common.
        var limits = new FeedLimits { EventBytesMax = 180, BatchFactsMax = 3 };
        var read = ReadAsync(body, format, limits, segments).GetAwaiter().GetResult();
        return string.Join('\n', [.. read.Facts.Select(Text), .. read.Faults.Select(fault => fault.ToString())]);
    }
}
