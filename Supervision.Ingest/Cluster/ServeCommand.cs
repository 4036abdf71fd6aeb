using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Supervision.Core.Calendars;
using Supervision.Core.Ports;
using Supervision.Core.Rules;
using Supervision.Ingest.Feeds;
using Supervision.Silo.Cluster.Hosting;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;

namespace Supervision.Ingest.Cluster;

/// <summary><c>serve</c>: the feed door as a process of its own before the silos of a cluster.</summary>
internal static class ServeCommand
{
    private const string DefaultUrl = "http://localhost:5082";
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongConfiguration = 2;

    public static Command Create(string[] args)
    {
        var command = new Command(
            "serve", "Takes facts over HTTP for the silos of a cluster; takes ASP.NET's options, such as --urls.")
        {
            TreatUnmatchedTokensAsErrors = false, // they are configuration
        };
        command.SetAction((_, cancellationToken) => RunAsync(args[1..], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync(cancellationToken);
            return Done;
        }
        catch (Exception fault) when (fault is ConfigurationException or RuleBookException or CalendarException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return WrongConfiguration;
        }
        catch (JournalUnavailableException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return Failed;
        }
    }

    private static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var options = OptionsReader.Read<SupervisionOptions>(builder.Configuration);
        if (options.Cluster.Connection is null)
        {
            throw new ConfigurationException(["Supervision:Cluster:Connection: is required to reach the silos"]);
        }

        var folder = new DataFolder(options.DataDirectory);
        builder.AddDoor(folder, options, TimeProvider.System);
        builder.Services.AddFactDoor(
            PersonSecret.ReadOrCreate(folder.PersonSecret), options.Clock == ClockMode.Replay);
        builder.Services.AddSupervisionHealth();
        builder.Services.AddProblemDetails();
        var app = builder.Build();
        app.UseExceptionHandler();
        app.MapFacts();
        app.MapSupervisionHealth();
        return app;
    }
}
