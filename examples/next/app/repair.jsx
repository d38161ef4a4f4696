'use client';

import AutoFix from '@autofix/sdk';
import { useState } from 'react';

const FILES = {
  'server.js':
    "const express = require('express');\nconst cors = require('cors');\n\nconst app = express();\napp.use(cors({ origin: ['http://localhost:3000'] }));\napp.listen(4000);\n",
};
const LOG =
  "Access to fetch at 'http://localhost:4000/api' from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";

/** The engine runs in the page: nothing is sent to the server. */
export default function Repair() {
  const [diff, setDiff] = useState('');
  const repair = async () => {
    const { fix } = await new AutoFix({ files: FILES }).repairLog(LOG);
    setDiff(fix.changes[0].diff);
  };
  return (
    <>
      <button onClick={() => void repair()}>Repair in this page</button>
      <pre>{diff}</pre>
    </>
  );
}
