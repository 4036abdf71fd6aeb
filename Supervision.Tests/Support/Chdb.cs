using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Supervision.Tests.Support;

/// <summary>
/// The engine of ClickHouse as a library in this process, over a folder of its own that is gone with the process. Where
/// the library is missing, tests that ask for it are skipped. A session takes one statement at a time.
/// </summary>
internal static class Chdb
{
    private const string Library = "chdb";
    private static readonly Lock Gate = new();
    private static readonly string Place = Path.Combine(
        SharedFiles.Root, "Supervision.Tests", "node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so");

    private static string? folder;
    private static Session? first; // the engine lives as long as any session does

    /// <summary>Opens a session with settings of its own; skips the test without the library.</summary>
    public static Session Open()
    {
        Assert.SkipUnless(
            File.Exists(Place), "no engine of ClickHouse: npm has not restored @chdb/lib-linux-x64-gnu");
        lock (Gate)
        {
            if (first is null)
            {
                NativeLibrary.SetDllImportResolver(typeof(Chdb).Assembly, Resolve);
                chdb_set_signal_handlers_enabled(0); // the runtime has its own
                folder = Directory.CreateTempSubdirectory("supervision-chdb-").FullName;
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
                first = new Session(folder);
            }

            return new Session(folder!);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Library ? NativeLibrary.Load(Place) : 0;

    /// <summary>One session; not safe for concurrent use.</summary>
    public sealed class Session : IDisposable
    {
        private readonly nint handle;

        internal Session(string folder)
        {
            string[] arguments = ["clickhouse", $"--path={folder}"];
            handle = chdb_connect(arguments.Length, arguments);
            Assert.NotEqual(0, handle);
        }

        private nint Connection => Marshal.ReadIntPtr(handle);

        /// <summary>Runs a statement.</summary>
        /// <param name="sql">May hold placeholders, such as <c>{hall:String}</c>.</param>
        /// <param name="format">Of the answer, unless the statement names another.</param>
        /// <param name="parameters">Values of placeholders, escaped as in tab-separated texts.</param>
        /// <exception cref="ChdbException">The engine refused it.</exception>
        public byte[] Run(string sql, string format = "TSV", IReadOnlyDictionary<string, string>? parameters = null)
        {
            var (text, kind) = (Encoding.UTF8.GetBytes(sql), Encoding.UTF8.GetBytes(format));
            string[] names = [.. parameters?.Keys ?? []];
            string[] values = [.. parameters?.Values ?? []];
            return Take(chdb_query_with_params_n(
                Connection, text, (nuint)text.Length, kind, (nuint)kind.Length, names, 0, values, 0,
                (nuint)names.Length));
        }

        /// <summary>Inserts rows as they stand in a format.</summary>
        /// <param name="sql">Up to the format, which it does not name.</param>
        /// <exception cref="ChdbException">The engine refused them.</exception>
        public void Insert(string sql, string format, byte[] rows)
        {
            var (text, kind) = (Encoding.UTF8.GetBytes(sql), Encoding.UTF8.GetBytes(format));
            var stream = chdb_stream_insert_n(
                Connection, text, (nuint)text.Length, kind, (nuint)kind.Length);
            try
            {
                if (chdb_stream_insert_error(stream) != 0
                    || chdb_stream_append(stream, rows, (nuint)rows.Length) != 0)
                {
                    throw new ChdbException(Text(chdb_stream_insert_error(stream)));
                }

                Take(chdb_stream_done(stream));
            }
            finally
            {
                chdb_destroy_insert_stream(stream);
            }
        }

        public void Dispose() => chdb_close_conn(handle);

        private static byte[] Take(nint result)
        {
            try
            {
                if (chdb_result_error(result) is not 0 and var error)
                {
                    throw new ChdbException(Text(error));
                }

                var bytes = new byte[chdb_result_length(result)];
                if (bytes.Length > 0)
                {
                    Marshal.Copy(chdb_result_buffer(result), bytes, 0, bytes.Length);
                }

                return bytes;
            }
            finally
            {
                chdb_destroy_query_result(result);
            }
        }

        private static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "the engine did not say why";
    }

#pragma warning disable IDE1006, CA2101, SYSLIB1054, CA5392 // named as in the library, which is loaded by its path
    [DllImport(Library)]
    private static extern void chdb_set_signal_handlers_enabled(int enabled);

    [DllImport(Library)]
    private static extern nint chdb_connect(
        int count, [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string[] arguments);

    [DllImport(Library)]
    private static extern void chdb_close_conn(nint handle);

    [DllImport(Library)]
    private static extern nint chdb_query_with_params_n(
        nint connection, byte[] query, nuint queryLength, byte[] format, nuint formatLength,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string[] names, nint nameLengths,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string[] values, nint valueLengths,
        nuint count);

    [DllImport(Library)]
    private static extern nint chdb_result_buffer(nint result);

    [DllImport(Library)]
    private static extern nuint chdb_result_length(nint result);

    [DllImport(Library)]
    private static extern nint chdb_result_error(nint result);

    [DllImport(Library)]
    private static extern void chdb_destroy_query_result(nint result);

    [DllImport(Library)]
    private static extern nint chdb_stream_insert_n(
        nint connection, byte[] query, nuint queryLength, byte[] format, nuint formatLength);

    [DllImport(Library)]
    private static extern int chdb_stream_append(nint stream, byte[] rows, nuint length);

    [DllImport(Library)]
    private static extern nint chdb_stream_done(nint stream);

    [DllImport(Library)]
    private static extern nint chdb_stream_insert_error(nint stream);

    [DllImport(Library)]
    private static extern void chdb_destroy_insert_stream(nint stream);
#pragma warning restore IDE1006, CA2101, SYSLIB1054, CA5392
}

/// <summary>The engine refused a statement.</summary>
internal sealed class ChdbException(string message) : Exception(message)
{
    /// <summary>Its number of the fault; 0 when it has none.</summary>
    public int Code { get; } = message.StartsWith("Code: ", StringComparison.Ordinal)
        ? int.Parse(message.AsSpan(6, message.IndexOf('.', StringComparison.Ordinal) - 6), CultureInfo.InvariantCulture)
        : 0;
}
