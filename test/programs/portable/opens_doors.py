"""Runs doors.js from Python, by way of any object of JavaScript: there nothing was taken away."""

import asyncio
import pathlib
import sys

from pyodide.ffi import create_proxy, to_js

function = to_js([]).constructor.constructor
body = function("text", "return new (async () => {}).constructor('given', 'say', 'node', text)")(
    (pathlib.Path(__file__).parent / "doors.js").read_text()
)
given = function("text", "return JSON.parse(text)")(sys.argv[1])
node = function("return (name) => import('node:' + name)")()


async def main():
    await body(given, create_proxy(print), node)


asyncio.run(main())
