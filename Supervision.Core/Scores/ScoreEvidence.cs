namespace Supervision.Core.Scores;

/// <summary>Asks a list for exactly what one figure of one unit counted in one month.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Period">The month.</param>
/// <param name="Input">The figure.</param>
public sealed record ScoreEvidence(ScoreUnit Unit, Period Period, ScoreInput Input);
