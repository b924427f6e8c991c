"""A macro of the product as the SQL that it stands for, without dbt."""

from pathlib import Path

from jinja2 import Environment

MACROS = Path(__file__).parents[2] / "dbt" / "macros"


def macro(name: str, *arguments: str) -> str:
    """The expression that a macro, which calls no other, makes of its arguments."""
    text = (MACROS / f"{name}.sql").read_text(encoding="utf-8")
    called = f"{{{{ {name}({', '.join(map(repr, arguments))}) }}}}"
    return Environment().from_string(text + called).render().strip()
