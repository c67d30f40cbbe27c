import { expect, test } from './support/desk';
import { ChatPage } from './support/pages';

test('a deleted conversation stays deleted when the app is closed before Undo has gone', async ({
  desk,
}) => {
  const page = await desk.start();
  const chat = new ChatPage(page);
  await chat.ask('Forget this');
  await page.getByRole('button', { name: 'More for Forget this' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByText('Conversation deleted')).toBeVisible();
  const after = await desk.restart();
  await expect(after.getByText('No conversations yet')).toBeVisible();
});
