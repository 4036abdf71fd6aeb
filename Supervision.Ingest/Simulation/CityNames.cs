namespace Supervision.Ingest.Simulation;

/// <summary>Family names for masked applicants.</summary>
internal static class CityNames
{
    public static IReadOnlyList<string> Families { get; } =
        ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"];
}
