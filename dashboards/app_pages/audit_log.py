"""访问记录 Audit log: who has opened, asked and taken along what, and whether the log is whole."""

from dashboards import components
from dashboards.language import say
from dashboards.sections import audit_log
from dashboards.view import View


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("访问记录", "Audit log"))
    audit_log.state()
    audit_log.records()
