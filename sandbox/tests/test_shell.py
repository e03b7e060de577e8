"""get_ipython(), and what libraries do with it."""

from __future__ import annotations

import pytest
from conftest import Session


def test_it_is_the_same_for_builtins_and_imports(session: Session) -> None:
    assert session.value("from IPython import get_ipython as g\ng() is get_ipython()") == "True"
    assert session.value("import IPython\nIPython.get_ipython() is get_ipython()") == "True"


def test_it_promises_no_kernel_with_widgets(session: Session) -> None:
    session.good("ip = get_ipython()")
    assert session.value("'IPKernelApp' in ip.config, type(ip).__name__") == "(False, 'InteractiveShell')"
    error = session.error("ip.kernel")
    assert error["name"] == "AttributeError"
    assert "run_line_magic" in error["message"]


def test_it_runs_magics_commands_and_cells(session: Session) -> None:
    session.good("ip = get_ipython()\nip.run_cell_magic('writefile', 'a.txt', 'text')")
    assert session.value("ip.getoutput('cat a.txt; echo b')") == "['text', 'b']"
    assert session.value("ip.getoutput('echo a; echo b', split=False)") == "'a\\nb'"
    session.good("ip.system('echo said')")
    assert session.outputs() == "Writing a.txt\nsaid\n"
    assert session.value("ip.run_line_magic('env', 'HOME') == __import__('os').environ['HOME']") == "True"
    assert session.value("ip.magic('%who_ls') == ['ip']") == "True"
    session.good("ran = ip.run_cell('x = 6\\nx * 7')")
    assert session.results[0]["mime"]["text/plain"] == "42"
    assert session.value("ran.result, ran.success, x") == "(42, True, 6)"


def test_what_a_cell_within_a_cell_raises_is_told(session: Session) -> None:
    session.good("ran = get_ipython().run_cell('1 / 0')")
    assert "ZeroDivisionError: division by zero" in session.errors()
    assert session.value("ran.success") == "False"
    assert session.error("ran.raise_error()")["name"] == "ZeroDivisionError"


def test_it_has_the_variables(session: Session) -> None:
    session.good("ip = get_ipython()\nip.user_ns['made'] = 5\nip.push({'pushed': 6})")
    assert session.value("made, pushed, ip.ev('made + 1'), ip.user_ns is globals()") == "(5, 6, 6, True)"


def test_what_is_registered_is_called_around_each_cell(session: Session) -> None:
    session.good("told = []\nevents = get_ipython().events")
    session.good("events.register('pre_run_cell', lambda info: told.append(info.raw_cell))")
    session.good("events.register('post_run_cell', lambda ran: told.append(ran.result))")
    session.good("6 * 7")
    assert session.value("told[-3:]") == "['6 * 7', 42, 'told[-3:]']"
    session.good("def bad(): 1 / 0\nevents.register('post_execute', bad)")
    assert "ZeroDivisionError" in session.errors()
    assert session.value("5") == "5"


def test_functions_for_types_go_before_what_values_say_themselves(session: Session) -> None:
    session.good(
        "class A:\n def _repr_html_(self): return 'own'\n"
        "shown = get_ipython().display_formatter.formatters\n"
        "shown['text/html'].for_type(A, lambda a: 'given')\n"
        "shown['text/plain'].for_type(float, lambda f, p, cycle: p.text('%.1f' % f))"
    )
    session.good("A()")
    assert session.results[0]["mime"]["text/html"] == "given"
    assert session.value("[3.14, {'a': 2.71}, 1]") == "[3.1, {'a': 2.7}, 1]"
    session.good("shown['text/html'].pop(A)\nA()")
    assert session.results[0]["mime"]["text/html"] == "own"


def test_a_function_for_a_type_that_raises_is_said(session: Session) -> None:
    session.good("get_ipython().display_formatter.formatters['text/html'].for_type(int, lambda i: 1 / 0)")
    outcome = session.good("5")
    assert session.results[0]["mime"]["text/plain"] == "5"
    assert outcome["notes"] == ["the text/html of int raised ZeroDivisionError: division by zero"]


def test_tables_are_as_wide_as_in_a_notebook(session: Session) -> None:
    session.good("import pandas as pd\npd.DataFrame([range(30)])")
    # Twenty columns, one of dots, and twice the index.
    assert session.results[0]["mime"]["text/html"].count("<th>") == 23


@pytest.mark.parametrize("source", ["'all'", "'last_expr'"])
def test_each_expression_is_shown_where_that_is_asked_for(session: Session, source: str) -> None:
    session.good(
        "from IPython.core.interactiveshell import InteractiveShell\n"
        f"InteractiveShell.ast_node_interactivity = {source}"
    )
    session.good("1\nx = 2\nNone\n3")
    shown = [(each["mime"]["text/plain"], each["main"]) for each in session.results]
    assert shown == ([("1", False)] if source == "'all'" else []) + [("3", True)]


def test_a_program_that_is_no_session_has_none() -> None:
    import subprocess
    import sys

    code = (
        "from glovebox_sandbox.running import program\n"
        "program.execute(b'import IPython\\nprint(IPython.get_ipython())\\nget_ipython', 'p', {}, print)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout == "None\n"
    assert "NameError: name 'get_ipython' is not defined" in ran.stderr
