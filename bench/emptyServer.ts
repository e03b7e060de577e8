// The least that HTTP costs here: a server of Node's own that reads a request and answers nothing of use.
import { createServer } from "node:http";

const server = createServer((request, answer) => {
  request.resume().once("end", () => answer.end("{}"));
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.once("disconnect", () => process.exit());
