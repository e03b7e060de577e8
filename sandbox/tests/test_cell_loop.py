"""The event loop of an interpreter: await in cells, and tasks that outlive them."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any

from conftest import Session


def test_await_works_at_the_top_level(session: Session) -> None:
    assert session.value("import asyncio\nx = await asyncio.sleep(0, 5)\nx + 1") == "6"
    assert session.value("[await asyncio.sleep(0, i) for i in range(3)]") == "[0, 1, 2]"
    session.good("async with asyncio.Lock(): y = 3")
    assert session.value("y") == "3"


def test_a_cell_that_does_not_await_has_no_running_loop(session: Session) -> None:
    assert session.value("import asyncio\nasyncio.run(asyncio.sleep(0, 7))") == "7"
    assert session.value("await asyncio.sleep(0, 8)") == "8"
    assert session.value("asyncio.get_event_loop().run_until_complete(asyncio.sleep(0, 9))") == "9"


def test_a_task_goes_on_in_later_cells(session: Session) -> None:
    session.good("import asyncio\nseen = []")
    session.good(
        "async def work():\n    await asyncio.sleep(0.01)\n    seen.append(1)\n"
        "task = asyncio.create_task(work())\nawait asyncio.sleep(0)"
    )
    assert session.value("seen") == "[]"
    session.good("await asyncio.sleep(0.05)")
    assert session.value("seen") == "[1]"


def test_a_task_goes_on_while_the_session_is_idle(session: Session) -> None:
    reading, writing = os.pipe()
    session.cells.namespace["tell"] = lambda: os.write(writing, b"x")
    session.good(
        "import asyncio\nasync def work():\n    await asyncio.sleep(0.01)\n    print('worked')\n    tell()\n"
        "task = asyncio.create_task(work())\nawait asyncio.sleep(0)"
    )
    session.cells.idle(reading)
    assert session.output() == "worked\n"
    session.cells.idle(reading)
    assert os.read(reading, 10) == b"x"
    assert session.value("task.done()") == "True"
    os.close(reading)
    os.close(writing)


def test_without_a_loop_idle_is_a_plain_wait(session: Session) -> None:
    reading, writing = os.pipe()
    threading.Timer(0.05, os.write, [writing, b"x"]).start()
    session.cells.idle(reading)
    assert os.read(reading, 1) == b"x"
    os.close(reading)
    os.close(writing)


def test_the_loop_works_on_in_a_fork(session: Session) -> None:
    session.good("import asyncio\ntask = asyncio.create_task(asyncio.sleep(0.05, 4))\nawait asyncio.sleep(0)")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            session.cells.forked()
            outcome = session.run("assert await task == 4\nassert await asyncio.to_thread(int, '3') == 3")
            code = 0 if outcome["ok"] else 2
        finally:
            os._exit(code)
    assert session.value("await task") == "4"
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_cell_runs_in_a_loop_that_belongs_to_the_host(session: Session) -> None:
    async def both() -> list[Any]:
        first = await session.cells.run_async("import asyncio\nx = await asyncio.sleep(0, 5)\nx")
        second = await session.cells.run_async("1 / 0")
        return [first, second]

    first, second = asyncio.run(both())
    assert first["ok"]
    assert session.results[0]["mime"]["text/plain"] == "5"
    assert second["error"]["name"] == "ZeroDivisionError"
    assert "glovebox" not in second["error"]["traceback"]
