using System.CommandLine;
using Supervision.Ingest.Files;

// Each command lives with what it drives; add it to the list and nothing else here.
var root = new RootCommand("Brings facts into a running supervision system.")
{
    ReplayCommand.Create(),
    VerifyDrawCommand.Create(),
#if CLUSTER
    Supervision.Ingest.Cluster.ServeCommand.Create(args),
#endif
};
var arguments = root.Parse(args);
var toTheEnd = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) }; // as hosts take it
if (arguments.Errors.Count == 0) return await arguments.InvokeAsync(toTheEnd);
foreach (var fault in arguments.Errors) Console.Error.WriteLine(fault.Message);
Console.Error.WriteLine("Add --help to see what can be asked for.");
return 2;
