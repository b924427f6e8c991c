"""What of a page can be taken along: its charts' numbers as a workbook, with what was asked.

A rerun gathers them here as it draws the page, for the button that gives them out stands above
the charts and works once all are drawn.
"""

from dataclasses import dataclass, field

import streamlit as st

from dashboards.chart_table import Table
from data_contracts import export
from data_contracts.export import Sheet
from data_contracts.snapshot import Snapshot

KEY = "printout"


@dataclass(slots=True)
class Printout:
    """What one rerun has drawn: choices by the name of their filter, and tables in order."""

    choices: dict[str, str] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)

    def workbook(self, title: str, snapshot: Snapshot) -> bytes:
        """An XLSX file: what the page is and was asked, then a sheet a chart."""
        sheets = [Sheet(table.title, table.columns, table.rows) for table in self.tables]
        return export.workbook(title, self.choices, sheets, snapshot)


def begin() -> None:
    """A new page, with nothing drawn yet."""
    st.session_state[KEY] = Printout()


def current() -> Printout:
    """That of the page that is being drawn."""
    found: Printout = st.session_state.setdefault(KEY, Printout())
    return found
