import { api } from './api';

/**
 * Main denies the page every permission, the clipboard's too; the copy button of Streamdown's code
 * blocks writes with `navigator.clipboard`, so that one method goes through main.
 */
export function copyThroughMain(): void {
  Object.defineProperty(navigator.clipboard, 'writeText', {
    value: async (text: string): Promise<void> => {
      const result = await api().app.copyText({ text });
      if (!result.ok) throw new Error(result.error.code);
    },
  });
}
