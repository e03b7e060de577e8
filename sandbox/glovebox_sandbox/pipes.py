"""The pipes between init and the worker."""

from __future__ import annotations

import os


class Pipes:
    """Init's ends of the pipes to the worker, as descriptor numbers; -1 once closed."""

    def __init__(self, stdin: int, stdout: int, stderr: int, request: int, report: int) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.request = request
        self.report = report

    def numbers(self) -> tuple[int, ...]:
        return self.stdin, self.stdout, self.stderr, self.request, self.report

    def close(self, name: str) -> None:
        os.close(getattr(self, name))
        setattr(self, name, -1)
