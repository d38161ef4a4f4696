// The module answers every vector as the engine does. `cargo xtask test wasm` runs this.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const build = process.env.AUTOFIX_WASM;
assert.ok(build, 'AUTOFIX_WASM names the folder of the build');
const autofix = await import(pathToFileURL(join(build, 'autofix.js')).href);
autofix.initSync({ module: readFileSync(join(build, 'autofix_bg.wasm')) });

const vectors = new URL('../../../tests/vectors/', import.meta.url);
const names = readdirSync(vectors).filter((name) => name.endsWith('.json'));

test('there are vectors', () => assert.ok(names.length > 0));

for (const name of names) {
  const cases = JSON.parse(readFileSync(new URL(name, vectors), 'utf8'));
  test(`${name}: ${cases.length} cases`, () => {
    for (const { name: title, files, log, expected } of cases) {
      assert.deepEqual(JSON.parse(autofix.repair(JSON.stringify(files), log)), expected, title);
    }
  });
}

test('the version is told', () => assert.match(autofix.version(), /^\d+\.\d+\.\d+/));

test('files that are no object of texts are refused', () => {
  for (const files of ['', '[]', '{"a.js": 1}', '{']) {
    assert.throws(() => autofix.repair(files, 'Error: x'), Error, files);
  }
});
