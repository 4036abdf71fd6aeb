using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using ClickHouse.Client.ADO;
using Supervision.Core.Scores;
using Supervision.Silo.History;

namespace Supervision.Silo.Cluster.History;

/// <summary>
/// Asks the store, read-only even where the account may write, and within the limits of <see cref="HistoryOptions"/>.
/// </summary>
internal sealed class ClickHouseHistory : IHistory, IDisposable
{
    /// <summary>How much longer than the store may work its answer is waited for.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private readonly ClickHouseAccess access;

    /// <summary>Nothing is opened yet.</summary>
    /// <param name="options">The reading account and its limits.</param>
    public ClickHouseHistory(HistoryOptions options) => access = new(
        options.ReadConnection ?? options.Connection!,
        options.ReadConnection is null ? options.PasswordFile : options.ReadPasswordFile,
        new Dictionary<string, string>
        {
            ["readonly"] = "2", // nothing but reading, and limits may still be set
            ["max_execution_time"] = ClickHouseAccess.Text((long)options.AnswerFor.TotalSeconds),
            ["max_memory_usage"] = ClickHouseAccess.Text(options.MemoryMiBMax * 1024L * 1024L),
            ["max_result_rows"] = ClickHouseAccess.Text(options.RowsMax),
            ["result_overflow_mode"] = "throw",
            ["cancel_http_readonly_queries_on_client_close"] = "1",
            ["wait_end_of_query"] = "1", // a limit that is reached half-way is an error, not half an answer
        },
        options.AnswerFor + Slack);

    /// <inheritdoc />
    public Task<Answer> AskAsync(Question question, QuestionValues values, CancellationToken cancellationToken) =>
        access.DoAsync(
            async connection =>
            {
                var upTo = await ClickHouseStore.PositionAsync(connection, cancellationToken);
                var rows = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
                await using var command = CommandOf(connection, question.Sql, values);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    rows.Add([.. question.Columns.Select((_, i) => ValueOf(reader.GetValue(i)))]);
                }

                return new Answer(rows.ToImmutable(), upTo.Sequence);
            },
            cancellationToken);

    /// <inheritdoc />
    public Task<HistoryFigures> FiguresAsync(Period period, CancellationToken cancellationToken) => access.DoAsync(
        async connection =>
        {
            var upTo = await ClickHouseStore.PositionAsync(connection, cancellationToken);
            Dictionary<ScoreUnit, long[]> units = [];
            foreach (var sql in FigureQueries.All)
            {
                await using var command = CommandOf(connection, sql, new(period.First, period.Last));
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    Add(units, reader);
                }
            }

            return new HistoryFigures(units, upTo.Sequence);
        },
        cancellationToken);

    /// <inheritdoc />
    public void Dispose() => access.Dispose();

    private static ClickHouseCommand CommandOf(ClickHouseConnection connection, string sql, QuestionValues values) =>
        ClickHouseAccess.CommandOf(
            connection, sql, ("from", "Date", values.From), ("to", "Date", values.To), ("hall", "String", values.Hall),
            ("department", "String", values.Department), ("item", "String", values.Item));

    private static void Add(Dictionary<ScoreUnit, long[]> units, DbDataReader reader)
    {
        var unit = new ScoreUnit(Enum.Parse<ScoreOf>(reader.GetString(0), ignoreCase: true), reader.GetString(1));
        if (!units.TryGetValue(unit, out var figures))
        {
            units[unit] = figures = new long[ScoreInputs.All.Length];
        }

        for (var i = 2; i < reader.FieldCount; i++)
        {
            var figure = ScoreInputs.Find(reader.GetName(i)[FigureQueries.Prefix.Length..])!;
            figures[figure.Slot] += Convert.ToInt64(reader.GetValue(i), CultureInfo.InvariantCulture);
        }
    }

    private static object? ValueOf(object value) => value switch
    {
        DBNull => null,
        string text => text,
        DateTime day => DateOnly.FromDateTime(day),
        double number => double.IsFinite(number) ? number : null,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };
}
