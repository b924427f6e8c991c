"""What a page shows when not all is well: demonstration data, old data, none, or unreadable.

Every state says what is wrong and what to do; none of them looks like a page with figures.
"""

import logging
from html import escape

import streamlit as st

from dashboards import data_state, wording, workspace
from dashboards.language import say
from dashboards.view import View
from data_contracts import returns
from data_contracts.complaint import Complaint

logger = logging.getLogger(__name__)


def banners(view: View) -> None:
    """What a reader must know before any figure: demonstration data, old data."""
    if view.snapshot.is_demo:
        _banner(
            "demo", say("演示数据，不反映任何真实情况", "Demonstration data: nothing here is real")
        )
    if view.is_old:
        day = wording.day(view.snapshot.as_of)
        _banner(
            "old",
            say(
                f"数据可能过时：只到{day}，距今已{view.age_days}天，此后的情况没有反映",
                f"The data may be out of date: they end on {day}, {view.age_days} days ago",
            ),
        )
    if view.stale_registers:
        names = data_state.stale_names(view.stale_registers)
        number = len(view.stale_registers)
        _banner(
            "old",
            say(
                f"{number}个登记簿过期（多少天没有新数据）：{names}",
                f"{number} register{'' if number == 1 else 's'} out of date "
                f"(days without anything new): {names}",
            ),
        )


def missed_returns(view: View) -> None:
    """What should have been handed in by now and has not been made."""
    reports = workspace.home() / "reports"
    late = returns.missed(returns.done(reports), returns.agenda(reports), view.today)
    if not late:
        return
    named = [
        say(
            f"{one.kind.label.cn}{one.period}（期限{wording.day(one.due_on)}）",
            f"{one.kind.label.en} of {one.period} (due {wording.day(one.due_on)})",
        )
        for one in late
    ]
    listed = say("、", ", ").join(named)
    _banner(
        "old",
        say(
            f"{len(late)}项报送已逾期：{listed}。请管理员运行 anping returns",
            f"{len(late)} return{'' if len(late) == 1 else 's'} missed: {listed}. "
            "Run anping returns",
        ),
    )


def _banner(kind: str, text: str) -> None:
    mark = {"demo": "◇", "old": "⚠"}[kind]
    st.html(
        f'<div role="status" class="ap-banner ap-banner-{kind}">'
        f'<span aria-hidden="true">{mark}</span> {escape(text)}</div>'
    )


def no_workspace() -> None:
    """The server was started without a workspace."""
    _instead(
        say("还没有指定工作区", "No workspace is named"),
        say(
            "启动看板时没有说明工作区文件夹在哪里。",
            "The dashboards were started without the folder of a workspace.",
        ),
        [
            say(
                "请管理员把环境变量 ANPING_HOME 设为工作区文件夹，再重新启动看板。",
                "Set ANPING_HOME to the workspace's folder and start the dashboards again.",
            )
        ],
    )


def refused(error: Complaint) -> None:
    """Somebody is not let in, or not to this page; the words say what to do."""
    _instead(say("不能查看", "Not for you to see"), say(error.cn, error.en), [])


def no_snapshot() -> None:
    """Nothing has been published yet."""
    _instead(
        say("还没有可以查看的数据", "There is nothing to show yet"),
        say(
            "工作区里还没有发布过数据快照。",
            "No snapshot has been published in this workspace.",
        ),
        [
            say(
                "把辖区、责任单位和业务登记簿的文件放进工作区的收件文件夹（inbox）。",
                "Put the files of areas, units and registers into the workspace's inbox.",
            ),
            say(
                "由管理员运行 anping check 检查文件，再运行 anping run 更新数据。",
                "Run anping check to check them, then anping run to publish.",
            ),
            say("更新完成后刷新本页即可。", "Then reload this page."),
        ],
    )


def unreadable_snapshot(error: Exception) -> None:
    """A snapshot is there and cannot be read; the reason goes to the log."""
    logger.error("the snapshot cannot be shown", exc_info=error)
    _instead(
        say("数据快照读取失败", "The snapshot cannot be read"),
        say(
            "已发布的数据快照无法打开，可能是文件损坏或版本不符。",
            "What was published cannot be opened: damaged, or of another version.",
        ),
        [
            say(
                "请管理员运行 anping doctor 查明原因，再运行 anping run 重新发布。",
                "Run anping doctor for the cause, then anping run to publish again.",
            )
        ],
    )


def _instead(headline: str, reason: str, steps: list[str]) -> None:
    items = "".join(f"<li>{escape(step)}</li>" for step in steps)
    listed = f"<ol>{items}</ol>" if items else ""
    st.html(
        f'<section class="ap-instead"><h1>{escape(headline)}</h1><p>{escape(reason)}</p>'
        f"{listed}</section>"
    )
