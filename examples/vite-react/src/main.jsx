import AutoFix from '@autofix/sdk';
import React, { useState } from 'react';
import { createRoot } from 'react-dom/client';

// Errors of this page are captured and kept in the page; `transport` would send them somewhere.
const autofix = new AutoFix({
  files: {
    'server.js':
      "const express = require('express');\nconst cors = require('cors');\n\nconst app = express();\napp.use(cors({ origin: ['http://localhost:3000'] }));\napp.listen(4000);\n",
  },
  reporting: { handlers: { error: true, unhandledRejection: true, network: true } },
});

const LOG =
  "Access to fetch at 'http://localhost:4000/api' from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";

function App() {
  const [text, setText] = useState('');
  const repair = async () => {
    const { fix } = await autofix.repairLog(LOG);
    setText(fix.changes[0].diff);
  };
  const fail = async () => {
    autofix.captureException(new Error('the cart is empty'));
    await autofix.flush();
    setText((await autofix.listIssues()).map(({ message }) => message).join('\n'));
  };
  return (
    <>
      <h1>AutoFix with Vite and React</h1>
      <button onClick={() => void repair()}>Repair</button> <button onClick={() => void fail()}>Report</button>
      <pre>{text}</pre>
    </>
  );
}

createRoot(document.getElementById('root')).render(<App />);
