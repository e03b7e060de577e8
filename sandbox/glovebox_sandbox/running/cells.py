"""One interpreter's cells: a namespace that lives on, and how one cell after another is run in it."""

from __future__ import annotations

import builtins
import sys

from .. import own
from ..showing.display import Display
from ..showing.hooks import Hooks
from . import compiling, tracebacks
from .history import History
from .loop import Loop
from .run import Run
from .sources import Sources
from .standard_streams import StandardStreams

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from types import CodeType
    from typing import Any

    from typing_extensions import Unpack

    from .commands import Commands
    from .interactive_shell import InteractiveShell
    from .run import Options, Outcome

    Emit = Callable[[str, dict[str, Any]], None]

__builtins__ = own.BUILTINS


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
        self._sources = Sources()
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

    def run(self, source: str, **options: Unpack[Options]) -> Outcome:
        """Runs a cell to its end."""
        run = Run(self, **options)
        with run:
            run.begin(source)
            codes = run.compiled(source)
            if any(code.co_flags & compiling.COROUTINE for code in codes):
                run.value = self._loop.run(self._evaluate(codes))
            else:
                for code in codes:
                    run.value = eval(code, self.namespace)  # noqa: S307
        return run.outcome

    async def run_async(self, source: str, **options: Unpack[Options]) -> Outcome:
        """The same where the event loop belongs to the host, and is running."""
        run = Run(self, **options)
        with run:
            run.begin(source)
            run.value = await self._evaluate(run.compiled(source))
        return run.outcome

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
            self._sources.forget(f"<cell {number + 1}>")

    def forked(self) -> None:
        """To be called in a fork of this process that goes on as a session."""
        self._loop.forked()

    @property
    def current(self) -> str:
        """The file name of the cell that runs."""
        return f"<cell {self.number}>"

    def begin(self, stdin: bool | str, *, counts: bool) -> None:
        if counts:
            self.number += 1
        if __package__ not in sys.modules:
            # A program cleared the table. What was there at first is what we import from.
            sys.modules.update(
                {name: module for name, module in own.MODULES.items() if name not in sys.modules}
            )
        self._streams.install(stdin)
        self.display.start()
        self._install()
        self._sources.remember()
        self.namespace.pop("__warningregistry__", None)
        self.namespace["__builtins__"] = builtins  # without it, eval would lend ours
        sys.modules["__main__"] = self.module

    def compile(self, source: str, *, counts: bool) -> compiling.Parts:
        name = self.current
        self._sources.add(name, source)
        flags = self._flags | compiling.TOP_LEVEL_AWAIT
        if counts:
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

    def is_cell(self, name: str) -> bool:
        return self._sources.has(name)
