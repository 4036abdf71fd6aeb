using System.CommandLine;
using Supervision.Bench.Journals;

// One line per benchmark; each is a class of its own that also runs tiny inside the tests.
var root = new RootCommand("Benchmarks of Supervision. Run with -c Release.")
{
    JournalBenchmark.Command(),
};
return await root.Parse(args).InvokeAsync();
