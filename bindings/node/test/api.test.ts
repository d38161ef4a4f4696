import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import AutoFix, { AutoFixError, type AutoFixEvent, type Fix } from '@autofix/sdk';
import { CORS, FILES, PACKAGE, REPORT, SERVER, folder } from './project.js';

async function fixed(autofix: AutoFix): Promise<Fix> {
  const { fix } = await autofix.repairLog(CORS);
  if (fix === null) throw new Error('no fix was found');
  return fix;
}

describe('a folder', () => {
  it('is repaired and restored byte for byte', async () => {
    const root = folder();
    const autofix = new AutoFix({ root });
    const fix = await fixed(autofix);
    expect(readFileSync(join(root, 'server.js'), 'utf8')).toBe(SERVER);
    expect((await autofix.validateFix(fix)).passed).toBe(true);
    expect((await autofix.applyFix(fix)).state).toBe('applied');
    expect(readFileSync(join(root, 'server.js'), 'utf8')).toContain('http://localhost:5173');
    expect((await autofix.getStatus()).fixes.map(({ id }) => id)).toEqual([fix.id]);
    expect((await autofix.rollbackFix(fix.id)).state).toBe('rolled_back');
    expect(readFileSync(join(root, 'server.js'), 'utf8')).toBe(SERVER);
  });

  it('that was edited meanwhile is refused with a code', async () => {
    const root = folder();
    const autofix = new AutoFix({ root });
    const fix = await fixed(autofix);
    writeFileSync(join(root, 'server.js'), `// mine\n${SERVER}`);
    const refused = autofix.applyFix(fix);
    await expect(refused).rejects.toBeInstanceOf(AutoFixError);
    await expect(refused).rejects.toMatchObject({ name: 'AutoFixError', code: 'stale' });
    expect(readFileSync(join(root, 'server.js'), 'utf8')).toBe(`// mine\n${SERVER}`);
  });

  it('that is not there is refused at once', () => {
    expect(() => new AutoFix({ root: '/nowhere/at/all' })).toThrow(AutoFixError);
  });
});

describe('files in memory', () => {
  it('may be bytes, and are read back after a fix', async () => {
    const autofix = new AutoFix({ files: { ...FILES, 'package.json': new TextEncoder().encode(PACKAGE) } });
    await autofix.applyFix(await fixed(autofix));
    expect(await autofix.readFile('server.js')).toContain('http://localhost:5173');
  });

  it('that lead outside are refused', () => {
    expect(() => new AutoFix({ files: { '../x': '' } })).toThrow(/outside/);
  });

  it('and a root exclude each other', () => {
    expect(() => new AutoFix({ files: FILES, root: '.' })).toThrow(/either/);
  });
});

