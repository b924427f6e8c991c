"""What docs/benchmarks.md says of the methods of trend, comparison, score and risk."""

from tests.bench.analysis import LAST, SEED, AnalysisBench

TARGET = 20
METHOD = """\
演示世界（`--scale {scale}`，种子 {seed}，截至 {last}）的一次全量运行，各方法按其模型计时；
公开出口的趋势和比较另算一遍，也在内。模型逐个运行，合计即所历时间。
One full run of the demonstration (`--scale {scale}`, seed {seed}, to {last}); the methods are
timed as the models in which they work, trends and comparisons of the open outlet included, which
are worked out once more. Models run one after another, so that the sum is the time that passes.
"""
ROWS = {
    "figures": "指标数值 figures of indicators",
    "points": "控制图的点 points on control charts",
    "compared": "参与比较的行 rows compared",
    "lines": "评分行 lines of scorecards",
    "risks": "行业与辖区的构成 components of sectors and areas",
}


def section(one: AnalysisBench) -> str:
    """What the document says of the methods at one scale."""
    total = sum(one.seconds.values())
    return "\n".join(
        [
            f"## 趋势、比较、评分与风险 analysis: {one.scale}",
            "",
            METHOD.format(scale=one.scale, seed=SEED, last=LAST),
            "| 行 rows | |",
            "| --- | --- |",
            *(f"| {ROWS[name]} | {count:,} |" for name, count in one.rows.items()),
            "",
            "| 模型 model | 秒 s |",
            "| --- | --- |",
            *(f"| {name} | {took:.1f} |" for name, took in one.seconds.items()),
            "",
            f"合计 In all: **{total:.1f}** s （两核，目标 on two cores, target ≤ {TARGET}），"
            f"占整次运行 of the whole run {total / one.run.cost.seconds:.1%}",
            "",
        ]
    )
