using System.Globalization;
using Supervision.Core.Entities;
using Supervision.Core.Reading;

namespace Supervision.Silo.Views;

/// <summary>Ratings as the view holds them. Rates are computed from its rows, never kept.</summary>
public sealed class RatingList : IRatingList
{
    private readonly ViewDatabase database;

    /// <summary>Follows the view.</summary>
    public RatingList(ViewDatabase database, RatingsView view)
    {
        this.database = database;
        view.Changed += rows => Changed?.Invoke(rows);
    }

    /// <inheritdoc />
    public event Action<IReadOnlyList<RatingRow>>? Changed;

    /// <inheritdoc />
    public Page<RatingRow> Find(RatingQuery query) => database.Read(reader => RowsView<RatingRow>.Page(
        reader, "rating", query.AwaitsCallback == true ? "-owed" : "at", "id", FilterOf(query), query.After,
        query.Limit, StoredJson.Storage.RatingRow));

    /// <inheritdoc />
    public IReadOnlyList<SatisfactionFigure> Satisfaction(RatingSide side, RatingQuery query) => database.Read(reader =>
    {
        var filter = FilterOf(query);
        var column = ColumnOf(side);
        using var select = reader.Prepare(
            $"SELECT coalesce({column}, ''), sum(isdefault = 0 AND score >= {Rate.SatisfiedMin}), sum(isdefault = 0), "
            + $"sum(isdefault) FROM rating{filter.Where} GROUP BY 1 ORDER BY 1");
        filter.Bind(select);
        List<SatisfactionFigure> figures = [];
        while (select.Step())
        {
            var key = side == RatingSide.Day
                ? DateOnly.FromDayNumber((int)select.Int64(0)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : select.Text(0);
            figures.Add(new(key, new Rate(select.Int64(1), select.Int64(2)), select.Int64(3)));
        }

        return figures;
    });

    private static SqlFilter FilterOf(RatingQuery query)
    {
        var filter = new SqlFilter()
            .And("score <= ?", query.ScoreMax)
            .And("hall = ?", query.Hall)
            .And("window = ?", query.Window)
            .And("staff = ?", query.Staff)
            .And("day >= ?", query.From?.DayNumber)
            .And("day <= ?", query.To?.DayNumber)
            .AndWithin(query.Scope);
        filter = query.ScoreMax is null ? filter : filter.AndAlways("isdefault = 0");
        return query.AwaitsCallback switch
        {
            true => filter.AndAlways("owed IS NOT NULL"),
            false => filter.AndAlways("owed IS NULL"),
            null => filter,
        };
    }

    private static string ColumnOf(RatingSide side) => side switch
    {
        RatingSide.Hall => "hall",
        RatingSide.Window => "window",
        RatingSide.Staff => "staff",
        RatingSide.Item => "item",
        _ => "day",
    };
}
