"""What docs/benchmarks.md says of releases."""

from tests.bench.release import FIRST, NEXT, SEED, ReleaseBench
from tests.bench.runs import Measured

TARGET = 60
NAMES = {
    "first": f"首期 first, {FIRST:%Y-%m}",
    "next": f"下一期 next, {NEXT:%Y-%m}",
    "undue": "次月，不到发布日 next month, none due",
    "due": "次月，发布 next month, released",
}
STAGES = ("choosing", "telling", "auditing", "deciding")
DECISION = "model int_release_decision"
METHOD = """\
演示世界（`--scale {scale}`，种子 {seed}）经管道运行两次，相隔一月：首期对四个年度内的全部数值
作出选择，下一期只加上此后定值的数值，已发布的不再变。两期的选择各在单独的进程中重算一遍；
不到发布日的同一次运行在工作区的副本上进行。
The demonstration (`--scale {scale}`, seed {seed}) goes through the pipeline twice, a month apart:
the first release decides on all figures of four calendar years, the next one on what has settled
since, beside all that stands published. Each is decided again in a process of its own; the same
run with none due works on a copy of the workspace.
"""


def section(one: ReleaseBench) -> str:
    """What the document says of the releases of one scale."""
    took = one.audits["next"].said["took"]["deciding"]
    due, undue = (one.runs[name].cost for name in ("due", "undue"))
    shares = [
        f"{(getattr(due, measure) - getattr(undue, measure)) / getattr(due, measure):.1%}"
        for measure in ("seconds", "cpu_seconds")
    ]
    return "\n".join(
        [
            f"## 月度发布 monthly release: {one.scale}",
            "",
            METHOD.format(scale=one.scale, seed=SEED),
            "| 一期 release | 数值 figures | 其中有变 changed since | 格 cells | 过小 sensitive "
            "| 待定 to be decided | 其中留空 left blank | 可说范围 ranges | 其中说出 told "
            "| 最大一块 largest block |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            *(_size(NAMES[name], audit) for name, audit in one.audits.items()),
            "",
            "| 秒（CPU 秒） s (CPU s) | 留空 choosing blanks | 范围 choosing ranges "
            "| 核验 auditing | 合计 in all | 内存 peak GiB |",
            "| --- | --- | --- | --- | --- | --- |",
            *(_stages(NAMES[name], audit) for name, audit in one.audits.items()),
            "",
            "下一期选择与核验合计 The next release, chosen and audited: "
            f"**{took['seconds']:.1f}** s （旗一级，两核，目标 a banner on two cores, target "
            f"≤ {TARGET}），为目标的 of the target {took['seconds'] / TARGET:.0%}",
            "",
            "| 运行 run | 秒 s | CPU 秒 s | 内存 peak GiB | 读 read MB | 写 written MB "
            f"| {DECISION} s |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *(_run(NAMES[name], run) for name, run in one.runs.items()),
            "",
            "发布占次月整次运行 The release's share of the whole run of its month: "
            f"**{shares[0]}**；按 CPU 秒 by CPU seconds {shares[1]}",
            "",
            f"机器负载 load of the machine: 测前 before {one.load[0]:.1f}，测后 after "
            f"{one.load[1]:.1f}",
            "",
        ]
    )


def _size(name: str, audit: Measured) -> str:
    sizes = ("figures", "changed", "cells", "sensitive", "new", "blank")
    sizes += ("wished", "told", "largest_block")
    return f"| {name} | " + " | ".join(f"{audit.said[size]:,}" for size in sizes) + " |"


def _stages(name: str, audit: Measured) -> str:
    took = (audit.said["took"][stage] for stage in STAGES)
    told = " | ".join(f"{one['seconds']:.1f} ({one['cpu_seconds']:.1f})" for one in took)
    return f"| {name} | {told} | {audit.cost.peak_bytes / 2**30:.2f} |"


def _run(name: str, run: Measured) -> str:
    cost = run.cost
    return (
        f"| {name} | {cost.seconds:.1f} | {cost.cpu_seconds:.1f} | {cost.peak_bytes / 2**30:.2f} "
        f"| {cost.read_bytes / 1e6:,.0f} | {cost.written_bytes / 1e6:,.0f} "
        f"| {run.said['seconds'][DECISION]:.1f} |"
    )
