using System.CommandLine;
using Supervision.Core.Calendars;
using Supervision.Core.Ports;
using Supervision.Core.Rules;

namespace Supervision.Web.Commands;

/// <summary>What the program can be told to do. Without a command it runs the system.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = RunCommand.Create(args);
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(VerifyJournalCommand.Create());
        root.Subcommands.Add(RebuildCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(WhatIfCommand.Create());

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("Try --help.");
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return WrongUsage;
        }
    }

    /// <summary>
    /// Faults of configuration, rules, calendar or files: the message says it all, a stack trace would hide it.
    /// </summary>
    private static bool IsForTheUser(Exception exception) => exception
        is ConfigurationException or RuleBookException or CalendarException or JournalUnusableException
        or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException;
}
