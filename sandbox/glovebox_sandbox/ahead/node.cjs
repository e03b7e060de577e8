/**
 * Loaded by `node --require` in a sandbox that has no program yet: says so, and reads the arguments once they come. Then
 * it returns, and Node goes on to the main file that it was started with, which is there by then. Only descriptors 3
 * (the request) and 4 (reports) are used, in the way that frames.ts describes; see worker.py.
 */
const { closeSync, readSync, writeSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

const REQUEST = 3;
const REPORT = 4;
const HEADER_BYTES = 5;

// A worker thread loads what its main thread did, but has nothing to wait for.
if (isMainThread) {
  // Programs that start Node again take these options along.
  process.execArgv = process.execArgv.filter((option) => option !== "--require" && option !== __filename);
  writeSync(REPORT, Buffer.from([0, 0, 0, 0, "w".charCodeAt(0)]));
  const told = read(read(HEADER_BYTES).readUInt32LE()).toString("utf8");
  closeSync(REQUEST);
  closeSync(REPORT);
  // Each argument ends with a NUL.
  process.argv.push(...told.split("\0").slice(0, -1));
}

/** @param {number} count */
function read(count) {
  const data = Buffer.alloc(count);
  for (let have = 0; have < count; ) {
    const got = readSync(REQUEST, data, have, count - have, null);
    if (got === 0) process.exit(1);
    have += got;
  }
  return data;
}
