"""Tries to signal each process that its arguments name by pid, and every pid up to 400. Says whom it hit."""

import os
import signal
import sys

own = os.getpid()
hit = []
signal.signal(signal.SIGCONT, signal.SIG_IGN)
for pid in [*map(int, sys.argv[1:]), *range(2, 400)]:
    if pid == own:
        continue
    try:
        os.kill(pid, signal.SIGCONT)
        hit.append(pid)
    except ProcessLookupError:
        continue
    except PermissionError:
        hit.append(f"{pid} exists")
print("hit", hit)
print("processes", sorted(int(name) for name in os.listdir("/proc") if name.isdigit()))
