"""docs/benchmarks.md from what was measured."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.__main__ import Bench, Measured

NAMES = {
    "full": "全量 full run",
    "nothing": "无新数据 nothing new",
    "day": "新增一天 one new day",
}
NEXT = Path(__file__).with_name("next.md")
MODELS_SHOWN = 6
HEAD = """\
# 性能 Benchmarks

由 `make bench` 生成，数字全部来自同一次测量。
Written by `make bench`; every figure comes from one measured run.

{machine}

## 方法 Method

- 数据 data: 12345 工单，月度 Parquet 文件，全部为文本，约 0.5% 的行有错 hotline tickets in monthly
  Parquet files of text; about one row in 200 is faulty. 一个地级市、9 个旗、54 个镇、540 个嘎查村 a city
  with 9 banners, 54 towns, 540 villages.
- 对照 by hand: `tests/bench/by_hand/`，一份手写 DuckDB 脚本，同样的文件、规则、化名、历史与指标表；结果逐行
  比对 one hand-written DuckDB script: same files, rules, pseudonyms, history and marts; the results
  are compared row by row. 它不写交付记录、不做入库后复核、不发布快照 it keeps no accepted Parquet, asserts
  nothing afterwards and publishes no snapshot.
- 启动 start-up: 无新数据的一次运行 a run with nothing new. 比值 ratio = (全量 − 启动) ÷ 手写
  (full − start-up) ÷ by hand.
- 字节 bytes: 经 read/write 调用的字节（`/proc/<pid>/io` 的 rchar、wchar），不受页缓存影响，含程序自身的
  模块 what passes through read and write calls, whatever the page cache holds; includes the
  program's own modules. 括号内已减去启动 in brackets less the start-up's.
- 行 rows: 各 DuckDB 查询扫描的行与写入表或文件的行之和（DuckDB profile），另行运行计数 rows scanned by all
  DuckDB queries, and rows written to tables and files, from DuckDB's profiles, counted in runs of
  their own.
- 内存 memory: 进程树常驻内存峰值 peak resident memory of the process tree.
"""


def text(benches: Sequence["Bench"]) -> str:
    """The document."""
    parts = [HEAD.format(machine=_machine())]
    parts += [_bench(one) for one in benches]
    if NEXT.exists():
        parts.append(NEXT.read_text("utf-8"))
    return "\n".join(parts)


def _machine() -> str:
    lines = Path("/proc/meminfo").read_text().splitlines()
    memory = int(next(x for x in lines if x.startswith("MemTotal")).split()[1]) / 2**20
    packages = ", ".join(f"{n} {version(n)}" for n in ("duckdb", "polars", "dbt-core", "dagster"))
    return (
        f"机器 Machine: {os.cpu_count()} 核 cores, {memory:.0f} GiB, Python "
        f"{platform.python_version()}, {packages}。"
    )


def _bench(one: "Bench") -> str:
    start = one.runs["nothing"].cost
    rows = [_row(NAMES[name], run, one) for name, run in one.runs.items()]
    rows.append(_row("手写脚本 by hand", one.by_hand, None))
    ratio = (one.runs["full"].cost.seconds - start.seconds) / one.by_hand.cost.seconds
    return "\n".join(
        [
            f"## {one.rows:,} 张工单 tickets",
            "",
            "| 运行 run | 秒 s | CPU 秒 s | 内存 peak GiB | 读 read MB | 写 written MB |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            f"- 比值 ratio: **{ratio:.2f}** （目标 target ≤ 2）；启动 start-up {start.seconds:.1f} s。",
            *_share(one),
            "- 与手写结果不同的行 rows that differ from the script's: "
            + "；".join(
                f"{name} {apart}/{count:,}" for name, (count, apart) in one.compared.items()
            ),
            "",
            "各步骤耗时 Where the full run's time goes:",
            "",
            "| 步骤 step | 秒 s |",
            "| --- | --- |",
            *_stages(one.runs["full"].said["seconds"]),
            *(f"| 手写 by hand: {name} | {s:.1f} |" for name, s in one.by_hand.said.items()),
            "",
        ]
    )


def _row(name: str, run: "Measured", one: "Bench | None") -> str:
    cost, less = run.cost, ("", "")
    if one is not None and run is not one.runs["nothing"]:
        start = one.runs["nothing"].cost
        less = (
            f" ({(cost.read_bytes - start.read_bytes) / 1e6:,.0f})",
            f" ({(cost.written_bytes - start.written_bytes) / 1e6:,.0f})",
        )
    return (
        f"| {name} | {cost.seconds:.1f} | {cost.cpu_seconds:.1f} | {cost.peak_bytes / 2**30:.2f} "
        f"| {cost.read_bytes / 1e6:,.0f}{less[0]} | {cost.written_bytes / 1e6:,.0f}{less[1]} |"
    )


def _share(one: "Bench") -> list[str]:
    full, day, start = (one.runs[name].cost for name in ("full", "day", "nothing"))

    def share(name: str) -> str:
        own = getattr(day, name) - getattr(start, name)
        whole = getattr(full, name) - getattr(start, name)
        return f"{own / whole:.1%}"

    said = [
        "- 新增一天占全量 one new day as a share of the full run, 减去启动 less start-up: "
        f"字节 bytes 读 read {share('read_bytes')}, 写 written {share('written_bytes')}"
        "（目标 target < 5%）。"
    ]
    if one.counted:
        day_rows, full_rows = one.counted["day"], one.counted["full"]
        said.append(
            "- 行 rows: "
            + "；".join(
                f"{cn} {name} {day_rows[name]:,} / {full_rows[name]:,} "
                f"= {day_rows[name] / full_rows[name]:.1%}"
                for cn, name in (("读", "read"), ("写", "written"))
            )
        )
    return said


def _stages(seconds: dict[str, float]) -> list[str]:
    steps: dict[str, float] = {}
    for name, took in seconds.items():
        if name.startswith("model "):
            continue
        kind = {"landing": "入库 landing", "raw": "历史 history"}.get(name.split("__")[0], name)
        steps[kind] = steps.get(kind, 0) + took
    models = sorted(
        ((took, name) for name, took in seconds.items() if name.startswith("model ")), reverse=True
    )
    return [f"| {name} | {took:.1f} |" for name, took in steps.items()] + [
        f"| — {name} | {took:.1f} |" for took, name in models[:MODELS_SHOWN]
    ]
