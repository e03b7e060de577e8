"""What runs beside and inside a native sandbox: outer wall, warden, inner wall, init, worker.

Standard library only, CPython 3.10 or newer, Linux only.
"""
