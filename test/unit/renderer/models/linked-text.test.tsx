import { fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { LinkedText } from '../../../../renderer/components/linked-text';
import { freshApp, show } from '../../../support/render';

it('only whole https addresses become links, without the point or bracket behind them', async () => {
  const fake = await freshApp();
  const text = 'See (https://a.test/x-y). Not javascript:alert(1), http://b.test or <b>c</b>.';
  const { container } = show(<LinkedText text={text} />);
  const links = screen.getAllByRole('link');
  expect(links.map((link) => link.textContent)).toEqual(['a.test/x-y']);
  expect(container.textContent).toBe(text.replace('https://', ''));
  fireEvent.click(screen.getByRole('link'));
  expect(fake.calls.find(({ name }) => name === 'app.openExternal')?.input).toEqual({
    url: 'https://a.test/x-y',
  });
});
