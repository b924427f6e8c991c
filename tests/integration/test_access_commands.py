"""`anping access` and `anping audit` as an administrator meets them."""

import json
import re
from datetime import timedelta

import pytest

from dagster_project.settings import Workspace
from data_contracts.accounts import Accounts, SignInError
from tests.integration.command import MORNING, anping

POLICY = """
access:
  sign_in: {local: true}
  accounts:
    tuke: {role: unit, units: [TK1], grants: [office]}
    wang: {role: analyst}
    dating: {role: screen}
"""
HOURS = timedelta(hours=1)


@pytest.fixture
def office(tiny_copy: Workspace) -> Workspace:
    with tiny_copy.settings_file.open("a", encoding="utf-8") as file:
        file.write(POLICY)
    return tiny_copy


def test_explain__says_what_an_account_may_and_counts_its_rows(office: Workspace) -> None:
    """Of three findings two are of unit TK1."""
    done = anping(office, "access", "explain", "tuke")
    assert done.code == 0, done.err
    assert "责任单位" in done.out
    assert "TK1" in done.out
    [open_, _] = re.findall(r"fct_supervision_finding[^\n]*", done.out)
    assert re.findall(r"[0-9]+", "".join(open_.split("│")[1:3])) == ["2", "3"]


def test_explain__an_account_that_is_not_there_is_one_sentence(office: Workspace) -> None:
    done = anping(office, "access", "explain", "nobody")
    assert done.code == 1
    assert "没有账户 nobody" in done.err
    assert "wang" in done.err


def test_password__is_shown_once_and_revoke_ends_what_it_opened(office: Workspace) -> None:
    done = anping(office, "access", "password", "wang")
    password = done.out.strip()
    accounts, at = Accounts(office.home), MORNING
    secret = accounts.sign_in("wang", password, at, HOURS)
    session = accounts.session(secret, at)
    assert session is not None
    assert session.is_first
    assert "1 个会话" in anping(office, "access", "revoke", "wang").err
    assert accounts.session(secret, at) is None
    assert password not in office.access_log.read_text("utf-8")
    said = [json.loads(line) for line in office.access_log.read_bytes().splitlines()]
    assert [(one["what"], one["for"]) for one in said] == [
        ("password_issued", "wang"),
        ("revoked", "wang"),
    ]
    with pytest.raises(SignInError):
        accounts.sign_in("wang", "another", at, HOURS)


def test_screen__a_key_is_for_accounts_of_screens_alone(office: Workspace) -> None:
    assert "screen" in anping(office, "access", "screen", "wang").err
    done = anping(office, "access", "screen", "dating")
    key = done.out.strip().rpartition("key=")[2]
    found = Accounts(office.home).become_screen(key, MORNING, HOURS)
    assert found is not None
    assert found[0] == "dating"


def test_audit__verify_names_the_record_and_a_kept_seal_finds_a_log_written_anew(
    office: Workspace,
) -> None:
    for name in ("wang", "dating", "wang"):
        anping(office, "access", "revoke", name)
    done = anping(office, "audit", "verify")
    assert done.code == 0
    seal = done.out.strip()
    log = office.access_log
    whole = log.read_bytes()
    log.write_bytes(whole.replace(b"dating", b"datinh"))
    done = anping(office, "audit", "verify")
    assert done.code == 1
    assert "第 2 条记录已不是写入时的内容" in done.err
    lines = whole.splitlines(keepends=True)
    log.write_bytes(lines[0] + lines[2])
    assert "第 2 行是第 3 条记录" in anping(office, "audit", "verify").err
    log.unlink()
    log.with_suffix(".seal").unlink()
    for name in ("li", "li", "li"):
        anping(office, "access", "revoke", name)
    assert anping(office, "audit", "verify").code == 0
    done = anping(office, "audit", "verify", "--seal", seal)
    assert done.code == 1
    assert "第 3 条记录" in done.err


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("web: {address: 0.0.0.0}", "必须配置登录"),
        ("web: {address: 0.0.0.0}\naccess: {sign_in: {local: true}}", "证书"),
        ("web: {certificate: a.pem}", "须同时给出"),
        ("access: {sign_in: {}}", "谁也无法登录"),
        ("access: {accounts: {a: {role: unit}}}", "须用 'units' 写明"),
        ("access: {accounts: {a: {role: emperor}}}", "access.accounts.a.role"),
        (
            "access: {sign_in: {address: 'https://a.example', oidc: "
            "{metadata_url: 'https://b.example/.well-known/openid-configuration', "
            "client_id: x}}}",
            "ANPING_OIDC_SECRET",
        ),
        (
            "web: {address: 0.0.0.0, certificate: no.pem, key: no.key}\n"
            "access: {sign_in: {local: true}}",
            "no.pem 不存在",
        ),
    ],
)
def test_serve__is_refused_where_others_could_come_in_unasked(
    tiny_copy: Workspace, lines: str, said: str
) -> None:
    with tiny_copy.settings_file.open("a", encoding="utf-8") as file:
        file.write(f"\n{lines}\n")
    done = anping(tiny_copy, "serve")
    assert done.code == 1
    assert said in done.err


def test_doctor__names_a_code_that_nothing_has(office: Workspace) -> None:
    text = office.settings_file.read_text("utf-8").replace("units: [TK1]", "units: [TK1, TK9]")
    office.settings_file.write_text(text, encoding="utf-8")
    done = anping(office, "doctor")
    assert done.code == 1
    assert "账户 tuke 的 'units' 写有 TK9" in done.out
    assert "TK1，" not in done.out


def test_doctor__names_a_record_that_was_altered(office: Workspace) -> None:
    anping(office, "access", "revoke", "wang")
    log = office.access_log
    log.write_bytes(log.read_bytes().replace(b"wang", b"gnaw"))
    done = anping(office, "doctor")
    assert done.code == 1
    assert "第 1 条记录已不是写入时的内容" in done.out
