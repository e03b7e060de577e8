"""Starts a daemon by forking twice, in a session of its own, deaf to signals. Then ends as its second argument says."""

import os
import signal
import sys
import time

mark, how = sys.argv[1:]
started, executed = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() > 0:
        os._exit(0)
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for file in (0, 1, 2, 4):
        try:
            os.close(file)
        except OSError:
            continue
    os.execv("/bin/sleep", [mark, "300"])
os.close(executed)
os.read(started, 1)
print("daemon started", flush=True)
time.sleep(0.5 if how != "stays" else 60)
sys.exit(1 if how == "fails" else 0)
