/** Logs with the projects that they come from. */
export const SAMPLES = [
  {
    name: 'Blocked by CORS',
    log: "Access to fetch at 'http://localhost:4000/api/orders' from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\nGET http://localhost:4000/api/orders net::ERR_FAILED",
    files: {
      'package.json': '{\n  "name": "shop",\n  "dependencies": {\n    "cors": "^2.8.5",\n    "express": "^4.19.2"\n  }\n}\n',
      'server.js':
        "const express = require('express');\nconst cors = require('cors');\n\nconst app = express();\n\napp.use(cors({ origin: ['http://localhost:3000'] }));\napp.use(express.json());\n\napp.get('/api/orders', (req, res) => {\n  res.json([]);\n});\n\napp.listen(4000);\n",
    },
  },
  {
    name: 'An answer sent twice',
    log: "Error [ERR_HTTP_HEADERS_SENT]: Cannot set headers after they are sent to the client\n    at ServerResponse.setHeader (node:_http_outgoing:655:11)\n    at ServerResponse.json (/app/node_modules/express/lib/response.js:247:10)\n    at /app/server/orders.js:9:7\n    at Layer.handleRequest (/app/node_modules/router/lib/layer.js:152:17) {\n  code: 'ERR_HTTP_HEADERS_SENT'\n}",
    files: {
      'package.json': '{\n  "name": "shop",\n  "dependencies": {\n    "express": "^4.19.2"\n  }\n}\n',
      'server/orders.js':
        "const express = require('express');\nconst router = express.Router();\nconst orders = [];\n\nrouter.get('/:id', (req, res) => {\n  const order = orders.find((each) => each.id === req.params.id);\n  if (!order)\n    res.status(404).json({ error: 'no such order' });\n  res.json(order);\n});\n\nmodule.exports = router;\n",
    },
  },
  {
    name: 'Misspelt import',
    log: '[vite]: Rollup failed to resolve import "./componets/OrderList" from "/app/src/App.jsx".\nThis is most likely unintended because it can break your application at runtime.',
    files: {
      'package.json': '{\n  "name": "web",\n  "dependencies": { "react": "^18.3.1" },\n  "devDependencies": { "vite": "^5.4.0" }\n}\n',
      'src/App.jsx':
        "import OrderList from './componets/OrderList';\n\nexport default function App() {\n  return <OrderList orders={[]} />;\n}\n",
      'src/components/OrderList.jsx':
        'export default function OrderList({ orders }) {\n  return <ul>{orders.map((order) => <li key={order.id}>{order.title}</li>)}</ul>;\n}\n',
    },
  },
];
