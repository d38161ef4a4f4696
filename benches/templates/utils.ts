import type { @Thing@, @Thing@Input } from './types';

const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

export function format@Thing@Date(value?: string): string {
  if (!value) return '—';
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : DATE.format(date);
}

export function sort@Things@(all: @Thing@[], key: keyof @Thing@, ascending: boolean): @Thing@[] {
  const sign = ascending ? 1 : -1;
  return [...all].sort((a, b) => sign * String(a[key] ?? '').localeCompare(String(b[key] ?? '')));
}

export function validate@Thing@(input: @Thing@Input): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!input.name.trim()) errors.name = 'Give the @thing@ a name';
  if (input.name.length > 120) errors.name = 'A name has 120 letters at most';
  if (!input.@field@) errors.@field@ = 'The @field@ is needed';
  return errors;
}

export function group@Things@(all: @Thing@[]): Map<string, @Thing@[]> {
  const groups = new Map<string, @Thing@[]>();
  for (const @thing@ of all) {
    const group = groups.get(@thing@.status) ?? [];
    group.push(@thing@);
    groups.set(@thing@.status, group);
  }
  return groups;
}
