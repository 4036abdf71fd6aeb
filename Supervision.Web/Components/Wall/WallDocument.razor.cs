using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Components.Wall;

/// <summary>The wall of one hall, or of all.</summary>
public partial class WallDocument
{
    /// <summary>The hall; null for all.</summary>
    [Parameter] public string? Hall { get; set; }

    [Inject] private INames Names { get; set; } = null!;

    [Inject] private HallTime Time { get; set; } = null!;

    [Inject] private WallAssets Release { get; set; } = null!;

    private string ScopeName => Hall is null ? Words.Of("board.allHalls") : Names.Hall(Hall);

    private static readonly JsonSerializerOptions Readable =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static string WordsJson => JsonSerializer.Serialize(
        Words.Both("wall", "level", "clock", "code", "fact", "suspension", "board"), Readable);

    // Cards name halls by id; the other names are not shown on the wall.
    private string NamesJson => JsonSerializer.Serialize(Names.Halls, Readable);
}
