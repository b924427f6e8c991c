"""How a fault in indicators.yml is told: file, entry, key, rule, and what to do."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from dagster_project.methods import scoring_rules
from data_contracts.configuration import ConfigurationError


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file, by its indicator (none where it is about all) and its day."""

    path: Path
    indicator: str | None
    start: date | str

    def fault(self, key: str, cn: str, en: str) -> ConfigurationError:
        """The complaint about the value under `key`; `cn` and `en` have no full stop."""
        name = "" if self.indicator is None else f"{self.indicator} "
        return ConfigurationError(
            f"{self.path}：{name}自 {self.start} 起，'{key}'：{cn}。",
            f"{self.path}: {name}from {self.start}, '{key}': {en}",
        )

    def refuse_unfit_rule(self, row: dict[str, str | None]) -> None:
        """A rule has the numbers that it needs, and a linear one its target on the good side."""
        if row["score_rule"] == "linear":
            self._refuse_wrong_side(row)
        floor, target = (
            None if number is None else float(number)
            for number in (row["score_floor"], row["score_target"])
        )
        try:
            scoring_rules.check(str(row["score_rule"]), row.get("score_rule_note"), floor, target)
        except scoring_rules.RuleError as error:
            raise self.fault("rule", error.cn, error.en) from None

    def _refuse_wrong_side(self, row: dict[str, str | None]) -> None:
        """A target lies where the value gets better, seen from the floor."""
        floor, target = row["score_floor"], row["score_target"]
        if floor is None or target is None:
            return
        is_above = Decimal(target) > Decimal(floor)
        if row["direction"] == "up" and not is_above:
            raise self.fault(
                "target",
                f"该指标越高越好，目标值 {target} 须大于起评值 {floor}，请更正其一",
                f"higher is better here, so the target {target} must lie above the floor {floor}; "
                "correct one of them",
            )
        if row["direction"] == "down" and Decimal(target) >= Decimal(floor):
            raise self.fault(
                "target",
                f"该指标越低越好，目标值 {target} 须小于起评值 {floor}，请更正其一",
                f"lower is better here, so the target {target} must lie below the floor {floor}; "
                "correct one of them",
            )
