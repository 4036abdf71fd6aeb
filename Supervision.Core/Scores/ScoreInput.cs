namespace Supervision.Core.Scores;

/// <summary>The list that opens what was counted.</summary>
public enum Evidence
{
    /// <summary>Cases.</summary>
    Cases,
    /// <summary>Cards and findings.</summary>
    Alerts,
    /// <summary>Supervision orders.</summary>
    Orders,
    /// <summary>Ratings.</summary>
    Ratings,
    /// <summary>Attendance.</summary>
    Attendance,
    /// <summary>Complaints.</summary>
    Complaints,
}

/// <summary>
/// What one counted figure means. The same object stands behind page, API, export and wall: a figure is defined once.
/// </summary>
/// <param name="Slot">Its place among all figures; only within one process and one view file.</param>
/// <param name="Id">Its name in formulas and in closed months; never changed or reused.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEnglish">English name.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Definition">Exactly what is counted, and in which month, in Chinese.</param>
/// <param name="DefinitionEnglish">The same in English.</param>
/// <param name="Evidence">Where what was counted is listed.</param>
/// <param name="Query">How that list is narrowed to it, beside unit and month.</param>
public sealed record ScoreInput(
    int Slot, string Id, string Name, string NameEnglish, string Unit, string Definition, string DefinitionEnglish,
    Evidence Evidence, string Query);
