"""The clue platform's table: its own column names, words and codes, personal data included.

Dates that clerks type are text there, in several styles; only a few columns have real types.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Final

from dagster_project.demo.clues import dirt
from dagster_project.demo.clues.records import Clue
from dagster_project.demo.dirt import Page, plant
from dagster_project.demo.lines import Line, Planted
from dagster_project.demo.people import make_people
from dagster_project.demo.periods import period_of
from dagster_project.demo.places.records import Area, Unit
from dagster_project.demo.records import World
from dagster_project.demo.spellings import Spelling, spell_date, spell_flag
from dagster_project.demo.wording import SECTORS, word

CONTRACT: Final = "clue"
TABLE: Final = "xs_jbxs"
REPORTERS: Final = 900
ROOM: Final = 0.045
CLEAN_QUARTERS: Final = 3
# From so many clues on every kind of dirt finds room.
MANY: Final = 900
STYLES: Final = {
    Spelling.ISO: 8, Spelling.SLASH: 2, Spelling.CHINESE: 1, Spelling.DOT: 1, Spelling.TIMED: 1,
    Spelling.FULL_WIDTH: 1,
}  # fmt: skip

# Contract columns as the platform calls and types them.
COLUMNS: Final = {
    "clue_id": ("xsbh", "varchar(64)"),
    "area_code": ("ssqh", "varchar(12)"),
    "received_unit_code": ("sldw", "varchar(32)"),
    "received_on": ("slrq", "date"),
    "channel": ("jbqd", "varchar(40)"),
    "sector_code": ("hyly", "varchar(40)"),
    "is_contactable": ("sfklx", "varchar(10)"),
    "needs_transfer": ("sfyzb", "varchar(10)"),
    "transferring_unit_code": ("zbdw", "varchar(32)"),
    "transferred_on": ("zbrq", "varchar(40)"),
    "unit_received_on": ("hcdwsdrq", "varchar(40)"),
    "first_contact_on": ("sclxrq", "varchar(40)"),
    "verification_started_on": ("hcksrq", "varchar(40)"),
    "due_on": ("blqx", "date"),
    "extension_approved_on": ("yqpzrq", "varchar(40)"),
    "extended_to": ("yqz", "varchar(40)"),
    "concluded_on": ("hcjlrq", "varchar(40)"),
    "conclusion": ("hcjl", "varchar(40)"),
    "panel_size": ("jttlrs", "smallint"),
    "is_recorded": ("sfqcjl", "varchar(10)"),
    "is_signed": ("sfqz", "varchar(10)"),
    "has_basis": ("sfyj", "varchar(10)"),
    "reviewed_on": ("shrq", "varchar(40)"),
    "review_result": ("shjg", "varchar(40)"),
    "closed_on": ("bjrq", "varchar(40)"),
    "case_filed_on": ("larq", "varchar(40)"),
    "fed_back_on": ("fkrq", "varchar(40)"),
    "handling_unit_code": ("hcdw", "varchar(32)"),
    "escalation": ("sjqk", "varchar(40)"),
    "updated_at": ("gxsj", "timestamp"),
}
PERSONAL_COLUMNS: Final = {
    "jbrxm": "varchar(40)", "jbrdh": "varchar(40)", "jbrsfz": "varchar(40)",
    "bjbr": "varchar(40)", "jbnr": "text", "dz": "varchar(200)",
}  # fmt: skip
CHANNELS: Final = {
    "hotline_12337": "12337智能化平台", "phone": "来电", "letter": "来信", "visit": "接访",
    "online": "互联网", "inspection": "督导移交", "transferred": "上级交办",
}  # fmt: skip
CONCLUSIONS: Final = {
    "substantiated": "属实", "partly": "部分属实", "unsubstantiated": "不属实",
    "unverifiable": "无法核实", "duplicate": "重复件", "out_of_scope": "非受理范围",
}  # fmt: skip
REVIEWS: Final = {"upheld": "同意", "returned": "退回重查"}
ESCALATIONS: Final = {"none": "否", "raised": "提级", "other_area": "异地"}
MATTERS: Final = (
    "强揽工程",
    "高息放贷并上门催收",
    "非法采砂",
    "欺行霸市，抬高运价",
    "操纵换届选举",
)

Value = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Codes:
    """The platform's own codes of areas and units."""

    areas: Mapping[str, str]
    units: Mapping[str, str]


def codes_in(areas: Sequence[Area], units: Sequence[Unit]) -> Codes:
    """Areas are padded to twelve digits, units numbered in the order of the list of units."""
    return Codes(
        areas={area.area_code: area.area_code.ljust(12, "0") for area in areas},
        units={unit.unit_code: f"BM{number:05}" for number, unit in enumerate(units, start=1)},
    )


