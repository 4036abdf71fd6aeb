using Supervision.Core.Rules;

namespace Supervision.Tests.Support;

/// <summary>
/// A small rule book for tests: hall H1, departments D1 and D2, windows W01 (D1), W02 (comprehensive) and
/// W03 (fee), staff U1 to U5, and one item of each case type.
/// </summary>
public static class TestRules
{
    /// <summary>The text, for tests that change it.</summary>
    public const string Json = """
        {
          "findings": {"feeWindows": ["W03"]},
          "riskPoints": [{"code": "A01", "name": "越权作出决定", "grade": "A"}],
          "organisation": {
            "name": "测试市",
            "halls": [{"id": "H1", "name": "政务服务中心", "kind": "hall",
                       "sources": ["/halls/h1"]}, {"id": "T1", "name": "第一镇", "kind": "town"}],
            "departments": [{"id": "D1", "name": "甲局"}, {"id": "D2", "name": "乙局"}],
            "windows": [
              {"id": "W01", "name": "甲局窗口", "hall": "H1", "department": "D1", "kind": "independent",
               "staff": ["U1"], "substitutes": ["U2"]},
              {"id": "W02", "name": "综合窗口", "hall": "H1", "kind": "comprehensive", "staff": ["U5"]},
              {"id": "W03", "name": "收费窗口", "hall": "H1", "kind": "fee"}
            ],
            "staff": [
              {"id": "U1", "name": "张一", "department": "D1", "hall": "H1"},
              {"id": "U2", "name": "张二", "department": "D1", "hall": "H1"},
              {"id": "U3", "name": "张三", "department": "D1", "hall": "H1"},
              {"id": "U4", "name": "张四", "department": "D2", "hall": "H1"},
              {"id": "U5", "name": "张五", "hall": "H1"}
            ]
          },
          "items": [
            {"id": "PROMISED", "name": "承诺事项", "department": "D1", "fee": 50, "riskPoints": ["A01"],
             "promised": {"amount": 7, "unit": "workingDay"}, "statutory": {"amount": 10, "unit": "workingDay"},
             "stages": [
               {"name": "受理", "limit": {"amount": 1, "unit": "workingDay"}, "handlers": ["U1", "U2"]},
               {"name": "审查", "limit": {"amount": 4, "unit": "workingDay"}, "handlers": ["U2"]},
               {"name": "踏勘", "required": false},
               {"name": "决定", "limit": {"amount": 2, "unit": "workingDay"}, "handlers": ["U3"]}
             ]},
            {"id": "IMMEDIATE", "name": "即办事项", "department": "D1", "caseType": "immediate",
             "immediate": {"amount": 30, "unit": "minute"}},
            {"id": "JOINT", "name": "联办事项", "caseType": "joint",
             "promised": {"amount": 40, "unit": "workingDay"}, "statutory": {"amount": 45, "unit": "workingDay"}},
            {"id": "REFERRED", "name": "上报事项", "department": "D2", "caseType": "referred",
             "statutory": {"amount": 20, "unit": "workingDay"}}
          ]
        }
        """;

    /// <summary>The book, read once.</summary>
    public static RuleBook Book { get; } = RuleBookReader.Read(Json);
}
