import { openFolder } from '@autofix/sdk';

const MOST = 1 << 20;
const SKIPPED = /(?:^|\/)(?:\.git|node_modules|dist|build|\.next|\.nuxt|\.venv|venv|__pycache__)\//;

async function read(file) {
  if (file.size > MOST) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** Every text of `[path, File]` pairs. */
async function texts(pairs) {
  const files = {};
  for (const [path, file] of pairs) {
    if (SKIPPED.test(path)) continue;
    const text = await read(file);
    if (text !== undefined) files[path] = text;
  }
  return files;
}

/** A folder by the File System Access API; it can be written to. `undefined` where the browser has none. */
export async function pick() {
  if (window.showDirectoryPicker === undefined) return undefined;
  const handle = await window.showDirectoryPicker({ mode: 'read' });
  return { name: handle.name, ...(await openFolder(handle)) };
}

/** What `<input webkitdirectory>` gives: the first part of each path is the folder's own name. */
export async function fromInput(list) {
  const name = list[0]?.webkitRelativePath.split('/', 1)[0] ?? 'folder';
  const pairs = [...list].map((file) => [file.webkitRelativePath.split('/').slice(1).join('/') || file.name, file]);
  return { name, files: await texts(pairs) };
}

async function walk(entry, prefix, pairs) {
  const path = prefix + entry.name;
  if (entry.isFile) {
    pairs.push([path, await new Promise((done, fail) => entry.file(done, fail))]);
  } else if (!SKIPPED.test(`${path}/`)) {
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (some.length === 0) break;
      for (const child of some) await walk(child, `${path}/`, pairs);
    }
  }
}

/** A folder or files that were dropped. */
export async function fromDrop(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  // Both have to be asked for before the first wait: the browser empties the list then.
  const handles = items.map((item) => item.getAsFileSystemHandle?.());
  const entries = items.map((item) => item.webkitGetAsEntry());
  const plain = items.map((item) => item.getAsFile());
  const [handle] = await Promise.all(handles);
  if (items.length === 1 && handle?.kind === 'directory') return { name: handle.name, ...(await openFolder(handle)) };
  const pairs = [];
  const only = entries.length === 1 && entries[0]?.isDirectory;
  for (const [at, entry] of entries.entries()) {
    if (entry) await walk(entry, '', pairs);
    // What does not come from a disk, such as an attachment of a mail, is a file without a place.
    else if (plain[at]) pairs.push([plain[at].name, plain[at]]);
  }
  const stripped = only ? pairs.map(([path, file]) => [path.split('/').slice(1).join('/'), file]) : pairs;
  return { name: items.length === 1 ? (entries[0] ?? plain[0])?.name : 'Files', files: await texts(stripped) };
}
