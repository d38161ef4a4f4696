import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, serve, type Tab } from './browsers.js';

let server: Server;
let url: string;

beforeAll(async () => {
  ({ url, server } = await serve({ sdk: 'dist' }));
});

afterAll(() => {
  server.close();
});

const BEFORE = { 'a.txt': 'a\r\n', 'src/b.txt': 'b', 'node_modules/x.txt': 'x' };
const KEPT = { 'a.txt': 'a\r\n', 'src/b.txt': 'b' };

/** What a fix does, what somebody does to the folder before it is written, and what is there then. */
const CASES: [string, object[], string, unknown, Record<string, string>][] = [
  ['a changed file', [{ file: 'a.txt', action: 'modify' }], '', null, { ...KEPT, 'a.txt': 'new a.txt' }],
  ['a new file in a new folder', [{ file: 'lib/c.txt', action: 'create' }], '', null, { ...KEPT, 'lib/c.txt': 'new lib/c.txt' }],
  ['a file that goes', [{ file: 'src/b.txt', action: 'delete' }], '', null, { 'a.txt': 'a\r\n' }],
  ['a file that moves', [{ file: 'a.txt', action: 'rename', to: 'src/a.txt' }], '', null, { 'src/a.txt': 'new src/a.txt', 'src/b.txt': 'b' }],
  [
    'the second of two files was edited',
    [{ file: 'a.txt', action: 'modify' }, { file: 'src/b.txt', action: 'modify' }],
    "await put('src/b.txt', 'mine')",
    'stale',
    { ...KEPT, 'src/b.txt': 'mine' },
  ],
  ['a file was removed', [{ file: 'a.txt', action: 'modify' }], "await root.removeEntry('a.txt')", 'stale', { 'src/b.txt': 'b' }],
  ['a file is in the way of a new one', [{ file: 'c.txt', action: 'create' }], "await put('c.txt', 'mine')", 'stale', { ...KEPT, 'c.txt': 'mine' }],
  ['what the program holds changes nothing', [{ file: 'a.txt', action: 'modify' }], "folder.files['a.txt'] = 'other'", null, { ...KEPT, 'a.txt': 'new a.txt' }],
  ['the user says nothing', [{ file: 'a.txt', action: 'modify' }], "root.requestPermission = async () => 'prompt'", 'io', KEPT],
  ['the user agrees', [{ file: 'a.txt', action: 'modify' }], "root.requestPermission = async () => 'granted'", null, { ...KEPT, 'a.txt': 'new a.txt' }],
];

describe.each(BROWSERS)('a folder in %s', (_name, launch) => {
  let close: () => Promise<void>;
  let tab: Tab;

  beforeAll(async () => {
    const browser = await launch();
    close = () => browser.close();
    tab = await browser.newPage();
    await tab.goto(url);
  });

  afterAll(() => close());

  test.each(CASES)('%s', async (_case, changes, meanwhile, code, after) => {
    // The browser's own file system has real handles, and asks nobody.
    const answer = await tab.evaluate(`(async () => {
      const { openFolder } = await import('/sdk/browser.mjs');
      const home = await navigator.storage.getDirectory();
      await home.removeEntry('shop', { recursive: true }).catch(() => {});
      const root = await home.getDirectoryHandle('shop', { create: true });
      const put = async (path, text) => {
        const [name, ...folders] = path.split('/').reverse();
        let folder = root;
        for (const part of folders.reverse()) folder = await folder.getDirectoryHandle(part, { create: true });
        const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
        await stream.write(text);
        await stream.close();
      };
      for (const [path, text] of Object.entries(${JSON.stringify(BEFORE)})) await put(path, text);
      const folder = await openFolder(root);
      ${meanwhile};
      const autofix = { readFile: async (path) => 'new ' + path };
      const code = await folder.write(autofix, { changes: ${JSON.stringify(changes)} }).then(() => null, (error) => error.code ?? String(error));
      return JSON.stringify([code, (await openFolder(root)).files]);
    })()`);
    expect(JSON.parse(String(answer))).toEqual([code, after]);
  });
});
