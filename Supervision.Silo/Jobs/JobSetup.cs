using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Hosting;
using Supervision.Silo.Jobs.Work;
using Supervision.Silo.Quality;
using Supervision.Silo.Reports;
using Supervision.Silo.Views;

namespace Supervision.Silo.Jobs;

/// <summary>Adds jobs and reports to the composition root.</summary>
public static class JobSetup
{
    /// <summary>Registers the lists of runs and sources, which views keep; before the view feeder.</summary>
    public static void AddJobLists(this IServiceCollection services)
    {
        services.AddSingleton<JobsView>();
        services.AddSingleton<IView>(provider => provider.GetRequiredService<JobsView>());
        services.AddSingleton<IJobRuns, JobRuns>();
        services.AddSingleton(provider => new SourceDaysView(
            provider.GetRequiredService<ViewDatabase>(), provider.GetRequiredService<RuleShelf>().Calendars.Common));
        services.AddSingleton<IView>(provider => provider.GetRequiredService<SourceDaysView>());
        services.AddSingleton<ISourceDays, SourceDays>();
        services.AddSingleton<IRejections>(provider => new RejectionBook(
            provider.GetRequiredService<DataFolder>().Rejections,
            () => provider.GetRequiredService<RuleShelf>().Calendars.Common.DateOf(
                provider.GetRequiredService<IEngine>().Now)));
    }

    /// <summary>Registers reports, the work of every job, and what wakes them where this process runs jobs.</summary>
    /// <param name="services">Has engine, journal, lists and notifications registered.</param>
    /// <param name="folder">Where Quartz's file lies.</param>
    /// <param name="options">Times and places.</param>
    /// <param name="journal">Where the journal lies; Quartz's tables lie beside it.</param>
    /// <param name="runs">Whether jobs are woken here. Not in Replay: there the wall clock means nothing.</param>
    /// <param name="isSole">Whether this is the only process that runs jobs.</param>
    public static void AddJobs(
        this IServiceCollection services, DataFolder folder, JobOptions options, JournalOptions journal, bool runs,
        bool isSole)
    {
        services.AddSingleton(options);
        services.AddSingleton(new JobNode($"{Environment.MachineName}-{Guid.NewGuid():N}", isSole));
        services.AddSingleton<InvestmentLines>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<Bulletins>();
        services.AddSingleton<IPeriodWork, DayCloseWork>();
        services.AddSingleton<IPeriodWork, MonthCloseWork>();
        services.AddSingleton<IPeriodWork, DataQualityWork>();
        services.AddSingleton<IPeriodWork, InvestmentReportWork>();
        foreach (var job in (JobKind[])[JobKind.MonthBulletin, JobKind.QuarterBulletin, JobKind.YearBulletin])
        {
            services.AddSingleton<IPeriodWork>(provider => new BulletinWork(
                job, provider.GetRequiredService<Bulletins>(), provider.GetRequiredService<ReportDesk>()));
        }

        services.AddSingleton<IPeriodWork, PatrolPlanWork>();
        services.AddSingleton<IPeriodWork, JournalCheckWork>();
        if (journal.Kind == JournalKind.Sqlite)
        {
            services.AddSingleton<IPeriodWork, BackupWork>();
        }

        services.AddSingleton<JobRunner>();
        if (runs && options.Enabled)
        {
            services.AddScheduler(folder, options, journal);
        }
    }

    /// <summary>Registers what wakes the jobs of a registered runner.</summary>
    internal static void AddScheduler(
        this IServiceCollection services, DataFolder folder, JobOptions options, JournalOptions journal)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "supervision");
            quartz.UseDefaultThreadPool(2);
            quartz.UsePersistentStore(store => JobStore.Use(store, folder, journal));
        });
        services.AddHostedService(provider => new JobScheduler(
            provider.GetRequiredService<ISchedulerFactory>(), provider.GetRequiredService<JobRunner>(), options,
            provider.GetRequiredService<IRuleShelf>(), folder, journal,
            provider.GetRequiredService<TimeProvider>()));
    }
}
