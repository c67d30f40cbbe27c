import { expect, test } from './support/desk';
import { expectRecorded } from './support/history-page';
import { askedModels, ChatPage, connectLab, openView } from './support/pages';
import { PreferencesPage } from './support/preferences-page';

test.use({ labCatalog: true });

test('weights typed into a field total 100, are saved, and rule the very next request', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const chat = new ChatPage(page);
  await chat.ask('Before');
  const preferences = new PreferencesPage(page);
  await preferences.open();
  await preferences.expectPercents([50, 30, 20]);
  await expect(preferences.winner).toContainText('lab/alpha wins here');

  await preferences.type('Quality', 10);
  await preferences.expectPercents([10, 54, 36]);
  await expect(preferences.winner).toContainText('lab/beta wins here');
  await preferences.expectSaved();
  await preferences.expectStored('general_assistant', [10, 54, 36]);
  // Arrow keys step the same field.
  await preferences.field('Quality').press('ArrowUp');
  await preferences.expectPercents([11, 53, 36]);
  await preferences.expectStored('general_assistant', [11, 53, 36]);

  await openView(page, 'Chat');
  await chat.ask('After');
  expect(askedModels(upstream)).toEqual(['alpha', 'beta']);
  expect(desk.errors).toEqual([]);
});

test('the triangle follows arrow keys and the pointer, and rules the very next request', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const chat = new ChatPage(page);
  const preferences = new PreferencesPage(page);
  await preferences.open();
  await preferences.slider.focus();
  await page.keyboard.press('ArrowUp');
  await preferences.expectPercents([51, 29, 20]);
  for (let press = 0; press < 4; press += 1) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(preferences.slider).toHaveAttribute('aria-valuetext', /^Quality 11 %.*lab\/beta/);
  const byKeys = await preferences.percents();
  expect(byKeys.reduce((sum, percent) => sum + percent, 0)).toBe(100);
  await preferences.expectStored('general_assistant', byKeys);
  await openView(page, 'Chat');
  await chat.ask('After the keys');
  expect(askedModels(upstream)).toEqual(['beta']);

  await preferences.open();
  const thumb = await preferences.slider.boundingBox();
  if (thumb === null) throw new Error('the thumb is not drawn');
  await page.mouse.move(thumb.x + thumb.width / 2, thumb.y + thumb.height / 2);
  await page.mouse.down();
  // Far above the top corner: held at its edge.
  await page.mouse.move(thumb.x + thumb.width / 2, thumb.y - 100, { steps: 4 });
  await page.mouse.move(thumb.x - 20, thumb.y - 900, { steps: 4 });
  await page.mouse.up();
  await preferences.expectPercents([100, 0, 0]);
  await preferences.expectStored('general_assistant', [100, 0, 0]);
  await openView(page, 'Chat');
  await chat.ask('After the pointer');
  expect(askedModels(upstream)).toEqual(['beta', 'alpha']);
  expect(desk.errors).toEqual([]);
});

test('presets set all three, a lock holds one, and what differs is marked until it is reset', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const preferences = new PreferencesPage(page);
  await preferences.open();
  const task = preferences.task('General assistant');
  await expect(preferences.preset('Balanced')).toHaveAttribute('aria-pressed', 'true');
  await expect(task).not.toContainText('customised');
  for (const [name, percents] of [
    ['Best answer', [90, 5, 5]],
    ['Fast', [20, 70, 10]],
    ['Cheap', [20, 10, 70]],
  ] as const) {
    await preferences.preset(name).click();
    await preferences.expectPercents(percents);
    await expect(preferences.preset(name)).toHaveAttribute('aria-pressed', 'true');
  }
  await preferences.expectSaved();
  await preferences.expectStored('general_assistant', [20, 10, 70]);
  await expect(task).toContainText('customised');

  await page.getByRole('button', { name: 'Lock Cost' }).click();
  await expect(preferences.field('Cost')).toBeDisabled();
  await preferences.type('Quality', 30);
  await preferences.expectPercents([30, 0, 70]);
  // More than the lock leaves: the field takes back what it cannot give.
  await preferences.type('Quality', 95);
  await preferences.expectPercents([30, 0, 70]);
  await expect(page.getByText('Custom', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Unlock Cost' }).click();
  await expect(preferences.field('Cost')).toBeEnabled();

  await page.getByRole('button', { name: 'Reset this task' }).click();
  await preferences.expectPercents([50, 30, 20]);
  await expect(task).not.toContainText('customised');
  await preferences.expectStored('general_assistant', null);
});

test('before a change is made, the replay says what it would have done to earlier chats', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const preferences = new PreferencesPage(page);
  await preferences.open();
  await expect(page.getByText('No past requests for this task yet.')).toBeVisible();
  await openView(page, 'Chat');
  const chat = new ChatPage(page);
  for (const text of ['One', 'Two', 'Three']) await chat.ask(text);
  await expectRecorded(page, 3);
  await preferences.open();
  await expect(preferences.replaySentence).toContainText(
    'On your last 3 requests this would have picked alpha ×3',
  );
  await preferences.preset('Cheap').click();
  await expect(preferences.replaySentence).toContainText('would have picked beta ×3');
  await expect(preferences.replaySentence).toContainText('quality −0.550');
  await expect(page.getByText(/3 picks would change/)).toBeVisible();
});

test('a price cap, local only and the allowed list each decide who is eligible', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  // Not a loopback name, so that it is no model of this machine; it leads there all the same.
  const url = upstream.url.replace('127.0.0.1', '0.0.0.0');
  await connectLab(page, { ...upstream, url });
  const preferences = new PreferencesPage(page);
  await preferences.open();
  const alpha = preferences.modelRow('lab/alpha');
  const beta = preferences.modelRow('lab/beta');
  await expect(alpha).toContainText('Eligible');

  const cap = page.getByRole('textbox', { name: 'Price cap per request (US$)' });
  await cap.fill('0.01');
  await cap.press('Enter');
  await expect(alpha).toContainText('Price unknown, and you set a price cap');
  await expect(page.getByText('No model is eligible for this task')).toBeVisible();
  await cap.fill('');
  await cap.press('Enter');
  await expect(alpha).toContainText('Eligible');

  const localOnly = page.getByRole('switch', { name: 'Local models only' });
  await localOnly.click();
  await expect(alpha).toContainText('Not local, and you asked for local only');
  await expect(beta).toContainText('Not local, and you asked for local only');
  await preferences.expectSaved();
  await openView(page, 'Chat');
  const chat = new ChatPage(page);
  await chat.send('Stays here');
  await expect(page.getByRole('alert').last()).toContainText('No model can take this request');
  expect(upstream.requests).toEqual([]);
  await preferences.open();
  await localOnly.click();
  await expect(alpha).toContainText('Eligible');

  await page.getByRole('switch', { name: 'Only models that I allow' }).click();
  await page.getByRole('checkbox', { name: 'Allow lab/alpha' }).uncheck();
  await expect(alpha).toContainText('Not on your allowed list');
  await expect(beta).toContainText('Eligible');
  await preferences.expectSaved();
  await openView(page, 'Chat');
  await chat.ask('Only beta may');
  expect(askedModels(upstream)).toEqual(['beta']);
});
