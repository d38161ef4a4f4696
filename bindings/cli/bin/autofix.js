#!/usr/bin/env node
// Starts the program of this platform, and ends as it ended.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PLATFORMS = [
  'linux-x64-gnu',
  'linux-arm64-gnu',
  'linux-x64-musl',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
];

function platform() {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') return name;
  return `${name}-${process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'gnu'}`;
}

/** The program, in the package of its platform or beside this script. */
function find(name) {
  const file = process.platform === 'win32' ? 'autofix.exe' : 'autofix';
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [join(here, '../platform', name, file)];
  try {
    places.unshift(join(dirname(createRequire(import.meta.url).resolve(`@autofix/cli-${name}/package.json`)), file));
  } catch {
    // Not installed: the program may be beside this script.
  }
  return places.find((place) => existsSync(place));
}

function fail(message) {
  process.stderr.write(`autofix: ${message}\n`);
  process.exit(1);
}

const name = platform();
const program = find(name);
if (program === undefined) {
  fail(
    PLATFORMS.includes(name)
      ? `the package @autofix/cli-${name} is missing. Install autofix-cli again, with optional dependencies.`
      : `there is no program for ${name}, only for ${PLATFORMS.join(', ')}. ` +
          'Build it from source: cargo install --locked --path autofix-cli',
  );
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
child.on('error', (error) => fail(`${program} does not start: ${error.message}`));

// A terminal sends Ctrl-C to the program as well; it decides what happens then.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'].filter((signal) => signal in constants.signals);
for (const signal of signals) {
  process.on(signal, () => {
    // On a terminal the program has it already.
    if (!(process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT'))) child.kill(signal);
  });
}

child.on('exit', (code, signal) => {
  if (signal === null) {
    process.exitCode = code ?? 1;
    return;
  }
  for (const each of signals) process.removeAllListeners(each);
  process.kill(process.pid, signal);
});
