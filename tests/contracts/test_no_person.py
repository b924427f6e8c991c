"""There is no person: no column about one is published, and none is read that need not be."""

import re

import pytest

from data_contracts.model import Classification, Column, DataClass, LogicalType, Outlet
from tests.contracts.agreed import MARTS, SOURCES, columns

LISTED = """
    person persons people caller callers reporter informant suspect offender victim resident
    citizen cadre villager contact officer respondent household family trajectory phone telephone
    mobile tel email wechat id_number id_card idcard passport address location longitude latitude
    text content body remark remarks comment narrative title religion ethnicity ethnic
    nationality origin hometown birth birthday age sex gender occupation employment employer
    marital political party_member photo face risk
"""
WORDS = set(LISTED.split())
PHRASES = {word for word in WORDS if "_" in word}
CHINESE = re.compile(
    "姓名|电话|手机|身份证|证件|住址|地址|内容|正文|描述|备注|民族|宗教|信仰|籍贯|出生|年龄|性别"
    "|职业|学历|婚姻|户籍|家庭|诉求人|举报人|联系人|嫌疑|受害|群众|村民|干部|重点人|轨迹|照片|微信|邮箱"
)
INSTITUTIONS_WITH_A_NAME = {"area", "unit", "dim_area", "dim_unit"}
BILINGUAL_NAMES = {"name_cn", "name_en"}
FOR_WEIGHTING = {"age_band", "sex", "stratum", "cluster"}
"""Read with survey answers to weight them, and published nowhere."""
READ = {
    *("survey_answer.age_band", "survey_answer.sex"),
    *("received_figure.source_body", "clue.first_contact_on"),
}
"""What is weighed with, a body that is an institution, and the day on which a unit called back."""
PUBLISHED = {"fct_clue.first_contact_week"}
"""The week in which a unit called back."""
COUNTS_ONLY = {
    *("clue_month", "clue_spot_check", "reward_month", "protection_month"),
    *("case_stage_month", "asset_year", "case_review"),
}
"""Registers derived from persons in which a row is a count, so that its key hides nobody."""
PERIODS = {"month", "cohort_month", "period", "year"}
"""What names the time that counts are for."""


def about_a_person(column: Column) -> bool:
    parts = set(column.name.split("_"))
    phrases = {phrase for phrase in PHRASES if phrase in column.name}
    return bool(parts & WORDS or phrases or CHINESE.search(column.label.cn))


def test_words__find_what_they_are_meant_to_find() -> None:
    for source in SOURCES.values():
        for column in source.forbidden:
            assert about_a_person(column), f"{source.id}.{column.name}"


def test_published__no_column_is_about_a_person() -> None:
    found = [
        f"{mart.id}.{column.name}"
        for mart in MARTS.values()
        for column in mart.columns
        if about_a_person(column)
    ]
    assert set(found) == PUBLISHED


def test_read__no_column_is_about_a_person() -> None:
    found = [
        f"{source.id}.{column.name}"
        for source in SOURCES.values()
        for column in source.columns
        if about_a_person(column)
    ]
    assert set(found) == READ


def test_published__nothing_that_answers_are_weighed_with() -> None:
    assert {column.name for column in SOURCES["survey_answer"].columns} >= FOR_WEIGHTING
    published = {column.name for mart in MARTS.values() for column in mart.columns}
    assert sorted(published & FOR_WEIGHTING) == []


def test_names__are_those_of_institutions() -> None:
    named = {
        name.split(".")[0]
        for name, column in columns().items()
        if "name" in column.name.split("_")
        and column.name not in BILINGUAL_NAMES
        and column.name != "column_name"
    }
    assert named == INSTITUTIONS_WITH_A_NAME


