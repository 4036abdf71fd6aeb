using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Supervision.Core.Calendars;
using Supervision.Core.Ports;
using Supervision.Core.Rules;
using Supervision.Silo.Cluster.Hosting;
using Supervision.Silo.Hosting;

// One silo of a cluster; what it can be told is under Supervision in the configuration. Its own address tells health.
const string DefaultUrl = "http://localhost:5090";
const int Failed = 1;
const int WrongConfiguration = 2;
try
{
    var builder = WebApplication.CreateBuilder(args);
    if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
    {
        builder.WebHost.UseUrls(DefaultUrl);
    }

    var options = OptionsReader.Read<SupervisionOptions>(builder.Configuration);
    if (options.Cluster.Connection is null)
    {
        throw new ConfigurationException(["Supervision:Cluster:Connection: is required for a silo of its own"]);
    }

    builder.AddSilo(new DataFolder(options.DataDirectory), options, TimeProvider.System);
    builder.Services.AddSupervisionHealth();
    await using var app = builder.Build();
    app.MapSupervisionHealth();
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (fault
    is ConfigurationException or RuleBookException or CalendarException or JournalUnusableException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return WrongConfiguration;
}
catch (JournalUnavailableException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return Failed;
}
