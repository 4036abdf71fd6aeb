using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Supervision.Core.Calendars;
using Supervision.Core.Ports;
using Supervision.Core.Rules;
using Supervision.Silo.Hosting;

namespace Supervision.Web.Commands;

/// <summary>What the program can be told to do. Without a command it runs the system.</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>Everything that can be asked for.</summary>
    public static RootCommand Create()
    {
        var root = RunCommand.Create();
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(UsersCommand.Create());
        root.Subcommands.Add(VerifyJournalCommand.Create());
        root.Subcommands.Add(VerifyAuditCommand.Create());
        root.Subcommands.Add(RebuildCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(WhatIfCommand.Create());
        root.Subcommands.Add(ImportCommand.Create());
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        var faults = FaultsOf(parsed);
        if (faults.Length > 0)
        {
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            await Console.Error.WriteLineAsync("Try --help.");
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(ConfigurationOf(parsed));
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return WrongUsage;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                "Something else listens there already: stop it, or choose another address, such as "
                + "--urls http://localhost:5081.");
            return Failed;
        }
        catch (Exception exception) when (exception is IOException or JournalUnavailableException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }

    /// <summary>
    /// The host answers a signal by itself and ends what is under way; a command is ended soon, whatever it does.
    /// </summary>
    private static InvocationConfiguration ConfigurationOf(ParseResult parsed)
    {
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        if (parsed.CommandResult.Command is RootCommand)
        {
            configuration.ProcessTerminationTimeout = null;
        }

        return configuration;
    }

    /// <summary>What is wrong with a command line, before anything is done.</summary>
    public static string[] FaultsOf(ParseResult parsed) =>
        [.. parsed.Errors.Select(error => error.Message), .. StrayWords(parsed)];

    /// <summary>
    /// Without a command, options that are not ours are ASP.NET's, each with its value; a word that is neither is a
    /// misspelt command, which would start the system instead. A command takes nothing but its own.
    /// </summary>
    private static IEnumerable<string> StrayWords(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is not RootCommand)
        {
            return parsed.UnmatchedTokens.Select(word => $"'{word}' is nothing this command knows.");
        }

        return StrayWords(parsed.UnmatchedTokens);
    }

    private static IEnumerable<string> StrayWords(IReadOnlyList<string> unmatched)
    {
        var isValue = false;
        foreach (var word in unmatched)
        {
            var isOption = word.StartsWith('-') || word.StartsWith('/');
            if (!isOption && !isValue)
            {
                yield return $"'{word}' is neither a command nor an option.";
            }

            isValue = isOption && !word.Contains('=', StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Faults of configuration, rules, calendar or files: the message says it all, a stack trace would hide it.
    /// </summary>
    private static bool IsForTheUser(Exception exception) => exception
        is ConfigurationException or RuleBookException or CalendarException or JournalUnusableException
        or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException;
}
