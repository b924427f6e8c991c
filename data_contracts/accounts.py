"""Local passwords and everybody's sessions: `accounts.sqlite`, for this account alone.

A password is kept as its Argon2id hash, a session by the fingerprint of its secret. Whether an
account exists, and what it may do, is said by anping.yml alone (`access`).
"""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from data_contracts.complaint import Complaint

FILE = "accounts.sqlite"
TRIES = 5
LOCKED = timedelta(minutes=15)
ENROLMENT = timedelta(hours=1)
"""For how long the key of a screen can be used, once."""
SHORTEST, LONGEST = 12, 256
FIRST_BYTES = 12
PATIENCE_SECONDS = 20
SCHEMA = """
    CREATE TABLE IF NOT EXISTS password (
        account TEXT PRIMARY KEY, hash TEXT NOT NULL, is_first INTEGER NOT NULL,
        failures INTEGER NOT NULL DEFAULT 0, locked_until TEXT
    );
    CREATE TABLE IF NOT EXISTS session (
        fingerprint TEXT PRIMARY KEY, account TEXT NOT NULL, way TEXT NOT NULL,
        began_at TEXT NOT NULL, ends_at TEXT NOT NULL, is_ended INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS revoked (account TEXT PRIMARY KEY, at TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS enrolment (
        fingerprint TEXT PRIMARY KEY, screen TEXT NOT NULL, ends_at TEXT NOT NULL
    );
    CREATE TABLE IF NOT EXISTS signing (secret TEXT NOT NULL)
"""


class Way(StrEnum):
    """How somebody has shown who he is."""

    LOCAL = "local"
    OIDC = "oidc"
    SCREEN = "screen"


class SignInError(Complaint):
    """Nobody is let in; the words do not say whether there is such an account."""

    def __init__(self, *, is_locked: bool = False) -> None:
        super().__init__(
            "账户或密码不对，或该账户因多次输错已锁定，请核对后再试；"
            f"锁定 {LOCKED.seconds // 60} 分钟后自动解除。",
            "wrong account or password, or the account is locked after too many tries; "
            f"a lock ends after {LOCKED.seconds // 60} minutes",
        )
        self.is_locked = is_locked


class PasswordError(Complaint):
    """A new password that will not do."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody let in; `is_first` where the password has to be changed before anything else."""

    account: str
    way: Way
    began_at: datetime
    ends_at: datetime
    is_first: bool


