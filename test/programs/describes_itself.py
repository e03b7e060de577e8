"""Prints what the kernel says of this process: rights, limits, descriptors, CPUs."""

import json
import os
import resource

status = {}
with open("/proc/self/status") as lines:
    for line in lines:
        name, _, value = line.partition(":")
        status[name] = value.strip()
listing = os.open("/proc/self/fd", os.O_RDONLY)
descriptors = {}
for name in os.listdir(listing):
    try:
        descriptors[name] = os.readlink(f"/proc/self/fd/{name}")
    except OSError:
        continue
descriptors.pop(str(listing))
limits = {
    name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))
    for name in ("CORE", "FSIZE", "NOFILE", "MEMLOCK", "MSGQUEUE", "NPROC")
}
print(
    json.dumps({
        "status": status, "descriptors": descriptors, "limits": limits, "cpus": os.cpu_count(),
        "affinity": len(os.sched_getaffinity(0)), "hostname": os.uname().nodename, "cwd": os.getcwd(),
        "session": os.getsid(0) == os.getpid(), "environment": dict(os.environ),
    })
)  # fmt: skip
