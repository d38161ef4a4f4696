import { AutoFixError } from './errors.js';
import type { Fix } from './types.js';

/** Files larger than this are no sources, in bytes. */
const MAX_SIZE = 1 << 20;
const MAX_FILES = 20_000;
/** What is made, fetched or not ours. */
const SKIPPED = new Set(['.git', 'node_modules', 'dist', 'build', '.next', '.nuxt', '.venv', 'venv', '__pycache__']);

/** A folder that the user picked. */
export interface ProjectFolder {
  /** Its texts by path, for `new AutoFix({ files })`. */
  files: Record<string, string>;
  /**
   * Writes what an applied fix changed to the folder. Asks the user for permission where that is needed.
   * Nothing is written, and the error's code is `stale`, where a file of the fix was changed since it was read.
   */
  write(autofix: { readFile(path: string): Promise<string> }, fix: Fix): Promise<void>;
}

/** Reads a folder of the File System Access API: every UTF-8 text up to 1 MiB that may be a source. */
export async function openFolder(root: FileSystemDirectoryHandle): Promise<ProjectFolder> {
  const files: Record<string, string> = {};
  await read(root, '', files, { left: MAX_FILES });
  // What is on disk, whatever the program does with its `files`.
  const known = new Map(Object.entries(files));
  return {
    files,
    async write(autofix, fix) {
      const ask = root as unknown as { requestPermission?(options: { mode: string }): Promise<string> };
      // A question that is closed without an answer is no permission either.
      if (((await ask.requestPermission?.({ mode: 'readwrite' })) ?? 'granted') !== 'granted') {
        throw new AutoFixError('io', 'the browser was not allowed to write to the folder');
      }
      // All are looked at before the first one is written.
      for (const path of fix.changes.flatMap(({ file, to }) => (to === undefined ? [file] : [file, to]))) {
        if ((await present(root, path)) !== (known.get(path) ?? null)) {
          throw new AutoFixError('stale', `${path} was changed since the folder was read; read it again, and make the fix again`);
        }
      }
      for (const change of fix.changes) {
        const gone = change.action === 'delete' || change.action === 'rename';
        const path = change.action === 'rename' ? change.to : change.file;
        if (path !== undefined && change.action !== 'delete') {
          const text = await autofix.readFile(path);
          await write(root, path, text);
          known.set(path, text);
        }
        if (gone) {
          await (await parent(root, change.file)).removeEntry(name(change.file));
          known.delete(change.file);
        }
      }
    },
  };
}

async function read(
  folder: FileSystemDirectoryHandle,
  prefix: string,
  files: Record<string, string>,
  budget: { left: number },
): Promise<void> {
  for await (const entry of entries(folder)) {
    const path = prefix + entry.name;
    if (entry.kind === 'directory') {
      if (!SKIPPED.has(entry.name)) await read(entry as FileSystemDirectoryHandle, `${path}/`, files, budget);
      continue;
    }
    const file = await (entry as FileSystemFileHandle).getFile();
    if (file.size > MAX_SIZE) continue;
    if ((budget.left -= 1) < 0) {
      throw new AutoFixError('too_large', `more than ${String(MAX_FILES)} files; pick the folder of one project`);
    }
    const text = await decode(file);
    if (text !== undefined) files[path] = text;
  }
}

/** The file's text; `undefined` where it is none. */
async function decode(file: File): Promise<string | undefined> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The text of a file as it is now; `null` where there is no file. */
async function present(root: FileSystemDirectoryHandle, path: string): Promise<string | null | undefined> {
  try {
    const handle = await (await parent(root, path, false)).getFileHandle(name(path));
    return await decode(await handle.getFile());
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return null;
    throw thrown;
  }
}

function entries(folder: FileSystemDirectoryHandle): AsyncIterable<FileSystemHandle> {
  return (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values();
}

function name(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function parent(root: FileSystemDirectoryHandle, path: string, create = true): Promise<FileSystemDirectoryHandle> {
  let folder = root;
  for (const part of path.split('/').slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create });
  return folder;
}

async function write(root: FileSystemDirectoryHandle, path: string, text: string): Promise<void> {
  const file = await (await parent(root, path)).getFileHandle(name(path), { create: true });
  const stream = await file.createWritable();
  await stream.write(text);
  await stream.close();
}
