"""Runs for ever, whatever signal or exception it gets."""

import os
import signal
import threading

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, lambda *_: None)
for _ in range(3):
    threading.Thread(target=lambda: [None for _ in iter(int, 1)]).start()
if os.fork() == 0:
    os.setsid()
else:
    print("started", flush=True)
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
