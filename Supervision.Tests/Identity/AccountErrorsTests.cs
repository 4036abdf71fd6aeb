using System.Reflection;
using Microsoft.AspNetCore.Identity;
using Supervision.Core.People;
using Supervision.Tests.Support;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Tests.Identity;

public sealed class AccountErrorsTests(RealSystem system) : IClassFixture<RealSystem>
{
    [Fact]
    public async Task Page_WithAWeakPassword_SaysWhyInBothLanguages()
    {
        using var admin = await system.SignInAsync(Role.Admin);
        using var answer = await admin.SendFormAsync(
            "/accounts", "make", ("name", "新人"), ("role", "clerk"), ("password", "aaaa"));
        var html = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("口令至少 10 个字符。 A password has at least 10 characters.", html);
        Assert.Contains("口令至少含 5 个不同字符。 A password has at least 5 different characters.", html);
    }

    [Fact]
    public void Words_HaveAllThatTheDescriberSays()
    {
        var said = typeof(AccountErrors).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.ReturnType == typeof(IdentityError))
            .Where(method => method.DeclaringType == typeof(AccountErrors))
            .Select(method => $"identity.{method.Name}").ToArray();
        Assert.NotEmpty(said);
        Assert.All(said, key => Assert.NotEqual(Words.In(Words.Chinese, key), Words.In(Words.English, key)));
    }
}
