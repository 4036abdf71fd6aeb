using System.Net;
using Supervision.Core.People;
using Supervision.Tests.Support;

namespace Supervision.Tests.Identity;

/// <summary>What no browser would send: each is refused on the page, and nothing is kept.</summary>
public sealed class PasskeyFormTests(RealSystem system) : IClassFixture<RealSystem>
{
    private const string Password = "swordfish-2026";

    public static TheoryData<string> Credentials =>
    [
        "", "{}", "null", "[1]", "not json", """{"id":"AA","rawId":"AA","type":"public-key","response":{}}""",
        new string('{', 10_000), new string('x', 20_000),
    ];

    [Theory]
    [MemberData(nameof(Credentials))]
    public async Task Credential_ThatIsNone_IsRefusedWithAndWithoutAQuestion(string credential)
    {
        using var stranger = system.Visit();
        using var person = await system.SignInAsync(Role.Clerk);
        foreach (var question in (string?[])[null, "request", "creation"])
        {
            if (question is not null)
            {
                await AskAsync(stranger, "/sign-in", "request", HttpStatusCode.OK);
                await AskAsync(person, "/password", question, HttpStatusCode.OK);
            }

            using var entered = await stranger.SendFormAsync("/sign-in", "passkey", ("credential", credential));
            Assert.Contains("通行密钥未通过", await RefusalAsync(entered), StringComparison.Ordinal);
            using var added = await person.SendFormAsync(
                "/password", "passkey-add", ("name", "x"), ("credential", credential));
            Assert.Contains("通行密钥未通过", await RefusalAsync(added), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Options_WithoutTokenOrPassword_AreRefused()
    {
        using var person = await system.SignInAsync(Role.Clerk);
        foreach (var path in (string[])["request", "creation"])
        {
            using var form = new FormUrlEncodedContent([new("password", Password)]);
            using var answer = await person.Http.PostAsync($"/passkeys/{path}-options", form);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        await AskAsync(person, "/password", "creation", HttpStatusCode.BadRequest, "wrong-" + Password);
        using var nameless = await person.SendFormAsync(
            "/password", "passkey-add", ("name", " "), ("credential", "{}"));
        Assert.Contains("设备名称", await RefusalAsync(nameless), StringComparison.Ordinal);
        using var unknown = await person.SendFormAsync("/password", "passkey-remove", ("passkey", "AAAA"));
        Assert.Equal(HttpStatusCode.OK, unknown.StatusCode);
    }

    private static async Task<string> RefusalAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("data-faults", html, StringComparison.Ordinal);
        return html;
    }

    private static async Task AskAsync(
        Visitor visitor, string page, string what, HttpStatusCode expected, string password = Password)
    {
        using var form = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", await visitor.TokenAsync(page)), new("password", password)]);
        using var answer = await visitor.Http.PostAsync($"/passkeys/{what}-options", form);
        Assert.Equal(expected, answer.StatusCode);
    }
}
