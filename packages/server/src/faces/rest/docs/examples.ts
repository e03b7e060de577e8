import { code, shown } from "./markup.ts";

export function opening(origin: string): string {
  return `<p>Runs code in sealed sandboxes on this machine. This server is at ${code(origin)}. There is no key to give:
whoever reaches the server may use it. The same as a document for tools: <a href="/openapi.json">/openapi.json</a>.</p>`;
}

/** Commands to paste, with what they answer. */
export function examples(origin: string): string {
  return `<section id="start"><h2>First request</h2>
${shell(`curl ${origin}/v1/executions -H 'Content-Type: application/json' \\
  -d '{"language": "python", "code": "print(6 * 7)"}'`)}
<p>The answer comes once the program has ended (shortened here):</p>
${shell(`{"id": "0198…", "language": "python", "state": "ended", "stdout": "42\\n", "stderr": "", "artifacts": [],
 "outcome": {"status": "succeeded", "exitCode": 0, "signal": null,
             "usage": {"wallMs": 1.2, "cpuMs": 0.9, "peakMemoryBytes": 1572864}}, …}`)}
<p>Files go in as text, or as base64; what the program creates or changes comes back as artifacts:</p>
${shell(`curl ${origin}/v1/executions -H 'Content-Type: application/json' -d '{
  "language": "python",
  "code": "text = open(\\"in.txt\\").read(); open(\\"out.txt\\", \\"w\\").write(text.upper())",
  "files": {"in.txt": "hello", "data/blob.bin": {"content": "AAEC", "encoding": "base64"}},
  "limits": {"timeoutMs": 5000, "memoryBytes": 268435456}
}'`)}
<p>Each artifact of the answer has a ${code("url")}, a path on this server. With the id and the name put in:</p>
${shell(`curl -OJ ${origin}/v1/executions/ID/artifacts/out.txt`)}
<p>A large file, or one that several requests need, is sent once and referred to by its id. So is an artifact: its
${code("id")} does the same.</p>
${shell(`curl '${origin}/v1/files?name=big.csv' -H 'Content-Type: application/octet-stream' -T big.csv -X POST
curl ${origin}/v1/executions -H 'Content-Type: application/json' -d '{
  "language": "python",
  "code": "print(sum(1 for line in open(\\"data/big.csv\\")))",
  "files": {"data/big.csv": {"id": "ID"}}
}'`)}
<p>It may be as large as ${code("limits.fileBytes")}, and all of them together as ${code("limits.workspaceBytes")} and
${code("limits.memoryBytes")} say.</p>
<p>Look at an execution again, list the last ones, or stop one that runs:</p>
${shell(`curl ${origin}/v1/executions/ID
curl '${origin}/v1/executions?limit=5'
curl -X DELETE ${origin}/v1/executions/ID`)}
</section>
<section id="streaming"><h2>Streaming</h2>
<p>Ask for lines of JSON, or for server-sent events, to hear what happens as it happens:</p>
${shell(`curl -N ${origin}/v1/executions -H 'Content-Type: application/json' -H 'Accept: application/x-ndjson' \\
  -d '{"language": "python", "code": "import time\\nfor i in range(3):\\n  print(i, flush=True)\\n  time.sleep(1)"}'`)}
${shell(`{"type":"started","id":"0198…","language":"python","version":"3.11.7","engine":"native","environment":"base"}
{"type":"stdout","data":"0\\n"}
{"type":"stdout","data":"1\\n"}
{"type":"stdout","data":"2\\n"}
{"type":"ended","outcome":{"status":"succeeded","exitCode":0,"signal":null,"usage":{…}}}`)}
<p>With ${code("Accept: text/event-stream")} each comes as ${code("event: stdout")} and ${code('data: {"type":"stdout",…}')}, and a
comment line each 15 seconds keeps the connection awake. There is exactly one ${code("ended")}, and it is the last. A stream
that stops without it was cut off on the way: look the execution up by its id. Closing the connection stops the program,
and a client that does not read holds up its own program only, until it is cut off.</p>
</section>
<section id="sessions"><h2>Sessions</h2>
<p>A session keeps its variables from cell to cell. Each cell is an execution, with ${code("sessionId")}:</p>
${shell(`curl ${origin}/v1/sessions -H 'Content-Type: application/json' -d '{"language": "python", "id": "analysis"}'
curl ${origin}/v1/sessions/analysis/executions -H 'Content-Type: application/json' -d '{"code": "x = 40"}'
curl ${origin}/v1/sessions/analysis/executions -H 'Content-Type: application/json' -d '{"code": "x + 2"}'
curl -X DELETE ${origin}/v1/sessions/analysis`)}
<p>The value of the last expression, what is displayed, and figures are in ${code("results")}:</p>
${shell(`"results": [{"mime": {"text/plain": "42", "application/json": 42}, "main": true}]`)}
<p>The WebSocket ${code("/v1/sessions/ID/stream")} takes these messages. Each of a cell's events comes back with its
${code("executionId")} and your ${code("ref")}; output without them was said between cells:</p>
${shell(`{"type": "execute", "ref": "a", "code": "name = input()"}
{"type": "stdin", "data": "glove\\n"}
{"type": "interrupt"}`)}
</section>`;
}

function shell(text: string): string {
  return `<pre>${shown(text)}</pre>`;
}
