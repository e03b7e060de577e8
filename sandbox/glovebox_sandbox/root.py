"""The root that every sandbox sees: toolchains read-only, a minimal /etc and /dev, nothing else.

Built once for an outer wall. Each sandbox gets a private copy of these mounts, and on top its own
writable places and its own /proc (wall.py).
"""

from __future__ import annotations

import os
import re

from . import layers, syscalls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

GLOVEBOX = "/opt/glovebox"
ENVIRONMENT = "/opt/environment"
WORKSPACE = "/workspace"
WRITABLE = (WORKSPACE, "/tmp", "/home/user", "/dev/shm")
# Further names of the workspace, as programs for other sandboxes know it; the host's list: workspaceNames.
ALIASES = ("/app", "/code", "/work", "/data", "/mnt/data")
# Empty, but in sandboxes that can have terminals.
TERMINALS = "/dev/pts"
USER_ID = 1000
INIT_ID = 999

_SYSTEM_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
# Where package managers keep an installation's own settings, which may hold passwords.
_CREDENTIALS = (
    "pip.conf", "etc/pip.conf", "share/maven/conf/settings.xml", "etc/npmrc",
    "local/etc/npmrc", "lib/node_modules/npm/npmrc",
    ".npmrc", ".netrc", ".pypirc", "settings.xml",
)  # fmt: skip
_EMPTY = "resolv.conf"
# Folders of /etc that toolchains in /usr lead to by links, and in which nobody keeps a secret.
_SETTINGS_OF_TOOLCHAINS = re.compile(r"alternatives|java(-[\w.]+)*|maven|perl")
_DEVICES = ("null", "zero", "full", "random", "urandom")
_DEVICE_LINKS = {
    "fd": "/proc/self/fd",
    "stdin": "/proc/self/fd/0",
    "stdout": "/proc/self/fd/1",
    "stderr": "/proc/self/fd/2",
    "ptmx": "pts/ptmx",
}
_HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage"
_ETC = {
    "passwd": f"user:x:{USER_ID}:{USER_ID}:user:/home/user:/bin/bash\n"
    f"glovebox:x:{INIT_ID}:{INIT_ID}:glovebox:/:/usr/sbin/nologin\n"
    "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
    "group": f"user:x:{USER_ID}:\nglovebox:x:{INIT_ID}:\nnogroup:x:65534:\n",
    "hosts": "127.0.0.1 localhost glovebox\n::1 localhost\n",
    "hostname": "glovebox\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    _EMPTY: "",
}


def build(orders: dict[str, Any]) -> None:
    """Builds the root in this mount namespace and moves into it; the host's tree is detached."""
    syscalls.mount(None, b"/", None, syscalls.MS_REC | syscalls.MS_PRIVATE, None, step="private /")
    new_root = f"{orders['runFolder']}/root"
    syscalls.mount(
        b"tmpfs",
        new_root.encode(),
        b"tmpfs",
        syscalls.MS_NOSUID,
        b"mode=0755,size=16m",
        step="root",
    )
    _lay_system(new_root)
    _lay_etc(new_root)
    _lay_devices(new_root)
    _lay_page_sizes(new_root)
    for toolchain in orders["toolchains"]:
        bind(toolchain["source"], new_root + toolchain["target"])
        _mask_credentials(new_root, new_root + toolchain["target"])
    _mask_credentials(new_root, f"{new_root}/usr")
    _mask_credentials(new_root, f"{new_root}/etc/maven")
    for path in ("/proc", "/opt", "/run", "/var", "/home", *WRITABLE, *layers.PLACES):
        os.makedirs(new_root + path, exist_ok=True)
    _lay_shelf(orders["shelf"], new_root)
    os.symlink("/tmp", f"{new_root}/var/tmp")
    os.makedirs(f"{new_root}/mnt")
    # Programs that were written for the superuser look for their home here.
    os.symlink("/home/user", f"{new_root}/root")
    for path in ALIASES:
        os.symlink(WORKSPACE, new_root + path)
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV | syscalls.MS_NOEXEC
    syscalls.mount(b"proc", f"{new_root}/proc".encode(), b"proc", flags, None, step="outer /proc")
    _pivot(new_root)
    # The warden's own place for temporary files; every sandbox lays its own /tmp over it.
    syscalls.mount(b"tmpfs", b"/tmp", b"tmpfs", flags, b"mode=1777,size=64m", step="outer /tmp")
    syscalls.make_read_only("/", recursive=False, dev=True)


