"""A process of its own that runs every hostile statement, and tells of each how it ended.

A process of its own, because what the largest of its children took then speaks of these alone.
"""

import json
import resource
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from data_contracts import sandbox
from data_contracts.query import QueryError
from tests.sandbox.hostile_statements import HOSTILE, Hostile
from tests.sandbox.planted import Ground, plant

LIMITS = sandbox.Limits(seconds=1, memory_megabytes=256, rows=2_000)
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a statement ended: what was said if it was refused, and what leaked either way."""

    name: str
    rows: int
    said: str
    leaked: list[str]


def run(ground: Ground, hostile: Hostile) -> Outcome:
    """One statement on the open outlet."""
    sql = ground.fill(hostile.sql)
    # What somebody typed may be quoted to him; only what he did not type is a leak.
    own = str(ground.snapshot.folder.parents[1])
    try:
        frame = sandbox.start(ground.snapshot, sql, limits=LIMITS).result().frame
    except QueryError as error:
        said = str(error)
        unsaid = said.replace(own, "") if own in sql else said
        return Outcome(hostile.name, 0, said, ground.leaked(unsaid))
    return Outcome(hostile.name, frame.height, "", ground.leaked(repr(frame.rows())))


def main() -> None:
    """Lines of JSON: each outcome, then the most memory that any child took, in bytes."""
    ground = plant(Path(sys.argv[1]))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for outcome in pool.map(lambda hostile: run(ground, hostile), HOSTILE):
            print(json.dumps(asdict(outcome)), flush=True)
    print(json.dumps(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024))


if __name__ == "__main__":
    main()
