"""What magics and shell commands do when they run. See magics.py for how they come to be called."""

from __future__ import annotations

import builtins
import os
import re
import sys

from . import compiling, own, packages_wanted, shell
from .magics import OBJECT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .cells import Cells
    from .standard_streams import StandardStreams

__builtins__ = own.BUILTINS


class UsageError(Exception):
    """A magic that is not known, or that was called in a way it does not know."""


class Commands:
    def __init__(self, cells: Cells, streams: StandardStreams) -> None:
        self._cells = cells
        self._streams = streams

    def install(self) -> None:
        setattr(builtins, OBJECT, self)

    def shell(self, command: str) -> None:
        """`!command`: its output is the cell's. Its exit code is in `_exit_code`."""
        command = self._expanded(command, sys._getframe(1).f_locals)
        wanted = packages_wanted.of_command(command)
        if wanted is not None:
            self._pip(wanted)
            return
        self._cells.namespace["_exit_code"] = shell.run(command, self._streams)

    def captured(self, command: str) -> list[str]:
        """`x = !command`: the lines that it printed."""
        return shell.lines(self._expanded(command, sys._getframe(1).f_locals))

    def line(self, name: str, rest: str) -> Any:
        """`%name rest`."""
        method = _LINES.get(name)
        if method is None:
            raise UsageError(_unknown("%", name, _LINES))
        return method(self, self._expanded(rest, sys._getframe(1).f_locals) if name in _EXPANDED else rest)

    def cell(self, name: str, rest: str, body: str, line: int) -> Any:
        """`%%name rest`, and what follows."""
        method = _CELLS.get(name)
        if method is None:
            raise UsageError(_unknown("%%", name, _CELLS))
        return method(self, rest, body, line)

    def help(self, name: str, source: bool) -> None:
        """`name?` and `name??`."""
        import inspect

        value = self._evaluated(name)
        text = inspect.getdoc(value) or "(no documentation)"
        try:
            print(f"Signature: {name}{inspect.signature(value)}")
        except (TypeError, ValueError):
            print(f"Type: {type(value).__name__}")
        if source:
            try:
                text = inspect.getsource(value)
            except (TypeError, OSError):
                pass
        print(text)

    def _evaluated(self, expression: str) -> Any:
        return eval(expression, self._cells.namespace)  # noqa: S307

    def _expanded(self, text: str, local: dict[str, Any]) -> str:
        """{expression} and $name become what they are in the cell; anything else stays for the shell."""

        def evaluate(found: re.Match[str]) -> str:
            expression = found[1] or found[2]
            try:
                return str(eval(expression, self._cells.namespace, local))  # noqa: S307
            except Exception:
                return found[0]

        return re.sub(r"(?<![\\$])\{([^{}\s][^{}]*)\}|(?<![\\$\w])\$([A-Za-z_]\w*)", evaluate, text)

    def _pip(self, arguments: list[str]) -> None:
        missing = packages_wanted.missing(arguments)
        if not missing:
            return
        if self._cells.on_pip is not None:
            self._cells.on_pip(arguments)
            return
        names = ", ".join(f'"{name}"' for name in missing)
        raise UsageError(
            f"packages cannot be installed from inside of a sandbox: it has no network. "
            f"Name them when the session or the execution is made: packages: [{names}]"
        )

    def _pip_line(self, rest: str) -> None:
        wanted = packages_wanted.of_command(f"pip {rest}")
        if wanted is not None:
            self._pip(wanted)
        else:
            shell.run(f"{sys.executable} -m pip {rest}", self._streams)

    def _run_code(self, body: str, line: int) -> Any:
        """A part of the cell as a cell of its own; answers the value of its last expression."""
        parts = compiling.parts("\n" * line + body, self._cells.current, 0)
        eval(parts.body, self._cells.namespace)  # noqa: S307
        return None if parts.last is None else eval(parts.last, self._cells.namespace)  # noqa: S307

    def _time_line(self, rest: str) -> Any:
        return self._timed(lambda: self._run_code(rest, 0))

    def _time_cell(self, _rest: str, body: str, line: int) -> Any:
        return self._timed(lambda: self._run_code(body, line))

    def _timed(self, action: Callable[[], Any]) -> Any:
        import time

        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return action()
        finally:
            print(f"CPU times: {_duration(time.process_time() - cpu)}")
            print(f"Wall time: {_duration(time.perf_counter() - wall)}")

    def _timeit_line(self, rest: str) -> None:
        self._timeit(rest, "pass")

    def _timeit_cell(self, rest: str, body: str, _line: int) -> None:
        options, setup = _timeit_options(rest)
        self._timeit(f"{options} {body}", setup or "pass")

    def _timeit(self, rest: str, setup: str) -> None:
        import timeit

        options, statement = _timeit_options(rest)
        number = _option(options, "n")
        repeat = _option(options, "r") or 7
        timer = timeit.Timer(statement, setup, globals=self._cells.namespace)
        if not number:
            number, taken = 1, timer.timeit(1)
            while taken < 0.05 and number < 10_000_000:
                number *= 10
                taken = timer.timeit(number)
        each = [taken / number for taken in timer.repeat(repeat, number)]
        mean = sum(each) / len(each)
        deviation = (sum((one - mean) ** 2 for one in each) / len(each)) ** 0.5
        print(
            f"{_duration(mean)} ± {_duration(deviation)} per loop "
            f"(mean ± std. dev. of {repeat} run{'s' if repeat > 1 else ''}, {number:,} loops each)"
        )

    def _cd(self, rest: str) -> None:
        os.chdir(os.path.expanduser(rest.strip("'\"") or self._cells.workspace))
        print(os.getcwd())

    def _env(self, rest: str) -> Any:
        name, equals, value = (
            (part.strip() for part in re.split(r"(=| )", rest, maxsplit=1))
            if re.search(r"[= ]", rest)
            else (rest, "", "")
        )
        if equals:
            os.environ[name] = value
            print(f"env: {name}={value}")
            return None
        return os.environ.get(name) if name else dict(os.environ)

    def _who(self, _rest: str) -> None:
        names = [each["name"] for each in self._cells.list_variables()]
        print("   ".join(names) if names else "Interactive namespace is empty.")

    def _whos(self, _rest: str) -> None:
        rows = [(each["name"], each["type"], each["preview"]) for each in self._cells.list_variables()]
        rows = [("Variable", "Type", "Data/Info"), *rows]
        widths = [max(len(row[at]) for row in rows) for at in range(2)]
        for row in rows:
            print(f"{row[0]:<{widths[0]}}   {row[1]:<{widths[1]}}   {row[2][:80]}")

    def _reset(self, rest: str) -> None:
        if "-f" not in rest.split():
            raise UsageError("%reset asks before it deletes, and there is nobody to answer: write %reset -f")
        self._cells.reset()

    def _run_file(self, rest: str) -> None:
        import runpy
        import shlex

        arguments = shlex.split(rest)
        if not arguments:
            raise UsageError("%run needs the name of a file")
        before, sys.argv = sys.argv, arguments
        try:
            found = runpy.run_path(arguments[0], run_name="__main__")
        finally:
            sys.argv = before
        self._cells.namespace.update(
            {name: value for name, value in found.items() if not name.startswith("__")}
        )

    def _write_file(self, rest: str, body: str, _line: int) -> None:
        words = rest.split()
        append = words[:1] == ["-a"]
        name = os.path.expanduser(" ".join(words[1:] if append else words).strip("'\""))
        if not name:
            raise UsageError("%%writefile needs the name of a file")
        text = f"{'Appending to' if append else 'Overwriting' if os.path.exists(name) else 'Writing'} {name}"
        with open(name, "a" if append else "w", encoding="utf-8") as file:
            file.write(body if body.endswith("\n") else body + "\n")
        print(text)

    def _capture(self, rest: str, body: str, line: int) -> None:
        import contextlib
        import io

        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            self._run_code(body, line)
        name = rest.split()[0] if rest.split() else ""
        if name.isidentifier():
            self._cells.namespace[name] = Captured(out.getvalue(), err.getvalue())

    def _script(self, rest: str, body: str, _line: int) -> None:
        shell.script(body, self._streams, rest)

    def _nothing(self, _rest: str, *_more: object) -> None:
        return None


