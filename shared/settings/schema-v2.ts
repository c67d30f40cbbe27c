import { z } from 'zod';
import { type PrivateApp, PRIVATE_MODES } from '../capture/private-apps';
import { readSettingsV1, type ReadValue, settingsFieldsV1 } from './schema-v1';
import {
  DEFAULT_SCREENSHOTS,
  DEFAULT_SETTINGS,
  DEFAULT_VOICE,
  LIVE_MODES,
  MAX_PRIVATE_APPS,
  SPEECH_MODES,
  TALK_KEYS,
  VOICE_CAP,
  type Settings,
} from './settings';

/*
 * The settings file, version 2: version 1, push-to-talk, learning from feedback and screenshots. Frozen like the one before once a build
 * with it is out.
 */

/** A `provider/model` exactly as the provider spells it; empty = none. */
const optionalModel = z
  .string()
  .trim()
  .max(600)
  .refine((value) => value === '' || /^[^/]+\/.+$/u.test(value), {
    message: 'must be empty or "provider/model"',
  });

const voiceFields = {
  microphone: z.boolean(),
  deviceId: z.string().max(512),
  key: z.enum(TALK_KEYS),
  globalToggle: z.string().trim().max(60),
  globalHold: z.enum(TALK_KEYS),
  capSeconds: z.number().int().min(VOICE_CAP.min).max(VOICE_CAP.max),
  keepReady: z.boolean(),
  speech: z.enum(SPEECH_MODES),
  speechModel: optionalModel,
  speechVoice: z.string().trim().max(100),
  realtime: z.enum(LIVE_MODES),
} satisfies { readonly [K in keyof Settings['voice']]: z.ZodType<Settings['voice'][K]> };

const privateName = z.string().trim().min(1).max(80);

const screenshotFields = {
  shortcut: z.string().trim().max(60),
  privateApps: z
    .array(z.object({ name: privateName, mode: z.enum(PRIVATE_MODES) }))
    .max(MAX_PRIVATE_APPS)
    .readonly(),
} satisfies {
  readonly [K in keyof Settings['screenshots']]: z.ZodType<Settings['screenshots'][K]>;
};

export const settingsFieldsV2 = {
  ...settingsFieldsV1,
  voice: z.object(voiceFields),
  learnFromFeedback: z.boolean(),
  screenshots: z.object(screenshotFields),
} satisfies { readonly [K in keyof Settings]: z.ZodType<Settings[K]> };

export const settingsSchemaV2 = z.object(settingsFieldsV2);

/** As version 1, and every value of voice on its own. */
export function readSettingsV2(raw: Readonly<Record<string, unknown>>): {
  readonly settings: Settings;
  readonly replaced: readonly string[];
} {
  const { settings, replaced, read } = readSettingsV1(raw);
  const record = read(z.record(z.string(), z.unknown()), raw['voice'], {}, 'voice');
  const field = <K extends keyof Settings['voice']>(key: K): Settings['voice'][K] =>
    read<Settings['voice'][K]>(
      voiceFields[key] as unknown as z.ZodType<Settings['voice'][K]>,
      record[key],
      DEFAULT_VOICE[key],
      `voice.${key}`,
    );
  const voice: Settings['voice'] = {
    microphone: field('microphone'),
    deviceId: field('deviceId'),
    key: field('key'),
    globalToggle: field('globalToggle'),
    globalHold: field('globalHold'),
    capSeconds: field('capSeconds'),
    keepReady: field('keepReady'),
    speech: field('speech'),
    speechModel: field('speechModel'),
    speechVoice: field('speechVoice'),
    realtime: field('realtime'),
  };
  const learnFromFeedback = read(
    settingsFieldsV2.learnFromFeedback,
    raw['learnFromFeedback'],
    DEFAULT_SETTINGS.learnFromFeedback,
    'learnFromFeedback',
  );
  const screenshots = readScreenshots(raw['screenshots'], read);
  return { settings: { ...settings, voice, learnFromFeedback, screenshots }, replaced };
}

function readScreenshots(value: unknown, read: ReadValue): Settings['screenshots'] {
  const record = read(z.record(z.string(), z.unknown()), value, {}, 'screenshots');
  return {
    shortcut: read(
      screenshotFields.shortcut,
      record['shortcut'],
      DEFAULT_SCREENSHOTS.shortcut,
      'screenshots.shortcut',
    ),
    privateApps: readPrivateApps(record['privateApps'], read),
  };
}

/**
 * Each line on its own: a bad one must not open the windows of the others. A name with a mode that
 * is none is kept, with the stricter one.
 */
function readPrivateApps(value: unknown, read: ReadValue): readonly PrivateApp[] {
  const path = 'screenshots.privateApps';
  const lines = read(z.array(z.unknown()).max(MAX_PRIVATE_APPS), value, null, path);
  if (lines === null) return DEFAULT_SCREENSHOTS.privateApps;
  return lines.flatMap((line, index) => {
    const given = read(z.record(z.string(), z.unknown()), line, {}, `${path}.${index}`);
    if (Object.keys(given).length === 0) return [];
    const name = read(privateName, given['name'], '', `${path}.${index}.name`);
    const mode = read(z.enum(PRIVATE_MODES), given['mode'], 'never', `${path}.${index}.mode`);
    return name === '' ? [] : [{ name, mode }];
  });
}
