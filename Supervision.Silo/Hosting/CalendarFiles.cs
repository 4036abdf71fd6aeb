using Supervision.Core.Calendars;

namespace Supervision.Silo.Hosting;

/// <summary>
/// The notices the program was built with, and over them those an administrator put into the data directory: a new
/// year is published in November, and nobody should have to wait for a release.
/// </summary>
public static class CalendarFiles
{
    /// <summary>Reads every <c>*.json</c> of the folder in the order of its name.</summary>
    /// <param name="folder">May be missing.</param>
    /// <exception cref="CalendarException">A file has faults; all are listed.</exception>
    public static HolidayBook Read(string folder)
    {
        var book = HolidayBook.Embedded;
        if (!Directory.Exists(folder))
        {
            return book;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            book = book.With(HolidayBook.ParseYears(File.ReadAllText(file)));
        }

        return book;
    }
}
