"""数据填报 Submission: a filled template is checked, its faults shown by row, and it is kept."""

from functools import partial

import streamlit as st

from dashboards import components, filters, submissions, upload_field
from dashboards.language import say, spoken
from dashboards.sections import submission as sections
from dashboards.submissions import SubmissionError, Verdict
from dashboards.view import View
from data_contracts import loader
from data_contracts.model import SourceContract
from data_contracts.renderings import template

LARGEST_MEGABYTES = 20
JUDGED = "judged"
FIRST = "supervision_finding"
"""The register that is picked until another is."""


def show(view: View) -> None:
    """The whole page."""
    components.heading(view, say("数据填报", "Submission"))
    contracts = {one.id: one for one in loader.form_contracts()}
    names = {name: spoken(one.label) for name, one in contracts.items()}
    with filters.side_by_side():
        register = filters.pick(
            *("register", say("登记簿", "Register"), names), width=320, default=FIRST
        )
    contract = contracts[register]
    _download(view, contract)
    with components.box(
        say("二、上传填好的表", "2. Upload the filled form"), "upload", _rules(), is_level=False
    ):
        uploaded = upload_field.upload(
            say("选择填好的表", "Choose the filled form"), f"upload-{register}", LARGEST_MEGABYTES
        )
        if uploaded is not None:
            try:
                _judge(register, uploaded.file_id, uploaded.getvalue())
            except SubmissionError as error:
                components.empty(say("没有检查成", "Not checked"), say(error.cn, error.en))


def _download(view: View, contract: SourceContract) -> None:
    about: list[tuple[str, object]] = [
        (spoken(column.label), spoken(column.description)) for column in contract.columns
    ]
    with components.box(
        say("一、下载空表", "1. Download the empty form"), "template", about, is_level=False
    ):
        components.note(spoken(contract.description))
        st.download_button(
            say(f"下载{contract.label.cn}填报表", f"Form of: {contract.label.en}"),
            partial(template.over, contract, view.snapshot),
            file_name=template.file_name(contract, view.snapshot),
            key="download-template",
            on_click="ignore",
        )


def _judge(register: str, file_id: str, data: bytes) -> None:
    """The verdict on an upload, found once, and the button that hands it in."""
    if st.session_state.get(JUDGED, ("",))[0] != file_id:
        with st.spinner(say("正在检查……", "Checking")):
            st.session_state[JUDGED] = file_id, submissions.check(register, data)
    found: Verdict = st.session_state[JUDGED][1]
    sections.verdict(found)
    if found.is_refused:
        return
    if found.path is None:
        if not st.button(say("提交", "Hand in"), key="hand-in", type="primary"):
            return
        with st.spinner(say("正在提交……", "Handing in")):
            found = submissions.hand_in(register, data)
        st.session_state[JUDGED] = file_id, found
    sections.kept(found)


def _rules() -> list[tuple[str, object]]:
    return [
        (
            say("检查", "Check"),
            say(
                "与正式入库相同的规则；检查完即删去，不留副本",
                "By the rules of a load; the file is removed once it is checked",
            ),
        ),
        (
            say("提交", "Handing in"),
            say(
                "放入收件文件夹，下一次更新数据时读取；不覆盖此前提交的文件",
                "Into the inbox, for the next run to read; it takes no other file's place",
            ),
        ),
        (
            say("有错的行", "Faulty rows"),
            say(
                "进入隔离区，不入库；更正后再次提交，按主键更新",
                "Go to quarantine; mended rows take their place by key when handed in again",
            ),
        ),
        (
            say("不得填写", "Never to be filled in"),
            say(
                "姓名、电话、身份证号、住址和任何文字描述；这类内容不会入库",
                "Names, telephones, identity numbers, addresses, free text: never loaded",
            ),
        ),
    ]
