using System.CommandLine;
using Supervision.Silo.Auditing;

namespace Supervision.Web.Commands;

/// <summary><c>verify-audit</c>: reads every line of the audit and finds the first that was changed.</summary>
internal static class VerifyAuditCommand
{
    public static Command Create()
    {
        var data = DataOption.Create();
        var command = new Command("verify-audit", "Reads the whole audit; exit 1 names the first broken line.")
        {
            data,
        };
        command.SetAction(parsed =>
        {
            var path = DataOption.FolderOf(parsed.GetValue(data)).Audit;
            if (!File.Exists(path))
            {
                throw new FileNotFoundException($"There is no audit at {path}.");
            }

            using var audit = new AuditLog(path, TimeProvider.System);
            if (audit.FirstBroken() is { } broken)
            {
                Console.WriteLine($"{path}: line {broken} is missing or is not what was written.");
                return CommandLine.Failed;
            }

            Console.WriteLine($"{path}: {audit.Find(new AuditQuery(Limit: 1)).Total} lines, all as written");
            return CommandLine.Done;
        });
        return command;
    }
}
