import { chmodSync, copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CORS, FILES } from '../project.js';
import { clean, platform, run, temporary } from './install.js';

const PACKAGE = resolve(import.meta.dirname, '../../../cli');
const program = process.env['AUTOFIX_PROGRAM'];

afterAll(clean);

/** Packs the package with a program for this platform, installs it into a prefix, and answers the command. */
function installed(copy: (file: string) => void): string {
  const stage = temporary();
  cpSync(PACKAGE, stage, { recursive: true });
  mkdirSync(join(stage, 'platform', platform()), { recursive: true });
  copy(join(stage, 'platform', platform(), 'autofix'));
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', stage];
  const tarball = join(stage, execFileSync('npm', args, { cwd: stage, encoding: 'utf8' }).trim());
  const prefix = temporary();
  execFileSync('npm', ['install', '--global', '--offline', '--silent', '--prefix', prefix, tarball]);
  return join(prefix, 'bin/autofix');
}

/** A program that does what its arguments say, so that the launcher alone is tested. */
const DOUBLE = `#!${process.execPath}
const [what, ...rest] = process.argv.slice(2);
if (what === 'echo') { process.stdin.pipe(process.stdout); console.error(JSON.stringify(rest)); process.exitCode = 3; }
if (what === 'die') process.kill(process.pid, 'SIGKILL');
if (what === 'wait') { process.on('SIGTERM', () => process.exit(42)); console.log('waiting'); setInterval(() => {}, 1000); }
if (what === 'wait-dumb') { console.log('waiting'); setInterval(() => {}, 1000); }
`;

describe('the launcher', () => {
  let command: string;

  beforeAll(() => {
    command = installed((file) => {
      writeFileSync(file, DOUBLE);
      chmodSync(file, 0o755);
    });
  });

  test('hands on arguments, input, output and the exit status', () => {
    const args = ['echo', 'a b', '--x', '', '"'];
    const ended = execStatus(command, args, 'in\nput');
    expect(ended).toEqual({ status: 3, stdout: 'in\nput', stderr: `${JSON.stringify(args.slice(1))}\n`, signal: null });
  });

  test('dies of the signal that the program died of', () => {
    expect(execStatus(command, ['die'], '')).toMatchObject({ status: null, signal: 'SIGKILL' });
  });

  test.each([
    ['wait', { code: 42, signal: null }],
    ['wait-dumb', { code: null, signal: 'SIGTERM' }],
  ])('hands on a signal: %s', async (how, expected) => {
    const child = spawn(command, [how], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((started) => child.stdout.once('data', started));
    child.kill('SIGTERM');
    expect(await new Promise((ended) => child.once('exit', (code, signal) => { ended({ code, signal }); }))).toEqual(expected);
  });
});

function execStatus(command: string, args: string[], input: string): object {
  try {
    const stdout = execFileSync(command, args, { input, encoding: 'utf8', stdio: 'pipe' });
    return { status: 0, stdout, stderr: '', signal: null };
  } catch (thrown) {
    const { status, stdout, stderr, signal } = thrown as Record<'status' | 'stdout' | 'stderr' | 'signal', unknown>;
    return { status, stdout, stderr, signal };
  }
}

test('without a program, the error says what to do', () => {
  const folder = temporary();
  cpSync(PACKAGE, folder, { recursive: true });
  expect(run(folder, process.execPath, ['bin/autofix.js', '--version'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining(`the package @autofix/cli-${platform()} is missing`) as string,
  });
  const other = "Object.defineProperty(process, 'arch', { value: 'mips' }); process.argv[1] = 'autofix'; import('./bin/autofix.js');";
  expect(run(folder, process.execPath, ['--input-type=module', '--eval', other]).stderr).toContain('cargo install --locked');
});

// `cargo xtask test node` names the program that it built.
test.runIf(program !== undefined)('the real program, installed globally', () => {
  const command = installed((file) => {
    copyFileSync(program ?? '', file);
  });
  const folder = temporary();
  for (const [name, text] of Object.entries({ ...FILES, 'error.log': CORS })) writeFileSync(join(folder, name), text);
  expect(run(folder, command, ['--version']).stdout).toMatch(/^autofix \d+\.\d+\.\d+/);
  const analyzed = run(folder, command, ['analyze', 'error.log']);
  expect(analyzed.stdout).toContain('cors_error');
  expect(run(folder, command, ['fix', '--log', 'error.log', '--json'])).toMatchObject({ status: 0 });
});
