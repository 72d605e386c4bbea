import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  {
    ignores: [
      "node_modules/",
      ".tools/",
      ".cache/",
      ".state/",
      "artifacts/",
      "cache/",
      "reports/",
      "coverage/",
      "src/stack/types.ts",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.{ts,mjs,js}"],
    extends: [tseslint.configs.strictTypeChecked],
    // One program for all files: the service that editors use takes a third longer for a single run.
    languageOptions: { parserOptions: { project: "tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      // With noUncheckedIndexedAccess this is how an index that was just bounded is read.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // It takes texts for template literal types such as addresses and then removes what the compiler demands.
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      eqeqeq: "error",
    },
  },
  {
    // One such import makes every command load all of it: src/ethers.ts has its parts when they are needed.
    files: ["src/**/*.ts"],
    ignores: ["src/local/**", "src/send/keystore-signer.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { patterns: [{ group: ["ethers", "ethers/*"], allowTypeImports: true }] },
      ],
    },
  },
  {
    // What a JSON file hands over has no type until it has been examined.
    files: ["test/**", "tools/**/*.mjs"],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    // A test that asserts too much fails; doubles stand in for foreign code that throws and rejects with anything.
    files: ["test/**"],
    rules: {
      "@typescript-eslint/no-dynamic-delete": "off",
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/only-throw-error": "off",
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      "@typescript-eslint/require-await": "off",
      // Test files share a process: what another one has loaded would stay as it is, and this would outlast its file.
      "no-restricted-properties": ["error", { object: "vi", property: "mock" }, { object: "vi", property: "doMock" }],
    },
  },
);
