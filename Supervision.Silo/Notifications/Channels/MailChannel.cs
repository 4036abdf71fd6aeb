using System.Net.Mail;
using System.Text;

namespace Supervision.Silo.Notifications.Channels;

/// <summary>Hands messages over to a mail server. A second copy has the same identity.</summary>
internal sealed class MailChannel(MailOptions options, TimeSpan attemptFor) : IChannel
{
    private readonly MailServer server = new(options, attemptFor);

    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Mail;

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        using var mail = new MailMessage(server.From, new MailAddress(envelope.To!))
        {
            Subject = envelope.Text.Title,
            SubjectEncoding = Encoding.UTF8,
            Body = envelope.Link.Length == 0 ? envelope.Text.Text : $"{envelope.Text.Text}\r\n\r\n{envelope.Link}",
            BodyEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<{envelope.Id}@{server.From.Host}>");
        return await server.SendAsync(mail, cancellationToken);
    }
}
