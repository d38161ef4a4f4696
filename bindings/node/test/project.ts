import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssueReport } from '@autofix/sdk';

/** A server that allows no origin. */
export const SERVER =
  "const express = require('express');\nconst cors = require('cors');\n\nconst app = express();\n" +
  "app.get('/api/x', (req, res) => res.json({}));\napp.listen(4000);\n";

export const PACKAGE = '{ "name": "shop", "dependencies": { "cors": "^2.8.5", "express": "^4.19.2" } }\n';

/** What a browser says of it. */
export const CORS =
  "Access to fetch at 'http://localhost:4000/api/x' from origin 'http://localhost:5173' has been blocked by CORS " +
  "policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";

export const FILES = { 'server.js': SERVER, 'package.json': PACKAGE };

export const REPORT: IssueReport = { type: 'cors_error', message: CORS };

/** The project on disk. */
export function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'autofix-'));
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(root, path), text);
  return root;
}
