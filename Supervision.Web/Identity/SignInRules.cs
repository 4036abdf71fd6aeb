namespace Supervision.Web.Identity;

/// <summary>How people sign in, under <c>Supervision:SignIn</c>.</summary>
public sealed class SignInRules
{
    /// <summary>Shortest password, from 8 to 64 characters; default 10.</summary>
    public int PasswordLengthMin { get; set; } = 10;

    /// <summary>Wrong passwords in a row after which an account is locked, from 3 to 20; default 5.</summary>
    public int WrongPasswordsMax { get; set; } = 5;

    /// <summary>How long it stays locked, from one minute to one day; default 15 minutes.</summary>
    public TimeSpan LockedFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A session ends after so long without a request, from a minute to a day; default 30 minutes.</summary>
    public TimeSpan IdleMax { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after so long in any case, from one minute to 30 days; default 12 hours.</summary>
    public TimeSpan SessionMax { get; set; } = TimeSpan.FromHours(12);

    /// <summary>What is out of bounds, by key.</summary>
    public IEnumerable<string> Faults(string section)
    {
        if (PasswordLengthMin is < 8 or > 64)
        {
            yield return $"{section}:{nameof(PasswordLengthMin)}: {PasswordLengthMin} should be from 8 to 64";
        }

        if (WrongPasswordsMax is < 3 or > 20)
        {
            yield return $"{section}:{nameof(WrongPasswordsMax)}: {WrongPasswordsMax} should be from 3 to 20";
        }

        foreach (var (name, value, most) in new[]
            {
                (nameof(LockedFor), LockedFor, TimeSpan.FromDays(1)), (nameof(IdleMax), IdleMax, TimeSpan.FromDays(1)),
                (nameof(SessionMax), SessionMax, TimeSpan.FromDays(30)),
            })
        {
            if (value < TimeSpan.FromMinutes(1) || value > most)
            {
                yield return $"{section}:{name}: {value:c} should be from one minute to {most:c}";
            }
        }
    }
}
