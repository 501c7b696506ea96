import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Graphs,
  padded,
  stacked,
  take,
  takeRows,
} from "../../web_static/storyteller/parts/graphs.js";
import { Parts } from "../../web_static/storyteller/parts/parts.js";
import {
  fromBase64,
  unpacked,
} from "../../web_static/storyteller/parts/sources.js";
import { bytes } from "./fixtures.js";

const plain = new Uint8Array(bytes("plain.bin"));
const packed = new Uint8Array(bytes("packed.gz"));

/** Parts of two files, and of what was asked for. */
function small(asked) {
  const manifest = {
    settings: {},
    graphs: {},
    tensors: {
      "a.codes": { type: "int8", shape: [2, 3], offset: 0 },
      "a.axes": { type: "float32", shape: [3, 1], offset: 8 },
      "a.lengths": { type: "float32", shape: [2], offset: 20 },
    },
    files: { "vectors.bin": { bytes: 28, packed: 12 }, more: { bytes: 5 } },
  };
  const vectors = new Uint8Array(28);
  vectors.set([1, 2, 255, 4, 5, 6]);
  new Float32Array(vectors.buffer).set([0.5, 1, 2, 3, 4], 2);
  const content = { "vectors.bin": vectors, more: plain.subarray(0, 5) };
  return new Parts(manifest, async (name, onBytes) => {
    asked.push(name);
    onBytes(name === "more" ? 5 : 12);
    return content[name];
  });
}

test("what was packed comes out as it was, and plain bytes stay", async () => {
  assert.deepEqual(await unpacked(packed), plain);
  assert.deepEqual(await unpacked(plain), plain);
  assert.deepEqual(fromBase64(Buffer.from(packed).toString("base64")), packed);
});

test("parts are loaded once, with their progress told", async () => {
  const asked = [];
  const news = [];
  const parts = small(asked);
  parts.onProgress = (progress) => news.push(progress);
  await parts.loadAll();
  await parts.bytes("more");
  assert.deepEqual(asked.sort(), ["more", "vectors.bin"]);
  assert.equal(parts.total, 17);
  assert.deepEqual(news.at(-1).loaded, 17);
});

test("what is needed first comes first, and may be let go of", async () => {
  const asked = [];
  const parts = small(asked);
  await parts.loadAll(["more"]);
  assert.deepEqual(asked, ["more", "vectors.bin"]);
  assert.equal((await parts.bytes("more")).length, 5);
  parts.forget("more");
  assert.equal((await parts.bytes("more")).length, 0);
  assert.equal(asked.length, 2, "it does not come again");
});

test("a first story's graphs are ready, their files are let go of", async () => {
  const graph = (name, weights) => ({ file: `${name}.onnx`, weights });
  const manifest = {
    graphs: {
      judge: graph("judge", ["critic.bin", "words.bin"]),
      embed: graph("embed", ["eyes.bin"]),
      look: graph("look", ["eyes.bin", "words.bin"]),
    },
    files: {},
  };
  const parts = new Parts(manifest, async () => plain);
  const made = [];
  const create = async (_, { externalData }) => {
    assert.ok(externalData.every(({ data }) => data.length));
    made.push(externalData.map(({ path }) => path).join(" "));
  };
  const env = { wasm: {} };
  const graphs = new Graphs(parts, { env, InferenceSession: { create } });
  const [runtime, ...files] = graphs.files;
  assert.match(runtime, /\.wasm$/);
  assert.equal(files.join(" "), "look.onnx eyes.bin words.bin embed.onnx eyes.bin");
  await graphs.start();
  assert.equal(env.wasm.numThreads, 1);
  assert.deepEqual(made, ["eyes.bin words.bin", "eyes.bin"]);
  assert.equal((await parts.bytes("eyes.bin")).length, 0);
  await graphs.ready("judge");
  await graphs.ready("judge");
  assert.deepEqual(made.slice(2), ["critic.bin words.bin"]);
});

test("tensors lie where the manifest says", async () => {
  const parts = small([]);
  await parts.loadAll();
  const { codes, axes, lengths, count } = parts.rows("a");
  assert.deepEqual([...codes], [1, 2, -1, 4, 5, 6]);
  assert.deepEqual([...axes], [0.5, 1, 2]);
  assert.deepEqual([...lengths], [3, 4]);
  assert.equal(count, 3);
  assert.throws(() => parts.floats("b"), /no vectors b/);
});

test("a part that did not come may be asked for again", async () => {
  let tries = 0;
  const parts = new Parts({ files: { a: { bytes: 1 } } }, async () => {
    tries += 1;
    if (tries === 1) throw new Error("no network");
    return plain;
  });
  await assert.rejects(parts.bytes("a"), /no network/);
  assert.equal((await parts.bytes("a")).length, plain.length);
});

test("rows are taken, put together and filled up", () => {
  const rows = { data: Float32Array.of(1, 2, 3, 4), shape: [2] };
  assert.deepEqual([...take(rows, [1, 1, 0]).data], [3, 4, 3, 4, 1, 2]);
  const both = stacked([{ rows }, takeRows({ rows }, [1])]);
  assert.deepEqual([...both.rows.data], [1, 2, 3, 4, 3, 4]);
  const { ids, lengths } = padded([[5, 6], [], [7]]);
  assert.deepEqual([...ids.data], [5, 6, 0, 0, 7, 0]);
  assert.deepEqual([...lengths.data], [2, 0, 1]);
});
