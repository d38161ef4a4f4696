/** Shortening that leaves no half of a secret behind. */

const SPACE = /\s/;

/**
 * The beginning of a text, cut at white space: a secret that was cut in two would no longer be
 * recognised, and no secret has white space in it. A single word that is too long goes as a whole.
 */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = max;
  while (end > 0 && !SPACE.test(text.charAt(end))) end -= 1;
  // Joined with more text, the piece is copied by the engine, so a huge original is not kept alive.
  return `${text.slice(0, end)}… [${String(text.length - end)} more characters]`;
}

/** A URL whose query keeps its names and loses its values, without user, password and fragment. */
export function withoutQueryValues(url: string): string {
  const fragment = url.indexOf('#');
  const whole = fragment < 0 ? url : url.slice(0, fragment);
  const mark = whole.indexOf('?');
  const address = (mark < 0 ? whole : whole.slice(0, mark)).replace(/^([a-z][a-z0-9+.-]{0,20}:\/\/)[^/@]*@/i, '$1');
  if (mark < 0) return address;
  const names = whole
    .slice(mark + 1)
    .split('&', 50)
    .map((pair) => pair.split('=', 1)[0] ?? '')
    .filter((name) => name !== '');
  return names.length === 0 ? address : `${address}?${names.map((name) => `${name}=*`).join('&')}`;
}
