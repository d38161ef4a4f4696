import native from '../native.cjs';
import { AutoFixBase, type AutoFixOptions } from './autofix.js';

export * from './public.js';

/** Finds and repairs the errors of one project, in this process. */
export class AutoFix extends AutoFixBase {
  constructor(options: AutoFixOptions = {}) {
    super(options, native);
  }
}

export default AutoFix;
