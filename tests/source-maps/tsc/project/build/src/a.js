"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Loader = void 0;
const settings_1 = require("./lib/settings");
class Loader {
    options;
    constructor(options) {
        this.options = options;
    }
    async load() {
        const text = await Promise.resolve('{"region": null}');
        return (0, settings_1.parse)(text);
    }
}
exports.Loader = Loader;
new Loader({ file: 'settings.json' }).load().then((settings) => console.log(settings));
//# sourceMappingURL=a.js.map