// The body of an async function of (given, say, node): tries each door of a Deno process and says in lines of JSON which opened.
// `node` gives a module of Node's own. Success means that something outside was read, written, started or reached.
const tries = new Map();
const attempt = (name, action) => tries.set(name, action);
const { canary, secret, folder, tcp, udp, unix, victim, library } = given;
const target = `${folder}/written`;
const url = `http://127.0.0.1:${tcp}/`;
const internal = Deno[Deno.internal];
const { ops } = internal.core;
const found = (text) => {
  if (!String(text).includes(secret)) throw new Error("not the secret");
  return "the secret";
};
const text = (bytes) => new TextDecoder().decode(bytes);
const opened = (event) =>
  new Promise((resolve, reject) => {
    event.onopen = () => resolve("open");
    event.onerror = (error) => reject(error.error ?? new Error(error.message || "refused"));
  });
const connected = (socket, name = "connect") =>
  new Promise((resolve, reject) => socket.once(name, () => resolve(name)).once("error", reject));
const called = (start) =>
  new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
const inWorker = (code, options = {}) =>
  new Promise((resolve, reject) => {
    const body = `(async () => { ${code} })().then((v) => self.postMessage(["v", String(v)]), (e) => self.postMessage(["e", e.name + ": " + e.message]))`;
    const thread = new Worker(URL.createObjectURL(new Blob([body], { type: "text/javascript" })), {
      type: "module",
      ...options,
    });
    thread.onmessage = ({ data: [kind, value] }) => (kind === "v" ? resolve(value) : reject(new Error(value)));
    thread.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  });

// What a refusal leaves behind must not end the program before all was tried.
for (const name of ["error", "unhandledrejection"])
  globalThis.addEventListener(name, (event) => event.preventDefault());

// Reading
attempt("read", () => found(Deno.readTextFileSync(canary)));
attempt("read by Node", async () => found((await node("fs")).readFileSync(canary, "utf8")));
attempt("read by promises", async () => found(await (await node("fs/promises")).readFile(canary, "utf8")));
attempt("read by stream", async () => {
  const pieces = [];
  for await (const piece of (await node("fs")).createReadStream(canary)) pieces.push(piece);
  return found(Buffer.concat(pieces));
});
attempt("open", () => Deno.openSync(canary).rid ?? "open");
attempt("open as a blob", async () => found(await (await (await node("fs")).openAsBlob(canary)).text()));
attempt("list", () => [...Deno.readDirSync(folder)].length);
attempt(
  "list by glob",
  async () => (await node("fs")).globSync(`${folder}/*`).length || Promise.reject(new Error("empty")),
);
attempt("stat", () => Deno.statSync(canary).size);
attempt("real path", () => Deno.realPathSync(canary));
attempt("link target", () => Deno.readLinkSync("/proc/self/exe"));
attempt("change directory", () => Deno.chdir(folder));
attempt("watch", () => String(Deno.watchFs(folder)));
attempt("fetch file:", async () => found(await (await fetch(`file://${canary}`)).text()));
attempt("import file:", async () => Object.keys(await import(`file://${canary}`)));
attempt("import json", async () =>
  Object.keys(await import(`file://${folder}/canary.json`, { with: { type: "json" } })),
);
attempt("import text", async () => found((await import(`file://${canary}`, { with: { type: "text" } })).default));
attempt("require", async () => (await node("module")).createRequire(`file://${folder}/x.js`)("./canary.json").secret);
attempt("copy by an op", () => ops.op_fs_copy_file_sync(canary, target) ?? "copied");
attempt("read own environment file", () => Deno.readTextFileSync("/proc/self/environ"));
attempt("read own memory", () => Deno.openSync("/proc/self/mem") && "open");
attempt("read standard input's file", () => Deno.openSync("/dev/stdin") && "open");
attempt("read in a worker", () => inWorker(`return Deno.readTextFileSync(${JSON.stringify(canary)})`));
attempt(
  "worker from a file",
  () =>
    new Promise((resolve, reject) => {
      const thread = new Worker(`file://${folder}/worker.js`, { type: "module" });
      thread.onmessage = () => resolve("ran");
      thread.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
    }),
);
attempt("thread of Node", async () => {
  const { Worker: Thread } = await node("worker_threads");
  const code = `const { parentPort } = require("worker_threads"); parentPort.postMessage(require("fs").readFileSync(${JSON.stringify(canary)}, "utf8"))`;
  return found(
    await new Promise((resolve, reject) =>
      new Thread(code, { eval: true }).once("message", resolve).once("error", reject),
    ),
  );
});
attempt("another context", async () => {
  const { runInNewContext } = await node("vm");
  const other = runInNewContext("this.constructor.constructor('return globalThis')()");
  return found((other.Deno ?? Deno).readTextFileSync(canary));
});
attempt("rights asked for", async () => {
  const { state } = await Deno.permissions.request({ name: "read" });
  if (state !== "granted") throw new Error(state);
  return state;
});

