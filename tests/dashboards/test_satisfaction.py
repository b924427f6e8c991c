from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboards import opinions, wave_chart
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.readings import Reading
from data_contracts.model import Text
from tests.dashboards.conftest import MakeFigure, OpenApp, shown

FIRST, SECOND = date(2025, 7, 1), date(2026, 1, 1)


def item(score: Indicator, name: str, series: Sequence[Figure]) -> Reading:
    indicator = replace(score, unit="percent", name=Text(name, name))
    return Reading(indicator, tuple(series), len(series) - 1)


def test_headline__tells_clear_changes_from_noise_from_breaks(
    make_figure: MakeFigure, score: Indicator
) -> None:
    """90 ± 4 after 80 ± 4: 10 ± 5.7 leaves out zero; 84 ± 4 after 80 ± 4: 4 ± 5.7 does not."""

    def wave(first: date, value: float | None, **more: object) -> Figure:
        return make_figure(value, period_kind="half_year", first=first, **more)

    before = wave(FIRST, 80.0)
    found = [
        item(score, "甲", [before, wave(SECOND, 90.0)]),
        item(score, "乙", [before, wave(SECOND, 70.0)]),
        item(score, "丙", [before, wave(SECOND, 84.0)]),
        item(score, "丁", [before, wave(SECOND, 90.0, starts_series=True)]),
        item(score, "戊", [wave(SECOND, 90.0)]),
        item(score, "庚", [before, wave(SECOND, 90.0, flags=("low_response",))]),
        item(score, "己", [before, wave(SECOND, None, status="suppressed", reason="small_count")]),
    ]
    assert opinions.headline(found) == (
        "甲比上一批次明显上升；乙比上一批次明显下降；丙的升降没有超出误差；"
        "丁与上一批次问法不同，不作比较；庚的批次未通过质量检查，不说升降；"
        "戊没有可以比较的上一批次；己不显示。"
    )


def test_belief__says_why_a_wave_is_read_with_caution(
    make_figure: MakeFigure, score: Indicator
) -> None:
    sound = item(score, "甲", [make_figure(90.0)])
    doubtful = item(score, "乙", [make_figure(90.0, flags=("low_response",))])
    review = item(score, "丙", [make_figure(100.0, reason="all_or_none")])
    assert "都通过了质量检查" in opinions.belief([sound])
    said = opinions.belief([sound, doubtful, review])
    assert said == "该批次调查应答率过低，数值仅供参考；丙需复核。"
    assert opinions.decision(sound.figure) == "可以引用"
    assert opinions.decision(doubtful.figure) == "仅供参考：该批次调查应答率过低"
    assert opinions.decision(review.figure).startswith("需复核：")


def test_slopes__join_no_waves_across_a_break(make_figure: MakeFigure) -> None:
    """Four waves, the third asked otherwise: two lines of two, not one of four."""
    waves = [
        make_figure(80.0 + place, period_kind="half_year", first=first, starts_series=place == 2)
        for place, first in enumerate(
            (date(2024, 7, 1), date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1))
        )
    ]
    assert _lines(wave_chart.slopes(waves, 98.0, "")) == [2, 2]
    unbroken = [replace(wave, starts_series=False) for wave in waves]
    assert _lines(wave_chart.slopes(unbroken, 98.0, "")) == [4]


def _lines(image: str) -> list[int]:
    """The number of points of each line in a picture."""
    from base64 import b64decode
    from xml.etree import ElementTree

    drawing = b64decode(image.split("base64,")[1].split('"')[0])
    found = ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}polyline")
    return [len(line.attrib["points"].split()) for line in found]


def test_page__says_what_cannot_be_quoted_and_compares_the_chosen_item(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="satisfaction", item="EVA07"))
    assert "该批次调查应答率过低" in text
    assert "各地情况：安全感指数" in text
    assert "12345三率综合得分" in text
