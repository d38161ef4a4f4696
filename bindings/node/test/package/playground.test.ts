import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch, serve } from '../browser/browsers.js';
import { CORS, FILES } from '../project.js';
import { clean, run, temporary } from './install.js';

declare global {
  interface Window {
    shop: FileSystemDirectoryHandle;
    put(name: string, text: string): Promise<void>;
  }
}

const PLAYGROUND = resolve(import.meta.dirname, '../../../../examples/browser');
const FOUND = 'Found: cors_error. A repair of 1 file is below.';

let server: Server;
let url: string;
let browser: Browser;
let page: Page;
let failures: string[];

beforeAll(async () => {
  // Its own import map names `./sdk/`, beside its files.
  const folder = temporary();
  cpSync(PLAYGROUND, folder, { recursive: true });
  cpSync('dist', join(folder, 'sdk'), { recursive: true });
  ({ url, server } = await serve({ app: folder }));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
  clean();
});

beforeEach(async () => {
  page = await browser.newPage();
  failures = [];
  page.on('pageerror', (error) => failures.push(error.message));
  await page.goto(`${url}/app/index.html`);
  return () => page.close();
});

/** A folder on disk with these files. */
function project(files: Record<string, string>): string {
  const folder = temporary();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const said = (id: string): Promise<string | null> => page.locator(`#${id}`).textContent();

async function repair(): Promise<void> {
  await page.locator('#log').fill(CORS);
  await page.locator('#run').click();
  await expect.poll(() => said('status'), { timeout: 20_000 }).toBe(FOUND);
}

test('a pasted log and a folder that was picked: issue, evidence, diff, patch, applied', async () => {
  await page.getByRole('textbox', { name: '1. The error' }).fill(`server is up\n${CORS}`);
  const folder = project(FILES);
  await page.locator('#fallback').setInputFiles(folder);
  await expect.poll(() => said('project')).toContain('2 files');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => said('status'), { timeout: 20_000 }).toBe(FOUND);
  expect(await page.locator('#issue li.issue mark').first().textContent()).toContain('blocked by CORS');
  expect(Number(await page.locator('#issue meter').getAttribute('value'))).toBeGreaterThan(0.5);

  await page.getByRole('button', { name: 'Unified' }).click();
  const added = (): Promise<string[]> => page.locator('#diff td.code.add').allTextContents();
  expect(await added()).toEqual(["app.use(cors({ origin: 'http://localhost:5173' }));"]);
  await page.getByRole('button', { name: 'Side by side' }).click();
  expect(await added()).toEqual(["app.use(cors({ origin: 'http://localhost:5173' }));"]);

  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the patch' }).click();
  const patch = readFileSync(await (await waiting).path(), 'utf8');
  writeFileSync(join(folder, 'fix.patch'), patch);
  expect(run(folder, 'patch', ['-p1', '--input', 'fix.patch'])).toMatchObject({ status: 0 });

  await page.getByRole('button', { name: 'Apply in this page' }).click();
  await expect.poll(() => said('status')).toBe('Applied to the files of this page.');
  await page.locator('#files summary').click();
  await page.locator('#file').selectOption('server.js');
  expect(await page.locator('#text').inputValue()).toBe(readFileSync(join(folder, 'server.js'), 'utf8'));
  expect(failures).toEqual([]);
});

test('every sample finds its repair, by keyboard alone', async () => {
  const count = await page.locator('#samples button').count();
  expect(count).toBeGreaterThan(2);
  for (let at = 0; at < count; at += 1) {
    await page.locator('#samples button').nth(at).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => said('status'), { timeout: 20_000 }).toMatch(/^Found: \S+\. A repair/);
    expect(await page.locator('#diff td.code.add').count()).toBeGreaterThan(0);
    await page.locator('#answer').evaluate((answer) => { answer.replaceChildren(); });
    await page.locator('#status').evaluate((status) => { status.textContent = ''; });
  }
  expect(failures).toEqual([]);
});

test('a log is text, never markup', async () => {
  await page.locator('#log').fill(`Error: <img src=x onerror="window.hit=1"><script>window.hit=1</script>`);
  await page.locator('#run').click();
  await expect.poll(() => said('status'), { timeout: 20_000 }).toMatch(/^(Found|No error)/);
  expect(await page.evaluate('window.hit')).toBeUndefined();
});

/** A drop as the browser gets it from the desktop: real files and folders of this machine. */
async function drop(paths: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data });
}

