class Store {
  #orders = new Map([['1', { id: '1', lines: [{ sku: 'tea' }] }]]);

  find(id) {
    const order = this.#orders.get(id);
    return { ...order, first: order.lines[0].sku };
  }
}

const store = new Store();

export function orderById(id) {
  return store.find(id);
}
