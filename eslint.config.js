import eslint from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { layers } from './test/lint/layers.js';

const tests = ['**/*.test.{ts,tsx}', '**/fixtures.ts', '**/testing.ts', 'test/**'];

export default defineConfig(
  { ignores: ['dist/', 'gallery/', 'coverage/', '.demo/', '.bench/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Numbers are what most messages are about.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Objects are closures here: no method uses `this`, so that each may be passed on alone.
      '@typescript-eslint/unbound-method': 'off',
      // Ending a function with the call that was its purpose is clear enough.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Interfaces of asynchronous things have synchronous implementations too.
      '@typescript-eslint/require-await': 'off',
      // A signal's reason is passed on as it is.
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['client/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  layers,
  {
    files: ['server/db/**/*.ts'],
    // The rule's own recursion never ends on mongoose's recursive types.
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    files: tests,
    rules: {
      // What a test's own server or browser answered is checked by the assertions.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Looking at an error's fields is what spreading it is for.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  {
    // Command lines talk to a person.
    files: ['test/**/main.ts', 'test/demo/**', 'test/bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', setTimeout: 'readonly' } },
  },
  {
    files: ['test/sandbox/**/page/*.js', 'test/sandbox/bigcommerce/panel/**/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        window: 'readonly',
        location: 'readonly',
        history: 'readonly',
        fetch: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
        FormData: 'readonly',
        URLSearchParams: 'readonly',
        URL: 'readonly',
        Intl: 'readonly',
        addEventListener: 'readonly',
        HTMLElement: 'readonly',
        Event: 'readonly',
        Node: 'readonly',
        sessionStorage: 'readonly',
        localStorage: 'readonly',
        alert: 'readonly',
        confirm: 'readonly',
        EventSource: 'readonly',
        crypto: 'readonly',
      },
    },
  },
);
