import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist/', 'bench/', 'src/', 'target/', '*.cjs']),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The compiler's own rule wants brackets for keys of index signatures.
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: 'error',
    },
  },
  { files: ['test/**'], rules: {
      '@typescript-eslint/only-throw-error': 'off',
      // Functions are compared here, not called.
      '@typescript-eslint/unbound-method': 'off',
      // Error handlers of Express are told by their four parameters.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    } },
);
