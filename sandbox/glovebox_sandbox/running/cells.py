"""One interpreter's cells: a namespace that lives on, and how one cell after another is run in it."""

from __future__ import annotations

import builtins
import linecache
import os
import sys

from .. import own
from ..showing.display import Display
from ..showing.hooks import Hooks
from . import compiling, tracebacks
from .history import History
from .loop import Loop
from .standard_streams import StandardStreams

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from types import CodeType, TracebackType
    from typing import Any

    from .commands import Commands
    from .interactive_shell import InteractiveShell

    Emit = Callable[[str, dict[str, Any]], None]
    Outcome = dict[str, Any]

__builtins__ = own.BUILTINS

_KEPT_SOURCES = 1000
_KEPT_CHARACTERS = 16 << 20
_MAX_NOTES = 100


class Cells:
    """Runs cells. Whatever a cell does, `run` answers; only an interrupt of its last steps may pass."""

    def __init__(self, emit: Emit, *, workspace: str = "/workspace", reports: int = -1) -> None:
        """`reports`: the descriptor that `emit` writes to, if it does."""
        self.workspace = workspace
        self.on_pip: Callable[[list[str], bool], str] | None = None
        """Installs packages, newer ones than those known where that is asked for, and answers why it did not.
        None: `%pip install` is an error that says what to do."""
        self.module = type(sys)("__main__")
        self.namespace: dict[str, Any] = self.module.__dict__
        self.namespace.update(__builtins__=builtins, __annotations__={})
        sys.modules["__main__"] = self.module
        if "" not in sys.path:
            sys.path.insert(0, "")  # a cell imports the modules of the folder that it is in
        self._initial = frozenset(self.namespace)
        self.display = Display(emit)
        self._hooks = Hooks(self.display, of_cells=True)
        self._history = History(self.namespace)
        self._loop = Loop()
        self._streams = StandardStreams(reports)
        self._sources: dict[str, Any] = {}
        self._flags = 0
        self.last_traceback = ""
        self.number = 0
        self._commands: Commands | None = None
        self._shell: InteractiveShell | None = None
        self._install()

    def _install(self) -> None:
        self._hooks.install()
        builtins.get_ipython = self.shell  # type: ignore[attr-defined]

    def shell(self) -> InteractiveShell:
        """What get_ipython() answers in a cell. Made at first use: few cells need it."""
        if self._shell is None:
            from .interactive_shell import InteractiveShell

            self._shell = InteractiveShell(self, self.commands())
        return self._shell

    def commands(self) -> Commands:
        """What the magics of its cells call."""
        if self._commands is None:
            from .commands import Commands

            self._commands = Commands(self, self._streams)
        return self._commands

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The session's own event loop. Made at first use."""
        return self._loop.loop

    def run(
        self,
        source: str,
        *,
        stdin: bool | str = False,
        env: dict[str, str] | None = None,
        variables: list[str] | None = None,
        svg: bool = False,
    ) -> Outcome:
        """Runs a cell to its end. `stdin`: what it can read, or whether it can read descriptor 0."""
        self.display.figures.svg = svg
        cell = _Cell(self, stdin, env)
        with cell:
            cell.begin(source)
            codes = cell.compiled(source)
            if any(code.co_flags & compiling.COROUTINE for code in codes):
                cell.value = self._loop.run(self._evaluate(codes))
            else:
                for code in codes:
                    cell.value = eval(code, self.namespace)  # noqa: S307
        return cell.outcome(variables)

    async def run_async(
        self,
        source: str,
        *,
        stdin: bool | str = False,
        env: dict[str, str] | None = None,
        variables: list[str] | None = None,
        svg: bool = False,
    ) -> Outcome:
        """The same where the event loop belongs to the host, and is running."""
        self.display.figures.svg = svg
        cell = _Cell(self, stdin, env)
        with cell:
            cell.begin(source)
            cell.value = await self._evaluate(cell.compiled(source))
        return cell.outcome(variables)

    async def _evaluate(self, codes: list[CodeType]) -> Any:
        """All of a cell that awaits runs in the loop, also what comes before the first await."""
        value = None
        for code in codes:
            value = eval(code, self.namespace)  # noqa: S307
            if code.co_flags & compiling.COROUTINE:
                value = await value
        return value

    def list_variables(self) -> list[dict[str, Any]]:
        """The program's own, with their types and short previews. Runs no code of the program."""
        from ..showing import variables

        return variables.listed(self.namespace, self._initial)

    def reset(self) -> None:
        """Forgets the program's variables."""
        for name in [name for name in self.namespace if name not in self._initial]:
            del self.namespace[name]
        self._history = History(self.namespace)

    @property
    def inputs(self) -> list[str]:
        """The cells so far, the one that runs being the last."""
        return self._history.inputs

    def print_exception(self) -> None:
        """That which is being handled, as the end of a cell would tell it."""
        error = sys.exc_info()[1]
        if error is not None:
            print(tracebacks.describe(error, self.is_cell)["traceback"], end="", file=sys.stderr)

    def tell_before(self, source: str) -> None:
        if self._shell is not None:
            from .interactive_shell import Told

            self._shell.events.before(Told(source))

    def tell_after(self, value: Any, error: BaseException | None) -> None:
        if self._shell is not None:
            from .interactive_shell import Ran

            ran = Ran()
            ran.result, ran.error_in_exec = value, error
            self._shell.events.after(ran)

    def show_as(self, kind: str, data: str, name: str) -> None:
        """Shows a text as a MIME type of the caller's choice, as an object of IPython.display would."""
        self.display({kind: data, "text/plain": f"<IPython.core.display.{name} object>"}, raw=True)

    def idle(self, file: int) -> None:
        """Waits until the file can be read. Tasks that earlier cells started go on meanwhile."""
        self._loop.wait(file)

    @property
    def awaits(self) -> bool:
        """Whether tasks that earlier cells started are not over."""
        return self._loop.has_work

    @property
    def files(self) -> frozenset[int]:
        """Descriptors that are ours, not the program's, and that `forked` replaces."""
        return self._loop.files

    def rehearse(self, emit: Emit) -> None:
        """Does what a cell does, but for what a program would notice; what it shows goes to `emit`.

        After a fork each page that is written to is copied first. This does it for those that every cell
        writes to, before the next cell comes.
        """
        number, namespace, history = self.number, self.namespace, self._history
        self.namespace = {"__builtins__": builtins}
        self._history = History(self.namespace)
        told = self.display.tell(emit)
        try:
            self.run("0")
        finally:
            self.display.tell(told)
            self.number, self.namespace, self._history = number, namespace, history
            self._sources.pop(f"<cell {number + 1}>", None)

    def forked(self) -> None:
        """To be called in a fork of this process that goes on as a session."""
        self._loop.forked()

    @property
    def current(self) -> str:
        """The file name of the cell that runs."""
        return f"<cell {self.number}>"

    def begin(self, stdin: bool | str) -> None:
        self.number += 1
        if __package__ not in sys.modules:
            # A program cleared the table. What was there at first is what we import from.
            sys.modules.update(
                {name: module for name, module in own.MODULES.items() if name not in sys.modules}
            )
        self._streams.install(stdin)
        self.display.start()
        self._install()
        self._remember_sources()
        self.namespace.pop("__warningregistry__", None)
        self.namespace["__builtins__"] = builtins  # without it, eval would lend ours
        sys.modules["__main__"] = self.module

    def compile(self, source: str) -> compiling.Parts:
        name = self.current
        self._add_source(name, source)
        flags = self._flags | compiling.TOP_LEVEL_AWAIT
        self._history.ran(source)
        shows_all = self._shows_all()
        try:
            parts = compiling.parts(source, name, flags, shows_all=shows_all)
        except SyntaxError:
            parts = None
        if parts is None:
            parts = compiling.parts(self._translated(source), name, flags, shows_all=shows_all)
        self._flags = parts.flags
        return parts

    def _shows_all(self) -> bool:
        """Whether the value of each expression is shown, not of the last one only."""
        module = sys.modules.get("IPython.core.interactiveshell")
        kind: Any = getattr(module, "InteractiveShell", None)
        asked = {
            getattr(each, "ast_node_interactivity", None) for each in (kind, self._shell) if each is not None
        }
        if "all" not in asked:
            return False
        self.commands().install()
        return True

    def _translated(self, source: str) -> str:
        """With magics and shell commands as Python, if there are any."""
        from . import magics

        translated = magics.translate(source)
        if translated is None:
            return source
        self.commands().install()
        return translated

    def show_part(self, value: Any) -> None:
        """Of an expression that is not the cell's last."""
        if value is not None:
            self._history.showed(self.number, value)
            self.display(value)

    def show(self, value: Any) -> None:
        if value is None:
            return
        self._history.showed(self.number, value)
        self.display.show_main(value)

    def finish(self) -> list[str]:
        """The last steps of a cell: its figures, its streams."""
        try:
            return self.display.finish()
        finally:
            self._loop.restore()
            self._streams.restore()

    def _add_source(self, name: str, source: str) -> None:
        """So that tracebacks show the lines, also those of functions from earlier cells."""
        lines = [line + "\n" for line in source.split("\n")]
        self._sources[name] = (len(source), None, lines, name)
        total = sum(entry[0] for entry in self._sources.values()) if len(source) > 10_000 else 0
        while len(self._sources) > _KEPT_SOURCES or (total > _KEPT_CHARACTERS and len(self._sources) > 1):
            oldest = next(iter(self._sources))
            total -= self._sources.pop(oldest)[0]
            linecache.cache.pop(oldest, None)
        self._remember_sources()

    def _remember_sources(self) -> None:
        try:
            linecache.cache.update(self._sources)
        except Exception:
            linecache.cache = dict(self._sources)

    def is_cell(self, name: str) -> bool:
        return name in self._sources or name.startswith("<cell ")


