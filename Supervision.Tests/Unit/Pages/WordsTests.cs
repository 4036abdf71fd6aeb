using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Silo.Auditing;
using Supervision.Silo.History;
using Supervision.Silo.Notifications;
using Supervision.Web.Components.Text;

namespace Supervision.Tests.Unit.Pages;

public class WordsTests
{
    [Fact]
    public void EveryText_ExistsInBothLanguages()
    {
        var families = new[]
        {
            "app", "nav", "home", "board", "wall", "level", "state", "kind", "clock", "clockState", "unit",
            "convention", "code", "caseState", "caseType", "fact", "change", "detail", "suspension", "why", "alerts",
            "filter", "list", "col", "panel", "cases", "case", "problem", "orders", "order", "desk", "escalations",
            "appeals", "orderState", "orderSource", "orderStep", "rung", "part", "orderAct", "orderChange", "refusal",
            "role", "inbox", "messages", "messageState", "channel", "notice", "sendFault", "audited",
            "draws", "draw", "drawKind", "drawState", "drawPoint", "questions", "question", "answer", "check",
        };
        var texts = Words.Both(families);
        Assert.NotEmpty(texts);
        // English falls back to Chinese where it has none: a Chinese character in an English text gives that away.
        Assert.All(
            texts.Keys.Where(key => key != "nav.language"),
            key => Assert.DoesNotContain(
                Words.In(Words.English, key), character => character is >= '\u4e00' and <= '\u9fff'));
    }

    [Fact]
    public void EveryCodeOfTheContract_HasAText()
    {
        Assert.All(
            FactTypes.All.Where(type => type.StartsWith("case.", StringComparison.Ordinal)),
            type => Known("fact", type));
        Assert.All(SuspensionReasons.Names.Keys, reason => Known("suspension", reason));
        AllKnown<AlertLevel>("level");
        AllKnown<AlertState>("state");
        AllKnown<AlertKind>("kind");
        AllKnown<ClockKind>("clock");
        AllKnown<ClockState>("clockState");
        AllKnown<LimitUnit>("unit");
        AllKnown<Convention>("convention");
        AllKnown<CaseStatus>("caseState");
        AllKnown<CaseType>("caseType");
        AllKnown<OrderStatus>("orderState");
        AllKnown<OrderSource>("orderSource");
        AllKnown<OrderStep>("orderStep");
        AllKnown<LadderRung>("rung");
        AllKnown<RectifyPart>("part");
        AllKnown<Role>("role");
        AllKnown<AuditKind>("audited");
        AllKnown<NoticeKind>("notice");
        AllKnown<ChannelKind>("channel");
        AllKnown<MessageState>("messageState");
        AllKnown<DrawKind>("drawKind");
        AllKnown<DrawStatus>("drawState");
        AllKnown<HistoryFault>("questions");
        Assert.All(Questions.All, question => Known("question", question.Id));
        Assert.All(Questions.All, question => Known("define.question", question.Id));
    }

    [Theory]
    [InlineData("zh-CN", "stage:审核", "环节时限 · 审核")]
    [InlineData("en", "stage:审核", "Stage limit · 审核")]
    [InlineData("zh-CN", "promised", "承诺时限")]
    [InlineData("zh-CN", "<b>x</b>", "<b>x</b>")]
    public void OfCode_WithADetail_TranslatesTheCodeAndKeepsTheDetail(string culture, string code, string text)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Assert.Equal(text, Words.OfCode("clock", code));
    }

    private static void AllKnown<T>(string family) where T : struct, Enum =>
        Assert.All(Enum.GetValues<T>(), value => Known(family, Spelling.Of(value)));

    private static void Known(string family, string code) =>
        Assert.True(Words.Has($"{family}.{code}"), $"{family}.{code}");
}
