import type { Dialect } from "./dialect.ts";

const lines = (text: string[]) => text.join("\n");
const text = (value: string) => JSON.stringify(value);

export const python: Dialect = {
  language: "python",
  print: (...all) => lines(all.map((line) => `print(${text(line)})`)),
  printError: (line) => `import sys; print(${text(line)}, file=sys.stderr)`,
  alternate: "import sys\nfor n in (1, 2):\n    print('out', n)\n    print('err', n, file=sys.stderr)",
  exit: (code) => `import sys; sys.exit(${code})`,
  printSleepPrint: (ms) => `import time\nprint('first')\ntime.sleep(${ms / 1000})\nprint('second')`,
  sleepForEver: "import time\nwhile True: time.sleep(1)",
  echoStdin: "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())",
  echoArgs: "import sys, json; print(json.dumps(sys.argv[1:], ensure_ascii=False, separators=(',', ':')))",
  echoVariable: (name) => `import os; print(os.environ.get(${text(name)}, ''))`,
  echoWorkdir: "import os; print(os.getcwd())",
  read: (name) => `import sys; sys.stdout.buffer.write(open(${text(`/workspace/${name}`)}, 'rb').read())`,
  write: (name, content) =>
    `import os\nos.makedirs(os.path.dirname(${text(`/workspace/${name}`)}), exist_ok=True)\nopen(${text(`/workspace/${name}`)}, 'w').write(${text(content)})`,
  printBytes: (...pieces) =>
    lines([
      "import os, time",
      ...pieces.map((each) => `os.write(1, bytes.fromhex('${each.toString("hex")}')); time.sleep(0.02)`),
    ]),
  flood: "while True: print('x' * 999)",
  fillMemory: "kept = []\nwhile True: kept.append(bytearray(4 << 20))",
  killItself: "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
  burn: "import time\nwhile time.process_time() < 0.3: pass",
};

export const bash: Dialect = {
  language: "bash",
  print: (...all) => lines(all.map((line) => `echo '${line}'`)),
  printError: (line) => `echo '${line}' >&2`,
  alternate: "for n in 1 2; do echo out $n; sleep 0.1; echo err $n >&2; sleep 0.1; done",
  exit: (code) => `exit ${code}`,
  printSleepPrint: (ms) => `echo first; sleep ${ms / 1000}; echo second`,
  sleepForEver: "while :; do sleep 1; done",
  echoStdin: "cat",
  echoArgs: { skip: "bash has no JSON" },
  echoVariable: (name) => `echo "$${name}"`,
  echoWorkdir: "pwd",
  read: (name) => `cat '/workspace/${name}'`,
  write: (name, content) => `mkdir -p "$(dirname '/workspace/${name}')"; printf %s '${content}' > '/workspace/${name}'`,
  printBytes: (...pieces) =>
    lines(
      pieces.map(
        (each) =>
          `printf '${[...each].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}'; sleep 0.02`,
      ),
    ),
  flood: "yes",
  fillMemory: "x=xxxxxxxx; while :; do x=$x$x; done",
  killItself: "kill -9 $$",
  burn: { skip: "bash's loop takes what it takes" },
};

export const javascript: Dialect = {
  language: "javascript",
  print: (...all) => lines(all.map((line) => `console.log(${text(line)});`)),
  printError: (line) => `console.error(${text(line)});`,
  alternate:
    "const wait = () => new Promise((done) => setTimeout(done, 100));\n(async () => { for (const n of [1, 2]) { console.log('out', n); await wait(); console.error('err', n); await wait(); } })();",
  exit: (code) => `process.exit(${code});`,
  printSleepPrint: (ms) => `console.log('first'); setTimeout(() => console.log('second'), ${ms});`,
  sleepForEver: "setInterval(() => {}, 1000);",
  echoStdin: "process.stdin.pipe(process.stdout);",
  echoArgs: "console.log(JSON.stringify(process.argv.slice(2)));",
  echoVariable: (name) => `console.log(process.env[${text(name)}] ?? '');`,
  echoWorkdir: "console.log(process.cwd());",
  read: (name) => `process.stdout.write(require('fs').readFileSync(${text(`/workspace/${name}`)}));`,
  write: (name, content) =>
    `{ const fs = require('fs'), path = require('path'); fs.mkdirSync(path.dirname(${text(`/workspace/${name}`)}), { recursive: true }); fs.writeFileSync(${text(`/workspace/${name}`)}, ${text(content)}); }`,
  printBytes: (...pieces) =>
    lines([
      "const fs = require('fs');",
      ...pieces.map(
        (each) =>
          `fs.writeSync(1, Buffer.from('${each.toString("hex")}', 'hex')); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);`,
      ),
    ]),
  flood: "for (;;) require('fs').writeSync(1, 'x'.repeat(1000));",
  fillMemory: "const kept = []; for (;;) kept.push(Buffer.alloc(4 << 20, 1));",
  killItself: "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);",
  burn: "while (process.cpuUsage().user < 300_000);",
};

/** As JavaScript, with types, and modules by import. */
export const typescript: Dialect = {
  ...javascript,
  language: "typescript",
  print: (...all) =>
    lines(["type Line = string;", ...all.map((line) => `console.log(${text(line)} satisfies Line as string);`)]),
  echoArgs: "const given: readonly string[] = process.argv.slice(2);\nconsole.log(JSON.stringify(given));",
  read: (name) =>
    `import { readFileSync } from 'node:fs';\nprocess.stdout.write(readFileSync(${text(`/workspace/${name}`)}));`,
};

export const echo: Dialect = {
  language: "echo",
  print: (...all) => lines(all.map((line) => `print ${line}`)),
  printError: (line) => `error ${line}`,
  alternate: "print out 1\nerror err 1\nprint out 2\nerror err 2",
  exit: (code) => `exit ${code}`,
  printSleepPrint: (ms) => `print first\nsleep ${ms}\nprint second`,
  sleepForEver: "sleep 1000000",
  echoStdin: "echo-stdin",
  echoArgs: "echo-args",
  echoVariable: (name) => `echo-env ${name}`,
  echoWorkdir: "echo-workdir",
  read: (name) => `read ${name}`,
  write: (name, content) => `write ${name} ${content}`,
  printBytes: (...pieces) => lines(pieces.map((each) => `print-bytes ${each.toString("base64")}`)),
  flood: "flood",
  fillMemory: "fill-memory",
  killItself: "kill SIGKILL",
  burn: { skip: "nothing is computed" },
};
