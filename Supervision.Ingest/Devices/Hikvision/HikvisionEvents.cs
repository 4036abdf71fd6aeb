using System.Globalization;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Supervision.Core.Devices;

namespace Supervision.Ingest.Devices.Hikvision;

/// <summary>
/// Reads what a Hikvision terminal pushes: one event as JSON, or as a part of a multipart body with pictures behind it.
/// Pictures are not kept, so one that is cut off harms nothing.
/// </summary>
internal static class HikvisionEvents
{
    private const string Kind = "AccessControllerEvent";
    private const int FaceRecognised = 75;
    private const int PinMax = 64;

    /// <summary>The first JSON text of a body.</summary>
    /// <returns>Null when it holds none.</returns>
    public static byte[]? FindJson(string? contentType, byte[] body)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return body;
        }

        // Cut by hand: a reader of whole parts would refuse a body whose last picture was cut off.
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        var start = body.AsSpan().IndexOf("{"u8);
        if (boundary.Length == 0 || start < 0)
        {
            return null;
        }

        var end = body.AsSpan(start).IndexOf(System.Text.Encoding.Latin1.GetBytes("\r\n--" + boundary));
        return end < 0 ? body[start..] : body[start..(start + end)];
    }

    /// <summary>Reads an event.</summary>
    /// <param name="json">The JSON text; anything behind its last bracket is passed over.</param>
    /// <param name="punch">The punch, or null when the event is another: a door, a face nobody knows, a sign of
    /// life.</param>
    /// <returns>Whether it is an event at all.</returns>
    public static bool TryRead(byte[] json, out Punch? punch)
    {
        punch = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("eventType", out _))
            {
                return false;
            }

            if (root.TryGetProperty(Kind, out var access) && access.ValueKind == JsonValueKind.Object
                && NumberOf(access, "subEventType") == FaceRecognised
                && TextOf(access, "employeeNoString") is { Length: > 0 and <= PinMax } pin
                && DateTimeOffset.TryParse(
                    TextOf(root, "dateTime"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            {
                punch = new Punch(pin, at, DirectionOf(TextOf(access, "attendanceStatus")), "face");
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string DirectionOf(string? status) => status switch
    {
        "checkOut" or "overtimeOut" => "out",
        "breakOut" => "breakOut",
        "breakIn" => "breakIn",
        _ => "in",
    };

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static int? NumberOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
            ? number
            : null;
}
