"""How the pipeline fails: one sentence in Dagster's records, and another try where it may help."""

from collections.abc import Iterator
from contextlib import contextmanager

from dagster import Failure, RetryRequested

from dagster_project import complaints
from dagster_project.settings import Workspace
from dagster_project.sources.reading import SourceError, SourceUnreachableError
from dagster_project.warehouse.session import Session


@contextmanager
def in_words(workspace: Workspace) -> Iterator[None]:
    """Errors become failures that hold a sentence and no trace of any data."""
    try:
        yield
    except Exception as error:
        raise Failure(complaints.sentence(error, workspace), allow_retries=False) from None


def raise_complaints(session: Session, complained: list[SourceError]) -> None:
    """Fails with all complaints; asks for another try where a source is only away."""
    if not complained:
        return
    said = "\n".join(str(complaint) for complaint in complained)
    if all(isinstance(complaint, SourceUnreachableError) for complaint in complained):
        settings = session.settings
        raise RetryRequested(settings.source_retries, settings.source_retry_seconds) from Failure(
            said
        )
    raise Failure(said, allow_retries=False)
