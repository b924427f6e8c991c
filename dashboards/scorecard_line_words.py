"""What a line of a scorecard says in words: how it is scored, whether it is, and why not."""

from dashboards import cautions, labels, wording
from dashboards.language import say, spoken
from dashboards.scorecards import Line

BAND = ("zero_low", "full_low", "full_high", "zero_high")


def why_hidden(line: Line) -> str:
    """Why everyone is not shown its figure."""
    if line.reason is None:
        return say("依规定不公开", "not shown by rule")
    text = spoken(labels.reason(line.reason))
    return say(text, text.lower())


def status(line: Line) -> str:
    """Whether a line is scored, or what keeps it from that."""
    name = spoken(labels.code("mart_scorecard_line", "line_status", line.status))
    return say(name, "Not scored: gate" if line.status == "gated" else name)


def why(line: Line) -> str:
    """What is to be known beside the status of a line; nothing of one that is simply scored."""
    if line.is_hidden:
        return why_hidden(line)
    if line.is_provisional:
        return say("数值暂定", "provisional figure")
    match line.status:
        case "suppressed":
            return why_hidden(line)
        case "not_applicable":
            return say("本期没有应计入的记录", "no record falls in the period")
        case "missing":
            return say("没有这一期的数值", "there is no figure of the period")
        case "gated":
            return cautions.wave_flags(line.flags)
        case "insufficient":
            n, least = wording.count(line.sample or 0), line.indicator.minimum
            return say(f"仅{n}条，至少须{least}条", f"n {n}, {least} are needed")
    return ""


def rule(line: Line) -> str:
    """How a line is scored, in one phrase."""
    terms = dict(term.split("=", 1) for term in (line.note or "").split(";") if "=" in term)
    unit = line.indicator.unit
    match line.rule:
        case "linear" if line.floor is not None and line.target is not None:
            ends = wording.bound(line.floor, unit), wording.bound(line.target, unit)
            return say("{}得0分，{}得满分", "0 at {}, full at {}").format(*ends)
        case "band":
            corners = [wording.bound(float(terms[name]), unit) for name in BAND]
            text = say("{1}～{2}得满分，{0}、{3}得0分", "full {1}–{2}, 0 at {0}, {3}")
            return text.format(*corners)
        case "step":
            return _steps(terms, unit)
        case "deduction":
            return say(f"每件扣{terms['each']}分", f"{terms['each']} off for each")
        case "bonus":
            each, most = terms["each"], terms["at_most"]
            return say(f"每件加{each}分，最多{most}分", f"{each} more for each, at most {most}")
        case "red_line" | "veto":
            return _limit(line)
    return spoken(labels.code("mart_scorecard_line", "score_rule", line.rule))


def _steps(terms: dict[str, str], unit: str) -> str:
    steps = sorted(
        (float(name.removeprefix("from_")), got)
        for name, got in terms.items()
        if name.startswith("from_")
    )
    return say("，", ", ").join(
        say(f"{wording.bound(start, unit)}起{got}分", f"{got} from {wording.bound(start, unit)}")
        for start, got in steps
    )


def _limit(line: Line) -> str:
    name = spoken(labels.code("mart_scorecard_line", "score_rule", line.rule))
    tolerated = wording.count(line.target or 0)
    return say(f"{name}：不得超过{tolerated}件", f"{name}: at most {tolerated}")


def weight(number: float) -> str:
    """A weight, to as many of two decimals as it needs."""
    text = wording.rounded(number, 2)
    return text.rstrip("0").removesuffix(".")
