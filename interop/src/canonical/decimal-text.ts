/** The decimal `unscaled / 10^scale` without trailing zeros and without an exponent. */
export function decimalText(unscaled: bigint, scale: number): string {
  let [digits, exponent] = roundTo28(unscaled < 0n ? -unscaled : unscaled, -scale);
  if (digits === 0n) return '0';
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent += 1;
  }
  const sign = unscaled < 0n ? '-' : '';
  const text = digits.toString();
  if (exponent >= 0) return sign + text + '0'.repeat(exponent);
  const padded = text.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** The expected files were written with Python's default precision, 28 digits, half to even. */
function roundTo28(digits: bigint, exponent: number): [bigint, number] {
  const excess = digits.toString().length - 28;
  if (excess <= 0) return [digits, exponent];
  const unit = 10n ** BigInt(excess);
  const twice = (digits % unit) * 2n;
  const kept = digits / unit;
  const up = twice > unit || (twice === unit && kept % 2n === 1n);
  return [up ? kept + 1n : kept, exponent + excess];
}
