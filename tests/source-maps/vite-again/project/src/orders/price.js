const rates = { de: { rate: 0.19 }, fr: { rate: 0.2 } };

export function priceOf(line, country) {
  if (line.amount < 1) {
    throw new RangeError(`no amount for ${line.sku}`);
  }
  const net = line.amount * 350;
  return net + net * rates[country].rate;
}
