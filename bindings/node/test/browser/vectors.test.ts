import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snake, text, VECTORS } from '../vectors.js';
import { BROWSERS, serve, type Tab } from './browsers.js';

let server: Server;
let url: string;

beforeAll(async () => {
  ({ url, server } = await serve({ sdk: 'dist' }));
});

afterAll(() => {
  server.close();
});

describe.each(BROWSERS)('%s', (_name, launch) => {
  let close: () => Promise<void>;
  let tab: Tab;

  beforeAll(async () => {
    const browser = await launch();
    close = () => browser.close();
    tab = await browser.newPage();
    await tab.goto(url);
  });

  afterAll(() => close());

  for (const [file, vectors] of VECTORS) {
    describe(file, () => {
      it.each(vectors)('$name', async ({ files, log, expected }) => {
        // As a page without any bundler has it: the package's file from a static server.
        const answer = await tab.evaluate(`import('/sdk/browser.mjs').then(async ({ AutoFix }) =>
          JSON.stringify(await new AutoFix({ files: ${JSON.stringify(files)} }).repairLog(${JSON.stringify(log)})))`);
        expect(text(snake(JSON.parse(String(answer))))).toBe(text(expected));
      });
    });
  }
});
