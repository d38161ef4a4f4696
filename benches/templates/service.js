import { database } from '../lib/database.js';
import { logger } from '../lib/logger.js';

const TABLE = '@things@';
const COLUMNS = ['id', 'name', '@field@', 'status', 'active', 'owner_id', 'created_at', 'updated_at'];

function fromRow(row) {
  if (!row) return null;
  const { owner_id: ownerId, created_at: createdAt, updated_at: updatedAt, ...rest } = row;
  return { ...rest, ownerId, createdAt, updatedAt };
}

async function list({ limit, offset, status, search }) {
  const query = database(TABLE).select(COLUMNS).limit(limit).offset(offset).orderBy('updated_at', 'desc');
  if (status) query.where({ status });
  if (search) query.whereILike('name', `%${search}%`);
  const rows = await query;
  return rows.map(fromRow);
}

async function find(id) {
  return fromRow(await database(TABLE).select(COLUMNS).where({ id }).first());
}

async function history(id) {
  const rows = await database(`${TABLE}_history`).where({ @thing@_id: id }).orderBy('at', 'desc');
  return rows.map((row) => ({ at: row.at, by: row.by, change: row.change }));
}

async function summary(workspaceId) {
  const rows = await database(TABLE).where({ workspace_id: workspaceId }).groupBy('status').count('* as count');
  return Object.fromEntries(rows.map((row) => [row.status, Number(row.count)]));
}

async function create(input) {
  const [row] = await database(TABLE).insert(input).returning(COLUMNS);
  logger.info('@thing@ created', { id: row.id });
  return fromRow(row);
}

async function update(id, input) {
  const [row] = await database(TABLE).where({ id }).update(input).returning(COLUMNS);
  if (row) logger.info('@thing@ updated', { id });
  return fromRow(row);
}

async function remove(id) {
  await database(TABLE).where({ id }).delete();
  logger.info('@thing@ removed', { id });
}

export const @thing@Service = { list, find, history, summary, create, update, remove };
