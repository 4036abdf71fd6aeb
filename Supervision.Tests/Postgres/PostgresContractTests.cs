using Supervision.Core.Ports;
using Supervision.Silo.Journals.Postgres;
using Supervision.Tests.Contract;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>The journal as one of several writers has it.</summary>
[Collection(PostgresSuite.Name)]
public sealed class SharedPostgresContractTests(PostgresServer server) : JournalContract
{
    private PostgresDatabase? database;

    protected override async ValueTask<IJournal> OpenAsync() =>
        await (database ??= await PostgresDatabase.CreateAsync(server)).OpenAsync();
}

/// <summary>The journal as the embedded engine has it, with identities beside itself.</summary>
[Collection(PostgresSuite.Name)]
public sealed class ExclusivePostgresContractTests(PostgresServer server) : JournalContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private PostgresDatabase? database;

    public void Dispose() => folder.Dispose();

    protected override async ValueTask<IJournal> OpenAsync() =>
        await (database ??= await PostgresDatabase.CreateAsync(server))
            .OpenAsync(JournalAccess.Exclusive, identityFolder: folder.Path);
}