describe('what is dropped', () => {
  const INSIDE = { ...FILES, 'src/util.js': 'export {};\n', 'node_modules/x/index.js': '', 'logo.png': '\u{fffd}' };
  const cases: [string, string[], string, string[]][] = [
    ['a folder, which can be written to', [''], '3 files. It can be written to.', ['package.json', 'server.js', 'src/util.js']],
    ['files', ['server.js', 'package.json'], 'Files: 2 files.', ['package.json', 'server.js']],
    ['files and folders', ['package.json', 'src', 'node_modules'], 'Files: 2 files.', ['package.json', 'src/util.js']],
    ['one file', ['server.js'], 'server.js: 1 file.', ['server.js']],
  ];
  test.each(cases)('%s', async (_name, paths, words, names) => {
    const folder = project(INSIDE);
    // No text: what is not UTF-8 is left out.
    writeFileSync(join(folder, 'logo.png'), Buffer.from([0x89, 0x50, 0xff]));
    await drop(paths.map((path) => join(folder, path)));
    await expect.poll(() => said('project')).toContain(words);
    expect(await page.locator('#file option').allTextContents()).toEqual(names);
    expect(await page.locator('#drop').getAttribute('class')).toBe('drop');
    expect(failures).toEqual([]);
  });

  test('a folder that was dropped is repaired; the user who forbids writing is told so, and nothing is written', async () => {
    const folder = project(FILES);
    await drop([folder]);
    await expect.poll(() => said('project')).toContain('2 files');
    await repair();
    // There is nobody to answer the browser's question.
    await page.evaluate(() => Object.assign(FileSystemHandle.prototype, { requestPermission: () => Promise.resolve('prompt') }));
    await page.getByRole('button', { name: 'Apply to the folder' }).click();
    await expect.poll(() => said('status')).toBe('io: the browser was not allowed to write to the folder');
    expect(readFileSync(join(folder, 'server.js'), 'utf8')).toBe(FILES['server.js']);
  });

  test('files without a place on disk', async () => {
    await page.evaluate((files) => {
      const dataTransfer = new DataTransfer();
      for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, FILES);
    await expect.poll(() => said('project')).toBe('Files: 2 files.');
    await repair();
    await page.getByRole('button', { name: 'Apply in this page' }).click();
    await expect.poll(() => said('status')).toBe('Applied to the files of this page.');
  });
});

describe('a folder that can be written to', () => {
  /** Every byte counts: a mark at the beginning, and Windows' ends of lines. */
  const windows = (text: string): string => `\u{feff}${text.replaceAll('\n', '\r\n')}`;
  const line = 'const app = express();\n';
  const repaired = FILES['server.js'].replace(line, `${line}app.use(cors({ origin: 'http://localhost:5173' }));\n`);
  const SHOP = { ...FILES, 'server.js': windows(FILES['server.js']) };

  /** The browser's own file system has real handles, and asks nobody. It is dropped where the desktop's would be. */
  beforeEach(async () => {
    await page.evaluate(async (files) => {
      const root = await navigator.storage.getDirectory();
      for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) await root.removeEntry(name, { recursive: true });
      window.shop = await root.getDirectoryHandle('shop', { create: true });
      window.put = async (name, text) => {
        const stream = await (await window.shop.getFileHandle(name, { create: true })).createWritable();
        await stream.write(text);
        await stream.close();
      };
      for (const [name, text] of Object.entries(files)) await window.put(name, text);
      const item = { kind: 'file', getAsFileSystemHandle: () => Promise.resolve(window.shop), webkitGetAsEntry: () => null, getAsFile: () => null };
      const event = new Event('drop', { bubbles: true, cancelable: true });
      document.body.dispatchEvent(Object.assign(event, { dataTransfer: { items: [item] } }));
    }, SHOP);
    await expect.poll(() => said('project')).toBe('shop: 2 files. It can be written to.');
    await repair();
  });

  const stored = (): Promise<Record<string, string>> =>
    page.evaluate(async () => {
      const files: Record<string, string> = {};
      for await (const [name, handle] of (window.shop as unknown as { entries(): AsyncIterable<[string, FileSystemFileHandle]> }).entries()) {
        files[name] = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await (await handle.getFile()).arrayBuffer());
      }
      return files;
    });
  const apply = (): Promise<void> => page.getByRole('button', { name: 'Apply to the folder' }).click();

  test('has the repair, byte for byte, and nothing else', async () => {
    await apply();
    await expect.poll(() => said('status')).toBe('Applied: the folder has the repair now.');
    expect(await stored()).toEqual({ ...SHOP, 'server.js': windows(repaired) });
    expect(failures).toEqual([]);
  });

  test('is left alone where a file of it was edited meanwhile', async () => {
    const edited = `${SHOP['server.js']}// mine\n`;
    await page.evaluate((text) => window.put('server.js', text), edited);
    await apply();
    await expect.poll(() => said('status')).toBe(
      'stale: server.js was changed since the folder was read; read it again, and make the fix again',
    );
    expect(await stored()).toEqual({ ...SHOP, 'server.js': edited });
    // With the file as it was read, the same fix goes through: nothing was half done.
    await page.evaluate((text) => window.put('server.js', text), SHOP['server.js']);
    await apply();
    await expect.poll(() => said('status')).toBe('Applied: the folder has the repair now.');
  });

  test('takes what was typed in the page with its repair, and keeps the ends of lines', async () => {
    await page.locator('#files summary').click();
    await page.locator('#file').selectOption('server.js');
    await page.locator('#text').press('Control+End');
    await page.locator('#text').pressSequentially('// mine\n');
    await repair();
    await apply();
    await expect.poll(() => said('status')).toBe('Applied: the folder has the repair now.');
    expect(await stored()).toEqual({ ...SHOP, 'server.js': windows(`${repaired}// mine\n`) });
  });

  test('is left alone where its file was edited in the page', async () => {
    await page.locator('#files summary').click();
    await page.locator('#file').selectOption('server.js');
    await page.locator('#text').fill('// mine\n');
    await apply();
    await expect.poll(() => said('status')).toBe('stale: server.js was edited in this page since; find the repair again');
    expect(await stored()).toEqual(SHOP);
  });
});
