"""How a policy reads Python: what is found, and what is not held against a program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from glovebox_sandbox import policy

RULES: dict[str, Any] = {
    "modules": ["os", "sys", "subprocess", "socket", "importlib", "builtins", "urllib.request"],
    "names": [
        "builtins.eval", "builtins.exec", "builtins.compile", "builtins.__import__", "builtins.input",
        "shutil.rmtree",
    ],
    "allowed": None,
    "attributes": ["__subclasses__", "__globals__", "__builtins__", "__import__"],
    "smuggled": ["os", "sys", "builtins"],
    "local": ["helper"],
    "workdir": "/workspace",
    "writable": ["/workspace", "/tmp"],
}  # fmt: skip
LENIENT = {**RULES, "modules": [], "names": ["os.system", "builtins.eval"]}


def found(source: str | bytes, rules: dict[str, Any] = RULES) -> list[tuple[int, str, str]]:
    text = source.encode() if isinstance(source, str) else source
    return [(each["line"], each["rule"], each["name"]) for each in policy.check(text, rules)]


@pytest.mark.parametrize(
    ("source", "rule", "name"),
    [
        ("import os", "module", "os"),
        ("import math, os", "module", "os"),
        ("import os as o", "module", "os"),
        ("import os.path", "module", "os"),
        ("from os import listdir", "module", "os"),
        ("from os.path import join as j", "module", "os"),
        ("def f():\n    if 1:\n        import os", "module", "os"),
        ("import importlib", "module", "importlib"),
        ("import urllib.request", "module", "urllib.request"),
        ("from urllib import request", "module", "urllib.request"),
        ("import urllib\nurllib.request.urlopen('x')", "module", "urllib.request"),
        ("import random\nrandom._os.listdir()", "module", "os"),
        ("from random import _os as harmless", "module", "os"),
        ("import glob as g\nx = g.os", "module", "os"),
        ("import random\nvars(random)['_os']", "module", "os"),
        ("import random\nrandom.__dict__['_os']", "module", "os"),
        ("import random\ngetattr(random, '_os')", "module", "os"),
        ("eval('1')", "call", "eval"),
        ("f = eval", "call", "eval"),
        ("list(map(exec, ['1']))", "call", "exec"),
        ("print(f\"{eval('1')}\")", "call", "eval"),
        ("__import__('os')", "call", "__import__"),
        ("\uff45val('1')", "call", "eval"),
        ("def f(x=eval): pass", "call", "eval"),
        ("def eval(x=eval): pass", "call", "eval"),
        ("[eval for eval in [eval]]", "call", "eval"),
        ("[f(1) for x in [1] if (f := eval)]", "call", "eval"),
        ("if 0:\n    eval = 1\neval('1')", "call", "eval"),
        ("eval = 1\ndel eval\neval('1')", "call", "eval"),
        ("class A:\n    eval = 1\n    def f(self): return eval('1')", "call", "eval"),
        ("def f():\n    global eval\n    return eval('1')", "call", "eval"),
        ("lambda: eval('1')", "call", "eval"),
        ("import builtins\nbuiltins.exec('1')", "module", "builtins"),
        ("__builtins__.eval('1')", "call", "eval"),
        ("__builtins__['eval']('1')", "call", "eval"),
        ("getattr(__builtins__, 'eval')('1')", "call", "eval"),
        ("getattr(__builtins__, 'ev' + 'al')('1')", "attribute", "__builtins__"),
        ("print.__self__\nlen.__globals__", "attribute", "__globals__"),
        ("().__class__.__bases__[0].__subclasses__()", "attribute", "__subclasses__"),
        ("globals()['__builtins__']", "attribute", "__builtins__"),
        ("getattr(f, '__globals__')", "attribute", "__globals__"),
        ("x = input('name?')", "call", "input"),
        ("import shutil as s\ns.rmtree('x')", "call", "shutil.rmtree"),
        ("from shutil import rmtree as r", "call", "shutil.rmtree"),
        ("from shutil import *", "call", "shutil.rmtree"),
        ("import shutil\nremove = shutil.rmtree", "call", "shutil.rmtree"),
        ("import shutil\ns = shutil\ns.rmtree('x')", "call", "shutil.rmtree"),
        ("import shutil\na, b = shutil, 1\na.rmtree('x')", "call", "shutil.rmtree"),
        ("import shutil\ngetattr(shutil, 'rm' + 'tree')", "call", "getattr(shutil, …)"),
        ("import shutil\n(shutil if 1 else 0).rmtree('x')", "call", "shutil.rmtree"),
        ("open('/etc/passwd', 'w')", "write", "/etc/passwd"),
        ("open('../x', mode='a')", "write", "/x"),
        ("open('/workspace/../etc/x', 'r+')", "write", "/etc/x"),
        ("open('/etc/x', mode)", "write", "/etc/x"),
        ("import io\nio.open('/etc/x', 'wb')", "write", "/etc/x"),
        ("from pathlib import Path\nPath('/etc', 'x').write_text('')", "write", "/etc/x"),
        ("import pathlib\npathlib.Path('/etc/x').open('w')", "write", "/etc/x"),
        ("match x:\n    case 1: import os", "module", "os"),
        ("async def f():\n    async with a as b:\n        await eval('1')", "call", "eval"),
        ("# -*- coding: latin-1 -*-\nimport os", "module", "os"),
        ("\ufeffimport os", "module", "os"),
    ],
)
def test_what_a_policy_is_about_is_found_in_every_guise(source: str, rule: str, name: str) -> None:
    """[policy.caught]"""
    assert (rule, name) in [(kind, what) for _, kind, what in found(source)]


@pytest.mark.parametrize(
    "source",
    [
        "# import os; eval('1')\nprint('import os; exec(1)')",
        '"""import os\neval(1)"""',
        "open('in.csv').read()",
        "open('out.csv', 'w').write('x')",
        "open('/tmp/x', 'w')\nopen('/workspace/a/../x', 'w')",
        "open('/etc/os-release')",
        "open(name, 'w')",
        "from pathlib import Path\nPath('out.csv').write_text('x')\nPath('/etc/hostname').read_text()",
        "def profile(x): return x\nprofile(1)",
        "model.eval()\ndf.eval('a + b')\nre.compile('x')",
        "def forward(self, input): return input * 2",
        "for input in [1, 2]: print(input)",
        "eval = 3\nprint(eval)",
        "def exec(x): return x\nexec(1)",
        "lambda input: input",
        "[input for input in 'abc']",
        "with open('x') as input: print(input)",
        "try: pass\nexcept ValueError as input: print(input)",
        "match x:\n    case {'a': 1, **input}: print(input)",
        "from scipy import signal\nsignal.find_peaks(x)",
        "import helper\nhelper.os = 1",
        "from .os import x\nfrom . import sys",
        "x.os.system('not a module that anybody imported')",
        "os = 3\nprint(os)",
        "import shutil\nshutil.copy('a', 'b')\ngetattr(shutil, 'copy')",
        "class A:\n    def eval(self): return 1\nA().eval()",
        "import urllib.parse\nurllib.parse.quote('x')",
        "import os-path",
        "print('\\x00'",
    ],
)
def test_what_only_looks_alike_is_not_held_against_a_program(source: str) -> None:
    """[policy.harmless]"""
    assert found(source) == []


def test_a_module_is_told_once_and_a_call_on_each_line() -> None:
    """[policy.caught]"""
    source = "import os\nos.getcwd()\neval('1')\nimport os\neval('2'), eval('3')\n"
    assert found(source) == [(1, "module", "os"), (3, "call", "eval"), (5, "call", "eval")]


def test_members_of_modules_that_are_allowed_otherwise() -> None:
    """[policy.caught]"""
    assert found("import os\nos.system('x')\nos.getcwd()", LENIENT) == [(2, "call", "os.system")]
    assert found("from os import system, getcwd", LENIENT) == [(1, "call", "os.system")]
    assert found("import random\nrandom._os.system('x')", LENIENT) == [(2, "call", "os.system")]
    assert found("import platform\nplatform.system()", LENIENT) == []


def test_a_list_of_modules_allows_these_and_the_request_s_own() -> None:
    """[policy.caught]"""
    rules = {**LENIENT, "allowed": ["json", "urllib.parse", "os"]}
    allowed = (
        "import json, helper.part\nfrom json.decoder import x\nfrom urllib import parse\nimport urllib.parse"
    )
    assert found(allowed, rules) == []
    assert found("import requests.api", rules) == [(1, "unlisted", "requests.api")]
    assert found("from urllib import error", rules) == [(1, "unlisted", "urllib")]


@pytest.mark.parametrize(
    "source",
    [
        "(" * 100_000,
        "(" * 150 + "x" + ")" * 150,
        "x = " + "-" * 100_000 + "1",
        "x = " + "1 + " * 50_000 + "1",
        "x" + ".a" * 50_000,
        "x" + "()" * 20_000,
        "\n".join(" " * depth + "if x:" for depth in range(99)) + "\n" + " " * 99 + "pass",
        "a0 = 1\n"
        + "\n".join(f"a{n} = b{n} = a{n - 1}\na{n} = b{n - 1}" for n in range(1, 200))
        + "\na199.x",
        "a = b\nb = a\na.x.y.z()",
        "x = 1\n" * 100_000,
        "\x00",
        b"\xff\xfe",
        "# coding: nonsense\nimport os",
        "",
    ],
)
def test_no_source_makes_the_check_fail_or_hang(source: str | bytes, tmp_path: Path) -> None:
    """[policy.unanswered]"""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "0").write_bytes(source if isinstance(source, bytes) else source.encode())
    (tmp_path / "rules.json").write_text(json.dumps({**RULES, "sources": 1, "most": 20}))
    command = [sys.executable, policy.__file__]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=50, check=False)
    if ended.returncode < 0 and sys.version_info < (3, 11):
        return  # a death of the interpreter, which the host takes for no answer
    assert (ended.returncode, ended.stderr) == (0, b"")
    answer = json.loads(ended.stdout)
    assert answer["total"] == 0 or answer["violations"][0]["rule"] == "unreadable"


def test_at_most_so_many_are_told_and_all_are_counted(tmp_path: Path) -> None:
    """[policy.caught]"""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/0").write_text("eval('1')\n" * 30)
    (tmp_path / "sources/1").write_text("import os")
    (tmp_path / "rules.json").write_text(json.dumps({**RULES, "sources": 2, "most": 20}))
    said = subprocess.check_output([sys.executable, policy.__file__], cwd=tmp_path)
    answer = json.loads(said)
    assert (answer["total"], len(answer["violations"])) == (31, 20)
