using System.Collections.Immutable;
using System.Text.Json;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;

namespace Supervision.Tests.Simulation;

/// <summary>What holds after any run, whatever happened in it.</summary>
internal static class SimulationInvariants
{
    public static async Task CheckAsync(SimulationRun run)
    {
        var system = run.System;
        Assert.Null(system.Engine.Fault);
        Assert.Null(system.Views.Fault);
        var journal = await ReadAllAsync(system.Journal);
        CheckStreams(journal);
        CheckFacts(journal, run);
        CheckAlertsAreRaisedOnce(journal);
        foreach (var stream in journal.Select(entry => entry.Turn.Stream).Distinct())
        {
            CheckEntity(stream, await system.Engine.ReadAsync(stream, CancellationToken.None), journal, system);
        }

        Assert.Equal(journal.Count, system.Views.Position);
        ViewInvariants.Check(system, journal);
        OrderInvariants.Check(system, journal);
    }

    public static async Task<List<JournalEntry>> ReadAllAsync(IJournal journal)
    {
        List<JournalEntry> all = [];
        while (await journal.ReadAsync(all.Count, 10_000, CancellationToken.None) is { Count: > 0 } entries)
        {
            all.AddRange(entries);
        }

        return all;
    }

    private static void CheckStreams(List<JournalEntry> journal)
    {
        Dictionary<StreamId, (long Version, long Sequence)> newest = [];
        for (var i = 0; i < journal.Count; i++)
        {
            var turn = journal[i].Turn;
            Assert.Equal(i + 1, journal[i].Sequence);
            var (version, sequence) = newest.GetValueOrDefault(turn.Stream);
            Assert.Equal((version + 1, sequence), (turn.Version, turn.PreviousSequence));
            newest[turn.Stream] = (turn.Version, journal[i].Sequence);
        }
    }

    private static void CheckFacts(List<JournalEntry> journal, SimulationRun run)
    {
        var recorded = journal
            .Where(entry => entry.Turn.Events.Any(@event => @event is FactRecorded))
            .Select(entry => entry.Turn.Identity)
            .ToArray();
        var identities = journal.Select(entry => entry.Turn.Identity).Where(id => id != UInt128.Zero).ToArray();
        Assert.Equal(identities.Length, identities.Distinct().Count());
        Assert.Superset(run.Acknowledged, recorded.ToHashSet());
        Assert.Subset(run.Facts.Select(fact => fact.Identity).ToHashSet(), recorded.ToHashSet());
        Assert.All(recorded, identity => Assert.True(run.System.Journal.Knows(identity)));
    }

    private static void CheckAlertsAreRaisedOnce(List<JournalEntry> journal)
    {
        var raised = journal
            .SelectMany(entry => entry.Turn.Events.OfType<AlertRaised>().Select(e => (entry.Turn.Stream, e.Alert.Key)))
            .ToArray();
        Assert.Equal(raised.Length, raised.Distinct().Count());
    }

    /// <summary>
    /// What the engine holds is the fold of the journal, and what a fresh reading of the facts says now.
    /// </summary>
    private static void CheckEntity(
        StreamId stream, EntitySnapshot? found, List<JournalEntry> journal, SimulatedSystem system)
    {
        Assert.NotNull(found);
        var entries = journal.FindAll(entry => entry.Turn.Stream == stream);
        Assert.Equal((entries.Count, entries[^1].Sequence), (found.Version, found.LastSequence));
        Assert.Equal(Text(Fold(stream, entries)), Text(found.State));
        if (found.State is not CaseState state)
        {
            return;
        }

        var history = entries.SelectMany(entry => entry.Turn.Events).OfType<FactRecorded>().ToArray();
        Assert.Equal(history.Length, state.History.Length);
        var decider = Deciders.Of(EntityKind.Case);
        var folded = (CaseState)history.Aggregate(decider.Initial(stream.Key), decider.Evolve);
        var reading = CaseReading.Of(stream.Key, folded.History, system.Rules.ContextOf(null, system.Engine.Now))
            .Without(state.Alerts);
        Assert.Equal(reading.Row, state.Row);
        Assert.Equal(reading.Deadline, state.Deadline);
        Assert.Equal(Standing(reading.Alerts), Standing(state.Alerts));
    }

    /// <summary>What the entries of one stream say about its entity.</summary>
    public static EntityState Fold(StreamId stream, IEnumerable<JournalEntry> entries) => entries
        .SelectMany(entry => entry.Turn.Events)
        .Aggregate(Entity.New(stream).State, Deciders.Of(stream.Kind).Evolve);

    private static string Text(EntityState state) =>
        JsonSerializer.Serialize(state, StoredJson.Storage.EntityState);

    private static IEnumerable<string> Standing(ImmutableArray<Alert> alerts) =>
        alerts.Select(alert => $"{alert.Key} at {alert.At:O}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Standing(ImmutableArray<AlertMark> marks) =>
        marks.Where(mark => mark.Standing).Select(mark => $"{mark.Key} at {mark.At:O}").Order(StringComparer.Ordinal);
}
