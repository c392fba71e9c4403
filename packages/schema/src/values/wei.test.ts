import { expect, test } from 'vitest';
import { Wei } from './values.ts';
import { isBeyondWei } from './wei.ts';

const largest = '578960446186580977117854925043439539266';

test.each([
  ['0', false],
  ['-0E+99', false],
  ['1E-99', false],
  [largest, false],
  [`${largest}.000`, false],
  [`${largest}.001`, true],
  ['578960446186580977117854925043439539267', true],
  ['-578960446186580977117854925043439539267', false],
  ['-578960446186580977117854925043439539267.5', true],
  ['-578960446186580977117854925043439539268', true],
  ['99999999999999999999999999999999999999', false],
  ['5.8E+38', true],
  ['5.7E+38', false],
  ['1E+39', true],
  ['NaN', false],
])('%s is beyond the range: %s', (text, isBeyond) => {
  expect(isBeyondWei(new Wei(text))).toBe(isBeyond);
});
