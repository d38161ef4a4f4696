import { describe, expect, it } from 'vitest';
import {
  AutoFix,
  FixPlugin,
  type PluginAnalysis,
  type PluginError,
  type PluginProject,
  type Proposal,
} from '@autofix/sdk';
import { CORS, FILES, REPORT } from './project.js';

/** The class of the design document, word for word. */
class CorsFixPlugin extends FixPlugin {
  constructor() {
    super({
      name: 'cors-fix',
      version: '1.0.0',
      supportedErrors: ['cors_error', 'cors_policy_blocked']
    });
  }

  // @ts-expect-error the document's parameter has no type
  async analyze(errorContext) {
    return {
      errorType: 'cors_error',
      severity: 'high',
      affectedFiles: ['server.js'],
      suggestedFix: 'add_cors_middleware'
    };
  }

  // @ts-expect-error the document's parameter has no type
  async generateFix(analysisResult) {
    return {
      changes: [
        {
          file: 'server.js',
          action: 'insert',
          position: 'after_express_init',
          code: `
// CORS 配置
app.use(cors({
  origin: [
    'http://localhost:3000',
    'https://your-frontend-domain.com'
  ],
  credentials: true
}));`
        }
      ]
    };
  }
}

/** A plugin made of one method. */
function plugin(
  generate: (analysis: PluginAnalysis, project: PluginProject) => Proposal | Promise<Proposal>,
  more: Partial<FixPlugin> = {},
): FixPlugin {
  class Own extends FixPlugin {
    generateFix(analysis: PluginAnalysis, project: PluginProject): Proposal | Promise<Proposal> {
      return generate(analysis, project);
    }
  }
  return Object.assign(new Own({ name: 'own', version: '2.0.0', supportedErrors: ['own_error'] }), more);
}

const OWN = { type: 'own_error', message: 'the flag dark_mode is unknown' };

async function proposed(own: FixPlugin, files: Record<string, string> = { 'flags.txt': 'a\n' }) {
  const autofix = new AutoFix({ files, plugins: [own], pluginTimeout: 200 });
  const report = await autofix.generateFix(await autofix.reportIssue(OWN));
  return { autofix, report };
}

describe('the plugin of the design document', () => {
  it('yields an applied fix', async () => {
    const autofix = new AutoFix({ files: FILES, plugins: [new CorsFixPlugin() as FixPlugin] });
    const { fix, rejections } = await autofix.generateFix(await autofix.reportIssue(REPORT));
    expect(rejections).toEqual([]);
    expect(fix?.plugin).toEqual({ name: 'cors-fix', version: '1.0.0' });
    if (fix === null) return;
    expect((await autofix.applyFix(fix)).state).toBe('applied');
    expect(await autofix.readFile('server.js')).toContain("// CORS 配置\napp.use(cors({\n  origin: [\n    'http://localhost:3000'");
  });
});

describe('a plugin', () => {
  it('may be synchronous, and reads the project', async () => {
    const { report } = await proposed(
      plugin(async (_, project) => {
        expect(await project.listFiles()).toEqual(['flags.txt']);
        const text = await project.readFile('flags.txt');
        await expect(project.readFile('../etc/passwd')).rejects.toThrow();
        return { changes: [{ file: 'flags.txt', action: 'modify', content: `${text}dark_mode\n` }], safety: 'safe' };
      }),
    );
    expect(report.rejections).toEqual([]);
    expect(report.fix?.changes[0]?.diff).toBe('--- a/flags.txt\n+++ b/flags.txt\n@@ -1 +1,2 @@\n a\n+dark_mode\n');
    expect(report.fix?.safety).toBe('safe');
  });

  it('is given the error, and its own analysis as it was', async () => {
    let given: PluginError | undefined;
    const analysis = { errorType: 'own_error', snake_key: { camelKey: [1, null] } };
    const own = plugin(
      (received) => {
        expect(received).toEqual(analysis);
        return { changes: [{ file: 'b.txt', action: 'create', content: 'b\n' }] };
      },
      {
        analyze: (error) => {
          given = error;
          return analysis;
        },
      },
    );
    expect((await proposed(own)).report.status).toBe('generated');
    expect(given).toMatchObject({ ...OWN, id: expect.stringMatching(/^issue_/) as string, severity: 'medium' });
  });

  it('decides by its own canHandle', async () => {
    const own = plugin(() => ({ changes: [{ file: 'b.txt', action: 'create', content: 'b\n' }] }), {
      supportedErrors: [],
      canHandle: (type) => type.startsWith('own_'),
    });
    expect((await proposed(own)).report.status).toBe('generated');
  });

  const change = { file: 'flags.txt', action: 'modify', find: 'a', replace: 'b' } as const;
  const broken: [string, FixPlugin, RegExp][] = [
    ['throws', plugin(() => { throw new TypeError('boom'); }), /TypeError: boom/],
    ['rejects', plugin(() => Promise.reject(new Error('later'))), /later/],
    ['hangs', plugin(() => new Promise<never>(() => undefined)), /did not answer within 200 ms/],
    ['throws no error', plugin(() => { throw null as unknown as Error; }), /null/],
    ['answers nonsense', plugin(() => 7 as unknown as Proposal), /its fix/],
    ['names an unknown action', plugin(() => ({ changes: [{ file: 'x', action: 'burn' as never }] })), /burn/],
    ['leaves the project', plugin(() => ({ changes: [{ file: '../x', action: 'create', content: '' }] })), /outside|leads out/],
    ['finds nothing', plugin(() => ({ changes: [{ ...change, find: 'z' }] })), /exactly once/],
    ['declines', plugin(() => ({ declined: 'not mine' })), /not mine/],
    ['answers nothing', plugin(() => null), /no fix/],
    ['rejects its own fix', plugin(() => ({ changes: [change] }), { validateFix: () => ({ valid: false, reason: 'second thoughts' }) }), /second thoughts/],
    ['cannot judge', plugin(() => ({ changes: [change] }), { validateFix: () => { throw new Error('no idea'); } }), /no idea/],
  ];
  it.each(broken)('that %s loses its own fix only', async (_, own, reason) => {
    const { autofix, report } = await proposed(own);
    expect(report.fix).toBeNull();
    expect(report.rejections.map((it) => `${it.plugin}: ${it.reason}`).join('\n')).toMatch(reason);
    expect((await autofix.listIssues())).toHaveLength(1);
  });

  it('that hangs does not keep the built-in ones from their fix', async () => {
    const own = plugin(() => new Promise<never>(() => undefined), { supportedErrors: ['cors_error'] });
    const autofix = new AutoFix({ files: FILES, plugins: [own], pluginTimeout: 100 });
    const report = await autofix.repairLog(CORS);
    expect(report.fix?.plugin.name).toBe('cors');
    expect(report.rejections[0]?.reason).toContain('100 ms');
  });

  it('that hangs is stopped by the signal', async () => {
    const own = plugin(() => new Promise<never>(() => undefined));
    const autofix = new AutoFix({ files: {}, plugins: [own] });
    const issue = await autofix.reportIssue(OWN);
    const stop = new AbortController();
    const call = autofix.generateFix(issue, { signal: stop.signal });
    setTimeout(() => { stop.abort(); }, 50);
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
  });

  it('without a name is refused', () => {
    expect(() => new AutoFix({ files: {}, plugins: [plugin(() => null, { name: ' ' })] })).toThrow(/name/);
  });
});
