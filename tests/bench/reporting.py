"""docs/benchmarks.md from what was measured."""

import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import analysis_reporting, pages_reporting, release_reporting
from tests.bench.analysis import AnalysisBench
from tests.bench.pages import PagesBench
from tests.bench.release import ReleaseBench
from tests.bench.runs import Measured

if TYPE_CHECKING:
    from tests.bench.__main__ import Bench

    AnyBench = Bench | ReleaseBench | AnalysisBench | PagesBench

NAMES = {
    "start": "启动 start-up",
    "full": "全量 full run",
    "nothing": "无新数据 nothing new",
    "day": "新增一天 one new day",
    "by_hand": "手写脚本 by hand",
}
COSTS = {
    "seconds": "秒 s",
    "cpu_seconds": "CPU 秒 s",
    "read_bytes": "读字节 bytes read",
    "written_bytes": "写字节 bytes written",
}
ROWS = {"read": "读行 rows read", "written": "写行 rows written"}
NEXT = Path(__file__).with_name("next.md")
MODELS_SHOWN = 6
HEAD = """\
# 性能 Benchmarks

由 `make bench` 生成，数字全部来自同一次测量。
Written by `make bench`; every figure comes from one measured run.

{machine}

## 方法 Method

- 数据：Parquet 文件，全部为文本，约 0.5% 的行有错；一市九旗五十四镇。
  Data: Parquet files of text, about one row in 200 faulty; a city with 9 banners and 54 towns.
{registers}
- 对照：`tests/bench/by_hand/`，手写 DuckDB 脚本，同样的文件、规则、化名、历史与指标表，
  逐行比对结果；不留入库文件，不复核，不发布快照。
  By hand: a DuckDB script with the same files, rules, pseudonyms, history and marts, compared
  row by row; it keeps no accepted files, asserts nothing afterwards and publishes no snapshot.
- 启动：同样的工作区只有一行数据时的首次运行（载入程序、解析和执行全部模型与检验）。
  Start-up: the first run of the same workspace with a single row (imports, parsing, every model
  and test). 比值 ratio = (全量 full − 启动 start-up) ÷ 手写 by hand.
- 字节：经 read/write 调用的字节（`/proc/<pid>/io` 的 rchar、wchar），不随页缓存变化。
  Bytes that pass through read and write calls, whatever the page cache holds.
- 行：各查询扫描的行、写入表或文件的行（DuckDB profile），另行计数，不计时；Parquet 读取时
  自行滤去的行不在内。
  Rows that queries scan, and write to tables and files; counted in runs that are not timed. Rows
  that the Parquet reader leaves out by itself are not among them.
- 新增一天占全量 one new day as a share: (day − nothing new) ÷ (full − nothing new)；
  另 and (day − start-up) ÷ (full − start-up)。
- 内存：进程树常驻内存峰值。 Memory: peak resident memory of the process tree.
"""


def text(benches: Sequence["AnyBench"], before: str) -> str:
    """The document `before`, each section of `benches` in the place of the one of that name.

    Where all of its sections are new, so is its head: they are of one run.
    """
    old, new = _parts(before), _parts("\n".join(map(section, benches)) + "\n")
    registers = {
        one.register.name: one.register
        for one in benches
        if not isinstance(one, ReleaseBench | AnalysisBench | PagesBench)
    }
    told = "\n".join(f"  - {r.about_cn}。\n    {r.about_en}." for r in registers.values())
    head = _parts(HEAD.format(machine=_machine(), registers=told) + "\n")
    end = _parts(NEXT.read_text("utf-8"))
    is_all_new = old.keys() <= head.keys() | new.keys() | end.keys()
    kept = head if is_all_new else {name: part for name, part in old.items() if name not in end}
    return "".join((kept | new | end).values())


def _parts(text: str) -> dict[str, str]:
    """What stands from each heading to the next, by heading."""
    return {part.partition("\n")[0]: part for part in re.split("^(?=##? )", text, flags=re.M)[1:]}


def _machine() -> str:
    lines = Path("/proc/meminfo").read_text().splitlines()
    memory = int(next(x for x in lines if x.startswith("MemTotal")).split()[1]) / 2**20
    packages = ", ".join(f"{n} {version(n)}" for n in ("duckdb", "polars", "dbt-core", "dagster"))
    return (
        f"机器 Machine: {os.cpu_count()} 核 cores, {memory:.0f} GiB, Python "
        f"{platform.python_version()}, {packages}。"
    )


