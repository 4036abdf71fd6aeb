using System.Net;
using System.Net.Mail;
using System.Text;

namespace Supervision.Silo.Notifications.Channels;

/// <summary>Hands messages over to a mail server. A second copy has the same identity.</summary>
internal sealed class MailChannel(MailOptions options, TimeSpan attemptFor) : IChannel
{
    /// <inheritdoc />
    public ChannelKind Kind => ChannelKind.Mail;

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        using var server = new SmtpClient(options.Host, options.Port)
        {
            EnableSsl = options.Tls,
            Timeout = (int)attemptFor.TotalMilliseconds,
            Credentials = options.User is null ? null : new NetworkCredential(options.User, options.Password),
        };
        var from = new MailAddress(options.From!);
        using var mail = new MailMessage(from, new MailAddress(envelope.To!))
        {
            Subject = envelope.Text.Title,
            SubjectEncoding = Encoding.UTF8,
            Body = envelope.Link.Length == 0 ? envelope.Text.Text : $"{envelope.Text.Text}\r\n\r\n{envelope.Link}",
            BodyEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<{envelope.Id}@{from.Host}>");
        try
        {
            await server.SendMailAsync(mail, cancellationToken);
            return SendResult.Taken;
        }
        catch (SmtpException fault)
        {
            // Its words may hold the address; the code does not.
            return new($"smtp:{(int)fault.StatusCode}", (int)fault.StatusCode < 500);
        }
    }
}
