import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["packages/**/*.test.ts", "scripts/**/*.test.ts", "test/**/*.test.ts"],
    pool: "forks",
    // The tests measure limits and share the machine's cgroups: more workers make each other slow.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is to happen soon may take its time on a busy machine.
    expect: { poll: { timeout: 20_000 } },
  },
});
