"""What docs/benchmarks.md says of the pages."""

from typing import Any

from tests.bench.pages import (
    BOMBS,
    GIGABYTES,
    LAST,
    PEOPLE,
    REPEATED,
    SECONDS,
    SEED,
    THINKING,
    Crowd,
    PagesBench,
    percentile,
)
from tests.browser.test_pages import PAGES

TARGET, BESIEGED_TARGET = 0.5, 2
DEMO_CN = "演示世界（`--scale {size}`，种子 {seed}，截至 {last}）"
DEMO_EN = "The demonstration (`--scale {size}`, seed {seed}, to {last})"
CLUES_CN = "一市九旗五十四镇的 {size:,} 件举报线索（其余登记簿为空，内存 {gigabytes} GB）"
CLUES_EN = (
    "{size:,} clues of a city with 9 banners and 54 towns (no other register, {gigabytes} GB)"
)
METHOD = """\
{cn}发布后，由 `streamlit run` 提供看板。
首屏：真实浏览器从输入网址到图表画完，每页 {repeated} 次；换筛选：点另一周期到画完。
{people} 人同时：另一进程按 Streamlit 自己的协议开 {people} 个会话，{seconds} 秒内随机换页、
换指标、换周期，计从发出请求到页面送完；一次每人平均想 {thinking:g} 秒，一次不停顿，
一次想 {thinking:g} 秒而旁有 {desks} 个浏览器不断运行没有尽头的语句（共按“运行”{bombs} 次）。
内存是服务进程的常驻内存。
{en}
once published, served by `streamlit run`. First paint: a real browser from the address to drawn
charts, {repeated} times a page; change of filter: from a click on another period.
{people} people: a process that speaks Streamlit's own protocol in {people} sessions, which change
page, indicator or period at random for {seconds} s; timed from a request until its page has been
sent. Once each thinks for {thinking:g} s on average, once for none, and once for {thinking:g} s
beside {desks} browsers that keep running statements without an end ({bombs} times). Memory is what
the server keeps resident.
"""


def section(one: PagesBench) -> str:
    """What the document says of the pages at one scale."""
    is_demo = not one.size.isdecimal()
    facts: dict[str, Any] = {"seed": SEED, "last": LAST, "gigabytes": GIGABYTES}
    facts["size"] = one.size if is_demo else int(one.size)
    cn, en = (DEMO_CN, DEMO_EN) if is_demo else (CLUES_CN, CLUES_EN)
    method = METHOD.format(
        **{"cn": cn.format(**facts), "en": en.format(**facts), "repeated": REPEATED},
        **{"desks": len(BOMBS), "bombs": one.bombs},
        **{"people": PEOPLE, "seconds": SECONDS, "thinking": THINKING},
    )
    return "\n".join(
        [
            f"## 页面 pages: {one.size if is_demo else format(int(one.size), ',') + ' clues'}",
            "",
            method,
            "| 首屏 first paint | p50 s | p95 s |",
            "| --- | --- | --- |",
            *(_row(PAGES[name], seconds) for name, seconds in one.paints.items()),
            *(_row(f"{PAGES[name]}：换周期 period", took) for name, took in one.changes.items()),
            "",
            f"| {PEOPLE} 人 people | 次 changes | 每秒 a second | p50 s | p95 s | 最慢 max s "
            "| 出错 errors | 内存 memory MiB | 每会话 a session MiB |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            _crowd(f"想 {THINKING:g} 秒 thinking", one.thinking),
            _crowd("不停顿 restless", one.restless),
            _crowd(f"想 {THINKING:g} 秒，旁有恶意语句 beside bombs", one.besieged),
            "",
            f"目标 target: p95 < {TARGET} s，不出错 no error；"
            f"旁有恶意语句时最慢 slowest beside bombs < {BESIEGED_TARGET} s。",
            "",
        ]
    )


def _row(name: str, seconds: list[float]) -> str:
    return f"| {name} | {percentile(seconds, 0.5):.2f} | {percentile(seconds, 0.95):.2f} |"


def _crowd(name: str, crowd: Crowd) -> str:
    middle, slow = (percentile(crowd.seconds, share) for share in (0.5, 0.95))
    grown = max(0, crowd.bytes_after - crowd.bytes_before) / PEOPLE / 2**20
    return (
        f"| {name} | {len(crowd.seconds):,} | {len(crowd.seconds) / SECONDS:.1f} | {middle:.3f} "
        f"| {slow:.3f} | {max(crowd.seconds):.2f} | {len(crowd.errors)} "
        f"| {crowd.bytes_after / 2**20:.0f} | {grown:.1f} |"
    )
