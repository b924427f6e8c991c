"""What the protection of persons' data has looked at, left blank and held back."""

from dashboards import components, labels, markup, queries, wording
from dashboards.language import say, spoken
from dashboards.markup import Heading
from dashboards.view import View


def table(view: View) -> None:
    """By published table and part of a figure; nothing where nothing was released yet."""
    rows = queries.protection(view.snapshot).to_dicts()
    if not rows:
        return
    title = say("涉及个人数据的保护", "Protection of data derived from persons")
    with components.box(title, "protection", _rules(), is_level=False):
        components.show(
            markup.table(
                title,
                [
                    Heading(say("发布表", "Published table")),
                    Heading(say("部分", "Part")),
                    Heading(say("处理", "What was done")),
                    Heading(say("数值个数", "Figures")),
                ],
                [
                    (
                        spoken(labels.table(row["table"])),
                        spoken(labels.published("mart_indicator_value", row["column_name"]).label),
                        say(row["rule_cn"], row["rule_en"]).rstrip("。."),
                        wording.count(row["figure_count"]),
                    )
                    for row in rows
                ],
            )
        )


def _rules() -> list[tuple[str, object]]:
    return [
        (
            say("如何核验", "How it is shown"),
            say(
                "每期发布前，用线性规划逐一核验过小的数值无法由全部公开数据推算得出，否则不发布",
                "Before each release a linear programme shows that no small count can be worked "
                "out from all that is published; otherwise it is not published",
            ),
        )
    ]
