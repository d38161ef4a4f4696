import AutoFix from '@autofix/sdk';
import { show } from './diff.js';
import { download, element, find } from './dom.js';
import { fromDrop, fromInput, pick } from './project.js';
import { SAMPLES } from './samples.js';

let project;
let split = matchMedia('(min-width: 80rem)').matches;

function say(text, bad = false) {
  find('status').textContent = text;
  find('status').className = bad ? 'error' : '';
}

function use(next) {
  project = next;
  const names = Object.keys(project.files).sort();
  const where = project.write === undefined ? '' : ' It can be written to.';
  find('project').textContent = `${project.name}: ${names.length} ${names.length === 1 ? 'file' : 'files'}.${where}`;
  find('files').hidden = names.length === 0;
  find('file').replaceChildren(...names.map((name) => element('option', {}, name)));
  showFile();
}

function showFile() {
  find('text').value = project?.files[find('file').value] ?? '';
}

/** Takes a folder in whatever way, and says what went wrong. */
async function take(choose) {
  try {
    const chosen = await choose();
    if (chosen !== undefined) use(chosen);
  } catch (error) {
    if (error.name !== 'AbortError') say(`The folder could not be read: ${error.message}`, true);
  }
}

async function run() {
  const log = find('log').value;
  if (log.trim() === '') {
    say('Paste an error first, or pick a sample.', true);
    find('log').focus();
    return;
  }
  find('run').disabled = true;
  say('Looking for the root cause…');
  find('answer').replaceChildren();
  try {
    const autofix = new AutoFix({ files: project?.files ?? {} });
    const { issues } = await autofix.analyzeLog(log);
    const report = await autofix.repairLog(log);
    answer(autofix, log, issues, report);
  } catch (error) {
    say(`${error.code ?? error.name}: ${error.message}`, true);
  } finally {
    find('run').disabled = false;
  }
}

function answer(autofix, log, issues, report) {
  const issue = report.issue ?? issues[0];
  const parts = [];
  if (issue !== undefined) parts.push(issueCard(issue, log));
  if (report.fix !== null) parts.push(fixCard(autofix, report));
  if (report.rejections.length > 0) {
    const list = report.rejections.map(({ plugin, reason }) => element('li', {}, `${plugin}: ${reason}`));
    parts.push(element('div', { class: 'card' }, element('h3', {}, 'What was not repaired, and why'), element('ul', { class: 'plain' }, list)));
  }
  find('answer').replaceChildren(...parts);
  say(summary(issue, report));
}

function summary(issue, report) {
  if (report.fix !== null) return `Found: ${issue.type}. A repair of ${files(report.fix.changes.length)} is below.`;
  if (issue !== undefined) return `Found: ${issue.type}. No repair${project === undefined ? ': there is no project to look into' : ''}.`;
  return 'No error was found in this text.';
}

const files = (count) => `${count} ${count === 1 ? 'file' : 'files'}`;

function issueCard(issue, log) {
  const percent = Math.round(issue.confidence * 100);
  return element(
    'div',
    { class: 'card', id: 'issue' },
    element('h3', {}, issue.type),
    element('p', {}, issue.message),
    element(
      'p',
      {},
      element('span', { class: 'tag' }, `severity: ${issue.severity}`),
      element('label', {}, 'confidence ', element('meter', { min: '0', max: '1', value: String(issue.confidence) }), ` ${percent} %`),
    ),
    element('h3', {}, 'Evidence'),
    lines(issue, log),
  );
}

/** The log with the issue's lines shaded and what was seen in them marked. */
function lines(issue, log) {
  const [first = 1, last = first] = issue.lines;
  const items = log.split(/\r?\n/).map((text, index) => {
    const number = index + 1;
    const seen = (issue.evidence ?? []).filter(({ line }) => line === number).map((evidence) => evidence.text);
    const part = seen.find((words) => words !== '' && text.includes(words));
    const at = part === undefined ? -1 : text.indexOf(part);
    const shown = at < 0 ? [seen.length > 0 ? element('mark', {}, text) : text] : [text.slice(0, at), element('mark', {}, part), text.slice(at + part.length)];
    return element('li', { class: number >= first && number <= last ? 'issue' : undefined }, shown);
  });
  return element('div', { class: 'lines', tabindex: '0', role: 'region', 'aria-label': 'Lines of the log' }, element('ol', {}, items));
}

