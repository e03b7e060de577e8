"""A sleeping process that shares the worker's memory, so that the worker can die fast.

The kernel tears a process's memory down before it tells anybody of the death; for a fork of a large
warden that takes milliseconds. Memory that another process shares is not torn down yet. The sleeper
is such a one: a second process on the worker's memory that runs libc's `pause` on a stack of its own
with every signal blocked. Init kills it after the program's end and lets the kernel clean up while
the answer is on its way. It has the worker's rights and filter, so a program that takes it over has
gained nothing.
"""

from __future__ import annotations

import ctypes
import signal

from . import syscalls

_CLONE_VM = 0x100
_STACK_BYTES = 16_384


class Sleeper:
    """Its process id is that in the sandbox's own namespace. A child of init, not of the worker."""

    def __init__(self) -> None:
        # Referred to by the sleeper's stack pointer as long as it lives, so never given back.
        self._stack = ctypes.create_string_buffer(_STACK_BYTES)
        top = (ctypes.addressof(self._stack) + _STACK_BYTES) & ~0xF
        blocked = signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals())
        try:
            self.pid = syscalls.clone_thread(
                syscalls.PAUSE, top, _CLONE_VM | syscalls.CLONE_PARENT | signal.SIGCHLD, None
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
