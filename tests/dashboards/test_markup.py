from dashboards import markup
from dashboards.markup import Heading, Markup


def test_table__escapes_values_and_keeps_markup() -> None:
    found = markup.table(
        "表", [Heading("单位"), Heading("数")], [("<b>甲</b>", Markup("<i>3</i>"))]
    )
    assert "&lt;b&gt;甲&lt;/b&gt;" in found
    assert "<i>3</i>" in found


def test_table__names_the_column_in_every_cell() -> None:
    found = markup.table("表", [Heading("单位"), Heading("数", "right")], [("甲", 3)])
    assert 'data-label="数"' in found


def test_bar__of_nothing_has_no_length() -> None:
    assert "width:0%" in markup.bar(0, 0, "0")
