"""Forks sleeping children until it is refused. Then says how many it got, and that it still works."""

import errno
import os
import sys
import time

MOST = 600  # far above every limit that a test sets; a bomb that is not stopped stops here
count = 0
refused = "never"
while count < MOST:
    try:
        pid = os.fork()
    except OSError as error:
        refused = errno.errorcode[error.errno]
        break
    if pid == 0:
        time.sleep(60)
        os._exit(0)
    count += 1
print("children", count, refused, flush=True)
sys.exit(0)
