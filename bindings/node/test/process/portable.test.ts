import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CORS, FILES } from '../project.js';

let folder: string;

/** The package as it is on a platform that it has no binary for. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'autofix-portable-'));
  const target = join(folder, 'node_modules/@autofix/sdk');
  mkdirSync(target, { recursive: true });
  for (const name of ['package.json', 'native.cjs', 'dist']) cpSync(name, join(target, name), { recursive: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(script: string): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder, encoding: 'utf8' });
}

test.each(['import { AutoFix } from "@autofix/sdk";', 'import { createRequire } from "node:module"; const { AutoFix } = createRequire(process.cwd() + "/x.js")("@autofix/sdk");'])(
  'without a native engine, files in memory are repaired by the portable one, with one warning: %s',
  (head) => {
    const { stdout, stderr, status } = run(`${head}
      const files = ${JSON.stringify(FILES)};
      new AutoFix({ files });
      const report = await new AutoFix({ files }).repairLog(${JSON.stringify(CORS)});
      console.log(report.status, report.fix.changes[0].file);`);
    expect({ stdout, status }).toEqual({ stdout: 'generated server.js\n', status: 0 });
    expect(stderr.match(/AUTOFIX_PORTABLE/g)).toHaveLength(1);
  },
);

test('a folder is refused at once, and the error says what to do', () => {
  const { stdout } = run(`import { AutoFix } from '@autofix/sdk';
    try { new AutoFix({ root: '.' }); } catch (error) { console.log(error.code, error.message); }`);
  expect(stdout).toMatch(/^not_supported no native engine for \S+ is installed, and only it reads folders: /);
});
