"""Delivers packages: tried again while that may help, each once, and none lost in silence."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from dagster_project import settings
from dagster_project.configuration import ConfigurationError
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
from data_contracts.complaint import Complaint
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
        package = packages.of(self.workspace, issue_folder, Outlet(recipient.rights))
        with _alone(self.workspace):
            return self._send(package, recipient)

    def again(self, recipients: list[Recipient]) -> list[Delivered]:
        """Sends once more what could not be delivered."""
        with _alone(self.workspace):
            return [
                self._send(Package(path.name, path.read_bytes()), recipient)
                for recipient in recipients
                for path in sorted((self.workspace.dead_letters / recipient.name).glob("*.zip"))
            ]

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
        if earlier := record.arrived(self.workspace).get(key):
            self._bury(package, recipient, None)
            return Delivered(recipient.name, package.name, earlier.outcome)
        why: Complaint | None = None
        for attempt in range(1, recipient.tries + 1):
            self._note(package, recipient, attempt, Outcome.SENDING)
            try:
                receipt = _receiver(self.workspace, recipient).put(
                    package.name, package.content, key
                )
            except AwayError as error:
                why = error
                self._note(package, recipient, attempt, Outcome.AWAY)
                if attempt < recipient.tries:
                    self.sleep(_wait(attempt, error.wait))
            except (RefusedError, ConfigurationError) as error:
                why = error
                self._note(package, recipient, attempt, Outcome.REFUSED)
                break
            else:
                outcome = Outcome.DELIVERED if receipt is None else Outcome.ACKNOWLEDGED
                self._note(package, recipient, attempt, outcome, receipt)
                self._bury(package, recipient, None)
                return Delivered(recipient.name, package.name, outcome)
        assert why is not None
        said = Text(why.cn, why.en)
        self._bury(package, recipient, said)
        self._note(package, recipient, attempt, Outcome.DEAD)
        return Delivered(recipient.name, package.name, Outcome.DEAD, said)

    def _acknowledge(self, entry: Entry, recipient: Recipient) -> Iterator[Delivered]:
        try:
            receipt = _receiver(self.workspace, recipient).receipt(entry.package)
        except Complaint as error:
            why = Text(error.cn, error.en)
            yield Delivered(recipient.name, entry.package, Outcome.DELIVERED, why)
            return
        if receipt is not None:
            news = {"at": self.clock(), "outcome": Outcome.ACKNOWLEDGED, "receipt": receipt}
            record.add(self.workspace, entry.model_copy(update=news))
            yield Delivered(recipient.name, entry.package, Outcome.ACKNOWLEDGED)

    def _note(
        self,
        package: Package,
        recipient: Recipient,
        attempt: int,
        outcome: Outcome,
        receipt: str | None = None,
    ) -> None:
        entry = Entry(
            at=self.clock(),
            recipient=recipient.name,
            package=package.name,
            key=package.key(recipient.name),
            attempt=attempt,
            outcome=outcome,
            receipt=receipt,
        )
        record.add(self.workspace, entry)

    def _bury(self, package: Package, recipient: Recipient, why: Text | None) -> None:
        """Keeps what could not be delivered, with a sentence; without one it is dug up."""
        place = self.workspace.dead_letters / recipient.name / package.name
        note = place.with_suffix(".txt")
        if why is None:
            durable.discard(place)
            durable.discard(note)
            return
        for path, content in ((place, package.content), (note, f"{why.both()}\n".encode())):
            with durable.private(), durable.whole(path) as draft:
                draft.write_bytes(content)


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
