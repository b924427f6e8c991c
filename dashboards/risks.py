"""What is said of sectors and areas whose work needs review, and of those that do not differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards import labels
from dashboards.language import say
from dashboards.sentences import Verdict

COMPONENTS = ("pressure", "backlog", "recurrence", "dissatisfaction", "unanswered")
WHOLE = "all"
MOST_NAMED = 4
COMPONENTS_EN = {
    "pressure": "Reported",
    "backlog": "Overdue",
    "recurrence": "Recurring",
    "dissatisfaction": "Not satisfied",
    "unanswered": "Letters unanswered",
    "found_by_looking": "Found by visits",
}
NOT_JUDGED = {
    "few_peers": ("同类不足", "too few peers"),
    "too_few": ("件数不足", "too few records"),
    "few_components": ("构成不足", "too few components"),
}


@dataclass(frozen=True, slots=True)
class Risk:
    """One component, or the index, of a sector or an area as everyone may see it.

    `events` of `among` are known of letters alone, and so is that nothing is judged, where
    `needs_review` is None.
    """

    status: str
    needs_review: bool | None
    events: int | None
    among: int | None


@dataclass(frozen=True, slots=True)
class Subject:
    """A sector of an area, or an area, with what is judged of it by component."""

    name: str
    parts: Mapping[str, Risk]

    @property
    def reasons(self) -> list[str]:
        """The components that say that work needs review, in words."""
        return [component(part) for part in COMPONENTS if self.stands_out(part)]

    def stands_out(self, part: str) -> bool:
        """Whether a component lies above that of the peers by more than chance."""
        return part in self.parts and bool(self.parts[part].needs_review)


def component(part: str) -> str:
    """The name of a component."""
    found = labels.code("mart_sector_risk", "component", part)
    return say(found.cn, COMPONENTS_EN[part])


def subjects(rows: Iterable[dict[str, Any]], names: Mapping[str, str], key: str) -> list[Subject]:
    """Rows of mart_sector_risk by their `key`, those named alone, who needs review first."""
    parts: dict[str, dict[str, Risk]] = {}
    for row in rows:
        if row[key] in names:
            risk = Risk(
                row["status"], row["needs_review"], row["event_count"], row["exposure_count"]
            )
            parts.setdefault(row[key], {})[row["component"]] = risk
    found = [Subject(names[code], said) for code, said in parts.items()]
    return sorted(found, key=lambda one: -len(one.reasons))


def headline(found: Sequence[Subject], noun: str) -> str:
    """Who needs review and why, in one sentence."""
    flagged = [one for one in found if one.reasons]
    if not flagged:
        return say(
            f"{len(found)}个{noun}之间没有看出超出偶然的差别。",
            f"Nothing beyond chance is seen among {len(found)}.",
        )
    named = [
        say(f"{one.name}（{'、'.join(one.reasons)}）", f"{one.name} ({', '.join(one.reasons)})")
        for one in flagged[:MOST_NAMED]
    ]
    more = len(flagged) - len(named)
    rest = say(f"等{len(flagged)}个", f" and {more} more") if more else ""
    names = say("、".join(named), ", ".join(named)) + rest
    return say(
        f"{len(found)}个{noun}中，{len(flagged)}个的工作需关注：{names}。"
        "－表示没有超出偶然的差别，或数量不足以判断。",
        f"Of {len(found)}, the work of {len(flagged)} needs review: {names}. "
        "－ stands for no more than chance, or too few to tell.",
    )


def verdict(risk: Risk | None) -> Verdict:
    """What is said of one component; nothing where it is as its peers are."""
    if risk is None:
        return Verdict("plain", "", say("不判断", "not judged"), "")
    detail = ""
    if risk.among:
        detail = say(f"{risk.among}件中{risk.events}件", f"{risk.events} of {risk.among}")
    if risk.needs_review:
        return Verdict("bad", "▲", say("需关注", "Needs review"), detail)
    word = say(*NOT_JUDGED[risk.status]) if risk.status in NOT_JUDGED else ""
    return Verdict("plain", "", word, detail)
