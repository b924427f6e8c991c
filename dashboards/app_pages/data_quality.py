"""数据质量 Data quality: which registers can be relied on, and what to put right."""

from dashboards import components
from dashboards.language import say
from dashboards.sections import protection, registers
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("数据质量", "Data quality"))
    if not view.registers:
        components.empty(
            say("还没有任何登记簿的数据", "No register has data yet"),
            say("请提交登记簿，再更新一次数据。", "Deliver registers, and update the data."),
        )
        return
    registers.tasks(view)
    registers.months(view)
    registers.table(view)
    registers.faults(view)
    protection.table(view)
