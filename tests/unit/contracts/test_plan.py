"""The plan's items and the catalogue read together, and refusals of what does not fit."""

from pathlib import Path

import pytest

from data_contracts import plan
from data_contracts.model import Text

HEADER = "item,chapter_cn,chapter_en,title_cn,title_en,not_measured_cn,not_measured_en"
ITEMS = (
    f"{HEADER}\n1,三、源头,Sources,排查,Looking,,\n2,三、源头,Sources,研究,Studying,原则。,Talk.\n"
)
CATALOGUE = """indicator_id,name_cn,name_en,source_contracts,score_rule,plan_items
SRC01,覆盖率,Coverage,sector_inspection;premises_register,linear,1
PUN03,处置率,Disposal,asset_year,linear,1;2
"""


def read(tmp_path: Path, items: str = ITEMS, catalogue: str = CATALOGUE) -> list[plan.PlanItem]:
    (tmp_path / "items.csv").write_text(items, "utf-8")
    (tmp_path / "catalogue.csv").write_text(catalogue, "utf-8")
    return list(plan.items(tmp_path / "items.csv", tmp_path / "catalogue.csv"))


def test_items__carry_their_indicators_and_what_is_not_measured(tmp_path: Path) -> None:
    first, second = read(tmp_path)
    assert (first.id, first.title, first.not_measured) == ("1", Text("排查", "Looking"), None)
    assert [indicator.id for indicator in first.indicators] == ["SRC01", "PUN03"]
    assert [r.id for r in first.indicators[0].registers] == [
        "sector_inspection",
        "premises_register",
    ]
    assert second.not_measured == Text("原则。", "Talk.")
    assert [indicator.id for indicator in second.indicators] == ["PUN03"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1,三", "1,三、源头,Sources,排查,Looking,,\n1,三", "items.csv, 1: item is listed twice"),
        ("排查", "", "items.csv, line 2: title_cn is empty; fill it in"),
        (",Talk.", ",", "items.csv, 2: not_measured_en is empty; say it in both languages"),
        ("原则。,", ",", "items.csv, 2: not_measured_cn is empty; say it in both languages"),
        (",title_en", ",title", "items.csv: columns title_en are missing"),
        (
            "2,三、源头,Sources,研究,Studying,原则。,Talk.",
            "2,三、源头,Sources,研究,Studying,原则。,Talk.\n3,三、源头,Sources,移交,Handing over,,",
            "items.csv, 3: not_measured_cn is empty and no indicator answers the item",
        ),
    ],
)
def test_items__refuse_with_file_row_column_and_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in ITEMS
    with pytest.raises(plan.PlanError) as refused:
        read(tmp_path, items=ITEMS.replace(old, new, 1))
    assert refused.value.en.startswith(said)
    assert refused.value.cn.startswith("items.csv")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1;2", "1;7", "catalogue.csv, PUN03: plan_items item '7' is not in items.csv"),
        ("1;2", "1-2", "catalogue.csv, PUN03: plan_items item '1-2' is not in items.csv"),
        ("1;2", "", "catalogue.csv, line 3: plan_items is empty"),
        (
            "asset_year",
            "assets",
            "catalogue.csv, PUN03: source_contracts register 'assets' has no contract",
        ),
    ],
)
def test_catalogue__is_refused_with_file_row_column_and_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(plan.PlanError) as refused:
        read(tmp_path, catalogue=CATALOGUE.replace(old, new))
    assert refused.value.en.startswith(said)
    assert refused.value.cn.startswith("catalogue.csv")
