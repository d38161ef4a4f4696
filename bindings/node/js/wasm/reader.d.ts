// The module that wasm-bindgen writes beside this, as far as it is used here.

declare const init: (from?: { module_or_path: unknown }) => Promise<unknown>;
export default init;
export declare const analyzeLog: (text: string) => string;
export declare const classify: (error: string) => string;
