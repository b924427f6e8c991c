"""What becomes of reports: every stage at a glance and over time, and how many there are."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards import (
    address,
    analysis_queries,
    cautions,
    clues,
    components,
    definition,
    figure_table,
    figures,
    incidence,
    markup,
    readings,
    sentences,
    stage_chart,
    stage_course,
    wording,
)
from dashboards import view as views
from dashboards.chart_table import Table
from dashboards.clues import Stage
from dashboards.judgement import Figure
from dashboards.labels import Indicator
from dashboards.language import say, spoken
from dashboards.markup import Markup
from dashboards.readings import Reading
from dashboards.sections.indicator import parts
from dashboards.view import Area, View


def stages(view: View, home: Area, measured: Mapping[str, Indicator], kind: str) -> list[Stage]:
    """The stages that have a settled figure, in their order."""
    found = []
    for name in clues.STAGES:
        if reading := _reading(view, home, measured, name, kind):
            history = views.history(view.snapshot, name, home.code)
            kinds = readings.kinds_of(reading.indicator, history)
            course = history[readings.nearest(kind, kinds)[0]][-stage_course.SHOWN :]
            found.append(Stage(reading, tuple(course)))
    return found


def _reading(
    view: View, home: Area, measured: Mapping[str, Indicator], name: str, kind: str
) -> Reading | None:
    if name not in measured:
        return None
    history = views.history(view.snapshot, name, home.code)
    return readings.read(measured[name], history, kind, view.snapshot.as_of)


def glance(view: View, found: Sequence[Stage]) -> None:
    """Every stage's latest released figure beside its target."""
    title = say("各环节办得怎样", "How each stage is handled")
    with components.box(title, "stages", _definitions(found)):
        unknown = [name for name in clues.STAGES if name not in _ids(found)]
        if not found:
            components.empty(
                say("还没有已定值的环节", "No stage has a settled period yet"),
                clues.missing(unknown),
            )
            return
        said = clues.headline(found)
        components.note(said)
        for more in (clues.replaced(found), clues.missing(unknown)):
            if more:
                components.note(more)
        chart = figures.drawn(
            view.snapshot, "stages", lambda: stage_chart.stages(found, view.snapshot.is_demo)
        )
        table = _table(title, found, [(stage.reading.figure,) for stage in found])
        components.plot(chart, "stages", f"{title}: {said}", table)
        components.show(Markup(f'<p class="ap-key">{"".join(map(_link, found))}</p>'))


def _ids(found: Sequence[Stage]) -> set[str]:
    return {stage.reading.indicator.id for stage in found}


def _link(stage: Stage) -> str:
    """The way to all about one stage, beside the judgement of it."""
    indicator = stage.reading.indicator
    named = markup.link(spoken(indicator.name), address.link("indicator", indicator=indicator.id))
    judged = sentences.verdict(stage.reading.figure, indicator)
    return f"<span>{named} {markup.chip(judged)}</span>"


def _definitions(found: Sequence[Stage]) -> list[tuple[str, object]]:
    return [
        *((stage.name, spoken(stage.reading.indicator.definition)) for stage in found),
        (
            say("哪一期", "Period"),
            say(
                "所选周期中最近一个已定值、已发布的期间；不能显示或样本不足时用更长的周期，"
                "再没有则用此前一年内的期间",
                "The latest settled and released one; a longer one where it is not shown or rests "
                "on too little, and failing that one of the year before",
            ),
        ),
        (
            say("丢在哪里", "Lost"),
            say(
                "数值连同95%区间都在目标以下的环节中，离目标最远的一个",
                "Of the stages whose value and whole 95 % interval fall short of the target, "
                "the one that is furthest off",
            ),
        ),
        (
            say("分母", "Denominator"),
            say(
                "各环节各有分母，不是同一批线索逐级减少；点环节名称看全部口径",
                "Each stage has a denominator of its own: no one batch that dwindles; "
                "follow a stage's link for all of it",
            ),
        ),
    ]


def _table(title: str, found: Sequence[Stage], figures: Sequence[Sequence[Figure]]) -> Table:
    return figure_table.by_stage(
        title,
        [
            (stage.name, stage.reading.indicator, figure)
            for stage, of_stage in zip(found, figures, strict=True)
            for figure in of_stage
        ],
    )


def courses(view: View, found: Sequence[Stage]) -> None:
    """Every stage over time, on one scale."""
    title = say("各环节的走势", "The stages over time")
    with components.box(title, "courses", _definitions(found), is_level=False):
        components.note(clues.courses(found))
        shown = [figure for stage in found for figure in stage.course]
        has_target = any(not stage.is_monitored for stage in found)
        components.show(stage_course.key(shown, has_target=has_target))
        components.show(markup.grid([_panel(view, stage) for stage in found]))
        components.numbers(_table(title, found, [stage.course for stage in found]))


