"""What comparisons say: subjects beside their peers, and who differs, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards import wording
from dashboards.labels import Indicator
from dashboards.language import say
from dashboards.sentences import Verdict

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Peer:
    """One subject in a comparison, as the snapshot has it."""

    code: str
    name: str
    value: float | None
    denominator: float | None
    low: float | None
    high: float | None
    status: str
    target: float | None
    limits: tuple[float, float, float, float] | None
    """The 99.8 % and 95 % limits below, and the 95 % and 99.8 % limits above."""
    verdict: str | None
    shrunk: float | None
    reliability: float | None
    ranks: tuple[int, int] | None
    tier: int | None

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Peer":
        """The peer in a row of mart_unit_comparison."""
        limits = (row["low_998"], row["low_95"], row["high_95"], row["high_998"])
        best, worst = row["best_rank"], row["worst_rank"]
        return cls(
            code=row["subject_code"],
            name=row["name"],
            value=row["value"],
            denominator=row["denominator"],
            low=row["interval_low"],
            high=row["interval_high"],
            status=row["status"],
            target=row["target"],
            limits=None if limits[0] is None else limits,
            verdict=row["verdict"],
            shrunk=row["shrunk_value"],
            reliability=row["reliability"],
            ranks=None if best is None else (best, worst),
            tier=row["tier"],
        )

    @property
    def is_compared(self) -> bool:
        """Whether it is judged beside the others."""
        return self.verdict is not None

    def is_better(self, direction: str) -> bool | None:
        """Whether it lies beyond the limits on the better side; none within them."""
        if self.verdict in (None, "within") or direction not in ("up", "down"):
            return None
        return str(self.verdict).startswith("high") == (direction == "up")


def headline(peers: Sequence[Peer], indicator: Indicator) -> str:
    """What the funnel shows, in one sentence."""
    compared = [peer for peer in peers if peer.is_compared]
    if not compared:
        return _why_not(peers)
    beyond = [peer for peer in compared if peer.verdict != "within"]
    level = wording.amount(compared[0].target or 0.0, indicator.unit)
    if not beyond:
        return say(
            f"{len(compared)}个对象之间的差别没有超出偶然：总体水平{level}。",
            f"The differences among {len(compared)} are no more than chance: all are at {level}.",
        )
    above = _names([peer for peer in beyond if str(peer.verdict).startswith("high")])
    below = _names([peer for peer in beyond if str(peer.verdict).startswith("low")])
    parts = [
        say(f"{names}{word}", f"{names} {english}")
        for names, word, english in ((above, "偏高", "above"), (below, "偏低", "below"))
        if names
    ]
    rest = len(compared) - len(beyond)
    return say(
        f"{'，'.join(parts)}，超出偶然范围；其余{rest}个没有差别。总体水平{level}。",
        f"{'; '.join(parts)} what chance makes; the other {rest} do not differ. All: {level}.",
    )


def verdict(peer: Peer, indicator: Indicator) -> Verdict:
    """Where a subject lies beside its peers, or why that is not said."""
    if peer.status == "too_few":
        return Verdict("unclear", "－", say("样本不足", "Too few"), "")
    if not peer.is_compared:
        return Verdict("unclear", "－", say("不比较", "Not compared"), "")
    if peer.verdict == "within":
        return Verdict("plain", "＝", say("在偶然范围内", "Within chance"), "")
    match peer.is_better(indicator.direction):
        case True:
            return Verdict("good", "▲", say("好于偶然范围", "Better than chance"), "")
        case False:
            return Verdict("bad", "◆", say("差于偶然范围", "Worse than chance"), "")
        case _:
            is_high = str(peer.verdict).startswith("high")
            word = say("高于偶然范围", "Above chance"), say("低于偶然范围", "Below chance")
            return Verdict("plain", "◇", word[0] if is_high else word[1], "")


def tally(peers: Sequence[Peer], indicator: Indicator) -> str:
    """How many lie where, in one sentence."""
    counts = Counter(verdict(peer, indicator).headline for peer in peers)
    parts = [say(f"{word}{n}个", f"{word.lower()}: {n}") for word, n in counts.most_common()]
    text = say("、", "; ").join(parts) + say("。", ".")
    return text[:1].upper() + text[1:]


def place(peer: Peer) -> str:
    """The ranks that a subject may have and its tier, never one rank."""
    if peer.status == "too_few":
        return say("样本不足，不比较", "too few, not compared")
    if peer.ranks is None or peer.tier is None:
        return say("不排位", "not ranked") if peer.is_compared else ""
    best, worst = peer.ranks
    return say(
        f"第{best}–{worst}位，第{peer.tier}档",
        f"{best} to {worst}, tier {peer.tier}",
    )


def tiers(peers: Sequence[Peer]) -> str:
    """Whether the figures tell any of them apart."""
    found = {peer.tier for peer in peers if peer.tier is not None}
    if not found and any(peer.is_compared for peer in peers):
        return say(
            "这项指标不计分或没有好坏方向，只看差别，不排位次。",
            "Not scored, or with no better side: shown, and nobody is ranked.",
        )
    if not found:
        return say("没有可以排位的对象。", "Nobody can be ranked.")
    if len(found) == 1:
        return say(
            "数值分不出先后：全部在同一档。位次是一个区间，区间重叠就不能说谁先谁后。",
            "The figures tell nobody apart: one tier. Ranks are ranges; where they overlap "
            "nobody is ahead.",
        )
    return say(
        f"分为{len(found)}档，只在位次区间完全分开处分档；同档之内不分先后。",
        f"{len(found)} tiers, parted only where ranges of ranks are wholly apart.",
    )


def _names(peers: Sequence[Peer]) -> str:
    names = [peer.name for peer in peers[:MOST_NAMED]]
    rest = len(peers) - len(names)
    said = say("、".join(names), ", ".join(names))
    return said + (say(f"等{len(peers)}个", f" and {rest} more") if rest else "")


def _why_not(peers: Sequence[Peer]) -> str:
    known = [peer for peer in peers if peer.status != "too_few"]
    if known and all(peer.status == "compared" for peer in known):
        return say("各对象数值相同，没有可比的差别。", "All figures are the same.")
    return say(
        f"{len(peers)}个对象中样本足够的只有{len(known)}个，不足5个，不作比较。",
        f"Of {len(peers)} only {len(known)} have records enough, fewer than 5: not compared.",
    )
