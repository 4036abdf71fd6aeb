using System.Globalization;
using Microsoft.Extensions.Hosting;
using Quartz;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Silo.Hosting;

namespace Supervision.Silo.Jobs;

/// <summary>
/// Wakes every job once a day at its time, and at the start when such a time was missed or a run was cut off. Which
/// periods are due then is for <see cref="JobRunner"/> to say.
/// </summary>
public sealed class JobScheduler(
    ISchedulerFactory factory, JobRunner runner, JobOptions options, IRuleShelf rules, DataFolder folder,
    JournalOptions journal, TimeProvider time) : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly RetryPolicy Again = RetryPolicy.Fixed(5, TimeSpan.FromMinutes(15));

    private IScheduler? scheduler;

    /// <summary>Begins once the system listens: nobody waits for a job that is due once a day.</summary>
    /// <param name="cancellationToken">The start is given up.</param>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        JobStore.Prepare(folder, journal);
        scheduler = await factory.GetScheduler(cancellationToken);
        foreach (var job in runner.Jobs)
        {
            await ScheduleAsync(scheduler, job, cancellationToken);
        }

        await scheduler.Start(cancellationToken);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref scheduler, null) is { } running)
        {
            await running.Shutdown(waitForJobsToComplete: true, cancellationToken);
        }
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Ends what a start that failed later on has begun: nobody stops that, and its threads would keep the process.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref scheduler, null) is { } running)
        {
            await running.Shutdown(waitForJobsToComplete: false);
        }
    }

    /// <summary>Since when jobs are switched on is kept with the trigger, whatever its times become.</summary>
    private async Task ScheduleAsync(IScheduler target, JobKind job, CancellationToken cancellationToken)
    {
        var (key, at) = (new TriggerKey(job.ToString()), options.Times.Of(job));
        var cron = string.Create(CultureInfo.InvariantCulture, $"{at.Second} {at.Minute} {at.Hour} ? * *");
        var known = await target.GetTrigger(key, cancellationToken);
        if (known is ICronTrigger { CronExpressionString: var old } && old == cron)
        {
            return;
        }

        var detail = JobBuilder.Create<WakeJob>().WithIdentity(job.ToString()).StoreDurably().RequestRecovery().Build();
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(key)
            .ForJob(detail)
            .StartAt(known?.StartTimeUtc ?? time.GetUtcNow())
            .WithRetryPolicy(Again)
            .WithSchedule(CronScheduleBuilder.Create(cron)
                .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(rules.Current.Zone))
                .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await target.ScheduleJob(detail, [trigger], new ScheduleJobOptions { Replace = true }, cancellationToken);
    }
}

/// <summary>What Quartz calls; its name is the job's.</summary>
[DisallowConcurrentExecution]
public sealed class WakeJob(JobRunner runner) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        var trigger = await context.Scheduler.GetTrigger(new TriggerKey(name), cancellationToken);
        var since = trigger?.StartTimeUtc ?? context.FireTimeUtc;
        if (!await runner.RunDueAsync(Enum.Parse<JobKind>(name), since, cancellationToken))
        {
            throw new JobExecutionException($"{name} is not done for every period that is due.");
        }
    }
}
