"""IPython's extra syntax: what is translated, what is not, and what it does."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import Session

from glovebox_sandbox.running import magics


@pytest.mark.parametrize(
    ("source", "translated"),
    [
        ("!ls -l", "__glovebox_magics__.shell('ls -l')"),
        ("x = 1\n  !ls", "x = 1\n  __glovebox_magics__.shell('ls')"),
        ("files = !ls", "files = __glovebox_magics__.captured('ls')"),
        ("d['k'] = !ls", "d['k'] = __glovebox_magics__.captured('ls')"),
        ("%cd /tmp", "__glovebox_magics__.line('cd', '/tmp')"),
        ("t = %time f(1)", "t = __glovebox_magics__.line('time', 'f(1)')"),
        ("!pip install a \\\n   b\nx", "__glovebox_magics__.shell('pip install a b')\n\nx"),
        ("pip install a", "__glovebox_magics__.shell('pip install a')"),
        ("%%bash\necho a\n", "__glovebox_magics__.cell('bash', '', 'echo a\\n', 1)"),
        ("\n%%time x\ny", "\n__glovebox_magics__.cell('time', 'x', 'y', 2)"),
        ("print?", "__glovebox_magics__.help('print', False)"),
        ("%%time?", "__glovebox_magics__.help('%%time', False)"),
        ("??a.b", "__glovebox_magics__.help('a.b', True)"),
    ],
)
def test_magics_become_python_on_the_same_lines(source: str, translated: str) -> None:
    assert magics.translate(source) == translated
    assert translated.count("\n") == source.count("\n") or source.startswith(("%%", "\n%%"))


@pytest.mark.parametrize(
    "source",
    [
        "x = (1\n%timeit)",
        "x = '''\n!ls\n%cd\n'''\n)",
        'x = """a\\"""\n!ls\n"""\n)',
        "x = 5 \\\n%y\n)",
        "# !ls\n)",
        "x = 'a\\\n!ls'\n)",
        "x != 3 )",
        "a = b != c )",
        "f(x)?y",
    ],
)
def test_what_is_no_statement_of_its_own_is_left_alone(source: str) -> None:
    assert magics.translate(source) is None


@pytest.mark.parametrize(
    "source", ["a = 7\nt = 4\na \\\n%t", "s = '''\n%cd /\n!ls\n'''\nlen(s)", "x = [7\n%4]\nx"]
)
def test_what_is_python_is_never_translated(session: Session, source: str) -> None:
    session.good(source)
    assert len(session.results) == 1


def test_a_command_writes_to_the_cell_as_it_runs(session: Session) -> None:
    session.good("print('a')\n!echo b; echo c >&2\nprint('d')")
    assert session.output() == "a\nb\nd\n"


def test_a_command_takes_values_of_the_cell(session: Session) -> None:
    session.good("name, items = 'it', [1, 2]\n!echo {name} $name {len(items)} {nothing} '$HOME' ${HOME:+set}")
    assert session.output() == "it it 2 {nothing} $HOME set\n"
    session.good("def f(local):\n    !echo {local}\nf('inner')")
    assert session.output() == "inner\n"


def test_the_lines_of_a_command_are_a_list(session: Session) -> None:
    assert session.value("lines = !printf 'a\\nb c\\n'\nlines") == "['a', 'b c']"


def test_the_exit_code_of_a_command_is_a_variable(session: Session) -> None:
    session.good("!exit 3")
    assert session.value("_exit_code") == "3"


def test_output_of_a_command_goes_where_the_cell_redirects_it(session: Session) -> None:
    session.good(
        "import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    !echo kept"
    )
    assert session.value("out.getvalue()") == "'kept\\n'"
    assert session.output() == ""


def test_a_bash_cell_runs_whole_and_fails_with_its_exit_code(session: Session) -> None:
    session.good("%%bash\nfor i in 1 2; do\n  echo $i\ndone")
    assert session.output() == "1\n2\n"
    error = session.error("%%bash\nfalse\nexit 4")
    assert error["name"] == "CalledProcessError"
    assert "exit status 4" in error["message"]


def test_time_prints_and_gives_the_value(session: Session) -> None:
    session.good("%time x = 1 + 1")
    assert "Wall time:" in session.output()
    assert session.value("%%time\ny = x\ny + 1") == "3"
    assert session.value("y") == "2"


def test_an_error_below_a_cell_magic_names_its_line(session: Session) -> None:
    error = session.error("%%time\n\n1 / 0")
    assert 'File "<cell 1>", line 3, in <module>\n    1 / 0' in error["traceback"]


def test_time_prints_processor_and_wall_time(session: Session) -> None:
    session.good("%time sum(range(10))")
    assert re.fullmatch(
        r"CPU times: user \S+ [nμm]?s, sys: \S+ [nμm]?s, total: \S+ [nμm]?s\nWall time: \S+ [nμm]?s\n",
        session.output(),
    )


