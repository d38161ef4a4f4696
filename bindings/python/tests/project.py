"""A small project with a fault, and what is said of it."""

from __future__ import annotations

from pathlib import Path

SERVER = (
    "const express = require('express');\nconst cors = require('cors');\n\nconst app = express();\n"
    "app.get('/api/x', (req, res) => res.json({}));\napp.listen(4000);\n"
)
PACKAGE = '{ "name": "shop", "dependencies": { "cors": "^2.8.5", "express": "^4.19.2" } }\n'
CORS = (
    "Access to fetch at 'http://localhost:4000/api/x' from origin 'http://localhost:5173' has been "
    "blocked by CORS "
    "policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
FILES = {"server.js": SERVER, "package.json": PACKAGE}
ORIGIN = "http://localhost:5173"


def write(folder: Path) -> Path:
    """The project on disk."""
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder
