"""Makes system calls as i386 and as x32 do. Each in a child, which should not survive it."""

import ctypes
import mmap
import os

from attempt import LIBC, attempt, in_child

GETPID_I386 = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"  # mov eax, 20; int 0x80; ret


def as_i386():
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(GETPID_I386)
    function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    os._exit(0 if function() == os.getpid() else 3)


def as_x32():
    os._exit(0 if LIBC.syscall(ctypes.c_long(0x40000000 | 39)) == os.getpid() else 3)


def as_native():
    os._exit(0 if LIBC.syscall(ctypes.c_long(39)) == os.getpid() else 3)


attempt("native", lambda: in_child(as_native))
attempt("i386", lambda: in_child(as_i386))
attempt("x32", lambda: in_child(as_x32))
