"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.parse = void 0;
const parse = (text) => {
    const raw = JSON.parse(text);
    return { region: raw.region.name };
};
exports.parse = parse;
//# sourceMappingURL=settings.js.map