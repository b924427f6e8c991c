"""Delivers packages: tried again while that may help, each once, and none lost in silence."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from dagster_project import settings
from dagster_project.deliveries import package as packages
from dagster_project.deliveries import record
from dagster_project.deliveries.folder import Folder
from dagster_project.deliveries.http import HttpService
from dagster_project.deliveries.package import Package
from dagster_project.deliveries.receiver import AwayError, Receiver, RefusedError
from dagster_project.deliveries.recipients import FolderRecipient, HttpRecipient, Recipient
from dagster_project.deliveries.record import Entry, Outcome
from dagster_project.settings import Workspace
from dagster_project.warehouse import durable
from data_contracts import audit
from data_contracts.complaint import Complaint
from data_contracts.configuration import ConfigurationError
from data_contracts.model import Outlet, Text

FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """How it went with one package and one recipient; `why` where it did not arrive."""

    recipient: str
    package: str
    outcome: Outcome
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Carrier:
    """What delivers for one workspace; tests bring another clock, and do not wait."""

    workspace: Workspace
    clock: Callable[[], datetime] = settings.now
    sleep: Callable[[float], None] = time.sleep

    def deliver(self, issue_folder: Path, recipient: Recipient) -> Delivered:
        """Sends an issue to a recipient, who gets what its own rights allow.

        Raises:
            PackageError: it may not be sent so.
            RecordError: it cannot be recorded.
        """
        package = packages.of(
            self.workspace, issue_folder, Outlet(recipient.rights), recipient.scope
        )
        with _alone(self.workspace):
            return self._send(package, recipient)

    def again(self, recipients: list[Recipient]) -> list[Delivered]:
        """Sends once more what could not be delivered, if the recipient may still have it."""
        dead = self.workspace.dead_letters
        with _alone(self.workspace):
            return [
                self._send(Package(path.name, path.read_bytes()), recipient)
                for recipient in recipients
                for path in sorted((dead / recipient.name).glob(f"*{self._ending(recipient)}"))
            ]

    def _ending(self, recipient: Recipient) -> str:
        return packages.ending(Outlet(recipient.rights), recipient.scope)

    def acknowledge(self, recipients: list[Recipient]) -> list[Delivered]:
        """Looks for receipts of what was delivered and not acknowledged yet."""
        found: list[Delivered] = []
        for entry in record.arrived(self.workspace).values():
            for recipient in recipients:
                if recipient.name == entry.recipient and entry.outcome is Outcome.DELIVERED:
                    found += self._acknowledge(entry, recipient)
        return found

    def _send(self, package: Package, recipient: Recipient) -> Delivered:
        key = package.key(recipient.name)
        earlier = record.arrived(self.workspace).get(key)
        try:
            outcome = earlier.outcome if earlier else self._insist(package, recipient)
        except (AwayError, RefusedError, ConfigurationError) as error:
            why = Text(error.cn, error.en)
            self._bury(package, recipient, why)
            *_, last = (one for one in record.entries(self.workspace) if one.key == key)
            self._note(last, Outcome.DEAD)
            return Delivered(recipient.name, package.name, Outcome.DEAD, why)
        self._unbury(package, recipient)
        return Delivered(recipient.name, package.name, outcome)

    def _insist(self, package: Package, recipient: Recipient) -> Outcome:
        """Tries for as long as that may help.

        Raises:
            RefusedError, ConfigurationError: it will not help.
            AwayError: it has not helped.
        """
        for attempt in range(1, recipient.tries):
            try:
                return self._attempt(package, recipient, attempt)
            except AwayError as error:
                self.sleep(_wait(attempt, error.wait))
        return self._attempt(package, recipient, recipient.tries)

    def _attempt(self, package: Package, recipient: Recipient, attempt: int) -> Outcome:
        entry = Entry(
            at=self.clock(),
            recipient=recipient.name,
            package=package.name,
            key=package.key(recipient.name),
            attempt=attempt,
            outcome=Outcome.SENDING,
        )
        record.add(self.workspace, entry)
        said = {"what": "delivery", "to": recipient.name, "package": package.name}
        audit.record(self.workspace.access_log, entry.at, said)
        try:
            receiver = _receiver(self.workspace, recipient)
            receipt = receiver.put(package.name, package.content, entry.key)
        except AwayError:
            self._note(entry, Outcome.AWAY)
            raise
        except (RefusedError, ConfigurationError):
            self._note(entry, Outcome.REFUSED)
            raise
        outcome = Outcome.DELIVERED if receipt is None else Outcome.ACKNOWLEDGED
        self._note(entry, outcome, receipt)
        return outcome

    def _acknowledge(self, entry: Entry, recipient: Recipient) -> Iterator[Delivered]:
        try:
            receipt = _receiver(self.workspace, recipient).receipt(entry.package)
        except Complaint as error:
            why = Text(error.cn, error.en)
            yield Delivered(recipient.name, entry.package, Outcome.DELIVERED, why)
            return
        if receipt is not None:
            self._note(entry, Outcome.ACKNOWLEDGED, receipt)
            yield Delivered(recipient.name, entry.package, Outcome.ACKNOWLEDGED)

    def _note(self, entry: Entry, outcome: Outcome, receipt: str | None = None) -> None:
        news = {"at": self.clock(), "outcome": outcome, "receipt": receipt}
        record.add(self.workspace, entry.model_copy(update=news))

    def _bury(self, package: Package, recipient: Recipient, why: Text) -> None:
        """Keeps what could not be delivered, with a sentence."""
        said = f"{why.both()}\n".encode()
        letter, note = self._grave(package, recipient)
        for path, content in ((letter, package.content), (note, said)):
            with durable.private(), durable.whole(path) as draft:
                draft.write_bytes(content)

    def _unbury(self, package: Package, recipient: Recipient) -> None:
        for path in self._grave(package, recipient):
            durable.discard(path)

    def _grave(self, package: Package, recipient: Recipient) -> tuple[Path, Path]:
        letter = self.workspace.dead_letters / recipient.name / package.name
        return letter, letter.with_suffix(".txt")


def _receiver(workspace: Workspace, recipient: Recipient) -> Receiver:
    if isinstance(recipient, FolderRecipient):
        return Folder(workspace.home / recipient.path)
    if isinstance(recipient, HttpRecipient):
        return HttpService(recipient)
    from dagster_project.deliveries.sftp import SftpServer  # Few need it, and it loads slowly.

    return SftpServer(recipient, workspace.home)


def _wait(attempt: int, said: float | None) -> float:
    """Twice as long each time, and not before the receiver says; an hour would help nobody."""
    return min(max(FIRST_WAIT_SECONDS * 2.0 ** (attempt - 1), said or 0.0), LONGEST_WAIT_SECONDS)


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """Nobody else delivers meanwhile."""
    workspace.deliveries.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(workspace.deliveries / "delivery.lock", timeout=0):
            yield
    except Timeout:
        raise ConfigurationError(
            "另一个发送命令正在运行，请等它结束后再试。",
            "another delivery is under way; wait until it ends",
        ) from None
