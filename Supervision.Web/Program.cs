using Supervision.Web.Commands;

return await CommandLine.RunAsync(args);