class _Cell:
    """One run. As a context manager it takes what the cell raises, and ends it in any case."""

    def __init__(self, cells: Cells, stdin: bool | str, env: dict[str, str] | None) -> None:
        self._cells = cells
        self._stdin = stdin
        self._env = env or {}
        self._before: dict[str, str | None] = {}
        self._replaced: dict[str, Any] = {}
        self._notes: list[str] = []
        self._error: dict[str, Any] | None = None
        self._shows = False
        self.value: Any = None

    def compiled(self, source: str) -> list[CodeType]:
        """What is to be evaluated, in order; the value of the last may be one to show."""
        parts = self._cells.compile(compiling.dedent(source))
        self._shows = parts.last is not None
        return [parts.body] if parts.last is None else [parts.body, parts.last]

    def __enter__(self) -> None:
        """Nothing that can fail: see begin."""

    def begin(self, source: str) -> None:
        self._before = {name: os.environ.get(name) for name in self._env}
        os.environ.update(self._env)
        self._cells.begin(self._stdin)
        self._cells.tell_before(source)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> bool:
        try:
            self._replaced = own.restore()
            value = self.value
            if error is None and self._shows:
                self._show()
            elif error is not None:
                self._take(error)
            self._cells.tell_after(value, error)
        except BaseException as late:
            self._take(late)
        self._end()
        return True

    def _show(self) -> None:
        value, self.value = self.value, None
        self._cells.show(value)

    def _take(self, error: BaseException) -> None:
        if isinstance(error, SystemExit) and not error.code:
            self._notes.append("exit() ended this cell; the session goes on with its variables")
            return
        self._error = tracebacks.describe(error, self._cells.is_cell)
        self._cells.last_traceback = self._error["traceback"]

    def _end(self) -> None:
        for _attempt in range(2):  # an interrupt may fall into the first
            try:
                self._notes += self._cells.finish()
                break
            except BaseException as error:
                self._error = self._error or tracebacks.describe(error, self._cells.is_cell)
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def outcome(self, variables: list[str] | None) -> Outcome:
        outcome: Outcome = {"ok": self._error is None, "error": self._error}
        if variables:
            from ..showing import values

            outcome["variables"] = values.returned(self._cells.namespace, variables, self._notes)
        self._keep_replaced()
        outcome["notes"] = self._notes[:_MAX_NOTES]
        return outcome

    def _keep_replaced(self) -> None:
        """A builtin that the program replaced by one that can be called stays replaced."""
        for name, value in self._replaced.items():
            if callable(value):
                setattr(builtins, name, value)
            elif not name.startswith("__"):
                self._notes.append(f"builtins.{name} was restored: what the cell put there cannot be called")
