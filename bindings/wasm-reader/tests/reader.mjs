// What a page reads by itself is what the whole engine reads. `cargo xtask test wasm` runs this.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const build = process.env.AUTOFIX_WASM;
assert.ok(build, 'AUTOFIX_WASM names the folder of the build');
const load = async (name) => {
  const module = await import(pathToFileURL(join(build, `${name}.js`)).href);
  module.initSync({ module: readFileSync(join(build, `${name}_bg.wasm`)) });
  return module;
};
const reader = await load('reader');
const engine = await load('autofix');

const logs = new URL('../../../tests/logs/', import.meta.url);
const read = (group) =>
  readdirSync(new URL(`${group}/`, logs))
    .filter((name) => name.endsWith('.log'))
    .map((name) => [`${group}/${name}`, readFileSync(new URL(`${group}/${name}`, logs), 'utf8')]);

for (const group of ['browser', 'react', 'vue', 'vite', 'v8', 'firefox', 'jsc', 'typescript']) {
  test(`${group}: as the engine`, async () => {
    for (const [name, text] of read(group)) {
      const client = new engine.Client('{}', {}, []);
      const whole = JSON.parse(await client.call(1, 'analyze_log', text));
      const page = JSON.parse(reader.analyzeLog(text));
      const told = ({ issues, lines }) => ({ lines, issues: issues.map(({ type, message, frames }) => ({ type, message, frames })) });
      assert.deepEqual(told(page), told(whole), name);
      client.free();
    }
  });
}

test('one error is classified, and a bad one is refused', () => {
  const issue = JSON.parse(reader.classify('{"message":"listen EADDRINUSE: address already in use :::3000"}'));
  assert.equal(issue.type, 'port_conflict');
  assert.throws(() => reader.classify('{'), /invalid_input/);
});

test('it is a fraction of the engine', () => {
  const size = (name) => brotliCompressSync(readFileSync(join(build, `${name}_bg.wasm`))).length;
  const [page, whole] = [size('reader'), size('autofix')];
  console.log(`reader ${page} bytes, engine ${whole} bytes, brotli`);
  assert.ok(page < whole / 2, `${page} of ${whole} bytes`);
});
