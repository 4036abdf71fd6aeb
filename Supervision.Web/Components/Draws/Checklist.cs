using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Components.Draws;

/// <summary>What is looked at on the spot, by what was drawn.</summary>
internal static class Checklist
{
    private static readonly string[] Places = ["staffed", "badge", "published", "fees", "queue", "manner"];
    private static readonly string[] Cases = ["inTime", "materials", "onePass", "fees", "authority", "archive"];
    private static readonly string[] Offices = ["published", "inTime", "fees", "authority", "archive", "complaints"];

    /// <summary>The points as results name them, with the other language beside.</summary>
    public static IEnumerable<(string Point, string Beside)> Of(DrawKind kind) =>
        (kind switch
        {
            DrawKind.Windows or DrawKind.Halls => Places,
            DrawKind.Cases => Cases,
            _ => Offices,
        }).Select(point =>
            (Words.In(Words.Chinese, $"drawPoint.{point}"), Words.In(Words.English, $"drawPoint.{point}")));
}
