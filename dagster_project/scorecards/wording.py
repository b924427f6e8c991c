"""What a scorecard's codes are called in Chinese, in its workbook and its document."""

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


def mechanism(code: str) -> str:
    """Name of a mechanism; the code itself where a workspace has one of its own."""
    columns = mart_contracts()["dim_indicator"].columns
    codes = next(dict(column.codes) for column in columns if column.name == "mechanism_code")
    return codes[code].cn if code in codes else code


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
        capped = "" if floor is None or name == "veto" else f"，封顶{number(floor)}分"
        return f"{RULES[name]}，容许{number(target)}件{capped}"
    return RULES[name] if name in rules.SHOWN else f"{RULES[name]} {said(note)}"


def said(note: str | None) -> str:
    """The numbers of a rule's note, without their names."""
    return " ".join(term.partition("=")[2] or term for term in (note or "").split(";"))


def figure(value: float | None, unit: str) -> str:
    """A figure with its unit."""
    return number(value) + (SUFFIXES.get(unit, "") if value is not None else "")
