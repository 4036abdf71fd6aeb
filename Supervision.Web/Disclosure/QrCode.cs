using QRCoder;

namespace Supervision.Web.Disclosure;

/// <summary>Draws addresses for cameras.</summary>
internal static class QrCode
{
    private const int PixelsPerModule = 6;

    /// <summary>A picture of an address as the source of an image.</summary>
    public static string Of(string address)
    {
        using var maker = new QRCodeGenerator();
        using var code = maker.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        return "data:image/png;base64," + Convert.ToBase64String(picture.GetGraphic(PixelsPerModule));
    }
}
