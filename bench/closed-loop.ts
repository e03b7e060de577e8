/** Calls a second of `clients` that each start the next call when the last has ended, for `seconds`. */
export async function closedLoop(clients: number, seconds: number, call: () => Promise<void>): Promise<number> {
  const started = performance.now();
  const until = started + seconds * 1000;
  let done = 0;
  const client = async () => {
    while (performance.now() < until) {
      await call();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return done / ((performance.now() - started) / 1000);
}

/** The latencies in milliseconds, shortest first, of `count` calls that start together. */
export async function burst(count: number, call: () => Promise<void>): Promise<number[]> {
  const started = performance.now();
  const latencies = Array.from({ length: count }, async () => {
    await call();
    return performance.now() - started;
  });
  return (await Promise.all(latencies)).sort((a, b) => a - b);
}
