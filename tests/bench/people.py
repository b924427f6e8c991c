"""Many people at once on the pages, as their browsers speak to the server: Streamlit's protocol.

A process of its own: ADDRESS CHOICES PEOPLE SECONDS THINKING RESULT. Browsers would take the
processor that they are to measure.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

SEED = 7
LARGEST_MESSAGE = 2**26
PATIENCE_SECONDS = 30


@dataclass(slots=True)
class Met:
    """What people met: seconds of every change of page or filter, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def ask(socket: ClientConnection, page: str, query: str) -> list[str]:
    """Opens a page with choices and waits until it has been sent; returns what went wrong."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    await socket.send(message.SerializeToString())
    return [f"{page}?{query}: {text}" async for text in _complaints(socket)]


async def _complaints(socket: ClientConnection) -> AsyncIterator[str]:
    while True:
        answer = ForwardMsg()
        raw = await asyncio.wait_for(socket.recv(), PATIENCE_SECONDS)
        answer.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
        if said := complaint(answer):
            yield said
        if answer.WhichOneof("type") == "script_finished":
            return


def complaint(answer: ForwardMsg) -> str:
    """What is wrong by one message of the server: an exception, no such page, not drawn to its end.

    A page that does not exist is answered by another one, as fast as any.
    """
    kind = answer.WhichOneof("type")
    if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
        return f"exception: {answer.delta.new_element.exception.message}"
    if kind == "page_not_found":
        return "no such page"
    if kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
        return f"not finished: {ForwardMsg.ScriptFinishedStatus.Name(answer.script_finished)}"
    return ""


async def person(
    number: int,
    address: str,
    choices: list[tuple[str, str]],
    until: float,
    thinking: float,
    met: Met,
) -> None:
    """One person, who looks at one thing after another and thinks for a while about each."""
    draw = random.Random(SEED + number)
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(url, subprotocols=["streamlit"], max_size=LARGEST_MESSAGE) as socket:  # type: ignore[list-item]
        await asyncio.sleep(draw.uniform(0, thinking))
        while time.monotonic() < until:
            page, query = draw.choice(choices)
            began = time.monotonic()
            try:
                met.errors += await ask(socket, page, query)
            except TimeoutError:
                met.errors.append(f"{page}?{query}: no answer in {PATIENCE_SECONDS} s")
                # What comes after all would be taken for the answer to the next question.
                return
            finally:
                met.seconds.append(time.monotonic() - began)
            if thinking:
                await asyncio.sleep(draw.uniform(0.5, 1.5) * thinking)


async def together(
    address: str, choices: list[tuple[str, str]], people: int, seconds: float, thinking: float
) -> Met:
    """All of them at once for so many seconds; each thinks for `thinking` seconds on average."""
    met = Met()
    until = time.monotonic() + seconds
    await asyncio.gather(
        *(person(one, address, choices, until, thinking, met) for one in range(people))
    )
    return met


if __name__ == "__main__":
    where, chosen, count, length, thought, result = sys.argv[1:]
    listed = [(page, query) for page, query in json.loads(chosen)]
    found = asyncio.run(together(where, listed, int(count), float(length), float(thought)))
    Path(result).write_text(json.dumps(asdict(found)), encoding="utf-8")
