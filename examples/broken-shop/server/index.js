import cors from 'cors';
import express from 'express';
import { allowedOrigins } from './config.js';
import orders from './routes/orders.js';

const app = express();

app.use(cors({ origin: allowedOrigins }));
app.use(express.json());
app.use('/api/orders', orders);

app.listen(process.env.PORT || 4000, () => console.log('shop is up'));
