"""Frames with descriptors."""

from __future__ import annotations

import os
import socket

from glovebox_sandbox import frames
from glovebox_sandbox.live import passing


def test_descriptors_are_of_the_frame_that_they_were_sent_with() -> None:
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    with ours, theirs:
        ours.sendall(frames.pack_json("packages_told", {}) + frames.pack("variables"))
        passing.send(ours.fileno(), frames.pack("checkpoint"), [writing])
        passing.send(ours.fileno(), frames.pack("branch"), [reading, writing])
        orders = passing.Orders(theirs)
        found = [orders.next() for _ in range(4)]
    assert [(name, len(files)) for name, _, files in found] == [
        ("packages_told", 0),
        ("variables", 0),
        ("checkpoint", 1),
        ("branch", 2),
    ]
    for file in (reading, writing, *(file for _, _, files in found for file in files)):
        os.close(file)
