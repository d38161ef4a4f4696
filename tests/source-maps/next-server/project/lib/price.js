const rates = { de: { rate: 0.19 }, fr: { rate: 0.2 } };

export function priceOf(country, amount) {
  if (amount < 1) {
    throw new RangeError('no amount');
  }
  const net = amount * 350;
  return net + net * rates[country].rate;
}
