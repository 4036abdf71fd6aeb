using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Supervision.Core.Calendars;
using Supervision.Core.Clocks;
using Supervision.Core.Rules.Json;

namespace Supervision.Core.Rules;

/// <summary>
/// Turns JSON text into a rule book, or lists everything that is wrong with it. Pure: it reads no file. The keys,
/// their bounds and defaults are described in <c>rulebook.schema.json</c>. Safe for concurrent use.
/// </summary>
public static class RuleBookReader
{
    /// <summary>Longest text, in characters: some 200 000 items.</summary>
    public const int TextLengthMax = 64 * 1024 * 1024;

    private static readonly FrozenSet<string> DefaultCalendars =
        FrozenSet.Create(StringComparer.Ordinal, RuleDefaults.Notices);

    /// <summary>Reads a rule book.</summary>
    /// <param name="json">The text; comments and trailing commas are faults.</param>
    /// <param name="calendars">Names of the calendars that are loaded; null means <c>stateCouncil</c> alone.</param>
    /// <exception cref="RuleBookException">Carries every fault of the text. Mend them, read again.</exception>
    public static RuleBook Read(string json, IReadOnlySet<string>? calendars = null)
    {
        var (book, faults) = Check(json, calendars);
        return book ?? throw new RuleBookException(faults);
    }

    /// <summary>Reads a rule book without throwing for anything its text may hold.</summary>
    /// <returns>The book and no faults, or no book and every fault.</returns>
    public static (RuleBook? Book, ImmutableArray<RuleFault> Faults) Check(
        string json, IReadOnlySet<string>? calendars = null)
    {
        if (json.Length > TextLengthMax)
            return (null, [new("$", $"The text has {json.Length} characters", $"Keep it to {TextLengthMax}")]);

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            return (null, [new("$", $"This is not JSON: {e.Message.TrimEnd('.')}", "Mend the text at that place")]);
        }
        catch (ArgumentException)
        {
            return (null, [new("$", "The text holds half of a surrogate pair", "Save it as valid UTF-8")]);
        }

        using (document)
        {
            var faults = new List<RuleFault>();
            if (UnreadableText.Find(document.RootElement, "$") is { } unreadable) return (null, [unreadable]);
            var book = ReadRoot(new(document.RootElement, "$", faults), calendars ?? DefaultCalendars);
            return faults.Count == 0 ? (book, []) : (null, [.. faults]);
        }
    }

    private static RuleBook? ReadRoot(Place root, IReadOnlySet<string> calendars)
    {
        if (root.Object(RuleBookKeys.Root) is not { } fields) return null;
        _ = fields.Optional("$schema")?.Text(Fields.NameMax);
        var organisation = OrganisationSection.Read(
            fields.Required("organisation", "Describe halls, departments, windows and staff"));
        var halls = organisation.Halls.Keys.ToFrozenSet(StringComparer.Ordinal);
        var limits = LimitSections.ReadAll(fields.Optional("limits"));
        var stageNames = SettingSections.ReadStageNames(fields.Optional("stageNames"));
        var riskPoints = SettingSections.ReadRiskPoints(fields.Optional("riskPoints"));
        var immediateLimit = limits.GetValueOrDefault(ClockKind.Immediate);
        var items = new ItemsSection(organisation, stageNames, riskPoints, immediateLimit);
        return new()
        {
            Version = RuleBookVersion.Of(root.Element),
            Zone = TimeSections.ReadZone(fields.Optional("zone")),
            Convention = fields.Optional("convention")?.Choice<Convention>() ?? Convention.Statutory,
            Calendar = TimeSections.ReadCalendar(fields.Optional("calendar"), halls, calendars),
            Hours = TimeSections.ReadHours(fields.Optional("hours")) ?? OfficeHours.Default,
            HallHours = TimeSections.ReadHallHours(fields.Optional("hallHours"), halls),
            Limits = limits,
            ComplaintLimits = LimitSections.ReadComplaints(fields.Optional("complaintLimits")),
            Levels = LimitSections.ReadLevels(fields.Optional("levels")),
            Looks = SettingSections.ReadLooks(fields.Optional("looks")),
            Findings = SettingSections.ReadFindings(fields.Optional("findings"), organisation),
            Orders = OrderSection.Read(fields.Optional("orders")),
            Presence = PresenceSections.ReadPresence(fields.Optional("presence")),
            Timetables = PresenceSections.ReadTimetables(fields.Optional("timetables")),
            Ratings = PresenceSections.ReadRatings(fields.Optional("ratings")),
            Reports = SettingSections.ReadReports(fields.Optional("reports")),
            Scores = ScoreSection.Read(fields.Optional("scores")),
            Draws = DrawSection.Read(fields.Optional("draws")),
            StageNames = stageNames,
            RiskPoints = riskPoints,
            Organisation = organisation,
            Items = items.Read(fields.Required("items", "List the service items")),
        };
    }
}
