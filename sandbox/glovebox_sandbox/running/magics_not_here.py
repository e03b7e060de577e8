"""Magics that are not here although many write them: why, and what to do instead."""

from __future__ import annotations

WHY_NOT = {
    "debug": "%debug needs somebody to answer the debugger, and there is nobody: print what you want.",
    "pdb": "%pdb needs somebody to answer the debugger, and there is nobody: print what you want.",
    "store": "%store keeps nothing here: variables live as long as the session. Write them into a file.",
    "sql": "%sql is an extension that is not here: use sqlite3, or pandas.read_sql.",
    "R": "%R is an extension that is not here: there is no R.",
    "cython": "%%cython is an extension that is not here.",
    "memit": "%memit is an extension that is not here: use tracemalloc.",
    "lprun": "%lprun is an extension that is not here: there is %prun.",
    "load": "%load shows a file for editing, and there is nobody who edits: run it with %run.",
    "edit": "%edit needs an editor: write the file with %%writefile.",
}
