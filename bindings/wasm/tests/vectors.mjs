// The module answers every vector as the engine does, byte for byte. `cargo xtask test wasm` runs this.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const build = process.env.AUTOFIX_WASM;
assert.ok(build, 'AUTOFIX_WASM names the folder of the build');
const autofix = await import(pathToFileURL(join(build, 'autofix.js')).href);
autofix.initSync({ module: readFileSync(join(build, 'autofix_bg.wasm')) });

const base = await import(pathToFileURL(join(build, 'base.js')).href);
base.initSync({ module: readFileSync(join(build, 'base_bg.wasm')) });

const vectors = new URL('../../../tests/vectors/', import.meta.url);
const names = readdirSync(vectors).filter((name) => name.endsWith('.json'));

/** The model's own spelling. What belongs to users keeps its spelling. */
function snake(value) {
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== 'object' || value === null) return value;
  const entry = ([key, member]) => [
    key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    ['context', 'details'].includes(key) ? member : snake(member),
  ];
  return Object.fromEntries(Object.entries(value).map(entry));
}

test('there are vectors', () => assert.ok(names.length > 0));

const parsed = /\.(?:[cm]?[jt]sx?|vue)$/;
let without = 0;

for (const name of names) {
  const cases = JSON.parse(readFileSync(new URL(name, vectors), 'utf8'));
  test(`${name}: ${cases.length} cases`, async () => {
    for (const { name: title, files, log, expected } of cases) {
      // What has nothing to parse is answered alike by the module without a parser.
      const plain = !Object.keys(files).some((path) => parsed.test(path));
      if (plain) without += 1;
      const client = new (plain ? base : autofix).Client('{}', files, []);
      const report = snake(JSON.parse(await client.call(1, 'repair_log', log)));
      assert.equal(JSON.stringify(report, null, 1), JSON.stringify(expected, null, 1), title);
      client.free();
    }
  });
}

test('some vectors have nothing to parse', () => assert.ok(without > 0));

test('the version is told', () => assert.match(autofix.version(), /^\d+\.\d+\.\d+/));

test('a root, and files that are no texts, are refused', () => {
  assert.throws(() => new autofix.Client('{"root":"."}', undefined, []), /not_supported/);
  assert.throws(() => new autofix.Client('{}', { 'a.js': 1 }, []), /not_text/);
  assert.throws(() => new autofix.Client('{', {}, []), /invalid_input/);
});
