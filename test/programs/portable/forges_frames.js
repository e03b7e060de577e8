// Writes frames to the process's own stdout, where only the engine's should go. The argument names the forgery.
const { core } = Deno[Deno.internal];
const bytesOf = (text) => new TextEncoder().encode(text);

function frame(letter, payload = "", length = undefined) {
  const content = typeof payload === "string" ? bytesOf(payload) : payload;
  const packed = new Uint8Array(5 + content.length);
  new DataView(packed.buffer).setUint32(0, length ?? content.length, true);
  packed[4] = letter.charCodeAt(0);
  packed.set(content, 5);
  return packed;
}

function send(...pieces) {
  for (const piece of pieces) for (let sent = 0; sent < piece.length; ) sent += core.writeSync(1, piece.subarray(sent));
}

const of = (letter, value) => frame(letter, JSON.stringify(value));
const ENDED = { exitCode: 0, signal: null, notes: [] };
const ERROR = { name: "Forged", message: "by the program", traceback: "", memory: false, module: "" };
const artifact = (name, content = "abc", size = content.length) => [of("a", { name, size }), frame("d", content)];
const many = (one, count) => {
  const all = new Uint8Array(one.length * count);
  for (let index = 0; index < count; index++) all.set(one, index * one.length);
  return all;
};
const endlessly = (...pieces) => {
  for (;;) send(...pieces);
};
function linger() {
  for (;;);
}

const forgeries = {
  ended: () => send(of("z", ENDED), of("z", { ...ENDED, exitCode: 1 })),
  usage: () => send(of("z", { ...ENDED, wallMs: 1, cpuMs: 1, status: "crashed" })),
  status: () => send(of("z", { ...ENDED, reason: "timed_out" })),
  notes: () => send(of("z", { ...ENDED, notes: Array(1000).fill("n") })),
  signal: () => send(of("z", { ...ENDED, signal: "SIGKILL; rm -rf" })),
  started: () => send(frame("s")),
  ready: () => send(of("r", { version: "1", packageUrl: "http://127.0.0.1/" })),
  broken: () => send(of("b", { message: "forged" })),
  "broken-long": () => send(of("b", { message: "m".repeat(1_000_000) })),
  "host-frames": () => send(of("B", {}), of("R", {}), frame("S")),
  garbage: () => send(crypto.getRandomValues(new Uint8Array(60_000))),
  text: () => send(bytesOf("HTTP/1.1 200 OK\r\n\r\nhello\n")),
  "huge-length": () => send(frame("o", "x", 0xffffffff)),
  longest: () => send(frame("x", new Uint8Array(4 << 20).fill(32))),
  "too-long": () => send(frame("x", new Uint8Array(1000), (32 << 20) + 1)),
  "unknown-type": () => send(frame("~", "abc")),
  "not-json": () => send(frame("x", "{not json")),
  "wrong-shape": () => send(of("x", { ...ERROR, name: { a: 1 } })),
  extra: () => send(of("x", { ...ERROR, extra: 1 })),
  proto: () => send(frame("x", `{"__proto__":{"polluted":1},${JSON.stringify(ERROR).slice(1)}`)),
  deep: () => send(frame("x", "[".repeat(1_000_000) + "]".repeat(1_000_000))),
  "two-errors": () => send(of("x", ERROR), of("x", ERROR)),
  "data-first": () => send(frame("d", "abc")),
  "more-data": () => send(of("a", { name: "a.txt", size: 1 }), frame("d", "abc")),
  "less-data": () => send(of("a", { name: "a.txt", size: 10 }), frame("d", "abc"), of("z", ENDED)),
  "negative-size": () => send(of("a", { name: "a.txt", size: -1 })),
  "vast-size": () => send(of("a", { name: "a.txt", size: 2 ** 50 })),
  "half-a-frame": () => send(frame("z", "{", 100)),
  names: () => {
    const names = [
      "../up",
      "/etc/passwd",
      "a/../../b",
      "",
      ".",
      "..",
      "a\0b",
      "a\nb",
      "__proto__",
      "n".repeat(4_000),
      "C:\\a",
      "good.txt",
    ];
    send(...names.flatMap((name) => artifact(name)), of("z", ENDED));
  },
  "same-name": () => send(...artifact("a.txt", "one"), ...artifact("a.txt", "two"), of("z", ENDED)),
  "empty-artifacts": () => endlessly(many(of("a", { name: "n".repeat(4_000), size: 0 }), 50)),
  "one-byte-frames": () => send(many(frame("o", "o"), 1_000_000), of("z", ENDED)),
  "empty-frames": () => endlessly(many(frame("o"), 10_000)),
  "drop-by-drop": () => {
    send(frame("x", new Uint8Array((4 << 20) - 100), 4 << 20));
    const until = Date.now() + 1_000;
    while (Date.now() < until) send(bytesOf(" "));
  },
  // Behind its own word that it is over it goes on.
  "over-and-loops": () => {
    send(of("a", { name: "a.txt", size: 3 }));
    linger();
  },
  "over-and-eats": () => {
    send(of("a", { name: "a.txt", size: 3 }));
    const kept = [];
    for (;;) kept.push(new Uint8Array(16 << 20).fill(1));
  },
};

const { exit } = Deno;
forgeries[process.argv[2]]();
exit(3);
