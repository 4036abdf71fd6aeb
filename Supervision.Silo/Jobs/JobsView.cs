using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;

namespace Supervision.Silo.Jobs;

/// <summary>The newest run of every job and period.</summary>
public sealed class JobsView : RowsView<JobRun>
{
    /// <summary>Prepares the view on the writing connection.</summary>
    public JobsView(ViewDatabase database)
        : base(database, StoredJson.Storage.JobRun) => database.Writer.Execute(Schema);

    /// <inheritdoc />
    public override string Schema =>
        """
        CREATE TABLE IF NOT EXISTS job(
            id TEXT PRIMARY KEY, kind INTEGER NOT NULL, first INTEGER NOT NULL, row BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS job_first ON job(kind, first);
        """;

    /// <inheritdoc />
    protected override string Save => "INSERT OR REPLACE INTO job(id, kind, first, row) VALUES(?1, ?2, ?3, ?4)";

    /// <inheritdoc />
    protected override (string Key, JobRun Row)? RowOf(DomainEvent @event) =>
        @event is JobMoved { After: var run } ? (run.Id, run) : null;

    /// <inheritdoc />
    protected override int Bind(SqliteStatement statement, JobRun row)
    {
        statement.Bind(1, row.Id).Bind(2, (long)row.Job).Bind(3, row.Period.First.DayNumber);
        return 3;
    }
}

/// <summary>Runs as the view holds them.</summary>
public sealed class JobRuns(ViewDatabase database) : IJobRuns
{
    /// <inheritdoc />
    public IReadOnlyList<JobRun> Of(JobKind job, int limit) => database.Read(reader => RowsView<JobRun>.Page(
        reader, "job", "first", "id", new SqlFilter().And("kind = ?", (long)job), null, limit,
        StoredJson.Storage.JobRun).Items);
}