def test_an_extension_that_is_not_installed_is_an_error(session: Session) -> None:
    session.good("%load_ext autoreload\n%autoreload 2")
    assert session.error("%load_ext no_such_extension")["name"] == "ModuleNotFoundError"


def test_timeit_prints_a_mean(session: Session) -> None:
    session.good("x = []\n%timeit -n 10 -r 2 x.append(1)")
    assert re.fullmatch(
        r"\S+ [nμm]?s ± \S+ [nμm]?s per loop \(mean ± std\. dev\. of 2 runs, 10 loops each\)\n",
        session.output(),
    )
    assert session.value("len(x)") == "20"
    session.good("%%timeit -n 3 -r 1\nx.append(2)\nx.append(3)")
    assert session.value("x.count(2)") == "3"


def test_magics_about_the_place(session: Session, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    session.good("%cd folder")
    assert session.value("%pwd") == repr(str(tmp_path / "folder"))
    session.good("%cd")
    assert os.getcwd() == str(tmp_path)
    session.output()
    session.good("%ls")
    assert session.output() == "folder\n"


def test_magics_about_the_environment(session: Session) -> None:
    session.good("%env GLOVEBOX_TEST_ENV=5")
    try:
        assert session.value("%env GLOVEBOX_TEST_ENV") == "'5'"
    finally:
        del os.environ["GLOVEBOX_TEST_ENV"]


def test_magics_about_variables(session: Session) -> None:
    session.good("x = 5\n%who")
    assert session.output() == "x\n"
    session.good("y = 'text'\n%who str")
    assert session.output() == "y\n"
    session.good("%reset_selective -f ^y$\n%whos")
    assert session.output().splitlines()[1].split() == ["x", "int", "5"]
    session.good("z = 1\n%xdel z")
    assert session.error("z")["name"] == "NameError"
    session.good("%reset -f")
    assert session.error("x")["name"] == "NameError"


NOTEBOOK = '{"cells": [{"cell_type": "code", "source": ["z = y\\n", "z += 1"]}]}'


def test_files_are_written_and_run(session: Session, tmp_path: Path) -> None:
    session.good("%%writefile made.py\nimport sys\nmade = len(sys.argv)\n")
    assert (tmp_path / "made.py").read_text() == "import sys\nmade = len(sys.argv)\n"
    session.good("%run made.py a b")
    assert session.value("made") == "3"
    session.good("x = 5")
    session.good("%%writefile other.py\ny = x + 1")
    assert session.error("%run other")["name"] == "NameError"
    session.good("%run -i other.py")
    assert session.value("y") == "6"
    session.good("%%writefile a.ipynb\n" + NOTEBOOK)
    session.good("%run a.ipynb")
    assert session.value("z") == "7"
    session.good("%%writefile -a made.py\n# more")
    assert (tmp_path / "made.py").read_text().endswith("# more\n")


def test_capture_keeps_what_is_printed(session: Session) -> None:
    session.good("%%capture kept\nprint('inside')")
    assert session.output() == ""
    assert session.value("kept.stdout") == "'inside\\n'"
    session.good("%%capture kept --no-stdout\nprint('out')\ndisplay(1)\n2")
    assert (session.results, session.output()) == ([], "out\n")
    session.good("kept.show()")
    assert [each["mime"]["text/plain"] for each in session.results] == ["1", "2"]
    session.good("from IPython.utils.capture import capture_output\nwith capture_output() as c: display(3)")
    assert session.results == []
    assert session.value("c.outputs[0].data") == "{'text/plain': '3'}"


@pytest.mark.parametrize(
    "source", ["%matplotlib inline", "%load_ext autoreload", "%config A.b = 'c'", "%autosave 60", "%gui qt"]
)
def test_magics_without_a_meaning_here_do_nothing(session: Session, source: str) -> None:
    session.good(source)
    assert (session.results, session.output()) == ([], "")


@pytest.mark.parametrize(("source", "line"), [("x = 1\n%nonsense a", 2), ("%%nonsense\na", 1)])
def test_other_magics_are_a_clear_error_with_their_line(session: Session, source: str, line: int) -> None:
    error = session.error(source)
    assert error["name"] == "UsageError"
    assert "nonsense" in error["message"]
    assert f'File "<cell 1>", line {line}' in error["traceback"]


def test_help_prints_the_documentation(session: Session) -> None:
    session.good("def f(x):\n    'what it does'\n    return x")
    session.good("f?")
    assert session.output() == "Signature: f(x)\nwhat it does\n"
    session.good("f??")
    assert "    return x" in session.output()


def test_an_error_of_python_beside_a_magic_is_shown_at_its_line(session: Session) -> None:
    error = session.error("!true\nx = (")
    assert error["name"] == "SyntaxError"
    assert "line 2" in error["traceback"]


def test_modules_that_were_changed_are_loaded_anew_where_that_is_asked_for(session: Session) -> None:
    session.good("%%writefile changing.py\ndef f(): return 1")
    session.good("%load_ext autoreload\n%autoreload 2\nimport changing\nfrom changing import f")
    session.good(
        "open('changing.py', 'w').write('def f(): return 22')\nimport os\nos.utime('changing.py', (1, 2))"
    )
    assert session.value("f(), changing.f()") == "(22, 22)"
    session.good("%autoreload 0\nopen('changing.py', 'w').write('def f(): return 3')")
    assert session.value("f()") == "22"
    session.good("import sys\ndel sys.modules['changing']")


@pytest.mark.parametrize("magic", ["%debug", "%store x", "%sql select 1", "%bash"])
def test_magics_that_cannot_be_here_say_what_to_do(session: Session, magic: str) -> None:
    error = session.error(magic)
    assert error["name"] == "UsageError"
    assert magic.split()[0] in error["message"]
    assert "There are:" not in error["message"]


def test_programs_read_a_cell_and_what_they_say_can_be_kept(session: Session) -> None:
    session.good("%%python3\nprint(6 * 7)")
    assert session.outputs() == "42\n"
    session.good("%%bash --out said --err warned\necho a\necho b >&2")
    assert session.value("said, warned") == "('a\\n', 'b\\n')"
    assert session.error("%%script sh -e\nfalse\n")["name"] == "CalledProcessError"


def test_lines_of_a_command_have_what_notebooks_ask_of_them(session: Session) -> None:
    session.good("found = !printf 'a 1\\nb 2\\n'")
    assert session.value("found.n, found.s, found.grep('b'), found.fields(1)") == (
        "('a 1\\nb 2', 'a 1 b 2', ['b 2'], ['1', '2'])"
    )


def test_a_program_adds_magics_of_its_own(session: Session) -> None:
    session.good(
        "from IPython.core.magic import *\n"
        "@register_line_magic\ndef twice(line): return line * 2\n"
        "@register_cell_magic('shout')\ndef loud(line, cell): return line + cell.upper()\n"
        "@magics_class\nclass Mine(Magics):\n"
        " @line_magic\n def mine(self, line): return self.shell.user_ns[line]\n"
        "get_ipython().register_magics(Mine)\nx = 'ab'"
    )
    assert session.value("%twice {x}") == "'abab'"
    assert session.value("%%shout x\nabc") == "'xABC'"
    assert session.value("%mine x") == "'ab'"


def test_magics_about_the_past_and_about_magics(session: Session) -> None:
    session.error("1 / 0")
    session.good("%tb")
    assert "ZeroDivisionError: division by zero" in session.output()
    session.good("%history")
    assert session.output() == "1 / 0\n%tb\n%history\n"
    session.good("%lsmagic")
    assert "%%writefile" in session.output()
    session.good("%timeit?\n%prun sum(range(10))")
    assert "{built-in method builtins.sum}" in session.output()


def test_numbers_are_shown_with_as_many_digits_as_asked(session: Session) -> None:
    session.good("%precision 2")
    assert session.value("[3.14159]") == "[3.14]"
    session.good("%precision")
    assert session.value("3.14159") == "3.14159"


@pytest.mark.parametrize(
    ("source", "kinds", "metadata"),
    [
        ("%config InlineBackend.figure_format = 'svg'", ["image/svg+xml"], False),
        ("%config InlineBackend.figure_formats = ['retina', 'pdf']", ["application/pdf", "image/png"], True),
        (
            "import matplotlib_inline.backend_inline as b; b.set_matplotlib_formats('jpeg')",
            ["image/jpeg"],
            False,
        ),
        ("from IPython.display import set_matplotlib_formats as s; s('png')", ["image/png"], False),
    ],
)
def test_figures_come_in_the_formats_that_are_set(
    session: Session, source: str, kinds: list[str], metadata: bool
) -> None:
    session.good(source)
    session.good("import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1))\nplt.plot([1, 2]);")
    [shown] = session.results
    assert sorted(shown["mime"]) == [*kinds, "text/plain"]
    if metadata:
        size = shown["metadata"]["image/png"]
        assert size["width"] < 300
        png = __import__("base64").b64decode(shown["mime"]["image/png"])
        assert int.from_bytes(png[16:20], "big") // 2 == size["width"]


def test_a_format_that_there_is_not_is_an_error(session: Session) -> None:
    assert "retina" in session.error("%config InlineBackend.figure_format = 'bmp'")["message"]
