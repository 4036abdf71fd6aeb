using System.Globalization;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Journals.Verification;

namespace Supervision.Silo.Jobs.Work;

/// <summary>The daily verification of the whole journal, as <c>verify-journal</c> does it.</summary>
internal sealed class JournalCheckWork(DataFolder folder, IJournal journal) : IPeriodWork
{
    public JobKind Job => JobKind.JournalCheck;

    public async Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken)
    {
        var verdict = journal is PostgresJournal server
            ? await server.VerifyAsync(cancellationToken)
            : await Task.Run(Verify, cancellationToken);
        return verdict.Fault is { } fault
            ? JobOutcome.Done(fault) with { Succeeded = false }
            : JobOutcome.Done(
                string.Create(CultureInfo.InvariantCulture, $"{verdict.Head.Sequence} entries, all as written"),
                ("intact", verdict.Head.Sequence));

        JournalVerdict Verify() =>
            JournalVerifier.Verify(new JournalFolder(folder.Journal).Journal, cancellationToken);
    }
}