def hold(
    seed: int, clues: Sequence[Clue]
) -> tuple[tuple[Line[Clue], ...], tuple[Clue, ...], tuple[Planted, ...]]:
    """The platform's rows, the clues that should be current after them, and the dirt in them."""
    people = make_people(Random(f"{seed}/reporters"), REPORTERS)
    rng = Random(f"{seed}/clue lines")
    styles, weights = list(STYLES), list(STYLES.values())
    lines = [
        Line(clue, rng.choice(people), rng.choices(styles, weights)[0])
        for clue in sorted(clues, key=lambda clue: clue.clue_id)
    ]
    kinds = dirt.of_platform()
    if len(lines) >= MANY:
        kinds = [*dirt.of_large_platform(), *kinds]
    pages = _pages(lines)
    planted = plant(Random(f"{seed}/clue dirt"), CONTRACT, pages, kinds)
    lost = {note.key for note in planted if note.is_lost}
    held = tuple(line for page in pages for line in page.lines)
    return held, tuple(c for c in clues if c.key not in lost), tuple(planted)


def _pages(lines: Sequence[Line[Clue]]) -> list[Page[Clue]]:
    """The table in parts, by the quarter of receipt.

    The last ones stay clean: a row that is dirty one day must be so on the next, and which
    rows suit a kind of dirt changes as long as the clues run.
    """
    by_quarter: dict[str, list[Line[Clue]]] = {}
    for line in sorted(lines, key=lambda line: line.record.received_on):
        by_quarter.setdefault(period_of("quarter", line.record.received_on).name, []).append(line)
    settled = list(by_quarter)[:-CLEAN_QUARTERS]
    return [
        Page(TABLE, part, room=max(1, int(ROOM * len(part))) if quarter in settled else 0)
        for quarter, part in by_quarter.items()
    ]


def rows(world: World) -> Iterator[dict[str, Value]]:
    """The table's rows by column name, clues in the order in which they were last changed."""
    codes = codes_in(world.areas, world.units)
    names = {area.area_code: area.name for area in world.areas}
    for line in sorted(
        world.clue_lines, key=lambda line: (line.record.updated_at, line.record.key)
    ):
        cells = {**_cells(line, codes), **line.overrides}
        found: dict[str, Value] = {COLUMNS[name][0]: cell for name, cell in cells.items()}
        yield {**found, **_personal(line, names[line.record.area_code])}


def reported_person(line: Line[Clue]) -> str:
    """Another made-up name."""
    name = line.person.name
    return f"{name[0]}{name[2]}{name[1]}"


def _cells(line: Line[Clue], codes: Codes) -> dict[str, Value]:
    clue, style = line.record, line.spelling
    return {
        "clue_id": clue.clue_id,
        "area_code": codes.areas[clue.area_code],
        "received_unit_code": codes.units[clue.received_unit_code],
        "received_on": clue.received_on,
        "channel": CHANNELS[clue.channel],
        "sector_code": word(clue.sector_code, SECTORS, style) or None,
        "is_contactable": spell_flag(clue.is_contactable, style),
        "needs_transfer": spell_flag(clue.needs_transfer, style),
        "due_on": clue.due_on,
        "panel_size": clue.panel_size,
        "is_recorded": spell_flag(clue.is_recorded, style) or None,
        "is_signed": spell_flag(clue.is_signed, style) or None,
        "has_basis": spell_flag(clue.has_basis, style) or None,
        "escalation": ESCALATIONS[clue.escalation],
        "updated_at": clue.updated_at,
        **_words(clue, codes),
        **{
            name: spell_date(getattr(clue, name), style) or None
            for name, (_, kind) in COLUMNS.items()
            if kind == "varchar(40)" and name.endswith("_on")
        },
        "extended_to": spell_date(clue.extended_to, style) or None,
    }


def _words(clue: Clue, codes: Codes) -> dict[str, Value]:
    return {
        "transferring_unit_code": _named(clue.transferring_unit_code, codes.units),
        "handling_unit_code": _named(clue.handling_unit_code, codes.units),
        "conclusion": _named(clue.conclusion, CONCLUSIONS),
        "review_result": _named(clue.review_result, REVIEWS),
    }


def _named(code: str | None, names: Mapping[str, str]) -> str | None:
    return None if code is None else names[code]


def _personal(line: Line[Clue], area: str) -> dict[str, Value]:
    person, accused = line.person, reported_person(line)
    matter = MATTERS[int(person.phone[-4:]) % len(MATTERS)]
    texts = (
        person.name,
        person.phone,
        person.id_number,
        accused,
        f"举报人{person.name}（{person.phone}）反映{accused}{matter}。",
        f"{area}{int(person.phone[-3:]) + 1}号",
    )
    return dict(zip(PERSONAL_COLUMNS, texts, strict=True))
