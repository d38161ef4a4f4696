/**
 * Takes secrets out of text before anything else sees it. Hosts, ports and paths stay.
 *
 * The engine (Rust) redacts again what it is given; both have to answer the same, and the table in
 * `test/report/redaction.json` holds them to it. Rules that a backtracking matcher would answer in
 * quadratic time are written as an anchor that is searched and a rest that is tried once behind it.
 */

/** JSON, as a report carries it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A text without one of these words holds no secret: ordinary text costs this one look. */
const TRIGGER =
  /@|a(?:uthorization|pi[_-]?key|ccess[_-]?key|kia|sia)|bearer|c(?:ookie|redential)|p(?:assw|wd|rivate[_ -]?key)|token|s(?:ecret|k-)|eyj|g(?:h[posur]_|ithub_pat_|lpat-)|npm_|xox|k_(?:live|test)_|whsec_|(?:\d[ -]?){14}/i;

// White space is ASCII here, as in the engine; JavaScript's own class is wider.
const SCHEME_CHARACTER = /[A-Za-z0-9+.-]/;
const LETTER = /[A-Za-z]/;
const URL_PASSWORD = /(:\/\/[^\t\n\v\f\r :/@'"]*):[^\t\n\v\f\r @/'"]+@/y;

const AUTHORIZATION =
  /\b((?:proxy-)?authorization['"]?[\t\n\v\f\r ]*[:=][\t\n\v\f\r ]*['"]?)(?:(?:basic|bearer|digest|token)[\t\n\v\f\r ]+)?[^\t\n\v\f\r '",;}]{6,}/gi;
const BEARER = /\b(bearer[\t\n\v\f\r ]+)[A-Za-z0-9._~+/=-]{8,}/gi;

const COOKIE = /\b(?:set-)?cookie['"]?[\t\n\v\f\r ]*:[\t\n\v\f\r ]*['"]?/gi;
const COOKIE_NAME_END = /[\t\n\v\f\r ='"]/g;
const COOKIE_VALUE = /[^'"\n]+/y;

const AWS = /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g;
const JWT = /\beyJ/g;
const JWT_REST = /[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*/y;
const FORGE =
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|npm_[A-Za-z0-9]{30,})/g;
const SLACK = /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g;
const PAYMENT =
  /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|\bwhsec_[A-Za-z0-9]{8,}|\bsk-[A-Za-z0-9_-]{20,}/g;

const SECRET_NAME =
  /password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential/gi;
const NAME_REST = /[A-Za-z0-9_-]*/y;
const QUOTED =
  /(['"]?[\t\n\v\f\r ]*[=:][\t\n\v\f\r ]*)(?:"[^"\t\n\v\f\r ]{3,}"|'[^'\t\n\v\f\r ]{3,}'|"[^"'=:]{3,}"|'[^"'=:]{3,}')/y;
const ASSIGNED = /(=)[^\t\n\v\f\r '"&<>,;)\]}]{3,}/y;
const NAMED =
  /\b((?:[a-z0-9]+[_-])?(?:password|passwd|pwd|api[_-]?key|access[_-]?key|secret[_-]?key|(?:access|auth|refresh|id|session)[_-]token)[\t\n\v\f\r ]*:[\t\n\v\f\r ]+)[^\t\n\v\f\r '"&<>,;(){}[\]]{6,}/gi;

/** Digits in groups that one kind of character parts; by ISO/IEC 7812, the first two of the large networks. */
const DIGITS = /(?<![\w.-])\d+(?:([ -])\d+(?:\1\d+)*)?/g;
const CARD = /^(?:3[0689]|3[47]\d|(?:2[2-7]|35|5[1-5])\d\d|(?:4\d|6[0245])\d\d(?:\d{3})?)\d{12}$/;

const LOCAL_CHARACTER = /[A-Za-z0-9._%+-]/;
const DOMAIN = /@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(:[0-9])?/y;

const KEY_BODY = /^[A-Za-z0-9+/=:,\- ]{0,100}$/;
const SECRET_KEY =
  /(?:password|passwd|secret|token|apikey|accesskey|privatekey|authorization|cookie)$/;

function at(regex: RegExp, index: number, text: string): RegExpExecArray | null {
  regex.lastIndex = index;
  return regex.exec(text);
}

/** The password of a URL; scheme, user and host say which service it is and stay. */
function urlPasswords(text: string): string {
  let out = '';
  let from = 0;
  for (let sep = text.indexOf('://'); sep >= 0; sep = text.indexOf('://', sep + 3)) {
    let start = sep - 1;
    while (start >= from && SCHEME_CHARACTER.test(text.charAt(start)) && !LETTER.test(text.charAt(start))) {
      start -= 1;
    }
    if (start < from || !LETTER.test(text.charAt(start))) continue;
    const found = at(URL_PASSWORD, sep, text);
    if (found === null) continue;
    out += `${text.slice(from, sep)}${found[1] ?? ''}:<redacted:password>@`;
    from = sep + found[0].length;
  }
  return from === 0 ? text : out + text.slice(from);
}

function cookies(text: string): string {
  let out = '';
  let from = 0;
  let nameless = 0;
  for (let found = at(COOKIE, 0, text); found !== null; found = COOKIE.exec(text)) {
    const value = found.index + found[0].length;
    // A name that was seen to end without `=` is not read again from further on.
    if (value < nameless) continue;
    const end = at(COOKIE_NAME_END, value, text);
    const rest = end?.[0] === '=' && end.index > value ? at(COOKIE_VALUE, end.index + 1, text) : null;
    if (rest === null) {
      nameless = end === null ? text.length : end.index;
      continue;
    }
    out += `${text.slice(from, value)}<redacted:cookie>`;
    from = rest.index + rest[0].length;
    COOKIE.lastIndex = from;
  }
  return from === 0 ? text : out + text.slice(from);
}

function jsonWebTokens(text: string): string {
  let out = '';
  let from = 0;
  for (let found = at(JWT, 0, text); found !== null; found = JWT.exec(text)) {
    const rest = at(JWT_REST, found.index + 3, text);
    if (rest === null) {
      // What follows in the same word fails for the same reason.
      at(NAME_REST, found.index + 3, text);
      JWT.lastIndex = NAME_REST.lastIndex;
      continue;
    }
    out += `${text.slice(from, found.index)}<redacted:jwt>`;
    from = rest.index + rest[0].length;
    JWT.lastIndex = from;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** Values behind a word that has the name of a secret in it. */
function values(text: string, rest: RegExp): string {
  let out = '';
  let from = 0;
  for (let found = at(SECRET_NAME, 0, text); found !== null; found = SECRET_NAME.exec(text)) {
    at(NAME_REST, found.index + found[0].length, text);
    const end = NAME_REST.lastIndex;
    const value = at(rest, end, text);
    SECRET_NAME.lastIndex = end;
    if (value === null) continue;
    out += `${text.slice(from, end)}${value[1] ?? ''}<redacted:secret>`;
    from = end + value[0].length;
    SECRET_NAME.lastIndex = from;
  }
  return from === 0 ? text : out + text.slice(from);
}

function emails(text: string): string {
  let out = '';
  let copied = 0;
  let from = 0;
  for (let sign = text.indexOf('@'); sign >= 0; sign = text.indexOf('@', sign + 1)) {
    let start = sign;
    while (start > from && LOCAL_CHARACTER.test(text.charAt(start - 1))) start -= 1;
    const found = start < sign ? at(DOMAIN, sign, text) : null;
    if (found === null) continue;
    const end = sign + found[0].length;
    from = end;
    // A frame (`f@host.org:1`), the user of a URL and a git remote are no mail addresses.
    const kept = found[1] !== undefined || text.startsWith('git@', start) || text.startsWith('://', start - 3);
    if (kept) continue;
    out += `${text.slice(copied, start)}<redacted:email>`;
    copied = end;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

function cards(text: string): string {
  return text.replace(DIGITS, (run: string, _: unknown, start: number) => {
    const digits = run.replace(/\D/g, '');
    if (!CARD.test(digits) || /[\w.-]/.test(text.charAt(start + run.length))) return run;
    // The checksum of ISO/IEC 7812-1, annex B.
    let sum = 0;
    for (let at = 0; at < digits.length; at += 1) {
      const digit = Number(digits.at(-1 - at)) << (at & 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 === 0 ? '<redacted:card>' : run;
  });
}

/** The text of a line with a private key's beginning, and whether the block goes on below. */
function privateKey(line: string): { text: string; open: boolean } | undefined {
  const begin = line.indexOf('-----BEGIN ');
  if (begin < 0 || !line.includes('PRIVATE KEY', begin)) return undefined;
  const head = `${line.slice(0, begin)}<redacted:private_key>`;
  const end = line.indexOf('-----END', begin);
  const close = end < 0 ? -1 : line.indexOf('-----', end + 8);
  return close < 0 ? { text: head, open: true } : { text: head + line.slice(close + 5), open: false };
}

function redactLine(line: string): string {
  let text = urlPasswords(line);
  text = text.replace(AUTHORIZATION, '$1<redacted:token>').replace(BEARER, '$1<redacted:token>');
  text = cookies(text).replace(AWS, '<redacted:aws_key>');
  text = jsonWebTokens(text).replace(FORGE, '<redacted:token>').replace(SLACK, '<redacted:token>');
  text = values(values(text.replace(PAYMENT, '<redacted:key>'), QUOTED), ASSIGNED);
  return cards(emails(text.replace(NAMED, '$1<redacted:secret>')));
}

/** Replaces secrets and e-mail addresses by typed placeholders such as `<redacted:token>`. */
export function redact(text: string): string {
  if (!TRIGGER.test(text)) return text;
  let inKey = false;
  return text
    .split('\n')
    .map((line) => {
      if (inKey) {
        if (line.includes('-----END')) {
          inKey = false;
          return '';
        }
        // A block that never ends must not swallow the rest: its lines are base64 and headers only.
        if (KEY_BODY.test(line.trim())) return '';
        inKey = false;
      }
      if (!TRIGGER.test(line)) return line;
      const key = privateKey(line);
      if (key === undefined) return redactLine(line);
      inKey = key.open;
      return key.text;
    })
    .join('\n');
}

/** Whether a key says that its value is a secret, whatever the value looks like. */
export function namesSecret(key: string): boolean {
  return SECRET_KEY.test(key.toLowerCase().replaceAll(/[-_]/g, ''));
}

/** As {@link redact}, for every text of a JSON value; under a key that names a secret the whole text goes. */
export function redactJson(value: Json): Json {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map(redactJson);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === 'string' && inner !== '' && namesSecret(key) ? '<redacted:secret>' : redactJson(inner),
    ]),
  );
}
