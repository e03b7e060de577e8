"""Reads Python sources as syntax trees and tells what a policy does not allow in them.

Runs as an ordinary program in a sandbox of its own: `rules.json` and the folder `sources` lie in the
working folder, and the answer is one line of JSON on stdout. The sources are data and never executed.
They are named by number, so that none can be imported here by mistake.

Nothing here recurses over the tree, because hostile sources are as deep as they like.
"""

from __future__ import annotations

import ast
import json
import posixpath
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Builtins that a file has to replace for certain before its own use of the name is believed.
_CERTAIN = ("eval", "exec", "compile", "__import__")
_OPENERS = ("builtins.open", "io.open", "codecs.open", "_io.open", "_pyio.open")
_PATHS = ("pathlib.Path", "pathlib.PosixPath")
_PATH_WRITERS = (
    "write_text", "write_bytes", "touch", "mkdir", "unlink", "rmdir", "rename", "replace", "symlink_to",
    "hardlink_to", "chmod",
)  # fmt: skip
_DEEPEST = 12
_MOST_STEPS = 100
_LONGEST_NAME = 200
_MOST_KEPT = 10_000


def main() -> None:
    warnings.simplefilter("ignore")
    with open("rules.json", encoding="utf-8") as file:
        rules: dict[str, Any] = json.load(file)
    found: list[dict[str, Any]] = []
    for number in range(rules["sources"]):
        with open(f"sources/{number}", "rb") as file:
            source = file.read()
        found += [{"source": number, **violation} for violation in check(source, rules)]
    print(json.dumps({"violations": found[: rules["most"]], "total": len(found)}))


