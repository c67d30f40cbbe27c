import type { PrefsResponse, PrefsWire } from '@shared/api/prefs';
import type { PrefsView } from '@shared/ipc/contract';

/** The preferences as the app shows them, whichever shape was stored (S0-55, S0-108). */
export function toPrefsView({ prefs, version, updated_at }: PrefsResponse): PrefsView {
  const full: PrefsWire = isFull(prefs) ? prefs : { overrides: prefs, model_overrides: {} };
  return {
    prefs: {
      overrides: full.overrides,
      model_overrides: full.model_overrides,
      constraints: full.constraints ?? {},
    },
    version,
    updatedAt: updated_at,
  };
}

function isFull(prefs: PrefsResponse['prefs']): prefs is PrefsWire {
  return 'overrides' in prefs && 'model_overrides' in prefs;
}
