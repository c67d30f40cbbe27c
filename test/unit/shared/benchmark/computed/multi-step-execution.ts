import { computed } from './support';

export const MULTI_STEP_EXECUTION = computed('agentic_execution', 'multi_step_execution', {
  'follow-the-trail': (_, files) => {
    const lines = (files['garden/list.txt'] ?? '').split('\n').filter((line) => line !== '');
    const key = JSON.parse(files['house/key.json'] ?? '') as { door: { code: number } };
    let number = 14 + lines.length;
    number = number % 2 === 0 ? number * key.door.code : number + 1_000;
    number -= Object.keys(files).filter((path) => path.startsWith('house/')).length;
    if (number % 3 === 0) return String(number);
    number -= 1;
    do number += [...String(number)].reduce((sum, digit) => sum + Number(digit), 0);
    while (number <= 130);
    return String(number).slice(-2);
  },
});
