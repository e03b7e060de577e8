"""Leaves as many sparse files as its first argument says, each with the MiB of its second. They take no space inside."""

import os
import sys

for number in range(int(sys.argv[1])):
    with open(f"/workspace/sparse-{number}", "wb") as file:
        os.truncate(file.fileno(), int(sys.argv[2]) << 20)
print("left")
