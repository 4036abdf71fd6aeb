using Supervision.Silo.Storage;

namespace Supervision.Silo.Hosting;

/// <summary>
/// Where everything lies on disk. The journal, the rules, the keys, people, messages and the audit are the truth; the
/// rest is derived.
/// </summary>
/// <param name="Path">The data directory.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>
    /// Where what is derived lies; the data directory unless several processes share that and each has its own here.
    /// </summary>
    public string Node { get; init; } = Path;

    /// <summary>Folder of the journal.</summary>
    public string Journal => System.IO.Path.Combine(Path, "journal");

    /// <summary>Derived: where each entity stands.</summary>
    public string EntityIndex => System.IO.Path.Combine(Node, "entities.db");

    /// <summary>Derived: what people read.</summary>
    public string Views => System.IO.Path.Combine(Node, "views.db");

    /// <summary>How far reactions have come in the journal; lost, they repeat nothing.</summary>
    public string Reactions => System.IO.Path.Combine(Path, "reactions.position");

    /// <summary>The rule book an administrator edits.</summary>
    public string Rules => System.IO.Path.Combine(Path, "rules.json");

    /// <summary>Every rule book version that was ever in force, by content hash.</summary>
    public string RuleVersions => System.IO.Path.Combine(Path, "rules");

    /// <summary>Folder of State Council notices newer than the program, one JSON file a year; may be missing.</summary>
    public string Calendars => System.IO.Path.Combine(Path, "calendars");

    /// <summary>Name of the calendar edition that all open cases were last read under.</summary>
    public string CalendarEdition => System.IO.Path.Combine(Path, "calendar.edition");

    /// <summary>Files that came with steps of orders, by the SHA-256 of their content.</summary>
    public string Attachments => System.IO.Path.Combine(Path, "attachments");

    /// <summary>Frozen pools of draws, by the SHA-256 of their content.</summary>
    public string Pools => System.IO.Path.Combine(Path, "pools");

    /// <summary>API keys, hashed.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys.db");

    /// <summary>Attendance terminals, whose PIN is whose, and punches that wait for an owner.</summary>
    public string Devices => System.IO.Path.Combine(Path, "devices.db");

    /// <summary>Accounts of people, with hashed passwords.</summary>
    public string People => System.IO.Path.Combine(Path, "people.db");

    /// <summary>Who did or read what; only ever added to.</summary>
    public string Audit => System.IO.Path.Combine(Path, "audit.db");

    /// <summary>Messages to people and what became of them.</summary>
    public string Notifications => System.IO.Path.Combine(Path, "notifications.db");

    /// <summary>How many facts were turned away, by sender and day.</summary>
    public string Rejections => System.IO.Path.Combine(Path, "rejections.db");

    /// <summary>When each job fires next; what was done is in the journal.</summary>
    public string Jobs => System.IO.Path.Combine(Path, "jobs.db");

    /// <summary>Folder of the daily backups, unless another is configured.</summary>
    public string Backups => System.IO.Path.Combine(Path, "backups");

    /// <summary>Folder of the keys that cookies are sealed with; losing it signs everybody out.</summary>
    public string CookieKeys => System.IO.Path.Combine(Path, "cookies");

    /// <summary>
    /// The secret under which people are hashed; losing it only means that old and new hashes differ.
    /// </summary>
    public string PersonSecret => System.IO.Path.Combine(Path, "person.key");

    /// <summary>Removes everything that can be made anew from the journal. Nothing may have it open.</summary>
    public void DeleteDerived()
    {
        DerivedFile.Delete(EntityIndex);
        DerivedFile.Delete(Views);
    }
}
