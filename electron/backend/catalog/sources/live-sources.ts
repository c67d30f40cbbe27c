import type { LiveSource } from '../live/source';
import { artificialAnalysis } from './artificial-analysis';
import { litellm } from './litellm';
import { lmarena } from './lmarena';
import { lmStudio } from './lm-studio';
import { modelsDev } from './models-dev';
import { ollama } from './ollama';
import { openRouter } from './openrouter';

/** Every live source, one row each. Of two prices for one model the earlier row's is used. */
export const LIVE_SOURCES: readonly LiveSource[] = [
  modelsDev,
  litellm,
  lmarena,
  openRouter,
  ollama,
  lmStudio,
  artificialAnalysis,
];
