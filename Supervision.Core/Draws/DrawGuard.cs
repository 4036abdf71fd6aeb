using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;

namespace Supervision.Core.Draws;

/// <summary>What may not be done with a draw, and why.</summary>
internal static class DrawGuard
{
    private const int TitleLengthMax = 200;
    private const int WordsMax = 4000;
    private const int PartiesMax = 9;
    private const int PointsMax = 50;
    private static readonly TimeSpan RevealWithinMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RevealWithinMax = TimeSpan.FromDays(30);

    /// <summary>Null when it may be done.</summary>
    public static Refusal? Refuse(DrawState draw, Command command, DateTimeOffset now) => command switch
    {
        PlanDraw c => OfPlan(draw, c, now),
        _ when draw.Plan is null => new("draw.unknown", $"There is no draw {draw.No}.", "Look at the list of draws."),
        CommitSecret c => Stage(draw, DrawStatus.Committing) ?? OfCommitment(draw, c),
        FreezePool c => Stage(draw, DrawStatus.Committing) ?? Role(c) ?? OfFreezing(draw, c, now),
        RevealSecret c => Stage(draw, DrawStatus.Revealing) ?? OfReveal(draw, c),
        GiveBeacon c => Stage(draw, DrawStatus.Revealing) ?? OfBeacon(draw, c, now),
        AbortDraw c => Role(c) ?? OfAbort(draw, c),
        RecordDrawn when draw.Seed is null => Turn("nothing can be drawn before the seed is known"),
        RecordDrawn => null,
        ReplaceInspector c => Drawn(draw) ?? OfReplacement(draw, c),
        RecordInspection c => Drawn(draw) ?? OfInspection(draw, c),
        _ => new("command.unknown", $"A draw cannot be asked to {command.GetType().Name}.", "Ask something else."),
    };

    private static Refusal? OfPlan(DrawState draw, PlanDraw command, DateTimeOffset now)
    {
        var plan = command.Plan;
        return draw.Plan is not null
            ? new("draw.number", $"{draw.No} is taken.", "Take the next number.")
            : Role(command)
            ?? (plan.Title.Trim().Length is 0 or > TitleLengthMax
                ? Field("title", $"has 1 to {TitleLengthMax} characters") : null)
            ?? (AreDistinct(plan.Parties)
                ? null : Field("parties", $"are at most {PartiesMax}, each with a name and an account of its own"))
            ?? (plan.Parties.Length < 2 && plan.Beacon is null
                ? Field("parties", "are two at least, unless a public beacon takes part") : null)
            ?? (plan.Beacon is { } beacon && (beacon.Round < 1 || beacon.At <= now || !Digests.IsDigest(beacon.Chain))
                ? Field("beacon", "names a chain by its hash and a round that is not known yet") : null)
            ?? (plan.Beacon is { Chain: Quicknet.Chain } known && Quicknet.TimeOf(known.Chain, known.Round) != known.At
                ? Field("beacon", "names the instant at which quicknet's round becomes known") : null)
            ?? (plan.RevealWithin < RevealWithinMin || plan.RevealWithin > RevealWithinMax
                ? Field("revealWithin", "is from one minute to 30 days") : null)
            ?? (plan.Previous is not null && string.IsNullOrWhiteSpace(plan.Reason)
                ? Field("reason", "says why a draw is repeated") : null);
    }

    private static bool AreDistinct(ImmutableArray<Party> parties) => parties.Length <= PartiesMax
        && parties.All(party => !string.IsNullOrWhiteSpace(party.Name))
        && parties.DistinctBy(party => party.Name, StringComparer.Ordinal).Count() == parties.Length
        && parties.DistinctBy(party => party.Account, StringComparer.Ordinal).Count() == parties.Length;

    private static Refusal? OfCommitment(DrawState draw, CommitSecret command) =>
        Share(draw, command.Party, command.By) switch
        {
            null => Party(command.Party),
            { Commitment: not null } => Turn($"{command.Party} has committed, and nobody commits twice"),
            _ when !Digests.IsDigest(command.Commitment) => Field("commitment", "is a SHA-256 of 64 digits 0-9a-f"),
            _ => null,
        };

    private static Refusal? OfFreezing(DrawState draw, FreezePool command, DateTimeOffset now) =>
        draw.Shares.FirstOrDefault(share => share.Commitment is null) is { Party.Name: var name }
            ? Turn($"{name} has not committed yet")
            : draw.Plan!.Beacon is { } beacon && beacon.At <= now
                ? Turn("the beacon's round is known already; abort, and plan a later one")
                : command.Objects < 1 ? Field("objects", "are one at least") : null;

