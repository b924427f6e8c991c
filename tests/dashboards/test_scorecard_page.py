"""The page of scorecards: its address, the life of a period, and what is not told there.

Expected numbers are those of the text of `fixture_scorecards`.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboards import scorecard_course
from data_contracts.scorecard import Appeal, Change, Decision, Difference
from data_contracts.scorecard_life import Entry, Frozen, Step
from tests.dashboards.cards import BEFORE, PERIOD
from tests.dashboards.conftest import OpenApp, shown
from tests.dashboards.fixture_scorecards import VILLAGE
from tests.dashboards.fixture_world import HOME


def test_page__opens_with_the_last_quarter_that_has_ended(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="scorecards"))
    assert "2026年第三季度总分　试算" in text
    assert "63.73～81.37分" in text
    assert "分子27，分母30" in text
    assert "words=SRC02" in text
    assert "本期考核尚未开始" in text
    assert "快照20261123-20e6bda6" in text
    assert "insufficient" not in text


def test_page__keeps_period_level_and_subject_in_the_address(open_app: OpenApp) -> None:
    app = open_app("full", page="scorecards", level="village")
    assert "85.51分" in shown(app)
    app.selectbox(key="choice-scored").set_value(BEFORE).run()
    assert app.query_params["scored"] == BEFORE
    text = shown(open_app("as it is", page="scorecards", subject=f"area-{HOME}", scored=BEFORE))
    assert "55.88～73.53分" in text
    assert "没有2026年第一季度的评分" in text
    assert VILLAGE not in text


def test_page__says_why_there_is_no_total(open_app: OpenApp) -> None:
    text = shown(open_app("full", page="scorecards", level="unit"))
    assert "计分不足" in text
    assert "没有计了分的机制" in text
    assert "没有可以并列的同级对象" in text


def test_page__without_scorecards_says_what_to_do(open_app: OpenApp) -> None:
    text = shown(open_app("empty", page="scorecards"))
    assert "还没有考核评分" in text


APPEAL = Appeal(
    **{"appeal_id": "A001", "subject_kind": "area", "subject_code": HOME},
    **{"indicator_id": "SRC02", "claim": "rows_missing", "evidence_ref": "图政法〔2026〕12号"},
)
UPHELD = Decision(
    **{"appeal_id": "A001", "decision": "upheld", "numerator": 28, "denominator": 30},
    **{"score_before": 71.23, "score_after": 74.56},
)


def frozen(version: int) -> Frozen:
    return Frozen(
        version=version,
        snapshot_id="20261011-aaaa1111",
        as_of=date(2026, 10, 11),
        known_on=date(2026, 10, 12),
        is_demo=True,
        files={},
    )


STEPS: list[tuple[Step, dict[str, Any]]] = [
    (Step.COLLECT, {}),
    (Step.TRIAL, {"snapshot_id": "20261011-aaaa1111"}),
    (Step.NOTICE, {}),
    (Step.APPEAL, {"appeal": APPEAL}),
    (Step.DECIDE, {"decision": UPHELD}),
    (Step.LOCK, {"frozen": frozen(1)}),
    (Step.ISSUE, {"version": 1}),
    (Step.RESTATE, {"frozen": frozen(2)}),
    (Step.ISSUE, {"version": 2}),
]


def live(home: Path, number: int) -> list[Entry]:
    """The first so many steps, on days from 1 October on, written where the page looks."""
    entries = [
        Entry(
            at=datetime(2026, 10, day, 1, tzinfo=UTC), who="TK-01", step=step, why="缘由", **facts
        )
        for day, (step, facts) in enumerate(STEPS[:number], 1)
    ]
    folder = home / "scorecards" / PERIOD
    folder.mkdir(parents=True)
    lines = (entry.model_dump_json(exclude_none=True) for entry in entries)
    (folder / "life.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return entries


@pytest.mark.parametrize(
    ("number", "word", "told"),
    [
        (0, "试算", []),
        (2, "试算", []),
        (4, "试算", ["正在公示，可以申诉"]),
        (
            6,
            "试算（正式结果已锁定）",
            [
                "本期已于2026年10月6日按快照20261011-aaaa1111锁定，尚未发布；"
                "此处按现有数据试算，以发布的考核评分表为准"
            ],
        ),
        (
            9,
            "试算（正式结果已锁定）",
            [
                "本期已于2026年10月8日按快照20261011-aaaa1111锁定，已发布第2版；"
                "此处按现有数据试算，以发布的考核评分表为准"
            ],
        ),
    ],
)
def test_standing__says_how_official_the_score_is(
    tmp_path: Path, number: int, word: str, told: list[str]
) -> None:
    life = scorecard_course.Life(live(tmp_path, number))
    assert scorecard_course.standing(life) == (word, told)


def restate(home: Path) -> None:
    changes = [
        *((HOME, "total", "score", 71.23, 74.56), (HOME, "SRC02", "numerator", 27, 28)),
        *((HOME, "SRC02", "points", 4.0, 4.4), (HOME, "PUN02", "numerator", 2, 3)),
        ("150626100", "SRC08", "numerator", 41, 42),
    ]
    found = Difference(
        period=PERIOD,
        from_version=1,
        to_version=2,
        reason="补录漏登",
        changes=tuple(
            Change(
                subject_kind="area",
                subject_code=code,
                **{"part": part, "field": field, "before": before, "after": after},
            )
            for code, part, field, before, after in changes
        ),
    )
    folder = home / "scorecards" / PERIOD / "issue-2"
    folder.mkdir()
    (folder / "diff.json").write_text(found.model_dump_json(), encoding="utf-8")


def test_page__tells_the_life_of_a_period_and_nothing_that_is_not_for_everyone(
    open_app: OpenApp, tmp_path: Path
) -> None:
    """Totals of the office (71.23, 74.56) and figures about persons (PUN02) stay in the files."""
    live(tmp_path, 9)
    restate(tmp_path)
    text = shown(open_app("full", page="scorecards"))
    assert "最近一步：2026年10月9日发布；申诉1件：成立1件。" in text
    assert "发布第2版" in text
    assert "漏记" in text
    assert "第2版更正：补录漏登。总分、机制得分和涉及个人的指标的变化见发布的文件。" in text
    assert "<span>27.00</span>" in text
    assert "<span>28.00</span>" in text
    for hidden in ("71.23", "74.56", "4.40", "<span>3.00</span>", "42.00", "12号"):
        assert hidden not in text


def test_page__names_what_is_appealed_against_on_every_card(
    open_app: OpenApp, tmp_path: Path
) -> None:
    """The unit's card has no line SRC02, and an appeal is told of the period as a whole."""
    live(tmp_path, 5)
    text = shown(open_app("full", page="scorecards", level="unit"))
    assert "行业乱象问题按期整改率" in text
    assert "SRC02" not in text


def test_page__with_a_damaged_log_says_so_and_shows_the_rest(
    open_app: OpenApp, tmp_path: Path
) -> None:
    live(tmp_path, 2)
    path = tmp_path / "scorecards" / PERIOD / "life.jsonl"
    path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    text = shown(open_app("full", page="scorecards"))
    assert "经过记录读取失败" in text
    assert "63.73～81.37分" in text
