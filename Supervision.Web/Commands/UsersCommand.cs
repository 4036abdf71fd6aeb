using System.CommandLine;
using Supervision.Core.People;
using Supervision.Silo.Auditing;
using Supervision.Silo.Hosting;
using Supervision.Silo.Storage;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Commands;

/// <summary><c>users add NAME --role ROLE [--org ID] --password-stdin</c>: makes an account.</summary>
internal static class UsersCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "What the person signs in with." };
        var role = new Option<Role>("--role")
        {
            Required = true,
            Description = "inspector, leader, spotchecker, manager, clerk, auditor or admin.",
        };
        var organisation = new Option<string?>("--org")
        {
            Description = "Hall, department or window the account is bound to. Default: the whole city.",
            HelpName = "ID",
        };
        var staff = new Option<string?>("--staff")
        {
            Description = "Which staff member of the rule book the person is. Default: nobody of it.",
            HelpName = "ID",
        };
        var passwordStdin = new Option<bool>("--password-stdin")
        {
            Description = "Reads the password from the first line of standard input. Required: no other way is safe.",
        };
        var data = DataOption.Create();
        var add = new Command("add", "Makes an account.") { name, role, organisation, staff, passwordStdin, data };
        add.Validators.Add(result =>
        {
            if (!result.GetValue(passwordStdin))
            {
                result.AddError("--password-stdin is missing: a password in the arguments could be read by others.");
            }
        });
        add.SetAction(async (parsed, cancellationToken) =>
        {
            var account = (
                Name: parsed.GetValue(name)!, Role: parsed.GetValue(role), Organisation: parsed.GetValue(organisation),
                Staff: parsed.GetValue(staff));
            var password = await Console.In.ReadLineAsync(cancellationToken) ?? "";
            var folder = DataOption.FolderOf(parsed.GetValue(data));
            var faults = await AddAsync(folder, account, password, cancellationToken);
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            if (faults.Length > 0)
            {
                return CommandLine.WrongUsage;
            }

            Console.WriteLine(
                $"Account '{account.Name}' with role {Spelling.Of(account.Role)}, "
                + $"{account.Organisation ?? "the whole city"}.");
            return CommandLine.Done;
        });
        return new Command("users", "Accounts of people.") { add };
    }

    private static async Task<string[]> AddAsync(
        DataFolder folder, (string Name, Role Role, string? Organisation, string? Staff) account, string password,
        CancellationToken cancellationToken)
    {
        PrivateFile.CreateFolder(folder.Path);
        using var audit = new AuditLog(folder.Audit, TimeProvider.System);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddAccounts(folder, DataOption.Configured().SignIn)
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await PeopleSchema.UpgradeAsync(scope.ServiceProvider.GetRequiredService<PeopleDatabase>(), cancellationToken);
        var faults = await scope.ServiceProvider.GetRequiredService<Accounts>()
            .MakeAsync(account.Name, account.Role, account.Organisation, password, account.Staff);
        if (faults.Length == 0)
        {
            audit.Append(new AuditEntry(
                AuditKind.AccountMade, "", "", "command", "", account.Name,
                $"{Spelling.Of(account.Role)} {account.Organisation}".Trim(), ""));
        }

        return faults;
    }
}
