// Runs in every runtime as it stands: the package by its name, and nothing of the runtime but the language.

import AutoFix, { FixPlugin, type FixReport, type PluginAnalysis, type PluginProject, type Proposal } from '@autofix/sdk';

/** What a runtime answers, as JSON: texts are compared outside, byte for byte. */
export interface Answer {
  engine: string;
  own: { by: string | undefined; text: string; heard: string[] };
  reports: FixReport[];
}

class FlagPlugin extends FixPlugin {
  constructor() {
    super({ name: 'flags', version: '1.0.0', supportedErrors: ['flag_error'] });
  }

  override async generateFix(_analysis: PluginAnalysis, project: PluginProject): Promise<Proposal> {
    const text = await project.readFile('flags.txt');
    return { changes: [{ file: 'flags.txt', action: 'modify', content: `${text}dark_mode\n` }] };
  }
}

/** Only the native engine reads folders. */
async function engine(): Promise<string> {
  try {
    await new AutoFix({ root: '.' }).getStatus();
    return 'native';
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
}

async function own(): Promise<Answer['own']> {
  const heard: string[] = [];
  const autofix = new AutoFix({ files: { 'flags.txt': 'beta\n' }, plugins: [new FlagPlugin()] });
  autofix.on('fix_applied', (fix) => heard.push(...fix.changes.map(({ file }) => file)));
  const { fix } = await autofix.generateFix(await autofix.reportIssue({ type: 'flag_error', message: 'no flag dark_mode' }));
  if (fix !== null) await autofix.applyFix(fix);
  return { by: fix?.plugin.name, text: await autofix.readFile('flags.txt'), heard };
}

export async function visit(vectors: { files: Record<string, string>; log: string }[]): Promise<string> {
  const reports: FixReport[] = [];
  for (const { files, log } of vectors) reports.push(await new AutoFix({ files }).repairLog(log));
  return JSON.stringify({ engine: await engine(), own: await own(), reports } satisfies Answer);
}
