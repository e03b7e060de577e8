"""The host's view of a live sandbox's files: what lies where, and its bytes in and out.

Theory of operation. A path is cut into one of the places where a sandbox may write and a name below it,
and every name is opened as files.py does: below its place, through no link of any kind, regular files
only, never waiting. Init has the user's rights on files and no more. Bytes go out only as the host takes
them, piece by piece, and come in to a file without a name, which takes the old one's place once it is
whole. So an answer is always one frame, and what a program does to its files meanwhile makes an error
and nothing worse.
"""

from __future__ import annotations

import errno
import os

from .. import frames, root
from ..files import Tree
from .entries import MOST_LEVELS, USER, attributes, entry_in, entry_of, refuse_to_replace, remove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ..files import Workspace
    from ..output import Output

_PIECE_BYTES = 262_144
_MOST_STREAMS = 128
_MOST_ENTRIES = 10_000
_MOST_ATTRIBUTE_BYTES_OF_A_LIST = 262_144
_PLACES = ("/workspace", "/home/user", "/tmp")


class Where:
    """A path of the host's, cut: `place` is its beginning, `name` is relative to `tree`."""

    def __init__(self, path: str, place: str, tree: Tree, name: str) -> None:
        self.path = path
        self.place = place
        self.tree = tree
        self.name = name

    @property
    def folder(self) -> str:
        return os.path.dirname(self.name)

    @property
    def base(self) -> str:
        return os.path.basename(self.name)


class Reading:
    def __init__(self, file: int, left: int) -> None:
        self.file = file
        self.left = left


class Writing:
    def __init__(self, file: int, where: Where) -> None:
        self.file = file
        self.where = where
        self.problem: OSError | None = None


