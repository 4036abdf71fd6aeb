using System.Globalization;
using Supervision.Core.Reading;

namespace Supervision.Tests.Support;

/// <summary>Cases that a test writes.</summary>
public sealed class InMemoryCaseList : ICaseList
{
    private readonly Dictionary<string, CaseFile> files = new(StringComparer.Ordinal);

    public void Put(CaseFile file) => files[file.Case.No] = file;

    public Page<CaseRow> Find(CaseQuery query)
    {
        var matching = files.Values.Select(file => file.Case)
            .Where(row => query.State is null || row.State == query.State)
            .Where(row => query.Overdue is null || row.Overdue == query.Overdue)
            .Where(row => query.Hall is null || row.Hall == query.Hall)
            .Where(row => query.Text is null || new[] { row.No, row.Item, row.Handler, row.Department }
                .Any(text => text?.Contains(query.Text, StringComparison.OrdinalIgnoreCase) == true))
            .OrderByDescending(row => row.AcceptedAt).ThenByDescending(row => row.No, StringComparer.Ordinal)
            .ToList();
        var start = query.After is null ? 0 : int.Parse(query.After, CultureInfo.InvariantCulture);
        var end = Math.Min(matching.Count, start + query.Limit);
        return new(matching[start..end], end < matching.Count ? $"{end}" : null, matching.Count);
    }

    public ValueTask<CaseFile?> OpenAsync(string no, CancellationToken cancellationToken) =>
        ValueTask.FromResult(files.GetValueOrDefault(no));
}
