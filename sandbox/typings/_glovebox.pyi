"""What the inside of the portable engine offers to portable.py (engines/portable/inside/python.ts)."""

def cpu() -> float:
    """Milliseconds of CPU time since the program began."""

def wait(milliseconds: float) -> None:
    """Sleeps, and wakes early at an interruption."""

def die(signal: str) -> None:
    """Ends the program as if by this signal, such as SIGKILL. Does not return."""

def emit(name: str, text: str) -> None:
    """Tells the host what the program shows, as JSON; `name` is that of a frame."""
