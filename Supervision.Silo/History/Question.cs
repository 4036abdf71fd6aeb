using System.Collections.Immutable;

namespace Supervision.Silo.History;

/// <summary>What a question may be narrowed to, beside its period.</summary>
public enum QuestionField
{
    /// <summary>A hall.</summary>
    Hall,
    /// <summary>A department.</summary>
    Department,
    /// <summary>A service item.</summary>
    Item,
}

/// <summary>What the values of a column are, so that people read names and not identifiers.</summary>
public enum ColumnKind
{
    /// <summary>First day of a month.</summary>
    Month,
    /// <summary>Id of a hall.</summary>
    Hall,
    /// <summary>Id of a department.</summary>
    Department,
    /// <summary>Id of a window.</summary>
    Window,
    /// <summary>Id of a service item.</summary>
    Item,
    /// <summary>Code of a finding.</summary>
    Code,
    /// <summary>A source of facts.</summary>
    Source,
    /// <summary>A whole number.</summary>
    Count,
    /// <summary>Days with one decimal.</summary>
    Days,
    /// <summary>Minutes with one decimal.</summary>
    Minutes,
}

/// <summary>A column of an answer. What it means stands in the words of the pages, under its name.</summary>
/// <param name="Name">As the statement names it.</param>
/// <param name="Kind">What its values are.</param>
public sealed record QuestionColumn(string Name, ColumnKind Kind);

/// <summary>A share of an answer: never without the two columns it is computed from.</summary>
/// <param name="Name">Its name in the words of the pages.</param>
/// <param name="Numerator">Column.</param>
/// <param name="Denominator">Column.</param>
public sealed record QuestionShare(string Name, string Numerator, string Denominator);

/// <summary>A prepared question. What is put in is bound by the store and never becomes part of the text.</summary>
/// <param name="Id">Its name, in addresses too.</param>
/// <param name="Fields">What it may be narrowed to.</param>
/// <param name="Columns">What the statement answers with, in order; the first says what a row is about.</param>
/// <param name="Sql">
/// The statement, with <c>{from:Date}</c>, <c>{to:Date}</c>, <c>{hall:String}</c>, <c>{department:String}</c> and
/// <c>{item:String}</c>.
/// </param>
/// <param name="Shares">Shares computed from columns.</param>
/// <param name="Picture">Column or share that is drawn.</param>
public sealed record Question(
    string Id, ImmutableArray<QuestionField> Fields, ImmutableArray<QuestionColumn> Columns, string Sql,
    ImmutableArray<QuestionShare> Shares, string Picture);