def _panel(view: View, stage: Stage) -> Markup:
    indicator = stage.reading.indicator
    said = sentences.trend(list(stage.course), indicator, view.snapshot.as_of)
    target = None if stage.is_monitored else indicator.target
    drawn = stage_course.draw(stage.course, target, f"{stage.name}: {said}")
    return markup.panel(stage.name, Markup(""), drawn, said)


def reached(view: View, home: Area) -> None:
    """How far reports come as days go by, for whoever may see exact counts."""
    title = say("收到后多少天到哪一步", "How far by so many days")
    about = definition.of_columns(
        "mart_clue_funnel", "incidence_percent", "open_percent", "clue_count", "is_mature"
    )
    office = view.office
    with components.box(title, "reached", about, is_level=False):
        if office is None:
            components.note(
                say(
                    "只有获准打开内部出口的账户才能看到：批次小，准确数会透露个案。",
                    "For accounts with the office's grant alone: cohorts are small, and exact "
                    "counts would tell of single reports.",
                )
            )
            return
        rows = analysis_queries.incidence(office, home.code)
        found = incidence.stages(rows.to_dicts())
        if not found:
            components.empty(
                say("还没有满180天的批次", "No cohort is 180 days old yet"),
                say("收到满180天后显示。", "Shown 180 days after receipt."),
            )
            return
        months = [
            wording.period("month", date.fromisoformat(f"{rows[name][0]}-01"))
            for name in ("first_month", "last_month")
        ]
        count = wording.count(found[0].reaches[-1].count)
        components.note(
            say(
                f"{months[0]}至{months[1]}收到的{count}件线索，都已满180天。",
                f"{count} clues received from {months[0]} to {months[1]}, each followed for 180 "
                "days.",
            )
        )
        components.show(incidence.key())
        panels = [
            markup.panel(one.name, Markup(""), incidence.draw(one), incidence.said(one))
            for one in found
        ]
        components.show(markup.grid(panels))
        components.numbers(incidence.table(title, found))


def volumes(view: View, home: Area, measured: Mapping[str, Indicator], kind: str) -> None:
    """How many reports there are, by what became of them, and how many open ones are past due."""
    about = [
        entry
        for name in (clues.VOLUMES, clues.BACKLOG)
        if name in measured
        for entry in definition.of_indicator(measured[name])
    ]
    with components.box(say("线索数量", "How many reports"), "volumes", about):
        counted = _reading(view, home, measured, clues.VOLUMES, kind)
        overdue = _reading(view, home, measured, clues.BACKLOG, kind)
        if counted is None and overdue is None:
            components.empty(
                say("还没有已定值的期间", "No period is settled yet"),
                say("线索登记簿有数据后显示。", "Shown once the register of clues has data."),
            )
        if counted is not None:
            components.show(*_counts(view, home, counted))
        if overdue is not None:
            components.show(*_overdue(overdue))


def _counts(view: View, home: Area, reading: Reading) -> list[Markup]:
    figure, indicator = reading.figure, reading.indicator
    when = wording.period(figure.period_kind, figure.first)
    found = [markup.lines("ap-when", [f"{spoken(indicator.name)}{say('，', ', ')}{when}"])]
    said = [cautions.blank(asked)] if (asked := _withheld(reading.asked)) else []
    counts = parts(view, home, indicator, figure)
    if counts:
        found.append(counts)
        said.append(
            say(
                "只列数，不分多少好坏；不对外显示的数，是过小或可推算出过小数量的。",
                "Counts only: neither more nor fewer is better. What is not shown to everyone is "
                "too small, or gives a small count away.",
            )
        )
    elif figure.is_withheld:
        said.append(cautions.blank(figure))
    return [*found, markup.lines("ap-fact", said)]


def _withheld(asked: Figure | None) -> Figure | None:
    return asked if asked is not None and asked.is_withheld else None


def _overdue(reading: Reading) -> list[Markup]:
    figure, indicator = reading.figure, reading.indicator
    when = wording.period(figure.period_kind, figure.first)
    judged = sentences.verdict(figure, indicator)
    link = markup.link(spoken(indicator.name), address.link("indicator", indicator=indicator.id))
    value = Markup(f"{sentences.shown(figure, indicator.unit)} {markup.chip(judged)}")
    facts = [judged.detail, cautions.reach(figure, indicator.unit)]
    if figure.is_sound and indicator.target is not None:
        target = wording.bound(indicator.target, indicator.unit)
        facts[0] = say(f"目标{target}，{judged.detail}", f"Target {target}: {judged.detail}")
    if figure.sample is not None:
        facts.append(sentences.basis(figure, indicator))
    facts.append(cautions.elsewhere(figure))
    if asked := _withheld(reading.asked):
        facts.append(cautions.blank(asked))
    weight = "" if figure.is_sound else " ap-weak"
    return [
        Markup(f'<p class="ap-when">{link}{say("，", ", ")}{when}</p>'),
        Markup(f'<p class="ap-value ap-value-text{weight}">{value}</p>'),
        markup.lines("ap-fact", [fact[:1].upper() + fact[1:] for fact in facts if fact]),
    ]
