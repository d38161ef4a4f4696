import { createRoot } from 'react-dom/client';
import { OrderList } from './components/Orderlist';

createRoot(document.getElementById('root')).render(<OrderList />);
