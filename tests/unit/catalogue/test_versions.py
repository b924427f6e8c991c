"""What a workspace makes of the catalogue, and one clear sentence for each fault in its file."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.catalogue.versions import EXAMPLE, FILE, versions
from dagster_project.settings import Workspace
from dagster_project.sources import mapping_files
from data_contracts.configuration import ConfigurationError

Said = dict[str, Any]
OWN: Said = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["own"][0]


def made(home: Path, said: Said) -> dict[tuple[str, str], dict[str, str | None]]:
    """All versions by id and version."""
    (home / FILE).write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    rows = versions(home)
    return {(str(row["indicator_id"]), str(row["version"])): row for row in rows}


def change(indicator: str, **said: Any) -> Said:
    return {"changes": [{"indicator": indicator, "from": "2026-07-01", **said}]}


def own(**said: Any) -> Said:
    return {"own": [copy.deepcopy(OWN) | said]}


def test_versions__without_a_file_are_the_shipped_ones(tmp_path: Path) -> None:
    assert len(versions(tmp_path)) == 48


def test_versions__count_up_and_keep_what_is_not_said(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        {
            "changes": [
                {"indicator": "RPT03", "from": "2026-10-01", "floor": 65.5},
                {"indicator": "RPT03", "from": "2026-07-01", "limit": 20, "target": 95},
            ]
        },
    )
    columns = ("valid_from", "limit_value", "score_floor", "score_target", "default_weight")
    assert [[found["RPT03", v][c] for c in columns] for v in ("1", "2", "3")] == [
        [None, "30", "70", "100", "3"],
        ["2026-07-01", "20", "70", "95", "3"],
        ["2026-10-01", "20", "65.5", "95", "3"],
    ]
    assert len(found) == 50


def test_versions__own_indicator_changes_like_any_other(tmp_path: Path) -> None:
    said = own() | {"changes": [{"indicator": "OWN01", "from": "2027-01-01", "disabled": True}]}
    found = made(tmp_path, said)
    assert found["OWN01", "1"]["is_disabled"] == "false"
    assert found["OWN01", "2"]["is_disabled"] == "true"
    assert found["OWN01", "2"]["counted_table"] == "fct_supervision_finding"


def test_versions__weight_may_move_between_mechanisms(tmp_path: Path) -> None:
    both = change("SUP02", weight=6)["changes"] + change("EVA01", weight=4)["changes"]
    assert made(tmp_path, {"changes": both})["EVA01", "2"]["default_weight"] == "4"


def test_versions__own_indicator_may_weigh(tmp_path: Path) -> None:
    said = own(weight=1.5) | change("SUP02", weight=2.5)
    assert made(tmp_path, said)["OWN01", "1"]["is_scored"] == "true"


def test_versions__a_rule_changes_with_its_numbers_and_keeps_others(tmp_path: Path) -> None:
    """The numbers of the composite stay; a red line gets a cap."""
    steps = change("EVA06", rule="step", note="from_80=60;from_95=100")["changes"]
    cap = change("RPT12", rule="veto")["changes"] + [
        {"indicator": "RPT12", "from": "2026-08-01", "rule": "red_line", "floor": 60}
    ]
    found = made(tmp_path, {"changes": steps + cap})
    assert found["EVA06", "2"]["score_rule"] == "step"
    assert found["EVA06", "2"]["score_rule_note"] == (
        "response_weight=30;solved_weight=35;satisfied_weight=35;from_80=60;from_95=100"
    )
    assert [found["RPT12", v]["score_rule"] for v in "123"] == ["red_line", "veto", "red_line"]
    assert (found["RPT12", "3"]["score_floor"], found["RPT12", "3"]["default_weight"]) == (
        "60",
        "0",
    )


@pytest.mark.parametrize(
    ("rule", "note", "levels", "is_scored"),
    [
        ("deduction", "each=5", "town;banner", "true"),
        ("bonus", "each=2;at_most=5", "town;banner", "false"),
        ("veto", None, None, "false"),
    ],
)
def test_versions__own_indicator_may_have_any_rule(
    tmp_path: Path, rule: str, note: str | None, levels: str | None, is_scored: str
) -> None:
    row = made(
        tmp_path, own(rule=rule, levels=["town", "banner"], **({"note": note} if note else {}))
    )
    found = row["OWN01", "1"]
    assert (found["score_rule"], found["score_rule_note"]) == (rule, note)
    assert (found["scored_levels"], found["is_scored"]) == (levels, is_scored)


FAULTS: dict[str, tuple[Said, str, str]] = {
    "unknown key": (change("SUP02", wieght=5), "changes.0.wieght", "not a known key"),
    "not a day": (
        {"changes": [{"indicator": "SUP02", "from": "2026-13-01", "floor": 60}]},
        "changes.0.from",
        "must be a date",
    ),
    "only a year": (
        {"changes": [{"indicator": "SUP02", "from": 2026, "floor": 60}]},
        "changes.0.from",
        "must be a date",
    ),
    "English in Chinese": (
        change("SUP02", name={"cn": "Findings", "en": "Findings"}),
        "changes.0.name.cn",
        "must be in Chinese",
    ),
    "notes": (
        change("SUP02", definition={"cn": "督" * 401, "en": "Findings"}),
        "changes.0.definition.cn",
        "at most 400 characters",
    ),
    "unknown indicator": (change("SUP99", weight=5), "SUP99", "there is no such indicator"),
    "nothing": (change("SUP02"), "SUP02", "changes nothing"),
    "nothing new": (change("SUP02", weight=4.0, floor=70), "SUP02", "changes nothing"),
    "weights": (change("SUP02", weight=5), "'weight'", "add up to 101 and must to 100; SUP has 11"),
    "weight of a disabled one": (
        change("SUP02", disabled=True),
        "'weight'",
        "add up to 96 and must to 100; SUP has 6 (before: 10)",
    ),
    "too much": (change("SUP02", weight=101), "changes.0.weight", "less than or equal to 100"),
    "weight of a monitored one": (change("RPT01", weight=1), "RPT01", "takes no weight"),
    "target of a monitored one": (change("RPT01", target=1), "RPT01", "neither floor nor target"),
    "floor of a band": (change("ORG03", floor=40), "ORG03", "scored by a band"),
    "target below": (change("SUP02", target=70), "SUP02", "must lie above the floor 70"),
    "target above": (change("SRC03", target=30), "SRC03", "must lie below the floor 20"),
    "floor on the wrong side": (change("SRC03", floor=4), "SRC03", "must lie below the floor 4"),
    "limit where there is none": (change("SUP02", limit=3), "SUP02", "has no limit"),
    "limit of half a day": (change("RPT03", limit=1.5), "changes.0.limit", "valid integer"),
    "twice on one day": (
        {"changes": change("SUP02", floor=60)["changes"] * 2},
        "SUP02",
        "write both as one entry",
    ),
    "before it began": (
        own() | {"changes": [{"indicator": "OWN01", "from": "2026-06-30", "floor": 1}]},
        "OWN01",
        "from 2026-07-01 on",
    ),
    "shipped id": (own(id="SUP02"), "SUP02", "has this id already"),
    "own id twice": ({"own": [OWN, OWN]}, "OWN01", "has this id already"),
    "id of another kind": (own(id="SUP05"), "SUP05", "OWN and two digits"),
    "table about persons": (own(table="fct_clue"), "'table'", "'fct_clue' is not"),
    "no table": (own(table="raw.clue"), "'table'", "'raw.clue' is not"),
    "subject": (own(subject="kind"), "'subject'", "use one of unit_code"),
    "day": (own(day="overdue_days"), "'day'", "use one of found_on, due_on"),
    "condition": (
        own(numerator=OWN["numerator"] | {"where": "kind = 'weekly'"}),
        "'numerator.where'",
        "has no code 'weekly'",
    ),
    "weight on direction neutral": (
        own(direction="neutral", weight=1),
        "OWN01",
        "neither weight nor floor nor target",
    ),
    "weight without a target": (
        {"own": [{k: v for k, v in OWN.items() if k != "target"} | {"weight": 1}]},
        "OWN01",
        "needs both floor and target",
    ),
    "rule without its numbers": (change("SUP02", rule="step"), "'rule'", "from_70=60"),
    "band that falls": (
        change("ORG03", note="zero_low=90"),
        "'rule'",
        "a band's numbers must rise",
    ),
    "rule of a monitored one": (change("RPT01", rule="step"), "RPT01", "stays; remove this"),
    "rule that has no weight": (
        change("SUP02", rule="bonus", note="each=1;at_most=5"),
        "SUP02",
        "one of linear, band, step, deduction only",
    ),
    "rule with a weight": (change("RPT12", rule="linear"), "RPT12", "red_line, veto only"),
    "unknown rule": (change("SUP02", rule="lottery"), "changes.0.rule", "linear"),
    "note in words": (change("SUP02", note="5 each"), "changes.0.note", "pattern"),
    "own bonus without a cap": (
        own(rule="bonus", note="each=2"),
        "'rule'",
        "lacks 'at_most=number'",
    ),
    "own red line with a weight": (
        own(rule="red_line", target=0, weight=1),
        "OWN01",
        "takes no weight",
    ),
    "own target below": (own(target=60), "OWN01", "must lie above the floor 70"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_versions__each_fault_is_one_sentence_with_its_place(tmp_path: Path, name: str) -> None:
    said, place, rule = FAULTS[name]
    with pytest.raises(ConfigurationError) as caught:
        made(tmp_path, said)
    assert caught.value.en.startswith(str(tmp_path / FILE))
    assert place in caught.value.en
    assert rule in caught.value.en
    assert place.strip("'") in caught.value.cn
    assert caught.value.cn.endswith("。")
    assert "\n" not in caught.value.cn + caught.value.en


def test_mapping__of_the_catalogue_is_refused(tmp_path: Path) -> None:
    """It would get round what is checked of a change."""
    workspace = Workspace(tmp_path)
    workspace.mappings.mkdir()
    for name, contract in (("mine", "indicator"), ("indicator", "sector")):
        path = workspace.mappings / f"{name}.yml"
        path.write_text(f"contract: {contract}\nfiles: x.csv\ndelivery: snapshot\n", "utf-8")
        with pytest.raises(ConfigurationError, match=FILE):
            mapping_files.load(workspace)
        path.unlink()
