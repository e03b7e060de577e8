"""Makes empty files until it is refused. Says how many, and why no more."""

import errno
import os

os.mkdir("/tmp/many")
count = 0
refused = "never"
while count < 1_000_000:
    try:
        os.close(os.open(f"/tmp/many/{count}", os.O_CREAT | os.O_WRONLY))
    except OSError as error:
        refused = errno.errorcode[error.errno]
        break
    count += 1
print("files", count, refused)