class Filing:
    """Answers the host's orders one by one. `request` is the host's number for one of them."""

    def __init__(self, workspace: Workspace, out: Output) -> None:
        self._out = out
        self._workspace = workspace
        self._trees: dict[str, Tree] = {root.WORKSPACE: workspace}
        self._streams: dict[int, Reading | Writing] = {}
        self._actions: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "list": self._list,
            "stat": self._stat,
            "read": self._read,
            "write": self._write,
            "remove": self._remove,
            "rename": self._rename,
            "make_folder": self._make_folder,
        }

    def order(self, order: dict[str, Any]) -> None:
        self._answer(order["request"], lambda: self._actions[order["action"]](order))

    def take(self, request: int) -> None:
        """The next piece of a file that is read; an empty one at its end, also where it became shorter."""
        reading = self._streams.get(request)
        data = b""
        if isinstance(reading, Reading):
            try:
                data = os.read(reading.file, min(reading.left, _PIECE_BYTES))
            except OSError:
                data = b""  # the host counts what it was promised
            reading.left -= len(data)
        self._out.send(frames.pack("file_piece", request.to_bytes(4, "little") + data))

    def put(self, request: int, data: bytes) -> None:
        writing = self._streams.get(request)
        if not isinstance(writing, Writing) or writing.problem is not None:
            return
        try:
            frames.write_all(writing.file, data)
        except OSError as error:
            writing.problem = error

    def close(self, request: int, *, keep: bool) -> None:
        """The end of a stream. One that was written is kept only where the host says that it is whole."""
        stream = self._streams.pop(request, None)
        if stream is None:
            return
        try:
            if keep and isinstance(stream, Writing):
                self._answer(request, lambda: self._keep(stream))
        finally:
            os.close(stream.file)

    def _answer(self, request: int, act: Callable[[], dict[str, Any]]) -> None:
        answer: dict[str, Any] = {"request": request, "code": "", "problem": "", "entries": [], "more": False}
        try:
            answer.update(act())
        except OSError as error:
            code = error.errno or errno.EIO
            answer.update(code=errno.errorcode.get(code, "EIO"), problem=os.strerror(code))
        self._out.send(frames.pack_json("file_answer", answer))

    # --- what can be asked ---

    def _list(self, order: dict[str, Any]) -> dict[str, Any]:
        where = self._where(order["path"])
        entries: list[dict[str, Any]] = []
        left = _MOST_ATTRIBUTE_BYTES_OF_A_LIST
        for entry in self._walk(where, order["depth"]):
            if len(entries) == _MOST_ENTRIES:
                return {"entries": entries, "more": True}
            left -= sum(len(name) + len(value) for name, value in entry["attributes"].items())
            entries.append(entry if left >= 0 else {**entry, "attributes": {}})
        return {"entries": entries}

    def _walk(self, where: Where, depth: int) -> Iterator[dict[str, Any]]:
        pending = [(where.name, where.path, 1)]
        while pending:
            name, path, level = pending.pop()
            try:
                folder = where.tree.open_folder(name or ".")
            except OSError:
                if level == 1:
                    raise
                continue  # gone, or turned into something else, since it was listed
            try:
                for each in sorted(os.listdir(folder)):
                    entry = entry_in(folder, each, f"{path.rstrip('/')}/{each}")
                    if entry is None:
                        continue
                    yield entry
                    if entry["kind"] == "folder" and level < min(depth, MOST_LEVELS):
                        pending.append((f"{name}/{each}" if name else each, entry["path"], level + 1))
            finally:
                os.close(folder)

    def _stat(self, order: dict[str, Any]) -> dict[str, Any]:
        return {"entries": [self._entry(self._where(order["path"]))]}

    def _read(self, order: dict[str, Any]) -> dict[str, Any]:
        where = self._where(order["path"])
        self._require_room()
        file = where.tree.open_to_read(where.name or ".")
        size = os.fstat(file).st_size
        start = min(order["start"], size)
        length = order["length"]
        os.lseek(file, start, os.SEEK_SET)
        left = size - start if length is None else min(length, size - start)
        self._streams[order["request"]] = Reading(file, left)
        return {"entries": [entry_of(os.fstat(file), where.path)]}

    def _write(self, order: dict[str, Any]) -> dict[str, Any]:
        where = self._where(order["path"])
        if not where.name:
            raise OSError(errno.EISDIR, "")
        self._require_room()
        if where.folder:
            where.tree.make_folders(where.folder)
        folder = where.tree.open_folder(where.folder or ".")
        try:
            refuse_to_replace(folder, where.base)
            file = os.open(".", os.O_WRONLY | os.O_TMPFILE | os.O_CLOEXEC, 0o644, dir_fd=folder)
        finally:
            os.close(folder)
        try:
            for name, value in order["attributes"].items():
                os.setxattr(file, USER + name, value.encode())
        except OSError:
            os.close(file)
            raise
        self._streams[order["request"]] = Writing(file, where)
        return {}

    def _keep(self, writing: Writing) -> dict[str, Any]:
        if writing.problem is not None:
            raise writing.problem
        where = writing.where
        folder = where.tree.open_folder(where.folder or ".")
        beside = f".{os.urandom(8).hex()}"
        try:
            os.link(f"/proc/self/fd/{writing.file}", beside, dst_dir_fd=folder, follow_symlinks=True)
            try:
                refuse_to_replace(folder, where.base)
                os.rename(beside, where.base, src_dir_fd=folder, dst_dir_fd=folder)
            except OSError:
                os.unlink(beside, dir_fd=folder)
                raise
        finally:
            os.close(folder)
        if where.tree is self._workspace:
            self._workspace.note_laid(where.name, writing.file)
        entry = entry_of(os.fstat(writing.file), where.path)
        return {"entries": [{**entry, "attributes": attributes(writing.file)}]}

    def _remove(self, order: dict[str, Any]) -> dict[str, Any]:
        where = self._where(order["path"])
        if not where.name:
            raise OSError(errno.EBUSY, "")
        folder = where.tree.open_folder(where.folder or ".")
        try:
            remove(folder, where.base, recursive=order["recursive"])
        finally:
            os.close(folder)
        return {}

    def _rename(self, order: dict[str, Any]) -> dict[str, Any]:
        before, after = self._where(order["path"]), self._where(order["to"])
        if not before.name or not after.name:
            raise OSError(errno.EBUSY, "")
        if after.folder:
            after.tree.make_folders(after.folder)
        source = before.tree.open_folder(before.folder or ".")
        try:
            target = after.tree.open_folder(after.folder or ".")
            try:
                os.rename(before.base, after.base, src_dir_fd=source, dst_dir_fd=target)
            finally:
                os.close(target)
        finally:
            os.close(source)
        return {"entries": [self._entry(after)]}

    def _make_folder(self, order: dict[str, Any]) -> dict[str, Any]:
        """`more`: whether it is new."""
        where = self._where(order["path"])
        made = bool(where.name) and where.tree.make_folders(where.name)
        entry = self._entry(where)
        if entry["kind"] != "folder":
            raise OSError(errno.EEXIST, "")
        return {"entries": [entry], "more": made}

    # --- paths ---

    def _where(self, path: str) -> Where:
        """Throws ENOENT for what is in none of the places: of the rest of the root nothing is told."""
        if "\0" in path:
            raise OSError(errno.EINVAL, "")
        plain = os.path.normpath(path)
        for name in (*_PLACES, *root.ALIASES):
            if plain == name or plain.startswith(f"{name}/"):
                place = root.WORKSPACE if name in root.ALIASES else name
                below = plain[len(name) + 1 :]
                return Where(f"{place}/{below}" if below else place, place, self._tree(place), below)
        raise OSError(errno.ENOENT, "")

    def _tree(self, place: str) -> Tree:
        tree = self._trees.get(place)
        if tree is None:
            tree = self._trees[place] = Tree(place)
        return tree

    def _entry(self, where: Where) -> dict[str, Any]:
        folder = where.tree.open_folder(where.folder or ".")
        try:
            entry = entry_in(folder, where.base or ".", where.path)
        finally:
            os.close(folder)
        if entry is None:
            raise OSError(errno.ENOENT, "")
        return entry

    def _require_room(self) -> None:
        if len(self._streams) >= _MOST_STREAMS:
            raise OSError(errno.EMFILE, "")
