"""Which sectors and areas need review, and which component says so."""

from collections.abc import Sequence

from dashboards import analysis_queries, components, definition, markup, risks
from dashboards.language import say
from dashboards.markup import Heading, Markup
from dashboards.risks import Subject
from dashboards.view import View


def of_sectors(view: View) -> list[Subject]:
    """Home's sectors, in the order of the catalogue."""
    found = analysis_queries.risks(view.snapshot)
    own = found.filter(area_code=view.home.code).to_dicts() if view.home else []
    names = {
        row["sector_code"]: say(row["name_cn"], row["name_en"]) for row in own if row["name_cn"]
    }
    return risks.subjects(own, names, "sector_code")


def of_areas(view: View) -> list[Subject]:
    """The areas that home is compared with, each as a whole."""
    wholes = analysis_queries.risks(view.snapshot).filter(sector_code=risks.WHOLE).to_dicts()
    names = {area.code: area.name for area in view.compared()[1:]}
    return risks.subjects(wholes, names, "area_code")


def matrix(title: str, key: str, found: Sequence[Subject], noun: str) -> None:
    """A line for each subject, a column for each component."""
    about = definition.of_columns(
        "mart_sector_risk", "component", "event_count", "exposure_count", "needs_review", "status"
    )
    with components.box(title, key, about, is_level=False):
        components.note(risks.headline(found, noun))
        headings = [Heading(noun.capitalize())]
        headings += [Heading(risks.component(part)) for part in risks.COMPONENTS]
        components.show(markup.table(title, headings, [_row(one) for one in found]))


def _row(one: Subject) -> tuple[object, ...]:
    return (one.name, *(_cell(one, part) for part in risks.COMPONENTS))


def _cell(one: Subject, part: str) -> str:
    said = risks.verdict(one.parts.get(part))
    if said.mark:
        word: str = markup.chip(said)
    else:
        word = markup.weak(said.headline or markup.NOTHING)
    nothing_said = not said.headline and not said.detail
    return markup.NOTHING if nothing_said else Markup(word + markup.small(said.detail))


def limits() -> None:
    """What the judgement is not."""
    components.foot(
        say(
            "需关注指这个行业或辖区的办理工作值得核对原因，不指任何人、户或场所，"
            "也不作为加密巡查的依据。走访发现的问题随走访多少而变，不参与判断。"
            "反映、逾期、反复、不满意的具体件数涉及反映人，不对外显示。",
            "That work needs review means that its handling is worth a look at the causes; it "
            "speaks of no person, household or premises, and is no ground for more patrols. What "
            "visits find depends on how many there are, and takes no part. The numbers behind all "
            "but letters come from people who reported, and are not shown to everyone.",
        )
    )
