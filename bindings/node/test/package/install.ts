import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PACKAGE = resolve(import.meta.dirname, '../..');

/** Folders that go when the tests of a file are over. */
const made: string[] = [];

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'autofix-package-'));
  made.push(folder);
  return folder;
}

export function clean(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Packs the package as it was built, and answers the tarball. */
export function pack(): string {
  const folder = temporary();
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  return join(folder, execFileSync('npm', args, { cwd: PACKAGE, encoding: 'utf8' }).trim());
}

/** A new folder where nothing but the tarball is installed, without a registry. */
export function installed(tarball: string): string {
  const folder = temporary();
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }\n');
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', tarball], { cwd: folder });
  return folder;
}

/** `linux-x64-gnu` and its like, as the packages of platforms are named. */
export function platform(): string {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') return name;
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return `${name}-${header.glibcVersionRuntime === undefined ? 'musl' : 'gnu'}`;
}

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program in a folder. */
export function run(folder: string, program: string, args: string[], timeout = 60_000): Ended {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', timeout, maxBuffer: 1 << 26 });
  return { status, stdout, stderr };
}
