import { expect, test } from './support/desk';
import { askedModels, ChatPage, connectLab, openView } from './support/pages';
import { backendPid, PreferencesPage } from './support/preferences-page';

test.use({ labCatalog: true });

test('saving one task keeps the weights, pins and limits of the others', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const others = {
    overrides: { ptt_response: { quality: 0.25, latency: 0.25, cost: 0.5 } },
    model_overrides: { ptt_response: 'lab/beta', screenshot_understanding: 'lab/alpha' },
    constraints: {
      screenshot_understanding: {
        allowed: null,
        excluded: ['lab/beta'],
        max_cost_usd: 0.01,
        max_latency_ms: 4000,
        local_only: true,
      },
    },
  };
  await page.evaluate((prefs) => window.api.router.putPrefs({ prefs }), others);
  const preferences = new PreferencesPage(page);
  await preferences.open();
  await preferences.type('Cost', 60);
  await preferences.expectSaved();
  const { prefs } = await preferences.stored();
  const { general_assistant: changed, ...kept } = prefs.overrides;
  expect(changed).toEqual({ quality: 0.25, latency: 0.15, cost: 0.6 });
  expect({ ...prefs, overrides: kept }).toEqual(others);
});

test('reset all asks first, drops every weight and keeps pins and limits', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const weights = { quality: 0.1, latency: 0.1, cost: 0.8 };
  const limits = {
    general_assistant: {
      allowed: null,
      excluded: ['lab/alpha'],
      max_cost_usd: null,
      max_latency_ms: null,
      local_only: false,
    },
  };
  const pins = { ptt_response: 'lab/beta' };
  await page.evaluate((prefs) => window.api.router.putPrefs({ prefs }), {
    overrides: { general_assistant: weights, transcription: weights },
    model_overrides: pins,
    constraints: limits,
  });
  const preferences = new PreferencesPage(page);
  await preferences.open();
  await preferences.expectPercents([10, 10, 80]);
  const resetAll = page.getByRole('button', { name: 'Reset all weights' });
  const dialog = page.getByRole('dialog', { name: 'Reset the weights of all tasks?' });
  await resetAll.click();
  await expect(dialog).toContainText('Pins, limits and the model lists stay');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await preferences.expectPercents([10, 10, 80]);
  await resetAll.click();
  await dialog.getByRole('button', { name: 'Reset weights' }).click();
  await preferences.expectPercents([50, 30, 20]);
  await preferences.expectSaved();
  expect((await preferences.stored()).prefs).toEqual({
    overrides: {},
    model_overrides: pins,
    constraints: limits,
  });
});

test('weights outlive a restart of the app', async ({ desk, upstream }) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const preferences = new PreferencesPage(page);
  await preferences.open();
  await preferences.preset('Cheap').click();
  await preferences.expectSaved();
  const again = await desk.restart();
  const reopened = new PreferencesPage(again);
  await reopened.open();
  await reopened.expectPercents([20, 10, 70]);
  await expect(reopened.preset('Cheap')).toHaveAttribute('aria-pressed', 'true');
  await openView(again, 'Chat');
  await new ChatPage(again).ask('After the restart');
  expect(askedModels(upstream)).toEqual(['beta']);
});

test('what another client saves is shown at once, and the window says so', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const preferences = new PreferencesPage(page);
  await preferences.open();
  await preferences.expectPercents([50, 30, 20]);
  await page.evaluate(() =>
    window.api.router.putPrefs({
      prefs: {
        overrides: { general_assistant: { quality: 0.05, latency: 0.15, cost: 0.8 } },
        model_overrides: {},
      },
    }),
  );
  await expect(page.getByText('Another client saved preferences')).toBeVisible();
  await preferences.expectPercents([5, 15, 80]);
  // An edit now starts from theirs.
  await preferences.type('Quality', 24);
  await preferences.expectPercents([24, 12, 64]);
  await preferences.expectStored('general_assistant', [24, 12, 64]);
});

test('a backend that dies while saving: failed with the reason, values kept, saved on retry', async ({
  desk,
  upstream,
}) => {
  const page = await desk.start();
  await connectLab(page, upstream);
  const preferences = new PreferencesPage(page);
  await preferences.open();
  const pid = await backendPid(desk);
  // Held still first, so that the save is certainly on its way when the process dies.
  process.kill(pid, 'SIGSTOP');
  await preferences.type('Cost', 64);
  await expect(preferences.saveState).toHaveText('Saving…');
  process.kill(pid, 'SIGKILL');
  await expect(preferences.saveState).toHaveText('Not saved');
  const alert = page.getByRole('alert').filter({ hasText: 'Not saved' });
  await expect(alert).toContainText('The router is not reachable.');
  await expect(alert).toContainText('Your changes are kept here');
  await preferences.expectPercents([23, 13, 64]);
  await alert.getByRole('button', { name: 'Retry' }).click();
  await preferences.expectSaved();
  await preferences.expectStored('general_assistant', [23, 13, 64]);
});