class Accounts:
    """The passwords and sessions of one workspace; times are of any zone, but have one."""

    def __init__(self, home: Path) -> None:
        self.file = home / FILE

    def issue_password(self, account: str, at: datetime) -> str:
        """A password for the first sign-in of `account`; whatever it had holds no longer."""
        password = secrets.token_urlsafe(FIRST_BYTES)
        with self._open() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO password (account, hash, is_first) VALUES (?, ?, 1)",
                (account, _hasher().hash(password)),
            )
        self.revoke(account, at)
        return password

    def sign_in(self, account: str, password: str, at: datetime, lasts: timedelta) -> str:
        """The secret of a new session.

        Raises:
            SignInError: the password is wrong, or too many were.
        """
        self._prove(account, password, at)
        secret = secrets.token_urlsafe(32)
        self.admit(secret, account, Way.LOCAL, at, at + lasts)
        return secret

    def change_password(self, account: str, password: str, new: str, at: datetime) -> None:
        """Takes the place of `password`, and ends every session of the account.

        Raises:
            SignInError: `password` is wrong.
            PasswordError: `new` will not do.
        """
        self._prove(account, password, at)
        if not SHORTEST <= len(new) <= LONGEST or new == password or account in new:
            raise PasswordError(
                f"新密码须有 {SHORTEST} 到 {LONGEST} 个字符，不得与旧密码相同，不得含账户名。",
                f"a new password has {SHORTEST} to {LONGEST} characters, is not the old one, and "
                "does not hold the account's name",
            )
        with self._open() as connection:
            connection.execute(
                "UPDATE password SET hash = ?, is_first = 0 WHERE account = ?",
                (_hasher().hash(new), account),
            )
        self.revoke(account, at)

    def admit(
        self, secret: str, account: str, way: Way, began_at: datetime, ends_at: datetime
    ) -> bool:
        """Lets `account` in by `secret`, unless it has been revoked since `began_at`.

        Returns whether it was not in already.
        """
        with self._open() as connection:
            connection.execute("DELETE FROM session WHERE ends_at <= ?", (_utc(began_at),))
            new = connection.execute(
                "INSERT OR IGNORE INTO session (fingerprint, account, way, began_at, ends_at) "
                "SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS "
                "(SELECT 1 FROM revoked WHERE account = ?2 AND at > ?4)",
                (_fingerprint(secret), account, way, _utc(began_at), _utc(ends_at)),
            )
        return new.rowcount > 0

    def session(self, secret: str, at: datetime) -> Session | None:
        """The session of `secret`; None where there is none, or none any more."""
        if not self.file.exists():
            return None
        with self._open() as connection:
            row = connection.execute(
                "SELECT account, way, began_at, ends_at, coalesce(is_first AND way = 'local', 0) "
                "FROM session LEFT JOIN password USING (account) "
                "WHERE fingerprint = ? AND NOT is_ended AND ends_at > ?",
                (_fingerprint(secret), _utc(at)),
            ).fetchone()
        if row is None:
            return None
        began_at, ends_at = map(datetime.fromisoformat, row[2:4])
        return Session(row[0], Way(row[1]), began_at, ends_at, bool(row[4]))

    def end(self, secret: str) -> None:
        """Ends one session; its secret is not taken again."""
        with self._open() as connection:
            connection.execute(
                "UPDATE session SET is_ended = 1 WHERE fingerprint = ?", (_fingerprint(secret),)
            )

    def revoke(self, account: str, at: datetime) -> int:
        """Ends every session of `account` that began before `at`; returns how many were open."""
        with self._open() as connection:
            ended = connection.execute(
                "UPDATE session SET is_ended = 1 "
                "WHERE account = ? AND NOT is_ended AND ends_at > ?",
                (account, _utc(at)),
            ).rowcount
            connection.execute("INSERT OR REPLACE INTO revoked VALUES (?, ?)", (account, _utc(at)))
        return ended

    def enrol(self, screen: str, at: datetime) -> str:
        """A key by which one browser becomes the screen called `screen`, once."""
        key = secrets.token_urlsafe(24)
        with self._open() as connection:
            connection.execute(
                "INSERT INTO enrolment VALUES (?, ?, ?)",
                (_fingerprint(key), screen, _utc(at + ENROLMENT)),
            )
        return key

    def become_screen(self, key: str, at: datetime, lasts: timedelta) -> tuple[str, str] | None:
        """The screen of an unused key and the secret of its session; None of any other key."""
        with self._open() as connection:
            row = connection.execute(
                "DELETE FROM enrolment WHERE fingerprint = ? AND ends_at > ? RETURNING screen",
                (_fingerprint(key), _utc(at)),
            ).fetchone()
        if row is None:
            return None
        secret = secrets.token_urlsafe(32)
        self.admit(secret, row[0], Way.SCREEN, at, at + lasts)
        return row[0], secret

    def cookie_secret(self) -> str:
        """What Streamlit signs its own cookies with; made when first asked for."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO signing SELECT ? WHERE NOT EXISTS (SELECT 1 FROM signing)",
                (secrets.token_urlsafe(48),),
            )
            (found,) = connection.execute("SELECT secret FROM signing").fetchone()
        return str(found)

    def _prove(self, account: str, password: str, at: datetime) -> None:
        """Counts the try before it looks, so that many at once are no more than one by one."""
        with self._open() as connection:
            row = connection.execute(
                "UPDATE password SET failures = failures + 1 WHERE account = ? "
                "AND (locked_until IS NULL OR locked_until <= ?) RETURNING hash, failures",
                (account, _utc(at)),
            ).fetchone()
            if row and row[1] >= TRIES:
                connection.execute(
                    "UPDATE password SET failures = 0, locked_until = ? WHERE account = ?",
                    (_utc(at + LOCKED), account),
                )
        try:
            # As long as with an account, so that the time taken tells nothing.
            _hasher().verify(row[0] if row else NOBODY, password[:LONGEST])
        except VerificationError:
            raise SignInError(is_locked=bool(row) and row[1] >= TRIES) from None
        if row is None:
            raise SignInError
        with self._open() as connection:
            connection.execute(
                "UPDATE password SET failures = 0, locked_until = NULL WHERE account = ?",
                (account,),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction, whole or not at all."""
        if not self.file.exists():
            self.file.touch(mode=0o600)
        connected = sqlite3.connect(
            self.file, timeout=PATIENCE_SECONDS, isolation_level="IMMEDIATE"
        )
        with closing(connected) as connection, connection:
            connection.executescript(SCHEMA)
            yield connection


NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$"
    "c29tZXNhbHRzb21lc2FsdA$BcMi+hxZ8ka/xWbEyJRNVuO+xkgNn2K7fvGd6s5GLZI"
)
"""The hash of no password."""


def _hasher() -> PasswordHasher:
    return PasswordHasher()


def _fingerprint(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _utc(at: datetime) -> str:
    """A time that sorts as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
