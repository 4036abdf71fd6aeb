using System.CommandLine;
using Supervision.Core.Ports;
using Supervision.Silo.Hosting;
using Supervision.Silo.Storage;

namespace Supervision.Web.Commands;

/// <summary><c>keys add --name NAME --scope facts|read [--source PREFIX]… [--org ID]…</c>: makes an API key.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Required = true, Description = "What people call the key." };
        var scope = new Option<FeedKeyScope>("--scope")
        {
            Required = true,
            Description = "facts: send facts; read: read.",
        };
        var sources = new Option<string[]>("--source")
        {
            Description = "Source prefix the key may speak for; repeat for several. Default: every source.",
            HelpName = "PREFIX",
            DefaultValueFactory = _ => [],
        };
        var organisations = new Option<string[]>("--org")
        {
            Description = "Hall, department or window the key may speak for or see; repeat for several. Default: all.",
            HelpName = "ID",
            DefaultValueFactory = _ => [],
        };
        var data = DataOption.Create();
        var add = new Command("add", "Makes a key and prints it, once, alone on the last line.")
        {
            name, scope, sources, organisations, data,
        };
        add.SetAction(parsed =>
        {
            var folder = DataOption.FolderOf(parsed.GetValue(data));
            PrivateFile.CreateFolder(folder.Path);
            using var keys = new KeyStore(folder.Keys, TimeProvider.System);
            string key;
            try
            {
                key = keys.Add(
                    parsed.GetValue(name)!, parsed.GetValue(scope), parsed.GetValue(sources)!,
                    parsed.GetValue(organisations)!);
            }
            catch (ArgumentException exception)
            {
                Console.Error.WriteLine("--name: " + exception.Message);
                return CommandLine.WrongUsage;
            }

            Console.WriteLine(
                $"Key '{parsed.GetValue(name)}' with scope {parsed.GetValue(scope)}. It is shown only now:");
            Console.WriteLine(key);
            return CommandLine.Done;
        });
        return new Command("keys", "API keys.") { add };
    }
}
