import { expect, test } from "vitest";
import { Laying } from "./laying.ts";

function laying() {
  const sent: string[] = [];
  const made = new Laying({
    send: (_, value) => void sent.push((value as { name: string }).name),
    sendRaw: (_, payload) => void sent.push(payload.toString()),
    drained: async () => undefined,
  });
  const answer = (problem = "") => made.answered(Buffer.from(JSON.stringify({ problem })));
  return { made, sent, answer };
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("ab");
  throw new Error("the source broke");
}

test("the answer to a file that was given up is not taken for the next one's", async () => {
  const { made, sent, answer } = laying();
  await expect(made.lay("first", 4, broken())).rejects.toThrow("the source broke");
  expect(sent).toEqual(["first", "ab", "\0\0"]);
  let isLaid = false;
  const second = made.lay("second", 1, [Buffer.from("c")]).then(() => {
    isLaid = true;
  });
  await expect.poll(() => sent.at(-1)).toBe("c");
  answer();
  await new Promise(setImmediate);
  expect(isLaid).toBe(false);
  answer();
  await second;
});

test("a file that cannot lie there is told by its name, and a sandbox that ended by its own error", async () => {
  const { made, sent, answer } = laying();
  const refused = made.lay("a", 1, [Buffer.from("x")]);
  await expect.poll(() => sent.at(-1)).toBe("x");
  answer("no room");
  await expect(refused).rejects.toMatchObject({ field: "files.a", message: expect.stringContaining("no room") });
  const waiting = made.lay("b", 1, [Buffer.from("y")]);
  await expect.poll(() => sent.at(-1)).toBe("y");
  made.end(new Error("gone"));
  await expect(waiting).rejects.toThrow(/^gone$/);
  await expect(made.lay("c", 0, [])).rejects.toThrow(/^gone$/);
});
