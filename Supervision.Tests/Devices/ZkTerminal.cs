using System.Globalization;
using System.Net;
using System.Text;

namespace Supervision.Tests.Devices;

/// <summary>
/// A ZKTeco terminal, written from the PUSH protocol (V5.8) and not from the server: registers, keeps every record
/// until it is taken with OK, polls for orders and carries them out. It knows wall time alone.
/// </summary>
internal sealed class ZkTerminal(HttpClient http, string serial, string? key = null)
{
    private readonly List<(string Pin, DateTime At, int Status)> memory = [];
    private readonly List<string> orders = [];
    private int uploaded;
    private int answered;

    /// <summary>How far its clock is ahead of the true time; negative when it is behind.</summary>
    public TimeSpan Lead { get; private set; }

    /// <summary>Records lost to the server before it was asked for them: written while its stamp was wrong.</summary>
    public int SkipNext { get; set; }

    public string Options { get; private set; } = "";

    public HttpStatusCode LastStatus { get; private set; }

    public string LastAnswer { get; private set; } = "";

    public IReadOnlyList<string> Orders => orders;

    /// <summary>Somebody stands before it.</summary>
    /// <param name="pin">Their number.</param>
    /// <param name="at">The true time; what is written down is what its clock shows then.</param>
    /// <param name="status">0 in, 1 out, 2 and 3 break, 4 and 5 overtime.</param>
    public void Recognise(string pin, DateTime at, int status = 0) => memory.Add((pin, at + Lead, status));

    /// <summary>Somebody sets its clock; the operation log says so by the new time.</summary>
    public Task SetClockAsync(TimeSpan lead, DateTime now)
    {
        Lead = lead;
        return PostAsync("OPERLOG", Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"OPLOG 21\t7\t{now + lead:yyyy-MM-dd HH:mm:ss}\t0\t0\t0\t0\n")));
    }

    /// <summary>The last answer got lost on its way: what was sent goes out once more.</summary>
    public void LoseAnswer() => uploaded = answered;

    public async Task RegisterAsync()
    {
        var query = $"/iclock/cdata?SN={serial}&options=all&pushver=2.4.1&language=83";
        Options = await GetAsync(query + (key is null ? "" : "&pushcommkey=" + key));
    }

    /// <summary>Uploads what the server has not taken yet.</summary>
    public async Task UploadAsync()
    {
        var fresh = memory.Skip(uploaded + SkipNext).ToArray();
        if (fresh.Length > 0 && await SendAsync(fresh))
        {
            answered = uploaded;
            uploaded = memory.Count;
            SkipNext = 0;
        }
    }

    /// <summary>Asks for orders and carries them out.</summary>
    public async Task PollAsync()
    {
        var answer = await GetAsync($"/iclock/getrequest?SN={serial}&INFO=Ver%208.0.4,300,0,{memory.Count},127.0.0.1");
        if (answer == "OK")
        {
            return;
        }

        foreach (var line in answer.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(':', 3);
            Assert.Equal("C", parts[0]);
            orders.Add(parts[2]);
            await CarryOutAsync(parts[1], parts[2]);
        }
    }

    /// <summary>Sends a table as it is written.</summary>
    public Task<string> PostAsync(string table, byte[] body) =>
        PostToAsync($"/iclock/cdata?SN={serial}&table={table}&Stamp=9999", body);

    private async Task CarryOutAsync(string id, string order)
    {
        var span = order[order.IndexOf("StartTime", StringComparison.Ordinal)..].Split('\t');
        var (from, to) = (TimeOf(span[0]), TimeOf(span[1]));
        var held = memory.Where(record => record.At >= from && record.At <= to).ToArray();
        if (order.StartsWith("DATA QUERY ATTLOG ", StringComparison.Ordinal))
        {
            Assert.True(held.Length == 0 || await SendAsync(held));
            await PostToAsync(
                $"/iclock/devicecmd?SN={serial}", Encoding.ASCII.GetBytes($"ID={id}&Return=0&CMD=DATA\n"));
        }
        else
        {
            Assert.StartsWith("VERIFY SUM ATTLOG ", order, StringComparison.Ordinal);
            var answer = $"ID={id}&Return=0&CMD=VERIFY SUM&{span[0]}&{span[1]}&AttlogSum={held.Length}";
            await PostToAsync($"/iclock/devicecmd?SN={serial}", Encoding.ASCII.GetBytes(answer));
        }
    }

    private async Task<bool> SendAsync((string Pin, DateTime At, int Status)[] records)
    {
        var body = string.Concat(records.Select(record => FormattableString.Invariant(
            $"{record.Pin}\t{record.At:yyyy-MM-dd HH:mm:ss}\t{record.Status}\t15\t0\t0\t0\n")));
        return await PostAsync("ATTLOG", Encoding.UTF8.GetBytes(body)) == $"OK: {records.Length}";
    }

    private async Task<string> GetAsync(string path)
    {
        using var answer = await http.GetAsync(path);
        return await NoteAsync(answer);
    }

    private async Task<string> PostToAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var answer = await http.PostAsync(path, content);
        return await NoteAsync(answer);
    }

    private async Task<string> NoteAsync(HttpResponseMessage answer)
    {
        LastStatus = answer.StatusCode;
        return LastAnswer = await answer.Content.ReadAsStringAsync();
    }

    private static DateTime TimeOf(string pair) => DateTime.ParseExact(
        pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
