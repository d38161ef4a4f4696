// Compiled, not run: what users write has types, and what is wrong is refused.

import AutoFix, {
  AutoFixAbortError,
  AutoFixError,
  FixPlugin,
  initialize,
  openFolder,
  type AutoFixOptions,
  type Change,
  type Fix,
  type FixReport,
  type Issue,
  type PluginAnalysis,
  type PluginError,
  type PluginProject,
  type Proposal,
} from '@autofix/sdk';

class Own extends FixPlugin {
  constructor() {
    super({ name: 'own', version: '1.0.0', supportedErrors: ['cors_error', 'my_error'] });
  }

  override analyze(error: PluginError): PluginAnalysis {
    return { errorType: error.type, lines: error.log.length };
  }

  async generateFix(_analysis: PluginAnalysis, project: PluginProject): Promise<Proposal> {
    const text = await project.readFile('server.js');
    return { changes: [{ file: 'server.js', action: 'modify', find: text, replace: '' }], safety: 'unsafe' };
  }
}

// @ts-expect-error a plugin generates fixes
class Empty extends FixPlugin {}

const options: AutoFixOptions = {
  files: { 'server.js': '', 'bytes.js': new Uint8Array() },
  plugins: [new Own()],
  config: { version: 1 },
  reporting: { handlers: { console: ['error'], uncaughtException: true, network: true }, sampleRate: 0.5 },
};
const autofix = new AutoFix(options);
new AutoFix();
// @ts-expect-error a number is no environment
new AutoFix({ environment: 1 });
// @ts-expect-error there is no such option
new AutoFix({ projectID: 'x' });

const issue: Issue = await autofix.reportIssue({ type: 'custom_error', message: 'x', context: { userId: '1' } });
// @ts-expect-error a report has a message
await autofix.reportIssue({ type: 'cors_error' });
const report: FixReport = await autofix.generateFix(issue, { signal: AbortSignal.timeout(1_000) });
// @ts-expect-error there may be none
const certain: Fix = report.fix;
const changes: Change[] = report.fix?.changes ?? [];
changes.map(({ diff }) => diff.length);
await autofix.prove(['npm', 'test']);
await autofix.analyzeLog(new Uint8Array());

autofix.on('fix_applied', (fix) => fix.id.length).once('fix_rejected', ({ reason }) => reason.length);
// @ts-expect-error there is no such event
autofix.on('fix_aplied', () => undefined);
// @ts-expect-error what is applied is a fix
autofix.on('fix_applied', (fix) => fix.nothing);
for await (const event of autofix) {
  if (event.type === 'issue_reported') event.data.fingerprint.length;
}

const taken: boolean = autofix.captureException(new Error('x'), { handled: true });
try {
  await initialize(new URL('https://example.org/autofix.wasm'));
  const folder = await openFolder({} as FileSystemDirectoryHandle);
  await folder.write(autofix, report.fix as Fix);
} catch (error) {
  if (error instanceof AutoFixAbortError || error instanceof AutoFixError) error.code.length;
}
export { certain, taken, Empty };
