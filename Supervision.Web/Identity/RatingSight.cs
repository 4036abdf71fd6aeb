using Supervision.Core.Facts;
using Supervision.Core.People;
using Supervision.Core.Reading;

namespace Supervision.Web.Identity;

/// <summary>
/// The rated never see who rated (domain.md section 8): a rating in the history of a case, with its time and words,
/// would tell. So clerks and window managers read cases without them.
/// </summary>
internal static class RatingSight
{
    /// <summary>A case as a caller may read it.</summary>
    public static CaseFile Of(CaseFile file, Caller caller) => caller.Person?.Role is Role.Clerk or Role.Manager
        ? file with { Timeline = [.. file.Timeline.Where(line => line.Fact?.Data is not RatingGiven)] }
        : file;
}
