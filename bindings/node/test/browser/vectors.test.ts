import type { Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snake, text, VECTORS } from '../vectors.js';
import { launch, serve } from './chromium.js';

let server: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const served = await serve({ sdk: 'dist' });
  server = served.server;
  browser = await launch();
  page = await browser.newPage();
  await page.goto(served.url);
  // As a page without any bundler has it: the package's file from a static server.
  await page.addScriptTag({
    type: 'module',
    content: "import AutoFix from '/sdk/browser.mjs'; window.repair = async (files, log) => JSON.stringify(await new AutoFix({ files }).repairLog(log));",
  });
  await page.waitForFunction('window.repair !== undefined');
});

afterAll(async () => {
  await browser.close();
  server.close();
});

for (const [file, vectors] of VECTORS) {
  describe(file, () => {
    it.each(vectors)('$name', async ({ files, log, expected }) => {
      const answer = await page.evaluate(
        ([given, words]) => (window as unknown as { repair(files: object, log: string): Promise<string> }).repair(given, words),
        [files, log] as const,
      );
      expect(text(snake(JSON.parse(answer)))).toBe(text(expected));
    });
  });
}
