import { expect, test } from './support/desk';
import { askedModels, ChatPage, connectLab, openView } from './support/pages';
import { PreferencesPage } from './support/preferences-page';

test.use({ labCatalog: true });

test('the dial changes the pick in Chat’s chip, says what it does, and a decision keeps what it did', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const preferences = new PreferencesPage(page);
  const chat = new ChatPage(page);
  await preferences.open();
  const dial = page.getByRole('radiogroup', { name: 'Quality floor' });
  const effect = page.getByTestId('dial-effect');
  await preferences.preset('Best answer').click();
  await expect(dial.getByRole('radio', { name: 'Off' })).toBeChecked();
  await expect(effect).toContainText('No position would change the pick');

  await preferences.preset('Cheap').click();
  await expect(preferences.winner).toContainText('lab/beta wins here');
  await preferences.expectSaved();
  await openView(page, 'Chat');
  await chat.composer.fill('What is it');
  await expect(chat.chip).toContainText('beta');

  await preferences.open();
  await dial.getByRole('radio', { name: 'Quality' }).click();
  await expect(effect).toContainText('alpha is picked; without the floor it would be');
  await expect(preferences.winner).toContainText('lab/alpha wins here');
  await expect(preferences.modelRow('lab/beta')).toContainText('Below the quality floor');
  await preferences.expectSaved();
  await openView(page, 'Chat');
  await expect(chat.chip).toContainText('alpha');
  await chat.ask('What is it now');
  expect(askedModels(upstream)).toEqual(['alpha']);
  await chat.answerChip().click();
  const why = page.getByRole('dialog', { name: 'Why this model' });
  await expect(why.getByTestId('floor-line')).toHaveText(
    'Quality floor 0.70, from your dial (Quality): it changed the pick.',
  );
  await page.keyboard.press('Escape');

  // The explicit one wins, also when it is lower.
  await preferences.open();
  const least = page.getByRole('textbox', { name: 'Minimum quality (0 to 1)' });
  await least.fill('0.3');
  await least.press('Enter');
  await expect(effect).toContainText('Your minimum quality of 0.30');
  await expect(preferences.winner).toContainText('lab/beta wins here');
  await preferences.expectSaved();
  await openView(page, 'Chat');
  await chat.composer.fill('And now');
  await expect(chat.chip).toContainText('beta');
  expect(desk.errors).toEqual([]);
});

test('the dial goes by keyboard alone, and off is the default again', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const preferences = new PreferencesPage(page);
  await preferences.open();
  const dial = page.getByRole('radiogroup', { name: 'Quality floor' });
  await dial.getByRole('radio', { name: 'Off' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(dial.getByRole('radio', { name: 'Quality' })).toBeChecked();
  await page.keyboard.press('ArrowUp');
  await expect(dial.getByRole('radio', { name: 'Off' })).toBeChecked();
  await preferences.expectSaved();
  expect((await preferences.stored()).prefs.constraints).toEqual({});
});
