// The same module without a parser.
export * from './autofix.js';
export { default } from './autofix.js';
