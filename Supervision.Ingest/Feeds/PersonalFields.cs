using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Supervision.Core.Facts;

namespace Supervision.Ingest.Feeds;

/// <summary>
/// Drops unknown fields that by their name hold personal particulars, at any depth, before anything else sees them.
/// They are dropped, not masked: a field the contract does not know serves no rule, and what is not kept cannot leak.
/// Numbers of people in the others are masked. Names are compared without case, <c>_</c>, <c>-</c> and blanks.
/// </summary>
internal static class PersonalFields
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "name", "fullname", "realname", "applicantname", "agentname", "personname", "username", "contactname",
        "contactperson", "idcard", "idcardno", "idcardnumber", "idno", "idnumber", "identity", "identityno",
        "identitynumber", "certno", "certnumber", "certificateno", "passport", "passportno", "phone", "phoneno",
        "phonenumber", "mobile", "mobileno", "mobilephone", "tel", "telephone", "cellphone", "contactphone",
        "applicantphone", "applicantid", "applicantidcard", "agentphone", "agentid", "agentidcard", "email", "mail",
        "address", "homeaddress", "birthday", "birthdate", "dateofbirth", "bankaccount", "bankcard", "wechat", "openid",
        "姓名", "申请人", "申请人姓名", "代理人", "代理人姓名", "联系人", "身份证", "身份证号", "身份证号码", "证件号", "证件号码",
        "电话", "电话号码", "手机", "手机号", "手机号码", "联系电话", "联系方式", "地址", "住址", "家庭住址", "邮箱", "出生日期",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The same content without personal fields among its unknown ones; null when none is left.</summary>
    public static FactData Without(FactData content)
    {
        var extra = content.Extra!;
        foreach (var (name, value) in extra.ToArray())
        {
            if (IsPersonal(name)) extra.Remove(name);
            else if (HoldsPersonal(value)) extra[name] = Cleaned(value);
        }

        return extra.Count == 0 ? content with { Extra = null } : content;
    }

    private static bool IsPersonal(string name) =>
        Names.Contains(string.Concat(name.Where(letter => letter is not ('_' or '-' or ' '))).ToLowerInvariant());

    private static bool HoldsPersonal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject()
            .Any(field => IsPersonal(field.Name) || HoldsPersonal(field.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HoldsPersonal),
        JsonValueKind.String => PersonalText.IsIn(value.GetString()!),
        JsonValueKind.Number => PersonalText.IsIn(value.GetRawText()),
        _ => false,
    };

    private static JsonElement Cleaned(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(value, writer);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in value.EnumerateObject().Where(field => !IsPersonal(field.Name)))
                {
                    writer.WritePropertyName(field.Name);
                    Write(field.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(PersonalText.Masked(value.GetString()!));
                break;
            case JsonValueKind.Number when PersonalText.IsIn(value.GetRawText()):
                writer.WriteStringValue(PersonalText.Masked(value.GetRawText()));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
