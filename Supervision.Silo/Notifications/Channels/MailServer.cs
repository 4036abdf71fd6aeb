using System.Net;
using System.Net.Mail;

namespace Supervision.Silo.Notifications.Channels;

/// <summary>Hands mail to the server of the options.</summary>
internal sealed class MailServer(MailOptions options, TimeSpan attemptFor)
{
    /// <summary>Where mail comes from.</summary>
    public MailAddress From { get; } = new(options.From!);

    /// <summary>Hands one over.</summary>
    public async Task<SendResult> SendAsync(MailMessage mail, CancellationToken cancellationToken)
    {
        using var server = new SmtpClient(options.Host, options.Port)
        {
            EnableSsl = options.Tls,
            Timeout = (int)attemptFor.TotalMilliseconds,
            Credentials = options.User is null ? null : new NetworkCredential(options.User, options.Password),
        };
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