def check(source: bytes, rules: dict[str, Any]) -> list[dict[str, Any]]:
    """What one source does that the rules do not allow, in the order of its lines."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []  # it will say so itself when it runs
    except (RecursionError, MemoryError, SystemError):
        return [{"line": 1, "rule": "unreadable", "name": ""}]
    return _Checker(tree, rules).run()


class _Scope:
    def __init__(self, kind: str, parent: _Scope | None) -> None:
        self.kind = kind
        self.parent = parent
        self.names: set[str] = set()
        # Bound by a statement of the module itself, which is always reached, and where that ends.
        self.certain: dict[str, tuple[int, int]] = {}
        self.deleted: set[str] = set()
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        # What a name may stand for: a dotted path, or an expression to look at.
        self.aliases: dict[str, list[str | tuple[ast.expr, _Scope]]] = {}


class _Checker:
    def __init__(self, tree: ast.Module, rules: dict[str, Any]) -> None:
        self.tree = tree
        self.blocked: set[str] = set(rules["modules"])
        self.allowed: set[str] | None = None if rules["allowed"] is None else set(rules["allowed"])
        self.local: set[str] = set(rules["local"])
        self.names: set[str] = set(rules["names"])
        self.attributes: set[str] = set(rules["attributes"])
        self.smuggled: set[str] = set(rules["smuggled"])
        self.workdir: str = rules["workdir"]
        self.writable: list[str] = rules["writable"]
        self.guarded = {name.split(".")[0] for name in self.names} | self.blocked
        self.steps = 0
        self.module = _Scope("module", None)
        self.scopes: dict[int, _Scope] = {}
        self.found: dict[tuple[Any, ...], dict[str, Any]] = {}

    def run(self) -> list[dict[str, Any]]:
        certain = {id(node) for node in self.tree.body}
        for node, scope in self._walk():
            self._bind(node, scope)
            if id(node) in certain:
                self._bind_for_certain(node)
        for node, scope in self._walk():
            self._look(node, scope)
        return sorted(self.found.values(), key=lambda violation: violation["line"])

    def _report(self, node: ast.AST, rule: str, name: str) -> None:
        line = getattr(node, "lineno", 1)
        # A module is named once, where it comes in: every use of it would say the same.
        key = (rule, name) if rule == "module" else (rule, name, line)
        before = self.found.get(key)
        if before is not None:
            before["line"] = min(before["line"], line)
        elif len(self.found) < _MOST_KEPT:
            self.found[key] = {"line": line, "rule": rule, "name": name[:_LONGEST_NAME]}

    # The tree, with the scope that each node's names are looked up in.

    def _walk(self) -> Iterator[tuple[ast.AST, _Scope]]:
        pending: list[tuple[ast.AST, _Scope]] = [(self.tree, self.module)]
        while pending:
            node, scope = pending.pop()
            yield node, scope
            if isinstance(node, ast.NamedExpr):
                pending += [(node.value, scope), (node.target, _no_comprehension(scope))]
                continue
            outer, inner = _parts(node)
            if inner:
                own = self._scope_of(node, scope)
                pending += [(child, own) for child in reversed(inner)]
            pending += [(child, scope) for child in reversed(outer)]

    def _scope_of(self, node: ast.AST, parent: _Scope) -> _Scope:
        known = self.scopes.get(id(node))
        if known is None:
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            if isinstance(node, _COMPREHENSIONS):
                kind = "comprehension"
            known = self.scopes[id(node)] = _Scope(kind, parent)
        return known

    # First pass: what binds which name.

    def _bind(self, node: ast.AST, scope: _Scope) -> None:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                self._add(node.id, scope)
            elif isinstance(node.ctx, ast.Del):
                self._add(node.id, scope)
                self._owner(node.id, scope).deleted.add(node.id)
        elif isinstance(node, ast.arg):
            self._add(node.arg, scope)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self._add(node.name, scope)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for name, path in _imported(node):
                self._add(name, scope, path)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._alias(target, node.value, scope)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
            if node.value is not None:
                self._alias(node.target, node.value, _no_comprehension(scope))
        elif isinstance(node, ast.Global):
            scope.globals.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            scope.nonlocals.update(node.names)
        else:
            for field in ("name", "rest"):  # of an except clause, and of a case
                name = getattr(node, field, None)
                if isinstance(name, str) and not isinstance(node, ast.alias):
                    self._add(name, scope)

    def _alias(self, target: ast.expr, value: ast.expr, scope: _Scope) -> None:
        if isinstance(target, ast.Name):
            self._add(target.id, scope, (value, scope))
        elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            for each, part in zip(target.elts, value.elts, strict=False):
                if isinstance(each, ast.Name):
                    self._add(each.id, scope, (part, scope))

    def _add(self, name: str, scope: _Scope, alias: str | tuple[ast.expr, _Scope] | None = None) -> None:
        owner = self._owner(name, scope)
        owner.names.add(name)
        if alias is not None:
            owner.aliases.setdefault(name, []).append(alias)

    def _owner(self, name: str, scope: _Scope) -> _Scope:
        return self.module if name in scope.globals else scope

    def _bind_for_certain(self, node: ast.AST) -> None:
        names: list[str] = []
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names = [node.name]
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [name for name, _ in _imported(node)]
        elif isinstance(node, ast.Assign):
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
        for name in names:
            self.module.certain.setdefault(name, _end(node))

    # Second pass: what is used.

    def _look(self, node: ast.AST, scope: _Scope) -> None:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self._look_at_import(node)
        elif isinstance(node, ast.Name):
            if node.id == "__builtins__":
                self._report(node, "attribute", node.id)
            elif isinstance(node.ctx, ast.Load):
                self._look_at_use(node, scope)
        elif isinstance(node, ast.Attribute):
            if node.attr in self.attributes:
                self._report(node, "attribute", node.attr)
            self._look_at_use(node, scope)
        elif isinstance(node, ast.Subscript):
            if _text(node.slice) in self.attributes:
                self._report(node, "attribute", _text(node.slice))
            self._look_at_use(node, scope)
        elif isinstance(node, ast.Call):
            self._look_at_call(node, scope)

    def _look_at_import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self._look_at_module(node, [alias.name])
        elif node.level == 0 and node.module is not None:
            for alias in node.names:
                self._look_at_module(node, [f"{node.module}.{alias.name}", node.module])
                path = self._plain(f"{node.module}.{alias.name}")
                if path in self.names:
                    self._report(node, "call", path)
                if alias.name == "*":
                    for name in sorted(self.names):
                        if name.rpartition(".")[0] == node.module:
                            self._report(node, "call", name)

    def _look_at_module(self, node: ast.AST, paths: list[str]) -> None:
        for path in paths:
            blocked = self._blocked_part(self._plain(path))
            if blocked is not None:
                self._report(node, "module", blocked)
                return
        top = paths[-1].split(".")[0]
        if self.allowed is None or top in self.local:
            return
        if not any(prefix in self.allowed for path in paths for prefix in _prefixes(path)):
            self._report(node, "unlisted", paths[-1])

    def _look_at_use(self, node: ast.expr, scope: _Scope) -> None:
        for path in self._paths(node, scope):
            if path in self.names:
                self._report(node, "call", path.removeprefix("builtins."))
            blocked = self._blocked_part(path)
            # Every builtin has a path that begins so. The module itself is seen where it is imported.
            if blocked is not None and blocked != "builtins":
                self._report(node, "module", blocked)

    def _look_at_call(self, node: ast.Call, scope: _Scope) -> None:
        functions = self._paths(node.func, scope)
        if "builtins.getattr" in functions and len(node.args) > 1:
            name = _text(node.args[1])
            if name in self.attributes:
                self._report(node, "attribute", name)
            for path in self._paths(node.args[0], scope):
                if name == "" and path in self.guarded:
                    self._report(node, "call", f"getattr({path}, …)")
            self._look_at_use(node, scope)
        if any(path in _OPENERS for path in functions):
            self._look_at_open(node, node.args[:1], _argument(node, 1, "mode"))
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call):
            place = node.func.value
            if any(path in _PATHS for path in self._paths(place.func, scope)):
                if node.func.attr == "open":
                    self._look_at_open(node, place.args, _argument(node, 0, "mode"))
                elif node.func.attr in _PATH_WRITERS:
                    self._look_at_place(node, place.args)

    def _look_at_open(self, node: ast.Call, place: list[ast.expr], mode: ast.expr | None) -> None:
        text = _text(mode) if mode is not None else "r"
        if text == "" or any(letter in text for letter in "wax+"):
            self._look_at_place(node, place)

    def _look_at_place(self, node: ast.Call, parts: list[ast.expr]) -> None:
        """Only places that are written out can be judged."""
        names = [_text(part) for part in parts]
        if not names or "" in names:
            return
        place = posixpath.normpath(posixpath.join(self.workdir, *names))
        if not any(place == root or place.startswith(f"{root}/") for root in self.writable):
            self._report(node, "write", place)

    # What an expression may stand for, as dotted paths.

    def _paths(self, node: ast.expr, scope: _Scope, depth: int = 0) -> set[str]:
        # Names that stand for each other could be followed for ever.
        self.steps = 0 if depth == 0 else self.steps + 1
        if depth > _DEEPEST or self.steps > _MOST_STEPS:
            return set()
        if isinstance(node, ast.Name):
            return self._paths_of_name(node, scope, depth)
        if isinstance(node, ast.Attribute):
            inner = self._paths(node.value, scope, depth + 1)
            return inner if node.attr == "__dict__" else self._joined(inner, node.attr)
        if isinstance(node, ast.Subscript):
            return self._joined(self._paths(node.value, scope, depth + 1), _text(node.slice))
        if isinstance(node, ast.NamedExpr):
            return self._paths(node.value, scope, depth + 1)
        if isinstance(node, ast.IfExp):
            return self._paths(node.body, scope, depth + 1) | self._paths(node.orelse, scope, depth + 1)
        if isinstance(node, ast.Call) and node.args:
            functions = self._paths(node.func, scope, depth + 1)
            if "builtins.vars" in functions:
                return self._paths(node.args[0], scope, depth + 1)
            if "builtins.getattr" in functions and len(node.args) > 1:
                return self._joined(self._paths(node.args[0], scope, depth + 1), _text(node.args[1]))
        return set()

    def _joined(self, paths: set[str], name: str) -> set[str]:
        return {self._plain(f"{path}.{name}") for path in paths} if name else set()

    def _paths_of_name(self, node: ast.Name, scope: _Scope, depth: int) -> set[str]:
        name = node.id
        found: set[str] = set()
        current: _Scope | None = scope
        while current is not None:
            if name in current.globals:
                current = self.module
            seen = current.kind != "class" or current is scope
            if seen and name in current.names and name not in current.nonlocals:
                for alias in current.aliases.get(name, []):
                    found |= (
                        {self._plain(alias)} if isinstance(alias, str) else self._paths(*alias, depth + 1)
                    )
                if current.kind in ("function", "comprehension") or self._replaces(node, current, scope):
                    return found
            current = current.parent
        return found | {"builtins" if name == "__builtins__" else f"builtins.{name}"}

    def _replaces(self, node: ast.Name, owner: _Scope, user: _Scope) -> bool:
        """Whether a name of the module stands before the builtin of that name, wherever it is used."""
        if owner.kind != "module":
            return False
        if node.id not in _CERTAIN:
            return True
        bound = owner.certain.get(node.id)
        if bound is None or node.id in owner.deleted:
            return False
        return user is not owner or (node.lineno, node.col_offset) >= bound

    def _plain(self, path: str) -> str:
        """A module that another one has imported is that module: `random._os` is `os`."""
        parts = path.split(".")
        if parts[0] == "builtins":
            return path  # a name that nothing in the file binds
        for index in range(len(parts) - 1, 0, -1):
            if parts[index].lstrip("_") in self.smuggled and parts[0] not in self.local:
                return ".".join([parts[index].lstrip("_"), *parts[index + 1 :]])
        return path

    def _blocked_part(self, path: str) -> str | None:
        return next((prefix for prefix in _prefixes(path) if prefix in self.blocked), None)


def _parts(node: ast.AST) -> tuple[list[ast.AST], list[ast.AST]]:
    """The children that are looked up where the node stands, and those in a scope of its own."""
    if isinstance(node, _FUNCTIONS):
        arguments = node.args
        names = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        names += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
        inner: list[ast.AST] = [*names, *([node.body] if isinstance(node, ast.Lambda) else node.body)]
        outer: list[ast.AST] = [*arguments.defaults, *(each for each in arguments.kw_defaults if each)]
        outer += [each.annotation for each in names if each.annotation]
        if not isinstance(node, ast.Lambda):
            outer += [*node.decorator_list, *([node.returns] if node.returns else [])]
        return outer, inner
    if isinstance(node, ast.ClassDef):
        return [*node.bases, *node.keywords, *node.decorator_list], list(node.body)
    if isinstance(node, _COMPREHENSIONS):
        first = node.generators[0].iter
        children = [child for each in node.generators for child in ast.iter_child_nodes(each)]
        elements = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        return [first], [*(child for child in children if child is not first), *elements]
    if isinstance(node, ast.arg):
        return [], []
    return list(ast.iter_child_nodes(node)), []


def _imported(node: ast.Import | ast.ImportFrom) -> list[tuple[str, str]]:
    """The names that an import binds, with what each stands for."""
    if isinstance(node, ast.Import):
        return [
            (alias.asname, alias.name)
            if alias.asname
            else (alias.name.split(".")[0], alias.name.split(".")[0])
            for alias in node.names
        ]
    prefix = "." * node.level + (node.module or "")
    return [(alias.asname or alias.name, f"{prefix}.{alias.name}") for alias in node.names]


def _no_comprehension(scope: _Scope) -> _Scope:
    while scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent
    return scope


def _argument(node: ast.Call, position: int, name: str) -> ast.expr | None:
    if len(node.args) > position:
        return node.args[position]
    return next((each.value for each in node.keywords if each.arg == name), None)


def _text(node: ast.expr) -> str:
    """What a written-out string says; nothing for every other expression."""
    value = node.value if isinstance(node, ast.Constant) else None
    return (
        value.decode("utf-8", "replace")
        if isinstance(value, bytes)
        else value
        if isinstance(value, str)
        else ""
    )


def _end(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "end_lineno", None) or 0, getattr(node, "end_col_offset", None) or 0


def _prefixes(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


if __name__ == "__main__":
    main()
