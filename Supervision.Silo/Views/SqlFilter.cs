using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// Builds the WHERE clause of a list from the conditions that were asked for; values are always bound.
/// </summary>
internal sealed class SqlFilter
{
    private readonly List<string> conditions = [];
    private readonly List<Action<SqliteStatement, int>> values = [];

    /// <summary>Adds a condition on one integer, if there is one. The condition names its parameter <c>?</c>.</summary>
    public SqlFilter And(string condition, long? value)
    {
        if (value is { } number)
        {
            Add(condition, (statement, parameter) => statement.Bind(parameter, number));
        }

        return this;
    }

    /// <summary>Adds a condition on one text, if there is one.</summary>
    public SqlFilter And(string condition, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Add(condition, (statement, parameter) => statement.Bind(parameter, value));
        }

        return this;
    }

    /// <summary>Adds a condition on two texts.</summary>
    public SqlFilter And(string condition, string first, string second)
    {
        Add(condition, (statement, parameter) => statement.Bind(parameter, first));
        values.Add((statement, parameter) => statement.Bind(parameter, second));
        return this;
    }

    /// <summary>Adds a condition on two integers.</summary>
    public SqlFilter And(string condition, long first, long second)
    {
        Add(condition, (statement, parameter) => statement.Bind(parameter, first));
        values.Add((statement, parameter) => statement.Bind(parameter, second));
        return this;
    }

    /// <summary>Widens the last condition by another on two integers.</summary>
    public SqlFilter Or(string condition, long first, long second)
    {
        conditions[^1] += " OR " + condition;
        values.Add((statement, parameter) => statement.Bind(parameter, first));
        values.Add((statement, parameter) => statement.Bind(parameter, second));
        return this;
    }

    /// <summary>Adds a condition without values.</summary>
    public SqlFilter AndAlways(string condition)
    {
        conditions.Add(condition);
        return this;
    }

    /// <summary>Adds a search for a part of a text, if there is one.</summary>
    public SqlFilter AndContains(string column, string? part) =>
        And($"instr({column}, ?) > 0", part?.Trim().ToUpperInvariant());

    /// <summary>Adds the condition that hall, department or window is within a scope, if there is one.</summary>
    public SqlFilter AndWithin(ReadingScope? scope)
    {
        if (scope is null)
        {
            return this;
        }

        var list = string.Join(", ", scope.Organisations.Select(_ => "?"));
        conditions.Add($"(hall IN ({list}) OR department IN ({list}) OR window IN ({list}))");
        for (var column = 0; column < 3; column++)
        {
            values.AddRange(scope.Organisations.Select<string, Action<SqliteStatement, int>>(
                organisation => (statement, parameter) => statement.Bind(parameter, organisation)));
        }

        return this;
    }

    /// <summary>Adds the condition that a figure of a score counts the alert, if one is asked for.</summary>
    public SqlFilter AndCounted(ScoreEvidence? evidence)
    {
        if (evidence is null)
        {
            return this;
        }

        var column = ColumnOf(evidence.Unit.Of);
        Add(
            "id IN (SELECT id FROM score_card WHERE input = ? AND period = ? AND "
            + $"{(column.Length > 0 ? column : "NULL")} = ?)",
            (statement, parameter) => statement.Bind(parameter, evidence.Input.Slot));
        values.Add((statement, parameter) => statement.Bind(parameter, evidence.Period.Number));
        values.Add((statement, parameter) => statement.Bind(parameter, evidence.Unit.Id));
        return this;
    }

    /// <summary>The column that tells units of a kind apart; empty when lists have none.</summary>
    public static string ColumnOf(ScoreOf of) => of switch
    {
        ScoreOf.Window => "window",
        ScoreOf.Department => "department",
        ScoreOf.Hall or ScoreOf.Town => "hall",
        ScoreOf.Staff => "staff",
        _ => "",
    };

    /// <summary>Adds a keyset condition: rows after the cursor in descending order of (sort, id).</summary>
    public SqlFilter AndAfter(string sort, string id, Cursor? cursor)
    {
        if (cursor is { } after)
        {
            conditions.Add($"({sort}, {id}) < (?, ?)");
            values.Add((statement, parameter) => statement.Bind(parameter, after.Sort));
            values.Add((statement, parameter) => statement.Bind(parameter, after.Id));
        }

        return this;
    }

    /// <summary>The clause with a leading space, or nothing.</summary>
    public string Where => conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);

    /// <summary>Binds every value in order.</summary>
    public void Bind(SqliteStatement statement)
    {
        for (var i = 0; i < values.Count; i++)
        {
            values[i](statement, i + 1);
        }
    }

    private void Add(string condition, Action<SqliteStatement, int> value)
    {
        conditions.Add(condition);
        values.Add(value);
    }
}

/// <summary>Where a page ended: the sort value and id of its last row. Opaque to clients.</summary>
internal readonly record struct Cursor(long Sort, string Id)
{
    /// <summary>The text clients hand back.</summary>
    public override string ToString() =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Sort}|{Id}")).Replace('+', '-').Replace('/', '_');

    /// <summary>Whether it comes later in a list sorted downwards.</summary>
    public bool IsAfter(Cursor other) =>
        Sort < other.Sort || Sort == other.Sort && string.CompareOrdinal(Id, other.Id) < 0;

    /// <summary>Reads a cursor back; null when there is none.</summary>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static Cursor? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var plain = System.Text.Encoding.UTF8.GetString(
            Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/')));
        var bar = plain.IndexOf('|', StringComparison.Ordinal);
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        if (bar < 0 || !long.TryParse(plain.AsSpan(0, bar), culture, out var sort))
        {
            throw new FormatException("after: this is no cursor of this list.");
        }

        return new Cursor(sort, plain[(bar + 1)..]);
    }
}
