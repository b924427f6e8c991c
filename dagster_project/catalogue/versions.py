"""The catalogue of a workspace in all its versions: as shipped, and as its office changes it.

Each change of an indicator makes a new version of it, which holds from the day that the change
names. Which one is in force is for the models to say, by the cut-off.
"""

import csv
from decimal import Decimal
from pathlib import Path

from dagster_project.catalogue import own
from dagster_project.catalogue.faults import Entry
from dagster_project.catalogue.grammar import Change, Changes, Wording
from dagster_project.methods import scoring_rules
from data_contracts import loader
from data_contracts.configuration import read_yaml

FILE = "indicators.yml"
EXAMPLE = Path(__file__).parent / "example.yml"
SHIPPED = loader.HERE / "indicators.csv"
WHOLE = Decimal(100)
"""What the weights of all indicators add up to, as shipped and with every change."""

Row = dict[str, str | None]


def versions(home: Path) -> list[Row]:
    """Every version of every indicator of the workspace in `home`, as the contract has it.

    Raises:
        ConfigurationError: indicators.yml is wrong; one sentence says where and what to do.
    """
    path = home / FILE
    said = read_yaml(path, Changes) if path.exists() else Changes()
    known = {str(row["indicator_id"]): [row] for row in shipped()}
    for indicator in said.own:
        entry = Entry(path, indicator.id, indicator.start)
        known[indicator.id] = [own.row(indicator, entry, known)]
    for change in sorted(said.changes, key=lambda change: change.start):
        entry = Entry(path, change.indicator, change.start)
        if change.indicator not in known:
            raise entry.fault(
                "indicator",
                f"目录中没有这个指标，请改用以下之一：{'、'.join(known)}",
                f"there is no such indicator; use one of {', '.join(known)}",
            )
        _refuse_out_of_turn(known[change.indicator][-1], change, entry)
        known[change.indicator].append(_changed(known[change.indicator][-1], change, entry))
    rows = [row for line in known.values() for row in line]
    _refuse_other_weights(path, rows)
    return rows


def shipped() -> list[Row]:
    """The catalogue as shipped; it holds from the beginning."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return [
            {name: value or None for name, value in row.items()}
            | {"valid_from": None, "is_disabled": "false"}
            for row in csv.DictReader(file)
        ]


def in_force(rows: list[Row], day: str) -> list[Row]:
    """Of each indicator the version that holds on a day, disabled ones left out."""
    latest = {
        row["indicator_id"]: row
        for row in sorted(rows, key=lambda row: int(row["version"] or 0))
        if (row["valid_from"] or "") <= day
    }
    return [row for row in latest.values() if row["is_disabled"] == "false"]


def _refuse_out_of_turn(last: Row, change: Change, entry: Entry) -> None:
    since = last["valid_from"]
    if since is not None and change.start.isoformat() <= since:
        raise entry.fault(
            "from",
            f"该指标已有一项自 {since} 起的内容，请合并为一项，或改用更晚的日期",
            f"there is already something of this indicator from {since} on; write both as one "
            "entry, or give a later day",
        )


def _changed(last: Row, change: Change, entry: Entry) -> Row:
    """The next version of an indicator."""
    said = _said(last, change)
    if all(_same(last[name], value) for name, value in said.items()):
        raise entry.fault(
            "from",
            "这一项没有改变任何内容，请写明要改的内容，或删去这一项",
            "this changes nothing; say what is to change, or remove the entry",
        )
    _refuse_unfit(last, change, entry)
    row = last | said
    entry.refuse_unfit_rule(row)
    version = int(last["version"] or 0) + 1
    return row | {"version": str(version), "valid_from": change.start.isoformat()}


def _said(last: Row, change: Change) -> Row:
    """What a change says, by the columns of the catalogue."""
    said: Row = {}
    for column, number in (
        ("default_weight", change.weight),
        ("score_floor", change.floor),
        ("score_target", change.target),
        ("limit_value", change.limit),
    ):
        if number is not None:
            said[column] = own.written(number)
    texts: dict[str, Wording | None] = {"name": change.name, "definition": change.definition}
    for stem, text in texts.items():
        if text is not None:
            said |= {f"{stem}_cn": text.cn, f"{stem}_en": text.en}
    if change.rule is not None:
        said["score_rule"] = change.rule
    if change.note is not None:
        said["score_rule_note"] = _noted(last["score_rule_note"], change.note)
    if change.disabled is not None:
        said["is_disabled"] = str(change.disabled).lower()
    return said


def _noted(before: str | None, said: str) -> str:
    """The terms of a note with those that are said; the others may be somebody else's."""
    terms = [term.partition("=") for text in (before, said) if text for term in text.split(";")]
    return ";".join(f"{name}={value}" for name, value in {t[0]: t[2] for t in terms}.items())


