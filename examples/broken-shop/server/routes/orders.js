import { Router } from 'express';

const orders = new Map();
const router = Router();

router.get('/:id', (req, res) => {
  const order = orders.get(req.params.id);
  if (!order) {
    res.status(404).json({ error: 'no such order' });
  }
  res.json(order);
});

router.post('/', (req, res) => {
  const order = { id: String(orders.size + 1), ...req.body };
  orders.set(order.id, order);
  res.status(201).json(order);
});

export default router;
