using Supervision.Core.Rules;

namespace Supervision.Web.Components.Text;

/// <summary>Names people know for the identifiers feeds use. Safe for concurrent use.</summary>
public interface INames
{
    /// <summary>Name of the city or district; null when unknown.</summary>
    string? Place { get; }

    /// <summary>Halls to choose from, by id; empty when unknown.</summary>
    IReadOnlyDictionary<string, string> Halls { get; }

    /// <summary>Name of a hall, or its id.</summary>
    string Hall(string id);

    /// <summary>Name of a window, or its id.</summary>
    string Window(string id);

    /// <summary>Name of a department, or its id.</summary>
    string Department(string id);

    /// <summary>Name of a service item, or its id.</summary>
    string Item(string id);

    /// <summary>Name of a member of staff, or the id.</summary>
    string Staff(string id);

    /// <summary>Hall and window as lists show them; empty when both are unknown.</summary>
    string Where(string? hall, string? window) => string.Join(
        " · ", new[] { hall is null ? null : Hall(hall), window is null ? null : Window(window) }.OfType<string>());
}

/// <summary>Names from the rule book in force; without one, identifiers stand for themselves.</summary>
/// <param name="current">The newest rule book, asked each time; null when there is none.</param>
public sealed class RuleBookNames(Func<RuleBook?> current) : INames
{
    /// <inheritdoc />
    public string? Place => current()?.Organisation.Name;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Halls =>
        current()?.Organisation.Halls
            .ToDictionary(pair => pair.Key, pair => pair.Value.Name, StringComparer.Ordinal) ?? [];

    /// <inheritdoc />
    public string Hall(string id) => current()?.Organisation.Halls.GetValueOrDefault(id)?.Name ?? id;

    /// <inheritdoc />
    public string Window(string id) => current()?.Organisation.Windows.GetValueOrDefault(id)?.Name ?? id;

    /// <inheritdoc />
    public string Department(string id) => current()?.Organisation.Departments.GetValueOrDefault(id)?.Name ?? id;

    /// <inheritdoc />
    public string Item(string id) => current()?.Items.GetValueOrDefault(id)?.Name ?? id;

    /// <inheritdoc />
    public string Staff(string id) => current()?.Organisation.Staff.GetValueOrDefault(id)?.Name ?? id;
}