// Writing
attempt("write", () => Deno.writeTextFileSync(target, "x"));
attempt("write by Node", async () => (await node("fs")).writeFileSync(target, "x"));
attempt("append to what is there", () => Deno.writeTextFileSync(canary, "x", { append: true }));
attempt("make a folder", () => Deno.mkdirSync(`${target}.folder`));
attempt("make a temporary file", () => Deno.makeTempFileSync());
attempt("remove", () => Deno.removeSync(canary));
attempt("rename", () => Deno.renameSync(canary, target));
attempt("symlink", () => Deno.symlinkSync(canary, target));
attempt("link", () => Deno.linkSync(canary, target));
attempt("copy", () => Deno.copyFileSync(canary, target));
attempt("truncate", () => Deno.truncateSync(canary));
attempt("permissions of a file", () => Deno.chmodSync(canary, 0o777));
attempt("times of a file", () => Deno.utimeSync(canary, 0, 0));
attempt("local storage", () => {
  localStorage.setItem("a", "b");
  return localStorage.getItem("a");
});
attempt("local storage of a worker", () =>
  inWorker(`localStorage.setItem("a", "b"); return localStorage.getItem("a")`),
);
attempt("cache", async () => (await caches.open("a")).put("http://a.test/", new Response("b")));
attempt("cache of a worker", () => inWorker(`await (await caches.open("a")).put("http://a.test/", new Response("b"))`));
attempt("key-value store", async () => (await Deno.openKv()).set(["a"], "b"));
attempt("database", async () => String(new (await node("sqlite")).DatabaseSync(target)));
attempt("database by its address", async () =>
  String(new (await node("sqlite")).DatabaseSync(`file:${target}?mode=rwc`)),
);
attempt(
  "database attached",
  async () =>
    new (await node("sqlite")).DatabaseSync(":memory:").exec(`attach '${target}' as a; create table a.t (x)`) ??
    "attached",
);
attempt(
  "database vacuumed",
  async () =>
    new (await node("sqlite")).DatabaseSync(":memory:").exec(`create table t (x); vacuum into '${target}'`) ??
    "written",
);
attempt("database backed up", async () => {
  const { DatabaseSync, backup } = await node("sqlite");
  return backup(new DatabaseSync(":memory:"), target);
});
attempt("database's temporary file", async () => {
  const data = new (await node("sqlite")).DatabaseSync(":memory:");
  const rows = "with recursive c (i) as (select 1 union all select i + 1 from c where i < 3000)";
  data.exec("pragma temp_store = file; pragma cache_size = 10; create temp table t (x)");
  data.exec(`${rows} insert into t select randomblob(1000) from c`);
  return data.prepare("select count(*) n from t").get().n;
});
attempt("heap snapshot", async () => (await node("v8")).writeHeapSnapshot(target));
attempt("report", () => {
  process.report.writeReport(target);
  return Deno.statSync(target).size;
});
attempt("flags of V8", async () => {
  (await node("v8")).setFlagsFromString(`--logfile=${target}`);
  (await node("v8")).setFlagsFromString("--log-all");
  return Deno.statSync(target).size;
});
attempt("desktop patch", () => ops.op_desktop_apply_patch(new Uint8Array(8), target) ?? "done");

// What is around
attempt("environment", () => found(JSON.stringify(Deno.env.toObject())));
attempt("variable", () => found(Deno.env.get("GLOVEBOX_TEST_SECRET")));
attempt("variables of Node", () => found(JSON.stringify({ ...process.env })));
attempt("host name", () => Deno.hostname());
attempt("network interfaces", () => Deno.networkInterfaces().length);
attempt("memory of the system", () => Deno.systemMemoryInfo().total);
attempt("load of the system", () => Deno.loadavg().length);
attempt("release of the system", () => Deno.osRelease());
attempt("user", async () => (await node("os")).userInfo().username);
attempt("processors", async () => (await node("os")).cpus().length || Promise.reject(new Error("none")));
attempt("user id", () => `user ${Deno.uid()}`);
attempt("priority", async () => (await node("os")).setPriority(19) ?? "set");

// Processes
attempt("command", () => text(new Deno.Command("id").outputSync().stdout));
attempt("command of itself", () => new Deno.Command(Deno.execPath(), { args: ["--version"] }).outputSync().code);
attempt("spawn by Node", async () => {
  const { status, error } = (await node("child_process")).spawnSync("id");
  if (error) throw error;
  return status;
});
attempt("fork by Node", async () => connected((await node("child_process")).fork(`${folder}/worker.js`), "spawn"));
attempt("signal", () => Deno.kill(victim, "SIGKILL") ?? "sent");
attempt("signal by Node", async () => (await node("process")).default.kill(victim, "SIGKILL"));
attempt("native code", () =>
  String(Deno.dlopen(library, { getpid: { parameters: [], result: "i32" } }).symbols.getpid()),
);
attempt("native module", () => process.dlopen({ exports: {} }, library) ?? "loaded");
attempt("address", () => new Deno.UnsafePointerView(Deno.UnsafePointer.of(new Uint8Array([7]))).getUint8());
attempt("main module's require", () => process.mainModule.require("child_process").execSync("id").length);

