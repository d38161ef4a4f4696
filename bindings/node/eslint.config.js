import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist/', 'bench/', 'src/', 'target/', '*.cjs', '*.cts', 'test/types/', 'test/package/document/']),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The compiler's own rule wants brackets for keys of index signatures.
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: 'error',
      // Parameters of a method that others override are part of what it tells them.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['test/**'], rules: {
      '@typescript-eslint/only-throw-error': 'off',
      // Functions are compared here, not called.
      '@typescript-eslint/unbound-method': 'off',
      // The document's plugin stands there word for word.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { args: 'none' }],
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      'no-loss-of-precision': 'off',
    } },
);
