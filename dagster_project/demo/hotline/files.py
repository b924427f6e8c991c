"""The hotline's monthly exports as CSV in GB18030, with the platform's own headers."""

import csv
import io
from typing import Final

from dagster_project.demo.hotline.records import Export, Ticket
from dagster_project.demo.lines import Line
from dagster_project.demo.spellings import spell_count, spell_date, spell_flag, spell_moment
from dagster_project.demo.wording import CLASSES, SECTORS, Names, address, complaint, word

ENCODING: Final = "gb18030"
# Contract columns as the platform calls them; the rest no contract lets in.
HEADERS: Final = {
    "ticket_id": "工单号",
    "area_code": "所属地区",
    "unit_code": "承办部门",
    "sector_code": "行业",
    "class": "类型",
    "created_on": "受理时间",
    "due_on": "限办时间",
    "closed_on": "办结时间",
    "is_contacted_in_24h": "24小时联系",
    "is_solved": "是否解决",
    "is_satisfied": "是否满意",
    "is_excluded": "是否剔除",
    "rework_count": "重办次数",
    "updated_at": "更新时间",
}
PERSONAL_HEADERS: Final = ("诉求人", "联系电话", "身份证号", "地址", "诉求内容")


def export_bytes(export: Export, names: Names) -> bytes:
    """One export as the platform writes it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*HEADERS.values(), *PERSONAL_HEADERS])
    for line in export.lines:
        cells = {**_cells(line, names), **line.overrides}
        writer.writerow([*(cells[column] for column in HEADERS), *_personal(line, names)])
    return text.getvalue().encode(ENCODING)


def _cells(line: Line[Ticket], names: Names) -> dict[str, str]:
    ticket, spelling = line.record, line.spelling
    return {
        "ticket_id": ticket.ticket_id,
        "area_code": word(ticket.area_code, names.areas, spelling),
        "unit_code": word(ticket.unit_code, names.units, spelling),
        "sector_code": word(ticket.sector_code, SECTORS, spelling),
        "class": word(ticket.class_code, CLASSES, spelling),
        "created_on": spell_date(ticket.created_on, spelling),
        "due_on": spell_date(ticket.due_on, spelling),
        "closed_on": spell_date(ticket.closed_on, spelling),
        "is_contacted_in_24h": spell_flag(ticket.is_contacted_in_24h, spelling),
        "is_solved": spell_flag(ticket.is_solved, spelling),
        "is_satisfied": spell_flag(ticket.is_satisfied, spelling),
        "is_excluded": spell_flag(ticket.is_excluded, spelling),
        "rework_count": spell_count(ticket.rework_count, spelling),
        "updated_at": spell_moment(ticket.updated_at, spelling),
    }


def _personal(line: Line[Ticket], names: Names) -> list[str]:
    person = line.person
    where = address(line, names)
    return [person.name, person.phone, person.id_number, where, complaint(line)]
