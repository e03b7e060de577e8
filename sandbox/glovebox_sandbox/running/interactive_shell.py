"""`get_ipython()`: what notebooks ask IPython's shell for, as far as it is here.

Its class is not called as that of a Jupyter kernel is: libraries take that name for a promise that there
are widgets, and then show nothing. pandas asks for "zmq" in the name of the class's module, and gets it.
"""

from __future__ import annotations

from .. import own
from ..showing.formatters import DisplayFormatter
from .events import Events

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .cells import Cells
    from .commands import Commands

__builtins__ = own.BUILTINS


class InteractiveShell:
    """That of one session."""

    __module__ = "glovebox.zmqshell"

    colors = "neutral"
    autoawait = True

    def __init__(self, cells: Cells, commands: Commands) -> None:
        self._cells = cells
        self._commands = commands
        self.config: dict[str, Any] = {}
        self.events = Events()
        self.ast_node_interactivity = "last_expr"

    @property
    def user_ns(self) -> dict[str, Any]:
        """The variables of the cells."""
        return self._cells.namespace

    user_global_ns = user_ns

    @property
    def user_module(self) -> Any:
        return self._cells.module

    @property
    def execution_count(self) -> int:
        return self._cells.number

    @property
    def display_formatter(self) -> DisplayFormatter:
        """Takes functions that show values of a type."""
        display = self._cells.display
        if display.formatter is None:
            display.formatter = DisplayFormatter()
        return display.formatter

    def run_line_magic(self, magic_name: str, line: str = "", _stack_depth: int = 1) -> Any:
        """`%name line`."""
        return self._commands.line(magic_name, line)

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """`%%name line`, with the lines below it."""
        return self._commands.cell(magic_name, line, cell, 0)

    def magic(self, arg_s: str) -> Any:
        name, _, rest = arg_s.lstrip("%").partition(" ")
        return self._commands.line(name, rest.strip())

    def system(self, cmd: str) -> None:
        """`!cmd`. Its exit code is in `_exit_code`."""
        self._commands.run_shell(cmd)

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """What a command prints: its lines, or without `split` the text."""
        found = self._commands.lines(cmd)
        return found if split else found.n

    def run_cell(self, raw_cell: str, *_arguments: Any, **_options: Any) -> Ran:
        """Runs it as a part of this cell. What it raises is in the answer, and its traceback is printed."""
        return Ran.of(lambda: self._commands.run_whole(raw_cell), self._cells)

    def ex(self, cmd: str) -> None:
        exec(cmd, self._cells.namespace)  # noqa: S102

    def ev(self, expr: str) -> Any:
        return eval(expr, self._cells.namespace)  # noqa: S307

    def push(self, variables: Any, interactive: bool = True) -> None:
        """Sets variables: from a dict, or from the names of some that the caller has."""
        import sys

        caller = sys._getframe(1)  # pyright: ignore[reportPrivateUsage]
        names: Any = variables.split() if type(variables) is str else variables
        if not hasattr(names, "keys"):
            names = {name: eval(name, caller.f_globals, caller.f_locals) for name in names}  # noqa: S307
        self._cells.namespace.update(names)

    def del_var(self, varname: str, by_name: bool = False) -> None:
        del self._cells.namespace[varname]

    def reset(self, *_arguments: Any, **_options: Any) -> None:
        self._cells.reset()

    def showtraceback(self, *_arguments: Any, **_options: Any) -> None:
        """Prints that of the exception which is being handled."""
        self._cells.print_exception()

    def register_magic_function(
        self, func: Callable[..., Any], magic_kind: str = "line", magic_name: str | None = None
    ) -> None:
        self._commands.own.add(func, magic_kind, magic_name)

    def register_magics(self, *objects: Any) -> None:
        for each in objects:
            self._commands.own.add_all(each, self)

    def find_line_magic(self, magic_name: str) -> Any:
        return self._commands.found(magic_name, "line")

    def find_cell_magic(self, magic_name: str) -> Any:
        return self._commands.found(magic_name, "cell")

    def enable_gui(self, gui: Any = None) -> None:
        """Nothing: there is no screen."""

    def enable_matplotlib(self, gui: Any = None) -> tuple[str, str]:
        """Nothing: figures are shown anyway."""
        return "inline", "inline"

    def __getattr__(self, name: str) -> Any:
        there = ", ".join(sorted(each for each in dir(type(self)) if not each.startswith("_")))
        raise AttributeError(
            f"get_ipython() has no {name!r} here: it is no whole IPython. It has: config, events, {there}"
        )

    def __repr__(self) -> str:
        return "<the shell of this session>"


class Told:
    """What is known of a cell before it runs, by the names that IPython has."""

    def __init__(self, raw_cell: str) -> None:
        self.raw_cell = raw_cell
        self.store_history, self.silent = True, False


class Ran:
    """How a run_cell ended, by the names that IPython has."""

    def __init__(self) -> None:
        self.result: Any = None
        self.error_in_exec: BaseException | None = None
        self.error_before_exec: BaseException | None = None

    @classmethod
    def of(cls, run: Callable[[], Any], cells: Cells) -> Ran:
        ran = cls()
        try:
            ran.result = run()
        except SyntaxError as error:
            ran.error_before_exec = error
            cells.print_exception()
        except Exception as error:
            ran.error_in_exec = error
            cells.print_exception()
        return ran

    @property
    def success(self) -> bool:
        return self.error_in_exec is None and self.error_before_exec is None

    def raise_error(self) -> None:
        error = self.error_before_exec or self.error_in_exec
        if error is not None:
            raise error
