"""Tries something that should be refused, and says in a line of JSON what came of it."""

import ctypes
import errno
import json
import os

LIBC = ctypes.CDLL(None, use_errno=True)
X86 = os.uname().machine == "x86_64"


def attempt(name, action):
    """`done: RESULT`, or the name of the error: EPERM, or the exception's type."""
    try:
        outcome = f"done: {action()!r}"[:300]
    except OSError as error:
        outcome = errno.errorcode.get(error.errno, type(error).__name__)
    except BaseException as error:
        outcome = type(error).__name__
    print(json.dumps({"attempt": name, "outcome": outcome}), flush=True)


def call(x86_64, aarch64, *arguments):
    """A raw system call by its number; None where the machine has none. Raises OSError if it is refused."""
    number = x86_64 if X86 else aarch64
    if number is None:
        raise OSError(errno.ENOSYS, "no such call on this machine")
    wide = [ctypes.c_void_p(a) if isinstance(a, int) else a for a in arguments]
    ctypes.set_errno(0)
    result = LIBC.syscall(ctypes.c_long(number), *wide)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def in_child(action):
    """Runs it in a fork. `exit N`, or `signal N`."""
    pid = os.fork()
    if pid == 0:
        try:
            action()
        except BaseException:
            os._exit(99)
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    return f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
