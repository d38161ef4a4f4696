'use client';
import { priceOf } from '../lib/price';

export default function Page() {
  function pay() {
    const cents = priceOf('ch', 2);
    document.title = String(cents);
  }
  return <button id="pay" onClick={pay}>Pay</button>;
}
