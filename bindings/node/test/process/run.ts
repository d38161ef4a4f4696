import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const PACKAGE = resolve(import.meta.dirname, '../..');

/** What became of a process. */
export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a module of its own process inside the package, so that `@autofix/sdk` is this one. */
export function run(script: string, flags: string[] = [], timeout = 25_000): Ended {
  const args = ['--input-type=module', ...flags, '--eval', script];
  return spawnSync(process.execPath, args, { cwd: PACKAGE, encoding: 'utf8', timeout });
}
