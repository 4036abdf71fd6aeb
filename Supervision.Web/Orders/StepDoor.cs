using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Web.Identity;

namespace Supervision.Web.Orders;

/// <summary>
/// Where people take steps of orders: one way for pages and programs, and a line of audit for each refusal.
/// </summary>
internal sealed class StepDoor(IOrderList orders, IEngine engine, StepBodies bodies, StepAudit audit)
{
    /// <summary>Longest <c>Idempotency-Key</c>, in characters.</summary>
    public const int KeyMax = 128;

    /// <summary>An order of another organisation looks as if it did not exist.</summary>
    public static bool MaySee(OrderRow row, Actor by) =>
        row.Unit.IsWithin(by.Organisation) || by.Staff is { } staff && row.Person == staff;

    public static Refusal Unknown(string no) => new(
        "order.unknown", $"There is no order {no}.", "Look for it in the list of orders.");

    /// <summary>Takes a step, or says why not; then nothing has changed.</summary>
    /// <param name="no">Number of the order.</param>
    /// <param name="step">Name of the step.</param>
    /// <param name="context">The request; its body is read when the order is the sender's to see.</param>
    /// <param name="isGenuine">Whether a page of ours sent the form; null does not ask.</param>
    public async Task<StepAnswer> TakeAsync(
        string no, string step, HttpContext context, Func<IFormCollection, Task<bool>>? isGenuine = null)
    {
        var answer = await TryAsync(no, step, Actors.Of(context.User)!, context, isGenuine);
        if (answer.Code is { } code)
        {
            audit.Refused(context, no, step, code);
        }

        return answer;
    }

    private async Task<StepAnswer> TryAsync(
        string no, string step, Actor by, HttpContext context, Func<IFormCollection, Task<bool>>? isGenuine)
    {
        if (await orders.OpenAsync(no, context.RequestAborted) is not { } file || !MaySee(file.Order, by))
        {
            return new(Refusal: Unknown(no));
        }

        var body = await bodies.ReadAsync(context, isGenuine);
        if (body.Form is null)
        {
            return new(Refusal: body.Refusal, IsForged: body.Refusal is null);
        }

        var key = context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } sent ? sent : body.Key;
        if (key?.Length > KeyMax)
        {
            return new(Field: "Idempotency-Key", Problem: $"should have {KeyMax} characters at most");
        }

        var (command, field, problem) = body.Form.Read(step, by, OrderForm.IdOf(by, key));
        if (command is null)
        {
            return new(Field: field, Problem: problem);
        }

        var stream = new StreamId(EntityKind.Order, no);
        return await engine.CommandAsync(stream, command with { Attachments = body.Files }, context.RequestAborted)
            is { } refusal
            ? new(Refusal: refusal)
            : new((await orders.OpenAsync(no, context.RequestAborted))!.Order);
    }
}

/// <summary>What became of a step: taken, refused, or with a field at fault.</summary>
/// <param name="Order">The order after it; null when it was not taken.</param>
/// <param name="Refusal">Why it was refused.</param>
/// <param name="Field">The field at fault.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="IsForged">Whether a page of another site sent it.</param>
internal sealed record StepAnswer(
    OrderRow? Order = null, Refusal? Refusal = null, string? Field = null, string? Problem = null,
    bool IsForged = false)
{
    /// <summary>Stable name of the refusal; null when the step was taken.</summary>
    public string? Code => Order is not null ? null
        : Refusal?.Code ?? (IsForged ? "order.forged" : $"order.field:{Field}");
}
