import { defineConfig } from "vitest/config";

/** Whole test collections with a real model: minutes. `npm run test:effectiveness`. */
export default defineConfig({
  test: {
    include: ["test/effectiveness/**/*.effectiveness.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
