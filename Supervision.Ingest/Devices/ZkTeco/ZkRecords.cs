using System.Globalization;
using System.Text;
using Supervision.Core.Devices;

namespace Supervision.Ingest.Devices.ZkTeco;

/// <summary>What an upload of a ZKTeco terminal holds.</summary>
/// <param name="Lines">Records, readable or not; the terminal is told this number, or it would send them for
/// ever.</param>
/// <param name="Unreadable">Records nothing could be made of.</param>
internal sealed record ZkUpload(
    int Lines, int Unreadable, IReadOnlyList<Punch> Punches, IReadOnlyList<DeviceOperation> Operations,
    IReadOnlyList<(string Pin, string Name)> Persons);

/// <summary>Reads the tables ATTLOG and OPERLOG (PUSH protocol, "upload data").</summary>
internal static class ZkRecords
{
    private const int PinMax = 64;
    private const int OffsetField = 10;
    private const string OperationMark = "OPLOG ";
    private const string PersonMark = "USER ";

    private static readonly Encoding Strict =
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    /// <summary>Directions by status code: check in and out, break, overtime.</summary>
    private static readonly string[] Directions = ["in", "out", "breakOut", "breakIn", "in", "out"];

    /// <summary>Decodes a body: UTF-8 if it is that, else GB2312, which terminals in Chinese write.</summary>
    public static string Decode(ReadOnlySpan<byte> body)
    {
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return Chinese.GetString(body); // GB18030 holds all of GB2312
        }
    }

    /// <summary>Reads attendance records: PIN, time, status, verify and more, between tabs.</summary>
    public static ZkUpload ReadAttendance(string body, TimeZoneInfo zone)
    {
        List<Punch> punches = [];
        var (lines, unreadable) = (0, 0);
        foreach (var line in LinesOf(body))
        {
            lines++;
            var fields = line.Split('\t');
            if (fields.Length > 1 && fields[0].Trim() is { Length: > 0 and <= PinMax } pin
                && WallTime.TryRead(
                    fields[1], zone, fields.Length > OffsetField ? fields[OffsetField] : null, out var at))
            {
                punches.Add(new Punch(pin, at, DirectionOf(fields), VerifyOf(fields)));
            }
            else
            {
                unreadable++;
            }
        }

        return new ZkUpload(lines, unreadable, punches, [], []);
    }

    /// <summary>
    /// Reads the operation log: what was done to the terminal, and the persons it knows. Templates and pictures that
    /// come with them are passed over and not kept.
    /// </summary>
    public static ZkUpload ReadOperations(string body, TimeZoneInfo zone)
    {
        List<DeviceOperation> operations = [];
        List<(string, string)> persons = [];
        var (lines, unreadable) = (0, 0);
        foreach (var line in LinesOf(body))
        {
            lines++;
            if (line.StartsWith(OperationMark, StringComparison.OrdinalIgnoreCase))
            {
                if (OperationOf(line[OperationMark.Length..].Split('\t'), zone) is { } operation)
                {
                    operations.Add(operation);
                }
                else
                {
                    unreadable++;
                }
            }
            else if (line.StartsWith(PersonMark, StringComparison.OrdinalIgnoreCase)
                && PersonOf(line[PersonMark.Length..]) is { } person)
            {
                persons.Add(person);
            }
        }

        return new ZkUpload(lines, unreadable, [], operations, persons);
    }

    private static IEnumerable<string> LinesOf(string body) =>
        body.Split('\n').Select(line => line.TrimEnd('\r', '\0', ' ')).Where(line => line.Length > 0);

    private static string DirectionOf(string[] fields) =>
        fields.Length > 2 && int.TryParse(fields[2], CultureInfo.InvariantCulture, out var status)
        && status >= 0 && status < Directions.Length
            ? Directions[status]
            : Directions[0];

    private static string? VerifyOf(string[] fields) => fields.Length > 3 ? fields[3].Trim() switch
    {
        "" => null,
        "0" => "password",
        "1" => "fingerprint",
        "4" => "card",
        "15" => "face",
        "25" => "palm",
        { Length: <= 3 } other => "code " + other,
        _ => null,
    } : null;

    private static DeviceOperation? OperationOf(string[] fields, TimeZoneInfo zone) =>
        fields.Length > 2 && int.TryParse(fields[0], CultureInfo.InvariantCulture, out var code)
        && WallTime.TryRead(fields[2], zone, null, out var at)
            ? new DeviceOperation(code, fields[1].Trim() is { Length: <= PinMax } by ? by : "", at)
            : null;

    private static (string Pin, string Name)? PersonOf(string text)
    {
        var fields = ZkPairs.Read(text, '\t');
        return fields.GetValueOrDefault("PIN") is { Length: > 0 and <= PinMax } pin
            && fields.GetValueOrDefault("Name") is { Length: > 0 and <= PinMax } name
                ? (pin, name)
                : null;
    }
}

/// <summary>Texts of the form <c>Key=Value</c> with something between.</summary>
internal static class ZkPairs
{
    /// <summary>Reads the pairs; of a key given twice the first holds.</summary>
    public static Dictionary<string, string> Read(string text, char separator)
    {
        Dictionary<string, string> pairs = new(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(separator))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                pairs.TryAdd(part[..at].Trim(), part[(at + 1)..].Trim());
            }
        }

        return pairs;
    }
}
