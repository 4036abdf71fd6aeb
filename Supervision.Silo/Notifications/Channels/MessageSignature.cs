using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Supervision.Silo.Notifications.Channels;

/// <summary>
/// What proves to a gateway that a body comes from here and when: HMAC-SHA256 over the time in seconds since 1970, a
/// full stop and the body.
/// </summary>
internal static class MessageSignature
{
    public const string TimeHeader = "X-Supervision-Timestamp";
    public const string Header = "X-Supervision-Signature";

    public static string TimeOf(DateTimeOffset at) =>
        at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static string Of(string secret, string time, ReadOnlySpan<byte> body)
    {
        var prefix = Encoding.UTF8.GetBytes(time + ".");
        byte[] signed = [.. prefix, .. body];
        return "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }
}