def _same(before: str | None, after: str | None) -> bool:
    try:
        return Decimal(before or "") == Decimal(after or "")
    except ArithmeticError:
        return before == after


def _refuse_unfit(last: Row, change: Change, entry: Entry) -> None:
    """What an indicator of its kind does not have cannot be changed."""
    if last["is_scored"] == "false":
        if change.weight:
            raise entry.fault(
                "weight",
                "该指标只作监测、不计分，不能有权重，请删去",
                "the indicator is monitored only and never scored, so it takes no weight; "
                "remove this",
            )
        for key, value in (("floor", change.floor), ("target", change.target)):
            if value is not None and last["score_rule"] in scoring_rules.SHOWN:
                raise entry.fault(
                    key,
                    "该指标不计分，没有起评值和目标值，请删去",
                    "the indicator is not scored and has neither floor nor target; remove this",
                )
    _refuse_other_kind(last, change, entry)
    for key, value in (("floor", change.floor), ("target", change.target)):
        if value is not None and last["direction"] == "band":
            raise entry.fault(
                key,
                "该指标按区间计分，起评值和目标值不能改，请删去",
                "the indicator is scored by a band, whose floor and target stay; remove this",
            )
    if change.limit is not None and last["limit_value"] is None:
        raise entry.fault(
            "limit",
            "该指标没有时限，请删去",
            "the indicator has no limit; remove this",
        )


def _refuse_other_kind(last: Row, change: Change, entry: Entry) -> None:
    """What is only watched stays so; what has a weight keeps it, and what has none takes none."""
    kinds = (scoring_rules.WEIGHTED, scoring_rules.LIMITS)
    fit = next((kind for kind in kinds if last["score_rule"] in kind), ())
    if change.rule is not None and change.rule not in fit:
        raise entry.fault(
            "rule",
            f"该指标的计分规则是 {last['score_rule']}，"
            + (f"只能改为以下之一：{'、'.join(fit)}" if fit else "不能改，请删去"),
            f"the indicator has the rule {last['score_rule']}, which "
            + (f"may become one of {', '.join(fit)} only" if fit else "stays; remove this"),
        )


def _refuse_other_weights(path: Path, rows: list[Row]) -> None:
    """On every day on which something changes, all weights add up to what they were as shipped."""
    before = _weights(in_force(rows, ""))
    for day in sorted({row["valid_from"] for row in rows if row["valid_from"]}):
        weights = _weights(in_force(rows, day))
        total = sum(weights.values(), Decimal(0))
        if total == WHOLE:
            continue
        moved = [(code, weight, before[code]) for code, weight in weights.items()]
        moved = [line for line in moved if line[1] != line[2]]
        raise Entry(path, None, day).fault(
            "weight",
            f"全部指标的权重合计 {total}，须为 {WHOLE}；"
            + "、".join(f"{_mechanisms()[code]} {now}（原 {was}）" for code, now, was in moved)
            + "，请在同一日把差额加给或减自其他指标",
            f"the weights of all indicators add up to {total} and must to {WHOLE}; "
            + ", ".join(f"{code} has {now} (before: {was})" for code, now, was in moved)
            + "; on the same day give the difference to other indicators, or take it from them",
        )


def _weights(rows: list[Row]) -> dict[str, Decimal]:
    """The weight of each mechanism."""
    weights = dict.fromkeys(_mechanisms(), Decimal(0))
    for row in rows:
        weights[str(row["mechanism_code"])] += Decimal(row["default_weight"] or 0)
    return weights


def _mechanisms() -> dict[str, str]:
    """The Chinese name of each mechanism by its code."""
    codes = loader.source_contracts()["indicator"].column("mechanism_code").codes
    return {code: name.cn for code, name in codes}
