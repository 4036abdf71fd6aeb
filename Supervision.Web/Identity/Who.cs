using Supervision.Core.People;

namespace Supervision.Web.Identity;

/// <summary>Who may use something: roles of people, scopes of keys, and what else can call.</summary>
[Flags]
internal enum Who
{
    None = 0,
    Inspector = 1 << Role.Inspector,
    Leader = 1 << Role.Leader,
    SpotChecker = 1 << Role.SpotChecker,
    Manager = 1 << Role.Manager,
    Clerk = 1 << Role.Clerk,
    Auditor = 1 << Role.Auditor,
    Admin = 1 << Role.Admin,

    /// <summary>Everybody who is signed in.</summary>
    People = Inspector | Leader | SpotChecker | Manager | Clerk | Auditor | Admin,

    /// <summary>A key with scope facts.</summary>
    FactsKey = 1 << 8,
    /// <summary>A key with scope read.</summary>
    ReadKey = 1 << 9,
    /// <summary>A wall that was opened by a kiosk link.</summary>
    Kiosk = 1 << 10,
    /// <summary>In demo mode alone: a caller on this machine who is nobody else.</summary>
    Demo = 1 << 11,
    /// <summary>A caller about whom nothing is known.</summary>
    Stranger = 1 << 12,

    /// <summary>No restriction at all.</summary>
    Everybody = People | FactsKey | ReadKey | Kiosk | Demo | Stranger,
}

/// <summary>What being bound to an organisation means for a caller.</summary>
internal enum Bound
{
    /// <summary>Nothing: the answer is about no organisation.</summary>
    Alike,
    /// <summary>The answer holds the part that the caller's organisations cover.</summary>
    Part,
    /// <summary>Something of another organisation looks as if it did not exist.</summary>
    Own,
    /// <summary>Figures of the caller's halls and departments; refused to callers bound to windows.</summary>
    Figures,
    /// <summary>Refused: only callers of the whole city may.</summary>
    Refused,
}
