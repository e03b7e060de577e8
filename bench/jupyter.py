"""Prints the median milliseconds of a cell in a Jupyter kernel, from its request to its being idle again."""

import statistics
import time

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="python3")
times: list[float] = []
for turn in range(220):
    time.sleep(0.005)
    started = time.perf_counter()
    client.execute_interactive("1 + 1", output_hook=lambda message: None)
    if turn >= 20:
        times.append(time.perf_counter() - started)
print(statistics.median(times) * 1000)
client.stop_channels()
manager.shutdown_kernel(now=True)
