import { useEffect, useState } from 'react';
import { Price } from './price';

export function OrderList() {
  const [orders, setOrders] = useState([]);

  useEffect(() => {
    fetch('http://localhost:4000/api/orders')
      .then((res) => res.json())
      .then(setOrders);
  }, []);

  return (
    <ul>
      {orders.map((order) => (
        <li key={order.id}>
          {order.title} <Price cents={order.cents} />
        </li>
      ))}
    </ul>
  );
}
