/** How a language expresses the cases for sessions. */
export type SessionDialect = {
  /** Gives the variable x a number. */
  readonly set: (value: number) => string;
  /** Prints x. */
  readonly print: string;
  readonly fail: string;
  readonly copy: (from: string, to: string) => string;
  /** Prints stdin, OF_ONE and OF_ALL with | between them. */
  readonly inputs: string;
  readonly wait: string;
  readonly loop: string;
  readonly flood: string;
  /** Ends its own process. */
  readonly die: string;
  /** Sets v and shows it; what it is as JSON and as text. */
  readonly value?: { readonly value: string; readonly data: unknown; readonly text: string };
};

const javascript: SessionDialect = {
  set: (value) => `const x = ${value};`,
  print: "console.log(x)",
  fail: "throw new Error('bad')",
  copy: (from, to) => `{ const fs = require('fs'); fs.writeFileSync('${to}', fs.readFileSync('${from}')); }`,
  inputs:
    "console.log([require('fs').readFileSync(0, 'utf8'), process.env.OF_ONE ?? '', process.env.OF_ALL ?? ''].join('|'))",
  wait: "await new Promise(() => {})",
  loop: "while (true) {}",
  flood: "for (;;) console.log('x'.repeat(99))",
  die: "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})",
  value: { value: "const v = { a: [1, 'b'] }; v", data: { a: [1, "b"] }, text: "{ a: [ 1, 'b' ] }" },
};

export const sessionDialects: Readonly<Record<string, SessionDialect>> = {
  python: {
    set: (value) => `x = ${value}`,
    print: "print(x)",
    fail: "raise ValueError('bad')",
    copy: (from, to) => `import shutil; _ = shutil.copyfile('${from}', '${to}')`,
    inputs:
      "import os, sys; print(sys.stdin.read(), os.environ.get('OF_ONE', ''), os.environ.get('OF_ALL', ''), sep='|')",
    wait: "import asyncio; await asyncio.sleep(1000)",
    loop: "while True: pass",
    flood: "while True: print('x' * 99)",
    die: "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    value: { value: "v = {'a': [1, 'b']}\nv", data: { a: [1, "b"] }, text: "{'a': [1, 'b']}" },
  },
  javascript,
  typescript: { ...javascript, set: (value) => `const x: number = ${value} as number;` },
  bash: {
    set: (value) => `x=${value}`,
    print: "echo $x",
    fail: "false",
    copy: (from, to) => `cp '${from}' '${to}'`,
    inputs: 'echo "$(cat)|$OF_ONE|$OF_ALL"',
    wait: "sleep 1000",
    loop: "while :; do :; done",
    flood: "yes",
    die: "kill -9 $$",
  },
};
