using Supervision.Core.People;

namespace Supervision.Silo.Notifications;

/// <summary>Who can be told something. Safe for concurrent use.</summary>
public interface IReceivers
{
    /// <summary>Everybody with an open account.</summary>
    ValueTask<IReadOnlyList<Actor>> ListAsync(CancellationToken cancellationToken);
}

/// <summary>A way to people outside the program. Safe for concurrent use.</summary>
internal interface IChannel
{
    /// <summary>Which.</summary>
    ChannelKind Kind { get; }

    /// <summary>Hands a message over; the same message may come again after a crash or a lost answer.</summary>
    /// <returns>What became of it; a refusal is no exception.</returns>
    Task<SendResult> SendAsync(Envelope envelope, CancellationToken cancellationToken);
}

/// <summary>What became of an attempt.</summary>
/// <param name="Fault">Code of the reason, without anything personal; null means that it was taken.</param>
/// <param name="MayPass">Whether it is worth trying again.</param>
internal sealed record SendResult(string? Fault, bool MayPass)
{
    public static SendResult Taken { get; } = new(null, false);
}

/// <summary>A message ready to be handed over.</summary>
/// <param name="Id">Identity; receivers of it use it to know a message that comes again.</param>
/// <param name="To">Phone number or address; null where the channel needs none.</param>
internal sealed record Envelope(
    string Id, string? To, string ReceiverId, string ReceiverName, string Template, MessageText Text, string Link,
    int Count, DateTimeOffset MadeAt, IReadOnlyDictionary<string, string> Values);

/// <summary>What a reader sees of a message.</summary>
public sealed record MessageText(string Title, string Text);
