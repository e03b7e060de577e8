"""Prints every environment that it can read, its own and those of all processes."""

import os

for name, value in os.environ.items():
    print(f"own {name}={value}")
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            print(f"process {pid}", file.read())
    except OSError as error:
        print(f"process {pid} {error.strerror}")
with open("/proc/self/cmdline", "rb") as file:
    print(file.read())
