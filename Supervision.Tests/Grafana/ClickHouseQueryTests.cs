using System.Globalization;
using System.Text.RegularExpressions;
using Supervision.Silo.History;
using Supervision.Tests.Support;
using static Supervision.Tests.Grafana.GrafanaFiles;

namespace Supervision.Tests.Grafana;

/// <summary>Every ClickHouse query of the dashboards, asked of the real engine about sample rows.</summary>
public sealed partial class ClickHouseQueryTests
{
    private const int PatienceMs = 10_000;
    private const string Source = "supervision-history";

    /// <summary>Rows of two halls on two days, such that no query finds nothing.</summary>
    private static readonly string[] Rows =
    [
        """
        INSERT INTO cases
            (month, no, sequence, item, hall, department, state, accepted, accepted_on, ended, due_on, overdue)
        SELECT '2026-10-01', concat('C', toString(number)), number + 1, if(number % 2 = 0, 'I1', 'I2'),
            if(number % 4 = 3, 'H2', 'H1'), if(number % 3 = 0, 'D1', 'D2'), if(number < 10, 'accepted', 'finished'),
            '2026-10-10 01:00:00', '2026-10-10', if(number < 10, NULL, toDateTime64('2026-10-12 01:00:00', 7, 'UTC')),
            '2026-10-11', number < 12
        FROM numbers(40)
        """,
        """
        INSERT INTO ratings (month, id, sequence, day, at, score, defaulted, channel, hall, department, window)
        SELECT '2026-10-01', toString(number), number + 1, '2026-10-10', '2026-10-10 02:00:00', number % 5 + 1,
            number = 0, if(number % 2 = 0, 'evaluator', 'phone'), if(number < 25, 'H1', 'H2'), 'D1', 'W1'
        FROM numbers(50)
        """,
        """
        INSERT INTO alert_changes
            (month, sequence, ordinal, id, change, kind, level, code, subject, hall, department, window, recorded, at,
            day)
        SELECT '2026-10-01', number + 1, 0, toString(number), 'raised', if(number < 6, 'card', 'finding'),
            ['warning', 'yellow', 'red'][number % 3 + 1], if(number < 6, '', 'window.unstaffed'), 'C1',
            if(number % 2 = 0, 'H1', 'H2'), 'D1', 'W1', '2026-10-10 02:00:00', '2026-10-10 02:00:00', '2026-10-10'
        FROM numbers(12)
        """,
        """
        INSERT INTO attendance (month, staff, day, half, sequence, status, hall, department)
        SELECT '2026-10-01', toString(number), '2026-10-10', 0, number + 1,
            ['present', 'late', 'absent', 'leave'][number % 4 + 1], if(number < 4, 'H1', 'H2'), 'D1'
        FROM numbers(8)
        """,
        """
        INSERT INTO facts (month, type, sequence, ordinal, source, subject, occurred, recorded)
        SELECT '2026-10-01', 'case.accepted', number + 1, 0, '/halls/h1', 'C1', '2026-10-10 02:00:00',
            '2026-10-10 02:00:00'
        FROM numbers(9)
        """,
    ];

    [Fact]
    public async Task Query_OfEveryPanel_FindsRowsOfTheCityAndOfAHall()
    {
        await using var front = await WithRowsAsync();
        var queries = Queries(Source, "rawSql").ToArray();
        Assert.NotEmpty(queries);
        foreach (var (where, query) in queries)
        {
            var city = RowsOf(front, Filled(query, "()"));
            Assert.True(city.Length > 0, $"{where}: {query}");
            if (query.Contains("${hall", StringComparison.Ordinal))
            {
                var hall = RowsOf(front, Filled(query, "H1"));
                Assert.True(hall.Length > 0, $"{where}, H1: {query}");
                Assert.NotEqual(city, hall);
                Assert.Empty(RowsOf(front, Filled(query, "H9")));
            }
        }
    }

    /// <summary>Except for what is about now, whatever time is looked at.</summary>
    [Fact]
    public async Task Query_OutsideTheTimeRange_FindsNothing()
    {
        await using var front = await WithRowsAsync();
        Assert.All(
            Queries(Source, "rawSql").Where(query => !query.Query.Contains("now()", StringComparison.Ordinal)),
            query => Assert.Empty(RowsOf(front, Filled(query.Query, "()", year: 2024))));
    }

    [Fact]
    public async Task Overdue_ByDepartment_IsAShareOfWhatWasAccepted()
    {
        await using var front = await WithRowsAsync();
        var query = Queries(Source, "rawSql").First(query => query.Query.Contains("GROUP BY department",
            StringComparison.Ordinal) && query.Where == "overdue").Query;
        Assert.Equal(
            ["D2\t26\t8\t0.3076923076923077", "D1\t14\t4\t0.2857142857142857"], RowsOf(front, Filled(query, "()")));
    }

    /// <summary>Grafana needs a column of instants first, and the other columns as lines.</summary>
    [Fact]
    public async Task Series_BeginWithTheInstant()
    {
        await using var front = await WithRowsAsync();
        var series = Dashboards.Values.SelectMany(Targets).Where(target => Text(target, "queryType") == "timeseries")
            .Select(target => Text(target, "rawSql")).ToArray();
        Assert.NotEmpty(series);
        Assert.All(series, query =>
        {
            var columns = front.Ask($"DESCRIBE ({Filled(query, "()")})").Split('\n');
            Assert.StartsWith("time\tDateTime", columns[0], StringComparison.Ordinal);
        });
    }

    private static async Task<ClickHouseFront> WithRowsAsync()
    {
        var front = await ClickHouseFront.StartAsync();
        foreach (var statement in HistorySchema.Steps.SelectMany(step => step.Statements).Concat(Rows))
        {
            front.Ask(statement);
        }

        return front;
    }

    private static string[] RowsOf(ClickHouseFront front, string query) =>
        front.Ask(query).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The query as the plugin would send it for a year.</summary>
    private static string Filled(string query, string hall, int year = 2026)
    {
        var text = Macro().Replace(query, match => (match.Groups["name"].Value, match.Groups["column"].Value) switch
        {
            ("dateFilter", var column) =>
                $"{column} >= toDate('{year}-01-01') AND {column} <= toDate('{year}-12-31')",
            ("timeFilter", var column) => string.Create(
                CultureInfo.InvariantCulture,
                $"{column} >= toDateTime({Second(year)}) AND {column} <= toDateTime({Second(year + 1)})"),
            ("timeInterval", var column) => $"toStartOfInterval(toDateTime({column}), INTERVAL 60 second)",
            var (name, _) => throw new ArgumentException(name),
        });
        return text.Replace("${hall:raw}", hall, StringComparison.Ordinal);
    }

    private static long Second(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [GeneratedRegex(@"\$__(?<name>\w+)\((?<column>\w+)\)", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Macro();
}
