using System.ComponentModel.DataAnnotations;

namespace Supervision.Web.Components;

/// <summary>What pages need to know about where they are, under <c>Supervision:Pages</c>.</summary>
public sealed class PageOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Supervision:Pages";

    /// <summary>
    /// IANA zone in which times are shown; the composition root sets the rule book's. Default Asia/Shanghai.
    /// </summary>
    [Required]
    public string Zone { get; set; } = "Asia/Shanghai";

    /// <summary>Lines on one page of a list, from 10 to 500; default 50.</summary>
    [Range(10, 500)]
    public int LinesPerPage { get; set; } = 50;
}
