"""Numbers, dates and periods as readers of each language write them.

Nothing here judges a figure; `judgement` does.
"""

from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

from dashboards.language import say

BEIJING = timezone(timedelta(hours=8), "Beijing")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
QUARTERS = ("一", "二", "三", "四")


def rounded(value: float, digits: int = 1) -> str:
    """`value` with `digits` decimals, half up on the decimal that Python prints."""
    step = Decimal(1).scaleb(-digits)
    return f"{Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP):,}"


def count(value: float) -> str:
    """A whole number with separators of thousands."""
    return rounded(value, 0)


def amount(value: float, unit: str) -> str:
    """A value with its unit of measure, as in 86.3% or 91.2分."""
    match unit:
        case "percent":
            return f"{rounded(value)}%"
        case "score":
            return say(f"{rounded(value)}分", f"{rounded(value)} points")
        case "count":
            return count(value)
        case _:
            return rounded(value)


def bound(value: float, unit: str) -> str:
    """A target or limit: as `amount`, without decimals that say nothing."""
    text = rounded(value)
    short = text.removesuffix(".0")
    return amount(value, unit).replace(text, short)


def difference(value: float, unit: str) -> str:
    """The size of a difference of two values of that unit, without its sign."""
    size = abs(value)
    if unit == "percent":
        return say(f"{rounded(size)}个百分点", f"{rounded(size)} percentage points")
    if unit == "index":
        return say(f"{rounded(size)}点", f"{rounded(size)} points")
    return amount(size, unit)


def span(low: float, high: float, unit: str) -> str:
    """An interval, as in 78.1%～91.8%."""
    if unit == "score":
        return say(f"{rounded(low)}～{rounded(high)}分", f"{rounded(low)}–{rounded(high)} points")
    return say("～", "–").join((amount(low, unit), amount(high, unit)))


def share(value: float) -> str:
    """A share from 0 to 1 in percent; what would round to nothing is said to be less."""
    if 0 < value < 0.0005:
        return say("不足0.1%", "under 0.1%")
    return f"{rounded(100 * value)}%"


def day(value: date) -> str:
    """A day with its year."""
    return say(
        f"{value.year}年{value.month}月{value.day}日",
        f"{value.day} {LONG_MONTHS[value.month - 1]} {value.year}",
    )


def ago(days: int) -> str:
    """How long a day lies back, as in 昨天 or 6天前; nothing for a day to come."""
    if days < 0:
        return ""
    if days < 2:
        return (say("今天", "today"), say("昨天", "yesterday"))[days]
    return say(f"{days}天前", f"{days} days ago")


def moment(value: datetime) -> str:
    """A moment in Beijing time, to the minute."""
    local = value.astimezone(BEIJING)
    return f"{day(local.date())} {local:%H:%M}"


def period(kind: str, first: date) -> str:
    """The full name of the period of `kind` that begins on `first`."""
    year, quarter, is_first_half = first.year, (first.month - 1) // 3, first.month < 7
    match kind:
        case "month":
            return say(f"{year}年{first.month}月", f"{LONG_MONTHS[first.month - 1]} {year}")
        case "quarter":
            return say(f"{year}年第{QUARTERS[quarter]}季度", f"Q{quarter + 1} {year}")
        case "half_year":
            return say(
                f"{year}年{'上' if is_first_half else '下'}半年",
                f"{'first' if is_first_half else 'second'} half of {year}",
            )
        case _:
            return say(f"{year}年", str(year))


def tick(kind: str, first: date, *, with_year: bool = False) -> str:
    """A short name of a period under an axis; the first one of a year carries the year."""
    quarter = (first.month - 1) // 3
    match kind:
        case "month":
            short = say(f"{first.month}月", MONTHS[first.month - 1])
        case "quarter":
            short = say(f"{QUARTERS[quarter]}季度", f"Q{quarter + 1}")
        case "half_year":
            short = say("上半年" if quarter < 2 else "下半年", "H1" if quarter < 2 else "H2")
        case _:
            return say(f"{first.year}年", str(first.year))
    if first.month > 1 and not with_year:
        return short
    return f"{short}<br>{say(f'{first.year}年', str(first.year))}"


def period_noun(kind: str) -> str:
    """The word for one period of `kind`."""
    return {
        "month": say("月", "month"),
        "quarter": say("季度", "quarter"),
        "half_year": say("半年", "half-year"),
        "year": say("年", "year"),
    }[kind]


def previous(kind: str) -> str:
    """How one refers to the period before."""
    return {
        "month": say("上月", "the month before"),
        "quarter": say("上季度", "the quarter before"),
        "half_year": say("上个半年", "the half-year before"),
        "year": say("上年", "the year before"),
    }[kind]
