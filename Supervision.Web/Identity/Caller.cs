using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;

namespace Supervision.Web.Identity;

/// <summary>Who sent a request: a person, a key, or nobody known. Exactly one bit of <see cref="Who"/>.</summary>
/// <param name="Who">Which line of the table it is looked up by.</param>
/// <param name="Person">Set for people alone.</param>
/// <param name="Key">Set for keys and kiosk links alone.</param>
internal sealed record Caller(Who Who, Actor? Person = null, FeedKey? Key = null)
{
    /// <summary>Nobody known.</summary>
    public static Caller Stranger { get; } = new(Who.Stranger);

    /// <summary>Who sent the request, as the gate found out.</summary>
    /// <exception cref="InvalidOperationException">The request did not pass the gate.</exception>
    public static Caller Of(HttpContext context) => context.Items[typeof(Caller)] as Caller
        ?? throw new InvalidOperationException("This request passed no gate, so nobody may be let in.");

    /// <summary>Lets the rest of the program know who sent the request.</summary>
    public void Attach(HttpContext context) => context.Items[typeof(Caller)] = this;

    /// <summary>A person's line of the table.</summary>
    public static Caller Of(Actor person) => new((Who)(1 << (int)person.Role), person);

    /// <summary>A key's line of the table.</summary>
    public static Caller Of(FeedKey key) => new(
        key.Scope switch
        {
            FeedKeyScope.Facts => Who.FactsKey,
            FeedKeyScope.Read => Who.ReadKey,
            _ => Who.Kiosk,
        },
        Key: key);

    /// <summary>Organisations the caller is bound to; empty means the whole city.</summary>
    public IReadOnlyList<string> Organisations =>
        Key?.Organisations ?? (Person?.Organisation is { } organisation ? [organisation] : []);

    /// <summary>What the caller may see; null means everything.</summary>
    public ReadingScope? Scope => Organisations.Count > 0 ? new ReadingScope(Organisations) : null;

    /// <summary>Whether case numbers are shown in part only: a wall hangs where everybody passes.</summary>
    public bool SeesMasked => Who is Who.Kiosk or Who.Demo;

    /// <summary>What the audit calls the caller; safe to log.</summary>
    public string Name => Person?.Name ?? Key?.Name ?? "";
}
