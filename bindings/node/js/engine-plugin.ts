import type { EnginePlugin, EngineProject } from './engine.js';
import type { FixPlugin, PluginProject } from './plugin.js';

type Method = (argument: unknown, project: PluginProject) => unknown;

/** A plugin as the engine takes it. Each answer may take `timeout` milliseconds. */
export function forEngine(plugin: FixPlugin, timeout: number, toJson: (value: unknown) => string): EnginePlugin {
  const description = toJson({
    name: plugin.name,
    version: plugin.version,
    summary: plugin.summary,
    supportedErrors: plugin.supportedErrors,
    maxSafety: plugin.maxSafety,
    asks: plugin.canHandle !== plugin['~canHandle'],
  });
  const call = async (name: string, argument: string, project: EngineProject): Promise<string> => {
    try {
      const method = (plugin as unknown as Record<string, unknown>)[name];
      if (typeof method !== 'function') return '+null';
      const answer = (method as Method).call(plugin, JSON.parse(argument), project);
      return `+${toJson(await inTime(answer, `${name} of ${plugin.name}`, timeout))}`;
    } catch (thrown) {
      return `-${words(thrown)}`;
    }
  };
  return { description, call };
}

async function inTime(answer: unknown, what: string, timeout: number): Promise<unknown> {
  if (!isThenable(answer)) return answer;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not answer within ${String(timeout)} ms`));
    }, timeout);
    // In Node a timer is an object that can let the process go.
    (timer as { unref?: () => void }).unref?.();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && 'then' in value;
}

function words(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return 'something that cannot be read was thrown';
  }
}
