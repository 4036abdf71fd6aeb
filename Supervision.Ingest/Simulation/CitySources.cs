using System.Collections.Frozen;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>The systems that report: each hall and branch hall its own, town centres one. Immutable.</summary>
internal sealed class CitySources
{
    private readonly FrozenDictionary<string, string> approval;
    private readonly FrozenDictionary<string, string> windows;

    public CitySources(RuleBook book)
    {
        approval = PerHall(book, "approval");
        windows = PerHall(book, "windows");
        All = [.. approval.Values.Concat(windows.Values)
            .Concat([Queue, Evaluators, Cashier, Faces, Patrols, Hotline, Online, Leave])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Queue machines.</summary>
    public string Queue => "/queue";
    /// <summary>Evaluators at the windows.</summary>
    public string Evaluators => "/evaluators";
    /// <summary>The bank that takes fees.</summary>
    public string Cashier => "/cashier";
    /// <summary>Face terminals.</summary>
    public string Faces => "/devices/face";
    /// <summary>Inspectors' tablets.</summary>
    public string Patrols => "/patrols";
    /// <summary>The complaint line.</summary>
    public string Hotline => "/hotline";
    /// <summary>Online applications.</summary>
    public string Online => "/online";
    /// <summary>Online leave.</summary>
    public string Leave => "/leave";

    /// <summary>Every source, in order.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>The approval system of a hall.</summary>
    public string Approval(string hall) => approval[hall];

    /// <summary>The window terminals of a hall.</summary>
    public string Windows(string hall) => windows[hall];

    private static FrozenDictionary<string, string> PerHall(RuleBook book, string what) =>
        book.Organisation.Halls.Values.ToFrozenDictionary(
            hall => hall.Id,
            hall => hall.Kind is "town" or "village" ? $"/towns/{what}" : $"/halls/{hall.Id}/{what}",
            StringComparer.Ordinal);
}
