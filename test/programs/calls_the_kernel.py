"""Makes the system calls that a sandbox has no business with, with arguments that the kernel would take seriously."""

import ctypes
import os

from attempt import LIBC, attempt, call

MISSING = 0xFFFFFFFF
path = ctypes.create_string_buffer(b"/workspace")
zeros = ctypes.create_string_buffer(512)
at = ctypes.addressof
NAMESPACES = {
    "user": 0x10000000, "mount": 0x20000, "pid": 0x20000000, "net": 0x40000000, "ipc": 0x8000000,
    "uts": 0x4000000, "cgroup": 0x2000000, "time": 0x80,
}  # fmt: skip


def clone_with(flags):
    pid = call(56, 220, flags | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return "cloned"


def open_as(name):
    os.close(os.open(name, os.O_RDWR))
    return "opened"


for name, flag in NAMESPACES.items():
    attempt(f"unshare {name}", lambda: call(272, 97, flag))
    if name != "time":
        attempt(f"clone {name}", lambda: clone_with(flag))
attempt("clone with high bits", lambda: clone_with(0x10000000 | (0xABCD << 32)))
attempt("clone3", lambda: call(435, 435, at(zeros), 88))
attempt("setns", lambda: call(308, 268, os.open("/proc/self/ns/net", os.O_RDONLY), 0))
attempt("mount", lambda: call(165, 40, at(path), at(path), at(path), 4096, 0))
attempt("mount tmpfs", lambda: call(165, 40, b"tmpfs", b"/workspace", b"tmpfs", 0, 0))
attempt("umount", lambda: call(166, 39, b"/proc", 2))
attempt("pivot_root", lambda: call(155, 41, b"/workspace", b"/workspace"))
attempt("chroot", lambda: os.chroot("/workspace"))
attempt("fsopen", lambda: call(430, 430, b"tmpfs", 0))
attempt("open_tree", lambda: call(428, 428, -100, b"/", 1))
attempt("move_mount", lambda: call(429, 429, -100, b"/", -100, b"/tmp", 0))
attempt("mount_setattr", lambda: call(442, 442, -100, b"/", 0, at(zeros), 32))
attempt("keyctl", lambda: call(250, 219, 0, -3, 1))
attempt("add_key", lambda: call(248, 217, b"user", b"k", b"v", 1, -3))
attempt("request_key", lambda: call(249, 218, b"user", b"k", 0, -3))
attempt("bpf", lambda: call(321, 280, 0, at(zeros), 72))
attempt("userfaultfd", lambda: call(323, 282, 0))
attempt("userfaultfd user mode", lambda: call(323, 282, 1))
attempt("io_uring_setup", lambda: call(425, 425, 8, at(zeros)))
attempt("perf_event_open", lambda: call(298, 241, at(zeros), 0, -1, -1, 0))
attempt("memfd_secret", lambda: call(447, 447, 0))
attempt("inotify", lambda: call(294, 26, 0))
attempt("fanotify", lambda: call(300, 262, 0, 0))
attempt("name_to_handle_at", lambda: call(303, 264, -100, b"/usr", at(zeros), at(zeros) + 256, 0))
attempt("open_by_handle_at", lambda: call(304, 265, 0, at(zeros), 0))
attempt("init_module", lambda: call(175, 105, at(zeros), 64, b""))
attempt("finit_module", lambda: call(313, 273, 0, b"", 0))
attempt("kexec_load", lambda: call(246, 104, 0, 0, 0, 0))
attempt("reboot", lambda: call(169, 142, 0, 0, 0, 0))  # wrong magic: harmless wherever it is allowed
attempt("swapon", lambda: call(167, 224, b"/workspace", 0))
attempt("acct", lambda: call(163, 89, b"/workspace/acct"))
attempt("syslog", lambda: call(103, 116, 3, at(zeros), 256))
attempt("quotactl", lambda: call(179, 60, 0, 0, 0, 0))
attempt("settimeofday", lambda: call(164, 170, at(zeros), 0))
attempt("clock_settime", lambda: call(227, 112, 0, at(zeros)))
attempt("adjtimex", lambda: call(159, 171, at(zeros)))
attempt("sethostname", lambda: call(170, 161, b"evil", 4))
attempt("setdomainname", lambda: call(171, 162, b"evil", 4))
attempt("modify_ldt", lambda: call(154, None, 1, at(zeros), 16))
attempt("iopl", lambda: call(172, None, 3))
attempt("ioperm", lambda: call(173, None, 0x80, 1, 1))
attempt("mknod device", lambda: os.mknod("/workspace/device", 0o600 | 0o60000, os.makedev(254, 0)))
attempt("mknod null", lambda: os.mknod("/workspace/null", 0o600 | 0o20000, os.makedev(1, 3)))
attempt("set_mempolicy", lambda: call(238, 237, 0, 0, 0))
attempt("kcmp", lambda: call(312, 272, os.getpid(), os.getpid(), 0, 0, 0))
attempt("TIOCSTI", lambda: call(16, 29, 0, 0x5412, at(zeros)))
attempt("TIOCSTI with high bits", lambda: call(16, 29, 0, 0x5412 | (1 << 40), at(zeros)))
attempt("TIOCLINUX", lambda: call(16, 29, 0, 0x541C, at(zeros)))
attempt("personality no randomization", lambda: call(135, 92, 0x0040000))
attempt("personality read implies exec", lambda: call(135, 92, 0x0400000))
attempt("personality high bits", lambda: call(135, 92, 0x0040000 | (1 << 40)))
attempt("prctl set mm", lambda: call(157, 167, 35, 1, 0, 0, 0))
attempt("prctl ptracer", lambda: call(157, 167, 0x59616D61, MISSING, 0, 0, 0))
attempt("setuid 0", lambda: os.setuid(0))
attempt("setuid init", lambda: os.setresuid(999, 999, 999))
attempt("setgid 0", lambda: os.setgid(0))
attempt("setgroups", lambda: os.setgroups([0]))
attempt("chown to init", lambda: os.chown("/workspace", 999, 999))
attempt("unknown call", lambda: call(1500, 1500))
for device in ("/dev/mem", "/dev/kmsg", "/dev/tty", "/dev/ptmx", "/dev/fuse", "/dev/kvm", "/dev/net/tun", "/dev/vda"):
    attempt(f"open {device}", lambda: open_as(device))
LIBC.fflush(None)
