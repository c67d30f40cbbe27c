import { use } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { app } from './app';
import { benchmarks } from './benchmarks';
import { capture } from './capture';
import { chat } from './chat';
import { common } from './common';
import { errors } from './errors';
import { gateway } from './gateway';
import { history } from './history';
import { models } from './models';
import { preferences } from './preferences';
import { providers } from './providers';
import { recall } from './recall';
import { routes } from './routes';
import { settings } from './settings';
import { teach } from './teach';
import { usage } from './usage';
import { voice } from './voice';
import { why } from './why';

/** Every text of the app by area: `t('chat.send')`. Another language is one more object of this shape. */
const en = {
  common,
  errors,
  app,
  benchmarks,
  capture,
  chat,
  gateway,
  history,
  models,
  preferences,
  providers,
  recall,
  routes,
  settings,
  teach,
  usage,
  voice,
  why,
} as const;

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

export async function initTexts(): Promise<void> {
  await use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}
