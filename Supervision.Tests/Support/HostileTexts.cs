using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Supervision.Core.People;

namespace Supervision.Tests.Support;

/// <summary>A text that wants to be more than text, in every place where feeds and people can put one.</summary>
internal static class HostileTexts
{
    public const string Password = "swordfish-2026";

    /// <summary>Cases, findings, orders, words, files, accounts, silences and keys that carry it.</summary>
    /// <returns>Number of an order.</returns>
    public static async Task<string> TellAsync(RealSystem system, string text)
    {
        var facts = new[]
        {
            Fact(text, "case.accepted", new
            {
                promised = new { amount = 7, unit = "workingDay" }, item = text, hall = text, window = text,
                department = text, handler = text, channel = text, parent = text,
            }),
            Fact(text, "case.refused", new { reason = text, basis = text, remedy = text, handler = text }),
            Fact(text, "case.stage.entered", new { stage = text, handler = text, opinion = text }),
            Fact(text, "case.correction.requested", new { notice = text, materials = new[] { text } }),
            Fact(text, "case.fee.charged", new { amount = 5, standard = 3, where = text }),
        };
        var (status, answer) = await system.PostAsync(string.Join('\n', facts));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(answer.GetProperty("accepted").GetInt32() == 5, answer.ToString());
        var order = await system.OpenOrderAsync(
            "complaint " + text, "complaint.filed", new { hall = "H1", window = "W01", department = text });
        using var manager = await SignInAsync(system, text, Role.Manager, "W01");
        using var form = new MultipartFormDataContent { { new StringContent(text), "words" } };
        var file = new ByteArrayContent(SampleFiles.Pdf);
        file.Headers.ContentDisposition = new("form-data") { Name = "files", FileNameStar = text + ".pdf" };
        form.Add(file);
        using var taken = await manager.Http.PostAsync($"/api/orders/{order}/acknowledge", form);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        using var silenced = await manager.Http.PostAsJsonAsync(
            "/api/silences/H1", new { reason = text, until = DateTimeOffset.UtcNow.AddDays(1), code = text });
        using var admin = await SignInAsync(system, text, Role.Admin);
        using var made = await admin.SendFormAsync(
            "/keys", "make", ("name", text), ("scope", "Kiosk"), ("sources", text), ("organisations", text));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        await system.GetAsync("/api/board");
        return order;
    }

    /// <summary>Makes an account whose name carries the text, and signs it in.</summary>
    public static async Task<Visitor> SignInAsync(
        RealSystem system, string text, Role role, string? organisation = null)
    {
        var visitor = system.Visit();
        using var answer = await visitor.SignInAsync(await MakeAsync(system, text, role, organisation), Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    /// <summary>Makes an account whose name carries the text; returns the name.</summary>
    public static async Task<string> MakeAsync(
        RealSystem system, string text, Role role, string? organisation = null)
    {
        var name = $"{text}{Guid.NewGuid():N}"[..Math.Min(64, text.Length + 8)];
        await system.MakeAccountAsync(name, role, organisation, Password);
        return name;
    }

    private static string Fact(string text, string type, object data) => JsonSerializer.Serialize(new
    {
        specversion = "1.0",
        id = type + text,
        source = "/" + text,
        type,
        subject = text,
        time = DateTimeOffset.UtcNow,
        data,
    });
}
