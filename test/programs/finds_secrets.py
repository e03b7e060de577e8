"""Searches all that it can see, beside the system's own folders, for files that hold the secret of its argument."""

import os
import stat
import sys

secret = sys.argv[1].encode()
roots = sys.argv[2:] or ["/"]
looked = 0
for root in roots:
    for folder, folders, names in os.walk(root, onerror=lambda error: None):
        folders[:] = [name for name in folders if f"{folder.rstrip('/')}/{name}" not in ("/proc", "/usr", "/sys")]
        folders[:] = [name for name in folders if name not in ("node_modules", "site-packages")]
        for name in names:
            path = os.path.join(folder, name)
            try:
                if not stat.S_ISREG(os.lstat(path).st_mode) or os.path.getsize(path) > 100_000:
                    continue
                with open(path, "rb") as file:
                    looked += 1
                    if secret in file.read() and path != os.path.abspath(__file__):
                        print("found", path)
            except OSError:
                continue
print("looked at", looked)
