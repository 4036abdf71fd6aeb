using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Supervision.Tests.Support;

/// <summary>What happens to a statement on its way.</summary>
internal enum Mishap
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>It is answered that the disk is full, and not carried out.</summary>
    Full,
    /// <summary>It is carried out, and the connection breaks before the answer.</summary>
    Lost,
    /// <summary>The connection breaks, and it is not carried out.</summary>
    Cut,
}

/// <summary>
/// A ClickHouse for tests: its HTTP interface, as far as clients use it, before the real engine. Each front has a
/// database of its own. Statements of the account <see cref="Reader"/> are read-only, whatever they ask for.
/// </summary>
internal sealed partial class ClickHouseFront : IAsyncDisposable
{
    public const string Writer = "writer";
    public const string Reader = "reader";
    private const int PatienceMs = 10_000;
    private const int NoRoom = 243;
    private const string Parameter = "param_";

    /// <summary>Fields of an address that are no settings.</summary>
    private static readonly string[] OtherFields =
    [
        "query", "query_id", "database", "default_format", "session_id", "user", "password", "enable_http_compression",
        "wait_end_of_query", "buffer_size",
    ];

    private static int databases;
    private WebApplication? app;

    private ClickHouseFront()
    {
    }

    /// <summary>Name of the database; the program under test creates it.</summary>
    public string Database { get; } = $"history_{Interlocked.Increment(ref databases)}";

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Decides by a statement's text what happens to it.</summary>
    public Func<string, Mishap> Mishaps { get; set; } = _ => Mishap.None;

    /// <summary>Statements that came, in order.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>Begins to listen; skips the test where the engine is missing.</summary>
    public static async Task<ClickHouseFront> StartAsync()
    {
        Chdb.Open().Dispose();
        var front = new ClickHouseFront();
        await front.ListenAsync("http://127.0.0.1:0");
        return front;
    }

    /// <summary>For ClickHouse.Client.</summary>
    public string ConnectionOf(string account) =>
        $"Host={Address.Host};Port={Address.Port};Database={Database};Username={account};Password=x";

    /// <summary>Stops listening: nobody answers there any more.</summary>
    public async Task StopAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        app = null;
    }

    /// <summary>Listens again, at the same address.</summary>
    public Task ResumeAsync() => ListenAsync(Address.ToString());

    /// <summary>Asks the engine itself, in this database.</summary>
    public string Ask(string sql)
    {
        using var session = Chdb.Open();
        session.Run($"CREATE DATABASE IF NOT EXISTS {Database}");
        session.Run($"USE {Database}");
        return Encoding.UTF8.GetString(session.Run(sql)).TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await StopAsync();
        }

        using var session = Chdb.Open();
        session.Run($"DROP DATABASE IF EXISTS {Database}");
    }

    private async Task ListenAsync(string url)
    {
        app = await LoopbackServer.StartAsync("/", AnswerAsync, url);
        Address = new Uri(app.Urls.First());
    }

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        var body = await BodyAsync(context.Request);
        var statement = Head().Match(Encoding.Latin1.GetString(body)); // bytes as they are
        var head = statement.Success ? statement.Groups["sql"].Value : Encoding.UTF8.GetString(body);
        var mishap = Mishaps(head);
        lock (Heard)
        {
            Heard.Add(head);
        }

        if (mishap == Mishap.Cut)
        {
            context.Abort();
            return Results.Empty;
        }

        try
        {
            var answer = mishap == Mishap.Full
                ? throw new ChdbException($"Code: {NoRoom}. DB::Exception: Cannot reserve 1.00 MiB. (NOT_ENOUGH_SPACE)")
                : await Task.Run(() => statement.Success
                    ? Insert(context.Request, statement, body)
                    : Run(context.Request, head));
            if (mishap == Mishap.Lost)
            {
                context.Abort();
                return Results.Empty;
            }

            return Results.Bytes(answer, "application/octet-stream");
        }
        catch (ChdbException fault)
        {
            context.Response.Headers["X-ClickHouse-Exception-Code"] = $"{fault.Code}";
            return Results.Text(fault.Message, statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    private static byte[] Insert(HttpRequest request, Match statement, byte[] body)
    {
        using var session = SessionOf(request);
        session.Insert(statement.Groups["sql"].Value, statement.Groups["format"].Value, body[statement.Length..]);
        return [];
    }

    private static byte[] Run(HttpRequest request, string sql)
    {
        using var session = SessionOf(request);
        var values = request.Query.Where(field => field.Key.StartsWith(Parameter, StringComparison.Ordinal))
            .ToDictionary(field => field.Key[Parameter.Length..], field => field.Value.ToString());
        var format = request.Query["default_format"].ToString();
        return session.Run(sql, format.Length == 0 ? "TabSeparated" : format, values);
    }

    /// <summary>A session with the account, database and settings of a request.</summary>
    private static Chdb.Session SessionOf(HttpRequest request)
    {
        var session = Chdb.Open();
        try
        {
            if (AccountOf(request) == Reader)
            {
                session.Run("SET readonly = 2");
            }

            if (request.Query["database"].ToString() is { Length: > 0 } database)
            {
                session.Run($"USE {database}");
            }

            var settings = request.Query
                .Where(field => !OtherFields.Contains(field.Key)
                    && !field.Key.StartsWith(Parameter, StringComparison.Ordinal))
                .Select(field => $"{field.Key} = '{field.Value}'").ToArray();
            if (settings.Length > 0)
            {
                session.Run("SET " + string.Join(", ", settings));
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static string AccountOf(HttpRequest request)
    {
        const string basic = "Basic ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(basic, StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(header[basic.Length..])).Split(':')[0]
            : request.Query["user"].ToString();
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        body.Write(Encoding.UTF8.GetBytes(request.Query["query"].ToString()));
        await using var source = request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(request.Body, CompressionMode.Decompress)
            : request.Body;
        await source.CopyToAsync(body);
        return body.ToArray();
    }

    /// <summary>An insert whose rows follow in the body.</summary>
    [GeneratedRegex(
        @"\A(ï»¿)?\s*(?<sql>INSERT\s+INTO\s[^\n]*?)\s+FORMAT\s+(?<format>\w+)[ ]*\r?\n",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Head();
}
