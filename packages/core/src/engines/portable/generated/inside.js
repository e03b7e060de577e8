// Written by scripts/portable-inside.ts.
import { createRequire, registerHooks, stripTypeScriptTypes } from "node:module";
import process$1 from "node:process";
import { Buffer as Buffer$1 } from "node:buffer";
import { AsyncLocalStorage } from "node:async_hooks";
import { inspect, types } from "node:util";
import { Script, compileFunction, constants } from "node:vm";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Console } from "node:console";
import { Readable, Writable } from "node:stream";

// \0rolldown/runtime.js
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esmMin = (fn, res, err) => () => {
	if (err) throw err[0];
	try {
		return fn && (res = fn(fn = 0)), res;
	} catch (e) {
		throw err = [e], e;
	}
};
var __commonJSMin = (cb, mod) => () => (mod || (cb((mod = { exports: {} }).exports, mod, mod.exports), cb = null), mod.exports);
var __exportAll = (all, no_symbols) => {
	let target = {};
	for (var name in all) {
		__defProp(target, name, {
			get: all[name],
			enumerable: true
		});
	}
	if (!no_symbols) {
		__defProp(target, Symbol.toStringTag, { value: "Module" });
	}
	return target;
};
var __copyProps = (to, from, except, desc) => {
	if (from && typeof from === "object" || typeof from === "function") {
		for (var keys = __getOwnPropNames(from), i = 0, n = keys.length, key; i < n; i++) {
			key = keys[i];
			if (!__hasOwnProp.call(to, key) && key !== except) {
				__defProp(to, key, {
					get: ((k) => from[k]).bind(null, key),
					enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
				});
			}
		}
	}
	return to;
};
var __toCommonJS = (mod) => __hasOwnProp.call(mod, "module.exports") ? mod["module.exports"] : __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var __require = /* #__PURE__ */ (() => createRequire(import.meta.url))();

// packages/core/src/engines/portable/inside/identity.ts
for (const [name, id] of Object.entries({
	getuid: 1e3,
	geteuid: 1e3,
	getgid: 1e3,
	getegid: 1e3
})) Object.defineProperty(process$1, name, {
	value: () => id,
	writable: true,
	configurable: true
});

// packages/core/src/engines/portable/inside/doors.ts
/** Taken here, because a program does not find the name Deno. */
const { permissions } = Deno;
const DOORS = [
	"read",
	"write",
	"net",
	"env",
	"sys",
	"run",
	"ffi",
	"import"
];
/**
* Gives up what is left of the process's rights, and looks whether none is left. Throws where one is, so that no user
* code runs. From here on the process can compute, and talk on the pipes that it was born with.
*/
function closeDoors(wasReadable) {
	permissions.revokeSync({ name: "read" });
	const readable = wasReadable.filter((path) => permissions.querySync({
		name: "read",
		path
	}).state === "granted");
	if (readable.length > 0) throw new Error(`still readable: ${readable.join(", ")}`);
	const open = DOORS.filter((name) => permissions.querySync({ name }).state === "granted");
	if (open.length > 0) throw new Error(`still granted: ${open.join(", ")}`);
}

// packages/core/src/engines/frameFormat.ts
const HEADER_BYTES = 5;
/**
* Frames on a stream: 4 bytes of payload length (little endian), 1 byte of type, and the payload: JSON, or bytes as they are.
* A length above `maxPayloadBytes` is refused before anything is allocated.
*/
var FrameFormat = class {
	#codes = /* @__PURE__ */ new Map();
	#names = /* @__PURE__ */ new Map();
	#maxPayloadBytes;
	constructor(table, maxPayloadBytes) {
		this.#maxPayloadBytes = maxPayloadBytes;
		for (const [name, { letter }] of Object.entries(table)) {
			this.#codes.set(name, letter.charCodeAt(0));
			this.#names.set(letter.charCodeAt(0), name);
		}
	}
	pack(name, payload = /* @__PURE__ */ new Uint8Array()) {
		const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
		frame.writeUInt32LE(payload.length, 0);
		frame[4] = this.#codes.get(name) ?? 0;
		frame.set(payload, HEADER_BYTES);
		return frame;
	}
	letterOf(name) {
		return String.fromCharCode(this.#codes.get(name) ?? 0);
	}
	nameOf(letter) {
		return this.#names.get(letter.charCodeAt(0));
	}
	packJson(name, value) {
		return this.pack(name, Buffer.from(JSON.stringify(value)));
	}
	parser() {
		return new FrameParser(this.#names, this.#maxPayloadBytes);
	}
};
/** Cuts a stream of bytes into frames. Throws at bytes that are no frame; then the stream is worth nothing. */
var FrameParser = class {
	#names;
	#maxPayloadBytes;
	/** What has come and is not a whole frame yet. It is put together once there is enough, however small its pieces. */
	#chunks = [];
	#bytes = 0;
	#needed = HEADER_BYTES;
	constructor(names, maxPayloadBytes) {
		this.#names = names;
		this.#maxPayloadBytes = maxPayloadBytes;
	}
	feed(chunk) {
		this.#chunks.push(chunk);
		this.#bytes += chunk.length;
		return this.#bytes < this.#needed ? [] : this.#cut(this.#whole());
	}
	#whole() {
		const [only, ...others] = this.#chunks.splice(0);
		this.#bytes = 0;
		return only !== void 0 && others.length === 0 ? only : Buffer.concat([only ?? Buffer.alloc(0), ...others]);
	}
	#cut(data) {
		const found = [];
		let start = 0;
		this.#needed = HEADER_BYTES;
		while (data.length - start >= HEADER_BYTES) {
			const end = start + HEADER_BYTES + this.#lengthAt(data, start);
			const name = this.#names.get(data[start + 4] ?? 0);
			if (name === void 0) throw new RangeError(`unknown frame type ${data[start + 4]}`);
			this.#needed = end - start;
			if (data.length < end) break;
			found.push({
				name,
				payload: data.subarray(start + HEADER_BYTES, end)
			});
			this.#needed = HEADER_BYTES;
			start = end;
		}
		this.#bytes = data.length - start;
		if (this.#bytes > 0) this.#chunks.push(data.subarray(start));
		return found;
	}
	#lengthAt(data, start) {
		const length = data.readUInt32LE(start);
		if (length > this.#maxPayloadBytes) throw new RangeError(`a frame of ${length} bytes`);
		return length;
	}
};
/** Parses a payload that is JSON. */
function parseJson(payload) {
	return JSON.parse(payload.toString("utf8"));
}

// packages/core/src/engines/portable/frameTable.ts
/**
* The frames that the host and a Deno child exchange on the child's stdin and stdout, by name and letter.
*
* Order, from the host: boot; then (file, data*)*, run, stdin*, stdin_end; then at most one stop.
* Order, from the child:
*   ready         or broken: this child cannot be used
*   started       the clock runs
*   (stdout | stderr)*
*   error?        what the program says of its own failure
*   (artifact, data*)*
*   ended         once, last
*   (result | notes | returned)* come among the output of Python
*   Or, instead of a program: live, answered by alive. From then on, in any number:
*     (file, data*)*, cell     answered by started, (stdout | stderr | result)*, done, (artifact, data*)*, ended. Meanwhile
*                              at most one stop, which interrupts
*     ask                      answered by told. Only while no cell runs; output comes then too
*   A child that was asked for a snapshot sends data* and ended after ready.
*
* This file has no schema in it, because it is part of what the child loads; orders.ts and reports.ts have them.
*/
const frames = {
	boot: { letter: "B" },
	ready: { letter: "r" },
	broken: { letter: "b" },
	file: { letter: "F" },
	data: { letter: "d" },
	run: { letter: "R" },
	stdin: { letter: "I" },
	stdin_end: { letter: "E" },
	stop: { letter: "S" },
	started: { letter: "s" },
	stdout: { letter: "o" },
	stderr: { letter: "e" },
	error: { letter: "x" },
	artifact: { letter: "a" },
	ended: { letter: "z" },
	result: { letter: "7" },
	notes: { letter: "?" },
	returned: { letter: "=" },
	live: { letter: "V" },
	alive: { letter: "v" },
	cell: { letter: "C" },
	done: { letter: "8" },
	ask: { letter: "Q" },
	told: { letter: "9" }
};
/** Longer contents go in several frames. */
const PIECE_BYTES = 262144;
/** The longest frame is a result with several representations. */
const MAX_PAYLOAD_BYTES = 33554432;
const portableFrames = new FrameFormat(frames, MAX_PAYLOAD_BYTES);

// packages/core/src/engines/portable/inside/host.ts
/** The child's end of the connection. Both ways block: whoever does not read makes the program wait. */
var Host = class {
	#stdin = Deno.stdin;
	/** Bound, because a program finds another one under this name. */
	#write = Deno.stdout.writeSync.bind(Deno.stdout);
	#parser = portableFrames.parser();
	#arrived = [];
	#chunk = Buffer$1.alloc(PIECE_BYTES);
	/** The next frame. When the host has gone there is nobody left to work for. */
	next() {
		for (;;) {
			const frame = this.#arrived.shift();
			if (frame !== void 0) return frame;
			const length = this.#stdin.readSync(this.#chunk);
			if (length === null) Deno.exit(0);
			this.#arrived.push(...this.#parser.feed(Buffer$1.from(this.#chunk.subarray(0, length))));
		}
	}
	/** The payload of the next frame, which must be of this name. */
	expect(name) {
		const frame = this.next();
		if (frame.name !== name) throw new RangeError(`${frame.name} came instead of ${name}`);
		return parseJson(frame.payload);
	}
	/** What is asked of this process: a program, read to the end of its stdin, or to stay and run cells. */
	order() {
		const frame = this.next();
		if (frame.name === "live") return { live: parseJson(frame.payload) };
		this.#arrived.unshift(frame);
		return this.#program();
	}
	#program() {
		const files = /* @__PURE__ */ new Map();
		const stdin = [];
		let run;
		for (let frame = this.next(); frame.name !== "stdin_end"; frame = this.next()) if (frame.name === "file") {
			const { name, size } = parseJson(frame.payload);
			files.set(name, this.#content(size));
		} else if (frame.name === "run") run = parseJson(frame.payload);
		else if (frame.name === "stdin") stdin.push(frame.payload);
		else throw new RangeError(`the host may not send ${frame.name} here`);
		if (run === void 0) throw new RangeError("the program is missing");
		return {
			run,
			files,
			stdin: Buffer$1.concat(stdin)
		};
	}
	#content(size) {
		const content = new Uint8Array(size);
		for (let done = 0; done < size;) {
			const { payload } = this.next();
			content.set(payload, done);
			done += payload.length;
		}
		return content;
	}
	send(name, payload) {
		const frame = portableFrames.pack(name, payload);
		for (let sent = 0; sent < frame.length;) sent += this.#write(frame.subarray(sent));
	}
	sendJson(name, value) {
		this.send(name, Buffer$1.from(JSON.stringify(value)));
	}
	/** Contents of any length, in pieces. */
	sendData(content, name = "data") {
		for (let start = 0; start < content.length; start += PIECE_BYTES) this.send(name, content.subarray(start, start + PIECE_BYTES));
	}
};

// packages/core/src/kernels/inside/values.ts
const MAX_BYTES = 8388608;
const MAX_DEPTH = 100;
const MAX_MARKER = 2e3;
/** Runs no code of the program: getters are not read. Undefined where it is larger than `most` bytes. */
function toJson(value, most = MAX_BYTES) {
	try {
		return new Conversion(most).convert(value, 0);
	} catch (error) {
		if (error instanceof TooLarge) return void 0;
		throw error;
	}
}
/** Whether its JSON says all of it. */
function isPlain(value, depth = 0) {
	if (value === null || typeof value === "string" || typeof value === "boolean") return true;
	if (typeof value === "number") return Number.isFinite(value);
	if (typeof value !== "object" || types.isProxy(value) || depth > MAX_DEPTH) return false;
	const prototype = Object.getPrototypeOf(value);
	if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) return false;
	return fieldsOf(value).every(([, field]) => isPlain(field, depth + 1));
}
/** The text that stands for it where there is nothing better. */
function marker(value) {
	return {
		type: typeName(value),
		repr: inspected(value).slice(0, MAX_MARKER)
	};
}
function typeName(value) {
	if (value === null) return "null";
	if (typeof value !== "object") return typeof value;
	if (types.isProxy(value)) return "Proxy";
	const prototype = Object.getPrototypeOf(value);
	const named = prototype === null ? void 0 : dataOf(prototype, "constructor");
	const name = typeof named === "function" && !types.isProxy(named) ? dataOf(named, "name") : void 0;
	return typeof name === "string" && name !== "" ? name.slice(0, 200) : "Object";
}
/** What an object holds under a name of its own, without asking a getter. */
function dataOf(object, name) {
	return Object.getOwnPropertyDescriptor(Object(object), name)?.value;
}
/** Its own enumerable fields that are no getters. */
function fieldsOf(object) {
	return Object.entries(Object.getOwnPropertyDescriptors(object)).flatMap(([name, descriptor]) => descriptor.enumerable && "value" in descriptor ? [[name, descriptor.value]] : []);
}
function inspected(value) {
	try {
		return inspect(value, {
			customInspect: false,
			showProxy: true,
			depth: 1,
			maxArrayLength: 20,
			maxStringLength: 1e3
		});
	} catch {
		return `[${typeof value}]`;
	}
}
var TooLarge = class extends Error {};
var Conversion = class {
	#above = /* @__PURE__ */ new Set();
	#left;
	constructor(most) {
		this.#left = most;
	}
	convert(value, depth) {
		this.#spend(4);
		switch (typeof value) {
			case "string":
				this.#spend(value.length);
				return value.toWellFormed();
			case "number": return Number.isFinite(value) ? value : String(value);
			case "boolean": return value;
			case "undefined": return null;
			case "bigint": return Number.isSafeInteger(Number(value)) ? Number(value) : this.convert(value.toString(), depth);
			case "object": return value === null ? null : this.#object(value, depth);
			default: return this.#marker(value);
		}
	}
	#object(value, depth) {
		if (depth > MAX_DEPTH || this.#above.has(value) || types.isProxy(value)) return this.#marker(value);
		this.#above.add(value);
		try {
			return this.#known(value) ?? this.#composed(value, depth + 1);
		} finally {
			this.#above.delete(value);
		}
	}
	#known(value) {
		if (types.isDate(value)) {
			const time = Date.prototype.getTime.call(value);
			return Number.isNaN(time) ? null : new Date(time).toISOString();
		}
		if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
		if (value instanceof URL) return value.href;
		if (types.isAnyArrayBuffer(value)) return this.#bytes(new Uint8Array(value));
		if (types.isUint8Array(value)) return this.#bytes(value);
		if (typeof value !== "object" || types.isNativeError(value) || types.isPromise(value)) return this.#marker(value);
		if (types.isBoxedPrimitive(value)) return this.convert(value.valueOf(), 0);
	}
	#composed(value, depth) {
		if (types.isTypedArray(value)) return Array.from(value, (each) => this.convert(each, depth));
		if (Array.isArray(value)) return this.#array(value, depth);
		if (types.isSet(value)) return Array.from(Set.prototype.values.call(value), (each) => this.convert(each, depth));
		if (types.isMap(value)) {
			const entries = Array.from(Map.prototype.entries.call(value));
			return this.#fields(entries.map(([key, each]) => [typeof key === "string" ? key : inspected(key), each]), depth);
		}
		return this.#fields(fieldsOf(value), depth);
	}
	#array(value, depth) {
		this.#spend(value.length);
		const found = [];
		for (let index = 0; index < value.length; index++) found.push(this.convert(dataOf(value, index), depth));
		return found;
	}
	#fields(fields, depth) {
		const found = Object.create(null);
		for (const [name, value] of fields) {
			this.#spend(name.length);
			found[name] = this.convert(value, depth);
		}
		return found;
	}
	#bytes(value) {
		this.#spend(value.length * 2);
		return {
			type: "bytes",
			base64: Buffer$1.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")
		};
	}
	#marker(value) {
		const told = marker(value);
		this.#spend(told.repr.length);
		return told;
	}
	#spend(bytes) {
		this.#left -= bytes;
		if (this.#left < 0) throw new TooLarge();
	}
};

// packages/core/src/kernels/inside/shown.ts
/** What an object may have to say how it is shown, by Deno's convention. */
const DISPLAY = Symbol.for("Jupyter.display");
/** Taken here, because a program may put another in its place. */
const { stringify } = JSON;
const MIME = /^[a-z]+\/[\w.+-]+$/;
const MAX_TEXT$1 = 65536;
const MAX_JSON_BYTES = 1048576;
const MAX_REPRESENTATION_BYTES = 10485760;
const MAX_BYTES_OF_A_CELL = 67108864;
const MAX_RESULTS = 1e3;
/** Shows the values of one cell as MIME bundles, within bounds. */
var Show = class {
	notes = /* @__PURE__ */ new Set();
	#emit;
	#count = 0;
	#spent = 0;
	constructor(emit) {
		this.#emit = emit;
	}
	/** As a program calls display(): values, or MIME bundles. */
	display = (...values) => {
		for (const value of values) this.#send(asBundle(value) ?? this.#bundle(value), false);
	};
	/** The value of the last expression. */
	main(value) {
		if (value === void 0) return;
		const bundle = this.#bundle(value);
		const json = isPlain(value) && !("application/json" in bundle) ? toJson(value, MAX_JSON_BYTES) : void 0;
		this.#send(json === void 0 ? bundle : {
			...bundle,
			"application/json": json
		}, true);
	}
	#bundle(value) {
		return {
			"text/plain": this.#text(value),
			...this.#own(value)
		};
	}
	#text(value) {
		try {
			return bounded$1(inspect(value, {
				depth: 4,
				maxArrayLength: 100,
				maxStringLength: 1e4
			}));
		} catch (error) {
			this.notes.add(`the text of a ${typeName(value)} cannot be shown: ${told(error)}`);
			return `<${typeName(value)}>`;
		}
	}
	#own(value) {
		try {
			const method = value === null || typeof value !== "object" ? void 0 : Reflect.get(value, DISPLAY);
			return typeof method === "function" ? asBundle(Reflect.apply(method, value, [])) ?? {} : {};
		} catch (error) {
			this.notes.add(`${typeName(value)}[Symbol.for("Jupyter.display")] threw ${told(error)}`);
			return {};
		}
	}
	#send(bundle, main) {
		if (this.#count >= MAX_RESULTS) return void this.notes.add(`results after the first ${MAX_RESULTS} were left out`);
		const mime = {};
		for (const [kind, data] of Object.entries(bundle)) {
			const checked = asData(kind, data);
			if (checked !== void 0 && this.#fits(kind, checked)) mime[kind] = checked;
		}
		if (Object.keys(mime).length === 0) return;
		this.#count++;
		this.#emit({
			mime,
			main
		});
	}
	#fits(kind, data) {
		const size = typeof data === "string" ? data.length : stringify(data).length;
		if (size > MAX_REPRESENTATION_BYTES || this.#spent + size > MAX_BYTES_OF_A_CELL) {
			const most = size > MAX_REPRESENTATION_BYTES ? MAX_REPRESENTATION_BYTES : MAX_BYTES_OF_A_CELL;
			this.notes.add(`a ${kind} of ${size} bytes was left out: at most ${most / 2 ** 20} MB are shown`);
			return false;
		}
		this.#spent += size;
		return true;
	}
};
/** An object all of whose names are MIME types. */
function asBundle(value) {
	if (typeof value !== "object" || value === null) return void 0;
	const names = Object.keys(value);
	return names.length > 0 && names.every((name) => MIME.test(name)) ? value : void 0;
}
function asData(kind, data) {
	if (data instanceof Uint8Array) {
		const bytes = Buffer$1.from(data.buffer, data.byteOffset, data.byteLength);
		return kind.startsWith("text/") || kind === "image/svg+xml" ? bytes.toString("utf8") : bytes.toString("base64");
	}
	if (typeof data === "string") return data.toWellFormed();
	return kind.endsWith("json") ? toJson(data, MAX_REPRESENTATION_BYTES) : void 0;
}
function bounded$1(text, limit = MAX_TEXT$1) {
	const whole = text.toWellFormed();
	if (whole.length <= limit) return whole;
	const half = limit / 2;
	return `${whole.slice(0, half)}\n… ${whole.length - limit} characters cut …\n${whole.slice(-half)}`;
}
function told(error) {
	try {
		return String(error).slice(0, 500);
	} catch {
		return "something that has no text";
	}
}

// packages/core/src/kernels/inside/failures.ts
const MAX_TRACEBACK = 2e4;
const MAX_MESSAGE = 1e4;
const FRAME = /\n\s+at /;
const CELL = /<cell (\d+)>:(\d+)/;
/** Thrown where a program ends its process: in a session that ends the cell. */
var Exit = class {
	code;
	constructor(code) {
		this.code = code;
	}
};
var Interrupted = class extends Error {
	name = "Interrupted";
	constructor() {
		super("the cell was interrupted");
		this.stack = "Interrupted: the cell was interrupted";
	}
};
function report(error, tracing) {
	const isError = types.isNativeError(error);
	const name = isError ? text(() => String(error.name)) || "Error" : "Uncaught";
	const message = isError ? text(() => String(error.message)) : text(() => inspect(error, { depth: 2 }));
	return {
		name: bounded$1(name, 200),
		message: bounded$1(message, MAX_MESSAGE),
		traceback: bounded$1(traceback(error, tracing), MAX_TRACEBACK),
		memory: false,
		module: ""
	};
}
/** As Node tells it, in the lines of the cells alone. */
function traceback(error, { own, sources }) {
	const trace = withoutOwn(text(() => tellError(error)), own).replace(/(<cell \d+>:\d+):\d+/g, "$1");
	const [place, cell, line] = CELL.exec(trace) ?? [];
	if (place === void 0 || trace.startsWith(place)) return trace;
	const source = sources.get(`<cell ${cell}>`)?.split("\n")[Number(line) - 1];
	return source === void 0 ? trace : `<cell ${cell}>:${line}\n${source.slice(0, 500)}\n\n${trace}`;
}
function tellError(error) {
	if (!types.isNativeError(error)) return `Uncaught ${inspect(error, { depth: 2 })}`;
	const { stack } = error;
	return typeof stack === "string" && !FRAME.test(stack) ? stack : inspect(error);
}
/** Without our frames, and those below the first of them: what called us. */
function withoutOwn(trace, own) {
	let below = false;
	return trace.split("\n").filter((line) => {
		if (!FRAME.test(`\n${line}`)) below = false;
		else if (own.test(line)) below = true;
		else if (/^\s+at async /.test(line)) below = false;
		return !below;
	}).join("\n");
}
/** The interpreter's own trace of what awaited an error ends where we wait for it, so each place is added to it. */
function awaitedAt(error, place) {
	if (!types.isNativeError(error)) return error;
	const stack = text(() => String(error.stack));
	const line = `\n    at async ${place}`;
	if (stack.length < MAX_TRACEBACK && !stack.endsWith(line) && !stack.includes(`${place})`)) try {
		Object.defineProperty(error, "stack", {
			value: stack + line,
			configurable: true,
			writable: true
		});
	} catch {
		return error;
	}
	return error;
}
/** A parser's error, told as the interpreter tells its own. */
function atPlace(error, file, source) {
	if (!types.isNativeError(error) || !("loc" in error)) return error;
	const { line, column } = error.loc;
	const message = error.message.replace(/ \(\d+:\d+\)$/, "");
	const code = (source.split("\n")[line - 1] ?? "").slice(0, 500);
	const shown = new SyntaxError(message);
	shown.stack = `${file}:${line}\n${code}\n${" ".repeat(Math.min(column, 500))}^\n\nSyntaxError: ${message}`;
	return shown;
}
function text(tell) {
	try {
		return tell();
	} catch (error) {
		return `an error that cannot be told: ${told(error)}`;
	}
}

// packages/core/src/kernels/inside/loading.ts
/** Imports a module for a cell, from the folder that the program is in. Throws where it has not the names. */
async function load$1(specifier, names, attributes, mayBeTypes) {
	const found = await importModule(specifier, attributes && { with: attributes });
	const missing = names.filter((name) => !(name in found));
	if (missing.length === 0) return found;
	const inside = Reflect.get(found, "default");
	const more = (typeof inside === "object" || typeof inside === "function") && inside !== null ? inside : {};
	const lost = missing.filter((name) => !(name in more));
	if (lost.length > 0 && !mayBeTypes) throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${lost[0]}'`);
	const taken = names.map((name) => [name, Reflect.get(name in found ? found : more, name)]);
	return {
		...found,
		...Object.fromEntries(taken)
	};
}
/** Relative to the folder that the program is in. */
function importModule(specifier, options) {
	const name = String(specifier);
	const isPath = /^\.{0,2}\//.test(name);
	return importing$1()(isPath ? pathToFileURL(resolve(process$1.cwd(), name)).href : name, options);
}
let cached;
function importing$1() {
	cached ??= new Script("(specifier, options) => import(specifier, options)", {
		filename: "<cell>",
		importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
	}).runInThisContext();
	return cached;
}

// node_modules/acorn/dist/acorn.mjs
var astralIdentifierCodes = [
	509,
	0,
	227,
	0,
	150,
	4,
	294,
	9,
	1368,
	2,
	2,
	1,
	6,
	3,
	41,
	2,
	5,
	0,
	166,
	1,
	574,
	3,
	9,
	9,
	7,
	9,
	32,
	4,
	318,
	1,
	31,
	4,
	33,
	15,
	71,
	10,
	50,
	3,
	123,
	2,
	54,
	14,
	32,
	10,
	3,
	1,
	11,
	3,
	46,
	10,
	8,
	0,
	46,
	9,
	7,
	2,
	37,
	13,
	2,
	9,
	6,
	1,
	45,
	0,
	13,
	2,
	49,
	13,
	9,
	3,
	2,
	11,
	83,
	11,
	7,
	0,
	3,
	0,
	158,
	11,
	6,
	9,
	7,
	3,
	56,
	1,
	2,
	6,
	3,
	1,
	3,
	2,
	10,
	0,
	11,
	1,
	3,
	6,
	4,
	4,
	68,
	8,
	2,
	0,
	3,
	0,
	2,
	3,
	2,
	4,
	2,
	0,
	15,
	1,
	83,
	17,
	10,
	9,
	5,
	0,
	82,
	19,
	13,
	9,
	214,
	6,
	3,
	8,
	28,
	1,
	83,
	16,
	16,
	9,
	82,
	12,
	9,
	9,
	7,
	19,
	58,
	14,
	5,
	9,
	243,
	14,
	166,
	9,
	71,
	5,
	2,
	1,
	3,
	3,
	2,
	0,
	2,
	1,
	13,
	9,
	120,
	6,
	3,
	6,
	4,
	0,
	29,
	9,
	41,
	6,
	2,
	3,
	9,
	0,
	10,
	10,
	47,
	15,
	199,
	7,
	137,
	9,
	54,
	7,
	2,
	7,
	17,
	9,
	57,
	21,
	2,
	13,
	123,
	5,
	4,
	0,
	2,
	1,
	2,
	6,
	2,
	0,
	9,
	9,
	49,
	4,
	2,
	1,
	2,
	4,
	9,
	9,
	55,
	9,
	7,
	0,
	259,
	3,
	10,
	1,
	2,
	0,
	49,
	6,
	4,
	4,
	14,
	10,
	5350,
	0,
	7,
	14,
	11465,
	27,
	2343,
	9,
	87,
	9,
	39,
	4,
	60,
	6,
	26,
	9,
	535,
	9,
	470,
	0,
	2,
	54,
	8,
	3,
	82,
	0,
	12,
	1,
	19628,
	1,
	4178,
	9,
	519,
	45,
	3,
	22,
	481,
	1,
	61,
	4,
	4,
	5,
	9,
	7,
	3,
	6,
	31,
	3,
	149,
	2,
	12,
	2,
	9,
	1,
	3,
	0,
	33,
	1,
	1357,
	49,
	513,
	54,
	5,
	49,
	9,
	0,
	15,
	0,
	23,
	4,
	2,
	14,
	1361,
	6,
	2,
	16,
	3,
	6,
	2,
	1,
	2,
	4,
	101,
	0,
	161,
	6,
	10,
	9,
	357,
	0,
	62,
	13,
	499,
	13,
	245,
	1,
	2,
	9,
	233,
	0,
	3,
	0,
	8,
	1,
	6,
	0,
	475,
	6,
	110,
	6,
	6,
	9,
	4759,
	9,
	787719,
	239
];
var astralIdentifierStartCodes = [
	0,
	11,
	2,
	25,
	2,
	18,
	2,
	1,
	2,
	14,
	3,
	13,
	35,
	122,
	70,
	52,
	268,
	28,
	4,
	48,
	48,
	31,
	14,
	29,
	6,
	37,
	11,
	29,
	3,
	35,
	5,
	7,
	2,
	4,
	43,
	157,
	19,
	35,
	5,
	35,
	5,
	39,
	9,
	51,
	13,
	10,
	2,
	14,
	2,
	6,
	2,
	1,
	2,
	10,
	2,
	14,
	2,
	6,
	2,
	1,
	4,
	51,
	13,
	310,
	10,
	21,
	11,
	7,
	25,
	5,
	2,
	41,
	2,
	13,
	65,
	5,
	3,
	0,
	2,
	43,
	2,
	1,
	4,
	0,
	3,
	22,
	11,
	22,
	10,
	30,
	66,
	18,
	2,
	1,
	11,
	21,
	11,
	25,
	7,
	25,
	39,
	55,
	7,
	1,
	65,
	0,
	16,
	3,
	2,
	2,
	2,
	28,
	43,
	28,
	4,
	28,
	36,
	7,
	2,
	27,
	28,
	53,
	11,
	21,
	11,
	18,
	14,
	17,
	111,
	72,
	56,
	50,
	14,
	50,
	14,
	35,
	39,
	27,
	10,
	22,
	251,
	41,
	7,
	1,
	17,
	5,
	18,
	21,
	18,
	28,
	11,
	0,
	9,
	21,
	43,
	17,
	47,
	20,
	28,
	22,
	13,
	52,
	58,
	1,
	3,
	0,
	14,
	44,
	33,
	24,
	27,
	35,
	30,
	0,
	3,
	0,
	9,
	34,
	4,
	0,
	13,
	47,
	15,
	3,
	22,
	0,
	2,
	0,
	36,
	17,
	2,
	24,
	20,
	1,
	64,
	6,
	2,
	0,
	2,
	3,
	2,
	14,
	2,
	9,
	8,
	46,
	39,
	7,
	3,
	1,
	3,
	21,
	2,
	6,
	2,
	1,
	2,
	4,
	4,
	0,
	19,
	0,
	13,
	4,
	31,
	9,
	2,
	0,
	3,
	0,
	2,
	37,
	2,
	0,
	26,
	0,
	2,
	0,
	45,
	52,
	19,
	3,
	21,
	2,
	31,
	47,
	21,
	1,
	2,
	0,
	185,
	46,
	42,
	3,
	37,
	47,
	21,
	0,
	60,
	42,
	14,
	0,
	72,
	26,
	38,
	6,
	186,
	43,
	117,
	63,
	32,
	7,
	3,
	0,
	3,
	7,
	2,
	1,
	2,
	23,
	16,
	0,
	2,
	0,
	95,
	7,
	3,
	38,
	17,
	0,
	2,
	0,
	29,
	0,
	11,
	39,
	8,
	0,
	22,
	0,
	12,
	45,
	20,
	0,
	19,
	72,
	18,
	0,
	182,
	32,
	32,
	8,
	2,
	36,
	18,
	0,
	50,
	29,
	113,
	6,
	2,
	1,
	2,
	37,
	22,
	0,
	26,
	5,
	2,
	1,
	2,
	31,
	15,
	0,
	24,
	43,
	22,
	0,
	239,
	18,
	16,
	0,
	2,
	12,
	2,
	33,
	125,
	0,
	80,
	921,
	103,
	111,
	6,
	206,
	13,
	310,
	2314,
	96,
	16,
	1071,
	18,
	5,
	26,
	3994,
	6,
	582,
	6842,
	29,
	1763,
	568,
	8,
	30,
	18,
	78,
	18,
	29,
	19,
	47,
	17,
	3,
	32,
	20,
	6,
	18,
	433,
	44,
	212,
	63,
	33,
	24,
	3,
	24,
	45,
	74,
	6,
	0,
	67,
	12,
	65,
	1,
	2,
	0,
	15,
	4,
	10,
	7386,
	37,
	33,
	96,
	114,
	14,
	913,
	15,
	50,
	7710,
	3,
	2,
	6,
	2,
	1,
	2,
	296,
	10,
	0,
	30,
	2,
	3,
	0,
	15,
	4,
	8,
	395,
	2309,
	106,
	6,
	12,
	4,
	8,
	8,
	9,
	5991,
	84,
	2,
	70,
	2,
	1,
	3,
	0,
	3,
	1,
	3,
	3,
	2,
	11,
	2,
	0,
	2,
	6,
	2,
	64,
	2,
	3,
	3,
	7,
	2,
	6,
	2,
	27,
	2,
	3,
	2,
	4,
	2,
	0,
	4,
	6,
	2,
	340,
	2,
	24,
	2,
	24,
	2,
	30,
	2,
	24,
	2,
	30,
	2,
	24,
	2,
	30,
	2,
	24,
	2,
	30,
	2,
	24,
	2,
	7,
	1845,
	129,
	15,
	6,
	55,
	50,
	49,
	61,
	147,
	44,
	11,
	6,
	17,
	0,
	322,
	29,
	19,
	43,
	485,
	27,
	229,
	29,
	3,
	0,
	208,
	30,
	2,
	2,
	2,
	1,
	2,
	6,
	3,
	4,
	10,
	1,
	225,
	6,
	2,
	3,
	2,
	1,
	2,
	14,
	2,
	196,
	60,
	67,
	8,
	0,
	1205,
	3,
	2,
	26,
	2,
	1,
	2,
	0,
	3,
	0,
	2,
	9,
	2,
	3,
	2,
	0,
	2,
	0,
	7,
	0,
	5,
	0,
	2,
	0,
	2,
	0,
	2,
	2,
	2,
	1,
	2,
	0,
	3,
	0,
	2,
	0,
	2,
	0,
	2,
	0,
	2,
	0,
	2,
	1,
	2,
	0,
	3,
	3,
	2,
	6,
	2,
	3,
	2,
	3,
	2,
	0,
	2,
	9,
	2,
	16,
	6,
	2,
	2,
	4,
	2,
	16,
	4421,
	42719,
	33,
	4382,
	2,
	5773,
	3,
	7472,
	16,
	621,
	2467,
	541,
	1507,
	4938,
	6,
	8489,
	39815,
	11327
];
var nonASCIIidentifierChars = "‌‍·̀-ͯ·҃-֑҇-ׇֽֿׁׂׅׄ-׉ؐ-ًؚ-٩ٰۖ-ۜ۟-۪ۤۧۨ-ۭ۰-۹ܑܰ-݊ަ-ް߀-߉߫-߽߳ࠖ-࠙ࠛ-ࠣࠥ-ࠧࠩ-࡙࠭-࡛ࢗ-࢟࣊-ࣣ࣡-ःऺ-़ा-ॏ॑-ॗॢॣ०-९ঁ-ঃ়া-ৄেৈো-্ৗৢৣ০-৯৾ਁ-ਃ਼ਾ-ੂੇੈੋ-੍ੑ੦-ੱੵઁ-ઃ઼ા-ૅે-ૉો-્ૢૣ૦-૯ૺ-૿ଁ-ଃ଼ା-ୄେୈୋ-୍୓-ୗୢୣ୦-୯ஂா-ூெ-ைொ-்ௗ௦-௯ఀ-ఄ఼ా-ౄె-ైొ-్ౕౖౢౣ౦-౯ಁ-ಃ಼ಾ-ೄೆ-ೈೊ-್ೕೖೢೣ೦-೯ೳഀ-ഃ഻഼ാ-ൄെ-ൈൊ-്ൗൢൣ൦-൯ඁ-ඃ්ා-ුූෘ-ෟ෦-෯ෲෳัิ-ฺ็-๎๐-๙ັິ-ຼ່-໎໐-໙༘༙༠-༩༹༵༷༾༿ཱ-྄྆྇ྍ-ྗྙ-ྼ࿆ါ-ှ၀-၉ၖ-ၙၞ-ၠၢ-ၤၧ-ၭၱ-ၴႂ-ႍႏ-ႝ፝-፟፩-፱ᜒ-᜕ᜲ-᜴ᝒᝓᝲᝳ឴-៓៝០-៩᠋-᠍᠏-᠙ᢩᤠ-ᤫᤰ-᤻᥆-᥏᧐-᧚ᨗ-ᨛᩕ-ᩞ᩠-᩿᩼-᪉᪐-᪙᪰-᪽ᪿ-᫰ᬀ-ᬄ᬴-᭄᭐-᭙᭫-᭳ᮀ-ᮂᮡ-ᮭ᮰-᮹᯦-᯳ᰤ-᰷᱀-᱉᱐-᱙᳐-᳔᳒-᳨᳭᳴᳷-᳹᷀-᷿‌‍‿⁀⁔⃐-⃥⃜⃡-⃰⳯-⵿⳱ⷠ-〪ⷿ-゙゚〯・꘠-꘩꙯ꙴ-꙽ꚞꚟ꛰꛱ꠂ꠆ꠋꠣ-ꠧ꠬ꢀꢁꢴ-ꣅ꣐-꣙꣠-꣱ꣿ-꤉ꤦ-꤭ꥇ-꥓ꦀ-ꦃ꦳-꧀꧐-꧙ꧥ꧰-꧹ꨩ-ꨶꩃꩌꩍ꩐-꩙ꩻ-ꩽꪰꪲ-ꪴꪷꪸꪾ꪿꫁ꫫ-ꫯꫵ꫶ꯣ-ꯪ꯬꯭꯰-꯹ﬞ︀-️︠-︯︳︴﹍-﹏０-９＿･";
var nonASCIIidentifierStartChars = "ªµºÀ-ÖØ-öø-ˁˆ-ˑˠ-ˤˬˮͰ-ʹͶͷͺ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-Ֆ՘ՙՠ-ֈ֋֌א-תׯ-ײؠ-يٮٯٱ-ۓەۥۦۮۯۺ-ۼۿܐܒ-ܯݍ-ޥޱߊ-ߪߴߵߺࠀ-ࠕࠚࠤࠨࡀ-ࡘࡠ-ࡪࡰ-ࢇࢉ-࢏ࢠ-ࣉऄ-हऽॐक़-ॡॱ-ঀঅ-ঌএঐও-নপ-রলশ-হঽৎড়ঢ়য়-ৡৰৱৼਅ-ਊਏਐਓ-ਨਪ-ਰਲਲ਼ਵਸ਼ਸਹਖ਼-ੜਫ਼ੲ-ੴઅ-ઍએ-ઑઓ-નપ-રલળવ-હઽૐૠૡૹଅ-ଌଏଐଓ-ନପ-ରଲଳଵ-ହଽଡ଼ଢ଼ୟ-ୡୱஃஅ-ஊஎ-ஐஒ-கஙசஜஞடணதந-பம-ஹௐఅ-ఌఎ-ఐఒ-నప-హఽౘ-ౚ౜ౝౠౡಀಅ-ಌಎ-ಐಒ-ನಪ-ಳವ-ಹಽ೜-ೞೠೡೱೲഄ-ഌഎ-ഐഒ-ഺഽൎൔ-ൖൟ-ൡൺ-ൿඅ-ඖක-නඳ-රලව-ෆก-ะาำเ-ๆກຂຄຆ-ຊຌ-ຣລວ-ະາຳຽເ-ໄໆໜ-ໟༀཀ-ཇཉ-ཬྈ-ྌက-ဪဿၐ-ၕၚ-ၝၡၥၦၮ-ၰၵ-ႁႎႠ-ჅჇჍა-ჺჼ-ቈቊ-ቍቐ-ቖቘቚ-ቝበ-ኈኊ-ኍነ-ኰኲ-ኵኸ-ኾዀዂ-ዅወ-ዖዘ-ጐጒ-ጕጘ-ፚᎀ-ᎏᎠ-Ᏽᏸ-ᏽᐁ-ᙬᙯ-ᙿᚁ-ᚚᚠ-ᛪᛮ-ᛸᜀ-ᜑᜟ-ᜱᝀ-ᝑᝠ-ᝬᝮ-ᝰក-ឳៗៜᠠ-ᡸᢀ-ᢨᢪᢰ-ᣵᤀ-ᤞᥐ-ᥭᥰ-ᥴᦀ-ᦫᦰ-ᧉᨀ-ᨖᨠ-ᩔᪧᬅ-ᬳᭅ-ᭌᮃ-ᮠᮮᮯᮺ-ᯥᰀ-ᰣᱍ-ᱏᱚ-ᱽᲀ-ᲊᲐ-ᲺᲽ-Ჿᳩ-ᳬᳮ-ᳳᳵᳶᳺᴀ-ᶿḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-ώᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-Ῥῲ-ῴῶ-ῼⁱⁿ₏-₟ℂℇℊ-ℓℕ℘-ℝℤΩℨK-ℹℼ-ℿⅅ-ⅉⅎⅠ-ↈⰀ-ⳤⳫ-ⳮⳲⳳⴀ-ⴥⴧⴭⴰ-ⵧⵯⶀ-ⶖⶠ-ⶦⶨ-ⶮⶰ-ⶶⶸ-ⶾⷀ-ⷆⷈ-ⷎⷐ-ⷖⷘ-ⷞ々-〇〡-〩〱-〵〸-〼ぁ-ゖ゛-ゟァ-ヺー-ヿㄅ-ㄯㄱ-ㆎㆠ-ㆿㇰ-ㇿ㐀-䶿一-ꒌꓐ-ꓽꔀ-ꘌꘐ-ꘟꘪꘫꙀ-ꙮꙿ-ꚝꚠ-ꛯꜗ-ꜟꜢ-ꞈꞋ-꟝꟢꟱-ꠁꠃ-ꠅꠇ-ꠊꠌ-ꠢꡀ-ꡳꢂ-ꢳꣲ-ꣷꣻꣽꣾꤊ-ꤥꤰ-ꥆꥠ-ꥼꦄ-ꦲꧏꧠ-ꧤꧦ-ꧯꧺ-ꧾꨀ-ꨨꩀ-ꩂꩄ-ꩋꩠ-ꩶꩺꩾ-ꪯꪱꪵꪶꪹ-ꪽꫀꫂꫛ-ꫝꫠ-ꫪꫲ-ꫴꬁ-ꬆꬉ-ꬎꬑ-ꬖꬠ-ꬦꬨ-ꬮꬰ-ꭚꭜ-ꭩ꭬꭭ꭰ-ꯢ가-힣ힰ-ퟆퟋ-ퟻ豈-舘並-龎ﬀ-ﬆﬓ-ﬗיִײַ-ﬨשׁ-זּטּ-לּמּנּסּףּפּצּ-ﮱﯓ-ﴽﵐ-ﶏﶒ-ﷇﷰ-ﷻﹰ-ﹴﹶ-ﻼＡ-Ｚａ-ｚｦ-ﾾￂ-ￇￊ-ￏￒ-ￗￚ-ￜ";
var reservedWords = {
	3: "abstract boolean byte char class double enum export extends final float goto implements import int interface long native package private protected public short static super synchronized throws transient volatile",
	5: "class enum extends super const export import",
	6: "enum",
	strict: "implements interface let package private protected public static yield",
	strictBind: "eval arguments"
};
var ecma5AndLessKeywords = "break case catch continue debugger default do else finally for function if return switch throw try var while with null true false instanceof typeof void delete new in this";
var keywords$1 = {
	5: ecma5AndLessKeywords,
	"5module": ecma5AndLessKeywords + " export import",
	6: ecma5AndLessKeywords + " const class extends export import super"
};
var keywordRelationalOperator = /^in(stanceof)?$/;
var nonASCIIidentifierStart = new RegExp("[" + nonASCIIidentifierStartChars + "]");
var nonASCIIidentifier = new RegExp("[" + nonASCIIidentifierStartChars + nonASCIIidentifierChars + "]");
function isInAstralSet(code, set) {
	var pos = 65536;
	for (var i = 0; i < set.length; i += 2) {
		pos += set[i];
		if (pos > code) return false;
		pos += set[i + 1];
		if (pos >= code) return true;
	}
	return false;
}
function isIdentifierStart(code, astral) {
	if (code < 65) return code === 36;
	if (code < 91) return true;
	if (code < 97) return code === 95;
	if (code < 123) return true;
	if (code <= 65535) return code >= 170 && nonASCIIidentifierStart.test(String.fromCharCode(code));
	if (astral === false) return false;
	return isInAstralSet(code, astralIdentifierStartCodes);
}
function isIdentifierChar(code, astral) {
	if (code < 48) return code === 36;
	if (code < 58) return true;
	if (code < 65) return false;
	if (code < 91) return true;
	if (code < 97) return code === 95;
	if (code < 123) return true;
	if (code <= 65535) return code >= 170 && nonASCIIidentifier.test(String.fromCharCode(code));
	if (astral === false) return false;
	return isInAstralSet(code, astralIdentifierStartCodes) || isInAstralSet(code, astralIdentifierCodes);
}
var TokenType = function TokenType(label, conf) {
	if (conf === void 0) conf = {};
	this.label = label;
	this.keyword = conf.keyword;
	this.beforeExpr = !!conf.beforeExpr;
	this.startsExpr = !!conf.startsExpr;
	this.isLoop = !!conf.isLoop;
	this.isAssign = !!conf.isAssign;
	this.prefix = !!conf.prefix;
	this.postfix = !!conf.postfix;
	this.binop = conf.binop || null;
	this.updateContext = null;
};
function binop(name, prec) {
	return new TokenType(name, {
		beforeExpr: true,
		binop: prec
	});
}
var beforeExpr = { beforeExpr: true };
var startsExpr = { startsExpr: true };
var keywords = {};
function kw(name, options) {
	if (options === void 0) options = {};
	options.keyword = name;
	return keywords[name] = new TokenType(name, options);
}
var types$1 = {
	num: new TokenType("num", startsExpr),
	regexp: new TokenType("regexp", startsExpr),
	string: new TokenType("string", startsExpr),
	name: new TokenType("name", startsExpr),
	privateId: new TokenType("privateId", startsExpr),
	eof: new TokenType("eof"),
	bracketL: new TokenType("[", {
		beforeExpr: true,
		startsExpr: true
	}),
	bracketR: new TokenType("]"),
	braceL: new TokenType("{", {
		beforeExpr: true,
		startsExpr: true
	}),
	braceR: new TokenType("}"),
	parenL: new TokenType("(", {
		beforeExpr: true,
		startsExpr: true
	}),
	parenR: new TokenType(")"),
	comma: new TokenType(",", beforeExpr),
	semi: new TokenType(";", beforeExpr),
	colon: new TokenType(":", beforeExpr),
	dot: new TokenType("."),
	question: new TokenType("?", beforeExpr),
	questionDot: new TokenType("?."),
	arrow: new TokenType("=>", beforeExpr),
	template: new TokenType("template"),
	invalidTemplate: new TokenType("invalidTemplate"),
	ellipsis: new TokenType("...", beforeExpr),
	backQuote: new TokenType("`", startsExpr),
	dollarBraceL: new TokenType("${", {
		beforeExpr: true,
		startsExpr: true
	}),
	eq: new TokenType("=", {
		beforeExpr: true,
		isAssign: true
	}),
	assign: new TokenType("_=", {
		beforeExpr: true,
		isAssign: true
	}),
	incDec: new TokenType("++/--", {
		prefix: true,
		postfix: true,
		startsExpr: true
	}),
	prefix: new TokenType("!/~", {
		beforeExpr: true,
		prefix: true,
		startsExpr: true
	}),
	logicalOR: binop("||", 1),
	logicalAND: binop("&&", 2),
	bitwiseOR: binop("|", 3),
	bitwiseXOR: binop("^", 4),
	bitwiseAND: binop("&", 5),
	equality: binop("==/!=/===/!==", 6),
	relational: binop("</>/<=/>=", 7),
	bitShift: binop("<</>>/>>>", 8),
	plusMin: new TokenType("+/-", {
		beforeExpr: true,
		binop: 9,
		prefix: true,
		startsExpr: true
	}),
	modulo: binop("%", 10),
	star: binop("*", 10),
	slash: binop("/", 10),
	starstar: new TokenType("**", { beforeExpr: true }),
	coalesce: binop("??", 1),
	_break: kw("break"),
	_case: kw("case", beforeExpr),
	_catch: kw("catch"),
	_continue: kw("continue"),
	_debugger: kw("debugger"),
	_default: kw("default", beforeExpr),
	_do: kw("do", {
		isLoop: true,
		beforeExpr: true
	}),
	_else: kw("else", beforeExpr),
	_finally: kw("finally"),
	_for: kw("for", { isLoop: true }),
	_function: kw("function", startsExpr),
	_if: kw("if"),
	_return: kw("return", beforeExpr),
	_switch: kw("switch"),
	_throw: kw("throw", beforeExpr),
	_try: kw("try"),
	_var: kw("var"),
	_const: kw("const"),
	_while: kw("while", { isLoop: true }),
	_with: kw("with"),
	_new: kw("new", {
		beforeExpr: true,
		startsExpr: true
	}),
	_this: kw("this", startsExpr),
	_super: kw("super", startsExpr),
	_class: kw("class", startsExpr),
	_extends: kw("extends", beforeExpr),
	_export: kw("export"),
	_import: kw("import", startsExpr),
	_null: kw("null", startsExpr),
	_true: kw("true", startsExpr),
	_false: kw("false", startsExpr),
	_in: kw("in", {
		beforeExpr: true,
		binop: 7
	}),
	_instanceof: kw("instanceof", {
		beforeExpr: true,
		binop: 7
	}),
	_typeof: kw("typeof", {
		beforeExpr: true,
		prefix: true,
		startsExpr: true
	}),
	_void: kw("void", {
		beforeExpr: true,
		prefix: true,
		startsExpr: true
	}),
	_delete: kw("delete", {
		beforeExpr: true,
		prefix: true,
		startsExpr: true
	})
};
var lineBreak = /\r\n?|\n|\u2028|\u2029/;
var lineBreakG = new RegExp(lineBreak.source, "g");
function isNewLine(code) {
	return code === 10 || code === 13 || code === 8232 || code === 8233;
}
function nextLineBreak(code, from, end) {
	if (end === void 0) end = code.length;
	for (var i = from; i < end; i++) {
		var next = code.charCodeAt(i);
		if (isNewLine(next)) return i < end - 1 && next === 13 && code.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
	}
	return -1;
}
var nonASCIIwhitespace = /[\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff]/;
var skipWhiteSpace = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/g;
var ref = Object.prototype;
var hasOwnProperty = ref.hasOwnProperty;
var toString = ref.toString;
var hasOwn = Object.hasOwn || (function(obj, propName) {
	return hasOwnProperty.call(obj, propName);
});
var isArray = Array.isArray || (function(obj) {
	return toString.call(obj) === "[object Array]";
});
var regexpCache = Object.create(null);
function wordsRegexp(words) {
	return regexpCache[words] || (regexpCache[words] = new RegExp("^(?:" + words.replace(/ /g, "|") + ")$"));
}
function codePointToString(code) {
	if (code <= 65535) return String.fromCharCode(code);
	code -= 65536;
	return String.fromCharCode((code >> 10) + 55296, (code & 1023) + 56320);
}
var loneSurrogate = /(?:[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF])/;
var Position = function Position(line, col) {
	this.line = line;
	this.column = col;
};
Position.prototype.offset = function offset(n) {
	return new Position(this.line, this.column + n);
};
var SourceLocation = function SourceLocation(p, start, end) {
	this.start = start;
	this.end = end;
	if (p.sourceFile !== null) this.source = p.sourceFile;
};
function getLineInfo(input, offset) {
	for (var line = 1, cur = 0;;) {
		var nextBreak = nextLineBreak(input, cur, offset);
		if (nextBreak < 0) return new Position(line, offset - cur);
		++line;
		cur = nextBreak;
	}
}
var defaultOptions = {
	ecmaVersion: null,
	sourceType: "script",
	strict: false,
	onInsertedSemicolon: null,
	onTrailingComma: null,
	allowReserved: null,
	allowReturnOutsideFunction: false,
	allowImportExportEverywhere: false,
	allowAwaitOutsideFunction: null,
	allowSuperOutsideMethod: null,
	allowHashBang: false,
	checkPrivateFields: true,
	locations: false,
	startLocation: null,
	onToken: null,
	onComment: null,
	ranges: false,
	program: null,
	sourceFile: null,
	directSourceFile: null,
	preserveParens: false
};
var warnedAboutEcmaVersion = false;
function getOptions(opts) {
	var options = {};
	for (var opt in defaultOptions) options[opt] = opts && hasOwn(opts, opt) ? opts[opt] : defaultOptions[opt];
	if (options.ecmaVersion === "latest") options.ecmaVersion = 1e8;
	else if (options.ecmaVersion == null) {
		if (!warnedAboutEcmaVersion && typeof console === "object" && console.warn) {
			warnedAboutEcmaVersion = true;
			console.warn("Since Acorn 8.0.0, options.ecmaVersion is required.\nDefaulting to 2020, but this will stop working in the future.");
		}
		options.ecmaVersion = 11;
	} else if (options.ecmaVersion >= 2015) options.ecmaVersion -= 2009;
	if (options.allowReserved == null) options.allowReserved = options.ecmaVersion < 5;
	if (!opts || opts.allowHashBang == null) options.allowHashBang = options.ecmaVersion >= 14;
	if (isArray(options.onToken)) {
		var tokens = options.onToken;
		options.onToken = function(token) {
			return tokens.push(token);
		};
	}
	if (isArray(options.onComment)) options.onComment = pushComment(options, options.onComment);
	if (options.sourceType === "commonjs" && options.allowAwaitOutsideFunction) throw new Error("Cannot use allowAwaitOutsideFunction with sourceType: commonjs");
	return options;
}
function pushComment(options, array) {
	return function(block, text, start, end, startLoc, endLoc) {
		var comment = {
			type: block ? "Block" : "Line",
			value: text,
			start,
			end
		};
		if (options.locations) comment.loc = new SourceLocation(this, startLoc, endLoc);
		if (options.ranges) comment.range = [start, end];
		array.push(comment);
	};
}
var SCOPE_TOP = 1;
var SCOPE_FUNCTION = 2;
var SCOPE_ASYNC = 4;
var SCOPE_GENERATOR = 8;
var SCOPE_ARROW = 16;
var SCOPE_SIMPLE_CATCH = 32;
var SCOPE_SUPER = 64;
var SCOPE_DIRECT_SUPER = 128;
var SCOPE_CLASS_STATIC_BLOCK = 256;
var SCOPE_CLASS_FIELD_INIT = 512;
var SCOPE_SWITCH = 1024;
var SCOPE_VAR = SCOPE_TOP | SCOPE_FUNCTION | SCOPE_CLASS_STATIC_BLOCK;
function functionFlags(async, generator) {
	return SCOPE_FUNCTION | (async ? SCOPE_ASYNC : 0) | (generator ? SCOPE_GENERATOR : 0);
}
var BIND_NONE = 0;
var BIND_VAR = 1;
var BIND_LEXICAL = 2;
var BIND_FUNCTION = 3;
var BIND_SIMPLE_CATCH = 4;
var BIND_OUTSIDE = 5;
var Parser = function Parser(options, input, startPos) {
	this.options = options = getOptions(options);
	this.sourceFile = options.sourceFile;
	this.keywords = wordsRegexp(keywords$1[options.ecmaVersion >= 6 ? 6 : options.sourceType === "module" ? "5module" : 5]);
	var reserved = "";
	if (options.allowReserved !== true) {
		reserved = reservedWords[options.ecmaVersion >= 6 ? 6 : options.ecmaVersion === 5 ? 5 : 3];
		if (options.sourceType === "module") reserved += " await";
	}
	this.reservedWords = wordsRegexp(reserved);
	var reservedStrict = (reserved ? reserved + " " : "") + reservedWords.strict;
	this.reservedWordsStrict = wordsRegexp(reservedStrict);
	this.reservedWordsStrictBind = wordsRegexp(reservedStrict + " " + reservedWords.strictBind);
	this.input = String(input);
	this.containsEsc = false;
	this.pos = startPos || 0;
	this.curLine = 1;
	if (options.startLocation) {
		this.lineStart = this.pos - options.startLocation.column;
		this.curLine = options.startLocation.line;
	} else if (startPos) {
		this.lineStart = this.input.lastIndexOf("\n", startPos - 1) + 1;
		if (this.options.locations) this.curLine = this.input.slice(0, this.lineStart).split(lineBreak).length;
	} else this.lineStart = 0;
	this.type = types$1.eof;
	this.value = null;
	this.start = this.end = this.pos;
	this.startLoc = this.endLoc = this.curPosition();
	this.lastTokEndLoc = this.lastTokStartLoc = null;
	this.lastTokStart = this.lastTokEnd = this.pos;
	this.context = this.initialContext();
	this.exprAllowed = true;
	this.inModule = options.sourceType === "module";
	this.strict = this.inModule || options.strict === true || this.strictDirective(this.pos);
	this.potentialArrowAt = -1;
	this.potentialArrowInForAwait = false;
	this.yieldPos = this.awaitPos = this.awaitIdentPos = 0;
	this.labels = [];
	this.undefinedExports = Object.create(null);
	if (this.pos === 0 && options.allowHashBang && this.input.slice(0, 2) === "#!") this.skipLineComment(2);
	this.scopeStack = [];
	this.enterScope(this.options.sourceType === "commonjs" ? SCOPE_FUNCTION : SCOPE_TOP);
	this.regexpState = null;
	this.privateNameStack = [];
};
var prototypeAccessors = {
	inFunction: { configurable: true },
	inGenerator: { configurable: true },
	inAsync: { configurable: true },
	canAwait: { configurable: true },
	allowReturn: { configurable: true },
	allowSuper: { configurable: true },
	allowDirectSuper: { configurable: true },
	treatFunctionsAsVar: { configurable: true },
	allowNewDotTarget: { configurable: true },
	allowUsing: { configurable: true },
	inClassStaticBlock: { configurable: true }
};
Parser.prototype.parse = function parse() {
	var this$1$1 = this;
	var node = this.options.program || this.startNode();
	this.nextToken();
	return this.catchStackOverflow(function() {
		return this$1$1.parseTopLevel(node);
	});
};
prototypeAccessors.inFunction.get = function() {
	return (this.currentVarScope().flags & SCOPE_FUNCTION) > 0;
};
prototypeAccessors.inGenerator.get = function() {
	return (this.currentVarScope().flags & SCOPE_GENERATOR) > 0;
};
prototypeAccessors.inAsync.get = function() {
	return (this.currentVarScope().flags & SCOPE_ASYNC) > 0;
};
prototypeAccessors.canAwait.get = function() {
	for (var i = this.scopeStack.length - 1; i >= 0; i--) {
		var flags = this.scopeStack[i].flags;
		if (flags & (SCOPE_CLASS_STATIC_BLOCK | SCOPE_CLASS_FIELD_INIT)) return false;
		if (flags & SCOPE_FUNCTION) return (flags & SCOPE_ASYNC) > 0;
	}
	return this.inModule && this.options.ecmaVersion >= 13 || this.options.allowAwaitOutsideFunction;
};
prototypeAccessors.allowReturn.get = function() {
	if (this.inFunction) return true;
	if (this.options.allowReturnOutsideFunction && this.currentVarScope().flags & SCOPE_TOP) return true;
	return false;
};
prototypeAccessors.allowSuper.get = function() {
	return (this.currentThisScope().flags & SCOPE_SUPER) > 0 || this.options.allowSuperOutsideMethod;
};
prototypeAccessors.allowDirectSuper.get = function() {
	return (this.currentThisScope().flags & SCOPE_DIRECT_SUPER) > 0;
};
prototypeAccessors.treatFunctionsAsVar.get = function() {
	return this.treatFunctionsAsVarInScope(this.currentScope());
};
prototypeAccessors.allowNewDotTarget.get = function() {
	for (var i = this.scopeStack.length - 1; i >= 0; i--) {
		var flags = this.scopeStack[i].flags;
		if (flags & (SCOPE_CLASS_STATIC_BLOCK | SCOPE_CLASS_FIELD_INIT) || flags & SCOPE_FUNCTION && !(flags & SCOPE_ARROW)) return true;
	}
	return false;
};
prototypeAccessors.allowUsing.get = function() {
	var flags = this.currentScope().flags;
	if (flags & SCOPE_SWITCH) return false;
	if (!this.inModule && flags & SCOPE_TOP) return false;
	return true;
};
prototypeAccessors.inClassStaticBlock.get = function() {
	return (this.currentVarScope().flags & SCOPE_CLASS_STATIC_BLOCK) > 0;
};
Parser.extend = function extend() {
	var plugins = [], len = arguments.length;
	while (len--) plugins[len] = arguments[len];
	var cls = this;
	for (var i = 0; i < plugins.length; i++) cls = plugins[i](cls);
	return cls;
};
Parser.parse = function parse(input, options) {
	return new this(options, input).parse();
};
Parser.parseExpressionAt = function parseExpressionAt(input, pos, options) {
	var parser = new this(options, input, pos);
	parser.nextToken();
	return parser.parseExpression();
};
Parser.tokenizer = function tokenizer(input, options) {
	return new this(options, input);
};
Object.defineProperties(Parser.prototype, prototypeAccessors);
var pp$9 = Parser.prototype;
var literal = /^(?:'((?:\\[^]|[^'\\])*?)'|"((?:\\[^]|[^"\\])*?)")/;
pp$9.strictDirective = function(start) {
	if (this.options.ecmaVersion < 5) return false;
	for (;;) {
		skipWhiteSpace.lastIndex = start;
		start += skipWhiteSpace.exec(this.input)[0].length;
		var match = literal.exec(this.input.slice(start));
		if (!match) return false;
		if ((match[1] || match[2]) === "use strict") {
			skipWhiteSpace.lastIndex = start + match[0].length;
			var spaceAfter = skipWhiteSpace.exec(this.input), end = spaceAfter.index + spaceAfter[0].length;
			var next = this.input.charAt(end);
			return next === ";" || next === "}" || lineBreak.test(spaceAfter[0]) && !(/[(`.[+\-/*%<>=,?^&]/.test(next) || next === "!" && this.input.charAt(end + 1) === "=" || next === "i" && keywordOpAt(this, end));
		}
		start += match[0].length;
		skipWhiteSpace.lastIndex = start;
		start += skipWhiteSpace.exec(this.input)[0].length;
		if (this.input[start] === ";") start++;
	}
};
function keywordOpAt(parser, pos) {
	var end = pos + 1, stop = Math.min(parser.input.length, pos + 11);
	while (end < stop) {
		var ch = parser.fullCharCodeAt(end);
		if (!isIdentifierChar(ch, true)) break;
		end += ch <= 65535 ? 1 : 2;
	}
	return end === pos + 2 && parser.input.slice(pos, end) === "in" || end === pos + 10 && parser.input.slice(pos, end) === "instanceof";
}
pp$9.eat = function(type) {
	if (this.type === type) {
		this.next();
		return true;
	} else return false;
};
pp$9.isContextual = function(name) {
	return this.type === types$1.name && this.value === name && !this.containsEsc;
};
pp$9.eatContextual = function(name) {
	if (!this.isContextual(name)) return false;
	this.next();
	return true;
};
pp$9.catchStackOverflow = function(f) {
	try {
		return f();
	} catch (e) {
		if (e instanceof Error && (/\bstack\b.*\b(exceeded|overflow)\b/i.test(e.message) || /\btoo much recursion\b/i.test(e.message))) this.raise(this.start, "Not enough stack space to parse input");
		else throw e;
	}
};
pp$9.expectContextual = function(name) {
	if (!this.eatContextual(name)) this.unexpected();
};
pp$9.canInsertSemicolon = function() {
	return this.type === types$1.eof || this.type === types$1.braceR || lineBreak.test(this.input.slice(this.lastTokEnd, this.start));
};
pp$9.insertSemicolon = function() {
	if (this.canInsertSemicolon()) {
		if (this.options.onInsertedSemicolon) this.options.onInsertedSemicolon(this.lastTokEnd, this.lastTokEndLoc);
		return true;
	}
};
pp$9.semicolon = function() {
	if (!this.eat(types$1.semi) && !this.insertSemicolon()) this.unexpected();
};
pp$9.afterTrailingComma = function(tokType, notNext) {
	if (this.type === tokType) {
		if (this.options.onTrailingComma) this.options.onTrailingComma(this.lastTokStart, this.lastTokStartLoc);
		if (!notNext) this.next();
		return true;
	}
};
pp$9.expect = function(type) {
	this.eat(type) || this.unexpected();
};
pp$9.unexpected = function(pos) {
	this.raise(pos != null ? pos : this.start, "Unexpected token");
};
var DestructuringErrors = function DestructuringErrors() {
	this.shorthandAssign = this.trailingComma = this.parenthesizedAssign = this.parenthesizedBind = this.doubleProto = -1;
};
pp$9.checkPatternErrors = function(refDestructuringErrors, isAssign) {
	if (!refDestructuringErrors) return;
	if (refDestructuringErrors.trailingComma > -1) this.raiseRecoverable(refDestructuringErrors.trailingComma, "Comma is not permitted after the rest element");
	var parens = isAssign ? refDestructuringErrors.parenthesizedAssign : refDestructuringErrors.parenthesizedBind;
	if (parens > -1) this.raiseRecoverable(parens, isAssign ? "Assigning to rvalue" : "Parenthesized pattern");
};
pp$9.checkExpressionErrors = function(refDestructuringErrors, andThrow) {
	if (!refDestructuringErrors) return false;
	var shorthandAssign = refDestructuringErrors.shorthandAssign;
	var doubleProto = refDestructuringErrors.doubleProto;
	if (!andThrow) return shorthandAssign >= 0 || doubleProto >= 0;
	if (shorthandAssign >= 0) this.raise(shorthandAssign, "Shorthand property assignments are valid only in destructuring patterns");
	if (doubleProto >= 0) this.raiseRecoverable(doubleProto, "Redefinition of __proto__ property");
};
pp$9.checkYieldAwaitInDefaultParams = function() {
	if (this.yieldPos && (!this.awaitPos || this.yieldPos < this.awaitPos)) this.raise(this.yieldPos, "Yield expression cannot be a default value");
	if (this.awaitPos) this.raise(this.awaitPos, "Await expression cannot be a default value");
};
pp$9.isSimpleAssignTarget = function(expr) {
	if (expr.type === "ParenthesizedExpression") return this.isSimpleAssignTarget(expr.expression);
	return expr.type === "Identifier" || expr.type === "MemberExpression";
};
var pp$8 = Parser.prototype;
pp$8.parseTopLevel = function(node) {
	var exports$1 = Object.create(null);
	if (!node.body) node.body = [];
	while (this.type !== types$1.eof) {
		var stmt = this.parseStatement(null, true, exports$1);
		node.body.push(stmt);
	}
	if (this.inModule) for (var i = 0, list = Object.keys(this.undefinedExports); i < list.length; i += 1) {
		var name = list[i];
		this.raiseRecoverable(this.undefinedExports[name].start, "Export '" + name + "' is not defined");
	}
	this.adaptDirectivePrologue(node.body);
	this.next();
	node.sourceType = this.options.sourceType === "commonjs" ? "script" : this.options.sourceType;
	return this.finishNode(node, "Program");
};
var loopLabel = { kind: "loop" };
var switchLabel = { kind: "switch" };
pp$8.isLet = function(context) {
	if (this.options.ecmaVersion < 6 || !this.isContextual("let")) return false;
	skipWhiteSpace.lastIndex = this.pos;
	var skip = skipWhiteSpace.exec(this.input);
	var next = this.pos + skip[0].length, nextCh = this.fullCharCodeAt(next);
	if (nextCh === 91 || nextCh === 92) return true;
	if (context) return false;
	if (nextCh === 123) return true;
	if (isIdentifierStart(nextCh)) {
		var start = next;
		do
			next += nextCh <= 65535 ? 1 : 2;
		while (isIdentifierChar(nextCh = this.fullCharCodeAt(next)));
		if (nextCh === 92) return true;
		var ident = this.input.slice(start, next);
		if (!keywordRelationalOperator.test(ident)) return true;
	}
	return false;
};
pp$8.isAsyncFunction = function() {
	if (this.options.ecmaVersion < 8 || !this.isContextual("async")) return false;
	skipWhiteSpace.lastIndex = this.pos;
	var skip = skipWhiteSpace.exec(this.input);
	var next = this.pos + skip[0].length, after;
	return !lineBreak.test(this.input.slice(this.pos, next)) && this.input.slice(next, next + 8) === "function" && (next + 8 === this.input.length || !(isIdentifierChar(after = this.fullCharCodeAt(next + 8)) || after === 92));
};
pp$8.isUsingKeyword = function(isAwaitUsing, isFor) {
	if (this.options.ecmaVersion < 17 || !this.isContextual(isAwaitUsing ? "await" : "using")) return false;
	skipWhiteSpace.lastIndex = this.pos;
	var skip = skipWhiteSpace.exec(this.input);
	var next = this.pos + skip[0].length;
	if (lineBreak.test(this.input.slice(this.pos, next))) return false;
	if (isAwaitUsing) {
		var usingEndPos = next + 5, after;
		if (this.input.slice(next, usingEndPos) !== "using" || usingEndPos === this.input.length || isIdentifierChar(after = this.fullCharCodeAt(usingEndPos)) || after === 92) return false;
		skipWhiteSpace.lastIndex = usingEndPos;
		var skipAfterUsing = skipWhiteSpace.exec(this.input);
		next = usingEndPos + skipAfterUsing[0].length;
		if (skipAfterUsing && lineBreak.test(this.input.slice(usingEndPos, next))) return false;
	}
	var ch = this.fullCharCodeAt(next);
	if (!isIdentifierStart(ch) && ch !== 92) return false;
	var idStart = next;
	do
		next += ch <= 65535 ? 1 : 2;
	while (isIdentifierChar(ch = this.fullCharCodeAt(next)));
	if (ch === 92) return true;
	var id = this.input.slice(idStart, next);
	if (keywordRelationalOperator.test(id)) return false;
	if (isFor && !isAwaitUsing && id === "of") {
		skipWhiteSpace.lastIndex = next;
		var skipAfterOf = skipWhiteSpace.exec(this.input);
		next = next + skipAfterOf[0].length;
		if (this.input.charCodeAt(next) !== 61 || (ch = this.input.charCodeAt(next + 1)) === 61 || ch === 62) return false;
	}
	return true;
};
pp$8.isAwaitUsing = function(isFor) {
	return this.isUsingKeyword(true, isFor);
};
pp$8.isUsing = function(isFor) {
	return this.isUsingKeyword(false, isFor);
};
pp$8.parseStatement = function(context, topLevel, exports$1) {
	var starttype = this.type, node = this.startNode(), kind;
	if (this.isLet(context)) {
		starttype = types$1._var;
		kind = "let";
	}
	switch (starttype) {
		case types$1._break:
		case types$1._continue: return this.parseBreakContinueStatement(node, starttype.keyword);
		case types$1._debugger: return this.parseDebuggerStatement(node);
		case types$1._do: return this.parseDoStatement(node);
		case types$1._for: return this.parseForStatement(node);
		case types$1._function:
			if (context && (this.strict || context !== "if" && context !== "label") && this.options.ecmaVersion >= 6) this.unexpected();
			return this.parseFunctionStatement(node, false, !context);
		case types$1._class:
			if (context) this.unexpected();
			return this.parseClass(node, true);
		case types$1._if: return this.parseIfStatement(node);
		case types$1._return: return this.parseReturnStatement(node);
		case types$1._switch: return this.parseSwitchStatement(node);
		case types$1._throw: return this.parseThrowStatement(node);
		case types$1._try: return this.parseTryStatement(node);
		case types$1._const:
		case types$1._var:
			kind = kind || this.value;
			if (context && kind !== "var") this.unexpected();
			return this.parseVarStatement(node, kind);
		case types$1._while: return this.parseWhileStatement(node);
		case types$1._with: return this.parseWithStatement(node);
		case types$1.braceL: return this.parseBlock(true, node);
		case types$1.semi: return this.parseEmptyStatement(node);
		case types$1._export:
		case types$1._import:
			if (this.options.ecmaVersion > 10 && starttype === types$1._import) {
				skipWhiteSpace.lastIndex = this.pos;
				var skip = skipWhiteSpace.exec(this.input);
				var next = this.pos + skip[0].length, nextCh = this.input.charCodeAt(next);
				if (nextCh === 40 || nextCh === 46) return this.parseExpressionStatement(node, this.parseExpression());
			}
			if (!this.options.allowImportExportEverywhere) {
				if (!topLevel) this.raise(this.start, "'import' and 'export' may only appear at the top level");
				if (!this.inModule) this.raise(this.start, "'import' and 'export' may appear only with 'sourceType: module'");
			}
			return starttype === types$1._import ? this.parseImport(node) : this.parseExport(node, exports$1);
		default:
			if (this.isAsyncFunction()) {
				if (context) this.unexpected();
				this.next();
				return this.parseFunctionStatement(node, true, !context);
			}
			var usingKind = this.isAwaitUsing(false) ? "await using" : this.isUsing(false) ? "using" : null;
			if (usingKind) {
				if (!this.allowUsing) this.raise(this.start, "Using declaration cannot appear in the top level when source type is `script` or in the bare case statement");
				if (context) this.raise(this.start, "Using declaration is not allowed in single-statement positions");
				if (usingKind === "await using") {
					if (!this.canAwait) this.raise(this.start, "Await using cannot appear outside of async function");
					this.next();
				}
				this.next();
				this.parseVar(node, false, usingKind);
				this.semicolon();
				return this.finishNode(node, "VariableDeclaration");
			}
			var maybeName = this.value, expr = this.parseExpression();
			if (starttype === types$1.name && expr.type === "Identifier" && this.eat(types$1.colon)) return this.parseLabeledStatement(node, maybeName, expr, context);
			else return this.parseExpressionStatement(node, expr);
	}
};
pp$8.parseBreakContinueStatement = function(node, keyword) {
	var isBreak = keyword === "break";
	this.next();
	if (this.eat(types$1.semi) || this.insertSemicolon()) node.label = null;
	else if (this.type !== types$1.name) this.unexpected();
	else {
		node.label = this.parseIdent();
		this.semicolon();
	}
	var i = 0;
	for (; i < this.labels.length; ++i) {
		var lab = this.labels[i];
		if (node.label == null || lab.name === node.label.name) {
			if (lab.kind != null && (isBreak || lab.kind === "loop")) break;
			if (node.label && isBreak) break;
		}
	}
	if (i === this.labels.length) this.raise(node.start, "Unsyntactic " + keyword);
	return this.finishNode(node, isBreak ? "BreakStatement" : "ContinueStatement");
};
pp$8.parseDebuggerStatement = function(node) {
	this.next();
	this.semicolon();
	return this.finishNode(node, "DebuggerStatement");
};
pp$8.parseDoStatement = function(node) {
	this.next();
	this.labels.push(loopLabel);
	node.body = this.parseStatement("do");
	this.labels.pop();
	this.expect(types$1._while);
	node.test = this.parseParenExpression();
	if (this.options.ecmaVersion >= 6) this.eat(types$1.semi);
	else this.semicolon();
	return this.finishNode(node, "DoWhileStatement");
};
pp$8.parseForStatement = function(node) {
	this.next();
	var awaitAt = this.options.ecmaVersion >= 9 && this.canAwait && this.eatContextual("await") ? this.lastTokStart : -1;
	this.labels.push(loopLabel);
	this.enterScope(0);
	this.expect(types$1.parenL);
	if (this.type === types$1.semi) {
		if (awaitAt > -1) this.unexpected(awaitAt);
		return this.parseFor(node, null);
	}
	var isLet = this.isLet();
	if (this.type === types$1._var || this.type === types$1._const || isLet) {
		var init$1 = this.startNode(), kind = isLet ? "let" : this.value;
		this.next();
		this.parseVar(init$1, true, kind);
		this.finishNode(init$1, "VariableDeclaration");
		return this.parseForAfterInit(node, init$1, awaitAt);
	}
	var startsWithLet = this.isContextual("let"), isForOf = false;
	var usingKind = this.isUsing(true) ? "using" : this.isAwaitUsing(true) ? "await using" : null;
	if (usingKind) {
		var init$2 = this.startNode();
		this.next();
		if (usingKind === "await using") {
			if (!this.canAwait) this.raise(this.start, "Await using cannot appear outside of async function");
			this.next();
		}
		this.parseVar(init$2, true, usingKind);
		this.finishNode(init$2, "VariableDeclaration");
		return this.parseForAfterInit(node, init$2, awaitAt);
	}
	var containsEsc = this.containsEsc;
	var refDestructuringErrors = new DestructuringErrors();
	var initPos = this.start;
	var init = awaitAt > -1 ? this.parseExprSubscripts(refDestructuringErrors, "await") : this.parseExpression(true, refDestructuringErrors);
	if (this.type === types$1._in || (isForOf = this.options.ecmaVersion >= 6 && this.isContextual("of"))) {
		if (awaitAt > -1) {
			if (this.type === types$1._in) this.unexpected(awaitAt);
			node.await = true;
		} else if (isForOf && this.options.ecmaVersion >= 8) {
			if (init.start === initPos && !containsEsc && init.type === "Identifier" && init.name === "async") this.unexpected();
			else if (this.options.ecmaVersion >= 9) node.await = false;
		}
		if (startsWithLet && isForOf) this.raise(init.start, "The left-hand side of a for-of loop may not start with 'let'.");
		this.toAssignable(init, false, refDestructuringErrors);
		this.checkLValPattern(init);
		return this.parseForIn(node, init);
	} else this.checkExpressionErrors(refDestructuringErrors, true);
	if (awaitAt > -1) this.unexpected(awaitAt);
	return this.parseFor(node, init);
};
pp$8.parseForAfterInit = function(node, init, awaitAt) {
	if ((this.type === types$1._in || this.options.ecmaVersion >= 6 && this.isContextual("of")) && init.declarations.length === 1) {
		if (this.type === types$1._in) {
			if ((init.kind === "using" || init.kind === "await using") && !init.declarations[0].init) this.raise(this.start, "Using declaration is not allowed in for-in loops");
			if (this.options.ecmaVersion >= 9 && awaitAt > -1) this.unexpected(awaitAt);
		} else if (this.options.ecmaVersion >= 9) node.await = awaitAt > -1;
		return this.parseForIn(node, init);
	}
	if (awaitAt > -1) this.unexpected(awaitAt);
	return this.parseFor(node, init);
};
pp$8.parseFunctionStatement = function(node, isAsync, declarationPosition) {
	this.next();
	return this.parseFunction(node, FUNC_STATEMENT | (declarationPosition ? 0 : FUNC_HANGING_STATEMENT), false, isAsync);
};
pp$8.parseIfStatement = function(node) {
	this.next();
	node.test = this.parseParenExpression();
	node.consequent = this.parseStatement("if");
	node.alternate = this.eat(types$1._else) ? this.parseStatement("if") : null;
	return this.finishNode(node, "IfStatement");
};
pp$8.parseReturnStatement = function(node) {
	if (!this.allowReturn) this.raise(this.start, "'return' outside of function");
	this.next();
	if (this.eat(types$1.semi) || this.insertSemicolon()) node.argument = null;
	else {
		node.argument = this.parseExpression();
		this.semicolon();
	}
	return this.finishNode(node, "ReturnStatement");
};
pp$8.parseSwitchStatement = function(node) {
	this.next();
	node.discriminant = this.parseParenExpression();
	node.cases = [];
	this.expect(types$1.braceL);
	this.labels.push(switchLabel);
	this.enterScope(SCOPE_SWITCH);
	var cur;
	for (var sawDefault = false; this.type !== types$1.braceR;) if (this.type === types$1._case || this.type === types$1._default) {
		var isCase = this.type === types$1._case;
		if (cur) this.finishNode(cur, "SwitchCase");
		node.cases.push(cur = this.startNode());
		cur.consequent = [];
		this.next();
		if (isCase) cur.test = this.parseExpression();
		else {
			if (sawDefault) this.raiseRecoverable(this.lastTokStart, "Multiple default clauses");
			sawDefault = true;
			cur.test = null;
		}
		this.expect(types$1.colon);
	} else {
		if (!cur) this.unexpected();
		cur.consequent.push(this.parseStatement(null));
	}
	this.exitScope();
	if (cur) this.finishNode(cur, "SwitchCase");
	this.next();
	this.labels.pop();
	return this.finishNode(node, "SwitchStatement");
};
pp$8.parseThrowStatement = function(node) {
	this.next();
	if (lineBreak.test(this.input.slice(this.lastTokEnd, this.start))) this.raise(this.lastTokEnd, "Illegal newline after throw");
	node.argument = this.parseExpression();
	this.semicolon();
	return this.finishNode(node, "ThrowStatement");
};
var empty$1 = [];
pp$8.parseCatchClauseParam = function() {
	var param = this.parseBindingAtom();
	var simple = param.type === "Identifier";
	this.enterScope(simple ? SCOPE_SIMPLE_CATCH : 0);
	this.checkLValPattern(param, simple ? BIND_SIMPLE_CATCH : BIND_LEXICAL);
	this.expect(types$1.parenR);
	return param;
};
pp$8.parseTryStatement = function(node) {
	this.next();
	node.block = this.parseBlock();
	node.handler = null;
	if (this.type === types$1._catch) {
		var clause = this.startNode();
		this.next();
		if (this.eat(types$1.parenL)) clause.param = this.parseCatchClauseParam();
		else {
			if (this.options.ecmaVersion < 10) this.unexpected();
			clause.param = null;
			this.enterScope(0);
		}
		clause.body = this.parseBlock(false);
		this.exitScope();
		node.handler = this.finishNode(clause, "CatchClause");
	}
	node.finalizer = this.eat(types$1._finally) ? this.parseBlock() : null;
	if (!node.handler && !node.finalizer) this.raise(node.start, "Missing catch or finally clause");
	return this.finishNode(node, "TryStatement");
};
pp$8.parseVarStatement = function(node, kind, allowMissingInitializer) {
	this.next();
	this.parseVar(node, false, kind, allowMissingInitializer);
	this.semicolon();
	return this.finishNode(node, "VariableDeclaration");
};
pp$8.parseWhileStatement = function(node) {
	this.next();
	node.test = this.parseParenExpression();
	this.labels.push(loopLabel);
	node.body = this.parseStatement("while");
	this.labels.pop();
	return this.finishNode(node, "WhileStatement");
};
pp$8.parseWithStatement = function(node) {
	if (this.strict) this.raise(this.start, "'with' in strict mode");
	this.next();
	node.object = this.parseParenExpression();
	node.body = this.parseStatement("with");
	return this.finishNode(node, "WithStatement");
};
pp$8.parseEmptyStatement = function(node) {
	this.next();
	return this.finishNode(node, "EmptyStatement");
};
pp$8.parseLabeledStatement = function(node, maybeName, expr, context) {
	for (var i$1 = 0, list = this.labels; i$1 < list.length; i$1 += 1) if (list[i$1].name === maybeName) this.raise(expr.start, "Label '" + maybeName + "' is already declared");
	var kind = this.type.isLoop ? "loop" : this.type === types$1._switch ? "switch" : null;
	for (var i = this.labels.length - 1; i >= 0; i--) {
		var label$1 = this.labels[i];
		if (label$1.statementStart === node.start) {
			label$1.statementStart = this.start;
			label$1.kind = kind;
		} else break;
	}
	this.labels.push({
		name: maybeName,
		kind,
		statementStart: this.start
	});
	node.body = this.parseStatement(context ? context.indexOf("label") === -1 ? context + "label" : context : "label");
	this.labels.pop();
	node.label = expr;
	return this.finishNode(node, "LabeledStatement");
};
pp$8.parseExpressionStatement = function(node, expr) {
	node.expression = expr;
	this.semicolon();
	return this.finishNode(node, "ExpressionStatement");
};
pp$8.parseBlock = function(createNewLexicalScope, node, exitStrict) {
	if (createNewLexicalScope === void 0) createNewLexicalScope = true;
	if (node === void 0) node = this.startNode();
	node.body = [];
	this.expect(types$1.braceL);
	if (createNewLexicalScope) this.enterScope(0);
	while (this.type !== types$1.braceR) {
		var stmt = this.parseStatement(null);
		node.body.push(stmt);
	}
	if (exitStrict) this.strict = false;
	this.next();
	if (createNewLexicalScope) this.exitScope();
	return this.finishNode(node, "BlockStatement");
};
pp$8.parseFor = function(node, init) {
	node.init = init;
	this.expect(types$1.semi);
	node.test = this.type === types$1.semi ? null : this.parseExpression();
	this.expect(types$1.semi);
	node.update = this.type === types$1.parenR ? null : this.parseExpression();
	this.expect(types$1.parenR);
	node.body = this.parseStatement("for");
	this.exitScope();
	this.labels.pop();
	return this.finishNode(node, "ForStatement");
};
pp$8.parseForIn = function(node, init) {
	var isForIn = this.type === types$1._in;
	this.next();
	if (init.type === "VariableDeclaration" && init.declarations[0].init != null && (!isForIn || this.options.ecmaVersion < 8 || this.strict || init.kind !== "var" || init.declarations[0].id.type !== "Identifier")) this.raise(init.start, (isForIn ? "for-in" : "for-of") + " loop variable declaration may not have an initializer");
	node.left = init;
	node.right = isForIn ? this.parseExpression() : this.parseMaybeAssign();
	this.expect(types$1.parenR);
	node.body = this.parseStatement("for");
	this.exitScope();
	this.labels.pop();
	return this.finishNode(node, isForIn ? "ForInStatement" : "ForOfStatement");
};
pp$8.parseVar = function(node, isFor, kind, allowMissingInitializer) {
	node.declarations = [];
	node.kind = kind;
	for (;;) {
		var decl = this.startNode();
		this.parseVarId(decl, kind);
		if (this.eat(types$1.eq)) decl.init = this.parseMaybeAssign(isFor);
		else if (!allowMissingInitializer && kind === "const" && !(this.type === types$1._in || this.options.ecmaVersion >= 6 && this.isContextual("of"))) this.unexpected();
		else if (!allowMissingInitializer && (kind === "using" || kind === "await using") && this.options.ecmaVersion >= 17 && this.type !== types$1._in && !this.isContextual("of")) this.raise(this.lastTokEnd, "Missing initializer in " + kind + " declaration");
		else if (!allowMissingInitializer && decl.id.type !== "Identifier" && !(isFor && (this.type === types$1._in || this.isContextual("of")))) this.raise(this.lastTokEnd, "Complex binding patterns require an initialization value");
		else decl.init = null;
		node.declarations.push(this.finishNode(decl, "VariableDeclarator"));
		if (!this.eat(types$1.comma)) break;
	}
	return node;
};
pp$8.parseVarId = function(decl, kind) {
	decl.id = kind === "using" || kind === "await using" ? this.parseIdent() : this.parseBindingAtom();
	this.checkLValPattern(decl.id, kind === "var" ? BIND_VAR : BIND_LEXICAL, false);
};
var FUNC_STATEMENT = 1;
var FUNC_HANGING_STATEMENT = 2;
var FUNC_NULLABLE_ID = 4;
pp$8.parseFunction = function(node, statement, allowExpressionBody, isAsync, forInit) {
	this.initFunction(node);
	if (this.options.ecmaVersion >= 9 || this.options.ecmaVersion >= 6 && !isAsync) {
		if (this.type === types$1.star && statement & FUNC_HANGING_STATEMENT) this.unexpected();
		node.generator = this.eat(types$1.star);
	}
	if (this.options.ecmaVersion >= 8) node.async = !!isAsync;
	if (statement & FUNC_STATEMENT) {
		node.id = statement & FUNC_NULLABLE_ID && this.type !== types$1.name ? null : this.parseIdent();
		if (node.id && !(statement & FUNC_HANGING_STATEMENT)) this.checkLValSimple(node.id, this.strict || node.generator || node.async ? this.treatFunctionsAsVar ? BIND_VAR : BIND_LEXICAL : BIND_FUNCTION);
	}
	var oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, oldAwaitIdentPos = this.awaitIdentPos;
	this.yieldPos = 0;
	this.awaitPos = 0;
	this.awaitIdentPos = 0;
	this.enterScope(functionFlags(node.async, node.generator));
	if (!(statement & FUNC_STATEMENT)) node.id = this.type === types$1.name ? this.parseIdent() : null;
	this.parseFunctionParams(node);
	this.parseFunctionBody(node, allowExpressionBody, false, forInit);
	this.yieldPos = oldYieldPos;
	this.awaitPos = oldAwaitPos;
	this.awaitIdentPos = oldAwaitIdentPos;
	return this.finishNode(node, statement & FUNC_STATEMENT ? "FunctionDeclaration" : "FunctionExpression");
};
pp$8.parseFunctionParams = function(node) {
	this.expect(types$1.parenL);
	node.params = this.parseBindingList(types$1.parenR, false, this.options.ecmaVersion >= 8);
	this.checkYieldAwaitInDefaultParams();
};
pp$8.parseClass = function(node, isStatement) {
	this.next();
	var oldStrict = this.strict;
	this.strict = true;
	this.parseClassId(node, isStatement);
	this.parseClassSuper(node);
	var privateNameMap = this.enterClassBody();
	var classBody = this.startNode();
	var hadConstructor = false;
	classBody.body = [];
	this.expect(types$1.braceL);
	while (this.type !== types$1.braceR) {
		var element = this.parseClassElement(node.superClass !== null);
		if (element) {
			classBody.body.push(element);
			if (element.type === "MethodDefinition" && element.kind === "constructor") {
				if (hadConstructor) this.raiseRecoverable(element.start, "Duplicate constructor in the same class");
				hadConstructor = true;
			} else if (element.key && element.key.type === "PrivateIdentifier" && isPrivateNameConflicted(privateNameMap, element)) this.raiseRecoverable(element.key.start, "Identifier '#" + element.key.name + "' has already been declared");
		}
	}
	this.strict = oldStrict;
	this.next();
	node.body = this.finishNode(classBody, "ClassBody");
	this.exitClassBody();
	return this.finishNode(node, isStatement ? "ClassDeclaration" : "ClassExpression");
};
pp$8.parseClassElement = function(constructorAllowsSuper) {
	if (this.eat(types$1.semi)) return null;
	var ecmaVersion = this.options.ecmaVersion;
	var node = this.startNode();
	var keyName = "";
	var isGenerator = false;
	var isAsync = false;
	var kind = "method";
	var isStatic = false;
	if (this.eatContextual("static")) {
		if (ecmaVersion >= 13 && this.eat(types$1.braceL)) {
			this.parseClassStaticBlock(node);
			return node;
		}
		if (this.isClassElementNameStart() || this.type === types$1.star) isStatic = true;
		else keyName = "static";
	}
	node.static = isStatic;
	if (!keyName && ecmaVersion >= 8 && this.eatContextual("async")) {
		if ((this.isClassElementNameStart() || this.type === types$1.star) && !this.canInsertSemicolon()) isAsync = true;
		else keyName = "async";
	}
	if (!keyName && (ecmaVersion >= 9 || !isAsync) && this.eat(types$1.star)) isGenerator = true;
	if (!keyName && !isAsync && !isGenerator) {
		var lastValue = this.value;
		if (this.eatContextual("get") || this.eatContextual("set")) {
			if (this.isClassElementNameStart()) kind = lastValue;
			else keyName = lastValue;
		}
	}
	if (keyName) {
		node.computed = false;
		node.key = this.startNodeAt(this.lastTokStart, this.lastTokStartLoc);
		node.key.name = keyName;
		this.finishNode(node.key, "Identifier");
	} else this.parseClassElementName(node);
	if (ecmaVersion < 13 || this.type === types$1.parenL || kind !== "method" || isGenerator || isAsync) {
		var isConstructor = !node.static && checkKeyName(node, "constructor");
		var allowsDirectSuper = isConstructor && constructorAllowsSuper;
		if (isConstructor && kind !== "method") this.raise(node.key.start, "Constructor can't have get/set modifier");
		node.kind = isConstructor ? "constructor" : kind;
		this.parseClassMethod(node, isGenerator, isAsync, allowsDirectSuper);
	} else this.parseClassField(node);
	return node;
};
pp$8.isClassElementNameStart = function() {
	return this.type === types$1.name || this.type === types$1.privateId || this.type === types$1.num || this.type === types$1.string || this.type === types$1.bracketL || this.type.keyword;
};
pp$8.parseClassElementName = function(element) {
	if (this.type === types$1.privateId) {
		if (this.value === "constructor") this.raise(this.start, "Classes can't have an element named '#constructor'");
		element.computed = false;
		element.key = this.parsePrivateIdent();
	} else this.parsePropertyName(element);
};
pp$8.parseClassMethod = function(method, isGenerator, isAsync, allowsDirectSuper) {
	var key = method.key;
	if (method.kind === "constructor") {
		if (isGenerator) this.raise(key.start, "Constructor can't be a generator");
		if (isAsync) this.raise(key.start, "Constructor can't be an async method");
	} else if (method.static && checkKeyName(method, "prototype")) this.raise(key.start, "Classes may not have a static property named prototype");
	var value = method.value = this.parseMethod(isGenerator, isAsync, allowsDirectSuper);
	if (method.kind === "get" && value.params.length !== 0) this.raiseRecoverable(value.start, "getter should have no params");
	if (method.kind === "set" && value.params.length !== 1) this.raiseRecoverable(value.start, "setter should have exactly one param");
	if (method.kind === "set" && value.params[0].type === "RestElement") this.raiseRecoverable(value.params[0].start, "Setter cannot use rest params");
	return this.finishNode(method, "MethodDefinition");
};
pp$8.parseClassField = function(field) {
	if (checkKeyName(field, "constructor")) this.raise(field.key.start, "Classes can't have a field named 'constructor'");
	else if (field.static && checkKeyName(field, "prototype")) this.raise(field.key.start, "Classes can't have a static field named 'prototype'");
	if (this.eat(types$1.eq)) {
		this.enterScope(SCOPE_CLASS_FIELD_INIT | SCOPE_SUPER);
		field.value = this.parseMaybeAssign();
		this.exitScope();
	} else field.value = null;
	this.semicolon();
	return this.finishNode(field, "PropertyDefinition");
};
pp$8.parseClassStaticBlock = function(node) {
	node.body = [];
	var oldLabels = this.labels;
	this.labels = [];
	this.enterScope(SCOPE_CLASS_STATIC_BLOCK | SCOPE_SUPER);
	while (this.type !== types$1.braceR) {
		var stmt = this.parseStatement(null);
		node.body.push(stmt);
	}
	this.next();
	this.exitScope();
	this.labels = oldLabels;
	return this.finishNode(node, "StaticBlock");
};
pp$8.parseClassId = function(node, isStatement) {
	if (this.type === types$1.name) {
		node.id = this.parseIdent();
		if (isStatement) this.checkLValSimple(node.id, BIND_LEXICAL, false);
	} else {
		if (isStatement === true) this.unexpected();
		node.id = null;
	}
};
pp$8.parseClassSuper = function(node) {
	node.superClass = this.eat(types$1._extends) ? this.parseExprSubscripts(null, false) : null;
};
pp$8.enterClassBody = function() {
	var element = {
		declared: Object.create(null),
		used: []
	};
	this.privateNameStack.push(element);
	return element.declared;
};
pp$8.exitClassBody = function() {
	var ref = this.privateNameStack.pop();
	var declared = ref.declared;
	var used = ref.used;
	if (!this.options.checkPrivateFields) return;
	var len = this.privateNameStack.length;
	var parent = len === 0 ? null : this.privateNameStack[len - 1];
	for (var i = 0; i < used.length; ++i) {
		var id = used[i];
		if (!hasOwn(declared, id.name)) {
			if (parent) parent.used.push(id);
			else this.raiseRecoverable(id.start, "Private field '#" + id.name + "' must be declared in an enclosing class");
		}
	}
};
function isPrivateNameConflicted(privateNameMap, element) {
	var name = element.key.name;
	var curr = privateNameMap[name];
	var next = "true";
	if (element.type === "MethodDefinition" && (element.kind === "get" || element.kind === "set")) next = (element.static ? "s" : "i") + element.kind;
	if (curr === "iget" && next === "iset" || curr === "iset" && next === "iget" || curr === "sget" && next === "sset" || curr === "sset" && next === "sget") {
		privateNameMap[name] = "true";
		return false;
	} else if (!curr) {
		privateNameMap[name] = next;
		return false;
	} else return true;
}
function checkKeyName(node, name) {
	var computed = node.computed;
	var key = node.key;
	return !computed && (key.type === "Identifier" && key.name === name || key.type === "Literal" && key.value === name);
}
pp$8.parseExportAllDeclaration = function(node, exports$1) {
	if (this.options.ecmaVersion >= 11) {
		if (this.eatContextual("as")) {
			node.exported = this.parseModuleExportName();
			this.checkExport(exports$1, node.exported, this.lastTokStart);
		} else node.exported = null;
	}
	this.expectContextual("from");
	if (this.type !== types$1.string) this.unexpected();
	node.source = this.parseExprAtom();
	if (this.options.ecmaVersion >= 16) node.attributes = this.parseWithClause();
	this.semicolon();
	return this.finishNode(node, "ExportAllDeclaration");
};
pp$8.parseExport = function(node, exports$1) {
	this.next();
	if (this.eat(types$1.star)) return this.parseExportAllDeclaration(node, exports$1);
	if (this.eat(types$1._default)) {
		this.checkExport(exports$1, "default", this.lastTokStart);
		node.declaration = this.parseExportDefaultDeclaration();
		return this.finishNode(node, "ExportDefaultDeclaration");
	}
	if (this.shouldParseExportStatement()) {
		node.declaration = this.parseExportDeclaration(node);
		if (node.declaration.type === "VariableDeclaration") this.checkVariableExport(exports$1, node.declaration.declarations);
		else this.checkExport(exports$1, node.declaration.id, node.declaration.id.start);
		node.specifiers = [];
		node.source = null;
		if (this.options.ecmaVersion >= 16) node.attributes = [];
	} else {
		node.declaration = null;
		node.specifiers = this.parseExportSpecifiers(exports$1);
		if (this.eatContextual("from")) {
			if (this.type !== types$1.string) this.unexpected();
			node.source = this.parseExprAtom();
			if (this.options.ecmaVersion >= 16) node.attributes = this.parseWithClause();
		} else {
			for (var i = 0, list = node.specifiers; i < list.length; i += 1) {
				var spec = list[i];
				this.checkUnreserved(spec.local);
				this.checkLocalExport(spec.local);
				if (spec.local.type === "Literal") this.raise(spec.local.start, "A string literal cannot be used as an exported binding without `from`.");
			}
			node.source = null;
			if (this.options.ecmaVersion >= 16) node.attributes = [];
		}
		this.semicolon();
	}
	return this.finishNode(node, "ExportNamedDeclaration");
};
pp$8.parseExportDeclaration = function(node) {
	return this.parseStatement(null);
};
pp$8.parseExportDefaultDeclaration = function() {
	var isAsync;
	if (this.type === types$1._function || (isAsync = this.isAsyncFunction())) {
		var fNode = this.startNode();
		this.next();
		if (isAsync) this.next();
		return this.parseFunction(fNode, FUNC_STATEMENT | FUNC_NULLABLE_ID, false, isAsync);
	} else if (this.type === types$1._class) {
		var cNode = this.startNode();
		return this.parseClass(cNode, "nullableID");
	} else {
		var declaration = this.parseMaybeAssign();
		this.semicolon();
		return declaration;
	}
};
pp$8.checkExport = function(exports$1, name, pos) {
	if (!exports$1) return;
	if (typeof name !== "string") name = name.type === "Identifier" ? name.name : name.value;
	if (hasOwn(exports$1, name)) this.raiseRecoverable(pos, "Duplicate export '" + name + "'");
	exports$1[name] = true;
};
pp$8.checkPatternExport = function(exports$1, pat) {
	var type = pat.type;
	if (type === "Identifier") this.checkExport(exports$1, pat, pat.start);
	else if (type === "ObjectPattern") for (var i = 0, list = pat.properties; i < list.length; i += 1) {
		var prop = list[i];
		this.checkPatternExport(exports$1, prop);
	}
	else if (type === "ArrayPattern") for (var i$1 = 0, list$1 = pat.elements; i$1 < list$1.length; i$1 += 1) {
		var elt = list$1[i$1];
		if (elt) this.checkPatternExport(exports$1, elt);
	}
	else if (type === "Property") this.checkPatternExport(exports$1, pat.value);
	else if (type === "AssignmentPattern") this.checkPatternExport(exports$1, pat.left);
	else if (type === "RestElement") this.checkPatternExport(exports$1, pat.argument);
};
pp$8.checkVariableExport = function(exports$1, decls) {
	if (!exports$1) return;
	for (var i = 0, list = decls; i < list.length; i += 1) {
		var decl = list[i];
		this.checkPatternExport(exports$1, decl.id);
	}
};
pp$8.shouldParseExportStatement = function() {
	return this.type.keyword === "var" || this.type.keyword === "const" || this.type.keyword === "class" || this.type.keyword === "function" || this.isLet() || this.isAsyncFunction();
};
pp$8.parseExportSpecifier = function(exports$1) {
	var node = this.startNode();
	node.local = this.parseModuleExportName();
	node.exported = this.eatContextual("as") ? this.parseModuleExportName() : node.local;
	this.checkExport(exports$1, node.exported, node.exported.start);
	return this.finishNode(node, "ExportSpecifier");
};
pp$8.parseExportSpecifiers = function(exports$1) {
	var nodes = [], first = true;
	this.expect(types$1.braceL);
	while (!this.eat(types$1.braceR)) {
		if (!first) {
			this.expect(types$1.comma);
			if (this.afterTrailingComma(types$1.braceR)) break;
		} else first = false;
		nodes.push(this.parseExportSpecifier(exports$1));
	}
	return nodes;
};
pp$8.parseImport = function(node) {
	this.next();
	if (this.type === types$1.string) {
		node.specifiers = empty$1;
		node.source = this.parseExprAtom();
	} else {
		node.specifiers = this.parseImportSpecifiers();
		this.expectContextual("from");
		node.source = this.type === types$1.string ? this.parseExprAtom() : this.unexpected();
	}
	if (this.options.ecmaVersion >= 16) node.attributes = this.parseWithClause();
	this.semicolon();
	return this.finishNode(node, "ImportDeclaration");
};
pp$8.parseImportSpecifier = function() {
	var node = this.startNode();
	node.imported = this.parseModuleExportName();
	if (this.eatContextual("as")) node.local = this.parseIdent();
	else {
		this.checkUnreserved(node.imported);
		node.local = node.imported;
	}
	this.checkLValSimple(node.local, BIND_LEXICAL);
	return this.finishNode(node, "ImportSpecifier");
};
pp$8.parseImportDefaultSpecifier = function() {
	var node = this.startNode();
	node.local = this.parseIdent();
	this.checkLValSimple(node.local, BIND_LEXICAL);
	return this.finishNode(node, "ImportDefaultSpecifier");
};
pp$8.parseImportNamespaceSpecifier = function() {
	var node = this.startNode();
	this.next();
	this.expectContextual("as");
	node.local = this.parseIdent();
	this.checkLValSimple(node.local, BIND_LEXICAL);
	return this.finishNode(node, "ImportNamespaceSpecifier");
};
pp$8.parseImportSpecifiers = function() {
	var nodes = [], first = true;
	if (this.type === types$1.name) {
		nodes.push(this.parseImportDefaultSpecifier());
		if (!this.eat(types$1.comma)) return nodes;
	}
	if (this.type === types$1.star) {
		nodes.push(this.parseImportNamespaceSpecifier());
		return nodes;
	}
	this.expect(types$1.braceL);
	while (!this.eat(types$1.braceR)) {
		if (!first) {
			this.expect(types$1.comma);
			if (this.afterTrailingComma(types$1.braceR)) break;
		} else first = false;
		nodes.push(this.parseImportSpecifier());
	}
	return nodes;
};
pp$8.parseWithClause = function() {
	var nodes = [];
	if (!this.eat(types$1._with)) return nodes;
	this.expect(types$1.braceL);
	var attributeKeys = {};
	var first = true;
	while (!this.eat(types$1.braceR)) {
		if (!first) {
			this.expect(types$1.comma);
			if (this.afterTrailingComma(types$1.braceR)) break;
		} else first = false;
		var attr = this.parseImportAttribute();
		var keyName = attr.key.type === "Identifier" ? attr.key.name : attr.key.value;
		if (hasOwn(attributeKeys, keyName)) this.raiseRecoverable(attr.key.start, "Duplicate attribute key '" + keyName + "'");
		attributeKeys[keyName] = true;
		nodes.push(attr);
	}
	return nodes;
};
pp$8.parseImportAttribute = function() {
	var node = this.startNode();
	node.key = this.type === types$1.string ? this.parseExprAtom() : this.parseIdent(this.options.allowReserved !== "never");
	this.expect(types$1.colon);
	if (this.type !== types$1.string) this.unexpected();
	node.value = this.parseExprAtom();
	return this.finishNode(node, "ImportAttribute");
};
pp$8.parseModuleExportName = function() {
	if (this.options.ecmaVersion >= 13 && this.type === types$1.string) {
		var stringLiteral = this.parseLiteral(this.value);
		if (loneSurrogate.test(stringLiteral.value)) this.raise(stringLiteral.start, "An export name cannot include a lone surrogate.");
		return stringLiteral;
	}
	return this.parseIdent(true);
};
pp$8.adaptDirectivePrologue = function(statements) {
	for (var i = 0; i < statements.length && this.isDirectiveCandidate(statements[i]); ++i) statements[i].directive = statements[i].expression.raw.slice(1, -1);
};
pp$8.isDirectiveCandidate = function(statement) {
	return this.options.ecmaVersion >= 5 && statement.type === "ExpressionStatement" && statement.expression.type === "Literal" && typeof statement.expression.value === "string" && (this.input[statement.start] === "\"" || this.input[statement.start] === "'");
};
var pp$7 = Parser.prototype;
pp$7.toAssignable = function(node, isBinding, refDestructuringErrors) {
	if (this.options.ecmaVersion >= 6 && node) switch (node.type) {
		case "Identifier":
			if (this.inAsync && node.name === "await") this.raise(node.start, "Cannot use 'await' as identifier inside an async function");
			break;
		case "ObjectPattern":
		case "ArrayPattern":
		case "AssignmentPattern":
		case "RestElement": break;
		case "ObjectExpression":
			node.type = "ObjectPattern";
			if (refDestructuringErrors) this.checkPatternErrors(refDestructuringErrors, true);
			for (var i = 0, list = node.properties; i < list.length; i += 1) {
				var prop = list[i];
				this.toAssignable(prop, isBinding);
				if (prop.type === "RestElement" && (prop.argument.type === "ArrayPattern" || prop.argument.type === "ObjectPattern")) this.raise(prop.argument.start, "Unexpected token");
			}
			break;
		case "Property":
			if (node.kind !== "init") this.raise(node.key.start, "Object pattern can't contain getter or setter");
			this.toAssignable(node.value, isBinding);
			break;
		case "ArrayExpression":
			node.type = "ArrayPattern";
			if (refDestructuringErrors) this.checkPatternErrors(refDestructuringErrors, true);
			this.toAssignableList(node.elements, isBinding);
			break;
		case "SpreadElement":
			node.type = "RestElement";
			this.toAssignable(node.argument, isBinding);
			if (node.argument.type === "AssignmentPattern") this.raise(node.argument.start, "Rest elements cannot have a default value");
			break;
		case "AssignmentExpression":
			if (node.operator !== "=") this.raise(node.left.end, "Only '=' operator can be used for specifying default value.");
			node.type = "AssignmentPattern";
			delete node.operator;
			this.toAssignable(node.left, isBinding);
			break;
		case "ParenthesizedExpression":
			this.toAssignable(node.expression, isBinding, refDestructuringErrors);
			break;
		case "ChainExpression":
			this.raiseRecoverable(node.start, "Optional chaining cannot appear in left-hand side");
			break;
		case "MemberExpression": if (!isBinding) break;
		default: this.raise(node.start, "Assigning to rvalue");
	}
	else if (refDestructuringErrors) this.checkPatternErrors(refDestructuringErrors, true);
	return node;
};
pp$7.toAssignableList = function(exprList, isBinding) {
	var end = exprList.length;
	for (var i = 0; i < end; i++) {
		var elt = exprList[i];
		if (elt) this.toAssignable(elt, isBinding);
	}
	if (end) {
		var last = exprList[end - 1];
		if (this.options.ecmaVersion === 6 && isBinding && last && last.type === "RestElement" && last.argument.type !== "Identifier") this.unexpected(last.argument.start);
	}
	return exprList;
};
pp$7.parseSpread = function(refDestructuringErrors) {
	var node = this.startNode();
	this.next();
	node.argument = this.parseMaybeAssign(false, refDestructuringErrors);
	return this.finishNode(node, "SpreadElement");
};
pp$7.parseRestBinding = function() {
	var node = this.startNode();
	this.next();
	if (this.options.ecmaVersion === 6 && this.type !== types$1.name) this.unexpected();
	node.argument = this.parseBindingAtom();
	return this.finishNode(node, "RestElement");
};
pp$7.parseBindingAtom = function() {
	if (this.options.ecmaVersion >= 6) switch (this.type) {
		case types$1.bracketL:
			var node = this.startNode();
			this.next();
			node.elements = this.parseBindingList(types$1.bracketR, true, true);
			return this.finishNode(node, "ArrayPattern");
		case types$1.braceL: return this.parseObj(true);
	}
	return this.parseIdent();
};
pp$7.parseBindingList = function(close, allowEmpty, allowTrailingComma, allowModifiers) {
	var elts = [], first = true;
	while (!this.eat(close)) {
		if (first) first = false;
		else this.expect(types$1.comma);
		if (allowEmpty && this.type === types$1.comma) elts.push(null);
		else if (allowTrailingComma && this.afterTrailingComma(close)) break;
		else if (this.type === types$1.ellipsis) {
			var rest = this.parseRestBinding();
			this.parseBindingListItem(rest);
			elts.push(rest);
			if (this.type === types$1.comma) this.raiseRecoverable(this.start, "Comma is not permitted after the rest element");
			this.expect(close);
			break;
		} else elts.push(this.parseAssignableListItem(allowModifiers));
	}
	return elts;
};
pp$7.parseAssignableListItem = function(allowModifiers) {
	var elem = this.parseMaybeDefault(this.start, this.startLoc);
	this.parseBindingListItem(elem);
	return elem;
};
pp$7.parseBindingListItem = function(param) {
	return param;
};
pp$7.parseMaybeDefault = function(startPos, startLoc, left) {
	left = left || this.parseBindingAtom();
	if (this.options.ecmaVersion < 6 || !this.eat(types$1.eq)) return left;
	var node = this.startNodeAt(startPos, startLoc);
	node.left = left;
	node.right = this.parseMaybeAssign();
	return this.finishNode(node, "AssignmentPattern");
};
pp$7.checkLValSimple = function(expr, bindingType, checkClashes) {
	if (bindingType === void 0) bindingType = BIND_NONE;
	var isBind = bindingType !== BIND_NONE;
	switch (expr.type) {
		case "Identifier":
			if (this.strict && this.reservedWordsStrictBind.test(expr.name)) this.raiseRecoverable(expr.start, (isBind ? "Binding " : "Assigning to ") + expr.name + " in strict mode");
			if (isBind) {
				if (bindingType === BIND_LEXICAL && expr.name === "let") this.raiseRecoverable(expr.start, "let is disallowed as a lexically bound name");
				if (checkClashes) {
					if (hasOwn(checkClashes, expr.name)) this.raiseRecoverable(expr.start, "Argument name clash");
					checkClashes[expr.name] = true;
				}
				if (bindingType !== BIND_OUTSIDE) this.declareName(expr.name, bindingType, expr.start);
			}
			break;
		case "ChainExpression":
			this.raiseRecoverable(expr.start, "Optional chaining cannot appear in left-hand side");
			break;
		case "MemberExpression":
			if (isBind) this.raiseRecoverable(expr.start, "Binding member expression");
			break;
		case "ParenthesizedExpression":
			if (isBind) this.raiseRecoverable(expr.start, "Binding parenthesized expression");
			return this.checkLValSimple(expr.expression, bindingType, checkClashes);
		default: this.raise(expr.start, (isBind ? "Binding" : "Assigning to") + " rvalue");
	}
};
pp$7.checkLValPattern = function(expr, bindingType, checkClashes) {
	if (bindingType === void 0) bindingType = BIND_NONE;
	switch (expr.type) {
		case "ObjectPattern":
			for (var i = 0, list = expr.properties; i < list.length; i += 1) {
				var prop = list[i];
				this.checkLValInnerPattern(prop, bindingType, checkClashes);
			}
			break;
		case "ArrayPattern":
			for (var i$1 = 0, list$1 = expr.elements; i$1 < list$1.length; i$1 += 1) {
				var elem = list$1[i$1];
				if (elem) this.checkLValInnerPattern(elem, bindingType, checkClashes);
			}
			break;
		default: this.checkLValSimple(expr, bindingType, checkClashes);
	}
};
pp$7.checkLValInnerPattern = function(expr, bindingType, checkClashes) {
	if (bindingType === void 0) bindingType = BIND_NONE;
	switch (expr.type) {
		case "Property":
			this.checkLValInnerPattern(expr.value, bindingType, checkClashes);
			break;
		case "AssignmentPattern":
			this.checkLValPattern(expr.left, bindingType, checkClashes);
			break;
		case "RestElement":
			this.checkLValPattern(expr.argument, bindingType, checkClashes);
			break;
		default: this.checkLValPattern(expr, bindingType, checkClashes);
	}
};
var TokContext = function TokContext(token, isExpr, preserveSpace, override, generator) {
	this.token = token;
	this.isExpr = !!isExpr;
	this.preserveSpace = !!preserveSpace;
	this.override = override;
	this.generator = !!generator;
};
var types$2 = {
	b_stat: new TokContext("{", false),
	b_expr: new TokContext("{", true),
	b_tmpl: new TokContext("${", false),
	p_stat: new TokContext("(", false),
	p_expr: new TokContext("(", true),
	q_tmpl: new TokContext("`", true, true, function(p) {
		return p.tryReadTemplateToken();
	}),
	f_stat: new TokContext("function", false),
	f_expr: new TokContext("function", true),
	f_expr_gen: new TokContext("function", true, false, null, true),
	f_gen: new TokContext("function", false, false, null, true)
};
var pp$6 = Parser.prototype;
pp$6.initialContext = function() {
	return [types$2.b_stat];
};
pp$6.curContext = function() {
	return this.context[this.context.length - 1];
};
pp$6.braceIsBlock = function(prevType) {
	var parent = this.curContext();
	if (parent === types$2.f_expr || parent === types$2.f_stat) return true;
	if (prevType === types$1.colon && (parent === types$2.b_stat || parent === types$2.b_expr)) return !parent.isExpr;
	if (prevType === types$1._return || prevType === types$1.name && this.exprAllowed) return lineBreak.test(this.input.slice(this.lastTokEnd, this.start));
	if (prevType === types$1._else || prevType === types$1.semi || prevType === types$1.eof || prevType === types$1.parenR || prevType === types$1.arrow) return true;
	if (prevType === types$1.braceL) return parent === types$2.b_stat;
	if (prevType === types$1._var || prevType === types$1._const || prevType === types$1.name) return false;
	return !this.exprAllowed;
};
pp$6.inGeneratorContext = function() {
	for (var i = this.context.length - 1; i >= 1; i--) {
		var context = this.context[i];
		if (context.token === "function") return context.generator;
	}
	return false;
};
pp$6.updateContext = function(prevType) {
	var update, type = this.type;
	if (type.keyword && prevType === types$1.dot) this.exprAllowed = false;
	else if (update = type.updateContext) update.call(this, prevType);
	else this.exprAllowed = type.beforeExpr;
};
pp$6.overrideContext = function(tokenCtx) {
	if (this.curContext() !== tokenCtx) this.context[this.context.length - 1] = tokenCtx;
};
types$1.parenR.updateContext = types$1.braceR.updateContext = function() {
	if (this.context.length === 1) {
		this.exprAllowed = true;
		return;
	}
	var out = this.context.pop();
	if (out === types$2.b_stat && this.curContext().token === "function") out = this.context.pop();
	this.exprAllowed = !out.isExpr;
};
types$1.braceL.updateContext = function(prevType) {
	this.context.push(this.braceIsBlock(prevType) ? types$2.b_stat : types$2.b_expr);
	this.exprAllowed = true;
};
types$1.dollarBraceL.updateContext = function() {
	this.context.push(types$2.b_tmpl);
	this.exprAllowed = true;
};
types$1.parenL.updateContext = function(prevType) {
	var statementParens = prevType === types$1._if || prevType === types$1._for || prevType === types$1._with || prevType === types$1._while;
	this.context.push(statementParens ? types$2.p_stat : types$2.p_expr);
	this.exprAllowed = true;
};
types$1.incDec.updateContext = function() {};
types$1._function.updateContext = types$1._class.updateContext = function(prevType) {
	if (prevType.beforeExpr && prevType !== types$1._else && !(prevType === types$1.semi && this.curContext() !== types$2.p_stat) && !(prevType === types$1._return && lineBreak.test(this.input.slice(this.lastTokEnd, this.start))) && !((prevType === types$1.colon || prevType === types$1.braceL) && this.curContext() === types$2.b_stat)) this.context.push(types$2.f_expr);
	else this.context.push(types$2.f_stat);
	this.exprAllowed = false;
};
types$1.colon.updateContext = function() {
	if (this.curContext().token === "function") this.context.pop();
	this.exprAllowed = true;
};
types$1.backQuote.updateContext = function() {
	if (this.curContext() === types$2.q_tmpl) this.context.pop();
	else this.context.push(types$2.q_tmpl);
	this.exprAllowed = false;
};
types$1.star.updateContext = function(prevType) {
	if (prevType === types$1._function) {
		var index = this.context.length - 1;
		if (this.context[index] === types$2.f_expr) this.context[index] = types$2.f_expr_gen;
		else this.context[index] = types$2.f_gen;
	}
	this.exprAllowed = true;
};
types$1.name.updateContext = function(prevType) {
	var allowed = false;
	if (this.options.ecmaVersion >= 6 && prevType !== types$1.dot) {
		if (this.value === "of" && !this.exprAllowed || this.value === "yield" && this.inGeneratorContext()) allowed = true;
	}
	this.exprAllowed = allowed;
};
var pp$5 = Parser.prototype;
pp$5.checkPropClash = function(prop, propHash, refDestructuringErrors) {
	if (this.options.ecmaVersion >= 9 && prop.type === "SpreadElement") return;
	if (this.options.ecmaVersion >= 6 && (prop.computed || prop.method || prop.shorthand)) return;
	var key = prop.key;
	var name;
	switch (key.type) {
		case "Identifier":
			name = key.name;
			break;
		case "Literal":
			name = String(key.value);
			break;
		default: return;
	}
	var kind = prop.kind;
	if (this.options.ecmaVersion >= 6) {
		if (name === "__proto__" && kind === "init") {
			if (propHash.proto) {
				if (refDestructuringErrors) {
					if (refDestructuringErrors.doubleProto < 0) refDestructuringErrors.doubleProto = key.start;
				} else this.raiseRecoverable(key.start, "Redefinition of __proto__ property");
			}
			propHash.proto = true;
		}
		return;
	}
	name = "$" + name;
	var other = propHash[name];
	if (other) {
		var redefinition;
		if (kind === "init") redefinition = this.strict && other.init || other.get || other.set;
		else redefinition = other.init || other[kind];
		if (redefinition) this.raiseRecoverable(key.start, "Redefinition of property");
	} else other = propHash[name] = {
		init: false,
		get: false,
		set: false
	};
	other[kind] = true;
};
pp$5.parseExpression = function(forInit, refDestructuringErrors) {
	var this$1$1 = this;
	return this.catchStackOverflow(function() {
		var startPos = this$1$1.start, startLoc = this$1$1.startLoc;
		var expr = this$1$1.parseMaybeAssign(forInit, refDestructuringErrors);
		if (this$1$1.type === types$1.comma) {
			var node = this$1$1.startNodeAt(startPos, startLoc);
			node.expressions = [expr];
			while (this$1$1.eat(types$1.comma)) node.expressions.push(this$1$1.parseMaybeAssign(forInit, refDestructuringErrors));
			return this$1$1.finishNode(node, "SequenceExpression");
		}
		return expr;
	});
};
pp$5.parseMaybeAssign = function(forInit, refDestructuringErrors, afterLeftParse) {
	if (this.isContextual("yield")) {
		if (this.inGenerator) return this.parseYield(forInit);
		else this.exprAllowed = false;
	}
	var ownDestructuringErrors = false, oldParenAssign = -1, oldTrailingComma = -1, oldDoubleProto = -1;
	if (refDestructuringErrors) {
		oldParenAssign = refDestructuringErrors.parenthesizedAssign;
		oldTrailingComma = refDestructuringErrors.trailingComma;
		oldDoubleProto = refDestructuringErrors.doubleProto;
		refDestructuringErrors.parenthesizedAssign = refDestructuringErrors.trailingComma = -1;
	} else {
		refDestructuringErrors = new DestructuringErrors();
		ownDestructuringErrors = true;
	}
	var startPos = this.start, startLoc = this.startLoc;
	if (this.type === types$1.parenL || this.type === types$1.name) {
		this.potentialArrowAt = this.start;
		this.potentialArrowInForAwait = forInit === "await";
	}
	var left = this.parseMaybeConditional(forInit, refDestructuringErrors);
	if (afterLeftParse) left = afterLeftParse.call(this, left, startPos, startLoc);
	if (this.type.isAssign) {
		var node = this.startNodeAt(startPos, startLoc);
		node.operator = this.value;
		if (this.type === types$1.eq) left = this.toAssignable(left, false, refDestructuringErrors);
		if (!ownDestructuringErrors) {
			refDestructuringErrors.parenthesizedAssign = refDestructuringErrors.trailingComma = -1;
			if (refDestructuringErrors.shorthandAssign >= left.start) refDestructuringErrors.shorthandAssign = -1;
			if (refDestructuringErrors.doubleProto >= left.start) refDestructuringErrors.doubleProto = -1;
		}
		if (this.type === types$1.eq) this.checkLValPattern(left);
		else this.checkLValSimple(left);
		node.left = left;
		this.next();
		node.right = this.parseMaybeAssign(forInit);
		if (oldDoubleProto > -1) refDestructuringErrors.doubleProto = oldDoubleProto;
		return this.finishNode(node, "AssignmentExpression");
	} else if (ownDestructuringErrors) this.checkExpressionErrors(refDestructuringErrors, true);
	if (oldParenAssign > -1) refDestructuringErrors.parenthesizedAssign = oldParenAssign;
	if (oldTrailingComma > -1) refDestructuringErrors.trailingComma = oldTrailingComma;
	return left;
};
pp$5.parseMaybeConditional = function(forInit, refDestructuringErrors) {
	var startPos = this.start, startLoc = this.startLoc;
	var expr = this.parseExprOps(forInit, refDestructuringErrors);
	if (this.checkExpressionErrors(refDestructuringErrors)) return expr;
	if (!(expr.type === "ArrowFunctionExpression" && expr.start === startPos) && this.eat(types$1.question)) {
		var node = this.startNodeAt(startPos, startLoc);
		node.test = expr;
		node.consequent = this.parseMaybeAssign();
		this.expect(types$1.colon);
		node.alternate = this.parseMaybeAssign(forInit);
		return this.finishNode(node, "ConditionalExpression");
	}
	return expr;
};
pp$5.parseExprOps = function(forInit, refDestructuringErrors) {
	var startPos = this.start, startLoc = this.startLoc;
	var expr = this.parseMaybeUnary(refDestructuringErrors, false, false, forInit);
	if (this.checkExpressionErrors(refDestructuringErrors)) return expr;
	return expr.start === startPos && expr.type === "ArrowFunctionExpression" ? expr : this.parseExprOp(expr, startPos, startLoc, -1, forInit);
};
pp$5.parseExprOp = function(left, leftStartPos, leftStartLoc, minPrec, forInit) {
	var prec = this.type.binop;
	if (prec != null && (!forInit || this.type !== types$1._in)) {
		if (prec > minPrec) {
			var logical = this.type === types$1.logicalOR || this.type === types$1.logicalAND;
			var coalesce = this.type === types$1.coalesce;
			if (coalesce) prec = types$1.logicalAND.binop;
			var op = this.value;
			this.next();
			var startPos = this.start, startLoc = this.startLoc;
			var right = this.parseExprOp(this.parseMaybeUnary(null, false, false, forInit), startPos, startLoc, prec, forInit);
			var node = this.buildBinary(leftStartPos, leftStartLoc, left, right, op, logical || coalesce);
			if (logical && this.type === types$1.coalesce || coalesce && (this.type === types$1.logicalOR || this.type === types$1.logicalAND)) this.raiseRecoverable(this.start, "Logical expressions and coalesce expressions cannot be mixed. Wrap either by parentheses");
			return this.parseExprOp(node, leftStartPos, leftStartLoc, minPrec, forInit);
		}
	}
	return left;
};
pp$5.buildBinary = function(startPos, startLoc, left, right, op, logical) {
	if (right.type === "PrivateIdentifier") this.raise(right.start, "Private identifier can only be left side of binary expression");
	var node = this.startNodeAt(startPos, startLoc);
	node.left = left;
	node.operator = op;
	node.right = right;
	return this.finishNode(node, logical ? "LogicalExpression" : "BinaryExpression");
};
pp$5.parseMaybeUnary = function(refDestructuringErrors, sawUnary, incDec, forInit) {
	var startPos = this.start, startLoc = this.startLoc, expr;
	if (this.isContextual("await") && this.canAwait) {
		expr = this.parseAwait(forInit);
		sawUnary = true;
	} else if (this.type.prefix) {
		var node = this.startNode(), update = this.type === types$1.incDec;
		node.operator = this.value;
		node.prefix = true;
		this.next();
		node.argument = this.parseMaybeUnary(null, true, update, forInit);
		this.checkExpressionErrors(refDestructuringErrors, true);
		if (update) this.checkLValSimple(node.argument);
		else if (this.strict && node.operator === "delete" && isLocalVariableAccess(node.argument)) this.raiseRecoverable(node.start, "Deleting local variable in strict mode");
		else if (node.operator === "delete" && isPrivateFieldAccess(node.argument)) this.raiseRecoverable(node.start, "Private fields can not be deleted");
		else sawUnary = true;
		expr = this.finishNode(node, update ? "UpdateExpression" : "UnaryExpression");
	} else if (!sawUnary && this.type === types$1.privateId) {
		if ((forInit || this.privateNameStack.length === 0) && this.options.checkPrivateFields) this.unexpected();
		expr = this.parsePrivateIdent();
		if (this.type !== types$1._in) this.unexpected();
	} else {
		expr = this.parseExprSubscripts(refDestructuringErrors, forInit);
		if (this.checkExpressionErrors(refDestructuringErrors)) return expr;
		while (this.type.postfix && !this.canInsertSemicolon()) {
			var node$1 = this.startNodeAt(startPos, startLoc);
			node$1.operator = this.value;
			node$1.prefix = false;
			node$1.argument = expr;
			this.checkLValSimple(expr);
			this.next();
			expr = this.finishNode(node$1, "UpdateExpression");
		}
	}
	if (!incDec && !(expr.type === "ArrowFunctionExpression" && expr.start === startPos) && this.eat(types$1.starstar)) {
		if (sawUnary) this.unexpected(this.lastTokStart);
		else return this.buildBinary(startPos, startLoc, expr, this.parseMaybeUnary(null, false, false, forInit), "**", false);
	} else return expr;
};
function isLocalVariableAccess(node) {
	return node.type === "Identifier" || node.type === "ParenthesizedExpression" && isLocalVariableAccess(node.expression);
}
function isPrivateFieldAccess(node) {
	return node.type === "MemberExpression" && node.property.type === "PrivateIdentifier" || node.type === "ChainExpression" && isPrivateFieldAccess(node.expression) || node.type === "ParenthesizedExpression" && isPrivateFieldAccess(node.expression);
}
pp$5.parseExprSubscripts = function(refDestructuringErrors, forInit) {
	var startPos = this.start, startLoc = this.startLoc;
	var oldDoubleProto = -1, oldShorthandAssign = -1;
	if (refDestructuringErrors) {
		oldDoubleProto = refDestructuringErrors.doubleProto;
		oldShorthandAssign = refDestructuringErrors.shorthandAssign;
		refDestructuringErrors.doubleProto = refDestructuringErrors.shorthandAssign = -1;
	}
	var expr = this.parseExprAtom(refDestructuringErrors, forInit);
	if (expr.type === "ArrowFunctionExpression" && this.input.slice(this.lastTokStart, this.lastTokEnd) !== ")") return expr;
	var result = this.parseSubscripts(expr, startPos, startLoc, false, forInit);
	if (refDestructuringErrors) {
		if (result.end > expr.end) {
			this.checkExpressionErrors(refDestructuringErrors, true);
			if (refDestructuringErrors.parenthesizedAssign >= result.start) refDestructuringErrors.parenthesizedAssign = -1;
			if (refDestructuringErrors.parenthesizedBind >= result.start) refDestructuringErrors.parenthesizedBind = -1;
			if (refDestructuringErrors.trailingComma >= result.start) refDestructuringErrors.trailingComma = -1;
		}
		if (oldDoubleProto > -1) refDestructuringErrors.doubleProto = oldDoubleProto;
		if (oldShorthandAssign > -1) refDestructuringErrors.shorthandAssign = oldShorthandAssign;
	}
	return result;
};
pp$5.parseSubscripts = function(base, startPos, startLoc, noCalls, forInit) {
	var maybeAsyncArrow = this.options.ecmaVersion >= 8 && base.type === "Identifier" && base.name === "async" && this.lastTokEnd === base.end && !this.canInsertSemicolon() && base.end - base.start === 5 && this.potentialArrowAt === base.start;
	var optionalChained = false;
	while (true) {
		var element = this.parseSubscript(base, startPos, startLoc, noCalls, maybeAsyncArrow, optionalChained, forInit);
		if (element.optional) optionalChained = true;
		if (element.end === base.end || element.type === "ArrowFunctionExpression") {
			if (optionalChained) {
				var chainNode = this.startNodeAt(startPos, startLoc);
				chainNode.expression = element;
				element = this.finishNode(chainNode, "ChainExpression");
			}
			return element;
		}
		base = element;
		maybeAsyncArrow = false;
	}
};
pp$5.shouldParseAsyncArrow = function() {
	return !this.canInsertSemicolon() && this.eat(types$1.arrow);
};
pp$5.parseSubscriptAsyncArrow = function(startPos, startLoc, exprList, forInit) {
	return this.parseArrowExpression(this.startNodeAt(startPos, startLoc), exprList, true, forInit);
};
pp$5.parseSubscript = function(base, startPos, startLoc, noCalls, maybeAsyncArrow, optionalChained, forInit) {
	var optionalSupported = this.options.ecmaVersion >= 11;
	var optional = optionalSupported && this.eat(types$1.questionDot);
	if (noCalls && optional) this.raise(this.lastTokStart, "Optional chaining cannot appear in the callee of new expressions");
	var computed = this.eat(types$1.bracketL);
	if (computed || optional && this.type !== types$1.parenL && this.type !== types$1.backQuote || this.eat(types$1.dot)) {
		var node = this.startNodeAt(startPos, startLoc);
		node.object = base;
		if (computed) {
			node.property = this.parseExpression();
			this.expect(types$1.bracketR);
		} else if (this.type === types$1.privateId && base.type !== "Super") node.property = this.parsePrivateIdent();
		else node.property = this.parseIdent(this.options.allowReserved !== "never");
		node.computed = !!computed;
		if (optionalSupported) node.optional = optional;
		base = this.finishNode(node, "MemberExpression");
	} else if (!noCalls && this.eat(types$1.parenL)) {
		var refDestructuringErrors = new DestructuringErrors(), oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, oldAwaitIdentPos = this.awaitIdentPos;
		this.yieldPos = 0;
		this.awaitPos = 0;
		this.awaitIdentPos = 0;
		var exprList = this.parseExprList(types$1.parenR, this.options.ecmaVersion >= 8, false, refDestructuringErrors);
		if (maybeAsyncArrow && !optional && this.shouldParseAsyncArrow()) {
			this.checkPatternErrors(refDestructuringErrors, false);
			this.checkYieldAwaitInDefaultParams();
			if (this.awaitIdentPos > 0) this.raise(this.awaitIdentPos, "Cannot use 'await' as identifier inside an async function");
			this.yieldPos = oldYieldPos;
			this.awaitPos = oldAwaitPos;
			this.awaitIdentPos = oldAwaitIdentPos;
			return this.parseSubscriptAsyncArrow(startPos, startLoc, exprList, forInit);
		}
		this.checkExpressionErrors(refDestructuringErrors, true);
		this.yieldPos = oldYieldPos || this.yieldPos;
		this.awaitPos = oldAwaitPos || this.awaitPos;
		this.awaitIdentPos = oldAwaitIdentPos || this.awaitIdentPos;
		var node$1 = this.startNodeAt(startPos, startLoc);
		node$1.callee = base;
		node$1.arguments = exprList;
		if (optionalSupported) node$1.optional = optional;
		base = this.finishNode(node$1, "CallExpression");
	} else if (this.type === types$1.backQuote) {
		if (optional || optionalChained) this.raise(this.start, "Optional chaining cannot appear in the tag of tagged template expressions");
		var node$2 = this.startNodeAt(startPos, startLoc);
		node$2.tag = base;
		node$2.quasi = this.parseTemplate({ isTagged: true });
		base = this.finishNode(node$2, "TaggedTemplateExpression");
	}
	return base;
};
pp$5.parseExprAtom = function(refDestructuringErrors, forInit, forNew) {
	if (this.type === types$1.slash) this.readRegexp();
	var node, canBeArrow = this.potentialArrowAt === this.start;
	switch (this.type) {
		case types$1._super:
			if (!this.allowSuper) this.raise(this.start, "'super' keyword outside a method");
			node = this.startNode();
			this.next();
			if (this.type === types$1.parenL && !this.allowDirectSuper) this.raise(node.start, "super() call outside constructor of a subclass");
			if (this.type !== types$1.dot && this.type !== types$1.bracketL && this.type !== types$1.parenL) this.unexpected();
			return this.finishNode(node, "Super");
		case types$1._this:
			node = this.startNode();
			this.next();
			return this.finishNode(node, "ThisExpression");
		case types$1.name:
			var startPos = this.start, startLoc = this.startLoc, containsEsc = this.containsEsc;
			var id = this.parseIdent(false);
			if (this.options.ecmaVersion >= 8 && !containsEsc && id.name === "async" && !this.canInsertSemicolon() && this.eat(types$1._function)) {
				this.overrideContext(types$2.f_expr);
				return this.parseFunction(this.startNodeAt(startPos, startLoc), 0, false, true, forInit);
			}
			if (canBeArrow && !this.canInsertSemicolon()) {
				if (this.eat(types$1.arrow)) return this.parseArrowExpression(this.startNodeAt(startPos, startLoc), [id], false, forInit);
				if (this.options.ecmaVersion >= 8 && id.name === "async" && this.type === types$1.name && !containsEsc && (!this.potentialArrowInForAwait || this.value !== "of" || this.containsEsc)) {
					id = this.parseIdent(false);
					if (this.canInsertSemicolon() || !this.eat(types$1.arrow)) this.unexpected();
					return this.parseArrowExpression(this.startNodeAt(startPos, startLoc), [id], true, forInit);
				}
			}
			return id;
		case types$1.regexp:
			var value = this.value;
			node = this.parseLiteral(value.value);
			node.regex = {
				pattern: value.pattern,
				flags: value.flags
			};
			return node;
		case types$1.num:
		case types$1.string: return this.parseLiteral(this.value);
		case types$1._null:
		case types$1._true:
		case types$1._false:
			node = this.startNode();
			node.value = this.type === types$1._null ? null : this.type === types$1._true;
			node.raw = this.type.keyword;
			this.next();
			return this.finishNode(node, "Literal");
		case types$1.parenL:
			var start = this.start, expr = this.parseParenAndDistinguishExpression(canBeArrow, forInit);
			if (refDestructuringErrors) {
				if (refDestructuringErrors.parenthesizedAssign < 0 && !this.isSimpleAssignTarget(expr)) refDestructuringErrors.parenthesizedAssign = start;
				if (refDestructuringErrors.parenthesizedBind < 0) refDestructuringErrors.parenthesizedBind = start;
			}
			return expr;
		case types$1.bracketL:
			node = this.startNode();
			this.next();
			node.elements = this.parseExprList(types$1.bracketR, true, true, refDestructuringErrors);
			return this.finishNode(node, "ArrayExpression");
		case types$1.braceL:
			this.overrideContext(types$2.b_expr);
			return this.parseObj(false, refDestructuringErrors);
		case types$1._function:
			node = this.startNode();
			this.next();
			return this.parseFunction(node, 0);
		case types$1._class: return this.parseClass(this.startNode(), false);
		case types$1._new: return this.parseNew();
		case types$1.backQuote: return this.parseTemplate();
		case types$1._import: if (this.options.ecmaVersion >= 11) return this.parseExprImport(forNew);
		else return this.unexpected();
		default: return this.parseExprAtomDefault();
	}
};
pp$5.parseExprAtomDefault = function() {
	this.unexpected();
};
pp$5.parseExprImport = function(forNew) {
	var node = this.startNode();
	if (this.containsEsc) this.raiseRecoverable(this.start, "Escape sequence in keyword import");
	this.next();
	if (this.type === types$1.parenL && !forNew) return this.parseDynamicImport(node);
	else if (this.type === types$1.dot) {
		var meta = this.startNodeAt(node.start, node.loc && node.loc.start);
		meta.name = "import";
		node.meta = this.finishNode(meta, "Identifier");
		return this.parseImportMeta(node);
	} else this.unexpected();
};
pp$5.parseDynamicImport = function(node) {
	this.next();
	node.source = this.parseMaybeAssign();
	if (this.options.ecmaVersion >= 16) {
		if (!this.eat(types$1.parenR)) {
			this.expect(types$1.comma);
			if (!this.afterTrailingComma(types$1.parenR)) {
				node.options = this.parseMaybeAssign();
				if (!this.eat(types$1.parenR)) {
					this.expect(types$1.comma);
					if (!this.afterTrailingComma(types$1.parenR)) this.unexpected();
				}
			} else node.options = null;
		} else node.options = null;
	} else if (!this.eat(types$1.parenR)) {
		var errorPos = this.start;
		if (this.eat(types$1.comma) && this.eat(types$1.parenR)) this.raiseRecoverable(errorPos, "Trailing comma is not allowed in import()");
		else this.unexpected(errorPos);
	}
	return this.finishNode(node, "ImportExpression");
};
pp$5.parseImportMeta = function(node) {
	this.next();
	var containsEsc = this.containsEsc;
	node.property = this.parseIdent(true);
	if (node.property.name !== "meta") this.raiseRecoverable(node.property.start, "The only valid meta property for import is 'import.meta'");
	if (containsEsc) this.raiseRecoverable(node.start, "'import.meta' must not contain escaped characters");
	if (this.options.sourceType !== "module" && !this.options.allowImportExportEverywhere) this.raiseRecoverable(node.start, "Cannot use 'import.meta' outside a module");
	return this.finishNode(node, "MetaProperty");
};
pp$5.parseLiteral = function(value) {
	var node = this.startNode();
	node.value = value;
	node.raw = this.input.slice(this.start, this.end);
	if (node.raw.charCodeAt(node.raw.length - 1) === 110) node.bigint = node.value != null ? node.value.toString() : node.raw.slice(0, -1).replace(/_/g, "");
	this.next();
	return this.finishNode(node, "Literal");
};
pp$5.parseParenExpression = function() {
	this.expect(types$1.parenL);
	var val = this.parseExpression();
	this.expect(types$1.parenR);
	return val;
};
pp$5.shouldParseArrow = function(exprList) {
	return !this.canInsertSemicolon();
};
pp$5.parseParenAndDistinguishExpression = function(canBeArrow, forInit) {
	var startPos = this.start, startLoc = this.startLoc, val, allowTrailingComma = this.options.ecmaVersion >= 8;
	if (this.options.ecmaVersion >= 6) {
		this.next();
		var innerStartPos = this.start, innerStartLoc = this.startLoc;
		var exprList = [], first = true, lastIsComma = false;
		var refDestructuringErrors = new DestructuringErrors(), oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, spreadStart;
		this.yieldPos = 0;
		this.awaitPos = 0;
		while (this.type !== types$1.parenR) {
			first ? first = false : this.expect(types$1.comma);
			if (allowTrailingComma && this.afterTrailingComma(types$1.parenR, true)) {
				lastIsComma = true;
				break;
			} else if (this.type === types$1.ellipsis) {
				spreadStart = this.start;
				exprList.push(this.parseParenItem(this.parseRestBinding()));
				if (this.type === types$1.comma) this.raiseRecoverable(this.start, "Comma is not permitted after the rest element");
				break;
			} else exprList.push(this.parseMaybeAssign(false, refDestructuringErrors, this.parseParenItem));
		}
		var innerEndPos = this.lastTokEnd, innerEndLoc = this.lastTokEndLoc;
		this.expect(types$1.parenR);
		if (canBeArrow && this.shouldParseArrow(exprList) && this.eat(types$1.arrow)) {
			this.checkPatternErrors(refDestructuringErrors, false);
			this.checkYieldAwaitInDefaultParams();
			this.yieldPos = oldYieldPos;
			this.awaitPos = oldAwaitPos;
			return this.parseParenArrowList(startPos, startLoc, exprList, forInit);
		}
		if (!exprList.length || lastIsComma) this.unexpected(this.lastTokStart);
		if (spreadStart) this.unexpected(spreadStart);
		this.checkExpressionErrors(refDestructuringErrors, true);
		this.yieldPos = oldYieldPos || this.yieldPos;
		this.awaitPos = oldAwaitPos || this.awaitPos;
		if (exprList.length > 1) {
			val = this.startNodeAt(innerStartPos, innerStartLoc);
			val.expressions = exprList;
			this.finishNodeAt(val, "SequenceExpression", innerEndPos, innerEndLoc);
		} else val = exprList[0];
	} else val = this.parseParenExpression();
	if (this.options.preserveParens) {
		var par = this.startNodeAt(startPos, startLoc);
		par.expression = val;
		return this.finishNode(par, "ParenthesizedExpression");
	} else return val;
};
pp$5.parseParenItem = function(item) {
	return item;
};
pp$5.parseParenArrowList = function(startPos, startLoc, exprList, forInit) {
	return this.parseArrowExpression(this.startNodeAt(startPos, startLoc), exprList, false, forInit);
};
var empty = [];
pp$5.parseNew = function() {
	if (this.containsEsc) this.raiseRecoverable(this.start, "Escape sequence in keyword new");
	var node = this.startNode();
	this.next();
	if (this.options.ecmaVersion >= 6 && this.type === types$1.dot) {
		var meta = this.startNodeAt(node.start, node.loc && node.loc.start);
		meta.name = "new";
		node.meta = this.finishNode(meta, "Identifier");
		this.next();
		var containsEsc = this.containsEsc;
		node.property = this.parseIdent(true);
		if (node.property.name !== "target") this.raiseRecoverable(node.property.start, "The only valid meta property for new is 'new.target'");
		if (containsEsc) this.raiseRecoverable(node.start, "'new.target' must not contain escaped characters");
		if (!this.allowNewDotTarget) this.raiseRecoverable(node.start, "'new.target' can only be used in functions and class static block");
		return this.finishNode(node, "MetaProperty");
	}
	var startPos = this.start, startLoc = this.startLoc;
	node.callee = this.parseSubscripts(this.parseExprAtom(null, false, true), startPos, startLoc, true, false);
	if (node.callee.type === "Super") this.raiseRecoverable(startPos, "Invalid use of 'super'");
	if (this.eat(types$1.parenL)) node.arguments = this.parseExprList(types$1.parenR, this.options.ecmaVersion >= 8, false);
	else node.arguments = empty;
	return this.finishNode(node, "NewExpression");
};
pp$5.parseTemplateElement = function(ref) {
	var isTagged = ref.isTagged;
	var elem = this.startNode();
	if (this.type === types$1.invalidTemplate) {
		if (!isTagged) this.raiseRecoverable(this.start, "Bad escape sequence in untagged template literal");
		elem.value = {
			raw: this.value.replace(/\r\n?/g, "\n"),
			cooked: null
		};
	} else elem.value = {
		raw: this.input.slice(this.start, this.end).replace(/\r\n?/g, "\n"),
		cooked: this.value
	};
	this.next();
	elem.tail = this.type === types$1.backQuote;
	return this.finishNode(elem, "TemplateElement");
};
pp$5.parseTemplate = function(ref) {
	if (ref === void 0) ref = {};
	var isTagged = ref.isTagged;
	if (isTagged === void 0) isTagged = false;
	var node = this.startNode();
	this.next();
	node.expressions = [];
	var curElt = this.parseTemplateElement({ isTagged });
	node.quasis = [curElt];
	while (!curElt.tail) {
		if (this.type === types$1.eof) this.raise(this.pos, "Unterminated template literal");
		this.expect(types$1.dollarBraceL);
		node.expressions.push(this.parseExpression());
		this.expect(types$1.braceR);
		node.quasis.push(curElt = this.parseTemplateElement({ isTagged }));
	}
	this.next();
	return this.finishNode(node, "TemplateLiteral");
};
pp$5.isAsyncProp = function(prop) {
	return !prop.computed && prop.key.type === "Identifier" && prop.key.name === "async" && (this.type === types$1.name || this.type === types$1.num || this.type === types$1.string || this.type === types$1.bracketL || this.type.keyword || this.options.ecmaVersion >= 9 && this.type === types$1.star) && !lineBreak.test(this.input.slice(this.lastTokEnd, this.start));
};
pp$5.parseObj = function(isPattern, refDestructuringErrors) {
	var node = this.startNode(), first = true, propHash = {};
	node.properties = [];
	this.next();
	while (!this.eat(types$1.braceR)) {
		if (!first) {
			this.expect(types$1.comma);
			if (this.options.ecmaVersion >= 5 && this.afterTrailingComma(types$1.braceR)) break;
		} else first = false;
		var prop = this.parseProperty(isPattern, refDestructuringErrors);
		if (!isPattern) this.checkPropClash(prop, propHash, refDestructuringErrors);
		node.properties.push(prop);
	}
	return this.finishNode(node, isPattern ? "ObjectPattern" : "ObjectExpression");
};
pp$5.parseProperty = function(isPattern, refDestructuringErrors) {
	var prop = this.startNode(), isGenerator, isAsync, startPos, startLoc;
	if (this.options.ecmaVersion >= 9 && this.eat(types$1.ellipsis)) {
		if (isPattern) {
			prop.argument = this.parseIdent(false);
			if (this.type === types$1.comma) this.raiseRecoverable(this.start, "Comma is not permitted after the rest element");
			return this.finishNode(prop, "RestElement");
		}
		prop.argument = this.parseMaybeAssign(false, refDestructuringErrors);
		if (this.type === types$1.comma && refDestructuringErrors && refDestructuringErrors.trailingComma < 0) refDestructuringErrors.trailingComma = this.start;
		return this.finishNode(prop, "SpreadElement");
	}
	if (this.options.ecmaVersion >= 6) {
		prop.method = false;
		prop.shorthand = false;
		if (isPattern || refDestructuringErrors) {
			startPos = this.start;
			startLoc = this.startLoc;
		}
		if (!isPattern) isGenerator = this.eat(types$1.star);
	}
	var containsEsc = this.containsEsc;
	this.parsePropertyName(prop);
	if (!isPattern && !containsEsc && this.options.ecmaVersion >= 8 && !isGenerator && this.isAsyncProp(prop)) {
		isAsync = true;
		isGenerator = this.options.ecmaVersion >= 9 && this.eat(types$1.star);
		this.parsePropertyName(prop);
	} else isAsync = false;
	this.parsePropertyValue(prop, isPattern, isGenerator, isAsync, startPos, startLoc, refDestructuringErrors, containsEsc);
	return this.finishNode(prop, "Property");
};
pp$5.parseGetterSetter = function(prop) {
	var kind = prop.key.name;
	this.parsePropertyName(prop);
	prop.value = this.parseMethod(false);
	prop.kind = kind;
	var paramCount = prop.kind === "get" ? 0 : 1;
	if (prop.value.params.length !== paramCount) {
		var start = prop.value.start;
		if (prop.kind === "get") this.raiseRecoverable(start, "getter should have no params");
		else this.raiseRecoverable(start, "setter should have exactly one param");
	} else if (prop.kind === "set" && prop.value.params[0].type === "RestElement") this.raiseRecoverable(prop.value.params[0].start, "Setter cannot use rest params");
};
pp$5.parsePropertyValue = function(prop, isPattern, isGenerator, isAsync, startPos, startLoc, refDestructuringErrors, containsEsc) {
	if ((isGenerator || isAsync) && this.type === types$1.colon) this.unexpected();
	if (this.eat(types$1.colon)) {
		prop.value = isPattern ? this.parseMaybeDefault(this.start, this.startLoc) : this.parseMaybeAssign(false, refDestructuringErrors);
		prop.kind = "init";
	} else if (this.options.ecmaVersion >= 6 && this.type === types$1.parenL) {
		if (isPattern) this.unexpected();
		prop.method = true;
		prop.value = this.parseMethod(isGenerator, isAsync);
		prop.kind = "init";
	} else if (!isPattern && !containsEsc && this.options.ecmaVersion >= 5 && !prop.computed && prop.key.type === "Identifier" && (prop.key.name === "get" || prop.key.name === "set") && this.type !== types$1.comma && this.type !== types$1.braceR && this.type !== types$1.eq) {
		if (isGenerator || isAsync) this.unexpected();
		this.parseGetterSetter(prop);
	} else if (this.options.ecmaVersion >= 6 && !prop.computed && prop.key.type === "Identifier") {
		if (isGenerator || isAsync) this.unexpected();
		this.checkUnreserved(prop.key);
		if (prop.key.name === "await" && !this.awaitIdentPos) this.awaitIdentPos = startPos;
		if (isPattern) prop.value = this.parseMaybeDefault(startPos, startLoc, this.copyNode(prop.key));
		else if (this.type === types$1.eq && refDestructuringErrors) {
			if (refDestructuringErrors.shorthandAssign < 0) refDestructuringErrors.shorthandAssign = this.start;
			prop.value = this.parseMaybeDefault(startPos, startLoc, this.copyNode(prop.key));
		} else prop.value = this.copyNode(prop.key);
		prop.kind = "init";
		prop.shorthand = true;
	} else this.unexpected();
};
pp$5.parsePropertyName = function(prop) {
	if (this.options.ecmaVersion >= 6) {
		if (this.eat(types$1.bracketL)) {
			prop.computed = true;
			prop.key = this.parseMaybeAssign();
			this.expect(types$1.bracketR);
			return prop.key;
		} else prop.computed = false;
	}
	return prop.key = this.type === types$1.num || this.type === types$1.string ? this.parseExprAtom() : this.parseIdent(this.options.allowReserved !== "never");
};
pp$5.initFunction = function(node) {
	node.id = null;
	if (this.options.ecmaVersion >= 6) node.generator = node.expression = false;
	if (this.options.ecmaVersion >= 8) node.async = false;
};
pp$5.parseMethod = function(isGenerator, isAsync, allowDirectSuper) {
	var node = this.startNode(), oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, oldAwaitIdentPos = this.awaitIdentPos;
	this.initFunction(node);
	if (this.options.ecmaVersion >= 6) node.generator = isGenerator;
	if (this.options.ecmaVersion >= 8) node.async = !!isAsync;
	this.yieldPos = 0;
	this.awaitPos = 0;
	this.awaitIdentPos = 0;
	this.enterScope(functionFlags(isAsync, node.generator) | SCOPE_SUPER | (allowDirectSuper ? SCOPE_DIRECT_SUPER : 0));
	this.expect(types$1.parenL);
	node.params = this.parseBindingList(types$1.parenR, false, this.options.ecmaVersion >= 8);
	this.checkYieldAwaitInDefaultParams();
	this.parseFunctionBody(node, false, true, false);
	this.yieldPos = oldYieldPos;
	this.awaitPos = oldAwaitPos;
	this.awaitIdentPos = oldAwaitIdentPos;
	return this.finishNode(node, "FunctionExpression");
};
pp$5.parseArrowExpression = function(node, params, isAsync, forInit) {
	var oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, oldAwaitIdentPos = this.awaitIdentPos;
	this.enterScope(functionFlags(isAsync, false) | SCOPE_ARROW);
	this.initFunction(node);
	if (this.options.ecmaVersion >= 8) node.async = !!isAsync;
	this.yieldPos = 0;
	this.awaitPos = 0;
	this.awaitIdentPos = 0;
	node.params = this.toAssignableList(params, true);
	this.parseFunctionBody(node, true, false, forInit);
	this.yieldPos = oldYieldPos;
	this.awaitPos = oldAwaitPos;
	this.awaitIdentPos = oldAwaitIdentPos;
	return this.finishNode(node, "ArrowFunctionExpression");
};
pp$5.parseFunctionBody = function(node, isArrowFunction, isMethod, forInit) {
	var isExpression = isArrowFunction && this.type !== types$1.braceL;
	var oldStrict = this.strict, useStrict = false;
	if (isExpression) {
		node.body = this.parseMaybeAssign(forInit);
		node.expression = true;
		this.checkParams(node, false);
	} else {
		var nonSimple = this.options.ecmaVersion >= 7 && !this.isSimpleParamList(node.params);
		if (!oldStrict || nonSimple) {
			useStrict = this.strictDirective(this.end);
			if (useStrict && nonSimple) this.raiseRecoverable(node.start, "Illegal 'use strict' directive in function with non-simple parameter list");
		}
		var oldLabels = this.labels;
		this.labels = [];
		if (useStrict) this.strict = true;
		this.checkParams(node, !oldStrict && !useStrict && !isArrowFunction && !isMethod && this.isSimpleParamList(node.params));
		if (this.strict && node.id) this.checkLValSimple(node.id, BIND_OUTSIDE);
		node.body = this.parseBlock(false, void 0, useStrict && !oldStrict);
		node.expression = false;
		this.adaptDirectivePrologue(node.body.body);
		this.labels = oldLabels;
	}
	this.exitScope();
};
pp$5.isSimpleParamList = function(params) {
	for (var i = 0, list = params; i < list.length; i += 1) if (list[i].type !== "Identifier") return false;
	return true;
};
pp$5.checkParams = function(node, allowDuplicates) {
	var nameHash = Object.create(null);
	for (var i = 0, list = node.params; i < list.length; i += 1) {
		var param = list[i];
		this.checkLValInnerPattern(param, BIND_VAR, allowDuplicates ? null : nameHash);
	}
};
pp$5.parseExprList = function(close, allowTrailingComma, allowEmpty, refDestructuringErrors) {
	var elts = [], first = true;
	while (!this.eat(close)) {
		if (!first) {
			this.expect(types$1.comma);
			if (allowTrailingComma && this.afterTrailingComma(close)) break;
		} else first = false;
		var elt = void 0;
		if (allowEmpty && this.type === types$1.comma) elt = null;
		else if (this.type === types$1.ellipsis) {
			elt = this.parseSpread(refDestructuringErrors);
			if (refDestructuringErrors && this.type === types$1.comma && refDestructuringErrors.trailingComma < 0) refDestructuringErrors.trailingComma = this.start;
		} else elt = this.parseMaybeAssign(false, refDestructuringErrors);
		elts.push(elt);
	}
	return elts;
};
pp$5.checkUnreserved = function(ref) {
	var start = ref.start;
	var end = ref.end;
	var name = ref.name;
	if (this.inGenerator && name === "yield") this.raiseRecoverable(start, "Cannot use 'yield' as identifier inside a generator");
	if (this.inAsync && name === "await") this.raiseRecoverable(start, "Cannot use 'await' as identifier inside an async function");
	if (!(this.currentThisScope().flags & SCOPE_VAR) && name === "arguments") this.raiseRecoverable(start, "Cannot use 'arguments' in class field initializer");
	if (this.inClassStaticBlock && (name === "arguments" || name === "await")) this.raise(start, "Cannot use " + name + " in class static initialization block");
	if (this.keywords.test(name)) this.raise(start, "Unexpected keyword '" + name + "'");
	if (this.options.ecmaVersion < 6 && this.input.slice(start, end).indexOf("\\") !== -1) return;
	if ((this.strict ? this.reservedWordsStrict : this.reservedWords).test(name)) {
		if (!this.inAsync && name === "await") this.raiseRecoverable(start, "Cannot use keyword 'await' outside an async function");
		this.raiseRecoverable(start, "The keyword '" + name + "' is reserved");
	}
};
pp$5.parseIdent = function(liberal) {
	var node = this.parseIdentNode();
	this.next(!!liberal);
	this.finishNode(node, "Identifier");
	if (!liberal) {
		this.checkUnreserved(node);
		if (node.name === "await" && !this.awaitIdentPos) this.awaitIdentPos = node.start;
	}
	return node;
};
pp$5.parseIdentNode = function() {
	var node = this.startNode();
	if (this.type === types$1.name) node.name = this.value;
	else if (this.type.keyword) {
		node.name = this.type.keyword;
		if ((node.name === "class" || node.name === "function") && (this.lastTokEnd !== this.lastTokStart + 1 || this.input.charCodeAt(this.lastTokStart) !== 46)) this.context.pop();
		this.type = types$1.name;
	} else this.unexpected();
	return node;
};
pp$5.parsePrivateIdent = function() {
	var node = this.startNode();
	if (this.type === types$1.privateId) node.name = this.value;
	else this.unexpected();
	this.next();
	this.finishNode(node, "PrivateIdentifier");
	if (this.options.checkPrivateFields) {
		if (this.privateNameStack.length === 0) this.raise(node.start, "Private field '#" + node.name + "' must be declared in an enclosing class");
		else this.privateNameStack[this.privateNameStack.length - 1].used.push(node);
	}
	return node;
};
pp$5.parseYield = function(forInit) {
	if (!this.yieldPos) this.yieldPos = this.start;
	var node = this.startNode();
	this.next();
	if (this.type === types$1.semi || this.canInsertSemicolon() || this.type !== types$1.star && !this.type.startsExpr) {
		node.delegate = false;
		node.argument = null;
	} else {
		node.delegate = this.eat(types$1.star);
		node.argument = this.parseMaybeAssign(forInit);
	}
	return this.finishNode(node, "YieldExpression");
};
pp$5.parseAwait = function(forInit) {
	if (!this.awaitPos) this.awaitPos = this.start;
	var node = this.startNode();
	this.next();
	node.argument = this.parseMaybeUnary(null, true, false, forInit);
	return this.finishNode(node, "AwaitExpression");
};
var pp$4 = Parser.prototype;
pp$4.raise = function(pos, message) {
	var loc = getLineInfo(this.input, pos);
	message += " (" + loc.line + ":" + loc.column + ")";
	if (this.sourceFile) message += " in " + this.sourceFile;
	var err = new SyntaxError(message);
	err.pos = pos;
	err.loc = loc;
	err.raisedAt = this.pos;
	throw err;
};
pp$4.raiseRecoverable = pp$4.raise;
pp$4.curPosition = function() {
	if (this.options.locations) return new Position(this.curLine, this.pos - this.lineStart);
};
var pp$3 = Parser.prototype;
var Scope = function Scope(flags) {
	this.flags = flags;
	this.var = [];
	this.lexical = [];
	this.functions = [];
};
pp$3.enterScope = function(flags) {
	this.scopeStack.push(new Scope(flags));
};
pp$3.exitScope = function() {
	this.scopeStack.pop();
};
pp$3.treatFunctionsAsVarInScope = function(scope) {
	return scope.flags & SCOPE_FUNCTION || !this.inModule && scope.flags & SCOPE_TOP;
};
pp$3.declareName = function(name, bindingType, pos) {
	var redeclared = false;
	if (bindingType === BIND_LEXICAL) {
		var scope = this.currentScope();
		redeclared = scope.lexical.indexOf(name) > -1 || scope.functions.indexOf(name) > -1 || scope.var.indexOf(name) > -1;
		scope.lexical.push(name);
		if (this.inModule && scope.flags & SCOPE_TOP) delete this.undefinedExports[name];
	} else if (bindingType === BIND_SIMPLE_CATCH) this.currentScope().lexical.push(name);
	else if (bindingType === BIND_FUNCTION) {
		var scope$2 = this.currentScope();
		if (this.treatFunctionsAsVar) redeclared = scope$2.lexical.indexOf(name) > -1;
		else redeclared = scope$2.lexical.indexOf(name) > -1 || scope$2.var.indexOf(name) > -1;
		scope$2.functions.push(name);
	} else for (var i = this.scopeStack.length - 1; i >= 0; --i) {
		var scope$3 = this.scopeStack[i];
		if (scope$3.lexical.indexOf(name) > -1 && !(scope$3.flags & SCOPE_SIMPLE_CATCH && scope$3.lexical[0] === name) || !this.treatFunctionsAsVarInScope(scope$3) && scope$3.functions.indexOf(name) > -1) {
			redeclared = true;
			break;
		}
		scope$3.var.push(name);
		if (this.inModule && scope$3.flags & SCOPE_TOP) delete this.undefinedExports[name];
		if (scope$3.flags & SCOPE_VAR) break;
	}
	if (redeclared) this.raiseRecoverable(pos, "Identifier '" + name + "' has already been declared");
};
pp$3.checkLocalExport = function(id) {
	if (this.scopeStack[0].lexical.indexOf(id.name) === -1 && this.scopeStack[0].var.indexOf(id.name) === -1) this.undefinedExports[id.name] = id;
};
pp$3.currentScope = function() {
	return this.scopeStack[this.scopeStack.length - 1];
};
pp$3.currentVarScope = function() {
	for (var i = this.scopeStack.length - 1;; i--) {
		var scope = this.scopeStack[i];
		if (scope.flags & (SCOPE_VAR | SCOPE_CLASS_FIELD_INIT | SCOPE_CLASS_STATIC_BLOCK)) return scope;
	}
};
pp$3.currentThisScope = function() {
	for (var i = this.scopeStack.length - 1;; i--) {
		var scope = this.scopeStack[i];
		if (scope.flags & (SCOPE_VAR | SCOPE_CLASS_FIELD_INIT | SCOPE_CLASS_STATIC_BLOCK) && !(scope.flags & SCOPE_ARROW)) return scope;
	}
};
var Node = function Node(parser, pos, loc) {
	this.type = "";
	this.start = pos;
	this.end = 0;
	if (parser.options.locations) this.loc = new SourceLocation(parser, loc);
	if (parser.options.directSourceFile) this.sourceFile = parser.options.directSourceFile;
	if (parser.options.ranges) this.range = [pos, 0];
};
var pp$2 = Parser.prototype;
pp$2.startNode = function() {
	return new Node(this, this.start, this.startLoc);
};
pp$2.startNodeAt = function(pos, loc) {
	return new Node(this, pos, loc);
};
function finishNodeAt(node, type, pos, loc) {
	node.type = type;
	node.end = pos;
	if (this.options.locations) node.loc.end = loc;
	if (this.options.ranges) node.range[1] = pos;
	return node;
}
pp$2.finishNode = function(node, type) {
	return finishNodeAt.call(this, node, type, this.lastTokEnd, this.lastTokEndLoc);
};
pp$2.finishNodeAt = function(node, type, pos, loc) {
	return finishNodeAt.call(this, node, type, pos, loc);
};
pp$2.copyNode = function(node) {
	var newNode = new Node(this, node.start, this.startLoc);
	for (var prop in node) newNode[prop] = node[prop];
	return newNode;
};
var scriptValuesAddedInUnicode = "Berf Beria_Erfe Gara Garay Gukh Gurung_Khema Hrkt Katakana_Or_Hiragana Kawi Kirat_Rai Krai Nag_Mundari Nagm Ol_Onal Onao Sidetic Sidt Sunu Sunuwar Tai_Yo Tayo Todhri Todr Tolong_Siki Tols Tulu_Tigalari Tutg Unknown Zzzz";
var ecma9BinaryProperties = "ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Any Assigned Bidi_Control Bidi_C Bidi_Mirrored Bidi_M Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM Changes_When_Lowercased CWL Changes_When_NFKC_Casefolded CWKCF Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji Emoji_Component Emoji_Modifier Emoji_Modifier_Base Emoji_Presentation Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control Join_C Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS";
var ecma10BinaryProperties = ecma9BinaryProperties + " Extended_Pictographic";
var ecma11BinaryProperties = ecma10BinaryProperties;
var ecma12BinaryProperties = ecma11BinaryProperties + " EBase EComp EMod EPres ExtPict";
var ecma13BinaryProperties = ecma12BinaryProperties;
var unicodeBinaryProperties = {
	9: ecma9BinaryProperties,
	10: ecma10BinaryProperties,
	11: ecma11BinaryProperties,
	12: ecma12BinaryProperties,
	13: ecma13BinaryProperties,
	14: ecma13BinaryProperties
};
var unicodeBinaryPropertiesOfStrings = {
	9: "",
	10: "",
	11: "",
	12: "",
	13: "",
	14: "Basic_Emoji Emoji_Keycap_Sequence RGI_Emoji_Modifier_Sequence RGI_Emoji_Flag_Sequence RGI_Emoji_Tag_Sequence RGI_Emoji_ZWJ_Sequence RGI_Emoji"
};
var unicodeGeneralCategoryValues = "Cased_Letter LC Close_Punctuation Pe Connector_Punctuation Pc Control Cc cntrl Currency_Symbol Sc Dash_Punctuation Pd Decimal_Number Nd digit Enclosing_Mark Me Final_Punctuation Pf Format Cf Initial_Punctuation Pi Letter L Letter_Number Nl Line_Separator Zl Lowercase_Letter Ll Mark M Combining_Mark Math_Symbol Sm Modifier_Letter Lm Modifier_Symbol Sk Nonspacing_Mark Mn Number N Open_Punctuation Ps Other C Other_Letter Lo Other_Number No Other_Punctuation Po Other_Symbol So Paragraph_Separator Zp Private_Use Co Punctuation P punct Separator Z Space_Separator Zs Spacing_Mark Mc Surrogate Cs Symbol S Titlecase_Letter Lt Unassigned Cn Uppercase_Letter Lu";
var ecma9ScriptValues = "Adlam Adlm Ahom Anatolian_Hieroglyphs Hluw Arabic Arab Armenian Armn Avestan Avst Balinese Bali Bamum Bamu Bassa_Vah Bass Batak Batk Bengali Beng Bhaiksuki Bhks Bopomofo Bopo Brahmi Brah Braille Brai Buginese Bugi Buhid Buhd Canadian_Aboriginal Cans Carian Cari Caucasian_Albanian Aghb Chakma Cakm Cham Cham Cherokee Cher Common Zyyy Coptic Copt Qaac Cuneiform Xsux Cypriot Cprt Cyrillic Cyrl Deseret Dsrt Devanagari Deva Duployan Dupl Egyptian_Hieroglyphs Egyp Elbasan Elba Ethiopic Ethi Georgian Geor Glagolitic Glag Gothic Goth Grantha Gran Greek Grek Gujarati Gujr Gurmukhi Guru Han Hani Hangul Hang Hanunoo Hano Hatran Hatr Hebrew Hebr Hiragana Hira Imperial_Aramaic Armi Inherited Zinh Qaai Inscriptional_Pahlavi Phli Inscriptional_Parthian Prti Javanese Java Kaithi Kthi Kannada Knda Katakana Kana Kayah_Li Kali Kharoshthi Khar Khmer Khmr Khojki Khoj Khudawadi Sind Lao Laoo Latin Latn Lepcha Lepc Limbu Limb Linear_A Lina Linear_B Linb Lisu Lisu Lycian Lyci Lydian Lydi Mahajani Mahj Malayalam Mlym Mandaic Mand Manichaean Mani Marchen Marc Masaram_Gondi Gonm Meetei_Mayek Mtei Mende_Kikakui Mend Meroitic_Cursive Merc Meroitic_Hieroglyphs Mero Miao Plrd Modi Mongolian Mong Mro Mroo Multani Mult Myanmar Mymr Nabataean Nbat New_Tai_Lue Talu Newa Newa Nko Nkoo Nushu Nshu Ogham Ogam Ol_Chiki Olck Old_Hungarian Hung Old_Italic Ital Old_North_Arabian Narb Old_Permic Perm Old_Persian Xpeo Old_South_Arabian Sarb Old_Turkic Orkh Oriya Orya Osage Osge Osmanya Osma Pahawh_Hmong Hmng Palmyrene Palm Pau_Cin_Hau Pauc Phags_Pa Phag Phoenician Phnx Psalter_Pahlavi Phlp Rejang Rjng Runic Runr Samaritan Samr Saurashtra Saur Sharada Shrd Shavian Shaw Siddham Sidd SignWriting Sgnw Sinhala Sinh Sora_Sompeng Sora Soyombo Soyo Sundanese Sund Syloti_Nagri Sylo Syriac Syrc Tagalog Tglg Tagbanwa Tagb Tai_Le Tale Tai_Tham Lana Tai_Viet Tavt Takri Takr Tamil Taml Tangut Tang Telugu Telu Thaana Thaa Thai Thai Tibetan Tibt Tifinagh Tfng Tirhuta Tirh Ugaritic Ugar Vai Vaii Warang_Citi Wara Yi Yiii Zanabazar_Square Zanb";
var ecma10ScriptValues = ecma9ScriptValues + " Dogra Dogr Gunjala_Gondi Gong Hanifi_Rohingya Rohg Makasar Maka Medefaidrin Medf Old_Sogdian Sogo Sogdian Sogd";
var ecma11ScriptValues = ecma10ScriptValues + " Elymaic Elym Nandinagari Nand Nyiakeng_Puachue_Hmong Hmnp Wancho Wcho";
var ecma12ScriptValues = ecma11ScriptValues + " Chorasmian Chrs Diak Dives_Akuru Khitan_Small_Script Kits Yezi Yezidi";
var ecma13ScriptValues = ecma12ScriptValues + " Cypro_Minoan Cpmn Old_Uyghur Ougr Tangsa Tnsa Toto Vithkuqi Vith";
var unicodeScriptValues = {
	9: ecma9ScriptValues,
	10: ecma10ScriptValues,
	11: ecma11ScriptValues,
	12: ecma12ScriptValues,
	13: ecma13ScriptValues,
	14: ecma13ScriptValues + " " + scriptValuesAddedInUnicode
};
var data = {};
function buildUnicodeData(ecmaVersion) {
	var d = data[ecmaVersion] = {
		binary: wordsRegexp(unicodeBinaryProperties[ecmaVersion] + " " + unicodeGeneralCategoryValues),
		binaryOfStrings: wordsRegexp(unicodeBinaryPropertiesOfStrings[ecmaVersion]),
		nonBinary: {
			General_Category: wordsRegexp(unicodeGeneralCategoryValues),
			Script: wordsRegexp(unicodeScriptValues[ecmaVersion])
		}
	};
	d.nonBinary.Script_Extensions = d.nonBinary.Script;
	d.nonBinary.gc = d.nonBinary.General_Category;
	d.nonBinary.sc = d.nonBinary.Script;
	d.nonBinary.scx = d.nonBinary.Script_Extensions;
}
for (var i = 0, list = [
	9,
	10,
	11,
	12,
	13,
	14
]; i < list.length; i += 1) {
	var ecmaVersion = list[i];
	buildUnicodeData(ecmaVersion);
}
var pp$1 = Parser.prototype;
var BranchID = function BranchID(parent, base) {
	this.parent = parent;
	this.base = base || this;
};
BranchID.prototype.separatedFrom = function separatedFrom(alt) {
	for (var self = this; self; self = self.parent) for (var other = alt; other; other = other.parent) if (self.base === other.base && self !== other) return true;
	return false;
};
BranchID.prototype.sibling = function sibling() {
	return new BranchID(this.parent, this.base);
};
var RegExpValidationState = function RegExpValidationState(parser) {
	this.parser = parser;
	this.validFlags = "gim" + (parser.options.ecmaVersion >= 6 ? "uy" : "") + (parser.options.ecmaVersion >= 9 ? "s" : "") + (parser.options.ecmaVersion >= 13 ? "d" : "") + (parser.options.ecmaVersion >= 15 ? "v" : "");
	this.unicodeProperties = data[parser.options.ecmaVersion >= 14 ? 14 : parser.options.ecmaVersion];
	this.source = "";
	this.flags = "";
	this.start = 0;
	this.switchU = false;
	this.switchV = false;
	this.switchN = false;
	this.pos = 0;
	this.lastIntValue = 0;
	this.lastStringValue = "";
	this.lastAssertionIsQuantifiable = false;
	this.numCapturingParens = 0;
	this.maxBackReference = 0;
	this.groupNames = Object.create(null);
	this.backReferenceNames = [];
	this.branchID = null;
};
RegExpValidationState.prototype.reset = function reset(start, pattern, flags) {
	var unicodeSets = flags.indexOf("v") !== -1;
	var unicode = flags.indexOf("u") !== -1;
	this.start = start | 0;
	this.source = pattern + "";
	this.flags = flags;
	if (unicodeSets && this.parser.options.ecmaVersion >= 15) {
		this.switchU = true;
		this.switchV = true;
		this.switchN = true;
	} else {
		this.switchU = unicode && this.parser.options.ecmaVersion >= 6;
		this.switchV = false;
		this.switchN = unicode && this.parser.options.ecmaVersion >= 9;
	}
};
RegExpValidationState.prototype.raise = function raise(message) {
	this.parser.raiseRecoverable(this.start, "Invalid regular expression: /" + this.source + "/: " + message);
};
RegExpValidationState.prototype.at = function at(i, forceU) {
	if (forceU === void 0) forceU = false;
	var s = this.source;
	var l = s.length;
	if (i >= l) return -1;
	var c = s.charCodeAt(i);
	if (!(forceU || this.switchU) || c <= 55295 || c >= 57344 || i + 1 >= l) return c;
	var next = s.charCodeAt(i + 1);
	return next >= 56320 && next <= 57343 ? (c << 10) + next - 56613888 : c;
};
RegExpValidationState.prototype.nextIndex = function nextIndex(i, forceU) {
	if (forceU === void 0) forceU = false;
	var s = this.source;
	var l = s.length;
	if (i >= l) return l;
	var c = s.charCodeAt(i), next;
	if (!(forceU || this.switchU) || c <= 55295 || c >= 57344 || i + 1 >= l || (next = s.charCodeAt(i + 1)) < 56320 || next > 57343) return i + 1;
	return i + 2;
};
RegExpValidationState.prototype.current = function current(forceU) {
	if (forceU === void 0) forceU = false;
	return this.at(this.pos, forceU);
};
RegExpValidationState.prototype.lookahead = function lookahead(forceU) {
	if (forceU === void 0) forceU = false;
	return this.at(this.nextIndex(this.pos, forceU), forceU);
};
RegExpValidationState.prototype.advance = function advance(forceU) {
	if (forceU === void 0) forceU = false;
	this.pos = this.nextIndex(this.pos, forceU);
};
RegExpValidationState.prototype.eat = function eat(ch, forceU) {
	if (forceU === void 0) forceU = false;
	if (this.current(forceU) === ch) {
		this.advance(forceU);
		return true;
	}
	return false;
};
RegExpValidationState.prototype.eatChars = function eatChars(chs, forceU) {
	if (forceU === void 0) forceU = false;
	var pos = this.pos;
	for (var i = 0, list = chs; i < list.length; i += 1) {
		var ch = list[i];
		var current = this.at(pos, forceU);
		if (current === -1 || current !== ch) return false;
		pos = this.nextIndex(pos, forceU);
	}
	this.pos = pos;
	return true;
};
/**
* Validate the flags part of a given RegExpLiteral.
*
* @param {RegExpValidationState} state The state to validate RegExp.
* @returns {void}
*/
pp$1.validateRegExpFlags = function(state) {
	var validFlags = state.validFlags;
	var flags = state.flags;
	var u = false;
	var v = false;
	for (var i = 0; i < flags.length; i++) {
		var flag = flags.charAt(i);
		if (validFlags.indexOf(flag) === -1) this.raise(state.start, "Invalid regular expression flag");
		if (flags.indexOf(flag, i + 1) > -1) this.raise(state.start, "Duplicate regular expression flag");
		if (flag === "u") u = true;
		if (flag === "v") v = true;
	}
	if (this.options.ecmaVersion >= 15 && u && v) this.raise(state.start, "Invalid regular expression flag");
};
function hasProp(obj) {
	for (var _ in obj) return true;
	return false;
}
/**
* Validate the pattern part of a given RegExpLiteral.
*
* @param {RegExpValidationState} state The state to validate RegExp.
* @returns {void}
*/
pp$1.validateRegExpPattern = function(state) {
	this.regexp_pattern(state);
	if (!state.switchN && this.options.ecmaVersion >= 9 && hasProp(state.groupNames)) {
		state.switchN = true;
		this.regexp_pattern(state);
	}
};
pp$1.regexp_pattern = function(state) {
	state.pos = 0;
	state.lastIntValue = 0;
	state.lastStringValue = "";
	state.lastAssertionIsQuantifiable = false;
	state.numCapturingParens = 0;
	state.maxBackReference = 0;
	state.groupNames = Object.create(null);
	state.backReferenceNames.length = 0;
	state.branchID = null;
	this.regexp_disjunction(state);
	if (state.pos !== state.source.length) {
		if (state.eat(41)) state.raise("Unmatched ')'");
		if (state.eat(93) || state.eat(125)) state.raise("Lone quantifier brackets");
	}
	if (state.maxBackReference > state.numCapturingParens) state.raise("Invalid escape");
	for (var i = 0, list = state.backReferenceNames; i < list.length; i += 1) {
		var name = list[i];
		if (!state.groupNames[name]) state.raise("Invalid named capture referenced");
	}
};
pp$1.regexp_disjunction = function(state) {
	var trackDisjunction = this.options.ecmaVersion >= 16;
	if (trackDisjunction) state.branchID = new BranchID(state.branchID, null);
	this.regexp_alternative(state);
	while (state.eat(124)) {
		if (trackDisjunction) state.branchID = state.branchID.sibling();
		this.regexp_alternative(state);
	}
	if (trackDisjunction) state.branchID = state.branchID.parent;
	if (this.regexp_eatQuantifier(state, true)) state.raise("Nothing to repeat");
	if (state.eat(123)) state.raise("Lone quantifier brackets");
};
pp$1.regexp_alternative = function(state) {
	while (state.pos < state.source.length && this.regexp_eatTerm(state));
};
pp$1.regexp_eatTerm = function(state) {
	if (this.regexp_eatAssertion(state)) {
		if (state.lastAssertionIsQuantifiable && this.regexp_eatQuantifier(state)) {
			if (state.switchU) state.raise("Invalid quantifier");
		}
		return true;
	}
	if (state.switchU ? this.regexp_eatAtom(state) : this.regexp_eatExtendedAtom(state)) {
		this.regexp_eatQuantifier(state);
		return true;
	}
	return false;
};
pp$1.regexp_eatAssertion = function(state) {
	var start = state.pos;
	state.lastAssertionIsQuantifiable = false;
	if (state.eat(94) || state.eat(36)) return true;
	if (state.eat(92)) {
		if (state.eat(66) || state.eat(98)) return true;
		state.pos = start;
	}
	if (state.eat(40) && state.eat(63)) {
		var lookbehind = false;
		if (this.options.ecmaVersion >= 9) lookbehind = state.eat(60);
		if (state.eat(61) || state.eat(33)) {
			this.regexp_disjunction(state);
			if (!state.eat(41)) state.raise("Unterminated group");
			state.lastAssertionIsQuantifiable = !lookbehind;
			return true;
		}
	}
	state.pos = start;
	return false;
};
pp$1.regexp_eatQuantifier = function(state, noError) {
	if (noError === void 0) noError = false;
	if (this.regexp_eatQuantifierPrefix(state, noError)) {
		state.eat(63);
		return true;
	}
	return false;
};
pp$1.regexp_eatQuantifierPrefix = function(state, noError) {
	return state.eat(42) || state.eat(43) || state.eat(63) || this.regexp_eatBracedQuantifier(state, noError);
};
pp$1.regexp_eatBracedQuantifier = function(state, noError) {
	var start = state.pos;
	if (state.eat(123)) {
		var min = 0, max = -1;
		if (this.regexp_eatDecimalDigits(state)) {
			min = state.lastIntValue;
			if (state.eat(44) && this.regexp_eatDecimalDigits(state)) max = state.lastIntValue;
			if (state.eat(125)) {
				if (max !== -1 && max < min && !noError) state.raise("numbers out of order in {} quantifier");
				return true;
			}
		}
		if (state.switchU && !noError) state.raise("Incomplete quantifier");
		state.pos = start;
	}
	return false;
};
pp$1.regexp_eatAtom = function(state) {
	return this.regexp_eatPatternCharacters(state) || state.eat(46) || this.regexp_eatReverseSolidusAtomEscape(state) || this.regexp_eatCharacterClass(state) || this.regexp_eatUncapturingGroup(state) || this.regexp_eatCapturingGroup(state);
};
pp$1.regexp_eatReverseSolidusAtomEscape = function(state) {
	var start = state.pos;
	if (state.eat(92)) {
		if (this.regexp_eatAtomEscape(state)) return true;
		state.pos = start;
	}
	return false;
};
pp$1.regexp_eatUncapturingGroup = function(state) {
	var start = state.pos;
	if (state.eat(40)) {
		if (state.eat(63)) {
			if (this.options.ecmaVersion >= 16) {
				var addModifiers = this.regexp_eatModifiers(state);
				var hasHyphen = state.eat(45);
				if (addModifiers || hasHyphen) {
					for (var i = 0; i < addModifiers.length; i++) {
						var modifier = addModifiers.charAt(i);
						if (addModifiers.indexOf(modifier, i + 1) > -1) state.raise("Duplicate regular expression modifiers");
					}
					if (hasHyphen) {
						var removeModifiers = this.regexp_eatModifiers(state);
						if (!addModifiers && !removeModifiers && state.current() === 58) state.raise("Invalid regular expression modifiers");
						for (var i$1 = 0; i$1 < removeModifiers.length; i$1++) {
							var modifier$1 = removeModifiers.charAt(i$1);
							if (removeModifiers.indexOf(modifier$1, i$1 + 1) > -1 || addModifiers.indexOf(modifier$1) > -1) state.raise("Duplicate regular expression modifiers");
						}
					}
				}
			}
			if (state.eat(58)) {
				this.regexp_disjunction(state);
				if (state.eat(41)) return true;
				state.raise("Unterminated group");
			}
		}
		state.pos = start;
	}
	return false;
};
pp$1.regexp_eatCapturingGroup = function(state) {
	if (state.eat(40)) {
		if (this.options.ecmaVersion >= 9) this.regexp_groupSpecifier(state);
		else if (state.current() === 63) state.raise("Invalid group");
		this.regexp_disjunction(state);
		if (state.eat(41)) {
			state.numCapturingParens += 1;
			return true;
		}
		state.raise("Unterminated group");
	}
	return false;
};
pp$1.regexp_eatModifiers = function(state) {
	var modifiers = "";
	var ch = 0;
	while ((ch = state.current()) !== -1 && isRegularExpressionModifier(ch)) {
		modifiers += codePointToString(ch);
		state.advance();
	}
	return modifiers;
};
function isRegularExpressionModifier(ch) {
	return ch === 105 || ch === 109 || ch === 115;
}
pp$1.regexp_eatExtendedAtom = function(state) {
	return state.eat(46) || this.regexp_eatReverseSolidusAtomEscape(state) || this.regexp_eatCharacterClass(state) || this.regexp_eatUncapturingGroup(state) || this.regexp_eatCapturingGroup(state) || this.regexp_eatInvalidBracedQuantifier(state) || this.regexp_eatExtendedPatternCharacter(state);
};
pp$1.regexp_eatInvalidBracedQuantifier = function(state) {
	if (this.regexp_eatBracedQuantifier(state, true)) state.raise("Nothing to repeat");
	return false;
};
pp$1.regexp_eatSyntaxCharacter = function(state) {
	var ch = state.current();
	if (isSyntaxCharacter(ch)) {
		state.lastIntValue = ch;
		state.advance();
		return true;
	}
	return false;
};
function isSyntaxCharacter(ch) {
	return ch === 36 || ch >= 40 && ch <= 43 || ch === 46 || ch === 63 || ch >= 91 && ch <= 94 || ch >= 123 && ch <= 125;
}
pp$1.regexp_eatPatternCharacters = function(state) {
	var start = state.pos;
	var ch = 0;
	while ((ch = state.current()) !== -1 && !isSyntaxCharacter(ch)) state.advance();
	return state.pos !== start;
};
pp$1.regexp_eatExtendedPatternCharacter = function(state) {
	var ch = state.current();
	if (ch !== -1 && ch !== 36 && !(ch >= 40 && ch <= 43) && ch !== 46 && ch !== 63 && ch !== 91 && ch !== 94 && ch !== 124) {
		state.advance();
		return true;
	}
	return false;
};
pp$1.regexp_groupSpecifier = function(state) {
	if (state.eat(63)) {
		if (!this.regexp_eatGroupName(state)) state.raise("Invalid group");
		var trackDisjunction = this.options.ecmaVersion >= 16;
		var known = state.groupNames[state.lastStringValue];
		if (known) {
			if (trackDisjunction) {
				for (var i = 0, list = known; i < list.length; i += 1) if (!list[i].separatedFrom(state.branchID)) state.raise("Duplicate capture group name");
			} else state.raise("Duplicate capture group name");
		}
		if (trackDisjunction) (known || (state.groupNames[state.lastStringValue] = [])).push(state.branchID);
		else state.groupNames[state.lastStringValue] = true;
	}
};
pp$1.regexp_eatGroupName = function(state) {
	state.lastStringValue = "";
	if (state.eat(60)) {
		if (this.regexp_eatRegExpIdentifierName(state) && state.eat(62)) return true;
		state.raise("Invalid capture group name");
	}
	return false;
};
pp$1.regexp_eatRegExpIdentifierName = function(state) {
	state.lastStringValue = "";
	if (this.regexp_eatRegExpIdentifierStart(state)) {
		state.lastStringValue += codePointToString(state.lastIntValue);
		while (this.regexp_eatRegExpIdentifierPart(state)) state.lastStringValue += codePointToString(state.lastIntValue);
		return true;
	}
	return false;
};
pp$1.regexp_eatRegExpIdentifierStart = function(state) {
	var start = state.pos;
	var forceU = this.options.ecmaVersion >= 11;
	var ch = state.current(forceU);
	state.advance(forceU);
	if (ch === 92 && this.regexp_eatRegExpUnicodeEscapeSequence(state, forceU)) ch = state.lastIntValue;
	if (isRegExpIdentifierStart(ch)) {
		state.lastIntValue = ch;
		return true;
	}
	state.pos = start;
	return false;
};
function isRegExpIdentifierStart(ch) {
	return isIdentifierStart(ch, true) || ch === 36 || ch === 95;
}
pp$1.regexp_eatRegExpIdentifierPart = function(state) {
	var start = state.pos;
	var forceU = this.options.ecmaVersion >= 11;
	var ch = state.current(forceU);
	state.advance(forceU);
	if (ch === 92 && this.regexp_eatRegExpUnicodeEscapeSequence(state, forceU)) ch = state.lastIntValue;
	if (isRegExpIdentifierPart(ch)) {
		state.lastIntValue = ch;
		return true;
	}
	state.pos = start;
	return false;
};
function isRegExpIdentifierPart(ch) {
	return isIdentifierChar(ch, true) || ch === 36 || ch === 95 || ch === 8204 || ch === 8205;
}
pp$1.regexp_eatAtomEscape = function(state) {
	if (this.regexp_eatBackReference(state) || this.regexp_eatCharacterClassEscape(state) || this.regexp_eatCharacterEscape(state) || state.switchN && this.regexp_eatKGroupName(state)) return true;
	if (state.switchU) {
		if (state.current() === 99) state.raise("Invalid unicode escape");
		state.raise("Invalid escape");
	}
	return false;
};
pp$1.regexp_eatBackReference = function(state) {
	var start = state.pos;
	if (this.regexp_eatDecimalEscape(state)) {
		var n = state.lastIntValue;
		if (state.switchU) {
			if (n > state.maxBackReference) state.maxBackReference = n;
			return true;
		}
		if (n <= state.numCapturingParens) return true;
		state.pos = start;
	}
	return false;
};
pp$1.regexp_eatKGroupName = function(state) {
	if (state.eat(107)) {
		if (this.regexp_eatGroupName(state)) {
			state.backReferenceNames.push(state.lastStringValue);
			return true;
		}
		state.raise("Invalid named reference");
	}
	return false;
};
pp$1.regexp_eatCharacterEscape = function(state) {
	return this.regexp_eatControlEscape(state) || this.regexp_eatCControlLetter(state) || this.regexp_eatZero(state) || this.regexp_eatHexEscapeSequence(state) || this.regexp_eatRegExpUnicodeEscapeSequence(state, false) || !state.switchU && this.regexp_eatLegacyOctalEscapeSequence(state) || this.regexp_eatIdentityEscape(state);
};
pp$1.regexp_eatCControlLetter = function(state) {
	var start = state.pos;
	if (state.eat(99)) {
		if (this.regexp_eatControlLetter(state)) return true;
		state.pos = start;
	}
	return false;
};
pp$1.regexp_eatZero = function(state) {
	if (state.current() === 48 && !isDecimalDigit(state.lookahead())) {
		state.lastIntValue = 0;
		state.advance();
		return true;
	}
	return false;
};
pp$1.regexp_eatControlEscape = function(state) {
	var ch = state.current();
	if (ch === 116) {
		state.lastIntValue = 9;
		state.advance();
		return true;
	}
	if (ch === 110) {
		state.lastIntValue = 10;
		state.advance();
		return true;
	}
	if (ch === 118) {
		state.lastIntValue = 11;
		state.advance();
		return true;
	}
	if (ch === 102) {
		state.lastIntValue = 12;
		state.advance();
		return true;
	}
	if (ch === 114) {
		state.lastIntValue = 13;
		state.advance();
		return true;
	}
	return false;
};
pp$1.regexp_eatControlLetter = function(state) {
	var ch = state.current();
	if (isControlLetter(ch)) {
		state.lastIntValue = ch % 32;
		state.advance();
		return true;
	}
	return false;
};
function isControlLetter(ch) {
	return ch >= 65 && ch <= 90 || ch >= 97 && ch <= 122;
}
pp$1.regexp_eatRegExpUnicodeEscapeSequence = function(state, forceU) {
	if (forceU === void 0) forceU = false;
	var start = state.pos;
	var switchU = forceU || state.switchU;
	if (state.eat(117)) {
		if (this.regexp_eatFixedHexDigits(state, 4)) {
			var lead = state.lastIntValue;
			if (switchU && lead >= 55296 && lead <= 56319) {
				var leadSurrogateEnd = state.pos;
				if (state.eat(92) && state.eat(117) && this.regexp_eatFixedHexDigits(state, 4)) {
					var trail = state.lastIntValue;
					if (trail >= 56320 && trail <= 57343) {
						state.lastIntValue = (lead - 55296) * 1024 + (trail - 56320) + 65536;
						return true;
					}
				}
				state.pos = leadSurrogateEnd;
				state.lastIntValue = lead;
			}
			return true;
		}
		if (switchU && state.eat(123) && this.regexp_eatHexDigits(state) && state.eat(125) && isValidUnicode(state.lastIntValue)) return true;
		if (switchU) state.raise("Invalid unicode escape");
		state.pos = start;
	}
	return false;
};
function isValidUnicode(ch) {
	return ch >= 0 && ch <= 1114111;
}
pp$1.regexp_eatIdentityEscape = function(state) {
	if (state.switchU) {
		if (this.regexp_eatSyntaxCharacter(state)) return true;
		if (state.eat(47)) {
			state.lastIntValue = 47;
			return true;
		}
		return false;
	}
	var ch = state.current();
	if (ch !== 99 && (!state.switchN || ch !== 107)) {
		state.lastIntValue = ch;
		state.advance();
		return true;
	}
	return false;
};
pp$1.regexp_eatDecimalEscape = function(state) {
	state.lastIntValue = 0;
	var ch = state.current();
	if (ch >= 49 && ch <= 57) {
		do {
			state.lastIntValue = 10 * state.lastIntValue + (ch - 48);
			state.advance();
		} while ((ch = state.current()) >= 48 && ch <= 57);
		return true;
	}
	return false;
};
var CharSetNone = 0;
var CharSetOk = 1;
var CharSetString = 2;
pp$1.regexp_eatCharacterClassEscape = function(state) {
	var ch = state.current();
	if (isCharacterClassEscape(ch)) {
		state.lastIntValue = -1;
		state.advance();
		return CharSetOk;
	}
	var negate = false;
	if (state.switchU && this.options.ecmaVersion >= 9 && ((negate = ch === 80) || ch === 112)) {
		state.lastIntValue = -1;
		state.advance();
		var result;
		if (state.eat(123) && (result = this.regexp_eatUnicodePropertyValueExpression(state)) && state.eat(125)) {
			if (negate && result === CharSetString) state.raise("Invalid property name");
			return result;
		}
		state.raise("Invalid property name");
	}
	return CharSetNone;
};
function isCharacterClassEscape(ch) {
	return ch === 100 || ch === 68 || ch === 115 || ch === 83 || ch === 119 || ch === 87;
}
pp$1.regexp_eatUnicodePropertyValueExpression = function(state) {
	var start = state.pos;
	if (this.regexp_eatUnicodePropertyName(state) && state.eat(61)) {
		var name = state.lastStringValue;
		if (this.regexp_eatUnicodePropertyValue(state)) {
			var value = state.lastStringValue;
			this.regexp_validateUnicodePropertyNameAndValue(state, name, value);
			return CharSetOk;
		}
	}
	state.pos = start;
	if (this.regexp_eatLoneUnicodePropertyNameOrValue(state)) {
		var nameOrValue = state.lastStringValue;
		return this.regexp_validateUnicodePropertyNameOrValue(state, nameOrValue);
	}
	return CharSetNone;
};
pp$1.regexp_validateUnicodePropertyNameAndValue = function(state, name, value) {
	if (!hasOwn(state.unicodeProperties.nonBinary, name)) state.raise("Invalid property name");
	if (!state.unicodeProperties.nonBinary[name].test(value)) state.raise("Invalid property value");
};
pp$1.regexp_validateUnicodePropertyNameOrValue = function(state, nameOrValue) {
	if (state.unicodeProperties.binary.test(nameOrValue)) return CharSetOk;
	if (state.switchV && state.unicodeProperties.binaryOfStrings.test(nameOrValue)) return CharSetString;
	state.raise("Invalid property name");
};
pp$1.regexp_eatUnicodePropertyName = function(state) {
	var ch = 0;
	state.lastStringValue = "";
	while (isUnicodePropertyNameCharacter(ch = state.current())) {
		state.lastStringValue += codePointToString(ch);
		state.advance();
	}
	return state.lastStringValue !== "";
};
function isUnicodePropertyNameCharacter(ch) {
	return isControlLetter(ch) || ch === 95;
}
pp$1.regexp_eatUnicodePropertyValue = function(state) {
	var ch = 0;
	state.lastStringValue = "";
	while (isUnicodePropertyValueCharacter(ch = state.current())) {
		state.lastStringValue += codePointToString(ch);
		state.advance();
	}
	return state.lastStringValue !== "";
};
function isUnicodePropertyValueCharacter(ch) {
	return isUnicodePropertyNameCharacter(ch) || isDecimalDigit(ch);
}
pp$1.regexp_eatLoneUnicodePropertyNameOrValue = function(state) {
	return this.regexp_eatUnicodePropertyValue(state);
};
pp$1.regexp_eatCharacterClass = function(state) {
	if (state.eat(91)) {
		var negate = state.eat(94);
		var result = this.regexp_classContents(state);
		if (!state.eat(93)) state.raise("Unterminated character class");
		if (negate && result === CharSetString) state.raise("Negated character class may contain strings");
		return true;
	}
	return false;
};
pp$1.regexp_classContents = function(state) {
	if (state.current() === 93) return CharSetOk;
	if (state.switchV) return this.regexp_classSetExpression(state);
	this.regexp_nonEmptyClassRanges(state);
	return CharSetOk;
};
pp$1.regexp_nonEmptyClassRanges = function(state) {
	while (this.regexp_eatClassAtom(state)) {
		var left = state.lastIntValue;
		if (state.eat(45) && this.regexp_eatClassAtom(state)) {
			var right = state.lastIntValue;
			if (state.switchU && (left === -1 || right === -1)) state.raise("Invalid character class");
			if (left !== -1 && right !== -1 && left > right) state.raise("Range out of order in character class");
		}
	}
};
pp$1.regexp_eatClassAtom = function(state) {
	var start = state.pos;
	if (state.eat(92)) {
		if (this.regexp_eatClassEscape(state)) return true;
		if (state.switchU) {
			var ch$1 = state.current();
			if (ch$1 === 99 || isOctalDigit(ch$1)) state.raise("Invalid class escape");
			state.raise("Invalid escape");
		}
		state.pos = start;
	}
	var ch = state.current();
	if (ch !== 93) {
		state.lastIntValue = ch;
		state.advance();
		return true;
	}
	return false;
};
pp$1.regexp_eatClassEscape = function(state) {
	var start = state.pos;
	if (state.eat(98)) {
		state.lastIntValue = 8;
		return true;
	}
	if (state.switchU && state.eat(45)) {
		state.lastIntValue = 45;
		return true;
	}
	if (!state.switchU && state.eat(99)) {
		if (this.regexp_eatClassControlLetter(state)) return true;
		state.pos = start;
	}
	return this.regexp_eatCharacterClassEscape(state) || this.regexp_eatCharacterEscape(state);
};
pp$1.regexp_classSetExpression = function(state) {
	var result = CharSetOk, subResult;
	if (this.regexp_eatClassSetRange(state));
	else if (subResult = this.regexp_eatClassSetOperand(state)) {
		if (subResult === CharSetString) result = CharSetString;
		var start = state.pos;
		while (state.eatChars([38, 38])) {
			if (state.current() !== 38 && (subResult = this.regexp_eatClassSetOperand(state))) {
				if (subResult !== CharSetString) result = CharSetOk;
				continue;
			}
			state.raise("Invalid character in character class");
		}
		if (start !== state.pos) return result;
		while (state.eatChars([45, 45])) {
			if (this.regexp_eatClassSetOperand(state)) continue;
			state.raise("Invalid character in character class");
		}
		if (start !== state.pos) return result;
	} else state.raise("Invalid character in character class");
	for (;;) {
		if (this.regexp_eatClassSetRange(state)) continue;
		subResult = this.regexp_eatClassSetOperand(state);
		if (!subResult) return result;
		if (subResult === CharSetString) result = CharSetString;
	}
};
pp$1.regexp_eatClassSetRange = function(state) {
	var start = state.pos;
	if (this.regexp_eatClassSetCharacter(state)) {
		var left = state.lastIntValue;
		if (state.eat(45) && this.regexp_eatClassSetCharacter(state)) {
			var right = state.lastIntValue;
			if (left !== -1 && right !== -1 && left > right) state.raise("Range out of order in character class");
			return true;
		}
		state.pos = start;
	}
	return false;
};
pp$1.regexp_eatClassSetOperand = function(state) {
	if (this.regexp_eatClassSetCharacter(state)) return CharSetOk;
	return this.regexp_eatClassStringDisjunction(state) || this.regexp_eatNestedClass(state);
};
pp$1.regexp_eatNestedClass = function(state) {
	var start = state.pos;
	if (state.eat(91)) {
		var negate = state.eat(94);
		var result = this.regexp_classContents(state);
		if (state.eat(93)) {
			if (negate && result === CharSetString) state.raise("Negated character class may contain strings");
			return result;
		}
		state.pos = start;
	}
	if (state.eat(92)) {
		var result$1 = this.regexp_eatCharacterClassEscape(state);
		if (result$1) return result$1;
		state.pos = start;
	}
	return null;
};
pp$1.regexp_eatClassStringDisjunction = function(state) {
	var start = state.pos;
	if (state.eatChars([92, 113])) {
		if (state.eat(123)) {
			var result = this.regexp_classStringDisjunctionContents(state);
			if (state.eat(125)) return result;
		} else state.raise("Invalid escape");
		state.pos = start;
	}
	return null;
};
pp$1.regexp_classStringDisjunctionContents = function(state) {
	var result = this.regexp_classString(state);
	while (state.eat(124)) if (this.regexp_classString(state) === CharSetString) result = CharSetString;
	return result;
};
pp$1.regexp_classString = function(state) {
	var count = 0;
	while (this.regexp_eatClassSetCharacter(state)) count++;
	return count === 1 ? CharSetOk : CharSetString;
};
pp$1.regexp_eatClassSetCharacter = function(state) {
	var start = state.pos;
	if (state.eat(92)) {
		if (this.regexp_eatCharacterEscape(state) || this.regexp_eatClassSetReservedPunctuator(state)) return true;
		if (state.eat(98)) {
			state.lastIntValue = 8;
			return true;
		}
		state.pos = start;
		return false;
	}
	var ch = state.current();
	if (ch < 0 || ch === state.lookahead() && isClassSetReservedDoublePunctuatorCharacter(ch)) return false;
	if (isClassSetSyntaxCharacter(ch)) return false;
	state.advance();
	state.lastIntValue = ch;
	return true;
};
function isClassSetReservedDoublePunctuatorCharacter(ch) {
	return ch === 33 || ch >= 35 && ch <= 38 || ch >= 42 && ch <= 44 || ch === 46 || ch >= 58 && ch <= 64 || ch === 94 || ch === 96 || ch === 126;
}
function isClassSetSyntaxCharacter(ch) {
	return ch === 40 || ch === 41 || ch === 45 || ch === 47 || ch >= 91 && ch <= 93 || ch >= 123 && ch <= 125;
}
pp$1.regexp_eatClassSetReservedPunctuator = function(state) {
	var ch = state.current();
	if (isClassSetReservedPunctuator(ch)) {
		state.lastIntValue = ch;
		state.advance();
		return true;
	}
	return false;
};
function isClassSetReservedPunctuator(ch) {
	return ch === 33 || ch === 35 || ch === 37 || ch === 38 || ch === 44 || ch === 45 || ch >= 58 && ch <= 62 || ch === 64 || ch === 96 || ch === 126;
}
pp$1.regexp_eatClassControlLetter = function(state) {
	var ch = state.current();
	if (isDecimalDigit(ch) || ch === 95) {
		state.lastIntValue = ch % 32;
		state.advance();
		return true;
	}
	return false;
};
pp$1.regexp_eatHexEscapeSequence = function(state) {
	var start = state.pos;
	if (state.eat(120)) {
		if (this.regexp_eatFixedHexDigits(state, 2)) return true;
		if (state.switchU) state.raise("Invalid escape");
		state.pos = start;
	}
	return false;
};
pp$1.regexp_eatDecimalDigits = function(state) {
	var start = state.pos;
	var ch = 0;
	state.lastIntValue = 0;
	while (isDecimalDigit(ch = state.current())) {
		state.lastIntValue = 10 * state.lastIntValue + (ch - 48);
		state.advance();
	}
	return state.pos !== start;
};
function isDecimalDigit(ch) {
	return ch >= 48 && ch <= 57;
}
pp$1.regexp_eatHexDigits = function(state) {
	var start = state.pos;
	var ch = 0;
	state.lastIntValue = 0;
	while (isHexDigit(ch = state.current())) {
		state.lastIntValue = 16 * state.lastIntValue + hexToInt(ch);
		state.advance();
	}
	return state.pos !== start;
};
function isHexDigit(ch) {
	return ch >= 48 && ch <= 57 || ch >= 65 && ch <= 70 || ch >= 97 && ch <= 102;
}
function hexToInt(ch) {
	if (ch >= 65 && ch <= 70) return 10 + (ch - 65);
	if (ch >= 97 && ch <= 102) return 10 + (ch - 97);
	return ch - 48;
}
pp$1.regexp_eatLegacyOctalEscapeSequence = function(state) {
	if (this.regexp_eatOctalDigit(state)) {
		var n1 = state.lastIntValue;
		if (this.regexp_eatOctalDigit(state)) {
			var n2 = state.lastIntValue;
			if (n1 <= 3 && this.regexp_eatOctalDigit(state)) state.lastIntValue = n1 * 64 + n2 * 8 + state.lastIntValue;
			else state.lastIntValue = n1 * 8 + n2;
		} else state.lastIntValue = n1;
		return true;
	}
	return false;
};
pp$1.regexp_eatOctalDigit = function(state) {
	var ch = state.current();
	if (isOctalDigit(ch)) {
		state.lastIntValue = ch - 48;
		state.advance();
		return true;
	}
	state.lastIntValue = 0;
	return false;
};
function isOctalDigit(ch) {
	return ch >= 48 && ch <= 55;
}
pp$1.regexp_eatFixedHexDigits = function(state, length) {
	var start = state.pos;
	state.lastIntValue = 0;
	for (var i = 0; i < length; ++i) {
		var ch = state.current();
		if (!isHexDigit(ch)) {
			state.pos = start;
			return false;
		}
		state.lastIntValue = 16 * state.lastIntValue + hexToInt(ch);
		state.advance();
	}
	return true;
};
var Token = function Token(p) {
	this.type = p.type;
	this.value = p.value;
	this.start = p.start;
	this.end = p.end;
	if (p.options.locations) this.loc = new SourceLocation(p, p.startLoc, p.endLoc);
	if (p.options.ranges) this.range = [p.start, p.end];
};
var pp = Parser.prototype;
pp.next = function(ignoreEscapeSequenceInKeyword) {
	if (!ignoreEscapeSequenceInKeyword && this.type.keyword && this.containsEsc) this.raiseRecoverable(this.start, "Escape sequence in keyword " + this.type.keyword);
	if (this.options.onToken) this.options.onToken(new Token(this));
	this.lastTokEnd = this.end;
	this.lastTokStart = this.start;
	this.lastTokEndLoc = this.endLoc;
	this.lastTokStartLoc = this.startLoc;
	this.nextToken();
};
pp.getToken = function() {
	this.next();
	return new Token(this);
};
if (typeof Symbol !== "undefined") pp[Symbol.iterator] = function() {
	var this$1$1 = this;
	return { next: function() {
		var token = this$1$1.getToken();
		return {
			done: token.type === types$1.eof,
			value: token
		};
	} };
};
pp.nextToken = function() {
	var curContext = this.curContext();
	if (!curContext || !curContext.preserveSpace) this.skipSpace();
	this.start = this.pos;
	if (this.options.locations) this.startLoc = this.curPosition();
	if (this.pos >= this.input.length) return this.finishToken(types$1.eof);
	if (curContext.override) return curContext.override(this);
	else this.readToken(this.fullCharCodeAtPos());
};
pp.readToken = function(code) {
	if (isIdentifierStart(code, this.options.ecmaVersion >= 6) || code === 92) return this.readWord();
	return this.getTokenFromCode(code);
};
pp.fullCharCodeAt = function(pos) {
	var code = this.input.charCodeAt(pos);
	if (code <= 55295 || code >= 56320) return code;
	var next = this.input.charCodeAt(pos + 1);
	return next <= 56319 || next >= 57344 ? code : (code << 10) + next - 56613888;
};
pp.fullCharCodeAtPos = function() {
	return this.fullCharCodeAt(this.pos);
};
pp.skipBlockComment = function() {
	var startLoc = this.options.onComment && this.curPosition();
	var start = this.pos, end = this.input.indexOf("*/", this.pos += 2);
	if (end === -1) this.raise(this.pos - 2, "Unterminated comment");
	this.pos = end + 2;
	if (this.options.locations) for (var nextBreak = void 0, pos = start; (nextBreak = nextLineBreak(this.input, pos, this.pos)) > -1;) {
		++this.curLine;
		pos = this.lineStart = nextBreak;
	}
	if (this.options.onComment) this.options.onComment(true, this.input.slice(start + 2, end), start, this.pos, startLoc, this.curPosition());
};
pp.skipLineComment = function(startSkip) {
	var start = this.pos;
	var startLoc = this.options.onComment && this.curPosition();
	var ch = this.input.charCodeAt(this.pos += startSkip);
	while (this.pos < this.input.length && !isNewLine(ch)) ch = this.input.charCodeAt(++this.pos);
	if (this.options.onComment) this.options.onComment(false, this.input.slice(start + startSkip, this.pos), start, this.pos, startLoc, this.curPosition());
};
pp.skipSpace = function() {
	loop: while (this.pos < this.input.length) {
		var ch = this.input.charCodeAt(this.pos);
		switch (ch) {
			case 32:
			case 160:
				++this.pos;
				break;
			case 13: if (this.input.charCodeAt(this.pos + 1) === 10) ++this.pos;
			case 10:
			case 8232:
			case 8233:
				++this.pos;
				if (this.options.locations) {
					++this.curLine;
					this.lineStart = this.pos;
				}
				break;
			case 47:
				switch (this.input.charCodeAt(this.pos + 1)) {
					case 42:
						this.skipBlockComment();
						break;
					case 47:
						this.skipLineComment(2);
						break;
					default: break loop;
				}
				break;
			default: if (ch > 8 && ch < 14 || ch >= 5760 && nonASCIIwhitespace.test(String.fromCharCode(ch))) ++this.pos;
			else break loop;
		}
	}
};
pp.finishToken = function(type, val) {
	this.end = this.pos;
	if (this.options.locations) this.endLoc = this.curPosition();
	var prevType = this.type;
	this.type = type;
	this.value = val;
	this.updateContext(prevType);
};
pp.readToken_dot = function() {
	var next = this.input.charCodeAt(this.pos + 1);
	if (next >= 48 && next <= 57) return this.readNumber(true);
	var next2 = this.input.charCodeAt(this.pos + 2);
	if (this.options.ecmaVersion >= 6 && next === 46 && next2 === 46) {
		this.pos += 3;
		return this.finishToken(types$1.ellipsis);
	} else {
		++this.pos;
		return this.finishToken(types$1.dot);
	}
};
pp.readToken_slash = function() {
	var next = this.input.charCodeAt(this.pos + 1);
	if (this.exprAllowed) {
		++this.pos;
		return this.readRegexp();
	}
	if (next === 61) return this.finishOp(types$1.assign, 2);
	return this.finishOp(types$1.slash, 1);
};
pp.readToken_mult_modulo_exp = function(code) {
	var next = this.input.charCodeAt(this.pos + 1);
	var size = 1;
	var tokentype = code === 42 ? types$1.star : types$1.modulo;
	if (this.options.ecmaVersion >= 7 && code === 42 && next === 42) {
		++size;
		tokentype = types$1.starstar;
		next = this.input.charCodeAt(this.pos + 2);
	}
	if (next === 61) return this.finishOp(types$1.assign, size + 1);
	return this.finishOp(tokentype, size);
};
pp.readToken_pipe_amp = function(code) {
	var next = this.input.charCodeAt(this.pos + 1);
	if (next === code) {
		if (this.options.ecmaVersion >= 12) {
			if (this.input.charCodeAt(this.pos + 2) === 61) return this.finishOp(types$1.assign, 3);
		}
		return this.finishOp(code === 124 ? types$1.logicalOR : types$1.logicalAND, 2);
	}
	if (next === 61) return this.finishOp(types$1.assign, 2);
	return this.finishOp(code === 124 ? types$1.bitwiseOR : types$1.bitwiseAND, 1);
};
pp.readToken_caret = function() {
	if (this.input.charCodeAt(this.pos + 1) === 61) return this.finishOp(types$1.assign, 2);
	return this.finishOp(types$1.bitwiseXOR, 1);
};
pp.readToken_plus_min = function(code) {
	var next = this.input.charCodeAt(this.pos + 1);
	if (next === code) {
		if (next === 45 && !this.inModule && this.input.charCodeAt(this.pos + 2) === 62 && (this.lastTokEnd === 0 || lineBreak.test(this.input.slice(this.lastTokEnd, this.pos)))) {
			this.skipLineComment(3);
			this.skipSpace();
			return this.nextToken();
		}
		return this.finishOp(types$1.incDec, 2);
	}
	if (next === 61) return this.finishOp(types$1.assign, 2);
	return this.finishOp(types$1.plusMin, 1);
};
pp.readToken_lt_gt = function(code) {
	var next = this.input.charCodeAt(this.pos + 1);
	var size = 1;
	if (next === code) {
		size = code === 62 && this.input.charCodeAt(this.pos + 2) === 62 ? 3 : 2;
		if (this.input.charCodeAt(this.pos + size) === 61) return this.finishOp(types$1.assign, size + 1);
		return this.finishOp(types$1.bitShift, size);
	}
	if (next === 33 && code === 60 && !this.inModule && this.input.charCodeAt(this.pos + 2) === 45 && this.input.charCodeAt(this.pos + 3) === 45) {
		this.skipLineComment(4);
		this.skipSpace();
		return this.nextToken();
	}
	if (next === 61) size = 2;
	return this.finishOp(types$1.relational, size);
};
pp.readToken_eq_excl = function(code) {
	var next = this.input.charCodeAt(this.pos + 1);
	if (next === 61) return this.finishOp(types$1.equality, this.input.charCodeAt(this.pos + 2) === 61 ? 3 : 2);
	if (code === 61 && next === 62 && this.options.ecmaVersion >= 6) {
		this.pos += 2;
		return this.finishToken(types$1.arrow);
	}
	return this.finishOp(code === 61 ? types$1.eq : types$1.prefix, 1);
};
pp.readToken_question = function() {
	var ecmaVersion = this.options.ecmaVersion;
	if (ecmaVersion >= 11) {
		var next = this.input.charCodeAt(this.pos + 1);
		if (next === 46) {
			var next2 = this.input.charCodeAt(this.pos + 2);
			if (next2 < 48 || next2 > 57) return this.finishOp(types$1.questionDot, 2);
		}
		if (next === 63) {
			if (ecmaVersion >= 12) {
				if (this.input.charCodeAt(this.pos + 2) === 61) return this.finishOp(types$1.assign, 3);
			}
			return this.finishOp(types$1.coalesce, 2);
		}
	}
	return this.finishOp(types$1.question, 1);
};
pp.readToken_numberSign = function() {
	var ecmaVersion = this.options.ecmaVersion;
	var code = 35;
	if (ecmaVersion >= 13) {
		++this.pos;
		code = this.fullCharCodeAtPos();
		if (isIdentifierStart(code, true) || code === 92) return this.finishToken(types$1.privateId, this.readWord1());
	}
	this.raise(this.pos, "Unexpected character '" + codePointToString(code) + "'");
};
pp.getTokenFromCode = function(code) {
	switch (code) {
		case 46: return this.readToken_dot();
		case 40:
			++this.pos;
			return this.finishToken(types$1.parenL);
		case 41:
			++this.pos;
			return this.finishToken(types$1.parenR);
		case 59:
			++this.pos;
			return this.finishToken(types$1.semi);
		case 44:
			++this.pos;
			return this.finishToken(types$1.comma);
		case 91:
			++this.pos;
			return this.finishToken(types$1.bracketL);
		case 93:
			++this.pos;
			return this.finishToken(types$1.bracketR);
		case 123:
			++this.pos;
			return this.finishToken(types$1.braceL);
		case 125:
			++this.pos;
			return this.finishToken(types$1.braceR);
		case 58:
			++this.pos;
			return this.finishToken(types$1.colon);
		case 96:
			if (this.options.ecmaVersion < 6) break;
			++this.pos;
			return this.finishToken(types$1.backQuote);
		case 48:
			var next = this.input.charCodeAt(this.pos + 1);
			if (next === 120 || next === 88) return this.readRadixNumber(16);
			if (this.options.ecmaVersion >= 6) {
				if (next === 111 || next === 79) return this.readRadixNumber(8);
				if (next === 98 || next === 66) return this.readRadixNumber(2);
			}
		case 49:
		case 50:
		case 51:
		case 52:
		case 53:
		case 54:
		case 55:
		case 56:
		case 57: return this.readNumber(false);
		case 34:
		case 39: return this.readString(code);
		case 47: return this.readToken_slash();
		case 37:
		case 42: return this.readToken_mult_modulo_exp(code);
		case 124:
		case 38: return this.readToken_pipe_amp(code);
		case 94: return this.readToken_caret();
		case 43:
		case 45: return this.readToken_plus_min(code);
		case 60:
		case 62: return this.readToken_lt_gt(code);
		case 61:
		case 33: return this.readToken_eq_excl(code);
		case 63: return this.readToken_question();
		case 126: return this.finishOp(types$1.prefix, 1);
		case 35: return this.readToken_numberSign();
	}
	this.raise(this.pos, "Unexpected character '" + codePointToString(code) + "'");
};
pp.finishOp = function(type, size) {
	var str = this.input.slice(this.pos, this.pos + size);
	this.pos += size;
	return this.finishToken(type, str);
};
pp.readRegexp = function() {
	var escaped, inClass, start = this.pos;
	for (;;) {
		if (this.pos >= this.input.length) this.raise(start, "Unterminated regular expression");
		var ch = this.input.charAt(this.pos);
		if (lineBreak.test(ch)) this.raise(start, "Unterminated regular expression");
		if (!escaped) {
			if (ch === "[") inClass = true;
			else if (ch === "]" && inClass) inClass = false;
			else if (ch === "/" && !inClass) break;
			escaped = ch === "\\";
		} else escaped = false;
		++this.pos;
	}
	var pattern = this.input.slice(start, this.pos);
	++this.pos;
	var flagsStart = this.pos;
	var flags = this.readWord1();
	if (this.containsEsc) this.unexpected(flagsStart);
	var state = this.regexpState || (this.regexpState = new RegExpValidationState(this));
	state.reset(start, pattern, flags);
	this.validateRegExpFlags(state);
	this.validateRegExpPattern(state);
	var value = null;
	try {
		value = new RegExp(pattern, flags);
	} catch (e) {}
	return this.finishToken(types$1.regexp, {
		pattern,
		flags,
		value
	});
};
pp.readInt = function(radix, len, maybeLegacyOctalNumericLiteral) {
	var allowSeparators = this.options.ecmaVersion >= 12 && len === void 0;
	var isLegacyOctalNumericLiteral = maybeLegacyOctalNumericLiteral && this.input.charCodeAt(this.pos) === 48;
	var start = this.pos, total = 0, lastCode = 0;
	for (var i = 0, e = len == null ? Infinity : len; i < e; ++i, ++this.pos) {
		var code = this.input.charCodeAt(this.pos), val = void 0;
		if (allowSeparators && code === 95) {
			if (isLegacyOctalNumericLiteral) this.raiseRecoverable(this.pos, "Numeric separator is not allowed in legacy octal numeric literals");
			if (lastCode === 95) this.raiseRecoverable(this.pos, "Numeric separator must be exactly one underscore");
			if (i === 0) this.raiseRecoverable(this.pos, "Numeric separator is not allowed at the first of digits");
			lastCode = code;
			continue;
		}
		if (code >= 97) val = code - 97 + 10;
		else if (code >= 65) val = code - 65 + 10;
		else if (code >= 48 && code <= 57) val = code - 48;
		else val = Infinity;
		if (val >= radix) break;
		lastCode = code;
		total = total * radix + val;
	}
	if (allowSeparators && lastCode === 95) this.raiseRecoverable(this.pos - 1, "Numeric separator is not allowed at the last of digits");
	if (this.pos === start || len != null && this.pos - start !== len) return null;
	return total;
};
function stringToNumber(str, isLegacyOctalNumericLiteral) {
	if (isLegacyOctalNumericLiteral) return parseInt(str, 8);
	return parseFloat(str.replace(/_/g, ""));
}
function stringToBigInt(str) {
	if (typeof BigInt !== "function") return null;
	return BigInt(str.replace(/_/g, ""));
}
pp.readRadixNumber = function(radix) {
	var start = this.pos;
	this.pos += 2;
	var val = this.readInt(radix);
	if (val == null) this.raise(this.start + 2, "Expected number in radix " + radix);
	if (this.options.ecmaVersion >= 11 && this.input.charCodeAt(this.pos) === 110) {
		val = stringToBigInt(this.input.slice(start, this.pos));
		++this.pos;
	} else if (isIdentifierStart(this.fullCharCodeAtPos())) this.raise(this.pos, "Identifier directly after number");
	return this.finishToken(types$1.num, val);
};
pp.readNumber = function(startsWithDot) {
	var start = this.pos;
	if (!startsWithDot && this.readInt(10, void 0, true) === null) this.raise(start, "Invalid number");
	var octal = this.pos - start >= 2 && this.input.charCodeAt(start) === 48;
	if (octal && this.strict) this.raise(start, "Invalid number");
	var next = this.input.charCodeAt(this.pos);
	if (!octal && !startsWithDot && this.options.ecmaVersion >= 11 && next === 110) {
		var val$1 = stringToBigInt(this.input.slice(start, this.pos));
		++this.pos;
		if (isIdentifierStart(this.fullCharCodeAtPos())) this.raise(this.pos, "Identifier directly after number");
		return this.finishToken(types$1.num, val$1);
	}
	if (octal && /[89]/.test(this.input.slice(start, this.pos))) octal = false;
	if (next === 46 && !octal) {
		++this.pos;
		this.readInt(10);
		next = this.input.charCodeAt(this.pos);
	}
	if ((next === 69 || next === 101) && !octal) {
		next = this.input.charCodeAt(++this.pos);
		if (next === 43 || next === 45) ++this.pos;
		if (this.readInt(10) === null) this.raise(start, "Invalid number");
	}
	if (isIdentifierStart(this.fullCharCodeAtPos())) this.raise(this.pos, "Identifier directly after number");
	var val = stringToNumber(this.input.slice(start, this.pos), octal);
	return this.finishToken(types$1.num, val);
};
pp.readCodePoint = function() {
	var ch = this.input.charCodeAt(this.pos), code;
	if (ch === 123) {
		if (this.options.ecmaVersion < 6) this.unexpected();
		var codePos = ++this.pos;
		code = this.readHexChar(this.input.indexOf("}", this.pos) - this.pos);
		++this.pos;
		if (code > 1114111) this.invalidStringToken(codePos, "Code point out of bounds");
	} else code = this.readHexChar(4);
	return code;
};
pp.readString = function(quote) {
	var out = "", chunkStart = ++this.pos;
	for (;;) {
		if (this.pos >= this.input.length) this.raise(this.start, "Unterminated string constant");
		var ch = this.input.charCodeAt(this.pos);
		if (ch === quote) break;
		if (ch === 92) {
			out += this.input.slice(chunkStart, this.pos);
			out += this.readEscapedChar(false);
			chunkStart = this.pos;
		} else if (ch === 8232 || ch === 8233) {
			if (this.options.ecmaVersion < 10) this.raise(this.start, "Unterminated string constant");
			++this.pos;
			if (this.options.locations) {
				this.curLine++;
				this.lineStart = this.pos;
			}
		} else {
			if (isNewLine(ch)) this.raise(this.start, "Unterminated string constant");
			++this.pos;
		}
	}
	out += this.input.slice(chunkStart, this.pos++);
	return this.finishToken(types$1.string, out);
};
var INVALID_TEMPLATE_ESCAPE_ERROR = {};
pp.tryReadTemplateToken = function() {
	this.inTemplateElement = true;
	try {
		this.readTmplToken();
	} catch (err) {
		if (err === INVALID_TEMPLATE_ESCAPE_ERROR) this.readInvalidTemplateToken();
		else throw err;
	}
	this.inTemplateElement = false;
};
pp.invalidStringToken = function(position, message) {
	if (this.inTemplateElement && this.options.ecmaVersion >= 9) throw INVALID_TEMPLATE_ESCAPE_ERROR;
	else this.raise(position, message);
};
pp.readTmplToken = function() {
	var out = "", chunkStart = this.pos;
	for (;;) {
		if (this.pos >= this.input.length) this.raise(this.start, "Unterminated template");
		var ch = this.input.charCodeAt(this.pos);
		if (ch === 96 || ch === 36 && this.input.charCodeAt(this.pos + 1) === 123) {
			if (this.pos === this.start && (this.type === types$1.template || this.type === types$1.invalidTemplate)) {
				if (ch === 36) {
					this.pos += 2;
					return this.finishToken(types$1.dollarBraceL);
				} else {
					++this.pos;
					return this.finishToken(types$1.backQuote);
				}
			}
			out += this.input.slice(chunkStart, this.pos);
			return this.finishToken(types$1.template, out);
		}
		if (ch === 92) {
			out += this.input.slice(chunkStart, this.pos);
			out += this.readEscapedChar(true);
			chunkStart = this.pos;
		} else if (isNewLine(ch)) {
			out += this.input.slice(chunkStart, this.pos);
			++this.pos;
			switch (ch) {
				case 13: if (this.input.charCodeAt(this.pos) === 10) ++this.pos;
				case 10:
					out += "\n";
					break;
				default: out += String.fromCharCode(ch);
			}
			if (this.options.locations) {
				++this.curLine;
				this.lineStart = this.pos;
			}
			chunkStart = this.pos;
		} else ++this.pos;
	}
};
pp.readInvalidTemplateToken = function() {
	for (; this.pos < this.input.length; this.pos++) switch (this.input[this.pos]) {
		case "\\":
			++this.pos;
			break;
		case "$": if (this.input[this.pos + 1] !== "{") break;
		case "`": return this.finishToken(types$1.invalidTemplate, this.input.slice(this.start, this.pos));
		case "\r": if (this.input[this.pos + 1] === "\n") ++this.pos;
		case "\n":
		case "\u2028":
		case "\u2029":
			++this.curLine;
			this.lineStart = this.pos + 1;
	}
	this.raise(this.start, "Unterminated template");
};
pp.readEscapedChar = function(inTemplate) {
	var ch = this.input.charCodeAt(++this.pos);
	++this.pos;
	switch (ch) {
		case 110: return "\n";
		case 114: return "\r";
		case 120: return String.fromCharCode(this.readHexChar(2));
		case 117: return codePointToString(this.readCodePoint());
		case 116: return "	";
		case 98: return "\b";
		case 118: return "\v";
		case 102: return "\f";
		case 13: if (this.input.charCodeAt(this.pos) === 10) ++this.pos;
		case 10:
			if (this.options.locations) {
				this.lineStart = this.pos;
				++this.curLine;
			}
			return "";
		case 56:
		case 57:
			if (this.strict) this.invalidStringToken(this.pos - 1, "Invalid escape sequence");
			if (inTemplate) {
				var codePos = this.pos - 1;
				this.invalidStringToken(codePos, "Invalid escape sequence in template string");
			}
		default:
			if (ch >= 48 && ch <= 55) {
				var octalStr = this.input.substr(this.pos - 1, 3).match(/^[0-7]+/)[0];
				var octal = parseInt(octalStr, 8);
				if (octal > 255) {
					octalStr = octalStr.slice(0, -1);
					octal = parseInt(octalStr, 8);
				}
				this.pos += octalStr.length - 1;
				ch = this.input.charCodeAt(this.pos);
				if ((octalStr !== "0" || ch === 56 || ch === 57) && (this.strict || inTemplate)) this.invalidStringToken(this.pos - 1 - octalStr.length, inTemplate ? "Octal literal in template string" : "Octal literal in strict mode");
				return String.fromCharCode(octal);
			}
			if (isNewLine(ch)) {
				if (this.options.locations) {
					this.lineStart = this.pos;
					++this.curLine;
				}
				return "";
			}
			return String.fromCharCode(ch);
	}
};
pp.readHexChar = function(len) {
	var codePos = this.pos;
	var n = this.readInt(16, len);
	if (n === null) this.invalidStringToken(codePos, "Bad character escape sequence");
	return n;
};
pp.readWord1 = function() {
	this.containsEsc = false;
	var word = "", first = true, chunkStart = this.pos;
	var astral = this.options.ecmaVersion >= 6;
	while (this.pos < this.input.length) {
		var ch = this.fullCharCodeAtPos();
		if (isIdentifierChar(ch, astral)) this.pos += ch <= 65535 ? 1 : 2;
		else if (ch === 92) {
			this.containsEsc = true;
			word += this.input.slice(chunkStart, this.pos);
			var escStart = this.pos;
			if (this.input.charCodeAt(++this.pos) !== 117) this.invalidStringToken(this.pos, "Expecting Unicode escape sequence \\uXXXX");
			++this.pos;
			var esc = this.readCodePoint();
			if (!(first ? isIdentifierStart : isIdentifierChar)(esc, astral)) this.invalidStringToken(escStart, "Invalid Unicode escape");
			word += codePointToString(esc);
			chunkStart = this.pos;
		} else break;
		first = false;
	}
	return word + this.input.slice(chunkStart, this.pos);
};
pp.readWord = function() {
	var word = this.readWord1();
	var type = types$1.name;
	if (this.keywords.test(word)) type = keywords[word];
	return this.finishToken(type, word);
};
var version = "8.19.0";
Parser.acorn = {
	Parser,
	version,
	defaultOptions,
	Position,
	SourceLocation,
	getLineInfo,
	Node,
	TokenType,
	tokTypes: types$1,
	keywordTypes: keywords,
	TokContext,
	tokContexts: types$2,
	isIdentifierChar,
	isIdentifierStart,
	Token,
	isNewLine,
	lineBreak,
	lineBreakG,
	nonASCIIwhitespace
};
function parse(input, options) {
	return Parser.parse(input, options);
}

// packages/core/src/kernels/inside/edits.ts
/** At one place insertions come first, then what ends there, then what begins, then what is replaced from there on. */
const order = {
	insertion: 0,
	closing: 1,
	opening: 2,
	replacement: 3
};
/** Changes to a text that move none of its lines. One that begins in a part that another replaces is dropped. */
var Edits = class {
	#source;
	#edits = [];
	constructor(source) {
		this.#source = source;
	}
	insert(at, text) {
		this.#add("insertion", at, at, text, this.#edits.length);
	}
	/** Parts may lie in one another. */
	wrap({ start, end }, before, after) {
		this.#add("opening", start, start, before, -end);
		this.#add("closing", end, end, after, -start);
	}
	replace(start, end, text) {
		this.#add("replacement", start, end, text + this.#source.slice(start, end).replace(/[^\n]/g, ""), start);
	}
	/** Leaves spaces of the same length. */
	blank(start, end) {
		if (start < end) this.#add("replacement", start, end, this.#source.slice(start, end).replace(/[^\n\r]/g, " "), start);
	}
	#add(kind, start, end, text, rank) {
		this.#edits.push({
			kind,
			start,
			end,
			text,
			rank
		});
	}
	apply() {
		const parts = [];
		let at = 0;
		for (const { start, end, text } of this.#sorted()) {
			if (start < at) continue;
			parts.push(this.#source.slice(at, start), text);
			at = end;
		}
		return parts.join("") + this.#source.slice(at);
	}
	#sorted() {
		return [...this.#edits].sort((one, other) => one.start - other.start || order[one.kind] - order[other.kind] || one.rank - other.rank);
	}
};

// packages/core/src/kernels/inside/syntax.ts
/** The nodes that belong to the program's own scope: not those in its functions and in the members of its classes. */
function* walkScope(program) {
	for (const node of program.body) yield* walk(node, true, "statement", node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration");
}
function* walk(node, isTop, place, exported = false) {
	yield {
		node,
		isTop,
		place
	};
	if (isFunction(node) || node.type === "StaticBlock") return;
	const isLoop = /^For(In|Of)?Statement$/.test(node.type);
	for (const [key, child] of childrenOf(node)) {
		if (node.type === "PropertyDefinition" && key === "value") continue;
		yield* walk(child, exported, isLoop && (key === "init" || key === "left") ? "head" : "statement");
	}
}
function* everyNode(node) {
	yield node;
	for (const [, child] of childrenOf(node)) yield* everyNode(child);
}
/** The names that a pattern binds. */
function* namesOf(pattern) {
	switch (pattern.type) {
		case "Identifier":
			yield pattern.name;
			return;
		case "ObjectPattern":
			for (const each of pattern.properties) yield* namesOf(each.type === "Property" ? each.value : each);
			return;
		case "ArrayPattern":
			for (const each of pattern.elements) if (each !== null) yield* namesOf(each);
			return;
		case "RestElement":
			yield* namesOf(pattern.argument);
			return;
		case "AssignmentPattern":
			yield* namesOf(pattern.left);
			return;
		case "MemberExpression": return;
	}
}
function* childrenOf(node) {
	for (const [key, value] of Object.entries(node)) for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) yield [key, each];
}
function isFunction({ type }) {
	return type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";
}
function isNode(value) {
	return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

// packages/core/src/kernels/inside/rewrite.ts
/** What rewritten cells find under this name; see Helpers in run.ts. */
const HELPERS = "__glovebox";
/** `file`: what the cell is called in traces. Throws the parser's SyntaxError, with the place of it in `loc`. */
function rewrite(text, file) {
	const source = text.replace(/^#!.*/, "");
	const code = {
		source,
		file
	};
	const { program, isModule } = parseCell(source);
	const last = program.body.at(-1);
	const shows = last?.type === "ExpressionStatement" && last.directive === void 0;
	return isModule && needsFunction(program) ? {
		...asFunction(code, program),
		shows
	} : {
		script: asScript(code, program),
		body: void 0,
		shows
	};
}
/** Modules first, because they may await; then what only old scripts may have. */
function parseCell(source) {
	const options = { ecmaVersion: "latest" };
	try {
		return {
			program: parse(source, {
				...options,
				sourceType: "module"
			}),
			isModule: true
		};
	} catch (error) {
		try {
			return {
				program: parse(source, {
					...options,
					sourceType: "script"
				}),
				isModule: false
			};
		} catch {
			throw error;
		}
	}
}
function needsFunction(program) {
	return [...walkScope(program)].some(({ node }) => node.type === "AwaitExpression" || node.type === "ImportDeclaration" || isReexport(node) || node.type === "ForOfStatement" && node.await || node.type === "VariableDeclaration" && node.kind.endsWith("using"));
}
/** Names that last are `var`: those of a later cell may take their place. */
function asScript(code, program) {
	const edits = new Edits(code.source);
	for (const node of program.body) {
		const declaration = withoutExport(node, edits);
		if (declaration.type === "VariableDeclaration") toVar(declaration, edits);
		if (declaration.type === "ClassDeclaration" && declaration.id != null) edits.wrap(declaration, `var ${declaration.id.name} = `, ";");
	}
	help(program, edits, code);
	return edits.apply();
}
function toVar({ start, kind, declarations }, edits) {
	if (kind === "var") return;
	edits.replace(start, start + kind.length, "var");
	for (const { id, init } of declarations) if (init == null) edits.insert(id.end, " = undefined");
}
function asFunction(code, program) {
	const { source } = code;
	const functions = new Edits(source);
	const edits = new Edits(source);
	const names = /* @__PURE__ */ new Set();
	for (const found of walkScope(program)) hoist(found, edits, names);
	let at = 0;
	for (const node of program.body) {
		const declaration = withoutExport(node, edits);
		if (declaration.type !== "FunctionDeclaration" || declaration.id === null) {
			help(node, edits, code);
			continue;
		}
		edits.blank(declaration.start, node.end);
		functions.blank(at, declaration.start);
		help(declaration, functions, code);
		at = node.end;
	}
	functions.blank(at, source.length);
	if (names.size > 0) functions.insert(0, `var ${[...names].join(", ")}; `);
	const last = program.body.at(-1);
	if (last?.type === "ExpressionStatement") {
		const end = source[last.end - 1] === ";" ? last.end - 1 : last.end;
		edits.wrap({
			start: last.start,
			end
		}, "return (", ")");
	}
	return {
		script: functions.apply(),
		body: `(async () => { ${edits.apply()}\n})`
	};
}
/** Turns a declaration of the cell's own scope into an assignment to its global name. */
function hoist({ node, isTop, place }, edits, names) {
	if (node.type === "ImportDeclaration") importing(node, edits, names);
	else if (isReexport(node)) edits.replace(node.start, node.end, `await ${HELPERS}.load(${node.source?.raw});`);
	else if (node.type === "ClassDeclaration" && isTop && node.id != null) {
		names.add(node.id.name);
		edits.wrap(node, `void (${node.id.name} = `, ");");
	} else if (node.type === "VariableDeclaration" && (node.kind === "var" || isTop && !node.kind.endsWith("using"))) {
		for (const { id } of node.declarations) for (const name of namesOf(id)) names.add(name);
		if (place === "head") edits.replace(node.start, node.start + node.kind.length, "");
		else assign(node, edits);
	}
}
function isReexport(node) {
	return node.type === "ExportAllDeclaration" || node.type === "ExportNamedDeclaration" && node.source != null;
}
function assign(node, edits) {
	edits.replace(node.start, node.start + node.kind.length, "");
	edits.wrap({
		start: node.start,
		end: node.declarations.at(-1)?.end ?? node.end
	}, "void (", ")");
	for (const { id, init } of node.declarations) {
		if (init != null) continue;
		if (node.kind === "var") edits.insert(id.start, "0, ");
		else edits.insert(id.end, " = undefined");
	}
}
function importing({ start, end, specifiers, source, attributes }, edits, names) {
	const fields = [];
	const wanted = [];
	let whole = "";
	for (const each of specifiers) {
		names.add(each.local.name);
		if (each.type === "ImportNamespaceSpecifier") {
			whole = `${each.local.name} = `;
			continue;
		}
		const imported = each.type === "ImportDefaultSpecifier" ? "default" : nameOf(each.imported);
		wanted.push(imported);
		fields.push(`${JSON.stringify(imported)}: ${each.local.name}`);
	}
	const given = (attributes ?? []).map(({ key, value }) => `${JSON.stringify(nameOf(key))}: ${value.raw}`);
	const more = given.length === 0 ? "" : `, { ${given.join(", ")} }`;
	const loaded = `${whole}await ${HELPERS}.load(${source.raw}, ${JSON.stringify(wanted)}${more})`;
	edits.replace(start, end, fields.length === 0 ? `void (${loaded});` : `void ({ ${fields.join(", ")} } = ${loaded});`);
}
/** An interrupt ends what awaits, so each await of the cell, also in its functions, goes through ours. */
function help(root, edits, { source, file }) {
	for (const node of everyNode(root)) if (node.type === "AwaitExpression") {
		const { line, column } = getLineInfo(source, node.start);
		edits.wrap(node.argument, `${HELPERS}.wait(`, `, "${file}:${line}:${column + 1}")`);
	} else if (node.type === "ImportExpression") edits.replace(node.start, node.start + 6, `${HELPERS}.import`);
	else if (node.type === "MetaProperty" && node.meta.name === "import") edits.replace(node.start, node.end, `${HELPERS}.meta`);
}
/** The declaration that is exported, or the statement itself. */
function withoutExport(node, edits) {
	if (node.type === "ExportDefaultDeclaration") {
		const { declaration } = node;
		const isNamed = "id" in declaration && declaration.id != null;
		const isStatement = /^(Function|Class)Declaration$/.test(declaration.type);
		edits.replace(node.start, declaration.start, isStatement && !isNamed ? "void " : "");
		return isNamed ? declaration : node;
	}
	if (node.type !== "ExportNamedDeclaration" || node.source != null) return node;
	if (node.declaration == null) edits.blank(node.start, node.end);
	else edits.replace(node.start, node.declaration.start, "");
	return node.declaration ?? node;
}
function nameOf(node) {
	return node.type === "Identifier" ? node.name : String(node.value);
}

// packages/core/src/kernels/inside/variables.ts
const MAX_VARIABLES = 1e3;
const MAX_PREVIEW = 200;
const MAX_ITEMS = 20;
/** The program's own variables, by name. Runs no code of the program. */
function listVariables(initial) {
	return Object.getOwnPropertyNames(globalThis).filter((name) => !initial.has(name) && name.length <= MAX_PREVIEW).flatMap((name) => {
		const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
		return descriptor !== void 0 && "value" in descriptor ? [describe$1(name, descriptor.value)] : [];
	}).slice(0, MAX_VARIABLES).sort((one, other) => one.name < other.name ? -1 : 1);
}
function describe$1(name, value) {
	const size = sizeOf(value);
	const text = preview(value, 3);
	return {
		name,
		type: typeName(value),
		...size === void 0 ? {} : { size },
		preview: (text.length <= MAX_PREVIEW ? text : `${text.slice(0, 199)}…`).toWellFormed()
	};
}
function sizeOf(value) {
	if (typeof value === "string") return value.length;
	if (typeof value !== "object" || value === null || types.isProxy(value)) return void 0;
	if (Array.isArray(value)) return value.length;
	if (types.isMap(value)) return Reflect.get(Map.prototype, "size", value);
	if (types.isSet(value)) return Reflect.get(Set.prototype, "size", value);
	if (types.isTypedArray(value)) return Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), "length", value);
	return isPlainObject(value) ? Object.keys(value).length : void 0;
}
function preview(value, depth) {
	switch (typeof value) {
		case "string": return JSON.stringify(value.slice(0, MAX_PREVIEW));
		case "bigint": return `${String(value).slice(0, MAX_PREVIEW)}n`;
		case "symbol": return String(value);
		case "function": return types.isProxy(value) ? "<Proxy>" : functionPreview(value);
		case "object": return value === null ? "null" : objectPreview(value, depth);
		default: return String(value);
	}
}
function functionPreview(value) {
	return (Function.prototype.toString.call(value).slice(0, MAX_PREVIEW).split("{")[0] ?? "").replace(/\s*(=>)?\s*$/, "").replace(/\s+/g, " ");
}
function objectPreview(value, depth) {
	if (types.isProxy(value)) return "<Proxy>";
	if (Array.isArray(value)) return depth === 0 ? "[…]" : `[${few(items(value), value.length, depth)}]`;
	if (types.isDate(value)) return String(toJson(value) ?? "Invalid Date");
	if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
	if (types.isMap(value) || types.isSet(value) || types.isTypedArray(value)) return `${typeName(value)}(${sizeOf(value)})`;
	if (!isPlainObject(value)) return `<${typeName(value)} object>`;
	if (depth === 0) return "{…}";
	const fields = fieldsOf(value);
	return `{${fields.slice(0, MAX_ITEMS).map(([name, field]) => `${name}: ${preview(field, depth - 1)}`).join(", ")}${fields.length > MAX_ITEMS ? `, … ${fields.length - MAX_ITEMS} more` : ""}}`;
}
function items(value) {
	return Array.from({ length: Math.min(value.length, MAX_ITEMS) }, (_, index) => dataOf(value, index));
}
function few(values, all, depth) {
	const told = values.map((each) => preview(each, depth - 1)).join(", ");
	return all > values.length ? `${told}, … ${all - values.length} more` : told;
}
function isPlainObject(value) {
	const prototype = Object.getPrototypeOf(value);
	return prototype === null || prototype === Object.prototype;
}

// packages/core/src/kernels/inside/cells.ts
const KEPT_SOURCES = 1e3;
const MOST_NOTES$1 = 100;
/**
* Runs JavaScript cells, one at a time, whose names all last.
*
* An interrupt can take the stack away at any instruction, ours included, and the promises that were due. So nothing here
* depends on code that comes after a cell: whoever interrupts calls `interrupt` once the program has given way.
*/
var Cells = class {
	#options;
	#context = new AsyncLocalStorage();
	#sources = /* @__PURE__ */ new Map();
	#initial;
	#number = 0;
	#current;
	constructor(options) {
		this.#options = options;
		this.#define();
		this.#catchStrays();
		this.#initial = new Set(Object.getOwnPropertyNames(globalThis));
	}
	get busy() {
		return this.#current !== void 0;
	}
	/** `onDone` is called once, however the cell ends. */
	run(order, onDone) {
		const before = new Map(Object.keys(order.variables).map((name) => [name, process$1.env[name]]));
		const run = {
			order,
			show: new Show(this.#options.emit),
			before,
			onDone,
			waiting: /* @__PURE__ */ new Set(),
			shows: false,
			interrupted: false,
			ended: false
		};
		this.#current = run;
		Object.assign(process$1.env, order.variables);
		this.#catchStrays();
		try {
			const value = this.#context.run(run, () => this.#evaluate(run));
			if (types.isPromise(value)) Promise.prototype.then.call(value, (shown) => this.#succeed(run, shown), (error) => this.#fail(run, error));
			else this.#succeed(run, value);
		} catch (error) {
			this.#fail(run, error);
		}
	}
	#evaluate(run) {
		const { source, counts } = run.order;
		if (counts) this.#number++;
		const file = `<cell ${this.#number}>`;
		this.#remember(file, source);
		const { script, body, shows } = this.#rewritten(source, file);
		run.shows = shows;
		const value = this.#compile(script, file)();
		if (body === void 0) return shows ? value : void 0;
		return this.#compile(body, file)()();
	}
	#rewritten(source, file) {
		try {
			return rewrite(this.#options.toJavaScript?.(source) ?? source, file);
		} catch (error) {
			throw atPlace(error, file, source);
		}
	}
	#compile(source, filename) {
		const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
		const script = new Script(source, {
			filename,
			importModuleDynamically
		});
		return () => script.runInThisContext({ displayErrors: false });
	}
	#remember(file, source) {
		this.#sources.set(file, source);
		for (const oldest of this.#sources.keys()) {
			if (this.#sources.size <= KEPT_SOURCES) break;
			this.#sources.delete(oldest);
		}
	}
	#succeed(run, value) {
		if (run.ended) return;
		try {
			if (run.shows) run.show.main(value);
			this.#end(run, {
				ok: true,
				...this.#returned(run)
			});
		} catch (error) {
			this.#fail(run, error);
		}
	}
	#fail(run, error) {
		if (!(error instanceof Exit)) this.#end(run, {
			ok: false,
			error: report(error, this.#tracing)
		});
		else if (error.code === 0) {
			run.show.notes.add("process.exit() ended this cell; the session goes on with its variables");
			this.#end(run, {
				ok: true,
				...this.#returned(run)
			});
		} else {
			const told = {
				name: "ProcessExit",
				message: `the cell ended with exit code ${error.code}; the session goes on with its variables`,
				traceback: "",
				memory: false,
				module: ""
			};
			this.#end(run, {
				ok: false,
				exitCode: error.code,
				error: told
			});
		}
	}
	/** Not at once, so that rejections that nobody handles are still told as the cell's. */
	#end(run, done) {
		if (run.ended) return;
		run.ended = true;
		setImmediate(() => this.#close(run, done));
	}
	#close(run, done) {
		if (this.#current !== run) return;
		this.#current = void 0;
		for (const [name, value] of run.before) if (value === void 0) delete process$1.env[name];
		else process$1.env[name] = value;
		run.onDone({
			...done,
			notes: [...run.show.notes].slice(0, MOST_NOTES$1)
		});
	}
	#returned({ order, show }) {
		if (order.returns.length === 0) return {};
		const variables = {};
		for (const name of order.returns) {
			if (!Object.hasOwn(globalThis, name)) {
				show.notes.add(`there is no variable named '${name}' to return`);
				continue;
			}
			const value = Reflect.get(globalThis, name);
			const json = toJson(value);
			if (json === void 0) show.notes.add(`${name} is larger than 8 MB as JSON and was left out; return a part of it`);
			variables[name] = json ?? marker(value);
		}
		return { variables };
	}
	variables() {
		return listVariables(this.#initial);
	}
	/** Ends the cell and what it awaits. `gaveWay`: what it ran was taken off the stack. */
	interrupt() {
		const run = this.#current;
		if (run === void 0) return;
		const error = new Interrupted();
		run.interrupted = true;
		for (const reject of [...run.waiting]) reject(error);
		this.#context.run(run, () => setImmediate(() => this.#fail(run, error)));
	}
	get #tracing() {
		return {
			own: this.#options.own,
			sources: this.#sources
		};
	}
	#define() {
		const helpers = {
			wait: (value, place) => this.#wait(value, place),
			load: (specifier, names, attributes) => load$1(specifier, names ?? [], attributes, this.#options.toJavaScript !== void 0),
			import: (specifier, options) => importModule(specifier, options),
			meta: meta()
		};
		Object.defineProperty(globalThis, HELPERS, { value: Object.freeze(helpers) });
		const display = (...values) => this.#current?.show.display(...values);
		Object.defineProperty(globalThis, "display", {
			value: display,
			writable: true,
			configurable: true
		});
		process$1.exit = (code = process$1.exitCode ?? 0) => {
			throw new Exit(Number(code) & 255);
		};
	}
	/** What a cell awaits: an interrupt of that cell ends it. */
	#wait(value, place) {
		const run = this.#context.getStore();
		if (run?.interrupted) throw new Interrupted();
		if (run === void 0 || value === null || typeof value !== "object" && typeof value !== "function") return value;
		return new Promise((resolve, reject) => {
			const stop = (error) => {
				run.waiting.delete(stop);
				reject(error);
			};
			run.waiting.add(stop);
			const settle = (answer) => {
				run.waiting.delete(stop);
				resolve(answer);
			};
			const fail = (error) => stop(awaitedAt(error, place));
			Promise.resolve(value).then(settle, fail);
		});
	}
	/** Errors that no cell handles do not end the session. Programs can take listeners away, so each cell adds them anew. */
	#catchStrays() {
		for (const [event, listener] of [["uncaughtException", this.#onStray], ["unhandledRejection", this.#onStray]]) {
			process$1.off(event, listener);
			process$1.on(event, listener);
		}
	}
	#onStray = (error) => {
		const run = this.#current;
		if (error instanceof Interrupted) return;
		if (error instanceof Exit) {
			if (run !== void 0) this.#fail(run, error);
			return;
		}
		this.#options.sayError(`${traceback(error, this.#tracing)}\n`);
	};
};
function meta() {
	return Object.freeze({
		get url() {
			return `file://${process$1.cwd()}/cell.js`;
		},
		get dirname() {
			return process$1.cwd();
		},
		get filename() {
			return `${process$1.cwd()}/cell.js`;
		}
	});
}

// packages/core/src/engines/portable/inside/ending.ts
const LINGER_MS = 5e3;
const MOST_DEPTH = 32;
const MOST_NOTES = 20;
/** What is no regular file and so stays inside: one note, however many there are. */
var LeftOut = class {
	#links = 0;
	#deep = false;
	#first = "";
	link(name) {
		if (this.#links++ === 0) this.#first = name;
	}
	deepFolder() {
		this.#deep = true;
	}
	get notes() {
		const links = `${this.#links} ${this.#links === 1 ? "link" : "links"} left out, such as ${JSON.stringify(this.#first.slice(0, 200))}: only regular files come out`;
		return [...this.#links === 0 ? [] : [links], ...this.#deep ? [`folders deeper than ${32} levels were left out`] : []];
	}
};
/** Says how the program ended, and what it left. Works without a turn of the event loop, so it can be its last act. */
function tellEnding(host, workspace, most, ended, told) {
	if (told !== void 0) host.send("error", new TextEncoder().encode(told));
	const notes = tellFiles(host, workspace, most);
	const { exitCode, signal = null } = ended;
	host.sendJson("ended", {
		exitCode,
		signal,
		notes
	});
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LINGER_MS);
}
/** Hands over the files that are new or changed. Answers what there is to say about those that are not. */
function tellFiles(host, workspace, most) {
	const { files, notes } = workspace.changed();
	let left = most;
	for (const [name, content] of [...files].sort(([a], [b]) => a < b ? -1 : 1)) {
		if (content.length > left) {
			notes.push(`${JSON.stringify(name.slice(0, 200))} was left out: artifacts larger than limits.workspaceBytes`);
			continue;
		}
		left -= content.length;
		host.sendJson("artifact", {
			name,
			size: content.length
		});
		host.sendData(content);
	}
	return bounded(notes);
}
function bounded(notes) {
	if (notes.length <= MOST_NOTES) return notes;
	return [...notes.slice(0, 19), `and ${notes.length - MOST_NOTES + 1} more notes like these`];
}
function same(one, other) {
	if (one === void 0 || one.length !== other.length) return false;
	for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
	return true;
}

// packages/core/src/engines/portable/inside/globals.ts
/**
* Names that would not do what a program expects here: some block on the process's own stdin, some start threads that
* nobody counts, some fail for want of a folder.
*/
const TAKEN_AWAY = [...[
	"Worker",
	"localStorage",
	"sessionStorage",
	"caches",
	"prompt",
	"alert",
	"confirm",
	"close"
], ...[
	"BroadcastChannel",
	"EventSource",
	"WebSocket"
]];
/** What a program finds in Node: streams, folder, files. Made ahead; `hand` adds what is the program's own. */
var Globals = class {
	#surroundings;
	#stdin = /* @__PURE__ */ new Uint8Array();
	#read = 0;
	#folder = "/workspace";
	constructor(surroundings) {
		const { fs, write, die } = surroundings;
		this.#surroundings = surroundings;
		const stdout = writer("stdout", 1, write);
		const stderr = writer("stderr", 2, write);
		replace(process$1, {
			execArgv: [],
			stdout,
			stderr,
			cwd: () => this.#folder,
			chdir: (path) => {
				this.#folder = fs.realpathSync(path);
			},
			kill: (pid, signal = "SIGTERM") => {
				if (pid !== process$1.pid) throw Object.assign(/* @__PURE__ */ new Error("kill ESRCH"), {
					code: "ESRCH",
					syscall: "kill"
				});
				if (signal !== 0) die(typeof signal === "number" ? `SIG${signal}` : signal);
				return true;
			},
			abort: () => die("SIGABRT")
		});
		replace(globalThis, {
			console: new Console({
				stdout,
				stderr
			}),
			process: process$1,
			Buffer: Buffer$1
		});
		this.#standardStreams();
		for (const name of ["stdout", "stderr"]) replace(Deno[name], denoWriter(name, write));
		for (const name of TAKEN_AWAY) Reflect.deleteProperty(globalThis, name);
	}
	/** The program's own arguments, variables, folder and stdin. */
	hand({ run, stdin }) {
		this.settle(run.workdir, run.variables);
		replace(process$1, { argv: [
			"node",
			run.main,
			...run.arguments
		] });
		this.give(stdin);
	}
	settle(workdir, variables) {
		this.#folder = workdir;
		replace(process$1, {
			argv: ["node"],
			env: {
				LANG: "C.UTF-8",
				HOME: "/home/user",
				PWD: workdir,
				...variables
			}
		});
	}
	/** All that there is to read on stdin from now on. */
	give(stdin) {
		this.#stdin = Buffer$1.from(stdin);
		this.#read = 0;
		const stream = Readable.from(stdin.length === 0 ? [] : [Buffer$1.from(stdin)], { objectMode: false });
		replace(process$1, { stdin: Object.assign(stream, {
			fd: 0,
			isTTY: false
		}) });
	}
	#restOfStdin(most = this.#stdin.length) {
		const piece = Buffer$1.from(this.#stdin.subarray(this.#read, this.#read + most));
		this.#read += piece.length;
		return piece;
	}
	/** Descriptors 0 to 2 in the calls of node:fs that programs use on them. */
	#standardStreams() {
		const { fs, write } = this.#surroundings;
		const writeSync = fs.writeSync.bind(fs);
		const readFileSync = fs.readFileSync.bind(fs);
		const readSync = fs.readSync.bind(fs);
		replace(fs, {
			writeSync: (file, data, ...more) => {
				if (file !== 1 && file !== 2) return writeSync(file, data, ...more);
				const bytes = typeof data === "string" ? Buffer$1.from(data) : data;
				write(file === 1 ? "stdout" : "stderr", bytes);
				return bytes.length;
			},
			readFileSync: (file, options) => {
				if (file !== 0 && file !== "/dev/stdin") return readFileSync(file, options);
				const encoding = typeof options === "string" ? options : options?.encoding;
				return encoding === void 0 ? this.#restOfStdin() : this.#restOfStdin().toString(encoding);
			},
			readSync: (file, into, ...more) => {
				if (file !== 0) return readSync(file, into, ...more);
				const [offset = 0, length = into.length - offset] = more;
				const piece = this.#restOfStdin(length);
				into.set(piece, offset);
				return piece.length;
			}
		});
	}
};
function writer(name, fd, write) {
	const stream = new Writable({
		decodeStrings: true,
		highWaterMark: 1048576,
		write: (chunk, _encoding, done) => {
			write(name, chunk);
			done();
		}
	});
	return Object.assign(stream, {
		fd,
		isTTY: false
	});
}
/** The process's own stdout carries frames, so Deno's name for it must not write there. */
function denoWriter(name, write) {
	const writeSync = (data) => {
		write(name, data);
		return data.length;
	};
	return {
		writeSync,
		write: async (data) => writeSync(data)
	};
}
function replace(target, names) {
	for (const [name, value] of Object.entries(names)) Object.defineProperty(target, name, {
		value,
		writable: true,
		configurable: true,
		enumerable: true
	});
}

// packages/core/src/engines/portable/inside/interrupter.ts
const SIGINT = 2;
/** Reads the host's last word in a thread of its own, because the program's thread may never come to it. */
const LISTENER = `
self.onmessage = ({ data }) => {
  Deno.stdin.readSync(new Uint8Array(1));
  const flag = new Int32Array(data);
  Atomics.store(new Uint8Array(data), 0, ${SIGINT});
  Atomics.notify(flag, 0);
};`;
/** The same where the process stays: every frame goes on to the program's thread, and a stop interrupts it at once. */
const LIVE_LISTENER = `
self.onmessage = ({ data }) => {
  const flag = new Int32Array(data);
  const exactly = (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const read = Deno.stdin.readSync(bytes.subarray(at));
      if (read === null) return undefined;
      at += read;
    }
    return bytes;
  };
  for (;;) {
    const head = exactly(5);
    const payload = head && exactly(new DataView(head.buffer).getUint32(0, true));
    if (payload === undefined) return self.postMessage(null);
    const letter = String.fromCharCode(head[4]);
    if (letter === "${portableFrames.letterOf("stop")}") {
      Atomics.store(new Uint8Array(data), 0, ${SIGINT});
      Atomics.notify(flag, 0);
    }
    self.postMessage({ letter, payload });
  }
};`;
/** Taken here, because a program does not find it. */
const Thread = Worker;
/**
* Lets the host interrupt a program that never gives way: after the program, anything on stdin (a stop, or its end)
* becomes a KeyboardInterrupt.
*/
var Interrupter = class {
	#memory = new SharedArrayBuffer(4);
	#flag = new Int32Array(this.#memory);
	#thread;
	/** What Pyodide looks at between instructions. */
	buffer = new Uint8Array(this.#memory);
	constructor() {
		this.#thread = threadOf(LISTENER);
	}
	/** From now on stdin belongs to the other thread. */
	listen() {
		this.#thread.postMessage(this.#memory);
	}
	/** From now on it brings the orders: null where the host has gone. */
	serve(onOrder) {
		const thread = threadOf(LIVE_LISTENER);
		thread.onmessage = ({ data }) => onOrder(data);
		thread.postMessage(this.#memory);
	}
	/** What was asked of the cell before does not concern the next. */
	forget() {
		Atomics.store(this.#flag, 0, 0);
	}
	/** Sleeps without burning the processor, and wakes early at an interruption. */
	wait(milliseconds) {
		Atomics.wait(this.#flag, 0, 0, milliseconds);
	}
};
function threadOf(source) {
	return new Thread(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
}

// node_modules/tslib/tslib.es6.mjs
var tslib_es6_exports = /* @__PURE__ */ __exportAll({
	__addDisposableResource: () => __addDisposableResource,
	__assign: () => __assign,
	__asyncDelegator: () => __asyncDelegator,
	__asyncGenerator: () => __asyncGenerator,
	__asyncValues: () => __asyncValues,
	__await: () => __await,
	__awaiter: () => __awaiter,
	__classPrivateFieldGet: () => __classPrivateFieldGet,
	__classPrivateFieldIn: () => __classPrivateFieldIn,
	__classPrivateFieldSet: () => __classPrivateFieldSet,
	__createBinding: () => __createBinding,
	__decorate: () => __decorate,
	__disposeResources: () => __disposeResources,
	__esDecorate: () => __esDecorate,
	__exportStar: () => __exportStar,
	__extends: () => __extends,
	__generator: () => __generator,
	__importDefault: () => __importDefault,
	__importStar: () => __importStar,
	__makeTemplateObject: () => __makeTemplateObject,
	__metadata: () => __metadata,
	__param: () => __param,
	__propKey: () => __propKey,
	__read: () => __read,
	__rest: () => __rest,
	__rewriteRelativeImportExtension: () => __rewriteRelativeImportExtension,
	__runInitializers: () => __runInitializers,
	__setFunctionName: () => __setFunctionName,
	__spread: () => __spread,
	__spreadArray: () => __spreadArray,
	__spreadArrays: () => __spreadArrays,
	__values: () => __values,
	default: () => tslib_es6_default
});
function __extends(d, b) {
	if (typeof b !== "function" && b !== null) throw new TypeError("Class extends value " + String(b) + " is not a constructor or null");
	extendStatics(d, b);
	function __() {
		this.constructor = d;
	}
	d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
}
function __rest(s, e) {
	var t = {};
	for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p) && e.indexOf(p) < 0) t[p] = s[p];
	if (s != null && typeof Object.getOwnPropertySymbols === "function") {
		for (var i = 0, p = Object.getOwnPropertySymbols(s); i < p.length; i++) if (e.indexOf(p[i]) < 0 && Object.prototype.propertyIsEnumerable.call(s, p[i])) t[p[i]] = s[p[i]];
	}
	return t;
}
function __decorate(decorators, target, key, desc) {
	var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
	if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
	else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
	return c > 3 && r && Object.defineProperty(target, key, r), r;
}
function __param(paramIndex, decorator) {
	return function(target, key) {
		decorator(target, key, paramIndex);
	};
}
function __esDecorate(ctor, descriptorIn, decorators, contextIn, initializers, extraInitializers) {
	function accept(f) {
		if (f !== void 0 && typeof f !== "function") throw new TypeError("Function expected");
		return f;
	}
	var kind = contextIn.kind, key = kind === "getter" ? "get" : kind === "setter" ? "set" : "value";
	var target = !descriptorIn && ctor ? contextIn["static"] ? ctor : ctor.prototype : null;
	var descriptor = descriptorIn || (target ? Object.getOwnPropertyDescriptor(target, contextIn.name) : {});
	var _, done = false;
	for (var i = decorators.length - 1; i >= 0; i--) {
		var context = {};
		for (var p in contextIn) context[p] = p === "access" ? {} : contextIn[p];
		for (var p in contextIn.access) context.access[p] = contextIn.access[p];
		context.addInitializer = function(f) {
			if (done) throw new TypeError("Cannot add initializers after decoration has completed");
			extraInitializers.push(accept(f || null));
		};
		var result = (0, decorators[i])(kind === "accessor" ? {
			get: descriptor.get,
			set: descriptor.set
		} : descriptor[key], context);
		if (kind === "accessor") {
			if (result === void 0) continue;
			if (result === null || typeof result !== "object") throw new TypeError("Object expected");
			if (_ = accept(result.get)) descriptor.get = _;
			if (_ = accept(result.set)) descriptor.set = _;
			if (_ = accept(result.init)) initializers.unshift(_);
		} else if (_ = accept(result)) {
			if (kind === "field") initializers.unshift(_);
			else descriptor[key] = _;
		}
	}
	if (target) Object.defineProperty(target, contextIn.name, descriptor);
	done = true;
}
function __runInitializers(thisArg, initializers, value) {
	var useValue = arguments.length > 2;
	for (var i = 0; i < initializers.length; i++) value = useValue ? initializers[i].call(thisArg, value) : initializers[i].call(thisArg);
	return useValue ? value : void 0;
}
function __propKey(x) {
	return typeof x === "symbol" ? x : "".concat(x);
}
function __setFunctionName(f, name, prefix) {
	if (typeof name === "symbol") name = name.description ? "[".concat(name.description, "]") : "";
	return Object.defineProperty(f, "name", {
		configurable: true,
		value: prefix ? "".concat(prefix, " ", name) : name
	});
}
function __metadata(metadataKey, metadataValue) {
	if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(metadataKey, metadataValue);
}
function __awaiter(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
}
function __generator(thisArg, body) {
	var _ = {
		label: 0,
		sent: function() {
			if (t[0] & 1) throw t[1];
			return t[1];
		},
		trys: [],
		ops: []
	}, f, y, t, g = Object.create((typeof Iterator === "function" ? Iterator : Object).prototype);
	return g.next = verb(0), g["throw"] = verb(1), g["return"] = verb(2), typeof Symbol === "function" && (g[Symbol.iterator] = function() {
		return this;
	}), g;
	function verb(n) {
		return function(v) {
			return step([n, v]);
		};
	}
	function step(op) {
		if (f) throw new TypeError("Generator is already executing.");
		while (g && (g = 0, op[0] && (_ = 0)), _) try {
			if (f = 1, y && (t = op[0] & 2 ? y["return"] : op[0] ? y["throw"] || ((t = y["return"]) && t.call(y), 0) : y.next) && !(t = t.call(y, op[1])).done) return t;
			if (y = 0, t) op = [op[0] & 2, t.value];
			switch (op[0]) {
				case 0:
				case 1:
					t = op;
					break;
				case 4:
					_.label++;
					return {
						value: op[1],
						done: false
					};
				case 5:
					_.label++;
					y = op[1];
					op = [0];
					continue;
				case 7:
					op = _.ops.pop();
					_.trys.pop();
					continue;
				default:
					if (!(t = _.trys, t = t.length > 0 && t[t.length - 1]) && (op[0] === 6 || op[0] === 2)) {
						_ = 0;
						continue;
					}
					if (op[0] === 3 && (!t || op[1] > t[0] && op[1] < t[3])) {
						_.label = op[1];
						break;
					}
					if (op[0] === 6 && _.label < t[1]) {
						_.label = t[1];
						t = op;
						break;
					}
					if (t && _.label < t[2]) {
						_.label = t[2];
						_.ops.push(op);
						break;
					}
					if (t[2]) _.ops.pop();
					_.trys.pop();
					continue;
			}
			op = body.call(thisArg, _);
		} catch (e) {
			op = [6, e];
			y = 0;
		} finally {
			f = t = 0;
		}
		if (op[0] & 5) throw op[1];
		return {
			value: op[0] ? op[1] : void 0,
			done: true
		};
	}
}
function __exportStar(m, o) {
	for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(o, p)) __createBinding(o, m, p);
}
function __values(o) {
	var s = typeof Symbol === "function" && Symbol.iterator, m = s && o[s], i = 0;
	if (m) return m.call(o);
	if (o && typeof o.length === "number") return { next: function() {
		if (o && i >= o.length) o = void 0;
		return {
			value: o && o[i++],
			done: !o
		};
	} };
	throw new TypeError(s ? "Object is not iterable." : "Symbol.iterator is not defined.");
}
function __read(o, n) {
	var m = typeof Symbol === "function" && o[Symbol.iterator];
	if (!m) return o;
	var i = m.call(o), r, ar = [], e;
	try {
		while ((n === void 0 || n-- > 0) && !(r = i.next()).done) ar.push(r.value);
	} catch (error) {
		e = { error };
	} finally {
		try {
			if (r && !r.done && (m = i["return"])) m.call(i);
		} finally {
			if (e) throw e.error;
		}
	}
	return ar;
}
/** @deprecated */
function __spread() {
	for (var ar = [], i = 0; i < arguments.length; i++) ar = ar.concat(__read(arguments[i]));
	return ar;
}
/** @deprecated */
function __spreadArrays() {
	for (var s = 0, i = 0, il = arguments.length; i < il; i++) s += arguments[i].length;
	for (var r = Array(s), k = 0, i = 0; i < il; i++) for (var a = arguments[i], j = 0, jl = a.length; j < jl; j++, k++) r[k] = a[j];
	return r;
}
function __spreadArray(to, from, pack) {
	if (pack || arguments.length === 2) {
		for (var i = 0, l = from.length, ar; i < l; i++) if (ar || !(i in from)) {
			if (!ar) ar = Array.prototype.slice.call(from, 0, i);
			ar[i] = from[i];
		}
	}
	return to.concat(ar || Array.prototype.slice.call(from));
}
function __await(v) {
	return this instanceof __await ? (this.v = v, this) : new __await(v);
}
function __asyncGenerator(thisArg, _arguments, generator) {
	if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
	var g = generator.apply(thisArg, _arguments || []), i, q = [];
	return i = Object.create((typeof AsyncIterator === "function" ? AsyncIterator : Object).prototype), verb("next"), verb("throw"), verb("return", awaitReturn), i[Symbol.asyncIterator] = function() {
		return this;
	}, i;
	function awaitReturn(f) {
		return function(v) {
			return Promise.resolve(v).then(f, reject);
		};
	}
	function verb(n, f) {
		if (g[n]) {
			i[n] = function(v) {
				return new Promise(function(a, b) {
					q.push([
						n,
						v,
						a,
						b
					]) > 1 || resume(n, v);
				});
			};
			if (f) i[n] = f(i[n]);
		}
	}
	function resume(n, v) {
		try {
			step(g[n](v));
		} catch (e) {
			settle(q[0][3], e);
		}
	}
	function step(r) {
		r.value instanceof __await ? Promise.resolve(r.value.v).then(fulfill, reject) : settle(q[0][2], r);
	}
	function fulfill(value) {
		resume("next", value);
	}
	function reject(value) {
		resume("throw", value);
	}
	function settle(f, v) {
		if (f(v), q.shift(), q.length) resume(q[0][0], q[0][1]);
	}
}
function __asyncDelegator(o) {
	var i = {}, p;
	return verb("next"), verb("throw", function(e) {
		throw e;
	}), verb("return"), i[Symbol.iterator] = function() {
		return this;
	}, i;
	function verb(n, f) {
		i[n] = o[n] ? function(v) {
			return (p = !p) ? {
				value: __await(o[n](v)),
				done: false
			} : f ? f(v) : v;
		} : f;
	}
}
function __asyncValues(o) {
	if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
	var m = o[Symbol.asyncIterator], i;
	return m ? m.call(o) : (o = typeof __values === "function" ? __values(o) : o[Symbol.iterator](), i = {}, verb("next"), verb("throw"), verb("return"), i[Symbol.asyncIterator] = function() {
		return this;
	}, i);
	function verb(n) {
		i[n] = o[n] && function(v) {
			return new Promise(function(resolve, reject) {
				v = o[n](v), settle(resolve, reject, v.done, v.value);
			});
		};
	}
	function settle(resolve, reject, d, v) {
		Promise.resolve(v).then(function(v) {
			resolve({
				value: v,
				done: d
			});
		}, reject);
	}
}
function __makeTemplateObject(cooked, raw) {
	if (Object.defineProperty) Object.defineProperty(cooked, "raw", { value: raw });
	else cooked.raw = raw;
	return cooked;
}
function __importStar(mod) {
	if (mod && mod.__esModule) return mod;
	var result = {};
	if (mod != null) {
		for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
	}
	__setModuleDefault(result, mod);
	return result;
}
function __importDefault(mod) {
	return mod && mod.__esModule ? mod : { default: mod };
}
function __classPrivateFieldGet(receiver, state, kind, f) {
	if (kind === "a" && !f) throw new TypeError("Private accessor was defined without a getter");
	if (typeof state === "function" ? receiver !== state || !f : !state.has(receiver)) throw new TypeError("Cannot read private member from an object whose class did not declare it");
	return kind === "m" ? f : kind === "a" ? f.call(receiver) : f ? f.value : state.get(receiver);
}
function __classPrivateFieldSet(receiver, state, value, kind, f) {
	if (kind === "m") throw new TypeError("Private method is not writable");
	if (kind === "a" && !f) throw new TypeError("Private accessor was defined without a setter");
	if (typeof state === "function" ? receiver !== state || !f : !state.has(receiver)) throw new TypeError("Cannot write private member to an object whose class did not declare it");
	return kind === "a" ? f.call(receiver, value) : f ? f.value = value : state.set(receiver, value), value;
}
function __classPrivateFieldIn(state, receiver) {
	if (receiver === null || typeof receiver !== "object" && typeof receiver !== "function") throw new TypeError("Cannot use 'in' operator on non-object");
	return typeof state === "function" ? receiver === state : state.has(receiver);
}
function __addDisposableResource(env, value, async) {
	if (value !== null && value !== void 0) {
		if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
		var dispose, inner;
		if (async) {
			if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
			dispose = value[Symbol.asyncDispose];
		}
		if (dispose === void 0) {
			if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
			dispose = value[Symbol.dispose];
			if (async) inner = dispose;
		}
		if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
		if (inner) dispose = function() {
			try {
				inner.call(this);
			} catch (e) {
				return Promise.reject(e);
			}
		};
		env.stack.push({
			value,
			dispose,
			async
		});
	} else if (async) env.stack.push({ async: true });
	return value;
}
function __disposeResources(env) {
	function fail(e) {
		env.error = env.hasError ? new _SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
		env.hasError = true;
	}
	var r, s = 0;
	function next() {
		while (r = env.stack.pop()) try {
			if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
			if (r.dispose) {
				var result = r.dispose.call(r.value);
				if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) {
					fail(e);
					return next();
				});
			} else s |= 1;
		} catch (e) {
			fail(e);
		}
		if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
		if (env.hasError) throw env.error;
	}
	return next();
}
function __rewriteRelativeImportExtension(path, preserveJsx, extraExtensions, ignoreCase) {
	if (typeof path === "string" && /^\.\.?\//.test(path)) {
		if (extraExtensions) for (var extension in extraExtensions) {
			var suffix = path.slice(-extension.length);
			if (suffix === extension || ignoreCase && suffix.toLowerCase() === extension.toLowerCase()) {
				var output = extraExtensions[extension];
				return output === extension ? path : path.slice(0, -extension.length) + output;
			}
		}
		return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function(m, tsx, d, ext, cm) {
			return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : d + ext + "." + cm.toLowerCase() + "js";
		});
	}
	return path;
}
var extendStatics, __assign, __createBinding, __setModuleDefault, ownKeys, _SuppressedError, tslib_es6_default;
var init_tslib_es6 = __esmMin((() => {
	extendStatics = function(d, b) {
		extendStatics = Object.setPrototypeOf || { __proto__: [] } instanceof Array && function(d, b) {
			d.__proto__ = b;
		} || function(d, b) {
			for (var p in b) if (Object.prototype.hasOwnProperty.call(b, p)) d[p] = b[p];
		};
		return extendStatics(d, b);
	};
	__assign = function() {
		__assign = Object.assign || function __assign(t) {
			for (var s, i = 1, n = arguments.length; i < n; i++) {
				s = arguments[i];
				for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p)) t[p] = s[p];
			}
			return t;
		};
		return __assign.apply(this, arguments);
	};
	__createBinding = Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	});
	__setModuleDefault = Object.create ? (function(o, v) {
		Object.defineProperty(o, "default", {
			enumerable: true,
			value: v
		});
	}) : function(o, v) {
		o["default"] = v;
	};
	ownKeys = function(o) {
		ownKeys = Object.getOwnPropertyNames || function(o) {
			var ar = [];
			for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
			return ar;
		};
		return ownKeys(o);
	};
	_SuppressedError = typeof SuppressedError === "function" ? SuppressedError : function(error, suppressed, message) {
		var e = new Error(message);
		return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
	};
	tslib_es6_default = {
		__extends,
		__assign,
		__rest,
		__decorate,
		__param,
		__esDecorate,
		__runInitializers,
		__propKey,
		__setFunctionName,
		__metadata,
		__awaiter,
		__generator,
		__createBinding,
		__exportStar,
		__values,
		__read,
		__spread,
		__spreadArrays,
		__spreadArray,
		__await,
		__asyncGenerator,
		__asyncDelegator,
		__asyncValues,
		__makeTemplateObject,
		__importStar,
		__importDefault,
		__classPrivateFieldGet,
		__classPrivateFieldSet,
		__classPrivateFieldIn,
		__addDisposableResource,
		__disposeResources,
		__rewriteRelativeImportExtension
	};
}));

// node_modules/@jsonjoy.com/fs-node-builtins/lib/path.js
var require_path$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.basename = exports.isAbsolute = exports.normalize = exports.dirname = exports.relative = exports.join = exports.posix = exports.sep = exports.resolve = void 0;
	var node_path_1 = __require("node:path");
	Object.defineProperty(exports, "resolve", {
		enumerable: true,
		get: function() {
			return node_path_1.resolve;
		}
	});
	Object.defineProperty(exports, "sep", {
		enumerable: true,
		get: function() {
			return node_path_1.sep;
		}
	});
	Object.defineProperty(exports, "posix", {
		enumerable: true,
		get: function() {
			return node_path_1.posix;
		}
	});
	Object.defineProperty(exports, "join", {
		enumerable: true,
		get: function() {
			return node_path_1.join;
		}
	});
	Object.defineProperty(exports, "relative", {
		enumerable: true,
		get: function() {
			return node_path_1.relative;
		}
	});
	Object.defineProperty(exports, "dirname", {
		enumerable: true,
		get: function() {
			return node_path_1.dirname;
		}
	});
	Object.defineProperty(exports, "normalize", {
		enumerable: true,
		get: function() {
			return node_path_1.normalize;
		}
	});
	Object.defineProperty(exports, "isAbsolute", {
		enumerable: true,
		get: function() {
			return node_path_1.isAbsolute;
		}
	});
	Object.defineProperty(exports, "basename", {
		enumerable: true,
		get: function() {
			return node_path_1.basename;
		}
	});
}));

// node_modules/@jsonjoy.com/fs-core/lib/types.js
var require_types$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
}));

// node_modules/@jsonjoy.com/fs-node-builtins/lib/buffer.js
var require_buffer$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Buffer = void 0;
	var node_buffer_1 = __require("node:buffer");
	Object.defineProperty(exports, "Buffer", {
		enumerable: true,
		get: function() {
			return node_buffer_1.Buffer;
		}
	});
}));

// node_modules/@jsonjoy.com/fs-node-builtins/lib/internal/buffer.js
var require_buffer = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.bufferFrom = exports.bufferAllocUnsafe = exports.Buffer = void 0;
	const buffer_1 = require_buffer$1();
	Object.defineProperty(exports, "Buffer", {
		enumerable: true,
		get: function() {
			return buffer_1.Buffer;
		}
	});
	function bufferV0P12Ponyfill(arg0, ...args) {
		return new buffer_1.Buffer(arg0, ...args);
	}
	const bufferAllocUnsafe = buffer_1.Buffer.allocUnsafe || bufferV0P12Ponyfill;
	exports.bufferAllocUnsafe = bufferAllocUnsafe;
	const bufferFrom = buffer_1.Buffer.from || bufferV0P12Ponyfill;
	exports.bufferFrom = bufferFrom;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/types/index.js
var require_types = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/constants.js
var require_constants$3 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.FLAGS = exports.ERRSTR = exports.constants = exports.SEP = void 0;
	exports.SEP = "/";
	exports.constants = {
		O_RDONLY: 0,
		O_WRONLY: 1,
		O_RDWR: 2,
		S_IFMT: 61440,
		S_IFREG: 32768,
		S_IFDIR: 16384,
		S_IFCHR: 8192,
		S_IFBLK: 24576,
		S_IFIFO: 4096,
		S_IFLNK: 40960,
		S_IFSOCK: 49152,
		O_CREAT: 64,
		O_EXCL: 128,
		O_NOCTTY: 256,
		O_TRUNC: 512,
		O_APPEND: 1024,
		O_DIRECTORY: 65536,
		O_NOATIME: 262144,
		O_NOFOLLOW: 131072,
		O_SYNC: 1052672,
		O_SYMLINK: 2097152,
		O_DIRECT: 16384,
		O_NONBLOCK: 2048,
		S_IRWXU: 448,
		S_IRUSR: 256,
		S_IWUSR: 128,
		S_IXUSR: 64,
		S_IRWXG: 56,
		S_IRGRP: 32,
		S_IWGRP: 16,
		S_IXGRP: 8,
		S_IRWXO: 7,
		S_IROTH: 4,
		S_IWOTH: 2,
		S_IXOTH: 1,
		F_OK: 0,
		R_OK: 4,
		W_OK: 2,
		X_OK: 1,
		UV_FS_SYMLINK_DIR: 1,
		UV_FS_SYMLINK_JUNCTION: 2,
		UV_FS_COPYFILE_EXCL: 1,
		UV_FS_COPYFILE_FICLONE: 2,
		UV_FS_COPYFILE_FICLONE_FORCE: 4,
		COPYFILE_EXCL: 1,
		COPYFILE_FICLONE: 2,
		COPYFILE_FICLONE_FORCE: 4
	};
	exports.ERRSTR = {
		PATH_STR: "path must be a string, Buffer, or Uint8Array",
		FD: "fd must be a file descriptor",
		MODE_INT: "mode must be an int",
		CB: "callback must be a function",
		UID: "uid must be an unsigned int",
		GID: "gid must be an unsigned int",
		LEN: "len must be an integer",
		ATIME: "atime must be an integer",
		MTIME: "mtime must be an integer",
		PREFIX: "filename prefix is required",
		BUFFER: "buffer must be an instance of Buffer or StaticBuffer",
		OFFSET: "offset must be an integer",
		LENGTH: "length must be an integer",
		POSITION: "position must be an integer"
	};
	const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_SYNC } = exports.constants;
	var FLAGS;
	(function(FLAGS) {
		FLAGS[FLAGS["r"] = O_RDONLY] = "r";
		FLAGS[FLAGS["r+"] = O_RDWR] = "r+";
		FLAGS[FLAGS["rs"] = O_RDONLY | O_SYNC] = "rs";
		FLAGS[FLAGS["sr"] = FLAGS.rs] = "sr";
		FLAGS[FLAGS["rs+"] = O_RDWR | O_SYNC] = "rs+";
		FLAGS[FLAGS["sr+"] = FLAGS["rs+"]] = "sr+";
		FLAGS[FLAGS["w"] = O_WRONLY | O_CREAT | O_TRUNC] = "w";
		FLAGS[FLAGS["wx"] = O_WRONLY | O_CREAT | O_TRUNC | O_EXCL] = "wx";
		FLAGS[FLAGS["xw"] = FLAGS.wx] = "xw";
		FLAGS[FLAGS["w+"] = O_RDWR | O_CREAT | O_TRUNC] = "w+";
		FLAGS[FLAGS["wx+"] = O_RDWR | O_CREAT | O_TRUNC | O_EXCL] = "wx+";
		FLAGS[FLAGS["xw+"] = FLAGS["wx+"]] = "xw+";
		FLAGS[FLAGS["a"] = O_WRONLY | O_APPEND | O_CREAT] = "a";
		FLAGS[FLAGS["ax"] = O_WRONLY | O_APPEND | O_CREAT | O_EXCL] = "ax";
		FLAGS[FLAGS["xa"] = FLAGS.ax] = "xa";
		FLAGS[FLAGS["a+"] = O_RDWR | O_APPEND | O_CREAT] = "a+";
		FLAGS[FLAGS["ax+"] = O_RDWR | O_APPEND | O_CREAT | O_EXCL] = "ax+";
		FLAGS[FLAGS["xa+"] = FLAGS["ax+"]] = "xa+";
	})(FLAGS || (exports.FLAGS = FLAGS = {}));
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/consts/AMODE.js
var require_AMODE = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/consts/FLAG.js
var require_FLAG = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.FLAG = void 0;
	/**
	* Constants used in `open` system calls, see [open(2)](http://man7.org/linux/man-pages/man2/open.2.html).
	*
	* These constants are compatible with Node.js fs constants and can be used with both
	* memfs and native Node.js fs.promises.open().
	*
	* @see http://man7.org/linux/man-pages/man2/open.2.html
	* @see https://www.gnu.org/software/libc/manual/html_node/Open_002dtime-Flags.html
	*/
	var FLAG;
	(function(FLAG) {
		FLAG[FLAG["O_RDONLY"] = 0] = "O_RDONLY";
		FLAG[FLAG["O_WRONLY"] = 1] = "O_WRONLY";
		FLAG[FLAG["O_RDWR"] = 2] = "O_RDWR";
		FLAG[FLAG["O_ACCMODE"] = 3] = "O_ACCMODE";
		FLAG[FLAG["O_CREAT"] = 64] = "O_CREAT";
		FLAG[FLAG["O_EXCL"] = 128] = "O_EXCL";
		FLAG[FLAG["O_NOCTTY"] = 256] = "O_NOCTTY";
		FLAG[FLAG["O_TRUNC"] = 512] = "O_TRUNC";
		FLAG[FLAG["O_APPEND"] = 1024] = "O_APPEND";
		FLAG[FLAG["O_NONBLOCK"] = 2048] = "O_NONBLOCK";
		FLAG[FLAG["O_DSYNC"] = 4096] = "O_DSYNC";
		FLAG[FLAG["FASYNC"] = 8192] = "FASYNC";
		FLAG[FLAG["O_DIRECT"] = 16384] = "O_DIRECT";
		FLAG[FLAG["O_LARGEFILE"] = 0] = "O_LARGEFILE";
		FLAG[FLAG["O_DIRECTORY"] = 65536] = "O_DIRECTORY";
		FLAG[FLAG["O_NOFOLLOW"] = 131072] = "O_NOFOLLOW";
		FLAG[FLAG["O_NOATIME"] = 262144] = "O_NOATIME";
		FLAG[FLAG["O_CLOEXEC"] = 524288] = "O_CLOEXEC";
		FLAG[FLAG["O_SYNC"] = 1052672] = "O_SYNC";
		FLAG[FLAG["O_NDELAY"] = 2048] = "O_NDELAY";
	})(FLAG || (exports.FLAG = FLAG = {}));
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/path.js
var require_path = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.basename = exports.pathNormalize = exports.pathDirname = exports.pathRelative = exports.pathJoin = exports.pathSep = void 0;
	const path_1 = require_path$1();
	exports.pathSep = path_1.posix ? path_1.posix.sep : path_1.sep;
	exports.pathJoin = path_1.posix ? path_1.posix.join : path_1.join;
	exports.pathRelative = path_1.posix ? path_1.posix.relative : path_1.relative;
	exports.pathDirname = path_1.posix ? path_1.posix.dirname : path_1.dirname;
	exports.pathNormalize = path_1.posix ? path_1.posix.normalize : path_1.normalize;
	const basename = (path, separator) => {
		if (path[path.length - 1] === separator) path = path.slice(0, -1);
		const lastSlashIndex = path.lastIndexOf(separator);
		return lastSlashIndex === -1 ? path : path.slice(lastSlashIndex + 1);
	};
	exports.basename = basename;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/inspectPrimitive.js
var require_inspectPrimitive = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.addNumericalSeparator = exports.formatPrimitive = exports.formatNumber = exports.quoteString = exports.escapeString = void 0;
	const MAX_STRING_LENGTH = 1e4;
	const META = [];
	for (let i = 0; i < 160; i++) META.push(i < 32 || i > 126 ? "\\x" + (i < 16 ? "0" : "") + i.toString(16).toUpperCase() : "");
	META[8] = "\\b";
	META[9] = "\\t";
	META[10] = "\\n";
	META[12] = "\\f";
	META[13] = "\\r";
	META[39] = "\\'";
	META[92] = "\\\\";
	/**
	* The escaping of `strEscape()` in `lib/internal/util/inspect.js`, without the quotes.
	*
	* @param quote Char code of the quote to escape, or -1 for none.
	*/
	const escapeString = (str, quote) => {
		let result = "";
		let last = 0;
		const length = str.length;
		for (let i = 0; i < length; i++) {
			const point = str.charCodeAt(i);
			if (point === quote || point === 92 || point < 32 || point > 126 && point < 160) {
				result += str.slice(last, i) + META[point];
				last = i + 1;
			} else if (point >= 55296 && point <= 57343) {
				if (point <= 56319 && i + 1 < length) {
					const next = str.charCodeAt(i + 1);
					if (next >= 56320 && next <= 57343) {
						i++;
						continue;
					}
				}
				result += str.slice(last, i) + "\\u" + point.toString(16);
				last = i + 1;
			}
		}
		return last === 0 ? str : result + str.slice(last);
	};
	exports.escapeString = escapeString;
	/** `strEscape()` of `lib/internal/util/inspect.js`. */
	const quoteString = (str) => {
		if (str.indexOf("'") === -1) return "'" + (0, exports.escapeString)(str, 39) + "'";
		if (str.indexOf("\"") === -1) return "\"" + (0, exports.escapeString)(str, -1) + "\"";
		if (str.indexOf("`") === -1 && str.indexOf("${") === -1) return "`" + (0, exports.escapeString)(str, -1) + "`";
		return "'" + (0, exports.escapeString)(str, 39) + "'";
	};
	exports.quoteString = quoteString;
	const formatString = (value, indentation) => {
		let trailer = "";
		if (value.length > MAX_STRING_LENGTH) {
			const remaining = value.length - MAX_STRING_LENGTH;
			value = value.slice(0, MAX_STRING_LENGTH);
			trailer = "... " + remaining + " more character" + (remaining > 1 ? "s" : "");
		}
		const length = value.length;
		if (length <= 16 || length <= 76 - indentation) return (0, exports.quoteString)(value) + trailer;
		const separator = " +\n" + " ".repeat(indentation + 2);
		let out = "";
		let start = 0;
		let end = value.indexOf("\n");
		while (end !== -1 && end + 1 < length) {
			out += (0, exports.quoteString)(value.slice(start, end + 1)) + separator;
			start = end + 1;
			end = value.indexOf("\n", start);
		}
		return out + (0, exports.quoteString)(value.slice(start)) + trailer;
	};
	const formatNumber = (value) => Object.is(value, -0) ? "-0" : "" + value;
	exports.formatNumber = formatNumber;
	/** `formatPrimitive()` of `lib/internal/util/inspect.js`. */
	const formatPrimitive = (value, indentation) => {
		switch (typeof value) {
			case "string": return formatString(value, indentation);
			case "number": return (0, exports.formatNumber)(value);
			case "bigint": return value + "n";
			case "symbol": return value.toString();
			default: return "" + value;
		}
	};
	exports.formatPrimitive = formatPrimitive;
	/** `addNumericalSeparator()` of `lib/internal/errors.js`. */
	const addNumericalSeparator = (val) => {
		let res = "";
		let i = val.length;
		const start = val.charCodeAt(0) === 45 ? 1 : 0;
		for (; i >= start + 4; i -= 3) res = "_" + val.slice(i - 3, i) + res;
		return val.slice(0, i) + res;
	};
	exports.addNumericalSeparator = addNumericalSeparator;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/inspectLayout.js
var require_inspectLayout = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.reduceToSingleString = exports.MAX_ARRAY_LENGTH = exports.BREAK_LENGTH = void 0;
	exports.BREAK_LENGTH = 80;
	exports.MAX_ARRAY_LENGTH = 100;
	const MAX_COLUMNS = 12;
	const join = (output, separator) => {
		let str = "";
		const length = output.length;
		for (let i = 0; i < length; i++) str += (i ? separator : "") + output[i];
		return str;
	};
	const groupArrayElements = (ctx, output, value) => {
		let totalLength = 0;
		let maxLength = 0;
		let outputLength = output.length;
		if (exports.MAX_ARRAY_LENGTH < output.length) outputLength--;
		const dataLen = [];
		for (let i = 0; i < outputLength; i++) {
			const len = output[i].length;
			dataLen.push(len);
			totalLength += len + 2;
			if (maxLength < len) maxLength = len;
		}
		const actualMax = maxLength + 2;
		if (actualMax * 3 + ctx.indentationLvl >= exports.BREAK_LENGTH || totalLength / actualMax <= 5 && maxLength > 6) return output;
		const averageBias = Math.sqrt(actualMax - totalLength / output.length);
		const biasedMax = Math.max(actualMax - 3 - averageBias, 1);
		const columns = Math.min(Math.round(Math.sqrt(2.5 * biasedMax * outputLength) / biasedMax), Math.floor((exports.BREAK_LENGTH - ctx.indentationLvl) / actualMax), MAX_COLUMNS);
		if (columns <= 1) return output;
		const maxLineLength = [];
		for (let i = 0; i < columns; i++) {
			let lineMaxLength = 0;
			for (let j = i; j < output.length; j += columns) if (dataLen[j] > lineMaxLength) lineMaxLength = dataLen[j];
			maxLineLength.push(lineMaxLength + 2);
		}
		let padStart = value !== void 0;
		for (let i = 0; padStart && i < output.length; i++) if (typeof value[i] !== "number" && typeof value[i] !== "bigint") padStart = false;
		const grouped = [];
		for (let i = 0; i < outputLength; i += columns) {
			const max = Math.min(i + columns, outputLength);
			let str = "";
			let j = i;
			for (; j < max - 1; j++) {
				const cell = output[j] + ", ";
				str += padStart ? cell.padStart(maxLineLength[j - i], " ") : cell.padEnd(maxLineLength[j - i], " ");
			}
			str += padStart ? output[j].padStart(maxLineLength[j - i] - 2, " ") : output[j];
			grouped.push(str);
		}
		if (exports.MAX_ARRAY_LENGTH < output.length) grouped.push(output[outputLength]);
		return grouped;
	};
	const isBelowBreakLength = (output, start, base) => {
		let totalLength = output.length + start;
		if (totalLength + output.length > exports.BREAK_LENGTH) return false;
		for (let i = 0; i < output.length; i++) {
			totalLength += output[i].length;
			if (totalLength > exports.BREAK_LENGTH) return false;
		}
		return base === "" || base.indexOf("\n") === -1;
	};
	/** `reduceToSingleString()` of `lib/internal/util/inspect.js`, `compact: 3`. */
	const reduceToSingleString = (ctx, output, base, braces, kind, recurseTimes, value) => {
		const entries = output.length;
		if (kind === 2 && entries > 6) output = groupArrayElements(ctx, output, value);
		const head = base ? base + " " + braces[0] : braces[0];
		if (ctx.currentDepth - recurseTimes < 3 && entries === output.length) {
			const start = output.length + ctx.indentationLvl + braces[0].length + base.length + 10;
			if (isBelowBreakLength(output, start, base)) {
				const joined = join(output, ", ");
				if (joined.indexOf("\n") === -1) return head + " " + joined + " " + braces[1];
			}
		}
		const indentation = "\n" + " ".repeat(ctx.indentationLvl);
		return head + indentation + "  " + join(output, "," + indentation + "  ") + indentation + braces[1];
	};
	exports.reduceToSingleString = reduceToSingleString;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/inspectBrand.js
var require_inspectBrand = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.boxedBase = exports.functionBase = exports.classBase = exports.hexBytes = exports.moreItems = exports.isIndex = exports.nonIndexKeys = exports.ownKeys = exports.prefixOf = exports.constructorName = exports.isInstance = exports.hasBrand = exports.regExpSource = exports.dataViewBuffer = exports.sharedArrayBufferByteLength = exports.arrayBufferByteLength = exports.mapSize = exports.setSize = exports.typedArrayLength = exports.typedArrayTag = exports.getOwn = exports.isEnumerable = exports.hasOwn = exports.objectToString = void 0;
	const inspectPrimitive_1 = require_inspectPrimitive();
	const INDEX_REG = /^(0|[1-9][0-9]*)$/;
	exports.objectToString = Object.prototype.toString;
	exports.hasOwn = Object.prototype.hasOwnProperty;
	exports.isEnumerable = Object.prototype.propertyIsEnumerable;
	exports.getOwn = Object.getOwnPropertyDescriptor;
	const getter = (proto, key) => (0, exports.getOwn)(proto, key).get;
	const TypedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype);
	exports.typedArrayTag = getter(TypedArrayPrototype, Symbol.toStringTag);
	exports.typedArrayLength = getter(TypedArrayPrototype, "length");
	exports.setSize = getter(Set.prototype, "size");
	exports.mapSize = getter(Map.prototype, "size");
	exports.arrayBufferByteLength = getter(ArrayBuffer.prototype, "byteLength");
	exports.sharedArrayBufferByteLength = typeof SharedArrayBuffer === "undefined" ? void 0 : getter(SharedArrayBuffer.prototype, "byteLength");
	exports.dataViewBuffer = getter(DataView.prototype, "buffer");
	exports.regExpSource = getter(RegExp.prototype, "source");
	const hasBrand = (check, value) => {
		try {
			check.call(value);
			return true;
		} catch {
			return false;
		}
	};
	exports.hasBrand = hasBrand;
	const isInstance = (value, ctor) => {
		try {
			return value instanceof ctor;
		} catch {
			return false;
		}
	};
	exports.isInstance = isInstance;
	const constructorName = (value) => {
		let obj = value;
		let first;
		while (obj) {
			const descriptor = (0, exports.getOwn)(obj, "constructor");
			const ctor = descriptor && descriptor.value;
			if (typeof ctor === "function" && ctor.name !== "" && (0, exports.isInstance)(value, ctor)) return String(ctor.name);
			obj = Object.getPrototypeOf(obj);
			if (first === void 0) first = obj;
		}
		return first === null ? null : "Object";
	};
	exports.constructorName = constructorName;
	/** `getPrefix()` of `lib/internal/util/inspect.js`. */
	const prefixOf = (constructor, tag, fallback, size = "") => {
		if (constructor === null) {
			if (tag !== "" && fallback !== tag) return "[" + fallback + size + ": null prototype] [" + tag + "] ";
			return "[" + fallback + size + ": null prototype] ";
		}
		let result = constructor + size + " ";
		if (tag !== "") {
			const position = constructor.indexOf(tag);
			if (position === -1) result += "[" + tag + "] ";
			else {
				const end = position + tag.length;
				if (end !== constructor.length && constructor[end] === constructor[end].toLowerCase()) result += "[" + tag + "] ";
			}
		}
		return result;
	};
	exports.prefixOf = prefixOf;
	const ownKeys = (value) => {
		const keys = Object.keys(value);
		const symbols = Object.getOwnPropertySymbols(value);
		for (let i = 0; i < symbols.length; i++) if (exports.isEnumerable.call(value, symbols[i])) keys.push(symbols[i]);
		return keys;
	};
	exports.ownKeys = ownKeys;
	const nonIndexKeys = (value) => {
		const keys = (0, exports.ownKeys)(value);
		const out = [];
		for (let i = 0; i < keys.length; i++) {
			const key = keys[i];
			if (typeof key !== "string" || !INDEX_REG.test(key) || +key > 4294967294) out.push(key);
		}
		return out;
	};
	exports.nonIndexKeys = nonIndexKeys;
	const isIndex = (key) => INDEX_REG.test(key);
	exports.isIndex = isIndex;
	const moreItems = (remaining) => "... " + remaining + " more item" + (remaining > 1 ? "s" : "");
	exports.moreItems = moreItems;
	const hexBytes = (bytes, max) => {
		const length = bytes.length;
		const shown = length > max ? max : length;
		let str = "";
		for (let i = 0; i < shown; i++) str += (i ? " " : "") + (bytes[i] < 16 ? "0" : "") + bytes[i].toString(16);
		const remaining = length - shown;
		return remaining > 0 ? str + " ... " + remaining + " more byte" + (remaining > 1 ? "s" : "") : str;
	};
	exports.hexBytes = hexBytes;
	/** `getClassBase()` of `lib/internal/util/inspect.js`. */
	const classBase = (value, constructor, tag) => {
		let base = "class " + (exports.hasOwn.call(value, "name") && value.name || "(anonymous)");
		if (constructor !== "Function" && constructor !== null) base += " [" + constructor + "]";
		if (tag !== "" && constructor !== tag) base += " [" + tag + "]";
		if (constructor === null) base += " extends [null prototype]";
		else {
			const superName = Object.getPrototypeOf(value).name;
			if (superName) base += " extends " + superName;
		}
		return "[" + base + "]";
	};
	exports.classBase = classBase;
	const CLASS_REG = /^(\s+[^(]*?)\s*{/;
	const COMMENTS_REG = /(\/\/.*?\n)|(\/\*(.|\n)*?\*\/)/g;
	const BOXED = {
		"[object Number]": Number.prototype.valueOf,
		"[object String]": String.prototype.valueOf,
		"[object Boolean]": Boolean.prototype.valueOf,
		"[object BigInt]": BigInt.prototype.valueOf,
		"[object Symbol]": Symbol.prototype.valueOf
	};
	/** `getFunctionBase()` of `lib/internal/util/inspect.js`. */
	const functionBase = (value, constructor, tag, formatName) => {
		const source = Function.prototype.toString.call(value);
		if (source.startsWith("class") && source.endsWith("}")) {
			const slice = source.slice(5, -1);
			const bracket = slice.indexOf("{");
			if (bracket !== -1 && (slice.slice(0, bracket).indexOf("(") === -1 || CLASS_REG.test(slice.replace(COMMENTS_REG, "")))) return (0, exports.classBase)(value, constructor, tag);
		}
		const brand = exports.objectToString.call(value);
		let type = brand.indexOf("GeneratorFunction") === -1 ? "Function" : "GeneratorFunction";
		if (brand.indexOf("Async") !== -1) type = "Async" + type;
		let base = "[" + type;
		if (constructor === null) base += " (null prototype)";
		const name = value.name;
		base += name === "" ? " (anonymous)" : ": " + (typeof name === "string" ? name : formatName(name));
		base += "]";
		if (constructor !== type && constructor !== null) base += " " + constructor;
		if (tag !== "" && constructor !== tag) base += " [" + tag + "]";
		return base;
	};
	exports.functionBase = functionBase;
	/** `getBoxedBase()` of `lib/internal/util/inspect.js`. */
	const boxedBase = (value, keys, constructor, tag, indentation) => {
		const brand = exports.objectToString.call(value);
		const valueOf = BOXED[brand];
		if (valueOf === void 0) return;
		let primitive;
		try {
			primitive = valueOf.call(value);
		} catch {
			return;
		}
		const type = brand.slice(8, -1);
		if (type === "String") keys.splice(0, primitive.length);
		let base = "[" + type;
		if (type !== constructor) base += constructor === null ? " (null prototype)" : " (" + constructor + ")";
		base += ": " + (0, inspectPrimitive_1.formatPrimitive)(primitive, indentation) + "]";
		if (tag !== "" && tag !== constructor) base += " [" + tag + "]";
		return base;
	};
	exports.boxedBase = boxedBase;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/inspect.js
var require_inspect = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.inspect = void 0;
	const buffer_1 = require_buffer();
	const inspectPrimitive_1 = require_inspectPrimitive();
	const inspectLayout_1 = require_inspectLayout();
	const inspectBrand_1 = require_inspectBrand();
	const INSPECT_MAX_BYTES = 50;
	const KEY_REG = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
	const formatProperty = (ctx, value, recurseTimes, key, kind, desc) => {
		const descriptor = desc || (0, inspectBrand_1.getOwn)(value, key);
		let str;
		if (descriptor.value !== void 0) {
			ctx.indentationLvl += 2;
			str = formatValue(ctx, descriptor.value, recurseTimes);
			ctx.indentationLvl -= 2;
		} else if (descriptor.get !== void 0) str = descriptor.set !== void 0 ? "[Getter/Setter]" : "[Getter]";
		else str = descriptor.set !== void 0 ? "[Setter]" : "undefined";
		if (kind === 1) return str;
		let name;
		if (typeof key === "symbol") name = (0, inspectPrimitive_1.escapeString)(key.toString(), 39);
		else if (KEY_REG.test("" + key)) name = key === "__proto__" ? "['__proto__']" : "" + key;
		else name = (0, inspectPrimitive_1.quoteString)("" + key);
		if (descriptor.enumerable === false) name = "[" + name + "]";
		return name + ": " + str;
	};
	const formatExtra = (ctx, value, recurseTimes, key) => {
		let item;
		ctx.indentationLvl += 2;
		try {
			item = value[key];
		} catch {
			ctx.indentationLvl += 2;
			item = value.buffer[key];
		}
		const str = formatValue(ctx, item, recurseTimes);
		ctx.indentationLvl -= 2;
		return "[" + key + "]: " + str;
	};
	const formatSparseArray = (ctx, value, recurseTimes, maxLength, output, i) => {
		const keys = Object.keys(value);
		let index = i;
		for (; i < keys.length && output.length < maxLength; i++) {
			const key = keys[i];
			const tmp = +key;
			if (tmp > 4294967294) break;
			if ("" + index !== key) {
				if (!(0, inspectBrand_1.isIndex)(key)) break;
				const empty = tmp - index;
				output.push("<" + empty + " empty item" + (empty > 1 ? "s" : "") + ">");
				index = tmp;
				if (output.length === maxLength) break;
			}
			output.push(formatProperty(ctx, value, recurseTimes, key, 1));
			index++;
		}
		const remaining = value.length - index;
		if (output.length !== maxLength) {
			if (remaining > 0) output.push("<" + remaining + " empty item" + (remaining > 1 ? "s" : "") + ">");
		} else if (remaining > 0) output.push((0, inspectBrand_1.moreItems)(remaining));
		return output;
	};
	const formatArray = (ctx, value, recurseTimes) => {
		const length = value.length;
		const max = length < inspectLayout_1.MAX_ARRAY_LENGTH ? length : inspectLayout_1.MAX_ARRAY_LENGTH;
		const output = [];
		for (let i = 0; i < max; i++) {
			const desc = (0, inspectBrand_1.getOwn)(value, i);
			if (desc === void 0) return formatSparseArray(ctx, value, recurseTimes, max, output, i);
			output.push(formatProperty(ctx, value, recurseTimes, i, 1, desc));
		}
		if (length > max) output.push((0, inspectBrand_1.moreItems)(length - max));
		return output;
	};
	const formatTypedArray = (ctx, value) => {
		const length = inspectBrand_1.typedArrayLength.call(value);
		const max = length < inspectLayout_1.MAX_ARRAY_LENGTH ? length : inspectLayout_1.MAX_ARRAY_LENGTH;
		const output = [];
		const bigint = length > 0 && typeof value[0] !== "number";
		for (let i = 0; i < max; i++) output.push(bigint ? value[i] + "n" : (0, inspectPrimitive_1.formatNumber)(value[i]));
		if (length > max) output.push((0, inspectBrand_1.moreItems)(length - max));
		return output;
	};
	const formatSet = (ctx, value, recurseTimes) => {
		const length = inspectBrand_1.setSize.call(value);
		const max = length < inspectLayout_1.MAX_ARRAY_LENGTH ? length : inspectLayout_1.MAX_ARRAY_LENGTH;
		const output = [];
		const iterator = Set.prototype.values.call(value);
		ctx.indentationLvl += 2;
		for (let entry = iterator.next(); !entry.done && output.length < max; entry = iterator.next()) output.push(formatValue(ctx, entry.value, recurseTimes));
		if (length > max) output.push((0, inspectBrand_1.moreItems)(length - max));
		ctx.indentationLvl -= 2;
		return output;
	};
	const formatMap = (ctx, value, recurseTimes) => {
		const length = inspectBrand_1.mapSize.call(value);
		const max = length < inspectLayout_1.MAX_ARRAY_LENGTH ? length : inspectLayout_1.MAX_ARRAY_LENGTH;
		const output = [];
		const iterator = Map.prototype.entries.call(value);
		ctx.indentationLvl += 2;
		for (let entry = iterator.next(); !entry.done && output.length < max; entry = iterator.next()) output.push(formatValue(ctx, entry.value[0], recurseTimes) + " => " + formatValue(ctx, entry.value[1], recurseTimes));
		if (length > max) output.push((0, inspectBrand_1.moreItems)(length - max));
		ctx.indentationLvl -= 2;
		return output;
	};
	const formatArrayBuffer = (ctx, value) => {
		let bytes;
		try {
			bytes = new Uint8Array(value);
		} catch {
			return ["(detached)"];
		}
		return ["[Uint8Contents]: <" + (0, inspectBrand_1.hexBytes)(bytes, inspectLayout_1.MAX_ARRAY_LENGTH) + ">"];
	};
	const noEntries = () => [];
	const formatRaw = (ctx, value, recurseTimes) => {
		const constructor = (0, inspectBrand_1.constructorName)(value);
		let rawTag = "";
		try {
			rawTag = value[Symbol.toStringTag];
		} catch {}
		const tag = typeof rawTag !== "string" || rawTag !== "" && inspectBrand_1.isEnumerable.call(value, Symbol.toStringTag) ? "" : rawTag;
		let keys;
		let base = "";
		let braces = ["{", "}"];
		let formatter = noEntries;
		let kind = 0;
		let fallback = "Object";
		let extraKeys;
		if (Symbol.iterator in value || constructor === null) {
			let typed;
			if (Array.isArray(value)) {
				fallback = "Array";
				keys = (0, inspectBrand_1.nonIndexKeys)(value);
				braces = [(constructor !== "Array" || tag !== "" ? (0, inspectBrand_1.prefixOf)(constructor, tag, "Array", "(" + value.length + ")") : "") + "[", "]"];
				if (value.length === 0 && keys.length === 0) return braces[0] + "]";
				kind = 2;
				formatter = formatArray;
			} else if ((0, inspectBrand_1.hasBrand)(inspectBrand_1.setSize, value) || (0, inspectBrand_1.hasBrand)(inspectBrand_1.mapSize, value)) {
				const isSet = (0, inspectBrand_1.hasBrand)(inspectBrand_1.setSize, value);
				const size = isSet ? inspectBrand_1.setSize.call(value) : inspectBrand_1.mapSize.call(value);
				fallback = isSet ? "Set" : "Map";
				keys = (0, inspectBrand_1.ownKeys)(value);
				const prefix = (0, inspectBrand_1.prefixOf)(constructor, tag, fallback, "(" + size + ")");
				if (size === 0 && keys.length === 0) return prefix + "{}";
				braces = [prefix + "{", "}"];
				formatter = isSet ? formatSet : formatMap;
			} else if ((typed = inspectBrand_1.typedArrayTag.call(value)) !== void 0) {
				fallback = typed;
				keys = (0, inspectBrand_1.nonIndexKeys)(value);
				const length = inspectBrand_1.typedArrayLength.call(value);
				braces = [(0, inspectBrand_1.prefixOf)(constructor, tag, constructor === null ? typed : "", "(" + length + ")") + "[", "]"];
				if (length === 0 && keys.length === 0) return braces[0] + "]";
				kind = 2;
				formatter = formatTypedArray;
			}
		}
		if (keys === void 0) {
			keys = (0, inspectBrand_1.ownKeys)(value);
			if (typeof value === "function") {
				fallback = "Function";
				base = (0, inspectBrand_1.functionBase)(value, constructor, tag, (name) => formatValue(ctx, name, 0));
				if (keys.length === 0) return base;
			} else if (constructor === "Object") {
				if (inspectBrand_1.objectToString.call(value) === "[object Arguments]" && inspectBrand_1.hasOwn.call(value, "callee")) braces[0] = "[Arguments] {";
				else if (tag !== "") braces[0] = (0, inspectBrand_1.prefixOf)(constructor, tag, "Object") + "{";
				if (keys.length === 0) return braces[0] + "}";
			} else if ((0, inspectBrand_1.hasBrand)(inspectBrand_1.regExpSource, value)) {
				fallback = "RegExp";
				const prefix = (0, inspectBrand_1.prefixOf)(constructor, tag, "RegExp");
				base = RegExp.prototype.toString.call(constructor === null ? new RegExp(value) : value);
				if (prefix !== "RegExp ") base = prefix + base;
				if (keys.length === 0 || recurseTimes > ctx.depth) return base;
			} else if ((0, inspectBrand_1.hasBrand)(Date.prototype.getTime, value)) {
				fallback = "Date";
				const prefix = (0, inspectBrand_1.prefixOf)(constructor, tag, "Date");
				const time = Date.prototype.getTime.call(value);
				base = time !== time ? Date.prototype.toString.call(value) : Date.prototype.toISOString.call(value);
				if (prefix !== "Date ") base = prefix + base;
				if (keys.length === 0) return base;
			} else if (inspectBrand_1.objectToString.call(value) === "[object Error]" || (0, inspectBrand_1.isInstance)(value, Error)) {
				fallback = "Error";
				const stack = value.stack;
				base = typeof stack === "string" && stack !== "" ? stack.replace(/\n/g, "\n" + " ".repeat(ctx.indentationLvl)) : "[" + Error.prototype.toString.call(value) + "]";
				if (keys.length === 0) return base;
			} else if ((0, inspectBrand_1.hasBrand)(inspectBrand_1.arrayBufferByteLength, value) || inspectBrand_1.sharedArrayBufferByteLength !== void 0 && (0, inspectBrand_1.hasBrand)(inspectBrand_1.sharedArrayBufferByteLength, value)) {
				fallback = (0, inspectBrand_1.hasBrand)(inspectBrand_1.arrayBufferByteLength, value) ? "ArrayBuffer" : "SharedArrayBuffer";
				braces[0] = (0, inspectBrand_1.prefixOf)(constructor, tag, fallback) + "{";
				formatter = formatArrayBuffer;
				extraKeys = ["byteLength"];
			} else if ((0, inspectBrand_1.hasBrand)(inspectBrand_1.dataViewBuffer, value)) {
				fallback = "DataView";
				braces[0] = (0, inspectBrand_1.prefixOf)(constructor, tag, "DataView") + "{";
				extraKeys = [
					"byteLength",
					"byteOffset",
					"buffer"
				];
			} else {
				const boxed = (0, inspectBrand_1.boxedBase)(value, keys, constructor, tag, ctx.indentationLvl);
				if (boxed !== void 0) {
					base = boxed;
					if (keys.length === 0) return base;
				} else {
					const style = (0, inspectBrand_1.prefixOf)(constructor, tag, constructor === null ? "Object" : "");
					if (keys.length === 0) return style + "{}";
					braces[0] = style + "{";
				}
			}
		}
		if (recurseTimes > ctx.depth) {
			const name = (0, inspectBrand_1.prefixOf)(constructor, tag, constructor === null ? fallback === tag ? "Object" : fallback : "").slice(0, -1);
			return constructor === null ? name : "[" + name + "]";
		}
		recurseTimes++;
		ctx.seen.push(value);
		ctx.currentDepth = recurseTimes;
		const output = formatter(ctx, value, recurseTimes);
		if (extraKeys !== void 0) for (let i = 0; i < extraKeys.length; i++) output.push(formatExtra(ctx, value, recurseTimes, extraKeys[i]));
		for (let i = 0; i < keys.length; i++) output.push(formatProperty(ctx, value, recurseTimes, keys[i], kind));
		const index = ctx.circular === void 0 ? void 0 : ctx.circular.get(value);
		if (index !== void 0) base = base === "" ? "<ref *" + index + ">" : "<ref *" + index + "> " + base;
		ctx.seen.pop();
		return (0, inspectLayout_1.reduceToSingleString)(ctx, output, base, braces, kind, recurseTimes, value);
	};
	const formatValue = (ctx, value, recurseTimes) => {
		if (typeof value !== "object" && typeof value !== "function") return (0, inspectPrimitive_1.formatPrimitive)(value, ctx.indentationLvl);
		if (value === null) return "null";
		if (buffer_1.Buffer.isBuffer(value)) return "<" + value.constructor.name + " " + (0, inspectBrand_1.hexBytes)(value, INSPECT_MAX_BYTES) + ">";
		if (ctx.seen.indexOf(value) !== -1) {
			let circular = ctx.circular;
			if (circular === void 0) ctx.circular = circular = /* @__PURE__ */ new Map();
			let index = circular.get(value);
			if (index === void 0) {
				index = circular.size + 1;
				circular.set(value, index);
			}
			return "[Circular *" + index + "]";
		}
		return formatRaw(ctx, value, recurseTimes);
	};
	/** `util.inspect(value, { depth })` with Node's other defaults, for error messages. */
	const inspect = (value, depth = 2) => formatValue({
		depth,
		indentationLvl: 0,
		currentDepth: 0,
		seen: [],
		circular: void 0
	}, value, 0);
	exports.inspect = inspect;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/argErrors.js
var require_argErrors = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.invalidUrlScheme = exports.methodNotImplemented = exports.invalidThis = exports.outOfRange = exports.invalidArgValue = exports.invalidArgType = exports.withNativeCode = exports.withCode = void 0;
	const inspect_1 = require_inspect();
	const inspectPrimitive_1 = require_inspectPrimitive();
	const TWO_POW_32 = 4294967296;
	const BIG_TWO_POW_32 = BigInt(TWO_POW_32);
	/** Adds `code` the way a Node error thrown from JS has it: tagged in `toString()` and `stack`, not in `name`. */
	const withCode = (error, code) => {
		error.code = code;
		const tagged = error.name + " [" + code + "]";
		Object.defineProperty(error, "name", {
			value: tagged,
			enumerable: false,
			writable: true,
			configurable: true
		});
		error.stack;
		delete error.name;
		Object.defineProperty(error, "toString", {
			value: function() {
				return tagged + ": " + this.message;
			},
			enumerable: false,
			writable: true,
			configurable: true
		});
		return error;
	};
	exports.withCode = withCode;
	/** Adds `code` the way a Node error thrown from C++ has it: nowhere else. */
	const withNativeCode = (error, code) => {
		error.code = code;
		return error;
	};
	exports.withNativeCode = withNativeCode;
	const kindOf = (name) => name.indexOf(".") === -1 ? "argument" : "property";
	/** `determineSpecificType()` of `lib/internal/errors.js`. */
	const describeType = (value) => {
		if (value === null) return "null";
		if (value === void 0) return "undefined";
		switch (typeof value) {
			case "bigint": return "type bigint (" + value + "n)";
			case "number": return "type number (" + (0, inspectPrimitive_1.formatNumber)(value) + ")";
			case "boolean": return "type boolean (" + value + ")";
			case "symbol": return "type symbol (" + value.toString() + ")";
			case "function": return "function " + value.name;
			case "string": {
				const str = value.length > 28 ? value.slice(0, 25) + "..." : value;
				return str.indexOf("'") === -1 ? "type string ('" + str + "')" : "type string (" + JSON.stringify(str) + ")";
			}
		}
		const ctor = value.constructor;
		return ctor && "name" in ctor ? "an instance of " + ctor.name : (0, inspect_1.inspect)(value, -1);
	};
	const describeNativeType = (value) => {
		switch (typeof value) {
			case "bigint": return "type bigint (" + value + ")";
			case "symbol": return value.toString();
			case "function": return "function";
			case "object": {
				if (value === null) break;
				const ctor = value.constructor;
				return "an instance of " + (ctor && ctor.name || "Object");
			}
		}
		return describeType(value);
	};
	/**
	* @param expected Worded as Node words it, `of type string` or `an instance of Buffer or URL`.
	* @param native Shape the error as Node's C++ throws it.
	*/
	const invalidArgType = (name, expected, actual, native) => {
		const head = name.endsWith(" argument") ? "The " + name + " " : "The \"" + name + "\" " + kindOf(name) + " ";
		const received = native ? describeNativeType(actual) : describeType(actual);
		const error = /* @__PURE__ */ new TypeError(head + "must be " + expected + ". Received " + received);
		return native ? (0, exports.withNativeCode)(error, "ERR_INVALID_ARG_TYPE") : (0, exports.withCode)(error, "ERR_INVALID_ARG_TYPE");
	};
	exports.invalidArgType = invalidArgType;
	const invalidArgValue = (name, value, reason = "is invalid") => {
		let inspected = (0, inspect_1.inspect)(value);
		if (inspected.length > 128) inspected = inspected.slice(0, 128) + "...";
		return (0, exports.withCode)(/* @__PURE__ */ new TypeError("The " + kindOf(name) + " '" + name + "' " + reason + ". Received " + inspected), "ERR_INVALID_ARG_VALUE");
	};
	exports.invalidArgValue = invalidArgValue;
	/** @param native Shape the error as Node's C++ throws it, which also skips digit grouping. */
	const outOfRange = (name, range, value, native) => {
		const message = "The value of \"" + name + "\" is out of range. It must be " + range + ". Received ";
		if (native) return (0, exports.withNativeCode)(new RangeError(message + String(value)), "ERR_OUT_OF_RANGE");
		let received;
		if (Number.isInteger(value) && Math.abs(value) > TWO_POW_32) received = (0, inspectPrimitive_1.addNumericalSeparator)("" + value);
		else if (typeof value === "bigint") {
			received = "" + value;
			if (value > BIG_TWO_POW_32 || value < -BIG_TWO_POW_32) received = (0, inspectPrimitive_1.addNumericalSeparator)(received);
			received += "n";
		} else received = (0, inspect_1.inspect)(value);
		return (0, exports.withCode)(new RangeError(message + received), "ERR_OUT_OF_RANGE");
	};
	exports.outOfRange = outOfRange;
	const invalidThis = (type) => (0, exports.withCode)(/* @__PURE__ */ new TypeError("Value of \"this\" must be of type " + type), "ERR_INVALID_THIS");
	exports.invalidThis = invalidThis;
	const methodNotImplemented = (method) => (0, exports.withCode)(/* @__PURE__ */ new Error("The " + method + " method is not implemented"), "ERR_METHOD_NOT_IMPLEMENTED");
	exports.methodNotImplemented = methodNotImplemented;
	const invalidUrlScheme = (expected) => (0, exports.withCode)(/* @__PURE__ */ new TypeError("The URL must be of scheme " + expected), "ERR_INVALID_URL_SCHEME");
	exports.invalidUrlScheme = invalidUrlScheme;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/encoding.js
var require_encoding = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.ENCODING_UTF8 = void 0;
	exports.assertEncoding = assertEncoding;
	exports.strToEncoding = strToEncoding;
	const buffer_1 = require_buffer();
	const argErrors_1 = require_argErrors();
	exports.ENCODING_UTF8 = "utf8";
	function assertEncoding(encoding) {
		if (encoding && !buffer_1.Buffer.isEncoding(encoding)) throw (0, argErrors_1.invalidArgValue)("encoding", encoding, "is invalid encoding");
	}
	function strToEncoding(str, encoding) {
		if (!encoding || encoding === exports.ENCODING_UTF8) return str;
		if (encoding === "buffer") return new buffer_1.Buffer(str);
		return new buffer_1.Buffer(str).toString(encoding);
	}
}));

// node_modules/glob-to-regex.js/lib/index.js
var require_lib$7 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.toMatcher = exports.toRegex = exports.expandBraces = void 0;
	const NODOT = "(?!\\.)";
	const STAR = "[^/]*";
	const GLOBSTAR_NODOT = "[^/]*(?:/(?!\\.)[^/]*)*";
	const literal = (pattern, i, code) => {
		switch (code) {
			case 36:
			case 42:
			case 63:
			case 91:
			case 40:
			case 41:
			case 43:
			case 46:
			case 92:
			case 93:
			case 94:
			case 123:
			case 124:
			case 125: return "\\" + pattern[i];
			default: return pattern[i];
		}
	};
	const posixClass = (name) => {
		switch (name) {
			case "alnum": return "0-9A-Za-z";
			case "alpha": return "A-Za-z";
			case "ascii": return "\\x00-\\x7f";
			case "blank": return " \\t";
			case "cntrl": return "\\x00-\\x1f\\x7f";
			case "digit": return "0-9";
			case "graph": return "\\x21-\\x7e";
			case "lower": return "a-z";
			case "print": return "\\x20-\\x7e";
			case "punct": return "\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e";
			case "space": return " \\t\\r\\n\\v\\f";
			case "upper": return "A-Z";
			case "word": return "0-9A-Za-z_";
			case "xdigit": return "0-9A-Fa-f";
		}
	};
	const classEnd = (pattern, i) => {
		const length = pattern.length;
		let j = i + 1;
		const first = pattern.charCodeAt(j);
		if (first === 33 || first === 94) j++;
		if (pattern.charCodeAt(j) === 93) j++;
		for (; j < length; j++) {
			const code = pattern.charCodeAt(j);
			if (code === 93) return j + 1;
			if (code === 91 && pattern.charCodeAt(j + 1) === 58) {
				const close = pattern.indexOf(":]", j + 2);
				if (close > 0) j = close + 1;
			}
		}
		return -1;
	};
	const member = (pattern, i) => {
		const code = pattern.charCodeAt(i);
		return (code === 93 || code === 92 || code === 91 || code === 94 || code === 45 ? "\\" : "") + pattern[i];
	};
	const classSource = (pattern, i, end) => {
		const last = end - 1;
		let j = i + 1;
		let out = "";
		let members = 0;
		const first = pattern.charCodeAt(j);
		const negate = first === 33 || first === 94;
		if (negate) j++;
		while (j < last) {
			if (pattern.charCodeAt(j) === 91 && pattern.charCodeAt(j + 1) === 58) {
				const close = pattern.indexOf(":]", j + 2);
				const cls = close > 0 ? posixClass(pattern.slice(j + 2, close)) : void 0;
				if (cls !== void 0) {
					out += cls;
					members += 2;
					j = close + 2;
					continue;
				}
			}
			if (pattern.charCodeAt(j + 1) === 45 && j + 2 < last) {
				if (pattern.charCodeAt(j + 2) >= pattern.charCodeAt(j)) {
					out += member(pattern, j) + "-" + member(pattern, j + 2);
					members += 2;
				}
				j += 3;
				continue;
			}
			out += member(pattern, j);
			members++;
			j++;
		}
		if (!negate && members === 1) return literal(pattern, last - 1, pattern.charCodeAt(last - 1));
		if (!members) return negate ? "[^/]" : "[]";
		return (negate ? "[^" : "[") + out + "]";
	};
	const groupEnd = (pattern, i) => {
		const length = pattern.length;
		let depth = 1;
		for (; i < length; i++) {
			const code = pattern.charCodeAt(i);
			if (code === 91) {
				const end = classEnd(pattern, i);
				if (end > 0) i = end - 1;
			} else if (code === 40) depth++;
			else if (code === 41 && !--depth) return i + 1;
		}
		return -1;
	};
	const splitAlts = (body) => {
		const length = body.length;
		const alts = [];
		let depth = 0;
		let from = 0;
		for (let i = 0; i < length; i++) {
			const code = body.charCodeAt(i);
			if (code === 91) {
				const end = classEnd(body, i);
				if (end > 0) i = end - 1;
			} else if (code === 40) depth++;
			else if (code === 41) depth--;
			else if (code === 124 && !depth) {
				alts.push(body.slice(from, i));
				from = i + 1;
			}
		}
		alts.push(body.slice(from));
		return alts;
	};
	const isExtglobPrefix = (code) => code === 63 || code === 42 || code === 43 || code === 64 || code === 33;
	const altsSource = (alts, extglob, nodot, tail, segStart) => {
		let out = "";
		for (let i = 0; i < alts.length; i++) out += (i ? "|" : "") + compile(alts[i], extglob, nodot, tail, segStart);
		return out;
	};
	const extglobSource = (type, alts, extglob, nodot, tail, segStart) => {
		const guard = nodot && segStart ? NODOT : "";
		const body = altsSource(alts, extglob, nodot, tail, segStart);
		switch (type) {
			case 63: return "(?:" + body + ")?";
			case 64: return "(?:" + body + ")";
			case 33:
				if (alts.length === 1 && !alts[0]) return guard + "[^/]+";
				return "(?!(?:" + body + ")" + tail + "$)" + guard + STAR;
		}
		const more = guard ? altsSource(alts, extglob, nodot, tail, false) : body;
		if (more === body) return "(?:" + body + ")" + (type === 42 ? "*" : "+");
		const once = "(?:" + body + ")(?:" + more + ")*";
		return type === 42 ? "(?:" + once + ")?" : once;
	};
	const compile = (pattern, extglob, nodot, tail, segStart) => {
		const length = pattern.length;
		let out = "";
		let i = 0;
		let start = segStart;
		while (i < length) {
			const code = pattern.charCodeAt(i);
			if (extglob && pattern.charCodeAt(i + 1) === 40 && isExtglobPrefix(code)) {
				const end = groupEnd(pattern, i + 2);
				if (end > 0) {
					const after = compile(pattern.slice(end), extglob, nodot, tail, false);
					const alts = splitAlts(pattern.slice(i + 2, end - 1));
					return out + extglobSource(code, alts, extglob, nodot, after + tail, start) + after;
				}
			}
			const atStart = start;
			const guard = nodot && atStart ? NODOT : "";
			start = false;
			switch (code) {
				case 42: {
					let j = i + 1;
					while (pattern.charCodeAt(j) === 42) j++;
					if (j === i + 1) {
						const whole = atStart && (j === length || pattern.charCodeAt(j) === 47);
						out += guard + (whole ? "[^/]+" : STAR);
						i = j;
						break;
					}
					let slash = pattern.charCodeAt(j) === 47;
					while (slash) {
						let k = j + 1;
						if (pattern.charCodeAt(k) !== 42 || pattern.charCodeAt(k + 1) !== 42) break;
						k += 2;
						while (pattern.charCodeAt(k) === 42) k++;
						if (k === length) {
							j = k;
							slash = false;
						} else if (pattern.charCodeAt(k) === 47) j = k;
						else break;
					}
					if (slash) {
						out += nodot ? "(?:" + guard + "[^/]*(?:/(?!\\.)[^/]*)*/)?" : "(?:.*/)?";
						j++;
						start = true;
					} else out += nodot ? guard + GLOBSTAR_NODOT : ".*";
					i = j;
					break;
				}
				case 63:
					out += guard + "[^/]";
					i++;
					break;
				case 91: {
					const end = classEnd(pattern, i);
					if (end < 0) {
						out += "\\[";
						i++;
						break;
					}
					const cls = classSource(pattern, i, end);
					out += (cls.charCodeAt(0) === 91 ? guard : "") + cls;
					i = end;
					break;
				}
				case 47:
					out += "/";
					i++;
					start = true;
					break;
				default:
					out += literal(pattern, i, code);
					i++;
			}
		}
		return out;
	};
	const closingBrace = (pattern, open) => {
		const length = pattern.length;
		let depth = 0;
		for (let i = open; i < length; i++) {
			const code = pattern.charCodeAt(i);
			if (code === 123) depth++;
			else if (code === 125 && !--depth) return i;
		}
		return -1;
	};
	const commaSplit = (body) => {
		const length = body.length;
		const parts = [];
		let depth = 0;
		let from = 0;
		for (let i = 0; i < length; i++) {
			const code = body.charCodeAt(i);
			if (code === 123) depth++;
			else if (code === 125) depth--;
			else if (code === 44 && !depth) {
				parts.push(body.slice(from, i));
				from = i + 1;
			}
		}
		if (!parts.length) return;
		parts.push(body.slice(from));
		return parts;
	};
	const NUMERIC_RANGE = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/;
	const ALPHA_RANGE = /^([a-zA-Z])\.\.([a-zA-Z])(?:\.\.(-?\d+))?$/;
	const PADDED = /^-?0\d/;
	const rangeOf = (body, max) => {
		let match = NUMERIC_RANGE.exec(body);
		const alpha = !match;
		if (alpha) match = ALPHA_RANGE.exec(body);
		if (!match) return;
		const from = alpha ? match[1].charCodeAt(0) : +match[1];
		const to = alpha ? match[2].charCodeAt(0) : +match[2];
		const step = match[3] === void 0 ? 1 : Math.abs(+match[3]) || 1;
		const width = !alpha && (PADDED.test(match[1]) || PADDED.test(match[2])) ? Math.max(match[1].length, match[2].length) : 0;
		const out = [];
		const dir = from <= to ? step : -step;
		for (let n = from; (dir > 0 ? n <= to : n >= to) && out.length < max; n += dir) {
			if (alpha) {
				out.push(String.fromCharCode(n));
				continue;
			}
			let s = String(n);
			const need = width - s.length;
			if (need > 0) {
				let zeros = "";
				for (let k = 0; k < need; k++) zeros += "0";
				s = n < 0 ? "-" + zeros + s.slice(1) : zeros + s;
			}
			out.push(s);
		}
		return out;
	};
	const expandInto = (pattern, out, max) => {
		for (let open = pattern.indexOf("{"); open >= 0; open = pattern.indexOf("{", open + 1)) {
			const close = closingBrace(pattern, open);
			if (close < 0) continue;
			const body = pattern.slice(open + 1, close);
			const alts = commaSplit(body) || rangeOf(body, max);
			if (!alts) continue;
			const prefix = pattern.slice(0, open);
			const suffixes = (0, exports.expandBraces)(pattern.slice(close + 1), max);
			for (let i = 0; i < alts.length; i++) {
				const heads = (0, exports.expandBraces)(alts[i], max);
				for (let j = 0; j < heads.length; j++) {
					const head = prefix + heads[j];
					for (let k = 0; k < suffixes.length; k++) {
						if (out.length >= max) return;
						out.push(head + suffixes[k]);
					}
				}
			}
			return;
		}
		out.push(pattern);
	};
	/**
	* Expands `{a,b}` alternations and `{1..3}`, `{a..c}`, `{01..10..2}` ranges the
	* way bash does, nesting included. A group with neither a comma nor a range,
	* or without its closing brace, is kept as it is.
	*
	* @param max Number of expansions to stop at, as `brace-expansion` does.
	*/
	const expandBraces = (pattern, max = 1e5) => {
		const out = [];
		expandInto(pattern, out, max);
		return out;
	};
	exports.expandBraces = expandBraces;
	/**
	* Convert a glob pattern to a regular expression
	*
	* Supports:
	* - `/` to separate path segments
	* - `*` to match zero or more characters in a path segment
	* - `?` to match one character in a path segment
	* - `**` to match any number of path segments, including none
	* - `{}` to group conditions (e.g. `{html,txt}`), nested, and `{1..3}` ranges
	* - `[abc]`, `[a-z]`, `[!a-z]`, `[!abc]`, `[[:alpha:]]` character classes
	* - Extended globbing (when `extglob: true` option is set):
	*   - `?(pattern-list)` zero or one occurrence
	*   - `*(pattern-list)` zero or more occurrences
	*   - `+(pattern-list)` one or more occurrences
	*   - `@(pattern-list)` exactly one of the patterns
	*   - `!(pattern-list)` anything except the patterns
	*/
	const toRegex = (pattern, options) => {
		const extglob = !!options?.extglob;
		const nodot = options?.dot === false;
		let source;
		if (pattern.indexOf("{") < 0) source = compile(pattern, extglob, nodot, "", true);
		else {
			const set = (0, exports.expandBraces)(pattern);
			const length = set.length;
			if (length === 1) source = compile(set[0], extglob, nodot, "", true);
			else {
				const seen = /* @__PURE__ */ new Set();
				source = "(?:";
				for (let i = 0; i < length; i++) {
					const one = set[i];
					if (seen.has(one)) continue;
					if (seen.size) source += "|";
					seen.add(one);
					source += compile(one, extglob, nodot, "", true);
				}
				source += ")";
			}
		}
		return new RegExp("^" + source + "$", options?.nocase ? "i" : "");
	};
	exports.toRegex = toRegex;
	const isRegExp = /^\/(.{1,4096})\/([gimsuy]{0,6})$/;
	const toMatcher = (pattern, options) => {
		const regexes = [];
		const patterns = Array.isArray(pattern) ? pattern : [pattern];
		for (const pat of patterns) if (typeof pat === "string") {
			const match = isRegExp.exec(pat);
			if (match) {
				const [, expr, flags] = match;
				regexes.push(new RegExp(expr, flags));
			} else regexes.push((0, exports.toRegex)(pat, options));
		} else regexes.push(pat);
		return regexes.length ? new Function("p", "return " + regexes.map((r) => r + ".test(p)").join("||")) : () => false;
	};
	exports.toMatcher = toMatcher;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/watchIgnore.js
var require_watchIgnore = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.watchIgnoreToMatcher = exports.watchIgnorePatternToMatcher = void 0;
	const glob_to_regex_js_1 = require_lib$7();
	/** Converts a single `watch()` `ignore` pattern into a filename predicate. */
	const watchIgnorePatternToMatcher = (pattern) => {
		if (typeof pattern === "function") return pattern;
		if (pattern instanceof RegExp) return (filename) => pattern.test(filename);
		if (typeof pattern === "string") {
			const regex = (0, glob_to_regex_js_1.toRegex)(pattern);
			return (filename) => regex.test(filename);
		}
		throw new TypeError(`The "options.ignore" property must be of type string, RegExp, function, or an array thereof. Received ${typeof pattern}`);
	};
	exports.watchIgnorePatternToMatcher = watchIgnorePatternToMatcher;
	/** Converts the `watch()` `ignore` option (pattern or array of patterns) into a filename predicate. */
	const watchIgnoreToMatcher = (ignore) => {
		if (Array.isArray(ignore)) {
			const matchers = ignore.map(exports.watchIgnorePatternToMatcher);
			return (filename) => matchers.some((matcher) => matcher(filename));
		}
		return (0, exports.watchIgnorePatternToMatcher)(ignore);
	};
	exports.watchIgnoreToMatcher = watchIgnoreToMatcher;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/lists/fsCallbackApiList.js
var require_fsCallbackApiList = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fsCallbackApiList = void 0;
	exports.fsCallbackApiList = [
		"access",
		"appendFile",
		"chmod",
		"chown",
		"close",
		"copyFile",
		"cp",
		"createReadStream",
		"createWriteStream",
		"exists",
		"fchmod",
		"fchown",
		"fdatasync",
		"fstat",
		"fsync",
		"ftruncate",
		"futimes",
		"glob",
		"lchmod",
		"lchown",
		"link",
		"lstat",
		"mkdir",
		"mkdtemp",
		"open",
		"openAsBlob",
		"opendir",
		"read",
		"readv",
		"readdir",
		"readFile",
		"readlink",
		"realpath",
		"rename",
		"rm",
		"rmdir",
		"stat",
		"statfs",
		"symlink",
		"truncate",
		"unlink",
		"unwatchFile",
		"utimes",
		"lutimes",
		"watch",
		"watchFile",
		"write",
		"writev",
		"writeFile"
	];
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/lists/fsSynchronousApiList.js
var require_fsSynchronousApiList = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fsSynchronousApiList = void 0;
	exports.fsSynchronousApiList = [
		"accessSync",
		"appendFileSync",
		"chmodSync",
		"chownSync",
		"closeSync",
		"copyFileSync",
		"cpSync",
		"existsSync",
		"fchmodSync",
		"fchownSync",
		"fdatasyncSync",
		"fstatSync",
		"fsyncSync",
		"ftruncateSync",
		"futimesSync",
		"globSync",
		"lchmodSync",
		"lchownSync",
		"linkSync",
		"lstatSync",
		"mkdirSync",
		"mkdtempSync",
		"openSync",
		"opendirSync",
		"readdirSync",
		"readFileSync",
		"readlinkSync",
		"readSync",
		"readvSync",
		"realpathSync",
		"renameSync",
		"rmdirSync",
		"rmSync",
		"statfsSync",
		"statSync",
		"symlinkSync",
		"truncateSync",
		"unlinkSync",
		"utimesSync",
		"lutimesSync",
		"writeFileSync",
		"writeSync",
		"writevSync"
	];
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/lists/fsCommonObjectsList.js
var require_fsCommonObjectsList = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fsCommonObjectsList = void 0;
	exports.fsCommonObjectsList = [
		"F_OK",
		"R_OK",
		"W_OK",
		"X_OK",
		"constants",
		"Stats",
		"StatFs",
		"Dir",
		"Dirent",
		"StatWatcher",
		"FSWatcher",
		"ReadStream",
		"WriteStream"
	];
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/index.js
var require_lib$6 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fsCommonObjectsList = exports.fsSynchronousApiList = exports.fsCallbackApiList = void 0;
	const tslib_1 = (init_tslib_es6(), __toCommonJS(tslib_es6_exports));
	tslib_1.__exportStar(require_types(), exports);
	tslib_1.__exportStar(require_constants$3(), exports);
	tslib_1.__exportStar(require_AMODE(), exports);
	tslib_1.__exportStar(require_FLAG(), exports);
	tslib_1.__exportStar(require_path(), exports);
	tslib_1.__exportStar(require_encoding(), exports);
	tslib_1.__exportStar(require_watchIgnore(), exports);
	var fsCallbackApiList_1 = require_fsCallbackApiList();
	Object.defineProperty(exports, "fsCallbackApiList", {
		enumerable: true,
		get: function() {
			return fsCallbackApiList_1.fsCallbackApiList;
		}
	});
	var fsSynchronousApiList_1 = require_fsSynchronousApiList();
	Object.defineProperty(exports, "fsSynchronousApiList", {
		enumerable: true,
		get: function() {
			return fsSynchronousApiList_1.fsSynchronousApiList;
		}
	});
	var fsCommonObjectsList_1 = require_fsCommonObjectsList();
	Object.defineProperty(exports, "fsCommonObjectsList", {
		enumerable: true,
		get: function() {
			return fsCommonObjectsList_1.fsCommonObjectsList;
		}
	});
}));

// node_modules/@jsonjoy.com/fs-core/lib/json.js
var require_json$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.flattenJSON = void 0;
	const buffer_1 = require_buffer();
	const fs_node_utils_1 = require_lib$6();
	const flattenJSON = (nestedJSON) => {
		const flatJSON = {};
		function flatten(pathPrefix, node) {
			for (const path in node) {
				const contentOrNode = node[path];
				const joinedPath = (0, fs_node_utils_1.pathJoin)(pathPrefix, path);
				if (typeof contentOrNode === "string" || contentOrNode instanceof buffer_1.Buffer) flatJSON[joinedPath] = contentOrNode;
				else if (typeof contentOrNode === "object" && contentOrNode !== null && !(contentOrNode instanceof buffer_1.Buffer) && Object.keys(contentOrNode).length > 0) flatten(joinedPath, contentOrNode);
				else flatJSON[joinedPath] = null;
			}
		}
		flatten("", nestedJSON);
		return flatJSON;
	};
	exports.flattenJSON = flattenJSON;
}));

// node_modules/@jsonjoy.com/fs-core/lib/constants.js
var require_constants$2 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
}));

// node_modules/@jsonjoy.com/fs-core/lib/result.js
var require_result = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Ok = Ok;
	exports.Err = Err;
	function Ok(value) {
		return {
			ok: true,
			value
		};
	}
	function Err(err) {
		return {
			ok: false,
			err
		};
	}
}));

// node_modules/thingies/lib/fanout.js
var require_fanout = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.FanOut = void 0;
	var FanOut = class {
		constructor() {
			this.listeners = /* @__PURE__ */ new Set();
		}
		emit(data) {
			this.listeners.forEach((listener) => listener(data));
		}
		listen(listener) {
			const listeners = this.listeners;
			listeners.add(listener);
			return () => listeners.delete(listener);
		}
	};
	exports.FanOut = FanOut;
}));

// node_modules/@jsonjoy.com/fs-core/lib/process.js
var require_process = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.createProcess = createProcess;
	/**
	* Looks to return a `process` object, if one is available.
	*
	* The global `process` is returned if defined;
	* otherwise `require('process')` is attempted.
	*
	* If that fails, `undefined` is returned.
	*
	* @return {IProcess | undefined}
	*/
	const maybeReturnProcess = () => {
		if (typeof process !== "undefined") return process;
		try {
			return __require("node:process");
		} catch {
			return;
		}
	};
	function createProcess() {
		const p = maybeReturnProcess() || {};
		if (!p.cwd) p.cwd = () => "/";
		if (!p.emitWarning) p.emitWarning = (message, type) => {
			console.warn(`${type}${type ? ": " : ""}${message}`);
		};
		if (!p.env) p.env = {};
		return p;
	}
	exports.default = createProcess();
}));

// node_modules/@jsonjoy.com/fs-core/lib/Node.js
var require_Node = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Node = void 0;
	const fanout_1 = require_fanout();
	const process_1 = require_process();
	const buffer_1 = require_buffer();
	const { S_IFMT, S_IFDIR, S_IFREG, S_IFLNK, S_IFCHR } = require_lib$6().constants;
	const getuid = () => process_1.default.getuid?.() ?? 0;
	const getgid = () => process_1.default.getgid?.() ?? 0;
	const EMPTY_BUFFER = (0, buffer_1.bufferAllocUnsafe)(0);
	/**
	* Node in a file system (like i-node, v-node).
	*/
	var Node = class {
		constructor(ino, mode = 438, uid = getuid(), gid = getgid()) {
			/**
			* @deprecated Subscribe to the volume-level `Superblock.changes` bus or use
			* `CoreWatcher` instead.
			*/
			this.changes = new fanout_1.FanOut();
			this._uid = getuid();
			this._gid = getgid();
			this._atime = /* @__PURE__ */ new Date();
			this._mtime = /* @__PURE__ */ new Date();
			this._ctime = /* @__PURE__ */ new Date();
			this._btime = /* @__PURE__ */ new Date();
			this.buf = EMPTY_BUFFER;
			/** Total allocated memory capacity for this node. */
			this.capacity = 0;
			/** Actually used bytes to store content. */
			this.size = 0;
			this.rdev = 0;
			this._nlink = 1;
			this.mode = mode;
			this.ino = ino;
			this._uid = uid;
			this._gid = gid;
		}
		set ctime(ctime) {
			this._ctime = ctime;
		}
		get ctime() {
			return this._ctime;
		}
		/**
		* Birth (creation) time of this node. Unlike `ctime`, it is set once when the
		* node is created and is never advanced by writes or metadata changes. The
		* setter exists only for restore paths, like snapshot deserialization.
		*/
		set btime(btime) {
			this._btime = btime;
		}
		get btime() {
			return this._btime;
		}
		set uid(uid) {
			this._uid = uid;
			this.ctime = /* @__PURE__ */ new Date();
		}
		get uid() {
			return this._uid;
		}
		set gid(gid) {
			this._gid = gid;
			this.ctime = /* @__PURE__ */ new Date();
		}
		get gid() {
			return this._gid;
		}
		set atime(atime) {
			this._atime = atime;
		}
		get atime() {
			return this._atime;
		}
		set mtime(mtime) {
			this._mtime = mtime;
			this.ctime = /* @__PURE__ */ new Date();
		}
		get mtime() {
			return this._mtime;
		}
		get perm() {
			return this.mode & ~S_IFMT;
		}
		set perm(perm) {
			this.mode = this.mode & S_IFMT | perm & ~S_IFMT;
			this.ctime = /* @__PURE__ */ new Date();
		}
		set nlink(nlink) {
			this._nlink = nlink;
			this.ctime = /* @__PURE__ */ new Date();
		}
		get nlink() {
			return this._nlink;
		}
		getString(encoding = "utf8") {
			this.atime = /* @__PURE__ */ new Date();
			return this.getBuffer().toString(encoding);
		}
		setString(str) {
			this._setBuf((0, buffer_1.bufferFrom)(str, "utf8"));
		}
		getBuffer() {
			this.atime = /* @__PURE__ */ new Date();
			if (!this.buf) this.buf = (0, buffer_1.bufferAllocUnsafe)(0);
			return (0, buffer_1.bufferFrom)(this.buf.subarray(0, this.size));
		}
		setBuffer(buf) {
			const copy = (0, buffer_1.bufferFrom)(buf);
			this._setBuf(copy);
		}
		_setBuf(buf) {
			const size = buf.length;
			this.buf = buf;
			this.capacity = size;
			this.size = size;
			this.touch();
		}
		getSize() {
			return this.size;
		}
		setModeProperty(property) {
			this.mode = property;
		}
		isFile() {
			return (this.mode & S_IFMT) === S_IFREG;
		}
		isDirectory() {
			return (this.mode & S_IFMT) === S_IFDIR;
		}
		isSymlink() {
			return (this.mode & S_IFMT) === S_IFLNK;
		}
		isCharacterDevice() {
			return (this.mode & S_IFMT) === S_IFCHR;
		}
		makeSymlink(symlink) {
			this.mode = S_IFLNK | 438;
			this.symlink = symlink;
		}
		write(buf, off = 0, len = buf.length, pos = 0) {
			const bufLength = buf.length;
			if (off + len > bufLength) len = bufLength - off;
			if (len <= 0) return 0;
			const requiredSize = pos + len;
			if (requiredSize > this.capacity) {
				let newCapacity = Math.max(this.capacity * 2, 64);
				while (newCapacity < requiredSize) newCapacity *= 2;
				const newBuf = (0, buffer_1.bufferAllocUnsafe)(newCapacity);
				if (this.size > 0) this.buf.copy(newBuf, 0, 0, this.size);
				this.buf = newBuf;
				this.capacity = newCapacity;
			}
			if (pos > this.size) this.buf.fill(0, this.size, pos);
			buf.copy(this.buf, pos, off, off + len);
			if (requiredSize > this.size) this.size = requiredSize;
			this.touch();
			return len;
		}
		/**
		* Read data from the file.
		*
		* @param buf Buffer to read data into.
		* @param off Offset int the `buf` where to start writing data.
		* @param len How many bytes to read. Equals to `buf.byteLength` by default.
		* @param pos Position offset in file where to start reading. Defaults to `0`.
		* @returns Returns the number of bytes read.
		*/
		read(buf, off = 0, len = buf.byteLength, pos = 0) {
			this.atime = /* @__PURE__ */ new Date();
			if (pos >= this.size) return 0;
			let actualLen = len;
			if (actualLen > buf.byteLength) actualLen = buf.byteLength;
			if (actualLen + pos > this.size) actualLen = this.size - pos;
			if (actualLen <= 0) return 0;
			const buf2 = buf instanceof buffer_1.Buffer ? buf : buffer_1.Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength);
			this.buf.copy(buf2, off, pos, pos + actualLen);
			return actualLen;
		}
		truncate(len = 0) {
			if (len <= 0) {
				this.buf = EMPTY_BUFFER;
				this.capacity = 0;
				this.size = 0;
				this.touch();
				return;
			}
			if (len <= this.size) this.size = len;
			else {
				if (len > this.capacity) {
					let newCapacity = Math.max(this.capacity * 2, 64);
					while (newCapacity < len) newCapacity *= 2;
					const buf = (0, buffer_1.bufferAllocUnsafe)(newCapacity);
					if (this.size > 0) this.buf.copy(buf, 0, 0, this.size);
					buf.fill(0, this.size, len);
					this.buf = buf;
					this.capacity = newCapacity;
				} else this.buf.fill(0, this.size, len);
				this.size = len;
			}
			this.touch();
		}
		chmod(perm) {
			this.mode = this.mode & S_IFMT | perm & ~S_IFMT;
			this.touch();
		}
		chown(uid, gid) {
			this.uid = uid;
			this.gid = gid;
			this.touch();
		}
		touch() {
			this.mtime = /* @__PURE__ */ new Date();
			this.changes.emit(["modify"]);
		}
		canRead(uid = getuid(), gid = getgid()) {
			if (this.perm & 4) return true;
			if (gid === this.gid) {
				if (this.perm & 32) return true;
			}
			if (uid === this.uid) {
				if (this.perm & 256) return true;
			}
			return false;
		}
		canWrite(uid = getuid(), gid = getgid()) {
			if (this.perm & 2) return true;
			if (gid === this.gid) {
				if (this.perm & 16) return true;
			}
			if (uid === this.uid) {
				if (this.perm & 128) return true;
			}
			return false;
		}
		canExecute(uid = getuid(), gid = getgid()) {
			if (this.perm & 1) return true;
			if (gid === this.gid) {
				if (this.perm & 8) return true;
			}
			if (uid === this.uid) {
				if (this.perm & 64) return true;
			}
			return false;
		}
		del() {
			this.changes.emit(["delete"]);
		}
		toJSON() {
			return {
				ino: this.ino,
				uid: this.uid,
				gid: this.gid,
				atime: this.atime.getTime(),
				mtime: this.mtime.getTime(),
				ctime: this.ctime.getTime(),
				btime: this.btime.getTime(),
				perm: this.perm,
				mode: this.mode,
				nlink: this.nlink,
				symlink: this.symlink,
				data: this.getString()
			};
		}
	};
	exports.Node = Node;
}));

// node_modules/@jsonjoy.com/fs-core/lib/Link.js
var require_Link = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Link = void 0;
	const fs_node_utils_1 = require_lib$6();
	const fanout_1 = require_fanout();
	const { S_IFREG } = fs_node_utils_1.constants;
	/**
	* Represents a hard link that points to an i-node `node`.
	*/
	var Link = class Link {
		get steps() {
			return this._steps;
		}
		set steps(val) {
			this._steps = val;
			for (const [child, link] of this.children.entries()) {
				if (child === "." || child === "..") continue;
				link?.syncSteps();
			}
		}
		constructor(vol, parent, name) {
			/**
			* @deprecated Subscribe to the volume-level `Superblock.changes` bus or use
			* `CoreWatcher` instead.
			*/
			this.changes = new fanout_1.FanOut();
			this.children = /* @__PURE__ */ new Map();
			this._steps = [];
			this.ino = 0;
			this.length = 0;
			this.vol = vol;
			this.parent = parent;
			this.name = name;
			this.syncSteps();
		}
		setNode(node) {
			this.node = node;
			this.ino = node.ino;
		}
		getNode() {
			return this.node;
		}
		createChild(name, node = this.vol.createNode(S_IFREG | 438)) {
			const link = new Link(this.vol, this, name);
			link.setNode(node);
			if (node.isDirectory()) {
				link.children.set(".", link);
				link.getNode().nlink++;
			}
			this.setChild(name, link);
			return link;
		}
		setChild(name, link = new Link(this.vol, this, name)) {
			this.children.set(name, link);
			link.parent = this;
			this.length++;
			if (link.getNode().isDirectory()) {
				link.children.set("..", this);
				this.getNode().nlink++;
			}
			this.getNode().mtime = /* @__PURE__ */ new Date();
			this.changes.emit([
				"child:add",
				link,
				this
			]);
			return link;
		}
		deleteChild(link) {
			if (link.getNode().isDirectory()) {
				link.children.delete("..");
				this.getNode().nlink--;
			}
			this.children.delete(link.getName());
			this.length--;
			this.getNode().mtime = /* @__PURE__ */ new Date();
			this.changes.emit([
				"child:del",
				link,
				this
			]);
		}
		getChild(name) {
			this.getNode().atime = /* @__PURE__ */ new Date();
			return this.children.get(name);
		}
		getPath() {
			return this.steps.join("/");
		}
		getParentPath() {
			const parent = this.steps.slice(0, -1).join("/");
			return parent ? parent : "/";
		}
		getName() {
			return this.steps[this.steps.length - 1];
		}
		toJSON() {
			return {
				steps: this.steps,
				ino: this.ino,
				children: Array.from(this.children.keys())
			};
		}
		syncSteps() {
			this.steps = this.parent ? this.parent.steps.concat([this.name]) : [this.name];
		}
	};
	exports.Link = Link;
}));

// node_modules/@jsonjoy.com/fs-core/lib/File.js
var require_File = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.File = void 0;
	const { O_APPEND } = require_lib$6().constants;
	/**
	* Represents an open file (file descriptor) that points to a `Link` (Hard-link) and a `Node`.
	*
	* @todo Rename to `OpenFile`.
	*/
	var File = class {
		/**
		* Open a Link-Node pair. `node` is provided separately as that might be a different node
		* rather the one `link` points to, because it might be a symlink.
		* @param link
		* @param node
		* @param flags
		* @param fd
		*/
		constructor(link, node, flags, fd) {
			this.link = link;
			this.node = node;
			this.flags = flags;
			this.fd = fd;
			this.position = 0;
		}
		getString(encoding = "utf8") {
			return this.node.getString();
		}
		setString(str) {
			this.node.setString(str);
		}
		getBuffer() {
			return this.node.getBuffer();
		}
		setBuffer(buf) {
			this.node.setBuffer(buf);
		}
		getSize() {
			return this.node.getSize();
		}
		truncate(len) {
			this.node.truncate(len);
		}
		seekTo(position) {
			this.position = position;
		}
		write(buf, offset = 0, length = buf.length, position) {
			const append = !!(this.flags & O_APPEND);
			const explicit = !append && typeof position === "number";
			const pos = append ? this.node.getSize() : explicit ? position : this.position;
			const bytes = this.node.write(buf, offset, length, pos);
			if (!explicit) this.position = pos + bytes;
			return bytes;
		}
		read(buf, offset = 0, length = buf.byteLength, position) {
			const explicit = typeof position === "number";
			const pos = explicit ? position : this.position;
			const bytes = this.node.read(buf, offset, length, pos);
			if (!explicit) this.position = pos + bytes;
			return bytes;
		}
		chmod(perm) {
			this.node.chmod(perm);
		}
		chown(uid, gid) {
			this.node.chown(uid, gid);
		}
	};
	exports.File = File;
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/validators.js
var require_validators = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateAbortSignal = exports.validateBuffer = exports.validateStringArray = exports.validateArray = exports.validateOneOf = exports.validateObject = exports.validateFunction = exports.validateBoolean = exports.validateString = exports.validateUint32 = exports.validateInt32 = exports.validateInteger = exports.INT32_MAX = void 0;
	const argErrors_1 = require_argErrors();
	exports.INT32_MAX = 2147483647;
	const INT32_MIN = -2147483648;
	const UINT32_MAX = 4294967295;
	const MAX_SAFE = 9007199254740991;
	const validateRange = (value, name, min, max) => {
		if (typeof value !== "number") throw (0, argErrors_1.invalidArgType)(name, "of type number", value);
		if (!Number.isInteger(value)) throw (0, argErrors_1.outOfRange)(name, "an integer", value);
		if (value < min || value > max) throw (0, argErrors_1.outOfRange)(name, ">= " + min + " && <= " + max, value);
	};
	const validateInteger = (value, name, min = -9007199254740991, max = MAX_SAFE) => validateRange(value, name, min, max);
	exports.validateInteger = validateInteger;
	const validateInt32 = (value, name, min = INT32_MIN, max = exports.INT32_MAX) => validateRange(value, name, min, max);
	exports.validateInt32 = validateInt32;
	const validateUint32 = (value, name, positive) => validateRange(value, name, positive ? 1 : 0, UINT32_MAX);
	exports.validateUint32 = validateUint32;
	const validateString = (value, name) => {
		if (typeof value !== "string") throw (0, argErrors_1.invalidArgType)(name, "of type string", value);
	};
	exports.validateString = validateString;
	const validateBoolean = (value, name) => {
		if (typeof value !== "boolean") throw (0, argErrors_1.invalidArgType)(name, "of type boolean", value);
	};
	exports.validateBoolean = validateBoolean;
	const validateFunction = (value, name) => {
		if (typeof value !== "function") throw (0, argErrors_1.invalidArgType)(name, "of type function", value);
	};
	exports.validateFunction = validateFunction;
	/** @param options `ValidateObject` flags. */
	const validateObject = (value, name, options = 0) => {
		if (value === null && !(options & 1) || Array.isArray(value) && !(options & 2) || value !== null && typeof value !== "object" && (typeof value !== "function" || !(options & 4))) throw (0, argErrors_1.invalidArgType)(name, "of type object", value);
	};
	exports.validateObject = validateObject;
	const validateOneOf = (value, name, oneOf) => {
		if (oneOf.includes(value)) return;
		let allowed = "";
		for (let i = 0; i < oneOf.length; i++) {
			const one = oneOf[i];
			allowed += (i ? ", " : "") + (typeof one === "string" ? "'" + one + "'" : String(one));
		}
		throw (0, argErrors_1.invalidArgValue)(name, value, "must be one of: " + allowed);
	};
	exports.validateOneOf = validateOneOf;
	const validateArray = (value, name, minLength = 0) => {
		if (!Array.isArray(value)) throw (0, argErrors_1.invalidArgType)(name, "an instance of Array", value);
		if (value.length < minLength) throw (0, argErrors_1.invalidArgValue)(name, value, "must have a length of at least " + minLength);
	};
	exports.validateArray = validateArray;
	const validateStringArray = (value, name) => {
		(0, exports.validateArray)(value, name);
		const array = value;
		for (let i = 0; i < array.length; i++) if (typeof array[i] !== "string") throw (0, argErrors_1.invalidArgType)(name + "[" + i + "]", "of type string", array[i]);
	};
	exports.validateStringArray = validateStringArray;
	const validateBuffer = (buffer, name = "buffer") => {
		if (!ArrayBuffer.isView(buffer)) throw (0, argErrors_1.invalidArgType)(name, "an instance of Buffer, TypedArray, or DataView", buffer);
	};
	exports.validateBuffer = validateBuffer;
	const validateAbortSignal = (signal, name) => {
		if (signal !== void 0 && (signal === null || typeof signal !== "object" || !("aborted" in signal))) throw (0, argErrors_1.invalidArgType)(name, "an instance of AbortSignal", signal);
	};
	exports.validateAbortSignal = validateAbortSignal;
}));

// node_modules/@jsonjoy.com/fs-core/lib/util.js
var require_util$3 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.filenameToSteps = exports.resolve = exports.unixify = exports.isWin = void 0;
	exports.isFd = isFd;
	exports.validateFd = validateFd;
	exports.dataToBuffer = dataToBuffer;
	exports.nullCheck = nullCheck;
	exports.pathToFilename = pathToFilename;
	const path_1 = require_path$1();
	const buffer_1 = require_buffer();
	const process_1 = require_process();
	const fs_node_utils_1 = require_lib$6();
	const argErrors_1 = require_argErrors();
	const validators_1 = require_validators();
	exports.isWin = process_1.default.platform === "win32";
	const resolveCrossPlatform = path_1.resolve;
	const isSeparator = (str, i) => {
		let char = str[i];
		return i > 0 && (char === "/" || exports.isWin && char === "\\");
	};
	const removeTrailingSeparator = (str) => {
		let i = str.length - 1;
		if (i < 2) return str;
		while (isSeparator(str, i)) i--;
		return str.substr(0, i + 1);
	};
	const normalizePath = (str, stripTrailing) => {
		if (typeof str !== "string") throw new TypeError("expected a string");
		str = str.replace(/[\\\/]+/g, "/");
		if (stripTrailing !== false) str = removeTrailingSeparator(str);
		return str;
	};
	const unixify = (filepath, stripTrailing = true) => {
		if (exports.isWin) {
			filepath = normalizePath(filepath, stripTrailing);
			return filepath.replace(/^([a-zA-Z]+:|\.\/)/, "");
		}
		return filepath;
	};
	exports.unixify = unixify;
	let resolve = (filename, base = process_1.default.cwd()) => resolveCrossPlatform(base, filename);
	exports.resolve = resolve;
	if (exports.isWin) {
		const _resolve = resolve;
		exports.resolve = resolve = (filename, base) => (0, exports.unixify)(_resolve(filename, base));
	}
	const filenameToSteps = (filename, base) => {
		const fullPathSansSlash = resolve(filename, base).substring(1);
		if (!fullPathSansSlash) return [];
		return fullPathSansSlash.split(fs_node_utils_1.pathSep);
	};
	exports.filenameToSteps = filenameToSteps;
	function isFd(path) {
		return path >>> 0 === path;
	}
	function validateFd(fd) {
		if (typeof fd !== "number") throw (0, argErrors_1.invalidArgType)("fd", "of type number", fd, true);
		if ((fd < 0 || fd > validators_1.INT32_MAX) && fd !== Infinity && fd !== -Infinity) throw (0, argErrors_1.outOfRange)("fd", ">= 0 && <= " + validators_1.INT32_MAX, fd, true);
		if (!Number.isInteger(fd)) throw (0, argErrors_1.outOfRange)("fd", "an integer", fd, true);
	}
	function dataToBuffer(data, encoding = fs_node_utils_1.ENCODING_UTF8) {
		if (buffer_1.Buffer.isBuffer(data)) return data;
		else if (data instanceof Uint8Array) return (0, buffer_1.bufferFrom)(data);
		else if (encoding === "buffer") return (0, buffer_1.bufferFrom)(String(data), "utf8");
		else return (0, buffer_1.bufferFrom)(String(data), encoding);
	}
	const NO_NULL_BYTES = "must be a string, Uint8Array, or URL without null bytes";
	/** @param received What Node inspects in the message, the original argument. */
	const checkNullByte = (path, name, received) => {
		if (path.indexOf("\0") === -1) return;
		throw (0, argErrors_1.invalidArgValue)(name, received, NO_NULL_BYTES);
	};
	/**
	* Node `lib/internal/fs/utils.js` `validatePath`: throws synchronously, callback forms included.
	*
	* @param name The Node parameter name the value came in as, for the message.
	*/
	function nullCheck(path, name = "path") {
		if (path instanceof Uint8Array) {
			for (let i = 0; i < path.length; i++) if (!path[i]) throw (0, argErrors_1.invalidArgValue)(name, path, NO_NULL_BYTES);
			return true;
		}
		const str = "" + path;
		checkNullByte(str, name, str);
		return true;
	}
	const isURL = (value) => !!value && !!value.href && !!value.protocol && value.auth === void 0 && value.path === void 0;
	/** Node `lib/internal/url.js` `fileURLToPath`. */
	const getPathFromURL = (url) => {
		if (url.protocol !== "file:") throw (0, argErrors_1.invalidUrlScheme)("file");
		if (url.hostname !== "") throw (0, argErrors_1.withCode)(/* @__PURE__ */ new TypeError("File URL host must be \"localhost\" or empty on " + process_1.default.platform), "ERR_INVALID_FILE_URL_HOST");
		const pathname = url.pathname;
		for (let n = 0; n < pathname.length; n++) if (pathname[n] === "%") {
			const third = pathname.codePointAt(n + 2) | 32;
			if (pathname[n + 1] === "2" && third === 102) throw (0, argErrors_1.withCode)(/* @__PURE__ */ new TypeError("File URL path must not include encoded / characters"), "ERR_INVALID_FILE_URL_PATH");
		}
		const filepath = decodeURIComponent(pathname);
		return exports.isWin ? filepath.replace(/^\/([a-zA-Z]:)/, "$1") : filepath;
	};
	/** @param name The Node parameter name the value came in as, for the message. */
	function pathToFilename(path, name = "path") {
		const received = path;
		if (path instanceof Uint8Array) path = (0, buffer_1.bufferFrom)(path);
		if (typeof path !== "string" && !buffer_1.Buffer.isBuffer(path)) {
			if (!isURL(path)) throw (0, argErrors_1.invalidArgType)(name, "of type string or an instance of Buffer or URL", path);
			path = getPathFromURL(path);
		}
		const pathString = String(path);
		checkNullByte(pathString, name, received instanceof Uint8Array ? received : pathString);
		return pathString;
	}
}));

// node_modules/@jsonjoy.com/fs-core/lib/SystemError.js
var require_SystemError = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.SystemError = void 0;
	/** Node's `internal/errors` `SystemError`: an `ERR_*` code wrapping a libuv result. */
	var SystemError = class extends Error {
		constructor(code, prefix, info) {
			const path = info.path;
			const dest = info.dest;
			let message = prefix + ": " + info.syscall + " returned " + info.code + " (" + info.message + ")";
			if (path !== void 0) message += " " + path;
			if (dest !== void 0) message += " => " + dest;
			super(message);
			this.code = code;
			this.info = info;
			this.errno = info.errno;
			this.syscall = info.syscall;
			if (path !== void 0) this.path = path;
			if (dest !== void 0) this.dest = dest;
		}
		toString() {
			return this.name + " [" + this.code + "]: " + this.message;
		}
	};
	exports.SystemError = SystemError;
	SystemError.prototype.name = "SystemError";
}));

// node_modules/@jsonjoy.com/fs-core/lib/errors.js
var require_errors = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.createEisdirError = exports.createWatchError = exports.createStatError = exports.createError = void 0;
	const SystemError_1 = require_SystemError();
	const UV = {
		EPERM: [-1, "operation not permitted"],
		ENOENT: [-2, "no such file or directory"],
		EIO: [-5, "i/o error"],
		EBADF: [-9, "bad file descriptor"],
		EAGAIN: [-11, "resource temporarily unavailable"],
		EACCES: [-13, "permission denied"],
		EBUSY: [-16, "resource busy or locked"],
		EEXIST: [-17, "file already exists"],
		EXDEV: [-18, "cross-device link not permitted"],
		ENOTDIR: [-20, "not a directory"],
		EISDIR: [-21, "illegal operation on a directory"],
		EINVAL: [-22, "invalid argument"],
		ENFILE: [-23, "file table overflow"],
		EMFILE: [-24, "too many open files"],
		ETXTBSY: [-26, "text file is busy"],
		EFBIG: [-27, "file too large"],
		ENOSPC: [-28, "no space left on device"],
		ESPIPE: [-29, "invalid seek"],
		EROFS: [-30, "read-only file system"],
		EMLINK: [-31, "too many links"],
		ERANGE: [-34, "result too large"],
		ENAMETOOLONG: [-36, "name too long"],
		ENOSYS: [-38, "function not implemented"],
		ENOTEMPTY: [-39, "directory not empty"],
		ELOOP: [-40, "too many symbolic links encountered"],
		EPROTO: [-71, "protocol error"],
		EOVERFLOW: [-75, "value too large for defined data type"],
		ENOTSUP: [-95, "operation not supported on socket"]
	};
	const formatMessage = (code, uv, syscall, path, dest) => {
		let message = code + ": " + (uv ? uv[1] : "unknown error") + ", " + syscall;
		if (path) message += " '" + path + "'";
		if (dest) message += " -> '" + dest + "'";
		return message;
	};
	const createError = (code, syscall = "", path = "", dest = "", Constructor = Error) => {
		const uv = UV[code];
		const error = new Constructor(formatMessage(code, uv, syscall, path, dest));
		if (uv) error.errno = uv[0];
		error.code = code;
		error.syscall = syscall;
		if (path) error.path = path;
		if (dest) error.dest = dest;
		return error;
	};
	exports.createError = createError;
	const createStatError = (code, syscall = "", path = "", dest = "") => {
		const uv = UV[code];
		return {
			errno: uv ? uv[0] : void 0,
			code,
			syscall,
			path,
			dest,
			message: formatMessage(code, uv, syscall, path, dest),
			toError: () => (0, exports.createError)(code, syscall, path, dest)
		};
	};
	exports.createStatError = createStatError;
	const createWatchError = (code, filename) => {
		const uv = UV[code];
		const error = new Error(formatMessage(code, uv, "watch", filename, ""));
		if (uv) error.errno = uv[0];
		error.syscall = "watch";
		error.code = code;
		error.path = filename;
		error.filename = filename;
		return error;
	};
	exports.createWatchError = createWatchError;
	const createEisdirError = (syscall, path) => new SystemError_1.SystemError("ERR_FS_EISDIR", "Path is a directory", {
		code: "EISDIR",
		message: "is a directory",
		path,
		syscall,
		errno: -UV.EISDIR[0]
	});
	exports.createEisdirError = createEisdirError;
}));

// node_modules/@jsonjoy.com/fs-core/lib/watch/FsEvent.js
var require_FsEvent = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.FsEvent = void 0;
	var FsEvent = class {
		constructor(type, steps, node, link, oldSteps = void 0) {
			this.type = type;
			this.steps = steps;
			this.node = node;
			this.link = link;
			this.oldSteps = oldSteps;
		}
	};
	exports.FsEvent = FsEvent;
}));

// node_modules/@jsonjoy.com/fs-core/lib/Superblock.js
var require_Superblock = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Superblock = void 0;
	const path_1 = require_path$1();
	const Node_1 = require_Node();
	const Link_1 = require_Link();
	const File_1 = require_File();
	const buffer_1 = require_buffer();
	const process_1 = require_process();
	const fs_node_utils_1 = require_lib$6();
	const fs_node_utils_2 = require_lib$6();
	const util_1 = require_util$3();
	const errors_1 = require_errors();
	const argErrors_1 = require_argErrors();
	const json_1 = require_json$1();
	const result_1 = require_result();
	const fanout_1 = require_fanout();
	const FsEvent_1 = require_FsEvent();
	const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_DIRECTORY, O_NOFOLLOW } = fs_node_utils_1.constants;
	const MAX_SYMLINK_HOPS = 40;
	const endsWithSep = (path, win32) => {
		let i = path.length - 1;
		if (i < 1) return false;
		let code = path.charCodeAt(i);
		if (code === 46) code = path.charCodeAt(--i);
		return code === 47 || win32 && code === 92;
	};
	/**
	* Represents a filesystem superblock, which is the root of a virtual
	* filesystem in Linux.
	* @see https://lxr.linux.no/linux+v3.11.2/include/linux/fs.h#L1242
	*/
	var Superblock = class Superblock {
		static fromJSON(json, cwd, opts) {
			const vol = new Superblock(opts);
			vol.fromJSON(json, cwd);
			return vol;
		}
		static fromNestedJSON(json, cwd, opts) {
			const vol = new Superblock(opts);
			vol.fromNestedJSON(json, cwd);
			return vol;
		}
		constructor(opts = {}) {
			this.ino = 0;
			this.inodes = {};
			this.releasedInos = [];
			this.fds = {};
			this.releasedFds = [];
			this.maxFiles = 1e4;
			this.openFiles = 0;
			/** Fan-out of file system change events. Multiple consumers may subscribe. */
			this.changes = new fanout_1.FanOut();
			this.open = (filename, flagsNum, modeNum, resolveSymlinks = true) => {
				const file = this.openFile(filename, flagsNum, modeNum, resolveSymlinks);
				if (!file) throw (0, errors_1.createError)("ENOENT", "open", filename);
				return file.fd;
			};
			this.writeFile = (id, buf, flagsNum, modeNum) => {
				const isUserFd = typeof id === "number";
				let fd;
				if (isUserFd) fd = id;
				else fd = this.open((0, util_1.pathToFilename)(id), flagsNum, modeNum);
				let offset = 0;
				let length = buf.length;
				try {
					while (length > 0) {
						const written = this.write(fd, buf, offset, length, null);
						offset += written;
						length -= written;
					}
				} finally {
					if (!isUserFd) this.close(fd);
				}
			};
			this.read = (fd, buffer, offset, length, position) => {
				if (offset < 0) throw (0, argErrors_1.outOfRange)("offset", ">= 0 && <= 9007199254740991", offset);
				if (length === 0) return 0;
				if (length < 0) throw (0, argErrors_1.outOfRange)("length", ">= 0", length);
				if (offset + length > buffer.byteLength) throw (0, argErrors_1.outOfRange)("length", "<= " + (buffer.byteLength - offset), length);
				const file = this.getFileByFdOrThrow(fd, "read");
				if (file.node.isSymlink()) throw (0, errors_1.createError)("EPERM", "read", file.link.getPath());
				return file.read(buffer, Number(offset), Number(length), position === -1 || typeof position !== "number" ? void 0 : position);
			};
			this.readv = (fd, buffers, position) => {
				const file = this.getFileByFdOrThrow(fd, "read");
				let p = position ?? void 0;
				if (p === -1) p = void 0;
				let bytesRead = 0;
				for (const buffer of buffers) {
					const bytes = file.read(buffer, 0, buffer.byteLength, p);
					if (p !== void 0) p += bytes;
					bytesRead += bytes;
					if (bytes < buffer.byteLength) break;
				}
				return bytesRead;
			};
			this.link = (filename1, filename2) => {
				let link1;
				try {
					link1 = this.getLinkOrThrow(filename1, "link");
				} catch (err) {
					if (err.code) err = (0, errors_1.createError)(err.code, "link", filename1, filename2);
					throw err;
				}
				const dirname2 = (0, path_1.dirname)(filename2);
				let dir2;
				try {
					dir2 = this.getLinkOrThrow(dirname2, "link");
				} catch (err) {
					if (err.code) err = (0, errors_1.createError)(err.code, "link", filename1, filename2);
					throw err;
				}
				const name = (0, path_1.basename)(filename2);
				if (dir2.getChild(name)) throw (0, errors_1.createError)("EEXIST", "link", filename1, filename2);
				const node = link1.getNode();
				node.nlink++;
				const newLink = dir2.createChild(name, node);
				this.emit(new FsEvent_1.FsEvent(0, newLink.steps, node, newLink));
			};
			this.unlink = (filename) => {
				const link = this.getLinkOrThrow(filename, "unlink");
				if (link.getNode().isDirectory()) throw (0, errors_1.createError)("EPERM", "unlink", filename);
				this._emitDeleteRecursive(link);
				this.deleteLink(link);
				const node = link.getNode();
				node.nlink--;
				if (node.nlink <= 0) this.deleteNode(node);
			};
			this.symlink = (targetFilename, pathFilename) => {
				if (!targetFilename) throw (0, errors_1.createError)("ENOENT", "symlink", targetFilename, pathFilename);
				const pathSteps = this.filenameToSteps(pathFilename);
				let dirLink;
				try {
					dirLink = this.getLinkParentAsDirOrThrow(pathSteps);
				} catch (err) {
					if (err.code) err = (0, errors_1.createError)(err.code, "symlink", targetFilename, pathFilename);
					throw err;
				}
				const name = pathSteps[pathSteps.length - 1];
				if (dirLink.getChild(name)) throw (0, errors_1.createError)("EEXIST", "symlink", targetFilename, pathFilename);
				const node = dirLink.getNode();
				if (!node.canExecute() || !node.canWrite()) throw (0, errors_1.createError)("EACCES", "symlink", targetFilename, pathFilename);
				const symlink = dirLink.createChild(name);
				symlink.getNode().makeSymlink(targetFilename);
				this.emit(new FsEvent_1.FsEvent(0, symlink.steps, symlink.getNode(), symlink));
				return symlink;
			};
			this.rename = (oldPathFilename, newPathFilename) => {
				let link;
				try {
					link = this.getResolvedLinkOrThrow(oldPathFilename);
				} catch (err) {
					if (err.code) err = (0, errors_1.createError)(err.code, "rename", oldPathFilename, newPathFilename);
					throw err;
				}
				let newPathDirLink;
				try {
					newPathDirLink = this.getLinkParentAsDirOrThrow(newPathFilename);
				} catch (err) {
					if (err.code) err = (0, errors_1.createError)(err.code, "rename", oldPathFilename, newPathFilename);
					throw err;
				}
				const oldLinkParent = link.parent;
				if (!oldLinkParent) throw (0, errors_1.createError)("EINVAL", "rename", oldPathFilename, newPathFilename);
				const oldParentNode = oldLinkParent.getNode();
				const newPathDirNode = newPathDirLink.getNode();
				if (!oldParentNode.canExecute() || !oldParentNode.canWrite() || !newPathDirNode.canExecute() || !newPathDirNode.canWrite()) throw (0, errors_1.createError)("EACCES", "rename", oldPathFilename, newPathFilename);
				oldLinkParent.deleteChild(link);
				const name = (0, path_1.basename)(newPathFilename);
				const oldSteps = link.steps;
				link.name = name;
				link.steps = [...newPathDirLink.steps, name];
				newPathDirLink.setChild(link.getName(), link);
				this.emit(new FsEvent_1.FsEvent(4, link.steps, link.getNode(), link, oldSteps));
			};
			this.mkdir = (filename, modeNum) => {
				const steps = this.filenameToSteps(filename);
				if (!steps.length) throw (0, errors_1.createError)("EEXIST", "mkdir", filename);
				const dir = this.getLinkParentAsDirOrThrow(filename, "mkdir");
				const name = steps[steps.length - 1];
				if (dir.getChild(name)) throw (0, errors_1.createError)("EEXIST", "mkdir", filename);
				const node = dir.getNode();
				if (!node.canWrite() || !node.canExecute()) throw (0, errors_1.createError)("EACCES", "mkdir", filename);
				const child = dir.createChild(name, this.createNode(fs_node_utils_1.constants.S_IFDIR | modeNum));
				this.emit(new FsEvent_1.FsEvent(0, child.steps, child.getNode(), child));
			};
			/**
			* Creates directory tree recursively.
			*/
			this.mkdirp = (filename, modeNum) => {
				let created = false;
				const steps = this.filenameToSteps(filename);
				let curr = null;
				let i = steps.length;
				for (i = steps.length; i >= 0; i--) {
					curr = this.getResolvedLink(steps.slice(0, i));
					if (curr) break;
				}
				if (!curr) {
					curr = this.root;
					i = 0;
				}
				curr = this.getResolvedLinkOrThrow(fs_node_utils_2.pathSep + steps.slice(0, i).join(fs_node_utils_2.pathSep), "mkdir");
				for (; i < steps.length; i++) {
					const node = curr.getNode();
					if (node.isDirectory()) {
						if (!node.canExecute() || !node.canWrite()) throw (0, errors_1.createError)("EACCES", "mkdir", filename);
					} else throw (0, errors_1.createError)("ENOTDIR", "mkdir", filename);
					created = true;
					curr = curr.createChild(steps[i], this.createNode(fs_node_utils_1.constants.S_IFDIR | modeNum));
					this.emit(new FsEvent_1.FsEvent(0, curr.steps, curr.getNode(), curr));
				}
				return created ? filename : void 0;
			};
			this.rmdir = (filename, recursive = false) => {
				const link = this.getLinkAsDirOrThrow(filename, "rmdir");
				if (link.length && !recursive) throw (0, errors_1.createError)("ENOTEMPTY", "rmdir", filename);
				this._emitDeleteRecursive(link);
				this.deleteLink(link);
			};
			this.rm = (filename, force = false, recursive = false) => {
				let link;
				try {
					link = this.getResolvedLinkOrThrow(filename, "lstat");
				} catch (err) {
					if (err.code === "ENOENT" && force) return;
					else throw err;
				}
				if (link.getNode().isDirectory() && !recursive) throw (0, errors_1.createEisdirError)("rm", filename);
				if (!link.parent?.getNode().canWrite()) throw (0, errors_1.createError)("EACCES", "rm", filename);
				this._emitDeleteRecursive(link);
				this.deleteLink(link);
			};
			this.close = (fd) => {
				(0, util_1.validateFd)(fd);
				const file = this.getFileByFdOrThrow(fd, "close");
				this.closeFile(file);
			};
			this.ftruncate = (fd, len) => {
				const file = this.getFileByFdOrThrow(fd, "ftruncate");
				file.truncate(len);
				this.emit(new FsEvent_1.FsEvent(2, file.link.steps, file.node, file.link));
			};
			this.fchmod = (fd, modeNum) => {
				const file = this.getFileByFdOrThrow(fd, "fchmod");
				file.chmod(modeNum);
				this.emit(new FsEvent_1.FsEvent(3, file.link.steps, file.node, file.link));
			};
			this.chmod = (filename, modeNum) => {
				const link = this.getResolvedLinkOrThrow(filename, "chmod");
				link.getNode().chmod(modeNum);
				this.emit(new FsEvent_1.FsEvent(3, link.steps, link.getNode(), link));
			};
			this.lchmod = (filename, modeNum) => {
				const link = this.getLinkOrThrow(filename, "lchmod");
				link.getNode().chmod(modeNum);
				this.emit(new FsEvent_1.FsEvent(3, link.steps, link.getNode(), link));
			};
			this.fchown = (fd, uid, gid) => {
				const file = this.getFileByFdOrThrow(fd, "fchown");
				file.chown(uid, gid);
				this.emit(new FsEvent_1.FsEvent(3, file.link.steps, file.node, file.link));
			};
			this.chown = (filename, uid, gid) => {
				const link = this.getResolvedLinkOrThrow(filename, "chown");
				link.getNode().chown(uid, gid);
				this.emit(new FsEvent_1.FsEvent(3, link.steps, link.getNode(), link));
			};
			this.lchown = (filename, uid, gid) => {
				const link = this.getLinkOrThrow(filename, "lchown");
				link.getNode().chown(uid, gid);
				this.emit(new FsEvent_1.FsEvent(3, link.steps, link.getNode(), link));
			};
			this.futimes = (fd, atime, mtime) => {
				const file = this.getFileByFdOrThrow(fd, "futime");
				const node = file.node;
				node.atime = /* @__PURE__ */ new Date(atime * 1e3);
				node.mtime = /* @__PURE__ */ new Date(mtime * 1e3);
				this.emit(new FsEvent_1.FsEvent(3, file.link.steps, file.node, file.link));
			};
			this.utimes = (filename, atime, mtime, followSymlinks = true) => {
				const link = followSymlinks ? this.getResolvedLinkOrThrow(filename, "utime") : this.getLinkOrThrow(filename, "lutime");
				const node = link.getNode();
				node.atime = /* @__PURE__ */ new Date(atime * 1e3);
				node.mtime = /* @__PURE__ */ new Date(mtime * 1e3);
				this.emit(new FsEvent_1.FsEvent(3, link.steps, node, link));
			};
			this.process = opts.process ?? process_1.default;
			const root = this.createLink();
			root.setNode(this.createNode(fs_node_utils_1.constants.S_IFDIR | 511));
			root.setChild(".", root);
			root.getNode().nlink++;
			root.setChild("..", root);
			root.getNode().nlink++;
			this.root = root;
		}
		filenameToSteps(filename) {
			return (0, util_1.filenameToSteps)(filename, this.process.cwd());
		}
		emit(change) {
			this.changes.emit(change);
		}
		createLink(parent, name, isDirectory = false, mode) {
			if (!parent) return new Link_1.Link(this, void 0, "");
			if (!name) throw new Error("createLink: name cannot be empty");
			const finalPerm = mode ?? (isDirectory ? 511 : 438);
			const modeType = mode && mode & fs_node_utils_1.constants.S_IFMT ? mode & fs_node_utils_1.constants.S_IFMT : isDirectory ? fs_node_utils_1.constants.S_IFDIR : fs_node_utils_1.constants.S_IFREG;
			const finalMode = finalPerm & ~fs_node_utils_1.constants.S_IFMT | modeType;
			return parent.createChild(name, this.createNode(finalMode));
		}
		deleteLink(link) {
			const parent = link.parent;
			if (parent) {
				parent.deleteChild(link);
				return true;
			}
			return false;
		}
		_emitDeleteRecursive(link) {
			if (link.getNode().isDirectory()) {
				for (const [name, child] of link.children.entries()) if (child && name !== "." && name !== "..") this._emitDeleteRecursive(child);
			}
			this.emit(new FsEvent_1.FsEvent(1, link.steps, link.getNode(), link));
		}
		newInoNumber() {
			const releasedFd = this.releasedInos.pop();
			if (releasedFd) return releasedFd;
			else {
				this.ino = (this.ino + 1) % 4294967295;
				return this.ino;
			}
		}
		newFdNumber() {
			const releasedFd = this.releasedFds.pop();
			return typeof releasedFd === "number" ? releasedFd : Superblock.fd--;
		}
		createNode(mode) {
			const uid = this.process.getuid?.() ?? 0;
			const gid = this.process.getgid?.() ?? 0;
			const node = new Node_1.Node(this.newInoNumber(), mode, uid, gid);
			this.inodes[node.ino] = node;
			return node;
		}
		deleteNode(node) {
			node.del();
			delete this.inodes[node.ino];
			this.releasedInos.push(node.ino);
		}
		walk(stepsOrFilenameOrLink, resolveSymlinks = false, checkExistence = false, checkAccess = false, funcName, budget) {
			let steps;
			let filename;
			if (stepsOrFilenameOrLink instanceof Link_1.Link) {
				steps = stepsOrFilenameOrLink.steps;
				filename = fs_node_utils_2.pathSep + steps.join(fs_node_utils_2.pathSep);
			} else if (typeof stepsOrFilenameOrLink === "string") {
				steps = this.filenameToSteps(stepsOrFilenameOrLink);
				filename = stepsOrFilenameOrLink;
			} else {
				steps = stepsOrFilenameOrLink;
				filename = fs_node_utils_2.pathSep + steps.join(fs_node_utils_2.pathSep);
			}
			let curr = this.root;
			let i = 0;
			let hops = budget ? budget.hops : 0;
			const uid = this.process.getuid?.() ?? 0;
			const gid = this.process.getgid?.() ?? 0;
			while (i < steps.length) {
				let node = curr.getNode();
				if (node.isDirectory()) {
					if (checkAccess && !node.canExecute(uid, gid)) return (0, result_1.Err)((0, errors_1.createStatError)("EACCES", funcName, filename));
				} else if (i < steps.length - 1) return (0, result_1.Err)((0, errors_1.createStatError)("ENOTDIR", funcName, filename));
				curr = curr.getChild(steps[i]) ?? null;
				if (!curr) if (checkExistence) return (0, result_1.Err)((0, errors_1.createStatError)("ENOENT", funcName, filename));
				else return (0, result_1.Ok)(null);
				node = curr?.getNode();
				if (node.isSymlink() && (resolveSymlinks || i < steps.length - 1)) {
					if (++hops > MAX_SYMLINK_HOPS) return (0, result_1.Err)((0, errors_1.createStatError)("ELOOP", funcName, filename));
					if (budget) budget.hops = hops;
					const resolvedPath = (0, path_1.isAbsolute)(node.symlink) ? node.symlink : (0, fs_node_utils_2.pathJoin)((0, path_1.dirname)(curr.getPath()), node.symlink);
					steps = this.filenameToSteps(resolvedPath).concat(steps.slice(i + 1));
					curr = this.root;
					i = 0;
					continue;
				}
				if (checkExistence && !node.isDirectory() && i < steps.length - 1) {
					const errorCode = this.process.platform === "win32" ? "ENOENT" : "ENOTDIR";
					return (0, result_1.Err)((0, errors_1.createStatError)(errorCode, funcName, filename));
				}
				i++;
			}
			return (0, result_1.Ok)(curr);
		}
		getLink(steps) {
			const result = this.walk(steps, false, false, false);
			if (result.ok) return result.value;
			throw result.err.toError();
		}
		getLinkOrThrow(filename, funcName) {
			const result = this.walk(filename, false, true, true, funcName);
			if (result.ok) return result.value;
			throw result.err.toError();
		}
		getResolvedLink(filenameOrSteps) {
			const result = this.walk(filenameOrSteps, true, false, false);
			if (result.ok) return result.value;
			throw result.err.toError();
		}
		/**
		* Just like `getLinkOrThrow`, but also dereference/resolves symbolic links.
		*/
		getResolvedLinkOrThrow(filename, funcName) {
			const result = this.walk(filename, true, true, true, funcName);
			if (result.ok) return result.value;
			throw result.err.toError();
		}
		getResolvedLinkResult(filename, funcName) {
			const result = this.walk(filename, true, true, true, funcName);
			if (result.ok) return (0, result_1.Ok)(result.value);
			return result;
		}
		resolveSymlinks(link) {
			return this.getResolvedLink(link.steps.slice(1));
		}
		/**
		* Just like `getLinkOrThrow`, but also verifies that the link is a directory.
		*/
		getLinkAsDirOrThrow(filename, funcName) {
			const link = this.getLinkOrThrow(filename, funcName);
			if (!link.getNode().isDirectory()) throw (0, errors_1.createError)("ENOTDIR", funcName, filename);
			return link;
		}
		getLinkParent(steps) {
			return this.getLink(steps.slice(0, -1));
		}
		getLinkParentAsDirOrThrow(filenameOrSteps, funcName) {
			const steps = (filenameOrSteps instanceof Array ? filenameOrSteps : this.filenameToSteps(filenameOrSteps)).slice(0, -1);
			const filename = fs_node_utils_2.pathSep + steps.join(fs_node_utils_2.pathSep);
			const link = this.getLinkOrThrow(filename, funcName);
			if (!link.getNode().isDirectory()) throw (0, errors_1.createError)("ENOTDIR", funcName, filename);
			return link;
		}
		getFileByFd(fd) {
			return this.fds[String(fd)];
		}
		getFileByFdOrThrow(fd, funcName) {
			(0, util_1.validateFd)(fd);
			const file = this.getFileByFd(fd);
			if (!file) throw (0, errors_1.createError)("EBADF", funcName);
			return file;
		}
		_toJSON(link = this.root, json = {}, path, asBuffer) {
			let isEmpty = true;
			let children = link.children;
			if (link.getNode().isFile()) {
				children = /* @__PURE__ */ new Map([[link.getName(), link.parent.getChild(link.getName())]]);
				link = link.parent;
			}
			for (const name of children.keys()) {
				if (name === "." || name === "..") continue;
				isEmpty = false;
				const child = link.getChild(name);
				if (!child) throw new Error("_toJSON: unexpected undefined");
				const node = child.getNode();
				if (node.isFile()) {
					let filename = child.getPath();
					if (path) filename = (0, fs_node_utils_2.pathRelative)(path, filename);
					json[filename] = asBuffer ? node.getBuffer() : node.getString();
				} else if (node.isDirectory()) this._toJSON(child, json, path, asBuffer);
			}
			let dirPath = link.getPath();
			if (path) dirPath = (0, fs_node_utils_2.pathRelative)(path, dirPath);
			if (dirPath && isEmpty) json[dirPath] = null;
			return json;
		}
		toJSON(paths, json = {}, isRelative = false, asBuffer = false) {
			const links = [];
			if (paths) {
				if (!Array.isArray(paths)) paths = [paths];
				for (const path of paths) {
					const filename = (0, util_1.pathToFilename)(path);
					const link = this.getResolvedLink(filename);
					if (!link) continue;
					links.push(link);
				}
			} else links.push(this.root);
			if (!links.length) return json;
			for (const link of links) this._toJSON(link, json, isRelative ? link.getPath() : "", asBuffer);
			return json;
		}
		fromJSON(json, cwd = this.process.cwd()) {
			for (let filename in json) {
				const data = json[filename];
				filename = (0, util_1.resolve)(filename, cwd);
				if (typeof data === "string" || data instanceof buffer_1.Buffer) {
					const dir = (0, path_1.dirname)(filename);
					this.mkdirp(dir, 511);
					const buffer = (0, util_1.dataToBuffer)(data);
					this.writeFile(filename, buffer, fs_node_utils_2.FLAGS.w, 438);
				} else this.mkdirp(filename, 511);
			}
		}
		fromNestedJSON(json, cwd) {
			this.fromJSON((0, json_1.flattenJSON)(json), cwd);
		}
		reset() {
			this.ino = 0;
			this.inodes = {};
			this.releasedInos = [];
			this.fds = {};
			this.releasedFds = [];
			this.openFiles = 0;
			this.root = this.createLink();
			this.root.setNode(this.createNode(fs_node_utils_1.constants.S_IFDIR | 511));
		}
		mountSync(mountpoint, json) {
			this.fromJSON(json, mountpoint);
		}
		openLink(link, flagsNum, resolveSymlinks = true, filename = link.getPath()) {
			if (this.openFiles >= this.maxFiles) throw (0, errors_1.createError)("EMFILE", "open", filename);
			let realLink = link;
			if (resolveSymlinks) realLink = this.getResolvedLinkOrThrow(link.getPath(), "open");
			const node = realLink.getNode();
			if (node.isDirectory()) {
				if ((flagsNum & (O_RDONLY | O_RDWR | O_WRONLY)) !== O_RDONLY) throw (0, errors_1.createError)("EISDIR", "open", filename);
			} else if (flagsNum & O_DIRECTORY) throw (0, errors_1.createError)("ENOTDIR", "open", filename);
			if (node.isSymlink() && flagsNum & O_NOFOLLOW) throw (0, errors_1.createError)("ELOOP", "open", filename);
			if ((flagsNum & (O_RDONLY | O_RDWR | O_WRONLY)) !== O_WRONLY) {
				if (!node.canRead()) throw (0, errors_1.createError)("EACCES", "open", filename);
			}
			if (flagsNum & (O_WRONLY | O_RDWR)) {
				if (!node.canWrite()) throw (0, errors_1.createError)("EACCES", "open", filename);
			}
			const file = new File_1.File(link, node, flagsNum, this.newFdNumber());
			this.fds[file.fd] = file;
			this.openFiles++;
			if (flagsNum & O_TRUNC) {
				const hadContent = file.node.getSize() > 0;
				file.truncate();
				if (hadContent) this.emit(new FsEvent_1.FsEvent(2, file.link.steps, file.node, file.link));
			}
			return file;
		}
		throwCreatDir(path, filename, budget) {
			const dir = this.walk((0, path_1.dirname)(path), true, true, true, "open", budget);
			if (!dir.ok) throw (0, errors_1.createError)(dir.err.code, "open", filename);
			const node = dir.value.getNode();
			if (!node.isDirectory()) throw (0, errors_1.createError)("ENOTDIR", "open", filename);
			if (!node.canExecute()) throw (0, errors_1.createError)("EACCES", "open", filename);
			throw (0, errors_1.createError)("EISDIR", "open", filename);
		}
		openFile(filename, flagsNum, modeNum, resolveSymlinks = true) {
			if (this.openFiles >= this.maxFiles) throw (0, errors_1.createError)("EMFILE", "open", filename);
			if ((flagsNum & (O_CREAT | O_DIRECTORY)) === (O_CREAT | O_DIRECTORY)) throw (0, errors_1.createError)("EINVAL", "open", filename);
			const win32 = this.process.platform === "win32";
			const budget = { hops: 0 };
			let trailingSlash = endsWithSep(filename, win32);
			if (trailingSlash && flagsNum & O_CREAT) this.throwCreatDir(filename, filename, budget);
			const excl = (flagsNum & (O_CREAT | O_EXCL)) === (O_CREAT | O_EXCL);
			const follow = trailingSlash || resolveSymlinks && !(flagsNum & O_NOFOLLOW) && !excl;
			let path = filename;
			let link = null;
			for (;;) {
				const hops = budget.hops;
				const result = this.walk(path, false, true, true, "open", budget);
				if (!result.ok) {
					const code = result.err.code;
					if (code !== "ENOENT" || !(flagsNum & O_CREAT)) throw (0, errors_1.createError)(code, "open", filename);
					budget.hops = hops;
					link = null;
					break;
				}
				link = result.value;
				const node = link.getNode();
				if (!follow || !node.isSymlink()) break;
				if (++budget.hops > MAX_SYMLINK_HOPS) throw (0, errors_1.createError)("ELOOP", "open", filename);
				path = (0, path_1.isAbsolute)(node.symlink) ? node.symlink : (0, fs_node_utils_2.pathJoin)((0, path_1.dirname)(link.getPath()), node.symlink);
				if (endsWithSep(path, win32)) {
					if (flagsNum & O_CREAT) this.throwCreatDir(path, filename, budget);
					trailingSlash = true;
				}
			}
			if (link) {
				const node = link.getNode();
				if (excl) throw (0, errors_1.createError)("EEXIST", "open", filename);
				if (trailingSlash && !node.isDirectory()) throw (0, errors_1.createError)("ENOTDIR", "open", filename);
				if (flagsNum & O_CREAT && node.isDirectory()) throw (0, errors_1.createError)("EISDIR", "open", filename);
				return this.openLink(link, flagsNum, false, filename);
			}
			const dir = this.walk((0, path_1.dirname)(path), true, true, true, "open", budget);
			if (!dir.ok) throw (0, errors_1.createError)(dir.err.code, "open", filename);
			const dirLink = dir.value;
			const dirNode = dirLink.getNode();
			if (!dirNode.isDirectory()) throw (0, errors_1.createError)("ENOTDIR", "open", filename);
			if (!dirNode.canExecute() || !dirNode.canWrite()) throw (0, errors_1.createError)("EACCES", "open", filename);
			modeNum ?? (modeNum = 438);
			const steps = (0, util_1.filenameToSteps)(path);
			link = this.createLink(dirLink, steps[steps.length - 1], false, modeNum);
			this.emit(new FsEvent_1.FsEvent(0, link.steps, link.getNode(), link));
			return this.openLink(link, flagsNum, false, filename);
		}
		closeFile(file) {
			if (!this.fds[file.fd]) return;
			this.openFiles--;
			delete this.fds[file.fd];
			this.releasedFds.push(file.fd);
		}
		write(fd, buf, offset, length, position) {
			const file = this.getFileByFdOrThrow(fd, "write");
			if (file.node.isSymlink()) throw (0, errors_1.createError)("EBADF", "write", file.link.getPath());
			const bytes = file.write(buf, offset, length, position === -1 || typeof position !== "number" ? void 0 : position);
			if (bytes > 0) this.emit(new FsEvent_1.FsEvent(2, file.link.steps, file.node, file.link));
			return bytes;
		}
	};
	exports.Superblock = Superblock;
	/**
	* Global file descriptor counter. UNIX file descriptors start from 0 and go sequentially
	* up, so here, in order not to conflict with them, we choose some big number and descrease
	* the file descriptor of every new opened file.
	* @type {number}
	* @todo This should not be static, right?
	*/
	Superblock.fd = 2147483647;
}));

// node_modules/@jsonjoy.com/fs-core/lib/watch/CoreWatcher.js
var require_CoreWatcher = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CoreWatcher = exports.CoreWatchEvent = void 0;
	const fanout_1 = require_fanout();
	/**
	* A change event scoped to a {@link CoreWatcher} watch root. Unlike the
	* volume-global {@link FsEvent}, `steps` (and `oldSteps`) are relative to the
	* watch root; an empty `steps` array means the watch target itself changed.
	*/
	var CoreWatchEvent = class {
		constructor(type, steps, node, link, oldSteps = void 0) {
			this.type = type;
			this.steps = steps;
			this.node = node;
			this.link = link;
			this.oldSteps = oldSteps;
		}
	};
	exports.CoreWatchEvent = CoreWatchEvent;
	/**
	* Subscribes to a {@link Superblock} change stream and re-emits only the
	* events that fall within the scope of one watched file or directory, with
	* paths rewritten to be relative to the watch root.
	*
	* Scope-boundary crossing moves are translated: a move into scope is emitted
	* as `CREATE`, a move out of scope as `DELETE`, and a move within scope stays
	* a `MOVE` carrying relative `oldSteps`. A `MOVE` with empty `steps` means the
	* watch target itself was renamed; watching continues at the new location
	* (the current absolute path is always `watcher.link.steps`). A `DELETE` with
	* empty `steps` is terminal: the watch target is gone and the watcher closes
	* itself after delivering it.
	*/
	var CoreWatcher = class {
		/** @throws ENOENT-style error when the watch target does not exist. */
		constructor(core, path, opts = {}) {
			/** Fan-out of scoped change events. Multiple consumers may subscribe. */
			this.changes = new fanout_1.FanOut();
			this.link = opts.follow ?? true ? core.getResolvedLinkOrThrow(path, "watch") : core.getLinkOrThrow(path, "watch");
			this.node = this.link.getNode();
			this.recursive = !!opts.recursive;
			this.unsub = core.changes.listen((event) => this.onEvent(event));
		}
		get closed() {
			return !this.unsub;
		}
		onEvent(event) {
			const rootLength = this.link.steps.length;
			if (event.link === this.link || event.node === this.node && (event.type === 2 || event.type === 3)) {
				this.changes.emit(new CoreWatchEvent(event.type, [], event.node, this.link));
				if (event.type === 1) this.close();
				return;
			}
			if (event.type === 4) {
				const from = event.oldSteps && this.inScope(event.oldSteps) ? event.oldSteps.slice(rootLength) : void 0;
				const to = this.inScope(event.steps) ? event.steps.slice(rootLength) : void 0;
				if (from && to) this.changes.emit(new CoreWatchEvent(4, to, event.node, event.link, from));
				else if (from) this.changes.emit(new CoreWatchEvent(1, from, event.node, event.link));
				else if (to) this.changes.emit(new CoreWatchEvent(0, to, event.node, event.link));
				return;
			}
			if (this.inScope(event.steps)) this.changes.emit(new CoreWatchEvent(event.type, event.steps.slice(rootLength), event.node, event.link));
		}
		inScope(steps) {
			const root = this.link.steps;
			if (steps.length <= root.length) return false;
			if (!this.recursive && steps.length !== root.length + 1) return false;
			for (let i = 0; i < root.length; i++) if (steps[i] !== root[i]) return false;
			return true;
		}
		/** Stop watching and unsubscribe from the volume change stream. */
		close() {
			this.unsub?.();
			this.unsub = void 0;
		}
	};
	exports.CoreWatcher = CoreWatcher;
}));

// node_modules/@jsonjoy.com/fs-core/lib/index.js
var require_lib$5 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.SystemError = exports.createWatchError = exports.createEisdirError = exports.createStatError = exports.createError = exports.resolve = exports.pathToFilename = exports.nullCheck = exports.validateFd = exports.isWin = exports.isFd = exports.filenameToSteps = exports.dataToBuffer = exports.Superblock = exports.File = exports.Link = exports.Node = void 0;
	const tslib_1 = (init_tslib_es6(), __toCommonJS(tslib_es6_exports));
	tslib_1.__exportStar(require_types$1(), exports);
	tslib_1.__exportStar(require_json$1(), exports);
	tslib_1.__exportStar(require_constants$2(), exports);
	tslib_1.__exportStar(require_result(), exports);
	var Node_1 = require_Node();
	Object.defineProperty(exports, "Node", {
		enumerable: true,
		get: function() {
			return Node_1.Node;
		}
	});
	var Link_1 = require_Link();
	Object.defineProperty(exports, "Link", {
		enumerable: true,
		get: function() {
			return Link_1.Link;
		}
	});
	var File_1 = require_File();
	Object.defineProperty(exports, "File", {
		enumerable: true,
		get: function() {
			return File_1.File;
		}
	});
	var Superblock_1 = require_Superblock();
	Object.defineProperty(exports, "Superblock", {
		enumerable: true,
		get: function() {
			return Superblock_1.Superblock;
		}
	});
	tslib_1.__exportStar(require_FsEvent(), exports);
	tslib_1.__exportStar(require_CoreWatcher(), exports);
	var util_1 = require_util$3();
	Object.defineProperty(exports, "dataToBuffer", {
		enumerable: true,
		get: function() {
			return util_1.dataToBuffer;
		}
	});
	Object.defineProperty(exports, "filenameToSteps", {
		enumerable: true,
		get: function() {
			return util_1.filenameToSteps;
		}
	});
	Object.defineProperty(exports, "isFd", {
		enumerable: true,
		get: function() {
			return util_1.isFd;
		}
	});
	Object.defineProperty(exports, "isWin", {
		enumerable: true,
		get: function() {
			return util_1.isWin;
		}
	});
	Object.defineProperty(exports, "validateFd", {
		enumerable: true,
		get: function() {
			return util_1.validateFd;
		}
	});
	Object.defineProperty(exports, "nullCheck", {
		enumerable: true,
		get: function() {
			return util_1.nullCheck;
		}
	});
	Object.defineProperty(exports, "pathToFilename", {
		enumerable: true,
		get: function() {
			return util_1.pathToFilename;
		}
	});
	Object.defineProperty(exports, "resolve", {
		enumerable: true,
		get: function() {
			return util_1.resolve;
		}
	});
	var errors_1 = require_errors();
	Object.defineProperty(exports, "createError", {
		enumerable: true,
		get: function() {
			return errors_1.createError;
		}
	});
	Object.defineProperty(exports, "createStatError", {
		enumerable: true,
		get: function() {
			return errors_1.createStatError;
		}
	});
	Object.defineProperty(exports, "createEisdirError", {
		enumerable: true,
		get: function() {
			return errors_1.createEisdirError;
		}
	});
	Object.defineProperty(exports, "createWatchError", {
		enumerable: true,
		get: function() {
			return errors_1.createWatchError;
		}
	});
	var SystemError_1 = require_SystemError();
	Object.defineProperty(exports, "SystemError", {
		enumerable: true,
		get: function() {
			return SystemError_1.SystemError;
		}
	});
}));

// node_modules/@jsonjoy.com/fs-node/lib/Stats.js
var require_Stats = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Stats = void 0;
	const { S_IFMT, S_IFDIR, S_IFREG, S_IFBLK, S_IFCHR, S_IFLNK, S_IFIFO, S_IFSOCK } = require_lib$6().constants;
	/**
	* Statistics about a file/directory, like `fs.Stats`.
	*/
	var Stats = class Stats {
		static build(node, bigint = false) {
			const stats = new Stats();
			const { uid, gid, atime, mtime, ctime, btime } = node;
			const getStatNumber = !bigint ? (number) => number : (number) => BigInt(number);
			stats.uid = getStatNumber(uid);
			stats.gid = getStatNumber(gid);
			stats.rdev = getStatNumber(node.rdev);
			stats.blksize = getStatNumber(4096);
			stats.ino = getStatNumber(node.ino);
			stats.size = getStatNumber(node.getSize());
			stats.blocks = getStatNumber(1);
			stats.atime = new Date(atime.getTime());
			stats.mtime = new Date(mtime.getTime());
			stats.ctime = new Date(ctime.getTime());
			stats.birthtime = new Date(btime.getTime());
			stats.atimeMs = getStatNumber(atime.getTime());
			stats.mtimeMs = getStatNumber(mtime.getTime());
			stats.ctimeMs = getStatNumber(ctime.getTime());
			stats.birthtimeMs = getStatNumber(btime.getTime());
			if (bigint) {
				stats.atimeNs = BigInt(atime.getTime()) * BigInt(1e6);
				stats.mtimeNs = BigInt(mtime.getTime()) * BigInt(1e6);
				stats.ctimeNs = BigInt(ctime.getTime()) * BigInt(1e6);
				stats.birthtimeNs = BigInt(btime.getTime()) * BigInt(1e6);
			}
			stats.dev = getStatNumber(0);
			stats.mode = getStatNumber(node.mode);
			stats.nlink = getStatNumber(node.nlink);
			return stats;
		}
		_checkModeProperty(property) {
			return (Number(this.mode) & S_IFMT) === property;
		}
		isDirectory() {
			return this._checkModeProperty(S_IFDIR);
		}
		isFile() {
			return this._checkModeProperty(S_IFREG);
		}
		isBlockDevice() {
			return this._checkModeProperty(S_IFBLK);
		}
		isCharacterDevice() {
			return this._checkModeProperty(S_IFCHR);
		}
		isSymbolicLink() {
			return this._checkModeProperty(S_IFLNK);
		}
		isFIFO() {
			return this._checkModeProperty(S_IFIFO);
		}
		isSocket() {
			return this._checkModeProperty(S_IFSOCK);
		}
	};
	exports.Stats = Stats;
	exports.default = Stats;
}));

// node_modules/@jsonjoy.com/fs-node/lib/Dirent.js
var require_Dirent = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Dirent = void 0;
	const fs_node_utils_1 = require_lib$6();
	const { S_IFMT, S_IFDIR, S_IFREG, S_IFBLK, S_IFCHR, S_IFLNK, S_IFIFO, S_IFSOCK } = fs_node_utils_1.constants;
	/**
	* A directory entry, like `fs.Dirent`.
	*/
	var Dirent = class Dirent {
		constructor() {
			this.name = "";
			this.parentPath = "";
			this.mode = 0;
			/**
			* @deprecated Will be removed at any time.
			* @see https://nodejs.org/api/deprecations.html#DEP0178
			*/
			this.path = "";
		}
		static build(link, encoding, parentPath = link.getParentPath()) {
			const dirent = new Dirent();
			const { mode } = link.getNode();
			dirent.name = (0, fs_node_utils_1.strToEncoding)(link.getName(), encoding);
			dirent.mode = mode;
			dirent.parentPath = parentPath;
			dirent.path = parentPath;
			return dirent;
		}
		_checkModeProperty(property) {
			return (this.mode & S_IFMT) === property;
		}
		isDirectory() {
			return this._checkModeProperty(S_IFDIR);
		}
		isFile() {
			return this._checkModeProperty(S_IFREG);
		}
		isBlockDevice() {
			return this._checkModeProperty(S_IFBLK);
		}
		isCharacterDevice() {
			return this._checkModeProperty(S_IFCHR);
		}
		isSymbolicLink() {
			return this._checkModeProperty(S_IFLNK);
		}
		isFIFO() {
			return this._checkModeProperty(S_IFIFO);
		}
		isSocket() {
			return this._checkModeProperty(S_IFSOCK);
		}
	};
	exports.Dirent = Dirent;
	exports.default = Dirent;
}));

// node_modules/@jsonjoy.com/fs-node/lib/StatFs.js
var require_StatFs = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.StatFs = void 0;
	/**
	* Statistics about a file system, like `fs.StatFs`.
	*/
	var StatFs = class StatFs {
		static build(superblock, bigint = false) {
			const statfs = new StatFs();
			const getStatNumber = !bigint ? (number) => number : (number) => BigInt(number);
			statfs.type = getStatNumber(2240043254);
			statfs.bsize = getStatNumber(4096);
			const totalInodes = Object.keys(superblock.inodes).length;
			const totalBlocks = 1e6;
			const freeBlocks = totalBlocks - Math.min(totalInodes * 2, totalBlocks);
			statfs.blocks = getStatNumber(totalBlocks);
			statfs.bfree = getStatNumber(freeBlocks);
			statfs.bavail = getStatNumber(freeBlocks);
			const maxFiles = 1e6;
			statfs.files = getStatNumber(maxFiles);
			statfs.ffree = getStatNumber(maxFiles - totalInodes);
			return statfs;
		}
	};
	exports.StatFs = StatFs;
	exports.default = StatFs;
}));

// node_modules/@jsonjoy.com/fs-node-builtins/lib/url.js
var require_url = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.URL = void 0;
	var node_url_1 = __require("node:url");
	Object.defineProperty(exports, "URL", {
		enumerable: true,
		get: function() {
			return node_url_1.URL;
		}
	});
}));

// node_modules/@jsonjoy.com/fs-node/lib/readWriteArgs.js
var require_readWriteArgs = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getWriteSyncArgs = exports.getWriteArgs = exports.getVectorCallbackArgs = exports.getVectorArgs = exports.getHandleWriteArgs = exports.getHandleReadArgs = exports.getReadArgs = exports.getReadSyncArgs = void 0;
	const buffer_1 = require_buffer();
	const fs_core_1 = require_lib$5();
	const argErrors_1 = require_argErrors();
	const validators_1 = require_validators();
	/**
	* Argument dispatch for `read`, `readv`, `write` and `writev` in every form: positional, options
	* object, params object, `FileHandle` and callback. Node's own dispatch lives in `lib/fs.js`
	* (`read`, `readSync`, `write`, `writeSync`, `readv`, `writev`) and `lib/internal/fs/promises.js`
	* (`read`, `write`); the validators it calls live in `lib/internal/fs/utils.js` and
	* `lib/internal/validators.js`. This module mirrors them, so a caller only ever sees one
	* normalized shape.
	*/
	const READ_BUFFER_SIZE = 16384;
	const validateOptions = (value, name) => (0, validators_1.validateObject)(value, name, 1);
	const validatePosition = (position, name, length) => {
		if (typeof position === "number") (0, validators_1.validateInteger)(position, name, -1);
		else if (typeof position === "bigint") {
			const max = 2n ** 63n - 1n - BigInt(length);
			if (!(position >= -1n && position <= max)) throw (0, argErrors_1.outOfRange)(name, ">= -1 && <= " + max, position);
		} else throw (0, argErrors_1.invalidArgType)(name, "of type bigint or integer", position);
	};
	const validateBufferArray = (buffers, name = "buffers") => {
		if (!Array.isArray(buffers)) throw (0, argErrors_1.invalidArgType)(name, "an ArrayBufferView[]", buffers);
		const length = buffers.length;
		for (let i = 0; i < length; i++) if (!ArrayBuffer.isView(buffers[i])) throw (0, argErrors_1.invalidArgType)(name, "an ArrayBufferView[]", buffers);
	};
	const validateOffsetLengthRead = (offset, length, bufferLength) => {
		if (offset < 0) throw (0, argErrors_1.outOfRange)("offset", ">= 0", offset);
		if (length < 0) throw (0, argErrors_1.outOfRange)("length", ">= 0", length);
		if (offset + length > bufferLength) throw (0, argErrors_1.outOfRange)("length", "<= " + (bufferLength - offset), length);
	};
	const validateOffsetLengthWrite = (offset, length, byteLength) => {
		if (offset > byteLength) throw (0, argErrors_1.outOfRange)("offset", "<= " + byteLength, offset);
		if (length > byteLength - offset) throw (0, argErrors_1.outOfRange)("length", "<= " + (byteLength - offset), length);
		if (length < 0) throw (0, argErrors_1.outOfRange)("length", ">= 0", length);
		(0, validators_1.validateInt32)(length, "length", 0);
	};
	const validateStringAfterArrayBufferView = (buffer, name) => {
		if (typeof buffer !== "string") throw (0, argErrors_1.invalidArgType)(name, "of type string or an instance of Buffer, TypedArray, or DataView", buffer);
	};
	const toEncoding = (encoding) => typeof encoding === "string" && buffer_1.Buffer.isEncoding(encoding) ? encoding : "utf8";
	const validateEncoding = (data, encoding) => {
		if (toEncoding(encoding) === "hex" && data.length % 2 !== 0) throw (0, argErrors_1.invalidArgValue)("encoding", encoding, "is invalid for data of length " + data.length);
	};
	const viewToBuffer = (view) => buffer_1.Buffer.isBuffer(view) ? view : buffer_1.Buffer.from(view.buffer, view.byteOffset, view.byteLength);
	/**
	* libuv seeks only to a safe non-negative integer; every other value leaves the file description's
	* own offset in charge (`GetOffset`, `src/node_file.cc`).
	*/
	const seekPosition = (position) => typeof position === "number" && position >= 0 && Number.isSafeInteger(position) ? position : null;
	/** A read position has already passed `validatePosition`, so only `-1` still means "current". */
	const readPosition = (position) => {
		if (typeof position === "bigint") return position < 0n ? null : Number(position);
		return position < 0 ? null : position;
	};
	/**
	* `readSync(fd, buffer, offsetOrOptions, length, position)`.
	*
	* @param argc How many arguments the caller passed, `fd` included: three or fewer make the third an
	*   options object even when it is a number.
	*/
	const getReadSyncArgs = (argc, buffer, a, b, c) => {
		(0, validators_1.validateBuffer)(buffer);
		const view = buffer;
		let offset = a;
		let length = b;
		let position = c;
		if (argc <= 3 || typeof a === "object") {
			if (a !== void 0) validateOptions(a, "options");
			const options = a ?? {};
			offset = options.offset !== void 0 ? options.offset : 0;
			length = options.length !== void 0 ? options.length : view.byteLength - offset;
			position = options.position !== void 0 ? options.position : null;
		}
		if (offset === void 0) offset = 0;
		else (0, validators_1.validateInteger)(offset, "offset", 0);
		length = length | 0;
		if (position === void 0 || position === null) position = -1;
		else validatePosition(position, "position", length);
		if (length !== 0) {
			if (view.byteLength === 0) throw (0, argErrors_1.invalidArgValue)("buffer", view, "is empty and cannot be written");
			validateOffsetLengthRead(offset, length, view.byteLength);
		}
		return {
			buffer: view,
			offset,
			length,
			position: readPosition(position)
		};
	};
	exports.getReadSyncArgs = getReadSyncArgs;
	/**
	* `read(fd, buffer, offsetOrOptions, length, position, callback)`.
	*
	* @param argc How many arguments the caller passed, `fd` included: four or fewer select one of the
	*   options, params or bare-callback forms.
	*/
	const getReadArgs = (argc, buffer, a, b, c, d) => {
		let buf = buffer;
		let params = null;
		let offset = a;
		let length = b;
		let position = c;
		let callback = d;
		if (argc <= 4) {
			if (argc === 4) {
				validateOptions(a, "options");
				callback = b;
				params = a;
			} else if (argc === 3) {
				if (!ArrayBuffer.isView(buf)) {
					params = buf;
					const source = buf ?? {};
					buf = source.buffer !== void 0 ? source.buffer : buffer_1.Buffer.alloc(READ_BUFFER_SIZE);
				}
				callback = a;
			} else {
				callback = buf;
				buf = buffer_1.Buffer.alloc(READ_BUFFER_SIZE);
			}
			if (params !== void 0) validateOptions(params, "options");
			const source = params ?? {};
			offset = source.offset !== void 0 ? source.offset : 0;
			length = source.length !== void 0 ? source.length : buf?.byteLength - offset;
			position = source.position !== void 0 ? source.position : null;
		}
		(0, validators_1.validateBuffer)(buf);
		(0, validators_1.validateFunction)(callback, "cb");
		if (offset === void 0 || offset === null) offset = 0;
		else (0, validators_1.validateInteger)(offset, "offset", 0);
		length = length | 0;
		if (position === void 0 || position === null) position = -1;
		else validatePosition(position, "position", length);
		if (length !== 0) {
			if (buf.byteLength === 0) throw (0, argErrors_1.invalidArgValue)("buffer", buf, "is empty and cannot be written");
			validateOffsetLengthRead(offset, length, buf.byteLength);
		}
		return {
			buffer: buf,
			offset,
			length,
			position: readPosition(position),
			callback
		};
	};
	exports.getReadArgs = getReadArgs;
	/** `filehandle.read(buffer | params, offset | options, length, position)`. */
	const getHandleReadArgs = (bufferOrParams, a, b, c) => {
		let buf = bufferOrParams;
		let offset = a;
		let length = b;
		let position = c;
		if (!ArrayBuffer.isView(buf)) {
			if (bufferOrParams !== void 0) validateOptions(bufferOrParams, "options");
			const source = bufferOrParams ?? {};
			buf = source.buffer !== void 0 ? source.buffer : buffer_1.Buffer.alloc(READ_BUFFER_SIZE);
			offset = source.offset !== void 0 ? source.offset : 0;
			length = source.length !== void 0 ? source.length : buf.byteLength - offset;
			position = source.position !== void 0 ? source.position : null;
			(0, validators_1.validateBuffer)(buf);
		}
		if (offset !== null && typeof offset === "object") {
			const options = offset;
			offset = options.offset !== void 0 ? options.offset : 0;
			length = options.length !== void 0 ? options.length : buf.byteLength - offset;
			position = options.position !== void 0 ? options.position : null;
		}
		if (offset === void 0 || offset === null) offset = 0;
		else (0, validators_1.validateInteger)(offset, "offset", 0);
		if (length === void 0 || length === null) length = buf.byteLength - offset;
		if (position === void 0 || position === null) position = -1;
		else validatePosition(position, "position", length);
		if (length !== 0) {
			if (buf.byteLength === 0) throw (0, argErrors_1.invalidArgValue)("buffer", buf, "is empty and cannot be written");
			validateOffsetLengthRead(offset, length, buf.byteLength);
		}
		return {
			buffer: buf,
			offset,
			length,
			position: readPosition(position)
		};
	};
	exports.getHandleReadArgs = getHandleReadArgs;
	/** `filehandle.write(buffer | string, offset | options | position, length | encoding, position)`. */
	const getHandleWriteArgs = (data, a, b, c) => {
		if (data?.byteLength === 0) return null;
		let offset = a;
		let length = b;
		let position = c;
		if (ArrayBuffer.isView(data)) {
			const view = data;
			if (typeof offset === "object") {
				const options = offset ?? {};
				offset = options.offset !== void 0 ? options.offset : 0;
				length = options.length !== void 0 ? options.length : view.byteLength - offset;
				position = options.position !== void 0 ? options.position : null;
			}
			if (offset === void 0 || offset === null) offset = 0;
			else (0, validators_1.validateInteger)(offset, "offset", 0);
			if (typeof length !== "number") length = view.byteLength - offset;
			validateOffsetLengthWrite(offset, length, view.byteLength);
			return {
				buffer: viewToBuffer(view),
				offset,
				length,
				position: seekPosition(position)
			};
		}
		validateStringAfterArrayBufferView(data, "buffer");
		const str = data;
		validateEncoding(str, length);
		const buf = (0, buffer_1.bufferFrom)(str, toEncoding(length));
		return {
			buffer: buf,
			offset: 0,
			length: buf.length,
			position: seekPosition(offset)
		};
	};
	exports.getHandleWriteArgs = getHandleWriteArgs;
	/** `readv`/`writev` take the position only when it is a number, and libuv seeks only to a safe offset. */
	const getVectorArgs = (buffers, position) => {
		validateBufferArray(buffers);
		return seekPosition(position);
	};
	exports.getVectorArgs = getVectorArgs;
	const getVectorCallbackArgs = (buffers, a, b) => {
		validateBufferArray(buffers);
		const callback = b || a;
		(0, validators_1.validateFunction)(callback, "cb");
		return [seekPosition(a), callback];
	};
	exports.getVectorCallbackArgs = getVectorCallbackArgs;
	const getWriteArgs = (fd, a, b, c, d, e) => {
		(0, validators_1.validateInt32)(fd, "fd", 0);
		let offset = b;
		let length = c;
		let position = d;
		let callback = e;
		if (ArrayBuffer.isView(a)) {
			const view = a;
			if (!callback) callback = position || length || offset;
			(0, validators_1.validateFunction)(callback, "cb");
			if (typeof offset === "object") {
				const options = offset ?? {};
				offset = options.offset !== void 0 ? options.offset : 0;
				length = options.length !== void 0 ? options.length : view.byteLength - offset;
				position = options.position !== void 0 ? options.position : null;
			}
			if (offset === void 0 || offset === null || typeof offset === "function") offset = 0;
			else (0, validators_1.validateInteger)(offset, "offset", 0);
			if (typeof length !== "number") length = view.byteLength - offset;
			validateOffsetLengthWrite(offset, length, view.byteLength);
			return [
				fd,
				false,
				viewToBuffer(view),
				offset,
				length,
				seekPosition(position),
				callback
			];
		}
		validateStringAfterArrayBufferView(a, "buffer");
		if (typeof position !== "function") {
			if (typeof offset === "function") {
				position = offset;
				offset = null;
			} else position = length;
			length = "utf8";
		}
		const str = a;
		validateEncoding(str, length);
		callback = position;
		(0, validators_1.validateFunction)(callback, "cb");
		const buf = (0, buffer_1.bufferFrom)(str, toEncoding(length));
		return [
			fd,
			true,
			buf,
			0,
			buf.length,
			seekPosition(offset),
			callback
		];
	};
	exports.getWriteArgs = getWriteArgs;
	const getWriteSyncArgs = (fd, a, b, c, d) => {
		let offset = b;
		let length = c;
		let position = d;
		if (ArrayBuffer.isView(a)) {
			const view = a;
			if (typeof offset === "object") {
				const options = offset ?? {};
				offset = options.offset !== void 0 ? options.offset : 0;
				length = options.length !== void 0 ? options.length : view.byteLength - offset;
				position = options.position !== void 0 ? options.position : null;
			}
			if (offset === void 0 || offset === null) offset = 0;
			else (0, validators_1.validateInteger)(offset, "offset", 0);
			if (typeof length !== "number") length = view.byteLength - offset;
			validateOffsetLengthWrite(offset, length, view.byteLength);
			(0, fs_core_1.validateFd)(fd);
			return [
				fd,
				viewToBuffer(view),
				offset,
				length,
				seekPosition(position)
			];
		}
		validateStringAfterArrayBufferView(a, "buffer");
		const str = a;
		validateEncoding(str, length);
		(0, fs_core_1.validateFd)(fd);
		const buf = (0, buffer_1.bufferFrom)(str, toEncoding(length));
		return [
			fd,
			buf,
			0,
			buf.length,
			seekPosition(offset)
		];
	};
	exports.getWriteSyncArgs = getWriteSyncArgs;
}));

// node_modules/@jsonjoy.com/fs-node/lib/util.js
var require_util$2 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getWriteSyncArgs = exports.getWriteArgs = exports.bufToUint8 = exports.createWatchError = exports.createStatError = exports.createError = exports.pathToFilename = exports.nullCheck = void 0;
	exports.promisify = promisify;
	exports.validateCallback = validateCallback;
	exports.modeToNumber = modeToNumber;
	exports.genRndStr6 = genRndStr6;
	exports.flagsToNumber = flagsToNumber;
	exports.streamToBuffer = streamToBuffer;
	exports.bufferToEncoding = bufferToEncoding;
	exports.isReadableStream = isReadableStream;
	const fs_node_utils_1 = require_lib$6();
	const argErrors_1 = require_argErrors();
	const validators_1 = require_validators();
	const buffer_1 = require_buffer();
	var fs_core_1 = require_lib$5();
	Object.defineProperty(exports, "nullCheck", {
		enumerable: true,
		get: function() {
			return fs_core_1.nullCheck;
		}
	});
	Object.defineProperty(exports, "pathToFilename", {
		enumerable: true,
		get: function() {
			return fs_core_1.pathToFilename;
		}
	});
	Object.defineProperty(exports, "createError", {
		enumerable: true,
		get: function() {
			return fs_core_1.createError;
		}
	});
	Object.defineProperty(exports, "createStatError", {
		enumerable: true,
		get: function() {
			return fs_core_1.createStatError;
		}
	});
	Object.defineProperty(exports, "createWatchError", {
		enumerable: true,
		get: function() {
			return fs_core_1.createWatchError;
		}
	});
	function promisify(fs, fn, getResult = (input) => input) {
		return (...args) => new Promise((resolve, reject) => {
			fs[fn].bind(fs)(...args, (error, result) => {
				if (error) return reject(error);
				return resolve(getResult(result));
			});
		});
	}
	/**
	* @todo `Dir.ts` must call this as `validateCallback(callback, 'callback')`. Node names the argument
	*     `callback` on `fs.Dir` (`lib/internal/fs/dir.js`) and `cb` everywhere else.
	*
	* @param name The name Node gives this callback, which is per call site, not per function
	*/
	function validateCallback(callback, name = "cb") {
		(0, validators_1.validateFunction)(callback, name);
		return callback;
	}
	const OCTAL_REG = /^[0-7]+$/;
	const MODE_DESC = "must be a 32-bit unsigned integer or an octal string";
	/** `parseFileMode()` of `lib/internal/validators.js`. */
	function modeToNumber(mode, def, name = "mode") {
		let value = mode ?? def;
		if (typeof value === "string") {
			if (!OCTAL_REG.test(value)) throw (0, argErrors_1.invalidArgValue)(name, value, MODE_DESC);
			value = parseInt(value, 8);
		}
		(0, validators_1.validateUint32)(value, name);
		return value + 0;
	}
	function genRndStr6() {
		return Math.random().toString(36).slice(2, 8).padEnd(6, "0");
	}
	/** `stringToFlags()` of `lib/internal/fs/utils.js`. */
	function flagsToNumber(flags) {
		if (typeof flags === "number") {
			(0, validators_1.validateInt32)(flags, "flags");
			return flags;
		}
		if (typeof flags === "string") {
			const flagsNum = fs_node_utils_1.FLAGS[flags];
			if (typeof flagsNum !== "undefined") return flagsNum;
		}
		throw (0, argErrors_1.invalidArgValue)("flags", flags);
	}
	function streamToBuffer(stream) {
		const chunks = [];
		return new Promise((resolve, reject) => {
			stream.on("data", (chunk) => chunks.push(chunk));
			stream.on("end", () => resolve(buffer_1.Buffer.concat(chunks)));
			stream.on("error", reject);
		});
	}
	const bufToUint8 = (buf) => new Uint8Array(buf.buffer, buf.byteOffset, buf.byteLength);
	exports.bufToUint8 = bufToUint8;
	var readWriteArgs_1 = require_readWriteArgs();
	Object.defineProperty(exports, "getWriteArgs", {
		enumerable: true,
		get: function() {
			return readWriteArgs_1.getWriteArgs;
		}
	});
	Object.defineProperty(exports, "getWriteSyncArgs", {
		enumerable: true,
		get: function() {
			return readWriteArgs_1.getWriteSyncArgs;
		}
	});
	function bufferToEncoding(buffer, encoding) {
		if (!encoding || encoding === "buffer") return buffer;
		else return buffer.toString(encoding);
	}
	function isReadableStream(stream) {
		return stream !== null && typeof stream === "object" && typeof stream.pipe === "function" && typeof stream.on === "function" && stream.readable === true;
	}
}));

// node_modules/@jsonjoy.com/fs-node/lib/glob.js
var require_glob = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.globSync = exports.globWalk = void 0;
	exports.glob = glob;
	const path_1 = require_path$1();
	const url_1 = require_url();
	const argErrors_1 = require_argErrors();
	const validators_1 = require_validators();
	const glob_to_regex_js_1 = require_lib$7();
	const util_1 = require_util$2();
	const Dirent_1 = require_Dirent();
	const { basename, dirname, isAbsolute, join, relative, resolve } = path_1.posix;
	const internalAssertionError = () => (0, argErrors_1.withCode)(/* @__PURE__ */ new Error("This is caused by either a bug in Node.js or incorrect usage of Node.js internals.\nPlease open an issue with this stack trace at https://github.com/nodejs/node/issues\n"), "ERR_INTERNAL_ASSERTION");
	const validateStringArrayOrFunction = (value, name) => {
		if (Array.isArray(value)) {
			for (let i = 0; i < value.length; i++) if (typeof value[i] !== "string") throw (0, argErrors_1.invalidArgType)(name + "[" + i + "]", "of type string", value[i]);
			return;
		}
		if (typeof value !== "function") throw (0, argErrors_1.invalidArgType)(name, "of type function or string[]", value);
	};
	const toPathIfFileURL = (value) => {
		if (!(value instanceof url_1.URL)) return value;
		if (value.protocol !== "file:") throw (0, argErrors_1.invalidUrlScheme)("file");
		return (0, util_1.pathToFilename)(value);
	};
	const GLOBSTAR = Symbol("globstar **");
	const MAGIC = /[*?[]|[!+@]\(/;
	const OPTS = {
		extglob: true,
		dot: false
	};
	const parsePart = (part) => {
		if (part === "**") return GLOBSTAR;
		if (!MAGIC.test(part)) return part;
		return (0, glob_to_regex_js_1.toRegex)(part, OPTS);
	};
	/**
	* - drops `.`
	* - drops empty components
	* - collapses adjacent `**`
	* - resolves a `..` that follows an ordinary component
	*/
	const firstPhasePreProcess = (globParts) => {
		let didSomething = false;
		do {
			didSomething = false;
			for (let n = 0; n < globParts.length; n++) {
				const parts = globParts[n];
				let gs = -1;
				while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
					let gss = gs;
					while (parts[gss + 1] === "**") gss++;
					if (gss > gs) parts.splice(gs + 1, gss - gs);
					const next = parts[gs + 1];
					const p = parts[gs + 2];
					const p2 = parts[gs + 3];
					if (next !== "..") continue;
					if (!p || p === "." || p === ".." || !p2 || p2 === "." || p2 === "..") continue;
					didSomething = true;
					parts.splice(gs, 1);
					const other = parts.slice(0);
					other[gs] = "**";
					globParts.push(other);
					gs--;
				}
				for (let i = 1; i < parts.length - 1; i++) {
					const p = parts[i];
					if (i === 1 && p === "" && parts[0] === "") continue;
					if (p === "." || p === "") {
						didSomething = true;
						parts.splice(i, 1);
						i--;
					}
				}
				if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
					didSomething = true;
					parts.pop();
				}
				let dd = 0;
				while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
					const p = parts[dd - 1];
					if (p && p !== "." && p !== ".." && p !== "**") {
						didSomething = true;
						const needDot = dd === 1 && parts[dd + 1] === "**";
						parts.splice(dd - 1, 2, ...needDot ? ["."] : []);
						if (!parts.length) parts.push("");
						dd -= 2;
					}
				}
			}
		} while (didSomething);
		return globParts;
	};
	const partsMatch = (a, b) => {
		let ai = 0;
		let bi = 0;
		const result = [];
		let which = "";
		while (ai < a.length && bi < b.length) if (a[ai] === b[bi]) {
			result.push(which === "b" ? b[bi] : a[ai]);
			ai++;
			bi++;
		} else if (a[ai] === "**" && b[bi] === a[ai + 1]) {
			result.push(a[ai]);
			ai++;
		} else if (b[bi] === "**" && a[ai] === b[bi + 1]) {
			result.push(b[bi]);
			bi++;
		} else if (a[ai] === "*" && b[bi] && !b[bi].startsWith(".") && b[bi] !== "**") {
			if (which === "b") return false;
			which = "a";
			result.push(a[ai]);
			ai++;
			bi++;
		} else if (b[bi] === "*" && a[ai] && !a[ai].startsWith(".") && a[ai] !== "**") {
			if (which === "a") return false;
			which = "b";
			result.push(b[bi]);
			ai++;
			bi++;
		} else return false;
		return a.length === b.length && result;
	};
	const secondPhasePreProcess = (globParts) => {
		for (let i = 0; i < globParts.length - 1; i++) for (let j = i + 1; j < globParts.length; j++) {
			const matched = partsMatch(globParts[i], globParts[j]);
			if (matched) {
				globParts[i] = [];
				globParts[j] = matched;
				break;
			}
		}
		return globParts.filter((parts) => parts.length);
	};
	const compile = (pattern) => {
		const source = pattern.replace(/\\/g, "/");
		if (!source) return [[], []];
		const globSet = [...new Set((0, glob_to_regex_js_1.expandBraces)(source))];
		const globParts = secondPhasePreProcess(firstPhasePreProcess(globSet.map((one) => one.split(/\/+/))));
		return [globParts.map((parts) => parts.map(parsePart)), globParts];
	};
	const createExcludeMatcher = (patterns, root) => {
		const regexes = [];
		for (let i = 0; i < patterns.length; i++) regexes.push((0, glob_to_regex_js_1.toRegex)(resolve(root, patterns[i].replace(/\\/g, "/")), OPTS));
		return (value) => {
			for (let i = 0; i < regexes.length; i++) if (regexes[i].test(value)) return true;
			return false;
		};
	};
	var Pattern = class Pattern {
		constructor(parts, globStrings, indexes, symlinks, realpaths = /* @__PURE__ */ new Set()) {
			this.parts = parts;
			this.globStrings = globStrings;
			this.indexes = indexes;
			this.symlinks = symlinks;
			this.realpaths = realpaths;
			this.last = parts.length - 1;
		}
		isLast(isDirectory) {
			return this.indexes.has(this.last) || this.at(-1) === "" && isDirectory && this.indexes.has(this.last - 1) && this.at(-2) === GLOBSTAR;
		}
		isFirst() {
			return this.indexes.has(0);
		}
		get hasSeenSymlinks() {
			for (const index of this.indexes) if (!this.symlinks.has(index)) return true;
			return false;
		}
		at(index) {
			const parts = this.parts;
			return parts[index < 0 ? parts.length + index : index];
		}
		child(indexes, symlinks = /* @__PURE__ */ new Set(), realpaths = this.realpaths) {
			return new Pattern(this.parts, this.globStrings, indexes, symlinks, realpaths);
		}
		test(index, path) {
			const part = this.parts[index];
			if (part === GLOBSTAR) return true;
			if (typeof part === "string") return part === path;
			return part !== void 0 && part.test(path);
		}
		cacheKey(index) {
			const globStrings = this.globStrings;
			const length = globStrings.length;
			let key = "";
			for (let i = index; i < length; i++) {
				key += globStrings[i];
				if (i !== length - 1) key += "/";
			}
			return key;
		}
	};
	const rethrowUnlessFsError = (error) => {
		if (!error?.code) throw error;
	};
	const direntOf = (name, parentPath, mode) => {
		const dirent = new Dirent_1.default();
		dirent.name = name;
		dirent.parentPath = parentPath;
		dirent.path = parentPath;
		dirent.mode = mode;
		return dirent;
	};
	var Cache = class {
		constructor(fs) {
			this.fs = fs;
			this.stats = /* @__PURE__ */ new Map();
			this.followStats = /* @__PURE__ */ new Map();
			this.realpaths = /* @__PURE__ */ new Map();
			this.readdirs = /* @__PURE__ */ new Map();
			this.seenKeys = /* @__PURE__ */ new Map();
		}
		statSync(path) {
			const cached = this.stats.get(path);
			if (cached !== void 0) return cached;
			let value = null;
			try {
				value = direntOf(basename(path), dirname(path), this.fs.lstatSync(path).mode);
			} catch (error) {
				rethrowUnlessFsError(error);
			}
			this.stats.set(path, value);
			return value;
		}
		followStatSync(path) {
			const cached = this.followStats.get(path);
			if (cached !== void 0) return cached;
			let value = null;
			try {
				value = direntOf(basename(path), dirname(path), this.fs.statSync(path).mode);
			} catch (error) {
				rethrowUnlessFsError(error);
			}
			this.followStats.set(path, value);
			return value;
		}
		realpathSync(path) {
			const cached = this.realpaths.get(path);
			if (cached !== void 0) return cached;
			let value = null;
			try {
				value = String(this.fs.realpathSync(path));
			} catch (error) {
				rethrowUnlessFsError(error);
			}
			this.realpaths.set(path, value);
			return value;
		}
		readdirSync(path) {
			const cached = this.readdirs.get(path);
			if (cached !== void 0) return cached;
			let value = [];
			try {
				value = this.fs.readdirSync(path, { withFileTypes: true });
			} catch (error) {
				rethrowUnlessFsError(error);
			}
			this.readdirs.set(path, value);
			return value;
		}
		addToStatCache(path, value) {
			this.stats.set(path, value);
		}
		add(path, pattern) {
			let keys = this.seenKeys.get(path);
			if (!keys) {
				keys = /* @__PURE__ */ new Set();
				this.seenKeys.set(path, keys);
			}
			const originalSize = keys.size;
			for (const index of pattern.indexes) keys.add(pattern.cacheKey(index));
			return keys.size !== originalSize + pattern.indexes.size;
		}
		seen(path, pattern, index) {
			return !!this.seenKeys.get(path)?.has(pattern.cacheKey(index));
		}
	};
	const depthOf = (root, fullpath) => {
		const rel = relative(root, fullpath);
		if (!rel) return 0;
		const parts = rel.split("/");
		let depth = 0;
		for (let i = 0; i < parts.length; i++) depth += parts[i] === ".." ? -1 : 1;
		return depth;
	};
	const EMPTY_OPTIONS = {};
	var Glob = class {
		constructor(fs, pattern, options = EMPTY_OPTIONS) {
			this.fs = fs;
			this.followSymlinks = false;
			this.isExcluded = () => false;
			this.results = /* @__PURE__ */ new Set();
			this.queue = [];
			this.subpatterns = /* @__PURE__ */ new Map();
			(0, validators_1.validateObject)(options, "options");
			const { exclude, cwd, followSymlinks, withFileTypes, maxdepth } = options;
			this.cache = new Cache(fs);
			this.root = toPathIfFileURL(cwd) ?? ".";
			if (followSymlinks != null) {
				(0, validators_1.validateBoolean)(followSymlinks, "options.followSymlinks");
				this.followSymlinks = followSymlinks;
			}
			this.withFileTypes = !!withFileTypes;
			this.maxdepth = maxdepth ?? Infinity;
			if (exclude != null) {
				validateStringArrayOrFunction(exclude, "options.exclude");
				if (Array.isArray(exclude)) {
					if (typeof this.root !== "string") throw internalAssertionError();
					this.isExcluded = createExcludeMatcher(exclude, this.root);
				} else this.exclude = exclude;
			}
			let patterns;
			if (typeof pattern === "object") {
				(0, validators_1.validateStringArray)(pattern, "patterns");
				patterns = pattern;
			} else {
				(0, validators_1.validateString)(pattern, "patterns");
				patterns = [pattern];
			}
			const compiled = [];
			for (let i = 0; i < patterns.length; i++) {
				const [set, globParts] = compile(patterns[i]);
				for (let j = 0; j < set.length; j++) compiled.push(new Pattern(set[j], globParts[j], /* @__PURE__ */ new Set([0]), /* @__PURE__ */ new Set()));
			}
			this.patterns = compiled;
		}
		*walk() {
			const queue = this.queue;
			queue.push({
				path: ".",
				patterns: this.patterns
			});
			while (queue.length > 0) {
				const item = queue.pop();
				for (let i = 0; i < item.patterns.length; i++) yield* this.walkPattern(item.path, item.patterns[i]);
				this.subpatterns.forEach((patterns, path) => queue.push({
					path,
					patterns
				}));
				this.subpatterns.clear();
			}
		}
		result(path) {
			if (!this.withFileTypes) return path;
			const full = isAbsolute(path) ? path : join(this.root, path);
			const stat = this.cache.statSync(full);
			return direntOf(basename(full), dirname(full), stat ? stat.mode : 0);
		}
		isDirectory(path, stat, pattern) {
			if (stat?.isDirectory()) return true;
			if (!stat?.isSymbolicLink()) return false;
			if (this.followSymlinks) return !!this.cache.followStatSync(path)?.isDirectory();
			return pattern.hasSeenSymlinks;
		}
		nextRealpaths(path, isDirectory, pattern) {
			if (!this.followSymlinks || !isDirectory) return pattern.realpaths;
			const real = this.cache.realpathSync(path);
			if (real === null) return pattern.realpaths;
			const realpaths = new Set(pattern.realpaths);
			realpaths.add(real);
			return realpaths;
		}
		isCyclic(path, isDirectory, pattern) {
			if (!this.followSymlinks || !isDirectory) return false;
			const real = this.cache.realpathSync(path);
			return real !== null && pattern.realpaths.has(real);
		}
		addSubpattern(path, pattern) {
			if (this.isExcluded(path)) return;
			const fullpath = resolve(this.root, path);
			if (this.isExcluded(fullpath + "/") && this.cache.statSync(fullpath)?.isDirectory()) return;
			const exclude = this.exclude;
			if (exclude) {
				if (this.withFileTypes) {
					const stat = this.cache.statSync(path);
					if (stat !== null && exclude(stat)) return;
				} else if (exclude(path)) return;
			}
			const existing = this.subpatterns.get(path);
			if (existing) existing.push(pattern);
			else this.subpatterns.set(path, [pattern]);
		}
		accept(path) {
			if (this.results.has(path)) return false;
			if (this.isExcluded(resolve(this.root, path))) return false;
			this.results.add(path);
			return true;
		}
		*walkPattern(path, pattern) {
			if (this.cache.add(path, pattern)) return;
			const cache = this.cache;
			const fullpath = resolve(this.root, path);
			const stat = cache.statSync(fullpath);
			const last = pattern.last;
			const isDirectory = this.isDirectory(fullpath, stat, pattern);
			const isLast = pattern.isLast(isDirectory);
			const isFirst = pattern.isFirst();
			if (this.isExcluded(fullpath)) return;
			if (isFirst && pattern.at(0) === "") {
				this.addSubpattern("/", pattern.child(/* @__PURE__ */ new Set([1])));
				return;
			}
			if (isFirst && pattern.at(0) === "..") {
				this.addSubpattern("../", pattern.child(/* @__PURE__ */ new Set([1])));
				return;
			}
			if (isFirst && pattern.at(0) === ".") {
				this.addSubpattern(".", pattern.child(/* @__PURE__ */ new Set([1])));
				return;
			}
			if (isLast && typeof pattern.at(-1) === "string") {
				const p = pattern.at(-1);
				const leaf = cache.statSync(join(fullpath, p));
				const match = join(path, p);
				if (leaf && (p || isDirectory) && this.accept(match)) yield this.result(match);
				if (pattern.indexes.size === 1 && pattern.indexes.has(last)) return;
			} else if (isLast && pattern.at(-1) === GLOBSTAR && (path !== "." || pattern.at(0) === "." || !last && stat)) {
				if (this.accept(path)) yield this.result(path);
			}
			if (!isDirectory || this.isCyclic(fullpath, isDirectory, pattern)) return;
			if (this.maxdepth !== Infinity && depthOf(this.root, fullpath) > this.maxdepth) return;
			const nextRealpaths = this.nextRealpaths(fullpath, isDirectory, pattern);
			let children;
			const firstPattern = pattern.indexes.size === 1 && pattern.at(pattern.indexes.values().next().value);
			if (typeof firstPattern === "string") {
				const child = cache.statSync(join(fullpath, firstPattern));
				if (!child) return;
				child.name = firstPattern;
				children = [child];
			} else children = cache.readdirSync(fullpath);
			for (let i = 0; i < children.length; i++) {
				const entry = children[i];
				const name = entry.name;
				const entryPath = join(path, name);
				const entryFullpath = join(fullpath, name);
				cache.addToStatCache(entryFullpath, entry);
				const entryIsDirectory = entry.isDirectory() || this.followSymlinks && entry.isSymbolicLink() && !!cache.followStatSync(entryFullpath)?.isDirectory();
				const subPatterns = /* @__PURE__ */ new Set();
				const nSymlinks = /* @__PURE__ */ new Set();
				for (const index of pattern.indexes) {
					if (cache.seen(entryPath, pattern, index) || cache.seen(entryPath, pattern, index + 1)) return;
					const current = pattern.at(index);
					const nextIndex = index + 1;
					const next = pattern.at(nextIndex);
					const fromSymlink = !this.followSymlinks && pattern.symlinks.has(index);
					if (current === GLOBSTAR) {
						const isDot = name.charCodeAt(0) === 46;
						const nextMatches = pattern.test(nextIndex, name);
						let nextNonGlobIndex = nextIndex;
						while (pattern.at(nextNonGlobIndex) === GLOBSTAR) nextNonGlobIndex++;
						const matchesDot = isDot && pattern.test(nextNonGlobIndex, name);
						if (isDot && !matchesDot || this.exclude && this.exclude(this.withFileTypes ? entry : name)) continue;
						if (!fromSymlink && entryIsDirectory) subPatterns.add(index);
						else if (!fromSymlink && index === last && this.accept(entryPath)) yield this.result(entryPath);
						if (nextMatches && nextIndex === last && !isLast) {
							if (this.accept(entryPath)) yield this.result(entryPath);
						} else if (nextMatches && entryIsDirectory) subPatterns.add(index + 2);
						if ((nextMatches || pattern.at(0) === ".") && (entryIsDirectory || entry.isSymbolicLink()) && !fromSymlink) subPatterns.add(nextIndex);
						if (!this.followSymlinks && entry.isSymbolicLink()) nSymlinks.add(index);
						if (next === ".." && entryIsDirectory) {
							const parent = join(path, "..");
							if (nextIndex < last) {
								if (!this.subpatterns.has(path) && !cache.seen(path, pattern, nextIndex + 1)) this.subpatterns.set(path, [pattern.child(/* @__PURE__ */ new Set([nextIndex + 1]))]);
								if (!this.subpatterns.has(parent) && !cache.seen(parent, pattern, nextIndex + 1)) this.subpatterns.set(parent, [pattern.child(/* @__PURE__ */ new Set([nextIndex + 1]))]);
							} else {
								if (!cache.seen(path, pattern, nextIndex)) {
									cache.add(path, pattern.child(/* @__PURE__ */ new Set([nextIndex])));
									if (this.accept(path)) yield this.result(path);
								}
								if (!cache.seen(path, pattern, nextIndex) || !cache.seen(parent, pattern, nextIndex)) {
									cache.add(parent, pattern.child(/* @__PURE__ */ new Set([nextIndex])));
									if (this.accept(parent)) yield this.result(parent);
								}
							}
						}
					}
					if (typeof current === "string") {
						if (pattern.test(index, name) && index !== last) subPatterns.add(nextIndex);
						else if (current === "." && pattern.test(nextIndex, name)) {
							if (nextIndex === last) {
								if (this.accept(entryPath)) yield this.result(entryPath);
							} else subPatterns.add(nextIndex + 1);
						}
					}
					if (typeof current === "object" && pattern.test(index, name)) {
						if (index === last) {
							if (this.accept(entryPath)) yield this.result(entryPath);
						} else if (entryIsDirectory) subPatterns.add(nextIndex);
					}
				}
				if (subPatterns.size > 0) this.addSubpattern(entryPath, pattern.child(subPatterns, nSymlinks, nextRealpaths));
			}
		}
	};
	const globWalk = (fs, pattern, options) => new Glob(fs, pattern, options).walk();
	exports.globWalk = globWalk;
	const globSync = (fs, pattern, options) => {
		const results = [];
		for (const match of (0, exports.globWalk)(fs, pattern, options)) results.push(match);
		return results;
	};
	exports.globSync = globSync;
	async function* glob(fs, pattern, options) {
		yield* (0, exports.globWalk)(fs, pattern, options);
	}
}));

// node_modules/@jsonjoy.com/fs-node-utils/lib/setTimeoutUnref.js
var require_setTimeoutUnref = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	/**
	* `setTimeoutUnref` is just like `setTimeout`,
	* only in Node's environment it will "unref" its macro task.
	*/
	function setTimeoutUnref(callback, time, args) {
		const ref = setTimeout.apply(typeof globalThis !== "undefined" ? globalThis : global, arguments);
		if (ref && typeof ref === "object" && typeof ref.unref === "function") ref.unref();
		return ref;
	}
	exports.default = setTimeoutUnref;
}));

// node_modules/@jsonjoy.com/fs-node-builtins/lib/stream.js
var require_stream = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Writable = exports.Readable = void 0;
	var node_stream_1 = __require("node:stream");
	Object.defineProperty(exports, "Readable", {
		enumerable: true,
		get: function() {
			return node_stream_1.Readable;
		}
	});
	Object.defineProperty(exports, "Writable", {
		enumerable: true,
		get: function() {
			return node_stream_1.Writable;
		}
	});
}));

// node_modules/@jsonjoy.com/fs-node-builtins/lib/events.js
var require_events = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.EventEmitter = void 0;
	var node_events_1 = __require("node:events");
	Object.defineProperty(exports, "EventEmitter", {
		enumerable: true,
		get: function() {
			return node_events_1.EventEmitter;
		}
	});
}));

// node_modules/@jsonjoy.com/fs-node/lib/FileHandle.js
var require_FileHandle = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.FileHandle = void 0;
	const util_1 = require_util$2();
	const readWriteArgs_1 = require_readWriteArgs();
	const events_1 = require_events();
	const assertOpen = (fd, syscall) => {
		if (fd !== -1) return;
		const error = /* @__PURE__ */ new Error("file closed");
		error.code = "EBADF";
		error.syscall = syscall;
		throw error;
	};
	var FileHandle = class extends events_1.EventEmitter {
		constructor(fs, fd) {
			super();
			this.refs = 1;
			this.closePromise = null;
			this.readableWebStreamLocked = false;
			this.fs = fs;
			this.fd = fd;
		}
		getAsyncId() {
			return this.fd;
		}
		appendFile(data, options) {
			return (0, util_1.promisify)(this.fs, "appendFile")(this.fd, data, options);
		}
		chmod(mode) {
			return (0, util_1.promisify)(this.fs, "fchmod")(this.fd, mode);
		}
		chown(uid, gid) {
			return (0, util_1.promisify)(this.fs, "fchown")(this.fd, uid, gid);
		}
		close() {
			if (this.fd === -1) return Promise.resolve();
			if (this.closePromise) return this.closePromise;
			this.refs--;
			if (this.refs === 0) {
				const currentFd = this.fd;
				this.fd = -1;
				this.closePromise = (0, util_1.promisify)(this.fs, "close")(currentFd).finally(() => {
					this.closePromise = null;
				});
			} else this.closePromise = new Promise((resolve, reject) => {
				this.closeResolve = resolve;
				this.closeReject = reject;
			}).finally(() => {
				this.closePromise = null;
				this.closeReject = void 0;
				this.closeResolve = void 0;
			});
			this.emit("close");
			return this.closePromise;
		}
		datasync() {
			return (0, util_1.promisify)(this.fs, "fdatasync")(this.fd);
		}
		createReadStream(options) {
			return this.fs.createReadStream("", {
				...options,
				fd: this
			});
		}
		createWriteStream(options) {
			return this.fs.createWriteStream("", {
				...options,
				fd: this
			});
		}
		readableWebStream(options = {}) {
			const { type = "bytes", autoClose = false } = options;
			if (this.fd === -1) throw new Error("The FileHandle is closed");
			if (this.closePromise) throw new Error("The FileHandle is closing");
			if (this.readableWebStreamLocked) throw new Error("An error will be thrown if this method is called more than once or is called after the FileHandle is closed or closing.");
			this.readableWebStreamLocked = true;
			this.ref();
			const unlockAndCleanup = () => {
				this.readableWebStreamLocked = false;
				this.unref();
				if (autoClose) this.close().catch(() => {});
			};
			return new ReadableStream({
				type: type === "bytes" ? "bytes" : void 0,
				autoAllocateChunkSize: 16384,
				pull: async (controller) => {
					try {
						const view = controller.byobRequest?.view;
						if (!view) {
							const buffer = /* @__PURE__ */ new Uint8Array(16384);
							const result = await this.read(buffer, 0, buffer.length, null);
							if (result.bytesRead === 0) {
								controller.close();
								unlockAndCleanup();
								return;
							}
							controller.enqueue(buffer.slice(0, result.bytesRead));
							return;
						}
						const result = await this.read(view, 0, view.byteLength, null);
						if (result.bytesRead === 0) {
							controller.close();
							controller.byobRequest.respond(0);
							unlockAndCleanup();
							return;
						}
						controller.byobRequest.respond(result.bytesRead);
					} catch (error) {
						controller.error(error);
						unlockAndCleanup();
					}
				},
				cancel: async () => {
					unlockAndCleanup();
				}
			});
		}
		async read(bufferOrParams, offsetOrOptions, length, position) {
			assertOpen(this.fd, "read");
			const args = (0, readWriteArgs_1.getHandleReadArgs)(bufferOrParams, offsetOrOptions, length, position);
			const buffer = args.buffer;
			if (args.length === 0) return {
				__proto__: null,
				bytesRead: args.length,
				buffer
			};
			return {
				__proto__: null,
				bytesRead: await (0, util_1.promisify)(this.fs, "read")(this.fd, buffer, args.offset, args.length, args.position),
				buffer
			};
		}
		async readv(buffers, position) {
			assertOpen(this.fd, "readv");
			return {
				__proto__: null,
				bytesRead: await (0, util_1.promisify)(this.fs, "readv")(this.fd, buffers, position ?? null),
				buffers
			};
		}
		readFile(options) {
			return (0, util_1.promisify)(this.fs, "readFile")(this.fd, options);
		}
		stat(options) {
			return (0, util_1.promisify)(this.fs, "fstat")(this.fd, options);
		}
		sync() {
			return (0, util_1.promisify)(this.fs, "fsync")(this.fd);
		}
		truncate(len) {
			return (0, util_1.promisify)(this.fs, "ftruncate")(this.fd, len);
		}
		utimes(atime, mtime) {
			return (0, util_1.promisify)(this.fs, "futimes")(this.fd, atime, mtime);
		}
		async write(data, offsetOrOptions, lengthOrEncoding, position) {
			assertOpen(this.fd, "write");
			const args = (0, readWriteArgs_1.getHandleWriteArgs)(data, offsetOrOptions, lengthOrEncoding, position);
			if (!args) return {
				__proto__: null,
				bytesWritten: 0,
				buffer: data
			};
			return {
				__proto__: null,
				bytesWritten: await (0, util_1.promisify)(this.fs, "write")(this.fd, args.buffer, args.offset, args.length, args.position),
				buffer: data
			};
		}
		async writev(buffers, position) {
			assertOpen(this.fd, "writev");
			return {
				__proto__: null,
				bytesWritten: await (0, util_1.promisify)(this.fs, "writev")(this.fd, buffers, position ?? null),
				buffers
			};
		}
		writeFile(data, options) {
			return (0, util_1.promisify)(this.fs, "writeFile")(this.fd, data, options);
		}
		async [Symbol.asyncDispose]() {
			await this.close();
		}
		ref() {
			this.refs++;
		}
		unref() {
			this.refs--;
			if (this.refs === 0) {
				this.fd = -1;
				if (this.closeResolve) (0, util_1.promisify)(this.fs, "close")(this.fd).then(this.closeResolve, this.closeReject);
			}
		}
	};
	exports.FileHandle = FileHandle;
}));

// node_modules/@jsonjoy.com/fs-node-builtins/lib/util.js
var require_util$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.inherits = inherits;
	exports.promisify = promisify;
	exports.inspect = inspect;
	exports.format = format;
	/**
	* Minimal implementation of Node.js util.inherits function.
	* Sets up prototype inheritance between constructor functions.
	*/
	function inherits(ctor, superCtor) {
		if (ctor === void 0 || ctor === null) throw new TypeError("The constructor to inherit from is not defined");
		if (superCtor === void 0 || superCtor === null) throw new TypeError("The super constructor to inherit from is not defined");
		ctor.super_ = superCtor;
		ctor.prototype = Object.create(superCtor.prototype, { constructor: {
			value: ctor,
			enumerable: false,
			writable: true,
			configurable: true
		} });
	}
	/**
	* Minimal implementation of Node.js util.promisify function.
	* Converts callback-based functions to Promise-based functions.
	*/
	function promisify(fn) {
		if (typeof fn !== "function") throw new TypeError("The \"original\" argument must be of type function");
		return function(...args) {
			return new Promise((resolve, reject) => {
				fn.call(this, ...args, (err, result) => {
					if (err) reject(err);
					else resolve(result);
				});
			});
		};
	}
	/**
	* Minimal implementation of Node.js util.inspect function.
	* Converts a value to a string representation for debugging.
	*/
	function inspect(value) {
		if (value === null) return "null";
		if (value === void 0) return "undefined";
		if (typeof value === "string") return `'${value}'`;
		if (typeof value === "number" || typeof value === "boolean") return String(value);
		if (Array.isArray(value)) return `[ ${value.map((item) => inspect(item)).join(", ")} ]`;
		if (typeof value === "object") return `{ ${Object.entries(value).map(([key, val]) => `${key}: ${inspect(val)}`).join(", ")} }`;
		return String(value);
	}
	/**
	* Minimal implementation of Node.js util.format function.
	* Provides printf-style string formatting with basic placeholder support.
	*/
	function format(template, ...args) {
		if (args.length === 0) return template;
		let result = template;
		let argIndex = 0;
		result = result.replace(/%[sdj%]/g, (match) => {
			if (argIndex >= args.length) return match;
			const arg = args[argIndex++];
			switch (match) {
				case "%s": return String(arg);
				case "%d": return Number(arg).toString();
				case "%j": try {
					return JSON.stringify(arg);
				} catch {
					return "[Circular]";
				}
				case "%%": return "%";
				default: return match;
			}
		});
		while (argIndex < args.length) result += " " + String(args[argIndex++]);
		return result;
	}
}));

// node_modules/@jsonjoy.com/fs-node/lib/cp.js
var require_cp = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.cpAsync = exports.cpSync = exports.copyFileCore = exports.getCpOptions = exports.getValidCopyFileMode = void 0;
	const path_1 = require_path$1();
	const fs_node_utils_1 = require_lib$6();
	const fs_core_1 = require_lib$5();
	const argErrors_1 = require_argErrors();
	const validators_1 = require_validators();
	const pathResolve = path_1.posix.resolve;
	const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, COPYFILE_EXCL, COPYFILE_FICLONE_FORCE } = fs_node_utils_1.constants;
	const PREFIX = {
		ERR_FS_CP_DIR_TO_NON_DIR: "Cannot overwrite non-directory with directory",
		ERR_FS_CP_EEXIST: "Target already exists",
		ERR_FS_CP_EINVAL: "Invalid src or dest",
		ERR_FS_CP_FIFO_PIPE: "Cannot copy a FIFO pipe",
		ERR_FS_CP_NON_DIR_TO_DIR: "Cannot overwrite directory with non-directory",
		ERR_FS_CP_SOCKET: "Cannot copy a socket file",
		ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: "Cannot overwrite symlink in subdirectory of self",
		ERR_FS_CP_UNKNOWN: "Cannot copy an unknown file type",
		ERR_FS_EISDIR: "Path is a directory"
	};
	const cpSystemError = (code, message, path, errno, uv) => new fs_core_1.SystemError(code, PREFIX[code], {
		code: uv,
		message,
		path,
		syscall: "cp",
		errno
	});
	const cpCodeError = (code, message) => (0, argErrors_1.withNativeCode)(new Error(message), code);
	const invalidFilterReturn = (value) => (0, argErrors_1.withCode)(/* @__PURE__ */ new TypeError("Expected boolean to be returned from the \"filter\" function but got an instance of Promise."), "ERR_INVALID_RETURN_VALUE");
	const asCopyfileError = (error, src, dest) => error && typeof error.code === "string" && typeof error.syscall === "string" ? (0, fs_core_1.createError)(error.code, "copyfile", src, dest) : error;
	/** `internal/fs/utils.js` `getValidMode(mode, 'copyFile')`. */
	const getValidCpMode = (mode) => {
		if (mode === null || mode === void 0) return 0;
		(0, validators_1.validateInteger)(mode, "mode", 0, 7);
		return mode;
	};
	/** `GetValidFileMode(env, input, UV_FS_COPYFILE)` in `src/util.cc`. */
	const getValidCopyFileMode = (mode) => {
		if (mode === null || mode === void 0) return 0;
		if (typeof mode !== "number") throw (0, argErrors_1.withNativeCode)(/* @__PURE__ */ new TypeError("mode must be int32 or null/undefined"), "ERR_INVALID_ARG_TYPE");
		if (!Number.isFinite(mode)) throw (0, argErrors_1.withNativeCode)(/* @__PURE__ */ new RangeError("mode is out of range"), "ERR_OUT_OF_RANGE");
		const truncated = Math.trunc(mode);
		if (truncated < 0 || truncated > 7) throw (0, argErrors_1.withNativeCode)(/* @__PURE__ */ new RangeError("mode is out of range: >= 0 && <= 7"), "ERR_OUT_OF_RANGE");
		return truncated;
	};
	exports.getValidCopyFileMode = getValidCopyFileMode;
	const CP_DEFAULTS = {
		dereference: false,
		errorOnExist: false,
		filter: void 0,
		force: true,
		mode: 0,
		preserveTimestamps: false,
		recursive: false,
		verbatimSymlinks: false
	};
	/** `internal/fs/utils.js` `validateCpOptions`. */
	const getCpOptions = (options) => {
		if (options === void 0) return { ...CP_DEFAULTS };
		(0, validators_1.validateObject)(options, "options");
		const resolved = {
			...CP_DEFAULTS,
			...options
		};
		(0, validators_1.validateBoolean)(resolved.dereference, "options.dereference");
		(0, validators_1.validateBoolean)(resolved.errorOnExist, "options.errorOnExist");
		(0, validators_1.validateBoolean)(resolved.force, "options.force");
		(0, validators_1.validateBoolean)(resolved.preserveTimestamps, "options.preserveTimestamps");
		(0, validators_1.validateBoolean)(resolved.recursive, "options.recursive");
		(0, validators_1.validateBoolean)(resolved.verbatimSymlinks, "options.verbatimSymlinks");
		resolved.mode = getValidCpMode(options.mode);
		if (resolved.dereference === true && resolved.verbatimSymlinks === true) throw (0, argErrors_1.withCode)(/* @__PURE__ */ new TypeError("Option \"dereference\" cannot be used in combination with option \"verbatimSymlinks\""), "ERR_INCOMPATIBLE_OPTION_PAIR");
		if (resolved.filter !== void 0) (0, validators_1.validateFunction)(resolved.filter, "options.filter");
		return resolved;
	};
	exports.getCpOptions = getCpOptions;
	const isPromise = (value) => !!value && (typeof value === "object" || typeof value === "function") && typeof value.then === "function";
	/** `uv__fs_copyfile` */
	const copyFileCore = (core, src, dest, flags) => {
		let srcFd = -1;
		let destFd = -1;
		let copied = false;
		try {
			srcFd = core.open(src, O_RDONLY, 0);
			const srcNode = core.getFileByFdOrThrow(srcFd, "copyfile").node;
			const srcMode = srcNode.mode;
			const excl = !!(flags & COPYFILE_EXCL);
			destFd = core.open(dest, excl ? O_WRONLY | O_CREAT | O_EXCL : O_WRONLY | O_CREAT, 438);
			const destNode = core.getFileByFdOrThrow(destFd, "copyfile").node;
			if (!excl) {
				if (destNode === srcNode) {
					copied = true;
					return;
				}
				core.ftruncate(destFd, 0);
			}
			core.fchmod(destFd, srcMode);
			if (flags & COPYFILE_FICLONE_FORCE) throw (0, fs_core_1.createError)("ENOSYS", "copyfile", src, dest);
			if (srcNode.isDirectory()) throw (0, fs_core_1.createError)("EISDIR", "copyfile", src, dest);
			const size = srcNode.getSize();
			if (size > 0) core.write(destFd, srcNode.getBuffer(), 0, size, 0);
			copied = true;
		} catch (error) {
			throw asCopyfileError(error, src, dest);
		} finally {
			if (srcFd >= 0) core.close(srcFd);
			if (destFd >= 0) {
				core.close(destFd);
				if (!copied) try {
					core.unlink(dest);
				} catch {}
			}
		}
	};
	exports.copyFileCore = copyFileCore;
	const toParts = (path) => {
		const raw = pathResolve(path).split("/");
		const parts = [];
		for (let i = 0; i < raw.length; i++) if (raw[i]) parts.push(raw[i]);
		return parts;
	};
	const isSrcSubdir = (src, dest) => {
		const srcArr = toParts(src);
		const destArr = toParts(dest);
		const length = srcArr.length;
		if (length > destArr.length) return false;
		for (let i = 0; i < length; i++) if (destArr[i] !== srcArr[i]) return false;
		return true;
	};
	const areIdentical = (srcStat, destStat) => srcStat.ino === destStat.ino && srcStat.dev === destStat.dev;
	const statOf = (vol, path, dereference) => dereference ? vol.statSync(path) : vol.lstatSync(path);
	const statOrNull = (vol, path, dereference) => dereference ? vol.statSync(path, { throwIfNoEntry: false }) : vol.lstatSync(path, { throwIfNoEntry: false });
	const readEntries = (vol, dir) => {
		try {
			return vol.readdirSync(dir);
		} catch (error) {
			const code = error.code;
			throw code ? (0, fs_core_1.createError)(code, "opendir", dir) : error;
		}
	};
	const isDirectory = (vol, path) => {
		const stats = vol.statSync(path, { throwIfNoEntry: false });
		return !!stats && stats.isDirectory();
	};
	const setDestMode = (vol, dest, srcMode) => {
		vol.chmodSync(dest, Number(srcMode));
	};
	const setDestTimestamps = (vol, src, dest) => {
		const updated = vol.statSync(src);
		vol.utimesSync(dest, updated.atime, updated.mtime);
	};
	const resolveLinkTarget = (vol, src, verbatimSymlinks) => {
		const target = String(vol.readlinkSync(src));
		return !verbatimSymlinks && target[0] !== "/" ? pathResolve((0, fs_node_utils_1.pathDirname)(src), target) : target;
	};
	/** `std::filesystem::equivalent` */
	const identicalPaths = (vol, a, b) => {
		try {
			const statA = vol.statSync(a, { throwIfNoEntry: false });
			if (!statA) return false;
			const statB = vol.statSync(b, { throwIfNoEntry: false });
			return !!statB && areIdentical(statA, statB);
		} catch {
			return false;
		}
	};
	const srcAliasesAncestor = (vol, srcStat, srcParent, destParent) => {
		for (let ancestor = destParent; ancestor !== srcParent && ancestor !== "/"; ancestor = (0, fs_node_utils_1.pathDirname)(ancestor)) {
			let stat;
			try {
				stat = vol.statSync(ancestor, { throwIfNoEntry: false });
			} catch {
				return false;
			}
			if (!stat) continue;
			if (!stat.isDirectory()) return false;
			if (areIdentical(srcStat, stat)) return true;
		}
		return false;
	};
	/** `CpSyncCheckPaths` in `src/node_file.cc`. */
	const checkPathsSync = (vol, src, dest, dereference, recursive) => {
		let srcStat;
		try {
			srcStat = statOf(vol, src, !dereference);
		} catch (error) {
			const code = error.code;
			throw code ? (0, fs_core_1.createError)(code, dereference ? "stat" : "lstat", src) : error;
		}
		let destStat;
		try {
			destStat = statOf(vol, dest, dereference);
		} catch {}
		const srcIsDir = srcStat.isDirectory() || dereference && srcStat.isSymbolicLink();
		const srcPath = pathResolve(src);
		const destPath = pathResolve(dest);
		if (destStat) {
			if (identicalPaths(vol, srcPath, destPath)) throw cpCodeError("ERR_FS_CP_EINVAL", "src and dest cannot be the same " + destPath);
			const destIsDir = destStat.isDirectory();
			if (srcIsDir && !destIsDir) throw cpCodeError("ERR_FS_CP_DIR_TO_NON_DIR", "Cannot overwrite non-directory " + destPath + " with directory " + srcPath);
			if (!srcIsDir && destIsDir) throw cpCodeError("ERR_FS_CP_NON_DIR_TO_DIR", "Cannot overwrite directory " + destPath + " with non-directory " + srcPath);
		}
		const srcPrefix = srcPath === "/" ? srcPath : srcPath + "/";
		if (srcIsDir && destPath.startsWith(srcPrefix)) throw cpCodeError("ERR_FS_CP_EINVAL", "Cannot copy " + srcPrefix + " to a subdirectory of self " + destPath);
		const destParent = (0, fs_node_utils_1.pathDirname)(destPath);
		const srcParent = (0, fs_node_utils_1.pathDirname)(srcPath);
		if (srcParent !== destParent && destParent !== "/" && identicalPaths(vol, srcPath, destParent)) throw cpCodeError("ERR_FS_CP_EINVAL", "Cannot copy " + srcPrefix + " to a subdirectory of self " + destPath);
		if (recursive && srcIsDir) {
			const copyStat = statOrNull(vol, src, dereference);
			const followed = dereference ? copyStat : srcStat;
			if (copyStat && followed && copyStat.isDirectory() && srcAliasesAncestor(vol, followed, srcParent, destParent)) throw cpCodeError("ERR_FS_CP_EINVAL", "Cannot copy " + srcPrefix + " to a subdirectory of self " + destPath);
		}
		if (srcIsDir && !recursive) throw cpCodeError("ERR_FS_EISDIR", "Recursive option not enabled, cannot copy a directory: " + srcPrefix);
		if (srcStat.isSocket()) throw cpCodeError("ERR_FS_CP_SOCKET", "Cannot copy a socket file: " + destPath);
		if (srcStat.isFIFO()) throw cpCodeError("ERR_FS_CP_FIFO_PIPE", "Cannot copy a FIFO pipe: " + destPath);
		try {
			if (!destStat || !vol.existsSync(destParent)) vol.mkdirSync(destParent, { recursive: true });
		} catch {}
	};
	const filterSync = (filter, src, dest) => {
		const shouldCopy = filter(src, dest);
		if (isPromise(shouldCopy)) throw invalidFilterReturn(shouldCopy);
		return !!shouldCopy;
	};
	const cpSync = (vol, src, dest, options) => {
		const filter = options.filter;
		if (filter && !filterSync(filter, src, dest)) return;
		checkPathsSync(vol, src, dest, options.dereference, options.recursive);
		getStatsSync(vol, src, dest, options);
	};
	exports.cpSync = cpSync;
	const getStatsSync = (vol, src, dest, options) => {
		const dereference = options.dereference;
		const srcStat = statOf(vol, src, dereference);
		const destStat = statOrNull(vol, dest, dereference);
		if (srcStat.isDirectory() && options.recursive) return onDirSync(srcStat, destStat, vol, src, dest, options);
		if (srcStat.isFile() || srcStat.isCharacterDevice() || srcStat.isBlockDevice()) return onFileSync(srcStat, destStat, vol, src, dest, options);
		if (srcStat.isSymbolicLink()) return onLinkSync(destStat, vol, src, dest, options.verbatimSymlinks);
	};
	const onFileSync = (srcStat, destStat, vol, src, dest, options) => {
		if (destStat) {
			if (options.force) vol.unlinkSync(dest);
			else if (options.errorOnExist) throw cpSystemError("ERR_FS_CP_EEXIST", dest + " already exists", dest, 17, "EEXIST");
			else return;
		}
		(0, exports.copyFileCore)(vol._core, src, dest, options.mode);
		const srcMode = Number(srcStat.mode);
		setDestMode(vol, dest, srcMode);
		if (options.preserveTimestamps) setDestTimestamps(vol, src, dest);
	};
	const onDirSync = (srcStat, destStat, vol, src, dest, options) => {
		if (!destStat) copyDirSync(vol, src, dest, options, true, Number(srcStat.mode));
		else copyDirSync(vol, src, dest, options, false, void 0);
	};
	const copyDirSync = (vol, src, dest, options, mkDir, srcMode) => {
		if (mkDir) vol.mkdirSync(dest);
		try {
			const entries = readEntries(vol, src);
			const filter = options.filter;
			for (let i = 0; i < entries.length; i++) {
				const name = entries[i];
				const srcItem = (0, fs_node_utils_1.pathJoin)(src, name);
				const destItem = (0, fs_node_utils_1.pathJoin)(dest, name);
				if (filter && !filterSync(filter, srcItem, destItem)) continue;
				getStatsSync(vol, srcItem, destItem, options);
			}
		} finally {
			if (srcMode !== void 0) setDestMode(vol, dest, srcMode);
		}
	};
	const onLinkSync = (destStat, vol, src, dest, verbatimSymlinks) => {
		const resolvedSrc = resolveLinkTarget(vol, src, verbatimSymlinks);
		if (!destStat) {
			vol.symlinkSync(resolvedSrc, dest);
			return;
		}
		let resolvedDest;
		try {
			resolvedDest = String(vol.readlinkSync(dest));
		} catch (error) {
			if (error.code === "EINVAL") {
				vol.symlinkSync(resolvedSrc, dest);
				return;
			}
			throw error;
		}
		if (resolvedDest[0] !== "/") resolvedDest = pathResolve((0, fs_node_utils_1.pathDirname)(dest), resolvedDest);
		if (isDirectory(vol, src) && isSrcSubdir(resolvedSrc, resolvedDest)) throw cpCodeError("ERR_FS_CP_EINVAL", "Cannot copy " + resolvedSrc + " to a subdirectory of self " + resolvedDest);
		if (isDirectory(vol, dest) && isSrcSubdir(resolvedDest, resolvedSrc)) throw cpCodeError("ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY", "cannot overwrite " + resolvedDest + " with " + resolvedSrc);
		vol.unlinkSync(dest);
		vol.symlinkSync(resolvedSrc, dest);
	};
	/** `internal/fs/cp/cp.js` `cpFn`. */
	const cpAsync = async (vol, src, dest, options) => {
		const stats = await checkPaths(vol, src, dest, options);
		if (!stats) return;
		checkParentPaths(vol, src, stats.srcStat, dest, options.recursive);
		const destParent = (0, fs_node_utils_1.pathDirname)(dest);
		if (!vol.existsSync(destParent)) vol.mkdirSync(destParent, { recursive: true });
		await getStatsForCopy(vol, stats.destStat, src, dest, options);
	};
	exports.cpAsync = cpAsync;
	const checkPaths = async (vol, src, dest, options) => {
		const filter = options.filter;
		if (filter && !await filter(src, dest)) return void 0;
		const dereference = options.dereference;
		const srcStat = statOf(vol, src, dereference);
		const destStat = statOrNull(vol, dest, dereference);
		if (destStat) {
			if (areIdentical(srcStat, destStat)) throw cpSystemError("ERR_FS_CP_EINVAL", "src and dest cannot be the same", dest, 22, "EINVAL");
			if (srcStat.isDirectory() && !destStat.isDirectory()) throw cpSystemError("ERR_FS_CP_DIR_TO_NON_DIR", "cannot overwrite non-directory " + dest + " with directory " + src, dest, 21, "EISDIR");
			if (!srcStat.isDirectory() && destStat.isDirectory()) throw cpSystemError("ERR_FS_CP_NON_DIR_TO_DIR", "cannot overwrite directory " + dest + " with non-directory " + src, dest, 20, "ENOTDIR");
		}
		if (srcStat.isDirectory() && isSrcSubdir(src, dest)) throw cpSystemError("ERR_FS_CP_EINVAL", "cannot copy " + src + " to a subdirectory of self " + dest, dest, 22, "EINVAL");
		return {
			srcStat,
			destStat
		};
	};
	const checkParentPaths = (vol, src, srcStat, dest, recursive) => {
		const srcParent = pathResolve((0, fs_node_utils_1.pathDirname)(src));
		const skipMissing = recursive && srcStat.isDirectory();
		let at = dest;
		for (let parent = pathResolve((0, fs_node_utils_1.pathDirname)(dest)); parent !== srcParent && parent !== "/"; at = parent, parent = (0, fs_node_utils_1.pathDirname)(parent)) {
			const parentStat = vol.statSync(parent, { throwIfNoEntry: false });
			if (!parentStat) {
				if (skipMissing) continue;
				return;
			}
			if (areIdentical(srcStat, parentStat)) throw cpSystemError("ERR_FS_CP_EINVAL", "cannot copy " + src + " to a subdirectory of self " + at, at, 22, "EINVAL");
		}
	};
	const getStatsForCopy = async (vol, destStat, src, dest, options) => {
		const srcStat = statOf(vol, src, options.dereference);
		if (srcStat.isDirectory() && options.recursive) return onDir(vol, srcStat, destStat, src, dest, options);
		if (srcStat.isDirectory()) throw cpSystemError("ERR_FS_EISDIR", src + " is a directory (not copied)", src, 21, "EISDIR");
		if (srcStat.isFile() || srcStat.isCharacterDevice() || srcStat.isBlockDevice()) return onFile(vol, srcStat, destStat, src, dest, options);
		if (srcStat.isSymbolicLink()) return onLink(vol, destStat, src, dest, options);
		if (srcStat.isSocket()) throw cpSystemError("ERR_FS_CP_SOCKET", "cannot copy a socket file: " + dest, dest, 22, "EINVAL");
		if (srcStat.isFIFO()) throw cpSystemError("ERR_FS_CP_FIFO_PIPE", "cannot copy a FIFO pipe: " + dest, dest, 22, "EINVAL");
		throw cpSystemError("ERR_FS_CP_UNKNOWN", "cannot copy an unknown file type: " + dest, dest, 22, "EINVAL");
	};
	const onFile = async (vol, srcStat, destStat, src, dest, options) => {
		if (destStat) {
			if (options.force) vol.unlinkSync(dest);
			else if (options.errorOnExist) throw cpSystemError("ERR_FS_CP_EEXIST", dest + " already exists", dest, 17, "EEXIST");
			else return;
		}
		(0, exports.copyFileCore)(vol._core, src, dest, options.mode);
		const srcMode = Number(srcStat.mode);
		setDestMode(vol, dest, srcMode);
		if (options.preserveTimestamps) setDestTimestamps(vol, src, dest);
	};
	const onDir = async (vol, srcStat, destStat, src, dest, options) => {
		if (!destStat) {
			vol.mkdirSync(dest);
			await copyDir(vol, src, dest, options);
			setDestMode(vol, dest, Number(srcStat.mode));
			return;
		}
		if (options.errorOnExist && !options.force) throw cpSystemError("ERR_FS_CP_EEXIST", dest + " already exists", dest, 17, "EEXIST");
		await copyDir(vol, src, dest, options);
	};
	const copyDir = async (vol, src, dest, options) => {
		const entries = readEntries(vol, src);
		for (let i = 0; i < entries.length; i++) {
			const name = entries[i];
			const srcItem = (0, fs_node_utils_1.pathJoin)(src, name);
			const destItem = (0, fs_node_utils_1.pathJoin)(dest, name);
			const checked = await checkPaths(vol, srcItem, destItem, options);
			if (checked) await getStatsForCopy(vol, checked.destStat, srcItem, destItem, options);
		}
	};
	const onLink = async (vol, destStat, src, dest, options) => {
		const resolvedSrc = resolveLinkTarget(vol, src, options.verbatimSymlinks);
		if (!destStat) {
			vol.symlinkSync(resolvedSrc, dest);
			return;
		}
		let resolvedDest;
		try {
			resolvedDest = String(vol.readlinkSync(dest));
		} catch (error) {
			if (error.code === "EINVAL") {
				vol.symlinkSync(resolvedSrc, dest);
				return;
			}
			throw error;
		}
		if (resolvedDest[0] !== "/") resolvedDest = pathResolve((0, fs_node_utils_1.pathDirname)(dest), resolvedDest);
		if (isDirectory(vol, src) && isSrcSubdir(resolvedSrc, resolvedDest)) throw cpSystemError("ERR_FS_CP_EINVAL", "cannot copy " + resolvedSrc + " to a subdirectory of self " + resolvedDest, dest, 22, "EINVAL");
		if (statOf(vol, src, true).isDirectory() && isSrcSubdir(resolvedDest, resolvedSrc)) throw cpSystemError("ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY", "cannot overwrite " + resolvedDest + " with " + resolvedSrc, dest, 22, "EINVAL");
		vol.unlinkSync(dest);
		vol.symlinkSync(resolvedSrc, dest);
	};
}));

// node_modules/@jsonjoy.com/fs-node/lib/FsPromises.js
var require_FsPromises = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.FsPromises = void 0;
	const util_1 = require_util$2();
	const cp_1 = require_cp();
	const glob_1 = require_glob();
	const fs_node_utils_1 = require_lib$6();
	const newAbortError = (signal) => {
		const error = /* @__PURE__ */ new Error("The operation was aborted");
		error.name = "AbortError";
		error.code = "ABORT_ERR";
		error.cause = signal.reason;
		return error;
	};
	var FSWatchAsyncIterator = class {
		constructor(fs, path, options = {}) {
			this.fs = fs;
			this.path = path;
			this.options = options;
			this.eventQueue = [];
			this.resolveQueue = [];
			this.finished = false;
			this.maxQueue = options.maxQueue || 2048;
			const overflow = options.overflow || "ignore";
			if (overflow !== "ignore" && overflow !== "error" && overflow !== "throw") throw new TypeError(`The argument 'options.overflow' must be one of: 'ignore', 'error'. Received '${overflow}'`);
			this.overflow = overflow === "throw" ? "error" : overflow;
			const signal = options.signal;
			if (signal) {
				if (signal.aborted) {
					this.finish(newAbortError(signal));
					return;
				}
				this.onAbort = () => this.finish(newAbortError(signal));
				signal.addEventListener("abort", this.onAbort);
			}
			this.startWatching();
		}
		startWatching() {
			const { signal, ...watchOptions } = this.options;
			try {
				this.watcher = this.fs.watch(this.path, watchOptions, (eventType, filename) => {
					this.enqueueEvent({
						eventType,
						filename
					});
				});
			} catch (error) {
				this.finish();
				throw error;
			}
		}
		enqueueEvent(event) {
			if (this.finished) return;
			if (this.eventQueue.length >= this.maxQueue) {
				if (this.overflow === "error") {
					const error = /* @__PURE__ */ new Error(`Watch queue overflow: more than ${this.maxQueue} events queued`);
					error.code = "ERR_FS_WATCH_QUEUE_OVERFLOW";
					this.finish(error);
				} else if (typeof process !== "undefined" && typeof process.emitWarning === "function") process.emitWarning("fs.watch maxQueue exceeded");
				return;
			}
			this.eventQueue.push(event);
			if (this.resolveQueue.length > 0) {
				const { resolve } = this.resolveQueue.shift();
				resolve({
					value: this.eventQueue.shift(),
					done: false
				});
			}
		}
		finish(error) {
			if (this.finished) return;
			this.finished = true;
			this.error = error;
			if (error) this.eventQueue.length = 0;
			if (this.onAbort) {
				this.options.signal.removeEventListener("abort", this.onAbort);
				this.onAbort = void 0;
			}
			if (this.watcher) {
				this.watcher.close();
				this.watcher = null;
			}
			const delivered = error && this.resolveQueue.length > 0;
			while (this.resolveQueue.length > 0) {
				const { resolve, reject } = this.resolveQueue.shift();
				if (error) reject(error);
				else resolve({
					value: void 0,
					done: true
				});
			}
			if (delivered) this.error = void 0;
		}
		async next() {
			if (this.error) {
				const error = this.error;
				this.error = void 0;
				throw error;
			}
			if (this.finished) return {
				value: void 0,
				done: true
			};
			if (this.eventQueue.length > 0) return {
				value: this.eventQueue.shift(),
				done: false
			};
			return new Promise((resolve, reject) => {
				this.resolveQueue.push({
					resolve,
					reject
				});
			});
		}
		async return() {
			this.finish();
			return {
				value: void 0,
				done: true
			};
		}
		async throw(error) {
			this.finish(error);
			throw error;
		}
		[Symbol.asyncIterator]() {
			return this;
		}
	};
	var FsPromises = class {
		constructor(fs, FileHandle) {
			this.fs = fs;
			this.FileHandle = FileHandle;
			this.constants = fs_node_utils_1.constants;
			this.cp = (src, dest, options) => new Promise((resolve, reject) => {
				this.fs.cp(src, dest, (0, cp_1.getCpOptions)(options), (error) => error ? reject(error) : resolve());
			});
			this.copyFile = (src, dest, mode) => new Promise((resolve, reject) => {
				this.fs.copyFile(src, dest, mode, (error) => error ? reject(error) : resolve());
			});
			this.opendir = (0, util_1.promisify)(this.fs, "opendir");
			this.statfs = (0, util_1.promisify)(this.fs, "statfs");
			this.lutimes = (0, util_1.promisify)(this.fs, "lutimes");
			this.glob = (pattern, options) => (0, glob_1.glob)(this.fs, pattern, options);
			this.access = (0, util_1.promisify)(this.fs, "access");
			this.chmod = (0, util_1.promisify)(this.fs, "chmod");
			this.chown = (0, util_1.promisify)(this.fs, "chown");
			this.lchmod = (0, util_1.promisify)(this.fs, "lchmod");
			this.lchown = (0, util_1.promisify)(this.fs, "lchown");
			this.link = (0, util_1.promisify)(this.fs, "link");
			this.lstat = (0, util_1.promisify)(this.fs, "lstat");
			this.mkdir = (0, util_1.promisify)(this.fs, "mkdir");
			this.mkdtemp = (0, util_1.promisify)(this.fs, "mkdtemp");
			this.readdir = (0, util_1.promisify)(this.fs, "readdir");
			this.readlink = (0, util_1.promisify)(this.fs, "readlink");
			this.realpath = (0, util_1.promisify)(this.fs, "realpath");
			this.rename = (0, util_1.promisify)(this.fs, "rename");
			this.rmdir = (0, util_1.promisify)(this.fs, "rmdir");
			this.rm = (0, util_1.promisify)(this.fs, "rm");
			this.stat = (0, util_1.promisify)(this.fs, "stat");
			this.symlink = (0, util_1.promisify)(this.fs, "symlink");
			this.truncate = (0, util_1.promisify)(this.fs, "truncate");
			this.unlink = (0, util_1.promisify)(this.fs, "unlink");
			this.utimes = (0, util_1.promisify)(this.fs, "utimes");
			this.readFile = (id, options) => {
				return (0, util_1.promisify)(this.fs, "readFile")(id instanceof this.FileHandle ? id.fd : id, options);
			};
			this.appendFile = (path, data, options) => {
				return (0, util_1.promisify)(this.fs, "appendFile")(path instanceof this.FileHandle ? path.fd : path, data, options);
			};
			this.open = (path, flags = "r", mode) => {
				return (0, util_1.promisify)(this.fs, "open", (fd) => new this.FileHandle(this.fs, fd))(path, flags, mode);
			};
			this.writeFile = (id, data, options) => {
				return ((0, util_1.isReadableStream)(data) ? (0, util_1.streamToBuffer)(data) : Promise.resolve(data)).then((data) => (0, util_1.promisify)(this.fs, "writeFile")(id instanceof this.FileHandle ? id.fd : id, data, options));
			};
			this.watch = (filename, options) => {
				const watchOptions = typeof options === "string" ? { encoding: options } : options || {};
				return new FSWatchAsyncIterator(this.fs, filename, watchOptions);
			};
		}
	};
	exports.FsPromises = FsPromises;
}));

// node_modules/tree-dump/lib/printTree.js
var require_printTree = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.printTree = void 0;
	const printTree = (tab = "", children) => {
		let str = "";
		let last = children.length - 1;
		for (; last >= 0; last--) if (children[last]) break;
		for (let i = 0; i <= last; i++) {
			const fn = children[i];
			if (!fn) continue;
			const isLast = i === last;
			const child = fn(tab + (isLast ? " " : "│") + "  ");
			const branch = child ? isLast ? "└─" : "├─" : "│";
			str += "\n" + tab + branch + (child ? " " + child : "");
		}
		return str;
	};
	exports.printTree = printTree;
}));

// node_modules/tree-dump/lib/printBinary.js
var require_printBinary = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.printBinary = void 0;
	const printBinary = (tab = "", children) => {
		const left = children[0], right = children[1];
		let str = "";
		if (left) str += "\n" + tab + "← " + left(tab + "  ");
		if (right) str += "\n" + tab + "→ " + right(tab + "  ");
		return str;
	};
	exports.printBinary = printBinary;
}));

// node_modules/tree-dump/lib/printJson.js
var require_printJson = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.printJson = void 0;
	const printJson = (tab = "", json, space = 2) => (JSON.stringify(json, null, space) || "nil").split("\n").join("\n" + tab);
	exports.printJson = printJson;
}));

// node_modules/tree-dump/lib/index.js
var require_lib$4 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const tslib_1 = (init_tslib_es6(), __toCommonJS(tslib_es6_exports));
	tslib_1.__exportStar(require_printTree(), exports);
	tslib_1.__exportStar(require_printBinary(), exports);
	tslib_1.__exportStar(require_printJson(), exports);
}));

// node_modules/@jsonjoy.com/fs-print/lib/index.js
var require_lib$3 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.toTreeSync = void 0;
	const tree_dump_1 = require_lib$4();
	const fs_node_utils_1 = require_lib$6();
	const toTreeSync = (fs, opts = {}) => {
		const separator = opts.separator || "/";
		let dir = opts.dir || separator;
		if (dir[dir.length - 1] !== separator) dir += separator;
		const tab = opts.tab || "";
		const depth = opts.depth ?? 10;
		const sort = opts.sort ?? true;
		let subtree = " (...)";
		if (depth > 0) {
			const list = fs.readdirSync(dir, { withFileTypes: true });
			if (sort) list.sort((a, b) => {
				if (a.isDirectory() && b.isDirectory()) return a.name.toString().localeCompare(b.name.toString());
				else if (a.isDirectory()) return -1;
				else if (b.isDirectory()) return 1;
				else return a.name.toString().localeCompare(b.name.toString());
			});
			subtree = (0, tree_dump_1.printTree)(tab, list.map((entry) => (tab) => {
				if (entry.isDirectory()) return (0, exports.toTreeSync)(fs, {
					dir: dir + entry.name,
					depth: depth - 1,
					tab
				});
				else if (entry.isSymbolicLink()) return "" + entry.name + " → " + fs.readlinkSync(dir + entry.name);
				else return "" + entry.name;
			}));
		}
		return (0, fs_node_utils_1.basename)(dir, separator) + separator + subtree;
	};
	exports.toTreeSync = toTreeSync;
}));

// node_modules/@jsonjoy.com/fs-snapshot/lib/constants.js
var require_constants$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
}));

// node_modules/@jsonjoy.com/buffers/lib/Slice.js
var require_Slice = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Slice = void 0;
	/**
	* @deprecated Use {@link Reader} instead.
	*/
	var Slice = class {
		constructor(uint8, view, start, end) {
			this.uint8 = uint8;
			this.view = view;
			this.start = start;
			this.end = end;
		}
		subarray() {
			return this.uint8.subarray(this.start, this.end);
		}
	};
	exports.Slice = Slice;
}));

// node_modules/@jsonjoy.com/buffers/lib/Writer.js
var require_Writer = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Writer = void 0;
	const Slice_1 = require_Slice();
	const EMPTY_UINT8 = new Uint8Array([]);
	const EMPTY_VIEW = new DataView(EMPTY_UINT8.buffer);
	const hasBuffer = typeof Buffer === "function";
	const utf8Write = hasBuffer ? Buffer.prototype.utf8Write : null;
	const from = hasBuffer ? Buffer.from : null;
	const textEncoder = typeof TextEncoder !== "undefined" ? new TextEncoder() : null;
	/**
	* Writer class provides an efficient way to encode binary data. It grows the
	* internal memory buffer automatically as more space is required. It is useful
	* in cases when it is not known in advance the size of memory needed.
	*/
	var Writer = class {
		/**
		* @param allocSize Number of bytes to allocate at a time when buffer ends.
		*/
		constructor(allocSize = 65536) {
			this.allocSize = allocSize;
			/** @ignore */
			this.view = EMPTY_VIEW;
			/** @ignore */
			this.x0 = 0;
			/** @ignore */
			this.x = 0;
			this.uint8 = new Uint8Array(allocSize);
			this.size = allocSize;
			this.view = new DataView(this.uint8.buffer);
		}
		/** @ignore */
		grow(size) {
			const x0 = this.x0;
			const x = this.x;
			const oldUint8 = this.uint8;
			const newUint8 = new Uint8Array(size);
			const view = new DataView(newUint8.buffer);
			const activeSlice = oldUint8.subarray(x0, x);
			newUint8.set(activeSlice, 0);
			this.x = x - x0;
			this.x0 = 0;
			this.uint8 = newUint8;
			this.size = size;
			this.view = view;
		}
		/**
		* Make sure the internal buffer has enough space to write the specified number
		* of bytes, otherwise resize the internal buffer to accommodate for more size.
		*
		* @param capacity Number of bytes.
		*/
		ensureCapacity(capacity) {
			const byteLength = this.size;
			const remaining = byteLength - this.x;
			if (remaining < capacity) {
				const totalRequired = byteLength - this.x0 + (capacity - remaining);
				this.grow(totalRequired <= this.allocSize ? this.allocSize : totalRequired * 2);
			}
		}
		/** @todo Consider renaming to "skip"? */
		move(capacity) {
			this.ensureCapacity(capacity);
			this.x += capacity;
		}
		reset() {
			this.x0 = this.x;
		}
		/**
		* Allocates a new {@link ArrayBuffer}, useful when the underlying
		* {@link ArrayBuffer} cannot be shared between threads.
		*
		* @param size Size of memory to allocate.
		*/
		newBuffer(size) {
			const uint8 = this.uint8 = new Uint8Array(size);
			this.size = size;
			this.view = new DataView(uint8.buffer);
			this.x = this.x0 = 0;
		}
		/**
		* @returns Encoded memory buffer contents.
		*/
		flush() {
			const result = this.uint8.subarray(this.x0, this.x);
			this.x0 = this.x;
			return result;
		}
		flushSlice() {
			const slice = new Slice_1.Slice(this.uint8, this.view, this.x0, this.x);
			this.x0 = this.x;
			return slice;
		}
		u8(char) {
			this.ensureCapacity(1);
			this.uint8[this.x++] = char;
		}
		u16(word) {
			this.ensureCapacity(2);
			this.view.setUint16(this.x, word);
			this.x += 2;
		}
		u32(dword) {
			this.ensureCapacity(4);
			this.view.setUint32(this.x, dword);
			this.x += 4;
		}
		i32(dword) {
			this.ensureCapacity(4);
			this.view.setInt32(this.x, dword);
			this.x += 4;
		}
		u64(qword) {
			this.ensureCapacity(8);
			this.view.setBigUint64(this.x, BigInt(qword));
			this.x += 8;
		}
		f64(float) {
			this.ensureCapacity(8);
			this.view.setFloat64(this.x, float);
			this.x += 8;
		}
		u8u16(u8, u16) {
			this.ensureCapacity(3);
			let x = this.x;
			this.uint8[x++] = u8;
			this.uint8[x++] = u16 >>> 8;
			this.uint8[x++] = u16 & 255;
			this.x = x;
		}
		u8u32(u8, u32) {
			this.ensureCapacity(5);
			let x = this.x;
			this.uint8[x++] = u8;
			this.view.setUint32(x, u32);
			this.x = x + 4;
		}
		u8u64(u8, u64) {
			this.ensureCapacity(9);
			let x = this.x;
			this.uint8[x++] = u8;
			this.view.setBigUint64(x, BigInt(u64));
			this.x = x + 8;
		}
		u8f32(u8, f32) {
			this.ensureCapacity(5);
			let x = this.x;
			this.uint8[x++] = u8;
			this.view.setFloat32(x, f32);
			this.x = x + 4;
		}
		u8f64(u8, f64) {
			this.ensureCapacity(9);
			let x = this.x;
			this.uint8[x++] = u8;
			this.view.setFloat64(x, f64);
			this.x = x + 8;
		}
		buf(buf, length) {
			this.ensureCapacity(length);
			const x = this.x;
			this.uint8.set(buf, x);
			this.x = x + length;
		}
		/**
		* Encodes string as UTF-8. You need to call .ensureCapacity(str.length * 4)
		* before calling
		*
		* @param str String to encode as UTF-8.
		* @returns The number of bytes written
		*/
		utf8(str) {
			const theoreticalMaxLength = str.length * 4;
			if (theoreticalMaxLength < 168) return this.utf8Native(str);
			this.ensureCapacity(theoreticalMaxLength);
			const maxLength = this.size - this.x;
			if (utf8Write) {
				const writeLength = utf8Write.call(this.uint8, str, this.x, maxLength);
				this.x += writeLength;
				return writeLength;
			} else if (from) {
				const uint8 = this.uint8;
				const offset = uint8.byteOffset + this.x;
				const writeLength = from(uint8.buffer).subarray(offset, offset + maxLength).write(str, 0, maxLength, "utf8");
				this.x += writeLength;
				return writeLength;
			} else if (theoreticalMaxLength > 1024 && textEncoder) {
				const writeLength = textEncoder.encodeInto(str, this.uint8.subarray(this.x, this.x + maxLength)).written;
				this.x += writeLength;
				return writeLength;
			}
			return this.utf8Native(str);
		}
		utf8Native(str) {
			const length = str.length;
			const uint8 = this.uint8;
			let offset = this.x;
			let pos = 0;
			while (pos < length) {
				let value = str.charCodeAt(pos++);
				if ((value & 4294967168) === 0) {
					uint8[offset++] = value;
					continue;
				} else if ((value & 4294965248) === 0) uint8[offset++] = value >> 6 & 31 | 192;
				else {
					if (value >= 55296 && value <= 56319) {
						if (pos < length) {
							const extra = str.charCodeAt(pos);
							if ((extra & 64512) === 56320) {
								pos++;
								value = ((value & 1023) << 10) + (extra & 1023) + 65536;
							}
						}
					}
					if ((value & 4294901760) === 0) {
						uint8[offset++] = value >> 12 & 15 | 224;
						uint8[offset++] = value >> 6 & 63 | 128;
					} else {
						uint8[offset++] = value >> 18 & 7 | 240;
						uint8[offset++] = value >> 12 & 63 | 128;
						uint8[offset++] = value >> 6 & 63 | 128;
					}
				}
				uint8[offset++] = value & 63 | 128;
			}
			const writeLength = offset - this.x;
			this.x = offset;
			return writeLength;
		}
		ascii(str) {
			const length = str.length;
			this.ensureCapacity(length);
			const uint8 = this.uint8;
			let x = this.x;
			let pos = 0;
			while (pos < length) uint8[x++] = str.charCodeAt(pos++);
			this.x = x;
		}
	};
	exports.Writer = Writer;
}));

// node_modules/@jsonjoy.com/fs-snapshot/lib/shared.js
var require_shared = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateEntryName = exports.writer = void 0;
	const Writer_1 = require_Writer();
	exports.writer = new Writer_1.Writer(32768);
	const validateEntryName = (name) => {
		if (!name || name === "." || name === ".." || name.indexOf("/") !== -1 || name.indexOf("\\") !== -1) throw new Error(`Invalid snapshot entry name: ${JSON.stringify(name)}`);
	};
	exports.validateEntryName = validateEntryName;
}));

// node_modules/@jsonjoy.com/fs-snapshot/lib/sync.js
var require_sync = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fromSnapshotSync = exports.toSnapshotSync = void 0;
	const shared_1 = require_shared();
	const toSnapshotSync = ({ fs, path = "/", separator = "/" }) => {
		const stats = fs.lstatSync(path);
		if (stats.isDirectory()) {
			const list = fs.readdirSync(path);
			const entries = {};
			const dir = path.endsWith(separator) ? path : path + separator;
			for (const child of list) {
				const childSnapshot = (0, exports.toSnapshotSync)({
					fs,
					path: `${dir}${child}`,
					separator
				});
				if (childSnapshot) entries["" + child] = childSnapshot;
			}
			return [
				0,
				{},
				entries
			];
		} else if (stats.isFile()) {
			const buf = fs.readFileSync(path);
			return [
				1,
				{},
				new Uint8Array(buf.buffer, buf.byteOffset, buf.byteLength)
			];
		} else if (stats.isSymbolicLink()) return [2, { target: fs.readlinkSync(path).toString() }];
		return null;
	};
	exports.toSnapshotSync = toSnapshotSync;
	const fromSnapshotSync = (snapshot, { fs, path = "/", separator = "/" }) => {
		if (!snapshot) return;
		switch (snapshot[0]) {
			case 0: {
				if (!path.endsWith(separator)) path = path + separator;
				const [, , entries] = snapshot;
				fs.mkdirSync(path, { recursive: true });
				for (const [name, child] of Object.entries(entries)) {
					(0, shared_1.validateEntryName)(name);
					(0, exports.fromSnapshotSync)(child, {
						fs,
						path: `${path}${name}`,
						separator
					});
				}
				break;
			}
			case 1: {
				const [, , data] = snapshot;
				fs.writeFileSync(path, data);
				break;
			}
			case 2: {
				const [, { target }] = snapshot;
				fs.symlinkSync(target, path);
				break;
			}
		}
	};
	exports.fromSnapshotSync = fromSnapshotSync;
}));

// node_modules/@jsonjoy.com/buffers/lib/isFloat32.js
var require_isFloat32 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.isFloat32 = void 0;
	const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(4));
	const isFloat32 = (n) => {
		view.setFloat32(0, n);
		return n === view.getFloat32(0);
	};
	exports.isFloat32 = isFloat32;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/json-pack/lib/JsonPackExtension.js
var require_JsonPackExtension = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.JsonPackExtension = void 0;
	/**
	* A wrapping for MessagePack extension or CBOR tag value. When encoder
	* encounters {@link JsonPackExtension} it will encode it as a MessagePack
	* extension or CBOR tag. Likewise, the decoder will
	* decode extensions into {@link JsonPackExtension}.
	*
	* @category Value
	*/
	var JsonPackExtension = class {
		constructor(tag, val) {
			this.tag = tag;
			this.val = val;
		}
	};
	exports.JsonPackExtension = JsonPackExtension;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/json-pack/lib/cbor/CborEncoderFast.js
var require_CborEncoderFast = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CborEncoderFast = void 0;
	const Writer_1 = require_Writer();
	const isSafeInteger = Number.isSafeInteger;
	/**
	* Fast CBOR encoder supports only JSON values. Use regular `CborEncoder` if
	* you need ability to encode all CBOR value types.
	*/
	var CborEncoderFast = class {
		constructor(writer = new Writer_1.Writer()) {
			this.writer = writer;
		}
		encode(value) {
			this.writeAny(value);
			return this.writer.flush();
		}
		writeAny(value) {
			switch (typeof value) {
				case "number": return this.writeNumber(value);
				case "string": return this.writeStr(value);
				case "boolean": return this.writer.u8(244 + +value);
				case "object":
					if (!value) return this.writer.u8(246);
					switch (value.constructor) {
						case Array: return this.writeArr(value);
						default: return this.writeObj(value);
					}
			}
		}
		writeCbor() {
			this.writer.u8u16(217, 55799);
		}
		writeEnd() {
			this.writer.u8(255);
		}
		writeNull() {
			this.writer.u8(246);
		}
		writeBoolean(bool) {
			if (bool) this.writer.u8(245);
			else this.writer.u8(244);
		}
		writeNumber(num) {
			if (isSafeInteger(num)) this.writeInteger(num);
			else if (typeof num === "bigint") this.writeBigInt(num);
			else this.writeFloat(num);
		}
		writeBigInt(int) {
			if (int >= 0) this.writeBigUint(int);
			else this.writeBigSint(int);
		}
		writeBigUint(uint) {
			if (uint <= Number.MAX_SAFE_INTEGER) return this.writeUInteger(Number(uint));
			this.writer.u8u64(27, uint);
		}
		writeBigSint(int) {
			if (int >= Number.MIN_SAFE_INTEGER) return this.encodeNint(Number(int));
			const uint = -BigInt(1) - int;
			this.writer.u8u64(59, uint);
		}
		writeInteger(int) {
			if (int >= 0) this.writeUInteger(int);
			else this.encodeNint(int);
		}
		writeUInteger(uint) {
			const writer = this.writer;
			writer.ensureCapacity(9);
			const uint8 = writer.uint8;
			let x = writer.x;
			if (uint <= 23) uint8[x++] = 0 + uint;
			else if (uint <= 255) {
				uint8[x++] = 24;
				uint8[x++] = uint;
			} else if (uint <= 65535) {
				uint8[x++] = 25;
				writer.view.setUint16(x, uint);
				x += 2;
			} else if (uint <= 4294967295) {
				uint8[x++] = 26;
				writer.view.setUint32(x, uint);
				x += 4;
			} else {
				uint8[x++] = 27;
				writer.view.setBigUint64(x, BigInt(uint));
				x += 8;
			}
			writer.x = x;
		}
		/** @deprecated Remove and use `writeNumber` instead. */
		encodeNumber(num) {
			this.writeNumber(num);
		}
		/** @deprecated Remove and use `writeInteger` instead. */
		encodeInteger(int) {
			this.writeInteger(int);
		}
		/** @deprecated */
		encodeUint(uint) {
			this.writeUInteger(uint);
		}
		encodeNint(int) {
			const uint = -1 - int;
			const writer = this.writer;
			writer.ensureCapacity(9);
			const uint8 = writer.uint8;
			let x = writer.x;
			if (uint < 24) uint8[x++] = 32 + uint;
			else if (uint <= 255) {
				uint8[x++] = 56;
				uint8[x++] = uint;
			} else if (uint <= 65535) {
				uint8[x++] = 57;
				writer.view.setUint16(x, uint);
				x += 2;
			} else if (uint <= 4294967295) {
				uint8[x++] = 58;
				writer.view.setUint32(x, uint);
				x += 4;
			} else {
				uint8[x++] = 59;
				writer.view.setBigUint64(x, BigInt(uint));
				x += 8;
			}
			writer.x = x;
		}
		writeFloat(float) {
			this.writer.u8f64(251, float);
		}
		writeBin(buf) {
			const length = buf.length;
			this.writeBinHdr(length);
			this.writer.buf(buf, length);
		}
		writeBinHdr(length) {
			const writer = this.writer;
			if (length <= 23) writer.u8(64 + length);
			else if (length <= 255) writer.u16(22528 + length);
			else if (length <= 65535) writer.u8u16(89, length);
			else if (length <= 4294967295) writer.u8u32(90, length);
			else writer.u8u64(91, length);
		}
		writeStr(str) {
			const writer = this.writer;
			const maxSize = str.length * 4;
			writer.ensureCapacity(5 + maxSize);
			const uint8 = writer.uint8;
			let lengthOffset = writer.x;
			if (maxSize <= 23) writer.x++;
			else if (maxSize <= 255) {
				uint8[writer.x++] = 120;
				lengthOffset = writer.x;
				writer.x++;
			} else if (maxSize <= 65535) {
				uint8[writer.x++] = 121;
				lengthOffset = writer.x;
				writer.x += 2;
			} else {
				uint8[writer.x++] = 122;
				lengthOffset = writer.x;
				writer.x += 4;
			}
			const bytesWritten = writer.utf8(str);
			if (maxSize <= 23) uint8[lengthOffset] = 96 + bytesWritten;
			else if (maxSize <= 255) uint8[lengthOffset] = bytesWritten;
			else if (maxSize <= 65535) writer.view.setUint16(lengthOffset, bytesWritten);
			else writer.view.setUint32(lengthOffset, bytesWritten);
		}
		writeStrHdr(length) {
			const writer = this.writer;
			if (length <= 23) writer.u8(96 + length);
			else if (length <= 255) writer.u16(30720 + length);
			else if (length <= 65535) writer.u8u16(121, length);
			else writer.u8u32(122, length);
		}
		writeAsciiStr(str) {
			this.writeStrHdr(str.length);
			this.writer.ascii(str);
		}
		writeArr(arr) {
			const length = arr.length;
			this.writeArrHdr(length);
			for (let i = 0; i < length; i++) this.writeAny(arr[i]);
		}
		writeArrHdr(length) {
			const writer = this.writer;
			if (length <= 23) writer.u8(128 + length);
			else if (length <= 255) writer.u16(38912 + length);
			else if (length <= 65535) writer.u8u16(153, length);
			else if (length <= 4294967295) writer.u8u32(154, length);
			else writer.u8u64(155, length);
		}
		writeObj(obj) {
			const keys = Object.keys(obj);
			const length = keys.length;
			this.writeObjHdr(length);
			for (let i = 0; i < length; i++) {
				const key = keys[i];
				this.writeStr(key);
				this.writeAny(obj[key]);
			}
		}
		writeObjHdr(length) {
			const writer = this.writer;
			if (length <= 23) writer.u8(160 + length);
			else if (length <= 255) writer.u16(47104 + length);
			else if (length <= 65535) writer.u8u16(185, length);
			else if (length <= 4294967295) writer.u8u32(186, length);
			else writer.u8u64(187, length);
		}
		writeMapHdr(length) {
			this.writeObjHdr(length);
		}
		writeStartMap() {
			this.writer.u8(191);
		}
		writeTag(tag, value) {
			this.writeTagHdr(tag);
			this.writeAny(value);
		}
		writeTagHdr(tag) {
			const writer = this.writer;
			if (tag <= 23) writer.u8(192 + tag);
			else if (tag <= 255) writer.u16(55296 + tag);
			else if (tag <= 65535) writer.u8u16(217, tag);
			else if (tag <= 4294967295) writer.u8u32(218, tag);
			else writer.u8u64(219, tag);
		}
		writeTkn(value) {
			const writer = this.writer;
			if (value <= 23) writer.u8(224 + value);
			else if (value <= 255) writer.u16(63488 + value);
		}
		writeStartStr() {
			this.writer.u8(127);
		}
		writeStrChunk(str) {
			throw new Error("Not implemented");
		}
		writeEndStr() {
			throw new Error("Not implemented");
		}
		writeStartBin() {
			this.writer.u8(95);
		}
		writeBinChunk(buf) {
			throw new Error("Not implemented");
		}
		writeEndBin() {
			throw new Error("Not implemented");
		}
		writeStartArr() {
			this.writer.u8(159);
		}
		writeArrChunk(item) {
			throw new Error("Not implemented");
		}
		writeEndArr() {
			this.writer.u8(255);
		}
		writeStartObj() {
			this.writer.u8(191);
		}
		writeObjChunk(key, value) {
			throw new Error("Not implemented");
		}
		writeEndObj() {
			this.writer.u8(255);
		}
	};
	exports.CborEncoderFast = CborEncoderFast;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/json-pack/lib/JsonPackValue.js
var require_JsonPackValue = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.JsonPackValue = void 0;
	/**
	* Use this wrapper is you have a pre-encoded MessagePack or CBOR value and you would
	* like to dump it into a the document as-is. The contents of `buf` will
	* be written as is to the document.
	*
	* It also serves as CBOR simple value container. In which case the type of value
	* `val` field is "number".
	*
	* @category Value
	*/
	var JsonPackValue = class {
		constructor(val) {
			this.val = val;
		}
	};
	exports.JsonPackValue = JsonPackValue;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/json-pack/lib/cbor/CborEncoder.js
var require_CborEncoder = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CborEncoder = void 0;
	const isFloat32_1 = require_isFloat32();
	const JsonPackExtension_1 = require_JsonPackExtension();
	const CborEncoderFast_1 = require_CborEncoderFast();
	const JsonPackValue_1 = require_JsonPackValue();
	var CborEncoder = class extends CborEncoderFast_1.CborEncoderFast {
		/**
		* Called when the encoder encounters a value that it does not know how to encode.
		*
		* @param value Some JavaScript value.
		*/
		writeUnknown(value) {
			this.writeNull();
		}
		writeAny(value) {
			switch (typeof value) {
				case "number": return this.writeNumber(value);
				case "string": return this.writeStr(value);
				case "boolean": return this.writer.u8(244 + +value);
				case "object":
					if (!value) return this.writer.u8(246);
					switch (value.constructor) {
						case Object: return this.writeObj(value);
						case Array: return this.writeArr(value);
						case Uint8Array: return this.writeBin(value);
						case Map: return this.writeMap(value);
						case JsonPackExtension_1.JsonPackExtension: return this.writeTag(value.tag, value.val);
						case JsonPackValue_1.JsonPackValue: {
							const buf = value.val;
							return this.writer.buf(buf, buf.length);
						}
						default:
							if (value instanceof Uint8Array) return this.writeBin(value);
							if (Array.isArray(value)) return this.writeArr(value);
							if (value instanceof Map) return this.writeMap(value);
							return this.writeUnknown(value);
					}
				case "undefined": return this.writeUndef();
				case "bigint": return this.writeBigInt(value);
				default: return this.writeUnknown(value);
			}
		}
		writeFloat(float) {
			if ((0, isFloat32_1.isFloat32)(float)) this.writer.u8f32(250, float);
			else this.writer.u8f64(251, float);
		}
		writeMap(map) {
			this.writeMapHdr(map.size);
			map.forEach((value, key) => {
				this.writeAny(key);
				this.writeAny(value);
			});
		}
		writeUndef() {
			this.writer.u8(247);
		}
	};
	exports.CborEncoder = CborEncoder;
}));

// node_modules/@jsonjoy.com/buffers/lib/f16.js
var require_f16 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.decodeF16 = void 0;
	const pow = Math.pow;
	const decodeF16 = (binary) => {
		const exponent = (binary & 31744) >> 10;
		const fraction = binary & 1023;
		return (binary >> 15 ? -1 : 1) * (exponent ? exponent === 31 ? fraction ? NaN : Infinity : pow(2, exponent - 15) * (1 + fraction / 1024) : 6103515625e-14 * (fraction / 1024));
	};
	exports.decodeF16 = decodeF16;
}));

// node_modules/@jsonjoy.com/buffers/lib/utf8/decodeAscii.js
var require_decodeAscii = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.decodeAsciiMax15 = exports.decodeAscii = void 0;
	const fromCharCode = String.fromCharCode;
	/** This code was borrowed form cbor-x under the MIT license. */
	const decodeAscii = (src, position, length) => {
		const bytes = [];
		for (let i = 0; i < length; i++) {
			const byte = src[position++];
			if (byte & 128) return;
			bytes.push(byte);
		}
		return fromCharCode.apply(String, bytes);
	};
	exports.decodeAscii = decodeAscii;
	const decodeAsciiMax15 = (src, position, length) => {
		if (length < 4) {
			if (length < 2) {
				if (length === 0) return "";
				else {
					const a = src[position++];
					if ((a & 128) > 1) {
						position -= 1;
						return;
					}
					return fromCharCode(a);
				}
			} else {
				const a = src[position++];
				const b = src[position++];
				if ((a & 128) > 0 || (b & 128) > 0) {
					position -= 2;
					return;
				}
				if (length < 3) return fromCharCode(a, b);
				const c = src[position++];
				if ((c & 128) > 0) {
					position -= 3;
					return;
				}
				return fromCharCode(a, b, c);
			}
		} else {
			const a = src[position++];
			const b = src[position++];
			const c = src[position++];
			const d = src[position++];
			if ((a & 128) > 0 || (b & 128) > 0 || (c & 128) > 0 || (d & 128) > 0) {
				position -= 4;
				return;
			}
			if (length < 6) {
				if (length === 4) return fromCharCode(a, b, c, d);
				else {
					const e = src[position++];
					if ((e & 128) > 0) {
						position -= 5;
						return;
					}
					return fromCharCode(a, b, c, d, e);
				}
			} else if (length < 8) {
				const e = src[position++];
				const f = src[position++];
				if ((e & 128) > 0 || (f & 128) > 0) {
					position -= 6;
					return;
				}
				if (length < 7) return fromCharCode(a, b, c, d, e, f);
				const g = src[position++];
				if ((g & 128) > 0) {
					position -= 7;
					return;
				}
				return fromCharCode(a, b, c, d, e, f, g);
			} else {
				const e = src[position++];
				const f = src[position++];
				const g = src[position++];
				const h = src[position++];
				if ((e & 128) > 0 || (f & 128) > 0 || (g & 128) > 0 || (h & 128) > 0) {
					position -= 8;
					return;
				}
				if (length < 10) {
					if (length === 8) return fromCharCode(a, b, c, d, e, f, g, h);
					else {
						const i = src[position++];
						if ((i & 128) > 0) {
							position -= 9;
							return;
						}
						return fromCharCode(a, b, c, d, e, f, g, h, i);
					}
				} else if (length < 12) {
					const i = src[position++];
					const j = src[position++];
					if ((i & 128) > 0 || (j & 128) > 0) {
						position -= 10;
						return;
					}
					if (length < 11) return fromCharCode(a, b, c, d, e, f, g, h, i, j);
					const k = src[position++];
					if ((k & 128) > 0) {
						position -= 11;
						return;
					}
					return fromCharCode(a, b, c, d, e, f, g, h, i, j, k);
				} else {
					const i = src[position++];
					const j = src[position++];
					const k = src[position++];
					const l = src[position++];
					if ((i & 128) > 0 || (j & 128) > 0 || (k & 128) > 0 || (l & 128) > 0) {
						position -= 12;
						return;
					}
					if (length < 14) {
						if (length === 12) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l);
						else {
							const m = src[position++];
							if ((m & 128) > 0) {
								position -= 13;
								return;
							}
							return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m);
						}
					} else {
						const m = src[position++];
						const n = src[position++];
						if ((m & 128) > 0 || (n & 128) > 0) {
							position -= 14;
							return;
						}
						if (length < 15) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
						const o = src[position++];
						if ((o & 128) > 0) {
							position -= 15;
							return;
						}
						return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
					}
				}
			}
		}
	};
	exports.decodeAsciiMax15 = decodeAsciiMax15;
}));

// node_modules/@jsonjoy.com/buffers/lib/utf8/decodeUtf8/v18.js
var require_v18 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const fromCharCode = String.fromCharCode;
	exports.default = (buf, start, length) => {
		let offset = start;
		const end = offset + length;
		const points = [];
		while (offset < end) {
			let code = buf[offset++];
			if ((code & 128) !== 0) {
				const octet2 = buf[offset++] & 63;
				if ((code & 224) === 192) code = (code & 31) << 6 | octet2;
				else {
					const octet3 = buf[offset++] & 63;
					if ((code & 240) === 224) code = (code & 31) << 12 | octet2 << 6 | octet3;
					else if ((code & 248) === 240) {
						const octet4 = buf[offset++] & 63;
						let unit = (code & 7) << 18 | octet2 << 12 | octet3 << 6 | octet4;
						if (unit > 65535) {
							unit -= 65536;
							const unit0 = unit >>> 10 & 1023 | 55296;
							code = 56320 | unit & 1023;
							points.push(unit0);
						} else code = unit;
					}
				}
			}
			points.push(code);
		}
		return fromCharCode.apply(String, points);
	};
}));

// node_modules/@jsonjoy.com/buffers/lib/utf8/decodeUtf8/v16.js
var require_v16 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const tslib_1 = (init_tslib_es6(), __toCommonJS(tslib_es6_exports));
	const decodeAscii_1 = require_decodeAscii();
	const v18_1 = tslib_1.__importDefault(require_v18());
	const hasBuffer = typeof Buffer !== "undefined";
	const utf8Slice = hasBuffer ? Buffer.prototype.utf8Slice : null;
	const from = hasBuffer ? Buffer.from : null;
	const shortDecoder = (buf, start, length) => (0, decodeAscii_1.decodeAsciiMax15)(buf, start, length) ?? (0, v18_1.default)(buf, start, length);
	const midDecoder = (buf, start, length) => (0, decodeAscii_1.decodeAscii)(buf, start, length) ?? (0, v18_1.default)(buf, start, length);
	const longDecoder = utf8Slice ? (buf, start, length) => utf8Slice.call(buf, start, start + length) : from ? (buf, start, length) => from(buf).subarray(start, start + length).toString("utf8") : v18_1.default;
	const decoder = (buf, start, length) => {
		if (length < 16) return shortDecoder(buf, start, length);
		if (length < 32) return midDecoder(buf, start, length);
		return longDecoder(buf, start, length);
	};
	exports.default = decoder;
}));

// node_modules/@jsonjoy.com/buffers/lib/utf8/decodeUtf8/index.js
var require_decodeUtf8 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.decodeUtf8 = void 0;
	const v16_1 = (init_tslib_es6(), __toCommonJS(tslib_es6_exports)).__importDefault(require_v16());
	exports.decodeUtf8 = v16_1.default;
}));

// node_modules/@jsonjoy.com/buffers/lib/Reader.js
var require_Reader = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Reader = void 0;
	const decodeUtf8_1 = require_decodeUtf8();
	var Reader = class Reader {
		constructor(uint8 = new Uint8Array([]), view = new DataView(uint8.buffer, uint8.byteOffset, uint8.length), x = 0, end = uint8.length) {
			this.uint8 = uint8;
			this.view = view;
			this.x = x;
			this.end = end;
		}
		reset(uint8) {
			this.x = 0;
			this.uint8 = uint8;
			this.view = new DataView(uint8.buffer, uint8.byteOffset, uint8.length);
		}
		size() {
			return this.end - this.x;
		}
		/**
		* Get current byte value without advancing the cursor.
		*/
		peek() {
			return this.view.getUint8(this.x);
		}
		/**
		* @deprecated Use peek() instead.
		*/
		peak() {
			return this.peek();
		}
		skip(length) {
			this.x += length;
		}
		buf(size = this.size()) {
			const x = this.x;
			const end = x + size;
			const bin = this.uint8.subarray(x, end);
			this.x = end;
			return bin;
		}
		subarray(start = 0, end) {
			const x = this.x;
			const actualStart = x + start;
			const actualEnd = typeof end === "number" ? x + end : this.end;
			return this.uint8.subarray(actualStart, actualEnd);
		}
		/**
		* Creates a new {@link Reader} that references the same underlying memory
		* buffer. But with independent cursor and end.
		*
		* Preferred over {@link buf} since it also provides a DataView and is much
		* faster to allocate a new {@link Slice} than a new {@link Uint8Array}.
		*
		* @param start Start offset relative to the current cursor position.
		* @param end End offset relative to the current cursor position.
		* @returns A new {@link Reader} instance.
		*/
		slice(start = 0, end) {
			const x = this.x;
			const actualStart = x + start;
			const actualEnd = typeof end === "number" ? x + end : this.end;
			return new Reader(this.uint8, this.view, actualStart, actualEnd);
		}
		/**
		* Similar to {@link slice} but also advances the cursor. Returns a new
		* {@link Reader} that references the same underlying memory buffer, starting
		* from the current cursor position.
		*
		* @param size Number of bytes to cut from the current position.
		* @returns A new {@link Reader} instance.
		*/
		cut(size = this.size()) {
			const slice = this.slice(0, size);
			this.skip(size);
			return slice;
		}
		u8() {
			return this.uint8[this.x++];
		}
		i8() {
			return this.view.getInt8(this.x++);
		}
		u16() {
			let x = this.x;
			const num = (this.uint8[x++] << 8) + this.uint8[x++];
			this.x = x;
			return num;
		}
		i16() {
			const num = this.view.getInt16(this.x);
			this.x += 2;
			return num;
		}
		u32() {
			const num = this.view.getUint32(this.x);
			this.x += 4;
			return num;
		}
		i32() {
			const num = this.view.getInt32(this.x);
			this.x += 4;
			return num;
		}
		u64() {
			const num = this.view.getBigUint64(this.x);
			this.x += 8;
			return num;
		}
		i64() {
			const num = this.view.getBigInt64(this.x);
			this.x += 8;
			return num;
		}
		f32() {
			const pos = this.x;
			this.x += 4;
			return this.view.getFloat32(pos);
		}
		f64() {
			const pos = this.x;
			this.x += 8;
			return this.view.getFloat64(pos);
		}
		utf8(size) {
			const start = this.x;
			this.x += size;
			return (0, decodeUtf8_1.decodeUtf8)(this.uint8, start, size);
		}
		ascii(length) {
			const uint8 = this.uint8;
			let str = "";
			const end = this.x + length;
			for (let i = this.x; i < end; i++) str += String.fromCharCode(uint8[i]);
			this.x = end;
			return str;
		}
	};
	exports.Reader = Reader;
}));

// node_modules/@jsonjoy.com/buffers/lib/utf8/decodeUtf8/v10.js
var require_v10 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const fromCharCode = String.fromCharCode;
	exports.default = (buf, start, length) => {
		let offset = start;
		const end = offset + length;
		let str = "";
		while (offset < end) {
			const octet1 = buf[offset++];
			if ((octet1 & 128) === 0) {
				str += fromCharCode(octet1);
				continue;
			}
			const octet2 = buf[offset++] & 63;
			if ((octet1 & 224) === 192) {
				str += fromCharCode((octet1 & 31) << 6 | octet2);
				continue;
			}
			const octet3 = buf[offset++] & 63;
			if ((octet1 & 240) === 224) {
				str += fromCharCode((octet1 & 31) << 12 | octet2 << 6 | octet3);
				continue;
			}
			if ((octet1 & 248) === 240) {
				const octet4 = buf[offset++] & 63;
				let unit = (octet1 & 7) << 18 | octet2 << 12 | octet3 << 6 | octet4;
				if (unit > 65535) {
					unit -= 65536;
					const unit0 = unit >>> 10 & 1023 | 55296;
					unit = 56320 | unit & 1023;
					str += fromCharCode(unit0, unit);
				} else str += fromCharCode(unit);
			} else str += fromCharCode(octet1);
		}
		return str;
	};
}));

// node_modules/@jsonjoy.com/buffers/lib/utf8/CachedUtf8Decoder.js
var require_CachedUtf8Decoder = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CachedUtf8Decoder = void 0;
	const v10_1 = (init_tslib_es6(), __toCommonJS(tslib_es6_exports)).__importDefault(require_v10());
	let x = 1 + Math.round(Math.random() * ((-1 >>> 0) - 1));
	/** Generate a random 32-bit unsigned integer in the specified [min, max] range. */
	function randomU32(min, max) {
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		return (x >>> 0) % (max - min + 1) + min;
	}
	var CacheItem = class {
		constructor(bytes, value) {
			this.bytes = bytes;
			this.value = value;
		}
	};
	var CachedUtf8Decoder = class {
		constructor() {
			this.caches = [];
			for (let i = 0; i < 31; i++) this.caches.push([]);
		}
		get(bytes, offset, size) {
			const records = this.caches[size - 1];
			const len = records.length;
			FIND_CHUNK: for (let i = 0; i < len; i++) {
				const record = records[i];
				const recordBytes = record.bytes;
				for (let j = 0; j < size; j++) if (recordBytes[j] !== bytes[offset + j]) continue FIND_CHUNK;
				return record.value;
			}
			return null;
		}
		store(bytes, value) {
			const records = this.caches[bytes.length - 1];
			const record = new CacheItem(bytes, value);
			if (records.length >= 16) records[randomU32(0, 15)] = record;
			else records.push(record);
		}
		decode(bytes, offset, size) {
			if (!size) return "";
			const cachedValue = this.get(bytes, offset, size);
			if (cachedValue !== null) return cachedValue;
			const value = (0, v10_1.default)(bytes, offset, size);
			const copy = Uint8Array.prototype.slice.call(bytes, offset, offset + size);
			this.store(copy, value);
			return value;
		}
	};
	exports.CachedUtf8Decoder = CachedUtf8Decoder;
}));

// node_modules/@jsonjoy.com/buffers/lib/utf8/sharedCachedUtf8Decoder.js
var require_sharedCachedUtf8Decoder = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const CachedUtf8Decoder_1 = require_CachedUtf8Decoder();
	exports.default = new CachedUtf8Decoder_1.CachedUtf8Decoder();
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/json-pack/lib/cbor/CborDecoderBase.js
var require_CborDecoderBase = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CborDecoderBase = void 0;
	const tslib_1 = (init_tslib_es6(), __toCommonJS(tslib_es6_exports));
	const f16_1 = require_f16();
	const JsonPackExtension_1 = require_JsonPackExtension();
	const JsonPackValue_1 = require_JsonPackValue();
	const Reader_1 = require_Reader();
	const sharedCachedUtf8Decoder_1 = tslib_1.__importDefault(require_sharedCachedUtf8Decoder());
	var CborDecoderBase = class {
		constructor(reader = new Reader_1.Reader(), keyDecoder = sharedCachedUtf8Decoder_1.default) {
			this.reader = reader;
			this.keyDecoder = keyDecoder;
		}
		read(uint8) {
			this.reader.reset(uint8);
			return this.readAny();
		}
		decode(uint8) {
			this.reader.reset(uint8);
			return this.readAny();
		}
		val() {
			return this.readAny();
		}
		readAny() {
			const octet = this.reader.u8();
			const major = octet >> 5;
			const minor = octet & 31;
			if (major < 4) {
				if (major < 2) return major === 0 ? this.readUint(minor) : this.readNint(minor);
				else return major === 2 ? this.readBin(minor) : this.readStr(minor);
			} else if (major < 6) return major === 4 ? this.readArr(minor) : this.readObj(minor);
			else return major === 6 ? this.readTag(minor) : this.readTkn(minor);
		}
		readAnyRaw(octet) {
			const major = octet >> 5;
			const minor = octet & 31;
			if (major < 4) {
				if (major < 2) return major === 0 ? this.readUint(minor) : this.readNint(minor);
				else return major === 2 ? this.readBin(minor) : this.readStr(minor);
			} else if (major < 6) return major === 4 ? this.readArr(minor) : this.readObj(minor);
			else return major === 6 ? this.readTag(minor) : this.readTkn(minor);
		}
		readMinorLen(minor) {
			if (minor < 24) return minor;
			switch (minor) {
				case 24: return this.reader.u8();
				case 25: return this.reader.u16();
				case 26: return this.reader.u32();
				case 27: return Number(this.reader.u64());
				case 31: return -1;
				default: throw 1;
			}
		}
		readUint(minor) {
			if (minor < 25) return minor === 24 ? this.reader.u8() : minor;
			else if (minor < 27) return minor === 25 ? this.reader.u16() : this.reader.u32();
			else {
				const num = this.reader.u64();
				return num > 9007199254740991 ? num : Number(num);
			}
		}
		readNint(minor) {
			if (minor < 25) return minor === 24 ? -this.reader.u8() - 1 : -minor - 1;
			else if (minor < 27) return minor === 25 ? -this.reader.u16() - 1 : -this.reader.u32() - 1;
			else {
				const num = this.reader.u64();
				return num > 9007199254740990 ? -num - BigInt(1) : -Number(num) - 1;
			}
		}
		readBin(minor) {
			const reader = this.reader;
			if (minor <= 23) return reader.buf(minor);
			switch (minor) {
				case 24: return reader.buf(reader.u8());
				case 25: return reader.buf(reader.u16());
				case 26: return reader.buf(reader.u32());
				case 27: return reader.buf(Number(reader.u64()));
				case 31: {
					let size = 0;
					const list = [];
					while (this.reader.peak() !== 255) {
						const uint8 = this.readBinChunk();
						size += uint8.length;
						list.push(uint8);
					}
					this.reader.x++;
					const res = new Uint8Array(size);
					let offset = 0;
					const length = list.length;
					for (let i = 0; i < length; i++) {
						const arr = list[i];
						res.set(arr, offset);
						offset += arr.length;
					}
					return res;
				}
				default: throw 1;
			}
		}
		readBinChunk() {
			const octet = this.reader.u8();
			const major = octet >> 5;
			const minor = octet & 31;
			if (major !== 2) throw 2;
			if (minor > 27) throw 3;
			return this.readBin(minor);
		}
		readAsStr() {
			const octet = this.reader.u8();
			const major = octet >> 5;
			const minor = octet & 31;
			if (major !== 3) throw 11;
			return this.readStr(minor);
		}
		readStr(minor) {
			const reader = this.reader;
			if (minor <= 23) return reader.utf8(minor);
			switch (minor) {
				case 24: return reader.utf8(reader.u8());
				case 25: return reader.utf8(reader.u16());
				case 26: return reader.utf8(reader.u32());
				case 27: return reader.utf8(Number(reader.u64()));
				case 31: {
					let str = "";
					while (reader.peak() !== 255) str += this.readStrChunk();
					this.reader.x++;
					return str;
				}
				default: throw 1;
			}
		}
		readStrLen(minor) {
			if (minor <= 23) return minor;
			switch (minor) {
				case 24: return this.reader.u8();
				case 25: return this.reader.u16();
				case 26: return this.reader.u32();
				case 27: return Number(this.reader.u64());
				default: throw 1;
			}
		}
		readStrChunk() {
			const octet = this.reader.u8();
			const major = octet >> 5;
			const minor = octet & 31;
			if (major !== 3) throw 4;
			if (minor > 27) throw 5;
			return this.readStr(minor);
		}
		readArr(minor) {
			const length = this.readMinorLen(minor);
			if (length >= 0) return this.readArrRaw(length);
			return this.readArrIndef();
		}
		readArrRaw(length) {
			const arr = [];
			for (let i = 0; i < length; i++) arr.push(this.readAny());
			return arr;
		}
		readArrIndef() {
			const arr = [];
			while (this.reader.peak() !== 255) arr.push(this.readAny());
			this.reader.x++;
			return arr;
		}
		readObj(minor) {
			if (minor < 28) {
				let length = minor;
				switch (minor) {
					case 24:
						length = this.reader.u8();
						break;
					case 25:
						length = this.reader.u16();
						break;
					case 26:
						length = this.reader.u32();
						break;
					case 27: length = Number(this.reader.u64());
				}
				const obj = {};
				for (let i = 0; i < length; i++) {
					const key = this.key();
					if (key === "__proto__") throw 6;
					obj[key] = this.readAny();
				}
				return obj;
			} else if (minor === 31) return this.readObjIndef();
			else throw 1;
		}
		/** Remove this? */
		readObjRaw(length) {
			const obj = {};
			for (let i = 0; i < length; i++) {
				const key = this.key();
				obj[key] = this.readAny();
			}
			return obj;
		}
		readObjIndef() {
			const obj = {};
			while (this.reader.peak() !== 255) {
				const key = this.key();
				if (this.reader.peak() === 255) throw 7;
				obj[key] = this.readAny();
			}
			this.reader.x++;
			return obj;
		}
		key() {
			const octet = this.reader.u8();
			const major = octet >> 5;
			const minor = octet & 31;
			if (major !== 3) return String(this.readAnyRaw(octet));
			const length = this.readStrLen(minor);
			if (length > 31) return this.reader.utf8(length);
			const key = this.keyDecoder.decode(this.reader.uint8, this.reader.x, length);
			this.reader.skip(length);
			return key;
		}
		readTag(minor) {
			if (minor <= 23) return this.readTagRaw(minor);
			switch (minor) {
				case 24: return this.readTagRaw(this.reader.u8());
				case 25: return this.readTagRaw(this.reader.u16());
				case 26: return this.readTagRaw(this.reader.u32());
				case 27: return this.readTagRaw(Number(this.reader.u64()));
				default: throw 1;
			}
		}
		readTagRaw(tag) {
			return new JsonPackExtension_1.JsonPackExtension(tag, this.readAny());
		}
		readTkn(minor) {
			switch (minor) {
				case 20: return false;
				case 21: return true;
				case 22: return null;
				case 23: return;
				case 24: return new JsonPackValue_1.JsonPackValue(this.reader.u8());
				case 25: return this.f16();
				case 26: return this.reader.f32();
				case 27: return this.reader.f64();
			}
			if (minor <= 23) return new JsonPackValue_1.JsonPackValue(minor);
			throw 1;
		}
		f16() {
			return (0, f16_1.decodeF16)(this.reader.u16());
		}
	};
	exports.CborDecoderBase = CborDecoderBase;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/json-pack/lib/cbor/CborDecoder.js
var require_CborDecoder = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CborDecoder = void 0;
	const CborDecoderBase_1 = require_CborDecoderBase();
	const JsonPackValue_1 = require_JsonPackValue();
	var CborDecoder = class extends CborDecoderBase_1.CborDecoderBase {
		readAsMap() {
			const octet = this.reader.u8();
			const major = octet >> 5;
			const minor = octet & 31;
			switch (major) {
				case 5: return this.readMap(minor);
				default: throw 0;
			}
		}
		readMap(minor) {
			const length = this.readMinorLen(minor);
			if (length >= 0) return this.readMapRaw(length);
			else return this.readMapIndef();
		}
		readMapRaw(length) {
			const map = /* @__PURE__ */ new Map();
			for (let i = 0; i < length; i++) {
				const key = this.readAny();
				const value = this.readAny();
				map.set(key, value);
			}
			return map;
		}
		readMapIndef() {
			const map = /* @__PURE__ */ new Map();
			while (this.reader.peak() !== 255) {
				const key = this.readAny();
				if (this.reader.peak() === 255) throw 7;
				const value = this.readAny();
				map.set(key, value);
			}
			this.reader.x++;
			return map;
		}
		skipN(n) {
			for (let i = 0; i < n; i++) this.skipAny();
		}
		skipAny() {
			this.skipAnyRaw(this.reader.u8());
		}
		skipAnyRaw(octet) {
			const major = octet >> 5;
			const minor = octet & 31;
			switch (major) {
				case 0:
				case 1:
					this.skipUNint(minor);
					break;
				case 2:
					this.skipBin(minor);
					break;
				case 3:
					this.skipStr(minor);
					break;
				case 4:
					this.skipArr(minor);
					break;
				case 5:
					this.skipObj(minor);
					break;
				case 7:
					this.skipTkn(minor);
					break;
				case 6: this.skipTag(minor);
			}
		}
		skipMinorLen(minor) {
			if (minor <= 23) return minor;
			switch (minor) {
				case 24: return this.reader.u8();
				case 25: return this.reader.u16();
				case 26: return this.reader.u32();
				case 27: return Number(this.reader.u64());
				case 31: return -1;
				default: throw 1;
			}
		}
		skipUNint(minor) {
			if (minor <= 23) return;
			switch (minor) {
				case 24: return this.reader.skip(1);
				case 25: return this.reader.skip(2);
				case 26: return this.reader.skip(4);
				case 27: return this.reader.skip(8);
				default: throw 1;
			}
		}
		skipBin(minor) {
			const length = this.skipMinorLen(minor);
			if (length >= 0) this.reader.skip(length);
			else {
				while (this.reader.peak() !== 255) this.skipBinChunk();
				this.reader.x++;
			}
		}
		skipBinChunk() {
			const octet = this.reader.u8();
			const major = octet >> 5;
			const minor = octet & 31;
			if (major !== 2) throw 2;
			if (minor > 27) throw 3;
			this.skipBin(minor);
		}
		skipStr(minor) {
			const length = this.skipMinorLen(minor);
			if (length >= 0) this.reader.skip(length);
			else {
				while (this.reader.peak() !== 255) this.skipStrChunk();
				this.reader.x++;
			}
		}
		skipStrChunk() {
			const octet = this.reader.u8();
			const major = octet >> 5;
			const minor = octet & 31;
			if (major !== 3) throw 4;
			if (minor > 27) throw 5;
			this.skipStr(minor);
		}
		skipArr(minor) {
			const length = this.skipMinorLen(minor);
			if (length >= 0) this.skipN(length);
			else {
				while (this.reader.peak() !== 255) this.skipAny();
				this.reader.x++;
			}
		}
		skipObj(minor) {
			const length = this.readMinorLen(minor);
			if (length >= 0) return this.skipN(length * 2);
			else {
				while (this.reader.peak() !== 255) {
					this.skipAny();
					if (this.reader.peak() === 255) throw 7;
					this.skipAny();
				}
				this.reader.x++;
			}
		}
		skipTag(minor) {
			if (this.skipMinorLen(minor) < 0) throw 1;
			this.skipAny();
		}
		skipTkn(minor) {
			switch (minor) {
				case 24:
					this.reader.skip(1);
					return;
				case 25:
					this.reader.skip(2);
					return;
				case 26:
					this.reader.skip(4);
					return;
				case 27:
					this.reader.skip(8);
					return;
			}
			if (minor <= 23) return;
			throw 1;
		}
		/**
		* Throws if at given offset in a buffer there is an invalid CBOR value, or
		* if the value does not span the exact length specified in `size`. I.e.
		* throws if:
		*
		* - The value is not a valid CBOR value.
		* - The value is shorter than `size`.
		* - The value is longer than `size`.
		*
		* @param value Buffer in which to validate CBOR value.
		* @param offset Offset at which the value starts.
		* @param size Expected size of the value.
		*/
		validate(value, offset = 0, size = value.length) {
			this.reader.reset(value);
			this.reader.x = offset;
			const start = offset;
			this.skipAny();
			if (this.reader.x - start !== size) throw 8;
		}
		decodeLevel(value) {
			this.reader.reset(value);
			return this.readLevel();
		}
		/**
		* Decodes only one level of objects and arrays. Other values are decoded
		* completely.
		*
		* @returns One level of decoded CBOR value.
		*/
		readLevel() {
			const octet = this.reader.u8();
			const major = octet >> 5;
			const minor = octet & 31;
			switch (major) {
				case 4: return this.readArrLevel(minor);
				case 5: return this.readObjLevel(minor);
				default: return super.readAnyRaw(octet);
			}
		}
		/**
		* Decodes primitive values, returns container values as `JsonPackValue`.
		*
		* @returns A primitive value, or CBOR container value as a blob.
		*/
		readPrimitiveOrVal() {
			switch (this.reader.peak() >> 5) {
				case 4:
				case 5: return this.readAsValue();
				default: return this.readAny();
			}
		}
		readAsValue() {
			const reader = this.reader;
			const start = reader.x;
			this.skipAny();
			const end = reader.x;
			return new JsonPackValue_1.JsonPackValue(reader.uint8.subarray(start, end));
		}
		readObjLevel(minor) {
			const length = this.readMinorLen(minor);
			if (length >= 0) return this.readObjRawLevel(length);
			else return this.readObjIndefLevel();
		}
		readObjRawLevel(length) {
			const obj = {};
			for (let i = 0; i < length; i++) {
				const key = this.key();
				obj[key] = this.readPrimitiveOrVal();
			}
			return obj;
		}
		readObjIndefLevel() {
			const obj = {};
			while (this.reader.peak() !== 255) {
				const key = this.key();
				if (this.reader.peak() === 255) throw 7;
				obj[key] = this.readPrimitiveOrVal();
			}
			this.reader.x++;
			return obj;
		}
		readArrLevel(minor) {
			const length = this.readMinorLen(minor);
			if (length >= 0) return this.readArrRawLevel(length);
			return this.readArrIndefLevel();
		}
		readArrRawLevel(length) {
			const arr = [];
			for (let i = 0; i < length; i++) arr.push(this.readPrimitiveOrVal());
			return arr;
		}
		readArrIndefLevel() {
			const arr = [];
			while (this.reader.peak() !== 255) arr.push(this.readPrimitiveOrVal());
			this.reader.x++;
			return arr;
		}
		readHdr(expectedMajor) {
			const octet = this.reader.u8();
			if (octet >> 5 !== expectedMajor) throw 0;
			const minor = octet & 31;
			if (minor < 24) return minor;
			switch (minor) {
				case 24: return this.reader.u8();
				case 25: return this.reader.u16();
				case 26: return this.reader.u32();
				case 27: return Number(this.reader.u64());
				case 31: return -1;
			}
			throw 1;
		}
		readStrHdr() {
			return this.readHdr(3);
		}
		readObjHdr() {
			return this.readHdr(5);
		}
		readArrHdr() {
			return this.readHdr(4);
		}
		findKey(key) {
			const size = this.readObjHdr();
			for (let i = 0; i < size; i++) {
				if (this.key() === key) return this;
				this.skipAny();
			}
			throw 9;
		}
		findIndex(index) {
			if (index >= this.readArrHdr()) throw 10;
			for (let i = 0; i < index; i++) this.skipAny();
			return this;
		}
		find(path) {
			for (let i = 0; i < path.length; i++) {
				const segment = path[i];
				if (typeof segment === "string") this.findKey(segment);
				else this.findIndex(segment);
			}
			return this;
		}
	};
	exports.CborDecoder = CborDecoder;
}));

// node_modules/@jsonjoy.com/fs-snapshot/lib/async.js
var require_async = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fromSnapshot = exports.toSnapshot = void 0;
	const shared_1 = require_shared();
	const toSnapshot = async ({ fs, path = "/", separator = "/" }) => {
		const stats = await fs.lstat(path);
		if (stats.isDirectory()) {
			const list = await fs.readdir(path);
			const entries = {};
			const dir = path.endsWith(separator) ? path : path + separator;
			const snapshots = await Promise.all(list.map((child) => (0, exports.toSnapshot)({
				fs,
				path: `${dir}${child}`,
				separator
			})));
			for (let i = 0; i < list.length; i++) if (snapshots[i]) entries["" + list[i]] = snapshots[i];
			return [
				0,
				{},
				entries
			];
		} else if (stats.isFile()) {
			const buf = await fs.readFile(path);
			return [
				1,
				{},
				new Uint8Array(buf.buffer, buf.byteOffset, buf.byteLength)
			];
		} else if (stats.isSymbolicLink()) return [2, { target: await fs.readlink(path, { encoding: "utf8" }) }];
		return null;
	};
	exports.toSnapshot = toSnapshot;
	const fromSnapshot = async (snapshot, { fs, path = "/", separator = "/" }) => {
		if (!snapshot) return;
		switch (snapshot[0]) {
			case 0: {
				if (!path.endsWith(separator)) path = path + separator;
				const [, , entries] = snapshot;
				await fs.mkdir(path, { recursive: true });
				for (const [name, child] of Object.entries(entries)) {
					(0, shared_1.validateEntryName)(name);
					await (0, exports.fromSnapshot)(child, {
						fs,
						path: `${path}${name}`,
						separator
					});
				}
				break;
			}
			case 1: {
				const [, , data] = snapshot;
				await fs.writeFile(path, data);
				break;
			}
			case 2: {
				const [, { target }] = snapshot;
				await fs.symlink(target, path);
				break;
			}
		}
	};
	exports.fromSnapshot = fromSnapshot;
}));

// node_modules/@jsonjoy.com/fs-snapshot/lib/binary.js
var require_binary = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fromBinarySnapshot = exports.toBinarySnapshot = exports.fromBinarySnapshotSync = exports.toBinarySnapshotSync = void 0;
	const CborEncoder_1 = require_CborEncoder();
	const CborDecoder_1 = require_CborDecoder();
	const sync_1 = require_sync();
	const async_1 = require_async();
	const shared_1 = require_shared();
	const encoder = new CborEncoder_1.CborEncoder(shared_1.writer);
	const decoder = new CborDecoder_1.CborDecoder();
	const toBinarySnapshotSync = (options) => {
		const snapshot = (0, sync_1.toSnapshotSync)(options);
		return encoder.encode(snapshot);
	};
	exports.toBinarySnapshotSync = toBinarySnapshotSync;
	const fromBinarySnapshotSync = (uint8, options) => {
		const snapshot = decoder.decode(uint8);
		(0, sync_1.fromSnapshotSync)(snapshot, options);
	};
	exports.fromBinarySnapshotSync = fromBinarySnapshotSync;
	const toBinarySnapshot = async (options) => {
		const snapshot = await (0, async_1.toSnapshot)(options);
		return encoder.encode(snapshot);
	};
	exports.toBinarySnapshot = toBinarySnapshot;
	const fromBinarySnapshot = async (uint8, options) => {
		const snapshot = decoder.decode(uint8);
		await (0, async_1.fromSnapshot)(snapshot, options);
	};
	exports.fromBinarySnapshot = fromBinarySnapshot;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/base64/lib/constants.js
var require_constants = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.hasBuffer = exports.alphabet = void 0;
	exports.alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	exports.hasBuffer = typeof Buffer === "function" && typeof Buffer.from === "function";
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/base64/lib/createToBase64Bin.js
var require_createToBase64Bin = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.createToBase64Bin = void 0;
	const constants_1 = require_constants();
	const createToBase64Bin = (chars = constants_1.alphabet, pad = "=") => {
		if (chars.length !== 64) throw new Error("chars must be 64 characters long");
		const table = chars.split("").map((c) => c.charCodeAt(0));
		const table2 = [];
		for (const c1 of table) for (const c2 of table) {
			const two = (c1 << 8) + c2;
			table2.push(two);
		}
		const doAddPadding = pad.length === 1;
		const E = doAddPadding ? pad.charCodeAt(0) : 0;
		const EE = doAddPadding ? E << 8 | E : 0;
		return (uint8, start, length, dest, offset) => {
			const extraLength = length % 3;
			const baseLength = length - extraLength;
			for (; start < baseLength; start += 3) {
				const o1 = uint8[start];
				const o2 = uint8[start + 1];
				const o3 = uint8[start + 2];
				const v1 = o1 << 4 | o2 >> 4;
				const v2 = (o2 & 15) << 8 | o3;
				dest.setInt32(offset, (table2[v1] << 16) + table2[v2]);
				offset += 4;
			}
			if (extraLength === 1) {
				const o1 = uint8[baseLength];
				if (doAddPadding) {
					dest.setInt32(offset, (table2[o1 << 4] << 16) + EE);
					offset += 4;
				} else {
					dest.setInt16(offset, table2[o1 << 4]);
					offset += 2;
				}
			} else if (extraLength) {
				const o1 = uint8[baseLength];
				const o2 = uint8[baseLength + 1];
				const v1 = o1 << 4 | o2 >> 4;
				const v2 = (o2 & 15) << 2;
				if (doAddPadding) {
					dest.setInt32(offset, (table2[v1] << 16) + (table[v2] << 8) + E);
					offset += 4;
				} else {
					dest.setInt16(offset, table2[v1]);
					offset += 2;
					dest.setInt8(offset, table[v2]);
					offset += 1;
				}
			}
			return offset;
		};
	};
	exports.createToBase64Bin = createToBase64Bin;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/base64/lib/toBase64Bin.js
var require_toBase64Bin = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.toBase64Bin = void 0;
	const createToBase64Bin_1 = require_createToBase64Bin();
	exports.toBase64Bin = (0, createToBase64Bin_1.createToBase64Bin)();
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/json-pack/lib/json/JsonEncoder.js
var require_JsonEncoder = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.JsonEncoder = void 0;
	const toBase64Bin_1 = require_toBase64Bin();
	var JsonEncoder = class {
		constructor(writer) {
			this.writer = writer;
		}
		encode(value) {
			const writer = this.writer;
			writer.reset();
			this.writeAny(value);
			return writer.flush();
		}
		/**
		* Called when the encoder encounters a value that it does not know how to encode.
		*
		* @param value Some JavaScript value.
		*/
		writeUnknown(value) {
			this.writeNull();
		}
		writeAny(value) {
			switch (typeof value) {
				case "boolean": return this.writeBoolean(value);
				case "number": return this.writeNumber(value);
				case "string": return this.writeStr(value);
				case "object":
					if (value === null) return this.writeNull();
					switch (value.constructor) {
						case Object: return this.writeObj(value);
						case Array: return this.writeArr(value);
						case Uint8Array: return this.writeBin(value);
						default:
							if (value instanceof Uint8Array) return this.writeBin(value);
							if (Array.isArray(value)) return this.writeArr(value);
							return this.writeUnknown(value);
					}
				case "undefined": return this.writeUndef();
				default: return this.writeUnknown(value);
			}
		}
		writeNull() {
			this.writer.u32(1853189228);
		}
		writeUndef() {
			const writer = this.writer;
			writer.ensureCapacity(35);
			const view = writer.view;
			let x = writer.x;
			view.setUint32(x, 577003892);
			x += 4;
			view.setUint32(x, 1631215984);
			x += 4;
			view.setUint32(x, 1886153059);
			x += 4;
			view.setUint32(x, 1635019119);
			x += 4;
			view.setUint32(x, 1848599394);
			x += 4;
			view.setUint32(x, 1869753442);
			x += 4;
			view.setUint32(x, 1634952502);
			x += 4;
			view.setUint32(x, 876296567);
			x += 4;
			view.setUint16(x, 15677);
			x += 2;
			writer.uint8[x++] = 34;
			writer.x = x;
		}
		writeBoolean(bool) {
			if (bool) this.writer.u32(1953658213);
			else this.writer.u8u32(102, 1634497381);
		}
		writeNumber(num) {
			const str = num.toString();
			this.writer.ascii(str);
		}
		writeInteger(int) {
			this.writeNumber(int >> 0 === int ? int : Math.trunc(int));
		}
		writeUInteger(uint) {
			this.writeInteger(uint < 0 ? -uint : uint);
		}
		writeFloat(float) {
			this.writeNumber(float);
		}
		writeBin(buf) {
			const writer = this.writer;
			const length = buf.length;
			writer.ensureCapacity(41 + (length << 1));
			const view = writer.view;
			let x = writer.x;
			view.setUint32(x, 577003892);
			x += 4;
			view.setUint32(x, 1631215984);
			x += 4;
			view.setUint32(x, 1886153059);
			x += 4;
			view.setUint32(x, 1635019119);
			x += 4;
			view.setUint32(x, 1848602467);
			x += 4;
			view.setUint32(x, 1952805933);
			x += 4;
			view.setUint32(x, 1937011301);
			x += 4;
			view.setUint32(x, 1634548578);
			x += 4;
			view.setUint32(x, 1634952502);
			x += 4;
			view.setUint16(x, 13356);
			x += 2;
			x = (0, toBase64Bin_1.toBase64Bin)(buf, 0, length, view, x);
			writer.uint8[x++] = 34;
			writer.x = x;
		}
		writeStr(str) {
			const writer = this.writer;
			const length = str.length;
			writer.ensureCapacity(length * 4 + 2);
			if (length < 256) {
				const startX = writer.x;
				let x = startX;
				const uint8 = writer.uint8;
				uint8[x++] = 34;
				for (let i = 0; i < length; i++) {
					const code = str.charCodeAt(i);
					switch (code) {
						case 34:
						case 92: uint8[x++] = 92;
					}
					if (code < 32 || code > 126) {
						writer.x = startX;
						const jsonStr = JSON.stringify(str);
						writer.ensureCapacity(jsonStr.length * 4 + 4);
						writer.utf8(jsonStr);
						return;
					} else uint8[x++] = code;
				}
				uint8[x++] = 34;
				writer.x = x;
				return;
			}
			const jsonStr = JSON.stringify(str);
			writer.ensureCapacity(jsonStr.length * 4 + 4);
			writer.utf8(jsonStr);
		}
		writeAsciiStr(str) {
			const length = str.length;
			const writer = this.writer;
			writer.ensureCapacity(length * 2 + 2);
			const uint8 = writer.uint8;
			let x = writer.x;
			uint8[x++] = 34;
			for (let i = 0; i < length; i++) {
				const code = str.charCodeAt(i);
				switch (code) {
					case 34:
					case 92: uint8[x++] = 92;
				}
				uint8[x++] = code;
			}
			uint8[x++] = 34;
			writer.x = x;
		}
		writeArr(arr) {
			const writer = this.writer;
			writer.u8(91);
			const last = arr.length - 1;
			for (let i = 0; i < last; i++) {
				this.writeAny(arr[i]);
				writer.u8(44);
			}
			if (last >= 0) this.writeAny(arr[last]);
			writer.u8(93);
		}
		writeArrSeparator() {
			this.writer.u8(44);
		}
		writeObj(obj) {
			const writer = this.writer;
			const keys = Object.keys(obj);
			const length = keys.length;
			if (!length) return writer.u16(31613);
			writer.u8(123);
			for (let i = 0; i < length; i++) {
				const key = keys[i];
				const value = obj[key];
				this.writeStr(key);
				writer.u8(58);
				this.writeAny(value);
				writer.u8(44);
			}
			writer.uint8[writer.x - 1] = 125;
		}
		writeObjSeparator() {
			this.writer.u8(44);
		}
		writeObjKeySeparator() {
			this.writer.u8(58);
		}
		writeStartStr() {
			throw new Error("Method not implemented.");
		}
		writeStrChunk(str) {
			throw new Error("Method not implemented.");
		}
		writeEndStr() {
			throw new Error("Method not implemented.");
		}
		writeStartBin() {
			throw new Error("Method not implemented.");
		}
		writeBinChunk(buf) {
			throw new Error("Method not implemented.");
		}
		writeEndBin() {
			throw new Error("Method not implemented.");
		}
		writeStartArr() {
			this.writer.u8(91);
		}
		writeArrChunk(item) {
			throw new Error("Method not implemented.");
		}
		writeEndArr() {
			this.writer.u8(93);
		}
		writeStartObj() {
			this.writer.u8(123);
		}
		writeObjChunk(key, value) {
			throw new Error("Method not implemented.");
		}
		writeEndObj() {
			this.writer.u8(125);
		}
	};
	exports.JsonEncoder = JsonEncoder;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/base64/lib/createFromBase64Bin.js
var require_createFromBase64Bin = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.createFromBase64Bin = void 0;
	const constants_1 = require_constants();
	const createFromBase64Bin = (chars = constants_1.alphabet, pad = "=") => {
		if (chars.length !== 64) throw new Error("chars must be 64 characters long");
		let max = 0;
		for (let i = 0; i < chars.length; i++) max = Math.max(max, chars.charCodeAt(i));
		const table = [];
		for (let i = 0; i <= max; i += 1) table[i] = -1;
		for (let i = 0; i < chars.length; i++) table[chars.charCodeAt(i)] = i;
		const PAD = pad.length === 1 ? pad.charCodeAt(0) : 0;
		return (view, offset, length) => {
			if (!length) return /* @__PURE__ */ new Uint8Array(0);
			let padding = 0;
			if (length % 4 !== 0) {
				padding = 4 - length % 4;
				length += padding;
			} else {
				const last = offset + length - 1;
				if (view.getUint8(last) === PAD) {
					padding = 1;
					if (length > 1 && view.getUint8(last - 1) === PAD) padding = 2;
				}
			}
			if (length % 4 !== 0) throw new Error("Base64 string length must be a multiple of 4");
			const mainEnd = offset + length - (padding ? 4 : 0);
			const bufferLength = (length >> 2) * 3 - padding;
			const buf = new Uint8Array(bufferLength);
			let j = 0;
			let i = offset;
			for (; i < mainEnd; i += 4) {
				const word = view.getUint32(i);
				const octet0 = word >>> 24;
				const octet1 = word >>> 16 & 255;
				const octet2 = word >>> 8 & 255;
				const octet3 = word & 255;
				const sextet0 = table[octet0];
				const sextet1 = table[octet1];
				const sextet2 = table[octet2];
				const sextet3 = table[octet3];
				if (sextet0 < 0 || sextet1 < 0 || sextet2 < 0 || sextet3 < 0) throw new Error("INVALID_BASE64_SEQ");
				buf[j] = sextet0 << 2 | sextet1 >> 4;
				buf[j + 1] = sextet1 << 4 | sextet2 >> 2;
				buf[j + 2] = sextet2 << 6 | sextet3;
				j += 3;
			}
			if (!padding) return buf;
			if (padding === 1) {
				const word = view.getUint16(mainEnd);
				const octet0 = word >> 8;
				const octet1 = word & 255;
				const octet2 = view.getUint8(mainEnd + 2);
				const sextet0 = table[octet0];
				const sextet1 = table[octet1];
				const sextet2 = table[octet2];
				if (sextet0 < 0 || sextet1 < 0 || sextet2 < 0) throw new Error("INVALID_BASE64_SEQ");
				buf[j] = sextet0 << 2 | sextet1 >> 4;
				buf[j + 1] = sextet1 << 4 | sextet2 >> 2;
				return buf;
			}
			const word = view.getUint16(mainEnd);
			const octet0 = word >> 8;
			const octet1 = word & 255;
			const sextet0 = table[octet0];
			const sextet1 = table[octet1];
			if (sextet0 < 0 || sextet1 < 0) throw new Error("INVALID_BASE64_SEQ");
			buf[j] = sextet0 << 2 | sextet1 >> 4;
			return buf;
		};
	};
	exports.createFromBase64Bin = createFromBase64Bin;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/base64/lib/fromBase64Bin.js
var require_fromBase64Bin = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fromBase64Bin = void 0;
	const createFromBase64Bin_1 = require_createFromBase64Bin();
	exports.fromBase64Bin = (0, createFromBase64Bin_1.createFromBase64Bin)();
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/json-pack/lib/json/util.js
var require_util = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.findEndingQuote = void 0;
	const findEndingQuote = (uint8, x) => {
		const len = uint8.length;
		let char = uint8[x];
		let prev = 0;
		while (x < len) {
			if (char === 34 && prev !== 92) break;
			if (char === 92 && prev === 92) prev = 0;
			else prev = char;
			char = uint8[++x];
		}
		if (x === len) throw new Error("Invalid JSON");
		return x;
	};
	exports.findEndingQuote = findEndingQuote;
}));

// node_modules/@jsonjoy.com/fs-snapshot/node_modules/@jsonjoy.com/json-pack/lib/json/JsonDecoder.js
var require_JsonDecoder = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.JsonDecoder = exports.readKey = void 0;
	const decodeUtf8_1 = require_decodeUtf8();
	const Reader_1 = require_Reader();
	const fromBase64Bin_1 = require_fromBase64Bin();
	const util_1 = require_util();
	const REGEX_REPLACE_ESCAPED_CHARS = /\\(b|f|n|r|t|"|\/|\\)/g;
	const escapedCharReplacer = (char) => {
		switch (char) {
			case "\\b": return "\b";
			case "\\f": return "\f";
			case "\\n": return "\n";
			case "\\r": return "\r";
			case "\\t": return "	";
			case "\\\"": return "\"";
			case "\\/": return "/";
			case "\\\\": return "\\";
		}
		return char;
	};
	const hasBinaryPrefix = (u8, x) => u8[x] === 100 && u8[x + 1] === 97 && u8[x + 2] === 116 && u8[x + 3] === 97 && u8[x + 4] === 58 && u8[x + 5] === 97 && u8[x + 6] === 112 && u8[x + 7] === 112 && u8[x + 8] === 108 && u8[x + 9] === 105 && u8[x + 10] === 99 && u8[x + 11] === 97 && u8[x + 12] === 116 && u8[x + 13] === 105 && u8[x + 14] === 111 && u8[x + 15] === 110 && u8[x + 16] === 47 && u8[x + 17] === 111 && u8[x + 18] === 99 && u8[x + 19] === 116 && u8[x + 20] === 101 && u8[x + 21] === 116 && u8[x + 22] === 45 && u8[x + 23] === 115 && u8[x + 24] === 116 && u8[x + 25] === 114 && u8[x + 26] === 101 && u8[x + 27] === 97 && u8[x + 28] === 109 && u8[x + 29] === 59 && u8[x + 30] === 98 && u8[x + 31] === 97 && u8[x + 32] === 115 && u8[x + 33] === 101 && u8[x + 34] === 54 && u8[x + 35] === 52 && u8[x + 36] === 44;
	const isUndefined = (u8, x) => u8[x++] === 97 && u8[x++] === 116 && u8[x++] === 97 && u8[x++] === 58 && u8[x++] === 97 && u8[x++] === 112 && u8[x++] === 112 && u8[x++] === 108 && u8[x++] === 105 && u8[x++] === 99 && u8[x++] === 97 && u8[x++] === 116 && u8[x++] === 105 && u8[x++] === 111 && u8[x++] === 110 && u8[x++] === 47 && u8[x++] === 99 && u8[x++] === 98 && u8[x++] === 111 && u8[x++] === 114 && u8[x++] === 44 && u8[x++] === 98 && u8[x++] === 97 && u8[x++] === 115 && u8[x++] === 101 && u8[x++] === 54 && u8[x++] === 52 && u8[x++] === 59 && u8[x++] === 57 && u8[x++] === 119 && u8[x++] === 61 && u8[x++] === 61 && u8[x++] === 34;
	const fromCharCode = String.fromCharCode;
	const readKey = (reader) => {
		const buf = reader.uint8;
		const len = buf.length;
		const points = [];
		let x = reader.x;
		let prev = 0;
		while (x < len) {
			let code = buf[x++];
			if ((code & 128) === 0) {
				if (prev === 92) {
					switch (code) {
						case 98:
							code = 8;
							break;
						case 102:
							code = 12;
							break;
						case 110:
							code = 10;
							break;
						case 114:
							code = 13;
							break;
						case 116:
							code = 9;
							break;
						case 34:
							code = 34;
							break;
						case 47:
							code = 47;
							break;
						case 92:
							code = 92;
							break;
						default: throw new Error("Invalid JSON");
					}
					prev = 0;
				} else {
					if (code === 34) break;
					prev = code;
					if (prev === 92) continue;
				}
			} else {
				const octet2 = buf[x++] & 63;
				if ((code & 224) === 192) code = (code & 31) << 6 | octet2;
				else {
					const octet3 = buf[x++] & 63;
					if ((code & 240) === 224) code = (code & 31) << 12 | octet2 << 6 | octet3;
					else if ((code & 248) === 240) {
						const octet4 = buf[x++] & 63;
						let unit = (code & 7) << 18 | octet2 << 12 | octet3 << 6 | octet4;
						if (unit > 65535) {
							unit -= 65536;
							const unit0 = unit >>> 10 & 1023 | 55296;
							unit = 56320 | unit & 1023;
							points.push(unit0);
							code = unit;
						} else code = unit;
					}
				}
			}
			points.push(code);
		}
		reader.x = x;
		return fromCharCode.apply(String, points);
	};
	exports.readKey = readKey;
	var JsonDecoder = class {
		constructor() {
			this.reader = new Reader_1.Reader();
		}
		read(uint8) {
			this.reader.reset(uint8);
			return this.readAny();
		}
		decode(uint8) {
			this.reader.reset(uint8);
			return this.readAny();
		}
		readAny() {
			this.skipWhitespace();
			const reader = this.reader;
			const x = reader.x;
			const uint8 = reader.uint8;
			const char = uint8[x];
			switch (char) {
				case 34:
					if (uint8[x + 1] === 100) {
						const bin = this.tryReadBin();
						if (bin) return bin;
						if (isUndefined(uint8, x + 2)) {
							reader.x = x + 35;
							return;
						}
					}
					return this.readStr();
				case 91: return this.readArr();
				case 102: return this.readFalse();
				case 110: return this.readNull();
				case 116: return this.readTrue();
				case 123: return this.readObj();
				default:
					if (char >= 48 && char <= 57 || char === 45) return this.readNum();
					throw new Error("Invalid JSON");
			}
		}
		skipWhitespace() {
			const reader = this.reader;
			const uint8 = reader.uint8;
			let x = reader.x;
			let char = 0;
			while (true) {
				char = uint8[x];
				switch (char) {
					case 32:
					case 9:
					case 10:
					case 13:
						x++;
						continue;
					default:
						reader.x = x;
						return;
				}
			}
		}
		readNull() {
			if (this.reader.u32() !== 1853189228) throw new Error("Invalid JSON");
			return null;
		}
		readTrue() {
			if (this.reader.u32() !== 1953658213) throw new Error("Invalid JSON");
			return true;
		}
		readFalse() {
			const reader = this.reader;
			if (reader.u8() !== 102 || reader.u32() !== 1634497381) throw new Error("Invalid JSON");
			return false;
		}
		readBool() {
			const reader = this.reader;
			switch (reader.uint8[reader.x]) {
				case 102: return this.readFalse();
				case 116: return this.readTrue();
				default: throw new Error("Invalid JSON");
			}
		}
		readNum() {
			const reader = this.reader;
			const uint8 = reader.uint8;
			let x = reader.x;
			let c = uint8[x++];
			const c1 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c2 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c3 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c4 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c5 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c6 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c7 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c8 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c9 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c10 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c11 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c12 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c13 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c14 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c15 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c16 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c17 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c18 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c19 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c20 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c21 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c22 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c23 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			const c24 = c;
			c = uint8[x++];
			if (!c || (c < 45 || c > 57) && c !== 43 && c !== 69 && c !== 101) {
				reader.x = x - 1;
				const num = +fromCharCode(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24);
				if (num !== num) throw new Error("Invalid JSON");
				return num;
			}
			throw new Error("Invalid JSON");
		}
		readStr() {
			const reader = this.reader;
			const uint8 = reader.uint8;
			if (uint8[reader.x++] !== 34) throw new Error("Invalid JSON");
			const x0 = reader.x;
			const x1 = (0, util_1.findEndingQuote)(uint8, x0);
			let str = (0, decodeUtf8_1.decodeUtf8)(uint8, x0, x1 - x0);
			/** @todo perf: maybe faster is to first check if there are any escaped chars. */
			str = str.replace(REGEX_REPLACE_ESCAPED_CHARS, escapedCharReplacer);
			reader.x = x1 + 1;
			return str;
		}
		tryReadBin() {
			const reader = this.reader;
			const u8 = reader.uint8;
			let x = reader.x;
			if (u8[x++] !== 34) return void 0;
			if (!hasBinaryPrefix(u8, x)) return void 0;
			x += 37;
			const x0 = x;
			x = (0, util_1.findEndingQuote)(u8, x);
			reader.x = x0;
			const bin = (0, fromBase64Bin_1.fromBase64Bin)(reader.view, x0, x - x0);
			reader.x = x + 1;
			return bin;
		}
		readBin() {
			const reader = this.reader;
			const u8 = reader.uint8;
			let x = reader.x;
			if (u8[x++] !== 34) throw new Error("Invalid JSON");
			if (!hasBinaryPrefix(u8, x)) throw new Error("Invalid JSON");
			x += 37;
			const x0 = x;
			x = (0, util_1.findEndingQuote)(u8, x);
			reader.x = x0;
			const bin = (0, fromBase64Bin_1.fromBase64Bin)(reader.view, x0, x - x0);
			reader.x = x + 1;
			return bin;
		}
		readArr() {
			const reader = this.reader;
			if (reader.u8() !== 91) throw new Error("Invalid JSON");
			const arr = [];
			const uint8 = reader.uint8;
			let first = true;
			while (true) {
				this.skipWhitespace();
				const char = uint8[reader.x];
				if (char === 93) return reader.x++, arr;
				if (char === 44) reader.x++;
				else if (!first) throw new Error("Invalid JSON");
				this.skipWhitespace();
				arr.push(this.readAny());
				first = false;
			}
		}
		readObj() {
			const reader = this.reader;
			if (reader.u8() !== 123) throw new Error("Invalid JSON");
			const obj = {};
			const uint8 = reader.uint8;
			let first = true;
			while (true) {
				this.skipWhitespace();
				let char = uint8[reader.x];
				if (char === 125) return reader.x++, obj;
				if (char === 44) reader.x++;
				else if (!first) throw new Error("Invalid JSON");
				this.skipWhitespace();
				char = uint8[reader.x++];
				if (char !== 34) throw new Error("Invalid JSON");
				const key = (0, exports.readKey)(reader);
				if (key === "__proto__") throw new Error("Invalid JSON");
				this.skipWhitespace();
				if (reader.u8() !== 58) throw new Error("Invalid JSON");
				this.skipWhitespace();
				obj[key] = this.readAny();
				first = false;
			}
		}
	};
	exports.JsonDecoder = JsonDecoder;
}));

// node_modules/@jsonjoy.com/fs-snapshot/lib/json.js
var require_json = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fromJsonSnapshot = exports.toJsonSnapshot = exports.fromJsonSnapshotSync = exports.toJsonSnapshotSync = void 0;
	const JsonEncoder_1 = require_JsonEncoder();
	const JsonDecoder_1 = require_JsonDecoder();
	const sync_1 = require_sync();
	const async_1 = require_async();
	const shared_1 = require_shared();
	const encoder = new JsonEncoder_1.JsonEncoder(shared_1.writer);
	const decoder = new JsonDecoder_1.JsonDecoder();
	const toJsonSnapshotSync = (options) => {
		const snapshot = (0, sync_1.toSnapshotSync)(options);
		return encoder.encode(snapshot);
	};
	exports.toJsonSnapshotSync = toJsonSnapshotSync;
	const fromJsonSnapshotSync = (uint8, options) => {
		const snapshot = decoder.read(uint8);
		(0, sync_1.fromSnapshotSync)(snapshot, options);
	};
	exports.fromJsonSnapshotSync = fromJsonSnapshotSync;
	const toJsonSnapshot = async (options) => {
		const snapshot = await (0, async_1.toSnapshot)(options);
		return encoder.encode(snapshot);
	};
	exports.toJsonSnapshot = toJsonSnapshot;
	const fromJsonSnapshot = async (uint8, options) => {
		const snapshot = decoder.read(uint8);
		await (0, async_1.fromSnapshot)(snapshot, options);
	};
	exports.fromJsonSnapshot = fromJsonSnapshot;
}));

// node_modules/@jsonjoy.com/fs-snapshot/lib/index.js
var require_lib$2 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const tslib_1 = (init_tslib_es6(), __toCommonJS(tslib_es6_exports));
	tslib_1.__exportStar(require_constants$1(), exports);
	tslib_1.__exportStar(require_sync(), exports);
	tslib_1.__exportStar(require_binary(), exports);
	tslib_1.__exportStar(require_json(), exports);
}));

// node_modules/@jsonjoy.com/fs-node/lib/options.js
var require_options = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getWriteFileOptions = exports.writeFileDefaults = exports.getRealpathOptsAndCb = exports.getRealpathOptions = exports.getStatfsOptsAndCb = exports.getStatfsOptions = exports.getStatOptsAndCb = exports.getStatOptions = exports.getAppendFileOptsAndCb = exports.getAppendFileOpts = exports.getOpendirOptsAndCb = exports.getOpendirOptions = exports.getReaddirOptsAndCb = exports.getReaddirOptions = exports.getReadFileOptions = exports.getRmOptsAndCb = exports.getRmdirOptions = exports.getDefaultOptsAndCb = exports.getDefaultOpts = exports.optsDefaults = exports.getMkdirOptions = void 0;
	exports.getOptions = getOptions;
	exports.optsGenerator = optsGenerator;
	exports.optsAndCbGenerator = optsAndCbGenerator;
	const fs_node_utils_1 = require_lib$6();
	const util_1 = require_util$2();
	const mkdirDefaults = {
		mode: 511,
		recursive: false
	};
	const getMkdirOptions = (options) => {
		if (typeof options === "number") return Object.assign({}, mkdirDefaults, { mode: options });
		return Object.assign({}, mkdirDefaults, options);
	};
	exports.getMkdirOptions = getMkdirOptions;
	const ERRSTR_OPTS = (tipeof) => `Expected options to be either an object or a string, but got ${tipeof} instead`;
	function getOptions(defaults, options) {
		let opts;
		if (!options) return defaults;
		else {
			const tipeof = typeof options;
			switch (tipeof) {
				case "string":
					opts = Object.assign({}, defaults, { encoding: options });
					break;
				case "object":
					opts = Object.assign({}, defaults, options);
					break;
				default: throw TypeError(ERRSTR_OPTS(tipeof));
			}
		}
		if (opts.encoding !== "buffer") (0, fs_node_utils_1.assertEncoding)(opts.encoding);
		return opts;
	}
	function optsGenerator(defaults) {
		return (options) => getOptions(defaults, options);
	}
	function optsAndCbGenerator(getOpts) {
		return (options, callback) => typeof options === "function" ? [getOpts(), options] : [getOpts(options), (0, util_1.validateCallback)(callback)];
	}
	exports.optsDefaults = { encoding: "utf8" };
	exports.getDefaultOpts = optsGenerator(exports.optsDefaults);
	exports.getDefaultOptsAndCb = optsAndCbGenerator(exports.getDefaultOpts);
	const rmdirDefaults = { recursive: false };
	const getRmdirOptions = (options) => {
		return Object.assign({}, rmdirDefaults, options);
	};
	exports.getRmdirOptions = getRmdirOptions;
	const getRmOpts = optsGenerator(exports.optsDefaults);
	exports.getRmOptsAndCb = optsAndCbGenerator(getRmOpts);
	const readFileOptsDefaults = { flag: "r" };
	exports.getReadFileOptions = optsGenerator(readFileOptsDefaults);
	const readdirDefaults = {
		encoding: "utf8",
		recursive: false,
		withFileTypes: false
	};
	exports.getReaddirOptions = optsGenerator(readdirDefaults);
	exports.getReaddirOptsAndCb = optsAndCbGenerator(exports.getReaddirOptions);
	const opendirDefaults = {
		encoding: "utf8",
		bufferSize: 32,
		recursive: false
	};
	exports.getOpendirOptions = optsGenerator(opendirDefaults);
	exports.getOpendirOptsAndCb = optsAndCbGenerator(exports.getOpendirOptions);
	const appendFileDefaults = {
		encoding: "utf8",
		mode: 438,
		flag: fs_node_utils_1.FLAGS[fs_node_utils_1.FLAGS.a]
	};
	exports.getAppendFileOpts = optsGenerator(appendFileDefaults);
	exports.getAppendFileOptsAndCb = optsAndCbGenerator(exports.getAppendFileOpts);
	const statDefaults = { bigint: false };
	const getStatOptions = (options = {}) => Object.assign({}, statDefaults, options);
	exports.getStatOptions = getStatOptions;
	const getStatOptsAndCb = (options, callback) => typeof options === "function" ? [(0, exports.getStatOptions)(), options] : [(0, exports.getStatOptions)(options), (0, util_1.validateCallback)(callback)];
	exports.getStatOptsAndCb = getStatOptsAndCb;
	const statfsDefaults = { bigint: false };
	const getStatfsOptions = (options = {}) => Object.assign({}, statfsDefaults, options);
	exports.getStatfsOptions = getStatfsOptions;
	const getStatfsOptsAndCb = (options, callback) => typeof options === "function" ? [(0, exports.getStatfsOptions)(), options] : [(0, exports.getStatfsOptions)(options), (0, util_1.validateCallback)(callback)];
	exports.getStatfsOptsAndCb = getStatfsOptsAndCb;
	const realpathDefaults = exports.optsDefaults;
	exports.getRealpathOptions = optsGenerator(realpathDefaults);
	exports.getRealpathOptsAndCb = optsAndCbGenerator(exports.getRealpathOptions);
	exports.writeFileDefaults = {
		encoding: "utf8",
		mode: 438,
		flag: fs_node_utils_1.FLAGS[fs_node_utils_1.FLAGS.w]
	};
	exports.getWriteFileOptions = optsGenerator(exports.writeFileDefaults);
}));

// node_modules/@jsonjoy.com/fs-node/lib/Dir.js
var require_Dir = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Dir = void 0;
	const fs_node_utils_1 = require_lib$6();
	const argErrors_1 = require_argErrors();
	const validators_1 = require_validators();
	const Dirent_1 = require_Dirent();
	const util_1 = require_util$2();
	const DEFAULT_ENCODING = { encoding: "utf8" };
	const dirClosed = () => (0, argErrors_1.withCode)(/* @__PURE__ */ new Error("Directory handle was closed"), "ERR_DIR_CLOSED");
	const dirBusy = () => (0, argErrors_1.withCode)(/* @__PURE__ */ new Error("Cannot do synchronous work on directory handle with concurrent asynchronous operations"), "ERR_DIR_CONCURRENT_OPERATION");
	var Dir = class Dir {
		/**
		* @todo Node builds a Dir on a directory handle with `read(encoding, bufferSize)` and `close()`;
		*     this one walks a `Link` directly, so `new fs.Dir(someHandle, path)` cannot work. Extend
		*     `Superblock` with directory handles.
		*
		* @todo Get rid of `process` (specifically `process.nextTick`) globals in this file. Replace it
		*     by something, or DI inject the "environment" (such as `process`).
		*
		* @param path The path the directory was opened with, kept verbatim as `dir.path`.
		*/
		constructor(handle, path, options) {
			this.levels = [];
			this.closed = false;
			this.operationQueue = null;
			if (handle === null || handle === void 0) throw (0, argErrors_1.withCode)(/* @__PURE__ */ new TypeError("The \"handle\" argument must be specified"), "ERR_MISSING_ARGS");
			const type = typeof options;
			const opts = {
				bufferSize: 32,
				...options === null || options === void 0 || type === "function" ? DEFAULT_ENCODING : type === "string" ? { encoding: options } : options
			};
			(0, validators_1.validateUint32)(opts.bufferSize, "options.bufferSize", true);
			this.options = opts;
			this._path = path;
			const parentPath = typeof path === "string" ? path : path.toString();
			this.levels.push({
				entries: handle.children[Symbol.iterator](),
				path,
				parentPath
			});
		}
		readBase() {
			const levels = this.levels;
			const options = this.options;
			const encoding = options.encoding;
			const recursive = options.recursive;
			while (levels.length) {
				const level = levels[levels.length - 1];
				const { done, value } = level.entries.next();
				if (done) {
					levels.pop();
					continue;
				}
				const name = value[0];
				if (name === "." || name === "..") continue;
				const link = value[1];
				const dirent = Dirent_1.default.build(link, encoding, level.parentPath);
				if (recursive && dirent.isDirectory()) this.descend(level.path, dirent.name, link);
				return dirent;
			}
			return null;
		}
		descend(parent, name, link) {
			const path = (0, fs_node_utils_1.pathJoin)(parent, name);
			if (!link.getNode().canRead()) throw (0, util_1.createError)("EACCES", "opendir", path);
			this.levels.push({
				entries: link.children[Symbol.iterator](),
				path,
				parentPath: path
			});
		}
		readPromise() {
			return new Promise((resolve, reject) => {
				this.readImpl((err, entry) => {
					if (err) reject(err);
					else resolve(entry ?? null);
				});
			});
		}
		readImpl(callback) {
			if (this.closed) throw dirClosed();
			if (callback === void 0) return this.readPromise();
			const cb = callback;
			(0, util_1.validateCallback)(cb);
			const queued = this.operationQueue;
			if (queued !== null) {
				queued.push(() => {
					try {
						this.readImpl(cb);
					} catch (err) {
						process.nextTick(cb, err);
					}
				});
				return;
			}
			this.operationQueue = [];
			let entry = null;
			let error = null;
			try {
				entry = this.readBase();
			} catch (err) {
				error = err;
			}
			process.nextTick(() => {
				process.nextTick(() => {
					const queue = this.operationQueue;
					this.operationQueue = null;
					if (queue) for (let i = 0; i < queue.length; i++) queue[i]();
				});
				if (error) cb(error);
				else cb(null, entry);
			});
		}
		get path() {
			if (!(this instanceof Dir)) throw (0, argErrors_1.invalidThis)("Dir");
			return this._path;
		}
		close(callback) {
			if (callback === void 0) {
				if (this.closed) return Promise.reject(dirClosed());
				return new Promise((resolve, reject) => {
					this.close((err) => {
						if (err) reject(err);
						else resolve();
					});
				});
			}
			const cb = callback;
			(0, util_1.validateCallback)(cb);
			if (this.closed) {
				process.nextTick(cb, dirClosed());
				return;
			}
			const queued = this.operationQueue;
			if (queued !== null) {
				queued.push(() => {
					this.close(cb);
				});
				return;
			}
			this.closed = true;
			process.nextTick(cb, null);
		}
		closeSync() {
			if (this.closed) throw dirClosed();
			if (this.operationQueue !== null) throw dirBusy();
			this.closed = true;
		}
		read(callback) {
			if (arguments.length === 0) return this.readPromise();
			return this.readImpl(callback);
		}
		readSync() {
			if (this.closed) throw dirClosed();
			if (this.operationQueue !== null) throw dirBusy();
			return this.readBase();
		}
		async *entries() {
			try {
				while (true) {
					const entry = await this.read();
					if (entry === null) break;
					yield entry;
				}
			} finally {
				await this.close();
			}
		}
		async [Symbol.asyncDispose]() {
			if (this.closed) return;
			await this.close();
		}
		[Symbol.dispose]() {
			if (this.closed) return;
			this.closeSync();
		}
	};
	exports.Dir = Dir;
	Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
		enumerable: false,
		writable: true,
		configurable: true,
		value: Dir.prototype.entries
	});
}));

// node_modules/@jsonjoy.com/fs-node/lib/volume.js
var require_volume = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.FSWatcher = exports.StatWatcher = exports.Volume = void 0;
	exports.pathToSteps = pathToSteps;
	exports.dataToStr = dataToStr;
	exports.toUnixTimestamp = toUnixTimestamp;
	const path_1 = require_path$1();
	const fs_core_1 = require_lib$5();
	const Stats_1 = require_Stats();
	const Dirent_1 = require_Dirent();
	const StatFs_1 = require_StatFs();
	const glob_1 = require_glob();
	const buffer_1 = require_buffer();
	const setTimeoutUnref_1 = require_setTimeoutUnref();
	const stream_1 = require_stream();
	const fs_node_utils_1 = require_lib$6();
	const events_1 = require_events();
	const FileHandle_1 = require_FileHandle();
	const util_1 = require_util$1();
	const FsPromises_1 = require_FsPromises();
	const fs_print_1 = require_lib$3();
	const fsSnapshot = require_lib$2();
	const fs_node_utils_2 = require_lib$6();
	const argErrors_1 = require_argErrors();
	const validators_1 = require_validators();
	const options_1 = require_options();
	const util_2 = require_util$2();
	const readWriteArgs_1 = require_readWriteArgs();
	const Dir_1 = require_Dir();
	const cp_1 = require_cp();
	const { O_SYMLINK, F_OK, R_OK, W_OK, X_OK } = fs_node_utils_1.constants;
	const kMinPoolSpace = 128;
	function pathToSteps(path) {
		return (0, fs_core_1.filenameToSteps)((0, util_2.pathToFilename)(path));
	}
	function dataToStr(data, encoding = fs_node_utils_1.ENCODING_UTF8) {
		if (buffer_1.Buffer.isBuffer(data)) return data.toString(encoding);
		else if (data instanceof Uint8Array) return (0, buffer_1.bufferFrom)(data).toString(encoding);
		else return String(data);
	}
	function toUnixTimestamp(time) {
		if (typeof time === "string" && +time == time) return +time;
		if (time instanceof Date) return time.getTime() / 1e3;
		if (isFinite(time)) {
			if (time < 0) return Date.now() / 1e3;
			return time;
		}
		throw new Error("Cannot parse time: " + time);
	}
	function validateUid(uid) {
		if (typeof uid !== "number") throw TypeError(fs_node_utils_2.ERRSTR.UID);
	}
	function validateGid(gid) {
		if (typeof gid !== "number") throw TypeError(fs_node_utils_2.ERRSTR.GID);
	}
	/**
	* `Volume` represents a file system.
	*/
	var Volume = class {
		get promises() {
			if (this.promisesApi === null) throw new Error("Promise is not supported in this environment.");
			return this.promisesApi;
		}
		constructor(_core = new fs_core_1.Superblock()) {
			this._core = _core;
			this.promisesApi = new FsPromises_1.FsPromises(this, FileHandle_1.FileHandle);
			this.openSync = (path, flags, mode = 438) => {
				const modeNum = (0, util_2.modeToNumber)(mode);
				const fileName = (0, util_2.pathToFilename)(path);
				const flagsNum = (0, util_2.flagsToNumber)(flags);
				return this._core.open(fileName, flagsNum, modeNum, !(flagsNum & O_SYMLINK));
			};
			this.open = (path, flags, a, b) => {
				let mode = a;
				let callback = b;
				if (typeof a === "function") {
					mode = 438;
					callback = a;
				}
				mode = mode || 438;
				const modeNum = (0, util_2.modeToNumber)(mode);
				const fileName = (0, util_2.pathToFilename)(path);
				const flagsNum = (0, util_2.flagsToNumber)(flags);
				this.wrapAsync(this._core.open, [
					fileName,
					flagsNum,
					modeNum,
					!(flagsNum & O_SYMLINK)
				], callback);
			};
			this.closeSync = (fd) => {
				this._core.close(fd);
			};
			this.close = (fd, callback) => {
				(0, fs_core_1.validateFd)(fd);
				const file = this._core.getFileByFdOrThrow(fd, "close");
				this.wrapAsync(this._core.close, [file.fd], callback);
			};
			this.readv = (fd, buffers, a, b) => {
				(0, validators_1.validateInt32)(fd, "fd", 0);
				const [position, callback] = (0, readWriteArgs_1.getVectorCallbackArgs)(buffers, a, b);
				Promise.resolve().then(() => {
					try {
						if (!buffers.length) throw (0, util_2.createError)("EINVAL", "read");
						callback(null, this._core.readv(fd, buffers, position), buffers);
					} catch (err) {
						callback(err, 0, buffers);
					}
				});
			};
			this.readvSync = (fd, buffers, position) => {
				const seek = (0, readWriteArgs_1.getVectorArgs)(buffers, position);
				(0, fs_core_1.validateFd)(fd);
				if (!buffers.length) throw (0, util_2.createError)("EINVAL", "read");
				return this._core.readv(fd, buffers, seek);
			};
			this._readfile = (id, flagsNum, encoding) => {
				let result;
				const userOwnsFd = typeof id === "number" && (0, fs_core_1.isFd)(id);
				let fd;
				if (userOwnsFd) fd = id;
				else fd = this.openSync(id, flagsNum);
				try {
					const file = this._core.getFileByFdOrThrow(fd, "fstat");
					if (file.node.isDirectory()) throw (0, util_2.createError)("EISDIR", "read");
					const buffer = file.getBuffer();
					const start = userOwnsFd ? Math.min(file.position, buffer.length) : 0;
					file.position = buffer.length;
					result = (0, util_2.bufferToEncoding)(start ? buffer.subarray(start) : buffer, encoding);
				} finally {
					if (!userOwnsFd) this.closeSync(fd);
				}
				return result;
			};
			this.readFileSync = (file, options) => {
				const opts = (0, options_1.getReadFileOptions)(options);
				const flagsNum = (0, util_2.flagsToNumber)(opts.flag);
				return this._readfile(file, flagsNum, opts.encoding);
			};
			this.readFile = (id, a, b) => {
				const [opts, callback] = (0, options_1.optsAndCbGenerator)(options_1.getReadFileOptions)(a, b);
				const flagsNum = (0, util_2.flagsToNumber)(opts.flag);
				this.wrapAsync(this._readfile, [
					id,
					flagsNum,
					opts.encoding
				], callback);
			};
			this.writeSync = (fd, a, b, c, d) => {
				const [, buf, offset, length, position] = (0, util_2.getWriteSyncArgs)(fd, a, b, c, d);
				return this._write(fd, buf, offset, length, position);
			};
			this.write = (fd, a, b, c, d, e) => {
				const [, , buf, offset, length, position, cb] = (0, util_2.getWriteArgs)(fd, a, b, c, d, e);
				Promise.resolve().then(() => {
					try {
						cb(null, this._write(fd, buf, offset, length, position), a);
					} catch (err) {
						cb(err, 0, a);
					}
				});
			};
			this.writev = (fd, buffers, a, b) => {
				(0, validators_1.validateInt32)(fd, "fd", 0);
				const [position, callback] = (0, readWriteArgs_1.getVectorCallbackArgs)(buffers, a, b);
				if (!buffers.length) {
					queueMicrotask(() => callback(null, 0, buffers));
					return;
				}
				Promise.resolve().then(() => {
					try {
						callback(null, this.writevBase(fd, buffers, position), buffers);
					} catch (err) {
						callback(err, 0, buffers);
					}
				});
			};
			this.writevSync = (fd, buffers, position) => {
				const seek = (0, readWriteArgs_1.getVectorArgs)(buffers, position);
				if (!buffers.length) return 0;
				(0, fs_core_1.validateFd)(fd);
				return this.writevBase(fd, buffers, seek);
			};
			this.writeFileSync = (id, data, options) => {
				const opts = (0, options_1.getWriteFileOptions)(options);
				const flagsNum = (0, util_2.flagsToNumber)(opts.flag);
				const modeNum = (0, util_2.modeToNumber)(opts.mode);
				const buf = (0, fs_core_1.dataToBuffer)(data, opts.encoding);
				this._core.writeFile(id, buf, flagsNum, modeNum);
			};
			this.writeFile = (id, data, a, b) => {
				let options = a;
				let callback = b;
				if (typeof a === "function") [options, callback] = [options_1.writeFileDefaults, a];
				const cb = (0, util_2.validateCallback)(callback);
				const opts = (0, options_1.getWriteFileOptions)(options);
				const flagsNum = (0, util_2.flagsToNumber)(opts.flag);
				const modeNum = (0, util_2.modeToNumber)(opts.mode);
				const buf = (0, fs_core_1.dataToBuffer)(data, opts.encoding);
				this.wrapAsync(this._core.writeFile, [
					id,
					buf,
					flagsNum,
					modeNum
				], cb);
			};
			this.copyFileSync = (src, dest, flags) => {
				const srcFilename = (0, util_2.pathToFilename)(src);
				const destFilename = (0, util_2.pathToFilename)(dest);
				(0, cp_1.copyFileCore)(this._core, srcFilename, destFilename, (0, cp_1.getValidCopyFileMode)(flags));
			};
			this.copyFile = (src, dest, a, b) => {
				const srcFilename = (0, util_2.pathToFilename)(src);
				const destFilename = (0, util_2.pathToFilename)(dest);
				let flags;
				let callback;
				if (typeof a === "function") [flags, callback] = [0, a];
				else [flags, callback] = [a, b];
				(0, util_2.validateCallback)(callback);
				const flagsNum = (0, cp_1.getValidCopyFileMode)(flags);
				Promise.resolve().then(() => {
					try {
						(0, cp_1.copyFileCore)(this._core, srcFilename, destFilename, flagsNum);
					} catch (error) {
						callback(error);
						return;
					}
					callback(null);
				});
			};
			this.linkSync = (existingPath, newPath) => {
				const existingPathFilename = (0, util_2.pathToFilename)(existingPath);
				const newPathFilename = (0, util_2.pathToFilename)(newPath);
				this._core.link(existingPathFilename, newPathFilename);
			};
			this.link = (existingPath, newPath, callback) => {
				const existingPathFilename = (0, util_2.pathToFilename)(existingPath);
				const newPathFilename = (0, util_2.pathToFilename)(newPath);
				this.wrapAsync(this._core.link, [existingPathFilename, newPathFilename], callback);
			};
			this.unlinkSync = (path) => {
				const filename = (0, util_2.pathToFilename)(path);
				this._core.unlink(filename);
			};
			this.unlink = (path, callback) => {
				const filename = (0, util_2.pathToFilename)(path);
				this.wrapAsync(this._core.unlink, [filename], callback);
			};
			/**
			* `type` argument works only on Windows.
			* @param target
			* @param path
			* @param type
			*/
			this.symlinkSync = (target, path, type) => {
				const targetFilename = (0, util_2.pathToFilename)(target);
				const pathFilename = (0, util_2.pathToFilename)(path);
				this._core.symlink(targetFilename, pathFilename);
			};
			this.symlink = (target, path, a, b) => {
				const callback = (0, util_2.validateCallback)(typeof a === "function" ? a : b);
				const targetFilename = (0, util_2.pathToFilename)(target);
				const pathFilename = (0, util_2.pathToFilename)(path);
				this.wrapAsync(this._core.symlink, [targetFilename, pathFilename], callback);
			};
			this._lstat = (filename, bigint = false, throwIfNoEntry = false) => {
				let link;
				try {
					link = this._core.getLinkOrThrow(filename, "lstat");
				} catch (err) {
					if (err.code === "ENOENT" && !throwIfNoEntry) return void 0;
					else throw err;
				}
				return Stats_1.default.build(link.getNode(), bigint);
			};
			this.lstatSync = (path, options) => {
				const { throwIfNoEntry = true, bigint = false } = (0, options_1.getStatOptions)(options);
				return this._lstat((0, util_2.pathToFilename)(path), bigint, throwIfNoEntry);
			};
			this.renameSync = (oldPath, newPath) => {
				const oldPathFilename = (0, util_2.pathToFilename)(oldPath);
				const newPathFilename = (0, util_2.pathToFilename)(newPath);
				this._core.rename(oldPathFilename, newPathFilename);
			};
			this.rename = (oldPath, newPath, callback) => {
				const oldPathFilename = (0, util_2.pathToFilename)(oldPath);
				const newPathFilename = (0, util_2.pathToFilename)(newPath);
				this.wrapAsync(this._core.rename, [oldPathFilename, newPathFilename], callback);
			};
			this.existsSync = (path) => {
				try {
					return this._exists((0, util_2.pathToFilename)(path)).ok;
				} catch (err) {
					return false;
				}
			};
			this.exists = (path, callback) => {
				const filename = (0, util_2.pathToFilename)(path);
				if (typeof callback !== "function") throw Error(fs_node_utils_2.ERRSTR.CB);
				Promise.resolve().then(() => {
					try {
						callback(this._exists(filename).ok);
					} catch (err) {
						callback(false);
					}
				});
			};
			this.accessSync = (path, mode = F_OK) => {
				const filename = (0, util_2.pathToFilename)(path);
				mode = mode | 0;
				this._access(filename, mode);
			};
			this.access = (path, a, b) => {
				let mode = F_OK;
				let callback;
				if (typeof a !== "function") [mode, callback] = [a | 0, (0, util_2.validateCallback)(b)];
				else callback = a;
				const filename = (0, util_2.pathToFilename)(path);
				this.wrapAsync(this._access, [filename, mode], callback);
			};
			this.appendFileSync = (id, data, options) => {
				const opts = (0, options_1.getAppendFileOpts)(options);
				if (!opts.flag || (0, fs_core_1.isFd)(id)) opts.flag = "a";
				this.writeFileSync(id, data, opts);
			};
			this.appendFile = (id, data, a, b) => {
				const [opts, callback] = (0, options_1.getAppendFileOptsAndCb)(a, b);
				if (!opts.flag || (0, fs_core_1.isFd)(id)) opts.flag = "a";
				this.writeFile(id, data, opts, callback);
			};
			this._readdir = (filename, options) => {
				(0, fs_core_1.filenameToSteps)(filename);
				const link = this._core.getResolvedLinkOrThrow(filename, "scandir");
				const node = link.getNode();
				if (!node.isDirectory()) throw (0, util_2.createError)("ENOTDIR", "scandir", filename);
				if (!node.canRead()) throw (0, util_2.createError)("EACCES", "scandir", filename);
				const list = [];
				for (const name of link.children.keys()) {
					const child = link.getChild(name);
					if (!child || name === "." || name === "..") continue;
					list.push(Dirent_1.default.build(child, options.encoding));
					if (options.recursive && child.children.size) {
						const recurseOptions = {
							...options,
							recursive: true,
							withFileTypes: true
						};
						const childList = this._readdir(child.getPath(), recurseOptions);
						list.push(...childList);
					}
				}
				if (!fs_core_1.isWin && options.encoding !== "buffer") list.sort((a, b) => {
					if (a.name < b.name) return -1;
					if (a.name > b.name) return 1;
					return 0;
				});
				if (options.withFileTypes) return list;
				let filename2 = filename;
				if (fs_core_1.isWin) filename2 = filename2.replace(/\\/g, "/");
				return list.map((dirent) => {
					if (options.recursive) {
						let fullPath = (0, fs_node_utils_2.pathJoin)(dirent.parentPath, dirent.name.toString());
						if (fs_core_1.isWin) fullPath = fullPath.replace(/\\/g, "/");
						return fullPath.replace(filename2 + path_1.posix.sep, "");
					}
					return dirent.name;
				});
			};
			this.readdirSync = (path, options) => {
				const opts = (0, options_1.getReaddirOptions)(options);
				const filename = (0, util_2.pathToFilename)(path);
				return this._readdir(filename, opts);
			};
			this.readdir = (path, a, b) => {
				const [options, callback] = (0, options_1.getReaddirOptsAndCb)(a, b);
				const filename = (0, util_2.pathToFilename)(path);
				this.wrapAsync(this._readdir, [filename, options], callback);
			};
			this._readlink = (filename, encoding) => {
				const node = this._core.getLinkOrThrow(filename, "readlink").getNode();
				if (!node.isSymlink()) throw (0, util_2.createError)("EINVAL", "readlink", filename);
				return (0, fs_node_utils_1.strToEncoding)(node.symlink, encoding);
			};
			this.readlinkSync = (path, options) => {
				const opts = (0, options_1.getDefaultOpts)(options);
				const filename = (0, util_2.pathToFilename)(path);
				return this._readlink(filename, opts.encoding);
			};
			this.readlink = (path, a, b) => {
				const [opts, callback] = (0, options_1.getDefaultOptsAndCb)(a, b);
				const filename = (0, util_2.pathToFilename)(path);
				this.wrapAsync(this._readlink, [filename, opts.encoding], callback);
			};
			this._fsync = (fd) => {
				this._core.getFileByFdOrThrow(fd, "fsync");
			};
			this.fsyncSync = (fd) => {
				this._fsync(fd);
			};
			this.fsync = (fd, callback) => {
				this.wrapAsync(this._fsync, [fd], callback);
			};
			this._fdatasync = (fd) => {
				this._core.getFileByFdOrThrow(fd, "fdatasync");
			};
			this.fdatasyncSync = (fd) => {
				this._fdatasync(fd);
			};
			this.fdatasync = (fd, callback) => {
				this.wrapAsync(this._fdatasync, [fd], callback);
			};
			this._ftruncate = (fd, len) => {
				this._core.ftruncate(fd, len);
			};
			this.ftruncateSync = (fd, len) => {
				this._ftruncate(fd, len);
			};
			this.ftruncate = (fd, a, b) => {
				const len = typeof a === "number" ? a : 0;
				const callback = (0, util_2.validateCallback)(typeof a === "number" ? b : a);
				this.wrapAsync(this._ftruncate, [fd, len], callback);
			};
			this._truncate = (path, len) => {
				const fd = this.openSync(path, "r+");
				try {
					this.ftruncateSync(fd, len);
				} finally {
					this.closeSync(fd);
				}
			};
			/**
			* `id` should be a file descriptor or a path. `id` as file descriptor will
			* not be supported soon.
			*/
			this.truncateSync = (id, len) => {
				if ((0, fs_core_1.isFd)(id)) return this.ftruncateSync(id, len);
				this._truncate(id, len);
			};
			this.truncate = (id, a, b) => {
				const len = typeof a === "number" ? a : 0;
				const callback = (0, util_2.validateCallback)(typeof a === "number" ? b : a);
				if ((0, fs_core_1.isFd)(id)) return this.ftruncate(id, len, callback);
				this.wrapAsync(this._truncate, [id, len], callback);
			};
			this._futimes = (fd, atime, mtime) => {
				this._core.futimes(fd, atime, mtime);
			};
			this.futimesSync = (fd, atime, mtime) => {
				this._futimes(fd, toUnixTimestamp(atime), toUnixTimestamp(mtime));
			};
			this.futimes = (fd, atime, mtime, callback) => {
				this.wrapAsync(this._futimes, [
					fd,
					toUnixTimestamp(atime),
					toUnixTimestamp(mtime)
				], callback);
			};
			this._utimes = (filename, atime, mtime, followSymlinks = true) => {
				this._core.utimes(filename, atime, mtime, followSymlinks);
			};
			this.utimesSync = (path, atime, mtime) => {
				this._utimes((0, util_2.pathToFilename)(path), toUnixTimestamp(atime), toUnixTimestamp(mtime), true);
			};
			this.utimes = (path, atime, mtime, callback) => {
				this.wrapAsync(this._utimes, [
					(0, util_2.pathToFilename)(path),
					toUnixTimestamp(atime),
					toUnixTimestamp(mtime),
					true
				], callback);
			};
			this.lutimesSync = (path, atime, mtime) => {
				this._utimes((0, util_2.pathToFilename)(path), toUnixTimestamp(atime), toUnixTimestamp(mtime), false);
			};
			this.lutimes = (path, atime, mtime, callback) => {
				this.wrapAsync(this._utimes, [
					(0, util_2.pathToFilename)(path),
					toUnixTimestamp(atime),
					toUnixTimestamp(mtime),
					false
				], callback);
			};
			this.mkdirSync = (path, options) => {
				const opts = (0, options_1.getMkdirOptions)(options);
				const modeNum = (0, util_2.modeToNumber)(opts.mode, 511);
				const filename = (0, util_2.pathToFilename)(path);
				if (opts.recursive) return this._core.mkdirp(filename, modeNum);
				this._core.mkdir(filename, modeNum);
			};
			this.mkdir = (path, a, b) => {
				const opts = (0, options_1.getMkdirOptions)(a);
				const callback = (0, util_2.validateCallback)(typeof a === "function" ? a : b);
				const modeNum = (0, util_2.modeToNumber)(opts.mode, 511);
				const filename = (0, util_2.pathToFilename)(path);
				if (opts.recursive) this.wrapAsync(this._core.mkdirp, [filename, modeNum], callback);
				else this.wrapAsync(this._core.mkdir, [filename, modeNum], callback);
			};
			this._mkdtemp = (prefix, encoding, retry = 5) => {
				const filename = prefix + (0, util_2.genRndStr6)();
				try {
					this._core.mkdir(filename, 511);
					return (0, fs_node_utils_1.strToEncoding)(filename, encoding);
				} catch (err) {
					if (err.code === "EEXIST") {
						if (retry > 1) return this._mkdtemp(prefix, encoding, retry - 1);
						else throw Error("Could not create temp dir.");
					} else throw err;
				}
			};
			this.mkdtempSync = (prefix, options) => {
				const { encoding } = (0, options_1.getDefaultOpts)(options);
				if (!prefix || typeof prefix !== "string") throw new TypeError("filename prefix is required");
				(0, util_2.nullCheck)(prefix);
				return this._mkdtemp(prefix, encoding);
			};
			this.mkdtemp = (prefix, a, b) => {
				const [{ encoding }, callback] = (0, options_1.getDefaultOptsAndCb)(a, b);
				if (!prefix || typeof prefix !== "string") throw new TypeError("filename prefix is required");
				if (!(0, util_2.nullCheck)(prefix)) return;
				this.wrapAsync(this._mkdtemp, [prefix, encoding], callback);
			};
			this.rmdirSync = (path, options) => {
				const opts = (0, options_1.getRmdirOptions)(options);
				this._core.rmdir((0, util_2.pathToFilename)(path), opts.recursive);
			};
			this.rmdir = (path, a, b) => {
				const opts = (0, options_1.getRmdirOptions)(a);
				const callback = (0, util_2.validateCallback)(typeof a === "function" ? a : b);
				this.wrapAsync(this._core.rmdir, [(0, util_2.pathToFilename)(path), opts.recursive], callback);
			};
			this.rmSync = (path, options) => {
				this._core.rm((0, util_2.pathToFilename)(path), options?.force, options?.recursive);
			};
			this.rm = (path, a, b) => {
				const [opts, callback] = (0, options_1.getRmOptsAndCb)(a, b);
				this.wrapAsync(this._core.rm, [
					(0, util_2.pathToFilename)(path),
					opts?.force,
					opts?.recursive
				], callback);
			};
			this._fchmod = (fd, modeNum) => {
				this._core.fchmod(fd, modeNum);
			};
			this.fchmodSync = (fd, mode) => {
				this._fchmod(fd, (0, util_2.modeToNumber)(mode));
			};
			this.fchmod = (fd, mode, callback) => {
				this.wrapAsync(this._fchmod, [fd, (0, util_2.modeToNumber)(mode)], callback);
			};
			this._chmod = (filename, modeNum, followSymlinks = true) => {
				if (followSymlinks) this._core.chmod(filename, modeNum);
				else this._core.lchmod(filename, modeNum);
			};
			this.chmodSync = (path, mode) => {
				const modeNum = (0, util_2.modeToNumber)(mode);
				const filename = (0, util_2.pathToFilename)(path);
				this._chmod(filename, modeNum, true);
			};
			this.chmod = (path, mode, callback) => {
				const modeNum = (0, util_2.modeToNumber)(mode);
				const filename = (0, util_2.pathToFilename)(path);
				this.wrapAsync(this._chmod, [filename, modeNum], callback);
			};
			this._lchmod = (filename, modeNum) => {
				this._core.lchmod(filename, modeNum);
			};
			this.lchmodSync = (path, mode) => {
				const modeNum = (0, util_2.modeToNumber)(mode);
				const filename = (0, util_2.pathToFilename)(path);
				this._lchmod(filename, modeNum);
			};
			this.lchmod = (path, mode, callback) => {
				const modeNum = (0, util_2.modeToNumber)(mode);
				const filename = (0, util_2.pathToFilename)(path);
				this.wrapAsync(this._lchmod, [filename, modeNum], callback);
			};
			this._fchown = (fd, uid, gid) => {
				this._core.fchown(fd, uid, gid);
			};
			this.fchownSync = (fd, uid, gid) => {
				validateUid(uid);
				validateGid(gid);
				this._fchown(fd, uid, gid);
			};
			this.fchown = (fd, uid, gid, callback) => {
				validateUid(uid);
				validateGid(gid);
				this.wrapAsync(this._fchown, [
					fd,
					uid,
					gid
				], callback);
			};
			this._chown = (filename, uid, gid) => {
				this._core.chown(filename, uid, gid);
			};
			this.chownSync = (path, uid, gid) => {
				validateUid(uid);
				validateGid(gid);
				this._chown((0, util_2.pathToFilename)(path), uid, gid);
			};
			this.chown = (path, uid, gid, callback) => {
				validateUid(uid);
				validateGid(gid);
				this.wrapAsync(this._chown, [
					(0, util_2.pathToFilename)(path),
					uid,
					gid
				], callback);
			};
			this._lchown = (filename, uid, gid) => {
				this._core.lchown(filename, uid, gid);
			};
			this.lchownSync = (path, uid, gid) => {
				validateUid(uid);
				validateGid(gid);
				this._lchown((0, util_2.pathToFilename)(path), uid, gid);
			};
			this.lchown = (path, uid, gid, callback) => {
				validateUid(uid);
				validateGid(gid);
				this.wrapAsync(this._lchown, [
					(0, util_2.pathToFilename)(path),
					uid,
					gid
				], callback);
			};
			this.statWatchers = {};
			this.cpSync = (src, dest, options) => {
				const opts_ = (0, cp_1.getCpOptions)(options);
				const srcFilename = (0, util_2.pathToFilename)(src);
				const destFilename = (0, util_2.pathToFilename)(dest);
				(0, cp_1.cpSync)(this, srcFilename, destFilename, opts_);
			};
			this.cp = (src, dest, a, b) => {
				let options;
				let callback;
				if (typeof a === "function") [options, callback] = [void 0, a];
				else [options, callback] = [a, b];
				(0, util_2.validateCallback)(callback);
				const opts_ = (0, cp_1.getCpOptions)(options);
				const srcFilename = (0, util_2.pathToFilename)(src);
				const destFilename = (0, util_2.pathToFilename)(dest);
				(0, cp_1.cpAsync)(this, srcFilename, destFilename, opts_).then(() => callback(null, void 0), (error) => callback(error));
			};
			this.openAsBlob = async (path, options) => {
				const filename = (0, util_2.pathToFilename)(path);
				let link;
				try {
					link = this._core.getResolvedLinkOrThrow(filename, "open");
				} catch (error) {
					if (error && typeof error === "object" && error.code === "ENOENT") throw (0, argErrors_1.withNativeCode)(/* @__PURE__ */ new TypeError("Unable to open file as blob"), "ERR_INVALID_ARG_VALUE");
					throw error;
				}
				const buffer = link.getNode().getBuffer();
				const type = options?.type || "";
				return new Blob([buffer], { type });
			};
			this.glob = (pattern, options, callback) => {
				if (typeof options === "function") {
					callback = options;
					options = void 0;
				}
				const cb = (0, util_2.validateCallback)(callback);
				const walk = (0, glob_1.globWalk)(this, pattern, options);
				Promise.resolve().then(() => {
					const results = [];
					for (const match of walk) results.push(match);
					return results;
				}).then((results) => cb(null, results), cb);
			};
			this.globSync = (pattern, options) => (0, glob_1.globSync)(this, pattern, options);
			/** @param errorPath Empty for the synchronous form, whose errors carry no `err.path`. */
			this._opendir = (filename, options, path, errorPath) => {
				const result = this._core.getResolvedLinkResult(filename, "opendir");
				if (!result.ok) throw (0, util_2.createError)(result.err.code, "opendir", errorPath);
				const link = result.value;
				const node = link.getNode();
				if (!node.isDirectory()) throw (0, util_2.createError)("ENOTDIR", "opendir", errorPath);
				if (!node.canRead()) throw (0, util_2.createError)("EACCES", "opendir", errorPath);
				return new Dir_1.Dir(link, path, options);
			};
			this.opendirSync = (path, options) => {
				const filename = (0, util_2.pathToFilename)(path);
				const opts = (0, options_1.getOpendirOptions)(options);
				return this._opendir(filename, opts, path instanceof Uint8Array ? (0, buffer_1.bufferFrom)(path) : filename, "");
			};
			this.opendir = (path, a, b) => {
				const [options, callback] = (0, options_1.getOpendirOptsAndCb)(a, b);
				const filename = (0, util_2.pathToFilename)(path);
				const dirPath = path instanceof Uint8Array ? (0, buffer_1.bufferFrom)(path) : filename;
				this.wrapAsync(this._opendir, [
					filename,
					options,
					dirPath,
					filename
				], callback);
			};
			const self = this;
			this.StatWatcher = class extends StatWatcher {
				constructor() {
					super(self);
				}
			};
			const _ReadStream = FsReadStream;
			this.ReadStream = class extends _ReadStream {
				constructor(...args) {
					super(self, ...args);
				}
			};
			const _WriteStream = FsWriteStream;
			this.WriteStream = class extends _WriteStream {
				constructor(...args) {
					super(self, ...args);
				}
			};
			this.FSWatcher = class extends FSWatcher {
				constructor() {
					super(self);
				}
			};
			const _realpath = (filename, encoding) => {
				const realLink = this._core.getResolvedLinkOrThrow(filename, "realpath");
				return (0, fs_node_utils_1.strToEncoding)(realLink.getPath() || "/", encoding);
			};
			const realpathImpl = (path, a, b) => {
				const [opts, callback] = (0, options_1.getRealpathOptsAndCb)(a, b);
				const pathFilename = (0, util_2.pathToFilename)(path);
				self.wrapAsync(_realpath, [pathFilename, opts.encoding], callback);
			};
			const realpathSyncImpl = (path, options) => _realpath((0, util_2.pathToFilename)(path), (0, options_1.getRealpathOptions)(options).encoding);
			this.realpath = realpathImpl;
			this.realpath.native = realpathImpl;
			this.realpathSync = realpathSyncImpl;
			this.realpathSync.native = realpathSyncImpl;
			this.readSync = function(fd, a, b, c, d) {
				const { buffer, offset, length, position } = (0, readWriteArgs_1.getReadSyncArgs)(arguments.length, a, b, c, d);
				(0, fs_core_1.validateFd)(fd);
				return self._core.read(fd, buffer, offset, length, position);
			};
			this.read = function(fd, a, b, c, d, e) {
				(0, validators_1.validateInt32)(fd, "fd", 0);
				const { buffer, offset, length, position, callback } = (0, readWriteArgs_1.getReadArgs)(arguments.length, a, b, c, d, e);
				if (length === 0) {
					queueMicrotask(() => callback(null, 0, buffer));
					return;
				}
				Promise.resolve().then(() => {
					try {
						callback(null, self._core.read(fd, buffer, offset, length, position), buffer);
					} catch (err) {
						callback(err, 0, buffer);
					}
				});
			};
		}
		wrapAsync(method, args, callback) {
			(0, util_2.validateCallback)(callback);
			Promise.resolve().then(() => {
				let result;
				try {
					result = method.apply(this, args);
				} catch (err) {
					callback(err);
					return;
				}
				callback(null, result);
			});
		}
		reset() {
			this._core.reset();
		}
		toJSON(paths, json = {}, isRelative = false, asBuffer = false) {
			return this._core.toJSON(paths, json, isRelative, asBuffer);
		}
		fromJSON(json, cwd) {
			return this._core.fromJSON(json, cwd);
		}
		fromNestedJSON(json, cwd) {
			return this._core.fromNestedJSON(json, cwd);
		}
		mountSync(mountpoint, json) {
			this._core.fromJSON(json, mountpoint);
		}
		_write(fd, buf, offset, length, position) {
			return this._core.write(fd, buf, offset, length, position);
		}
		writevBase(fd, buffers, position) {
			this._core.getFileByFdOrThrow(fd, "write");
			let p = position;
			let bytesWritten = 0;
			const length = buffers.length;
			for (let i = 0; i < length; i++) {
				const buffer = buffers[i];
				const nodeBuf = buffer_1.Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
				const bytes = this._core.write(fd, nodeBuf, 0, nodeBuf.byteLength, p);
				if (p !== null) p += bytes;
				bytesWritten += bytes;
				if (bytes < nodeBuf.byteLength) break;
			}
			return bytesWritten;
		}
		lstat(path, a, b) {
			const [{ throwIfNoEntry = true, bigint = false }, callback] = (0, options_1.getStatOptsAndCb)(a, b);
			this.wrapAsync(this._lstat, [
				(0, util_2.pathToFilename)(path),
				bigint,
				throwIfNoEntry
			], callback);
		}
		_stat(filename, bigint = false, throwIfNoEntry = true) {
			const result = this._core.getResolvedLinkResult(filename, "stat");
			if (result.ok) return (0, fs_core_1.Ok)(Stats_1.default.build(result.value.getNode(), bigint));
			if (result.err.code === "ENOENT" && !throwIfNoEntry) return (0, fs_core_1.Ok)(void 0);
			else return result;
		}
		_statOrThrow(filename, bigint = false, throwIfNoEntry = true) {
			const result = this._stat(filename, bigint, throwIfNoEntry);
			if (result.ok) return result.value;
			else throw result.err.toError();
		}
		statSync(path, options) {
			const { bigint = true, throwIfNoEntry = true } = (0, options_1.getStatOptions)(options);
			const result = this._stat((0, util_2.pathToFilename)(path), bigint, throwIfNoEntry);
			if (result.ok) return result.value;
			else throw result.err.toError();
		}
		stat(path, a, b) {
			const [{ bigint = false, throwIfNoEntry = true }, callback] = (0, options_1.getStatOptsAndCb)(a, b);
			this.wrapAsync(this._statOrThrow, [
				(0, util_2.pathToFilename)(path),
				bigint,
				throwIfNoEntry
			], callback);
		}
		fstatBase(fd, bigint = false) {
			const file = this._core.getFileByFd(fd);
			if (!file) throw (0, util_2.createError)("EBADF", "fstat");
			return Stats_1.default.build(file.node, bigint);
		}
		fstatSync(fd, options) {
			return this.fstatBase(fd, (0, options_1.getStatOptions)(options).bigint);
		}
		fstat(fd, a, b) {
			const [opts, callback] = (0, options_1.getStatOptsAndCb)(a, b);
			this.wrapAsync(this.fstatBase, [fd, opts.bigint], callback);
		}
		_exists(filename) {
			const result = this._stat(filename);
			return result.ok ? (0, fs_core_1.Ok)(true) : result;
		}
		_access(filename, mode) {
			const node = this._core.getResolvedLinkOrThrow(filename, "access").getNode();
			if (mode === F_OK) return;
			if (mode & R_OK && !node.canRead()) throw (0, util_2.createError)("EACCES", "access", filename);
			if (mode & W_OK && !node.canWrite()) throw (0, util_2.createError)("EACCES", "access", filename);
			if (mode & X_OK && !node.canExecute()) throw (0, util_2.createError)("EACCES", "access", filename);
		}
		watchFile(path, a, b) {
			const filename = (0, util_2.pathToFilename)(path);
			let options = a;
			let listener = b;
			if (typeof options === "function") {
				listener = a;
				options = null;
			}
			if (typeof listener !== "function") throw new TypeError("The \"listener\" argument must be of type function. Received " + typeof listener);
			let interval = 5007;
			let persistent = true;
			let bigint = false;
			if (options && typeof options === "object") {
				if (options.interval !== void 0) {
					if (typeof options.interval !== "number") throw new TypeError("The \"options.interval\" property must be of type number. Received " + typeof options.interval);
					if (!Number.isInteger(options.interval) || options.interval < 0 || options.interval > 4294967295) throw new RangeError(`The value of "options.interval" is out of range. It must be an integer >= 0 && <= 4294967295. Received ${options.interval}`);
					interval = options.interval;
				}
				if (typeof options.persistent === "boolean") persistent = options.persistent;
				if (typeof options.bigint === "boolean") bigint = options.bigint;
			}
			let watcher = this.statWatchers[filename];
			if (!watcher) {
				watcher = new this.StatWatcher();
				watcher.start(filename, persistent, interval, bigint);
				this.statWatchers[filename] = watcher;
			}
			watcher.addListener("change", listener);
			return watcher;
		}
		unwatchFile(path, listener) {
			const filename = (0, util_2.pathToFilename)(path);
			const watcher = this.statWatchers[filename];
			if (!watcher) return;
			if (typeof listener === "function") watcher.removeListener("change", listener);
			else watcher.removeAllListeners("change");
			if (watcher.listenerCount("change") === 0) {
				watcher.stop();
				delete this.statWatchers[filename];
			}
		}
		createReadStream(path, options) {
			return new this.ReadStream(path, options);
		}
		createWriteStream(path, options) {
			return new this.WriteStream(path, options);
		}
		watch(path, options, listener) {
			const filename = (0, util_2.pathToFilename)(path);
			let givenOptions = options;
			if (typeof options === "function") {
				listener = options;
				givenOptions = null;
			}
			let { persistent, recursive, encoding, signal, throwIfNoEntry, ignore } = (0, options_1.getDefaultOpts)(givenOptions);
			if (persistent === void 0) persistent = true;
			if (recursive === void 0) recursive = false;
			const watcher = new this.FSWatcher();
			try {
				watcher.start(filename, persistent, recursive, encoding, ignore);
			} catch (err) {
				if (throwIfNoEntry === false && err.code === "ENOENT") return watcher;
				throw err;
			}
			if (listener) watcher.addListener("change", listener);
			if (signal) {
				if (signal.aborted) watcher.close();
				else {
					const onAbort = () => watcher.close();
					signal.addEventListener("abort", onAbort, { once: true });
					watcher.once("close", () => signal.removeEventListener("abort", onAbort));
				}
			}
			return watcher;
		}
		_statfs(filename, bigint = false) {
			this._core.getResolvedLinkOrThrow(filename, "statfs");
			return StatFs_1.default.build(this._core, bigint);
		}
		statfsSync(path, options) {
			const { bigint = false } = (0, options_1.getStatfsOptions)(options);
			return this._statfs((0, util_2.pathToFilename)(path), bigint);
		}
		statfs(path, a, b) {
			const [{ bigint = false }, callback] = (0, options_1.getStatfsOptsAndCb)(a, b);
			this.wrapAsync(this._statfs, [(0, util_2.pathToFilename)(path), bigint], callback);
		}
		toTree(opts = { separator: path_1.sep }) {
			return (0, fs_print_1.toTreeSync)(this, opts);
		}
		toSnapshot(path = "/") {
			return fsSnapshot.toSnapshotSync({
				fs: this,
				path
			});
		}
		fromSnapshot(snapshot, path = "/") {
			return fsSnapshot.fromSnapshotSync(snapshot, {
				fs: this,
				path
			});
		}
		toBinarySnapshot(path = "/") {
			return fsSnapshot.toBinarySnapshotSync({
				fs: this,
				path
			});
		}
		fromBinarySnapshot(binary, path = "/") {
			return fsSnapshot.fromBinarySnapshotSync(binary, {
				fs: this,
				path
			});
		}
		toJsonSnapshot(path = "/") {
			const uint8 = fsSnapshot.toJsonSnapshotSync({
				fs: this,
				path
			});
			return buffer_1.Buffer.from(uint8).toString("utf8");
		}
		fromJsonSnapshot(json, path = "/") {
			const uint8 = new Uint8Array(buffer_1.Buffer.from(json, "utf8"));
			return fsSnapshot.fromJsonSnapshotSync(uint8, {
				fs: this,
				path
			});
		}
	};
	exports.Volume = Volume;
	Volume.fromJSON = (json, cwd, opts) => new Volume(fs_core_1.Superblock.fromJSON(json, cwd, opts));
	Volume.fromNestedJSON = (json, cwd, opts) => new Volume(fs_core_1.Superblock.fromNestedJSON(json, cwd, opts));
	function emitStop(self) {
		self.emit("stop");
	}
	/** All-zero stats passed to `watchFile` listeners when the file is missing, like in Node.js. */
	function buildZeroStats(bigint) {
		const stats = new Stats_1.default();
		const zero = bigint ? BigInt(0) : 0;
		const epoch = /* @__PURE__ */ new Date(0);
		stats.uid = zero;
		stats.gid = zero;
		stats.rdev = zero;
		stats.blksize = zero;
		stats.ino = zero;
		stats.size = zero;
		stats.blocks = zero;
		stats.atime = epoch;
		stats.mtime = epoch;
		stats.ctime = epoch;
		stats.birthtime = epoch;
		stats.atimeMs = zero;
		stats.mtimeMs = zero;
		stats.ctimeMs = zero;
		stats.birthtimeMs = zero;
		if (bigint) {
			stats.atimeNs = zero;
			stats.mtimeNs = zero;
			stats.ctimeNs = zero;
			stats.birthtimeNs = zero;
		}
		stats.dev = zero;
		stats.mode = zero;
		stats.nlink = zero;
		return stats;
	}
	var StatWatcher = class extends events_1.EventEmitter {
		constructor(vol) {
			super();
			this.bigint = false;
			this.fileExists = false;
			this.stopped = false;
			this.onInterval = () => {
				if (this.stopped) return;
				const stats = this.statSafe();
				if (stats) {
					if (!this.fileExists) {
						this.fileExists = true;
						const prev = this.prev;
						this.prev = stats;
						this.emit("change", stats, prev);
					} else if (this.hasChanged(stats)) {
						const prev = this.prev;
						this.prev = stats;
						this.emit("change", stats, prev);
					}
				} else if (this.fileExists) {
					this.fileExists = false;
					this.emit("change", buildZeroStats(this.bigint), this.prev);
				}
				this.loop();
			};
			this.vol = vol;
		}
		loop() {
			clearTimeout(this.timeoutRef);
			this.timeoutRef = this.setTimeout(this.onInterval, this.interval);
		}
		hasChanged(stats) {
			const prev = this.prev;
			return stats.mtimeMs !== prev.mtimeMs || stats.ctimeMs !== prev.ctimeMs || stats.size !== prev.size || stats.ino !== prev.ino || stats.mode !== prev.mode || stats.uid !== prev.uid || stats.gid !== prev.gid || stats.nlink !== prev.nlink;
		}
		statSafe() {
			try {
				return this.bigint ? this.vol.statSync(this.filename, { bigint: true }) : this.vol.statSync(this.filename);
			} catch {
				return null;
			}
		}
		start(path, persistent = true, interval = 5007, bigint = false) {
			this.filename = (0, util_2.pathToFilename)(path);
			this.setTimeout = persistent ? setTimeout.bind(typeof globalThis !== "undefined" ? globalThis : global) : setTimeoutUnref_1.default;
			this.interval = interval;
			this.bigint = bigint;
			const stats = this.statSafe();
			if (stats) {
				this.prev = stats;
				this.fileExists = true;
			} else {
				this.prev = buildZeroStats(bigint);
				this.fileExists = false;
				queueMicrotask(() => {
					if (!this.stopped) this.emit("change", this.prev, this.prev);
				});
			}
			this.loop();
		}
		stop() {
			this.stopped = true;
			clearTimeout(this.timeoutRef);
			queueMicrotask(() => {
				emitStop.call(this, this);
			});
		}
		/**
		* Keep the event loop alive while the watcher is active. Polling continues
		* either way; this only controls whether the process is kept running.
		*/
		ref() {
			this.setTimeout = setTimeout.bind(typeof globalThis !== "undefined" ? globalThis : global);
			const ref = this.timeoutRef;
			if (ref && typeof ref === "object" && typeof ref.ref === "function") ref.ref();
			return this;
		}
		/** Let the process exit while the watcher is active. Polling continues. */
		unref() {
			this.setTimeout = setTimeoutUnref_1.default;
			const ref = this.timeoutRef;
			if (ref && typeof ref === "object" && typeof ref.unref === "function") ref.unref();
			return this;
		}
	};
	exports.StatWatcher = StatWatcher;
	var pool;
	function allocNewPool(poolSize) {
		pool = (0, buffer_1.bufferAllocUnsafe)(poolSize);
		pool.used = 0;
	}
	(0, util_1.inherits)(FsReadStream, stream_1.Readable);
	exports.ReadStream = FsReadStream;
	function FsReadStream(vol, path, options) {
		if (!(this instanceof FsReadStream)) return new FsReadStream(vol, path, options);
		this._vol = vol;
		options = Object.assign({}, (0, options_1.getOptions)(options, {}));
		if (options.highWaterMark === void 0) options.highWaterMark = 65536;
		stream_1.Readable.call(this, options);
		this.path = (0, util_2.pathToFilename)(path);
		this._fileHandle = options.fd && typeof options.fd !== "number" ? options.fd : null;
		this.fd = options.fd === void 0 ? null : typeof options.fd !== "number" ? options.fd.fd : options.fd;
		this.flags = options.flags === void 0 ? "r" : options.flags;
		this.mode = options.mode === void 0 ? 438 : options.mode;
		this.start = options.start;
		this.end = options.end;
		this.autoClose = options.autoClose === void 0 ? true : options.autoClose;
		this.pos = void 0;
		this.bytesRead = 0;
		if (this.start !== void 0) {
			if (typeof this.start !== "number") throw new TypeError("\"start\" option must be a Number");
			if (this.end === void 0) this.end = Infinity;
			else if (typeof this.end !== "number") throw new TypeError("\"end\" option must be a Number");
			if (this.start > this.end) throw new Error("\"start\" option must be <= \"end\" option");
			this.pos = this.start;
		}
		if (typeof this.fd !== "number") this.open();
		this.on("end", function() {
			if (this.autoClose) {
				if (this.destroy) this.destroy();
			}
		});
	}
	FsReadStream.prototype.open = function() {
		var self = this;
		this._vol.open(this.path, this.flags, this.mode, (er, fd) => {
			if (er) {
				if (self.autoClose) {
					if (self.destroy) self.destroy();
				}
				self.emit("error", er);
				return;
			}
			self.fd = fd;
			self.emit("open", fd);
			self.read();
		});
	};
	FsReadStream.prototype._read = function(n) {
		if (typeof this.fd !== "number") return this.once("open", function() {
			this._read(n);
		});
		if (this.destroyed) return;
		if (!pool || pool.length - pool.used < kMinPoolSpace) allocNewPool(this._readableState.highWaterMark);
		var thisPool = pool;
		var toRead = Math.min(pool.length - pool.used, n);
		var start = pool.used;
		if (this.pos !== void 0) toRead = Math.min(this.end - this.pos + 1, toRead);
		if (toRead <= 0) return this.push(null);
		var self = this;
		this._vol.read(this.fd, pool, pool.used, toRead, this.pos, onread);
		if (this.pos !== void 0) this.pos += toRead;
		pool.used += toRead;
		function onread(er, bytesRead) {
			if (er) {
				if (self.autoClose && self.destroy) self.destroy();
				self.emit("error", er);
			} else {
				var b = null;
				if (bytesRead > 0) {
					self.bytesRead += bytesRead;
					b = thisPool.slice(start, start + bytesRead);
				}
				self.push(b);
			}
		}
	};
	FsReadStream.prototype._destroy = function(err, cb) {
		this.close((err2) => {
			cb(err || err2);
		});
	};
	FsReadStream.prototype.close = function(cb) {
		if (cb) this.once("close", cb);
		if (this.closed || typeof this.fd !== "number") {
			if (typeof this.fd !== "number") {
				this.once("open", closeOnOpen);
				return;
			}
			return queueMicrotask(() => this.emit("close"));
		}
		if (typeof this._readableState?.closed === "boolean") this._readableState.closed = true;
		else this.closed = true;
		if (this._fileHandle) this._fileHandle.close().then(() => this.emit("close"), (er) => this.emit("error", er));
		else this._vol.close(this.fd, (er) => {
			if (er) this.emit("error", er);
			else this.emit("close");
		});
		this.fd = null;
	};
	function closeOnOpen(fd) {
		this.close();
	}
	(0, util_1.inherits)(FsWriteStream, stream_1.Writable);
	exports.WriteStream = FsWriteStream;
	function FsWriteStream(vol, path, options) {
		if (!(this instanceof FsWriteStream)) return new FsWriteStream(vol, path, options);
		this._vol = vol;
		options = Object.assign({}, (0, options_1.getOptions)(options, {}));
		stream_1.Writable.call(this, options);
		this.path = (0, util_2.pathToFilename)(path);
		this._fileHandle = options.fd && typeof options.fd !== "number" ? options.fd : null;
		this.fd = options.fd === void 0 ? null : typeof options.fd !== "number" ? options.fd.fd : options.fd;
		this.flags = options.flags === void 0 ? "w" : options.flags;
		this.mode = options.mode === void 0 ? 438 : options.mode;
		this.start = options.start;
		this.autoClose = options.autoClose === void 0 ? true : !!options.autoClose;
		this.pos = void 0;
		this.bytesWritten = 0;
		this.pending = true;
		if (this.start !== void 0) {
			if (typeof this.start !== "number") throw new TypeError("\"start\" option must be a Number");
			if (this.start < 0) throw new Error("\"start\" must be >= zero");
			this.pos = this.start;
		}
		if (options.encoding) this.setDefaultEncoding(options.encoding);
		if (typeof this.fd !== "number") this.open();
		this.once("finish", function() {
			if (this.autoClose) this.close();
		});
	}
	FsWriteStream.prototype.open = function() {
		this._vol.open(this.path, this.flags, this.mode, function(er, fd) {
			if (er) {
				if (this.autoClose && this.destroy) this.destroy();
				this.emit("error", er);
				return;
			}
			this.fd = fd;
			this.pending = false;
			this.emit("open", fd);
		}.bind(this));
	};
	FsWriteStream.prototype._write = function(data, encoding, cb) {
		if (!(data instanceof buffer_1.Buffer || data instanceof Uint8Array)) return this.emit("error", /* @__PURE__ */ new Error("Invalid data"));
		if (typeof this.fd !== "number") return this.once("open", function() {
			this._write(data, encoding, cb);
		});
		var self = this;
		this._vol.write(this.fd, data, 0, data.length, this.pos, (er, bytes) => {
			if (er) {
				if (self.autoClose && self.destroy) self.destroy();
				return cb(er);
			}
			self.bytesWritten += bytes;
			cb();
		});
		if (this.pos !== void 0) this.pos += data.length;
	};
	FsWriteStream.prototype._writev = function(data, cb) {
		if (typeof this.fd !== "number") return this.once("open", function() {
			this._writev(data, cb);
		});
		const self = this;
		const len = data.length;
		const chunks = new Array(len);
		var size = 0;
		for (var i = 0; i < len; i++) {
			var chunk = data[i].chunk;
			chunks[i] = chunk;
			size += chunk.length;
		}
		const buf = buffer_1.Buffer.concat(chunks);
		this._vol.write(this.fd, buf, 0, buf.length, this.pos, (er, bytes) => {
			if (er) {
				if (self.destroy) self.destroy();
				return cb(er);
			}
			self.bytesWritten += bytes;
			cb();
		});
		if (this.pos !== void 0) this.pos += size;
	};
	FsWriteStream.prototype.close = function(cb) {
		if (cb) this.once("close", cb);
		if (this.closed || typeof this.fd !== "number") {
			if (typeof this.fd !== "number") {
				this.once("open", closeOnOpen);
				return;
			}
			return queueMicrotask(() => this.emit("close"));
		}
		if (typeof this._writableState?.closed === "boolean") this._writableState.closed = true;
		else this.closed = true;
		if (this._fileHandle) this._fileHandle.close().then(() => this.emit("close"), (er) => this.emit("error", er));
		else this._vol.close(this.fd, (er) => {
			if (er) this.emit("error", er);
			else this.emit("close");
		});
		this.fd = null;
	};
	FsWriteStream.prototype._destroy = FsReadStream.prototype._destroy;
	FsWriteStream.prototype.destroySoon = FsWriteStream.prototype.end;
	var FSWatcher = class extends events_1.EventEmitter {
		constructor(vol) {
			super();
			this._filename = "";
			this._filenameEncoded = "";
			this._recursive = false;
			this._encoding = fs_node_utils_1.ENCODING_UTF8;
			this._closed = false;
			this._onEvent = (event) => {
				switch (event.type) {
					case 0:
					case 1:
						this._emit("rename", event.steps);
						break;
					case 4:
						if (event.oldSteps) this._emit("rename", event.oldSteps);
						this._emit("rename", event.steps);
						break;
					case 2:
					case 3: this._emit("change", event.steps);
				}
			};
			this._persist = () => {
				this._timer = setTimeout(this._persist, 1e6);
			};
			this._vol = vol;
		}
		_emit(type, relativeSteps) {
			const filename = relativeSteps.length ? relativeSteps.join(fs_node_utils_2.pathSep) : this._watcher.link.getName();
			if (this._ignore && this._ignore(filename)) return;
			this.emit("change", type, (0, fs_node_utils_1.strToEncoding)(filename, this._encoding));
		}
		/**
		* Keep the event loop alive while the watcher is active. All watchers are
		* ref'ed by default (unless started with `persistent: false`). No-op when
		* already ref'ed, closed, or never started.
		*/
		ref() {
			if (this._watcher && !this._closed && !this._timer) this._persist();
			return this;
		}
		/**
		* Let the process exit while the watcher is active. Events are still
		* delivered. No-op when already unref'ed.
		*/
		unref() {
			clearTimeout(this._timer);
			this._timer = void 0;
			return this;
		}
		start(path, persistent = true, recursive = false, encoding = fs_node_utils_1.ENCODING_UTF8, ignore) {
			this._filename = (0, util_2.pathToFilename)(path);
			this._steps = (0, fs_core_1.filenameToSteps)(this._filename);
			this._filenameEncoded = (0, fs_node_utils_1.strToEncoding)(this._filename);
			this._recursive = recursive;
			this._encoding = encoding;
			this._ignore = ignore === void 0 ? void 0 : (0, fs_node_utils_1.watchIgnoreToMatcher)(ignore);
			try {
				this._watcher = new fs_core_1.CoreWatcher(this._vol._core, this._filename, { recursive });
			} catch (err) {
				throw (0, util_2.createWatchError)(err.code, this._filename);
			}
			this._link = this._watcher.link;
			this._watcher.changes.listen(this._onEvent);
			if (persistent) this._persist();
		}
		close() {
			clearTimeout(this._timer);
			this._timer = void 0;
			if (!this._watcher || this._closed) return;
			this._closed = true;
			this._watcher.close();
			queueMicrotask(() => this.emit("close"));
		}
	};
	exports.FSWatcher = FSWatcher;
}));

// node_modules/@jsonjoy.com/fs-node/lib/index.js
var require_lib$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.fsCommonObjectsList = exports.fsSynchronousApiList = exports.fsCallbackApiList = exports.FsPromises = exports.Dir = exports.FileHandle = exports.StatFs = exports.Dirent = exports.Stats = exports.toUnixTimestamp = exports.FSWatcher = exports.StatWatcher = exports.Volume = void 0;
	const tslib_1 = (init_tslib_es6(), __toCommonJS(tslib_es6_exports));
	var volume_1 = require_volume();
	Object.defineProperty(exports, "Volume", {
		enumerable: true,
		get: function() {
			return volume_1.Volume;
		}
	});
	Object.defineProperty(exports, "StatWatcher", {
		enumerable: true,
		get: function() {
			return volume_1.StatWatcher;
		}
	});
	Object.defineProperty(exports, "FSWatcher", {
		enumerable: true,
		get: function() {
			return volume_1.FSWatcher;
		}
	});
	Object.defineProperty(exports, "toUnixTimestamp", {
		enumerable: true,
		get: function() {
			return volume_1.toUnixTimestamp;
		}
	});
	var Stats_1 = require_Stats();
	Object.defineProperty(exports, "Stats", {
		enumerable: true,
		get: function() {
			return Stats_1.default;
		}
	});
	var Dirent_1 = require_Dirent();
	Object.defineProperty(exports, "Dirent", {
		enumerable: true,
		get: function() {
			return Dirent_1.default;
		}
	});
	var StatFs_1 = require_StatFs();
	Object.defineProperty(exports, "StatFs", {
		enumerable: true,
		get: function() {
			return StatFs_1.default;
		}
	});
	var FileHandle_1 = require_FileHandle();
	Object.defineProperty(exports, "FileHandle", {
		enumerable: true,
		get: function() {
			return FileHandle_1.FileHandle;
		}
	});
	var Dir_1 = require_Dir();
	Object.defineProperty(exports, "Dir", {
		enumerable: true,
		get: function() {
			return Dir_1.Dir;
		}
	});
	var FsPromises_1 = require_FsPromises();
	Object.defineProperty(exports, "FsPromises", {
		enumerable: true,
		get: function() {
			return FsPromises_1.FsPromises;
		}
	});
	tslib_1.__exportStar(require_options(), exports);
	tslib_1.__exportStar(require_util$2(), exports);
	tslib_1.__exportStar(require_glob(), exports);
	var fs_node_utils_1 = require_lib$6();
	Object.defineProperty(exports, "fsCallbackApiList", {
		enumerable: true,
		get: function() {
			return fs_node_utils_1.fsCallbackApiList;
		}
	});
	Object.defineProperty(exports, "fsSynchronousApiList", {
		enumerable: true,
		get: function() {
			return fs_node_utils_1.fsSynchronousApiList;
		}
	});
	Object.defineProperty(exports, "fsCommonObjectsList", {
		enumerable: true,
		get: function() {
			return fs_node_utils_1.fsCommonObjectsList;
		}
	});
}));

// node_modules/memfs/lib/index.js
var require_lib = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.memfs = exports.fs = exports.vol = exports.Volume = void 0;
	exports.createFsFromVolume = createFsFromVolume;
	const fs_node_1 = require_lib$1();
	Object.defineProperty(exports, "Volume", {
		enumerable: true,
		get: function() {
			return fs_node_1.Volume;
		}
	});
	const fs_node_utils_1 = require_lib$6();
	const { F_OK, R_OK, W_OK, X_OK } = fs_node_utils_1.constants;
	const getGlobalProcess = () => {
		return (typeof globalThis !== "undefined" ? globalThis.process : void 0) ?? {};
	};
	const createProcess = (cwd, baseProcess = getGlobalProcess()) => ({
		cwd: () => cwd,
		platform: baseProcess.platform ?? "linux",
		emitWarning: baseProcess.emitWarning?.bind(baseProcess) ?? (() => {}),
		env: baseProcess.env ?? {},
		getuid: baseProcess.getuid?.bind(baseProcess),
		getgid: baseProcess.getgid?.bind(baseProcess)
	});
	exports.vol = fs_node_1.Volume.fromNestedJSON({}, "/", { process: createProcess("/") });
	const kStreams = Symbol("streams");
	const streamSlot = (index) => ({
		get() {
			return this[kStreams][index];
		},
		set(value) {
			this[kStreams][index] = value;
		},
		enumerable: true,
		configurable: true
	});
	const streamDescriptors = {
		ReadStream: streamSlot(0),
		WriteStream: streamSlot(1),
		FileReadStream: streamSlot(2),
		FileWriteStream: streamSlot(3)
	};
	function createFsFromVolume(vol) {
		const fs = {
			F_OK,
			R_OK,
			W_OK,
			X_OK,
			constants: fs_node_utils_1.constants,
			Stats: fs_node_1.Stats,
			Dir: fs_node_1.Dir,
			Dirent: fs_node_1.Dirent
		};
		for (const method of fs_node_1.fsSynchronousApiList) if (typeof vol[method] === "function") fs[method] = vol[method].bind(vol);
		for (const method of fs_node_1.fsCallbackApiList) if (typeof vol[method] === "function") fs[method] = vol[method].bind(vol);
		fs.StatWatcher = vol.StatWatcher;
		fs.FSWatcher = vol.FSWatcher;
		fs[kStreams] = [
			vol.ReadStream,
			vol.WriteStream,
			vol.ReadStream,
			vol.WriteStream
		];
		Object.defineProperties(fs, streamDescriptors);
		fs.promises = vol.promises;
		if (typeof vol.realpath === "function") {
			fs.realpath = vol.realpath.bind(vol);
			if (typeof vol.realpath.native === "function") fs.realpath.native = vol.realpath.native.bind(vol);
		}
		if (typeof vol.realpathSync === "function") {
			fs.realpathSync = vol.realpathSync.bind(vol);
			if (typeof vol.realpathSync.native === "function") fs.realpathSync.native = vol.realpathSync.native.bind(vol);
		}
		fs._toUnixTimestamp = fs_node_1.toUnixTimestamp;
		fs.__vol = vol;
		return fs;
	}
	exports.fs = createFsFromVolume(exports.vol);
	/**
	* Creates a new file system instance.
	*
	* @param json File system structure expressed as a JSON object.
	*        Use `null` for empty directories and empty string for empty files.
	* @param cwdOrOpts Current working directory (string) or options object.
	*        The JSON structure will be created relative to the cwd path.
	* @returns A `memfs` file system instance, which is a drop-in replacement for
	*          the `fs` module.
	*/
	const memfs = (json = {}, cwdOrOpts = "/") => {
		const opts = typeof cwdOrOpts === "string" ? { cwd: cwdOrOpts } : cwdOrOpts;
		const cwd = opts.cwd ?? (opts.process ? void 0 : "/");
		const process = opts.process ?? createProcess(cwd ?? "/");
		const vol = fs_node_1.Volume.fromNestedJSON(json, cwd, { process });
		return {
			fs: createFsFromVolume(vol),
			vol
		};
	};
	exports.memfs = memfs;
	module.exports = {
		...module.exports,
		...exports.fs
	};
	module.exports.semantic = true;
}));

// packages/core/src/engines/portable/inside/memoryWorkspace.ts
var import_lib = require_lib();
const WORKSPACE$2 = "/workspace";
/** The workspace of a JavaScript program: a file system in memory, by the names of node:fs. */
var MemoryWorkspace = class {
	fs;
	#volume = new import_lib.Volume();
	#laid = /* @__PURE__ */ new Map();
	constructor() {
		this.fs = (0, import_lib.createFsFromVolume)(this.#volume);
		for (const folder of [
			WORKSPACE$2,
			"/tmp",
			"/home/user"
		]) this.#volume.mkdirSync(folder, { recursive: true });
	}
	lay(files, workdir = WORKSPACE$2) {
		this.#laid = new Map([...this.#laid, ...files]);
		for (const [name, content] of files) {
			const path = `${WORKSPACE$2}/${name}`;
			this.#volume.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
			this.#volume.writeFileSync(path, content);
		}
		this.#volume.mkdirSync(workdir, { recursive: true });
	}
	/** What changes from now on is new. */
	handedOver() {
		const { files } = this.changed();
		this.#laid = new Map([...this.#laid, ...[...files].map(([name, content]) => [name, content.slice()])]);
	}
	changed() {
		const files = /* @__PURE__ */ new Map();
		const leftOut = new LeftOut();
		for (const name of this.#walk("", 0, leftOut)) {
			const content = this.#volume.readFileSync(`${WORKSPACE$2}/${name}`);
			if (!same(this.#laid.get(name), content)) files.set(name, content);
		}
		return {
			files,
			notes: leftOut.notes
		};
	}
	*#walk(folder, depth, leftOut) {
		if (depth > 32) return leftOut.deepFolder();
		for (const entry of this.#volume.readdirSync(`${WORKSPACE$2}/${folder}`)) {
			const name = folder === "" ? entry : `${folder}/${entry}`;
			const found = this.#volume.lstatSync(`${WORKSPACE$2}/${name}`);
			if (found.isDirectory()) yield* this.#walk(name, depth + 1, leftOut);
			else if (found.isFile()) yield name;
			else leftOut.link(name);
		}
	}
};

// packages/core/src/engines/portable/inside/modules.ts
const WORKSPACE_URL = "file:///workspace/";
/** Modules of Node that a program gets from us, or not at all. */
const OWN = "glovebox:";
const UNAVAILABLE = /* @__PURE__ */ new Set([
	"worker_threads",
	"cluster",
	"inspector",
	"inspector/promises",
	"repl"
]);
const TYPESCRIPT = /\.[cm]?ts$/;
const ENDINGS = [
	"",
	".js",
	".mjs",
	".cjs",
	".ts",
	".json",
	"/index.js",
	"/index.ts"
];
/** Finds a program's modules in its workspace, in memory, as CommonJS or as ES modules. */
var Modules = class {
	#own;
	#fs;
	#typescriptMain = "";
	#loaded = /* @__PURE__ */ new Map();
	#builtin = process$1.getBuiltinModule.bind(process$1);
	constructor(fs) {
		this.#fs = fs;
		this.#own = /* @__PURE__ */ new Map([
			["fs", fs],
			["fs/promises", fs.promises],
			["process", process$1]
		]);
	}
	install() {
		const require = this.#requireFrom("/workspace");
		Object.assign(globalThis, { require });
		process$1.getBuiltinModule = ((id) => this.#ownModule(id) ?? this.#builtin(id));
		registerHooks({
			resolve: (specifier, context, next) => this.#resolve(specifier, context.parentURL, () => next(specifier, context)),
			load: (url, context, next) => {
				const source = this.#load(url);
				return source === void 0 ? next(url, context) : {
					format: "module",
					source,
					shortCircuit: true
				};
			}
		});
		Object.assign(globalThis, { [Symbol.for(OWN)]: (id) => this.#ownModule(id) });
	}
	/** As Node does: CommonJS, unless its ending, its package or its syntax says otherwise. */
	async runMain(path, typescript) {
		if (typescript) this.#typescriptMain = path;
		if (!typescript && !this.#isModule(path)) {
			const compiled = this.#compile(path);
			if (compiled !== void 0) {
				this.#evaluate(path, compiled);
				return;
			}
		}
		await import(`file://${path}`);
	}
	#isModule(path) {
		if (/\.(mjs|mts|ts)$/.test(path)) return true;
		if (/\.(cjs|cts)$/.test(path)) return false;
		try {
			return JSON.parse(this.#text(join(dirname(path), "package.json"))).type === "module";
		} catch {
			return false;
		}
	}
	#resolve(specifier, parent, next) {
		const name = specifier.replace(/^node:/, "");
		if (this.#own.has(name) || UNAVAILABLE.has(name)) return {
			url: OWN + name,
			shortCircuit: true,
			format: "module"
		};
		if (!(specifier.startsWith("file:///workspace/") || /^\.{0,2}\//.test(specifier)) || !(parent ?? WORKSPACE_URL).startsWith("file:")) return next();
		const base = (parent ?? "").startsWith(WORKSPACE_URL) ? parent : WORKSPACE_URL;
		const url = new URL(specifier, base);
		if (!url.href.startsWith(WORKSPACE_URL)) return next();
		const found = this.#find(decodeURIComponent(url.pathname));
		if (found === void 0) throw notFound(specifier);
		return {
			url: `file://${found}`,
			shortCircuit: true,
			format: "module"
		};
	}
	#load(url) {
		if (url.startsWith(OWN)) return this.#ownSource(url.slice(9));
		if (!url.startsWith(WORKSPACE_URL)) return void 0;
		const path = decodeURIComponent(new URL(url).pathname);
		const text = this.#text(path);
		if (path.endsWith(".json")) return `export default ${text}`;
		if (path.endsWith(".cjs")) return `export default globalThis.require(${JSON.stringify(path)})`;
		return path === this.#typescriptMain || TYPESCRIPT.test(path) ? plain(text) : text;
	}
	/** An ES module that hands on the names of an object. */
	#ownSource(name) {
		const exported = Object.keys(this.#ownModule(name) ?? {}).filter((each) => /^[A-Za-z_$][\w$]*$/.test(each)).filter((each) => each !== "default").map((each) => `export const ${each} = own.${each};`);
		return `const own = globalThis[Symbol.for("${OWN}")](${JSON.stringify(name)});\nexport default own;\n${exported.join("\n")}`;
	}
	#ownModule(id) {
		const name = id.replace(/^node:/, "");
		if (UNAVAILABLE.has(name)) throw new Error(`node:${name} is not available in a sandbox of the portable engine`);
		return this.#own.get(name);
	}
	#requireFrom(folder) {
		return (id) => {
			const own = this.#ownModule(id);
			if (own !== void 0) return own;
			if (!/^(\.{0,2}\/|\.{1,2}$)/.test(id)) {
				const builtin = this.#builtin(id);
				if (builtin !== void 0) return builtin;
				throw notFound(id);
			}
			const path = this.#find(join(id.startsWith("/") ? "" : folder, id));
			if (path === void 0) throw notFound(id);
			return this.#require(path);
		};
	}
	#require(path) {
		const known = this.#loaded.get(path);
		if (known !== void 0) return known.exports;
		if (path.endsWith(".json")) return JSON.parse(this.#text(path));
		const compiled = this.#compile(path);
		if (compiled === void 0) throw new Error(`${path} is an ES module; use import`);
		return this.#evaluate(path, compiled);
	}
	/** undefined for a text that is no CommonJS. Its first line stays the first, so that traces name the right ones. */
	#compile(path) {
		const text = this.#text(path).replace(/^#!.*/, "");
		const source = TYPESCRIPT.test(path) ? plain(text) : text;
		try {
			return compileFunction(source, [
				"exports",
				"require",
				"module",
				"__filename",
				"__dirname"
			], {
				filename: path,
				importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
			});
		} catch (error) {
			if (error instanceof SyntaxError) return void 0;
			throw error;
		}
	}
	#evaluate(path, compiled) {
		const module = { exports: {} };
		this.#loaded.set(path, module);
		const require = Object.assign(this.#requireFrom(dirname(path)), {
			main: module,
			cache: {}
		});
		compiled.call(module.exports, module.exports, require, module, path, dirname(path));
		return module.exports;
	}
	#find(path) {
		return ENDINGS.map((ending) => path + ending).find((each) => {
			return this.#fs.existsSync(each) && this.#fs.statSync(each).isFile();
		});
	}
	#text(path) {
		return this.#fs.readFileSync(path, "utf8");
	}
};
/** JavaScript from TypeScript: its types blanked where they stand, or rewritten where it has enums and the like. */
function plain(text) {
	try {
		return stripTypeScriptTypes(text, { mode: "strip" });
	} catch {
		return stripTypeScriptTypes(text, { mode: "transform" });
	}
}
function notFound(id) {
	return Object.assign(/* @__PURE__ */ new Error(`Cannot find module '${id}'${/^[./]/.test(id) ? "" : "; packages cannot be installed in the portable engine, so bring it among the files"}`), { code: "MODULE_NOT_FOUND" });
}

// packages/core/src/engines/portable/inside/javascript.ts
const WORKSPACE$1 = "/workspace";
const OWN_FRAME = /\bext:|\bnode:|file:\/\/(?!\/workspace\/)/;
const MAX_TEXT = 65536;
const REHEARSALS = {
	"rehearsal.js": `console.log({ a: [1, "x", null], b: new Map([[1, 2]]) }, 5); console.error("x");
    require("fs").readFileSync(__filename, "utf8"); JSON.stringify({ a: 1 }); process.stdout.write("x");`,
	"rehearsal.ts": `import { existsSync } from "node:fs"; const there: boolean = existsSync("x"); console.log(there);`
};
/** JavaScript and TypeScript in Deno itself, for one program that expects Node's names. */
var JavaScript = class JavaScript {
	version = Deno.version.deno;
	#host;
	#exit = Deno.exit;
	#workspace;
	#modules;
	#globals;
	/** Packages are files of the program here. */
	needsPackages = false;
	#rehearsing = true;
	#most = 0;
	#told;
	#over = false;
	constructor(host) {
		this.#host = host;
		this.#workspace = new MemoryWorkspace();
		this.#modules = new Modules(this.#workspace.fs);
		this.#globals = new Globals({
			fs: this.#workspace.fs,
			write: (name, data) => this.#rehearsing || this.#host.sendData(data, name),
			die: (signal) => this.#end(null, signal)
		});
		this.#modules.install();
	}
	static async prepare(host, { ahead }) {
		const prepared = new JavaScript(host);
		if (ahead) await prepared.#rehearse();
		prepared.#rehearsing = false;
		return prepared;
	}
	/** What is called for the first time is compiled first: a little of everything saves the program that. */
	async #rehearse() {
		for (const [name, text] of Object.entries(REHEARSALS)) {
			const main = `${WORKSPACE$1}/${name}`;
			this.#workspace.fs.writeFileSync(main, text);
			await this.#modules.runMain(main, name.endsWith(".ts"));
			this.#workspace.fs.unlinkSync(main);
		}
	}
	async lay(program) {
		this.#most = program.run.workspaceBytes;
		this.#workspace.lay(program.files, program.run.workdir);
		this.#globals.hand(program);
		globalThis.addEventListener("error", (event) => {
			event.preventDefault();
			this.#fail(event.error);
		});
		globalThis.addEventListener("unhandledrejection", (event) => {
			event.preventDefault();
			this.#fail(event.reason);
		});
		globalThis.addEventListener("unload", () => this.#end(Number(process$1.exitCode ?? 0) & 255));
		Deno.exit = (code = Number(process$1.exitCode ?? 0)) => this.#end(code & 255);
	}
	/** Of a session. */
	async live({ workdir, variables, typescript }) {
		this.#workspace.lay(/* @__PURE__ */ new Map(), workdir);
		this.#globals.settle(workdir, variables);
		const cells = new Cells({
			toJavaScript: typescript ? plain : void 0,
			emit: (result) => this.#host.sendJson("result", result),
			sayError: (text) => this.#host.sendData(Buffer$1.from(text), "stderr"),
			own: OWN_FRAME
		});
		Deno.exit = (code = 0) => process$1.exit(code);
		return {
			workspace: this.#workspace,
			interrupter: new Interrupter(),
			run: (cell) => {
				this.#globals.give(cell.input ?? "");
				return new Promise((resolve) => cells.run(cell, (done) => resolve(JSON.stringify(done))));
			},
			interrupt: () => cells.interrupt(),
			variables: () => JSON.stringify({ variables: cells.variables() })
		};
	}
	async run({ run }) {
		try {
			await this.#modules.runMain(run.main, run.typescript);
		} catch (error) {
			this.#fail(error);
		}
	}
	#fail(error) {
		const { name, message, stack } = describe(error);
		this.#host.sendData(Buffer$1.from(`Uncaught ${stack}\n`), "stderr");
		const module = /Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1] ?? "";
		this.#told = JSON.stringify({
			name,
			message,
			traceback: stack,
			memory: false,
			module: module.slice(0, 200)
		});
		this.#end(1);
	}
	/** Does not return: the host ends the process. */
	#end(exitCode, signal) {
		if (!this.#over) {
			this.#over = true;
			const ended = {
				exitCode,
				...signal === void 0 ? {} : { signal }
			};
			tellEnding(this.#host, this.#workspace, this.#most, ended, this.#told);
		}
		return this.#exit(0);
	}
};
/** Any value can be thrown; what is shown of it is bounded, and begins in the program's own files. */
function describe(error) {
	if (!(error instanceof Error)) {
		const text = clean(String(error));
		return {
			name: "Error",
			message: text,
			stack: text
		};
	}
	const stack = (error.stack ?? `${error.name}: ${error.message}`).split("\n").filter((line) => !/^\s+at .*(?:file:\/\/(?!\/workspace\/)|\bext:|\bnode:)/.test(line)).join("\n").replaceAll(`file://${WORKSPACE$1}/`, `${WORKSPACE$1}/`);
	return {
		name: clean(error.name),
		message: clean(error.message),
		stack: clean(stack)
	};
}
function clean(text) {
	return text.length <= MAX_TEXT / 4 ? text : `${text.slice(0, MAX_TEXT / 4)}\n… ${text.length} characters in all`;
}

// packages/core/src/engines/portable/inside/live.ts
/** Serves orders until the host goes. They come by way of another thread, so that what a cell started goes on meanwhile. */
function serveCells(host, cells, { workspaceBytes }) {
	const files = /* @__PURE__ */ new Map();
	let pieces;
	let running = false;
	const run = async (cell) => {
		running = true;
		cells.interrupter.forget();
		cells.workspace.lay(files);
		files.clear();
		host.sendJson("started", { at: performance.timeOrigin + performance.now() });
		const done = await cells.run(cell);
		running = false;
		host.send("done", Buffer$1.from(done));
		const notes = tellFiles(host, cells.workspace, workspaceBytes);
		cells.workspace.handedOver();
		host.sendJson("ended", {
			exitCode: 0,
			signal: null,
			notes
		});
	};
	const exit = Deno.exit;
	cells.interrupter.serve((order) => {
		if (order === null) return exit(0);
		const payload = Buffer$1.from(order.payload.buffer, order.payload.byteOffset, order.payload.byteLength);
		switch (portableFrames.nameOf(order.letter)) {
			case "file": {
				const { name, size } = parseJson(payload);
				pieces = {
					content: new Uint8Array(size),
					filled: 0
				};
				files.set(name, pieces.content);
				return;
			}
			case "data":
				pieces?.content.set(payload, pieces.filled);
				if (pieces !== void 0) pieces.filled += payload.length;
				return;
			case "cell":
				run(parseJson(payload));
				return;
			case "ask":
				host.send("told", Buffer$1.from(cells.variables()));
				return;
			case "stop":
				if (running) cells.interrupt();
				return;
			default: throw new RangeError(`the host may not send ${order.letter} here`);
		}
	});
	host.sendJson("alive", {});
}

// packages/core/src/engines/portable/inside/memoryFiles.ts
/** Emscripten numbers errors as WASI does. */
const EFBIG = 22;
const ENOSPC = 51;
/**
* Refuses writes past the limits, as the kernel would. It helps an honest program to a clear error; what holds against
* a hostile one is the limit of memory, in which all of these files lie.
*/
function limitFiles(files, limits, used) {
	const operations = files.filesystems.MEMFS.ops_table.file.stream;
	const { write } = operations;
	let grown = 0;
	let known = used();
	operations.write = (stream, buffer, offset, length, position, own) => {
		const end = position + length;
		if (end > limits.fileBytes) throw new files.ErrnoError(EFBIG);
		const more = Math.max(0, end - stream.node.usedBytes);
		if (known + grown + more > limits.workspaceBytes) {
			known = used();
			grown = 0;
			if (known + more > limits.workspaceBytes) throw new files.ErrnoError(ENOSPC);
		}
		grown += more;
		return write(stream, buffer, offset, length, position, own);
	};
}

// packages/core/src/engines/portable/inside/python.ts
const WORKSPACE = "/workspace";
const SOURCES = "/opt/glovebox";
const NO_LIMITS = {
	fileBytes: Number.MAX_SAFE_INTEGER,
	workspaceBytes: Number.MAX_SAFE_INTEGER
};
const REHEARSAL = `
import json, sys, os, asyncio, random
class Thing:
    def __init__(self, value): self.value = value
    def __repr__(self): return f"Thing({self.value!r:>8}, {3.14159:.2f})"
things = [Thing(n) for n in range(3)]
print(things, json.dumps({"a": [1, 2.5, None, "x"]}), sorted({"b": 1, "a": 2}.items()), sys.stdin.read())
print("error", file=sys.stderr)
with open("rehearsal.txt", "w") as file: file.write("x" * 100)
with open("rehearsal.txt") as file: file.readlines()
os.listdir("."), random.random(), "a,b".split(","), {n: str(n) for n in range(9)}
async def wait(): await asyncio.sleep(0)
asyncio.run(wait())
def fail(): return {}["missing"]
fail()
`;
/** Python by Pyodide, for one program. */
var Python = class Python {
	version;
	#host;
	#python;
	#interrupter;
	#workspace;
	#lock;
	#cpuAtStart = process$1.cpuUsage();
	#most = 0;
	#rehearsing = true;
	constructor(host, python, lock) {
		this.#host = host;
		this.#lock = lock;
		this.#python = python;
		this.version = python.runPython("__import__('platform').python_version()");
		this.#interrupter = new Interrupter();
		this.#workspace = new PythonWorkspace(python.FS);
	}
	static async prepare(host, boot) {
		const image = boot.snapshot === null ? void 0 : Deno.readFileSync(boot.snapshot);
		const python = await load(boot, image === void 0 ? {} : { _loadSnapshot: image });
		const prepared = new Python(host, python, boot.packages?.lock);
		await prepared.#load(boot.imports);
		return prepared.#prepare(boot);
	}
	async #prepare(boot) {
		const python = this.#python;
		const write = (name) => ({
			write: (data) => {
				if (!this.#rehearsing) this.#host.sendData(data, name);
				return data.length;
			},
			isatty: false
		});
		python.setStdout(write("stdout"));
		python.setStderr(write("stderr"));
		python.setInterruptBuffer(this.#interrupter.buffer);
		python.registerJsModule("_glovebox", {
			cpu: () => {
				const { user, system } = process$1.cpuUsage(this.#cpuAtStart);
				return (user + system) / 1e3;
			},
			wait: (milliseconds) => this.#interrupter.wait(milliseconds),
			emit: (name, text) => {
				if (!this.#rehearsing) this.#host.send(name, new TextEncoder().encode(text));
			},
			die: (signal) => this.#end({
				exitCode: null,
				signal
			})
		});
		for (const folder of [
			WORKSPACE,
			"/home/user",
			"/tmp"
		]) python.FS.mkdirTree(folder);
		python.runPython(`import glovebox_sandbox.portable\nglovebox_sandbox.portable.prepare(${JSON.stringify(boot.imports)})`);
		if (boot.ahead) await this.#rehearse();
		this.#rehearsing = false;
		return this;
	}
	/** WebAssembly is compiled when it is first called: a program that does a little of everything saves the next one that. */
	async #rehearse() {
		const run = {
			main: `${WORKSPACE}/main.py`,
			typescript: false,
			arguments: [],
			variables: {},
			workdir: WORKSPACE,
			returns: [],
			svg: false,
			...NO_LIMITS
		};
		this.#python.FS.writeFile(run.main, REHEARSAL);
		this.#python.setStdin({
			read: () => 0,
			isatty: false
		});
		await this.#execute(run);
		this.#python.runPython("import glovebox_sandbox.portable\nglovebox_sandbox.portable.forget()");
		for (const name of ["main.py", "rehearsal.txt"]) this.#python.FS.unlink(`${WORKSPACE}/${name}`);
	}
	/** Whether a program may still need a package, which is read from the wheels' folder before it runs. */
	get needsPackages() {
		return this.#lock !== void 0;
	}
	/** Loads the packages that have these modules. */
	async #load(modules) {
		const wanted = new Set([...modules].map((name) => name.split(".")[0] ?? ""));
		const names = Object.values(this.#lock?.packages ?? {}).filter(({ imports }) => imports.some((each) => wanted.has(each))).map(({ name }) => name);
		if (names.length === 0) return;
		const failures = [];
		const errorCallback = (message) => failures.push(message);
		await this.#python.loadPackage(names, {
			messageCallback: () => void 0,
			errorCallback
		});
		if (failures.length > 0) throw new Error(`packages cannot be loaded: ${failures.join("; ")}`);
	}
	/** Modules that the text imports, found without running any of it. */
	#importsOf(text) {
		const find = this.#python.pyimport("glovebox_sandbox.portable").imports_of;
		return JSON.parse(find(new TextDecoder().decode(text)));
	}
	async lay({ run, files, stdin }) {
		const { FS } = this.#python;
		this.#most = run.workspaceBytes;
		if (this.#lock !== void 0) {
			const sources = [...files].filter(([name]) => name.endsWith(".py") || `${WORKSPACE}/${name}` === run.main);
			await this.#load(sources.flatMap(([, text]) => this.#importsOf(text)));
		}
		this.#workspace.lay(files);
		FS.mkdirTree(run.workdir);
		limitFiles(FS, run, () => this.#workspace.bytes());
		let read = 0;
		this.#python.setStdin({
			read: (into) => {
				const piece = stdin.subarray(read, read + into.length);
				into.set(piece);
				read += piece.length;
				return piece.length;
			},
			isatty: false
		});
		this.#interrupter.listen();
		this.#cpuAtStart = process$1.cpuUsage();
	}
	/** Of a session. All packages of its environment are loaded before it loses its right to read them. */
	async live({ workdir, variables, ...limits }) {
		const { FS } = this.#python;
		await this.#load(Object.values(this.#lock?.packages ?? {}).flatMap(({ imports }) => imports));
		FS.mkdirTree(workdir);
		limitFiles(FS, limits, () => this.#workspace.bytes());
		this.#python.setStdin({
			read: () => 0,
			isatty: false
		});
		this.#cpuAtStart = process$1.cpuUsage();
		const portable = this.#python.pyimport("glovebox_sandbox.portable");
		portable.begin_session(JSON.stringify({
			workdir,
			variables
		}));
		return {
			workspace: this.#workspace,
			interrupter: this.#interrupter,
			run: (cell) => portable.run_cell(JSON.stringify(cell)).catch((error) => this.#fail(error)),
			interrupt: () => {
				this.#interrupter.forget();
				portable.interrupt_cell();
			},
			variables: () => portable.list_variables()
		};
	}
	async run({ run }) {
		try {
			const { exitCode, error } = await this.#execute(run);
			this.#end({ exitCode }, error ?? void 0);
		} catch (error) {
			this.#fail(error);
		}
	}
	async #execute({ main, arguments: args, variables, workdir, returns, svg }) {
		const request = JSON.stringify({
			main,
			arguments: args,
			variables,
			workdir,
			returns,
			svg
		});
		const answer = await this.#python.pyimport("glovebox_sandbox.portable").run.callPromising(request);
		return JSON.parse(answer);
	}
	/** What the interpreter itself died of: `os._exit`, or a failure inside of it. */
	#fail(error) {
		const status = typeof error === "object" && error !== null && "status" in error ? error.status : void 0;
		if (typeof status === "number") this.#end({ exitCode: status & 255 });
		this.#host.sendData(new TextEncoder().encode(`the interpreter failed: ${String(error)}\n`), "stderr");
		this.#end({
			exitCode: null,
			signal: "SIGABRT"
		});
	}
	/** Never returns: the host ends the process. */
	#end(ended, told) {
		tellEnding(this.#host, this.#workspace, this.#most, ended, told);
		Deno.exit(0);
	}
};
/** A cold start with our own modules imported, as an image of its memory. */
async function makeSnapshot(boot) {
	const python = await load(boot, { _makeSnapshot: true });
	for (const [path, text] of Object.entries(boot.sources)) {
		python.FS.mkdirTree(`${SOURCES}/${path.slice(0, path.lastIndexOf("/"))}`);
		python.FS.writeFile(`${SOURCES}/${path}`, text);
	}
	python.runPython(`import sys\nsys.path.insert(0, ${JSON.stringify(SOURCES)})\nimport glovebox_sandbox.portable as portable\nportable.preload(${JSON.stringify(boot.imports)})\nsys.path.remove(${JSON.stringify(SOURCES)})\ndel portable, sys`);
	const version = python.runPython("__import__('platform').python_version()");
	return {
		image: python.makeMemorySnapshot(),
		version,
		packageUrl: python._api.config.cdnUrl ?? ""
	};
}
async function load({ pyodide, packages }, options) {
	const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
	return await loadPyodide({
		indexURL: pyodide,
		jsglobals: Object.create(null),
		env: {
			_: "/usr/bin/python3",
			HOME: "/home/user",
			LANG: "C.UTF-8",
			MPLBACKEND: "Agg",
			PYTHONINSPECT: ""
		},
		stdin: () => null,
		stdout: () => void 0,
		stderr: () => void 0,
		...packages === null ? {} : {
			lockFileContents: packages.lock,
			packageCacheDir: packages.folder
		},
		...options
	});
}
/** The workspace in Pyodide's own memory. */
var PythonWorkspace = class {
	#files;
	#laid = /* @__PURE__ */ new Map();
	constructor(files) {
		this.#files = files;
	}
	lay(files) {
		this.#laid = new Map([...this.#laid, ...files]);
		for (const [name, content] of files) {
			const path = `${WORKSPACE}/${name}`;
			this.#files.mkdirTree(path.slice(0, path.lastIndexOf("/")));
			this.#files.writeFile(path, content);
		}
	}
	/** What changes from now on is new. */
	handedOver() {
		this.#laid = new Map([...this.#laid, ...this.changed().files]);
	}
	bytes() {
		return [...this.#walk("")].reduce((sum, { size }) => sum + size, 0);
	}
	changed() {
		const files = /* @__PURE__ */ new Map();
		const leftOut = new LeftOut();
		for (const { name } of this.#walk("", leftOut)) {
			const content = this.#files.readFile(`${WORKSPACE}/${name}`);
			if (!same(this.#laid.get(name), content)) files.set(name, content);
		}
		return {
			files,
			notes: leftOut.notes
		};
	}
	*#walk(folder, leftOut = new LeftOut(), depth = 0) {
		if (depth > 32) return leftOut.deepFolder();
		for (const entry of this.#files.readdir(`${WORKSPACE}/${folder}`)) {
			if (entry === "." || entry === ".." || entry === "__pycache__") continue;
			const name = folder === "" ? entry : `${folder}/${entry}`;
			const { mode, size } = this.#files.lstat(`${WORKSPACE}/${name}`);
			if (this.#files.isDir(mode)) yield* this.#walk(name, leftOut, depth + 1);
			else if (this.#files.isFile(mode)) yield {
				name,
				size
			};
			else leftOut.link(name);
		}
	}
};

// packages/core/src/engines/portable/inside/main.ts
const host = new Host();
try {
	const boot = host.expect("boot");
	if (boot.kind === "snapshot") await snapshot(boot);
	else await serve(boot);
} catch (error) {
	host.sendJson("broken", { message: error instanceof Error ? error.message : String(error) });
	Deno.exit(1);
}
async function serve(boot) {
	const language = boot.kind === "python" ? await Python.prepare(host, boot) : await JavaScript.prepare(host, boot);
	if (boot.ahead) collectGarbage();
	Reflect.deleteProperty(globalThis, "gc");
	if (!language.needsPackages) closeDoors(boot.readable);
	host.sendJson("ready", {
		version: language.version,
		packageUrl: ""
	});
	const program = host.order();
	if ("live" in program) {
		const cells = await language.live(program.live);
		closeDoors(boot.readable);
		return serveCells(host, cells, program.live);
	}
	await language.lay(program);
	closeDoors(boot.readable);
	host.sendJson("started", { at: performance.timeOrigin + performance.now() });
	await language.run(program);
}
/** What starting left behind, such as the image, is let go now and not while a program runs. */
function collectGarbage() {
	const { gc } = globalThis;
	gc?.();
}
async function snapshot(boot) {
	const { image, version, packageUrl } = await makeSnapshot(boot);
	host.sendJson("ready", {
		version,
		packageUrl
	});
	host.sendData(image);
	host.sendJson("ended", {
		exitCode: 0,
		signal: null,
		notes: []
	});
}

export {  };