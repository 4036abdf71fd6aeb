using System.Text.Json;
using System.Text.Json.Serialization;
using Supervision.Core.Alerts;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Reading;

namespace Supervision.Core.Cases;

/// <summary>
/// Stores a row as an array, because every move of a case stores two of them: without names it is a third of the size.
/// Positions are the storage format: new ones are added at the end, none is ever reused.
/// </summary>
public sealed class CaseRowConverter : JsonConverter<CaseRow>
{
    /// <inheritdoc />
    public override CaseRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var row = new CaseRow
        {
            No = Text(ref reader)!,
            State = (CaseStatus)Number(ref reader)!.Value,
            CaseType = (CaseType)Number(ref reader)!.Value,
            Item = Text(ref reader),
            Hall = Text(ref reader),
            Window = Text(ref reader),
            Department = Text(ref reader),
            Handler = Text(ref reader),
            ReceivedAt = Instant(ref reader),
            AcceptedAt = Instant(ref reader),
            EndedAt = Instant(ref reader),
            PromisedDueAt = Instant(ref reader),
            StatutoryDueAt = Instant(ref reader),
            Level = (AlertLevel?)Number(ref reader),
            Overdue = Number(ref reader) == 1,
        };
        if (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            row = row with { Channel = StoredJson.Text(ref reader) };
        }

        while (reader.TokenType != JsonTokenType.EndArray && reader.Read())
        {
            reader.Skip(); // a newer version added something
        }

        return row;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, CaseRow value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.No);
        writer.WriteNumberValue((int)value.State);
        writer.WriteNumberValue((int)value.CaseType);
        writer.WriteStringValue(value.Item);
        writer.WriteStringValue(value.Hall);
        writer.WriteStringValue(value.Window);
        writer.WriteStringValue(value.Department);
        writer.WriteStringValue(value.Handler);
        Write(writer, value.ReceivedAt);
        Write(writer, value.AcceptedAt);
        Write(writer, value.EndedAt);
        Write(writer, value.PromisedDueAt);
        Write(writer, value.StatutoryDueAt);
        Write(writer, (long?)value.Level);
        writer.WriteNumberValue(value.Overdue ? 1 : 0);
        if (value.Channel is not null)
        {
            writer.WriteStringValue(value.Channel);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, DateTimeOffset? value)
    {
        if (value is not { } instant)
        {
            writer.WriteNullValue();
            return;
        }

        // Ticks of local time and the offset in minutes: exact, and no date is formatted or parsed.
        writer.WriteStartArray();
        writer.WriteNumberValue(instant.Ticks);
        writer.WriteNumberValue((long)instant.Offset.TotalMinutes);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return StoredJson.Text(ref reader);
    }

    private static long? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
    }

    private static DateTimeOffset? Instant(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var ticks = Number(ref reader)!.Value;
        var minutes = Number(ref reader)!.Value;
        reader.Read();
        return new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes));
    }
}
