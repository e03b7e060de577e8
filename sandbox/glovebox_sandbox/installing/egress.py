"""Runs a command that reaches the host's registry mirror, and nothing else, as http://127.0.0.1:4873.

    egress.py COMMAND [ARGUMENT ...]

The sandbox has a loopback and no other network. The mirror is a unix socket of the host's, in a layer
that only the sandbox of an installation gets; here its bytes go to and from a port, because installers
speak TCP. Whoever is in the sandbox may connect as well: what can be reached is decided by the mirror.
"""

from __future__ import annotations

import asyncio
import os
import sys

PORT = 4873
SOCKET = "/opt/registries/mirror.sock"
_PIECE_BYTES = 65_536


async def _serve(command: list[str]) -> int:
    server = await asyncio.start_server(_connect, "127.0.0.1", PORT)
    async with server:
        process = await asyncio.create_subprocess_exec(*command)
        return await process.wait()


async def _connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        from_mirror, to_mirror = await asyncio.open_unix_connection(SOCKET)
    except OSError:
        writer.close()
        return
    await asyncio.gather(_copy(reader, to_mirror), _copy(from_mirror, writer))


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while piece := await source.read(_PIECE_BYTES):
            target.write(piece)
            await target.drain()
    except OSError:
        pass  # one end is gone: the other is told by the end of its stream
    finally:
        target.close()


if __name__ == "__main__":
    code = asyncio.run(_serve(sys.argv[1:]))
    # A process that a signal ended has a negative code; a shell would say 128 + n.
    os._exit(code if code >= 0 else 128 - code)
