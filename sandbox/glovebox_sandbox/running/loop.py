"""The event loop of a session: it runs while an async cell runs, and while the session waits for the next."""

from __future__ import annotations

import sys

from .. import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Coroutine
    from typing import Any

__builtins__ = own.BUILTINS


class Loop:
    """Made at first use: most sessions never await."""

    def __init__(self) -> None:
        self._made: asyncio.AbstractEventLoop | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        import asyncio

        if self._made is None or self._made.is_closed():
            self._made = asyncio.new_event_loop()
        asyncio.set_event_loop(self._made)
        return self._made

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Runs it to its end. An interrupt ends it where it waits; tasks that it made live on."""
        loop = self.loop
        task = loop.create_task(coroutine)
        try:
            return loop.run_until_complete(task)
        except (KeyboardInterrupt, SystemExit) as request:
            if not task.done():
                raise _cancelled(loop, task, request) from None
            if not task.cancelled():
                task.exception()  # it is told of by this exception already
            raise

    def restore(self) -> None:
        """asyncio.run() leaves no event loop behind."""
        if self._made is not None and not self._made.is_closed():
            import asyncio

            asyncio.set_event_loop(self._made)

    def wait(self, file: int) -> None:
        """Waits until the file can be read, while tasks of earlier cells go on."""
        loop = self._made
        if loop is None or not self.has_work:
            _poll(file)
            return
        loop.add_reader(file, loop.stop)
        try:
            loop.run_forever()
        finally:
            loop.remove_reader(file)

    @property
    def has_work(self) -> bool:
        return self._made is not None and not self._made.is_closed() and _has_work(self._made)

    @property
    def files(self) -> frozenset[int]:
        """Descriptors of its own."""
        loop: Any = self._made
        if loop is None or loop.is_closed():
            return frozenset()
        return frozenset(each.fileno() for each in (loop._selector, loop._ssock, loop._csock))

    def forked(self) -> None:
        """In a fork: what the loop has of the kernel becomes its own, and its threads are gone."""
        loop: Any = self._made
        selector: Any = getattr(loop, "_selector", None)
        if loop is None or loop.is_closed() or selector is None:
            return
        fresh = type(selector)()
        for key in list(selector.get_map().values()):
            fresh.register(key.fileobj, key.events, key.data)
        # First of all: what is taken out of the old one is taken out of that of the process that was forked.
        loop._selector = fresh
        selector.close()
        loop._close_self_pipe()
        loop._make_self_pipe()
        loop._default_executor = None


def _cancelled(loop: Any, task: Any, request: BaseException) -> BaseException:
    task.cancel()
    try:
        loop.run_until_complete(task)
    except BaseException as error:
        if type(error).__name__ == "CancelledError":
            # It shows the line at which the cell waited; that of Python 3.10 is the first of a chain.
            first: BaseException = error
            while (before := first.__context__) is not None and type(before) is type(first):
                first = before
            return request.with_traceback(first.__traceback__)
    return request


def _has_work(loop: Any) -> bool:
    import asyncio

    return bool(asyncio.all_tasks(loop) or getattr(loop, "_scheduled", ()) or getattr(loop, "_ready", ()))


def _poll(file: int) -> None:
    import select

    if sys.platform == "emscripten":
        return
    poll = select.poll()
    poll.register(file, select.POLLIN)
    poll.poll()