def section(one: "AnyBench") -> str:
    """What the document says of one size of one register, or of the demo world at one scale."""
    if isinstance(one, AnalysisBench):
        return analysis_reporting.section(one)
    if isinstance(one, PagesBench):
        return pages_reporting.section(one)
    if isinstance(one, ReleaseBench):
        return release_reporting.section(one)
    runs = one.runs | {"by_hand": one.by_hand}
    return "\n".join(
        [
            f"## {one.register.title}: {one.rows:,}",
            "",
            "| 运行 run | 秒 s | CPU 秒 s | 内存 peak GiB | 读 read MB | 写 written MB "
            "| 读行 rows read | 写行 rows written |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *(_row(NAMES[name], run, one.counted.get(name)) for name, run in runs.items()),
            "",
            f"比值 ratio: **{_ratio(one, 'seconds', 'start'):.2f}** （目标 target ≤ 2）；按 CPU 秒 "
            f"by CPU seconds {_ratio(one, 'cpu_seconds', 'start'):.2f}；只减去无新数据的一次 less "
            f"a run with nothing new only {_ratio(one, 'seconds', 'nothing'):.2f}",
            "",
            "新增一天占全量，减去无新数据的一次（目标 < 5%），另列减去启动 One new day as a share "
            "of the full run, less a run with nothing new (target < 5%); beside it, less start-up:",
            "",
            *_shares(one),
            "",
            "与手写结果不同的行 Rows that differ from the script's:",
            "",
            "| 表 table | 行 rows | 不同 different |",
            "| --- | --- | --- |",
            *(f"| {name} | {rows:,} | {apart:,} |" for name, (rows, apart) in one.compared.items()),
            "",
            *_estimates(one),
            "全量各步骤 Where the full run's time goes:",
            "",
            *_table(_stages(one.runs["full"].said["seconds"])),
            "",
            "新增一天 One new day:",
            "",
            *_table(_stages(one.runs["day"].said["seconds"])),
            "",
            "手写脚本 By hand:",
            "",
            *_table(one.by_hand.said["seconds"]),
            "",
        ]
    )


def _ratio(one: "Bench", measure: str, less: str) -> float:
    """What the full run takes beyond another, as a multiple of what the script takes."""
    full, other = (getattr(one.runs[run].cost, measure) for run in ("full", less))
    return float(full - other) / getattr(one.by_hand.cost, measure)


def _estimates(one: "Bench") -> list[str]:
    """What the models that estimate take together, where the register has any."""
    if not one.register.estimates:
        return []
    took = [
        sum(one.runs[run].said["seconds"][f"model {name}"] for name in one.register.estimates)
        for run in ("full", "day")
    ]
    return [
        f"估计各模型合计 The models that estimate, together: 全量 full **{took[0]:.1f}** s "
        "（一市五十四镇，目标 a city of 54 towns, target ≤ 20），"
        f"新增一天 one new day {took[1]:.1f} s",
        "",
    ]


def _row(name: str, run: Measured, counted: Mapping[str, int] | None) -> str:
    cost = run.cost
    read, written = (f"{counted[way]:,}" if counted else "—" for way in ("read", "written"))
    return (
        f"| {name} | {cost.seconds:.1f} | {cost.cpu_seconds:.1f} | {cost.peak_bytes / 2**30:.2f} "
        f"| {cost.read_bytes / 1e6:,.0f} | {cost.written_bytes / 1e6:,.0f} | {read} | {written} |"
    )


def _shares(one: "Bench") -> list[str]:
    costs = {name: asdict(run.cost) for name, run in one.runs.items()}
    measures = [(title, costs, name) for name, title in COSTS.items()]
    if one.counted:
        measures += [(title, one.counted, name) for name, title in ROWS.items()]
    return [
        "| | 新增一天 day | 全量 full | 减无新数据 less nothing new | 减启动 less start-up |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {title} | {runs['day'][name]:,.0f} | {runs['full'][name]:,.0f} | "
            f"{_share(runs, name, 'nothing')} | {_share(runs, name, 'start')} |"
            for title, runs, name in measures
        ),
    ]


def _share(runs: Mapping[str, Mapping[str, float]], name: str, less: str) -> str:
    """One new day's own part as a share of the full run's own part."""
    own, whole = (runs[run][name] - runs[less][name] for run in ("day", "full"))
    return f"{own / whole:.1%}" if whole > 0 else "—"


def _table(seconds: dict[str, float]) -> list[str]:
    rows = [f"| {name} | {took:.1f} |" for name, took in seconds.items()]
    return ["| 步骤 step | 秒 s |", "| --- | --- |", *rows]


def _stages(seconds: dict[str, float]) -> dict[str, float]:
    """Seconds of landing, history and the later steps, and of the slowest models."""
    steps: dict[str, float] = {}
    for name, took in seconds.items():
        if not name.startswith("model "):
            kind = {"landing": "入库 landing", "raw": "历史 history"}.get(name.split("__")[0], name)
            steps[kind] = steps.get(kind, 0) + took
    models = {name: took for name, took in seconds.items() if name.startswith("model ")}
    slowest = sorted(models, key=lambda name: -models[name])[:MODELS_SHOWN]
    return steps | {f"— {name}": models[name] for name in slowest}
