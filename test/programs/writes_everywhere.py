"""Tries to write to what is not its own."""

import os
import stat

from attempt import attempt

PLACES = (
    "/planted", "/usr/planted", "/usr/bin/planted", "/opt/planted", "/opt/python/planted",
    "/opt/glovebox/planted", "/opt/node/planted", "/etc/planted", "/dev/planted", "/run/planted",
    "/var/planted", "/home/planted", "/bin/planted", "/lib/planted",
)  # fmt: skip
EXISTING = (
    "/etc/passwd", "/etc/hosts", "/usr/bin/env", "/opt/glovebox/glovebox_sandbox/init.py",
    "/proc/sys/kernel/hostname", "/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory",
    "/proc/sys/user/max_user_namespaces", "/proc/sys/net/ipv4/ip_forward", "/proc/self/oom_score_adj",
    "/proc/self/uid_map", "/proc/self/setgroups", "/proc/self/attr/current", "/proc/irq/default_smp_affinity",
)  # fmt: skip


def write(path, flags):
    file = os.open(path, os.O_WRONLY | flags)
    try:
        return os.write(file, b"1\n")
    finally:
        os.close(file)


for place in PLACES:
    attempt(f"create {place}", lambda: write(place, os.O_CREAT))
for path in EXISTING:
    attempt(f"write {path}", lambda: write(path, 0))
attempt("sysrq", lambda: write("/proc/sysrq-trigger", 0) if os.path.getsize("/proc/sysrq-trigger") else "none")
attempt("/sys", lambda: sorted(f"{at}/{name}" for at, _, files in os.walk("/sys") for name in files))
attempt("write /sys", lambda: write("/sys/kernel/mm/transparent_hugepage/enabled", 0))
attempt("delete", lambda: os.unlink("/usr/bin/env"))
attempt("rename", lambda: os.rename("/opt", "/optional"))
attempt("chmod", lambda: os.chmod("/usr/bin/env", 0o777))
attempt("kcore", lambda: open("/proc/kcore", "rb").read(16))
attempt("keys", lambda: open("/proc/keys").read())
attempt("timer_list", lambda: open("/proc/timer_list").read())


def last_mounts():
    mounts = {}
    with open("/proc/self/mountinfo") as lines:
        for line in lines:
            before, after = line.split(" - ")
            fields = before.split()
            mounts[fields[4]] = (fields[5].split(","), after.split()[0])
    return mounts


mounts = last_mounts()
devices = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}
masks = {place for place in mounts if place.startswith("/proc/")}
attempt("writable", lambda: sorted(p for p, (flags, _) in mounts.items() if "rw" in flags and p not in devices | masks))
attempt("suid honoured", lambda: sorted(p for p, (flags, _) in mounts.items() if "nosuid" not in flags and p not in devices | masks))
attempt("cgroup file systems", lambda: sorted(p for p, (_, kind) in mounts.items() if kind.startswith("cgroup")))
attempt("masks are the null device", lambda: {p for p in masks if not stat.S_ISCHR(os.stat(p).st_mode) or os.stat(p).st_rdev != os.makedev(1, 3)})
