// Preloaded into the server that is soaked: answers how much its heap holds after a collection.
process.on("message", () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});
process.channel?.unref(); // the server ends although somebody could still ask
