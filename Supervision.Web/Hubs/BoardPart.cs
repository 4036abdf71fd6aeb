using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>What somebody sees of the board. Equal parts see the same, so figures are computed once for them.</summary>
/// <param name="Hall">The hall looked at; null for all.</param>
/// <param name="Organisations">
/// Ids of the organisations the caller is bound to, separated by blanks; empty means none.
/// </param>
/// <param name="IsMasked">Whether numbers of cases are shown in part.</param>
/// <param name="HasFigures">False for callers bound to windows: figures are not kept by window.</param>
public sealed record BoardPart(
    string? Hall = null, string Organisations = "", bool IsMasked = false, bool HasFigures = true)
{
    private const int ShownEnd = 3;

    /// <summary>Masked identities differ from run to run, so that nobody finds a number by trying.</summary>
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>Everything there is.</summary>
    public static BoardPart Everything { get; } = new();

    /// <summary>What the caller may see; null means everything.</summary>
    public ReadingScope? Scope =>
        Organisations.Length == 0 ? null : new(Organisations.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The figures of this part. Sources belong to no organisation and are shown to the whole city.</summary>
    public BoardSnapshot Figures(IBoard board)
    {
        var figures = board.Current(Hall, Scope);
        return Scope is null ? figures : figures with { Sources = [] };
    }

    /// <summary>The alert as this part shows it, or null when it is none of it.</summary>
    public AlertRow? Show(AlertRow alert) =>
        alert.IsOfRating || (Hall is not null && alert.Hall != Hall)
        || Scope?.Covers(alert.Hall, alert.Department, alert.Window) == false
            ? null // of a rating no wall tells: whoever stands before it may have been rated
            : IsMasked ? Mask(alert) : alert;

    /// <summary>The newest alerts of this part.</summary>
    public IReadOnlyList<AlertRow> Recent(IAlertList alerts, int count)
    {
        var found = alerts.Find(new AlertQuery(Hall: Hall, Limit: count, Scope: Scope, Ratings: false)).Items;
        return IsMasked ? [.. found.Select(Mask)] : found;
    }

    private static AlertRow Mask(AlertRow alert) => alert with
    {
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(alert.Id)).AsSpan(0, 12)),
        Subject = alert.Subject.Length > ShownEnd ? "***" + alert.Subject[^ShownEnd..] : "***",
        Because = "",
        RevokedBecause = alert.RevokedBecause is null ? null : "",
    };
}