// The network
attempt("fetch", async () => (await fetch(url)).status);
attempt("fetch in a worker", () => inWorker(`return (await fetch(${JSON.stringify(url)})).status`));
attempt(
  "fetch with a proxy",
  async () => (await fetch("http://a.test/", { client: Deno.createHttpClient({ proxy: { url } }) })).status,
);
attempt(
  "fetch by a socket",
  async () =>
    (await fetch("http://a.test/", { client: Deno.createHttpClient({ proxy: { transport: "unix", path: unix } }) }))
      .status,
);
attempt("connect", async () => (await Deno.connect({ port: tcp })).rid ?? "open");
attempt("connect to a socket", async () => (await Deno.connect({ transport: "unix", path: unix })).rid ?? "open");
attempt("connect with TLS", async () => (await Deno.connectTls({ hostname: "127.0.0.1", port: tcp })).rid ?? "open");
attempt("connect by Node", async () => connected((await node("net")).connect(tcp, "127.0.0.1")));
attempt("connect to a socket by Node", async () => connected((await node("net")).connect(unix)));
attempt("connect with TLS by Node", async () =>
  connected((await node("tls")).connect({ host: "127.0.0.1", port: tcp, rejectUnauthorized: false }), "secureConnect"),
);
attempt("get by Node", async () => connected((await node("http")).get(url), "response"));
attempt("get from a socket by Node", async () => connected((await node("http")).get({ socketPath: unix }), "response"));
attempt("HTTP/2", async () => connected((await node("http2")).connect(url)));
attempt("listen", () => Deno.listen({ port: 0 }).addr.port);
attempt("listen on a socket", () => String(Deno.listen({ transport: "unix", path: target })));
attempt("listen by Node", async () => connected((await node("net")).createServer().listen(0), "listening"));
// Its refusal comes as a rejection that nobody can handle, which ends a JavaScript program.
const datagram = async () => {
  const socket = (await node("dgram")).createSocket("udp4");
  return called((done) =>
    socket.on("error", done).bind(0, "127.0.0.1", () => socket.send("x", udp, "127.0.0.1", done)),
  );
};
if (globalThis.Worker !== undefined) attempt("datagram", datagram);
attempt("WebSocket", () => opened(new WebSocket(`ws://127.0.0.1:${tcp}/`)));
attempt("WebSocket of a worker", () =>
  inWorker(
    `await new Promise((resolve, reject) => { const s = new WebSocket("ws://127.0.0.1:${tcp}/"); s.onopen = resolve; s.onerror = (e) => reject(e.error ?? new Error(e.message)); })`,
  ),
);
attempt("events", () => opened(new EventSource(url)));
attempt("look up a name", async () => (await Deno.resolveDns("localhost", "A")).length);
attempt("look up by Node", async () => called(async (done) => (await node("dns")).lookup("localhost", done)));
attempt("resolve by Node", async () => called(async (done) => (await node("dns")).resolve("localhost", done)));
attempt("import http:", async () => Object.keys(await import(`${url}a.js`)));
attempt("import https:", async () => Object.keys(await import(`https://127.0.0.1:${tcp}/a.js`)));
attempt("import npm:", async () => Object.keys(await import("npm:is-odd")));
attempt("import jsr:", async () => Object.keys(await import("jsr:@std/path")));
attempt("import in a worker", () => inWorker(`return Object.keys(await import("${url}a.js"))`));
attempt("inspector", async () => {
  const inspector = await node("inspector");
  inspector.open(0, "127.0.0.1");
  return inspector.url() ?? Promise.reject(new Error("no address"));
});
attempt("channel between processes", async () =>
  inWorker(
    `const c = new BroadcastChannel("a"); const got = new Promise((r, e) => { c.onmessage = r; setTimeout(e, 100, new Error("silence")); }); await got`,
  ),
);

// Whatever a name that was taken away or is not there answers, it is an error here too.
for (const [name, action] of tries) {
  let outcome;
  try {
    const slow = new Promise((_, reject) => setTimeout(reject, 1_500, new Error("no answer")));
    const value = await Promise.race([Promise.resolve().then(action), slow]);
    outcome = `done: ${String(value)}`;
  } catch (error) {
    outcome = `${error?.name ?? typeof error}: ${error?.message ?? error}`;
  }
  say(JSON.stringify({ attempt: name, outcome: outcome.slice(0, 200) }));
}
