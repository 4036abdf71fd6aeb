using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>
/// The rule book of the generated city: 395 items, 26 halls, 35 departments, 91 windows. Its figures follow the
/// documents (S2: halls, windows, departments, items by hall and on the spot; S3: mean promise 6.7 and mean statutory
/// limit 24 working days); its names are invented.
/// </summary>
public static class CityRules
{
    private const string Resource = "city.rules.json";

    /// <summary>The rule book as JSON text.</summary>
    public static string Text()
    {
        using var stream = typeof(CityRules).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded in this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The rule book, read anew.</summary>
    public static RuleBook Read() => RuleBookReader.Read(Text());
}
