import { element } from './dom.js';

/** Reads the hunks of a unified diff into rows: `{ kind, before, after, text }`. */
export function rows(diff) {
  const read = [];
  let before = 0;
  let after = 0;
  let inside = false;
  for (const line of diff.split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@(.*)/.exec(line);
    if (hunk !== null) {
      [before, after, inside] = [Number(hunk[1]), Number(hunk[2]), true];
      read.push({ kind: 'hunk', text: line });
    } else if (inside && line.startsWith('+')) read.push({ kind: 'add', after: after++, text: line.slice(1) });
    else if (inside && line.startsWith('-')) read.push({ kind: 'del', before: before++, text: line.slice(1) });
    else if (inside && line.startsWith(' ')) read.push({ kind: 'same', before: before++, after: after++, text: line.slice(1) });
  }
  return read;
}

/** Marks the middle of a line where it differs from its partner. */
function code(text, partner) {
  if (partner === undefined) return [text];
  let start = 0;
  while (start < text.length && text[start] === partner[start]) start += 1;
  let end = 0;
  const most = Math.min(text.length, partner.length) - start;
  while (end < most && text.at(-1 - end) === partner.at(-1 - end)) end += 1;
  if (start + end < text.length / 4) return [text];
  return [text.slice(0, start), element('b', {}, text.slice(start, text.length - end)), text.slice(text.length - end)];
}

/** Lines that were taken away beside those that came in their place. */
function pairs(read) {
  const paired = [];
  for (let at = 0; at < read.length; ) {
    if (read[at].kind === 'same' || read[at].kind === 'hunk') {
      paired.push([read[at], read[at]]);
      at += 1;
      continue;
    }
    const dels = [];
    const adds = [];
    for (; at < read.length && (read[at].kind === 'del' || read[at].kind === 'add'); at += 1) {
      (read[at].kind === 'del' ? dels : adds).push(read[at]);
    }
    for (let i = 0; i < Math.max(dels.length, adds.length); i += 1) paired.push([dels[i], adds[i]]);
  }
  return paired;
}

const SIGNS = { add: ['+', 'added'], del: ['−', 'removed'], same: [' ', ''] };

function sign(kind) {
  const [shown, said] = SIGNS[kind];
  return element('td', { class: `sign ${kind}` }, element('span', { 'aria-hidden': 'true' }, shown), element('span', { class: 'sr' }, said));
}

function hunk(row, columns) {
  return element('tr', { class: 'hunk' }, element('td', { colspan: columns }, row.text));
}

/** The diff of one file as a table, one column or two. */
export function show(diff, split) {
  const paired = pairs(rows(diff));
  const body = element('tbody');
  if (split) {
    const side = (row, partner, which) =>
      row === undefined
        ? [element('td', { class: 'number' }), element('td', { class: 'code' })]
        : [
            element('td', { class: 'number' }, String(row[which])),
            element('td', { class: `code ${row.kind}` }, row.kind === 'same' ? row.text : code(row.text, partner?.text)),
          ];
    for (const [left, right] of paired) {
      if (left?.kind === 'hunk') body.append(hunk(left, 4));
      else body.append(element('tr', {}, side(left, right, 'before'), side(right, left, 'after')));
    }
  } else {
    const line = (row, partner) =>
      element(
        'tr',
        {},
        element('td', { class: 'number' }, row.before === undefined ? '' : String(row.before)),
        element('td', { class: 'number' }, row.after === undefined ? '' : String(row.after)),
        sign(row.kind),
        element('td', { class: `code ${row.kind}` }, row.kind === 'same' ? row.text : code(row.text, partner?.text)),
      );
    for (let at = 0; at < paired.length; ) {
      const [left, right] = paired[at];
      if (left !== undefined && left === right) {
        body.append(left.kind === 'hunk' ? hunk(left, 4) : line(left));
        at += 1;
        continue;
      }
      const from = at;
      while (at < paired.length && paired[at][0] !== paired[at][1]) at += 1;
      const block = paired.slice(from, at);
      body.append(...block.filter(([del]) => del).map(([del, add]) => line(del, add)));
      body.append(...block.filter(([, add]) => add).map(([del, add]) => line(add, del)));
    }
  }
  return element('div', { class: split ? 'diff split' : 'diff', tabindex: '0', role: 'region', 'aria-label': 'Diff' }, element('table', {}, body));
}
