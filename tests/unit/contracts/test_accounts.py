"""Passwords, lock-out, sessions and their ends."""

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data_contracts.accounts import (
    FILE,
    LOCKED,
    TRIES,
    Accounts,
    PasswordError,
    SignInError,
    Way,
)

AT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
HOURS = timedelta(hours=8)
NEW = "a longer secret 1"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path)


@pytest.fixture
def first(accounts: Accounts) -> str:
    return accounts.issue_password("wang", AT)


def wrong(accounts: Accounts, times: int, account: str = "wang", at: datetime = AT) -> list[bool]:
    """Whether each of so many wrong tries has locked the account."""
    found = []
    for _ in range(times):
        with pytest.raises(SignInError) as caught:
            accounts.sign_in(account, "wrong", at, HOURS)
        found.append(caught.value.is_locked)
    return found


def test_sign_in__first_password_must_be_changed_and_the_new_one_holds(
    accounts: Accounts, first: str
) -> None:
    session = accounts.session(accounts.sign_in("wang", first, AT, HOURS), AT)
    assert session is not None
    assert (session.account, session.way, session.is_first) == ("wang", Way.LOCAL, True)
    accounts.change_password("wang", first, NEW, AT)
    again = accounts.session(accounts.sign_in("wang", NEW, AT, HOURS), AT)
    assert again is not None
    assert not again.is_first
    with pytest.raises(SignInError):
        accounts.sign_in("wang", first, AT, HOURS)


@pytest.mark.parametrize("new", ["short", "x" * 257, "my name is wang!!", "SAME"])
def test_change_password__refuses_what_will_not_do(
    accounts: Accounts, first: str, new: str
) -> None:
    with pytest.raises(PasswordError):
        accounts.change_password("wang", first, first if new == "SAME" else new, AT)


def test_sign_in__is_locked_after_tries_even_with_the_right_password_and_opens_again(
    accounts: Accounts, first: str
) -> None:
    assert wrong(accounts, TRIES) == [False] * (TRIES - 1) + [True]
    with pytest.raises(SignInError):
        accounts.sign_in("wang", first, AT + LOCKED - timedelta(seconds=1), HOURS)
    assert accounts.sign_in("wang", first, AT + LOCKED, HOURS)


def test_sign_in__success_forgets_earlier_tries(accounts: Accounts, first: str) -> None:
    wrong(accounts, TRIES - 1)
    accounts.sign_in("wang", first, AT, HOURS)
    assert wrong(accounts, TRIES - 1) == [False] * (TRIES - 1)


def test_sign_in__many_tries_at_once_are_no_more_than_one_by_one(
    accounts: Accounts, first: str
) -> None:
    """Of twenty wrong tries no more than five are looked at, alone or all at once."""
    words = ["wrong"] * 15 + [first] * 5

    def attempt(word: str) -> bool:
        try:
            accounts.sign_in("wang", word, AT, HOURS)
        except SignInError:
            return False
        return True

    with ThreadPoolExecutor(1) as one_by_one:
        assert not any(one_by_one.map(attempt, words))
    accounts.issue_password("wang", AT)
    with ThreadPoolExecutor(10) as many:
        list(many.map(attempt, ["wrong"] * 20))
    with pytest.raises(SignInError):
        accounts.sign_in("wang", first, AT, HOURS)


def test_sign_in__words_do_not_tell_whether_there_is_such_an_account(
    accounts: Accounts, first: str
) -> None:
    said = []
    for account in ("wang", "nobody"):
        with pytest.raises(SignInError) as caught:
            accounts.sign_in(account, "wrong", AT, HOURS)
        said.append(str(caught.value))
    assert said[0] == said[1]


def test_session__ends_by_time_by_sign_out_and_by_revocation(
    accounts: Accounts, first: str
) -> None:
    one, two, three = (accounts.sign_in("wang", first, AT, HOURS) for _ in range(3))
    assert accounts.session(one, AT + HOURS - timedelta(seconds=1))
    assert accounts.session(one, AT + HOURS) is None
    accounts.end(two)
    assert accounts.session(two, AT) is None
    assert accounts.session(three, AT)
    assert accounts.revoke("wang", AT + timedelta(hours=1)) == 2
    assert accounts.session(three, AT) is None


def test_admit__a_token_from_before_a_revocation_or_a_sign_out_lets_nobody_in_again(
    accounts: Accounts,
) -> None:
    accounts.admit("token", "li", Way.OIDC, AT, AT + HOURS)
    assert accounts.session("token", AT)
    accounts.end("token")
    accounts.admit("token", "li", Way.OIDC, AT, AT + HOURS)
    assert accounts.session("token", AT) is None
    accounts.revoke("li", AT + timedelta(minutes=1))
    accounts.admit("other", "li", Way.OIDC, AT, AT + HOURS)
    assert accounts.session("other", AT) is None
    accounts.admit("later", "li", Way.OIDC, AT + timedelta(minutes=2), AT + HOURS)
    assert accounts.session("later", AT + timedelta(minutes=2))


def test_issue_password__ends_what_was_open(accounts: Accounts, first: str) -> None:
    secret = accounts.sign_in("wang", first, AT, HOURS)
    accounts.issue_password("wang", AT + timedelta(seconds=1))
    assert accounts.session(secret, AT) is None


def test_become_screen__a_key_serves_once_and_for_an_hour(accounts: Accounts) -> None:
    key = accounts.enrol("lobby", AT)
    found = accounts.become_screen(key, AT, timedelta(days=400))
    assert found is not None
    name, secret = found
    session = accounts.session(secret, AT + timedelta(days=399))
    assert (name, session and session.way) == ("lobby", Way.SCREEN)
    assert accounts.become_screen(key, AT, HOURS) is None
    late = accounts.enrol("lobby", AT)
    assert accounts.become_screen(late, AT + timedelta(hours=1), HOURS) is None


def test_file__is_for_this_account_alone_and_holds_no_secret(
    accounts: Accounts, first: str, tmp_path: Path
) -> None:
    secret = accounts.sign_in("wang", first, AT, HOURS)
    key = accounts.enrol("lobby", AT)
    file = tmp_path / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    content = file.read_bytes()
    assert not [word for word in (first, secret, key) if word.encode() in content]
    with sqlite3.connect(file) as connection:
        (hash_,) = connection.execute("SELECT hash FROM password").fetchone()
    assert hash_.startswith("$argon2id$")
