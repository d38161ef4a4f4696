import { createServer } from 'node:http';
import { orderById } from './store/orders.js';

export const app = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://shop.test');
  const order = orderById(pathname.split('/').pop());
  response.end(JSON.stringify(order));
});

if (process.argv[2] === 'once') {
  app.emit('request', { url: '/api/orders/17' }, { end() {} });
} else {
  app.listen(3000);
}
