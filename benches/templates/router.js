import { Router } from 'express';
import { authenticate } from '../middleware/authenticate.js';
import { validate } from '../middleware/validate.js';
import { @thing@Service } from '../services/@thing@Service.js';

const router = Router();

router.get('/', authenticate, async (req, res, next) => {
  try {
    const { limit = 25, offset = 0, status, search } = req.query;
    const @things@ = await @thing@Service.list({ limit: Number(limit), offset: Number(offset), status, search });
    res.json(@things@);
  } catch (error) {
    next(error);
  }
});

router.get('/summary', authenticate, async (req, res, next) => {
  try {
    res.json(await @thing@Service.summary(req.user.workspaceId));
  } catch (error) {
    next(error);
  }
});

router.get('/:id', authenticate, async (req, res, next) => {
  try {
    const @thing@ = await @thing@Service.find(req.params.id);
    if (!@thing@) {
      return res.status(404).json({ error: '@Thing@ not found' });
    }
    res.json(@thing@);
  } catch (error) {
    next(error);
  }
});

router.get('/:id/history', authenticate, async (req, res, next) => {
  try {
    res.json(await @thing@Service.history(req.params.id));
  } catch (error) {
    next(error);
  }
});

router.post('/', authenticate, validate('@thing@'), async (req, res, next) => {
  try {
    const created = await @thing@Service.create({ ...req.body, ownerId: req.user.id });
    res.status(201).json(created);
  } catch (error) {
    next(error);
  }
});

router.put('/:id', authenticate, validate('@thing@'), async (req, res, next) => {
  try {
    const updated = await @thing@Service.update(req.params.id, req.body);
    if (!updated) {
      return res.status(404).json({ error: '@Thing@ not found' });
    }
    res.json(updated);
  } catch (error) {
    next(error);
  }
});

router.delete('/:id', authenticate, async (req, res, next) => {
  try {
    await @thing@Service.remove(req.params.id);
    res.status(204).end();
  } catch (error) {
    next(error);
  }
});

export default router;
