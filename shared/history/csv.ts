import type { HistoryRow } from '../api/history';

type Cell = string | number | null;

/** Columns of an export, in order; costs in US dollars, durations in milliseconds. */
const COLUMNS: readonly { readonly name: string; readonly cell: (row: HistoryRow) => Cell }[] = [
  { name: 'time', cell: (row) => new Date(row.at).toISOString() },
  { name: 'id', cell: (row) => row.id },
  { name: 'task', cell: (row) => row.task },
  { name: 'strategy', cell: (row) => row.strategy },
  { name: 'requested_model', cell: (row) => row.requestedModel },
  { name: 'model', cell: (row) => row.model },
  { name: 'provider', cell: (row) => row.provider },
  { name: 'reason', cell: (row) => row.reason },
  { name: 'status', cell: (row) => row.status },
  { name: 'error_code', cell: (row) => row.errorCode },
  { name: 'score', cell: (row) => row.score },
  { name: 'margin', cell: (row) => row.margin },
  { name: 'runner_up', cell: (row) => row.runnerUp },
  { name: 'estimated_cost_usd', cell: (row) => row.estimatedCostUsd },
  { name: 'cost_usd', cell: (row) => row.costUsd },
  { name: 'best_quality_cost_usd', cell: (row) => row.bestQualityCostUsd },
  { name: 'estimated_latency_ms', cell: (row) => row.estimatedLatencyMs },
  { name: 'first_token_ms', cell: (row) => row.firstTokenMs },
  { name: 'total_ms', cell: (row) => row.totalMs },
  { name: 'prompt_tokens', cell: (row) => row.promptTokens },
  { name: 'completion_tokens', cell: (row) => row.completionTokens },
  { name: 'rating', cell: (row) => row.rating },
  { name: 'rating_tag', cell: (row) => row.ratingTag },
  { name: 'excerpt', cell: (row) => row.excerpt },
  { name: 'conversation_id', cell: (row) => row.conversationId },
  { name: 'decision_id', cell: (row) => row.decisionId },
];

/** The first line of an export, with its line end. */
export const HISTORY_CSV_HEADER = csvLine(COLUMNS.map(({ name }) => name));

/** One row of the history as a line of CSV (RFC 4180), with its line end; times are UTC, ISO 8601. */
export function historyCsvLine(row: HistoryRow): string {
  return csvLine(COLUMNS.map(({ cell }) => cell(row)));
}

/** Cells joined by commas, ended by CRLF (RFC 4180); null is an empty cell. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * One cell. A text that a spreadsheet would run as a formula (it starts with `= + - @`, a tab or a
 * carriage return) is made plain by a leading apostrophe; numbers are left alone.
 */
function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const plain = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
