using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Reading;

namespace Supervision.Tests.Support;

/// <summary>Orders of a running system.</summary>
internal static class Orders
{
    /// <summary>Files a complaint about window W01 of hall H1, and waits until lists show its order.</summary>
    public static Task<string> OpenOrderAsync(this RealSystem system, string complaint) =>
        system.OpenOrderAsync(
            complaint, "complaint.filed", new { hall = "H1", window = "W01" });

    /// <summary>Sends a fact that is cause for an order, and waits until lists show the order.</summary>
    public static async Task<string> OpenOrderAsync(
        this RealSystem system, string subject, string type, object data, string? id = null)
    {
        var orders = system.Services.GetRequiredService<IOrderList>();
        var shown = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(IReadOnlyList<OrderRow> rows)
        {
            if (rows.FirstOrDefault(row => row.Subject == subject) is { } row) shown.TrySetResult(row.No);
        }

        orders.Changed += Look;
        var (status, answer) = await system.PostAsync(JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = id ?? subject,
            source = "/test",
            type,
            subject,
            time = DateTimeOffset.UtcNow,
            data,
        }));
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        var no = await shown.Task;
        orders.Changed -= Look;
        return no;
    }
}
