/** Every route of the server; the docs, the auth test and the server are held against it. */
export const ROUTES: readonly {
  readonly method: string;
  readonly path: string;
  readonly takesBody?: boolean;
}[] = [
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/v1/auto-router/pick' },
  { method: 'GET', path: '/v1/auto-router/tasks' },
  { method: 'GET', path: '/v1/auto-router/candidates' },
  { method: 'GET', path: '/v1/auto-router/metrics' },
  { method: 'GET', path: '/v1/auto-router/prefs' },
  { method: 'PUT', path: '/v1/auto-router/prefs', takesBody: true },
  { method: 'POST', path: '/v1/auto-router/refresh-benchmarks' },
  { method: 'GET', path: '/v1/auto-router/catalog' },
  { method: 'POST', path: '/v1/auto-router/preview', takesBody: true },
  { method: 'GET', path: '/v1/auto-router/decisions/{id}' },
  { method: 'GET', path: '/v1/auto-router/history' },
  { method: 'GET', path: '/v1/auto-router/history/summary' },
  { method: 'GET', path: '/v1/auto-router/history/export' },
  { method: 'GET', path: '/v1/auto-router/replay-set' },
  { method: 'POST', path: '/v1/auto-router/outcomes/{id}/rating', takesBody: true },
  { method: 'GET', path: '/v1/auto-router/providers' },
  { method: 'PUT', path: '/v1/auto-router/providers', takesBody: true },
  { method: 'POST', path: '/v1/auto-router/providers/{id}/probe' },
  { method: 'GET', path: '/v1/conversations' },
  { method: 'POST', path: '/v1/conversations', takesBody: true },
  { method: 'GET', path: '/v1/conversations/{id}' },
  { method: 'PATCH', path: '/v1/conversations/{id}', takesBody: true },
  { method: 'DELETE', path: '/v1/conversations/{id}' },
  { method: 'PUT', path: '/v1/conversations/{id}/messages/{mid}', takesBody: true },
  { method: 'GET', path: '/v1/models' },
  { method: 'POST', path: '/v1/chat/completions', takesBody: true },
];
