using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Rules;

namespace Supervision.Silo.Hosting;

/// <summary>
/// Keeps every rule book version beside the journal, because a case lives under the one it was opened under. Versions
/// are files named by their content hash and never change.
/// </summary>
public sealed class RuleShelf : IRuleShelf
{
    private readonly string folder;
    private readonly HolidayBook holidays;
    private readonly ConcurrentDictionary<string, Shelved> versions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> missing = new(StringComparer.Ordinal);

    private RuleShelf(string folder, HolidayBook holidays, RuleBook current)
    {
        (this.folder, this.holidays) = (folder, holidays);
        Current = current;
        versions[current.Version] = new Shelved(current, CalendarsOf(current));
    }

    /// <inheritdoc />
    public RuleBook Current { get; }

    /// <summary>Versions that entities live under and that could not be used, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> Missing => missing;

    /// <summary>Calendars under the newest version.</summary>
    public HallCalendars Calendars => versions[Current.Version].Calendars;

    /// <summary>Puts a rule book on the shelf and makes it the newest.</summary>
    /// <param name="folder">Folder of the versions; created when missing.</param>
    /// <param name="json">The rule book.</param>
    /// <param name="holidays">State Council notices.</param>
    /// <exception cref="RuleBookException">The text has faults; all are listed, nothing was written.</exception>
    /// <exception cref="CalendarException">
    /// Hours or calendar have faults; all are listed, nothing was written.
    /// </exception>
    public static RuleShelf Open(string folder, string json, HolidayBook holidays)
    {
        var book = RuleBookReader.Read(json);
        var shelf = new RuleShelf(folder, holidays, book);
        Directory.CreateDirectory(folder);
        var path = shelf.PathOf(book.Version);
        if (!File.Exists(path))
        {
            File.WriteAllText(path + ".new", json);
            File.Move(path + ".new", path, overwrite: true);
        }

        return shelf;
    }

    /// <summary>The text of the newest version, as it was given.</summary>
    /// <exception cref="IOException">Its file was lost.</exception>
    public string ReadCurrent() => File.ReadAllText(PathOf(Current.Version));

    /// <inheritdoc />
    public DecisionContext? Find(string? version, DateTimeOffset now) =>
        versions.TryGetValue(version ?? Current.Version, out var shelved) || TryLoad(version!, out shelved)
            ? new DecisionContext(now, shelved.Book, shelved.Calendars)
            : null;

    private bool TryLoad(string version, [NotNullWhen(true)] out Shelved? shelved)
    {
        shelved = null;
        try
        {
            var book = RuleBookReader.Read(File.ReadAllText(PathOf(version)));
            if (book.Version != version)
            {
                missing[version] = $"the file holds version {book.Version}";
                return false;
            }

            shelved = versions.GetOrAdd(version, new Shelved(book, CalendarsOf(book)));
            missing.TryRemove(version, out _);
            return true;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or RuleBookException or CalendarException)
        {
            missing[version] = exception.Message;
            return false;
        }
    }

    private string PathOf(string version) => Path.Combine(folder, version + ".json");

    private HallCalendars CalendarsOf(RuleBook book)
    {
        var overlays = book.Calendar.Overlays;
        var common = WorkCalendar.Create(holidays, book.Hours, book.Zone, [.. DaysOf(null)]);
        var halls = book.HallHours.Keys
            .Concat(overlays.SelectMany(overlay => overlay.Halls))
            .Distinct(StringComparer.Ordinal);
        return new HallCalendars(common, halls.ToFrozenDictionary(hall => hall, hall => WorkCalendar.Create(
            holidays, book.HallHours.GetValueOrDefault(hall, book.Hours), book.Zone, [.. DaysOf(hall)]),
            StringComparer.Ordinal));

        IEnumerable<LocalDay> DaysOf(string? hall) => overlays
            .Where(overlay => overlay.Halls.IsEmpty || (hall is not null && overlay.Halls.Contains(hall)))
            .Select(overlay => new LocalDay(overlay.Date, !overlay.Working, overlay.Reason, null));
    }

    private sealed record Shelved(RuleBook Book, HallCalendars Calendars);
}
