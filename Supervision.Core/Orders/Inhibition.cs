using Supervision.Core.Entities;

namespace Supervision.Core.Orders;

/// <summary>Open no orders for cards of a hall, because it cannot tell us what would disprove them.</summary>
/// <param name="Link">The source that has gone silent.</param>
/// <param name="Because">Why, as its finding says.</param>
public sealed record InhibitOrders(string Link, string Because) : Command;

/// <summary>A source is heard again: what waits is looked at after <see cref="Rules.OrderRules.CatchUp"/>.</summary>
/// <param name="Link">The source.</param>
public sealed record LiftInhibition(string Link) : Command;

/// <summary>A link that is down, or was a moment ago.</summary>
/// <param name="Source">The source.</param>
/// <param name="Until">End, exclusive; null while it is down.</param>
public sealed record Inhibition(string Source, DateTimeOffset? Until);

/// <summary>Cards of a hall open no orders from here on.</summary>
/// <param name="Link">The source that has gone silent.</param>
/// <param name="Because">Why.</param>
/// <param name="At">When.</param>
public sealed record InhibitionBegan(string Link, string Because, DateTimeOffset At) : DomainEvent;

/// <summary>The link is back; what it did not tell may come now.</summary>
/// <param name="Link">The source.</param>
/// <param name="At">When.</param>
/// <param name="Until">When what waits is looked at again.</param>
public sealed record InhibitionLifted(string Link, DateTimeOffset At, DateTimeOffset Until) : DomainEvent;

/// <summary>The link has caught up.</summary>
public sealed record InhibitionEnded(string Link, DateTimeOffset At) : DomainEvent;

/// <summary>A cause waits, because a link is down.</summary>
/// <param name="Link">The source that has gone silent.</param>
/// <param name="Cause">The cause.</param>
public sealed record CauseHeld(string Link, OrderCause Cause) : DomainEvent;

/// <summary>A cause waits no longer: if it stands still, it is entered again.</summary>
public sealed record CauseReleased(OrderCause Cause) : DomainEvent;
