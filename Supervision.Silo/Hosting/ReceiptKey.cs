using System.Security.Cryptography;
using Supervision.Core.Receipts;

namespace Supervision.Silo.Hosting;

/// <summary>The key of receipts, drawn from the secret that the installation keeps anyway.</summary>
internal static class ReceiptKey
{
    private const int SizeBytes = 32;

    /// <summary>The codes of this installation.</summary>
    public static ReceiptCodes CodesOf(DataFolder folder) => new(HKDF.DeriveKey(
        HashAlgorithmName.SHA256, PersonSecret.ReadOrCreate(folder.PersonSecret), SizeBytes,
        info: "supervision receipts 1"u8.ToArray()));
}