class Captured:
    """What %%capture kept."""

    def __init__(self, stdout: str, stderr: str) -> None:
        self.stdout, self.stderr = stdout, stderr

    def show(self) -> None:
        sys.stdout.write(self.stdout)
        sys.stderr.write(self.stderr)

    def __str__(self) -> str:
        return self.stdout


def _unknown(sign: str, name: str, known: dict[str, Any]) -> str:
    names = ", ".join(sign + each for each in sorted(known))
    return f"there is no magic {sign}{name} here. There are: {names}. Write it as Python, or as a !command"


def _timeit_options(rest: str) -> tuple[str, str]:
    found = re.match(r"((?:\s*-[nrtcpqo]\s*\d*)*)\s*(.*)", rest, re.DOTALL)
    return (found[1], found[2]) if found else ("", rest)


def _option(options: str, name: str) -> int:
    found = re.search(rf"-{name}\s*(\d+)", options)
    return int(found[1]) if found else 0


def _duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


_EXPANDED = frozenset(("pip", "conda", "cd", "ls", "cat", "mkdir", "run"))
_LINES: dict[str, Callable[[Commands, str], Any]] = {
    "pip": Commands._pip_line,
    "conda": Commands._pip_line,
    "time": Commands._time_line,
    "timeit": Commands._timeit_line,
    "cd": Commands._cd,
    "pwd": lambda _commands, _rest: os.getcwd(),
    "env": Commands._env,
    "set_env": Commands._env,
    "who": Commands._who,
    "whos": Commands._whos,
    "who_ls": lambda commands, _rest: [each["name"] for each in commands._cells.list_variables()],
    "reset": Commands._reset,
    "run": Commands._run_file,
    **{
        name: (lambda commands, rest, name=name: commands.shell(f"{name} {rest}"))
        for name in ("ls", "cat", "mkdir", "rm", "cp", "mv")
    },
    "sx": lambda commands, rest: commands.captured(rest),
    "system": lambda commands, rest: commands.captured(rest),
    **dict.fromkeys(
        (
            "matplotlib",
            "load_ext",
            "reload_ext",
            "autoreload",
            "config",
            "precision",
            "xmode",
            "pylab",
            "colors",
        ),
        Commands._nothing,
    ),
}
_CELLS: dict[str, Callable[[Commands, str, str, int], Any]] = {
    **dict.fromkeys(("bash", "sh", "!"), Commands._script),
    "time": Commands._time_cell,
    "timeit": Commands._timeit_cell,
    "writefile": Commands._write_file,
    "file": Commands._write_file,
    "capture": Commands._capture,
    **{
        name: (lambda commands, _rest, body, _line, kind=kind: commands._cells.show_as(kind, body))
        for name, kind in (
            ("html", "text/html"),
            ("HTML", "text/html"),
            ("markdown", "text/markdown"),
            ("latex", "text/latex"),
            ("svg", "image/svg+xml"),
            ("javascript", "application/javascript"),
            ("js", "application/javascript"),
        )
    },
}
