import { request } from '../../lib/http';
import type { @Thing@, @Thing@Input, @Thing@Query } from './types';

export function list@Things@(query: @Thing@Query = {}): Promise<@Thing@[]> {
  const search = new URLSearchParams(query as Record<string, string>).toString();
  return request(`/@things@?${search}`);
}

export function get@Thing@(id: string): Promise<@Thing@> {
  return request(`/@things@/${id}`);
}

export function create@Thing@(input: @Thing@Input): Promise<@Thing@> {
  return request('/@things@', { method: 'POST', body: JSON.stringify(input) });
}

export function update@Thing@(id: string, input: @Thing@Input): Promise<@Thing@> {
  return request(`/@things@/${id}`, { method: 'PUT', body: JSON.stringify(input) });
}

export function remove@Thing@(id: string): Promise<void> {
  return request(`/@things@/${id}`, { method: 'DELETE' });
}

export function @thing@History(id: string): Promise<@Thing@[]> {
  return request(`/@things@/${id}/history`);
}

export function @thing@Summary(): Promise<Record<string, number>> {
  return request('/@things@/summary');
}
