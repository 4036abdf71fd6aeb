using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Devices;
using Supervision.Core.Entities;
using Supervision.Core.Facts;

namespace Supervision.Core.Sources;

/// <summary>
/// What people do to a terminal that bends attendance: erasing its records, setting its clock (domain.md section 5).
/// Each time is a finding of its own.
/// </summary>
internal static class Tampering
{
    /// <summary>The finding an operation is; none for what anybody may do.</summary>
    public static IEnumerable<DomainEvent> Of(SourceState source, Fact fact)
    {
        var operated = (DeviceOperated)fact.Data;
        var code = operated.Code switch
        {
            DeviceOperation.ClearedData => "device.cleared",
            DeviceOperation.SetTime => "device.clockSet",
            _ => null,
        };
        if (code is null)
        {
            yield break;
        }

        var stamp = fact.OccurredAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        var alert = new Alert(
            AlertKind.Finding, AlertLevel.Yellow, null, $"{code}:{stamp}", fact.OccurredAt,
            Because.Of(("device", source.Name), ("operator", operated.Operator)));
        if (source.Alerts.All(mark => mark.Key != alert.Key))
        {
            yield return new AlertRaised(alert, new Place(operated.Hall, null, null, null));
        }
    }
}
