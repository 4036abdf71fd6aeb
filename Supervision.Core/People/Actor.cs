using System.Text.Json.Serialization;

namespace Supervision.Core.People;

/// <summary>What somebody is in the system (contract section 1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>纪检监察.</summary>
    [JsonStringEnumMemberName("inspector")] Inspector,

    /// <summary>领导.</summary>
    [JsonStringEnumMemberName("leader")] Leader,

    /// <summary>抽查人员.</summary>
    [JsonStringEnumMemberName("spotchecker")] SpotChecker,

    /// <summary>Window manager.</summary>
    [JsonStringEnumMemberName("manager")] Manager,

    /// <summary>办理员.</summary>
    [JsonStringEnumMemberName("clerk")] Clerk,

    /// <summary>Reads everything, changes nothing.</summary>
    [JsonStringEnumMemberName("auditor")] Auditor,

    /// <summary>Administrator.</summary>
    [JsonStringEnumMemberName("admin")] Admin,
}

/// <summary>Somebody who does something.</summary>
/// <param name="Id">Identifier of the account.</param>
/// <param name="Name">Name people read.</param>
/// <param name="Role">What they are.</param>
/// <param name="Organisation">Hall, department or window they belong to; null means everything.</param>
/// <param name="Staff">
/// Which staff member of the rule book they are, by which cases and orders name a handler; null for nobody of it.
/// </param>
public sealed record Actor(string Id, string Name, Role Role, string? Organisation, string? Staff = null);
