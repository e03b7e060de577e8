import { afterAll, beforeAll, expect, test } from "vitest";
import { Glovebox } from "../../packages/core/src/glovebox.ts";

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open();
});
afterAll(() => box.close());

const inPieces = (hex: string[]) =>
  `import os, time\nfor piece in ${JSON.stringify(hex)}:\n    os.write(1, bytes.fromhex(piece))\n    time.sleep(0.05)`;

test("[truth.text] a character that arrives in pieces is one character in one event", async () => {
  const pieces: string[] = [];
  for await (const event of box.stream({ language: "python", code: inPieces(["e2", "98", "83", "f09f", "9880"]) })) {
    if (event.type === "stdout") pieces.push(event.data);
  }
  expect(pieces).toEqual(["☃", "😀"]);
});

test("[truth.text] bytes that are no text become replacement characters, and the rest stays", async () => {
  const { stdout } = await box.execute({ language: "python", code: inPieces(["61ff62", "c3", "28", "63e298"]) });

  expect(stdout).toBe("a\ufffdb\ufffd(c\ufffd");
  expect(stdout.isWellFormed()).toBe(true);
});

test("[truth.text] NUL, escapes and separators come through as they are", async () => {
  const text = "a\0b\x1b[31m\u2028\u2029\r\n\ufeff";
  const { stdout } = await box.execute({ language: "python", code: `print(${JSON.stringify(text)}, end="")` });

  expect(stdout).toBe(text);
});

test("[truth.one-ending] a collected execution and its stream say the same", async () => {
  const request = {
    language: "python",
    code: "import sys; print('o'); print('e', file=sys.stderr); open('f', 'w').write('x'); sys.exit(3)",
  };
  const collected = await box.execute(request);
  const events = await Array.fromAsync(box.stream(request));

  expect(events.map(({ type }) => type)).toEqual(["started", "stdout", "stderr", "artifact", "ended"]);
  expect(collected).toMatchObject({
    stdout: "o\n",
    stderr: "e\n",
    artifacts: [{ name: "f", size: 1 }],
    outcome: { status: "failed", exitCode: 3 },
  });
  expect(collected.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(collected.outcome.usage.wallMs).toBeGreaterThan(0);
});

test("[truth.cancelled] an execution whose signal is aborted already is cancelled, with nothing run", async () => {
  const { outcome, stdout } = await box.execute(
    { language: "python", code: "print(1)" },
    { signal: AbortSignal.abort() },
  );

  expect(outcome).toMatchObject({ status: "cancelled", exitCode: null });
  expect(stdout).toBe("");
});

test("[truth.artifacts] the bytes of an artifact are the file's, and its hash is theirs", async () => {
  const code = "open('b.bin', 'wb').write(bytes(range(256)) * 5000)";
  const { id, artifacts } = await box.execute({ language: "python", code });
  const bytes = Buffer.from(box.readArtifact(id, "b.bin"));

  expect(bytes.equals(Buffer.concat(Array.from({ length: 5000 }, () => Buffer.from([...Array(256).keys()]))))).toBe(
    true,
  );
  const { createHash } = await import("node:crypto");
  expect(artifacts[0]?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  expect(() => box.readArtifact(id, "../b.bin")).toThrow(expect.objectContaining({ code: "not_found" }));
  expect(() => box.readArtifact("nobody", "b.bin")).toThrow(expect.objectContaining({ code: "not_found" }));
});
