import { describe, expect, it } from 'vitest';
import { GOOGLE_DROPPABLE } from '../../../electron/backend/translate/dialect-google-request';
import { CHAT_DROPPABLE } from '../../../electron/backend/translate/surface-chat-fields';
import {
  MESSAGES_DROPPABLE,
  MESSAGES_INNER_DROPPABLE,
} from '../../../electron/backend/translate/surface-messages-fields';
import {
  RESPONSES_DROPPABLE,
  RESPONSES_ITEM_DROPPABLE,
} from '../../../electron/backend/translate/surface-responses-table';
import { translationDocument } from '../../support/translate-matrix';

describe('docs/translation.md', () => {
  it('says what the translation does, and not what it did once', async () => {
    const text = translationDocument([
      { title: 'Chat completions', rows: CHAT_DROPPABLE },
      { title: 'Responses', rows: RESPONSES_DROPPABLE },
      { title: 'Items of Responses', rows: RESPONSES_ITEM_DROPPABLE },
      { title: 'Messages', rows: MESSAGES_DROPPABLE },
      { title: 'Inside of Messages', rows: MESSAGES_INNER_DROPPABLE },
      { title: 'Left out for Gemini, by the name in the neutral form', rows: GOOGLE_DROPPABLE },
    ]);
    await expect(text).toMatchFileSnapshot('../../../docs/translation.md');
  });
});