def bind(source: str, target: str) -> None:
    """Binds a folder or file, with every mount below it, read-only."""
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _write(target, b"")
    flags = syscalls.MS_BIND | syscalls.MS_REC
    syscalls.mount(source.encode(), target.encode(), None, flags, None, step="bind a toolchain")
    syscalls.make_read_only(target, recursive=True)


def _lay_shelf(shelf: str, new_root: str) -> None:
    """Writable, for the staging folder of a layer that is being made; see layers.py."""
    target = new_root + layers.SHELF
    syscalls.mount(shelf.encode(), target.encode(), None, syscalls.MS_BIND, None, step="bind the shelf")
    flags = syscalls.MS_BIND | syscalls.MS_REMOUNT | syscalls.MS_NOSUID | syscalls.MS_NODEV
    syscalls.mount(None, target.encode(), None, flags, None, step="the shelf")


def _mask_credentials(new_root: str, prefix: str) -> None:
    for name in _CREDENTIALS:
        place = f"{prefix}/{name}"
        if os.path.isfile(place):
            empty = f"{new_root}/etc/{_EMPTY}".encode()
            syscalls.mount(empty, place.encode(), None, syscalls.MS_BIND, None, step="mask credentials")
            syscalls.make_read_only(place, recursive=False)


def _lay_system(new_root: str) -> None:
    bind("/usr", f"{new_root}/usr")
    for name in _SYSTEM_FOLDERS:
        path = f"/{name}"
        if os.path.islink(path):
            os.symlink(os.readlink(path), new_root + path)
        elif os.path.isdir(path):
            bind(path, new_root + path)


def _lay_etc(new_root: str) -> None:
    os.makedirs(f"{new_root}/etc")
    for name, text in _ETC.items():
        _write(f"{new_root}/etc/{name}", text.encode())
    if os.path.exists("/etc/ld.so.cache"):
        with open("/etc/ld.so.cache", "rb") as cache:
            _write(f"{new_root}/etc/ld.so.cache", cache.read())
    for name in sorted(os.listdir("/etc")):
        if _SETTINGS_OF_TOOLCHAINS.fullmatch(name) and os.path.isdir(f"/etc/{name}"):
            bind(f"/etc/{name}", f"{new_root}/etc/{name}")


def _lay_devices(new_root: str) -> None:
    os.makedirs(f"{new_root}/dev")
    for name in _DEVICES:
        target = f"{new_root}/dev/{name}"
        _write(target, b"")
        syscalls.mount(
            f"/dev/{name}".encode(), target.encode(), None, syscalls.MS_BIND, None, step="bind /dev"
        )
    os.makedirs(new_root + TERMINALS)
    for name, target in _DEVICE_LINKS.items():
        os.symlink(target, f"{new_root}/dev/{name}")


def _lay_page_sizes(new_root: str) -> None:
    """libc's malloc asks these files whether large blocks may be huge pages. There is no other /sys here."""
    os.makedirs(new_root + _HUGE_PAGES)
    for name in ("enabled", "hpage_pmd_size"):
        try:
            with open(f"{_HUGE_PAGES}/{name}", "rb") as file:
                _write(f"{new_root}{_HUGE_PAGES}/{name}", file.read())
        except FileNotFoundError:
            continue  # a kernel without them


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)


def _pivot(new_root: str) -> None:
    os.chdir(new_root)
    syscalls.pivot_root(b".", b".")
    syscalls.umount2(b".", syscalls.MNT_DETACH)
    os.chdir("/")
