"""Tries to read every file that its arguments name, directly and by detours over /proc and `..`."""

import os
import sys

from attempt import attempt

DETOURS = ("", "/proc/1/root", "/proc/self/root", "/proc/self/cwd/../../../../../..", "/workspace/../../..")


def read(path):
    with open(path, "rb") as file:
        return file.read(200)


for path in sys.argv[1:]:
    for detour in DETOURS:
        attempt(f"{detour}{path}", lambda: read(detour + path))
    attempt(f"list {os.path.dirname(path)}", lambda: os.listdir(os.path.dirname(path)))