def test_free_text__every_text_that_is_read_has_a_form_a_list_or_a_length() -> None:
    """But for the texts of the catalogue, which the product ships and the office words anew."""
    found = [
        f"{source.id}.{column.name}"
        for source in SOURCES.values()
        if source.id != "indicator"
        for column in source.columns
        if column.logical_type is LogicalType.STRING
        and not (column.codes or column.references or column.pattern or column.max_length)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("contract", "columns"),
    [
        (
            "hotline_ticket",
            {"caller_name", "caller_phone", "caller_id_number", "caller_address", "content"},
        ),
        (
            "clue",
            {
                *("reporter_name", "reporter_phone", "reporter_id_number"),
                *("reported_person", "content", "address"),
            },
        ),
        ("recommendation_letter", {"content"}),
        ("party_branch_status", {"contact_name", "contact_phone", "remark"}),
        ("grid_event", {"reporter_name", "reporter_phone", "address", "content"}),
        ("village_decision", {"content", "contact_name", "contact_phone"}),
        ("disclosure", {"content", "contact_name", "contact_phone"}),
        ("publicity", {"content", "contact_name", "contact_phone"}),
        ("supervision_finding", {"problem_text", "contact_name", "contact_phone"}),
        ("premises_register", {"premises_name", "owner_name", "owner_phone", "address"}),
        ("sector_inspection", {"officer_name", "remark"}),
        ("sector_issue", {"problem_text", "reporter_name", "reporter_phone"}),
        ("mechanism_item", {"content", "contact_name", "contact_phone"}),
        ("reward_month", {"reporter_name", "reporter_phone"}),
        ("protection_month", {"reporter_name", "reporter_phone", "content"}),
        ("case_stage_month", {"case_title", "suspect_name"}),
        ("supervised_milestone", {"case_title", "suspect_name", "officer_name"}),
        ("supervised_case", {"case_title", "officer_name"}),
        ("asset_year", {"case_title", "remarks"}),
        ("case_review", {"case_title", "officer_name"}),
        ("training", {"participant_names", "contact_phone"}),
        ("survey_answer", {"respondent_name", "respondent_phone", "comment"}),
    ],
)
def test_forbidden__known_columns_are_named(contract: str, columns: set[str]) -> None:
    assert {column.name for column in SOURCES[contract].forbidden} == columns


def test_pseudonyms__one_in_the_key_of_what_is_derived_from_persons() -> None:
    for source in SOURCES.values():
        hidden = [c for c in source.columns if c.classification is Classification.PSEUDONYMISE]
        is_personal = source.data_class is DataClass.PERSON_DERIVED
        assert len(hidden) == int(is_personal and source.id not in COUNTS_ONLY), source.id
        assert all(column.is_key for column in hidden), source.id


def test_pseudonyms__have_a_form_that_a_name_or_number_of_a_person_would_break() -> None:
    for source in SOURCES.values():
        for column in source.columns:
            if column.classification is Classification.PSEUDONYMISE:
                assert column.logical_type is LogicalType.STRING
                assert column.pattern is not None
                assert column.max_length is not None
                assert not re.fullmatch(column.pattern, "张三")
                assert not re.fullmatch(column.pattern, "zhang san")


def pseudonyms() -> set[str]:
    """The columns that are read as a keyed hash."""
    return {
        column.name
        for source in SOURCES.values()
        for column in source.columns
        if column.classification is Classification.PSEUDONYMISE
    }


def test_office__knows_no_pseudonym_no_day_and_no_village() -> None:
    """Tables for an office's own eyes: what happened when is told by month and longer."""
    office = [mart for mart in MARTS.values() if mart.outlet is Outlet.OFFICE]
    assert office
    for mart in office:
        names = {column.name for column in mart.columns}
        assert not names & {"village_code", "grid_code", *pseudonyms()}, mart.id
        for column in mart.columns:
            kinds = (LogicalType.DATE, LogicalType.TIMESTAMP)
            assert column.logical_type not in kinds, f"{mart.id}.{column.name}"


def test_office__rows_are_counts_of_a_period_and_of_no_case() -> None:
    """What is not in the key counts and measures, or is one of a few words."""
    for mart in MARTS.values():
        if mart.outlet is not Outlet.OFFICE:
            continue
        assert PERIODS & set(mart.key), mart.id
        assert [c.name for c in mart.columns if c.name.endswith("_count")], mart.id
        for column in mart.columns:
            is_text = column.logical_type in (LogicalType.STRING, LogicalType.ARRAY)
            assert column.is_key or column.codes or not is_text, f"{mart.id}.{column.name}"


def test_restricted__rows_about_persons_know_weeks_and_towns() -> None:
    """No day and no village; a row that carries a pseudonym knows no area but its town."""
    hidden = pseudonyms()
    for mart in MARTS.values():
        if mart.outlet is Outlet.RESTRICTED and mart.data_class is DataClass.PERSON_DERIVED:
            names = {column.name for column in mart.columns}
            assert not names & {"village_code", "grid_code"}, mart.id
            assert not (names & hidden and "area_code" in names), mart.id
            for column in mart.columns:
                assert column.logical_type is not LogicalType.TIMESTAMP
                if column.logical_type is LogicalType.DATE:
                    assert column.name.endswith("_week"), f"{mart.id}.{column.name}"
