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
  /** Writes what an applied fix changed to the folder. Asks the user for permission where that is needed. */
  write(autofix: { readFile(path: string): Promise<string> }, fix: Fix): Promise<void>;
}

/** Reads a folder of the File System Access API: every UTF-8 text up to 1 MiB that may be a source. */
export async function openFolder(root: FileSystemDirectoryHandle): Promise<ProjectFolder> {
  const files: Record<string, string> = {};
  await read(root, '', files, { left: MAX_FILES });
  return {
    files,
    async write(autofix, fix) {
      const ask = root as unknown as { requestPermission?(options: { mode: string }): Promise<string> };
      if ((await ask.requestPermission?.({ mode: 'readwrite' })) === 'denied') {
        throw new AutoFixError('io', 'the browser was not allowed to write to the folder');
      }
      for (const change of fix.changes) {
        const gone = change.action === 'delete' || change.action === 'rename';
        const path = change.action === 'rename' ? change.to : change.file;
        if (path !== undefined && change.action !== 'delete') {
          await write(root, path, await autofix.readFile(path));
        }
        if (gone) await (await parent(root, change.file)).removeEntry(name(change.file));
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
    try {
      files[path] = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
    } catch {
      // Not a text.
    }
  }
}

function entries(folder: FileSystemDirectoryHandle): AsyncIterable<FileSystemHandle> {
  return (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values();
}

function name(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function parent(root: FileSystemDirectoryHandle, path: string): Promise<FileSystemDirectoryHandle> {
  let folder = root;
  for (const part of path.split('/').slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
  return folder;
}

async function write(root: FileSystemDirectoryHandle, path: string, text: string): Promise<void> {
  const file = await (await parent(root, path)).getFileHandle(name(path), { create: true });
  const stream = await file.createWritable();
  await stream.write(text);
  await stream.close();
}
