export async function placeOrder(basket, note) {
  const order = { note, placed: Date.now() };
  const country = order.note ? 'ch' : 'de';
  order.total = basket.total(country);
  return order;
}