    private static Refusal? OfReveal(DrawState draw, RevealSecret command) =>
        Share(draw, command.Party, command.By) switch
        {
            null => Party(command.Party),
            { Secret: not null } => Turn($"{command.Party} has revealed"),
            { Commitment: var commitment } when !Digests.IsDigest(command.Secret)
                || Digests.Commitment(draw.No, command.Party, command.Secret) != commitment =>
                new("draw.secret", $"This is not the secret {command.Party} committed to.",
                    "Give the secret made with the commitment; without it the draw comes to nothing in time."),
            _ => null,
        };

    private static Refusal? OfBeacon(DrawState draw, GiveBeacon command, DateTimeOffset now) =>
        draw.Plan!.Beacon is not { } beacon ? Turn("no beacon takes part in this draw")
        : draw.Beacon is not null ? Turn("the beacon's value is there")
        : beacon.At > now ? Turn("the round is not known yet")
        : !RecordVerifier.IsValueOf(DrawDecider.BeaconOf(draw, command))
            ? Field("randomness", "is the SHA-256 of the round's signature")
            : Role(command);

    private static Refusal? OfAbort(DrawState draw, AbortDraw command) =>
        draw.Status is DrawStatus.Aborted or DrawStatus.Drawn or DrawStatus.Done
            ? Turn("what was drawn stays, and what came to nothing stays so; a redraw is a new draw with a reason")
            : Words("reason", command.Reason);

    private static Refusal? OfReplacement(DrawState draw, ReplaceInspector command)
    {
        var drawn = draw.Drawn.FirstOrDefault(one => one.Object == command.Object);
        return Role(command)
            ?? (drawn is null || !draw.InspectorsOf(drawn).Contains(command.Inspector)
                ? Field("inspector", "is sent to this object") : null)
            ?? (draw.ResultOf(command.Object) is not null ? Turn("it was inspected") : null)
            ?? (draw.InspectorsOf(drawn!).Contains(command.Replacement)
                ? Field("replacement", "is somebody else") : null)
            ?? Words("reason", command.Reason);
    }

    private static Refusal? OfInspection(DrawState draw, RecordInspection command)
    {
        var drawn = draw.Drawn.FirstOrDefault(one => one.Object == command.Object);
        var result = command.Result;
        return drawn is null ? Field("object", "was drawn")
            : draw.ResultOf(command.Object) is not null ? Turn("its result is there, and stays")
            : !drawn.Inspectors.IsEmpty && !draw.InspectorsOf(drawn).Contains(command.By.Name)
                ? new("draw.inspector",
                    $"{command.Object} is inspected by {string.Join(", ", draw.InspectorsOf(drawn))}.",
                    "Let one of them record it, or replace one.")
            : result.Failed.Length > PointsMax || result.Words.Length > WordsMax
                ? Field("result", $"has at most {PointsMax} points and {WordsMax} characters")
            : !result.Failed.IsEmpty ? Words("words", result.Words) : null;
    }

    private static PartyShare? Share(DrawState draw, string party, Actor by) =>
        draw.Shares.FirstOrDefault(share => share.Party.Name == party && share.Party.Account == by.Id);

    private static Refusal? Stage(DrawState draw, DrawStatus stage) =>
        draw.Status == stage ? null : Turn($"the draw is {draw.Status}, not {stage}");

    private static Refusal? Drawn(DrawState draw) =>
        draw.Status is DrawStatus.Drawn or DrawStatus.Done ? null : Turn("nothing was drawn yet");

    private static Refusal? Role(DrawCommand command) =>
        command.By.Role is People.Role.Inspector or People.Role.SpotChecker && command.By.Organisation is null
            ? null
            : new("draw.role", "Draws are run by discipline inspection or spot-checkers of the whole centre.",
                "Ask one of them.");

    private static Refusal? Words(string field, string words) =>
        words.Trim().Length is 0 or > WordsMax ? Field(field, $"has 1 to {WordsMax} characters") : null;

    private static Refusal Party(string name) => new(
        "draw.party", $"You do not speak for {name}.", "Sign in as the account the plan names.");

    private static Refusal Turn(string why) => new("draw.turn", $"Not now: {why}.", "Look at the draw again.");

    private static Refusal Field(string name, string rule) => new($"draw.{name}", $"{name} {rule}.", "Correct it.");
}
