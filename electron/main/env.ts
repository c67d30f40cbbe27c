/*
 * Every environment variable that the app reads, in one place.
 *
 * AR_USER_DATA          folder of settings, secrets, database and logs instead of the default one
 * AR_SAVE_DIR           exports are saved here without a dialog (tests; not in a packaged app)
 * AR_HOLD_MODULE        native module that watches the global hold's key, default uiohook-napi (tests; not in a packaged app)
 * AR_OLLAMA_URL         where to look for Ollama, default http://127.0.0.1:11434
 * AR_LMSTUDIO_URL       where to look for LM Studio, default http://127.0.0.1:1234
 * ELECTRON_RENDERER_URL the dev server of `npm run dev` (not in a packaged app)
 * AUTO_ROUTER_CATALOG   a benchmarks file in S0's format instead of the bundled catalog
 * AUTO_ROUTER_SOURCES   live catalog sources: on, off, or a JSON file; not set = those without a key
 * AUTO_ROUTER_TOKEN     the gateway's token instead of a random one (16 characters or more)
 * ADMIN_KEY             enables the admin endpoint of the embedded backend (S0-78)
 */
export interface Env {
  readonly userData: string | null;
  readonly saveDir: string | null;
  readonly holdModule: string | null;
  readonly ollamaUrl: string;
  readonly lmStudioUrl: string;
  readonly rendererUrl: string | null;
  readonly catalogFile: string | null;
  readonly sources: string | null;
  readonly gatewayToken: string | null;
  readonly adminKey: string | null;
}

export function readEnv(env: Readonly<Record<string, string | undefined>>, packaged: boolean): Env {
  const value = (name: string): string | null => {
    const text = env[name]?.trim() ?? '';
    return text === '' ? null : text;
  };
  return {
    userData: value('AR_USER_DATA'),
    saveDir: packaged ? null : value('AR_SAVE_DIR'),
    holdModule: packaged ? null : value('AR_HOLD_MODULE'),
    ollamaUrl: value('AR_OLLAMA_URL') ?? 'http://127.0.0.1:11434',
    lmStudioUrl: value('AR_LMSTUDIO_URL') ?? 'http://127.0.0.1:1234',
    rendererUrl: packaged ? null : value('ELECTRON_RENDERER_URL'),
    catalogFile: value('AUTO_ROUTER_CATALOG'),
    sources: value('AUTO_ROUTER_SOURCES'),
    gatewayToken: value('AUTO_ROUTER_TOKEN'),
    adminKey: value('ADMIN_KEY'),
  };
}
