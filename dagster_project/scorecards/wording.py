"""What a scorecard's codes are called in Chinese, in its workbook and its document."""

from functools import cache

from dagster_project.methods import scoring_rules as rules
from data_contracts.loader import mart_contracts

RULES = {
    "linear": "按比例",
    "band": "区间",
    "step": "分档",
    "deduction": "扣分",
    "bonus": "加分",
    "red_line": "红线",
    "veto": "一票否决",
    "monitor": "只监测",
    "companion": "参照",
    "gate": "质量关",
}
FIGURES = {
    "ok": "正常",
    "provisional": "暂定",
    "not_applicable": "不适用",
    "insufficient": "样本不足",
    "suppressed": "误差过大",
    "missing": "缺数据",
}
LINES = {
    **FIGURES,
    "scored": "计分",
    "shown": "只显示",
    "gated": "未过质量关",
    "red_line": "触红线",
}
PARTS = {**FIGURES, "insufficient": "计分不足", "void": "作废"}
LEVELS = {
    "region": "自治区",
    "city": "盟市",
    "banner": "旗县",
    "town": "苏木乡镇",
    "village": "嘎查村",
    "unit": "责任单位",
}
SUFFIXES = {"percent": "%", "count": "件"}


@cache
def mechanisms() -> dict[str, str]:
    """What mechanisms are called, in the order of the plan."""
    columns = mart_contracts()["dim_indicator"].columns
    codes = next(column.codes for column in columns if column.name == "mechanism_code")
    return {code: label.cn for code, label in codes}


def period(code: str) -> str:
    """2026年第三季度 of 2026-Q3, 2026年度 of 2026."""
    year, _, quarter = code.partition("-Q")
    return f"{year}年第{'一二三四'[int(quarter) - 1]}季度" if quarter else f"{year}年度"


def number(value: float | None, places: int = 2) -> str:
    """With as many decimals as it needs, at most `places`; a dash where there is none."""
    if value is None:
        return "—"
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"


def status(line_status: str, figure_status: str) -> str:
    """Of a line: what keeps it from being scored, else whether its figure still runs."""
    if line_status in ("scored", "shown") and figure_status == "provisional":
        return f"{LINES[line_status]}（暂定）"
    return LINES[line_status]


def rule(name: str, note: str | None, floor: float | None, target: float | None) -> str:
    """How a line is scored, in one phrase."""
    if name == "linear":
        return f"{number(floor)}→{number(target)}"
    if name in rules.LIMITS:
        then = "仅示警" if floor is None else f"封顶{number(floor)}分"
        capped = "" if name == "veto" else f"，{then}"
        return f"{RULES[name]}，容许{number(target)}件{capped}"
    if name in rules.SHOWN:
        return RULES[name]
    return {"band": _band, "step": _steps, "deduction": _deduction, "bonus": _bonus}[name](note)


def _band(note: str | None) -> str:
    low, full_low, full_high, high = (_said(note, name) for name in rules.BAND)
    return f"{full_low}至{full_high}满分，{low}、{high}为零"


def _steps(note: str | None) -> str:
    steps = rules.steps_of(note)
    return "，".join(f"{number(float(start))}起{number(float(got))}分" for start, got in steps)


def _deduction(note: str | None) -> str:
    return f"每件扣{_said(note, 'each')}分"


def _bonus(note: str | None) -> str:
    return f"每件加{_said(note, 'each')}分，最多{_said(note, 'at_most')}分"


def _said(note: str | None, name: str) -> str:
    return number(float(rules.number_of(note, name)))


def figure(value: float | None, unit: str) -> str:
    """A figure with its unit."""
    return number(value) + (SUFFIXES.get(unit, "") if value is not None else "")
