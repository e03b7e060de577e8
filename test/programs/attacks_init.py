"""Attacks process 1 of its sandbox in every way that one process can reach another. Then ends with exit code 7."""

import ctypes
import os
import resource
import signal
import struct

from attempt import LIBC, attempt, call

PTRACE_ATTACH, PTRACE_SEIZE, PTRACE_TRACEME = 16, 0x4206, 0
buffer = ctypes.create_string_buffer(64)


def open_as(path, flags):
    file = os.open(path, flags)
    os.close(file)
    return "opened"


def take_descriptor():
    handle = os.pidfd_open(1)
    return call(438, 438, handle, 3, 0)


def read_memory():
    local = struct.pack("PL", ctypes.addressof(buffer), 64)
    remote = struct.pack("PL", 0x400000, 64)
    return call(310, 270, 1, local, 1, remote, 1, 0)


def niceness(pid):
    with open(f"/proc/{pid}/stat") as file:
        return int(file.read().rpartition(")")[2].split()[16])


def renice_everybody(which, who):
    before = niceness(1)
    os.setpriority(which, who, 5)
    after = niceness(1)
    return "init unchanged" if before == after else f"init went from {before} to {after}"


def signal_all(number):
    signal.signal(number, signal.SIG_IGN)
    os.kill(-1, number)
    return "sent"


attempt("mem", lambda: open_as("/proc/1/mem", os.O_RDONLY))
attempt("mem to write", lambda: open_as("/proc/1/mem", os.O_RDWR))
attempt("environ", lambda: open("/proc/1/environ").read())
attempt("maps", lambda: open("/proc/1/maps").read())
attempt("root", lambda: os.listdir("/proc/1/root"))
attempt("cwd", lambda: os.listdir("/proc/1/cwd"))
for number in range(11):
    attempt(f"open fd {number}", lambda: open_as(f"/proc/1/fd/{number}", os.O_RDONLY))
attempt("link of fd 3", lambda: os.readlink("/proc/1/fd/3"))
attempt("exe", lambda: os.readlink("/proc/1/exe"))
attempt("oom_score_adj", lambda: open("/proc/1/oom_score_adj", "w").write("1000"))
attempt("ptrace attach", lambda: call(101, 117, PTRACE_ATTACH, 1, 0, 0))
attempt("ptrace seize", lambda: call(101, 117, PTRACE_SEIZE, 1, 0, 0))
attempt("ptrace traceme", lambda: call(101, 117, PTRACE_TRACEME, 0, 0, 0))
attempt("pidfd_getfd", take_descriptor)
attempt("process_vm_readv", read_memory)
attempt("process_madvise", lambda: call(440, 440, os.pidfd_open(1), 0, 0, 4, 0))
attempt("kcmp", lambda: call(312, 272, 1, os.getpid(), 0, 3, 0))
attempt("move_pages", lambda: call(279, 239, 1, 0, 0, 0, 0, 0))
attempt("migrate_pages", lambda: call(256, 238, 1, 0, 0, 0))
attempt("prlimit", lambda: resource.prlimit(1, resource.RLIMIT_NOFILE, (16, 16)))
attempt("sched_setaffinity", lambda: os.sched_setaffinity(1, {0}))
attempt("sched_setscheduler", lambda: os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0)))
attempt("setpriority of init", lambda: os.setpriority(os.PRIO_PROCESS, 1, 19))
attempt("ioprio_set of init", lambda: call(251, 30, 1, 1, 3 << 13))
attempt("setns", lambda: call(308, 268, os.pidfd_open(1), 0x20000))
for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGSEGV, signal.SIGPIPE):
    attempt(f"kill 1 {number.name}", lambda: os.kill(1, number))
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGHUP):
    attempt(f"kill all {number.name}", lambda: signal_all(number))
attempt("pidfd_send_signal", lambda: signal.pidfd_send_signal(os.pidfd_open(1), signal.SIGKILL))
attempt("tgkill", lambda: call(234, 131, 1, 1, 9))
attempt("setpriority of the user's processes", lambda: renice_everybody(os.PRIO_USER, 0))
attempt("setpriority of the group", lambda: renice_everybody(os.PRIO_PGRP, 0))
attempt("init is alive", lambda: os.getppid())
LIBC.fflush(None)
os._exit(7)
