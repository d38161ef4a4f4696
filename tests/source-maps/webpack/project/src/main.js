import { placeOrder } from './orders/place.js';
import { Basket } from './orders/basket.js';
import { banner } from './banner.js';

const basket = new Basket();
document.title = banner(document.title);

document.querySelector('#pay').addEventListener('click', async () => {
  await placeOrder(basket, document.title);
});
