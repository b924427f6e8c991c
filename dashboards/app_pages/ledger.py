"""督办台账 Follow-up ledger: what institutions owe by a day, the overdue first."""

from dashboards import components, queries
from dashboards.language import say
from dashboards.sections import ledger
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("督办台账", "Follow-up ledger"))
    home = view.home
    if home is None:
        components.empty(
            say("还没有可以督办的事项", "Nothing to follow up yet"),
            say(
                "请提交辖区、责任单位和业务登记簿，再更新一次数据。",
                "Deliver areas, units and registers, and update the data.",
            ),
        )
        return
    found = ledger.chosen(view, home)
    ledger.summary(view, found)
    ledger.table(view, found)
    ledger.elsewhere(queries.indicators(view.snapshot))