describe('reporting', () => {
  it('keeps a type of one’s own and what the user added, as it is spelt', async () => {
    const autofix = new AutoFix({ files: {} });
    const context = { userId: '123', nested_key: { camelCase: 1, snake_case: 2 } };
    const issue = await autofix.reportIssue({ type: 'custom_error', message: 'Something went wrong', context });
    expect(issue).toMatchObject({ type: 'custom_error', message: 'Something went wrong', context, count: 1 });
    expect((await autofix.reportIssue({ type: 'custom_error', message: 'Something went wrong' })).count).toBe(2);
    expect(await autofix.listIssues()).toHaveLength(1);
  });

  it('reads a stack', async () => {
    const autofix = new AutoFix({ files: FILES });
    const stack = 'TypeError: x is not a function\n    at handler (/srv/shop/server.js:5:3)';
    const issue = await autofix.reportIssue({ message: 'x is not a function', stack });
    expect(issue.frames[0]).toMatchObject({ file: 'server.js', line: 5, column: 3, inApp: true });
  });

  it('of nothing is refused', async () => {
    await expect(new AutoFix({ files: {} }).reportIssue({ message: '' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('reads a log given as bytes', async () => {
    const report = await new AutoFix({ files: FILES }).analyzeLog(Buffer.from(`ready\n${CORS}\n`));
    expect(report.lines).toBe(2);
    expect(report.issues[0]?.type).toBe('cors_error');
  });
});

describe('events', () => {
  it('are heard before the call that caused them is settled', async () => {
    const autofix = new AutoFix({ files: FILES });
    const heard: string[] = [];
    const never = (): void => {
      heard.push('never');
    };
    autofix.on('fix_applied', (fix) => heard.push(`on ${fix.id}`));
    autofix.once('fix_applied', (fix) => heard.push(`once ${fix.state}`));
    autofix.on('fix_applied', never).off('fix_applied', never);
    const fix = await fixed(autofix);
    await autofix.applyFix(fix);
    expect(heard).toEqual([`on ${fix.id}`, 'once applied']);
    await autofix.rollbackFix(fix.id);
    await autofix.applyFix(fix);
    expect(heard).toEqual([`on ${fix.id}`, 'once applied', `on ${fix.id}`]);
  });

  it('are iterated', async () => {
    const autofix = new AutoFix({ files: FILES });
    const stop = new AbortController();
    const seen: AutoFixEvent['type'][] = [];
    const reading = (async () => {
      for await (const { type } of autofix.events({ signal: stop.signal })) seen.push(type);
    })();
    await autofix.applyFix(await fixed(autofix));
    stop.abort();
    await reading;
    expect(seen).toEqual(['issue_reported', 'fix_generated', 'fix_validated', 'fix_applied']);
  });

  it('of no known name are refused', () => {
    const autofix = new AutoFix({ files: {} });
    // @ts-expect-error no event is called so
    expect(() => autofix.on('fix_aplied', () => undefined)).toThrow(/fix_applied/);
  });
});

describe('a signal', () => {
  it('that is aborted already stops the call', async () => {
    const call = new AutoFix({ files: FILES }).repairLog(CORS, { signal: AbortSignal.abort('enough') });
    await expect(call).rejects.toMatchObject({ name: 'AbortError', code: 'aborted', cause: 'enough' });
  });
});

describe('configuration', () => {
  it('that is wrong is an error that points', () => {
    expect(() => new AutoFix({ files: FILES, config: 'project:\n  naem: x\n' })).toThrow(/naem/);
  });

  it('is taken as an object', async () => {
    const config = { project: { name: 'Shop', type: 'react-node' } };
    expect((await new AutoFix({ files: FILES, config }).getStatus()).project.name).toBe('Shop');
  });

  it('with an endpoint says that there is no server yet', () => {
    expect(() => new AutoFix({ endpoint: 'http://localhost' })).toThrow(/endpoint/);
  });

  it('may be left out as a whole', async () => {
    expect((await new AutoFix().getStatus()).project.environment).toBe('development');
  });
});

describe('a process', () => {
  const sdk = JSON.stringify(new URL('../dist/index.cjs', import.meta.url).pathname);
  const run = (code: string) => spawnSync(process.execPath, ['-e', code], { encoding: 'utf8', timeout: 20_000 });

  it('ends when nothing is pending, though there are listeners', () => {
    const ended = run(
      `const { AutoFix } = require(${sdk}); const a = new AutoFix({ files: {} });
       a.on('issue_reported', (i) => console.log(i.type)); (async () => { for await (const e of a) console.log(e.type) })();
       a.reportIssue({ type: 'custom_error', message: 'x' }).then((i) => console.log(i.id.slice(0, 6)));`,
    );
    expect(ended).toMatchObject({ status: 0, stdout: 'custom_error\nissue_reported\nissue_\n', stderr: '' });
  });

  it('has an engine in every worker', async () => {
    const code = `const { parentPort } = require('node:worker_threads'); const { AutoFix } = require(${sdk});
      new AutoFix({ files: ${JSON.stringify(FILES)} }).repairLog(${JSON.stringify(CORS)}).then((r) => parentPort.postMessage(r.status));`;
    const answers = [1, 2, 3].map(
      () =>
        new Promise((resolve, reject) => {
          new Worker(code, { eval: true }).once('message', resolve).once('error', reject);
        }),
    );
    expect(await Promise.all(answers)).toEqual(['generated', 'generated', 'generated']);
  });
});

describe('many calls', () => {
  it('at once give what they give one by one', async () => {
    const autofix = new AutoFix({ files: FILES });
    const reports = await Promise.all(Array.from({ length: 50 }, () => autofix.repairLog(CORS)));
    expect(new Set(reports.map((report) => JSON.stringify(report))).size).toBe(1);
  });

  it('on a reported issue leave the same fix', async () => {
    const autofix = new AutoFix({ files: FILES });
    const issue = await autofix.reportIssue(REPORT);
    const { fix, status } = await autofix.generateFix(issue);
    expect(status).toBe('generated');
    expect(fix?.issueId).toBe(issue.id);
  });
});
