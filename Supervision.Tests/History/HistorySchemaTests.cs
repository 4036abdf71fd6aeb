using System.Text;
using Supervision.Silo.History;
using Supervision.Tests.Support;

namespace Supervision.Tests.History;

/// <summary>The schema, the questions and the figures are what the real engine takes, in every build.</summary>
public sealed class HistorySchemaTests
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["from"] = "2026-10-01",
        ["to"] = "2026-10-31",
        ["hall"] = "",
        ["department"] = "",
        ["item"] = "",
    };

    [Fact]
    public void Schema_TakenTwice_IsTakenOnce()
    {
        using var session = Chdb.Open();
        Create(session, "schema_twice");
        Create(session, "schema_twice");
        var tables = Text(session.Run("SELECT name FROM system.tables WHERE database = 'schema_twice' ORDER BY name"));
        Assert.Equal(
            "alert_changes alerts attendance cases complaints facts orders progress ratings schema_versions",
            tables.Replace('\n', ' '));
    }

    [Fact]
    public void Tables_HaveTheColumnsThatAreWritten()
    {
        using var session = Chdb.Open();
        Create(session, "schema_columns");
        HistoryTable[] written =
        [
            HistoryTables.Cases, HistoryTables.Ratings, HistoryTables.Orders, HistoryTables.Attendance,
            HistoryTables.Complaints, HistoryTables.AlertChanges, HistoryTables.Facts, HistoryTables.Progress,
        ];
        Assert.All(written, table =>
        {
            var columns = Text(session.Run(
                "SELECT name FROM system.columns WHERE database = 'schema_columns' AND table = {table:String}",
                parameters: new Dictionary<string, string>(StringComparer.Ordinal) { ["table"] = table.Name }));
            Assert.Equal(columns.Split('\n'), table.Columns);
        });
    }

    [Fact]
    public void Questions_OfTheCatalogue_AreTakenWithTheColumnsTheyName()
    {
        using var session = Chdb.Open();
        Create(session, "schema_questions");
        Assert.All(Questions.All, question =>
        {
            var head = Text(session.Run(question.Sql, "TabSeparatedWithNames", Values));
            Assert.Equal(question.Columns.Length, head.Split('\t').Length);
            string[] drawn =
            [
                .. question.Columns.Select(column => column.Name), .. question.Shares.Select(share => share.Name),
            ];
            Assert.Contains(question.Picture, drawn);
            Assert.All(question.Shares, share => Assert.Subset(
                question.Columns.Select(column => column.Name).ToHashSet(),
                new HashSet<string>(StringComparer.Ordinal) { share.Numerator, share.Denominator }));
        });
    }

    [Fact]
    public void Figures_OfTheCatalogue_AreEachCountedOnce()
    {
        using var session = Chdb.Open();
        Create(session, "schema_figures");
        var counted = FigureQueries.All
            .SelectMany(sql => Text(session.Run(sql, "TabSeparatedWithNames", Values)).Split('\t').Skip(2))
            .Select(name => name[FigureQueries.Prefix.Length..]);
        Assert.Equal(
            Core.Scores.ScoreInputs.All.Select(input => input.Id).Order(StringComparer.Ordinal),
            counted.Order(StringComparer.Ordinal));
    }

    private static void Create(Chdb.Session session, string database)
    {
        session.Run($"CREATE DATABASE IF NOT EXISTS {database}");
        session.Run($"USE {database}");
        session.Run(HistorySchema.Versions);
        foreach (var statement in HistorySchema.Steps.SelectMany(step => step.Statements))
        {
            session.Run(statement);
        }
    }

    private static string Text(byte[] answer) => Encoding.UTF8.GetString(answer).TrimEnd('\n');
}
