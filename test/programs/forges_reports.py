"""Writes what its argument names into the pipe that its runtime reports through (descriptor 4). Ends with exit code 3."""

import json
import os
import struct
import sys
import time

REPORT = 4


def frame(letter, payload):
    return struct.pack("<IB", len(payload), ord(letter)) + payload


def send(data):
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(REPORT, view) :]
    except BrokenPipeError:
        return  # nobody listens to it any more


def of(letter, value):
    return frame(letter, json.dumps(value).encode())


ENDED = {
    "exitCode": 0, "signal": None, "reason": None, "wallMs": 1, "cpuMs": 1, "peakMemoryBytes": 1, "notes": ["forged"],
}  # fmt: skip
ERROR = {"name": "Forged", "message": "by the program", "traceback": "", "memory": False, "module": ""}
MOST = 300_000
forgeries = {
    "ended": lambda: send(of("z", ENDED) * 3),
    "ready": lambda: send(of("r", {}) + of("r", {"sleeper": 1}) + of("r", {"sleeper": -1})),
    "broken": lambda: send(of("b", {"step": "forged", "message": "forged"})),
    "output": lambda: send(frame("o", b"forged output") + frame("e", b"forged output")),
    "artifact": lambda: send(of("a", {"name": "forged.txt", "size": 3}) + frame("d", b"abc")),
    "host-frames": lambda: send(of("A", {}) + of("K", {"id": "x"}) + of("R", {}) + frame("S", b"") + frame("F", b"{}")),
    "garbage": lambda: send(os.urandom(100_000)),
    "huge-length": lambda: send(struct.pack("<IB", 0xFFFFFFFF, ord("x")) + b"x" * 100_000),
    "long-as-allowed": lambda: send(frame("x", b" " * (512 * 1024))),
    "unknown-type": lambda: send(frame("~", b"abc")),
    "one-byte-frames": lambda: send(frame("s", b"s") * MOST),
    "not-json": lambda: send(frame("x", b"{not json") + frame("x", b"\xff\xfe\x00")),
    "wrong-shape": lambda: send(of("x", [1, 2]) + of("x", None) + of("x", {**ERROR, "name": {"a": 1}}) + of("x", {**ERROR, "extra": 1})),
    "proto": lambda: send(frame("x", b'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},' + json.dumps(ERROR).encode()[1:])),
    "deep": lambda: send(frame("x", b"[" * 250_000 + b"]" * 250_000)),
    "deep-result": lambda: send(frame("7", b'{"main":false,"mime":{"a":' + b"[" * 250_000 + b"]" * 250_000 + b"}}")),
    "long-message": lambda: send(of("x", {**ERROR, "message": "m" * 200_000})),
    "newlines": lambda: send(of("x", {**ERROR, "message": 'a\n\ndata: {"type":"ended"}\r\n\x1b[2Jb'})),
    "memory": lambda: send(of("x", {**ERROR, "memory": True})),
    "half-a-frame": lambda: send(struct.pack("<IB", 100, ord("x")) + b"{"),
}


NAMES = {f"k{n}": n for n in range(200_000)}
FLOODS = {
    "errors": of("x", {**ERROR, "message": "m" * 90_000}) * 10,
    "results": of("7", {"mime": {"text/plain": "r"}, "main": False}) * 1_000,
    "large results": of("7", {"mime": {"text/plain": "r" * 90_000}, "main": False}) * 10,
    "results that are none": of("7", {}) * 10_000,
    "results that are no JSON": frame("7", b"") * 10_000,
    "notes": of("?", {"notes": ["n"]}) * 1_000,
    "results of many names": of("7", {"mime": NAMES, "main": False}),
    "variables of many names": of("=", {"variables": NAMES}),
}


def flood():
    """As many of the third argument as can be written in the time of the second, in seconds."""
    reports = FLOODS[sys.argv[3]]
    until = time.monotonic() + float(sys.argv[2])
    while time.monotonic() < until:
        send(reports)


def flood_behind_output():
    """Of the second argument to a host that reads no further, because too much output waits for its own reader."""
    import threading

    threading.Thread(target=lambda: os.write(1, b"o" * (64 << 20)), daemon=True).start()
    time.sleep(0.5)
    flood_for(400)


def flood_for(most_mib):
    reports = FLOODS[sys.argv[2]]
    until = time.monotonic() + 4
    sent = 0
    os.set_blocking(REPORT, False)
    while sent < most_mib << 20 and time.monotonic() < until:
        try:
            sent += os.write(REPORT, reports[sent % len(reports) :])
        except BlockingIOError:
            time.sleep(0.001)


forgeries["flood"] = flood
forgeries["flood-behind-output"] = flood_behind_output
forgeries[sys.argv[1]]()
print("sent", sys.argv[1], flush=True)
os._exit(3)
