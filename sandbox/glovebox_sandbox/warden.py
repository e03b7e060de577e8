"""The warden: the fork server of one environment.

It imports the environment's packages once, freezes what it made, and then only clones. It runs
inside the outer wall as uid 0 of a user namespace that is nothing on the host, with an empty
environment and no secret. It never reads what a sandbox says: each sandbox talks to the host
over its own connection.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(__file__)))

from glovebox_sandbox import frames, heap, holes, init, layers, preload, rehearsal, snapshot, syscalls, wall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CONTROL = 3
_NOTHING_HOT = rehearsal.HotPages()


class Warden:
    """Clones a sandbox for each order, tells the host when one is wholly gone, kills when told."""

    def __init__(self, control: socket.socket, orders: dict[str, Any]) -> None:
        self._control = control
        self._orders = orders
        self.kit = wall.Kit(has_range=orders["range"], counts_memory=bool(orders["cgroupFolders"]))
        self._parser = frames.Parser()
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._sandboxes: dict[int, tuple[int, str]] = {}
        self._home = os.open("/proc/self/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
        self._hot = rehearsal.HotPages()

    def serve(self) -> None:
        while True:
            for file, _ in self._poll.poll():
                if file == self._control.fileno():
                    self._hear()
                else:
                    self._bury(file)

    def rehearse(self) -> None:
        """Learns the hot pages. Where that fails sandboxes are slower, no more."""
        ours, theirs = socket.socketpair()
        source = self._orders["warmUp"]
        order = rehearsal.order()
        if not self.kit.has_range:
            order.update(initUid=0, userUid=None)
        pid = self._fork(order, theirs, [])
        try:
            self._hot = rehearsal.watch(ours, source)
        except (OSError, ValueError):
            self._hot = rehearsal.HotPages()
        finally:
            ours.close()
            theirs.close()
        os.waitpid(pid, 0)

    def _hear(self) -> None:
        arrived = frames.receive(self._control, self._parser)
        if arrived is None:
            os._exit(0)
        for name, payload in arrived:
            order = json.loads(payload)
            if name == "arm":
                self._arm(order)
            elif name == "attach":
                self._attach(order)
            elif name == "kill":
                self._kill(order["id"])

    def _arm(self, order: dict[str, Any]) -> None:
        syscalls.record_steps()
        try:
            connection = self._connect(order["token"])
            try:
                cgroups = self._open_cgroups(order["cgroup"])
                try:
                    pid = self._fork(order, connection, cgroups)
                finally:
                    for cgroup in cgroups:
                        os.close(cgroup)
            finally:
                connection.close()
            handle = os.pidfd_open(pid)
            self._sandboxes[handle] = (pid, order["id"])
            self._poll.register(handle, select.POLLIN)
        except BaseException as error:
            step = getattr(error, "step", "")
            self._tell("gone", {"id": order["id"], "step": step, "message": str(error)[:2000]})

    def _fork(self, order: dict[str, Any], connection: socket.socket, cgroups: list[int]) -> int:
        """Clones init and writes its id maps. Before they are written it does nothing."""
        hot = self._hot if order["ahead"] else _NOTHING_HOT
        shape = wall.Shape(
            workspace_bytes=order["workspaceBytes"],
            file_bytes=order["fileBytes"],
            open_files=order["openFiles"],
            processes=order["processes"],
            terminals=order["terminals"],
        )
        mapped, map_written = os.pipe2(os.O_CLOEXEC)
        try:
            pid = syscalls.fork_into(wall.INNER_NAMESPACES, "inner namespaces")
            if pid == 0:
                syscalls.inject_fault(order["fault"])
                os.close(map_written)
                if os.read(mapped, 1) == b"x":
                    init.main(connection, shape, self.kit, cgroups, hot, order["rehearsal"])
                os._exit(1)
            try:
                wall.write_maps(pid, order["initUid"], order["userUid"])
            except BaseException:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                raise
            os.write(map_written, b"x")
        finally:
            os.close(mapped)
            os.close(map_written)
        return pid

    def _connect(self, token: str) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(f"/proc/self/fd/{self._orders['hostFolder']}/host.sock")
            connection.sendall(frames.pack_json("hello", {"token": token}))
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_cgroups(self, entrance: str | None) -> list[int]:
        """Descriptors through which a process can join the sandbox's cgroup, one per hierarchy."""
        if entrance is None:
            return []
        flags = os.O_WRONLY | os.O_CLOEXEC
        return [os.open(entrance, flags, dir_fd=folder) for folder in self._orders["cgroupFolders"]]

    def _attach(self, order: dict[str, Any]) -> None:
        step = message = ""
        try:
            pid = next(pid for pid, name in self._sandboxes.values() if name == order["id"])
            for mount in order["mounts"]:
                layers.attach(pid, self._home, mount["source"], mount["target"], writable=mount["writable"])
        except (OSError, ValueError, StopIteration) as error:
            step = getattr(error, "step", "")
            message = f"{type(error).__name__}: {error}"[:2000]
        self._tell("attached", {"id": order["id"], "step": step, "message": message})

    def _kill(self, sandbox: str) -> None:
        for handle, (_, name) in self._sandboxes.items():
            if name == sandbox:
                try:
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
                except ProcessLookupError:
                    pass  # it is ending already

    def _bury(self, handle: int) -> None:
        pid, name = self._sandboxes.pop(handle)
        self._poll.unregister(handle)
        os.close(handle)
        os.waitpid(pid, 0)
        self._tell("gone", {"id": name, "step": "", "message": ""})

    def _tell(self, name: str, value: dict[str, Any]) -> None:
        self._control.sendall(frames.pack_json(name, value))


def main() -> None:
    control = socket.socket(fileno=_CONTROL)
    try:
        warden, facts = _prepare(json.loads(sys.argv[1]), control)
        control.sendall(frames.pack_json("up", facts))
    except BaseException as error:
        failure = {"step": getattr(error, "step", ""), "message": f"{type(error).__name__}: {error}"[:2000]}
        control.sendall(frames.pack_json("broken", failure))
        os._exit(1)
    warden.serve()


def _prepare(orders: dict[str, Any], control: socket.socket) -> tuple[Warden, dict[str, Any]]:
    for file in (_CONTROL, orders["hostFolder"], *orders["cgroupFolders"]):
        os.set_inheritable(file, False)
    sys.path.pop(0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _offer_to_the_oom_killer()
    preload.run(orders["environment"], orders["preload"])
    preload.load_own()
    # From here on the warden's environment is what programs find in theirs: a fork need not change it.
    os.environ.clear()
    os.environ.update(orders["programVariables"])
    warden = Warden(control, orders)
    if orders["warmUp"]:
        preload.warm_up(orders["warmUp"])
    gc.collect()
    holes.fill()
    gc.freeze()
    warden.kit.snapshot = snapshot.take()
    if warden.kit.snapshot is None:
        heap.settle()
    if orders["warmUp"]:
        warden.rehearse()
    version = ".".join(str(part) for part in sys.version_info[:3])
    return warden, {"python": version, "landlock": warden.kit.landlock_abi, "missing": preload.missing}


def _offer_to_the_oom_killer() -> None:
    """Where the whole machine runs out of memory, sandboxes go before the host does."""
    syscalls.write_file("/proc/self/oom_score_adj", "500")


if __name__ == "__main__":
    main()