function fixCard(autofix, { fix, validation }) {
  const diffs = element('div', { id: 'diff' });
  const draw = () => {
    diffs.replaceChildren(
      ...fix.changes.flatMap((change) => [
        element('h3', {}, change.to === undefined ? change.file : `${change.file} → ${change.to}`, ' ', element('span', { class: 'tag' }, change.action)),
        element('p', { class: 'quiet' }, change.description),
        show(change.diff, split),
      ]),
    );
    for (const [button, wanted] of views) button.setAttribute('aria-pressed', String(split === wanted));
  };
  const view = (name, wanted) => [
    element('button', { type: 'button', onclick: () => { split = wanted; draw(); } }, name),
    wanted,
  ];
  const views = [view('Side by side', true), view('Unified', false)];
  const patch = element('button', { type: 'button', onclick: () => download(`${fix.id}.patch`, fix.changes.map(({ diff }) => diff).join('')) }, 'Download the patch');
  const apply = element('button', { type: 'button', class: 'primary', onclick: () => void applied(autofix, fix, apply) }, project?.write === undefined ? 'Apply in this page' : 'Apply to the folder');
  const steps = (validation?.steps ?? []).map(({ name, status, detail }) =>
    element('li', {}, `${name}: ${status}`, detail === undefined ? '' : ` (${detail})`),
  );
  const card = element(
    'div',
    { class: 'card', id: 'fix' },
    element('h3', {}, fix.description),
    element('p', {}, element('span', { class: `tag ${fix.safety === 'safe' ? 'safe' : 'bad'}` }, fix.safety), element('span', { class: 'tag' }, `by ${fix.plugin.name}`)),
    element('div', { class: 'row' }, element('span', { class: 'row', role: 'group', 'aria-label': 'View' }, views.map(([button]) => button)), patch, apply),
    diffs,
    element('details', {}, element('summary', {}, 'How it was checked'), element('ul', { class: 'plain' }, steps)),
  );
  draw();
  return card;
}

async function applied(autofix, fix, button) {
  button.disabled = true;
  try {
    for (const { file, action } of fix.changes) {
      const edited = action !== 'create' && (await autofix.readFile(file)) !== project.files[file];
      if (edited) throw Object.assign(new Error(`${file} was edited in this page since; find the repair again`), { code: 'stale' });
    }
    const done = await autofix.applyFix(fix);
    try {
      await project.write?.(autofix, done);
    } catch (error) {
      // The page's own files stay as the folder's are.
      await autofix.rollbackFix(done.id);
      throw error;
    }
    const next = { ...project.files };
    for (const { file, action, to } of fix.changes) {
      if (action === 'delete' || action === 'rename') delete next[file];
      const path = to ?? file;
      if (action !== 'delete') next[path] = await autofix.readFile(path);
    }
    use({ ...project, files: next });
    say(project.write === undefined ? 'Applied to the files of this page.' : 'Applied: the folder has the repair now.');
  } catch (error) {
    button.disabled = false;
    say(`${error.code ?? error.name}: ${error.message}`, true);
  }
}

find('samples').append(
  ...SAMPLES.map((sample) =>
    element('button', { type: 'button', onclick: () => { find('log').value = sample.log; use({ name: 'Sample', files: { ...sample.files } }); void run(); } }, sample.name),
  ),
);
find('run').addEventListener('click', () => void run());
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void run();
});
find('pick').addEventListener('click', () => {
  if (window.showDirectoryPicker === undefined) find('fallback').click();
  else void take(pick);
});
find('fallback').addEventListener('change', (event) => void take(() => fromInput(event.target.files)));
find('file').addEventListener('change', showFile);
find('text').addEventListener('input', () => {
  const name = find('file').value;
  // A text field knows one end of line only; the file keeps its own.
  const end = project.files[name].includes('\r\n') ? '\r\n' : '\n';
  project.files[name] = find('text').value.replaceAll('\n', end);
});
for (const name of ['dragenter', 'dragover']) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    find('drop').classList.add('over');
  });
}
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) find('drop').classList.remove('over');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  find('drop').classList.remove('over');
  void take(() => fromDrop(event.dataTransfer));
});
