using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Scores;

namespace Supervision.Silo.History;

/// <summary>
/// The history store as people ask it. Every question is asked read-only, within limits of time, memory and rows. Safe
/// for concurrent use.
/// </summary>
public interface IHistory
{
    /// <summary>Answers one of the prepared questions.</summary>
    /// <exception cref="HistoryException">There is no answer; it says why.</exception>
    Task<Answer> AskAsync(Question question, QuestionValues values, CancellationToken cancellationToken);

    /// <summary>
    /// The figures of every unit in a month, counted from the store's own rows; towns are counted as halls.
    /// </summary>
    /// <exception cref="HistoryException">There is no answer; it says why.</exception>
    Task<HistoryFigures> FiguresAsync(Period period, CancellationToken cancellationToken);
}

/// <summary>What a question is asked about. Empty texts mean all.</summary>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Hall">Hall.</param>
/// <param name="Department">Department.</param>
/// <param name="Item">Service item.</param>
public sealed record QuestionValues(
    DateOnly From, DateOnly To, string Hall = "", string Department = "", string Item = "");

/// <summary>An answer.</summary>
/// <param name="Rows">
/// Values by <see cref="Question.Columns"/>: a text, a <see cref="DateOnly"/>, a <see cref="long"/>, a
/// <see cref="double"/>, or null.
/// </param>
/// <param name="UpTo">Journal entry up to which the store has been written; 0 for none.</param>
public sealed record Answer(ImmutableArray<ImmutableArray<object?>> Rows, long UpTo);

/// <summary>Figures of a month.</summary>
/// <param name="Units">Units of which anything is known, by figure.</param>
/// <param name="UpTo">Journal entry up to which the store has been written; 0 for none.</param>
public sealed record HistoryFigures(IReadOnlyDictionary<ScoreUnit, long[]> Units, long UpTo);

/// <summary>Why the store gives no answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HistoryFault>))]
public enum HistoryFault
{
    /// <summary>It does not answer, or not sensibly; try later.</summary>
    [JsonStringEnumMemberName("away")] Away,
    /// <summary>The answer would take more time, memory or rows than allowed; ask for less.</summary>
    [JsonStringEnumMemberName("tooMuch")] TooMuch,
    /// <summary>It is of another journal or a newer version; an administrator has to see to it.</summary>
    [JsonStringEnumMemberName("unusable")] Unusable,
}

/// <summary>The history store gives no answer; <see cref="Fault"/> says what to do.</summary>
public sealed class HistoryException(HistoryFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What to do about it.</summary>
    public HistoryFault Fault { get; } = fault;
}
