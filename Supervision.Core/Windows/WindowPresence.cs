using System.Collections.Immutable;
using Supervision.Core.Presence;

namespace Supervision.Core.Windows;

/// <summary>
/// Who was at a window on one day (domain.md section 7): a holder or substitute who punched in or is named by an
/// opening, has no leave, and no declared pause. A pure function of the day's signals, whatever order they came in.
/// </summary>
internal sealed class WindowPresence
{
    private readonly Dictionary<string, List<DaySpan>> named = new(StringComparer.Ordinal);
    private readonly List<DaySpan> anybody = [];
    private readonly List<DaySpan> pauses = [];
    private readonly List<int> activity = [];

    /// <summary>Reads a day up to a second.</summary>
    /// <param name="day">The day.</param>
    /// <param name="leaveOf">Seconds of leave of a person.</param>
    /// <param name="passed">Seconds that have passed: later signals are not heard yet.</param>
    public WindowPresence(WindowDay day, Func<string, ImmutableArray<DaySpan>> leaveOf, int passed)
    {
        Follow(day, passed);
        foreach (var ticket in day.Tickets) // a busy window reads thousands for each fact: nothing is allocated
        {
            Hear(ticket.Called);
            Hear(ticket.Served);
        }

        activity.Sort();
        ByPerson = named.ToImmutableSortedDictionary(
            pair => pair.Key, pair => DaySpans.Without(DaySpans.Union(pair.Value), leaveOf(pair.Key)),
            StringComparer.Ordinal);
        Pauses = CutAtActivity(DaySpans.Union(pauses));
        Excused = Excuse(Pauses, day.Duty);
        Present = DaySpans.Without(DaySpans.Union([.. anybody, .. ByPerson.Values.SelectMany(spans => spans)]), Pauses);

        void Hear(int? second)
        {
            if (second <= passed)
            {
                activity.Add(second.Value);
            }
        }
    }

    /// <summary>When each person was there.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<DaySpan>> ByPerson { get; }

    /// <summary>Declared pauses, until somebody was served again.</summary>
    public ImmutableArray<DaySpan> Pauses { get; }

    /// <summary>The part of the pauses that the rules excuse.</summary>
    public ImmutableArray<DaySpan> Excused { get; }

    /// <summary>When anybody was there and the window was not paused.</summary>
    public ImmutableArray<DaySpan> Present { get; }

    /// <summary>Seconds at which somebody was served, in order: proof of presence at that moment.</summary>
    public IReadOnlyList<int> Activity => activity;

    /// <summary>When it was unstaffed within some hours; broken up by every activity.</summary>
    public ImmutableArray<DaySpan> AbsenceIn(DaySpan hours)
    {
        var absent = DaySpans.Without(DaySpans.Without([hours], Excused), Present);
        var result = ImmutableArray.CreateBuilder<DaySpan>();
        foreach (var span in absent)
        {
            var from = span.From;
            foreach (var second in activity.Where(second => second > span.From && second < span.To))
            {
                result.Add(new(from, second));
                from = second;
            }

            result.Add(new(from, span.To));
        }

        return result.ToImmutable();
    }

    private void Follow(WindowDay day, int passed)
    {
        var there = new Dictionary<string, int>(StringComparer.Ordinal);
        int? open = null;
        int? paused = null;
        foreach (var signal in day.Signals.Where(signal => signal.Second <= passed))
        {
            var (at, isHolder) = (signal.Second, IsHolder(day.Duty, signal.Who));
            switch (signal.Kind)
            {
                case SignalKind.Closed:
                    EndAll(at);
                    break;
                case SignalKind.Paused:
                    paused ??= at;
                    break;
                case SignalKind.In or SignalKind.Opened when isHolder:
                    there.TryAdd(signal.Who!, at);
                    break;
                case SignalKind.Opened when signal.Who is null:
                    open ??= at;
                    break;
                case SignalKind.Out when isHolder:
                    if (there.Remove(signal.Who!, out var since))
                    {
                        SpansOf(signal.Who!).Add(new(since, at));
                    }

                    if (there.Count == 0)
                    {
                        EndAll(at); // the last one has gone: an opening by nobody in particular no longer holds
                    }

                    break;
                case SignalKind.Case or SignalKind.Served when signal.Who is null || isHolder:
                    activity.Add(at);
                    break;
            }

            if (signal.Kind is SignalKind.Opened or SignalKind.Closed)
            {
                EndPause(at);
            }
        }

        EndPause(DaySpans.DayEnd);
        EndAll(DaySpans.DayEnd);

        void EndPause(int at)
        {
            pauses.AddRange(paused is { } from ? [new(from, at)] : []);
            paused = null;
        }

        void EndAll(int at)
        {
            foreach (var (who, since) in there)
            {
                SpansOf(who).Add(new(since, at));
            }

            there.Clear();
            if (open is { } opened)
            {
                anybody.Add(new(opened, at));
                open = null;
            }
        }
    }

    private List<DaySpan> SpansOf(string who) =>
        named.TryGetValue(who, out var spans) ? spans : named[who] = [];

    private static bool IsHolder(WindowDuty duty, string? who) =>
        who is not null && (duty.Posts.IsEmpty || duty.Posts.Contains(who));

    /// <summary>Whoever serves somebody is no longer pausing.</summary>
    private ImmutableArray<DaySpan> CutAtActivity(ImmutableArray<DaySpan> declared) => DaySpans.Union(
        declared.Select(pause => activity.Find(second => second > pause.From && second < pause.To) is > 0 and var second
            ? pause with { To = second }
            : pause));

    private static ImmutableArray<DaySpan> Excuse(ImmutableArray<DaySpan> pauses, WindowDuty duty)
    {
        var left = duty.PauseOfDay;
        var excused = ImmutableArray.CreateBuilder<DaySpan>();
        foreach (var pause in pauses)
        {
            var length = Math.Min(Math.Min(pause.Length, duty.Pause), left);
            left -= length;
            if (length > 0)
            {
                excused.Add(new(pause.From, pause.From + length));
            }
        }

        return excused.ToImmutable();
    }
}
